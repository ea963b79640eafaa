"""Ensembles of a small model in place of the chain: weights, refusals, memory, workers, what differences share."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from jibek.answers import ensemble, worlds
from jibek.answers.frames import headline_table, told
from jibek.answers.headline import ITEMS
from jibek.answers.shares import measure_next, rests_on
from jibek.answers.warnings import of_worlds
from jibek.ground.errors import CertificateError, InputError
from jibek.record.observations import Observation

FIGURE = ITEMS[0].figure
NAMES = ("a", "b")


def facts(error, values=None):
    frame = pd.DataFrame(
        {"assumption_id": NAMES, "low": -1.0, "central": 0.0, "high": 1.0, "varies_with": [None, None]}
    )
    slopes = pd.DataFrame(
        {"observation_id": ["O"], "assumption_id": ["a"], "slope": [0.4], "slope_below": [np.nan]}
    )
    row = Observation(
        "O", "khorgos_container_trains", 2023, 110.0, error, "trains", "fitted", 1.0, "", "", ()
    )
    own = values or dict.fromkeys(NAMES, 0.0)
    return SimpleNamespace(
        table=lambda name: {"assumptions": frame, "informed": slopes}[name],
        assuming=lambda moved: facts(error, {**own, **moved}),
        remembered=lambda name, make, of=(): (row,),
        own=own,
        year=2023,
    )


def state(of, shift=0.0, base=False):
    scenario = SimpleNamespace(year=2023, seed=1, assumption={}, shift=shift)
    return SimpleNamespace(
        facts=of, scenario=scenario, settled=True, flow=SimpleNamespace(load=np.array([shift]))
    )


def measure(s):
    """Trains answer to a, the headline to a, b and the scenario's shift."""
    a, b = s.facts.own["a"], s.facts.own["b"]
    found = dict.fromkeys((item.figure for item in ITEMS), 3.0)
    found |= {
        "quantities:khorgos_container_trains": 100.0 * np.exp(a),
        FIGURE: 20.0 * np.exp(a + b) + s.scenario.shift,
    }
    return found


@pytest.fixture(autouse=True)
def no_chain(monkeypatch):
    monkeypatch.setattr(ensemble, "settle", lambda f, scenario, base, warm: state(f, scenario.shift))


def weighed(count=256, error=0.05, **options):
    return ensemble.weigh(state(facts(error)), measure, count, workers=1, **options)


def test_worlds_gather_where_the_observation_is():
    """110 observed of 100 in the centre, to 5 %: the median of the weighted worlds lies there, and is far surer.

    Prior 1 - |a| of the log of the ratio: the posterior is exp(-(a - log 1.1)^2 / 2 / 0.05^2) (1 - a), whose middle is
    at log 1.1 - 0.05^2 / 0.9, 109.7 trains; some 130 effective worlds know it to 0.5.
    """
    found = ensemble.of_base(weighed())
    trains = found.column("quantities:khorgos_container_trains")
    middle, low, high = told(found, *trains)
    assert middle == pytest.approx(109.7, abs=1.5)
    assert 95 < low < middle < high < 120
    assert found.effective > 128


def test_an_interval_lies_within_the_hull_of_worlds():
    found = ensemble.of_base(weighed())
    values, weights = found.column(FIGURE)
    middle, low, high = told(found, values, weights)
    assert values.min() <= low <= middle <= high <= values.max()


def test_what_base_and_scenario_share_cancels():
    """A scenario that adds two hours in every world: the difference is two, whatever the worlds are."""
    w = weighed()
    found = ensemble.run(w, state(facts(0.05), 2.0), state(facts(0.05)), measure, workers=1)
    table = headline_table(2023, measure(state(facts(0.05), 2.0)), measure(state(facts(0.05))), found)
    row = table.set_index("id").loc[ITEMS[0].id]
    assert (row["difference_low"], row["difference"], row["difference_high"]) == pytest.approx(
        (2.0, 2.0, 2.0), abs=1e-9
    )
    assert row["high"] - row["low"] > 5.0


def test_a_world_without_an_answer_weighs_nothing_and_is_named(monkeypatch):
    def settle(f, scenario, base, warm):
        if f.own["b"] > 0.8:
            raise InputError("trade.value_above_trade", "too dear")
        if f.own["b"] < -0.8:
            raise CertificateError("loop.not_settled", "does not settle", [])
        return state(f, scenario.shift)

    monkeypatch.setattr(ensemble, "settle", settle)
    found = ensemble.of_base(weighed())  # 2 % of 256 lie beyond each bound
    assert set(found.reasons) == {"", "trade.value_above_trade", "loop.not_settled"}
    assert all(w == 0.0 for w, r in zip(found.weight, found.reasons, strict=True) if r)
    assert found.weight.sum() == pytest.approx(1.0)
    (said,) = of_worlds(found)
    assert said["code"] == "worlds.no_answer"
    assert len(said["rows"]) == sum(bool(r) for r in found.reasons)


