"""Files written whole or not at all, where a user says.

bad_file("--html", path, "check.bad_out")    problems of a place, found before anything is read
written(path, text)                          beside its place first, then moved there
with draft_of(path) as draft: …              the same for what writes itself; publish(draft, path) moves it

What a killed process left is swept when the next one writes beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jibek.ground import stopping
from jibek.ground.errors import Problem

_PREFIX = ".jibek-"


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
    with draft_of(path) as draft:
        draft.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        publish(draft, path)


@contextlib.contextmanager
def draft_of(out: Path | None, *, folder: bool = False) -> Iterator[Path]:
    """A file or folder beside its place, gone at the end of the block unless it was published.

    Parameters
    ----------
    out
        The place; None: none is meant, and the draft stands among the temporary files of the machine.
    folder
        Whether a folder is to be written.
    """
    parent = Path(tempfile.gettempdir()) if out is None else out.parent
    for left in leftovers(parent, _PREFIX):
        stopping.without(left)()
    suffix = ".csv" if out is None else out.suffix
    draft = parent / f"{owned(_PREFIX + secrets.token_hex(4))}{'' if folder else suffix}"
    remove = stopping.without(draft)
    with stopping.undone(remove):
        try:
            if folder:
                draft.mkdir()
            else:
                draft.touch(exist_ok=False)
            yield draft
        finally:
            remove()


def publish(draft: Path, out: Path) -> None:
    """Move a finished draft to its place, over an older file or an empty folder: signals to stop come too late now."""
    stopping.hold()
    if draft.is_dir() and out.is_dir():
        out.rmdir()
    draft.replace(out)


def owned(name: str) -> str:
    """A name that says which process of which machine writes there."""
    return f"{name}-{_machine()}-{os.getpid()}"


def leftovers(parent: Path, prefix: str) -> list[Path]:
    """What processes of this machine that are gone left in a folder under names by `owned`, in order."""
    try:
        names = sorted(os.listdir(parent))
    except OSError:
        return []
    form = re.compile(rf"{re.escape(prefix)}.*-{_machine()}-([0-9]+)(?:\.\w+)?", re.DOTALL)
    found = ((name, form.fullmatch(name)) for name in names)
    return [parent / name for name, match in found if match and not _alive(match[1])]


def _machine() -> str:
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]


def _alive(pid: str) -> bool:
    """Whether a process may be running; so may what bears a number that none of ours had: it is left alone."""
    if len(pid) > 9:
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
