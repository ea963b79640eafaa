"""What was published on the goods trade of the model's countries in 2023, with its known faults.

Reads   country_base, kaz_chn_trade_by_reporter, demand_evidence
Writes  arrays over countries, used by ``jibek.demand.matrix``

A blank cell is a missing report. Columns say what is wrong with the others:

    artefact_imports_from_KAZ_busd   14.3778   the whole cell imports_from_KAZ_2023_busd is doubtful
    artefact_exports_to_KAZ_busd     2.9       2.9 of the cell are doubtful
    silent_partners                  RUS;BLR   cells and totals lack these pairs
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.demand.matrix.gravity import pairs_of
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import BASE_REPORTER, REPORTERS
from jibek.record import Facts

YEAR = 2023  # of the columns of country_base.csv

REST = "ROW"

CENTRE = ("CHN", "KAZ")  # whose whole row and column country_base.csv publishes

BUSD = 1e9


@dataclass(frozen=True, slots=True)
class Cell:
    """One published value in USD a year and the id of its fact."""

    value_usd: float
    fact: str


Reported = Mapping[tuple[str, str], Cell]


@dataclass(frozen=True)
class Published:
    """Arrays over (exporter, importer) in the order of ``countries``, the rest of the world last.

    cell_usd : NaN where nothing is published; fact : ids of the facts, None elsewhere
    artefact_usd : part of a published cell that is said to be an artefact
    unreported : pairs that cells and totals lack
    exports_usd, imports_usd : shape (country,), goods totals
    reported : by reporter, the cells China to Kazakhstan and Kazakhstan to China
    """

    countries: tuple[str, ...]
    table: pd.DataFrame
    cell_usd: Array
    fact: Array
    artefact_usd: Array
    unreported: Array
    exports_usd: Array
    imports_usd: Array
    reported: Mapping[str, Reported]


def read_published(facts: Facts) -> Published:
    """The published part of the trade matrix.

    Raises
    ------
    InputError
        ``demand.no_country``: China, Kazakhstan or the rest of the world is absent, or a total is blank.
        ``demand.no_report``, ``record.no_trade_figure``: a reporter's Kazakhstan-China figure is absent.
    """
    table = facts.table("country_base")
    countries = _in_order(table["iso3"])
    table = table.set_index("iso3").reindex(list(countries))
    exports, imports = (_total(table, side) for side in ("exports", "imports"))
    cells, fact = _cells(table, countries)
    return Published(
        countries=countries,
        table=table,
        cell_usd=cells,
        fact=fact,
        artefact_usd=_artefacts(table, countries, cells),
        unreported=_unreported(table, countries),
        exports_usd=exports,
        imports_usd=imports,
        reported={name: _reported(facts, name, cells, fact, countries) for name in REPORTERS},
    )


def _in_order(names: pd.Series) -> tuple[str, ...]:
    present = [str(name) for name in names]
    refuse(
        "demand.no_country",
        "the trade matrix needs China, Kazakhstan and the rest of the world",
        [
            Problem("demand.no_country", "country_base", value=name, expected="a row")
            for name in (*CENTRE, REST)
            if name not in present
        ],
    )
    return (*(name for name in present if name != REST), REST)


def _total(table: pd.DataFrame, side: str) -> Array:
    column = f"goods_{side}_2023_busd"
    refuse(
        "demand.no_country",
        "a country without goods totals cannot enter the trade matrix",
        [
            Problem("demand.no_country", "country_base", column=column, value=name, expected="bn USD")
            for name in table.index[table[column].isna()]
        ],
    )
    return np.asarray(table[column].to_numpy(float) * BUSD)


def _cells(table: pd.DataFrame, countries: tuple[str, ...]) -> tuple[Array, Array]:
    """Cells of China's and Kazakhstan's rows and columns.

    The two cells between them stand in both their rows of the table; Kazakhstan's row counts.
    """
    n = len(countries)
    value, fact = np.full((n, n), np.nan), np.full((n, n), None, object)
    for name in CENTRE:
        k = countries.index(name)
        for side, at in (("exports_to", np.s_[:, k]), ("imports_from", np.s_[k, :])):
            column = f"{side}_{name}_2023_busd"
            found = table[column].to_numpy(float) * BUSD
            rows = np.isfinite(found)
            rows[countries.index("CHN")] = False
            ids = np.array([f"country_base:{country}:{column}" for country in countries], object)
            value[at] = np.where(rows, found, value[at])
            fact[at] = np.where(rows, ids, fact[at])
    return value, fact


def _artefacts(table: pd.DataFrame, countries: tuple[str, ...], cells: Array) -> Array:
    """What is no trade in each cell, at most the cell; one named from both sides counts once."""
    amount = np.zeros_like(cells)
    for name in CENTRE:
        k = countries.index(name)
        for side, at in (("exports_to", np.s_[:, k]), ("imports_from", np.s_[k, :])):
            named = np.nan_to_num(table[f"artefact_{side}_{name}_busd"].to_numpy(float)) * BUSD
            amount[at] = np.maximum(amount[at], np.minimum(named, np.nan_to_num(cells[at])))
    return amount


def _unreported(table: pd.DataFrame, countries: tuple[str, ...]) -> Array:
    pairs = np.zeros((len(countries), len(countries)), bool)
    for name, partners in zip(countries, table["silent_partners"], strict=True):
        if isinstance(partners, str):
            pairs |= pairs_of(countries, (name,), [p.strip() for p in partners.split(";")])
    return pairs


def _reported(
    facts: Facts, reporter: str, cells: Array, fact: Array, countries: tuple[str, ...]
) -> dict[tuple[str, str], Cell]:
    """The cells between China and Kazakhstan by one reporter; BACI's are those of country_base.csv."""
    found = {}
    for pair in (CENTRE, CENTRE[::-1]):
        i, j = (countries.index(name) for name in pair)
        if reporter == BASE_REPORTER:
            refuse(
                "demand.no_report",
                f"the base figure of the trade {pair[0]} to {pair[1]} is blank",
                []
                if np.isfinite(cells[i, j])
                else [Problem("demand.no_report", "country_base", value="KAZ")],
            )
            found[pair] = Cell(float(cells[i, j]), str(fact[i, j]))
        else:
            value, ids = facts.trade_cell("->".join(pair), reporter, YEAR)
            found[pair] = Cell(value, "; ".join(ids))
    return found