def test_a_fault_that_is_none_of_the_worlds_stops_the_run(monkeypatch):
    def settle(*_, **__):
        raise InputError("trade.no_path", "cut off")

    monkeypatch.setattr(ensemble, "settle", settle)
    with pytest.raises(InputError):
        weighed()


def test_too_few_effective_worlds_have_no_interval_and_it_is_said_what_to_widen():
    found = ensemble.of_base(weighed(count=32, error=1e-4))
    assert found.effective < ensemble.LEAST_EFFECTIVE
    middle, low, high = told(found, *found.column(FIGURE))
    assert middle is not None
    assert (low, high) == (None, None)
    said = of_worlds(found)[-1]
    assert said["code"] == "worlds.too_few"
    assert said["rows"] == ["O"]


def test_worlds_that_are_known_are_not_worked_out_again_and_a_killed_run_goes_on(monkeypatch):
    kept: dict[str, dict] = {}
    memory = SimpleNamespace(get=kept.get, put=lambda n, world: kept.__setitem__(n, dict(world)))
    calls = []

    def settle(f, scenario, base, warm):
        calls.append(1)
        if len(calls) > 10:
            raise KeyboardInterrupt
        return state(f, scenario.shift)

    monkeypatch.setattr(ensemble, "settle", settle)
    with pytest.raises(KeyboardInterrupt):
        weighed(count=64, memory=memory)
    assert len(kept) == 10
    monkeypatch.setattr(ensemble, "settle", lambda f, scenario, base, warm: state(f, scenario.shift))
    resumed, whole = weighed(count=64, memory=memory), weighed(count=64)
    assert len(kept) == 64
    assert np.array_equal(resumed.weight, whole.weight)
    assert resumed.values == whole.values


def test_what_a_record_tells_ahead_is_worked_out_once_and_weighs(monkeypatch):
    """The row is known of the record: candidates are judged by it, the worlds keep it, and all weigh alike."""
    monkeypatch.setattr(worlds, "TRIED", 4)

    def ahead(f):
        if f.own["b"] > 0.8:
            raise InputError("trade.value_above_trade", "too dear")
        return {
            "quantities:khorgos_container_trains": 100.0 * np.exp(0.5 * f.own["a"])
        }  # not as the slopes say

    def settled_figures(s):
        found = measure(s)
        del found["quantities:khorgos_container_trains"]
        return found

    kept: dict[str, dict] = {}
    memory = SimpleNamespace(get=kept.get, put=lambda n, world: kept.__setitem__(n, dict(world)))
    found = ensemble.weigh(state(facts(0.05)), settled_figures, 64, ahead=ahead, memory=memory, workers=1)
    assert sum(name.startswith("candidate") for name in kept) == worlds.TRIED * 64
    trains = np.array([v["quantities:khorgos_container_trains"] for v in found.values])
    assert trains == pytest.approx(100.0 * np.exp([0.5 * p["a"] for p in map(found.prior.values, found.z)]))
    assert max(found.prior.values(z)["b"] for z in found.z) <= 0.8
    assert found.effective > 50
    again = ensemble.weigh(state(facts(0.05)), settled_figures, 64, ahead=ahead, workers=2)
    assert np.array_equal(again.weight, found.weight)


def test_other_worker_counts_give_the_same_worlds():
    one, two = (ensemble.weigh(state(facts(0.05)), measure, 64, workers=n) for n in (1, 2))
    assert np.array_equal(one.weight, two.weight)
    assert one.values == two.values


def test_a_number_rests_on_what_moves_it():
    """Given the trains, a hardly moves any more: the spread of the headline is that of b."""
    found = ensemble.of_base(weighed(count=512))
    rows = rests_on(found)
    rows = rows[rows["headline"] == ITEMS[0].id].set_index("assumption_id")
    assert rows.loc["b", "first_order"] > 0.9
    assert rows.loc["a", "first_order"] < 0.1
    assert (rows["first_order_error"] > 0).all()
    assert (rows["total"] >= rows["first_order"]).all()


def test_without_observations_each_brings_its_half():
    """log of the headline is a + b, alike: half of the variance each, to the error that is told."""
    found = ensemble.of_base(weighed(count=1024, error=100.0))
    rows = rests_on(found)
    rows = rows[rows["headline"] == ITEMS[0].id].set_index("assumption_id")
    for name in NAMES:
        share, error = rows.loc[name, ["first_order", "first_order_error"]]
        assert abs(share - 0.5) < 4 * error
    following = measure_next(found)
    row = (
        following[following["headline"] == ITEMS[0].id]
        .set_index("quantity_id")
        .loc["khorgos_container_trains"]
    )
    # knowing a leaves half of the variance: the standard deviation narrows by 1 - sqrt(1/2)
    assert row["narrows_percent"] == pytest.approx(100 * (1 - np.sqrt(0.5)), abs=4)
