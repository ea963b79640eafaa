"""Where vehicles queue: gateways by direction, single-track sections, lines of ships by direction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jibek.ground.arrays import Array
from jibek.network.arcs import Arc
from jibek.network.dated import Figure
from jibek.network.gateways import Gateway
from jibek.network.inputs import Link, Ranges
from jibek.network.sailings import Line, sailing_id
from jibek.network.sections import section_capacity


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility: gateway and direction, a section, or a line of ships and direction."""

    facility_id: str
    gateway: Gateway | None
    link: Link | None
    kind: Literal["gateway", "section", "sailing"]


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a facility passes a day, and of a line of ships how often one sails, the scenario applied; its basis."""

    capacity: float
    basis: Figure
    sailings_per_day: float | None = None


def facilities_of(
    arcs: Iterable[Arc],
    gateways: Iterable[Gateway],
    sections: Collection[str],
    lines: Mapping[str, str],
    links: Sequence[Link],
) -> list[Facility]:
    """Facilities that an arc uses, gateways first; ``lines``: the end of a line of ships nearer to China, by link."""
    used = {a.facility_id for a in arcs if a.facility_id}
    jams: list[Facility] = []
    for _, g in sorted({g.gateway_id: g for g in gateways}.items()):
        jams += [Facility(f"{g.gateway_id}:{way}", g, None, "gateway") for way in ("out", "in")]
    jams += [Facility(x.link_id, None, x, "section") for x in links if x.link_id in sections]
    for x in links:
        ends = (x.tail, x.head) if x.link_id in lines else ()
        jams += [Facility(sailing_id(x.link_id, lines[x.link_id], e), None, x, "sailing") for e in ends]
    return [j for j in jams if j.facility_id in used]


def limit_of(
    facility: Facility,
    capacities: Mapping[str, Figure],
    left: Mapping[str, float],
    lines: Mapping[str, Line],
    rate: Ranges,
) -> Limit:
    """What a facility passes; ``capacities`` and what the scenario leaves of them (``left``) by gateway."""
    if facility.gateway is not None:
        basis = capacities[facility.gateway.gateway_id]
        return Limit(basis.value * left[facility.gateway.gateway_id], basis)
    link = facility.link
    assert link is not None
    if facility.kind == "section":
        basis = section_capacity(link, rate)
        return Limit(basis.value * link.factor, basis)
    line = lines[link.link_id]
    return Limit(line.capacity.value * link.factor, line.capacity, line.per_day * link.factor)


def reverse_lanes(jams: Sequence[Facility], index: Mapping[str, int]) -> Array:
    """Lane by which the trains of a lane come back, shape (lane,), -1 where nothing does.

    A rail crossing has a facility for each direction and uses the first lane of each; a section has both its lanes.
    What comes back by road or over a port is not known; ships that come back are counted by their line.
    """
    out = np.full(2 * len(jams), -1, np.int32)
    for f, jam in enumerate(jams):
        if jam.kind == "section":
            if jam.link is not None and jam.link.one_way:
                continue  # what passed comes back over another link
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
