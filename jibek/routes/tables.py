"""What the stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, number, text
from jibek.ground.vocabulary import BY_RAIL as CORRIDORS_BY_RAIL

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
    co2e_low_kg=number("All legs at their low end.", unit="kg", at_least=0),
    co2e_high_kg=number("All legs at their high end.", unit="kg", at_least=0),
    distance_km=number("Length of all hauls.", unit="km", at_least=0),
)

BY_RAIL = Table(
    "routes.by_rail",
    "A rail path that the year's boxes use between two places of the headline, with its share of them; what it takes, "
    "costs and emits is what `jibek route` says of the same arcs.",
    key=["origin", "destination", "itinerary_id"],
    comes_from=["flows.paths", "network.arcs", "flows.facilities", "simulation.quantiles"],
    origin=text("Place where the box is loaded.", refers_to="network.places"),
    destination=text("Place where it is unloaded.", refers_to="network.places"),
    itinerary_id=text("Name that the arcs alone decide; the same in `jibek route`."),
    corridor=text("Corridor of the path.", choices=CORRIDORS_BY_RAIL),
    gateways=text("Gateways passed, in order.", optional=True, list_of=";"),
    tonnes_per_year=number("Freight in boxes on the path, all days of the year.", unit="t/yr", above=0),
    share=number("Of the pair's boxes by rail; the shares of a pair sum to 1.", unit="1", above=0, at_most=1),
    days_p50=number("Door to door, half are quicker.", unit="days", at_least=0),
    days_mean=number("Door to door, mean.", unit="days", at_least=0),
    cost_usd=number("Freight and charges of one FEU, USD of the scenario's year.", unit="USD", at_least=0),
    cost_low_usd=number("All legs at their low end.", unit="USD", at_least=0),
    cost_high_usd=number("All legs at their high end.", unit="USD", at_least=0),
    co2e_kg=number("Well-to-wheel emissions of one FEU.", unit="kg", at_least=0),
    co2e_low_kg=number("All legs at their low end.", unit="kg", at_least=0),
    co2e_high_kg=number("All legs at their high end.", unit="kg", at_least=0),
    distance_km=number("Length of all hauls.", unit="km", at_least=0),
    arcs=text("Arcs from origin to destination, of a day on which nothing is shut.", list_of=";"),
)

TABLES = (OD, BY_RAIL)
