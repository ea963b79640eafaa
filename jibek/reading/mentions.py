"""Time expressions of English and Russian text: each begins with a word that leads to the patterns worth trying.

between January and May   -> 2024-01-01/2024-05-31   relative
since 2005                -> 2005/..                 stated
a year earlier            -> base, one year back
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from jibek.reading import dates, stretches
from jibek.reading.calendar import Mention
from jibek.reading.timewords import PATTERNS

# The patterns of both stand in one table once they are loaded.
PATTERNS_OF = (dates, stretches)

_SINCE_CLAUSE = re.compile(
    r"\b[Ss]ince (?:the|it|its|a|an|his|they)\b[^,.;:\n]* (?:in|on) (?:early |late )?$"
)
_FROM = re.compile(r"\b(?:from|between|since)\b", re.I)
_BACK = re.compile(
    r"[^.;,:\n]{0,14}?\b(?:(?:that|the same) year\b|(?:в )?(?:том|тот|того) (?:же )?год(?:у|а)?\b)"
    r"|тогда\b|back then\b|at (?:that|the) time\b",
    re.I,
)
_SINCE = re.compile(
    r"(?:(?P<since>since|after|starting|beginning|[Сс]|после)|(?P<until>until|till|through|до)"
    r"|(?P<by>by|before|as of|as at|up to|to|at|[Кк]|[Нн]а|по состоянию на))(?: the)?"
    r"(?: (?:(?P<end>end of|end|конец|концу|конца)|early|late|mid))? ?-?$",
    re.I,
)


def mention_at(text: str, word: str, start: int, anchor: date | None, before: str = "") -> Mention | None:
    """The time expression that begins at an offset of the shadow, the longest that fits.

    Parameters
    ----------
    word
        The token there in small letters.
    anchor
        Day of the statement; without it relative expressions have no period.
    before
        The period named last, for "that year".
    """
    best: Mention | None = None
    if _BACK.match(text, start) and before:
        anchor = date(int(before[:4]), 12, 31)  # that year is told against the last year named
    for pattern, resolve in PATTERNS.get("#" if word[0].isdigit() else word, ()):
        m = pattern.match(text, start)
        if m is None or (best is not None and m.end() <= best.end):
            continue
        told = resolve(m, anchor)
        if told is not None and told[1] == "relative" and (year := _same_year(m, before, text)):
            told = resolve(m, date(year, 12, 31)) or told
        if told is not None:
            best = Mention(start, m.end(), *told)
    return None if best is None else _bounded(text, best)


def _same_year(m: re.Match[str], before: str, text: str) -> int:
    """The year of months named without one, after other months of a year; 0 if none were.

    From January to September 2024 and 50 from January to November. October and November brought the rest.
    """
    groups = m.groupdict()
    if "m1" not in groups or groups.get("y") or groups.get("rel") or groups.get("d1") or groups.get("y1"):
        return 0
    first, _, last = before.partition("/")
    months = bool(last) and first[:4] == last[:4] and len(first) == 10
    named = re.findall(r"(?:19|20)\d\d", text[max(0, m.start() - _LIST) : m.start()])
    return int(first[:4]) if months and named and named[-1] == first[:4] else 0


_LIST = 160  # characters back to the months that these continue


def _bounded(text: str, mention: Mention) -> Mention:
    """The mention with "since" or "by" before it told: open at the end or at the start."""
    period = mention.period
    if mention.role != "span" or not period or "/" in period:
        return mention
    if _SINCE_CLAUSE.search(text, max(0, mention.start - 80), mention.start):
        return replace(mention, period=f"{period}/..")
    before = _SINCE.search(text, max(0, mention.start - 22), mention.start)
    if before is None or (before.start() > 0 and text[before.start() - 1].isalnum()):
        return mention
    if before["since"]:
        period = f"{period}/.."
    elif before["until"]:
        period = f"../{period}"
    told = before["by"] or before["until"]
    # "By 30 April" and "at the end of September" count from the first of the year, where something is counted.
    begun = bool(_FROM.search(text, max(0, mention.start - 40), mention.start))
    upto = bool(told) and len(mention.period) == 10 and told.lower() != "at" and not (told == "to" and begun)
    upto = upto or (bool(told) and bool(before["end"]) and len(mention.period) == 7)
    return replace(mention, period=period, upto=upto)


TRIGGERS = frozenset(PATTERNS) - {"#"}
