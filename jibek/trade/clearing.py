"""The search for wages that clear all markets: Newton, a second start, and a way from the base on which costs change
bit by bit.

    what comes in   exports + what its carriers collect + a deficit that others pay for
    what goes out   imports + what carriers keep of its exports + a surplus given away
    gap             log of what comes in over what goes out; 0 in equilibrium

Sales at home stand on neither side. That is the same equation as demand over output, without the cancellation that
hides a wrong balance of trade behind large sales at home: where a billionth of output is traded, wages that leave the
balance wrong by half clear "markets" to 1e-10. It is also what Newton and tatonnement can walk on: near autarky demand
over output hardly moves with wages, the ratio of exports to imports does by about 2 theta.

Method  Newton on log wages with the analytic Jacobian and a line search; where it gains nothing a step of tatonnement,
        which points home since goods are gross substitutes (Alvarez and Lucas 2007, Journal of Monetary Economics
        54(6)). Where both stall: again after fifty steps of tatonnement alone; then from the base, where wages are
        known to be 1, with changes of cost, takings and deficits scaled up from 0 to 1 (a homotopy), halving the step
        where it fails.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jibek.ground.arrays import Array
from jibek.trade.takings import Takings

CLEARED = 1e-13  # log units; rounding of sums over some hundred countries is about 1e-15

REFUSED = 1e-10

LARGEST_STEP = 1.0  # of a log wage, so that a far start cannot overflow

SHORTEST = 1.0 / 4096  # of the way from the base; a way that needs shorter steps ends where wages run off

# Trade is known no better than to its rounding: a balance of less than this part of the base's is none. It matters
# where costs rise so far that less than a billionth of trade is left.
UNKNOWN = 8.0 * np.finfo(float).eps


@dataclass(frozen=True, slots=True)
class Base:
    """Where the world starts, and what changes.

    flows, abroad : shape (exporter, importer), all and those between countries
    share : of origins by importer; income, expenditure, weight : shape (country,), weight is a part of world income
    deficit_base : what is spent beyond income, that of carriers included; deficit : the same after the change, in
        parts of world output that does not change. Under ``multiplicative`` it follows from wages instead.
    log_cost : shape (exporter, importer), change of log cost
    """

    flows: Array
    abroad: Array
    share: Array
    income: Array
    expenditure: Array
    weight: Array
    deficit_base: Array
    deficit: Array
    log_cost: Array
    theta: float
    multiplicative: bool
    takings: Takings

    @classmethod
    def of(cls, flows: Array, log_cost: Array, theta: float, deficits: str, takings: Takings) -> Base:
        """The base of a rule of deficits; ``balanced`` closes them."""
        abroad = flows.copy()
        np.fill_diagonal(abroad, 0.0)
        income, expenditure = flows.sum(axis=1) - takings.charged_base, flows.sum(axis=0)
        # The difference of trade, not of expenditure and income: these share all that is sold at home.
        deficit = abroad.sum(axis=0) - abroad.sum(axis=1) + takings.charged_base - takings.collected_base
        return cls(
            flows,
            abroad,
            flows / expenditure,
            income,
            expenditure,
            income / income.sum(),
            deficit,
            np.zeros_like(deficit) if deficits == "balanced" else deficit,
            log_cost,
            theta,
            deficits == "multiplicative",
            takings,
        )

    def part(self, t: float) -> Base:
        """The same world after the part ``t`` of the change."""
        kept = self.takings
        return replace(
            self,
            log_cost=t * self.log_cost,
            deficit=(1.0 - t) * self.deficit_base + t * self.deficit,
            takings=Takings(
                kept.charged_base,
                kept.collected_base,
                (1.0 - t) * kept.charged_base + t * kept.charged,
                (1.0 - t) * kept.collected_base + t * kept.collected,
            ),
        )


@dataclass(frozen=True, slots=True)
class Point:
    """The world at given log wages. wage, price, flow and spending are ratios to the base.

    coming, going : shape (country,), see the head; gap : log of one over the other, 0 where both differ by less than
        trade is known to; worst : the largest, infinite where spending or a price is none
    """

    log_wage: Array
    wage: Array
    price: Array
    flow: Array
    spending: Array
    deficit: Array
    coming: Array
    going: Array
    gap: Array
    worst: float

    @property
    def cleared(self) -> bool:
        """Whether it is an answer."""
        return self.worst <= REFUSED


@dataclass(frozen=True, slots=True)
class Searched:
    """The last point, Newton and tatonnement steps, and how far from the base to the change a way was found."""

    point: Point
    steps: int
    reached: float


def search(base: Base, most: int = 200) -> Searched:
    """Wages that clear all markets, by whichever of three ways finds them first.

    Parameters
    ----------
    most
        Steps after which each start ends.
    """
    start = np.zeros(len(base.income))
    point, steps = _newton(base, start, most)
    if point.cleared:
        return Searched(point, steps, 1.0)
    calm, more = _newton(base, _tatonnement(base, start, 50), most)
    steps += 50 + more
    if calm.cleared:
        return Searched(calm, steps, 1.0)
    return _homotopy(base, point if point.worst <= calm.worst else calm, steps, most)


def at(base: Base, log_wage: Array) -> Point:
    """Everything as a ratio to the base.

    Each ratio divides two sums formed in the same order, so that no change gives exactly 1; differences from 1 would
    lose digits where wages move by orders of magnitude.
    """
    still = np.ones_like(log_wage)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore", under="ignore"):
        wage = np.exp(log_wage - log_wage.max())
        wage = wage / ((base.income @ wage) / (base.income @ still))
        spending, deficit = _spending(base, wage)
        exponent = -base.theta * (np.log(wage)[:, None] + base.log_cost)
        top = np.where(base.share > 0.0, exponent, -np.inf).max(axis=0)  # no sum overflows or vanishes
        lower = np.minimum(exponent - top, 0.0)
        power, total = np.exp(lower), base.share.sum(axis=0)
        index = (base.share * power).sum(axis=0) / total
        flow = power / index * spending
        # Near 1 from what it differs by, since an elasticity near 0 divides its log by next to nothing.
        log_index = np.where(
            index > 0.5, np.log1p((base.share * np.expm1(lower)).sum(axis=0) / total), np.log(index)
        )
        sold = base.abroad * flow
        coming = sold.sum(axis=1) + base.takings.collected + np.maximum(deficit, 0.0)
        going = sold.sum(axis=0) + base.takings.charged - np.minimum(deficit, 0.0)
        gap = np.log(coming / going)
        known = np.abs(coming - going) > UNKNOWN * (base.abroad.sum(axis=0) + base.abroad.sum(axis=1))
        gap = np.where(known | ~np.isfinite(coming) | ~np.isfinite(going), gap, 0.0)
        price = np.exp(-(log_index + top) / base.theta)
        sound = np.isfinite(gap).all() and (spending > 0).all() and (index > 0).all() and (wage > 0).all()
        # Where goods abroad cost more than all that is earned, sales less what carriers keep would be negative.
        sound = sound and ((base.flows * flow).sum(axis=1) > base.takings.charged).all()
    worst = float(np.abs(gap).max()) if sound else float("inf")
    return Point(np.log(wage), wage, price, flow, spending, deficit, coming, going, gap, worst)


def spending_slope(base: Base, point: Point) -> tuple[Array, Array, Array]:
    """dE_j/dv_k = (j is k) own_j + each_j all_k, homogeneous of degree one in wages."""
    income, expenditure = base.income * point.wage, base.expenditure * point.spending
    if base.multiplicative:
        return expenditure, expenditure, _common(base, point.wage)
    return income, (base.deficit + base.takings.collected) / base.income.sum(), income


def _spending(base: Base, wage: Array) -> tuple[Array, Array]:
    """Expenditure over the base's, and deficits, by their rule; world output does not change."""
    if base.multiplicative:
        given, still = base.deficit_base, np.ones_like(wage)
        factor = (base.expenditure @ wage) / (base.expenditure @ still)
        # Expenditure over income moves for all alike, by less than one: apart, it would be lost in what is not traded.
        common = (given @ still - given @ wage) / (base.expenditure @ wage)
        return np.asarray(wage / factor), wage * (given / factor + base.income * common)
    takings = base.takings
    now = base.income * wage + base.deficit + takings.collected
    return np.asarray(now / (base.income + base.deficit_base + takings.collected_base)), base.deficit


