"""TOML of a user as plain values, bounded in size and depth: what is read is read in a moment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from jibek.ground.errors import InputError, Problem

MOST_LETTERS, MOST_DEPTH = 2**20, 30

_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_BETWEEN = re.compile(r"[=,\[\]{}\n]")


def plain_values(text: str, where: str, code: str) -> dict[str, Any]:
    """The values of a TOML text.

    Parameters
    ----------
    where, code
        Name of the file, and what codes of errors begin with: ``scenario``.

    Raises
    ------
    InputError
        ``CODE.not_toml``; ``CODE.too_large`` for more than `MOST_LETTERS` letters, or sections, lists or dotted keys
        more than `MOST_DEPTH` deep.
    """
    if len(text) > MOST_LETTERS:
        raise _refused(
            f"{code}.too_large", where, f"{len(text):,} letters", f"at most {MOST_LETTERS:,} letters"
        )
    deep = f"at most {MOST_DEPTH} levels of sections, lists and dotted keys"
    # A dotted key costs the reader of TOML the square of its parts, so that they are counted before it is read.
    bare = _QUOTED.sub('""', text)
    if any(part.count(".") > 3 * MOST_DEPTH for part in _BETWEEN.split(bare)):
        raise _refused(f"{code}.too_large", where, "a key of too many parts", deep)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _refused(f"{code}.not_toml", where, None, "TOML", str(fault)) from fault
    except RecursionError:
        raise _refused(f"{code}.too_large", where, "too many levels", deep) from None
    except ValueError as fault:  # a whole number of more digits than Python reads
        raise _refused(f"{code}.not_toml", where, None, "TOML", str(fault)) from fault
    if _depth(found) > MOST_DEPTH:
        raise _refused(f"{code}.too_large", where, "too many levels", deep)
    return found


def _depth(values: Mapping[str, Any]) -> int:
    level: list[Any] = [values]
    depth = 0
    while level:
        depth += 1
        level = [
            part
            for value in level
            for part in (value.values() if isinstance(value, dict) else value)
            if isinstance(part, dict | list)
        ]
    return depth


def _refused(code: str, where: str, value: str | None, expected: str, message: str = "") -> InputError:
    said = f"{where} is not TOML: {message}" if message else f"{where} has {value}, {expected} are read"
    return InputError(code, said, [Problem(code, where, message, value=value, expected=expected)])
