"""The network as frames for people and arrays for solvers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES
from jibek.network.doors import Doors
from jibek.network.periods import Calendar, Stop

if TYPE_CHECKING:
    from jibek.network.layout import Layout


@dataclass(frozen=True, slots=True)
class Holds:
    """Arcs that wait, shape (hold,): arc; period of the days on which it comes; facility of the plain network whose
    opening it waits for; mean days until then, and the period in which it goes on; days of the year on which the stop
    holds; whether the gateway itself is shut; number of the stop."""

    arc: Array
    period: Array
    facility: Array
    until_days: Array
    then: Array
    days: Array
    closes: Array
    stop: Array


@dataclass(frozen=True, slots=True)
class Layers:
    """Periods of the year on a layered network, and which facility is a copy of which.

    usual: the plain network, of the days on which nothing is shut; state: (period, state of ``usual``) position here.
    like: shape (facility,), position in ``usual`` of the facility that it copies, or whose opening is waited for;
    period: the first of those whose days its load is of, of what is held one in which it goes on; days: of the year
    that its load is of; held: whether freight waits there, see ``network.layers``; queue_days: of what is held the
    mean days of arrivals that a unit finds before it, elsewhere the mean days until the closure ends.
    """

    calendar: Calendar
    usual: Network
    state: Array
    like: Array
    period: Array
    days: Array
    held: Array
    queue_days: Array
    holds: Holds

    def of_year(self, load: Array) -> Array:
        """Mean load over the year of each facility of ``usual``, from those of the periods, shape (facility,) each.

        What waits passes in a later period, in whose load it is.
        """
        part = np.where(self.held, 0.0, load * self.days / self.calendar.days)
        return np.bincount(self.like, part, len(self.usual.capacity_per_day))


@dataclass(frozen=True, slots=True)
class Network:
    """States, arcs and facilities of one scenario.

    places, states, arcs, arc_costs, gateways, facilities
        Frames as declared in ``jibek.network.tables``; arrays follow their order.
    tail, head : shape (arc,)
        State indices.
    fixed_hours : shape (arc,)
        Hours without queue; clearance and reloading are inside, waiting is not.
    usd_per_tonne, income_usd_per_tonne, co2e_kg_per_tonne, units_per_tonne : shape (class, arc)
        Price, what of it is more than the step costs, emissions, vehicles (or tonnes) a tonne adds to the arc's
        facility; a load per day is tonnes a year times units_per_tonne / 365. In a layer those of its days, see
        ``network.layers``.
    usd_per_feu : shape (arc,)
    facility : shape (arc,)
        Index of the facility, -1 for none.
    capacity_per_day : shape (facility,)
    side : shape (arc,)
        Direction at the facility, 0 or 1; lane = 2 * facility + side.
    kind : shape (class,)
        Kind of vehicle that carries a class.
    reverse : shape (lane,)
        Lane that what passed comes back by, -1 where nothing comes back.
    returns : shape (kind,)
        Share of laden vehicles that comes back, laden or empty.
    arrival : shape (state,)
        For a gate the state where freight to it ends, else -1. Paths start at a gate and end at an arrival.
    groups, open : shape (group, arc)
        Corridors, their ways through doors and their variants under transit bans; arcs open to each.
    doors
        Sets of crossings and lines of ships of which freight of a corridor has to choose one.
    class_hour_usd : shape (class,)
        Value of an hour, USD per tonne.
    classes, commodity : shape (class,)
        Names of the classes and the position of each one's commodity class; the commodity classes come first
        (``network.classes``).
    stops
        Bans that hold for some freight only, whose numbers end the ids of groups.
    layers
        Of a year with days on which something is shut; None where all days are alike.
    layout
        What rests on no assumption; networks with the same one have the same states, arcs, facilities and groups.
    """

    places: pd.DataFrame
    states: pd.DataFrame
    arcs: pd.DataFrame
    arc_costs: pd.DataFrame
    gateways: pd.DataFrame
    facilities: pd.DataFrame
    tail: Array
    head: Array
    fixed_hours: Array
    usd_per_tonne: Array
    income_usd_per_tonne: Array
    co2e_kg_per_tonne: Array
    units_per_tonne: Array
    usd_per_feu: Array
    facility: Array
    side: Array
    kind: Array
    capacity_per_day: Array
    reverse: Array
    returns: Array
    arrival: Array
    state_index: Mapping[str, int]
    arc_index: Mapping[str, int]
    facility_index: Mapping[str, int]
    groups: tuple[str, ...]
    open: Array
    class_hour_usd: Array
    classes: tuple[str, ...] = CLASSES
    commodity: Array = field(default_factory=lambda: np.arange(len(CLASSES)))
    doors: tuple[Doors, ...] = ()
    stops: tuple[Stop, ...] = ()
    layers: Layers | None = None
    layout: Layout | None = None

    @property
    def usual(self) -> Network:
        """The network of the days on which nothing is shut: this one, where all days are alike."""
        return self if self.layers is None else self.layers.usual
