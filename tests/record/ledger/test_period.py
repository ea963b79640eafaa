"""Spans of time: what is written, how long it is, the same part of another year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.record.ledger.period import Period, years_before


@pytest.mark.parametrize(
    ("written", "first", "last", "months"),
    [
        ("2023", "2023-01-01", "2023-12-31", 12),
        ("2024-02", "2024-02-01", "2024-02-29", 1),
        ("2023-01/2023-07", "2023-01-01", "2023-07-31", 7),
        ("2022-09/2024-07", "2022-09-01", "2024-07-31", 23),
        ("2024-07-03/2024-07-04", "2024-07-03", "2024-07-04", 0),
    ],
)
def test_what_is_written_has_a_first_and_a_last_day(written, first, last, months):
    read = Period.read(written)
    assert (read.first.isoformat(), read.last.isoformat(), read.months) == (first, last, months)


def test_open_ends_reach_as_far_as_days_do():
    assert Period.read("../2023").first == date.min
    assert Period.read("2023/..").last == date.max
    assert not Period.read("../2023").closed
    assert str(Period.read("../2024-07-01")) == "../2024-07-01"


@pytest.mark.parametrize("wrong", ["", "23", "2023-13", "2023-02-30", "2024/2023", "2023/", "about 2023"])
def test_what_is_no_span_is_refused(wrong):
    with pytest.raises(ValueError):
        Period.read(wrong)


def test_the_same_part_of_a_year_before_ends_with_its_month():
    assert Period.read("2024-01/2024-02").back(1) == Period.read("2023-01/2023-02")
    assert Period.read("2023-01/2023-02").back(-1) == Period.read("2024-01/2024-02")
    assert Period.read("2023").back(1) == Period.read("2022")


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_years_before_and_after_come_back(day, years):
    there = years_before(day, years)
    assert there.year == day.year - years
    assert (there.month, there.day) == (
        day.month,
        min(day.day, 28) if (day.month, day.day) == (2, 29) and there.day == 28 else day.day,
    )


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_written_again_it_is_the_same(one, other):
    span = Period(min(one, other), max(one, other))
    assert Period.read(str(span)) == span
