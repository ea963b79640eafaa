"""What the flows stage takes in, and the refusal of what cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse

if TYPE_CHECKING:
    from jibek.flows.problem import Pins


class FreightNetwork(Protocol):
    """The part of ``network.Network`` that assignment reads."""

    @property
    def arcs(self) -> pd.DataFrame: ...
    @property
    def facilities(self) -> pd.DataFrame: ...
    @property
    def tail(self) -> Array: ...
    @property
    def head(self) -> Array: ...
    @property
    def fixed_hours(self) -> Array: ...
    @property
    def usd_per_tonne(self) -> Array: ...
    @property
    def units_per_tonne(self) -> Array: ...
    @property
    def facility(self) -> Array: ...
    @property
    def side(self) -> Array: ...
    @property
    def kind(self) -> Array: ...
    @property
    def reverse(self) -> Array: ...
    @property
    def returns(self) -> Array: ...
    @property
    def capacity_per_day(self) -> Array: ...
    @property
    def class_hour_usd(self) -> Array: ...
    @property
    def open(self) -> Array: ...
    @property
    def groups(self) -> tuple[str, ...]: ...
    @property
    def state_index(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class FlowDemand:
    """Freight to assign; shape (pair,) each.

    origin, destination: state indices; cls: class index; group: index into the network's groups; tonnes: a year,
    at least 0. Pairs with the same ends, class and group are added up.
    """

    origin: Array
    destination: Array
    cls: Array
    group: Array
    tonnes: Array


@dataclass(frozen=True, slots=True)
class Corridors:
    """Shippers who choose a corridor, and a door of it, at the cost of the loaded network.

    total: (shipper,) tonnes a year; at: (shipper + 1,), where the ways of a shipper begin, in the order of their
    corridors; trip: (way,), row of `FlowDemand` that it ships by, -1 where it is closed; corridor: (way,) position;
    worth: (shipper, corridor) utility but for the path's cost and door; door_usd: (way,) USD per tonne that its door is
    worth; tonnes: (way,), the start.
    land: (corridor,) bool, those in the nest; per_usd: (shipper,) utility of one USD per tonne; dissimilarity: of the
    nest; doors: of the ways of one corridor, at most that of the nest.
    settled: the part of all tonnes that the nested logit, at the cost of the flows, may have on other ways.
    pins: tonnes that stand while constants in ``worth`` and ``door_usd`` are found with the flows; None where the
    constants stand.
    """

    total: Array
    at: Array
    trip: Array
    corridor: Array
    worth: Array
    door_usd: Array
    tonnes: Array
    land: Array
    per_usd: Array
    dissimilarity: float
    doors: float
    settled: float
    pins: Pins | None = None


class Answer(Protocol):
    """Freight that answers to the cost of the loaded network.

    settled: the part of all tonnes that the answer may still move in the end.
    """

    settled: float

    def __call__(self, cost: Array, settled: float) -> tuple[Array, float]:
        """What to ship next, and the part of all tonnes that the answer to this cost moves from what is shipped now.

        Parameters
        ----------
        cost : shape (row,)
            USD per tonne by the cheapest path of each row of `FlowDemand`; infinite where it ships nothing now.
        settled
            What is shipped now stands if that part is at most this.

        Returns
        -------
        Tonnes a year: of the rows, or of the shippers of `Corridors` where there are any.
        """


def state_names(network: FreightNetwork) -> list[str]:
    """State ids in order of their index."""
    out = [""] * len(network.state_index)
    for name, i in network.state_index.items():
        out[i] = name
    return out


def check_demand(network: FreightNetwork, demand: FlowDemand) -> None:
    """Refuse demand that cannot be read, every fault at once.

    Raises
    ------
    InputError
        ``flows.bad_demand``, whose problems carry ``flows.unequal_lengths``, ``flows.unknown_index``,
        ``flows.not_a_number`` or ``flows.negative_demand``.
    """
    tonnes = np.asarray(demand.tonnes, dtype=float)
    columns = {
        "origin": (demand.origin, len(network.state_index)),
        "destination": (demand.destination, len(network.state_index)),
        "cls": (demand.cls, len(network.class_hour_usd)),
        "group": (demand.group, len(network.groups)),
    }
    unequal = [
        Problem(
            "flows.unequal_lengths",
            "demand",
            column=name,
            value=len(values),
            expected=f"{len(tonnes)} values, as many as tonnes",
            fix="Give each pair an origin, a destination, a class, a group and tonnes.",
        )
        for name, (values, _) in columns.items()
        if np.shape(values) != tonnes.shape
    ]
    refuse("flows.bad_demand", "the columns of demand differ in length", unequal)
    problems = [
        Problem(
            "flows.unknown_index",
            "demand",
            row=int(i),
            column=name,
            value=np.asarray(values)[i].item(),
            expected=f"a whole number from 0 to {size - 1}",
            fix="Rebuild demand on this network.",
        )
        for name, (values, size) in columns.items()
        for i in np.flatnonzero(_outside(np.asarray(values), size))
    ]
    for bad, code, expected in (
        (
            ~np.isfinite(tonnes),
            "flows.not_a_number",
            "a finite number; leave out a pair whose tonnes are unknown",
        ),
        (tonnes < 0, "flows.negative_demand", "at least 0"),
    ):
        problems += [
            Problem(
                code,
                "demand",
                row=int(i),
                column="tonnes",
                value=float(tonnes[i]),
                expected=expected,
                fix="Correct the tonnes.",
            )
            for i in np.flatnonzero(bad)
        ]
    refuse("flows.bad_demand", "demand cannot be assigned", problems)


def _outside(values: Array, size: int) -> Array:
    numbers = values.astype(float)
    return ~np.isfinite(numbers) | (numbers < 0) | (numbers >= size) | (numbers != np.floor(numbers))


def check_network(network: FreightNetwork, background: Array) -> None:
    """Refuse a network on which costs are not defined.

    Raises
    ------
    InputError
        ``flows.bad_network``, whose problems carry ``flows.no_capacity`` (an open arc has a facility without
        capacity), ``flows.bad_background`` or ``flows.bad_cost`` (an open arc with negative or unknown hours, or
        negative USD).
    """
    facility, capacity = np.asarray(network.facility), np.asarray(network.capacity_per_day, dtype=float)
    is_open = np.asarray(network.open).any(axis=0)
    arc_ids = network.arcs["arc_id"].to_numpy()
    problems: list[Problem] = []
    if background.shape != capacity.shape:
        problems.append(
            Problem(
                "flows.bad_background",
                "background",
                value=str(background.shape),
                expected=f"one load for each of {len(capacity)} facilities",
                fix="Give a load for each facility, in its units a day.",
            )
        )
    else:
        problems += [
            Problem(
                "flows.bad_background",
                _facility_name(network, int(f)),
                value=float(background[f]),
                expected="units a day, at least 0",
                fix="Correct the background load.",
            )
            for f in np.flatnonzero(~np.isfinite(background) | (background < 0))
        ]
    used = np.unique(facility[is_open & (facility >= 0)])
    problems += [
        Problem(
            "flows.no_capacity",
            _facility_name(network, int(f)),
            value=float(capacity[f]),
            expected="a capacity above 0, or closed arcs",
            fix="Close the arcs of a facility without capacity.",
        )
        for f in used[~(np.isfinite(capacity[used]) & (capacity[used] > 0))]
    ]
    hours = np.asarray(network.fixed_hours, dtype=float)
    bad = is_open & (~np.isfinite(hours) | (hours < 0) | (np.asarray(network.usd_per_tonne) < 0).any(axis=0))
    problems += [
        Problem(
            "flows.bad_cost",
            str(arc_ids[a]),
            value=float(hours[a]),
            expected="hours and USD of at least 0",
            fix="Correct the arc; close it to a class by an infinite price.",
        )
        for a in np.flatnonzero(bad)
    ]
    refuse("flows.bad_network", "flows cannot be assigned to this network", problems)


def _facility_name(network: FreightNetwork, f: int) -> str:
    return str(network.facilities["facility_id"].iloc[f])
