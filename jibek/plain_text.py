"""Numbers and tables as people read them in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def signed(value: float | None) -> str:
    """A difference with its sign; nothing known is a dash."""
    return "–" if value is None else ("+" if value > 0 else "") + figure(value)


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


def run_text(said: Mapping[str, Any]) -> str:
    """A run for people: what is wrong first, then the headline numbers, then what was published beside them.

    Parameters
    ----------
    said
        The object of ``jibek run --json``.
    """
    lines = [f"! {w['message']}" for w in said["warnings"]]
    failed = [c for c in said["certificates"] if not c["ok"]]
    if failed and not any(w["code"] == "certificate.failed" for w in said["warnings"]):
        lines.insert(0, "! check failed: " + ", ".join(f"{c['stage']} {c['name']}" for c in failed))
    against = "" if said["base"] == said["scenario"] else f", measured from {said['base']}"
    lines += [*([""] if lines else []), f"{said['scenario']}, {said['year']}{against}", ""]
    rows = [
        [
            row["name"] + (f" ({row['reporter']})" if row["reporter"] else ""),
            row["value"],
            (row["low"], row["high"]),
            row["unit"],
        ]
        for row in said["headline"]
    ]
    lines += aligned(["quantity", "value", "low … high", "unit"], rows, left=(0, 3))
    beside = [
        [
            row["quantity"],
            row["year"] and str(row["year"]),
            row["modelled"],
            row["published"],
            row["ratio"],
            row["unit"],
            row["role"],
        ]
        for row in said["beside_published"]
    ]
    if beside:
        head = ["beside the published", "year", "modelled", "published", "ratio", "unit", "role"]
        lines += ["", *aligned(head, beside, left=(0, 5, 6))]
    return "\n".join(lines)
