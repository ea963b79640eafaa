"""What can be worked out of figures that the record has: growth, shares, differences, sums, means, wholes of parts.

Each result is an interval with its working and the figures that it is of. The second operand may be a row that the
article does not give: of the same series, for the year before or after, or for a year that the sentence names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from jibek.checking.asking import Asked
from jibek.checking.finding import Shelf
from jibek.checking.intervals import (
    Extent,
    Span,
    a_year_before,
    minus,
    months,
    over,
    plus,
    scaled,
    whole_year,
    year_of,
)
from jibek.checking.known import Known
from jibek.checking.measures import COUNT, UNKNOWN

MONTHS_APART = 10  # days by which periods may differ in length whose levels are compared
A_MONTH = 31
BESIDE = 200  # letters within which a figure is surely one of those that a mean, a sum or a whole is of
SAYS_ITSELF = 3  # digits with which a mean may be of figures farther away
MOST_SUMMED = 5  # figures that are added up
DAYS = {"h": 1.0 / 24.0, "d": 1.0, "wk": 7.0, "month": 365.25 / 12.0, "yr": 365.25}
PIECES = ("t", "TEU")  # what something is told for each of, as for each of a count
NO_LEVEL = ("percent", "ratio", "rank", "points")


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of the article that the record has: where it stands, the row, what it measures, how it is told.

    ``stock`` says that its row stands for a day and not for a length of time.
    """

    start: int
    end: int
    known: Known
    family: str
    series: str
    per: str = ""
    told: float = math.nan
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the words of a figure's sentence say of it, and the years that they name."""

    between: bool = False
    together: bool = False
    each: bool = False
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Result:
    """An interval, how it is worked out, and of what."""

    extent: Extent
    how: str
    of: tuple[Known, ...]


def results(asked: Asked, near: Sequence[Held], shelf: Shelf, told: Told, *, exact: bool) -> Iterator[Result]:
    """All that follows from the near figures and may be what is asked; ``exact`` takes rows as they stand."""
    family = asked.measure.family
    positive = [h for h in near if h.known.extent[0] > 0]
    pairs = [(a, b) for a, b in permutations(positive, 2) if a.known.value != b.known.value]
    alike = [(a, b) for a, b in pairs if a.family == b.family and family != "rank"]
    beside = [pair for one in positive for pair in _beside(one, shelf, told.years, exact=exact)]
    if family == "percent":
        grown = asked.quantity.noun in ("increase", "decrease")  # a share may grow by a share of itself
        for a, b in alike:
            if a.family not in NO_LEVEL or (grown and a.family == "percent" and a.series == b.series):
                yield from _of_percent(asked, a, b)
        for before, after in beside:
            if before.family not in NO_LEVEL:
                yield from _of_percent(asked, after, before)
        if told.together:
            for a, b in alike:
                if a.family == "percent" and a.known.value > b.known.value and a.series != b.series:
                    yield Result(plus(a.known.extent, b.known.extent), "sum", (a.known, b.known))
        if told.between:
            for one in _close(asked, positive):
                if one.family == "percent" and one.known.value < 100.0:
                    yield Result(minus((100.0, 100.0), one.known.extent), "what is left of 100", (one.known,))
        return
    if family == "points":
        for a, b in (*alike, *beside, *((b, a) for a, b in beside)):
            if a.family == "percent" and a.known.value > b.known.value:
                yield Result(minus(a.known.extent, b.known.extent), "difference", (a.known, b.known))
        return
    if family == "ratio":
        for a, b in (*alike, *beside, *((b, a) for a, b in beside)):
            quotient = over(a.known.extent, b.known.extent)
            yield Result(quotient, "one level over the other", (a.known, b.known))
        return
    if family == "h":
        yield from _hours(pairs)
        if told.between:
            yield from _sums(asked, alike, beside, told)
        return
    yield from _means(asked, positive, told)
    if exact:
        yield from _wholes(asked, positive)
    if asked.digits < 2 and not told.between and not told.together:
        return
    yield from _sums(asked, alike, beside, told)
    if told.together:
        yield from _many(asked, positive)
    if asked.digits >= SAYS_ITSELF:
        yield from _parts(asked, positive)


