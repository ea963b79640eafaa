"""Nodes of a derivation, read from a run folder: what a number is made from, one step at a time.

A step that the chain recorded (``lineage.nodes``, ``lineage.edges``) is taken as recorded. Any other cell is
explained by its declaration: the facts and assumptions that its row names, the scenario's settings for its
gateway or link, the tables that its table comes from, and the rows of those that weigh most. Facts and
assumptions are always read from ``record.facts`` and ``record.assumptions``, so a derivation ends in the figures
that were used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jibek.ground.values import blank, plain
from jibek.runs.derivation.rows import RECORDS, RunRows, cell_id, unique
from jibek.runs.registry import stage_of
from jibek.runs.settings import flat, setting

LEAVES = ("fact", "assumption", "input", "claim")

# Where a stage's declaration does not say what a table comes from: the tables its stage reads.
READS = {
    "network": ("record.facts", "record.assumptions"),
    "simulation": ("network.gateways", "network.facilities", "flows.facilities", "record.assumptions"),
    "demand": ("record.facts", "record.assumptions"),
    "flows": ("network.arcs", "network.arc_costs", "simulation.curves", "demand.tonnes"),
    "routes": ("network.arcs", "network.arc_costs", "flows.facilities", "simulation.waits"),
    "trade": ("demand.trade", "flows.arc_flows", "record.facts", "record.assumptions"),
    "appraisal": ("record.targets", "trade.flows"),
    "systems": ("record.facts", "trade.flows", "flows.arc_flows"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One step: what it is, its value, how it follows from its parents, and for a leaf who says so."""

    id: str
    kind: str
    label: str
    value: Any = None
    unit: str | None = None
    formula: str | None = None
    parents: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None
    basis: str | None = None
    reason: str | None = None
    confidence: str | None = None
    rows: int | None = None
    sha256: str | None = None


