"""Words and arrays that were worked out from runs and data, kept beside the runs; lost or damaged, they are made again.

A file is named by a hash over all that it rests on, begins with the hash of its content, and holds a JSON object and
arrays as they lie in memory. Nothing in it is run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.runs import catalogue

FOLDER = ".remembered"

MOST = 8  # files that are kept, those used last; a few megabytes each

_PLAIN = "biufS"  # kinds of arrays that are bytes alone


def key(reference: str | Path, home: Path | str | None, *parts: str | None) -> str | None:
    """The name of what rests on the runs there are, this program and the parts; None for what has no safe name.

    Parameters
    ----------
    reference
        What means a run, as in ``runs.find``; a scenario's file may lean on others, so it has no name.
    """
    if str(reference).endswith(".toml"):
        return None
    where = catalogue.home_of(home)
    folders = sorted(where.iterdir()) if where.is_dir() else []
    total = hashlib.sha256()
    for part in (str(reference), str(where.resolve()), catalogue.code_digest(), np.__version__, *parts):
        total.update(json.dumps(part).encode() + b"\0")
    for folder in (Path(reference), *folders):
        with contextlib.suppress(OSError):
            total.update(str(folder).encode() + b"\0" + (folder / catalogue.MANIFEST).read_bytes() + b"\0")
    return total.hexdigest()[:32]


def same_bytes(files: Mapping[str, str]) -> bool:
    """True if each file, by its path, still has its sha256."""
    try:
        return all(hashlib.sha256(Path(p).read_bytes()).hexdigest() == h for p, h in files.items())
    except OSError:
        return False


def hashes(files: Iterable[Path]) -> dict[str, str]:
    """sha256 of each file that there is."""
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.is_file()}


def keep(name: str, home: Path | str | None, words: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write under a name; without the right to, nothing is kept."""
    shapes, parts = {}, []
    for label, array in arrays.items():
        plain = np.ascontiguousarray(array)
        if plain.dtype.kind not in _PLAIN:
            raise TypeError(f"{label} holds objects")
        shapes[label] = [plain.dtype.str, list(plain.shape)]
        parts.append(plain.tobytes())
    head = json.dumps({"words": words, "arrays": shapes}, separators=(",", ":")).encode()
    content = len(head).to_bytes(8, "little") + head + b"".join(parts)
    path = _path(name, home)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_bytes(hashlib.sha256(content).digest() + content)
        partial.replace(path)
        for old in sorted(path.parent.iterdir(), key=lambda p: p.stat().st_mtime)[:-MOST]:
            old.unlink()


def recall(name: str, home: Path | str | None) -> tuple[dict[str, Any], dict[str, Array]] | None:
    """What is kept under a name; None where nothing is, or where it is damaged."""
    path = _path(name, home)
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        begin = 40 + int.from_bytes(content[32:40], "little")
        told = json.loads(content[40:begin])
    except (OSError, ValueError):
        return None
    arrays = {}
    for label, (dtype, shape) in told["arrays"].items():
        count = int(np.prod(shape))
        arrays[label] = np.frombuffer(content, dtype, count, begin).reshape(shape).copy()
        begin += arrays[label].nbytes
    with contextlib.suppress(OSError):
        os.utime(path)
    return told["words"], arrays


def _path(name: str, home: Path | str | None) -> Path:
    return catalogue.home_of(home) / FOLDER / f"{name}.bin"
