"""The terms around a figure and how near they stand: its sentence first, the sentences before it, the rest of the text.

Weights fall from 1 beside the figure to a fifth anywhere in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from jibek.checking.context import asked_before
from jibek.checking.vocabulary import terms
from jibek.reading import Article, Quantity

BESIDE, CLOSE, BEFORE, AFTER = 50, 250, 600, 150  # letters
OWN_AFTER = 30  # letters after a figure in which a place is still its own
LONGEST = 60  # letters of a term at most
_PART = re.compile("[;；]")
IN_SENTENCE = 0.8
WEIGHTS = {
    "beside": 1.0,
    "sentence": IN_SENTENCE,
    "close": 0.6,
    "after": 0.35,
    "before": 0.4,
    "anywhere": 0.2,
}


class Surroundings:
    """Where an article names which term."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._mentions = sorted(terms(article.text), key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]
        self._ends = sorted(q.char_end for q in article.quantities if q.kind != "date")
        self._begins = sorted(q.char_start for q in article.quantities if q.kind != "date")
        self._anywhere = dict.fromkeys((m.concept for m in self._mentions), WEIGHTS["anywhere"])

    def near(self, quantity: Quantity) -> Mapping[str, float]:
        """Terms with their weights, 0 to 1; of one named several times, the nearest counts."""
        found = dict(self._anywhere)
        first = bisect_left(self._starts, quantity.sentence[0] - BEFORE - LONGEST)
        last = bisect_right(self._starts, quantity.sentence[1] + AFTER)
        begins = asked_before(self._text, quantity.sentence[0])
        for mention in self._mentions[first:last]:
            weight = _weight(mention.start, mention.end, quantity)
            if begins <= mention.start < quantity.sentence[0]:
                weight = WEIGHTS["sentence"]
            if weight > found[mention.concept]:
                found[mention.concept] = weight
        return found

    def just_before(self, quantity: Quantity, of: frozenset[str]) -> frozenset[str]:
        """Of some terms those named since the figure before: Russia with 1.5 bn and the United States with 5.1."""
        at = bisect_left(self._ends, quantity.char_start)
        first = max(quantity.sentence[0], self._ends[at - 1] if at else 0)
        return self.between(first, quantity.char_start, of)

    def amid(self, quantity: Quantity) -> tuple[frozenset[str], frozenset[str]]:
        """Terms of a figure's sentence since the figure before it, and up to the figure after it."""
        begin, end = quantity.sentence
        at = bisect_left(self._ends, quantity.char_start + 1)
        first = max(begin, self._ends[at - 1] if at else 0)
        after = bisect_right(self._begins, quantity.char_end)
        last = min(end, self._begins[after] if after < len(self._begins) else end)
        return self._named(first, quantity.char_start), self._named(quantity.char_end, last)

    def _named(self, first: int, last: int) -> frozenset[str]:
        low, high = bisect_left(self._starts, first), bisect_left(self._starts, last)
        return frozenset(m.concept for m in self._mentions[low:high])

    def own(self, quantity: Quantity, of: frozenset[str]) -> frozenset[str]:
        """Of some terms those that the figure's own part of its sentence names: its neighbour Khorgos 6,452."""
        text, (first, last) = self._text, quantity.sentence
        begins = [m.end() for m in _PART.finditer(text, first, quantity.char_start)]
        ends = _PART.search(text, quantity.char_end, last)
        last = min(ends.start() if ends else last, quantity.char_end + OWN_AFTER)
        own = self.between(max(begins, default=first), last, of)
        for at in reversed((first, *begins[:-1]) if begins else ()):
            own = own or self.between(at, max(begins), of)  # "386 came through Khorgos; in 2020 it was 4,652"
        return own

    def between(self, first: int, last: int, of: frozenset[str]) -> frozenset[str]:
        """Of some terms those that a stretch of the article names."""
        return self._named(first, last) & of


def _weight(start: int, end: int, quantity: Quantity) -> float:
    first, last = quantity.sentence
    if first <= start < last:
        apart = max(start - quantity.char_end, quantity.char_start - end, 0)
        return WEIGHTS["beside" if apart <= BESIDE else "sentence"]
    if end <= first:
        return WEIGHTS["close" if first - end <= CLOSE else "before" if first - end <= BEFORE else "anywhere"]
    return WEIGHTS["after" if start - last <= AFTER else "anywhere"]
