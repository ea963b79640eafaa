"""The rows of the record, to be found by value and by the words that they share with an article."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from jibek.checking.asking import Asked
from jibek.checking.fact import Fact
from jibek.checking.fitting import OTHER_TIME, UNHEARD, counts, period
from jibek.checking.known import Known
from jibek.checking.measures import Measure
from jibek.checking.surroundings import IN_SENTENCE

UNIT_WORDS = frozenset(
    {"percent", "usd", "dollar", "eur", "kzt", "cny", "gwh", "kwh", "hour"}
)  # say nothing beside it
STRONGEST = 6  # words that count; a long row would otherwise gather chance ones
SELDOM = 6.0  # the most that one word says
TELLING = 1.5  # a word that says less names nothing
LOOKED_AT = 200  # rows that the words name whose period and noun are looked at
WORDED = 24  # of these, rows that are looked at more closely
OF_THE_TIME = ("exact", "carried", "meets")
LESS = 0.8  # what is left of the evidence for a row of another length of time
PRECISE = 4  # digits with which a figure may be of a row that names another thing than it counts
NEAR = 0.05  # share of a value about which rows are looked through


@dataclass(frozen=True, slots=True)
class Found:
    """A row that fits a figure: the evidence of the words, after what the period leaves of it."""

    fact: Fact
    evidence: float


class Shelf:
    """The rows of the record by measure and value."""

    def __init__(self, facts: Iterable[Fact], *, tables: bool = True) -> None:
        self.facts = tuple(facts)
        self.tables = tables  # whether the rows of the tables are among them, and not the claims alone
        often: Counter[str] = Counter()
        for fact in self.facts:
            often.update(fact.words)
        total = max(1, len(self.facts))
        self._seldom = {word: min(SELDOM, math.log(total / n)) for word, n in often.items()}
        self._seldom |= dict.fromkeys(UNIT_WORDS & often.keys(), 0.0)
        families: dict[str, list[Fact]] = defaultdict(list)
        self.series: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            families[fact.measure.family].append(fact)
            self.series[fact.series].append(fact)
        self._by_value = {
            family: sorted(those, key=lambda f: f.known.value) for family, those in families.items()
        }
        self._with: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for fact in self.facts:
            for word in fact.words:
                if self._seldom[word] >= TELLING:
                    self._with[word][fact.measure.family].append(fact)
        self._values = {family: [f.known.value for f in those] for family, those in self._by_value.items()}

        self._fitting: dict[str, tuple[str, ...]] = {}
        self._series_of = {i: f.series for f in reversed(self.facts) for i in f.known.fact_ids}

    def series_of(self, known: Known) -> str:
        """The series of the row that a known figure is, whichever indicator it was read for."""
        return next((self._series_of[i] for i in known.fact_ids if i in self._series_of), known.key)

    def evidence(self, fact: Fact, asked: Asked) -> float:
        """What the words near a figure say for a row."""
        said = sorted(
            (
                asked.near[word] * weight * self._seldom[word]
                for word, weight in fact.words.items()
                if word in asked.near
            ),
            reverse=True,
        )
        return sum(said[:STRONGEST])

    def seldom(self, word: str) -> float:
        """How much a word says by how few rows have it."""
        return self._seldom.get(word, 0.0)

    def only(self, fact: Fact, other: Fact) -> frozenset[str]:
        """Words of a row that another does not have."""
        return frozenset(w for w in fact.words if w not in other.words)

    def tell(self, words: Iterable[str]) -> float:
        """How much words say together."""
        return sum(self.seldom(word) for word in words)

    def _families(self, of: str) -> tuple[str, ...]:
        """Families of measures that may be a family."""
        if of not in self._fitting:
            self._fitting[of] = tuple(f for f in self._values if Measure(of).fits(Measure(f)))
        return self._fitting[of]

    def around(self, of: Measure, low: float, high: float) -> Iterator[Fact]:
        """Rows whose measure may be the figure's and whose value lies about an interval."""
        beside = NEAR * max(abs(low), abs(high))
        for family in self._families(of.family):
            values = self._values[family]
            first, last = bisect_left(values, low - beside), bisect_right(values, high + beside)
            for fact in self._by_value[family][first:last]:
                if not of.per or of.fits(fact.measure):
                    yield fact

    def by_words(self, asked: Asked, most: int = WORDED) -> list[Found]:
        """Rows of the figure's unit and time that the words beside it name, whatever their value, the best first."""
        score: dict[int, float] = defaultdict(float)
        rows: dict[int, Fact] = {}
        families = self._families(asked.measure.family)
        for word, near in asked.near.items():
            if near < IN_SENTENCE or word not in self._with:
                continue
            says, by_family = near * self._seldom[word], self._with[word]
            for family in families:
                for fact in by_family.get(family, ()):
                    score[id(fact)] += says
                    rows[id(fact)] = fact
        found: list[Found] = []
        for fact in (rows[i] for i in nlargest(LOOKED_AT, rows, key=score.__getitem__)):
            if not asked.measure.fits(fact.measure):
                continue
            fits = period(fact, asked)
            if fits in (UNHEARD, OTHER_TIME) or (asked.digits < PRECISE and counts(fact, asked) == "another"):
                continue
            left = 1.0 if fits in OF_THE_TIME else LESS
            found.append(Found(fact, left * self.evidence(fact, asked)))
            if len(found) == WORDED:
                break
        return sorted(found, key=lambda f: -f.evidence)[:most]
