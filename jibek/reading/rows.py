"""Rows of tables in running text: a label, a mark that parts it from its figure, and the end of the line.

Ferry calls | 480
Wagons carried ........ 13,800
  of these in May: 310
"""

from __future__ import annotations

import re
from dataclasses import replace

from jibek.reading.labels import NUMBERED
from jibek.reading.measures import Measure, measure_at
from jibek.reading.numerals import SCALES, Number
from jibek.reading.tokens import Tokens

_PARTED = r"(?:(?P<sure> ?\.{3,} ?| ?…{1,} ?| ?\| ?| {3,})|: | (?:—|--|=) )"
_HEDGED = r"(?:(?:about|over|under|nearly|some|around|ca\.?|~|≈|около|более|свыше|почти|约|超过|近) ?)?"
_LABEL = re.compile(rf"(?P<label>[^\W\d_](?:(?!\. )[^\n|:]){{1,70}}?){_PARTED}{_HEDGED}$")
_ENDS = re.compile(r"[ .;,*)]*(?:\n|$|\||\()")
# What tells where to ask or pay, and what numbers name one thing, are no figures.
_NAMES = re.compile(
    r"\b(?:tel|telephone|phone|телефон|fax|call|id|code|account|bin|inn|iban|ref|reg|no|nr|page|price|hits|тел"
    r"|факс|код|счет|инн|бин|страница|цена|电话|传真|邮编|编号|账号|热线)\b|电话|传真|邮编|编号|账号|热线",
    re.I,
)
_WHERE = re.compile(r", | (?:in|at|on|from|of|for|per|via|through|by|в|на|из|с|по|через) ")


def row_label(tokens: Tokens, begin: int, after: int) -> tuple[str, bool]:
    """The label of the row whose figure stands from one token to another, and whether dots, a bar or a gap part them.

    ("", False) if it is no row.
    """
    text = tokens.text
    start, end = tokens.starts[begin], tokens.ends[after - 1]
    line = text.rfind("\n", 0, start) + 1
    if start - line > 110 or not _ENDS.match(text, end):
        return "", False
    m = _LABEL.match(text[line:start].lstrip(" -*•·>"))
    if m is None or _NAMES.search(m["label"]):
        return "", False
    last = re.findall(r"[^\W\d_]+", m["label"].lower())
    if not last or last[-1] in NUMBERED:
        return "", False
    return _WHERE.split(m["label"])[0].strip(" ,."), bool(m["sure"])


# The unit in a label, at its start or last: Hours open | 8; Freight, million tonnes: 3.4; Rate (%) | 14.5.
_PARTS = re.compile(r"(?:, |\(|\bin |\bв )(?P<unit>[^,()]{1,34})\)?$")
_OFTEN = re.compile(
    r"(?:\b(?:an?|per|each|every|в) |/)(?P<per>day|week|month|year|hour|сутки|день|неделю|месяц|год|час)\b"
    r"|\b(?P<yearly>annual(?:ly)?)\b",
    re.I,
)
_PER = {
    "day": "d",
    "сутки": "d",
    "день": "d",
    "week": "week",
    "неделю": "week",
    "month": "month",
    "месяц": "month",
}
_PER |= {"hour": "h", "час": "h"}


def row_measure(tokens: Tokens, begin: int, number: Number) -> Measure | None:
    """The unit that the label of a row names for its bare figure; None if it names none."""
    text, start = tokens.text, tokens.starts[begin]
    line = text.rfind("\n", 0, start) + 1
    m = _LABEL.match(text[line:start].lstrip(" -*•·>"))
    if m is None:
        return None
    label, offset = m["label"].rstrip(), text.index(m["label"], line)
    part = _PARTS.search(label)
    unit = _unit_at(tokens, offset + part.start("unit"), offset + part.end("unit")) if part else None
    if unit is None and (first := _unit_at(tokens, offset, offset + len(label), whole=False)):
        unit = (
            first if first.kind in ("physical", "duration") and label[0].isupper() and " " in label else None
        )
    if unit is None or (number.scaled and unit.factor > 1):
        return None
    return replace(unit, unit=unit.unit + ("" if "/" in unit.unit else rate_of(label, unit)))


def rate_of(label: str, unit: Measure) -> str:
    """ "/d", "/yr" and the like where a label says how often: hours open, a day."""
    often = _OFTEN.search(label)
    if often is None or unit.kind not in ("physical", "count", "duration", "money"):
        return ""
    return f"/{_PER.get((often['per'] or 'year').lower(), 'yr')}"


def _unit_at(tokens: Tokens, start: int, end: int, *, whole: bool = True) -> Measure | None:
    """The unit written at an offset, with a scale before it; None unless it goes to the end where that is asked for."""
    i = tokens.index(start)
    scale = SCALES.get(tokens.word(i), 1.0)
    found = measure_at(tokens, i + (scale > 1) + (scale > 1 and tokens.word(i + 1) in (".", "of")))
    if found is None:
        return None
    past = tokens.ends[found[1] - 1]
    if whole and end - past > 12:
        return None
    return replace(found[0], factor=found[0].factor * scale)
