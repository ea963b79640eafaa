"""Where next to nothing is traded, or hardly anything can be afforded: an answer that holds, or how far one exists."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.ground.errors import CertificateError
from jibek.trade import clearing
from jibek.trade.certificate import certify
from jibek.trade.clearing import Base, search
from jibek.trade.hat import solve_hat
from jibek.trade.takings import Takings

getcontext().prec = 60


def economy(seed: int, n: int, home: float, shock: float) -> tuple[np.ndarray, np.ndarray]:
    """Trade over some orders of magnitude beside sales at home that are ``home`` times as large."""
    rng = np.random.default_rng(seed)
    flows = np.exp(rng.normal(0.0, rng.choice([0.5, 2.0]), (n, n)))
    np.fill_diagonal(flows, 0.0)
    flows = flows + 4.0 * flows.T
    flows += np.diag(home * flows.sum(0) * np.exp(rng.normal(0.0, 1.0, n)))
    return flows, np.exp(rng.normal(0.0, shock, (n, n)))


def imbalance(flows: np.ndarray, tau_hat: np.ndarray, theta: float, wage: np.ndarray) -> float:
    """Demand less output in parts of exports, of the textbook's equation in 60 digits with deficits of the world.

    In 60 digits nothing cancels, so that sales at home may stand on both sides.
    """
    n, power = len(wage), Decimal(theta)
    old = [[Decimal(x) for x in row] for row in flows.tolist()]
    made, used = [sum(row) for row in old], [sum(col) for col in zip(*old, strict=True)]
    levels = [Decimal(w) for w in wage.tolist()]
    scale = sum(made) / sum(m * w for m, w in zip(made, levels, strict=True))
    levels = [w * scale for w in levels]
    pull = [
        [old[i][j] / used[j] * (levels[i] * Decimal(tau_hat[i, j])) ** -power for j in range(n)]
        for i in range(n)
    ]
    spent = [levels[j] * made[j] + used[j] - made[j] for j in range(n)]
    sold = [[pull[i][j] / sum(pull[k][j] for k in range(n)) * spent[j] for j in range(n)] for i in range(n)]
    return max(float(abs(sum(sold[i]) - levels[i] * made[i]) / (sum(sold[i]) - sold[i][i])) for i in range(n))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 5),
    digits=st.floats(0.0, 11.0),
    theta=st.floats(0.5, 12.0),
)
def test_trade_balances_however_little_there_is(seed, n, digits, theta):
    """With a 1e-11th traded, wages of 1 clear markets to 1e-11 and leave trade out of balance by a third."""
    flows, tau_hat = economy(seed, n, 10.0**digits, 0.3)
    found = search(Base.of(flows, np.log(tau_hat), theta, "world", Takings.none(n)))
    if not found.point.cleared:
        with pytest.raises(CertificateError, match="of the change"):
            solve_hat(flows, tau_hat, theta)
        return
    world = solve_hat(flows, tau_hat, theta)
    # Wages are rounded at 1e-16, which moves trade by theta times that; the base's own trade is known to 1e-16.
    assert imbalance(flows, tau_hat, theta, world.wage_hat) < 1e-11


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 12),
    digits=st.floats(0.0, 13.0),
    theta=st.floats(0.5, 15.0),
    shock=st.sampled_from([0.05, 0.3, 1.0, 3.0]),
    deficits=st.sampled_from(["multiplicative", "balanced"]),
)
def test_every_economy_whose_deficits_can_move_has_an_answer(seed, n, digits, theta, shock, deficits):
    flows, tau_hat = economy(seed, n, 10.0**digits, shock)
    world = solve_hat(flows, tau_hat, theta, deficits)
    told = {"flows": world.flows, "wage_hat": world.wage_hat, "price_hat": world.price_hat}
    assert all(c.ok for c in certify(world.base_flows, tau_hat, theta, deficits, **told))


def test_wages_that_clear_markets_and_not_trade_are_no_answer():
    """Wages of 1 after a change: demand is output to 1e-11, exports and imports differ by a tenth and more."""
    flows, tau_hat = economy(3, 4, 1e11, 0.0)
    tau_hat[0, 1:] = 1.1
    still = np.ones(4)
    moved = flows * tau_hat**-5.0
    moved *= flows.sum(0) / moved.sum(0)
    price = (
        np.array([(flows[:, j] * tau_hat[:, j] ** -5.0).sum() / flows[:, j].sum() for j in range(4)]) ** -0.2
    )
    found = {
        c.name: c for c in certify(flows, tau_hat, 5.0, "world", flows=moved, wage_hat=still, price_hat=price)
    }
    assert found["market_clearing"].ok
    assert not found["balance_of_trade"].ok
    world = solve_hat(flows, tau_hat, 5.0)
    assert world.wage_hat[0] < 1.0 - 1e-3  # it has to be cheaper again
    assert imbalance(flows, tau_hat, 5.0, world.wage_hat) < 1e-11


def lender() -> tuple[np.ndarray, np.ndarray]:
    """0 gives away 90 of its 100; costs into 1's market rise until it cannot earn them."""
    return np.array([[10.0, 90.0], [0.0, 100.0]]) + 1e-6, np.array([[1.0, 20.0], [1.0, 1.0]])


