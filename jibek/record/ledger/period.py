"""Spans of time as data write them: 2023, 2023-05, 2023-01/2023-09, ../2023.

Period.read("2023-01/2023-07").months      7
Period.read("2023").back(1)                2022
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jibek.ground.dates import OPEN, between, moved, same_part, whole_months


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last day, both within; ``date.min`` and ``date.max`` are open ends."""

    first: date
    last: date

    @classmethod
    def read(cls, written: str) -> Period:
        """The span of a day, month or year, or from one to another.

        Raises
        ------
        ValueError
            It is nothing of that form, or ends before it begins.
        """
        return cls(*between(written))

    def __str__(self) -> str:
        if self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31):
            return str(self.first.year)
        ends = [OPEN if d in (date.min, date.max) else d.isoformat() for d in (self.first, self.last)]
        return ends[0] if self.first == self.last else "/".join(ends)

    @property
    def closed(self) -> bool:
        """Whether both ends are known."""
        return self.first != date.min and self.last != date.max

    @property
    def days(self) -> int:
        """Days in it, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> float:
        """Length in years of 365.25 days."""
        return self.days / 365.25

    @property
    def months(self) -> int:
        """Whole calendar months; 0 where an end lies within a month."""
        return whole_months(self.first, self.last) if self.closed else 0

    @property
    def one_year(self) -> bool:
        """Whether it is one calendar year."""
        return self.months == 12 and self.first.month == 1

    @property
    def opens_a_year(self) -> bool:
        """Whether it runs from 1 January to the end of a month of the same year."""
        return self.months > 0 and self.first.month == 1 and self.first.year == self.last.year

    def holds(self, other: Period) -> bool:
        """Whether the other lies in it."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Period) -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def back(self, years: int) -> Period:
        """The same part of an earlier year; open ends stay."""
        return Period(*same_part(self.first, self.last, -years))


def whole_year(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def years_before(day: date, years: float) -> date:
    """The day so many years earlier; part years count in days of 365.25 a year."""
    whole = int(years)
    return moved(day, -whole) - timedelta(days=round((years - whole) * 365.25))
