"""Corridors and paths as one problem: against bisection, a generic convex solver and closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from flow_cases import Knots, area, demand, linear_curves, network, queue_curves
from scipy.optimize import brentq, minimize
from scipy.special import expit

from jibek.demand.choice import logsum_cost, nested_shares
from jibek.flows import Corridors, Pins, assign
from jibek.ground.errors import InputError

DAYS = 365.0
LAND = np.array([True, True, False])


def fan(count, *, usd, hours=1.0, capacity=None, units=1.0):
    """``count`` ways from place 0 to place 1, each over a facility of its own; group g may use way g alone."""
    tail = [0] * count
    head = list(range(2, 2 + count))
    net_tail = tail + head
    net_head = head + [1] * count
    facility = [-1] * count + list(range(count))
    opened = np.zeros((count, 2 * count), bool)
    for g in range(count):
        opened[g, [g, count + g]] = True
    return network(
        net_tail,
        net_head,
        hours=hours,
        usd=np.concatenate([np.asarray(usd, float), np.zeros(count)]),
        facility=facility,
        capacity=np.full(count, 100.0) if capacity is None else capacity,
        units=units,
        open_arcs=opened,
        groups=[f"g{g}" for g in range(count)],
    )


def shippers(
    totals,
    worth,
    *,
    trip,
    of=None,
    land=LAND,
    per_usd=0.1,
    dissimilarity=0.6,
    doors=0.3,
    settled=1e-10,
    door_usd=0.0,
):
    """Shippers who start with all ways alike; ``per_usd`` of each, or one for all; ``of``: corridor of each way."""
    trip = np.asarray(trip)
    of = np.arange(trip.shape[1]) if of is None else np.asarray(of)
    tonnes = np.where(trip >= 0, np.asarray(totals, float)[:, None] / (trip >= 0).sum(axis=1)[:, None], 0.0)
    return Corridors(
        np.asarray(totals, float), np.arange(len(trip) + 1) * trip.shape[1], trip.ravel(), np.tile(of, len(trip)),
        np.asarray(worth, float), np.broadcast_to(np.asarray(door_usd, float), trip.shape).ravel(),
        tonnes.ravel(), np.asarray(land),
        np.broadcast_to(np.asarray(per_usd, float), len(trip)).copy(), dissimilarity, doors, settled,
    )  # fmt: skip


def by_shipper(choice, value):
    """A value by way as (shipper, way), where all shippers have as many."""
    return value.reshape(len(choice.total), -1)


def solved(net, curves, choice, rows, **options):
    wanted = demand(rows)
    totals = np.bincount(
        choice.trip[choice.trip >= 0], choice.tonnes[choice.trip >= 0], minlength=len(wanted.tonnes)
    )
    found = assign(net, curves, replace(wanted, tonnes=totals), corridors=choice, gap=1e-10, **options)
    return replace(found, chosen=by_shipper(choice, found.chosen))


def paid(net, curves, chosen):
    """USD per tonne of each way when its facility carries what was chosen; one class, one hour on either arc."""
    load = chosen.sum(axis=0) / DAYS
    count = len(load)
    hours = curves.evaluate(load / net.capacity_per_day)[0]
    return net.usd_per_tonne[0, :count] + 2.0 * net.class_hour_usd[0] + net.class_hour_usd[0] * hours


@pytest.mark.parametrize("total", [50.0, 150.0, 400.0])
def test_two_queues_and_a_logit_against_bisection(total):
    """Waits of a single server with fixed service, rho / (2 mu (1 - rho)), drawn straight on beyond 95 %."""
    at = np.linspace(0.0, 0.95, 400)
    wait = 24.0 * at / (2 * (1 - at))
    slope = 24.0 / (2 * (1 - at) ** 2)
    curves = Knots(np.tile(at, (2, 1)), np.tile(slope, (2, 1)), np.zeros(2))
    # the knots' parabolas are the curve under test; they follow the formula to a thousandth of an hour
    assert np.abs(curves.evaluate(np.full(2, at[300]))[0][0] - wait[300]) < 1e-2
    net = fan(2, usd=[10.0, 12.0])
    choice = shippers([total * DAYS], [[0.0, 0.0]], trip=[[0, 1]], land=[True, True], dissimilarity=1.0)
    found = solved(net, curves, choice, [(0, 1, 0, 0, 1.0), (0, 1, 0, 1, 1.0)])

    def miss(share):
        cost = paid(net, curves, np.array([[share, 1 - share]]) * total * DAYS)
        return share - expit(0.1 * (cost[1] - cost[0]))

    expected = brentq(miss, 1e-12, 1 - 1e-12, xtol=1e-14)
    # shares settle to 1e-10 of the tonnes; the bisection to 1e-14
    assert found.chosen[0, 0] / (total * DAYS) == pytest.approx(expected, abs=1e-8)


def potential(flow, net, curves, choice):
    """Integral of delays plus cost, less worth, plus the entropy of a nested choice: its minimum is the answer."""
    q = by_shipper(choice, flow)
    load = q.sum(axis=0) / DAYS
    delay = area(curves, load / net.capacity_per_day) * net.capacity_per_day * DAYS
    fixed = net.usd_per_tonne[0, : q.shape[1]] + 2.0
    total = choice.total[:, None]
    nest = (q * choice.land).sum(axis=1, keepdims=True)
    mixed = np.where(
        choice.land,
        choice.dissimilarity * q * np.log(q / nest) + q * np.log(nest / total),
        q * np.log(q / total),
    )
    return float(
        delay.sum() + (q * fixed).sum() + ((mixed - q * choice.worth) / choice.per_usd[:, None]).sum()
    )


@pytest.mark.parametrize("per_usd", [0.1, [0.1, 0.25]])
def test_three_corridors_of_two_shippers_against_a_convex_solver(per_usd):
    """Delays that rise with load, a nest of two and one alone: a generic solver minimises the potential."""
    net = fan(3, usd=[10.0, 14.0, 5.0])
    curves = linear_curves([40.0, 25.0, 10.0])
    choice = shippers(
        [80 * DAYS, 60 * DAYS],
        [[0.2, 0.0, -1.0], [0.0, 0.4, -0.5]],
        trip=[[0, 1, 2]] * 2,
        per_usd=per_usd,
    )
    found = solved(net, curves, choice, [(0, 1, 0, g, 1.0) for g in range(3)])
    one = potential(found.chosen.ravel(), net, curves, choice)
    whole = np.repeat(choice.total, 3)  # the generic solver takes shares, whose differences are well scaled
    best = minimize(
        lambda share: potential(share * whole, net, curves, choice) / one,
        choice.tonnes.ravel() / whole,
        method="SLSQP",
        jac="3-point",  # two-sided differences: one-sided ones stop 3e-8 above on some processors
        bounds=[(1e-6, 1.0)] * 6,
        constraints=[{"type": "eq", "fun": lambda x, i=i: x.reshape(2, 3)[i].sum() - 1.0} for i in (0, 1)],
        options={"ftol": 1e-15, "maxiter": 2000},
    )
    # no feasible flow of the generic solver lies below; Simpson's rule is exact for these delays
    assert best.fun >= 1 - 1e-8
    assert best.fun == pytest.approx(1.0, rel=1e-8)
    # ... and the shares are the nested logit's at the cost that they load
    utility = choice.worth - choice.per_usd[:, None] * paid(net, curves, found.chosen)
    shares = nested_shares(utility, choice.land, choice.dissimilarity)
    np.testing.assert_allclose(found.chosen / choice.total[:, None], shares, atol=1e-9)


def test_without_queues_the_shares_are_the_logit_at_once():
    net = fan(3, usd=[10.0, 14.0, 5.0])
    choice = shippers([1000.0], [[0.2, 0.0, -1.0]], trip=[[0, 1, 2]])
    found = solved(net, linear_curves([0.0, 0.0, 0.0]), choice, [(0, 1, 0, g, 1.0) for g in range(3)])
    utility = choice.worth - 0.1 * (net.usd_per_tonne[0, :3] + 2.0)
    np.testing.assert_allclose(found.chosen / 1000.0, nested_shares(utility, LAND, 0.6), atol=1e-12)


def test_a_closed_corridor_raises_the_logsum_by_the_closed_form():
    """Without queues, closing a corridor of share rho costs -ln(1 - rho) / mu: Small and Rosen (1981)."""
    worth = np.array([[0.2, 0.0, -1.0]])
    utility = worth - 0.1 * np.array([[10.0, 14.0, 5.0]])
    rho = nested_shares(utility, np.zeros(3, bool), 1.0)[0, 1]
    shut = utility.copy()
    shut[0, 1] = -np.inf
    before, after = (logsum_cost(u, np.zeros(3, bool), 1.0, 0.1)[0] for u in (utility, shut))
    assert after - before == pytest.approx(-np.log(1 - rho) / 0.1, rel=1e-12)
    net = fan(3, usd=[10.0, 14.0, 5.0])
    choice = shippers([1000.0], worth, trip=[[0, -1, 1]])
    found = solved(net, linear_curves([0.0] * 3), choice, [(0, 1, 0, 0, 1.0), (0, 1, 0, 2, 1.0)])
    assert found.chosen[0, 1] == 0
    assert found.chosen.sum() == pytest.approx(1000.0, rel=1e-12)


def many(seed=3, count=40):
    rng = np.random.default_rng(seed)
    net = fan(3, usd=[10.0, 14.0, 5.0])
    choice = shippers(
        rng.lognormal(1.0, 1.0, count) * DAYS, rng.normal(0, 0.5, (count, 3)), trip=[[0, 1, 2]] * count
    )
    return net, queue_curves(3), choice, [(0, 1, 0, g, 1.0) for g in range(3)]


def test_neither_the_start_nor_the_order_of_rows_decides():
    """Forty shippers over steep queues, from all alike, from one corridor, and with the rows reversed."""
    net, curves, choice, rows = many()
    alike = solved(net, curves, choice, rows).chosen
    crowded = replace(choice, tonnes=(choice.total[:, None] * np.array([[1.0, 0.0, 0.0]])).ravel())
    other = solved(net, curves, crowded, rows).chosen
    back = replace(
        choice,
        total=choice.total[::-1],
        worth=choice.worth[::-1],
        tonnes=choice.tonnes[::-1],
        trip=choice.trip,
    )
    turned = solved(net, curves, back, rows).chosen[::-1]
    # each stops when 1e-10 of all tonnes would still move; where queues are steep, costs then differ by more
    np.testing.assert_allclose(other, alike, atol=1e-7 * choice.total.sum())
    np.testing.assert_allclose(turned, alike, atol=1e-7 * choice.total.sum())


@pytest.mark.parametrize("factor", [0.05, 0.3, 3.0])
def test_a_queue_far_beyond_its_capacity_is_finite_and_settles(factor):
    net, curves, choice, rows = many()
    net.capacity_per_day[0] *= factor
    found = solved(net, curves, choice, rows)
    utility = choice.worth - choice.per_usd[:, None] * paid(net, curves, found.chosen)
    shares = nested_shares(utility, choice.land, choice.dissimilarity)
    np.testing.assert_allclose(found.chosen, shares * choice.total[:, None], atol=1e-8 * choice.total.sum())
    assert np.isfinite(found.delay_hours).all()


def doors_of_three_corridors(cost, worth, per_usd, dissimilarity, doors):
    """Shares of four ways, the first two doors of one land corridor, written out."""
    weight = np.exp(-per_usd * cost[:2] / doors)
    first = worth[0] + doors * np.log(weight.sum())
    second, alone = worth[1] - per_usd * cost[2], worth[2] - per_usd * cost[3]
    land = np.exp(np.array([first, second]) / dissimilarity)
    upper = np.exp([dissimilarity * np.log(land.sum()), alone])
    by_land = upper[0] / upper.sum() * land / land.sum()
    return np.array([*(by_land[0] * weight / weight.sum()), by_land[1], upper[1] / upper.sum()])


@pytest.mark.parametrize("slope", [0.0, 40.0])
def test_doors_of_a_corridor_are_a_nest_of_their_own(slope):
    """Two doors, a second land corridor and one alone: the shares are those written out at the cost that they load."""
    net = fan(4, usd=[10.0, 11.0, 14.0, 5.0])
    worth = np.array([[0.2, 0.0, -1.0], [0.0, 0.4, -0.5]])
    choice = shippers(
        [80 * DAYS, 60 * DAYS], worth, trip=[[0, 1, 2, 3]] * 2, of=[0, 0, 1, 2], per_usd=[0.1, 0.25]
    )
    curves = linear_curves([slope, slope / 2, slope, slope / 4])
    found = solved(net, curves, choice, [(0, 1, 0, g, 1.0) for g in range(4)])
    cost = paid(net, curves, found.chosen)
    for i in (0, 1):
        expected = doors_of_three_corridors(cost, worth[i], choice.per_usd[i], 0.6, 0.3)
        # settled to 1e-10 of all tonnes
        np.testing.assert_allclose(found.chosen[i] / choice.total[i], expected, atol=1e-9)


def test_a_closed_door_costs_its_corridor_the_closed_form():
    """Without queues, the other door takes all, and the corridor gets dearer by -ln(1 - rho) D / per_usd."""
    net = fan(3, usd=[10.0, 11.0, 14.0])
    rows = [(0, 1, 0, g, 1.0) for g in range(3)]
    still = linear_curves([0.0] * 3)
    both, one = (
        solved(net, still, shippers([1000.0], [[0.2, 0.0]], trip=[t], of=[0, 0, 1], land=[True, False]), rows)
        for t in ([0, 1, 2], [0, -1, 2])
    )
    rho = both.chosen[0, 1] / both.chosen[0, :2].sum()
    assert one.chosen[0, 1] == 0
    odds = [np.log(f.chosen[0, :2].sum() / f.chosen[0, 2]) for f in (both, one)]
    # in the plain logit of a corridor against one alone, the log of the odds is the difference of utility
    assert odds[0] - odds[1] == pytest.approx(-0.3 * np.log(1 - rho), rel=1e-9)


@pytest.mark.parametrize("start", [0.0, 3.0])
def test_pinned_tonnes_stay_and_one_constant_serves_both_shippers(start):
    """The first shipper's 30 a day by the first corridor stand; the constant that makes them is in the other's too."""
    net, curves, worth = fan(3, usd=[10.0, 14.0, 5.0]), linear_curves([40.0, 25.0, 10.0]), np.zeros((2, 3))
    worth[:, 0] = start
    none = np.full(6, -1)  # no way has a constant of its own
    cells = np.array([[0, -1, -1]] * 2), np.array([[0, -1, -1], [-1] * 3])
    pins = Pins(*cells, none, none, np.array([30 * DAYS]), np.array([start]))
    choice = replace(shippers([80 * DAYS, 60 * DAYS], worth, trip=[[0, 1, 2]] * 2), pins=pins)
    found = solved(net, curves, choice, [(0, 1, 0, g, 1.0) for g in range(3)])
    # the fit may miss its target by 1e-8
    assert found.chosen[0, 0] == pytest.approx(30 * DAYS, rel=2e-8)
    cost = paid(net, curves, found.chosen)

    def share(constant):
        return nested_shares(-0.1 * cost[None] + np.array([[constant, 0.0, 0.0]]), LAND, 0.6)[0]

    constant = brentq(lambda c: share(c)[0] - 30 / 80, -20.0, 20.0, xtol=1e-13)
    # shares settle to 1e-10 of all tonnes at the cost that the solver has
    for chosen, total in zip(found.chosen, (80.0, 60.0), strict=True):
        np.testing.assert_allclose(chosen / (total * DAYS), share(constant), atol=1e-7)


def test_a_method_that_finds_paths_alone_is_refused():
    net, curves, choice, rows = many()
    with pytest.raises(InputError) as caught:
        solved(net, curves, choice, rows, method="frank-wolfe")
    assert caught.value.code == "flows.no_choice"
    assert caught.value.exit_code == 2


def test_a_door_that_is_worth_more_is_a_path_that_costs_less():
    """Two doors of one corridor and a second corridor, with queues: five dollars of worth or of price are the same."""
    curves = linear_curves([40.0, 25.0, 10.0])
    rows = [(0, 1, 0, g, 1.0) for g in range(3)]

    def chosen(usd, door_usd):
        choice = shippers(
            [80 * DAYS], [[0.0, 0.3]], trip=[[0, 1, 2]], of=[0, 0, 1], land=[True, True], door_usd=door_usd
        )
        return solved(fan(3, usd=usd), curves, choice, rows).chosen

    # both settle to 1e-10 of the tonnes
    assert chosen([10.0, 14.0, 5.0], [0.0, 5.0, 0.0]) == pytest.approx(
        chosen([10.0, 9.0, 5.0], 0.0), rel=1e-7
    )
