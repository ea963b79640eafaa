"""The way by air, for who asks for it: a truck to the nearest cargo airport, a flight, a truck from it.

    Shanghai - Duisburg   36 h + 8,900 km x 1.1 / 800 km/h + 36 h   14 t x 3.9 USD/kg

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
    import pandas as pd

    from jibek.record import Facts
    from jibek.routes.itineraries import Cargo


def by_air(
    facts: Facts, places: pd.DataFrame, cargo: Cargo, origin: str, destination: str, seed: int
) -> Itinerary:
    """The itinerary by air of a cargo, with its three legs.

    Parameters
    ----------
    facts
        Assumptions ``air_ground_hours``, ``air_detour``, ``air_speed_kmh``, ``air_usd_per_kg``,
        ``air_co2e_kg_per_tkm``, ``leg_time_correlation``; P90 of the hours at an end is the high end of its range.
    places
        By id, with lat, lon and country.
    """
    rows = facts.assumptions.set_index("assumption_id")
    lat, lon = (places[c].to_numpy(float) for c in ("lat", "lon"))
    at = [places.index.get_loc(p) for p in (origin, destination)]
    lands = [str(places.at[p, "country"]) for p in (origin, destination)]
    km = facts.assume("air_detour") * float(great_circle_km(lat[at[0]], lon[at[0]], lat[at[1]], lon[at[1]]))
    ground = facts.assume("air_ground_hours")
    flight = km / facts.assume("air_speed_kmh")
    slow = max(_range(rows, facts, "air_ground_hours")[2], ground)
    mean, p90 = np.array([ground, flight, ground]), np.array([slow, flight, slow])
    arcs = [f"{origin}.load.air", f"{origin}-{destination}.air", f"{destination}.unload.air"]
    draws = arc_hours(arcs, mean, p90, correlation=facts.assume("leg_time_correlation"), seed=seed)
    p10, p50, late = np.quantile(draws.sum(axis=0), (0.1, 0.5, 0.9)) / 24
    usd = [1000.0 * cargo.tonnes * x for x in _range(rows, facts, "air_usd_per_kg")]
    kg = [km * cargo.tonnes * x for x in _range(rows, facts, "air_co2e_kg_per_tkm")]
    legs = tuple(
        Leg(
            from_=a,
            to=b,
            mode=AIR,
            what=what,
            distance_km=km if what == "haul" else 0.0,
            hours_mean=float(mean[n]),
            hours_p90=float(np.quantile(draws[n], 0.9)),
            cost_usd=usd[1] if what == "haul" else 0.0,
            co2e_kg=kg[1] if what == "haul" else 0.0,
            co2e_low_kg=kg[0] if what == "haul" else 0.0,
            co2e_high_kg=kg[2] if what == "haul" else 0.0,
            sources=tuple(f"assumption {x}" for x in names),
            country=land,
            arcs=(arcs[n],),
        )
        for n, (a, b, what, land, names) in enumerate(
            (
                (origin, origin, "load", lands[0], ("air_ground_hours",)),
                (origin, destination, "haul", None, ("air_detour", "air_speed_kmh", "air_usd_per_kg")),
                (destination, destination, "unload", lands[1], ("air_ground_hours",)),
            )
        )
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


def _range(rows: pd.DataFrame, facts: Facts, name: str) -> tuple[float, float, float]:
    """Low, central (as the scenario has it) and high."""
    low, high = rows.loc[name, ["low", "high"]].to_numpy(float)
    return float(low), facts.assume(name), float(high)
