"""The assigned year, played once for both directions of every gateway.

Method  the event kernel, one replication a year; 95 % intervals by Student's t over replications, for quantiles
        too; bottleneck = the station where most of the time goes

Trains keep their number and their luck from scenario to scenario, so a difference between two runs is a paired
difference. Replications of one gateway are played in one thread and summed in order: the same bits always.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Flags, Floats
from jibek.ground.certificate import Certificate
from jibek.simulation.crossing import (
    STATIONS,
    Line,
    Measures,
    PerDay,
    by_events,
    by_recursion,
    luck,
    measure,
    play_year,
)
from jibek.simulation.delay import curves
from jibek.simulation.lines import Direction, directions
from jibek.simulation.tables import QUANTILES, WAITS, WAITS_BY_DIRECTION

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import PlayedPart

PROBABILITIES = np.round(np.concatenate([[0.0], np.arange(1, 100) / 100.0, [0.995, 1.0]]), 3)

_P50, _P90, _P99 = (int(np.flatnonzero(p == PROBABILITIES)[0]) for p in (0.5, 0.9, 0.99))

_WHAT = {"mean": None, "p50": _P50, "p90": _P90, "p99": _P99}


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
        at = _WHAT[what.removeprefix("hours_")]
        return np.array([r.hours_mean if at is None else r.quantiles[at] for r in self.runs])

    def mean(self, name: str) -> Any:
        """Mean over replications of a field of Measures."""
        return np.mean([getattr(r, name) for r in self.runs], axis=0)


@dataclass(frozen=True, slots=True)
class Play:
    """waits, waits_by_direction, quantiles: frames as declared; certificates: Little's law, the recursion, the
    curves; played: by facility id, with the measures of each replication."""

    waits: pd.DataFrame
    waits_by_direction: pd.DataFrame
    quantiles: pd.DataFrame
    certificates: tuple[Certificate, ...]
    played: Mapping[str, Played]
    events: int

    def replication_values(self, gateway_id: str, column: str, direction: str = "out") -> Floats:
        """A column (hours_mean, hours_p50, hours_p90, hours_p99) of each replication, in order; empty if none."""
        found = self.played.get(f"{gateway_id}:{direction}")
        return found.hours(column) if found else np.empty(0)


def interval(values: Floats) -> tuple[float, float]:
    """95 % t interval of the mean of independent values; the mean twice if there is one value only."""
    from scipy.special import stdtrit

    mean = float(np.mean(values))
    if len(values) < 2:
        return mean, mean
    half = float(stdtrit(len(values) - 1, 0.975) * np.std(values, ddof=1) / np.sqrt(len(values)))
    return mean - half, mean + half


def play(
    network: Network,
    load_per_day: Floats,
    container_share: Floats,
    facts: Facts,
    scenario: PlayedPart,
    *,
    gateways: Collection[str] | None = None,
    expected: Floats | None = None,
) -> Play:
    """Play the year under the assigned loads.

    Parameters
    ----------
    load_per_day, container_share : shape (facility,) or (facility, day)
        In the order of the facilities of ``network.usual``: vehicles (ports: tonnes) a day that come, and the part of
        it that are container trains; rows of sections are not read. Days are those of the year.
    gateways
        Only these; None: all.
    expected : shape (facility,)
        Hours of wait by the curves, to compare with; absent: by the curves at ``load_per_day``.

    Raises
    ------
    InputError
        ``record.unknown_assumption``, ``record.unknown_fact``.
    """
    at = {str(f): i for i, f in enumerate(network.usual.facilities["facility_id"])}
    layers = network.layers
    open_days = None if layers is None else np.array(layers.calendar.of_day) == 0
    asked = [
        d for d in directions(network, facts, scenario.year) if gateways is None or d.gateway_id in gateways
    ]

    def one(d: Direction) -> Played:
        load, share = (_row(values, at[d.facility_id]) for values in (load_per_day, container_share))
        share = np.where(np.isfinite(share), share, 1.0) if d.mode == "rail" else 1.0
        kinds = (_row(load * share, ...), _row(load * (1.0 - share), ...))
        return play_direction(d, *kinds, scenario.seed, scenario.replications, open_days=open_days)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(one, asked))
    if expected is None:
        ratio = np.asarray(load_per_day, float) / network.facilities["capacity_per_day"].to_numpy(float)
        expected = curves(network, facts, scenario).evaluate(ratio)[0]
    hours = {d.facility_id: float(expected[at[d.facility_id]]) for d in asked}
    return joined(found, hours, closures=layers is not None)


def _row(values: Any, at: Any) -> PerDay:
    """One entry or row: a number, or an array over days that differ."""
    row = np.asarray(values, float)[at]
    return float(row.flat[0]) if np.all(row == row.flat[0]) else row


def play_direction(
    d: Direction,
    container: PerDay,
    other: PerDay,
    seed: int,
    replications: int,
    *,
    first: int = 0,
    open_days: Flags | None = None,
) -> Played:
    """Replications ``first``, ``first + 1``, ... of one direction.

    ``container`` and ``other`` are units a day, each a number or an array over the days of the year; before and after
    it as many come as on its first and last day. ``open_days``, shape (day,): those on which nothing is shut; absent:
    all.
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
        year = play_year(line, chance, per_day, solve=by_events)
        if not year.counted.any():
            continue  # so little traffic that nothing came this year
        if number == first:
            again = play_year(line, chance, per_day, solve=by_recursion)
            oracle = float(np.max(np.abs(again.leave - year.leave)))
        events += year.events
        runs.append(measure(year, PROBABILITIES, open_days))
    return Played(d, load, line.group, tuple(runs), events, oracle)


