"""System optimum of freight: paths at which all tonnes together pay least, each pair in its own corridor.

A vehicle that passes a facility costs the others ``V h'``: V USD a day for each hour of those who pass, h' hours by
which one more vehicle a day lengthens the delay (Pigou, 1920; Beckmann et al., 1956). Flows are optimal where every
tonne takes the path that is cheapest with these tolls. Where classes differ in the value of a vehicle's hour the toll
is no function of load alone and total cost need not be convex: the search ends where no single tonne can move to the
gain of all, which the gap measures. Where vehicles come back, what a tonne brings leaps as one direction becomes the
fuller one; the search may then miss its gap and says so.

Method  equilibrium with tolls. The part of the toll that all classes pay in proportion to their own hours moves with
        the load inside the solver, by curves of ``h + a r h'``; the rest stands as a price from round to round
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

import numpy as np

from jibek.flows.assignment import DAYS, assign, laden_units, usable_capacity
from jibek.flows.certificate import shortest
from jibek.flows.delay import DelayCurves
from jibek.flows.inputs import FlowDemand, FreightNetwork
from jibek.flows.model import Assignment
from jibek.flows.road_check import relative_gap
from jibek.ground.arrays import Array
from jibek.network.loaded import cost_hours, generalised_cost

_ROUNDS = 60

# How far from a knot the bend of a curve is measured, in load over capacity. Curves bend in steps at knots.
_NEAR = 1e-7


@dataclass(frozen=True, slots=True)
class Optimum:
    """What selfish choice of path costs.

    equilibrium, optimum: assignments of the same demand; the costs of both are what a tonne pays without tolls.
    toll_usd: (facility,) per vehicle, what each costs the others at the optimum.
    cost_usd, equilibrium_cost_usd: a year, of all tonnes and, where its hour is given, of the background.
    hours, equilibrium_hours: tonne-hours a year.
    gap: (cost - least cost by shortest paths) / cost, both at what a tonne costs all, by other code than the solver's.
    """

    equilibrium: Assignment
    optimum: Assignment
    toll_usd: Array
    cost_usd: float
    equilibrium_cost_usd: float
    hours: float
    equilibrium_hours: float
    gap: float
    rounds: int
    converged: bool

    @property
    def price_of_anarchy(self) -> float:
        """Total cost of the equilibrium over that of the optimum (Koutsoupias and Papadimitriou, 1999)."""
        return self.equilibrium_cost_usd / self.cost_usd


@dataclass(frozen=True, slots=True)
class TolledCurves:
    """Curves of ``hours + weight * load * hours'``, load over capacity; weight: shape (facility,)."""

    curves: DelayCurves
    weight: Array

    @property
    def load(self) -> Array:
        """Knots of the curves, each but the first with one just before it: there the slope leaps."""
        at = np.array(self.curves.load, float)
        return np.sort(np.concatenate([at, at[:, 1:] - 2.0 * _NEAR], axis=1), axis=1)

    def evaluate(self, load: Array) -> tuple[Array, Array]:
        """Hours with toll and their derivative, at one load over capacity for each facility."""
        hours, slope = (np.asarray(x, float) for x in self.curves.evaluate(load))
        ahead = np.asarray(self.curves.evaluate(load + _NEAR)[1], float)
        bend = np.maximum(ahead - slope, 0.0) / _NEAR
        return hours + self.weight * load * slope, slope + self.weight * (slope + load * bend)


class _Toll(NamedTuple):
    """What each vehicle costs the others, and what a tonne brings.

    hour_usd: (facility,) what an hour is worth to a mean vehicle, USD; hours: (facility,) that one more adds to all;
    their product is the toll, USD a vehicle. own, back: (class, arc) vehicles that a tonne brings to the facility of
    its arc and to the one that they come back by.
    """

    hour_usd: Array
    hours: Array
    own: Array
    back: Array

    def usd(self, network: FreightNetwork) -> Array:
        """USD a tonne by class and arc, shape (class, arc)."""
        each = np.append(self.hour_usd * self.hours, 0.0)
        return np.asarray(self.own * each[np.asarray(network.facility)] + self.back * each[_back(network)])


