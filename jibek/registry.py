"""Every table declaration in one place: what a run folder may hold, found without running a stage.

A stage declares its tables in ``jibek/STAGE/tables.py``; the tables that belong to the whole run stand here.

    registry.tables()["network.arcs"].key      -> ("arc_id",)
"""

from __future__ import annotations

import importlib
from functools import cache

from jibek.tables import Table, integer, number, text

STAGES = (
    "sources",
    "record",
    "network",
    "simulation",
    "demand",
    "flows",
    "routes",
    "trade",
    "appraisal",
    "systems",
)


HEADLINE = Table(
    "headline",
    "A number that answers the question, with whose statistics it rests on where that matters.",
    key=["id", "reporter"],
    id=text("Stable id."),
    name=text("What the number is, in words."),
    value=number("The number.", optional=True),
    low=number("Lower end of the interval.", optional=True),
    high=number("Upper end of the interval.", optional=True),
    interval_method=text("How the interval was made.", optional=True),
    unit=text("Unit of value, low and high."),
    year=integer("Year that the number is for.", optional=True),
    reporter=text("Country whose figures are used, alpha-3.", optional=True),
    explain_table=text("Table of the cell that the number was read from.", optional=True),
    explain_key=text("Key of that cell.", optional=True),
    explain_column=text("Column of that cell.", optional=True),
)

BESIDE_PUBLISHED = Table(
    "beside_published",
    "A modelled figure next to the published one that it can be compared with.",
    key=["quantity", "volume_id", "year"],
    quantity=text("What is compared."),
    role=text("Fitted to it (pivot) or only compared with it (test).", choices=("pivot", "test")),
    volume_id=text("Row of the published figure.", optional=True),
    unit=text("Unit of modelled and published."),
    year=integer("Year of the published figure.", optional=True),
    modelled=number("This run's figure, brought to the published row's part of the year.", optional=True),
    published=number("The published figure.", optional=True),
    ratio=number("Modelled over published.", unit="1", optional=True),
    source=text("Who published it.", optional=True),
)

RESTS_ON = Table(
    "rests_on",
    "What a headline number becomes when one assumption moves to the end of its range.",
    key=["headline", "reporter", "assumption_id"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    assumption_id=text("The assumption.", refers_to="record.assumptions"),
    at_low=number("The headline number with the assumption at its low end.", optional=True),
    at_high=number("The headline number with the assumption at its high end.", optional=True),
)

INTERVALS = Table(
    "intervals",
    "Headline numbers recomputed with one assumption at a time moved; compare pairs these between runs.",
    key=["headline", "reporter", "assumption_id", "level"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    assumption_id=text("The assumption.", refers_to="record.assumptions"),
    level=text("Where in its range the assumption stands.", choices=("low", "central", "high")),
    value=number("The headline number there.", optional=True),
)

REPLICATIONS = Table(
    "simulation_replications",
    "Headline numbers of the played year, one value per replication; equal numbers are equal random draws.",
    key=["headline", "reporter", "replication"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    replication=integer("Number of the replication.", at_least=0),
    value=number("The headline number of this replication.", optional=True),
)

LINEAGE_NODES = Table(
    "lineage.nodes",
    "A step in the derivation of a number.",
    key=["node_id"],
    node_id=text("Id: the kind, a colon, the id within the kind."),
    kind=text("What the step is.", choices=("result", "table", "fact", "assumption", "input", "claim")),
    label=text("The step in words."),
    value=number("Its value, where it is a number.", optional=True),
    unit=text("Unit of value.", optional=True),
    formula=text("How the value follows from the parents.", optional=True),
    source=text("Who says so.", optional=True),
    url=text("Where it can be read.", optional=True),
    basis=text("Published, or how it was estimated.", optional=True),
    reason=text("Why an assumption is what it is.", optional=True),
    confidence=text("High, medium or low.", optional=True),
)

LINEAGE_EDGES = Table(
    "lineage.edges",
    "The child is computed from the parent.",
    key=["child", "parent"],
    child=text("Node id.", refers_to="lineage.nodes"),
    parent=text("Node id; a fact, an assumption or a table need not stand among the nodes."),
    position=integer("Order of the parents of a child.", optional=True, at_least=0),
)

RUN_TABLES = (
    HEADLINE,
    BESIDE_PUBLISHED,
    RESTS_ON,
    INTERVALS,
    REPLICATIONS,
    LINEAGE_NODES,
    LINEAGE_EDGES,
)


@cache
def tables() -> dict[str, Table]:
    """Name to declaration, the run's own tables first, then stage by stage."""
    found = {table.name: table for table in RUN_TABLES}
    for stage in STAGES:
        name = f"jibek.{stage}.tables"
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as fault:
            # A stage without tables of its own is in order; a broken import inside one is not.
            if fault.name not in (name, f"jibek.{stage}"):
                raise
            continue
        for value in vars(module).values():
            if isinstance(value, Table):
                found.setdefault(value.name, value)
    return found


def stage_of(table: str) -> str:
    """The stage that writes a table: ``network`` for ``network.arcs``, blank for the run's own tables."""
    stage, dot, _ = table.partition(".")
    return stage if dot else ""
