"""Days, months and years as data write them: 2025-09-30, 2024-05, 2006."""

from __future__ import annotations

from datetime import date

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
