"""What the flows stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, integer, number, text
from jibek.ground.vocabulary import CLASSES, ROUTED

ARC_FLOWS = Table(
    "flows.arc_flows",
    "What an arc carries of a class and group on the loaded network, and what a tonne pays there.",
    key=["arc_id", "class", "group"],
    comes_from=["demand.tonnes", "network.arcs", "network.arc_costs", "simulation.curves"],
    columns={
        "arc_id": text("An arc open to the class and group.", refers_to="network.arcs"),
        "class": text("Class of freight, as in demand.tonnes: what shares a cost per tonne."),
        "group": text("Corridor or mode, as in demand.tonnes."),
        "commodity": text("Commodity class of the class."),
        "tonnes_per_year": number(
            "Flow in equilibrium; 0 on open arcs that nobody takes.",
            unit="t/yr",
            at_least=0,
            traced_to=(
                "result:network.arcs:{arc_id}:hours_mean",
                "result:network.arc_costs:{arc_id}|{commodity}:usd_per_tonne",
                "table:demand.tonnes",
                "table:network.arc_costs",
                "table:simulation.curves",
            ),
        ),
        "generalised_cost_usd": number(
            "Price, and value of time times hours with delay.", unit="USD/t", at_least=0
        ),
    },
)

FACILITIES = Table(
    "flows.facilities",
    "How much of its capacity each facility uses, and what its delay costs.",
    key=["facility_id"],
    comes_from=["flows.arc_flows", "network.facilities", "simulation.curves"],
    facility_id=text("The facility.", refers_to="network.facilities"),
    kind=text("gateway, section or sailing."),
    unit=text("What loads and capacity count."),
    load_per_day=number("With freight, empty and in the background.", unit="column unit, a day", at_least=0),
    laden_per_day=number("Part with assigned freight.", unit="column unit, a day", at_least=0),
    empty_per_day=number(
        "Part that runs empty: by kind of train, what comes back beyond what has freight on the way back.",
        unit="column unit, a day",
        at_least=0,
    ),
    background_per_day=number("Part that passes without choosing.", unit="column unit, a day", at_least=0),
    capacity_per_day=number("Scenario applied.", unit="column unit, a day", at_least=0),
    use=number("Load over capacity; blank without capacity.", unit="1", at_least=0, optional=True),
    delay_hours=number("Mean delay of a unit at this load.", unit="h", at_least=0),
    delay_hours_per_further_unit=number(
        "By how much one more unit a day would lengthen it.", unit="h per unit a day", at_least=0
    ),
    tonnes_per_year=number(
        "Assigned tonnes of the arcs that jam here, background left out.",
        unit="t/yr",
        at_least=0,
    ),
    tonne_hours_lost_per_year=number("Those tonnes times the delay.", unit="t h/yr", at_least=0),
)

PATHS = Table(
    "flows.paths",
    "A path that carries freight of a pair, class and group. What arcs carry is the solver's; equilibrium does not fix "
    "which pair takes which of several ways of equal cost: all pairs of a class and group that pass two points are "
    "divided between the ways in the same proportion.",
    key=["origin", "destination", "class", "group", "path"],
    comes_from=["demand.tonnes", "network.arcs", "network.arc_costs", "simulation.curves"],
    columns={
        "origin": text("Gate state where the freight starts.", refers_to="network.states"),
        "destination": text("Arrival state where it ends.", refers_to="network.states"),
        "class": text("Class of freight, as in demand.tonnes."),
        "group": text("Corridor or mode, as in demand.tonnes."),
        "commodity": text("Commodity class of the class."),
        "path": integer("Number within the pair, class and group, the largest flow first.", at_least=1),
        "tonnes_per_year": number(
            "Flow of the path.",
            unit="t/yr",
            above=0,
            traced_to=(
                "result:demand.tonnes:{origin}|{destination}|{class}|{group}:tonnes_per_year",
                "table:network.arc_costs",
            ),
        ),
        "arcs": text("Arcs from origin to destination.", list_of=";", refers_to="network.arcs"),
    },
)


EMPTIES = Table(
    "flows.empties",
    "Trains with freight and without, by country and class, and what the empty ones come to: a part of what tariffs "
    "and emissions hold already.",
    key=["country", "class"],
    comes_from=["flows.arc_flows", "network.arcs", "network.arc_costs", "record.assumptions"],
    columns={
        "country": text("Country of the haul; both, joined, at a border."),
        "class": text("What the trains are made for.", choices=CLASSES),
        "laden_train_km_per_year": number("With freight.", unit="train-km/yr", at_least=0),
        "empty_train_km_per_year": number(
            "Coming back: by link, what a direction lacks to the other one's share.",
            unit="train-km/yr",
            at_least=0,
        ),
        "empty_usd_per_year": number("A share of what a laden train pays.", unit="USD/yr", at_least=0),
        "empty_co2e_tonnes_per_year": number("A share of what a laden train emits.", unit="t/yr", at_least=0),
    },
)

LINES = ("kept", "opened", "closed")

CHANGE = Table(
    "flows.change",
    "What goes from one place to the next by a mode, in this run and in the base that it is measured from, which is "
    "settled within the run. Empty in a run that is its own base. Lines that carry nothing in either are left out, but "
    "for those opened or closed.",
    key=["from_place", "to_place", "mode", "commodity"],
    comes_from=["flows.arc_flows", "network.arcs", "record.facts", "record.assumptions"],
    from_place=text("Where it leaves.", refers_to="network.places"),
    to_place=text("The next place on its way.", refers_to="network.places"),
    mode=text("Mode whose vehicle is used.", choices=ROUTED),
    commodity=text("Commodity class.", choices=CLASSES),
    line=text("Whether it can be gone in both runs, in this one alone or in the base alone.", choices=LINES),
    base_tonnes_per_year=number("In the base; 0 where nothing goes.", unit="t/yr", at_least=0),
    tonnes_per_year=number(
        "In this run: flows.arc_flows summed over arcs, classes and groups.",
        unit="t/yr",
        at_least=0,
        traced_to=("table:flows.arc_flows", "table:network.arcs"),
    ),
)

TABLES = (ARC_FLOWS, FACILITIES, PATHS, EMPTIES, CHANGE)
