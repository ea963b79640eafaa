"""Spans of time, read and moved by one calendar for the ledger and for articles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.checking.intervals import FIRST, LAST, a_year_before, months, span
from jibek.ground.dates import between, last_day, same_part, whole_months
from jibek.record.ledger.period import Period

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-05-17", date(2023, 5, 17), date(2023, 5, 17)),
        ("2023-01/2023-07", date(2023, 1, 1), date(2023, 7, 31)),
        ("../2030", date.min, date(2030, 12, 31)),
        ("2023-05/..", date(2023, 5, 1), date.max),
    ],
)
def test_a_span_is_read_alike_by_the_ledger_and_by_the_check(written: str, first: date, last: date) -> None:
    assert between(written) == (first, last)
    assert Period.read(written) == Period(first, last)
    assert span(written) == (first.toordinal(), last.toordinal())


def test_open_ends_are_the_first_and_last_day_of_all() -> None:
    assert date.fromordinal(FIRST) == date.min
    assert date.fromordinal(LAST) == date.max
    assert span("2023/") == span("2023/..")
    assert span("..") is None


@pytest.mark.parametrize(
    "written", ["", "soon", "2023-13", "2024/2023", "2023-02-30", "9-10", "2023/2024/2025"]
)
def test_what_is_no_span_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year|before|range|isoformat"):
        between(written)
    assert span(written) is None


@given(DAYS, st.integers(0, 800))
def test_a_year_earlier_is_the_same_part_of_the_year(first: date, length: int) -> None:
    """Day and month stay, but for the ends of February."""
    last = first + timedelta(length)
    start, end = same_part(first, last, -1)
    assert start <= end
    assert (start.year, start.month) == (first.year - 1, first.month)
    assert (end.year, end.month) == (last.year - 1, last.month)
    assert start.day in (first.day, 28)
    assert end.day in (last.day, 28, 29)
    assert a_year_before((first.toordinal(), last.toordinal())) == (start.toordinal(), end.toordinal())
    assert Period(first, last).back(1) == Period(start, end)


def test_the_end_of_february_stays_an_end_and_a_day_a_day() -> None:
    assert same_part(date(2025, 1, 1), date(2025, 2, 28), -1) == (date(2024, 1, 1), date(2024, 2, 29))
    assert same_part(date(2025, 2, 28), date(2025, 2, 28), -1) == (date(2024, 2, 28), date(2024, 2, 28))
    assert same_part(date.min, date(2024, 2, 29), -1) == (date.min, date(2023, 2, 28))


@given(st.integers(2000, 2030), st.integers(1, 12), st.integers(1, 40))
def test_whole_months_are_counted_one_by_one(year: int, month: int, count: int) -> None:
    first = date(year, month, 1)
    at = 12 * year + month - 1 + count - 1
    last = last_day(f"{at // 12}-{at % 12 + 1:02}")
    assert whole_months(first, last) == count
    assert months((first.toordinal(), last.toordinal())) == count
    assert whole_months(first, last - timedelta(1)) == 0
