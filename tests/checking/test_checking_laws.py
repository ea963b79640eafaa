"""Laws for every figure of the record: restated it agrees, ten times over it does not, other reporters differ."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import article

from jibek.checking import Checker, index
from jibek.checking.claims import shipped
from jibek.checking.figure import Figure
from jibek.checking.indicators import by_key
from jibek.checking.intervals import extent, meet, span, written
from jibek.checking.known import Known
from jibek.checking.model import CONFLICTS, NEW
from jibek.sources.plain import rows

SEEDS = Checker(index(shipped(), facts=False))
RECORD = Checker(index(shipped()))
TRADE = SEEDS.index.stated["trade.turnover"]
MIRRORED = [k for k in RECORD.index.stated["trade.turnover"] if k.reporter in ("CHN", "KAZ") and k.days]


def of_trade(value: float, period: str, reporter: str = "") -> str:
    return f"Trade between China and Kazakhstan was [so much|{value!r} USD|{period}|{reporter}]."


def judged(checker: Checker, text: str, date: str = "2024-07-04") -> tuple[str, str]:
    (found,) = checker.check(article(text, date=date)).verdicts
    return found.verdict, found.subtype


@given(st.sampled_from(TRADE))
def test_a_restated_figure_always_agrees(known: Known) -> None:
    assert known.days is not None
    assert judged(SEEDS, of_trade(known.value, written(known.days)))[0] == "agrees"


@given(st.sampled_from(TRADE), st.sampled_from([(1, "ten"), (2, "hundred"), (3, "thousand")]), st.booleans())
def test_a_power_of_ten_is_always_named(known: Known, power: tuple[int, str], up: bool) -> None:
    assert known.days is not None
    value = known.value * 10.0 ** (power[0] if up else -power[0])
    assert judged(SEEDS, of_trade(value, written(known.days))) == ("conflicts", f"factor of {power[1]}")


@given(st.sampled_from(MIRRORED), st.floats(0.1, 10.0))
@settings(max_examples=200)
def test_a_figure_is_never_in_conflict_with_another_reporters_alone(known: Known, factor: float) -> None:
    """Under the name of a reporter of whom the record holds nothing, no figure of trade conflicts."""
    assert known.days is not None
    text = of_trade(known.value * factor, written(known.days), "EDB")
    assert judged(RECORD, text)[0] in (NEW, "agrees", "derivable")


@given(st.floats(1e-3, 1e12))
def test_an_interval_holds_its_figure(value: float) -> None:
    for sign in ("=", "~", ">", "<", ">=", "<="):
        low, high = extent(value, sign)
        assert low <= value <= high
    assert meet(extent(value), (value, value))


@given(st.integers(1950, 2050), st.integers(1, 12), st.integers(1, 12))
def test_periods_survive_being_written(year: int, first: int, last: int) -> None:
    for period in (str(year), f"{year}-{first:02}", f"{year}-{first:02}/{year + 1}-{last:02}"):
        days = span(period)
        assert days is not None
        assert span(written(days)) == days


def test_indicators_stand_for_keys_of_the_record() -> None:
    known = {row["indicator"] for row in rows("eurasia/keys")}
    named = {i.indicator for i in by_key().values() if i.indicator}
    assert named <= known
    assert len(named) >= 45


def test_facts_bear_the_ids_of_the_record() -> None:
    from jibek import record, sources
    from jibek.checking.package import from_package

    known = set(record.establish(sources.read(), year=2023).facts["fact_id"])
    named = {i for k in from_package(SEEDS.index.indicators) for i in k.fact_ids}
    assert named <= known
    assert len(named) > 100


@pytest.mark.parametrize("key", [i.key for i in SEEDS.index.indicators if "claims:" in "".join(i.facts)])
def test_what_an_indicator_names_in_the_record_is_there(key: str) -> None:
    assert SEEDS.index.stated[key]


@pytest.mark.parametrize("period", ["", "soon", "2023-13", "2024/2023", "2023-02-30"])
def test_what_is_no_period_is_none(period: str) -> None:
    assert span(period) is None


def test_no_figure_of_the_claims_conflicts_with_its_own_record() -> None:
    """Each numeric claim, taken for its own indicator: the rules contradict no claim of the record."""
    from jibek.checking.judging import RULES

    for known_ones in SEEDS.index.stated.values():
        for known in known_ones:
            indicator = by_key()[known.key]
            counts_visits = indicator.rule == "age" and known.unit == "count"
            if math.isnan(known.value) or indicator.rule == "date" or counts_visits:
                continue
            quantity = article(f"[x|{known.value!r} {known.unit}|]").quantities[0]
            quantity = type(quantity)(
                *(
                    {"kind": "money" if known.unit == "USD" else quantity.kind}.get(n, getattr(quantity, n))
                    for n in quantity.__slots__
                )
            )
            made = Figure(
                quantity,
                indicator,
                known.value,
                known.extent,
                known.days,
                known.said,
                sure=True,
                carried=False,
                reporter="",
                cues=frozenset(),
            )
            assert RULES[indicator.rule](made, SEEDS.index).verdict != CONFLICTS, known
