"""A figure's own row of the record, found by its value and the words around it, where no indicator is written for it.

A row may be a figure's when the unit fits and the period allows it. How many of its words stand near the figure, and
how seldom those words are, must outweigh chance: 7,762 is hardly ever met by accident, 30 often.

    agrees      a row has the value, within stated digits
    stale       it has, but a later row of the series has another before the article's date
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jibek.checking.asking import COUNTRIES, Asked, needed, wide
from jibek.checking.fact import Fact
from jibek.checking.intervals import FIRST, Extent, meet, whole_year, year_of
from jibek.checking.known import Known
from jibek.checking.measures import COUNT, Measure
from jibek.checking.model import AGREES, CONFLICTS, STALE
from jibek.checking.outcome import Outcome
from jibek.checking.vocabulary import ports

UNIT_WORDS = frozenset(
    {"percent", "usd", "dollar", "eur", "kzt", "cny", "gwh", "kwh", "hour"}
)  # say nothing beside it
STRONGEST = 6  # words that count; a long row would otherwise gather chance ones
SELDOM = 6.0  # the most that one word says
SUMMED_NEEDED = 9.0  # evidence for a row that is a sum, where a year is told
MEANT = 0.8  # share of the best row's evidence from which another may be meant as well
NEARLY = 0.9  # share of days in common that make two periods one
A_MONTH = 31
SAME_LENGTH, A_YEAR = 6, 364  # days by which periods of one length may differ; of a year, less one
UNTOLD = 45  # days by which a date of a row may lie after an article that tells it
SOON = 400  # days by which a stock may be told of before it was recorded
TELLING = 1.5  # a word that says less names nothing
IN_SENTENCE = 0.8
LOOKED_AT = 200  # rows that the words name whose period and noun are looked at
WORDED = 24  # of these, rows that are looked at more closely
ROUNDER = 0.75  # what is left for a row with fewer digits than the figure
PRECISE = 4  # digits that hardly occur by chance
PEOPLE = frozenset({"=person", "=population", "=student", "=visitor", "=jobs", "=entries"})
NAMED = 0.8  # how much a country counts in a row that is of it, and does not only mention it
FLOW, LATER, LOOSE = 0.8, 0.7, 0.55  # what is left of the evidence where the period fits less than fully


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
        self._with: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            for word in fact.words:
                if self._seldom[word] >= TELLING:
                    self._with[word].append(fact)
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

    def own(self, fact: Fact, asked: Asked) -> float:
        """What the words of a figure's own sentence say for a row."""
        return sum(
            asked.near[word] * weight * self._seldom[word]
            for word, weight in fact.words.items()
            if asked.near.get(word, 0.0) >= IN_SENTENCE
        )

    def only(self, fact: Fact, other: Fact, tells: float) -> frozenset[str]:
        """Words of a row that another does not have, as far as they are so seldom that they tell the two apart."""
        return frozenset(w for w in fact.words if w not in other.words and self._seldom[w] >= tells)

    def around(self, of: Measure, low: float, high: float) -> Iterator[Fact]:
        """Rows whose measure may be the figure's and whose value lies about an interval."""
        if of.family not in self._fitting:
            self._fitting[of.family] = tuple(f for f in self._values if Measure(of.family).fits(Measure(f)))
        beside = 0.05 * max(abs(low), abs(high))
        for family in self._fitting[of.family]:
            values = self._values[family]
            first, last = bisect_left(values, low - beside), bisect_right(values, high + beside)
            for fact in self._by_value[family][first:last]:
                if not of.per or of.fits(fact.measure):
                    yield fact

    def by_words(self, asked: Asked) -> list[Found]:
        """Rows that the words beside a figure name, whatever their value, the best first."""
        score: dict[int, float] = defaultdict(float)
        rows: dict[int, Fact] = {}
        for word, near in asked.near.items():
            if near < IN_SENTENCE:
                continue
            for fact in self._with.get(word, ()):
                if asked.measure.fits(fact.measure):
                    score[id(fact)] += near * self._seldom[word]
                    rows[id(fact)] = fact
        best = sorted(rows, key=lambda i: -score[i])
        may = ((rows[i], _period(rows[i], asked) * _counts(rows[i], asked)) for i in best[:LOOKED_AT])
        of_period = [(fact, left) for fact, left in may if left][:WORDED]
        found = [Found(fact, left * self.evidence(fact, asked)) for fact, left in of_period]
        return sorted(found, key=lambda f: -f.evidence)

    def of_value(
        self,
        asked: Asked,
        of: Measure,
        value: Extent,
        *,
        any_period: bool = False,
        opposite: bool = False,
        anywhere: bool = False,
    ) -> list[Found]:
        """Rows with a value that the period and the noun allow, the best first.

        ``opposite`` gives those of the opposite direction, ``anywhere`` also those of other places than are named.
        """
        found = []
        for fact in self.around(of, *value):
            if not same(value, fact.known.value, fact.known.extent):
                continue
            other = asked.quantity.reporter and fact.known.reporter not in ("", asked.quantity.reporter)
            if other and asked.reported:
                continue
            if mirrored(asked, fact) != opposite:
                continue
            left = (
                (LOOSE if other else 1.0)
                * (ROUNDER if asked.digits >= PRECISE and not meet(value, (fact.known.value,) * 2) else 1.0)
                * (1.0 if anywhere else _elsewhere(fact, asked))
                * (1.0 if any_period else _period(fact, asked))
                * _counts(fact, asked)
            )
            if left:
                found.append(Found(fact, left * self.evidence(fact, asked)))
        return sorted(found, key=lambda f: -f.evidence)


