"""The network as frames for people and arrays for solvers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES


@dataclass(frozen=True, slots=True)
class Network:
    """States, arcs and facilities of one scenario.

    places, states, arcs, arc_costs, gateways, facilities
        Frames as declared in ``jibek.network.tables``; arrays follow their order.
    tail, head : shape (arc,)
        State indices.
    fixed_hours : shape (arc,)
        Hours without queue; clearance and reloading are inside, waiting is not.
    usd_per_tonne, co2e_kg_per_tonne, units_per_tonne : shape (class, arc)
        Price, emissions, vehicles (or tonnes) a tonne adds to the arc's facility; a load per day is
        tonnes a year times units_per_tonne / 365.
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
        Corridors and their variants under transit bans; arcs open to each.
    class_hour_usd : shape (class,)
        Value of an hour, USD per tonne.
    classes, commodity : shape (class,)
        Names of the classes and the position of each one's commodity class; the commodity classes come first
        (``network.classes``).
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