class Lineage(RunRows):
    """Finds the step of an id within one run."""

    @cached_property
    def _stored(self) -> dict[str, dict[str, Any]]:
        return {row["node_id"]: row for row in self.run.rows("lineage.nodes")}

    @cached_property
    def _edges(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.run.rows("lineage.edges"):
            found.setdefault(row["child"], []).append(row["parent"])
        return found

    def node(self, node_id: str, *, rows: bool = False) -> Node:
        """The node of an id; ``rows``: name also the rows that weigh most in the tables it comes from."""
        kind, _, rest = node_id.partition(":")
        if kind in RECORDS:
            return self._leaf(node_id, kind, rest)
        if kind == "input":
            return self._input(node_id, rest)
        found = self._table(node_id, rest) if kind == "table" else self._cell(node_id, rest, rows)
        stored = self._stored.get(node_id)
        if stored is not None:
            told = {k: v for k, v in stored.items() if k != "node_id" and not blank(v)}
            found = replace(
                found, **{**told, "value": found.value if found.value is not None else told.get("value")}
            )
        if node_id in self._edges:
            found = replace(found, parents=tuple(self._edges[node_id]))
        return found

    def _leaf(self, node_id: str, kind: str, key: str) -> Node:
        row = self.record(kind).get(key)
        if row is None:
            return Node(node_id, kind, key, reason=f"{RECORDS[kind][0]} does not hold it")
        basis = row.get("basis")
        if kind == "assumption":
            basis = f"assumption between {row.get('low')} and {row.get('high')}, central {row.get('central')}"
        return Node(
            node_id,
            kind,
            str(row.get("label") or row.get("name") or key),
            value=row.get("value"),
            unit=row.get("unit"),
            source=row.get("source"),
            url=row.get("url"),
            basis=basis,
            reason=row.get("reason"),
            confidence=row.get("confidence"),
        )

    def _input(self, node_id: str, path: str) -> Node:
        """A setting, or a section of settings that bears on a gateway or link (``gateway.CN_KHORGOS-KZ_ALTYNKOL``)."""
        key = path.removeprefix("scenario").lstrip(".:")
        settings = dict(flat(self.run.manifest["scenario"]))
        below = {k.removeprefix(f"{key}."): v for k, v in settings.items() if k.startswith(f"{key}.")}
        label, source = f"Setting {key}", f"scenario {self.run.name}"
        if below:
            told = ", ".join(f"{k} = {plain(v)}" for k, v in below.items())
            only = next(iter(below.values())) if len(below) == 1 else None
            return Node(
                node_id,
                "input",
                f"{label}: {told}",
                value=plain(only),
                source=source,
                basis="set by the user",
            )
        if key in settings:
            return Node(
                node_id, "input", label, value=plain(settings[key]), source=source, basis="set by the user"
            )
        return Node(
            node_id,
            "input",
            label,
            value=plain(setting(self.run, key)),
            source=source,
            basis="left as the data has it",
        )

    def _table(self, node_id: str, table: str) -> Node:
        declared = self.declared(table)
        if table not in self.run.tables:
            return Node(node_id, "table", f"{table}, not in this run", parents=("input:scenario.year",))
        listed = self.run.manifest["tables"][table]
        sources, methods = self._sources(table, declared.comes_from if declared else ())
        heaviest = self.heaviest(table)
        kinds = {f"table:{RECORDS[node.partition(':')[0]][0]}" for node in heaviest}
        # Where the rows name their facts, the whole of all facts says nothing more.
        parents = [*heaviest, *(name for name in sources if name not in kinds), *self._settings(table)]
        return Node(
            node_id,
            "table",
            f"{table}: {declared.meaning if declared else 'table of the run'}",
            formula="; ".join(methods) or None,
            parents=unique(parents) or ("input:scenario.year",),
            rows=listed["rows"],
            sha256=listed["sha256"],
        )

    def _cell(self, node_id: str, rest: str, rows: bool) -> Node:
        table, _, key = rest.partition(":")
        if table not in self.run.tables:
            return Node(node_id, "result", rest)
        column, frame = "value", self.run.tables[table]
        if key not in self.positions(table):
            key, _, column = key.rpartition(":")
        if key not in self.positions(table) or column not in frame:
            return Node(node_id, "result", rest)
        row = plain(frame.iloc[self.positions(table)[key]].to_dict())
        declared = self.declared(table)
        spec = declared.columns.get(column) if declared else None
        sources, methods = self._sources(
            table, (spec.comes_from if spec else ()) or (declared.comes_from if declared else ())
        )
        exact = self.exact(row, column)
        if (stage_of(table) in ("record", "network") or declared is None) and self.named(row):
            # No solver stands between: the row names all that it was made of, whole tables would add nothing.
            sources = []
        direct = [*exact, *self._settings(table, row)] if exact else self._direct(table, row, column)
        if rows and not exact:
            tables = [name.removeprefix("table:") for name in sources if name.startswith("table:")]
            direct += [p for name in tables for p in self.sharing(name, row, table)]
        return Node(
            node_id,
            "result",
            str(row.get("name") or f"{table} {key}") + ("" if column == "value" else f", {column}"),
            value=row[column],
            unit=(spec.unit if spec else "") or row.get("unit") or None,
            formula="; ".join([*([spec.meaning] if spec and stage_of(table) else []), *methods]) or None,
            parents=unique(p for p in [*direct, *(sources if not exact else [])] if p != node_id)
            or ("input:scenario.year",),
            source=row.get("source"),
            url=row.get("url"),
            basis=row.get("basis"),
            confidence=row.get("confidence"),
        )

    def _direct(self, table: str, row: Mapping[str, Any], column: str) -> list[str]:
        """What the row itself names, the cell's own fact first."""
        if table == "headline" and column == "value" and not blank(row.get("explain_table")):
            pointed = [row[f"explain_{part}"] or "" for part in ("table", "key", "column")]
            if pointed[0] != "headline":
                return [cell_id(*pointed)]
        if table == "headline" and column in ("low", "high"):
            key = f"{row['id']}|{row.get('reporter') or ''}"
            return [cell_id("headline", key, "value"), *self._rests_on(row)]
        if table == "beside_published":
            key = "|".join("" if blank(row[c]) else str(row[c]) for c in self.key_columns(table))
            if column == "ratio":
                return [cell_id(table, key, "modelled"), cell_id(table, key, "published")]
            if column == "published":
                return [f"fact:{f}" for f in self.facts_of.get(f"volumes:{row['volume_id']}", ())]
        if table in ("rests_on", "intervals", "simulation_replications"):
            key = f"{row['headline']}|{row.get('reporter') or ''}"
            named = [f"assumption:{row['assumption_id']}"] if row.get("assumption_id") else []
            return [*named, cell_id("headline", key, "value")]
        return [*self.named(row), *self._settings(table, row)]

    def _rests_on(self, row: Mapping[str, Any]) -> list[str]:
        return [
            f"assumption:{r['assumption_id']}"
            for r in self.run.rows("rests_on")
            if r["headline"] == row["id"] and (r.get("reporter") or "") == (row.get("reporter") or "")
        ]

    def _settings(self, table: str, row: Mapping[str, Any] | None = None) -> list[str]:
        """Settings of the scenario that bear on a row, or on a whole table of the network or simulation."""
        settings = [
            k for k, _ in flat(self.run.manifest["scenario"]) if k not in ("name", "base", "description")
        ]
        if row is not None:
            ids = [str(row[c]) for c in ("gateway_id", "link_id", "facility_id", "country") if row.get(c)]
            ids = [i.partition(":")[0] for i in ids]
            settings = [k for k in settings if any(f".{i}." in f".{k}." for i in ids)]
        elif stage_of(table) not in ("network", "simulation"):
            settings = []
        return [f"input:scenario.{k}" for k in settings]

    def _sources(self, table: str, told: Iterable[str]) -> tuple[list[str], list[str]]:
        """Nodes of the tables a table comes from, and words for the rest of what its declaration says."""
        nodes, methods = [], []
        for name in told:
            if name in self.run.tables:
                nodes.append(f"table:{name}")
            elif found := list(self.ids_in(name)):
                nodes += found
            elif " " in name:
                methods.append(name)
            elif name == "assumptions":
                nodes.append("table:record.assumptions")
            elif name == "sources" or name in self.stems:
                nodes.append("table:record.facts")
        if not nodes:
            nodes = [f"table:{n}" for n in READS.get(stage_of(table), ()) if n in self.run.tables]
        held = [
            n for n in unique(nodes) if n.partition(":")[2] in self.run.tables or not n.startswith("table:")
        ]
        return [n for n in held if n != f"table:{table}"], methods
