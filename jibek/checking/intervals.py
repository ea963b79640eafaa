"""Periods as days and figures as intervals: what a statement with so many digits leaves open.

    span("2023-05")          (738641, 738671)      first and last day, as ordinals
    extent(41e9)             (40.5e9, 41.5e9)      half a unit of the last digit that is stated
    over((1.0, 2.0), (4.0, 5.0))                   (0.2, 0.5)

Open ends of a period are ``FIRST`` and ``LAST``; of a figure, infinity.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from jibek.ground.dates import OPEN, between, same_part, whole_months

Span = tuple[int, int]
Extent = tuple[float, float]

FIRST, LAST = 1, date.max.toordinal()
ABOUT = 0.05  # what "about" widens a figure to, either way
WIDEST = 0.0125  # a figure of a single digit (40 bn, 5,000) is meant more closely than half of that digit


@lru_cache(maxsize=4096)
def span(period: str) -> Span | None:
    """First and last day of an ISO date, month, year or interval; None if there is none or it cannot be read."""
    if period == OPEN:
        return None
    ends = [end or OPEN for end in period.split("/")] if "/" in period else [period]
    try:
        first, last = between("/".join(ends))
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def year_of(day: int) -> int:
    """The calendar year of a day."""
    return date.fromordinal(min(max(day, FIRST), LAST)).year


def whole_year(days: Span) -> int | None:
    """The year that a span is, first day to last; None for any other span."""
    year = year_of(days[0])
    return year if days == (date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()) else None


def a_year_before(days: Span) -> Span:
    """The same days of the calendar one year earlier."""
    first, last = same_part(date.fromordinal(days[0]), date.fromordinal(days[1]), -1)
    return first.toordinal(), last.toordinal()


def months(days: Span) -> float:
    """Length in months, by whole months where the span begins and ends with one."""
    whole = whole_months(date.fromordinal(days[0]), date.fromordinal(days[1]))
    return whole or (days[1] - days[0] + 1) / 30.4375


def written(days: Span) -> str:
    """A span as ISO 8601, as short as it goes."""
    year = whole_year(days)
    if year is not None:
        return str(year)
    first, last = (date.fromordinal(d) for d in days)
    if (first.year, first.month, first.day) == (last.year, last.month, 1) and months(days) == 1:
        return f"{first:%Y-%m}"
    start = ".." if days[0] == FIRST else first.isoformat()
    end = ".." if days[1] == LAST else last.isoformat()
    return start if start == end else f"{start}/{end}"


def extent(value: float, comparator: str = "=", *, counted: bool = False) -> Extent:
    """What a figure leaves open: half a unit of its last digit that is not nought, "about", one side.

    ``comparator`` is ``=``, ``~``, ``>``, ``>=``, ``<`` or ``<=``; what is ``counted`` is not rounded.
    """
    half = 0.0 if counted else half_a_unit(value)
    if comparator == "~":
        half = max(half, ABOUT * abs(value))
    low, high = value - half, value + half
    if comparator in (">", ">="):
        return low, math.inf
    if comparator in ("<", "<="):
        return -math.inf, high
    return low, high


def half_a_unit(value: float) -> float:
    """Half a unit of the last digit that is not nought, in the unit of the value."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    digits, _, exponent = f"{abs(value):.10e}".partition("e")
    places = len(digits.rstrip("0").rstrip(".").replace(".", "")) - 1
    return min(0.5 * 10.0 ** (int(exponent) - places), WIDEST * abs(value))


def meet(a: Extent, b: Extent) -> bool:
    """Whether two intervals share a number; rounding of the arithmetic itself is forgiven."""
    slack = 1e-9 * max((abs(x) for x in (*a, *b) if math.isfinite(x)), default=0.0)
    return a[0] <= b[1] + slack and b[0] <= a[1] + slack


def within(inner: Span, outer: Span) -> bool:
    """Whether a span lies inside another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def plus(a: Extent, b: Extent) -> Extent:
    """Sum of two intervals."""
    return a[0] + b[0], a[1] + b[1]


def minus(a: Extent, b: Extent) -> Extent:
    """Difference of two intervals."""
    return a[0] - b[1], a[1] - b[0]


def over(a: Extent, b: Extent) -> Extent:
    """Quotient of two intervals of positive numbers."""
    return a[0] / b[1], (a[1] / b[0] if b[0] > 0 else math.inf)


def scaled(a: Extent, factor: float) -> Extent:
    """An interval times a positive number."""
    return a[0] * factor, a[1] * factor
