"""A run folder as the input of a report.

Reads   manifest and tables of a run; the base's run for differences; local names of places from the data package
Writes  nothing
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.ground.errors import InputError
from jibek.report.input import ReportInput

if TYPE_CHECKING:
    from jibek.runs.derivation.lineage import Lineage
    from jibek.runs.kept import Kept

LOCAL = ("name_ru", "name_kk", "name_zh")


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
            told = {f: getattr(node, f) for f in ("kind", "label", "value", "unit", "formula", "parents")}
            told |= {f: getattr(node, f) for f in ("source", "url", "basis", "reason", "confidence")}
            self._read[node_id] = told
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
    from jibek.runs.derivation.lineage import Lineage
    from jibek.runs.kept import Kept

    run = source if isinstance(source, Kept) else Kept(source)
    manifest = run.manifest
    base = manifest.get("base")
    base = None if base in (None, run.name) else str(base)
    tables = {name: run.tables[name] for name in run.tables}
    tables["network.places"] = with_local_names(tables.get("network.places", pd.DataFrame()))
    return ReportInput(
        title=f"{run.name.replace('-', ' ').capitalize()}, {manifest['year']}",
        scenario=manifest["scenario"],
        base=base,
        year=int(manifest["year"]),
        run_id=run.id,
        headline=_with_differences(run, manifest.get("base_run_id")),
        beside_published=tables.get("beside_published", pd.DataFrame()),
        rests_on=tables.get("rests_on", pd.DataFrame()),
        certificates=manifest.get("certificates", []),
        warnings=manifest.get("warnings", []),
        tables=tables,
        explain=Steps(Lineage(run)),
        replaced=pd.DataFrame(manifest.get("replaced") or []),
        countries=country_names(),
        version=str(manifest.get("jibek") or ""),
        seed=manifest.get("seed"),
    )


def _with_differences(run: Kept, base_run_id: str | None) -> pd.DataFrame:
    """The headline, with the change against the base's run and its interval where that run is at hand."""
    from jibek.runs.differences import differences
    from jibek.runs.find import find

    frame = run.headline
    if not base_run_id or "difference" in frame:
        return frame
    try:
        base = find(base_run_id)
    except InputError:
        return frame  # the base was settled for this run, but no run of it was kept
    if base is None or base.id == run.id:
        return frame
    found = {(d.id, d.reporter or ""): d for d in differences((base, run))}
    keys = list(zip(frame["id"], frame["reporter"].fillna(""), strict=True))
    for column, field in (
        ("difference", "difference"),
        ("difference_low", "low"),
        ("difference_high", "high"),
    ):
        values = [getattr(found[k], field) if k in found else None for k in keys]
        frame[column] = pd.Series(values, index=frame.index, dtype="float64")
    return frame


def with_local_names(places: pd.DataFrame) -> pd.DataFrame:
    """Places with Russian, Kazakh and Chinese names, from the data package where the run does not hold them."""
    if places.empty or set(LOCAL) <= set(places.columns):
        return places
    nodes = _shipped("nodes.csv")
    if nodes.empty:
        return places
    missing = [c for c in LOCAL if c not in places.columns]
    named = nodes[["id", *missing]].rename(columns={"id": "place_id"})
    return places.merge(named, on="place_id", how="left")


def country_names() -> dict[str, str]:
    """Alpha-3 code to English name, from the data package."""
    frame = _shipped("country_base.csv")
    return {} if frame.empty else dict(zip(frame["iso3"], frame["name"], strict=True))


def _shipped(name: str) -> pd.DataFrame:
    path = resources.files("jibek") / "data" / "eurasia" / name
    if not path.is_file():
        return pd.DataFrame()
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str)
