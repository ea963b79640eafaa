"""The one pass over the tokens of an article: time expressions, what is left alone, and figures, left to right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jibek.reading import distractors, mentions
from jibek.reading.calendar import Mention
from jibek.reading.comparing import against
from jibek.reading.figures import Figure, figures_at
from jibek.reading.labels import is_label
from jibek.reading.measures import PERSONS, measure_at
from jibek.reading.places import STARTS
from jibek.reading.tokens import Tokens

_QUOTES = frozenset('«“"„')
_TRIGGERS = frozenset(STARTS) | mentions.TRIGGERS | distractors.TRIGGERS


@dataclass(frozen=True, slots=True)
class Scan:
    """Figures and time expressions in the order of the text, with offsets in the shadow."""

    figures: Sequence[Figure]
    mentions: Sequence[Mention]


def scan(tokens: Tokens, anchor: date | None, *, comma_is_decimal: bool) -> Scan:
    """Read all tokens once.

    Parameters
    ----------
    anchor
        Day of the statement that relative expressions are told against, None if unknown.
    comma_is_decimal
        Whether a comma before three digits is a decimal sign.
    """
    found: list[Figure] = []
    times: list[Mention] = []
    i, count = 0, len(tokens.words)
    inside = -1
    while i < count:
        word = tokens.words[i]
        if word not in _TRIGGERS and not "0" <= word[0] <= "9":
            i += 1
            continue
        start = tokens.starts[i]
        if start >= inside:
            last = _last_named(times, tokens.text, anchor, past=word in _POINTS and _tells_past(tokens, i))
            mention = mentions.mention_at(tokens.text, word, start, anchor, last)
            if mention is not None and not _is_a_name(tokens, i) and not _is_a_number(tokens, i, mention):
                times.append(mention)
                inside = mention.end
                if not mention.keep:
                    i = tokens.index(mention.end)
                    continue
        digit = "0" <= word[0] <= "9"
        if digit or word in distractors.TRIGGERS or tokens.word(i - 1) in _QUOTES:
            past = distractors.skipped_to(tokens.text, word, start)
            if past > start:
                i = max(tokens.index(past), i + 1)
                continue
        if (not digit and word not in STARTS) or (digit and is_label(tokens, i)):
            i += 1
            continue
        read, stop = figures_at(tokens, i, comma_is_decimal=comma_is_decimal, before=found)
        found += read
        i = max(stop, i + 1)
    return Scan(found, mentions.joined(times, tokens.text))


_POINTS = frozenset(("that", "the", "тот", "том", "того"))
_WAS = re.compile(
    r"(?:was|were|had|did|came|sold|sent|took|made|rose|fell|gave|[a-z]{3,}ed|[а-я]{3,}(?:л|ла|ло|ли))"
)


def _tells_past(tokens: Tokens, i: int) -> bool:
    """Whether a verb of the past stands shortly before, so that what is pointed at has been."""
    return any(_WAS.fullmatch(w) for w in tokens.words[max(0, i - 12) : i])


def _last_named(times: Sequence[Mention], text: str, anchor: date | None, *, past: bool = False) -> str:
    """The period named last, but for what others are compared with and, where one of the past is meant, plans."""
    now = str(anchor.year) if past and anchor is not None else "9"
    named = (
        m.period
        for m in reversed(times)
        if m.period[:4].isdecimal() and m.period[:4] <= now and not against(m, text, anchor)
    )
    return next(named, "")


def _is_a_name(tokens: Tokens, i: int) -> bool:
    """Whether a year is joined to a name: Kazakhstan-2050."""
    if not tokens.words[i][0].isdecimal() or not tokens.joined(i):
        return False
    before = tokens.word(i - 2) if tokens.word(i - 1) == "-" else tokens.word(i - 1)
    return before.isalpha() and before not in ("mid", "pre", "post", "early", "late")


def _is_a_number(tokens: Tokens, i: int, mention: Mention) -> bool:
    """Whether what looks like a year counts something: 2000 tonnes, 2023 people; never after in, by or since."""
    if mention.end - mention.start != 4 or not tokens.words[i].isdecimal():
        return False
    if tokens.word(i - 1) in ("$", "€", "¥", "£", "₸"):
        return True
    if tokens.word(i - 1) in (
        "in",
        "by",
        "since",
        "from",
        "of",
        "until",
        "before",
        "after",
        "and",
        "в",
        "с",
        "к",
        "до",
    ):
        return False
    after = tokens.word(i + 1)
    measure = measure_at(tokens, i + 1)
    return after in PERSONS or (
        (measure is not None and measure[0].kind not in ("duration", "money")) or after == "%"
    )
