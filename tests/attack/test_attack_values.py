"""No value of an assumption or a setting is taken that cannot be; what cannot be is refused by name and range."""

from __future__ import annotations

import math
from functools import cache
from types import SimpleNamespace

import pytest
from attack.attacking import answered, attack
from hypothesis import example, given
from hypothesis import strategies as st

from jibek import record, sources
from jibek.ground.errors import CertificateError, InputError
from jibek.ground.units import FAR_ABOVE, UNITS, possible
from jibek.loop import accepted
from jibek.scenario import Scenario


@cache
def facts():
    return record.establish(sources.read(), 2023)


NAMES = sources.read().tables["assumptions"]["assumption_id"].tolist()

numbers = st.one_of(
    st.sampled_from([0.0, -0.0, -1.0, -0.2, 48.0, 1e-320, 1e308, math.inf, -math.inf, math.nan, 1.0, 2.0]),
    st.floats(),
    st.floats(0.001, 1000),
)


def row(name):
    frame = facts().assumptions
    return frame[frame["assumption_id"] == name].iloc[0]


@given(values=st.dictionaries(st.sampled_from(NAMES), numbers, min_size=1, max_size=9))
@example(values={"choice_price_sensitivity": -0.2})
@example(values={"train_arrival_cv": -0.5})
@example(values={"road_driving_hours_per_day": 48.0})
@example(values=dict.fromkeys(NAMES[:9], 0.0))
@example(values={"tonnes_per_truck": 1e-320})
@example(values={"trade_theta": 1e308})
@attack(120)
def test_a_value_is_possible_or_refused_with_its_name_and_range(values):
    held, fault = answered(lambda: facts().assuming(values))
    if fault:
        assert fault.exit_code == 2
        bad = {p.where.removeprefix("assumption ") for p in fault.problems}
        assert bad <= set(values)
        for problem in fault.problems:
            told = row(problem.where.removeprefix("assumption "))
            assert f"{told['low']:g} to {told['high']:g}" in problem.message
            assert problem.expected
        values = {name: v for name, v in values.items() if name not in bad}
        held = facts().assuming(values)
    for name, value in values.items():
        told = row(name)
        assert math.isfinite(value)
        assert value >= (-1 if told["unit"] == "score" else 0)
        assert held.assume(name) == value


def test_every_unit_is_bounded_on_both_sides_and_every_range_lies_within():
    for unit, limits in UNITS.items():
        assert math.isfinite(limits.at_least), unit
        assert math.isfinite(min(limits.at_most, limits.below)), unit
    for told in facts().assumptions.to_dict("records"):
        limits = possible(told["unit"], told["low"], told["high"])
        assert all(limits.allows(told[c]) for c in ("low", "central", "high")), told["assumption_id"]
        assert not limits.allows(-1.1)
        assert not limits.allows(max(1.0, told["high"]) * FAR_ABOVE * 1.01), told["assumption_id"]


junk = st.one_of(
    st.booleans(),
    st.text(max_size=5),
    st.none(),
    st.floats(),
    st.integers(),
    st.lists(st.integers(), max_size=2),
)


@given(
    place=st.sampled_from(
        [
            ("gateway", "X", "capacity_factor"),
            ("gateway", "X", "clearance_hours"),
            ("link", "L", "speed_kmh"),
            ("cost", "rail_factor"),
            ("trade", "theta"),
            ("flows", "gap"),
            ("ensemble", "draws"),
            ("assumption", "x"),
            ("transit", "RU", "allowed"),
            ("year",),
            ("seed",),
        ]
    ),
    value=junk,
)
@example(place=("gateway", "X", "capacity_factor"), value=False)
@example(place=("gateway", "X", "capacity_factor"), value="5")
@example(place=("assumption", "x"), value=True)
@example(place=("transit", "RU", "allowed"), value=0)
@attack(120)
def test_a_setting_is_of_its_own_type_or_refused(place, value):
    told = value
    for part in reversed(place):
        told = {part: told}
    read, fault = answered(lambda: Scenario.from_dict({"name": "a", **told}))
    if fault:
        assert (fault.exit_code, fault.code) == (2, "scenario.invalid")
        return
    held = read.to_dict()
    for part in place:
        held = held.get(part, {}) if isinstance(held, dict) else held
    if held != {} and value is not None:  # what stands at its default is left out
        assert held == value
        assert isinstance(value, bool) == isinstance(held, bool)
        assert not isinstance(value, str)


def test_what_does_not_settle_names_the_assumptions_that_stand_apart():
    apart = facts().assuming({"tonnes_per_teu_rail": 8.3, "land_nest_dissimilarity": 1.0})
    failing = SimpleNamespace(
        settled=False, scenario=Scenario.example("baseline"), iterations=1, checks=(), facts=apart
    )
    with pytest.raises(CertificateError) as caught:
        accepted(failing)
    assert [p.where for p in caught.value.problems] == [
        "assumption tonnes_per_teu_rail",
        "assumption land_nest_dissimilarity",
    ]
    assert "8.3 to 13" in caught.value.problems[0].expected


@pytest.mark.parametrize("fault", [OverflowError("too large"), ZeroDivisionError("by nothing")])
def test_arithmetic_that_fails_is_laid_to_assumptions_only_where_some_stand_apart(fault):
    with pytest.raises(InputError) as caught, record.resting_on(facts().assuming({"teu_per_train": 100.0})):
        raise fault
    assert caught.value.code == "record.no_arithmetic"
    assert [p.where for p in caught.value.problems] == ["assumption teu_per_train"]
    with pytest.raises(type(fault)), record.resting_on(facts()):
        raise fault


def test_a_refusal_from_within_keeps_its_own_problems_first():
    with pytest.raises(InputError) as caught, record.resting_on(facts().assuming({"teu_per_train": 100.0})):
        raise InputError("demand.total_unreachable", "x", [])
    assert caught.value.code == "demand.total_unreachable"
    assert [p.code for p in caught.value.problems] == ["record.assumption_apart"]
