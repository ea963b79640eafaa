"""Words that tell how figures of a text hang together: a difference, a sum, a mean, a part of a whole.

    "500 tonnes less than in 2021"      between
    «вместе это 39 млрд»                together
    "平均每家15人"                       each

Reads   data/checking/phrases.csv, expressions in English, Russian and Chinese
"""

from __future__ import annotations

import re
from functools import cache

from jibek.sources.plain import rows

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,.]\d|\d)")


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The expression that finds the phrases of a row in any language; whole words where a language has them."""
    row = next(r for r in rows("checking/phrases") if r["says"] == name)
    spaced = "|".join(alternative for c in ("en", "ru") for alternative in row[c].split(";"))
    return re.compile(rf"\b(?:{spaced})\b|{row['zh'].replace(';', '|')}", re.IGNORECASE)


@cache
def ending(name: str) -> re.Pattern[str]:
    """The same, or a mark of punctuation, where only a few letters and no figure follow to the end."""
    return re.compile(rf"(?:{phrase(name).pattern}|[,(—=-])[^.;。；\d]{{0,24}}$", re.IGNORECASE)


def says(name: str, text: str, first: int = 0, last: int | None = None) -> bool:
    """Whether a stretch of a text has one of the phrases."""
    return bool(phrase(name).search(text, first, len(text) if last is None else last))


def years_named(text: str, first: int, last: int) -> frozenset[int]:
    """Years that a stretch of a text names."""
    return frozenset(int(hit.group()) for hit in _YEAR.finditer(text, first, last))
