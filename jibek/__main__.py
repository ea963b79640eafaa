"""``jibek`` and ``python -m jibek``."""

from __future__ import annotations

import gc
from collections.abc import Sequence

# Objects between two looks for circles of references. What is imported stays, and at Python's 700 looking through it
# again and again takes a sixth of a short command.
_OBJECTS = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code is 0, 1, 2, 3 or 4 as ``jibek.cli`` explains."""
    gc.set_threshold(_OBJECTS)
    from jibek.cli import main as answer

    return answer(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
