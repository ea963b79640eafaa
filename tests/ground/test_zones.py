"""Days by the clock of a place: hours across changes of time, as published for Kazakhstan in 2024."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.ground.errors import InputError
from jibek.ground.zones import local_days

LEAP = date(2024, 2, 29)


def test_kazakhstan_has_one_time_since_march_2024():
    """The east (Almaty) set its clocks from UTC+6 back to UTC+5 at midnight; the west (Aktau) had UTC+5 before."""
    east = local_days(LEAP, LEAP, "Asia/Almaty")
    assert (east.begins, east.ends) == (
        datetime(2024, 2, 28, 18, tzinfo=UTC),
        datetime(2024, 2, 29, 19, tzinfo=UTC),
    )
    assert east.hours == 25
    assert local_days(LEAP, LEAP, "Asia/Aqtau").hours == 24
    after = date(2024, 3, 1)
    assert local_days(after, after, "Asia/Almaty") == local_days(after, after, "Asia/Aqtau")


def test_a_day_begins_in_china_before_it_does_in_kazakhstan():
    """Two hours in 2023 (UTC+8 and UTC+6), three since March 2024."""
    for day, hours in ((date(2023, 7, 1), 2), (date(2024, 7, 1), 3)):
        china, east = (local_days(day, day, zone) for zone in ("Asia/Shanghai", "Asia/Almaty"))
        assert east.begins - china.begins == timedelta(hours=hours)


@given(st.dates(date(2000, 1, 1), date(2034, 12, 30)), st.integers(0, 400))
def test_spans_of_days_join_without_a_gap(first, more):
    """Days of a span follow each other in every zone, and its hours are theirs together."""
    last = min(first + timedelta(more), date(2034, 12, 31))
    for zone in ("", "Asia/Almaty", "Europe/Berlin", "Asia/Shanghai"):
        whole = local_days(first, last, zone)
        middle = first + (last - first) // 2
        if middle < last:
            parts = local_days(first, middle, zone), local_days(middle + timedelta(1), last, zone)
            assert parts[0].ends == parts[1].begins
            assert parts[0].hours + parts[1].hours == whole.hours
        # Clocks change by two hours at most in these zones: Almaty by one in 2004, 2005 and 2024.
        assert abs(whole.hours - 24 * ((last - first).days + 1)) <= 2


def test_an_unknown_zone_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"zones\.unknown") as caught:
        local_days(LEAP, LEAP, "Asia/Almatyy")
    assert "Asia/Almaty" in caught.value.problems[0].fix
