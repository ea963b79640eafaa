"""Where runs are kept and how one is found again: by its folder, its id, or the name of its scenario.

The manifests are the catalogue: a folder with a readable ``manifest.json`` is a run, any other is not.
Runs stand in ``runs/`` under the current directory; a run written elsewhere with ``--out`` leaves a link
there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.errors import InputError, Problem, nearest

if TYPE_CHECKING:
    from jibek.scenario import Scenario
    from jibek.store import Run

MANIFEST = "manifest.json"
TEMPORARY = ".tmp-"


def home() -> Path:
    """The folder of runs; it need not exist."""
    return Path.cwd() / "runs"


@cache
def code_digest() -> str:
    """Hash over the program's own source: a run of other code is another run, whatever its version says."""
    root = Path(__file__).parent
    total = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        total.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def run_id(scenario: Mapping[str, Any], data_digest: str, version: str, base_run_id: str | None) -> str:
    """The id of a run: a hash of all that its tables depend on, so the same inputs give the same id."""
    parts = {"scenario": scenario, "data": data_digest, "code": version, "base": base_run_id}
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run folder; None where there is none or it cannot be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "run_id" in found else None


def runs(where: Path | None = None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folder and manifest of every run, the latest first."""
    where = where or home()
    found = []
    if where.is_dir():
        for folder in sorted(where.iterdir()):
            if folder.name.startswith("."):
                continue
            manifest = read_manifest(folder)
            if manifest is not None:
                found.append((folder.resolve(), manifest))
    return iter(sorted(found, key=lambda item: str(item[1].get("created", "")), reverse=True))


def find(reference: str | Path, data: Path | None = None) -> Run | None:
    """The run that a reference means; None when it names a scenario that has no run yet.

    Parameters
    ----------
    reference
        A run folder; a run id or its first six or more characters; a scenario: the latest run of it, by this
        program, on the data as installed.
    data
        Folder of tables laid over the shipped ones.

    Raises
    ------
    InputError
        ``store.ambiguous_run``; ``store.unknown_run``, with the nearest known.
    """
    from jibek.store import Run

    if read_manifest(Path(reference)) is not None:
        return Run(reference)
    word = str(reference)
    if len(word) >= 6 and set(word) <= set("0123456789abcdef"):
        found = {m["run_id"]: folder for folder, m in runs() if m["run_id"].startswith(word)}
        if len(found) > 1:
            fix = "Give more characters: " + ", ".join(sorted(found))
            problem = Problem("store.ambiguous_run", word, value=word, expected="one run", fix=fix)
            raise InputError("store.ambiguous_run", f"{len(found)} runs have an id that begins so", [problem])
        if found:
            return Run(next(iter(found.values())))
    return _run_of_scenario(reference, data)


def _run_of_scenario(reference: str | Path, data: Path | None) -> Run | None:
    from jibek.scenario import Scenario, shipped
    from jibek.store import Run

    names = {str(m["scenario"]["name"]) for _, m in runs()}
    word = str(reference)
    if word.endswith(".toml") or word in shipped():
        return run_of(Scenario.load(reference), data)
    if word in names:
        digest = data_digest(data)
        for folder, m in runs():
            if m["scenario"]["name"] == word and _current(m, digest):
                return Run(folder)
    folder = Path(reference)
    what = "is a folder without manifest.json" if folder.is_dir() else "is no run folder, run id or scenario"
    problem = Problem(
        "store.unknown_run",
        word,
        value=word,
        expected="a run folder, a run id (six characters or more), or the name of a scenario",
        fix=nearest(word, names | set(shipped())) or "Scenarios: " + ", ".join(sorted(shipped())),
    )
    raise InputError("store.unknown_run", f"{word} {what}", [problem])


def run_of(scenario: Scenario, data: Path | None = None) -> Run | None:
    """The latest run of exactly this scenario, by this program on the data as installed; None without one."""
    from jibek.store import Run

    digest = data_digest(data)
    raw = scenario.to_dict()
    for folder, manifest in runs():
        if manifest["scenario"] == raw and _current(manifest, digest):
            return Run(folder)
    return None


def _current(manifest: Mapping[str, Any], digest: str) -> bool:
    return manifest.get("data_digest") == digest and manifest.get("code") == code_digest()


def data_digest(data: Path | None = None) -> str:
    """Hash of the facts that a run would use now."""
    from jibek import sources

    return str(sources.read(data).digest)


def register(folder: Path, name: str) -> None:
    """Leave a link to a run that was written outside the folder of runs; without the right to, leave none."""
    where = home()
    if folder.parent == where.resolve():
        return
    link = where / name
    with contextlib.suppress(OSError):
        where.mkdir(exist_ok=True)
        if link.is_symlink():
            link.unlink()
        if not link.exists():
            link.symlink_to(folder, target_is_directory=True)


def temporary_name(name: str) -> str:
    """Name of a folder being written; it tells which process of which machine writes it."""
    return f"{TEMPORARY}{name}-{_machine()}-{os.getpid()}"


def stale(parent: Path) -> list[Path]:
    """Folders left by processes of this machine that are gone."""
    found = []
    if parent.is_dir():
        for path in parent.glob(f"{TEMPORARY}*-{_machine()}-*"):
            pid = path.name.rpartition("-")[2]
            if path.is_dir() and pid.isdigit() and not _alive(int(pid)):
                found.append(path)
    return sorted(found)


def _machine() -> str:
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
