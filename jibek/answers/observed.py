"""How well a world agrees with what was observed.

Reads   observations of the record, quantities of a world
Gives   the observations that weigh worlds of a year, and how likely they are in one

Only rows labelled ``fitted`` weigh worlds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from jibek.answers.quantities import QUANTITIES
from jibek.ground.arrays import Array
from jibek.record.observations import Observation, observations

if TYPE_CHECKING:
    from jibek.record import Facts


def conditioning(facts: Facts, year: int) -> tuple[Observation, ...]:
    """The rows that weigh worlds of a year: fitted, of the year or of the quantity's own."""
    rows = [o for o in observations(facts) if o.label == "fitted"]
    return tuple(o for o in rows if o.year == (QUANTITIES[o.quantity].year or year))


def coordinate(o: Observation, modelled: float) -> float:
    """A figure on a scale on which assumptions move it nearly evenly: the log, or of hours at a crossing the inverse of
    what exceeds half of the hours observed, since a queue is inverse to the spare capacity."""
    if QUANTITIES[o.quantity].gateway is None:
        return math.log(modelled * o.part)
    return -1.0 / max(modelled - o.value / 2.0, o.value / 50.0)


def figure(o: Observation, at: Array) -> Array:
    """The figures that have these coordinates; hours end at twenty times what was observed, where queues never end."""
    if QUANTITIES[o.quantity].gateway is None:
        return np.exp(at) / o.part
    return o.value / 2.0 - 1.0 / np.minimum(at, -1.0 / (20.0 * o.value))


def misfits(rows: tuple[Observation, ...], amounts: Mapping[str, float], change: Array) -> Array:
    """Gaps in standard errors after changes of coordinates from these figures, both of shape (world, observation)."""
    found = np.empty_like(change)
    for i, o in enumerate(rows):
        modelled = figure(o, coordinate(o, amounts[o.quantity]) + change[:, i])
        found[:, i] = np.log(o.value / (modelled * o.part)) / o.error
    return found


def coordinate_error(o: Observation) -> float:
    """The standard error of an observation on that scale."""
    return o.error if QUANTITIES[o.quantity].gateway is None else 4.0 * o.error / o.value


def log_likelihood(rows: tuple[Observation, ...], amounts: Mapping[str, float]) -> float:
    """Log density of what was observed in a world with these quantities, up to a constant; -inf without a figure."""
    return -0.5 * math.fsum(o.misfit(amounts[o.quantity]) ** 2 for o in rows)
