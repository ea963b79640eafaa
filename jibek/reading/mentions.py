"""Time expressions of English and Russian text: each begins with a word that leads to the patterns worth trying.

between January and May   -> 2024-01-01/2024-05-31   relative
since 2005                -> 2005/..                 stated
a year earlier            -> base, one year back
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from jibek.reading import dates, daywords, kazakh, referring, stretches
from jibek.reading.calendar import Mention, month_number
from jibek.reading.timewords import PATTERNS

# The patterns of both stand in one table once they are loaded.
PATTERNS_OF = (dates, daywords, kazakh, stretches)

_SINCE_CLAUSE = re.compile(
    r"\b[Ss]ince (?:the|it|its|a|an|his|they|\w+ing)\b[^,.;:\n]*(?: in| on) (?:early |late )?$"
    r"|\b[Сс] (?:момента )?(?:открытия|запуска|начала|ввода|основания|пуска|создания|старта)\b[^,.;:\n]* в $"
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
    best = referring.referred(text, word, start, before) if before and word in referring.TRIGGERS else None
    if _BACK.match(text, start) and before:
        anchor = date(int(before[:4]), 12, 31)  # that year is told against the last year named
    for pattern, resolve in PATTERNS.get("#" if word[0].isdecimal() else word, ()):
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
    if "m1" not in groups or groups.get("y") or groups.get("rel") or groups.get("y1"):
        return 0
    if len(before) in (7, 10) and ".." not in before and month_number(groups["m1"]) > int(before[5:7]):
        sentence = re.split(r"[.!?] |\n", text[max(0, m.start() - _LIST) : m.start()])[-1]
        return int(before[:4]) if before[:4] in sentence else 0
    if groups.get("d1"):
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


# From the first turning in September 2020 to the end of 2022; since opening in 2014, and up to November.
_ENDS = re.compile(
    r",? ?(?:and )?(?:up )?(?:to|until|till|through|by|до|по|к)(?: the| its)?(?: end of| close of"
    r"| конца)?(?: end-)? ?"
)
_BEGINS = re.compile(r"\b(?:[Ff]rom|[Ss]ince|[Сс]|[Сс]о|[Нн]ачиная с)\b[^.;,:\d\n]{0,60}$")


def joined(times: list[Mention], text: str) -> list[Mention]:
    """Times with those made one that are the ends of one stretch."""
    out: list[Mention] = []
    for m in times:
        last = out[-1] if out else None
        if (
            last is not None
            and last.role == m.role == "span"
            and m.start - last.end < 30
            and _ENDS.fullmatch(text, last.end, m.start)
            and _BEGINS.search(text, max(0, last.start - 70), last.start)
            and "" < (first := last.period.removesuffix("/..")) < (until := m.period.removeprefix("../"))
            and "/" not in first + until
        ):
            out[-1] = Mention(last.start, m.end, f"{first}/{until}", last.basis)
        else:
            out.append(m)
    return out


TRIGGERS = (frozenset(PATTERNS) | referring.TRIGGERS) - {"#"}
