"""Derivations that the chain knows better than the declarations do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from jibek.answers.headline import ITEMS, Key


def lineage_of(
    central: Mapping[Key, float | None],
    beside: pd.DataFrame,
    parents: Mapping[str, tuple[str, ...]],
    pivots: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Derivations that the chain knows better than the declarations do: headline, published figures, pivots."""
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []

    def add(
        node: str, label: str, value: float | None, unit: str, formula: str, above: Iterable[str]
    ) -> None:
        nodes.append(
            {
                "node_id": node,
                "kind": "result",
                "label": label,
                "value": value,
                "unit": unit,
                "formula": formula,
            }
        )
        for position, parent in enumerate(dict.fromkeys(above)):
            edges.append({"child": node, "parent": parent, "position": position})

    for item in ITEMS:
        add(item.node, item.name, central[item.key], item.unit, item.formula, item.parents)
    for row in beside.to_dict("records"):
        key = f"{row['quantity']}|{row['volume_id']}|{row['year']}"
        add(
            f"result:beside_published:{key}:published",
            f"published {row['quantity']}",
            row["published"],
            row["unit"],
            row["working"],
            parents[row["volume_id"]],
        )
    for row in pivots.to_dict("records"):
        above = row["parents"].split("; ")
        node = f"result:demand.pivots:{row['pivot_id']}"
        add(node, f"pivot {row['pivot_id']}", row["value"], row["unit"], row["working"], above)
        add(
            f"{node}:constant",
            f"constant of {row['pivot_id']}",
            row["constant"],
            "1",
            "the constant that makes the model's tonnes equal the pivot's",
            (node, "table:demand.markets", "table:network.arcs"),
        )
    columns = ("source", "url", "basis", "reason", "confidence")
    return {
        "lineage.nodes": pd.DataFrame(nodes).assign(**dict.fromkeys(columns)),
        "lineage.edges": pd.DataFrame(edges),
    }