def _back(network: FreightNetwork) -> Array:
    """Facility that what passes an arc comes back by, -1 for none, shape (arc,)."""
    facility = np.asarray(network.facility)
    if not len(network.reverse):
        return np.full(len(facility), -1)
    lane = np.asarray(network.reverse)[2 * np.maximum(facility, 0) + np.asarray(network.side)]
    return np.where((facility >= 0) & (lane >= 0), lane >> 1, -1)


def system_optimum(
    network: FreightNetwork,
    curves: DelayCurves,
    demand: FlowDemand,
    *,
    gap: float = 1e-4,
    background: Array | None = None,
    background_hour_usd: Array | None = None,
    equilibrium: Assignment | None = None,
) -> Optimum:
    """Paths of least total cost, beside the equilibrium of the same demand.

    Parameters
    ----------
    network, curves, demand, gap, background
        As of `jibek.flows.assign`; the gap holds in total.
    background_hour_usd : shape (facility,)
        USD a day that an hour of delay costs the background; absent: it does not count.
    equilibrium
        If it is known.

    Returns
    -------
    Optimum
        With ``converged=False`` where 60 rounds missed the gap: the best of them.

    Raises
    ------
    InputError
        As `jibek.flows.assign`.
    """
    idle = np.zeros(len(network.capacity_per_day))
    idle = idle if background_hour_usd is None else np.asarray(background_hour_usd, float)
    selfish = equilibrium or assign(network, curves, demand, gap=gap, background=background, certify=False)
    toll, now, step, last = _toll(network, curves, selfish, idle), selfish, 1.0, np.inf
    best = np.inf, selfish, toll
    rounds = 0
    while rounds < _ROUNDS and best[0] > gap:
        rounds += 1
        now = _tolled(network, curves, demand, toll, 0.5 * gap, background, now)
        here = _toll(network, curves, now, idle)
        off = _gap(network, now, here)
        best = min(best, (off, now, here), key=lambda found: found[0])
        # A step that made things worse was too long; after one that did not, it may be longer.
        step, last = (min(1.0, 1.3 * step) if off < last else max(0.05, 0.5 * step)), off
        toll = _Toll(*(old + step * (new - old) for old, new in zip(toll, here, strict=True)))
    off, found, toll = best
    return Optimum(
        selfish,
        found,
        toll.hour_usd * toll.hours,
        _paid(network, found, idle),
        _paid(network, selfish, idle),
        _hours(network, found),
        _hours(network, selfish),
        off,
        rounds,
        off <= gap,
    )


def _toll(network: FreightNetwork, curves: DelayCurves, found: Assignment, idle: Array) -> _Toll:
    """What one more vehicle costs the others at these flows."""
    facility = np.asarray(network.facility)
    jams = facility >= 0
    by_class = found.flow.sum(axis=1)
    usd = (by_class * np.asarray(network.class_hour_usd)[:, None]).sum(axis=0) / DAYS
    passing = idle + np.bincount(facility[jams], usd[jams], len(idle))
    capacity = usable_capacity(network)
    slope = np.asarray(curves.evaluate(found.load / capacity)[1], float) / capacity
    hour_usd = np.divide(passing, found.load, out=np.zeros(len(idle)), where=found.load > 0)
    return _Toll(hour_usd, found.load * slope, *_brought(network, by_class))


