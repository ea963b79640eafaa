"""Who earns what freight pays, on the real data: transfers, closures, the rule of half, null shocks, false tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from jibek import network, record, trade
from jibek.answers.counts import Measured
from jibek.loop import settle
from jibek.scenario import Scenario
from jibek.trade.certificate import certify_carriers, certify_tables

pytestmark = pytest.mark.slow

SHARES = [f"resource_share_{x}" for x in ("rail", "road", "sea", "ferry", "terminal", "border")]
NO_REVENUE = {**dict.fromkeys(SHARES, 1.0), "china_rail_subsidy_usd_per_feu": 0.0}


def settled(shipped, base, **changes):
    scenario = Scenario.from_dict({"name": "changed", "base": "baseline", **changes})
    return settle(record.establish(shipped, 2023, scenario.assumption), scenario, base, warm=base)


def told(state, reporter="BACI"):
    frame = state.world.countries
    return frame[frame["reporter"] == reporter].set_index("country")


def accounts(state, net):
    """Accounts of a state's freight at the prices of another network with the same arcs."""
    rates = trade.rates_of(net, state.flow, state.trips, state.total, state.facts)
    return trade.accounts(rates, state.trips, state.need.ways, state.total)


def collected_at_home(state, land):
    """Part of each arc's price that a country's carriers get, read from where the arc lies: (arc,)."""
    return np.array([(np.array(c.split("-")) == land).mean() for c in state.network.arcs["country"]])


@pytest.fixture(scope="module")
def dearer(shipped_facts, base_state):
    """The network with tariffs of the Kazakh railway a thousandth up."""
    part = Scenario.from_dict({"name": "x", "cost": {"rail_factor_in": {"KZ": 1.001}}}).network
    return network.classes.by_value(network.build(shipped_facts, part), base_state.total.classes)


def test_with_freight_that_stays_a_tariff_moves_exactly_tonnes_times_its_change(base_state, dearer):
    """Income of the Kazakh railway rises by tonnes times what its tariff rose, and no cost with it.

    Across a border half of a link's tariff is Kazakh, and each side collects half of what the link costs.
    """
    flow, net = base_state.flow.flow.sum(axis=1), base_state.network
    before, after = accounts(base_state, net), accounts(base_state, dearer)
    rise = (flow * (dearer.usd_per_tonne - net.usd_per_tonne)).sum(axis=0)
    paid, income, subsidy = (
        (getattr(after, x) - getattr(before, x)).sum(axis=0) for x in ("paid", "income", "subsidy")
    )
    kaz = before.names.index("KAZ")
    due = (rise * collected_at_home(base_state, "KZ")).sum()
    # sums over 4e4 path flows round at 1e-11 of the whole, a thousandth of which is asked for
    assert due > 0.95 * rise.sum() > 1e6
    assert paid[kaz].sum() == pytest.approx(due, rel=1e-7)
    assert paid.sum() == pytest.approx(rise.sum(), rel=1e-7)
    assert income[kaz].sum() == pytest.approx(due, rel=1e-7)
    assert np.abs(subsidy).max() < 1.0  # a toll draws none of it: USD, of 1e9
    assert income.sum() == pytest.approx(rise.sum(), rel=1e-7)


def test_inelastic_freight_pays_a_toll_and_the_world_is_as_rich(shipped_facts, base_state, dearer):
    """Trade that hardly answers: the toll is a transfer.

    What is left of the world's sum, a thousandth, are wages: a buyer's price follows that of the exporter, the part of
    it that carriers charge is in USD and does not.
    """
    total, trips = base_state.total, base_state.trips
    before, after = accounts(base_state, base_state.network), accounts(base_state, dearer)
    per_tonne = []
    for net in (base_state.network, dearer):
        rates = trade.rates_of(net, base_state.flow, trips, total, base_state.facts)
        per_tonne.append(np.asarray(rates.paid.sum(axis=1)).ravel()[trips.trip])
    usd = [np.bincount(trips.pair, base_state.need.ways * p, trips.shape[0]) for p in per_tonne]
    rise = (usd[1] - usd[0]) / total.pairs.tonnes
    level = trade.mean_cost(base_state.need.tonnes, base_state.cost)
    world = trade.respond(
        total.matrix, total.pairs, level, level + rise, shipped_facts, Scenario(name="x", trade={"theta": 1e-6}).trade,
        level=level, carriers=(before, after),
    )  # fmt: skip
    gain = world.countries.query("reporter == 'BACI'").set_index("country")
    transfer = (rise * total.pairs.tonnes).sum()
    assert transfer > 1e5
    assert gain["carriers_income_change_usd"].sum() == pytest.approx(transfer, rel=1e-6)
    assert abs(gain["welfare_usd"].sum()) < 2e-3 * transfer
    assert gain.loc["KAZ", "welfare_usd"] > 0 > gain.loc["KAZ", "welfare_without_carriers_percent"]
    assert all(c.ok for c in world.certificates)


