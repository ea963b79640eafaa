"""Dated closures and bans on the real data: they act on the freight of their days, and every sign is right."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shock_cases import assert_settled

from jibek import demand, routes
from jibek.answers.counts import Measured
from jibek.answers.measured import play_crossings
from jibek.answers.quantities import ALASHANKOU, KHORGOS, amounts
from jibek.answers.worlds import Prior
from jibek.flows.assignment import usable_capacity
from jibek.ground.vocabulary import CLASSES
from jibek.loop import settle
from jibek.scenario import Scenario

pytestmark = pytest.mark.slow
MONTH, WEEK = "2023-03-01/2023-03-31", "2023-03-01/2023-03-07"


def shut(*days):
    return {"closed": list(days)}


@pytest.fixture(scope="module")
def settled(shipped_facts, base_state):
    """Settles a scenario of changed gateways once."""
    known = {}

    def find(**gateway):
        key = str(gateway)
        if key not in known:
            scenario = Scenario.from_dict({"name": "shut", "base": "baseline", "gateway": gateway})
            known[key] = settle(shipped_facts, scenario, base_state)
        return known[key]

    return find


@pytest.fixture(scope="module")
def month(settled):
    return settled(**{KHORGOS: shut(MONTH)})


@pytest.fixture(scope="module")
def week(settled):
    return settled(**{KHORGOS: shut(WEEK)})


def year_load(state):
    """Trains a day out at each crossing, mean over the year, by gateway."""
    layers = state.network.layers
    load = state.flow.load if layers is None else layers.of_year(state.flow.load)
    index = state.network.usual.facility_index
    return {g: load[index[f"{g}:out"]] if f"{g}:out" in index else 0.0 for g in (KHORGOS, ALASHANKOU)}


def delay(state, facility):
    return state.flow.delay_hours[state.network.facility_index[facility]]


def welfare(state, country="KAZ"):
    rows = state.world.countries
    return float(rows[(rows["country"] == country) & (rows["reporter"] == "BACI")]["welfare_percent"].iloc[0])


def test_a_closed_month_takes_at_most_its_own_trains(base_state, month, week):
    """31 of 365 days: 334 / 365 of the trains, if all of those days go elsewhere, up to all, if all of them wait."""
    before = year_load(base_state)
    for state, days in ((month, 31), (week, 7)):
        assert_settled(state)
        after = year_load(state)
        # trade answers with a thousandth of the trains of open days at most
        assert 0.999 * before[KHORGOS] * (365 - days) / 365 <= after[KHORGOS] <= before[KHORGOS]
        assert after[ALASHANKOU] >= before[ALASHANKOU]
    # of 26.95 trains a day both ways: at least 24.66 after a month, 26.43 after a week; now as shares of the base
    assert year_load(week)[KHORGOS] >= 26.4 / 26.95 * before[KHORGOS]


def test_the_other_days_are_nearly_as_before(base_state, month):
    """The crossing's own queue by what waited and passes later, at most, since some of the others then go elsewhere;
    the neighbour's by less than an hour."""
    usual = month.network.usual
    at = [usual.facility_index[f"{g}:out"] for g in (KHORGOS, ALASHANKOU)]
    held = month.flow.load[month.network.facility_index[f"{KHORGOS}:out@held1"]] * 31 / 334
    own = [delay(state, f"{KHORGOS}:out") for state in (base_state, month)]
    ratio = month.flow.load / usable_capacity(month.network)
    steep = (month.curves.evaluate(ratio)[1] / usable_capacity(month.network))[at[0]]
    assert own[0] < own[1] <= own[0] + steep * held
    assert delay(month, f"{ALASHANKOU}:out") == pytest.approx(delay(base_state, f"{ALASHANKOU}:out"), abs=1.0)
    # two hours more of queue there send one train in 150 elsewhere, some of them to the neighbour
    assert month.flow.load[at[0]] - held == pytest.approx(base_state.flow.load[at[0]], rel=1e-2)
    assert month.flow.load[at[1]] == pytest.approx(base_state.flow.load[at[1]], rel=5e-3)
    assert month.flow.load[at[0]] - held < base_state.flow.load[at[0]]
    assert month.flow.load[at[1]] > base_state.flow.load[at[1]]
    # in the month itself the neighbour is crowded
    assert delay(month, f"{ALASHANKOU}:out@shut1") > delay(base_state, f"{ALASHANKOU}:out") + 24


