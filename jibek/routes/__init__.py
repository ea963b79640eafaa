"""What a shipper could choose between two places, and what travel costs on the loaded network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.routes.choices import SHOWCASE as SHOWCASE
    from jibek.routes.choices import along as along
    from jibek.routes.choices import obstacles as obstacles
    from jibek.routes.choices import od_table as od_table
    from jibek.routes.choices import passing as passing
    from jibek.routes.choices import search as search
    from jibek.routes.itineraries import Cargo as Cargo
    from jibek.routes.itineraries import Itinerary as Itinerary
    from jibek.routes.itineraries import Leg as Leg
    from jibek.routes.skims import Skim as Skim
    from jibek.routes.skims import skim as skim
    from jibek.routes.telling import Routes as Routes

__getattr__, __all__ = face(
    __name__,
    choices=(
        "SHOWCASE",
        "along",
        "obstacles",
        "od_table",
        "passing",
        "search",
    ),
    itineraries=(
        "Cargo",
        "Itinerary",
        "Leg",
    ),
    skims=(
        "Skim",
        "skim",
    ),
    telling=("Routes",),
)