def test_a_refusal_says_how_far_an_answer_exists_and_there_is_one_up_to_there():
    flows, tau_hat = lender()
    found = search(Base.of(flows, np.log(tau_hat), 5.0, "world", Takings.none(2)))
    assert not found.point.cleared
    assert 0.0 < found.reached < 1.0
    near = solve_hat(flows, tau_hat ** (0.999 * found.reached), 5.0)
    assert near.residual < 1e-10
    assert (
        near.expenditure[0] < 0.05 * flows[:, 0].sum()
    )  # it spends next to nothing: the surplus eats its income
    with pytest.raises(CertificateError) as caught:
        solve_hat(flows, tau_hat, 5.0)
    assert f"{found.reached:.3g} of the change" in caught.value.message


@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("deficits", ["world", "multiplicative"])
def test_each_way_finds_the_same_wages(lost, deficits, monkeypatch):
    """Newton from the base, after tatonnement, and bit by bit: the ways before are spoilt."""
    flows, tau_hat = economy(8, 7, 3.0, 0.2)
    base = Base.of(flows, np.log(tau_hat), 4.0, deficits, Takings.none(7))
    expected, newton, asked = search(base).point.wage, clearing._newton, []

    def fails_at_first(part, start, most):
        asked.append(start)
        if len(asked) > lost:
            return newton(part, start, most)
        apart = clearing.at(part, np.linspace(0.0, 1.0, 7))
        assert not apart.cleared
        return apart, most

    monkeypatch.setattr(clearing, "_newton", fails_at_first)
    assert search(base).point.wage == pytest.approx(expected, rel=1e-9)
    assert len(asked) == lost + 1 if lost < 2 else len(asked) > 3


def test_a_first_stage_that_does_not_close_its_deficits_is_refused(monkeypatch):
    flows, tau_hat = economy(8, 5, 3.0, 0.2)

    def lost(base, most=200):
        found = search(base, most)
        still = not base.log_cost.any()
        return found if not still else clearing.Searched(clearing.at(base, np.zeros(5)), 0, 0.0)

    monkeypatch.setattr("jibek.trade.hat.search", lost)
    with pytest.raises(CertificateError, match="deficits closed"):
        solve_hat(flows, tau_hat, 4.0, "balanced")


def test_a_balanced_base_that_is_not_is_seen_by_the_certificate():
    flows, _ = economy(8, 5, 3.0, 0.2)
    still = np.ones(5)
    found = certify(flows, np.ones((5, 5)), 4.0, "balanced", flows=flows, wage_hat=still, price_hat=still)
    assert not {c.name: c for c in found}["balance_of_trade"].ok
