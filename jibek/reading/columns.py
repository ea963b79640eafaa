"""Tables of several columns in running text: unit and time of a bare cell from its row, its column or the line above.

Goods trade in 2023, billion dollars.
Partner | Turnover | Sold there           -> 41.4 is 41.4 billion dollars of 2023
European Union | 41.4 | 31.0

Capacity put up, MW | 2023 | 2024         -> 163 is 163 MW of 2024
Wind farms | 495.57 | 163
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from jibek.reading.calendar import Mention
from jibek.reading.chinese import SCALES as SCALES_ZH
from jibek.reading.chinese import UNITS
from jibek.reading.found import Figure
from jibek.reading.measures import Measure, measure_at
from jibek.reading.numerals import SCALES, Number
from jibek.reading.tokens import Tokens

Span = tuple[int, int]
_ROW = re.compile(r"(?m)^[^\n|]*\|[^\n]*$")
_RULE = re.compile(r"[\s|:+=-]*")
_CAPTION = 240  # characters of a line above a table that is read as its caption
# Where the unit of a label begins: after a comma, a bracket or "in", or with the label.
_BEGINS = re.compile(r"(?:^|, |\(|\b[Ii]n |\b[Вв] )(?=[^\W\d_]|[%$€¥])")
_ENDS = re.compile(r"\.? ?(?:[,;:.)|\n]|$)")
_SIGN = re.compile(
    r"(?P<sign>US\$|\$|€|¥)(?: ?(?P<scale>bn|billion|mn|mln|million|m|thousand|k)\b)?(?=[ ,.)|]|$)"
)
_NAMED = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_CHINESE = re.compile(
    rf"(?:[（(，,：: ]|单位[为是]?)(?P<scale>万亿|千万|百万|亿|万)?(?P<unit>{_NAMED})(?=[）)，,。；\s|]|$)"
)
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "¥": "CNY"}
_LETTERS = {"m": 1e6, "k": 1e3}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under the first column: its offsets, and those of its row label, column heading and caption."""

    span: Span
    label: Span
    heading: Span
    caption: Span


@lru_cache(maxsize=4)
def cells_of(text: str) -> tuple[Cell, ...]:
    """The cells of all tables of a text: two rows at least, of three columns at least, parted by bars."""
    if text.count("|") < 4:
        return ()
    found: list[Cell] = []
    rows: list[list[Span]] = []
    last = -9
    for m in _ROW.finditer(text):
        if _RULE.fullmatch(m[0]):
            last = m.end()
            continue
        if m.start() > last + 1:
            found += _grid(text, rows)
            rows = []
        rows.append(_split(text, m.start(), m.end()))
        last = m.end()
    return tuple(found + _grid(text, rows))


def _split(text: str, start: int, end: int) -> list[Span]:
    """The cells of a row, without the bars at its ends."""
    while start < end and text[start] in " |":
        start += 1
    while end > start and text[end - 1] in " |" and text[end - 2 : end] != "||":
        end -= 1
    cuts = [start - 1, *(k for k in range(start, end) if text[k] == "|"), end]
    return [(a + 1, b) for a, b in pairwise(cuts)]


def _grid(text: str, rows: Sequence[Sequence[Span]]) -> list[Cell]:
    """The cells of a table whose first row heads its columns; none where the first row has figures of its own."""
    if len(rows) < 2 or len(rows[0]) < 3:
        return []
    heads = rows[0]
    if any(
        re.search(r"\d", text[slice(*h)]) and not re.search(r"(?:19|20)\d\d", text[slice(*h)])
        for h in heads[1:]
    ):
        return []
    caption = _above(text, heads[0][0])
    return [
        Cell(cell, row[0], heads[k], caption)
        for row in rows[1:]
        for k, cell in enumerate(row)
        if 0 < k < len(heads)
    ]


def _above(text: str, start: int) -> Span:
    """The line above a table."""
    end = text.rfind("\n", 0, start)
    while end > 0 and text[end - 1] in "\n ":
        end -= 1
    begin = text.rfind("\n", 0, max(end, 0)) + 1
    return (begin, end) if 0 < end - begin <= _CAPTION else (start, start)


def cell_at(text: str, start: int) -> Cell | None:
    """The cell of a table that an offset stands in."""
    if "|" not in text:
        return None
    return next((c for c in cells_of(text) if c.span[0] <= start < c.span[1]), None)


def cell_measure(tokens: Tokens, begin: int, number: Number) -> Measure | None:
    """The unit of a bare figure in a cell: of its row, its column, or the line above the table."""
    cell = cell_at(tokens.text, tokens.starts[begin])
    if cell is None:
        return None
    for span in (cell.label, cell.heading, cell.caption):
        unit = _unit_in(tokens, *span, whole=span is not cell.caption)
        if unit is not None and not (number.scaled and unit.factor > 1):
            named = re.split(r"[(（,，]", tokens.text[slice(*span)])[0].strip()
            return replace(unit, noun=unit.noun or named) if unit.kind == "count" else unit
    return None


def _unit_in(tokens: Tokens, start: int, end: int, *, whole: bool) -> Measure | None:
    """The unit that a label names at its end or after a comma; a label that is a unit alone too."""
    if chinese := _CHINESE.search(tokens.text, start, end):
        unit, factor, kind, currency = UNITS[chinese["unit"]]
        return Measure(unit, factor * SCALES_ZH[chinese["scale"] or ""], kind, currency)
    for m in _BEGINS.finditer(tokens.text, start, end):
        if sign := _SIGN.match(tokens.text, m.end(), end):
            word = sign["scale"] or ""
            factor = _LETTERS.get(word) or SCALES.get(word, 1.0)
            code = _SIGNS[sign["sign"]]
            return Measure(code, factor, "money", code)
        i = tokens.index(m.end())
        scaled = tokens.word(i) in SCALES
        k = i + scaled + (scaled and tokens.word(i + 1) in (".", "of"))
        found = measure_at(tokens, k)
        if found is None or (found[0].kind == "duration" and m.end() == start and not whole):
            continue
        past = tokens.ends[found[1] - 1]
        if past <= end and (past == end or _ENDS.match(tokens.text, past)):
            return replace(found[0], factor=found[0].factor * (SCALES[tokens.word(i)] if scaled else 1.0))
    return None


def cell_times(figures: Sequence[Figure], mentions: Sequence[Mention], text: str) -> dict[int, str]:
    """For starts of figures in cells the time of their column or row, a month of a row within the year of a column."""
    if "|" not in text or not cells_of(text):
        return {}
    spans = [m for m in mentions if m.role == "span" and m.period]
    out: dict[int, str] = {}
    for figure in figures:
        cell = cell_at(text, figure.start)
        if cell is None or any(cell.span[0] <= m.start < cell.span[1] for m in spans):
            continue
        column, row, above = (_only(spans, span) for span in (cell.heading, cell.label, cell.caption))
        if len(row) == 7 and len(column) == 4:
            row, column = "", column + row[4:]
        if told := column or row or above:
            out[figure.start] = told
    return out


def _only(spans: Sequence[Mention], span: Span) -> str:
    """The one time that a stretch names; "" if it names none or several."""
    named = {m.period for m in spans if span[0] <= m.start < span[1]}
    return named.pop() if len(named) == 1 else ""
