"""``jibek`` and ``python -m jibek``."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code is 0, 1, 2, 3 or 4 as ``jibek.cli`` explains."""
    from jibek.cli import main as answer

    return answer(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
