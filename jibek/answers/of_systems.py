"""The systems of the cooperation beside the answer: tables of the stage, and where each of their figures comes from.

Reads   quantities, record of the run
Writes  the tables of the stage; their steps in lineage.nodes and lineage.edges

    khorgos.terminal_use  24.1 percent   ->   100 × a ÷ b of result:quantities:khorgos_teu, fact:…
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from jibek.answers.result import Result
from jibek.ground import told
from jibek.ground.values import plain
from jibek.record import Facts
from jibek.systems import Survey, modelled, survey, tables_of
from jibek.systems.derivation import spelled
from jibek.systems.methods import EVENT
from jibek.systems.model import Indicator
from jibek.systems.tables import INDICATORS


def with_systems(answer: Result, facts: Facts) -> Result:
    """The answer with the systems: on kept quantities, the record and its claims alone."""
    found = survey(facts, modelled(plain(answer.tables["quantities"])))
    nodes, edges = list(_nodes(found, facts)), list(_edges(found))
    recorded = {"lineage.nodes": nodes, "lineage.edges": edges}
    steps = {
        name: pd.concat([answer.tables[name], pd.DataFrame(rows)], ignore_index=True)
        for name, rows in recorded.items()
        if rows
    }
    return replace(answer, tables={**answer.tables, **tables_of(found), **steps})


def _worked(found: Survey) -> Iterator[Indicator]:
    """Indicators that have a value."""
    return (i for s in found.systems for i in s.indicators if i.value is not None)


def _node_id(of: Indicator) -> str:
    return f"result:{INDICATORS.name}:{of.indicator_id}"


def _nodes(found: Survey, facts: Facts) -> Iterator[dict[str, Any]]:
    """Indicators, and the events that they rest on; facts, claims and quantities are told by the run already."""
    asked: dict[str, None] = {}
    for one in _worked(found):
        yield {
            "node_id": _node_id(one),
            "kind": "result",
            "label": f"{one.name}, {one.period}" if one.period else one.name,
            "value": one.value,
            "unit": one.unit,
            "formula": _told(one),
            "basis": one.method or None,
            "reason": one.reason or None,
        }
        asked.update(dict.fromkeys(p for p in one.parents if p.startswith(EVENT)))
    rows = facts.table("systems/events")
    mine = rows[rows["event_id"].isin([node.removeprefix(EVENT) for node in asked])]
    for row in mine.to_dict("records"):
        yield {
            "node_id": EVENT + row["event_id"],
            "kind": "input",
            "label": f"{row['title']}, {row['date_start']}",
            **{name: row[name] for name in ("source", "url", "confidence")},
        }


def _told(of: Indicator) -> str:
    """The formula with a letter for each figure; what they are follows in their order."""
    text, letters = spelled(of.formula)
    return told.LETTERS.format(formula=text, letters=", ".join(letters)) if letters else text


def _edges(found: Survey) -> Iterator[dict[str, Any]]:
    for one in _worked(found):
        first = spelled(one.formula)[1].values()
        for position, parent in enumerate(dict.fromkeys((*first, *one.parents))):
            yield {"child": _node_id(one), "parent": parent, "position": position}
