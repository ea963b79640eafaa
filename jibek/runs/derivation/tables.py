"""Steps of derivations that the chain recorded."""

from __future__ import annotations

from jibek.ground.table import Table, integer, number, text

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

TABLES = (
    LINEAGE_NODES,
    LINEAGE_EDGES,
)
