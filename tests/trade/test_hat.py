"""The equilibrium against closed forms, laws and a slow second way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.ground.errors import CertificateError, InputError
from jibek.trade.certificate import certify
from jibek.trade.hat import DEFICITS, solve_hat

approx = pytest.approx

ROUNDING = 1e-12  # sums and powers of about one, markets cleared to 1e-13


def random_world(seed: int, n: int, spread: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Flows over some orders of magnitude with large home sales, and changes of cost up and down."""
    rng = np.random.default_rng(seed)
    flows = np.exp(rng.normal(0.0, spread, (n, n)))
    flows[np.diag_indices(n)] *= 20.0
    return flows, np.exp(rng.normal(-0.05, 0.15, (n, n)))


def slow_fixed_point(flows, tau_hat, theta, deficits, steps=60_000):
    """Tatonnement on levels of wages, written from the model's equations and nothing else."""
    made, used = flows.sum(1), flows.sum(0)
    wage = np.ones(len(made))
    for _ in range(steps):
        spend = {
            "world": wage * made + (used - made) * (wage * made).sum() / made.sum(),
            "multiplicative": used * wage * (wage * made).sum() / (used * wage).sum(),
        }[deficits]
        weight = flows / used * (wage[:, None] * tau_hat) ** -theta
        demand = (weight / weight.sum(0) * spend).sum(1)
        new = wage * (demand / (wage * made)) ** (0.9 / (1.0 + theta))
        new *= made.sum() / (new * made).sum()
        if np.abs(np.log(new / wage)).max() < 1e-14:
            break
        wage = new
    return wage


@pytest.mark.parametrize("deficits", DEFICITS)
def test_no_change_of_cost_changes_nothing(deficits):
    """Exactly, to the last bit: a run that is its own base must say 0, not 1e-16."""
    flows, _ = random_world(1, 30)
    world = solve_hat(flows, np.ones_like(flows), 5.0, deficits)
    for change in (world.wage_hat, world.price_hat, world.welfare, world.real_output):
        assert (change == 1.0).all()
    assert (world.first_order_welfare == 0.0).all()
    assert (world.flows == world.base_flows).all()
    assert world.iterations == 0


def test_two_equal_countries_by_hand():
    """Wages stay 1 by symmetry. Spending at home: 90 / (90 + 10 x 0.9^-5) of 100; prices are CES of 1 and 0.9."""
    world = solve_hat(np.array([[90.0, 10.0], [10.0, 90.0]]), np.array([[1.0, 0.9], [0.9, 1.0]]), 5.0)
    weight = 90.0 + 10.0 * 0.9**-5.0
    assert world.wage_hat == approx([1.0, 1.0], abs=ROUNDING)
    assert world.flows[0, 0] == approx(100.0 * 90.0 / weight, rel=ROUNDING)
    assert world.price_hat == approx((weight / 100.0) ** -0.2, rel=ROUNDING)
    assert world.welfare == approx((weight / 100.0) ** 0.2, rel=ROUNDING)
    # First order: a tenth of the basket gets log(1/0.9) cheaper.
    assert world.first_order_welfare == approx(0.1 * np.log(1 / 0.9), rel=ROUNDING)


def test_gains_follow_the_share_bought_at_home():
    """Balanced trade: welfare is (new/old home share)^(-1/theta) (Arkolakis, Costinot, Rodriguez-Clare 2012)."""
    flows, tau_hat = random_world(2, 12)
    tau_hat[np.diag_indices(12)] = 1.0
    world = solve_hat(flows, tau_hat, 4.0, "balanced")
    old, new = (x.diagonal() / x.sum(0) for x in (world.base_flows, world.flows))
    assert world.welfare == approx((new / old) ** (-1 / 4.0), rel=1e-11)  # deficits closed to 1e-13


def test_autarky_costs_what_the_home_share_says():
    """Costs of a million times: only home sales are left, and welfare is (home share)^(1/theta)."""
    flows, _ = random_world(3, 6)
    flows = (flows + flows.T) / 2.0  # balanced
    tau_hat = np.where(np.eye(6, dtype=bool), 1.0, 1e6)
    world = solve_hat(flows, tau_hat, 5.0)
    home = flows.diagonal() / flows.sum(0)
    # The trade that is left is some (1e6)^-5 of what it was.
    assert world.welfare == approx(home ** (1 / 5.0), rel=1e-11)


