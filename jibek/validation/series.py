"""The visible series: every published figure of a count, from volumes.csv and from other tables.

Reads   volumes, counted, counts, measures
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jibek.record import Facts
from jibek.record.seasons import part_of_year
from jibek.record.working import work_out
from jibek.validation.days import Unreadable
from jibek.validation.measures import Reader, Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: of which count, its days, how much; rests_on: facts that it is made from.

    told: whether it is the figure of these very days, not one brought here from others.
    """

    count_id: str
    first: date
    last: date
    value: float
    kind: str
    rests_on: frozenset[str]
    cumulative: bool = False
    told: bool = True

    def is_of(self, reading: Reading) -> bool:
        """Whether it is the very figure that a row asks for."""
        own = (self.count_id, self.first, self.last)
        return self.told and own == (reading.count_id, reading.first, reading.last)


class Series:
    """All visible figures of a record."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        counts: list[dict[Any, Any]] = facts.table("counts").to_dict("records")
        names = dict(zip(facts.table("nodes")["id"], facts.table("nodes")["name"], strict=True))
        self.counts = {row["count_id"]: row for row in counts}
        self.reader = Reader(facts.table("measures").to_dict("records"), counts, names)
        self._quiet = facts.assume("season_new_year_weight")

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """In the order of the tables."""
        return (*self._of_volumes(), *self._of_others())

    def _of_volumes(self) -> Iterator[Figure]:
        for row in self.facts.table("volumes").to_dict("records"):
            try:
                reading = self.reader.read(row["object"], row["measure"], row["year"], row["unit"])
            except Unreadable:
                continue
            if reading.change:
                continue
            value = row["value"] / self.factor(reading)
            rests = frozenset({f"volumes:{row['id']}:value"})
            count, first, last = reading.count_id, reading.first, reading.last
            yield Figure(count, first, last, value, "printed", rests, reading.cumulative)
            growth = row["growth_percent"]
            if growth == growth and not reading.cumulative:
                before = value / (1.0 + growth / 100.0)
                yield Figure(
                    count, year_before(first), year_before(last), before, "worked", rests, told=False
                )

    def _of_others(self) -> Iterator[Figure]:
        for row in self.facts.table("counted").to_dict("records"):
            worked = work_out(row["working"], self.facts, f"counted.csv {row['count_id']}")
            first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
            rests = frozenset(p.removeprefix("fact:") for p in worked.parents if p.startswith("fact:"))
            told = row["kind"] == "printed"
            yield Figure(row["count_id"], first, last, worked.value, row["kind"], rests, told=told)

    def factor(self, reading: Reading) -> float:
        """What a row's figure is over its count."""
        return work_out(reading.factor, self.facts, "measures.csv factor").value

    def load(self, count_id: str) -> float:
        """What one of the count is in the unit of its level."""
        working = self.counts[count_id]["load"]
        return work_out(working, self.facts, "counts.csv load").value if working else 1.0

    def without(self, reading: Reading) -> tuple[Figure, ...]:
        """All figures but the one that is asked for, and those that rest on it."""
        gone = frozenset(i for f in self.figures if f.is_of(reading) for i in f.rests_on)
        return tuple(f for f in self.figures if not f.is_of(reading) and not f.rests_on & gone)

    def years(self, first: date, last: date) -> float:
        """Length of days in mean years, a day of the Chinese New Year's months counting for less."""
        return part_of_year(first, last, self._quiet)


def year_before(day: date) -> date:
    """The same day a year before; 28 February for the 29th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if leap else day.replace(year=day.year - 1)


def in_years(day: date) -> float:
    """A day's beginning as a year with a fraction."""
    begin = date(day.year, 1, 1)
    return day.year + (day - begin).days / (date(day.year + 1, 1, 1) - begin).days
