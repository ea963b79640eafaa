"""A run folder as the input of a report.

Reads   manifest and tables of a run, and no other folder: copied elsewhere it gives the same report
Writes  nothing
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jibek.report.input import ReportInput
from jibek.runs.derivation.explanation import FIELDS
from jibek.runs.derivation.lineage import Lineage
from jibek.runs.kept import Kept


class Steps(Mapping[str, Mapping[str, Any]]):
    """The derivation of a run, read step by step as it is asked for."""

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage
        self._read: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, node_id: str) -> Mapping[str, Any]:
        if node_id not in self._read:
            node = self._lineage.node(node_id)
            if node.kind not in ("result", "table", "fact", "assumption", "input", "claim"):
                raise KeyError(node_id)
            self._read[node_id] = {f: getattr(node, f) for f in (*FIELDS, "parents")}
        return self._read[node_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def from_run(source: Kept | Path | str) -> ReportInput:
    """What the report shows of a run.

    Parameters
    ----------
    source
        A run, or the path of its folder.

    Raises
    ------
    InputError
        ``store.not_a_run`` for a folder without a readable manifest.
    """
    run = source if isinstance(source, Kept) else Kept(source)
    manifest = run.manifest
    base = manifest.get("base")
    base = None if base in (None, run.name) else str(base)
    tables = run.tables  # each is read when a section asks for it: paths and tonnes of all pairs are not
    return ReportInput(
        title=f"{run.name.replace('-', ' ').capitalize()}, {manifest['year']}",
        scenario=manifest["scenario"],
        base=base,
        year=int(manifest["year"]),
        run_id=run.id,
        headline=run.headline,
        beside_published=tables.get("beside_published", pd.DataFrame()),
        rests_on=tables.get("rests_on", pd.DataFrame()),
        certificates=manifest.get("certificates", []),
        warnings=manifest.get("warnings", []),
        tables=tables,
        explain=Steps(Lineage(run)),
        replaced=pd.DataFrame(manifest.get("replaced") or []),
        countries=_countries(tables),
        version=str(manifest.get("jibek") or ""),
        seed=manifest.get("seed"),
    )


def _countries(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Alpha-3 code to English name."""
    frame = tables.get("record.countries")
    return {} if frame is None else dict(zip(frame["iso3"], frame["name"], strict=True))
