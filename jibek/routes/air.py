"""The way by air, for who asks for it: a truck to the nearest cargo airport, a flight, a truck from it.

    Shanghai - Duisburg   36 h + 8,900 km x 1.1 x 1.25 h / 1,000 km + 36 h   14 t x 3,900 USD

The network has no airports: the flight is the great circle with a detour, and what lies around it is an assumption of
hours at each end. It stands beside other ways for comparison; no freight of a run flies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.sphere import great_circle_km
from jibek.ground.vocabulary import AIR
from jibek.routes.days import arc_hours
from jibek.routes.itineraries import Itinerary, Leg, itinerary_id

if TYPE_CHECKING:
    from jibek.routes.itineraries import Cargo
    from jibek.routes.roadbed import Roadbed

G_PER_KG = 1000.0


def by_air(bed: Roadbed, cargo: Cargo, origin: str, destination: str) -> Itinerary:
    """The itinerary by air of a cargo, with its three legs; P90 of the hours at an end is the high end of its range."""
    said = bed.flying
    lands = [bed.places[p][1] for p in (origin, destination)]
    (lon, lat), (lon_b, lat_b) = (np.array(bed.positions[p]).reshape(2, 1) for p in (origin, destination))
    km = said.detour * float(great_circle_km(lat, lon, lat_b, lon_b)[0])
    _, ground, slow = said.ground_hours
    mean = np.array([ground, km / 1000.0 * said.hours_per_1000_km, ground])
    p90 = np.array([slow, mean[1], slow])
    arcs = [f"{origin}.load.air", f"{origin}-{destination}.air", f"{destination}.unload.air"]
    draws = arc_hours(arcs, mean, p90, correlation=bed.correlation, seed=bed.seed)
    p10, p50, late = np.quantile(draws.sum(axis=0), (0.1, 0.5, 0.9)) / 24
    usd = [cargo.tonnes * x for x in said.usd_per_tonne]
    kg = [km * cargo.tonnes * x / G_PER_KG for x in said.co2e_g_per_tkm]
    steps = (
        (origin, origin, "load", lands[0], ("air_ground_hours",)),
        (origin, destination, "haul", None, ("air_detour", "air_hours_per_1000_km", "air_usd_per_tonne")),
        (destination, destination, "unload", lands[1], ("air_ground_hours",)),
    )
    legs = tuple(
        Leg(
            from_=a,
            to=b,
            mode=AIR,
            what=what,
            distance_km=km * (what == "haul"),
            hours_mean=float(mean[n]),
            hours_p90=float(np.quantile(draws[n], 0.9)),
            cost_usd=usd[1] * (what == "haul"),
            co2e_kg=kg[1] * (what == "haul"),
            co2e_low_kg=kg[0] * (what == "haul"),
            co2e_high_kg=kg[2] * (what == "haul"),
            sources=tuple(f"assumption {x}" for x in names),
            country=land,
            arcs=(arcs[n],),
        )
        for n, (a, b, what, land, names) in enumerate(steps)
    )
    return Itinerary(
        itinerary_id=itinerary_id(arcs),
        corridor=AIR,
        days_mean=round(float(mean.sum()) / 24, 4),
        days_p10=round(float(p10), 4),
        days_p50=round(float(p50), 4),
        days_p90=round(float(late), 4),
        cost_usd=round(usd[1], 2),
        cost_low_usd=round(usd[0], 2),
        cost_high_usd=round(usd[2], 2),
        co2e_kg=round(kg[1], 2),
        co2e_low_kg=round(kg[0], 2),
        co2e_high_kg=round(kg[2], 2),
        distance_km=round(km, 1),
        transfers=2,
        modes=(AIR,),
        gateways=(),
        countries=tuple(dict.fromkeys(lands)),
        legs=legs,
    )
