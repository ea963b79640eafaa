"""Goods that a country makes, and how many of them it sells at home: the stated gross-output rule.

    goods output    = product (GDP) x ratio
    domestic sales  = goods output - goods exports, at least a share of what it sells in all

The ratio is the latest published one of goods output to GDP (or to total value added; rows that stand for
``goods_output_to_gdp``) of the country, of the Eurasian Economic Union for its members or, for the rest of the
world, of WIOD's; else the assumption ``goods_output_to_gdp_default``. ``goods_output_factor`` (1) carries the doubt
about published ratios: Kazakhstan's own accounts point to less than the union's 0.708, and its welfare in percent moves
inversely. A country whose exports come near its output re-exports; there the floor ``min_domestic_share`` binds and
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.record import Facts
from jibek.record.groups import members

DEFAULT = "goods_output_to_gdp_default"

UNION = "EAEU"  # the group, and the area of the rows on it


@dataclass(frozen=True)
class GoodsOutput:
    """By country: output in USD a year, its ratio to GDP, the fact or assumption behind the ratio, notes on GDP.

    floor : least share of all sales that is domestic
    """

    output_usd: Array
    ratio: Array
    basis: tuple[str, ...]
    gdp_note: tuple[str, ...]
    floor: float


def goods_output(facts: Facts, table: pd.DataFrame, rest: str) -> GoodsOutput:
    """Goods output of each row of country_base.csv (index: iso3).

    A blank GDP of 2023 is that of 2019 times the assumption ``gdp_2023_to_2019_where_blank``, and leaves the rest of
    the world, which is the residual of the world total.

    Raises
    ------
    InputError
        ``demand.no_gdp``: a country has neither.
    """
    now, before = (table[f"gdp_{year}_busd"].to_numpy(float) for year in (2023, 2019))
    blank = np.isnan(now)
    refuse(
        "demand.no_gdp",
        "goods output needs a product",
        [
            Problem("demand.no_gdp", "country_base", column="gdp_2023_busd", value=name, expected="bn USD")
            for name in table.index[blank & np.isnan(before)]
        ],
    )
    factor = facts.assume("gdp_2023_to_2019_where_blank")
    gdp = np.where(blank, before * factor, now)
    gdp = np.where(table.index == rest, gdp - gdp[blank].sum(), gdp) * 1e9
    found = _ratios(facts, [str(name) for name in table.index], rest)
    ratio = np.array([r for r, _ in found])
    said = "GDP 2023 blank: 2019 times gdp_2023_to_2019_where_blank"
    return GoodsOutput(
        output_usd=gdp * ratio,
        ratio=ratio,
        basis=tuple(basis for _, basis in found),
        gdp_note=tuple(said if b else "" for b in blank),
        floor=facts.assume("min_domestic_share"),
    )


def domestic_sales(output_usd: Array, exports_usd: Array, floor: float) -> tuple[Array, Array]:
    """Domestic sales, and where the floor binds.

    Parameters
    ----------
    output_usd, exports_usd : shape (country,)
        USD a year.
    floor
        Least share of domestic sales in all sales, in [0, 1).

    Returns
    -------
    shape (country,), shape (country,) bool

    Examples
    --------
    >>> domestic_sales(np.array([10.0, 10.0]), np.array([4.0, 9.0]), 0.2)
    (array([6.  , 2.25]), array([False,  True]))
    """
    least = floor / (1.0 - floor) * exports_usd
    left = output_usd - exports_usd
    return np.maximum(left, least), left < least


def _ratios(facts: Facts, countries: Sequence[str], rest: str) -> list[tuple[float, str]]:
    """By country the ratio and what it rests on: its latest row, its own before its union's of the same year."""
    union = members(UNION, facts)
    table = facts.table("demand_evidence")
    table = table[table["stands_for"] == "goods_output_to_gdp"]
    ids = facts.fact_ids("demand_evidence", "value")
    latest: dict[str, tuple[int, float, str]] = {}
    for position, area, year, value in zip(
        table.index, table["area"], table["year"].astype(str), table["value"], strict=True
    ):
        row = int(year[:4]), float(value), str(ids[position])
        if area not in latest or row[0] > latest[area][0]:
            latest[area] = row
    factor = facts.assume("goods_output_factor")
    fallback = 0, facts.assume(DEFAULT), f"assumption:{DEFAULT}"
    found = []
    for country in countries:
        areas = ("RoW",) if country == rest else (country, UNION) if country in union else (country,)
        rows = [latest[a] for a in areas if a in latest]
        _, ratio, basis = max(rows, key=lambda r: r[0], default=fallback)
        found.append((ratio * factor if rows else ratio, basis))
    return found
