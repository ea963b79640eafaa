"""Where vehicles queue: gateways by direction and single-track sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.network.arcs import Arc
from jibek.network.dated import Figure
from jibek.network.gateways import Gateway
from jibek.network.inputs import Link


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility: gateway and direction, or a section; ``capacity`` with the scenario applied."""

    facility_id: str
    gateway: Gateway | None
    link: Link | None
    capacity: float
    basis: Figure


def facilities_of(
    arcs: Sequence[Arc],
    crossings: Mapping[str, Gateway],
    ports: Mapping[str, Gateway],
    sections: Mapping[str, Figure],
    links: Sequence[Link],
    left: Mapping[str, float],
) -> list[Facility]:
    """Facilities that an arc uses, gateways first."""
    used = {a.facility_id for a in arcs if a.facility_id}
    jams = []
    for _, g in sorted({g.gateway_id: g for g in (*crossings.values(), *ports.values())}.items()):
        for way in ("out", "in"):
            if f"{g.gateway_id}:{way}" in used:
                capacity = g.capacity.value * left[g.gateway_id]
                jams.append(Facility(f"{g.gateway_id}:{way}", g, None, capacity, g.capacity))
    for x in links:
        if x.link_id in used:
            jams.append(
                Facility(x.link_id, None, x, sections[x.link_id].value * x.factor, sections[x.link_id])
            )
    return jams


def reverse_lanes(jams: Sequence[Facility], index: Mapping[str, int]) -> Array:
    """Lane by which the trains of a lane come back, shape (lane,), -1 where nothing does.

    A rail crossing has a facility for each direction and uses the first lane of each; a section has both its lanes.
    What comes back by road or over a port is not known.
    """
    out = np.full(2 * len(jams), -1, np.int32)
    for f, jam in enumerate(jams):
        if jam.gateway is None:
            out[2 * f], out[2 * f + 1] = 2 * f + 1, 2 * f
        elif jam.gateway.mode == "rail":
            stem, _, way = jam.facility_id.rpartition(":")
            opposite = index.get(f"{stem}:{'in' if way == 'out' else 'out'}")
            out[2 * f] = -1 if opposite is None else 2 * opposite
    return out


def side_of(arc: Arc) -> int:
    """Direction of an arc at its facility: 1 against the direction that a section is written in, else 0."""
    section = arc.link is not None and arc.gateway is None
    return int(section and arc.link is not None and arc.tail.partition("|")[0] == arc.link.head)
