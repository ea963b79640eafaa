"""Nodes of a derivation, read from a run folder: what a number is made from, one step at a time.

A step that the chain recorded (``lineage.nodes``, ``lineage.edges``) is taken as recorded. Any other cell is
explained by its declaration: the facts and assumptions that its row names, the scenario's settings for its gateway
or link, the tables that its table comes from, and the rows of those that weigh most. Facts and assumptions are
always read from ``record.facts`` and ``record.assumptions``, so a derivation ends in the figures that were used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jibek.changes import flat, setting
from jibek.plain import blank, plain
from jibek.tables import Table

if TYPE_CHECKING:
    import pandas as pd

    from jibek.store import Run

LEAVES = ("fact", "assumption", "input", "claim")
RECORDS = {
    "fact": ("record.facts", "fact_id"),
    "assumption": ("record.assumptions", "assumption_id"),
    "claim": ("record.claims", "claim_id"),
}
# Where a stage's declaration does not say what a table comes from: the tables its stage reads.
READS = {
    "network": ("record.facts", "record.assumptions"),
    "simulation": ("network.gateways", "network.facilities", "flows.facilities", "record.assumptions"),
    "demand": ("record.facts", "record.assumptions", "routes.skims"),
    "flows": ("network.arcs", "network.arc_costs", "simulation.curves", "demand.tonnes"),
    "routes": ("network.arcs", "network.arc_costs", "flows.facilities", "simulation.waits"),
    "trade": ("routes.skims", "record.facts", "record.assumptions"),
    "appraisal": ("record.targets", "trade.flows"),
    "systems": ("record.facts", "trade.flows", "flows.arc_flows"),
}
# Column of a row -> table of the data package whose rows it names.
NAMED = {
    "link_id": "links",
    "volume_id": "volumes",
    "place_id": "nodes",
    "project_id": "projects",
    "country": "country_base",
}
WEIGHTS = ("tonnes_per_year", "value_usd", "tonnes", "trains_per_day", "load_per_day", "value")
SHARED = (
    "arc_id",
    "gateway_id",
    "facility_id",
    "link_id",
    "class",
    "group",
    "exporter",
    "importer",
    "reporter",
)
MOST = 8


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


def cell_id(table: str, key: str, column: str) -> str:
    """Node id of a cell; the column ``value`` goes without saying."""
    for kind, (record, _) in RECORDS.items():
        if table == record:
            return f"{kind}:{key}"
    return f"result:{table}:{key}" + ("" if column == "value" else f":{column}")


def keys(frame: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """The KEY of every row: values of the key columns joined by ``|``, a null is empty."""
    parts = [[("" if blank(v) else str(plain(v))) for v in frame[c].tolist()] for c in columns]
    return ["|".join(row) for row in zip(*parts, strict=True)] if parts else []


class Lineage:
    """Finds the node of an id within one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._keys: dict[str, dict[str, int]] = {}
        self._records: dict[str, dict[str, dict[str, Any]]] = {}

    def declared(self, table: str) -> Table | None:
        """Declaration of a table; None for one that no stage declares."""
        from jibek import registry

        return registry.tables().get(table)

    def key_columns(self, table: str) -> tuple[str, ...]:
        """Columns that identify a row; the first column where nothing is declared."""
        declared = self.declared(table)
        return declared.key if declared else tuple(self.run.tables[table].columns[:1])

    def positions(self, table: str) -> dict[str, int]:
        """KEY of each row and where it stands."""
        if table not in self._keys:
            frame = self.run.tables[table]
            found: dict[str, int] = {}
            for i, key in enumerate(keys(frame, self.key_columns(table))):
                found.setdefault(key, i)
            self._keys[table] = found
        return self._keys[table]

    def record(self, kind: str) -> dict[str, dict[str, Any]]:
        """Rows of the facts, assumptions or claims by id."""
        if kind not in self._records:
            table, column = RECORDS[kind]
            self._records[kind] = {str(row[column]): row for row in self.run.rows(table)}
        return self._records[kind]

    @cached_property
    def _stored(self) -> dict[str, dict[str, Any]]:
        return {row["node_id"]: row for row in self.run.rows("lineage.nodes")}

    @cached_property
    def _edges(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.run.rows("lineage.edges"):
            found.setdefault(row["child"], []).append(row["parent"])
        return found

    @cached_property
    def _facts_of(self) -> dict[str, list[str]]:
        """``links:L071`` -> its facts."""
        found: dict[str, list[str]] = {}
        for fact in self.record("fact"):
            found.setdefault(fact.rpartition(":")[0], []).append(fact)
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
        key = path.removeprefix("scenario.")
        settings = dict(flat(self.run.manifest["scenario"]))
        given = key in settings
        value = plain(settings[key] if given else setting(self.run, key))
        whose = f"scenario {self.run.name}" if given else "default"
        return Node(node_id, "input", f"Setting {key}", value=value, source=whose, basis="given by the user")

    def _table(self, node_id: str, table: str) -> Node:
        declared = self.declared(table)
        if table not in self.run.tables:
            return Node(node_id, "table", f"{table}, not in this run", parents=("input:scenario.year",))
        listed = self.run.manifest["tables"][table]
        sources, methods = self._sources(table, declared.comes_from if declared else ())
        parents = [*self._heaviest(table), *sources, *self._settings(table)]
        return Node(
            node_id,
            "table",
            f"{table}: {declared.meaning if declared else 'table of the run'}",
            formula="; ".join(methods) or None,
            parents=_unique(parents) or ("input:scenario.year",),
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
        parents = [*self._direct(table, row, column), *sources]
        if rows:
            parents += [
                p for name in sources if name.startswith("table:") for p in self._rows(name[6:], row, table)
            ]
        return Node(
            node_id,
            "result",
            str(row.get("name") or f"{table} {key}") + ("" if column == "value" else f", {column}"),
            value=row[column],
            unit=(spec.unit if spec else "") or row.get("unit") or None,
            formula="; ".join([*([spec.meaning] if spec else []), *methods]) or None,
            parents=_unique(p for p in parents if p != node_id) or ("input:scenario.year",),
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
                return [f"fact:{f}" for f in self._facts_of.get(f"volumes:{row['volume_id']}", ())]
        if table in ("rests_on", "intervals", "simulation_replications"):
            key = f"{row['headline']}|{row.get('reporter') or ''}"
            named = [f"assumption:{row['assumption_id']}"] if row.get("assumption_id") else []
            return [*named, cell_id("headline", key, "value")]
        return [*self._named(row, column), *self._settings(table, row)]

    def _rests_on(self, row: Mapping[str, Any]) -> list[str]:
        return [
            f"assumption:{r['assumption_id']}"
            for r in self.run.rows("rests_on")
            if r["headline"] == row["id"] and (r.get("reporter") or "") == (row.get("reporter") or "")
        ]

    def _named(self, row: Mapping[str, Any], column: str | None = None) -> list[str]:
        """Facts and assumptions that a row names by columns of ids, or by the id of a row of the data."""
        found: list[str] = []
        for name, stem in NAMED.items():
            if row.get(name):
                own = self._facts_of.get(f"{stem}:{row[name]}", [])
                exact = [f for f in own if f.rpartition(":")[2] == column]
                found += [f"fact:{f}" for f in exact or own[:MOST]]
                if exact:
                    return found
        for name, value in row.items():
            if isinstance(value, str) and name.endswith(
                ("fact_ids", "fact_id", "assumption_ids", "assumption_id", "source")
            ):
                found += self._ids(value)
        return found

    def _ids(self, text: str) -> Iterator[str]:
        for word in [text, *text.split(";")]:
            word = word.strip()
            bare = word.partition(":")[2] if word.startswith(("fact:", "assumption:")) else word
            for kind in ("fact", "assumption"):
                if bare in self.record(kind):
                    yield f"{kind}:{bare}"

    def _settings(self, table: str, row: Mapping[str, Any] | None = None) -> list[str]:
        """Settings of the scenario that bear on a row, or on a whole table of the network, simulation or trade."""
        from jibek.registry import stage_of

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
        from jibek.registry import stage_of

        nodes, methods = [], []
        for name in told:
            if name in self.run.tables:
                nodes.append(f"table:{name}")
            elif found := list(self._ids(name)):
                nodes += found
            elif " " in name:
                methods.append(name)
        if not nodes:
            nodes = [f"table:{n}" for n in READS.get(stage_of(table), ()) if n in self.run.tables]
        return [n for n in nodes if n != f"table:{table}"], methods

    def _rows(self, table: str, row: Mapping[str, Any], child: str) -> list[str]:
        """The rows of an input table that share the most with a row and weigh most."""
        frame = self.run.tables[table]
        if table in [t for t, _ in RECORDS.values()] or table == child:
            return []
        common = [c for c in SHARED if c in frame and row.get(c)]
        weight = next((c for c in WEIGHTS if c in frame), None)
        if not common or weight is None:
            return []
        for c in common:
            frame = frame[frame[c] == row[c]]
        frame = frame.sort_values(weight, ascending=False, kind="stable").head(3)
        return [cell_id(table, key, weight) for key in keys(frame, self.key_columns(table))]

    def _heaviest(self, table: str) -> list[str]:
        """The facts and assumptions behind the rows of a table that weigh most."""
        if table == "record.assumptions":
            named = _unique(str(r["assumption_id"]) for r in self.run.rows("rests_on"))
            return [f"assumption:{a}" for a in (named or tuple(self.record("assumption")))[:MOST]]
        if table == "record.facts":
            return self._carried or [f"fact:{f}" for f in list(self.record("fact"))[:MOST]]
        if table in ("network.arcs", "network.arc_costs"):
            return self._carried
        frame = self.run.tables[table]
        weight = next((c for c in WEIGHTS if c in frame), None)
        if weight is not None:
            frame = frame.sort_values(weight, ascending=False, kind="stable")
        return self._collect(frame.head(50))

    @cached_property
    def _carried(self) -> list[str]:
        """Facts of the arcs that carry most tonnes."""
        if not {"network.arcs", "flows.arc_flows"} <= set(self.run.tables):
            return []
        tonnes = self.run.tables["flows.arc_flows"].groupby("arc_id")["tonnes_per_year"].sum()
        arcs = self.run.tables["network.arcs"]
        weight = arcs["arc_id"].map(tonnes).fillna(0.0)
        return self._collect(arcs.iloc[weight.argsort(kind="stable")[::-1]].head(50))

    def _collect(self, frame: pd.DataFrame) -> list[str]:
        found: dict[str, None] = {}
        for row in plain(frame):
            found.update(dict.fromkeys(self._named(row)))
            if len(found) >= MOST:
                break
        return list(found)[:MOST]


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