def test_longer_is_never_better(base_state, settled):
    """A day, a week, a month, three months, all the year: trains there fall, elsewhere they do not; welfare falls."""
    closures = ("2023-03-01/2023-03-01", WEEK, MONTH, "2023-03-01/2023-05-29", "2023-01-01/2023-12-30")
    states = [base_state, *(settled(**{KHORGOS: shut(days)}) for days in closures)]
    states.append(settled(**{KHORGOS: {"capacity_factor": 0.0}}))
    own, other = ([year_load(s)[g] for s in states] for g in (KHORGOS, ALASHANKOU))
    assert (np.diff(own) < 0).all()
    assert (np.diff(other) > 0).all()
    loss = [-welfare(s) for s in states]
    assert (np.diff(loss) > 0).all()
    # a day of waiting is cheaper than a day's part of a year of going round, and no more than it
    assert 0.1 / 365 < loss[1] / loss[-1] < 1 / 365
    # one open day hardly counts
    assert loss[-2] == pytest.approx(loss[-1], rel=0.02)


def test_shut_all_year_is_no_capacity_to_the_last_bit(settled):
    whole = settled(**{KHORGOS: shut("2023-01-01/2023-12-31")})
    none = settled(**{KHORGOS: {"capacity_factor": 0.0}})
    assert np.array_equal(whole.flow.load, none.flow.load)
    assert welfare(whole) == welfare(none)


def test_both_crossings_shut_settle_and_some_wait(base_state, month, settled):
    both = settled(**{KHORGOS: shut(MONTH), ALASHANKOU: shut(MONTH)})
    assert_settled(both)
    index = both.network.facility_index
    for n, gateway in enumerate((KHORGOS, ALASHANKOU), start=1):
        waits = both.flow.load[index[f"{gateway}:out@held{n}"]]
        assert 0 < waits < year_load(base_state)[gateway]
        assert (
            334 / 365 * year_load(base_state)[gateway]
            < year_load(both)[gateway]
            < year_load(base_state)[gateway]
        )
    # with the neighbour shut too more of Khorgos' freight waits
    assert year_load(both)[KHORGOS] > year_load(month)[KHORGOS]
    assert welfare(both) < welfare(month)


def test_staggered_closures_settle(settled):
    state = settled(**{KHORGOS: shut(MONTH), ALASHANKOU: shut("2023-03-15/2023-04-15")})
    assert_settled(state)
    assert state.total.pairs.tonnes.sum() == pytest.approx(state.need.tonnes.sum(), rel=1e-9)


def test_the_storm_costs_the_ports_less_than_its_days(shipped_facts, base_state):
    """Thirty days of Aktau and Kuryk: some of their freight waits, the rest is lost to them."""
    storm = settle(shipped_facts, Scenario.example("caspian-storm"), base_state)
    assert_settled(storm)
    before, after = (
        amounts(Measured(s, pd.DataFrame(), {}), ("caspian_mt", "aktau_mt", "kuryk_mt"))
        for s in (base_state, storm)
    )
    for name, value in before.items():
        assert value * 335 / 365 < after[name] < value
    held = storm.network.facilities["kind"] == "held"
    assert (storm.flow.load[held] > 0).any()
    assert welfare(storm) < 0


def test_a_closure_of_another_year_changes_nothing(base_state, settled):
    later = settled(**{KHORGOS: shut("2025-03-01/2025-03-31")})
    assert later.network.layers is None
    assert np.abs(later.flow.load - base_state.flow.load).max() < 1e-9  # sums in another order
    assert welfare(later) == pytest.approx(0.0, abs=1e-9)


def test_the_played_year_has_the_closure_on_its_days(base_state, month):
    """Trains a day of the year, hours up by those who waited; every certificate of the simulation holds."""
    calm, played = (play_crossings(s).waits.set_index("gateway_id") for s in (base_state, month))
    assert played.loc[KHORGOS, "trains_per_day"] == pytest.approx(2 * year_load(month)[KHORGOS], rel=1e-6)
    assert all(c.ok for c in play_crossings(month).certificates)
    rise = played["hours_mean"] - calm["hours_mean"]
    assert 0.5 < rise[KHORGOS] < 24  # some fourteen of thousands of trains wait for days
    assert 2 < rise[ALASHANKOU] < 48  # a month of three days more
    assert played.loc[KHORGOS, "utilisation"] < 1


