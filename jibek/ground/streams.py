"""Standard output and standard error as they are found: closed, full, or a pipe that nobody reads any more."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO


def mend() -> None:
    """Fill the places of closed streams, so that no file opened later takes them and is written into.

    What stands for standard output cannot be written: an answer that reaches nobody is a fault, not a success.
    """
    for descriptor, way in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, way)  # takes the lowest free place, which is this one
    if sys.stdout is None:
        sys.stdout = _opened(1)
    if sys.stderr is None:
        sys.stderr = _opened(2)


def _opened(descriptor: int) -> TextIO:
    return os.fdopen(descriptor, "w", encoding="utf-8", closefd=False)


def say(text: str) -> None:
    """A line on standard error; where that cannot be written, the exit code alone speaks."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """The answer, to standard output as UTF-8; whoever stopped reading is no fault of the program.

    Raises
    ------
    SystemFault
        ``system.stdout``: closed, or on a full disk.
    """
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            print(text)
        else:
            sys.stdout.flush()
            buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        forget()
    except (OSError, ValueError) as fault:
        from jibek.ground.errors import Problem, SystemFault

        forget()
        why = getattr(fault, "strerror", None) or str(fault)
        fix = "Send it to a file on a disk with space, or to a reader that takes it."
        problem = Problem("system.stdout", "standard output", message=why, expected="to be written", fix=fix)
        raise SystemFault(
            "system.stdout", f"the answer cannot be written to standard output: {why}", [problem]
        ) from fault


def settle() -> None:
    """Write what still waits in standard output, or let it go: leaving must not stumble over it."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        forget()


def forget() -> None:
    """Send what is left in standard output nowhere, so that leaving does not stumble over it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
