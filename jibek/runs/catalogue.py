"""Where runs are kept.

The manifests are the catalogue: a folder with a ``manifest.json`` as a run writes it is a run, any other is not. What
only looks like one is passed over with a word on standard error. Runs stand in the folder ``home``, by default
``runs/`` in the working directory; a run written elsewhere leaves a link there.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jibek.ground import streams
from jibek.ground.text import visible
from jibek.ground.written import leftovers, owned

MANIFEST = "manifest.json"

TEMPORARY = ".tmp-"
_REPLACED = "replaced="  # no name of a scenario holds the sign

# A table's name is a file's and a view's: nothing that leads out of the run or ends a quotation.
_TABLE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?")
_ID = re.compile(r"[0-9a-f]{16}")
_LARGEST = 64 << 20  # bytes of a manifest: a hundred times one of many draws


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
    """The manifest of a run folder; None where there is none, it cannot be read, or it is not a run's."""
    content = manifest_bytes(folder)
    if content is None:
        return None
    try:
        manifest = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return manifest if _is_of_a_run(manifest) else None


def manifest_bytes(folder: Path) -> bytes | None:
    """The file as it is; None where there is none, or what would never end: asked before it is opened, as a pipe would
    wait for a writer."""
    path = folder / MANIFEST
    try:
        found = os.stat(path)
        return path.read_bytes() if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST else None
    except (OSError, ValueError):
        return None


def _is_of_a_run(said: Any) -> bool:
    """Whether a manifest holds what every reader of one relies on."""
    if not isinstance(said, dict):
        return False
    scenario, tables = said.get("scenario"), said.get("tables", {})
    return (
        isinstance(said.get("run_id"), str)
        and _ID.fullmatch(said["run_id"]) is not None
        and isinstance(scenario, dict)
        and isinstance(scenario.get("name"), str)
        and type(said.get("year")) is int
        and isinstance(tables, dict)
        and all(
            _TABLE.fullmatch(name) and isinstance(listed, dict) and type(listed.get("rows")) is int
            for name, listed in tables.items()
        )
    )


@cache
def _pass_over(folder: Path) -> None:
    streams.say(visible(f"jibek: {folder} is passed over: its {MANIFEST} is not that of a run"))


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
            elif os.path.lexists(folder / MANIFEST):
                _pass_over(folder)
    return iter(sorted(found, key=lambda item: str(item[1].get("created", "")), reverse=True))


def register(folder: Path, name: str, home: Path | None = None) -> None:
    """Leave a link to a run that was written outside the folder of runs; without the right to, leave none."""
    where = home_of(home)
    if folder.parent == where.resolve() or where.resolve().is_relative_to(folder):
        return  # in its place, or all of the folder of runs lies within the run
    link = where / name
    with contextlib.suppress(OSError):
        where.mkdir(exist_ok=True)
        if link.is_symlink():
            link.unlink()
        if not link.exists():
            link.symlink_to(folder, target_is_directory=True)


def temporary_name(name: str) -> str:
    """Name of a folder being written; it tells which process of which machine writes it, and for what."""
    return owned(f"{TEMPORARY}{name}-{secrets.token_hex(4)}")


def stale(parent: Path) -> list[Path]:
    """Folders left by processes of this machine that are gone."""
    return [path for path in leftovers(parent, TEMPORARY) if path.is_dir()]


def claims(parent: Path, name: str) -> list[Path]:
    """Folders that processes of this machine, still alive, write under a temporary name for one place."""
    gone = set(stale(parent))
    found = parent.glob(f"{glob.escape(f'{TEMPORARY}{name}-')}????????-*-*")
    return sorted(path for path in found if path not in gone)


def replaced(final: Path) -> str:
    """Name of an older run of the same id, set aside for the moment in which the new one takes its place."""
    return temporary_name(f"{_REPLACED}{final.name}")


def replaced_by(path: Path) -> Path | None:
    """Where a folder stood that was set aside; None for one that never stood."""
    _, mark, rest = path.name.partition(f"{TEMPORARY}{_REPLACED}")
    return path.with_name(rest.rsplit("-", 3)[0]) if mark else None


def short(name: str) -> str:
    """A name that leaves room in that of a folder, for which systems take 255 bytes; equal names stay equal."""
    if len(os.fsencode(name)) <= 100:
        return name
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:12]
    return f"{os.fsencode(name)[:80].decode('utf-8', 'ignore')}-{digest}"