def agreeing(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """The rows that a figure agrees with, or once did; None where none surely is its."""
    if wide(asked):
        return None
    fitting = shelf.of_value(asked, asked.measure, asked.extent)
    enough = needed(asked)
    if fitting and fitting[0].evidence >= enough:
        best = fitting[0].fact
        alike = [f.fact for f in fitting if f.evidence >= MEANT * fitting[0].evidence and f.fact.known.days]
        alike.sort(key=lambda f: f.known.days or (0, 0))
        later = next((row for f in reversed(alike) if (row := _later(asked, f, shelf))), None)
        if later:
            return Outcome(STALE, "superseded", (best.known, later.known)), fitting[0]
        same = tuple(f.fact.known for f in fitting if f.evidence >= max(enough, 0.6 * fitting[0].evidence))
        if _summed(asked, best) and fitting[0].evidence >= SUMMED_NEEDED:
            return Outcome(CONFLICTS, "cumulative against annual", same[:4]), fitting[0]
        return Outcome(AGREES, "same", same[:4]), fitting[0]
    return None


def _summed(asked: Asked, row: Fact) -> bool:
    """Whether a figure is told of one year, or of months, that a row has as a sum over years."""
    ours, its = asked.days, row.known.days
    if asked.quantity.period_basis != "stated" or ours is None or ours[1] - ours[0] > A_YEAR + 1:
        return False
    if asked.near.get("=cumulative", 0.0) >= IN_SENTENCE or (
        its and year_of(its[0]) in asked.years - {year_of(ours[0])}
    ):
        return False
    sums = row.words.get("=cumulative", 0.0) >= NAMED
    part = its is not None and whole_year(ours) is None and its[1] - its[0] > 2 * A_YEAR and not row.stock
    return sums and (whole_year(ours) is not None or part)


def same(ours: Extent, value: float, its: Extent) -> bool:
    """Whether one of two figures lies within the digits of the other; 6.9 and 6.8 only touch."""
    middle = (ours[0] + ours[1]) / 2.0
    slack = 1e-9 * abs(middle)
    return its[0] - slack < middle < its[1] + slack or ours[0] - slack < value < ours[1] + slack


def mirrored(asked: Asked, fact: Fact) -> bool:
    """Whether a row is of goods that go the other way: imports to China, where the words are of Chinese exports."""
    if not asked.flow:
        return False
    if "->" in fact.series:
        return asked.flow not in fact.series
    against = "to_china" if asked.flow.startswith("CHN") else "from_china"
    return against in fact.series


def _elsewhere(fact: Fact, asked: Asked) -> float:
    """What is left where the figure stands beside a country that the row does not name; none, of another crossing."""
    if asked.ports and asked.ports.isdisjoint(fact.words) and not ports().isdisjoint(fact.words):
        return 0.0
    if asked.countries:
        return LOOSE if asked.countries.isdisjoint(fact.words) else 1.0
    abroad = COUNTRIES & fact.words.keys()
    if not abroad or not abroad.isdisjoint(asked.near):
        return 1.0
    return LOOSE if any(fact.words[word] >= NAMED for word in abroad) else 1.0


def _counts(fact: Fact, asked: Asked) -> float:
    """What is left where a row names another thing than what the figure counts: nothing, of a figure of few digits."""
    if COUNT not in (fact.measure.family, asked.measure.family) or not asked.noun:
        often = fact.measure.per in ("d", "wk", "month") or (
            fact.measure.family == COUNT and fact.measure.per
        )
        return LOOSE if often and not asked.measure.per else 1.0
    if not asked.noun.isdisjoint(fact.words) or (PEOPLE & asked.noun and PEOPLE & fact.words.keys()):
        if asked.measure.per and not fact.measure.per and not _of_a_year(fact):
            return LOOSE
        return LOOSE if fact.measure.per and not asked.measure.per else 1.0
    return LOOSE if asked.digits >= PRECISE else 0.0


def _of_a_year(fact: Fact) -> bool:
    """Whether a row is of one year, or says that it is of each."""
    days = fact.known.days
    return "=yearly" in fact.words or bool(days and days[1] - days[0] in (A_YEAR, A_YEAR + 1))


def _period(fact: Fact, asked: Asked) -> float:
    """What the periods leave of the evidence, 0 to 1."""
    ours, its = asked.days, fact.known.days
    if its is not None and asked.said is not None and its[0] > asked.said[1] + UNTOLD and not fact.ahead:
        return 0.0  # what happened after the article was written it cannot tell of
    if its is None or ours is None:
        return 1.0
    if fact.series.startswith("target|") and year_of(ours[1]) != year_of(its[1]):
        return (
            1.0 if asked.near.get("=planned", 0.0) >= IN_SENTENCE else 0.0
        )  # what a year brought is no goal
    if its[0] <= ours[1] and ours[0] <= its[1]:
        apart = abs((its[1] - its[0]) - (ours[1] - ours[0]))
        common = min(its[1], ours[1]) - max(its[0], ours[0])
        if common >= NEARLY * max(its[1] - its[0], ours[1] - ours[0], 1):
            return 1.0
        if fact.stock or apart <= SAME_LENGTH or max(its[1] - its[0], ours[1] - ours[0]) <= A_MONTH:
            return 1.0  # a day of the month that is told
        # Some months told as the year's, or the year before their own, is how people speak; other months are not.
        part = ours[1] - ours[0] < A_YEAR and asked.quantity.period_basis == "stated"
        return 0.0 if part and its[1] - its[0] < A_YEAR else FLOW
    if fact.stock and its[0] <= ours[1]:
        return FLOW
    if fact.stock and its[0] - ours[1] <= SOON:
        return LATER
    return 0.0 if asked.quantity.period_basis in ("stated", "relative") else LOOSE


def _later(asked: Asked, fact: Fact, shelf: Shelf) -> Fact | None:
    """A row that took the place of a stock before the article was written."""
    its = fact.known.days
    if fact.series.startswith("target|"):
        return _newer_goal(asked, fact, shelf)
    if not fact.stock or its is None or asked.said is None or (asked.days and asked.days[1] <= its[1]):
        return None
    after = [
        f
        for f in shelf.series[fact.series]
        if f.known.days and its[1] < f.known.days[0] <= asked.said[0] and f.measure == fact.measure
    ]
    if not after or any(meet(f.known.extent, asked.extent) for f in after):
        return None
    return max(after, key=lambda f: f.known.days[0] if f.known.days else FIRST)


def _newer_goal(asked: Asked, fact: Fact, shelf: Shelf) -> Fact | None:
    """A goal with a deadline that was set after another one and before the article."""
    mine = fact.known.said
    if mine is None or asked.said is None or fact.known.days is None:
        return None
    after = [
        f
        for f in shelf.series[fact.series]
        if f.known.said and f.known.days and mine[0] < f.known.said[0] <= asked.said[0]
    ]
    return next((f for f in after if not meet(f.known.extent, asked.extent)), None)