def _common(base: Base, wage: Array) -> Array:
    """Slope of the common factor of expenditure over income in each log wage: its size is that of deficits."""
    income, given = base.income * wage, base.deficit_base * wage
    world, gap = income.sum(), given.sum()
    return np.asarray((income * gap - given * world) / (world * (world + gap)))


def _newton_step(base: Base, point: Point) -> Array:
    """Solve the linearised market clearing. Scaling all wages changes nothing: the weights' mean is pinned at 0.

    What is charged, collected and lent scales with them, so that this holds with takings and deficits too.
    """
    theta, flows = base.theta, base.flows * point.flow
    spent = base.expenditure * point.spending
    sold = base.abroad * point.flow
    share = flows / spent
    own, each, all_ = spending_slope(base, point)
    out, into = sold.sum(axis=1), sold.sum(axis=0)
    diagonal = np.diag_indices(len(out))
    # Exports: own price, the prices of all others in each market, and what each market spends.
    coming = theta * (sold @ share.T) + sold * (own / spent) + np.outer(sold @ (each / spent), all_)
    coming[diagonal] -= theta * out
    # Imports: prices of origins, of all others at home, and what is spent at home.
    away = share.copy()
    away[diagonal] = 0.0
    going = theta * (into[:, None] * share.T - sold.T) + np.outer(into * each / spent, all_)
    going[diagonal] += into * own / spent
    weight = base.weight * point.wage
    if base.multiplicative:
        lent = spent[:, None] * _common(base, point.wage)
        lent[diagonal] += point.deficit
    else:
        lent = np.outer(point.deficit, weight)
    positive = point.deficit > 0.0
    coming += np.outer(base.takings.collected, weight) + np.where(positive[:, None], lent, 0.0)
    going += np.outer(base.takings.charged, weight) - np.where(positive[:, None], 0.0, lent)
    slope = coming / point.coming[:, None] - going / point.going[:, None]
    return np.asarray(np.linalg.solve(slope - base.weight, -point.gap))


