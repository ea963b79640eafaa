"""What stands around a figure: concepts of its sentence by their distance, and what earlier sentences carry over.

A cue counts the more the nearer it stands; another figure or a comma between makes it farther. What the sentence
does not say itself is carried from before it, until another thing of the same class (area, plant, port) is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jibek.checking.lexicon import Lexicon, Mention
from jibek.reading import Article, Quantity

_BREAK = re.compile(r"[.!?](?=[\s\"”»')])|[。！？]|\n")
_PART = re.compile(r"[,;:()—–，、；：]|\b(?:and|while|whereas|but|compared|against|although|though|а|но)\b")
_ANSWERS = re.compile(
    r"[\s\"»”]*(?:[-—–]+|[^\W\d_]{1,16}:|答[：:])?\s*$"
)  # what stands between question and answer
BETWEEN = 24  # letters between a question and its answer at most
QUESTION = 160  # letters of a question at most
_IN_NUMBER = re.compile(r"\d[.,]\d")

_TO = re.compile(r"\b(?:to|до)\s+(?:about|nearly|almost|over|around|some|почти|около)?\s*$", re.IGNORECASE)
_READ = {"increase": "growth", "decrease": "decline"}
ANOTHER_FIGURE, ANOTHER_PART = 60, 12  # letters by which what stands between makes a cue farther
CARRIED = {"": 2, "area": 14, "region": 3, "plant": 8, "body": 3, "person": 4, "port": 2, "route": 4}
AREAS = ("area",)
HEAD = 160  # letters of an article that are taken for its title


@dataclass(frozen=True, slots=True)
class Near:
    """How far a concept stands from a figure, on which side, and whether no other figure of the kind is nearer."""

    distance: int
    owned: bool
    after: bool = False


class Context:
    """The concepts of an article, asked for figure by figure."""

    def __init__(self, article: Article, lexicon: Lexicon) -> None:
        self.article = article
        self._lexicon = lexicon
        self._classes = lexicon.classes
        self._mentions = lexicon.mentions(article.text)
        self._starts = [m.start for m in self._mentions]
        text = article.text
        self._breaks = [m.start() for m in _BREAK.finditer(text)]
        self._parts = sorted(
            m.start()
            for first, last in {q.sentence for q in article.quantities}
            for m in _PART.finditer(text, first, last)
            if not _inside_a_number(text, m.start())
        )
        self._figures = sorted((q.char_start, q.char_end) for q in article.quantities)

    @cached_property
    def areas(self) -> frozenset[str]:
        """Areas that the article names anywhere."""
        return frozenset(m.concept for m in self._mentions if self._classes.get(m.concept) == "area")

    @cached_property
    def title(self) -> frozenset[str]:
        """Areas named at the head of the article, which say what all of it is about."""
        return frozenset(
            m.concept for m in self._mentions if m.start < HEAD and self._classes.get(m.concept) == "area"
        )

    def of_sentence(self, quantity: Quantity) -> tuple[Mention, ...]:
        """Concepts named in the figure's sentence."""
        first, last = quantity.sentence
        first = asked_before(self.article.text, first)
        return self._mentions[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def near(self, quantity: Quantity) -> Mapping[str, Near]:
        """Concepts of the sentence; of one that is named several times, the nearest."""
        rivals = [
            q
            for q in self.article.quantities
            if q.sentence == quantity.sentence and q.kind == quantity.kind and q is not quantity
        ]
        found: dict[str, Near] = {}
        reached = quantity.kind == "percent" and self._is_reached(quantity)
        if quantity.noun in _READ and not reached:  # the reader has seen which way a percentage goes
            found[_READ[quantity.noun]] = Near(0, owned=True)
        for mention in self.of_sentence(quantity):
            if reached and mention.concept in _READ.values():
                continue
            far = self.distance(mention, quantity)
            owned = all(far <= self.distance(mention, r) for r in rivals)
            before = found.get(mention.concept)
            if before is None or (far, not owned) < (before.distance, not before.owned):
                found[mention.concept] = Near(far, owned, mention.start >= quantity.char_end)
        return found

    def _is_reached(self, quantity: Quantity) -> bool:
        """Whether a percentage is what something rose or fell to, not by."""
        return bool(_TO.search(self.article.text[max(0, quantity.char_start - 24) : quantity.char_start]))

    def counted(self, quantity: Quantity) -> frozenset[str]:
        """Concepts of what is counted: of the figure's own words and its noun."""
        first, last = quantity.char_start, quantity.char_end
        own = {m.concept for m in self.of_sentence(quantity) if first <= m.start < last}
        return frozenset(own | {m.concept for m in self._lexicon.mentions(quantity.noun)})

    def distance(self, mention: Mention, quantity: Quantity) -> int:
        """Letters between a cue and a figure, with what is added for figures and parts between."""
        if mention.start < quantity.char_end and quantity.char_start < mention.end:
            return 0
        before = mention.end <= quantity.char_start
        low, high = (mention.end, quantity.char_start) if before else (quantity.char_end, mention.start)
        between = sum(1 for start, end in self._figures if low <= start and end <= high)
        parts = bisect_left(self._parts, high) - bisect_left(self._parts, low)
        return high - low + ANOTHER_FIGURE * between + ANOTHER_PART * parts

    def alone(self, concept: str) -> bool:
        """Whether the article names no other thing of the concept's class (plant, body, person); no class: never."""
        kind = self._classes.get(concept, "")
        return bool(kind) and all(
            m.concept == concept for m in self._mentions if self._classes.get(m.concept) == kind
        )

    def carried(self, concept: str, quantity: Quantity) -> int | None:
        """How many sentences before its own a figure's concept is named; None if too far, or another intervenes."""
        kind = self._classes.get(concept, "")
        first = quantity.sentence[0]
        for mention in self._before(first):
            steps = self._steps(mention.start, first)
            if steps > CARRIED.get(kind, CARRIED[""]):
                return None
            if mention.concept == concept:
                return steps
            if kind and kind not in AREAS and self._classes.get(mention.concept) == kind:
                return None
        return None

    def carried_areas(self, wanted: frozenset[str], quantity: Quantity) -> int | None:
        """How many sentences back the wanted areas stand together; None if another country comes between."""
        first = quantity.sentence[0]
        own = {m.concept for m in self.of_sentence(quantity)}
        left = set(wanted) - own
        for mention in self._before(first):
            if self._classes.get(mention.concept) != "area":
                continue
            steps = self._steps(mention.start, first)
            if steps > CARRIED["area"] or (mention.concept not in wanted and not left < wanted):
                return None
            left.discard(mention.concept)
            if not left:
                return steps
        return None

    def _before(self, end: int) -> Iterator[Mention]:
        """Mentions that begin before a place, the last one first."""
        for at in range(bisect_left(self._starts, end) - 1, -1, -1):
            yield self._mentions[at]

    def _steps(self, start: int, end: int) -> int:
        return max(1, bisect_right(self._breaks, end) - bisect_left(self._breaks, start))


def _inside_a_number(text: str, at: int) -> bool:
    return bool(_IN_NUMBER.match(text, at - 1)) if at else False


def asked_before(text: str, first: int) -> int:
    """Where the question begins that a sentence answers; the sentence's own start if none stands right before it.

    >>> text = "How old are the ties? Guest: 32 years."
    >>> asked_before(text, text.index("Guest")), asked_before(text, 0)
    (0, 0)
    """
    if (
        "?" not in text[max(0, first - BETWEEN) : first]
        and "\uff1f" not in text[max(0, first - BETWEEN) : first]
    ):
        return first
    before = _ANSWERS.sub("", text[max(0, first - QUESTION) : first]).rstrip()
    if not before.endswith(("?", "\uff1f")):
        return first
    end = text.rfind(before[-1], 0, first)
    breaks = [m.end() for m in _BREAK.finditer(text, max(0, end - QUESTION), end)]
    return max(breaks, default=max(0, end - QUESTION))
