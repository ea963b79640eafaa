"""A run in many worlds: each draws all assumptions at once, is settled, and weighs by its agreement with the record.

Reads   a settled state and its base, the fitted observations
Gives   headline numbers and quantities in every world, weights, the effective number of worlds

Worlds are settled in base and scenario alike, so that what both have in common cancels in their difference. One that
does not settle, or whose freight is worth more than trade, has no weight and is counted. Worlds of every year and
scenario have the weights that the baseline has in the base year, where most was observed.

Reference: importance sampling with self-normalised weights, effective number 1 / sum of squared weights (Kong 1992).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from jibek.answers import worlds
from jibek.answers.observed import conditioning, coordinate, coordinate_error, log_likelihood, misfits
from jibek.ground.arrays import Array, Flags, Ints
from jibek.ground.errors import CertificateError, InputError
from jibek.ground.workers import in_order
from jibek.loop import State, accepted, settle
from jibek.record.observations import Observation
from jibek.record.paths import BASE_YEAR

if TYPE_CHECKING:
    from jibek.record import Facts

LEAST_EFFECTIVE = 30  # worlds below which no interval is told: fewer, and one or two of them make an end

# Units of flows: what drifts from year to year where no series carries it.
FLOWS = (
    "trains/day",
    "trains/year",
    "trucks/year",
    "calls/year",
    "TEU/year",
    "Mt/year",
    "t/year",
    "Gtkm/year",
)

NEGLIGIBLE = (
    0.005  # worlds that weigh less together are not settled in a scenario: a tenth of what lies beyond P5
)

# Faults of a world, not of the program: its freight outgrows its trade, or it does not settle.
_REFUSED = ("trade.value_above_trade", "demand.bad_value")

Values = Mapping[str, float | None]
Measure = Callable[[State], Values]


class Memory(Protocol):
    """Where worlds that are known are kept between runs, by what they rest on and their name."""

    def get(self, name: str) -> dict[str, Any] | None: ...
    def put(self, name: str, world: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Worlds of one run.

    z: (world, score); weight: (world,), sums to 1, 0 for one that gave no answer; values: by world, None where there is
    none; base: the same of the base, of a run that is its own base itself; reasons: (world,) why one gave no answer.
    drift: standard error of the log of a flow for the years between the run's and the base year.
    """

    prior: worlds.Prior
    z: Array
    weight: Array
    values: tuple[Values | None, ...]
    base: tuple[Values | None, ...]
    reasons: tuple[str, ...]
    rows: tuple[Observation, ...]
    drift: float = 0.0

    @property
    def effective(self) -> float:
        """Effective number of worlds."""
        return effective(self.weight)

    def drift_of(self, unit: str) -> float:
        """The drift of a figure in a unit: of flows alone, as trade is given and hours and prices are not counted."""
        return self.drift if unit in FLOWS else 0.0

    @property
    def told(self) -> bool:
        """Whether there are worlds enough for an interval."""
        return self.effective >= LEAST_EFFECTIVE

    def column(self, name: str) -> tuple[Array, Array]:
        """A figure in the worlds that have it, and their weights."""
        at, (values,) = having(name, self.weight, self.values)
        return values, self.weight[at]

    def changes(self, name: str) -> tuple[Array, Array]:
        """A figure less that of the base in the same world, and weights."""
        at, (values, before) = having(name, self.weight, self.values, self.base)
        return values - before, self.weight[at]

    @property
    def method(self) -> str:
        """How intervals were made, for people."""
        return (
            f"P5 to P95 of {len(self.weight)} worlds ({self.effective:.0f} effective), all assumptions drawn at once, "
            f"weighted by {len(self.rows)} observations"
            + (f"; flows drift by {100 * self.drift:.0f} % from the base year" if self.drift else "")
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """Worlds and their weights before a scenario is looked at; values: of the baseline in the base year; central: the
    same where every assumption is at its centre."""

    prior: worlds.Prior
    z: Array
    weight: Array
    values: tuple[Values | None, ...]
    reasons: tuple[str, ...]
    rows: tuple[Observation, ...]
    central: Values

    @property
    def effective(self) -> float:
        """Effective number of worlds."""
        return effective(self.weight)


def weigh(
    state: State,
    measure: Measure,
    count: int,
    *,
    ahead: Callable[[Facts], Values] = lambda _: {},
    memory: Memory | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Weighed:
    """Draw worlds and weigh them by what was observed.

    Parameters
    ----------
    state
        The baseline of the base year, settled at the central values.
    measure, ahead
        Figures by name, those of the observations among them: of a state, and those that a record alone tells, by which
        a world is judged before it is settled.
    """
    facts = state.facts
    prior = worlds.Prior.of(facts)
    rows = conditioning(facts, state.scenario.year)
    before = ahead(facts)
    measured = {**measure(state), **before}
    central = {o.quantity: _figure(measured, o.quantity) for o in rows}
    slopes = worlds.slopes_of(facts, prior, tuple(o.observation_id for o in rows))
    gap = [coordinate(o, o.value / o.part) - coordinate(o, central[o.quantity]) for o in rows]
    error = [coordinate_error(o) for o in rows]
    seen = worlds.Observed(*slopes, np.array(gap), np.array(error), partial(misfits, rows, central))
    tried: list[dict[str, Any]] = []

    def known(z: Array) -> Array:
        def told(number: int) -> dict[str, Any]:
            return _told(lambda: ahead(facts.assuming(prior.values(z[number]))))

        tried.extend(_known(told, len(z), memory, workers, progress, "candidate"))
        return np.array([[_misfit_ahead(o, f["values"]) for o in rows] for f in tried])

    drawn = worlds.draw(prior, count, state.scenario.seed, seen, known if before else None)

    def one(number: int) -> dict[str, Any]:
        return _told(lambda: measure(_settled(state, prior.values(drawn.z[number]), None, state)))

    found = list(_known(one, count, memory, workers, progress, "world"))
    if before:
        found = [_joined(tried[i], f) for i, f in zip(drawn.tried, found, strict=True)]
    values = tuple(f["values"] for f in found)
    log_weight = np.full(count, -math.inf)
    for i, v in enumerate(values):
        if v is not None:
            amounts = {o.quantity: _figure(v, o.quantity) for o in rows}
            log_weight[i] = log_likelihood(rows, amounts) + drawn.log_ratio[i]
    reasons = tuple(str(f["reason"]) for f in found)
    return Weighed(prior, drawn.z, _normal(log_weight), values, reasons, rows, measured)


def run(
    weighed: Weighed,
    state: State,
    base: State | None,
    measure: Measure,
    *,
    memory: Memory | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Ensemble:
    """The worlds in a scenario and its base. An assumption that the scenario sets is the user's there and not drawn."""
    fixed = state.scenario.assumption
    heavy = _heavy(weighed.weight)
    # A scenario that moves nothing moves nothing in any world: it starts where the base's own world stands.
    idle = base is not None and _same(state.flow.load, base.flow.load)

    def one(number: int) -> dict[str, Any]:
        if not heavy[number]:
            return {"values": None, "reason": "", "base": None}
        drawn = weighed.prior.values(weighed.z[number])
        own = {name: value for name, value in drawn.items() if name not in fixed}
        if base is None:
            return _told(lambda: measure(_settled(state, own, None, state)))
        try:
            there = _settled(
                base, {n: v for n, v in drawn.items() if n not in base.scenario.assumption}, None, base
            )
        except (CertificateError, InputError) as fault:
            return {"values": None, "reason": _reason(fault), "base": None}
        start = there if idle else state
        return {**_told(lambda: measure(_settled(state, own, there, start))), "base": measure(there)}

    found = list(_known(one, len(weighed.weight), memory, workers, progress, "world of the scenario"))
    values = tuple(f["values"] for f in found)
    alive = np.array([v is not None for v in values])
    return Ensemble(
        weighed.prior,
        weighed.z,
        _over(weighed.weight, alive),
        values,
        tuple(f.get("base") for f in found),
        tuple(a or str(f["reason"]) for a, f in zip(weighed.reasons, found, strict=True)),
        weighed.rows,
        _drift(state),
    )


def of_base(weighed: Weighed) -> Ensemble:
    """The baseline of the base year itself, whose worlds are known from weighing them."""
    w = weighed
    return Ensemble(w.prior, w.z, w.weight, w.values, (None,) * len(w.weight), w.reasons, w.rows)


def having(name: str, weight: Array, *of: Sequence[Values | None]) -> tuple[Ints, Array]:
    """The worlds of any weight in which each of ``of`` has the figure, (world,), and the figures there, (of, world)."""
    at = [
        i
        for i in np.flatnonzero(weight > 0).tolist()
        if all((v := values[i]) is not None and v.get(name) is not None for values in of)
    ]
    figures = [[float(values[i][name]) for i in at] for values in of]  # type: ignore[index,arg-type]
    return np.array(at, int), np.array(figures)


def _figure(values: Values, quantity: str) -> float:
    found = values[f"quantities:{quantity}"]
    return math.nan if found is None else found


def _joined(ahead: Mapping[str, Any], settled: Mapping[str, Any]) -> dict[str, Any]:
    """A world's figures of both kinds; none where it has no answer of either."""
    reason = settled["reason"] or ahead["reason"]
    return {"values": None if reason else {**settled["values"], **ahead["values"]}, "reason": reason}


def _misfit_ahead(o: Observation, values: Values | None) -> float:
    """The misfit of a row by what is known ahead: nan where that does not tell it, endless where there is no answer."""
    if values is None:
        return math.inf
    return o.misfit(_figure(values, o.quantity)) if f"quantities:{o.quantity}" in values else math.nan


def _settled(state: State, values: Mapping[str, float], base: State | None, warm: State) -> State:
    return accepted(settle(state.facts.assuming(values), state.scenario, base, warm=warm))


def _told(make: Callable[[], Values]) -> dict[str, Any]:
    """What a world gives, or why it gives nothing."""
    try:
        return {"values": make(), "reason": ""}
    except (CertificateError, InputError) as fault:
        return {"values": None, "reason": _reason(fault)}
    except ArithmeticError:  # its assumptions together leave the range of numbers
        return {"values": None, "reason": "record.no_arithmetic"}


def _reason(fault: CertificateError | InputError) -> str:
    """Why a world gives no answer; a fault that is none of the world's is raised again."""
    if isinstance(fault, InputError) and fault.code not in _REFUSED:
        raise fault
    return fault.code


def _known(
    one: Callable[[int], dict[str, Any]],
    count: int,
    memory: Memory | None,
    workers: int | None,
    progress: Callable[[str], None],
    what: str,
) -> Iterator[dict[str, Any]]:
    """Every world in order: from memory, else worked out and kept as it comes, so that a killed run goes on."""
    kept = {n: memory.get(_name(what, n)) for n in range(count)} if memory is not None else {}
    new = [n for n in range(count) if kept.get(n) is None]
    answers = in_order(one, new, workers)
    for number in range(count):
        found = kept.get(number)
        if found is None:
            found = next(answers)
            if memory is not None:
                memory.put(_name(what, number), found)
        progress(f"{what} {number + 1} of {count}")
        yield found


def _name(what: str, number: int) -> str:
    return f"{what.replace(' ', '-')}-{number}"


def _normal(log_weight: Array) -> Array:
    """Weights that sum to 1; none where no world has any."""
    top = float(log_weight.max())
    if not math.isfinite(top):
        return np.zeros(len(log_weight))
    weight = np.exp(log_weight - top)
    return np.asarray(weight / weight.sum())


def effective(weight: Array) -> float:
    """Effective number of worlds with these weights."""
    total = float((weight**2).sum())
    return 1.0 / total if total > 0 else 0.0


def _drift(state: State) -> float:
    """What the years since or until the base year make of shares that no series carries: a walk from year to year."""
    years = abs(state.scenario.year - BASE_YEAR)
    return state.facts.assume("flow_drift_share_per_root_year") * math.sqrt(years) if years else 0.0


def _heavy(weight: Array) -> Flags:
    """All worlds but the lightest that weigh `NEGLIGIBLE` together."""
    order = np.argsort(weight, kind="stable")
    heavy = np.empty(len(weight), bool)
    heavy[order] = np.cumsum(weight[order]) > NEGLIGIBLE
    return heavy


def _over(weight: Array, alive: Flags) -> Array:
    kept = np.where(alive, weight, 0.0)
    total = float(kept.sum())
    return np.asarray(kept / total) if total > 0 else kept


def _same(load: Array, other: Array) -> bool:
    """Whether loads of facilities are the same but for the order in which they were added up."""
    return load.shape == other.shape and bool(np.allclose(load, other, rtol=1e-9, atol=0.0))
