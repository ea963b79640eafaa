"""``jibek`` and ``python -m jibek``."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from jibek.ground import stopping, streams

# Objects between two looks for circles of references. What is imported stays, and at Python's 700 looking through it
# again and again takes a sixth of a short command.
_OBJECTS = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code is 0, 1, 2, 3 or 4 as ``jibek.cli`` explains.

    Without ``arguments`` the command line is the process's own, whose signals and streams are seen to first.
    """
    if arguments is None:
        streams.mend()
        stopping.watch(_interrupted(sys.argv[1:]))
    gc.set_threshold(_OBJECTS)
    from jibek.cli import main as answer

    code = answer(arguments)
    if arguments is None:
        stopping.rest()
    return code


def _interrupted(words: Sequence[str]) -> str:
    """The object that an interrupted command leaves, made before anything is imported that could be interrupted."""
    from jibek import __version__

    if "--json" not in (words[: words.index("--")] if "--" in words else words):
        return ""
    error = f'{{"code": "{stopping.CODE}", "message": "{stopping.MESSAGE}", "problems": []}}'
    return f'{{"error": {error}, "jibek": "{__version__}", "warnings": []}}\n'


if __name__ == "__main__":
    raise SystemExit(main())
