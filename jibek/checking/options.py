"""The rows of the record that a figure may be of, and how it would be of each.

    7,762 trains via Khorgos in 2023      the row of that year, as it is: ``same``
    7,672 trains …                        the same row with two digits changed, or a row of another year, or none

A row is looked for by value (the figure's, or one of which it is a slip) and by the words beside the figure, whatever
its value. What speaks for each is told by ``marks``; ``choosing`` weighs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jibek.checking import slips
from jibek.checking.asking import Asked
from jibek.checking.fact import Fact
from jibek.checking.finding import Found, Shelf
from jibek.checking.fitting import (
    OTHER_TIME,
    UNHEARD,
    counts,
    mirrored,
    of_another_port,
    period,
    place,
    same,
    summed,
)
from jibek.checking.intervals import Extent, extent
from jibek.checking.measures import COUNT, CURRENCIES, UNKNOWN, Measure
from jibek.checking.surroundings import IN_SENTENCE
from jibek.checking.vocabulary import named

SAME = "same"
FEW = 3  # digits
SIZE = 5.0  # times by which two values of one thing are rarely apart, but for slips that have a name
ALIKE = 0.5  # share of the words of two rows that both have, where they are of one thing
NAMED = 8  # rows looked at for their words alone
# Fifty for fifteen, as they are misheard.
TEENS = {t: 10.0 * (t - 10.0) for t in (13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0)}
TEENS |= {ten: teen for teen, ten in TEENS.items()}
UNLIKE = {"t": ("TEU",), "TEU": ("t",), "MW": ("kWh",), "kWh": ("MW",)}  # what is written one for the other
ONE_WAY = frozenset({"=export", "=import"})
BOTH_WAYS = frozenset({"=trade"})
POINTS = {"percent": "points", "points": "percent"}


@dataclass(frozen=True, slots=True)
class Option:
    """A row that a figure may be of, and how: ``same``, or the name of what went wrong; how their periods fit."""

    fact: Fact
    how: str
    period: str


def options(asked: Asked, shelf: Shelf, worded: Sequence[Found], mates: Sequence[float] = ()) -> list[Option]:
    """The rows that a figure may be of.

    ``worded`` are rows that its words name, ``mates`` the other values of its sentence that have its unit.
    """
    having = list(_of_value(asked, shelf))
    given = mates if any(o.how == SAME for o in having) else ()  # what changes places is there to be changed
    others = _of_words([row.fact for row in worded[:NAMED]], asked, given)
    return [*having, *_of_slips(asked, shelf), *_of_another_unit(asked, shelf), *others]


def of_series(asked: Asked, facts: Sequence[Fact], mates: Sequence[float] = ()) -> list[Option]:
    """The same of rows that are looked at since their series are told of beside the figure."""
    return list(_of_words(facts, asked, mates))


def _of_value(asked: Asked, shelf: Shelf) -> Iterator[Option]:
    for fact in shelf.around(asked.measure, *asked.extent):
        if not same(asked.extent, fact.known.value, fact.known.extent):
            continue
        fits = period(fact, asked)
        how = "" if fits == UNHEARD else _how(fact, fits, asked, shelf)
        if how:
            yield Option(fact, how, fits)


def _how(fact: Fact, fits: str, asked: Asked, shelf: Shelf) -> str:
    """How a figure is of a row that has its value; empty where it cannot be."""
    how = _agreeing(fact, fits, asked, shelf)
    if how == SAME:
        return "other reporter" if _of_another(fact, asked, shelf) else SAME
    return how if _of_whom(fact, asked) else ""


def _of_whom(fact: Fact, asked: Asked) -> bool:
    """Whether a row is of the statistics that the article names; only of those a figure can be told wrong."""
    return asked.quantity.reporter in ("", fact.known.reporter)


def _of_another(fact: Fact, asked: Asked, shelf: Shelf) -> bool:
    """Whether the sentence names one side's statistics, the row is of the other's, and the named has another value."""
    whose, its = asked.quantity.reporter, fact.known
    if not asked.reported or its.reporter in ("", whose):
        return False
    series = fact.series.rpartition("|")[0]
    rows = [f for s in (f"{series}|{whose}", fact.series) for f in shelf.series.get(s, ())]
    rows += [r.fact for r in shelf.by_words(asked) if _alike(r.fact, fact)]
    there = [f for f in rows if f.known.reporter == whose and f.known.days == its.days]
    return bool(there) and not any(same(asked.extent, f.known.value, f.known.extent) for f in there)


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two rows of one system say most of the same words."""
    system = one.series.partition("|")[0] == other.series.partition("|")[0]
    both = one.words.keys() & other.words.keys()
    return system and len(both) >= ALIKE * len(one.words.keys() | other.words.keys())


