"""What a sentence goes on with: another year of the series that the figure before it is of.

    "In 2016 it was 300,000 tonnes, in 2018 60,000"      the series has 600,000 for 2018: a factor of ten
    "2019 was the best year, with 47.9 billion; 2017 had 37.8"       38.7, two digits that changed places

The words that name the series need not be said again. It conflicts only as a slip of what the series has for the time
that is told, or where it is the figure of another of its times.
"""

from __future__ import annotations

from collections.abc import Sequence

from jibek.checking import slips
from jibek.checking.asking import Asked
from jibek.checking.fact import Fact
from jibek.checking.finding import Shelf, same
from jibek.checking.intervals import Span, meet
from jibek.checking.measures import UNKNOWN
from jibek.checking.model import AGREES, CONFLICTS
from jibek.checking.outcome import Outcome
from jibek.checking.results import Held

REACH = 90  # letters back to the figure that is gone on from


def continued(asked: Asked, held: Sequence[Held], shelf: Shelf) -> tuple[Outcome, Fact] | None:
    """The verdict on a figure by the series of the one before it; None where there is none, or it tells nothing."""
    ours, first = asked.days, asked.quantity.char_start
    if ours is None or asked.quantity.period_basis not in ("stated", "relative") or asked.measure.per:
        return None
    before = [h for h in held if h.end <= first and first - h.end <= REACH]
    latest = max((h.start for h in before), default=None)
    for one in before:
        told = _judged(asked, ours, _series(one, asked, shelf)) if one.start == latest else None
        if told is not None:
            return told
    begin, end = asked.quantity.sentence
    for one in held:  # a list of years may say only at its end what it is of
        if begin <= one.start < end:
            told = _judged(asked, ours, _series(one, asked, shelf))
            if told is not None and told[0].verdict == AGREES and asked.digits >= 2:
                return told
    return None


def _series(one: Held, asked: Asked, shelf: Shelf) -> list[Fact]:
    if asked.measure.family not in (one.family, UNKNOWN) or one.known.days == asked.days:
        return []
    return [f for f in shelf.series.get(one.series, ()) if f.measure.family == one.family]


def _judged(asked: Asked, ours: Span, series: Sequence[Fact]) -> tuple[Outcome, Fact] | None:
    there = [f for f in series if f.known.days == ours]
    for fact in there:
        if same(asked.extent, fact.known.value, fact.known.extent):
            return Outcome(AGREES, "same", (fact.known,)), fact
    for fact in there:
        how = _slip(asked, fact)
        if how:
            return Outcome(CONFLICTS, how, (fact.known,)), fact
    for fact in series:
        exact = meet(asked.extent, (fact.known.value, fact.known.value)) and asked.digits >= 2
        if there and exact:
            return Outcome(CONFLICTS, "wrong year", (fact.known, there[0].known)), fact
    return None


def _slip(asked: Asked, fact: Fact) -> str:
    size = slips.factor(asked.extent, fact.known)
    if size:
        return f"factor of {size}"
    return "digit swap" if slips.swapped(asked.value, fact.known.value) else ""
