"""Where runs are kept.

The manifests are the catalogue: a folder with a readable ``manifest.json`` is a run, any other is not.
Runs stand in the folder ``home``, by default ``runs/`` in the working directory; a run written elsewhere leaves a
link there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"

TEMPORARY = ".tmp-"


def home_of(given: Path | str | None = None) -> Path:
    """The folder of runs: the one given, else ``runs`` in the working directory; it need not exist."""
    return Path.cwd() / "runs" if given is None else Path(given)


@cache
def code_digest() -> str:
    """Hash over the program's own source: a run of other code is another run, whatever its version says."""
    root = Path(str(resources.files("jibek")))
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


def runs(home: Path | None = None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folder and manifest of every run, the latest first."""
    where = home_of(home)
    found = []
    if where.is_dir():
        for folder in sorted(where.iterdir()):
            if folder.name.startswith("."):
                continue
            manifest = read_manifest(folder)
            if manifest is not None:
                found.append((folder.resolve(), manifest))
    return iter(sorted(found, key=lambda item: str(item[1].get("created", "")), reverse=True))


def register(folder: Path, name: str, home: Path | None = None) -> None:
    """Leave a link to a run that was written outside the folder of runs; without the right to, leave none."""
    where = home_of(home)
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
