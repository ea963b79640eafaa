"""Mean wait against load for everything that jams, before any flow exists: a curve through the waits of its queue.

They are of a year in which nothing is shut; what closures do to them stands in periods.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.ground.arrays import Floats
from jibek.ground.certificate import Certificate
from jibek.simulation.periods import bent
from jibek.simulation.queues import KNOTS, Drawn, Fluid, Queue, queues_of
from jibek.simulation.smooth import evaluate, fit_convex
from jibek.simulation.tables import CURVES

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import PlayedPart


@dataclass(frozen=True, slots=True)
class Curves:
    """Delay curves of ``facility_ids``, in the order of ``network.facilities``.

    load, hours, slope: shape (facility, knot): load over capacity, hours and hours per unit of it. Piecewise
    quadratic, convex, increasing, once differentiable; straight beyond the last knot. A cubic through hours and
    slopes at the knots is the same curve.
    """

    facility_ids: tuple[str, ...]
    load: Floats
    hours: Floats
    slope: Floats
    methods: tuple[str, ...]
    certificates: tuple[Certificate, ...]

    def evaluate(self, load: Floats) -> tuple[Floats, Floats]:
        """Hours and their derivative, shape (facility,) each, at one load over capacity for each facility."""
        return evaluate(np.asarray(load, float), self.load, self.hours, self.slope)

    def at_rest(self) -> Floats:
        """Hours without load, shape (facility,)."""
        return self.hours[:, 0].copy()

    @property
    def table(self) -> pd.DataFrame:
        """``simulation.curves``."""
        count = self.load.shape[1]
        frame = pd.DataFrame(
            {
                "facility_id": np.repeat(np.array(self.facility_ids, dtype=object), count),
                "load": self.load.ravel(),
                "hours": self.hours.ravel(),
                "slope": self.slope.ravel(),
                "method": np.repeat(np.array(self.methods, dtype=object), count),
            }
        )
        return CURVES.check(frame)


def curves(network: Network, facts: Facts, scenario: PlayedPart, usual_load: Floats | None = None) -> Curves:
    """A delay curve for every row of ``network.facilities``.

    Curves are remembered within the process: only what a curve rests on (capacity, spreads, seed, ...) makes it be
    found again.

    Parameters
    ----------
    usual_load : (facility of ``network.usual``,)
        Units a day that pass where nothing is shut: what queues left by a closure drain beside. Needed where the
        network has layers.

    Raises
    ------
    InputError
        ``record.unknown_assumption``, ``record.unknown_fact``.
    """
    if network.layers is not None:
        assert usual_load is not None, "a queue drains beside the usual load"
        least = facts.assume("least_spare_capacity_share")
        plain = curves(network.usual, facts, scenario)
        knots = bent(plain.load, plain.hours, plain.slope, network.layers, usual_load, least)
        held = zip(network.layers.held, network.layers.like, strict=True)
        methods = tuple("held" if waits else plain.methods[f] for waits, f in held)
        return Curves(tuple(network.facilities["facility_id"]), *knots, methods, plain.certificates)
    if network.layout is None:
        return _curves(network, facts, scenario)
    name = "curves", scenario.year, scenario.seed, scenario.replications
    of = network.layout, network.facilities, network.gateways
    return facts.remembered(name, lambda record: _curves(network, record, scenario), of)


def _curves(network: Network, facts: Facts, scenario: PlayedPart) -> Curves:
    queues = queues_of(network, facts, scenario)
    with ThreadPoolExecutor(2) as pool:
        distinct = list(dict.fromkeys(queues))
        fits = dict(zip(distinct, pool.map(_fitted, distinct), strict=True))
    names = tuple(network.facilities["facility_id"].astype(str))
    return _joined(names, queues, [fits[q] for q in queues])


def _joined(names: tuple[str, ...], queues: Sequence[Queue], fits: Sequence[Fit]) -> Curves:
    hours = np.array([fit[0] for fit in fits]).reshape(len(names), len(KNOTS))
    slope = np.array([fit[1] for fit in fits]).reshape(len(names), len(KNOTS))
    load = np.tile(KNOTS, (len(names), 1))
    methods = tuple(q.method for q in queues)
    kinds = [_kind(q) for q in queues]
    certificates = []
    for kind, tolerance, reason in (
        ("played", 0.1, "a mean over 20 years is itself off by a tenth near capacity"),
        ("simulated", 0.3, "ten years of a few ships or trains a day are off by a third near capacity"),
        ("closed_form", 0.05, "knots are 0.025 apart where the curve bends"),
        (
            "closed_form_past_a_published_time",
            0.1,
            "it bends at capacity, within less than the knots are apart",
        ),
        ("section", 0.05, "knots are 0.025 apart where the curve bends"),
        (
            "sailing",
            0.1,
            "minutes at loads that fill hardly a ship, where the wait of large lots is not quite convex",
        ),
    ):
        errors = [fit[2] for fit, own in zip(fits, kinds, strict=True) if own == kind]
        if errors:
            certificates.append(
                Certificate("simulation", f"curve_fit_{kind}", max(errors), tolerance, reason)
            )
    if names:
        kink = float(max(0.0, -np.diff(slope, axis=1).min(), -slope.min()))
        certificates.append(
            Certificate(
                "simulation", "curve_convexity", kink, 1e-9, "slopes are sums of steps not below zero"
            )
        )
    return Curves(names, load, hours, slope, methods, tuple(certificates))


def _kind(queue: Queue) -> str:
    """Whose tolerance a curve has."""
    if isinstance(queue, Drawn) and queue.crossing:
        return "played"
    name = queue.method.replace(" ", "_")
    return (
        f"{name}_past_a_published_time"
        if isinstance(queue, Fluid) and queue.line.waits_within_hours
        else name
    )


Fit = tuple[Floats, Floats, float]


@lru_cache(maxsize=1024)
def _fitted(queue: Queue) -> Fit:
    """Hours and slopes at KNOTS, and the largest error relative to the hours plus one hour."""
    at, hours = queue.at, queue.hours(queue.at)
    knot_hours, slope = fit_convex(at, hours, KNOTS)
    tile = np.ones((len(at), 1))
    again, _ = evaluate(at, tile * KNOTS, tile * knot_hours, tile * slope)
    return knot_hours, slope, float(np.max(np.abs(again - hours) / (hours + 1.0)))
