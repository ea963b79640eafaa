"""Where vehicles queue: gateways by direction, single-track sections, lines of ships by direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.network.arcs import Arc
from jibek.network.dated import Figure
from jibek.network.gateways import Gateway
from jibek.network.inputs import Link
from jibek.network.sailings import Line


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility: gateway and direction, a section, or a line of ships and direction.

    capacity: with the scenario applied; sailings_per_day: each way, likewise, of a line of ships.
    """

    facility_id: str
    gateway: Gateway | None
    link: Link | None
    capacity: float
    basis: Figure
    sailings_per_day: float | None = None

    @property
    def kind(self) -> str:
        """One of `vocabulary.FACILITY_KINDS`."""
        if self.gateway is not None:
            return "gateway"
        return "section" if self.sailings_per_day is None else "sailing"


def facilities_of(
    arcs: Sequence[Arc],
    crossings: Mapping[str, Gateway],
    ports: Mapping[str, Gateway],
    sections: Mapping[str, Figure],
    lines: Mapping[str, Line],
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
    for x in links:
        line = lines.get(x.link_id)
        for end in (x.tail, x.head) if line is not None else ():
            if line is not None and line.facility(end) in used:
                capacity, often = line.capacity.value * x.factor, line.per_day * x.factor
                jams.append(Facility(line.facility(end), None, x, capacity, line.capacity, often))
    return jams


def reverse_lanes(jams: Sequence[Facility], index: Mapping[str, int]) -> Array:
    """Lane by which the trains of a lane come back, shape (lane,), -1 where nothing does.

    A rail crossing has a facility for each direction and uses the first lane of each; a section has both its lanes.
    What comes back by road or over a port is not known; ships that come back are counted by their line.
    """
    out = np.full(2 * len(jams), -1, np.int32)
    for f, jam in enumerate(jams):
        if jam.kind == "section":
            out[2 * f], out[2 * f + 1] = 2 * f + 1, 2 * f
        elif jam.gateway is not None and jam.gateway.mode == "rail":
            stem, _, way = jam.facility_id.rpartition(":")
            opposite = index.get(f"{stem}:{'in' if way == 'out' else 'out'}")
            out[2 * f] = -1 if opposite is None else 2 * opposite
    return out


def side_of(arc: Arc) -> int:
    """Direction of an arc at its facility: 1 against the direction that a section is written in, else 0."""
    if arc.link is None or arc.facility_id != arc.link.link_id:
        return 0
    return int(arc.tail.partition("|")[0] == arc.link.head)
