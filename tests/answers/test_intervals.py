"""Intervals of headline numbers: what an end may be, and what is not used."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from jibek.answers import intervals
from jibek.answers.frames import headline_table
from jibek.answers.headline import ITEMS
from jibek.answers.intervals import Varied
from jibek.answers.warnings import unsettled_ends
from jibek.ground.errors import InputError


def varied(down: float, up: float, **more) -> Varied:
    shift = {item.key: {"trade_theta": (-down, up)} for item in ITEMS}
    return Varied(pd.DataFrame(), pd.DataFrame(), shift, {item.key: 3.0 for item in ITEMS}, **more)


def test_no_end_lies_where_its_number_cannot_be():
    """Hours, tonnes and kilograms end at nothing; a gap and welfare go below."""
    state = SimpleNamespace(scenario=SimpleNamespace(year=2023))
    found = headline_table(state, varied(4.0, 1.0).central, varied(4.0, 1.0), {})
    signed = found["id"].str.contains("gap|welfare")
    assert signed.sum() == 4
    assert (found.loc[signed, "low"] == -1.0).all()
    assert (found.loc[~signed, "low"] == 0.0).all()
    assert found["high"].to_numpy() == pytest.approx(4.0)


def test_an_end_at_which_freight_outgrows_trade_is_left_out_and_other_faults_are_not_hidden(monkeypatch):
    """The low end has no answer, the high end has; bad input of another kind stops the run."""
    facts = SimpleNamespace(
        assumptions=pd.DataFrame({"assumption_id": ["usd"], "low": [1.0], "high": [3.0]}),
        assuming=lambda value: value,
        asked=lambda: {"usd"},
    )
    state = SimpleNamespace(facts=facts, scenario=None, flow=None)
    central = {item.key: 3.0 for item in ITEMS}

    def settle(facts, scenario, base, warm):
        if facts["usd"] == 1.0:
            raise InputError(code, "freight is worth more than trade")
        return SimpleNamespace(settled=True)

    monkeypatch.setattr(intervals, "settle", settle)
    code = "trade.value_above_trade"
    found, _ = intervals.vary(state, None, lambda _: central, names=["usd"], workers=1)
    assert found.unsettled == (("usd", "low"),)
    code = "trade.no_path"
    with pytest.raises(InputError):
        intervals.vary(state, None, lambda _: central, names=["usd"], workers=1)


def test_an_assumption_that_nothing_asked_for_is_not_settled_again(monkeypatch):
    frame = pd.DataFrame({"assumption_id": ["usd"], "low": [1.0], "high": [3.0]})
    state = SimpleNamespace(
        facts=SimpleNamespace(assumptions=frame, asked=lambda: set()), scenario=None, flow=None
    )
    central = {item.key: 3.0 for item in ITEMS}
    monkeypatch.setattr(intervals, "settle", None)
    found, _ = intervals.vary(state, None, lambda _: central, names=["usd"], workers=1)
    assert found.unsettled == ()
    assert set(found.intervals["value"]) == {3.0}


def test_an_end_that_gave_no_answer_is_named():
    assert unsettled_ends(varied(1.0, 1.0)) == []
    (said,) = unsettled_ends(varied(1.0, 1.0, unsettled=(("trade_theta", "low"),)))
    assert said["code"] == "intervals.not_settled"
    assert said["rows"] == ["trade_theta at its low end"]
