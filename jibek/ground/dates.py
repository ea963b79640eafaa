"""Days, months, years and spans as data write them: 2025-09-30, 2024-05, 2006, 2023-01/2023-07, ../2030."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

OPEN = ".."  # an end that is not known: date.min or date.max

_REST = {4: "-01-01", 7: "-01", 10: ""}


def first_day(written: str) -> date:
    """The first day of what is written.

    Raises
    ------
    ValueError
        It is no day, month or year of that form.
    """
    if len(written) not in _REST or not written.isascii():
        raise ValueError(f"{written!r} is not a day, month or year")
    return date.fromisoformat(written + _REST[len(written)])


def last_day(written: str) -> date:
    """The last day of what is written.

    Raises
    ------
    ValueError
        As of `first_day`.
    """
    start = first_day(written)
    if len(written) == 10:
        return start
    return date(start.year, 12, 31) if len(written) == 4 else _end_of_month(start)


def between(written: str) -> tuple[date, date]:
    """First and last day of a day, month or year, or from one to another; an open end is ``date.min`` or ``date.max``.

    Raises
    ------
    ValueError
        It is nothing of that form, or ends before it begins.
    """
    start, slash, end = written.partition("/")
    first = date.min if start == OPEN else first_day(start)
    end = end if slash else start
    last = date.max if end == OPEN else last_day(end)
    if last < first:
        raise ValueError(f"{written!r} ends before it begins")
    return first, last


def whole_months(first: date, last: date) -> int:
    """Calendar months from a first day to a last one; 0 where an end lies within a month.

    >>> whole_months(date(2023, 1, 1), date(2024, 2, 29)), whole_months(date(2023, 1, 1), date(2023, 2, 27))
    (14, 0)
    """
    if first.day != 1 or last != _end_of_month(last):
        return 0
    return 12 * (last.year - first.year) + last.month - first.month + 1


def moved(day: date, years: int) -> date:
    """The same day of another year, 28 February for 29; an open end stays."""
    if day in (date.min, date.max):
        return day
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def same_part(first: date, last: date, years: int) -> tuple[date, date]:
    """The same part of another year: a span that ends with a month still does, a day stays a day.

    >>> [str(d) for d in same_part(date(2023, 1, 1), date(2023, 2, 28), 1)]
    ['2024-01-01', '2024-02-29']
    """
    start, end = moved(first, years), moved(last, years)
    if first != last and last != date.max and last == _end_of_month(last):
        end = _end_of_month(end)
    return start, end


def _end_of_month(day: date) -> date:
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def first_full_year(written: str) -> int:
    """The year in which a change of that date holds from the first day to the last.

    >>> first_full_year("2025-09-30"), first_full_year("2025-01-01"), first_full_year("2006")
    (2026, 2025, 2006)
    """
    day = first_day(written)
    return day.year + (day != date(day.year, 1, 1))


def closed_days(interval: str) -> tuple[date, date]:
    """First and last day of ``2023-12-05/2024-03-15``."""
    first, slash, last = interval.partition("/")
    try:
        if not slash:
            raise ValueError
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise ValueError(f"{interval!r} is not an interval: write it as 2023-12-05/2024-03-15") from None
