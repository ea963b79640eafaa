"""Sums in yuan and tenge against dollars: what the rate of a year leaves open, and what has no rate."""

from __future__ import annotations

import pytest
from ledger_cases import closed, figure, rule

from jibek.record.ledger import Period
from jibek.record.ledger.exchange import rate_at

RULE = rule("currency", "yuan", "dollars", ("exchange_rate_cny:CHN:USA",))
RATES = [
    figure("exchange_rate_cny:CHN:USA", "2023", 7.08, reporter="", is_claim=False),
    figure("exchange_rate_cny:CHN:USA", "2024", 7.20, reporter="", is_claim=False, source="a"),
    figure("exchange_rate_cny:CHN:USA", "2024", 7.21, 0.005, reporter="", is_claim=False, source="b"),
    figure("exchange_rate_cny:CHN:USA", "2025", 7.16, reporter="", is_claim=False),
]


def test_a_rate_lies_between_the_ways_to_the_years_beside_and_all_sources_of_its_own():
    rate = rate_at(RULE, closed([], RATES).book, Period.read("2024"))
    assert rate is not None
    assert rate.value == 7.20
    assert rate.interval.ends() == pytest.approx((7.14, 7.21))
    assert [f.source for f in rate.figures] == ["a", "b"]


def test_a_margin_of_the_row_widens_it():
    wide = rule("currency", "yuan", "dollars", RULE.others, low=0.9, high=1.1)
    rate = rate_at(wide, closed([], RATES).book, Period.read("2024-03"))
    assert rate is not None
    assert rate.interval.ends() == pytest.approx((0.9 * 7.14, 1.1 * 7.21))


@pytest.mark.parametrize("period", ["2020", "2023/2024", "../2024"])
def test_a_span_without_a_rate_of_its_own_year_has_none(period):
    made = closed([RULE], [*RATES, figure("yuan", period, 720.0)])
    assert rate_at(RULE, made.book, Period.read(period)) is None
    assert made.derived == []


@pytest.mark.parametrize(
    ("dollars", "verdict"), [(100.0, "closes"), (100.8, "closes"), (98.0, "off"), (1000.0, "off")]
)
def test_dollars_meet_what_the_rate_leaves_open(dollars, verdict):
    """720 / 7.21 = 99.86 and 720 / 7.14 = 100.84."""
    made = closed([RULE], [*RATES, figure("yuan", "2024", 720.0), figure("dollars", "2024", dollars)])
    (found,) = made.compared()
    assert (found.verdict, found.value) == (verdict, pytest.approx(100.0))
    assert {"a", "b"} <= set(found.inputs)
    assert ("ten times too large" in found.said) is (dollars == 1000.0)


def test_parts_are_added_in_their_own_money_before_they_are_exchanged():
    parts = rule("sum", "out", "yuan", ("back",))
    figures = [figure("out", "2024", 400.0), figure("back", "2024", 320.0), figure("dollars", "2024", 100.0)]
    made = closed([RULE, parts], [*RATES, *figures])
    assert {(f.rule, f.verdict) for f in made.compared()} == {("sum", "implied"), ("currency", "closes")}
