"""Intervals of headline numbers: what an end may be, and what is not used."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from jibek.answers.frames import headline_table
from jibek.answers.headline import ITEMS
from jibek.answers.intervals import Varied
from jibek.answers.warnings import unsettled_ends


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


def test_an_end_that_gave_no_answer_is_named():
    assert unsettled_ends(varied(1.0, 1.0)) == []
    (said,) = unsettled_ends(varied(1.0, 1.0, unsettled=(("trade_theta", "low"),)))
    assert said["code"] == "intervals.not_settled"
    assert said["rows"] == ["trade_theta at its low end"]
