"""Nodes of a derivation, read from a run folder: what a number is made from, one step at a time.

A step that the chain recorded (``lineage.nodes``, ``lineage.edges``) is taken as recorded. Any other cell is made
from what its column's declaration names (``traced_to``). Where neither says anything the cell is explained by its
table, which says that it is not traced by row: the tables it comes from, and in the end the data of the run. Facts and
assumptions are always read from ``record.facts`` and ``record.assumptions``, so a derivation ends in the figures that
were used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jibek.ground import told
from jibek.ground.values import blank, plain
from jibek.runs.derivation.rows import RECORDS, RunRows, unique
from jibek.runs.registry import stage_of
from jibek.runs.settings import flat, setting

LEAVES = ("fact", "assumption", "input", "claim")

DATA = "input:data"


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
    reporter: str | None = None
    date: str | None = None
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

    def node(self, node_id: str) -> Node:
        """The node of an id."""
        kind, _, rest = node_id.partition(":")
        if kind in RECORDS:
            return self._leaf(node_id, kind, rest)
        if node_id == DATA:
            return self._data(node_id)
        if kind == "input":
            return self._event(node_id) or self._input(node_id, rest)
        found = self._table(node_id, rest) if kind == "table" else self._cell(node_id, rest)
        stored = self._stored.get(node_id)
        if stored is not None:
            held = {k: v for k, v in stored.items() if k != "node_id" and not blank(v)}
            found = replace(
                found, **{**held, "value": found.value if found.value is not None else held.get("value")}
            )
        if node_id in self._edges:
            found = replace(found, parents=tuple(self._edges[node_id]))
        return found

    def _leaf(self, node_id: str, kind: str, key: str) -> Node:
        row = self.record(kind).get(key)
        if row is None:
            return Node(node_id, kind, key, reason=told.NOT_HELD.format(table=RECORDS[kind][0]))
        basis = row.get("basis")
        if kind == "assumption":
            basis = told.BETWEEN.format(**{end: row.get(end) for end in ("low", "high", "central")})
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
            reporter=row.get("reporter"),
            date=row.get("source_date"),
        )

    def _event(self, node_id: str) -> Node | None:
        """Something that happened, as the chain recorded it; None for a setting."""
        row = self._stored.get(node_id)
        if row is None:
            return None
        held: dict[str, Any] = {k: v for k, v in row.items() if k != "node_id" and not blank(v)}
        return Node(node_id, **held)

    def _input(self, node_id: str, path: str) -> Node:
        """A setting, or a section of settings that bears on a gateway or link (``gateway.CN_KHORGOS-KZ_ALTYNKOL``)."""
        key = path.removeprefix("scenario").lstrip(".:")
        settings = dict(flat(self.run.manifest["scenario"]))
        below = {k.removeprefix(f"{key}."): v for k, v in settings.items() if k.startswith(f"{key}.")}
        label, source = told.SETTING.format(key=key), told.SCENARIO.format(scenario=self.run.name)
        if below:
            each = ", ".join(f"{k} = {plain(v)}" for k, v in below.items())
            only = next(iter(below.values())) if len(below) == 1 else None
            return Node(
                node_id,
                "input",
                told.SETTINGS.format(key=key, told=each),
                value=plain(only),
                source=source,
                basis=told.BY_USER,
            )
        if key in settings:
            return Node(
                node_id, "input", label, value=plain(settings[key]), source=source, basis=told.BY_USER
            )
        return Node(
            node_id,
            "input",
            label,
            value=plain(setting(self.run, key)),
            source=source,
            basis=told.BY_DATA,
        )

    def _data(self, node_id: str) -> Node:
        """All figures of the run together: where a walk along tables ends."""
        counts = {f"{kind}s": f"{len(self.record(kind)):,}" for kind in ("fact", "assumption")}
        digest = str(self.run.manifest.get("data_digest") or "")
        label = told.DATA.format(**counts, digest=digest[:12])
        return Node(node_id, "input", label, source="record.facts, record.assumptions", basis=told.UNTRACED)

    def _table(self, node_id: str, table: str) -> Node:
        declared = self.declared(table)
        if table not in self.run.tables:
            return Node(node_id, "table", told.ABSENT.format(table=table), parents=(DATA,))
        listed = self.run.manifest["tables"][table]
        above = [
            f"table:{name}" for name in (declared.comes_from if declared else ()) if name in self.run.tables
        ]
        return Node(
            node_id,
            "table",
            told.TABLE.format(table=table, name=declared.meaning if declared else told.UNDECLARED),
            formula=told.UNTRACED,
            parents=unique([*above, *self._settings(table)]) or (DATA,),
            rows=listed["rows"],
            sha256=listed["sha256"],
        )

    def _cell(self, node_id: str, rest: str) -> Node:
        found = self.cell(rest)
        if found is None:
            return Node(node_id, "result", rest)
        table, key, column = found
        row = plain(self.run.tables[table].iloc[self.positions(table)[key]].to_dict())
        declared = self.declared(table)
        spec = declared.columns.get(column) if declared else None
        above = [p for p in self.traced(spec.traced_to if spec else (), row) if p != node_id]
        settings = self._settings(table, row)
        meaning = spec.meaning if spec and stage_of(table) else None
        return Node(
            node_id,
            "result",
            str(row.get("name") or f"{table} {key}") + ("" if column == "value" else f", {column}"),
            value=row[column],
            unit=_unit(spec.unit if spec else "", row),
            formula=meaning
            if above or settings
            else told.NOT_TRACED.format(name=meaning)
            if meaning
            else told.UNTRACED,
            parents=unique([*settings, *above]) or (f"table:{table}",),
            source=row.get("source"),
            url=row.get("url"),
            basis=row.get("basis"),
            confidence=row.get("confidence"),
        )

    def _settings(self, table: str, row: Mapping[str, Any] | None = None) -> list[str]:
        """Settings of the scenario that bear on a row of the network, or on a whole table of it."""
        if stage_of(table) != "network":
            return []
        settings = [
            k for k, _ in flat(self.run.manifest["scenario"]) if k not in ("name", "base", "description")
        ]
        if row is not None:
            ids = [str(row[c]) for c in ("gateway_id", "link_id", "facility_id", "country") if row.get(c)]
            ids = [i.partition(":")[0] for i in ids]
            settings = [k for k in settings if any(f".{i}." in f".{k}." for i in ids)]
        return [f"input:scenario.{k}" for k in settings]


def _unit(declared: str, row: Mapping[str, Any]) -> str | None:
    """The unit of a cell; where the declaration points to the row's own unit, that one (``trains/day``)."""
    own = row.get("unit")
    if not declared or declared in ("see unit", "the row's unit"):
        return own or None
    return (
        declared.replace("column unit, a day", f"{own}/day").replace("column unit", str(own))
        if own
        else declared
    )
