"""Rows of tables in running text: a label, a mark that parts it from its figure, and the end of the line.

Ferry calls | 480
Wagons carried ........ 13,800
  of these in May: 310
"""

from __future__ import annotations

import re

from jibek.reading.labels import NUMBERED
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
