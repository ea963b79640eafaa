"""Mean wait against load for everything that jams, before any flow exists.

Method  simulated    the crossings played train by train: the same years as `play`, the same draws at every load;
                     other gateways of few vehicles a day alike, one curve for all that are alike
        closed form  gateways of many vehicles a day (closed_form.py)
        section      a line whose trains wait for paths: an M/D/1 wait at each of so many places per 100 km, and
                     beyond capacity the rise of a queue that grows all year
        sailing      a line of ships: what a full ship leaves behind (sailing.py)

They are of a year in which nothing is shut; what closures do to them stands in periods.py.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Floats
from jibek.ground.certificate import Certificate
from jibek.simulation.closed_form import gate_wait_hours
from jibek.simulation.crossing import Line, by_recursion, luck, play_year
from jibek.simulation.lines import Direction, directions
from jibek.simulation.periods import bent
from jibek.simulation.published import container_share
from jibek.simulation.sailing import sailing_points
from jibek.simulation.smooth import evaluate, fit_convex, integrate
from jibek.simulation.tables import CURVES

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import PlayedPart

# Load over capacity; close together where the curve bends, and up to where it has become a straight line.
KNOTS = np.array(
    [
        *(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9),
        *(0.925, 0.95, 0.975, 1.0, 1.025, 1.05, 1.075, 1.1, 1.15, 1.2, 1.4, 1.6),
    ]
)

MOST_REPLICATIONS = 20  # a mean curve needs no more; more of them only sharpen `play`

MOST_OF_OTHERS = 10  # their capacities are known to a factor of two at best


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
    gates = {
        d.facility_id: replace(d, line=replace(d.line, closed=()))
        for d in directions(network, facts, scenario.year)
    }
    replications = min(scenario.replications, MOST_REPLICATIONS)
    played = [d for d in gates.values() if d.played]
    rest = [d for d in gates.values() if not d.played]
    shares = [container_share(facts, d, scenario.year) for d in played]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda d, s: _simulated(d, s, scenario.seed, replications), played, shares))
        drawn = list(pool.map(lambda d: _gate(d, scenario.seed, min(replications, MOST_OF_OTHERS)), rest))
    done = {d.facility_id: (*curve, "simulated") for d, curve in zip(played, found, strict=True)}
    others = {d.facility_id: curve for d, curve in zip(rest, drawn, strict=True)}
    km = network.arcs.dropna(subset=["link_id"]).groupby("link_id")["distance_km"].max()
    hours_of_year = 24.0 * (date(scenario.year + 1, 1, 1) - date(scenario.year, 1, 1)).days
    for row in network.facilities.to_dict("records"):
        name = str(row["facility_id"])
        if row["kind"] == "section":
            queues = facts.assume("section_queues_per_100km") * float(km.get(row["link_id"], 0.0)) / 100.0
            done[name] = (*section_curve(queues, float(row["capacity_per_day"]), hours_of_year), "section")
        elif row["kind"] == "sailing":
            done[name] = (*_sailing(row, facts, scenario.year), "sailing")
        elif name not in done:
            done[name] = others[name]
    names = tuple(network.facilities["facility_id"].astype(str))
    return _joined(names, done, {d.facility_id for d in played})


def _joined(
    names: Sequence[str], done: Mapping[str, tuple[Floats, Floats, float, str]], played: Collection[str]
) -> Curves:
    hours = np.array([done[n][0] for n in names]).reshape(len(names), len(KNOTS))
    slope = np.array([done[n][1] for n in names]).reshape(len(names), len(KNOTS))
    load = np.tile(KNOTS, (len(names), 1))
    kinds = {n: "played" if n in played else done[n][3].replace(" ", "_") for n in names}
    certificates = []
    for kind, tolerance, reason in (
        ("played", 0.1, "a mean over 20 years is itself off by a tenth near capacity"),
        ("simulated", 0.3, "ten years of a few ships or trains a day are off by a third near capacity"),
        ("closed_form", 0.05, "knots are 0.025 apart where the curve bends"),
        ("section", 0.05, "knots are 0.025 apart where the curve bends"),
        (
            "sailing",
            0.1,
            "minutes at loads that fill hardly a ship, where the wait of large lots is not quite convex",
        ),
    ):
        errors = [done[n][2] for n in names if kinds[n] == kind]
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
    methods = tuple(done[n][3] for n in names)
    return Curves(tuple(names), load, hours, slope, methods, tuple(certificates))


def _fitted(at: Floats, hours: Floats) -> tuple[Floats, Floats, float]:
    """Hours and slopes at KNOTS, and the largest error relative to the hours plus one hour."""
    knot_hours, slope = fit_convex(at, hours, KNOTS)
    tile = np.ones((len(at), 1))
    again, _ = evaluate(at, tile * KNOTS, tile * knot_hours, tile * slope)
    return knot_hours, slope, float(np.max(np.abs(again - hours) / (hours + 1.0)))


@lru_cache(maxsize=512)
def simulated_waits(line: Line, share: float, seed: int, replications: int) -> tuple[tuple[float, ...], ...]:
    """Mean waits, (replication, load) at KNOTS[1:] times capacity, ``share`` of the vehicles container trains.

    Not a number where nobody came in the year, as at loads of a few vehicles a year.
    """
    top = KNOTS[-1] * line.capacity_per_day
    found = []
    for number in range(replications):
        chance = luck(line, (top * share, top * (1.0 - share)), seed=seed, replication=number)
        waits = []
        for ratio in KNOTS[1:]:
            load = ratio * line.capacity_per_day
            year = play_year(line, chance, (load * share, load * (1.0 - share)), solve=by_recursion)
            hours = year.wait_hours()
            waits.append(float(hours.mean()) if len(hours) else math.nan)
        found.append(tuple(waits))
    return tuple(found)


def _mean(waits: tuple[tuple[float, ...], ...]) -> Floats:
    """Mean of each load over the replications in which somebody came; a load that never brought anybody has the wait of
    the next one up, which is not less."""
    found = np.array(waits)
    came = np.isfinite(found)
    if came.all():
        return np.asarray(np.mean(found, axis=0))
    count = came.sum(axis=0)
    mean = np.divide(np.where(came, found, 0.0).sum(axis=0), count, out=np.zeros(len(count)), where=count > 0)
    for i in range(len(mean) - 2, -1, -1):
        if count[i] == 0:
            mean[i] = mean[i + 1]
    return mean


@lru_cache(maxsize=512)
def _simulated(d: Direction, share: float, seed: int, replications: int) -> tuple[Floats, Floats, float]:
    line = d.grouped(KNOTS[-1] * d.line.capacity_per_day * d.lump)
    waits = _mean(simulated_waits(line, share, seed, replications))
    return _fitted(KNOTS[1:], np.maximum(waits, 0.0))


FEW_PER_DAY = (
    16.0  # up to here it matters that vehicles are whole; the closed form takes them as a fluid by days
)


def _gate(d: Direction, seed: int, replications: int) -> tuple[Floats, Floats, float, str]:
    bare = replace(d.line, facility_id="", clearance_hours=0.0, clearance_cv=0.0, reloading_hours=0.0)
    return _gate_curve(bare, seed, replications)


@lru_cache(maxsize=512)
def _gate_curve(line: Line, seed: int, replications: int) -> tuple[Floats, Floats, float, str]:
    few = line.capacity_per_day <= FEW_PER_DAY
    if few:
        waits = simulated_waits(line, 1.0, seed, replications)
        hours = np.concatenate([[0.0], np.maximum(_mean(waits), 0.0)])
    else:
        hours = gate_wait_hours(
            KNOTS,
            line.capacity_per_day,
            arrival_cv=line.arrival_cv,
            daily_cv=line.daily_cv,
            warm_up_days=line.warm_up_days,
            year_days=line.year_days,
        )
    return (*_fitted(KNOTS, hours), "simulated" if few else "closed form")


SECTION_BEND = 0.95  # of capacity; beyond it the M/D/1 wait would grow without end


@lru_cache(maxsize=512)
def section_curve(queues: float, capacity_per_day: float, year_hours: float) -> tuple[Floats, Floats, float]:
    """Hours on a section: ``queues`` M/D/1 waits, ``12 / capacity * load / (1 - load)`` each.

    From 0.95 of the capacity the slope rises to half a year per unit of load at capacity, and stays there: so
    fast does a queue grow that is beyond capacity all year.
    """
    scale = queues * 12.0 / capacity_per_day
    at = _dense()
    below = at[at <= SECTION_BEND]
    above = KNOTS[KNOTS >= SECTION_BEND]
    most = year_hours / 2.0
    slope = np.where(above < 1.0, scale / np.maximum(1.0 - above, 1e-9) ** 2, most)
    hours = integrate(above, np.minimum(slope, most), scale * SECTION_BEND / (1.0 - SECTION_BEND))
    return _fitted(
        np.concatenate([below, above[1:]]), np.concatenate([scale * below / (1.0 - below), hours[1:]])
    )


def _sailing(row: Mapping[Any, Any], facts: Facts, year: int) -> tuple[Floats, Floats, float]:
    """Hours behind full ships of one direction of a line."""
    often = float(row["sailings_per_day"])
    at = _dense()
    hours = sailing_points(
        tuple(at),
        often,
        float(row["capacity_per_day"]) / often,
        facts.assume("sailing_consignment_tonnes"),
        facts.assume("sailing_interval_cv"),
        round(facts.assume("simulation_warm_up_days")),
        (date(year + 1, 1, 1) - date(year, 1, 1)).days,
    )
    return _fitted(at, np.array(hours))


def _dense() -> Floats:
    return np.unique(np.concatenate([KNOTS, 0.5 * (KNOTS[1:] + KNOTS[:-1])]))
