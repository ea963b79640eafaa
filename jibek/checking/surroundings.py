"""The terms around a figure and how near they stand: its sentence first, the sentences before it, the rest of the text.

Weights fall from 1 beside the figure to a fifth anywhere in the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from jibek.checking.vocabulary import terms
from jibek.reading import Article, Quantity

BESIDE, CLOSE, BEFORE, AFTER = 50, 250, 600, 150  # letters
OWN_AFTER = 30  # letters after a figure in which a place is still its own
LONGEST = 60  # letters of a term at most
WEIGHTS = {"beside": 1.0, "sentence": 0.8, "close": 0.5, "after": 0.35, "before": 0.35, "anywhere": 0.2}


class Surroundings:
    """Where an article names which term."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._mentions = sorted(terms(article.text), key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]
        self._anywhere = dict.fromkeys((m.concept for m in self._mentions), WEIGHTS["anywhere"])

    def near(self, quantity: Quantity) -> Mapping[str, float]:
        """Terms with their weights, 0 to 1; of one named several times, the nearest counts."""
        found = dict(self._anywhere)
        first = bisect_left(self._starts, quantity.sentence[0] - BEFORE - LONGEST)
        last = bisect_right(self._starts, quantity.sentence[1] + AFTER)
        for mention in self._mentions[first:last]:
            weight = _weight(mention.start, mention.end, quantity)
            if weight > found[mention.concept]:
                found[mention.concept] = weight
        return found

    def own(self, quantity: Quantity, of: frozenset[str]) -> frozenset[str]:
        """Of some terms those that the figure's own part of its sentence names: its neighbour Khorgos 6,452."""
        text, (first, last) = self._text, quantity.sentence
        first = max(
            first, text.rfind(";", 0, quantity.char_start) + 1, text.rfind("；", 0, quantity.char_start) + 1
        )
        low, high = (
            bisect_left(self._starts, first),
            bisect_right(self._starts, min(last, quantity.char_end + OWN_AFTER)),
        )
        return frozenset(m.concept for m in self._mentions[low:high] if m.concept in of)


def _weight(start: int, end: int, quantity: Quantity) -> float:
    first, last = quantity.sentence
    if first <= start < last:
        apart = max(start - quantity.char_end, quantity.char_start - end, 0)
        return WEIGHTS["beside" if apart <= BESIDE else "sentence"]
    if end <= first:
        return WEIGHTS["close" if first - end <= CLOSE else "before" if first - end <= BEFORE else "anywhere"]
    return WEIGHTS["after" if start - last <= AFTER else "anywhere"]
