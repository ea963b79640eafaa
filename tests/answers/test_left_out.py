"""Rows judged by worlds that were not told them: against a closed form, and where too few worlds are left."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from jibek.answers.ensemble import NEGLIGIBLE, Weighed, _heavy, of_base
from jibek.answers.frames import told
from jibek.answers.left_out import coverage, left_out, of_year
from jibek.record.observations import Observation

SPREAD, ERROR = 0.2, 0.1
COUNT = 4001


def row(name: str, quantity: str, value: float, label: str = "fitted", year: int = 2023) -> Observation:
    return Observation(name, quantity, year, value, ERROR, "Mt", label, 1.0, "", "", ())


def weighed(observed: float, spread: float = SPREAD) -> Weighed:
    """Worlds evenly over a normal prior of the log of one quantity, told what was observed of it and of another."""
    score = np.linspace(-5.0, 5.0, COUNT)
    amount = np.exp(spread * score)
    rows = (row("A", "kaz_chn_rail_mt", observed), row("B", "kaz_chn_road_mt", 1.0))
    values = tuple({"quantities:kaz_chn_rail_mt": a, "quantities:kaz_chn_road_mt": 1.0} for a in amount)
    log = -0.5 * score**2 - 0.5 * ((math.log(observed) - spread * score) / ERROR) ** 2
    weight = np.exp(log - log.max())
    return Weighed(None, score[:, None], weight / weight.sum(), values, ("",) * COUNT, rows, {})  # type: ignore[arg-type]


@pytest.mark.parametrize("observed", [0.8, 1.0, 1.3])
def test_without_a_row_the_prior_foresees_it(observed: float) -> None:
    """What is foreseen of the log is normal: the prior's variance and the row's own."""
    found = left_out(weighed(observed)).set_index("observation_id").loc["A"]
    both = math.hypot(SPREAD, ERROR)
    # 199 scores stand for the row's error: a quantile is off by half of one at most
    assert found["below"] == pytest.approx(ndtr(math.log(observed) / both), abs=0.005)
    assert math.log(found["p95"]) == pytest.approx(1.645 * both, rel=0.01)
    assert math.log(found["p50"]) == pytest.approx(0.0, abs=0.005)
    assert bool(found["within"]) is (abs(math.log(observed)) <= 1.645 * both)


def test_a_row_that_says_nothing_of_the_worlds_is_foreseen_with_its_own_error() -> None:
    found = left_out(weighed(1.0)).set_index("observation_id").loc["B"]
    assert math.log(found["p95"]) == pytest.approx(1.645 * ERROR, rel=0.02)


def test_too_few_worlds_judge_nothing() -> None:
    few = weighed(1.0)
    light = np.zeros(COUNT)
    light[[1990, 2000, 2010]] = 1 / 3
    found = left_out(Weighed(few.prior, few.z, light, few.values, few.reasons, few.rows, {}))
    assert found["within"].isna().all()
    assert found["p50"].isna().all()
    assert (found["effective"] < 4).all()
    assert math.isnan(coverage(found))


def test_other_years_are_judged_by_rows_that_informed_nothing() -> None:
    known = of_base(weighed(1.0))
    rows = [
        row("S", "kaz_chn_road_mt", 1.3, "seen", 2019),
        row("F", "kaz_chn_road_mt", 1.0, "fitted", 2019),
        row("OTHER", "kaz_chn_road_mt", 1.0, "seen", 2021),
        row("H", "khorgos_hours_2022", 1.0, "seen", 2019),
    ]
    found = of_year(2019, known, rows)
    assert found["observation_id"].tolist() == ["S"]
    assert not found["within"].iloc[0]  # 26 log percent, at an error of ten
    assert coverage(found) == 0.0
    # the drift of the years on top: 20 beside 10 are 22, of which 26 is within 1.645
    assert of_year(2019, replace(known, drift=0.2), rows)["within"].iloc[0]


def test_only_flows_drift() -> None:
    known = replace(of_base(weighed(1.0)), drift=0.2)
    assert [known.drift_of(u) for u in ("Mt/year", "trains/day", "h", "bn USD/year", "USD/FEU")] == [
        0.2,
        0.2,
        0,
        0,
        0,
    ]
    value, low, high = told(known, *known.column("quantities:kaz_chn_road_mt"), known.drift_of("Mt/year"))
    assert value == pytest.approx(1.0)
    # all worlds say 1, so that the 199 scores alone make the ends
    assert math.log(high) == pytest.approx(1.645 * 0.2, rel=0.02)
    assert math.log(low) == pytest.approx(-1.645 * 0.2, rel=0.02)


def test_coverage_counts_what_was_judged() -> None:
    assert coverage(pd.DataFrame({"within": [True, False, None, True]})) == pytest.approx(2 / 3)


def test_only_the_lightest_worlds_are_left_out_of_scenarios() -> None:
    weight = np.array([0.5, 0.001, 0.496, 0.003, 0.0])
    heavy = _heavy(weight)
    assert heavy.tolist() == [True, False, True, False, False]
    assert weight[~heavy].sum() <= NEGLIGIBLE
