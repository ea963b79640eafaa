"""Whether a row of the record can be what a figure is of: value, time, direction, place, what is counted."""

from __future__ import annotations

from jibek.checking.asking import Asked
from jibek.checking.fact import NAME, Fact
from jibek.checking.intervals import Extent, whole_year, year_of
from jibek.checking.measures import COUNT, UNKNOWN
from jibek.checking.surroundings import IN_SENTENCE
from jibek.checking.vocabulary import countries, ports

NEARLY = 0.9  # share of days in common that make two periods one
A_MONTH, A_YEAR = 31, 364  # days, less one
SAME_LENGTH = 6  # days by which periods of one length may differ
UNTOLD = 45  # days by which a date of a row may lie after an article that tells it
SOON = 400  # days by which a stock may be told of before it was recorded
PEOPLE = frozenset({"=person", "=population", "=student", "=visitor", "=jobs", "=entries"})
OFTEN = ("d", "wk", "month")

UNHEARD, OTHER_TIME = "unheard", "other"


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


def of_another_port(fact: Fact, asked: Asked) -> bool:
    """Whether a row names crossings, and none of those that the figure's own words name."""
    return bool(asked.ports) and asked.ports.isdisjoint(fact.words) and not ports().isdisjoint(fact.words)


def place(fact: Fact, asked: Asked) -> str:
    """Whether the figure's country is one that the row names: ``here``, ``abroad``, or the row is ``elsewhere``.

    ``unnamed`` where the row names one and the words beside the figure none; else empty.
    """
    foreign = countries() & fact.words.keys()
    if asked.countries:
        if not asked.countries.isdisjoint(fact.words):
            return "here"
        return "elsewhere" if any(fact.words[word] >= NAME for word in foreign) else "abroad"
    if not foreign or not foreign.isdisjoint(asked.near):
        return ""
    return "unnamed" if any(fact.words[word] >= NAME for word in foreign) else ""


def summed(asked: Asked, fact: Fact) -> bool:
    """Whether a figure is told of one year, or of months, that a row has as a sum over years."""
    ours, its = asked.days, fact.known.days
    cumulative = fact.words.get("=cumulative", 0.0) >= NAME
    if asked.measure.per == "yr" and cumulative and "=yearly" not in fact.words:
        return True
    if asked.quantity.period_basis != "stated" or ours is None or ours[1] - ours[0] > A_YEAR + 1:
        return False
    if asked.near.get("=cumulative", 0.0) >= IN_SENTENCE or (
        its and year_of(its[0]) in asked.years - {year_of(ours[0])}
    ):
        return False
    part = its is not None and whole_year(ours) is None and its[1] - its[0] > 2 * A_YEAR and not fact.stock
    return cumulative and (whole_year(ours) is not None or part)


def counts(fact: Fact, asked: Asked) -> str:
    """How what a row counts fits what the figure counts: ``noun``, ``rate``, ``bare``, ``unknown``, ``another``, empty.

    ``rate`` is a figure per day or year beside one that is none; ``bare`` a count of nothing that is named.
    """
    own, its = asked.measure, fact.measure
    if COUNT not in (its.family, own.family):
        return "rate" if its.per in OFTEN and not own.per else ""
    if not asked.noun:
        return "rate" if its.per and not own.per else "bare"
    if not asked.noun.isdisjoint(fact.words) or (PEOPLE & asked.noun and PEOPLE & fact.words.keys()):
        if own.per and not its.per:
            return "noun" if _of_a_year(fact) else "rate"
        return "rate" if its.per and not own.per else "noun"
    return "unknown" if UNKNOWN in asked.noun else "another"


def _of_a_year(fact: Fact) -> bool:
    """Whether a row is of one year, or says that it is of each."""
    days = fact.known.days
    return "=yearly" in fact.words or bool(days and days[1] - days[0] in (A_YEAR, A_YEAR + 1))


def period(fact: Fact, asked: Asked) -> str:
    """How the times of a row and a figure fit.

    ``unheard``     the row is of a time after the article        ``other``   of another time than the text tells
    ``exact``, ``carried``   of the same, as told or as carried   ``apart``   than the text only suggests
    ``meets``       a stock, or a part of the same length          ``part``    overlapping, but longer or shorter
    ``since``       a stock of before    ``soon``  of soon after   ``undated``, ``untold``   one has none
    """
    ours, its = asked.days, fact.known.days
    if its is not None and asked.said is not None and its[0] > asked.said[1] + UNTOLD and not fact.ahead:
        return UNHEARD
    if its is None or ours is None:
        return "undated" if its is None else "untold"
    stated = asked.quantity.period_basis in ("stated", "relative")
    if fact.series.startswith("target|") and year_of(ours[1]) != year_of(its[1]):
        # What a year brought is no goal.
        return "apart" if asked.near.get("=planned", 0.0) >= IN_SENTENCE else OTHER_TIME
    if its[0] <= ours[1] and ours[0] <= its[1]:
        longer = max(its[1] - its[0], ours[1] - ours[0], 1)
        if min(its[1], ours[1]) - max(its[0], ours[0]) >= NEARLY * longer:
            return "exact" if stated else "carried"
        alike = abs((its[1] - its[0]) - (ours[1] - ours[0])) <= SAME_LENGTH
        if fact.stock or alike or longer <= A_MONTH:
            return "meets"  # a day of the month that is told
        # Some months told as the year's, or the year before their own, is how people speak; other months are not.
        other = stated and ours[1] - ours[0] < A_YEAR and its[1] - its[0] < A_YEAR
        return OTHER_TIME if other else "part"
    if fact.stock and its[0] <= ours[1]:
        return "since"
    if fact.stock and its[0] - ours[1] <= SOON:
        return "soon"
    return OTHER_TIME if stated else "apart"
