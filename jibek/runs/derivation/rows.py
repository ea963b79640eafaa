"""Rows of a run, asked for by key, and the figures of the record that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jibek.ground.table import Table
from jibek.ground.values import blank, plain
from jibek.runs import registry

if TYPE_CHECKING:
    import pandas as pd

    from jibek.runs.kept import Kept

RECORDS = {
    "fact": ("record.facts", "fact_id"),
    "assumption": ("record.assumptions", "assumption_id"),
    "claim": ("record.claims", "claim_id"),
}
# What stands between two ids of a cell; ids themselves may hold blanks.
SEPARATOR = re.compile(r"\s*;\s*")
LISTED = "ids in "
FIELD = re.compile(r"\{(\w+)\}")


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
        self._records: dict[str, dict[str, dict[str, Any]]] = {}

    def declared(self, table: str) -> Table | None:
        """Declaration of a table; None for one that no stage declares."""
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

    def ids_in(self, text: str) -> Iterator[str]:
        """Node ids of the facts and assumptions that a cell lists, with or without their kind before them."""
        for word in SEPARATOR.split(text):
            kind, colon, bare = word.strip().partition(":")
            if colon and kind in RECORDS and bare in self.record(kind):
                yield f"{kind}:{bare}"
                continue
            for kind in ("fact", "assumption"):
                if word.strip() in self.record(kind):
                    yield f"{kind}:{word.strip()}"

    def traced(self, steps: Iterable[str], row: Mapping[str, Any]) -> Iterator[str]:
        """Node ids of the steps that a column declares, filled from a row; those that do not exist are left out."""
        for step in steps:
            if step.startswith(LISTED):
                cell = row.get(step.removeprefix(LISTED))
                if isinstance(cell, str):
                    yield from self.ids_in(cell)
                continue
            named = FIELD.findall(step)
            # A reporter that does not apply is an empty part of a key; any other blank: there is no such step.
            if any(blank(row.get(name)) for name in named if name != "reporter"):
                continue
            node = FIELD.sub(lambda m: "" if blank(row.get(m[1])) else str(plain(row[m[1]])), step)
            if self.exists(node):
                yield node

    def exists(self, node_id: str) -> bool:
        """Whether the run holds the figure, table or cell."""
        kind, _, rest = node_id.partition(":")
        if kind in RECORDS:
            return rest in self.record(kind)
        table = rest.partition(":")[0]
        if kind == "result":
            return table in self.run.tables and self.cell(rest) is not None
        return kind == "input" or table in self.run.tables

    def cell(self, rest: str) -> tuple[str, str, str] | None:
        """Table, key and column of ``TABLE:KEY:COLUMN`` (``TABLE:KEY`` for the column ``value``); None if none."""
        table, _, key = rest.partition(":")
        if table not in self.run.tables:
            return None
        column = "value"
        if key not in self.positions(table):
            key, _, column = key.rpartition(":")
        known = key in self.positions(table) and column in self.run.tables[table]
        return (table, key, column) if known else None


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
