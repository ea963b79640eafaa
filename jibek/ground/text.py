"""Text as it is read and as it is shown: blanks around it, what counts as the same word, numbers in a terminal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any


def figure(value: float) -> str:
    """A number as people read it: three to four figures that count, thousands apart.

    >>> figure(41035.2), figure(5.9321), figure(-0.00123), figure(2023.0)
    ('41,035', '5.93', '-0.00123', '2,023')
    """
    size = abs(value)
    if size >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 100 else f"{value:.3g}"


def readable(value: Any) -> str:
    """Any value in a few words; a pair of numbers is an interval, nothing known is a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return figure(float(value))
    if isinstance(value, tuple):
        return "" if None in value else " … ".join(readable(v) for v in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def aligned(head: Sequence[str], rows: Sequence[Sequence[Any]], left: Collection[int] = (0,)) -> list[str]:
    """Lines of a table; columns in ``left`` begin at the left, all others end at the right."""
    body = [list(head), *[[readable(cell) for cell in row] for row in rows]]
    widths = [max(len(row[i]) for row in body) for i in range(len(head))]
    return [
        "  ".join(
            c.ljust(w) if i in left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in body
    ]


# Marks of no width that str.strip leaves: zero-width spaces and joiners, word joiner, byte-order mark.
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"

_BETWEEN = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def stripped(text: str) -> str:
    """The text without blanks around it; blanks that do not break a line and marks of no width are blanks too."""
    text = text.strip()
    while text and (text[0] in _NO_WIDTH or text[-1] in _NO_WIDTH):
        text = text.strip(_NO_WIDTH).strip()
    return text


def folded(text: str) -> str:
    """What two spellings of one word share: no case, no blanks, dashes or underscores but those between digits.

    >>> folded("Dry bulk") == folded("dry_bulk"), folded("2019-20") == folded("201920")
    (True, False)
    """
    parts = _BETWEEN.split(stripped(text).casefold())
    out = parts[0]
    for part in parts[1:]:
        out += ("-" if out[-1:].isdigit() and part[:1].isdigit() else "") + part
    return out
