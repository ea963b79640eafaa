"""Local days: when days of a place begin and end, and how many hours they have.

    local_days(date(2024, 2, 29), date(2024, 2, 29), "Asia/Almaty").hours      25.0

Kazakhstan has one time, UTC+5, since 1 March 2024; before that its east had UTC+6, so the last day of February had an
hour more there. Rules come from the IANA time zone database (package tzdata), which knows such changes by date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from jibek.ground.errors import InputError, Problem, nearest


@dataclass(frozen=True, slots=True)
class LocalDays:
    """begins, ends: UTC; the end is the first moment after the last day."""

    begins: datetime
    ends: datetime

    @property
    def hours(self) -> float:
        """Hours between both."""
        return (self.ends - self.begins).total_seconds() / 3600


def local_days(first: date, last: date, zone: str = "") -> LocalDays:
    """From the first moment of one day to the last of another, by the clock of a zone.

    Parameters
    ----------
    zone
        Name in the IANA database; empty: UTC, where each day has 24 hours.

    Raises
    ------
    InputError
        ``zones.unknown`` with the nearest name.

    Examples
    --------
    >>> local_days(date(2024, 2, 29), date(2024, 3, 1), "Asia/Almaty").hours
    49.0
    """
    return LocalDays(_midnight(first, zone), _midnight(last + timedelta(1), zone))


@cache
def _midnight(day: date, zone: str) -> datetime:
    """The moment, UTC, at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=_clock(zone) if zone else UTC).astimezone(UTC)


def _clock(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        fix = nearest(zone, available_timezones())
        problem = Problem(
            "zones.unknown", "time zone", value=zone, expected="a name such as Asia/Almaty", fix=fix
        )
        raise InputError("zones.unknown", f"there is no time zone {zone!r}", [problem]) from None
