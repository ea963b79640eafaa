"""The bytes of the tables, unread: while they are the same, so is all that is read from them."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path


def fingerprint(data: Path | str | None = None) -> str:
    """Hash over names and bytes of the package's files, and of those in the folder ``data``."""
    total = hashlib.sha256()
    shipped = Path(str(resources.files("jibek") / "data" / "eurasia"))
    for folder in (shipped, *([] if data is None else [Path(data)])):
        total.update(b"folder\0" if folder.is_dir() else b"none\0")
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            content = path.read_bytes()
            total.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return total.hexdigest()