def test_itineraries_are_those_of_open_days(shipped_facts, base_state, month):
    quantiles = play_crossings(month).quantiles
    shown = routes.od_table(
        month.network.usual, month.usual_delay_hours, quantiles, shipped_facts, pairs=[("CNCHN", "KZALA")]
    )
    assert not shown["itinerary_id"].duplicated().any()
    assert {KHORGOS, ALASHANKOU} <= set(shown["gateway"])


def test_a_world_settles_with_closures(base_state, month):
    """A world of all assumptions at once, in the base and with the month shut: fewer trains."""
    prior = Prior.of(base_state.facts)
    drawn = prior.values(np.random.default_rng(3).normal(0.0, 0.5, len(prior.scored)))
    there = settle(base_state.facts.assuming(drawn), base_state.scenario, None, warm=base_state)
    shut_there = settle(month.facts.assuming(drawn), month.scenario, there, warm=month)
    assert_settled(shut_there)
    assert year_load(shut_there)[KHORGOS] < year_load(there)[KHORGOS]


def test_a_run_that_is_its_own_base_meets_its_pivots_with_a_closure(shipped_facts):
    own = settle(shipped_facts, Scenario.from_dict({"name": "own", "gateway": {KHORGOS: shut(MONTH)}}), None)
    assert own.settled
    pivots = demand.pivots_table(own.total, own.constants)
    assert pivots["model_tonnes_per_year"].to_numpy() == pytest.approx(
        pivots["target_tonnes_per_year"].to_numpy(), rel=1e-6
    )
    assert own.world.trade_ratio == pytest.approx(1.0, abs=0)


def border_tonnes(state, cls, buyer):
    """Tonnes of a class out over Khorgos by pairs of one buyer: the groups under its ban, or all."""
    arcs = state.network.arcs
    out = (arcs["gateway_id"] == KHORGOS) & (arcs["kind"] == "border") & arcs["tail"].str.startswith("CN_")
    groups = [i for i, g in enumerate(state.network.groups) if ("!" in g) == buyer]
    return float(state.flow.flow[CLASSES.index(cls)][groups][:, out.to_numpy()].sum())


def test_a_ban_takes_its_freight_and_no_other(base_state, settled):
    """Boxes out over Khorgos to Uzbekistan, all year: none pass, the others take the room that they leave."""
    ban = {"direction": "out", "classes": ["container"], "destinations": ["UZ"]}
    state = settled(**{KHORGOS: {"ban": [ban]}})
    assert_settled(state)
    assert border_tonnes(state, "container", True) == 0
    assert border_tonnes(state, "container", False) > 0
    assert year_load(state)[KHORGOS] < year_load(base_state)[KHORGOS]
    assert year_load(state)[ALASHANKOU] >= year_load(base_state)[ALASHANKOU]
    assert delay(state, f"{KHORGOS}:out") < delay(base_state, f"{KHORGOS}:out")


def test_a_dated_ban_is_a_part_of_one_of_all_year(base_state, settled):
    ban = {"direction": "out", "destinations": ["UZ"]}
    always, once = (settled(**{KHORGOS: {"ban": [{**ban, **days}]}}) for days in ({}, {"days": [MONTH]}))
    assert_settled(once)
    lost = [year_load(base_state)[KHORGOS] - year_load(s)[KHORGOS] for s in (always, once)]
    assert 0 < lost[1] < lost[0]
    # 31 of 365 days; what the queue takes back on the other days and what waits make the rest
    assert lost[1] / lost[0] == pytest.approx(31 / 365, rel=0.5)


def test_a_ban_of_everything_is_a_closure(settled):
    """Both directions, all freight, the same days: another word for the same."""
    closed = settled(**{KHORGOS: shut(WEEK)})
    banned = settled(**{KHORGOS: {"ban": [{"days": [WEEK]}]}})
    assert np.array_equal(closed.flow.load, banned.flow.load)