def _brought(network: FreightNetwork, by_class: Array) -> tuple[Array, Array]:
    """Vehicles that a tonne brings to its facility and to the one that they come back by, shape (class, arc) each."""
    facility, kind = np.asarray(network.facility), np.asarray(network.kind)
    jams = facility >= 0
    units = np.where(jams, np.asarray(network.units_per_tonne), 0.0)
    lane = np.where(jams, 2 * facility + np.asarray(network.side), -1)
    laden = np.pad(laden_units(network, by_class), ((0, 1), (0, 0)))  # the last: no lane
    reverse = np.append(np.asarray(network.reverse), -1)[lane]
    share = np.asarray(network.returns)[kind][:, None]
    own, other = laden[lane][:, kind].T, laden[reverse][:, kind].T
    back = np.where((reverse >= 0) & (share * own >= other), share, 0.0) * units
    out = np.where((reverse < 0) | (own >= share * other), units, 0.0)
    here = (reverse >= 0) & (reverse >> 1 == facility)
    return np.where(here, out + back, out), np.where(here, 0.0, back)


def _tolled(
    network: FreightNetwork,
    curves: DelayCurves,
    demand: FlowDemand,
    toll: _Toll,
    gap: float,
    background: Array | None,
    warm: Assignment,
) -> Assignment:
    """Equilibrium with a toll. Its part inside the curves is what the class with the dearest hour for its vehicle pays
    in proportion to that hour; what is paid beyond or below it is a price, as far as none falls below zero.
    """
    facility, value = np.asarray(network.facility), np.asarray(network.class_hour_usd)[:, None]
    jams = facility >= 0
    at = np.maximum(facility, 0)
    weight = np.full(len(toll.hours), np.inf)
    if jams.any():
        ratio = np.where(toll.own > 0, toll.own * toll.hour_usd[at] / value, np.inf).min(axis=0)
        np.minimum.at(weight, facility[jams], ratio[jams])
    weight = np.where(np.isfinite(weight), weight, 0.0)
    inside = np.where(jams, (weight * toll.hours)[at], 0.0) * value
    usd = np.maximum(np.asarray(network.usd_per_tonne) + toll.usd(network) - inside, 0.0)
    dearer, tolled = cast(FreightNetwork, _Dearer(network, usd)), TolledCurves(curves, weight)
    found = assign(dearer, tolled, demand, gap=gap, background=background, warm=warm, certify=False)
    hours = np.asarray(curves.evaluate(found.load / usable_capacity(network))[0], float)
    return replace(found, delay_hours=hours, cost=generalised_cost(network, hours))


class _Dearer:
    """A network with other prices."""

    def __init__(self, network: FreightNetwork, usd_per_tonne: Array) -> None:
        self._network = network
        self.usd_per_tonne = usd_per_tonne

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)


def _gap(network: FreightNetwork, found: Assignment, toll: _Toll) -> float:
    """The part of the cost to all that tonnes would save on the paths that cost all least."""
    cost = found.cost + toll.usd(network)
    cls, group = np.asarray(found.demand.cls), np.asarray(found.demand.group)
    tonnes = np.asarray(found.demand.tonnes, float)
    tail, head, states = np.asarray(network.tail), np.asarray(network.head), len(network.state_index)
    paid = float((found.flow * np.where(found.flow > 0, cost[:, None, :], 0.0)).sum())
    least = 0.0
    for k, g in {(int(k), int(g)) for k, g in zip(cls[tonnes > 0], group[tonnes > 0], strict=True)}:
        mine = np.flatnonzero((cls == k) & (group == g) & (tonnes > 0))
        usable = np.asarray(network.open)[g] & np.isfinite(cost[k])
        origins, at = np.unique(np.asarray(found.demand.origin)[mine], return_inverse=True)
        by_pair = shortest(tail[usable], head[usable], cost[k, usable], states, origins)
        least += float(tonnes[mine] @ by_pair[at, np.asarray(found.demand.destination)[mine]])
    return relative_gap(paid, least)


def _paid(network: FreightNetwork, found: Assignment, idle: Array) -> float:
    """USD a year that all pay, the background for its delay."""
    own = found.flow * np.where(found.flow > 0, found.cost[:, None, :], 0.0)
    return float(own.sum() + DAYS * (idle @ found.delay_hours))


def _hours(network: FreightNetwork, found: Assignment) -> float:
    """Tonne-hours a year."""
    return float(found.flow.sum(axis=(0, 1)) @ cost_hours(network, found.delay_hours))
