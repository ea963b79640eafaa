"""Itineraries and legs as plain rows, a header first, for a spreadsheet or a program that reads CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jibek.routes.named import choices
from jibek.routes.telling import Routes

Rows = list[list[Any]]

_OF_ITINERARY = (
    "itinerary_id corridor pareto distance_km days_mean days_p10 days_p50 days_p90 cost_usd cost_low_usd cost_high_usd "
    "co2e_kg transfers co2e_low_kg co2e_high_kg carrier_cost_usd margin_usd subsidy_usd subsidy_low_usd "
    "subsidy_high_usd price_year price_valid"
).split()

_DATES = ("ready", "arrival_p10", "arrival_p50", "arrival_p90")

_OF_DISTANCE = "distance_low_km distance_high_km days_by_distance".split()

_OF_LEG = (
    "from to mode what distance_km hours_mean hours_p90 cost_usd co2e_kg co2e_low_kg co2e_high_kg price_valid country "
    "gateway"
).split()


def itinerary_rows(answers: Sequence[Routes]) -> Rows:
    """One row an itinerary: pair, boxes, names of the choice, figures, and the way in ids and names."""
    head = ["origin", "destination", "feu", "teu", "tonnes", "year", "scenario", "choice", *_OF_ITINERARY]
    rows: Rows = [
        [
            *head,
            "modes",
            "gateways",
            "gateway_names",
            "countries",
            *_OF_DISTANCE,
            "flags",
            "services",
            *_DATES,
        ]
    ]
    for routes in answers:
        named = {c.itinerary.itinerary_id: "; ".join(c.names) for c in choices(routes.itineraries)}
        cargo = routes.cargo
        pair = [
            routes.origin,
            routes.destination,
            cargo.feu,
            cargo.teu,
            cargo.tonnes,
            routes.year,
            routes.scenario,
        ]
        for i in routes.itineraries:
            told = i.to_json()
            rows.append(
                [
                    *pair,
                    named.get(i.itinerary_id),
                    *(told[c] for c in _OF_ITINERARY),
                    "; ".join(i.modes),
                    "; ".join(i.gateways),
                    "; ".join(routes.name(g) for g in i.gateways),
                    "; ".join(i.countries),
                    *(told[c] for c in _OF_DISTANCE),
                    "; ".join(f"{f.flag_id} {f.flag} {f.where}" for f in i.flags),
                    "; ".join(o.service.service_id for o in i.services),
                    *(None if i.dates is None else i.dates.to_json()[d] for d in _DATES),
                ]
            )
    return rows


def leg_rows(answers: Sequence[Routes]) -> Rows:
    """One row a leg, in the order of travel, with its sources."""
    rows: Rows = [["origin", "destination", "itinerary_id", "leg", *_OF_LEG, "sources"]]
    for routes in answers:
        for i in routes.itineraries:
            for n, leg in enumerate(i.legs, 1):
                told = leg.to_json()
                pair = [routes.origin, routes.destination, i.itinerary_id, n]
                rows.append([*pair, *(told[c] for c in _OF_LEG), "; ".join(leg.sources)])
    return rows
