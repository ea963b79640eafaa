"""Rows of a run, asked for by key, by what they name, and by what weighs most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.table import Table
from jibek.ground.values import blank, plain

if TYPE_CHECKING:
    import pandas as pd

    from jibek.runs.kept import Kept

RECORDS = {
    "fact": ("record.facts", "fact_id"),
    "assumption": ("record.assumptions", "assumption_id"),
    "claim": ("record.claims", "claim_id"),
}

# Column of a row -> table of the data package whose rows it names.
NAMED = {
    "link_id": "links",
    "volume_id": "volumes",
    "place_id": "nodes",
    "project_id": "projects",
    "country": "country_base",
}

# Ends of the names of columns that list ids, and what stands between two ids; ids themselves may hold blanks.
IDS = ("fact_ids", "fact_id", "fact", "assumption_ids", "assumption_id", "rests_on", "parents", "source")

SEPARATOR = re.compile(r"\s*;\s*|\s+(?=(?:fact|assumption|claim|input|table|result):)")

WEIGHTS = (
    "tonnes_per_year",
    "value_usd",
    "tonnes",
    "load_per_day",
    "trains_per_day",
    "delay_hours",
    "clearance_hours",
    "hours_mean",
    "value",
)

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


def cell_id(table: str, key: str, column: str) -> str:
    """Node id of a cell; the column ``value`` goes without saying."""
    for kind, (record, _) in RECORDS.items():
        if table == record:
            return f"{kind}:{key}"
    return f"result:{table}:{key}" + ("" if column == "value" else f":{column}")


def keys(frame: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """The KEY of every row: values of the key columns joined by ``|``, a null is empty."""
    parts = [
        [v if type(v) is str else "" if blank(v) else str(plain(v)) for v in frame[c].tolist()]
        for c in columns
    ]
    return ["|".join(row) for row in zip(*parts, strict=True)] if parts else []


class RunRows:
    """Looks rows up within one run; what was read once is kept."""

    def __init__(self, run: Kept) -> None:
        self.run = run
        self._keys: dict[str, dict[str, int]] = {}
        self._heaviest: dict[str, list[str]] = {}
        self._records: dict[str, dict[str, dict[str, Any]]] = {}

    def declared(self, table: str) -> Table | None:
        """Declaration of a table; None for one that no stage declares."""
        from jibek.runs import registry

        return registry.tables().get(table)

    def key_columns(self, table: str) -> tuple[str, ...]:
        """Columns that identify a row: as declared, else as many of the first columns as it takes."""
        declared = self.declared(table)
        if declared:
            return declared.key
        frame = self.run.tables[table]
        columns = [str(c) for c in frame.columns]
        for count in range(1, len(columns)):
            if not frame.duplicated(columns[:count]).any():
                return tuple(columns[:count])
        return tuple(columns)

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
    def facts_of(self) -> dict[str, list[str]]:
        """``links:L071`` -> its facts."""
        found: dict[str, list[str]] = {}
        for fact in self.record("fact"):
            found.setdefault(fact.rpartition(":")[0], []).append(fact)
        return found

    @cached_property
    def stems(self) -> set[str]:
        """Names of the data tables that facts stand in: ``links``, ``borders``."""
        return {fact.partition(":")[0] for fact in self.record("fact")}

    def exact(self, row: Mapping[str, Any], column: str) -> list[str]:
        """The fact that a cell repeats: the distance of an arc is that of its link."""
        named = [f"{stem}:{row[name]}:{column}" for name, stem in NAMED.items() if row.get(name)]
        return [f"fact:{f}" for f in named if f in self.record("fact")][:1]

    def named(self, row: Mapping[str, Any]) -> list[str]:
        """Facts and assumptions that a row names by columns of ids, else the facts of the row of data it is made of."""
        found: list[str] = []
        for name, value in row.items():
            if isinstance(value, str) and name.endswith(IDS):
                found += self.ids_in(value)
        if not found:
            for name, stem in NAMED.items():
                if row.get(name):
                    found += [f"fact:{f}" for f in self.facts_of.get(f"{stem}:{row[name]}", [])[:MOST]]
        return found

    def ids_in(self, text: str) -> Iterator[str]:
        """Node ids of the facts and assumptions that a cell lists, with or without their kind before them."""
        for word in [text, *SEPARATOR.split(text)]:
            kind, colon, bare = word.strip().partition(":")
            if colon and kind in RECORDS and bare in self.record(kind):
                yield f"{kind}:{bare}"
                continue
            for kind in ("fact", "assumption"):
                if word.strip() in self.record(kind):
                    yield f"{kind}:{word.strip()}"

    def main_column(self, table: str) -> str | None:
        """The column that says how much a row is: tonnes, value, capacity, else the first number."""
        frame = self.run.tables[table]
        told = next((c for c in WEIGHTS if c in frame), None)
        if told is not None:
            return told
        key = self.key_columns(table)
        return next((str(c) for c in frame.select_dtypes("number") if c not in key), None)

    def sharing(self, table: str, row: Mapping[str, Any], child: str) -> list[str]:
        """The rows of an input table that share the most with a row and weigh most."""
        frame = self.run.tables[table]
        if table in [t for t, _ in RECORDS.values()] or table == child:
            return []
        common = [c for c in SHARED if c in frame and row.get(c)]
        weight = self.main_column(table)
        if not common or weight is None:
            return []
        for c in common:
            frame = frame[frame[c] == row[c]]
        frame = frame.sort_values(weight, ascending=False, kind="stable").head(3)
        return [cell_id(table, key, weight) for key in keys(frame, self.key_columns(table))]

    def heaviest(self, table: str) -> list[str]:
        """The facts and assumptions behind the rows of a table that weigh most."""
        if table == "record.assumptions":
            return [f"assumption:{a}" for a in (self._moving() or list(self.record("assumption")))[:MOST]]
        if table == "record.facts":
            carried = self.heaviest("network.arcs") if "network.arcs" in self.run.tables else []
            return [f for f in carried if f.startswith("fact:")] or [
                f"fact:{f}" for f in list(self.record("fact"))[:MOST]
            ]
        if table not in self._heaviest:
            frame = self.run.tables[table]
            weight = self._tonnes(frame)
            if weight is None and (column := self.main_column(table)) is not None:
                weight = frame[column].to_numpy(dtype=float, na_value=0.0)
            order = slice(None) if weight is None else np.argsort(-weight, kind="stable")
            self._heaviest[table] = self._collect(frame.iloc[order].head(50))
        return self._heaviest[table]

    def _moving(self) -> list[str]:
        """Assumptions by how far they move a headline number, as a share of it; the one that moves most first."""
        values = {(r["id"], r["reporter"]): r["value"] for r in self.run.rows("headline")}
        moves: dict[str, float] = {}
        for row in self.run.rows("rests_on"):
            value, low, high = values.get((row["headline"], row["reporter"])), row["at_low"], row["at_high"]
            share = abs(high - low) / abs(value) if value and low is not None and high is not None else 0.0
            moves[row["assumption_id"]] = max(moves.get(row["assumption_id"], 0.0), share)
        return sorted(moves, key=lambda name: (-moves[name], name))

    def _tonnes(self, frame: pd.DataFrame) -> Any:
        """Tonnes a year that each row's arc, facility or gateway carries, shape (row,); None where none is named."""
        if "arc_id" in frame and "tonnes_per_year" not in frame and "flows.arc_flows" in self.run.tables:
            carried = self.run.tables["flows.arc_flows"].groupby("arc_id")["tonnes_per_year"].sum()
            return frame["arc_id"].map(carried).fillna(0.0).to_numpy()
        loads = self.run.tables.get("flows.facilities")
        if loads is None or "tonnes_per_year" not in loads:
            return None
        if "facility_id" in frame:
            return (
                frame["facility_id"]
                .map(loads.set_index("facility_id")["tonnes_per_year"])
                .fillna(0.0)
                .to_numpy()
            )
        if "gateway_id" in frame:
            gateway = loads["facility_id"].str.partition(":")[0]
            return (
                frame["gateway_id"]
                .map(loads.groupby(gateway)["tonnes_per_year"].sum())
                .fillna(0.0)
                .to_numpy()
            )
        return None

    def _collect(self, frame: pd.DataFrame) -> list[str]:
        found: dict[str, None] = {}
        for row in plain(frame):
            found.update(dict.fromkeys(self.named(row)))
            if len(found) >= MOST:
                break
        return list(found)[:MOST]


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
