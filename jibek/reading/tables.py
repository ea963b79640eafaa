"""The period of a row of a table from its heading or from the row that it is part of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jibek.reading.calendar import Mention
from jibek.reading.found import Figure
from jibek.reading.tokens import Layout

_LINE = 110  # characters of a row or heading at most


def of_rows(
    mentions: Sequence[Mention], figures: Sequence[Figure], layout: Layout, text: str, anchor: date | None
) -> list[str]:
    """For each sentence the period that the heading of its table or the row that it is part of gives; "" if none.

    A heading tells a time and no figure; the rows after it are of that time until one names another. A row that is
    set in or goes on in small letters (of these in April) is part of the row before.
    """
    out: list[str] = []
    heading = row = ""
    for begin, end in layout.sentences:
        spans = [m for m in mentions if begin <= m.start < end and m.role == "span" and m.period]
        spans = [m for m in spans if anchor is None or m.period != anchor.isoformat()]  # the day of the paper
        counted = [f for f in figures if begin <= f.start < end]
        line = text[begin:end]
        short = len(line) <= _LINE and "\n" not in line and line[-1:] not in (".", "!", "?", "。")
        in_table = short and text[end : end + 1] in ("\n", "")
        if not in_table:
            heading = row = ""
        elif len(spans) == 1 and not counted:
            heading, row = spans[0].period, ""
        inner = text[max(0, begin - 2) : begin].strip("|") == "  " or line[:1].islower()
        out.append((row if inner and row else heading) if in_table and counted else "")
        if in_table and counted and not inner:
            row = spans[0].period if len(spans) == 1 else ""
    return out
