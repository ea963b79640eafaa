"""What the played years say, as tables: hours and queues at every gateway, and whether the years can be trusted.

Method  95 % intervals by Student's t over replications, for quantiles too; bottleneck = the station where most of the
        time goes
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Floats
from jibek.ground.certificate import Certificate
from jibek.simulation.crossing import STATIONS, Line
from jibek.simulation.replications import PROBABILITIES, WHAT, Played, fixed_quantile
from jibek.simulation.tables import QUANTILES, WAITS, WAITS_BY_DIRECTION


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


def joined(found: Sequence[Played], expected: Mapping[str, float], *, closures: bool = False) -> Play:
    """Tables and certificates; ``expected`` are the curves' hours by facility id, ``closures``: of a year with some."""
    by_direction = pd.DataFrame([_told(p) for p in found], columns=list(WAITS_BY_DIRECTION.columns))
    by_direction = WAITS_BY_DIRECTION.check(by_direction)
    total = by_direction.groupby(["gateway_id", "mode"])["per_day"].sum()
    outward = by_direction[by_direction["direction"] == "out"].set_index(["gateway_id", "mode"])
    outward = outward.assign(trains_per_day=total).reset_index()
    return Play(
        WAITS.check(outward[list(WAITS.columns)]),
        by_direction,
        QUANTILES.check(quantiles_of(found)),
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
    row |= p.spread()
    for what in WHAT:
        mean = row[f"hours_{what}"]
        row[f"hours_{what}_low"], row[f"hours_{what}_high"] = (
            interval(p.hours(what)) if p.runs else (mean, mean)
        )
    if not p.runs:
        return {**row, **_idle(d.line), "method": "no traffic"}
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
    """A gateway without traffic: clearance and reloading alone, no wait."""
    row: dict[str, Any] = dict.fromkeys(("wait_hours_mean", "queue_mean", "utilisation", "arrivals"), 0.0)
    row |= {
        "inspection_hours": line.clearance_hours,
        "acceptance_hours": 0.0,
        "gauge_change_hours": line.reloading_hours,
        "bottleneck": "none" if line.fixed_hours == 0 else "inspection",
    }
    if line.reloading_hours > line.clearance_hours:
        row["bottleneck"] = "gauge change"
    return row


def quantiles_of(found: Sequence[Played]) -> pd.DataFrame:
    """``simulation.quantiles`` of these directions, not checked."""
    return pd.concat([_quantiles(p) for p in found], ignore_index=True) if found else QUANTILES.empty()


def _quantiles(p: Played) -> pd.DataFrame:
    from scipy.special import ndtri

    d = p.direction
    if p.runs:
        hours, waits, usual = (p.mean(f"{what}quantiles") for what in ("", "wait_", "open_"))
    else:
        hours = fixed_quantile(d.line, ndtri(np.clip(PROBABILITIES, 0.0005, 0.9995)))
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