def joined(found: Sequence[Played], expected: Mapping[str, float], *, closures: bool = False) -> Play:
    """Tables and certificates; ``expected`` are the curves' hours by facility id, ``closures``: of a year with some."""
    by_direction = pd.DataFrame([_told(p) for p in found], columns=list(WAITS_BY_DIRECTION.columns))
    by_direction = WAITS_BY_DIRECTION.check(by_direction)
    total = by_direction.groupby(["gateway_id", "mode"])["per_day"].sum()
    outward = by_direction[by_direction["direction"] == "out"].set_index(["gateway_id", "mode"])
    outward = outward.assign(trains_per_day=total).reset_index()
    quantiles = [_quantiles(p) for p in found]
    return Play(
        WAITS.check(outward[list(WAITS.columns)]),
        by_direction,
        QUANTILES.check(pd.concat(quantiles, ignore_index=True) if quantiles else QUANTILES.empty()),
        certificates(found, expected, closures),
        {p.direction.facility_id: p for p in found},
        sum(p.events for p in found),
    )


def _told(p: Played) -> dict[str, Any]:
    d = p.direction
    row: dict[str, Any] = {
        "gateway_id": d.gateway_id,
        "mode": d.mode,
        "direction": d.direction,
        "unit": d.unit,
        "rests_on": ";".join(d.rests_on),
        "per_day": p.per_day,
        "replications": len(p.runs),
    }
    if not p.runs:
        return {**row, **_idle(d.line), "method": "no traffic"}
    for what in _WHAT:
        values = p.hours(what)
        row[f"hours_{what}"] = float(np.mean(values))
        row[f"hours_{what}_low"], row[f"hours_{what}_high"] = interval(values)
    stations = p.mean("station_hours")
    return {
        **row,
        "inspection_hours": float(stations[0]),
        "acceptance_hours": float(stations[1]),
        "gauge_change_hours": float(stations[2]),
        "wait_hours_mean": float(p.mean("wait_mean")),
        "queue_mean": float(p.mean("queue_mean")) * p.group,
        "utilisation": float(p.mean("utilisation")),
        "arrivals": float(p.mean("arrivals")) * p.group,
        "bottleneck": STATIONS[int(np.argmax(stations))],
        "method": "played",
    }


