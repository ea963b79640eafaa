"""Rows that another took the place of before an article was written: a stock, a goal, a plan that came true."""

from __future__ import annotations

import re

from jibek.checking.asking import Asked
from jibek.checking.fact import Fact
from jibek.checking.finding import Found, Shelf
from jibek.checking.fitting import same
from jibek.checking.intervals import FIRST, meet

ALIKE = 0.9  # the same within a series, whose rows may be of several things
AS_SURELY = 0.6  # share of the row's evidence by which the words must name what took its place
_UNTIL_THEN = re.compile(r"_?(?:planned|before)\b")


def later(asked: Asked, fact: Fact, shelf: Shelf, *, formerly: bool = False) -> Fact | None:
    """The row that took the place of the one a figure agrees with; None where it still stands.

    ``formerly`` says that the figure is told as what was, so that nothing can have taken its place. Of a row of other
    statistics than are named nothing is said.
    """
    if formerly or asked.quantity.reporter not in ("", fact.known.reporter):
        return None
    if fact.series.startswith("target|"):
        return _newer_goal(asked, fact, shelf)
    return _newer_stock(asked, fact, shelf) or _out_of_date(asked, fact, shelf)


def _newer_stock(asked: Asked, fact: Fact, shelf: Shelf) -> Fact | None:
    its = fact.known.days
    stands = fact.stock or _of_today(asked)  # what is told as true today is told as a stock
    if not stands or its is None or asked.said is None or (asked.days and asked.days[1] <= its[1]):
        return None
    until = min(asked.said[0], asked.days[1]) if asked.days else asked.said[0]
    least = ALIKE * shelf.evidence(fact, asked)
    after = [
        f
        for f in shelf.series[fact.series]
        if f.known.days and its[1] < f.known.days[0] <= until and f.measure == fact.measure
        if shelf.evidence(f, asked) >= least
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


def _out_of_date(asked: Asked, fact: Fact, shelf: Shelf) -> Fact | None:
    """What became of a plan that is told as what is."""
    then, said = fact.known.days, asked.said
    if said is None or then is None or not _of_today(asked) or then[0] > said[0]:
        return None
    least = AS_SURELY * shelf.evidence(fact, asked)
    for row in shelf.by_words(asked):
        its = row.fact.known.days
        if its is None or not then[0] <= its[0] <= said[0] or row.evidence < least:
            continue
        if _came_true(fact, row.fact) and not _told(asked, row):
            return row.fact
    return None


def _told(asked: Asked, row: Found) -> bool:
    return same(asked.extent, row.fact.known.value, row.fact.known.extent)


def _came_true(plan: Fact, fact: Fact) -> bool:
    """Whether a row is what a plan, or what was before, became: ammkz_capacity_planned, ammkz_capacity."""
    of, its = plan.series.split("|"), fact.series.split("|")
    return len(of) > 1 and of != its and [of[0], _UNTIL_THEN.sub("", of[1]), *of[2:]] == its


def _of_today(asked: Asked) -> bool:
    """Whether a figure is told of no time but that of the article."""
    if asked.quantity.period_basis in ("", "dateline"):
        return True
    return bool(
        asked.quantity.period_basis == "relative"
        and asked.days
        and asked.said
        and asked.days[1] >= asked.said[0]
    )
