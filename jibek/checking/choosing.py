"""Which row of the record a figure is of, if any: the most probable of its options.

Probabilities are those of a multinomial logit over a figure's options and none of them, after McFadden (1974); its
weights are estimated from passages whose answers are known (``tools/fit_weights.py``), none set by hand. It is asked
twice: what the figures of an article are of, and then again with what was found for those beside each figure, since
articles keep to a few series.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jibek.checking.asking import Asked, wide
from jibek.checking.finding import Shelf
from jibek.checking.marks import Beside, Marks, company, marks, of_none, setting
from jibek.checking.options import SAME, Option, of_series, options
from jibek.sources.plain import remembered, rows

NAMED_ALONE = ("wrong value", "wrong count")
LIKELY = 0.2  # probability from which a row speaks for those of other figures
MOST = 10  # options of one kind that are weighed
LEAST_WORDS = 1.0  # evidence of words without which a row is no option
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of a figure with their probabilities, the best first; what is left is the probability of none."""

    options: tuple[tuple[Option, float], ...] = ()

    @property
    def same(self) -> float:
        """Probability that the figure is a row's."""
        return sum(p for o, p in self.options if o.how == SAME)

    @property
    def missed(self) -> float:
        """Probability that it is a row's, gone wrong."""
        return sum(p for o, p in self.options if o.how != SAME)

    @property
    def none(self) -> float:
        """Probability that it is of no row."""
        return 1.0 - self.same - self.missed

    def best(self, *, agreeing: bool) -> tuple[Option, float] | None:
        """The most probable option that agrees, or of those that do not."""
        return next(((o, p) for o, p in self.options if (o.how == SAME) == agreeing), None)


@remembered()
def weights() -> tuple[Weights, Weights]:
    """What each mark weighs, alone and beside other figures."""
    table = rows("checking/weights")
    return (
        {row["mark"]: float(row["alone"]) for row in table if row["alone"]},
        {row["mark"]: float(row["beside"]) for row in table if row["beside"]},
    )


Weighed = list[tuple[Option, Marks]]


def weighed(asked: Asked, shelf: Shelf, mates: Sequence[float]) -> Weighed:
    """A figure's options with what its own surroundings say for them."""
    if wide(asked):
        return []
    named = shelf.by_words(asked)
    of_all = setting(asked, shelf, named[0].evidence if named else 0.0)
    found = [(o, marks(o, asked, shelf, of_all)) for o in options(asked, shelf, named, mates)]
    kept = _most(found, LEAST_WORDS)
    alike = math.log1p(sum(o.how != SAME and o.how not in NAMED_ALONE for o, _ in kept))
    return [(o, {**m, "slips": alike} if o.how not in (SAME, *NAMED_ALONE) else m) for o, m in kept]


def joined(
    asked: Asked, own: Weighed, beside: Sequence[Beside], shelf: Shelf, mates: Sequence[float]
) -> Weighed:
    """The same with what the figures beside it say, and with the rows of their series for its time."""
    if wide(asked):
        return []
    had = {id(o.fact) for o, _ in own}
    series = dict.fromkeys(b.fact.series for b in beside)
    more = [f for s in series for f in shelf.series[s] if f.known.days == asked.days and id(f) not in had]
    of_all = setting(asked, shelf, max((m["words"] for _, m in own), default=0.0))
    given = mates if any(o.how == SAME for o, _ in own) else ()
    added = [(o, marks(o, asked, shelf, of_all)) for o in of_series(asked, more, given)]
    return _most([(o, {**m, **company(o, asked, beside)}) for o, m in (*own, *added)])


def _most(found: Weighed, least: float = 0.0) -> Weighed:
    """The best of each kind by their words; of rows that say one thing of which a figure is a slip, the best alone."""
    taken: Counter[object] = Counter()
    kept = []
    for option, of in sorted(found, key=lambda one: -one[1]["words"]):
        its = option.fact.known
        one = (option.how, its.value, its.days)
        taken[option.how] += 1
        taken[one] += 1
        alone = taken[one] == 1
        if alone and of["words"] >= least and taken[option.how] <= MOST:
            kept.append((option, of))
    return kept


def chosen(asked: Asked, of: Weighed, weight: Weights) -> Choice:
    """Probabilities of a figure's options."""
    scores = [
        sum(weight.get(name, 0.0) * value for name, value in m.items())
        for m in (of_none(asked), *(m for _, m in of))
    ]
    top = max(scores)
    odds = [math.exp(s - top) for s in scores]
    total = sum(odds)
    told = [(o, p / total) for (o, _), p in zip(of, odds[1:], strict=True)]
    return Choice(tuple(sorted(told, key=lambda one: -one[1])))


def choose(asked: Sequence[Asked | None], shelf: Shelf) -> list[Choice]:
    """What each figure of an article is of; nothing for those that no row can have."""
    alone, together = weights()
    beside_it = [mates(one, asked) for one in asked]
    own = [weighed(a, shelf, m) if a else [] for a, m in zip(asked, beside_it, strict=True)]
    first = [chosen(a, o, alone) if a else Choice() for a, o in zip(asked, own, strict=True)]
    beside = [b for a, c in zip(asked, first, strict=True) if a for b in likely(a, c)]
    found = []
    for a, o, m in zip(asked, own, beside_it, strict=True):
        if a is None:
            found.append(Choice())
            continue
        others = [b for b in beside if b.start != a.quantity.char_start]
        found.append(chosen(a, joined(a, o, others, shelf, m), together))
    return found


def likely(asked: Asked, choice: Choice) -> list[Beside]:
    """The rows that a figure is likely of, for those beside it."""
    start, end = asked.quantity.char_start, asked.quantity.char_end
    return [Beside(start, end, o.fact, p) for o, p in choice.options if o.how == SAME and p > LIKELY]


def mates(one: Asked | None, asked: Sequence[Asked | None]) -> list[float]:
    """Values of the other figures of its sentence that have its unit."""
    if one is None:
        return []
    return [
        a.value
        for a in asked
        if a is not None
        and a is not one
        and a.quantity.sentence == one.quantity.sentence
        and a.measure.family == one.measure.family
    ]