@pytest.mark.parametrize("deficits", ["world", "multiplicative"])
@pytest.mark.parametrize("theta", [1.5, 5.0, 9.0])
def test_a_slow_second_way_finds_the_same_wages(deficits, theta):
    flows, tau_hat = random_world(4, 15, spread=1.0)
    world = solve_hat(flows, tau_hat, theta, deficits)
    # The slow way stops at steps of 1e-14, which leave some hundred times that in wages.
    assert world.wage_hat == approx(slow_fixed_point(flows, tau_hat, theta, deficits), rel=1e-9)


def test_dearer_goods_everywhere_move_no_trade():
    """All costs, those at home too, times 1.25: shares stay, real spending falls to 1/1.25."""
    flows, tau_hat = random_world(5, 20)
    world, dearer = solve_hat(flows, tau_hat, 5.0), solve_hat(flows, 1.25 * tau_hat, 5.0)
    assert dearer.flows == approx(world.flows, rel=1e-11)
    assert dearer.welfare == approx(world.welfare / 1.25, rel=1e-11)


def test_costs_of_one_exporter_are_its_productivity():
    """Cheaper delivery from one country to all, itself included, is a better harvest: a wage rise takes part of it."""
    flows, _ = random_world(6, 8)
    tau_hat = np.ones((8, 8))
    tau_hat[2] = 0.9
    world = solve_hat(flows, tau_hat, 5.0)
    assert 1.0 < world.wage_hat[2] < 1 / 0.9
    assert world.welfare[2] > 1.0


def test_units_and_order_of_countries_do_not_matter():
    flows, tau_hat = random_world(7, 10)
    order = np.random.default_rng(0).permutation(10)
    world = solve_hat(flows, tau_hat, 5.0)
    cents, turned = (
        solve_hat(100.0 * flows, tau_hat, 5.0),
        solve_hat(flows[np.ix_(order, order)], tau_hat[np.ix_(order, order)], 5.0),
    )
    assert cents.wage_hat == approx(world.wage_hat, rel=1e-11)
    assert turned.wage_hat == approx(world.wage_hat[order], rel=1e-11)


def test_exporters_are_rows():
    """A transposed matrix must not pass: 0 sells 30 to 1 and gets 10 back; cheaper 0 -> 1 displaces 1 -> 1."""
    flows = np.array([[70.0, 30.0], [10.0, 40.0]])
    world = solve_hat(flows, np.array([[1.0, 0.9], [1.0, 1.0]]), 5.0)
    assert world.flows[0, 1] / flows[0, 1] > 1.05 > world.flows[1, 1] / flows[1, 1]
    assert world.income == approx(world.flows.sum(axis=1), rel=ROUNDING)
    assert world.expenditure == approx(world.flows.sum(axis=0), rel=ROUNDING)
    assert world.deficit == approx([80.0 - 100.0, 70.0 - 50.0], rel=1e-11)  # world output stays 150


def test_small_changes_agree_with_the_first_order():
    flows, tau_hat = random_world(8, 25)
    world = solve_hat(flows, tau_hat**1e-4, 5.0)
    # Second-order terms are of the size of theta x (1e-4)^2.
    assert np.log(world.welfare) == approx(world.first_order_welfare, abs=1e-6)


def test_pairs_without_trade_stay_without():
    flows, tau_hat = random_world(9, 9)
    flows[0, 1] = flows[3, 4] = flows[5, 0] = 0.0
    world = solve_hat(flows, tau_hat, 6.0)
    assert (world.flows[[0, 3, 5], [1, 4, 0]] == 0.0).all()
    assert all(c.ok for c in checked(world, tau_hat, 6.0, "world"))


