"""One direction of one gateway under one load, year after year.

Method  the event kernel, one replication a year

Trains keep their number and their luck from scenario to scenario, so a difference between two runs is a paired
difference. Replications of one gateway are played in one thread and summed in order: the same bits always.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jibek.ground.arrays import Flags, Floats
from jibek.simulation.crossing import (
    Line,
    Measures,
    PerDay,
    by_events,
    by_recursion,
    luck,
    measure,
    play_year,
)
from jibek.simulation.lines import Direction

PROBABILITIES = np.round(np.concatenate([[0.0], np.arange(1, 100) / 100.0, [0.995, 1.0]]), 3)

_P50, _P90, _P99 = (int(np.flatnonzero(p == PROBABILITIES)[0]) for p in (0.5, 0.9, 0.99))

WHAT = {"mean": None, "p50": _P50, "p90": _P90, "p99": _P99}


@dataclass(frozen=True, slots=True)
class Played:
    """One direction of a gateway: the measures of each replication; ``per_day`` units a day."""

    direction: Direction
    per_day: float
    group: float
    runs: tuple[Measures, ...]
    events: int
    oracle: float

    def hours(self, what: str) -> Floats:
        """hours_mean, hours_p50, hours_p90 or hours_p99 of each replication, shape (replication,)."""
        at = WHAT[what.removeprefix("hours_")]
        return np.array([r.hours_mean if at is None else r.quantiles[at] for r in self.runs])

    def spread(self) -> dict[str, float]:
        """hours_mean, hours_p50, hours_p90 and hours_p99, means over replications."""
        if not self.runs:
            return {f"hours_{what}": value for what, value in idle_hours(self.direction.line).items()}
        return {f"hours_{what}": float(np.mean(self.hours(what))) for what in WHAT}

    def mean(self, name: str) -> Any:
        """Mean over replications of a field of Measures."""
        return np.mean([getattr(r, name) for r in self.runs], axis=0)


def play_direction(
    d: Direction,
    container: PerDay,
    other: PerDay,
    seed: int,
    replications: int,
    *,
    first: int = 0,
    open_days: Flags | None = None,
    certify: bool = True,
) -> Played:
    """Replications ``first``, ``first + 1``, ... of one direction.

    ``container`` and ``other`` are units a day, each a number or an array over the days of the year; before and after
    it as many come as on its first and last day. ``open_days``, shape (day,): those on which nothing is shut; absent:
    all. Without ``certify`` the recursion plays alone, which gives the same hours, and nothing is said of stations.
    """
    load = float(np.mean(container + other))
    if load <= 0.0:
        return Played(d, 0.0, d.lump, (), 0, 0.0)
    line = d.grouped(load)
    ends = (line.warm_up_days, line.warm_up_days)
    kinds = [x if isinstance(x, float) else np.pad(x, ends, mode="edge") for x in (container, other)]
    per_day = (kinds[0] / line.group, kinds[1] / line.group)
    runs: list[Measures] = []
    events, oracle = 0, 0.0
    for number in range(first, first + replications):
        chance = luck(line, per_day, seed=seed, replication=number)
        year = play_year(line, chance, per_day, solve=by_events if certify else by_recursion)
        if not year.counted.any():
            continue  # so little traffic that nothing came this year
        if certify and number == first:
            again = play_year(line, chance, per_day, solve=by_recursion)
            oracle = float(np.max(np.abs(again.leave - year.leave)))
        events += year.events
        runs.append(measure(year, PROBABILITIES, open_days, stations=certify))
    return Played(d, load, line.group, tuple(runs), events, oracle)


def idle_hours(line: Line) -> dict[str, float]:
    """Hours of a gateway without traffic; quantiles of the lognormal clearance."""
    from scipy.special import ndtri

    return {
        what: line.fixed_hours if at is None else float(fixed_quantile(line, ndtri(PROBABILITIES[[at]]))[0])
        for what, at in WHAT.items()
    }


def fixed_quantile(line: Line, z: Floats) -> Floats:
    """Clearance plus reloading at the normal scores ``z``: a lognormal with the mean and variance of the sum."""
    mean = line.fixed_hours
    if mean <= 0.0:
        return np.zeros(len(z))
    variance = (line.clearance_hours**2 + line.reloading_hours**2) * line.clearance_cv**2
    sigma2 = np.log1p(variance / mean**2)
    return np.asarray(mean * np.exp(np.sqrt(sigma2) * z - 0.5 * sigma2))
