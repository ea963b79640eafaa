"""What carriers keep in the equilibrium of trade: by hand, beside a slow second way, and what the certificate sees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek.ground.errors import InputError
from jibek.trade.certificate import certify
from jibek.trade.hat import solve_hat
from jibek.trade.takings import Takings

approx = pytest.approx

HARDLY = 1e-7  # an elasticity at which goods are bought whatever they cost


def world_with_tolls(seed: int = 5, n: int = 6):
    """Flows, a change of cost, and takings of a tenth of some sales."""
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0.0, 1.0, (n, n)) + np.diag(rng.uniform(20.0, 60.0, n))
    tau_hat = np.exp(rng.normal(0.0, 0.1, (n, n)))
    base, now = rng.uniform(0.0, 1.0, (2, n))
    collected = rng.permutation(base) * 1.0, rng.permutation(now) * 1.0
    return flows, tau_hat, Takings(base, collected[0], now, collected[1])


def checked(flows, tau_hat, theta, world, takings):
    told = {
        "flows": world.flows,
        "wage_hat": world.wage_hat,
        "price_hat": world.price_hat,
        "takings": takings,
    }
    return {c.name: c for c in certify(flows, tau_hat, theta, "world", **told)}


def test_a_toll_on_goods_bought_whatever_they_cost_moves_money_and_loses_nothing():
    """B pays A 10 for goods, C puts a toll of a ten-thousandth on the way: all are together as rich as before.

    Wages move by some ten times the toll over income, 1e-4: what the second order leaves of the sum is 1e-3 of it.
    """
    flows = np.array([[100.0, 10.0, 0.1], [10.0, 90.0, 0.1], [0.1, 0.1, 50.0]])
    tau_hat, toll = np.ones((3, 3)), 0.001
    tau_hat[0, 1] = 1.0 + toll / 10.0
    zero = np.zeros(3)
    takings = Takings(zero, zero, np.array([toll, 0.0, 0.0]), np.array([0.0, 0.0, toll]))
    world = solve_hat(flows, tau_hat, HARDLY, takings=takings)
    gain = (world.welfare - 1.0) * flows.sum(axis=0)
    assert gain[2] > toll  # it spends at home, which raises its wage too
    assert gain.sum() == approx(0.0, abs=0.01 * toll)
    assert all(c.ok for c in checked(flows, tau_hat, HARDLY, world, takings).values())
    lost = solve_hat(flows, tau_hat, HARDLY)  # the same rise as a cost that nobody collects
    assert ((lost.welfare - 1.0) * flows.sum(axis=0)).sum() == approx(-toll, rel=0.01)


def test_takings_that_do_not_change_change_nothing():
    flows, _, takings = world_with_tolls()
    world = solve_hat(flows, np.ones_like(flows), 5.0, takings=takings.still)
    assert (world.welfare == 1.0).all()
    assert (world.flows == flows).all()
    assert world.iterations == 0


@pytest.mark.parametrize("theta", [1.5, 5.0])
def test_a_slow_second_way_finds_the_same_wages(theta):
    """Tatonnement on levels, from the equations alone; it stops at steps of 1e-14, a hundred times that in wages."""
    flows, tau_hat, takings = world_with_tolls()
    world = solve_hat(flows, tau_hat, theta, takings=takings)
    made, used = flows.sum(1) - takings.charged_base, flows.sum(0)
    wage = np.ones(len(made))
    for _ in range(60_000):
        spend = wage * made + (used - made - takings.collected_base) + takings.collected
        weight = flows / used * (wage[:, None] * tau_hat) ** -theta
        demand = (weight / weight.sum(0) * spend).sum(1) - takings.charged
        new = wage * (demand / (wage * made)) ** (0.5 / (1.0 + theta))
        new *= made.sum() / (new * made).sum()
        if np.abs(np.log(new / wage)).max() < 1e-14:
            break
        wage = new
    assert world.wage_hat == approx(wage, rel=1e-9)
    assert all(c.ok for c in checked(flows, tau_hat, theta, world, takings).values())


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("charged", {"market_clearing"}),
        ("collected", {"spending", "walras"}),
        ("charged_base", {"market_clearing", "walras"}),
        ("collected_base", {"spending", "walras"}),
    ],
)
def test_the_certificate_sees_takings_that_are_not_those_solved_with(part, names):
    """A dollar moved where the sum stays is seen too."""
    flows, tau_hat, takings = world_with_tolls()
    world = solve_hat(flows, tau_hat, 5.0, takings=takings)
    assert all(c.ok for c in checked(flows, tau_hat, 5.0, world, takings).values())
    more = getattr(takings, part) + np.eye(6)[1] * 1e-6
    found = checked(flows, tau_hat, 5.0, world, replace(takings, **{part: more}))
    assert {n for n, c in found.items() if not c.ok} >= names
    moved = getattr(takings, part) + (np.eye(6)[1] - np.eye(6)[2]) * 1e-6
    assert not all(
        c.ok for c in checked(flows, tau_hat, 5.0, world, replace(takings, **{part: moved})).values()
    )


def test_impossible_takings_are_refused_all_at_once():
    flows, tau_hat, takings = world_with_tolls()
    wrong = replace(
        takings, collected=takings.collected + 1.0, charged_base=takings.charged_base + flows.sum()
    )
    with pytest.raises(InputError) as fault:
        solve_hat(flows, tau_hat, 5.0, "balanced", takings=wrong)
    assert fault.value.code == "trade.bad_takings"
    assert len(fault.value.problems) == 3 + len(flows)  # the rule, two sums, and every country
