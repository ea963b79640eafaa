"""Where freight can go: places in modes, and the steps between them with hours, price and emissions.

    facts = jibek.record.establish(jibek.sources.read(), year=2023)
    network = build(facts, Scenario.example("baseline").network)
    network.state_index["CNCHN|gate"]                       where freight of Xi'an starts
    network.arrival[network.state_index["KZALA|gate"]]      where freight to Almaty ends

Reads   nodes, links, link_attributes, borders, ports, projects, tariffs, rates, emissions, gateways_of_countries
Writes  network.places, states, arcs, arc_costs, gateways, facilities
Method  a virtual network: one state for each place and mode (Sheffi, 1985, Urban Transportation Networks,
        section 1.2; Jourquin and Beuthe, 1996, Transportation Research C 4(4): 187-197)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.network.assembly import build as build
    from jibek.network.layout import known_ids as known_ids
    from jibek.network.model import Network as Network

__getattr__, __all__ = face(
    __name__,
    assembly=("build",),
    layout=("known_ids",),
    model=("Network",),
)
