"""Articles of one origin: two forms of one interview or release count as one source.

Retold and translated anew, such texts share next to no wording: runs of five words overlap by two in a hundred. What
they share is who speaks, when, and what is said, sentence by sentence in other words.

    interview digest, interview in full      same speaker, same weeks, most sentences of the shorter in the longer
    the speaker's interview of a year before      same speaker, other time: another origin
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jibek.checking.intervals import Span, span
from jibek.reading import Article

WEEKS = 45  # days by which statements of one occasion may lie apart
SHARED = 0.4  # words that two sentences share, over the mean of their lengths (Dice), for one statement
SENTENCES = 0.5  # share of the shorter text's sentences that make it the same text
LEAST_WORDS = 6  # a shorter sentence says too little to be recognised

_SENTENCE = re.compile(r"(?<=[.!?。！？])[\s\"”»']+|\n+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NAMED = re.compile(r"\b(?=([A-ZА-ЯЁ]\w+)\s+([A-ZА-ЯЁ]\w+)\b)")
_SPEECH = re.compile(
    r"\b(?:said|says|told|interview\w*|noted|added|stressed|gave|asked|сказал\w*|заявил\w*|интервью|отметил\w*)\b"
)
BESIDE = 90  # letters between a name and the word that says that somebody speaks


@dataclass(frozen=True, slots=True)
class Print:
    """What an article is known by: who speaks, when, and its sentences as sets of words."""

    speakers: frozenset[str]
    said: Span | None
    sentences: tuple[frozenset[str], ...]


def print_of(article: Article) -> Print:
    """Speakers, days and sentences of an article."""
    text = article.text
    speech = [m.start() for m in _SPEECH.finditer(text)]
    names = {
        f"{m.group(1)} {m.group(2)}".casefold()
        for m in _NAMED.finditer(text)
        if any(abs(m.start() - at) <= BESIDE for at in speech)
    }
    given = {q.speaker.casefold() for q in article.quantities if q.speaker}
    sentences = (frozenset(w.casefold()[:6] for w in _WORD.findall(s)) for s in _SENTENCE.split(text))
    return Print(
        frozenset(names | given),
        span(article.statement_date) if article.statement_date else None,
        tuple(s for s in sentences if len(s) >= LEAST_WORDS),
    )


def overlap(a: Print, b: Print) -> float:
    """Share of the shorter text's sentences that stand in the longer one in some words, 0 to 1."""
    shorter, longer = sorted((a.sentences, b.sentences), key=len)
    if not shorter:
        return 0.0
    found = sum(any(2 * len(s & t) >= SHARED * (len(s) + len(t)) for t in longer) for s in shorter)
    return found / len(shorter)


def one_origin(a: Print, b: Print) -> bool:
    """Whether two texts are forms of one statement; an unknown date or speaker is no reason against it."""
    if a.said and b.said and (a.said[0] > b.said[1] + WEEKS or b.said[0] > a.said[1] + WEEKS):
        return False
    if a.speakers and b.speakers and not a.speakers & b.speakers:
        return False
    return overlap(a, b) >= SENTENCES


def origins(articles: Sequence[Article]) -> tuple[int, ...]:
    """For each article the place of the first one of its origin; articles of one group share it."""
    prints = [print_of(a) for a in articles]
    first = list(range(len(prints)))
    for i in range(len(prints)):
        for j in range(i):
            if first[j] == j and first[i] == i and one_origin(prints[i], prints[j]):
                first[i] = j
    return tuple(first)
