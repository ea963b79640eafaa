"""General equilibrium of one sector after a change of trade costs, in exact hat algebra.

Reads   flows between countries with domestic sales, changes of iceberg cost
Writes  changes of wages, prices, trade and welfare

    flows (exporter, importer)   cost ratio   ->   new flows        wage   welfare   (theta 5)
    90 10                        1.0 0.9           84.163 15.837    1.0    1.0135
    10 90                        0.9 1.0           15.837 84.163    1.0    1.0135

Each country has labour alone; buyers choose among origins with elasticity theta (Armington 1969 with sigma = theta + 1;
the same equations hold in Eaton and Kortum 2002). World output is the numeraire.

An iceberg cost is lost. What of it carriers keep is not: `Takings` are charged on the goods of an exporter, who does
not get them, and are income of the countries that collect them, as revenue of tariffs is in the literature.

Method  hat algebra (Dekle, Eaton and Kortum 2008); Newton on log wages with the analytic Jacobian and a line search.
        In logs no wage can turn negative: with an even exponent, levels have roots with negative prices, which peers
        return as converged. Where Newton gains nothing, a step of tatonnement is taken, which always points home
        since goods are gross substitutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import CertificateError, Problem
from jibek.trade.inputs import name_of, refuse_takings, refuse_world
from jibek.trade.takings import Takings

Deficits = Literal["world", "multiplicative", "balanced"]

DEFICITS: tuple[Deficits, ...] = ("world", "multiplicative", "balanced")

CLEARED = 1e-13  # log units; rounding of sums over some hundred countries is about 1e-15

REFUSED = 1e-10

LARGEST_STEP = 1.0  # of a log wage, so that a far start cannot overflow


@dataclass(frozen=True)
class HatSolution:
    """New over old of everything, world output as numeraire.

    wage_hat, price_hat, welfare, real_output : shape (country,), ratios; welfare is real expenditure
    first_order_welfare : shape (country,), log points: the change of expenditure less that of the old basket's price
    base_flows : shape (exporter, importer); the input, or its balanced counterpart under ``balanced``
    flows : shape (exporter, importer), new values in the unit of ``base_flows``
    income, expenditure : shape (country,), new values; income is of goods, without what carriers keep
    takings : what carriers keep; deficit = expenditure - income - what the country's carriers collect
    residual : largest relative excess demand; iterations : Newton and tatonnement steps
    """

    wage_hat: Array
    price_hat: Array
    base_flows: Array
    flows: Array
    income: Array
    expenditure: Array
    welfare: Array
    first_order_welfare: Array
    real_output: Array
    iterations: int
    residual: float
    takings: Takings

    @property
    def deficit(self) -> Array:
        return np.asarray(self.expenditure - self.income - self.takings.collected)


@dataclass(frozen=True, slots=True)
class _Base:
    """Flows and what follows from them: share of origins by importer, income, expenditure, weight in the world."""

    flows: Array
    share: Array
    income: Array
    expenditure: Array
    weight: Array
    log_cost: Array
    theta: float
    deficits: str
    takings: Takings

    @classmethod
    def of(cls, flows: Array, log_cost: Array, theta: float, deficits: str, takings: Takings) -> _Base:
        income, expenditure = flows.sum(axis=1) - takings.charged_base, flows.sum(axis=0)
        weight = income / income.sum()
        return cls(
            flows, flows / expenditure, income, expenditure, weight, log_cost, theta, deficits, takings
        )

    @property
    def deficit(self) -> Array:
        """What is spent beyond income, that of carriers included."""
        return np.asarray(self.expenditure - self.income - self.takings.collected_base)


@dataclass(frozen=True, slots=True)
class _Point:
    """The world at given log wages. All fields are ratios to the base; gap: log of demand over output."""

    log_wage: Array
    wage: Array
    index: Array  # price index to the power -theta
    flow: Array
    spending: Array
    gap: Array
    worst: float


def solve_hat(
    flows: Array,
    tau_hat: Array,
    theta: float,
    deficits: Deficits = "world",
    *,
    takings: Takings | None = None,
    names: Sequence[str] | None = None,
    most: int = 200,
) -> HatSolution:
    """The equilibrium after iceberg costs change by the ratio ``tau_hat``.

    Parameters
    ----------
    flows : shape (exporter, importer)
        Base values with domestic sales on the diagonal; at least 0, each country sells and buys something.
    tau_hat : shape (exporter, importer)
        New over old delivered cost, positive; 1 where nothing changes.
    theta
        Trade elasticity, positive.
    deficits
        ``world``: each country's deficit stays the same share of world output. ``multiplicative``: expenditure over
        income stays, up to a common factor that clears the world. ``balanced``: deficits are closed first, and the
        change is measured from there.
    takings
        What carriers keep; None: nothing. Flows are then what buyers pay, freight included. Under ``world`` alone.
    names
        Of the countries, for messages.
    most
        Steps after which the search ends.

    Raises
    ------
    InputError
        ``trade.not_square``, ``trade.bad_number``, ``trade.no_output``, ``trade.no_spending``,
        ``trade.no_domestic_sales``, ``trade.disconnected``, ``trade.bad_theta``, ``trade.unknown_deficits``; every
        place is listed.
        ``trade.bad_takings``: what is collected is not what is charged, a country is charged all that it sells, or
        deficits are not those of the world.
    CertificateError
        ``trade.no_equilibrium``: markets do not clear within 1e-10, as when a surplus exceeds what income is left.

    References
    ----------
    Dekle, Eaton and Kortum (2008), IMF Staff Papers 55(3). Costinot and Rodriguez-Clare (2014), Handbook of
    International Economics 4. Alvarez and Lucas (2007), Journal of Monetary Economics 54(6), for gross substitutes.

    Examples
    --------
    >>> base, cheaper = np.array([[90.0, 10.0], [10.0, 90.0]]), np.array([[1.0, 0.9], [0.9, 1.0]])
    >>> solve_hat(base, cheaper, 5.0).welfare.round(4)
    array([1.0135, 1.0135])
    """
    flows, tau_hat = np.asarray(flows, dtype=float), np.asarray(tau_hat, dtype=float)
    refuse_world(flows, tau_hat, theta, deficits, DEFICITS, names)
    none = Takings.none(len(flows))
    if takings is not None:
        refuse_takings(flows, takings, deficits, names)
    rule: str = deficits
    if deficits == "balanced":
        still = _Base.of(flows, np.zeros_like(flows), theta, deficits, none)
        flows, rule = flows * _search(still, most)[0].flow, "world"  # no deficits are left to move
    base = _Base.of(flows, np.log(tau_hat), float(theta), rule, takings or none)
    point, steps = _search(base, most)
    if not point.worst <= REFUSED:
        raise _unsolved(point, names)
    price = point.index ** (-1.0 / theta)
    return HatSolution(
        wage_hat=point.wage,
        price_hat=price,
        base_flows=flows,
        flows=flows * point.flow,
        income=base.income * point.wage,
        expenditure=base.expenditure * point.spending,
        welfare=point.spending / price,
        first_order_welfare=_first_order(base, point),
        real_output=point.wage / price,
        iterations=steps,
        residual=point.worst,
        takings=base.takings,
    )


def _at(base: _Base, log_wage: Array) -> _Point:
    """Everything as a ratio to the base.

    Each ratio divides two sums formed in the same order, so that no change gives exactly 1; differences from 1 would
    lose digits where wages move by orders of magnitude.
    """
    still = np.ones_like(log_wage)
    wage = np.exp(log_wage)
    wage = wage / ((base.income @ wage) / (base.income @ still))
    spending = _spending(base, wage)
    exponent = -base.theta * (np.log(wage)[:, None] + base.log_cost)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        power = np.exp(exponent)
        index = (base.share * power).sum(axis=0) / base.share.sum(axis=0)
        flow = power / index * spending
        earned = (base.flows * flow).sum(axis=1) - base.takings.charged
        gap = np.log(earned / ((base.flows.sum(axis=1) - base.takings.charged_base) * wage))
    sound = np.isfinite(gap).all() and (spending > 0).all() and (index > 0).all()
    return _Point(
        np.log(wage), wage, index, flow, spending, gap, float(np.abs(gap).max()) if sound else float("inf")
    )


def _spending(base: _Base, wage: Array) -> Array:
    """Expenditure over the base's, by the rule of deficits; world output does not change."""
    if base.deficits == "multiplicative":
        return np.asarray(wage / ((base.expenditure @ wage) / (base.expenditure @ np.ones_like(wage))))
    if base.deficits == "balanced":
        return wage * (base.income / base.expenditure)
    deficit, takings = base.deficit, base.takings
    now = base.income * wage + deficit + takings.collected
    return np.asarray(now / (base.income + deficit + takings.collected_base))


