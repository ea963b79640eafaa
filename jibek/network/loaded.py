"""What an arc of the loaded network takes: hours and generalised cost at given delays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.network.model import Network


class Priced(Protocol):
    """The part of a network that hours and costs of arcs follow from; ``network.Network`` is one."""

    @property
    def fixed_hours(self) -> Array: ...
    @property
    def facility(self) -> Array: ...
    @property
    def usd_per_tonne(self) -> Array: ...
    @property
    def class_hour_usd(self) -> Array: ...


def cost_hours(network: Priced, delay_hours: Array) -> Array:
    """Hours of each arc with the delay of its facility, shape (arc,)."""
    facility = np.asarray(network.facility)
    jams = facility >= 0
    hours = np.array(network.fixed_hours, dtype=float)
    hours[jams] += np.asarray(delay_hours)[facility[jams]]
    return hours


def generalised_cost(network: Priced, delay_hours: Array) -> Array:
    """USD per tonne by class and arc, shape (class, arc), at delays of shape (facility,)."""
    hours = cost_hours(network, delay_hours)
    return np.asarray(network.usd_per_tonne) + np.outer(network.class_hour_usd, hours)


def by_facility_id(network: Network, other: Network, value: Array) -> Array:
    """A value of the facilities of another network as one of those of ``network``, by their ids; 0 for new ones."""
    found = np.zeros(len(network.capacity_per_day))
    for name, position in network.facility_index.items():
        if name in other.facility_index:
            found[position] = value[other.facility_index[name]]
    return found
