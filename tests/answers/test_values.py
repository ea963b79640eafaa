"""Slopes of a settled state beside the whole problem solved again a little above and a little below."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from jibek import loop, record
from jibek.answers.counts import Counts, Measured
from jibek.answers.linear import figures_of, linear
from jibek.answers.quantities import ALASHANKOU, KHORGOS, QUANTITIES
from jibek.answers.values import FIGURES, values
from jibek.flows.turns import Turns, load_slopes, loads
from jibek.scenario import Scenario

# What is solved again answers trade too, and 1 % of an hour moves a millionth of all tonnes: both are solved to 1e-9.
TIGHT = {"flows": {"gap": 1e-9}}


@pytest.fixture(scope="module")
def tight():
    """Settling to 1e-8 of the tonnes instead of 1e-5."""
    patch = pytest.MonkeyPatch()
    patch.setattr(loop, "TONNES_SETTLED", 1e-8)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def base(tight, shipped_facts):
    return loop.settle(shipped_facts, scenario(), None)


@pytest.fixture(scope="module")
def found(base):
    return values(base, None)


def test_a_trip_of_next_to_nothing_leaves_every_value_as_it_was(base, found):
    """Its reciprocal is beyond the range of numbers: a closed route and a trade path of 0 once ended in a fault."""
    trips, paths, ways = base.trips, base.flow.start, base.need.ways.copy()
    shipped = trips.total(ways)
    trip = paths.among(trips.origin, trips.destination, trips.cls, trips.group)
    few = np.isin(np.arange(len(shipped)), trip[paths.flow > 0]) & (shipped > 0)
    least = np.flatnonzero(few)[shipped[few].argsort()[:5]]
    assert shipped[least].max() < 1e-6 * shipped.sum()
    ways[np.isin(trips.trip, least)] *= 1e-310
    flow = np.where(np.isin(trip, least), paths.flow * 1e-310, paths.flow)
    start = dataclasses.replace(paths, flow=flow)
    tiny = dataclasses.replace(
        base,
        need=dataclasses.replace(base.need, ways=ways),
        flow=dataclasses.replace(base.flow, start=start),
    )
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        again = values(tiny, None)
    keys = [c for c in found.columns if c != "value"]
    assert again[keys].equals(found[keys])
    # a millionth of the freight is left out
    assert again["value"].to_numpy() == pytest.approx(found["value"].to_numpy(), rel=1e-4, nan_ok=True)


def scenario():
    return Scenario.from_dict({**Scenario.example("baseline").to_dict(), **TIGHT})


def read(state):
    """The figures of a state from its tables, by code that knows no slopes."""
    net, out = state.network, {}
    counts = Counts(Measured(state, pd.DataFrame(), {}))
    for name, gateway in (("khorgos", KHORGOS), ("alashankou", ALASHANKOU)):
        way = [net.facility_index[f"{gateway}:{x}"] for x in ("out", "in")]
        out[f"{name}_rail_hours_mean"] = state.flow.delay_hours[way[0]]
        out[f"{name}_rail_trains_per_day"] = state.flow.load[way].sum()
    for name, quantity in (("kaz_chn_rail_tonnes", "kaz_chn_rail_mt"), ("caspian_tonnes", "caspian_mt")):
        out[name] = QUANTITIES[quantity].rule(counts) * 1e6
    for reporter in ("CHN", "KAZ"):
        out[f"kaz_chn_trade_usd_{reporter}"] = counts.trade_usd("CHN", ["KAZ"], reporter)
    told = state.world.countries.query("reporter == 'BACI'").set_index("country")["welfare_percent"]
    return out | {f"{c.lower()}_welfare_percent": float(told[c]) for c in ("KAZ", "CHN")}


def solved_again(facts, base, change, at, part=0.01):
    """Two-sided difference of every figure over the change of what is moved from ``at`` by 1 % down and up."""
    low, high = (
        loop.settle(facts, scenario().with_gateway(change[0], **{change[1]: x}), base, warm=base)
        for x in (at * (1 - part), at * (1 + part))
    )
    assert low.settled
    assert high.settled
    before, after = read(low), read(high)
    return {name: (after[name] - before[name]) / (2 * part * at) for name in before}


def ours(found, gateway, per):
    rows = found[found["facility_id"].str.startswith(f"{gateway}:") & (found["per"] == per)]
    return rows.groupby("quantity_id")["value"].sum()


@pytest.mark.slow
@pytest.mark.parametrize("gateway", [KHORGOS, ALASHANKOU])
def test_an_hour_of_clearance_is_worth_what_solving_again_says(shipped_facts, base, found, gateway):
    """1 % of twelve hours. Two parts in a hundred, as the slope of a curve bends within 1 %."""
    slope = ours(found, gateway, "hour of clearance")
    again = solved_again(shipped_facts, base, (gateway, "clearance_hours"), 12.0)
    own = "khorgos_rail_hours_mean" if gateway == KHORGOS else "alashankou_rail_hours_mean"
    again[own] += 1.0  # the hour itself
    for name, value in again.items():
        assert slope[name] == pytest.approx(value, rel=0.02), name


@pytest.mark.slow
def test_a_train_a_day_is_worth_what_solving_again_says(shipped_facts, base, found):
    """1 % of the capacity. A crossing's curve is played again for each capacity, train by train: hours and trains agree
    to two parts in a hundred; tonnes and trade, what leaves one crossing less what joins the other, to five."""
    capacity = base.network.capacity_per_day[base.network.facility_index[f"{ALASHANKOU}:out"]]
    slope = ours(found, ALASHANKOU, "unit a day")
    again = solved_again(shipped_facts, base, (ALASHANKOU, "capacity_factor"), 1.0)
    for name, value in again.items():
        near = 0.02 if "hours" in name or "trains" in name else 0.05
        assert slope[name] == pytest.approx(value / capacity, rel=near), name


@pytest.mark.slow
def test_a_dollar_of_tariff_is_worth_what_solving_again_says(monkeypatch, shipped, base, found):
    """A dollar a tonne at Alashankou, both ways, put on the prices of the network by hand."""
    build = loop.network.build

    def dearer(by):
        def built(facts, part):
            net = build(facts, part)
            over = net.arcs["facility_id"].isin([f"{ALASHANKOU}:out", f"{ALASHANKOU}:in"]).to_numpy()
            net.usd_per_tonne[:, over] += by
            net.income_usd_per_tonne[:, over] += by  # a toll: who collects there keeps it
            return net

        return built

    slope, read_at = ours(found, ALASHANKOU, "USD per tonne"), []
    for by in (-0.5, 0.5):
        monkeypatch.setattr(loop.network, "build", dearer(by))
        fresh = record.establish(shipped, 2023)  # a record remembers the network that it made
        state = loop.settle(fresh, scenario(), base, warm=base)
        assert state.settled
        read_at.append(read(state))
    for name in read_at[0]:
        assert slope[name] == pytest.approx(read_at[1][name] - read_at[0][name], rel=0.02), name


def test_signs_that_no_equilibrium_turns(found):
    """A dearer or slower crossing carries less and costs shippers more, both directions together."""
    for gateway, name in ((KHORGOS, "khorgos"), (ALASHANKOU, "alashankou")):
        for per in ("hour of clearance", "USD per tonne"):
            slope = ours(found, gateway, per)
            assert slope[f"{name}_rail_trains_per_day"] < 0
            assert slope["shippers_usd"] > 0
            assert slope["kaz_chn_rail_tonnes"] < 0
            # An hour is lost; a dollar is a toll, of which Kazakhstan collects half.
            assert (slope["kaz_welfare_percent"] < 0) == (per == "hour of clearance")
        assert 0 < ours(found, gateway, "hour of clearance")[f"{name}_rail_hours_mean"] < 1 + 1e-9
        more = ours(found, gateway, "unit a day")
        assert more[f"{name}_rail_hours_mean"] < 0
        assert more["shippers_usd"] < 0


def test_every_facility_that_carries_freight_has_every_value(base, found):
    carrying = set(base.network.facilities["facility_id"][base.flow.laden > 0])
    assert set(found["facility_id"]) == carrying
    assert len(found) == len(carrying) * len(FIGURES) * 3
    assert np.isfinite(found["value"]).all()


def test_an_envelope_where_nothing_jams(base):
    """By the envelope theorem a dollar more where freight passes costs shippers the tonnes that pass, to first order,
    where no queue answers."""
    system = linear(base, None)
    figure = next(f for f in FIGURES if f.quantity_id == "shippers_usd")
    weights = figures_of(system, figure.weights(base, system))[:, None]
    still = base.network.facility_index["KZ_SARYAGASH-UZTAS:in"]
    quiet = system.matrix.tolil()
    queues = system.part("queues")
    quiet[queues, : queues.start] = 0.0  # curves that do not rise
    quiet[system.part("paths"), queues] = 0.0
    tonnes = np.asarray(system.visits[:, still].T @ base.flow.start.flow[_kept(base)]).ravel()
    solved = type(system)(quiet.tocsc(), *(getattr(system, n) for n in system.__slots__[1:])).adjoint(weights)
    slope = (system.visits.T @ solved[system.part("paths")])[still, 0]
    assert slope == pytest.approx(float(tonnes[0]), rel=1e-6)


def _kept(state):
    from jibek.answers.linear import _used_paths
    from jibek.demand.trips import Trips

    return _used_paths(state, Trips.of(state.total.pairs))[1]


def test_slopes_of_loads_are_differences():
    rng = np.random.default_rng(4)
    turns = Turns(np.array([2, -1, 0, -1, 5, 4], np.int32), np.array([1.0, 0.6]))
    laden = rng.uniform(0, 20, (6, 2))
    laden[[1, 3]] = 0.0
    slope, still = load_slopes(turns, laden), np.zeros(3)
    for lane, kind in np.ndindex(6, 2):
        more = laden.copy()
        more[lane, kind] += 1e-6
        change = (loads(turns, more, still) - loads(turns, laden, still)) / 1e-6
        np.testing.assert_allclose(slope[:, lane, kind], change, atol=1e-7)