def _spending_slope(base: _Base, point: _Point) -> tuple[Array, Array, Array]:
    """dE_j/dv_k = (j is k) own_j + each_j all_k, homogeneous of degree one in wages."""
    income, expenditure = base.income * point.wage, base.expenditure * point.spending
    if base.deficits == "multiplicative":
        return expenditure, expenditure, income / income.sum() - expenditure / expenditure.sum()
    if base.deficits == "balanced":
        return income, np.zeros_like(income), income
    return income, (base.deficit + base.takings.collected) / base.income.sum(), income


def _newton_step(base: _Base, point: _Point) -> Array:
    """Solve the linearised market clearing. Scaling all wages changes nothing: the weights' mean is pinned at 0.

    What is charged and collected scales with them, so that this holds with takings too.
    """
    value = base.flows * point.flow
    sold = value.sum(axis=1)
    earned = sold - base.takings.charged
    share = value / (base.expenditure * point.spending)
    own, each, all_ = _spending_slope(base, point)
    slope = share * own + np.outer(share @ each, all_) + base.theta * (value @ share.T)
    slope -= np.outer(base.takings.charged, base.weight * point.wage)
    slope /= earned[:, None]
    slope[np.diag_indices(len(sold))] -= base.theta * sold / earned + 1.0
    return np.asarray(np.linalg.solve(slope - base.weight, -point.gap))


