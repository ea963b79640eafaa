"""Where vehicles queue: gateways by direction and single-track sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def load_source(jam: Facility, index: Mapping[str, int]) -> int:
    if jam.gateway is not None and jam.gateway.mode == "rail":
        return index[jam.gateway.gateway_id + ":out"]
    return index[jam.facility_id]