def _newton(base: Base, log_wage: Array, most: int) -> tuple[Point, int]:
    """Newton with halving; tatonnement where it gains nothing. Ends when cleared or when rounding stops progress."""
    point = at(base, log_wage)
    for step in range(most):
        if point.worst <= CLEARED or not np.isfinite(point.worst):
            return point, step
        new = _line(base, point)
        if not new.worst < point.worst:
            new = at(base, point.log_wage + _calm(base, point))
            if point.cleared and not new.worst < point.worst:
                return point, step
        point = new
    return point, most


def _line(base: Base, point: Point) -> Point:
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
        new = at(base, point.log_wage + step)
        if new.worst < point.worst:
            return new
        step = step / 2.0
    return point


def _calm(base: Base, point: Point) -> Array:
    """A step of tatonnement: exports over imports move by about 2 theta with an exporter's wage."""
    return np.clip(point.gap / (1.0 + 2.0 * base.theta), -LARGEST_STEP, LARGEST_STEP)


def _tatonnement(base: Base, log_wage: Array, steps: int) -> Array:
    """Log wages after so many steps of tatonnement alone, or where it leaves what can be spent."""
    for _ in range(steps):
        point = at(base, log_wage)
        if not np.isfinite(point.worst):
            break
        log_wage = point.log_wage + _calm(base, point)
    return log_wage


def _homotopy(base: Base, best: Point, steps: int, most: int) -> Searched:
    """From the base, where all ratios are 1, along equilibria of a growing part of the change."""
    reached, stride = 0.0, 0.25
    here = before = np.zeros(len(base.income))
    back = 0.0  # the part at which ``before`` holds
    while reached < 1.0 and stride >= SHORTEST:
        t = min(1.0, reached + stride)
        ahead = here if reached == back else here + (here - before) * (t - reached) / (reached - back)
        part = base.part(t) if t < 1.0 else base
        point, more = _newton(part, ahead, min(most, 100))  # a start so near needs five or six
        steps += more
        if not point.cleared:
            stride /= 2.0
            continue
        before, back, here, reached = here, reached, point.log_wage, t
        stride *= 1.5
        if t == 1.0:
            return Searched(point, steps, 1.0)
    return Searched(best, steps, reached)
