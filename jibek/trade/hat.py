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

Method  hat algebra (Dekle, Eaton and Kortum 2008), solved in log wages by `clearing.search`. In logs no wage can turn
        negative: with an even exponent, levels have roots with negative prices, which peers return as converged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import CertificateError, Problem
from jibek.trade.clearing import Base, Point, Searched, at, search, spending_slope
from jibek.trade.inputs import name_of, refuse_takings, refuse_world
from jibek.trade.takings import Takings

Deficits = Literal["world", "multiplicative", "balanced"]

DEFICITS: tuple[Deficits, ...] = ("world", "multiplicative", "balanced")


@dataclass(frozen=True)
class HatSolution:
    """New over old of everything, world output as numeraire.

    wage_hat, price_hat, welfare, real_output : shape (country,), ratios; welfare is real expenditure
    first_order_welfare : shape (country,), log points: the change of expenditure less that of the old basket's price
    base_flows : shape (exporter, importer); the input, or its balanced counterpart under ``balanced``
    flows : shape (exporter, importer), new values in the unit of ``base_flows``
    income, expenditure : shape (country,), new values; income is of goods, without what carriers keep
    takings : what carriers keep; deficit = expenditure - income - what the country's carriers collect
    residual : largest log of what comes into a country over what goes out, sales at home left out
    iterations : Newton and tatonnement steps
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
        Steps after which each start of the search ends.

    Raises
    ------
    InputError
        ``trade.not_square``, ``trade.bad_number``, ``trade.no_output``, ``trade.no_spending``,
        ``trade.no_domestic_sales``, ``trade.disconnected``, ``trade.bad_theta``, ``trade.unknown_deficits``; every
        place is listed.
        ``trade.bad_takings``: what is collected is not what is charged, a country is charged all that it sells, or
        deficits are not those of the world.
    CertificateError
        ``trade.no_equilibrium``: what comes in and goes out differ by more than 1e-10 from both starts and on the way
        from the base, as when a surplus exceeds what income is left; the message says how much of the change has an
        answer. Also where deficits cannot be closed under ``balanced``.

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
        still = search(Base.of(flows, np.zeros_like(flows), theta, deficits, none), most)
        if not still.point.cleared:
            raise _unsolved(still, names, "with deficits closed, before any change of cost")
        flows, rule = flows * still.point.flow, "world"  # no deficits are left to move
    base = Base.of(flows, np.log(tau_hat), float(theta), rule, takings or none)
    found = search(base, most)
    if not found.point.cleared:
        raise _unsolved(found, names, "")
    point, price = found.point, found.point.price
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
        iterations=found.steps,
        residual=point.worst,
        takings=base.takings,
    )


def _first_order(base: Base, point: Point) -> Array:
    """Change of log expenditure less that of the price of the old basket, to first order around the base."""
    start = at(base, np.zeros(len(base.income)))
    own, each, all_ = spending_slope(base, start)
    collected = base.takings.collected - base.takings.collected_base
    earned = (own * point.log_wage + each * (all_ @ point.log_wage) + collected) / base.expenditure
    basket = (base.share * (point.log_wage[:, None] + base.log_cost)).sum(axis=0)
    return np.asarray(earned - basket)


def _unsolved(found: Searched, names: Sequence[str] | None, when: str) -> CertificateError:
    point = found.point
    worst = np.argsort(-np.nan_to_num(np.abs(point.gap), nan=np.inf))[:5]
    starved = np.flatnonzero(~(point.spending > 0))
    told = f" {when}" if when else ""
    return CertificateError(
        "trade.no_equilibrium",
        f"trade does not balance{told}: a country's receipts and payments differ by {point.worst:.3g} (log); from two "
        f"starts, and from the base as far as {found.reached:.3g} of the change",
        [
            Problem(
                "trade.no_equilibrium", name_of(names, int(i)), value=float(point.gap[i]),
                expected="log of receipts over payments within 1e-10",
                fix="Its surplus exceeds its income: choose another rule of deficits." if i in starved else "",
            )
            for i in (starved if len(starved) else worst)
        ],
    )  # fmt: skip
