"""Where an indicator comes from: its formula, and each step that it asked for, in the form of ``jibek explain``.

steps(facts, kept).of(indicator)        {"root": "indicator:…", "nodes": {id: {kind, label, value, …, parents}}}
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jibek.ground.values import blank
from jibek.record import Facts
from jibek.record.working import quantity_id
from jibek.systems.methods import CLAIM, EVENT
from jibek.systems.model import Indicator, Modelled

FIELDS = (
    "kind",
    "label",
    "value",
    "unit",
    "formula",
    "parents",
    "source",
    "url",
    "basis",
    "reason",
    "confidence",
)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Steps:
    """The rows of the record that may stand behind an indicator, each by its id."""

    facts: Mapping[str, Mapping[Any, Any]]
    assumptions: Mapping[str, Mapping[Any, Any]]
    events: Mapping[str, Mapping[Any, Any]]
    claims: Mapping[str, Mapping[Any, Any]]
    kept: Mapping[str, Modelled]
    behind: Callable[[str], Mapping[str, Node]]

    def of(self, indicator: Indicator) -> dict[str, Any]:
        """Root and nodes of one indicator; a leaf is a fact, an assumption, an event or a statement."""
        root = f"indicator:{indicator.indicator_id}"
        top = _node(
            "result",
            indicator.name,
            indicator.value,
            indicator.unit,
            formula=indicator.formula,
            parents=list(indicator.parents),
            basis=indicator.method or None,
            reason=indicator.reason or None,
        )
        nodes = {root: top}
        for parent in indicator.parents:
            nodes |= self._with_run(parent)
        return {"root": root, "nodes": nodes}

    def _with_run(self, node_id: str) -> dict[str, Node]:
        """A step, and what the run itself tells of the steps behind a quantity."""
        node = self.node(node_id)
        if node["kind"] != "result":
            return {node_id: node}
        further = self.behind(next(q for q in self.kept if quantity_id(q) == node_id))
        top = further.get(node_id, {})
        return {**further, node_id: node | {k: top[k] for k in ("formula", "parents") if k in top}}

    def node(self, node_id: str) -> Node:
        """One step by its id."""
        kind, _, name = node_id.partition(":")
        if node_id.startswith(EVENT):
            return self._event(node_id.removeprefix(EVENT))
        if node_id.startswith(CLAIM):
            row = self.claims[name]
            said = _node("claim", row["paraphrase"], _figure(row["value"]), row["unit"])
            return said | {"source": row["speaker"], "basis": f"text {row['source_id']}"}
        if kind == "assumption":
            row = self.assumptions[name]
            basis = f"range {row['low']:g} to {row['high']:g}"
            return _node(kind, name, float(row["value"]), row["unit"], reason=row["reason"], basis=basis)
        if kind == "result":
            m = next(m for q, m in self.kept.items() if quantity_id(q) == node_id)
            ends = (
                None
                if m.low is None or m.high is None
                else f"{m.low:g} to {m.high:g} over the worlds of the run"
            )
            return _node(kind, f"{m.what} {m.year}", m.value, m.unit, basis=ends)
        return self._fact(self.facts[name])

    def _fact(self, row: Mapping[Any, Any]) -> Node:
        words = [
            row[c] for c in ("indicator", "area", "counterpart", "reporter", "period") if not blank(row[c])
        ]
        told = {c: None if blank(row[c]) else row[c] for c in ("source", "url", "basis", "confidence")}
        return _node("fact", ", ".join(str(w) for w in words), _figure(row["value"]), row["unit"], **told)

    def _event(self, event_id: str) -> Node:
        row = self.events[event_id]
        told = {c: row[c] for c in ("source", "url", "confidence")}
        return _node("input", f"{row['title']}, {row['date_start']}", None, None, **told)


def steps(
    facts: Facts,
    kept: Mapping[str, Modelled],
    behind: Callable[[str], Mapping[str, Node]] = lambda _: {},
) -> Steps:
    """The steps of a record and of a run's quantities; ``behind`` gives those of a quantity, where a run can."""

    def by(frame: Any, key: str) -> dict[str, Mapping[Any, Any]]:
        return {str(row[key]): row for row in frame.to_dict("records")}

    return Steps(
        by(facts.facts, "fact_id"),
        by(facts.assumptions, "assumption_id"),
        by(facts.table("systems/events"), "event_id"),
        by(facts.table("claims"), "claim_id"),
        kept,
        behind,
    )


def _node(kind: str, label: str, value: float | None, unit: Any, **told: Any) -> Node:
    node: Node = dict.fromkeys(FIELDS)
    return node | {"kind": kind, "label": label, "value": value, "unit": unit or None, "parents": [], **told}


def _figure(cell: Any) -> float | None:
    return None if blank(cell) else float(cell)


_READS = {
    "fact": "fact:{}",
    "volume": "fact:volumes:{}:value",
    "assume": "assumption:{}",
    "claim": "claim:{}",
}

_SIGNS = ((" ** ", " ^ "), (" * ", " × "), (" / ", " ÷ "), (" - ", " − "))


def spelled(formula: str) -> tuple[str, dict[str, str]]:
    """A formula with a letter in place of each figure that it reads, and which step each letter is.

    >>> spelled('100 * fact("a:1:value") / quantity("khorgos_teu")')
    ('100 × a ÷ b', {'a': 'fact:a:1:value', 'b': 'result:quantities:khorgos_teu'})
    """
    letters: dict[str, str] = {}

    class Letters(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name not in _READS and name != "quantity":
                return self.generic_visit(node)
            word = str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else ""
            step = quantity_id(word) if name == "quantity" else _READS[name].format(word)
            return ast.Name(letters.setdefault(step, _letter(len(letters))), ast.Load())

    text = ast.unparse(Letters().visit(ast.parse(formula, mode="eval")))
    for sign, shown in _SIGNS:
        text = text.replace(sign, shown)
    return text, {letter: step for step, letter in letters.items()}


def _letter(n: int) -> str:
    return chr(ord("a") + n) if n < 26 else f"a{n}"
