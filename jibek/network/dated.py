"""Dated rows of borders, ports and projects: the one that speaks for a year.

The row nearest in time at or before the year counts, else the first after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jibek.network.inputs import Link, Place, Row, cell, figure
from jibek.record import Facts


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its basis, the document and what it rests on."""

    value: float
    basis: str
    source: str
    rests_on: tuple[str, ...]


class Rows:
    """Dated rows of borders, ports and projects, looked up by what they are about."""

    def __init__(self, facts: Facts, year: int, links: Iterable[Link], places: Mapping[str, Place]) -> None:
        self.year = year
        self._borders: dict[tuple[Any, ...], list[Row]] = {}
        drawn = {(frozenset((x.tail, x.head)), x.mode) for x in links}
        for row in facts.table("borders").to_dict("records"):
            ends = (cell(row, "node_a"), cell(row, "node_b"))
            mode, metric = cell(row, "mode"), cell(row, "metric")
            pair = frozenset(ends)
            self._borders.setdefault((pair, mode, metric), []).append(row)
            if (pair, mode) not in drawn and all(p in places for p in ends):
                # A post that no link crosses speaks for the road or line between the two countries.
                lands = frozenset(places[p].network_country for p in ends)
                self._borders.setdefault((lands, mode, metric), []).append(row)
        self._ports: dict[tuple[str, str], list[Row]] = {}
        for row in facts.table("ports").to_dict("records"):
            self._ports.setdefault((cell(row, "port"), cell(row, "metric")), []).append(row)
        self._projects = facts.table("projects").to_dict("records")

    def border(self, ends: frozenset[str], mode: str, metric: str) -> Row | None:
        """The row nearest in time at or before the year, else the first after it."""
        rows = [r for r in self._borders.get((ends, mode, metric), ()) if not self._past_regime(r)]
        return _nearest_year(rows, self.year)

    def port(self, port: str, metric: str) -> Row | None:
        """The same for a port."""
        return _nearest_year(self._ports.get((port, metric), ()), self.year)

    def project(self, place: str) -> tuple[float, Row] | None:
        """Vehicles a day of a road project "A to B trucks/day" at a place, both directions, in the year."""
        for row in self._projects:
            step = re.search(r"([\d,]+) to ([\d,]+) (?:vehicles|trucks)/day", cell(row, "effect"))
            if step and place in cell(row, "nodes").split(";"):
                done = self.year >= figure(row, "open_year")
                return float(step[2 if done else 1].replace(",", "")), row
        return None

    def _past_regime(self, row: Row) -> bool:
        return "pandemic" in cell(row, "note") and self.year > figure(row, "year") + 1


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
