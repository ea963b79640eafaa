"""Files written whole or not at all, where a user says.

bad_file("--html", path, "check.bad_out")    problems of a place, found before anything is read
written(path, text)                          beside its place first, then moved there
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from jibek.ground.errors import Problem


def bad_file(option: str, out: Path | str | None, code: str) -> list[Problem]:
    """What is wrong with where a file is to be written; nothing where nothing is to be."""
    if out is None:
        return []
    path = Path(out)
    if path.name and not path.is_dir() and path.parent.is_dir() and os.access(path.parent, os.W_OK):
        return []
    fix = "Create the folder, or name a file in one that exists and may be written to."
    return [Problem(code, option, value=str(out), expected="a file in a folder that exists", fix=fix)]


def written(out: Path | str, text: str | bytes) -> None:
    """Write a file, text in UTF-8; what was there stays until the new one is complete."""
    path = Path(out)
    handle, name = tempfile.mkstemp(prefix=".jibek-", suffix=path.suffix, dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8") if isinstance(text, str) else text)
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
