"""A number, walked back to the facts, assumptions and settings that it was made from.

print(run.explain("headline", "caspian_tonnes|", "value"))

Tonnes over the Caspian: 5,210,000 t/yr
  = sum over Caspian arcs of Aktau and Kuryk, oil left out
  table flows.arc_flows, 24,180 rows, 1c02ab9f
    table network.arcs, 1,612 rows, 77e0d1aa
      Distance of L071: 293 km, Kazakhstan Temir Zholy, https://…
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground import told
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.reply import Reply
from jibek.ground.values import blank, plain
from jibek.runs.derivation.lineage import DATA, LEAVES, Lineage, Node
from jibek.runs.derivation.rows import RECORDS, cell_id

if TYPE_CHECKING:
    import pandas as pd


FIELDS = (
    *("kind", "label", "value", "unit", "formula", "source", "url", "basis", "reason", "confidence"),
    *("reporter", "date"),
)


@dataclass(frozen=True, slots=True)
class Explanation(Reply):
    """``root`` and every step behind it; a leaf is a fact, an assumption, a setting or a claim."""

    root: str
    nodes: Mapping[str, Node]

    def leaves(self) -> list[Node]:
        """The steps without parents."""
        return [node for node in self.nodes.values() if not node.parents]

    def to_json(self) -> dict[str, Any]:
        """What ``jibek explain --json`` prints."""
        from jibek import __version__

        nodes = {}
        for node in self.nodes.values():
            nodes[node.id] = {f: plain(getattr(node, f)) for f in FIELDS} | {"parents": list(node.parents)}
            if node.kind == "table":
                nodes[node.id] |= {"rows": node.rows, "hash": node.sha256}
        missing = [n.id for n in self.leaves() if n.kind not in LEAVES]
        warnings = [
            {"code": "explain.no_parents", "message": f"{i} has no recorded parents", "rows": []}
            for i in missing
        ]
        return {"root": self.root, "nodes": nodes, "jibek": __version__, "warnings": warnings}

    def to_text(self) -> str:
        """The steps as an indented tree; a step that was shown before is only named again, a table ends its branch."""
        lines: list[str] = []
        seen: set[str] = set()

        def walk(node_id: str, depth: int) -> None:
            node, pad = self.nodes[node_id], "  " * depth
            if node_id in seen:
                lines.append(f"{pad}[{node.kind}] {node.label}, see above")
                return
            lines.append(pad + _told(node))
            seen.add(node_id)
            if node.kind == "table" and depth:
                below = ", ".join(p.removeprefix("table:") for p in node.parents if p.startswith("table:"))
                lines.append(f"{pad}  {told.UNTRACED}" + (f"; made from {below}" if below else ""))
                return
            if node.formula:
                lines.append(f"{pad}  = {node.formula}")
            for parent in node.parents:
                walk(parent, depth + 1)

        walk(self.root, 0)
        return "\n".join(lines)


def explain(lineage: Lineage, table: str, key: str | Sequence[Any], column: str = "value") -> Explanation:
    """Where a cell comes from.

    Parameters
    ----------
    lineage
        Of a finished run.
    table, column
        As in the run folder; ``headline`` is a table too.
    key
        Values of the table's key columns, as a sequence or joined by ``|``; a null is empty.

    Raises
    ------
    InputError
        ``explain.unknown_table``, ``explain.unknown_column``, ``explain.unknown_key``, with the nearest.
    """
    run = lineage.run
    if table not in run.tables:
        raise _unknown("table", table, run.tables, f"run {run.id}")
    frame = run.tables[table]
    if column not in frame:
        raise _unknown("column", column, list(frame.columns), table)
    wanted = key if isinstance(key, str) else "|".join("" if blank(part) else str(part) for part in key)
    known = lineage.positions(table)
    if wanted not in known:
        # Trailing empty parts may be left out: ``caspian_tonnes`` is ``caspian_tonnes|``.
        padded = wanted + "|" * (len(lineage.key_columns(table)) - 1 - wanted.count("|"))
        if padded not in known:
            expected = "|".join(lineage.key_columns(table))
            raise _unknown("key", wanted, _alike(wanted, known), table, f"a key of the form {expected}")
        wanted = padded
    return walk(lineage, cell_id(table, wanted, column))


def walk(lineage: Lineage, root: str) -> Explanation:
    """Every step behind ``root``; no step is its own ancestor: the loop of the chain is cut where it closes."""
    nodes: dict[str, Node] = {}
    done: set[str] = set()

    def visit(node_id: str, path: tuple[str, ...]) -> None:
        node = lineage.node(node_id)
        path = (*path, node_id)
        nodes[node_id] = node
        kept = []
        for parent in node.parents:
            if parent in path:
                continue
            if parent not in done:
                visit(parent, path)
            kept.append(parent)
        done.add(node_id)
        if not kept and node.kind not in LEAVES:
            kept = [DATA]
            nodes.setdefault(DATA, lineage.node(DATA))
        nodes[node_id] = _with_parents(node, kept)

    visit(root, ())
    return Explanation(root, nodes)


def _with_parents(node: Node, parents: Sequence[str]) -> Node:
    from dataclasses import replace

    return replace(node, parents=tuple(parents))


def _alike(wanted: str, known: Mapping[str, int]) -> list[str]:
    """Keys worth comparing with: those that share a part, for a table may hold a hundred thousand."""
    if len(known) <= 2000:
        return list(known)
    parts = [part for part in wanted.split("|") if part]
    return [k for k in known if any(part in k for part in parts)][:2000] or list(known)[:2000]


def _unknown(what: str, value: str, known: Any, where: str, expected: str = "") -> InputError:
    code = f"explain.unknown_{what}"
    fix = nearest(value, known) or "Known: " + ", ".join(list(known)[:20])
    problem = Problem(code, where, value=value, expected=expected or f"a {what} of it", fix=fix)
    return InputError(code, f"{where} has no {what} {value!r}", [problem])


def _told(node: Node) -> str:
    if node.kind == "table":
        size = "" if node.rows is None else f", {node.rows:,} rows, {(node.sha256 or '')[:8]}"
        return f"[table] {node.label}{size}"
    from jibek.ground.text import readable

    shown = f"{node.value:.0f}" if node.unit == "year" and node.value is not None else readable(node.value)
    value = "" if node.value is None else f": {shown} {node.unit or ''}".rstrip()
    told = [node.source, node.url, node.basis if node.kind != "result" else None, node.reason]
    origin = "; ".join(str(part) for part in told if part)
    return f"[{node.kind}] {node.label}{value}" + (f"  ({origin})" if origin and node.kind in LEAVES else "")


def astray(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Facts and assumptions that a derivation names and the record lacks, or holds with another value."""
    if "lineage.nodes" not in frames:
        return []
    held = {
        f"{kind}:{i}": value
        for kind, (table, column) in RECORDS.items()
        if table in frames
        for i, value in zip(frames[table][column], frames[table]["value"], strict=True)
    }
    nodes, edges = frames["lineage.nodes"], frames["lineage.edges"]
    told = dict(zip(nodes["node_id"], nodes["value"], strict=True))
    named = dict.fromkeys([*told, *edges["parent"]])
    leaves = [n for n in named if n.partition(":")[0] in RECORDS]
    return [
        n
        for n in leaves
        if n not in held or (not blank(told.get(n)) and not blank(held[n]) and told[n] != held[n])
    ]
