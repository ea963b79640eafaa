"""How a run is found again: by its folder, its id, or the name of its scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jibek import sources
from jibek.ground.errors import InputError, Problem, nearest
from jibek.runs.catalogue import MANIFEST, code_digest, read_manifest, runs
from jibek.runs.kept import Kept
from jibek.scenario import Scenario, shipped


def find(reference: str | Path, data: Path | None = None, home: Path | None = None) -> Kept | None:
    """The run that a reference means; None when it names a scenario that has no run yet.

    Parameters
    ----------
    reference
        A run folder; a run id or its first six or more characters; a scenario: the latest run of it, by this
        program, on the data as installed.
    data
        Folder of tables laid over the shipped ones.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``store.ambiguous_run``; ``store.unknown_run``, with the nearest known.
    """
    if read_manifest(Path(reference)) is not None:
        return Kept(reference)
    word = str(reference)
    if len(word) >= 6 and set(word) <= set("0123456789abcdef"):
        found = {m["run_id"]: folder for folder, m in runs(home) if m["run_id"].startswith(word)}
        if len(found) > 1:
            fix = "Give more characters: " + ", ".join(sorted(found))
            problem = Problem("store.ambiguous_run", word, value=word, expected="one run", fix=fix)
            raise InputError("store.ambiguous_run", f"{len(found)} runs have an id that begins so", [problem])
        if found:
            return Kept(next(iter(found.values())))
    return _run_of_scenario(reference, data, home)


def _run_of_scenario(reference: str | Path, data: Path | None, home: Path | None) -> Kept | None:
    names = {str(m["scenario"]["name"]) for _, m in runs(home)}
    word = str(reference)
    if word.endswith(".toml") or word in shipped():
        return run_of(Scenario.load(reference), data, home)
    if word in names:
        digest = data_digest(data)
        for folder, m in runs(home):
            if m["scenario"]["name"] == word and _current(m, digest):
                return Kept(folder)
    folder = Path(reference)
    what = "is no run folder, run id or scenario"
    if os.path.isdir(folder):
        held = os.path.lexists(folder / MANIFEST)
        what = (
            f"is a folder whose {MANIFEST} is not that of a run"
            if held
            else f"is a folder without {MANIFEST}"
        )
    problem = Problem(
        "store.unknown_run",
        word,
        value=word,
        expected="a run folder, a run id (six characters or more), or the name of a scenario",
        fix=nearest(word, names | set(shipped())) or "Scenarios: " + ", ".join(sorted(shipped())),
    )
    raise InputError("store.unknown_run", f"{word} {what}", [problem])


def run_of(scenario: Scenario, data: Path | None = None, home: Path | None = None) -> Kept | None:
    """The latest run of exactly this scenario, by this program on the data as installed; None without one."""
    digest = data_digest(data)
    raw = scenario.to_dict()
    for folder, manifest in runs(home):
        if manifest["scenario"] == raw and _current(manifest, digest):
            return Kept(folder)
    return None


def run_in(folder: Path, scenario: Scenario, data: Path | None = None) -> Kept | None:
    """The run in a folder if it is of exactly this scenario, by this program on the data as installed; else None."""
    manifest = read_manifest(folder)
    if manifest is None or manifest["scenario"] != scenario.to_dict():
        return None
    return Kept(folder) if _current(manifest, data_digest(data)) else None


def _current(manifest: Mapping[str, Any], digest: str) -> bool:
    return manifest.get("data_digest") == digest and manifest.get("code") == code_digest()


def data_digest(data: Path | None = None) -> str:
    """Hash of the facts that a run would use now."""
    return str(sources.read(data).digest)
