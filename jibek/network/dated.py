"""What rows say on crossings, ports and countries: dated rows for a year, groups of countries, crossings of their own.

Of dated rows of borders, ports and projects the one nearest in time at or before the year counts, else the first
after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.network.inputs import Link, Place, Row, cell, figure
from jibek.record.crossings import Crossing, crossings
from jibek.record.groups import alpha2

if TYPE_CHECKING:
    from jibek.record import Facts


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its basis, the document and what it rests on; ``waits``: hours that hold the vehicle's wait too."""

    value: float
    basis: str
    source: str
    rests_on: tuple[str, ...]
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Unions:
    """Countries by alpha-2 code: without borders between them (EU), one customs union (EAEU), those whose road posts
    one drawn crossing stands for, those whose rail crossings are European ones."""

    one_market: frozenset[str]
    customs_union: frozenset[str]
    cis_roads: frozenset[str]
    europe_rail: frozenset[str]

    @classmethod
    def of(cls, facts: Facts) -> Unions:
        return cls(*(alpha2(g, facts) for g in ("EU27", "EAEU", "CIS_ROADS", "EUROPE_RAIL_BORDERS")))


class Rows:
    """Dated rows of borders, ports and projects, looked up by what they are about; ``unions`` of countries, a port on
    each of the inland ``seas``; ``accepted``: what crossings take over, against the base year."""

    def __init__(self, facts: Facts, year: int, links: Iterable[Link], places: Mapping[str, Place]) -> None:
        self.year = year
        self.accepted = facts.growth("crossing_acceptance")
        self.unions = Unions.of(facts)
        seas = facts.table("inland_seas")
        self.seas: dict[str, str] = dict(zip(seas["sea"], seas["port"], strict=True))
        self._crossings = crossings(facts)
        self._borders: dict[tuple[Any, ...], list[Row]] = {}
        self._measured: dict[tuple[Any, ...], list[Row]] = {}
        drawn = {(frozenset((x.tail, x.head)), x.mode) for x in links}
        for row in facts.table("borders").to_dict("records"):
            ends = (cell(row, "node_a"), cell(row, "node_b"))
            mode, metric = cell(row, "mode"), cell(row, "metric")
            pair = frozenset(ends)
            self._borders.setdefault((pair, mode, metric), []).append(row)
            if not all(p in places for p in ends):
                continue
            lands = frozenset(places[p].network_country for p in ends)
            if (pair, mode) not in drawn:
                # A post that no link crosses speaks for the road or line between the two countries.
                self._borders.setdefault((lands, mode, metric), []).append(row)
            elif len(lands) == 2:
                self._measured.setdefault((lands, mode, metric), []).append(row)
        self._ports: dict[tuple[str, str], list[Row]] = {}
        for row in facts.table("ports").to_dict("records"):
            self._ports.setdefault((cell(row, "port"), cell(row, "metric")), []).append(row)
        self._projects = facts.table("projects").to_dict("records")

    @property
    def crossing_ids(self) -> set[str]:
        """Gateways of the table of crossings."""
        return set(self._crossings)

    def crossing(self, gateway_id: str) -> Crossing:
        """What a crossing has of its own; nothing for most."""
        return self._crossings.get(gateway_id, Crossing(gateway_id))

    def border(self, ends: frozenset[str], mode: str, metric: str) -> Row | None:
        """The row nearest in time at or before the year, else the first after it."""
        rows = [r for r in self._borders.get((ends, mode, metric), ()) if not self._past_regime(r)]
        return _nearest_year(rows, self.year)

    def neighbour(self, lands: frozenset[str], mode: str, metric: str) -> Row | None:
        """The same of another drawn post between the two countries, else of one of China with another neighbour.

        What is not measured is not the better for it: China's rules of entry hold at all of its posts.
        """
        found = _nearest_year(self._measured.get((lands, mode, metric), ()), self.year)
        if found is None and "CN" in lands:
            rows = [r for (x, *what), r in self._measured.items() if "CN" in x and what == [mode, metric]]
            found = _nearest_year([row for several in rows for row in several], self.year)
        return found

    def port(self, port: str, metric: str) -> Row | None:
        """The same for a port."""
        return _nearest_year(self._ports.get((port, metric), ()), self.year)

    def project(self, place: str) -> tuple[float, Row] | None:
        """Vehicles a day that a project lets a road post at a place pass in the year, both directions."""
        for row in self._projects:
            column = "vehicles_after" if self.year >= figure(row, "open_year") else "vehicles_before"
            vehicles = figure(row, column)
            if vehicles == vehicles and place in cell(row, "nodes").split(";"):
                return vehicles, row
        return None

    def _past_regime(self, row: Row) -> bool:
        return self.year > figure(row, "valid_until")  # no end: never


def _nearest_year(rows: Iterable[Row], year: int) -> Row | None:
    dated = [r for r in rows if figure(r, "year") == figure(r, "year")]
    before = [r for r in dated if figure(r, "year") <= year]
    if before:
        return max(before, key=lambda r: figure(r, "year"))
    return min(dated, key=lambda r: figure(r, "year"), default=None)


def border_fact(row: Row) -> str:
    """Fact id of a row of borders."""
    key = "|".join([cell(row, k) for k in ("node_a", "node_b", "mode", "metric")] + [year_of(row)])
    return f"borders:{key}:value"


def port_fact(row: Row) -> str:
    return f"ports:{cell(row, 'port')}|{cell(row, 'metric')}|{year_of(row)}:value"


def year_of(row: Row) -> str:
    return f"{figure(row, 'year'):.0f}"
