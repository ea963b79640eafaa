"""Crossings under the traffic that was published for a year, and the acceptance that fits a published mean.

    simulate(facts, network, ["CN_KHORGOS-KZ_ALTYNKOL"], year=2022).crossings[0]["hours_mean"]     34.8
    refit(facts, network)        {"khorgos_acceptance_trains_per_day": 11.27, "dostyk_...": 10.1}

Only the ratio of acceptance to arrivals moves the mean, so each published mean fixes one number and tests nothing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.record.crossings import crossings
from jibek.simulation.lines import Direction, directions
from jibek.simulation.published import Arrivals, arrivals
from jibek.simulation.replications import Played, play_direction
from jibek.simulation.told import Play, interval, joined

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts

BATCH = 20  # replications between two looks at the precision; fixed, or stopping early would bias the mean

MOST = 2000


@dataclass(frozen=True, slots=True)
class Simulated:
    """crossings: away from China, one dict for each gateway as in the ``--json`` contract; directions: the same for
    both directions; warnings: {code, message, rows}."""

    replications: int
    events: int
    cpu_s: float
    seed: int
    crossings: tuple[dict[str, Any], ...]
    directions: tuple[dict[str, Any], ...]
    warnings: tuple[dict[str, Any], ...]
    played: Play


def simulate(
    facts: Facts,
    network: Network,
    gateways: Sequence[str] | None = None,
    *,
    year: int = 2023,
    replications: int = 20,
    precision: float | None = None,
    seed: int = 1,
    one_way: bool = False,
) -> Simulated:
    """Play crossings under the published trains of a year.

    Parameters
    ----------
    network
        Built for that year: acceptance and clearance are its own.
    gateways
        Rail crossings; None: those that are played train by train.
    precision
        Go on in batches of 20 replications until the half-width of the interval of every mean is below this
        part of the mean (at most 2,000); None: exactly ``replications``.
    one_way
        Play the direction away from China alone, whose draws do not depend on the other's.

    Raises
    ------
    InputError
        ``simulation.unknown_gateway`` with the nearest ids; ``simulation.no_arrivals`` with the years that have
        a published count; ``simulation.bad_request`` for replications or precision out of range.
    """
    _check(replications, precision)
    every = directions(network, facts, year)
    asked = [d for d in _asked(every, gateways) if d.direction == "out" or not one_way]
    traffic = {d.facility_id: arrivals(facts, d.gateway_id, d.direction, year) for d in asked}
    started = time.process_time()
    found = [_precise(d, traffic[d.facility_id], seed, replications, precision) for d in asked]
    spent = time.process_time() - started
    expected = {d.facility_id: float(p.mean("wait_mean")) for d, p in zip(asked, found, strict=True)}
    result = joined(found, expected)
    rows = tuple(_json(row, year, traffic) for row in result.waits_by_direction.to_dict("records"))
    outward = tuple({k: v for k, v in r.items() if k != "direction"} for r in rows if r["direction"] == "out")
    return Simulated(
        max(len(p.runs) for p in found),
        result.events,
        spent,
        seed,
        outward,
        rows,
        tuple(_warnings(rows)),
        result,
    )


def _check(replications: int, precision: float | None) -> None:
    problems: list[tuple[str, float, str]] = []
    if not 2 <= replications <= 10_000:
        problems.append(("replications", replications, "2 to 10,000"))
    if precision is not None and not 0 < precision < 1:
        problems.append(("precision", precision, "a part of the mean between 0 and 1"))
    refuse(
        "simulation.bad_request",
        "the simulation cannot be run like this",
        [
            Problem("simulation.bad_request", name, value=value, expected=expected, fix="Correct the option.")
            for name, value, expected in problems
        ],
    )


def _asked(every: Sequence[Direction], gateways: Sequence[str] | None) -> list[Direction]:
    if gateways is None:
        return [d for d in every if d.played]
    rail = {d.gateway_id for d in every if d.mode == "rail"}
    refuse(
        "simulation.unknown_gateway",
        "gateways that cannot be simulated",
        [
            Problem(
                "simulation.unknown_gateway",
                g,
                value=g,
                expected="a rail crossing that is open",
                fix=nearest(g, rail),
            )
            for g in gateways
            if g not in rail
        ],
    )
    return [d for d in every if d.gateway_id in set(gateways)]


def _precise(
    d: Direction, traffic: Arrivals, seed: int, replications: int, precision: float | None
) -> Played:
    if precision is None:
        return play_direction(d, traffic.container, traffic.other, seed, replications)
    found = play_direction(d, traffic.container, traffic.other, seed, BATCH)
    while len(found.runs) < MOST:
        low, high = interval(found.hours("hours_mean"))
        if (high - low) / 2.0 <= precision * (high + low) / 2.0:
            break
        more = play_direction(d, traffic.container, traffic.other, seed, BATCH, first=len(found.runs))
        found = replace(found, runs=found.runs + more.runs, events=found.events + more.events)
    return found


_JSON = (
    *("gateway_id", "mode", "direction", "hours_mean", "hours_mean_low", "hours_mean_high", "hours_p50"),
    *("hours_p90", "hours_p99", "wait_hours_mean", "queue_mean", "utilisation", "arrivals", "bottleneck"),
)


def _json(row: dict[Any, Any], year: int, traffic: dict[str, Arrivals]) -> dict[str, Any]:
    came = traffic[f"{row['gateway_id']}:{row['direction']}"]
    return {
        **{name: row[name] for name in _JSON},
        "year": year,
        "arrivals": row["arrivals"],
        "container_trains_per_day": came.container,
        "other_trains_per_day": came.other,
        "arrivals_from": came.working,
        "rests_on": list(came.rests_on),
    }


def _warnings(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    full = [f"{r['gateway_id']}:{r['direction']}" for r in rows if r["utilisation"] > 0.98]
    if not full:
        return []
    message = (
        "more trains come than are accepted: the queue grows all year, so the hours say how long the year is"
    )
    return [{"code": "simulation.beyond_capacity", "message": message, "rows": full}]


def fit_acceptance(
    d: Direction,
    target_hours: float,
    container: float,
    other: float,
    *,
    seed: int = 1,
    replications: int = 20,
) -> float:
    """Trains a day that a crossing must accept for the played mean to be ``target_hours``.

    Bisection; every trial has the same draws, so the mean falls as acceptance rises without noise in between.

    Parameters
    ----------
    container, other
        Arrivals a day in this direction.

    Raises
    ------
    InputError
        ``simulation.target_too_low`` where clearance and reloading alone take longer.
    """

    def mean(acceptance: float) -> float:
        trial = replace(d, line=replace(d.line, capacity_per_day=acceptance))
        return float(play_direction(trial, container, other, seed, replications).mean("hours_mean"))

    low, high = 0.5 * (container + other), 4.0 * (container + other)
    if mean(high) > target_hours:
        raise InputError(
            "simulation.target_too_low",
            f"no acceptance makes {d.facility_id} as quick as {target_hours:g} h",
            [
                Problem(
                    "simulation.target_too_low",
                    d.facility_id,
                    value=target_hours,
                    expected=f"more than {d.line.fixed_hours:g} h of clearance and reloading",
                    fix="Lower the clearance hours.",
                )
            ],
        )
    while high - low > 1e-4:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if mean(middle) > target_hours else (low, middle)
    return 0.5 * (low + high)


def refit(
    facts: Facts, network: Network, *, year: int = 2022, seed: int = 1, replications: int = 20
) -> dict[str, float]:
    """Values of the acceptance assumptions that make the played outbound means those that CPMM printed.

    Reads the printed hours from borders.csv (crossing_time_outbound) and the arrivals of that year as
    :func:`simulate` does; clearance is that of ``network``, to be built for ``year``.
    """
    found, own = {}, crossings(facts)
    for d in directions(network, facts, year):
        if d.played and d.direction == "out":
            came = arrivals(facts, d.gateway_id, "out", year)
            name = own[d.gateway_id].acceptance
            target = printed_hours(facts, d.gateway_id, year)
            found[name] = fit_acceptance(
                d, target, came.container, came.other, seed=seed, replications=replications
            )
    return found


def printed_hours(facts: Facts, gateway_id: str, year: int) -> float:
    """Outbound crossing time that CPMM printed for a rail crossing; nan if it printed none."""
    a, b = gateway_id.split("-", 1)
    frame = facts.table("borders")
    rows = frame[
        (frame["node_a"] == a)
        & (frame["node_b"] == b)
        & (frame["mode"] == "rail")
        & (frame["metric"] == "crossing_time_outbound")
        & (frame["year"] == year)
    ]
    return float(rows["value"].iloc[0]) if len(rows) else float(np.nan)
