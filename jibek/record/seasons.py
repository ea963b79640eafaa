"""How much of a year some of its days are: days around the Chinese New Year carry less.

part_of_year(date(2023, 1, 1), date(2023, 1, 31), 0.93)       0.080, where the calendar says 31 / 365 = 0.085
"""

from __future__ import annotations

from datetime import date, timedelta

# January and February, in one of which the Chinese New Year falls.
_QUIET_MONTHS = (1, 2)


def part_of_year(first: date, last: date, quiet: float) -> float:
    """Length of days in mean years.

    Parameters
    ----------
    quiet
        A day of January or February over a mean day of the year. Of more days than a year has the calendar tells.
    """
    days = (last - first).days + 1
    if days > 366:
        return days / 365.25
    still = sum((first + timedelta(d)).month in _QUIET_MONTHS for d in range(days))
    of_year = (date(first.year + 1, 1, 1) - date(first.year, 1, 1)).days
    of_months = (date(first.year, 3, 1) - date(first.year, 1, 1)).days
    usual = (of_year - quiet * of_months) / (of_year - of_months)
    return (still * quiet + (days - still) * usual) / of_year
