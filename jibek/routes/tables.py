"""What the stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, number, text

OD = Table(
    "routes.od",
    "The itinerary of least generalised cost of one FEU, by corridor and crossing of China, on the loaded network.",
    key=["origin", "destination", "corridor", "gateway"],
    comes_from=["network.arcs", "flows.facilities", "simulation.quantiles"],
    origin=text("Place where the box is loaded.", refers_to="network.places"),
    destination=text("Place where it is unloaded.", refers_to="network.places"),
    corridor=text("Corridor of the itinerary."),
    gateway=text(
        "Crossing of China's land border; else the first gateway passed; blank if there is none.",
        optional=True,
    ),
    itinerary_id=text("Name that the arcs alone decide; the same in `jibek route`."),
    days_p10=number("Door to door, one in ten is quicker.", unit="days", at_least=0),
    days_p50=number("Door to door, half are quicker.", unit="days", at_least=0),
    days_p90=number("Door to door, nine in ten are quicker.", unit="days", at_least=0),
    days_mean=number("Door to door, mean.", unit="days", at_least=0),
    cost_usd=number("Freight and charges of one FEU, USD of the scenario's year.", unit="USD", at_least=0),
    cost_low_usd=number("All legs at their low end.", unit="USD", at_least=0),
    cost_high_usd=number("All legs at their high end.", unit="USD", at_least=0),
    co2e_kg=number("Well-to-wheel emissions of one FEU.", unit="kg", at_least=0),
    distance_km=number("Length of all hauls.", unit="km", at_least=0),
)

TABLES = (OD,)
