"""Rows that a figure agrees with, but that the words say are not its, or no longer.

"the plant can build 90,000 cars a year", in 2025       90,000 planned in 2024, 120,000 in 2025: out of date
"farm exports came to $736.9 million in January-May"    that is the trade both ways; exports were 513.4 million
"""

from __future__ import annotations

import re

from jibek.checking.asking import Asked
from jibek.checking.fact import Fact
from jibek.checking.finding import IN_SENTENCE, Found, Shelf, same
from jibek.checking.intervals import year_of
from jibek.checking.mismatching import another_place
from jibek.checking.model import CONFLICTS, STALE
from jibek.checking.outcome import Outcome
from jibek.checking.vocabulary import named

AS_SURELY = 0.95  # share of the evidence from which a later row of the same system is as surely meant
_PLANNED = re.compile(r"_?planned")
_ONE_WAY = frozenset({"=export", "=import"})
_BOTH_WAYS = frozenset({"=trade"})


def replaced(asked: Asked, row: Found, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """What takes the place of an agreement with a row, if anything does."""
    abroad = bool(asked.countries) and asked.countries.isdisjoint(row.fact.words)
    place = another_place(asked, shelf) if abroad else None
    return place or _of_another_flow(asked, row, shelf) or _out_of_date(asked, row, shelf)


def _system(series: str) -> str:
    return series.split("|")[0]


def _differs(asked: Asked, row: Found) -> bool:
    return not same(asked.extent, row.fact.known.value, row.fact.known.extent)


def _of_another_flow(asked: Asked, row: Found, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """Trade both ways told as exports, or exports as trade, where the record has what was told for the same time."""
    own, told = _flows(row.fact), {w for w, near in asked.near.items() if near >= IN_SENTENCE}
    for mine, its in ((_ONE_WAY, _BOTH_WAYS), (_BOTH_WAYS, _ONE_WAY)):
        if not (told & mine) or told & its or not (own & its) or own & mine:
            continue
        for other in shelf.by_words(asked):
            words = _flows(other.fact)
            alike = other.fact.known.days == row.fact.known.days and _differs(asked, other)
            if (
                alike
                and words & mine & told
                and _indicator(other.fact) <= told
                and _system(other.fact.series) == _system(row.fact.series)
            ):
                return Outcome(CONFLICTS, "other flow", (other.fact.known, row.fact.known)), other
    return None


def _flows(fact: Fact) -> frozenset[str]:
    """Which way goods go by the row's own indicator, not by the name of the system that it belongs to."""
    return _indicator(fact) & (_ONE_WAY | _BOTH_WAYS)


def _indicator(fact: Fact) -> frozenset[str]:
    part = fact.series.split("|")[1:2]
    return named(part[0].replace("_", " ")) if part else frozenset(fact.words)


def _out_of_date(asked: Asked, row: Found, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """A plan told as what is, where a later row before the article has what became of it."""
    then = row.fact.known.days
    if (
        asked.said is None
        or then is None
        or not _of_today(asked)
        or year_of(then[1]) >= year_of(asked.said[0])
    ):
        return None
    for later in shelf.by_words(asked):
        its = later.fact.known.days
        if its is None or not then[1] < its[0] <= asked.said[0] or later.evidence < AS_SURELY * row.evidence:
            continue
        if _came_true(row.fact, later.fact) and _differs(asked, later):
            return Outcome(STALE, "superseded", (row.fact.known, later.fact.known)), later
    return None


def _came_true(plan: Fact, later: Fact) -> bool:
    """Whether a row is what a plan became: ammkz_capacity_planned, ammkz_capacity."""
    of, its = plan.series.split("|"), later.series.split("|")
    return len(of) > 1 and "planned" in of[1] and [of[0], _PLANNED.sub("", of[1]), *of[2:]] == its


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