def _idle(line: Line) -> dict[str, Any]:
    """A gateway without traffic: clearance and reloading alone, no wait; quantiles of the lognormal clearance."""
    from scipy.special import ndtri

    row: dict[str, Any] = dict.fromkeys(("wait_hours_mean", "queue_mean", "utilisation", "arrivals"), 0.0)
    for what, p in (("mean", None), ("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
        value = line.fixed_hours if p is None else float(_fixed_quantile(line, np.array([ndtri(p)]))[0])
        row[f"hours_{what}"] = row[f"hours_{what}_low"] = row[f"hours_{what}_high"] = value
    row |= {
        "inspection_hours": line.clearance_hours,
        "acceptance_hours": 0.0,
        "gauge_change_hours": line.reloading_hours,
        "bottleneck": "none" if line.fixed_hours == 0 else "inspection",
    }
    if line.reloading_hours > line.clearance_hours:
        row["bottleneck"] = "gauge change"
    return row


def _fixed_quantile(line: Line, z: Floats) -> Floats:
    """Clearance plus reloading at the normal scores ``z``: a lognormal with the mean and variance of the sum."""
    mean = line.fixed_hours
    if mean <= 0.0:
        return np.zeros(len(z))
    variance = (line.clearance_hours**2 + line.reloading_hours**2) * line.clearance_cv**2
    sigma2 = np.log1p(variance / mean**2)
    return np.asarray(mean * np.exp(np.sqrt(sigma2) * z - 0.5 * sigma2))


def _quantiles(p: Played) -> pd.DataFrame:
    from scipy.special import ndtri

    d = p.direction
    if p.runs:
        hours, waits, usual = (p.mean(f"{what}quantiles") for what in ("", "wait_", "open_"))
    else:
        hours = _fixed_quantile(d.line, ndtri(np.clip(PROBABILITIES, 0.0005, 0.9995)))
        waits = usual = np.zeros(len(PROBABILITIES))
    return pd.DataFrame(
        {
            "gateway_id": np.full(len(PROBABILITIES), d.gateway_id, dtype=object),
            "direction": np.full(len(PROBABILITIES), d.direction, dtype=object),
            "quantile": PROBABILITIES,
            "hours": waits,
            "crossing_hours": hours,
            "hours_open_days": usual,
        }
    )


def certificates(
    found: Sequence[Played], expected: Mapping[str, float], closures: bool = False
) -> tuple[Certificate, ...]:
    """Little's law, kernel against recursion, and the curves at the assigned load against the played mean.

    The gap to a curve is taken relative to the hours at the gateway plus one hour, since a wait of minutes may be
    off by its own size without any weight.
    """
    busy = [p for p in found if p.runs]
    if not busy:
        return ()
    little = max(r.little for p in busy for r in p.runs)
    oracle = max(p.oracle for p in busy)
    made = [
        Certificate(
            "simulation", "littles_law", little, 1e-9, "an identity; sums of some 1e4 terms round at 1e-12"
        ),
        Certificate(
            "simulation", "events_against_recursion", oracle, 0.0, "both do the same additions: same bits"
        ),
    ]
    same = "same years and draws: the fit, and the mix of trains that the curve was drawn for, move it by per cents"
    kinds = (
        (
            "curve_against_play",
            True,
            0.3 if closures else 0.15,
            f"{same}; a queue that one closure leaves to the next is in no curve" if closures else same,
        ),
        (
            "other_curves_against_play",
            False,
            0.5,
            "waits of hours from other years than the played ones: a storm more or less moves a port by a third",
        ),
    )
    for name, played, tolerance, reason in kinds:
        gaps = [_gap(p, expected[p.direction.facility_id]) for p in busy if p.direction.played is played]
        if gaps:
            made.append(Certificate("simulation", name, max(gaps), tolerance, reason))
    return tuple(made)


def _gap(p: Played, expected: float) -> float:
    wait = float(p.mean("wait_mean"))
    return abs(expected - wait) / (p.direction.line.fixed_hours + wait + 1.0)