def _agreeing(fact: Fact, fits: str, asked: Asked, shelf: Shelf) -> str:
    if fits == OTHER_TIME:
        return "wrong year" if _has_another(fact, asked, shelf) else ""
    if fits in ("since", "soon") and _told_alone(asked) and _has_another(fact, asked, shelf):
        return "wrong year"
    if mirrored(asked, fact):
        return "mirrored direction"
    if of_another_port(fact, asked) or place(fact, asked) == "elsewhere":
        return "other place" if _of_the_place(fact, asked, shelf) else ""
    if _of_another_flow(fact, asked, shelf):
        return "other flow"
    if asked.measure.per and fact.measure.piece:
        return "other denominator"
    if summed(asked, fact):
        return "cumulative against annual"
    if fits == "part" and not fact.stock and _told_alone(asked) and _has_another(fact, asked, shelf):
        return "part of the period"
    return SAME


def _of_another_flow(fact: Fact, asked: Asked, shelf: Shelf) -> bool:
    """Whether trade both ways is told as exports, or exports as trade, and the record has what was told."""
    told = frozenset(w for w in ONE_WAY | BOTH_WAYS if asked.near.get(w, 0.0) >= IN_SENTENCE)
    own = _flows(fact) if told else told
    for mine, its in ((ONE_WAY, BOTH_WAYS), (BOTH_WAYS, ONE_WAY)):
        if told & mine and not told & its and own & its and not own & mine:
            rows = (r.fact for r in shelf.by_words(asked))
            alike = (f for f in rows if f.known.days == fact.known.days and _flows(f) & mine & told)
            system = fact.series.partition("|")[0]
            return any(
                f.series.partition("|")[0] == system and not same(asked.extent, f.known.value, f.known.extent)
                for f in alike
            )
    return False


def _flows(fact: Fact) -> frozenset[str]:
    """Which way goods go by the row's own indicator, not by the name of the system that it belongs to."""
    part = fact.series.split("|")[1:2]
    words = named(part[0].replace("_", " ")) if part else frozenset(fact.words)
    return words & (ONE_WAY | BOTH_WAYS)


def _of_the_place(fact: Fact, asked: Asked, shelf: Shelf) -> bool:
    """Whether the place that is told has a value of its own for the row's time."""
    told = asked.ports or asked.countries
    rows = (r.fact for r in shelf.by_words(asked))
    there = [f for f in rows if f.known.days == fact.known.days and told & f.words.keys()]
    return bool(there) and not any(same(asked.extent, f.known.value, f.known.extent) for f in there)


def _told_alone(asked: Asked) -> bool:
    """Whether the text itself tells the figure's time."""
    return asked.quantity.period_basis in ("stated", "relative")


def _has_another(fact: Fact, asked: Asked, shelf: Shelf) -> bool:
    """Whether the row's series has another value for the time that is told."""
    there = [
        f for f in shelf.series[fact.series] if f.known.days == asked.days and asked.measure.fits(f.measure)
    ]
    return bool(there) and not any(same(asked.extent, f.known.value, f.known.extent) for f in there)


def _of_slips(asked: Asked, shelf: Shelf) -> Iterator[Option]:
    for value, how in _slips(asked):
        for fact in shelf.around(asked.measure, *value):
            one = (
                fact.measure.family == COUNT and abs(fact.known.value) <= 1.0
            )  # says that something is there
            if not one and _inside(value, fact.known.value):
                yield from _placed(fact, how, asked)