def checked(world, tau_hat, theta, deficits):
    return certify(
        world.base_flows,
        tau_hat,
        theta,
        deficits,
        flows=world.flows,
        wage_hat=world.wage_hat,
        price_hat=world.price_hat,
    )


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 14),
    theta=st.floats(0.5, 15.0),
    spread=st.floats(0.1, 5.0),
    shock=st.floats(0.0, 1.5),
    deficits=st.sampled_from(["multiplicative", "balanced"]),
)
def test_any_world_clears(seed, n, theta, spread, shock, deficits):
    """Sizes over ten orders of magnitude, costs up and down by factors of five, even and odd exponents."""
    rng = np.random.default_rng(seed)
    flows = np.exp(rng.normal(0.0, spread, (n, n)))
    tau_hat = np.exp(rng.normal(0.0, shock, (n, n)))
    world = solve_hat(flows, tau_hat, theta, deficits)
    assert all(c.ok for c in checked(world, tau_hat, theta, deficits))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 14),
    theta=st.floats(0.5, 15.0),
    shock=st.floats(0.0, 0.5),
)
def test_any_world_with_fixed_deficits_clears(seed, n, theta, shock):
    """Deficits are a tenth of income here: one above what income is left has no equilibrium and is refused below."""
    rng = np.random.default_rng(seed)
    flows = np.exp(rng.normal(0.0, 1.0, (n, n)))
    flows = flows + 4.0 * flows.T + np.diag(3.0 * flows.sum(0))
    tau_hat = np.exp(rng.normal(0.0, shock, (n, n)))
    world = solve_hat(flows, tau_hat, theta, "world")
    assert all(c.ok for c in checked(world, tau_hat, theta, "world"))


def test_a_surplus_larger_than_income_is_refused():
    """0 gives away 90 of its 100. Shut out of 1's market it cannot earn 90 any more."""
    flows = np.array([[10.0, 90.0], [0.1, 100.0]])
    with pytest.raises(CertificateError) as fault:
        solve_hat(flows, np.array([[1.0, 4.0], [1.0, 1.0]]), 5.0, "world", names=["AAA", "BBB"])
    assert fault.value.code == "trade.no_equilibrium"
    assert fault.value.problems[0].where == "AAA"


@pytest.mark.parametrize(
    ("flows", "tau_hat", "theta", "deficits", "code", "count"),
    [
        ([[1.0, np.nan], [1.0, -1.0]], np.ones((2, 2)), 5.0, "world", "trade.bad_number", 2),
        ([[1.0, 1.0], [1.0, 1.0]], [[1.0, 0.0], [np.inf, 1.0]], 5.0, "world", "trade.bad_number", 2),
        ([[0.0, 0.0], [1.0, 1.0]], np.ones((2, 2)), 5.0, "world", "trade.no_output", 1),
        ([[0.0, 1.0], [0.0, 1.0]], np.ones((2, 2)), 5.0, "world", "trade.no_spending", 1),
        ([[1.0, 0.0], [0.0, 1.0]], np.ones((2, 2)), 5.0, "world", "trade.disconnected", 1),
        ([[1.0, 1.0]], np.ones((1, 2)), 5.0, "world", "trade.not_square", 1),
        ([[1.0, 1.0], [1.0, 1.0]], np.ones((2, 2)), -1.0, "world", "trade.bad_theta", 1),
        ([[1.0, 1.0], [1.0, 1.0]], np.ones((2, 2)), 5.0, "fixed", "trade.unknown_deficits", 1),
    ],
)
def test_bad_input_is_refused_with_every_place(flows, tau_hat, theta, deficits, code, count):
    with pytest.raises(InputError) as fault:
        solve_hat(np.array(flows), np.array(tau_hat), theta, deficits)
    assert fault.value.code == code
    assert len(fault.value.problems) == count


def test_inputs_are_left_alone():
    flows, tau_hat = random_world(10, 5)
    before = flows.copy(), tau_hat.copy()
    solve_hat(flows, tau_hat, 5.0, "balanced")
    assert (flows == before[0]).all()
    assert (tau_hat == before[1]).all()


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda w: {"wage_hat": w.wage_hat * np.array([1.0, 1.0, 1.0 + 1e-8, 1.0])}, "market_clearing"),
        (lambda w: {"wage_hat": w.wage_hat * np.array([1.0, -1.0, 1.0, 1.0])}, "prices"),
        (lambda w: {"flows": w.flows.T.copy()}, "gravity"),
        (lambda w: {"flows": w.flows * 1.001}, "walras"),
        (lambda w: {"price_hat": w.price_hat * 1.0001}, "prices"),
        (lambda w: {"flows": w.base_flows}, "gravity"),
    ],
)
def test_the_certificate_sees_a_wrong_world(spoil, name):
    flows, tau_hat = random_world(11, 4)
    world = solve_hat(flows, tau_hat, 5.0)
    parts = {"flows": world.flows, "wage_hat": world.wage_hat, "price_hat": world.price_hat}
    found = {c.name: c for c in certify(flows, tau_hat, 5.0, "world", **{**parts, **spoil(world)})}
    assert not found[name].ok
