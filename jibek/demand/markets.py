"""Markets: what goes over land, in which class, how many tonnes of what value, by the trade of countries.

Reads   data table markets, demand.trade
Writes  demand.markets

What no market names stays outside: pairs with two coastal ends go by sea, energy by pipe or tanker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jibek.demand.matrix.build import TradeMatrix
from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import CLASSES, COMMODITIES
from jibek.record import Facts
from jibek.record.groups import members
from jibek.record.paths import BASE_YEAR
from jibek.record.working import Worked, work_out


@dataclass(frozen=True, slots=True)
class Market:
    """One row of the markets table, worked out; parents are the facts and assumptions behind its tonnes.

    usd_per_tonne: value of its goods, by ``value_working``; freight_class: position among the classes of freight, see
    ``demand.values``.
    """

    market_id: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    commodity_class: str
    corridors: tuple[str, ...]
    tonnes_by_pair: Mapping[tuple[str, str], float]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    working: str
    parents: tuple[str, ...]
    usd_per_tonne: float
    value_working: str
    value_parents: tuple[str, ...]
    reason: str
    freight_class: int = -1

    @property
    def tonnes_per_year(self) -> float:
        return math.fsum(self.tonnes_by_pair.values())


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the markets table as it stands, and the countries that it names."""

    cells: Mapping[str, Any]
    exporters: tuple[str, ...]
    importers: tuple[str, ...]


def _rows(facts: Facts) -> list[_Row]:
    found = []
    for named in facts.table("markets").to_dict("records"):
        row = {str(k): v for k, v in named.items()}
        found.append(_Row(row, *(members(row[side], facts) for side in ("exporters", "importers"))))
    return found


def read_markets(facts: Facts, matrix: TradeMatrix) -> tuple[Market, ...]:
    """Markets with their value per tonne, and their tonnes: from a working, or from trade, share and that value.

    Workings are of the base year. In another year a tonne is worth what the price of its class makes of it, and tonnes
    grow with the trade of their countries over that price.

    Raises
    ------
    InputError
        ``demand.bad_value``: values per tonne that are not above 0, every market that has one.
    """
    rows = facts.remembered("rows of markets", _rows)
    priced = _values(facts, rows)
    at = {iso3: i for i, iso3 in enumerate(matrix.countries)}
    usd, before = matrix.value_usd.tolist(), (matrix.value_usd / matrix.growth).tolist()
    markets = []
    for told in rows:
        row = told.cells
        value = priced[str(row["market_id"])]
        cells = {(i, j): usd[at[i]][at[j]] for i in told.exporters for j in told.importers if i != j}
        if row["tonnes_working"]:
            worked = work_out(row["tonnes_working"], facts, f"markets.csv {row['market_id']}")
            then = math.fsum(before[at[i]][at[j]] for i, j in cells)
            rate = worked.value / then / facts.growth(_value_path(row))
            tonnes = {pair: rate * sold for pair, sold in cells.items()}
            working, parents = row["tonnes_working"], worked.parents
            if facts.year != BASE_YEAR:
                parents = (*parents, "table:demand.trade", *facts.path_parents(_value_path(row), BASE_YEAR))
        else:
            tonnes, working, parents = _by_value(facts, row, cells, value)
        markets.append(
            Market(
                row["market_id"], told.exporters, told.importers, row["commodity_class"], _names(row["corridors"]),
                tonnes, _names(row["origins"]), _names(row["destinations"]), working, parents, value.value,
                str(row["usd_per_tonne_working"]), value.parents, row["reason"],
            )
        )  # fmt: skip
    return tuple(markets)


def _values(facts: Facts, rows: Sequence[_Row]) -> dict[str, Worked]:
    """Value of a tonne by market, worked out."""
    told = [(str(r.cells["market_id"]), str(r.cells["usd_per_tonne_working"])) for r in rows]
    priced = {i: work_out(working, facts, f"markets.csv {i}") for i, working in told}
    if facts.year != BASE_YEAR:
        for r in rows:
            market, path = str(r.cells["market_id"]), _value_path(r.cells)
            worked = priced[market]
            rests = (*worked.parents, *facts.path_parents(path, BASE_YEAR))
            priced[market] = Worked(worked.value * facts.growth(path), rests)
    low = {i: worked.value for i, worked in priced.items() if not worked.value > 0}
    refuse(
        "demand.bad_value",
        f"{len(low)} market(s) whose goods are worth nothing",
        [
            Problem(
                "demand.bad_value",
                f"markets.csv {i}",
                column="usd_per_tonne_working",
                value=value,
                expected="a value above 0, USD per tonne",
                fix="Correct the working.",
            )
            for i, value in low.items()
        ],
    )
    return priced


def _value_path(row: Mapping[str, Any]) -> str:
    """The path of the price of a market's goods."""
    return COMMODITIES[CLASSES.index(str(row["commodity_class"]))].value_path


def _by_value(
    facts: Facts, row: Mapping[str, str | None], cells: Mapping[tuple[str, str], float], value: Worked
) -> tuple[dict[tuple[str, str], float], str, tuple[str, ...]]:
    """Tonnes of each pair of countries: value of trade times share (and factor) over USD per tonne."""
    share, working, parents = 1.0, "trade value", []
    for named in (row["value_share"], row["factor"]):
        if named:
            name = named.removeprefix("-")
            part = facts.assume(name)
            share *= 1.0 - part if named.startswith("-") else part
            working += f' * (1 - assume("{name}"))' if named.startswith("-") else f' * assume("{name}")'
            parents.append(f"assumption:{name}")
    tonnes = {pair: usd * share / value.value for pair, usd in cells.items()}
    working += f" / ({row['usd_per_tonne_working']})"
    return tonnes, working, (*dict.fromkeys([*parents, *value.parents]), "table:demand.trade")


def _names(cell: str | None) -> tuple[str, ...]:
    return tuple(name for name in (cell or "").split(";") if name)