def _slips(asked: Asked) -> Iterator[tuple[Extent, str]]:
    """Values of which a figure may be a slip."""
    value, scale = asked.value / asked.measure.factor, asked.measure.factor
    counted = asked.measure.family == COUNT
    written = extent(asked.value, counted=counted)  # "over 5,000" is no slip of 567
    for power, name in slips.FACTORS.items():
        if name == "hundred" and asked.digits < FEW:
            continue  # nobody slips by two places; two figures of few digits are often a hundredfold
        for ratio in (10.0**power, 10.0**-power):
            yield (written[0] * ratio, written[1] * ratio), f"factor of {name}"
    if counted and value in TEENS:
        yield (TEENS[value] * scale, TEENS[value] * scale), "teen for ten"
    for turned in slips.unswapped(value):
        yield extent(turned * scale, counted=counted), "digit swap"


def _of_another_unit(asked: Asked, shelf: Shelf) -> Iterator[Option]:
    family = asked.measure.family
    if asked.measure.per:  # 1,200 trucks an hour for a day
        for fact in shelf.around(Measure(family), *asked.extent):
            another = fact.measure.per != asked.measure.per and (
                fact.measure.per or (not summed(asked, fact) and counts(fact, asked) == "rate")
            )
            if another and same(asked.extent, fact.known.value, fact.known.extent):
                yield from _placed(fact, "other denominator", asked)
    if family in CURRENCIES and asked.digits >= 2:
        for currency in sorted(CURRENCIES - {family}):
            for fact in shelf.around(Measure(currency), *asked.extent):
                if same(asked.extent, fact.known.value, fact.known.extent):
                    yield from _placed(fact, "wrong currency", asked)
    if family in UNLIKE and asked.digits >= 3 and not asked.measure.per:
        yield from _measured(UNLIKE[family][0], "unit slip", asked, shelf)
    if family in POINTS:
        yield from _measured(POINTS[family], "percent against percentage points", asked, shelf)


def _measured(family: str, how: str, asked: Asked, shelf: Shelf) -> Iterator[Option]:
    for fact in shelf.around(Measure(family), *asked.extent):
        if same(asked.extent, fact.known.value, fact.known.extent):
            yield from _placed(fact, how, asked)


def _of_words(facts: Sequence[Fact], asked: Asked, mates: Sequence[float]) -> Iterator[Option]:
    """Rows that words name and that have another value."""
    if asked.measure.family == UNKNOWN:
        return
    for fact in facts:
        its = fact.known
        if same(asked.extent, its.value, its.extent) or fact.measure.family != asked.measure.family:
            continue
        if counts(fact, asked) == "rate":
            continue  # trains a day are no wrong count of a year's
        mine, value = asked.value / asked.measure.factor, its.value / asked.measure.factor
        if slips.swapped(mine, value) or slips.factor(asked.extent, its):
            continue  # looked at as such
        alike = slips.one_digit(mine, value) if asked.digits < 3 else slips.like(mine, value)
        if any(_inside(its.extent, mate) for mate in mates):
            how = "exchanged figures"
        else:
            how = "wrong count" if alike else "wrong value"
        if how == "wrong value" and not 1.0 / SIZE < abs(value / mine if mine else 0.0) < SIZE:
            continue
        yield from _placed(fact, how, asked)


def _placed(fact: Fact, how: str, asked: Asked) -> Iterator[Option]:
    """An option where time, direction and port allow it: what went wrong is one thing, not two."""
    fits = period(fact, asked)
    there = not mirrored(asked, fact) and not of_another_port(fact, asked) and _of_whom(fact, asked)
    # What another country has is no slip, and what is hoped for is none of what came.
    there = there and place(fact, asked) not in ("abroad", "elsewhere") and not _hoped(fact, asked)
    if there and fits not in (UNHEARD, OTHER_TIME):
        yield Option(fact, how, fits)


def _hoped(fact: Fact, asked: Asked) -> bool:
    """Whether a figure is told as a plan or forecast, and the row is none."""
    return asked.near.get("=planned", 0.0) >= IN_SENTENCE and "=planned" not in fact.words


def _inside(of: Extent, value: float) -> bool:
    """Whether a value lies within the digits that were stated, and not only its rounding near them."""
    slack = 1e-9 * abs(of[1])
    return of[0] - slack <= value <= of[1] + slack
