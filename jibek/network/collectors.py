"""Whose income a price is: the country of the railway, port, ferry or post that collects on an arc.

rail, road, a terminal     the country of the place; half each across a border
ferry, ships of a sea      half each the countries of the two ports: who sails for whom, no row says
liners between Asia and Europe     ROW: a world market whose owners live anywhere
a border post              half each side: fees are quoted for a crossing, not for a side
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jibek.network.arcs import Arc
from jibek.network.cost.money import is_liner
from jibek.network.inputs import Place
from jibek.record import Facts

NOBODY = "ROW"  # what no country of the network collects

GROUP = "NETWORK_COUNTRIES"


def codes(facts: Facts) -> Mapping[str, str]:
    """Alpha-3 by the alpha-2 code of places, of the countries in whose name something is collected."""
    frame = facts.table("country_groups")
    mine = frame[frame["group"] == GROUP]
    return dict(zip(mine["iso2"].astype(str), mine["member"].astype(str), strict=True))


def collected_by(arcs: Sequence[Arc], places: Mapping[str, Place], code: Mapping[str, str]) -> list[str]:
    """Countries, alpha-3, that collect on each arc, joined by semicolons; empty where nothing is paid."""
    return [_who(arc, places, code) for arc in arcs]


def _who(arc: Arc, places: Mapping[str, Place], code: Mapping[str, str]) -> str:
    if arc.kind == "connector":
        return ""
    if arc.link is not None and arc.link.mode == "sea" and is_liner(arc.link, places):
        return NOBODY
    return ";".join(dict.fromkeys(code.get(land, NOBODY) for land in arc.lands))