def _hours(pairs: Sequence[tuple[Held, Held]]) -> Iterator[Result]:
    for a, b in pairs:
        if (a.family, b.family) == ("kWh", "MW"):
            hours = over(a.known.extent, scaled(b.known.extent, 1e3))
            yield Result(hours, "generation over capacity", (a.known, b.known))


def _sums(
    asked: Asked, alike: Sequence[tuple[Held, Held]], beside: Sequence[tuple[Held, Held]], told: Told
) -> Iterator[Result]:
    family = asked.measure.family
    for a, b in alike:
        ranks = family == COUNT and a.family == "rank" and told.between and a.series == b.series
        if family not in (a.family, UNKNOWN) and not ranks:
            continue
        if a.known.value > b.known.value:
            yield Result(minus(a.known.extent, b.known.extent), "difference", (a.known, b.known))
            if family != COUNT or told.together:
                yield Result(plus(a.known.extent, b.known.extent), "sum", (a.known, b.known))
    if told.between:
        for before, after in beside:
            ranks = family == COUNT and before.family == "rank"
            if family in (before.family, UNKNOWN) or ranks:
                low, high = sorted((before.known, after.known), key=lambda k: k.value)
                yield Result(minus(high.extent, low.extent), "difference", (high, low))


def _many(asked: Asked, positive: Sequence[Held]) -> Iterator[Result]:
    """Three figures or more that stand in a row, added up."""
    first = asked.quantity.char_start
    places: dict[int, Held] = {}
    for one in positive:
        if asked.measure.family in (one.family, UNKNOWN) and one.end <= first:
            places.setdefault(one.start, one)
    row = [places[start] for start in sorted(places)][-MOST_SUMMED:]
    for count in range(3, len(row) + 1):
        of = tuple(h.known for h in row[-count:])
        yield Result((sum(k.extent[0] for k in of), sum(k.extent[1] for k in of)), "sum", of)


def _parts(asked: Asked, positive: Sequence[Held]) -> Iterator[Result]:
    """Two figures or more of the sentence that come right after a whole: 12.4, of which 10.25, 1.08 and 1.07."""
    last, end = asked.quantity.char_end, asked.quantity.sentence[1]
    places: dict[int, Held] = {}
    for one in positive:
        if one.family == asked.measure.family and last <= one.start and one.end <= end:
            places.setdefault(one.start, one)
    row = [places[start] for start in sorted(places)][:MOST_SUMMED]
    for count in range(2, len(row) + 1):
        of = tuple(h.known for h in row[:count])
        yield Result((sum(k.extent[0] for k in of), sum(k.extent[1] for k in of)), "sum", of)


def _close(asked: Asked, held: Sequence[Held]) -> list[Held]:
    q = asked.quantity
    return [h for h in held if q.char_start - h.end <= BESIDE and h.start - q.char_end <= BESIDE]


def _means(asked: Asked, positive: Sequence[Held], told: Told) -> Iterator[Result]:
    """A count over its time; with words of a mean also anything over the count of what it is for."""
    family = asked.measure.family
    if asked.measure.per:
        boxes = (COUNT, "TEU")  # told as boxes, trains or units a month
        for one in positive:
            alike = family in (one.family, UNKNOWN) or (family == COUNT and one.family in boxes)
            if alike and not one.per and one.known.days is not None:
                yield _over_time(one.known, asked.measure.per)
    if not told.each:
        return
    close = _close(asked, positive) if asked.digits < SAYS_ITSELF else positive
    for a in close:
        if family not in (a.family, UNKNOWN):
            continue
        if not asked.measure.per and not a.per and a.known.days is not None and not a.stock:
            for per in ("month", "d"):
                yield _over_time(a.known, per)
        if not asked.measure.per and a.per == "yr":
            for count in (DAYS["yr"], 12.0):
                of = a.known.extent[0] / count, a.known.extent[1] / count
                yield Result(of, "of a year, by its days or months", (a.known,))
        for b in close:
            if b.family in PIECES and b.family != a.family and _of_one_time(a.known, b.known):
                quotient = over(a.known.extent, b.known.extent)
                yield Result(quotient, "all over their tonnes or boxes", (a.known, b.known))
            if b.family == COUNT and b.start != a.start and b.known.value < a.known.value:
                quotient = over(a.known.extent, b.known.extent)
                yield Result(quotient, "mean = all over their count", (a.known, b.known))


