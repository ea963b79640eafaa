"""The trade of countries in another year than the one that was published whole: each pair along its own path.

Reads   trade_paths, the paths of the record, the matrix of the base year
Writes  demand.trade of the record's year

    CHN  KAZ         trade_chn_kaz        24.7 bn USD in 2023 by China  ->  the same path's figure of the year
    KAZ  KAZ         gdp_kaz              what a country makes grows with its product, and it sells the rest at home
    all  all         world_goods_exports  pairs without a series of their own

The first row that names a pair and a reporter counts. Totals of countries are not met again: no year but the base year
has them all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jibek.demand.matrix.build import TradeMatrix
from jibek.demand.matrix.output import domestic_sales
from jibek.demand.matrix.published import Cell
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import BASE_REPORTER
from jibek.record import Facts
from jibek.record.groups import members
from jibek.record.paths import BASE_YEAR


def of_year(matrix: TradeMatrix, facts: Facts) -> TradeMatrix:
    """The matrix carried from the base year to the record's; itself in the base year.

    Raises
    ------
    InputError
        ``demand.no_path``: pairs that no row of ``trade_paths`` names.
    """
    if facts.year == BASE_YEAR:
        return matrix
    named, at = _paths(facts, matrix.countries, BASE_REPORTER)
    growth = np.array([facts.growth(p) for p in named])[at]
    value, outside = matrix.value_usd * growth, matrix.outside_usd * growth
    output = replace(matrix.output, output_usd=matrix.output.output_usd * growth.diagonal())
    # The rest of the world trades within itself what its sales at home already hold: it grows as one.
    home, _ = domestic_sales(output.output_usd, _abroad(value), output.floor)
    home[-1] = value[-1, -1]
    np.fill_diagonal(value, home)
    np.fill_diagonal(outside, np.append(home[:-1], outside[-1, -1]))
    known = np.where(matrix.known == "published", "carried", matrix.known)
    rests = np.array(["; ".join(_figures(facts, p)) for p in named], object)
    fact = np.where(known == "carried", rests[at], np.array(None, object))
    np.fill_diagonal(fact, None)
    return replace(
        matrix, value_usd=value, outside_usd=outside, growth=growth, known=known, fact=fact, output=output,
        reported={name: _reported(facts, matrix, name) for name in matrix.reported},
    )  # fmt: skip


def _abroad(value: Array) -> Array:
    away = value.copy()
    np.fill_diagonal(away, 0.0)
    return np.asarray(away.sum(axis=1))


def _reported(facts: Facts, matrix: TradeMatrix, reporter: str) -> dict[tuple[str, str], Cell]:
    """The cells between Kazakhstan and China by one reporter, along its own series."""
    named, at = _paths(facts, matrix.countries, reporter)
    found = {}
    for pair, cell in matrix.reported[reporter].items():
        path = named[at[matrix.countries.index(pair[0]), matrix.countries.index(pair[1])]]
        found[pair] = Cell(cell.value_usd * facts.growth(path), "; ".join(_figures(facts, path)))
    return found


def _figures(facts: Facts, path: str) -> list[str]:
    """Ids of the figures that a path takes in the year and in the base year."""
    told = facts.path_parents(path, BASE_YEAR)
    return [i.removeprefix("fact:") for i in told if i.startswith("fact:")]


def _paths(facts: Facts, countries: tuple[str, ...], reporter: str) -> tuple[list[str], Array]:
    """Paths, and which of them each pair takes, (exporter, importer): by a reporter's own rows before those of all."""
    return facts.remembered(
        ("paths of trade", reporter), lambda record: _named(record, countries, reporter), (countries,)
    )


def _named(facts: Facts, countries: tuple[str, ...], reporter: str) -> tuple[list[str], Array]:
    rows = facts.table("trade_paths").to_dict("records")
    rows = [r for r in rows if r["reporter"] == reporter] + [r for r in rows if r["reporter"] is None]
    named = list(dict.fromkeys(str(row["path"]) for row in rows))
    found = np.full((len(countries), len(countries)), -1)
    for row in rows:
        sides = []
        for side in ("exporters", "importers"):
            told = countries if row[side] == "all" else members(str(row[side]), facts)
            sides.append([countries.index(c) for c in told if c in countries])
        block = np.ix_(*sides)
        found[block] = np.where(found[block] < 0, named.index(str(row["path"])), found[block])
    refuse(
        "demand.no_path",
        "trade of another year needs a path for every pair of countries",
        [
            Problem(
                "demand.no_path",
                "trade_paths.csv",
                value=f"{countries[i]} to {countries[j]}",
                expected="a row that names the pair",
                fix="Add a row from all to all.",
            )
            for i, j in np.argwhere(found < 0).tolist()
        ],
    )
    return named, found