def test_closing_russias_transit_costs_russia_what_its_carriers_earned_by_it(shipped, base_state):
    """Its railway loses all its transit; without that, buyers who turn to Russia's own goods made it gain."""
    closed = settled(shipped, base_state, transit={"RU": {"allowed": False}})
    row = told(closed).loc["RUS"]
    was, now = (s.world.carriers_table.set_index(["country", "mode"]) for s in (base_state, closed))
    assert was.loc[("RUS", "rail"), "transit_income_usd"] > 1e8
    transit = [x.loc["RUS", "transit_income_usd"].sum() for x in (was, now)]
    assert transit[1] < 1e-6 * transit[0]
    # carriers lose the transit, and of Russia's own trade what the closure leaves dearer or cheaper
    assert row["carriers_income_change_usd"] < -0.5 * transit[0]
    assert row["welfare_percent"] < 0
    assert row["welfare_percent"] < row["welfare_without_carriers_percent"]
    # a dollar less is about a dollar less: what is bought with it, and at what wage, moves the rest
    lost = (
        (row["welfare_percent"] - row["welfare_without_carriers_percent"])
        / row["welfare_percent"]
        * row["welfare_usd"]
    )
    assert lost == pytest.approx(row["carriers_income_change_usd"], rel=0.35)
    assert closed.settled


def test_doubled_tariffs_are_income_of_the_railway_and_costs_stay(shipped, base_state):
    dear = settled(shipped, base_state, cost={"rail_factor_in": {"KZ": 2.0}})
    was, now = (
        s.world.carriers_table.set_index(["country", "mode"]).loc[("KAZ", "rail")] for s in (base_state, dear)
    )
    assert now["income_usd"] > 1.2 * was["income_usd"]
    assert now["resources_usd"] < was["resources_usd"]  # less is hauled
    row = told(dear)
    assert row.loc["KAZ", "carriers_income_change_usd"] > 0
    assert row.loc["KAZ", "welfare_percent"] > row.loc["KAZ", "welfare_without_carriers_percent"]
    # all that is charged is collected by somebody: what carriers keep is in the wallet of a country
    assert row["carriers_income_usd"].sum() == pytest.approx(row["carriers_charge_usd"].sum(), rel=1e-9)
    assert dear.settled


@pytest.mark.parametrize(
    "assumption",
    [
        {"rail_usd_per_feu_km_1520": 0.595},
        {"rail_bulk_usd_per_tkm": 0.0222},
        {"clearance_hours_dostyk": 12.5},
    ],
)
def test_without_revenue_the_worlds_loss_is_the_rule_of_half(shipped, shipped_facts, base_state, assumption):
    """Costs a hundredth up, nothing kept by carriers: welfare is the mean of old and new tonnes times the rise."""
    base = settle(
        record.establish(shipped, 2023, NO_REVENUE), Scenario.from_dict({"name": "b", "assumption": NO_REVENUE}), None,
        warm=base_state,
    )  # fmt: skip
    assert told(base)["carriers_income_usd"].abs().max() == 0.0
    dear = settled(shipped, base, assumption={**NO_REVENUE, **assumption})
    rise = np.nan_to_num(dear.need.cost - base.need.cost)
    half = 0.5 * ((base.total.pairs.tonnes + dear.total.pairs.tonnes) * rise).sum()
    # asked within 5 %; found within a thousandth, as the delivered price holds the freight
    assert told(dear)["welfare_usd"].sum() == pytest.approx(-half, rel=0.01)


def test_no_change_changes_nothing(shipped, base_state):
    same = settled(shipped, base_state)
    row = told(same)
    for name in ("welfare_percent", "welfare_without_carriers_percent"):
        assert row[name].abs().max() / 100.0 < 1e-10
    assert row["carriers_income_change_usd"].abs().max() < 1e-10 * row["carriers_income_usd"].sum()
    assert all(c.ok for c in same.world.certificates)


def test_a_subsidy_is_an_account_and_moves_no_freight(shipped, base_state):
    """Twice the subsidy: flows as they were, China pays the more and carriers get it, less what it costs them."""
    more = settle(
        record.establish(shipped, 2023, {"china_rail_subsidy_usd_per_feu": 5000.0}), base_state.scenario, None
    )
    one, two = (s.world.carriers_table for s in (base_state, more))
    assert (more.flow.flow == base_state.flow.flow).all()
    assert two["subsidy_usd"].sum() == pytest.approx(2.0 * one["subsidy_usd"].sum(), rel=1e-6)
    assert two["subsidy_borne_usd"].sum() == pytest.approx(two["subsidy_usd"].sum(), rel=1e-9)
    assert set(two.loc[two["subsidy_borne_usd"] > 0, "country"]) == {"CHN"}
    assert two["paid_usd"].sum() == pytest.approx(one["paid_usd"].sum(), rel=1e-6)


def test_tables_alone_show_a_false_number(base_state):
    from jibek import flows

    tables = flows.tables_of(base_state.network, base_state.curves, base_state.flow)
    carriers, net = base_state.world.carriers_table, base_state.network
    kept = 1.0 - base_state.facts.assume("resource_share_rail")
    rest = (tables["flows.arc_flows"], net.arcs, net.arc_costs, kept)
    assert certify_carriers(carriers, *rest).ok
    for column in ("paid_usd", "income_usd", "resources_usd", "subsidy_usd"):
        spoilt = carriers.assign(**{column: carriers[column] * (1.0 + 1e-6)})
        assert not certify_carriers(spoilt, *rest).ok, column
    countries, traded = base_state.world.countries, base_state.world.flows
    assert certify_tables(traded, countries).ok
    for column in ("carriers_income_usd", "carriers_charge_usd", "output_usd", "delivered_deficit_usd"):
        assert not certify_tables(traded, countries.assign(**{column: countries[column] * 1.001})).ok, column


def test_tables_of_a_settled_world_can_be_measured(base_state):
    """Quantities that read accounts read them from tables."""
    assert isinstance(Measured(base_state, pd.DataFrame(), {}).state.world.carriers_table, pd.DataFrame)
    assert replace(base_state.world, carriers=None).carriers_table.empty
