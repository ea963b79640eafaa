"""How large an article may be, and the error for a file that cannot be read."""

from __future__ import annotations

from jibek.ground.errors import InputError, Problem

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 2_000_000


def refused(
    code: str, name: str, why: str, *, value: object = None, expected: str = "", fix: str = ""
) -> InputError:
    """The error for one file that cannot be read."""
    return InputError(
        code, f"{name}: {why}", [Problem(code, name, why, value=value, expected=expected, fix=fix)]
    )