def _of_one_time(a: Known, b: Known) -> bool:
    return a.days is None or b.days is None or a.days == b.days


def _wholes(asked: Asked, positive: Sequence[Held]) -> Iterator[Result]:
    """The whole of a part told with its share, and the part of a whole."""
    if asked.digits < 2:
        return
    close = _close(asked, positive)
    for share in close:
        if share.family != "percent" or not 0.0 < share.known.value < 100.0:
            continue
        for level in close:
            if asked.measure.family in (level.family, UNKNOWN) and level.family not in NO_LEVEL:
                part = scaled(share.known.extent, 0.01)
                whole = over(level.known.extent, part)
                yield Result(whole, "whole = part over its share", (level.known, share.known))
                of = level.known.extent[0] * part[0], level.known.extent[1] * part[1]
                yield Result(of, "part = share of the whole", (level.known, share.known))


def _of_percent(asked: Asked, one: Held, other: Held) -> Iterator[Result]:
    a, b = one.known, other.known
    quotient = over(a.extent, b.extent)
    noun = asked.quantity.noun
    # Of what a line can carry something is carried in any year.
    apart = a.days and b.days and (a.days[1] < b.days[0] or b.days[1] < a.days[0])
    if noun not in ("increase", "decrease") and a.value < b.value and not (apart and not other.stock):
        yield Result(scaled(quotient, 100.0), "share of the whole", (a, b))
    if not alike_long(a, b) and not (one.stock and other.stock):
        return  # a year over some months is no growth
    change = 100.0 * (quotient[0] - 1.0), 100.0 * (quotient[1] - 1.0)
    if a.value > b.value and noun != "decrease":
        yield Result(change, "growth = level over level of a year before", (a, b))
    if a.value < b.value and noun != "increase":
        signed = change if asked.value < 0 else (-change[1], -change[0])
        yield Result(signed, "fall = level under level of a year before", (a, b))


def _over_time(known: Known, per: str) -> Result:
    assert known.days is not None
    year = whole_year(known.days)
    count = months(known.days) if per == "month" else (known.days[1] - known.days[0] + 1) / DAYS[per]
    if per == "yr" and year is not None:
        count = 1.0
    return Result((known.extent[0] / count, known.extent[1] / count), "count over its time", (known,))


def _beside(one: Held, shelf: Shelf, years: frozenset[int], *, exact: bool) -> Iterator[tuple[Held, Held]]:
    """A figure with rows of its series for the year before and after and for years named, the earlier first."""
    days = one.known.days
    if days is None:
        return
    for fact in shelf.series.get(one.series, ()):
        its = fact.known
        if its.days is None or its.extent[0] <= 0 or its.reporter != one.known.reporter:
            continue
        if fact.measure.family != one.family or its.days == days or not _compared(days, its.days, years):
            continue
        known = replace(its, extent=(its.value, its.value)) if exact else its
        row = replace(one, known=known, told=its.value, stock=fact.stock)
        yield (row, one) if its.days < days else (one, row)


def _compared(days: Span, its: Span, years: frozenset[int]) -> bool:
    """Whether two periods are whole years or the same part of a year, next to each other or both told of."""
    if whole_year(days) is not None and whole_year(its) is not None:
        return abs(year_of(days[0]) - year_of(its[0])) == 1 or year_of(its[0]) in years
    return days == a_year_before(its) or its == a_year_before(days)


def alike_long(a: Known, b: Known) -> bool:
    """Whether two levels are of periods of one length, or both of a month at most, as counts of a day are."""
    if a.days is None or b.days is None:
        return True
    one, other = a.days[1] - a.days[0], b.days[1] - b.days[0]
    return abs(one - other) <= MONTHS_APART or max(one, other) <= A_MONTH