def _search(base: _Base, most: int) -> tuple[_Point, int]:
    """Newton with halving; tatonnement where it gains nothing. Ends when cleared or when rounding stops progress."""
    point = _at(base, np.zeros(len(base.income)))
    for step in range(most):
        if point.worst <= CLEARED:
            return point, step
        new = _line(base, point)
        if not new.worst < point.worst:
            new = _at(base, point.log_wage + point.gap / (1.0 + base.theta))
            if point.worst <= REFUSED and not new.worst < point.worst:
                return point, step
        point = new
        if not np.isfinite(point.worst):
            return point, step
    return point, most


def _line(base: _Base, point: _Point) -> _Point:
    """The first halving of the Newton step that brings markets nearer to clearing; the old point if none does."""
    try:
        step = _newton_step(base, point)
    except np.linalg.LinAlgError:
        return point
    size = np.abs(step).max()
    if not np.isfinite(size):
        return point
    step = step * min(1.0, LARGEST_STEP / max(size, 1e-300))
    for _ in range(12):
        new = _at(base, point.log_wage + step)
        if new.worst < point.worst:
            return new
        step = step / 2.0
    return point


def _first_order(base: _Base, point: _Point) -> Array:
    """Change of log expenditure less that of the price of the old basket, to first order around the base."""
    start = _at(base, np.zeros(len(base.income)))
    own, each, all_ = _spending_slope(base, start)
    collected = base.takings.collected - base.takings.collected_base
    earned = (own * point.log_wage + each * (all_ @ point.log_wage) + collected) / base.expenditure
    basket = (base.share * (point.log_wage[:, None] + base.log_cost)).sum(axis=0)
    return np.asarray(earned - basket)


def _unsolved(point: _Point, names: Sequence[str] | None) -> CertificateError:
    worst = np.argsort(-np.nan_to_num(np.abs(point.gap), nan=np.inf))[:5]
    starved = np.flatnonzero(~(point.spending > 0))
    return CertificateError(
        "trade.no_equilibrium",
        f"markets do not clear: largest relative excess demand {point.worst:.3g}",
        [
            Problem(
                "trade.no_equilibrium", name_of(names, int(i)), value=float(point.gap[i]),
                expected="log of demand over output within 1e-10",
                fix="Its surplus exceeds its income: choose another rule of deficits." if i in starved else "",
            )
            for i in (starved if len(starved) else worst)
        ],
    )  # fmt: skip
