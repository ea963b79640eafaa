"""Numbers and tables as people read them in a terminal."""

from __future__ import annotations

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
