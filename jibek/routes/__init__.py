"""What a shipper could choose between two places, and what travel costs on the loaded network."""

from __future__ import annotations

from jibek.routes.itineraries import Cargo, Itinerary, Leg, Routes
from jibek.routes.search import SHOWCASE, fastest_land, od_table, search
from jibek.routes.skims import Skim, skim

__all__ = [
    "SHOWCASE",
    "Cargo",
    "Itinerary",
    "Leg",
    "Routes",
    "Skim",
    "fastest_land",
    "od_table",
    "search",
    "skim",
]
