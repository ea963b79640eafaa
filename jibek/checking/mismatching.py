"""How a figure misses the row of the record that its words surely name; in doubt it misses none.

38.6 bn for 3.86 bn, 72 for 27      a power of ten, two digits that changed places
25.3 bn EUR for 25.3 bn USD         another currency
16.2 bn told of 2023                the row of another year, where the series has that year too
38 kinds for 28                     a count with another digit
"""

from __future__ import annotations

from collections.abc import Iterator

from jibek.checking import slips
from jibek.checking.asking import COUNTRIES, NEEDED, Asked, needed, wide
from jibek.checking.finding import Found, Shelf, same
from jibek.checking.intervals import Extent, extent, meet, whole_year
from jibek.checking.measures import COUNT, CURRENCIES, UNKNOWN, Measure
from jibek.checking.model import CONFLICTS, STALE
from jibek.checking.outcome import Outcome
from jibek.checking.vocabulary import ports

# Evidence that words must give, by the digits of the figure; of another year, of another digit.
SLIP_NEEDED = {1: 9.0, 2: 7.0, 3: 5.0, 4: 4.0}
PERCENT_NEEDED = 13.0  # of a slip of a percentage of one digit or two
YEAR_NEEDED = 6.0
YEAR_SURELY = {1: 12.0, 2: 9.0, 3: 2.5, 4: 2.5}  # the same where the words name its series for the year told
DIGIT_NEEDED = 11.0
ALIKE_NEEDED = {3: 10.0, 4: 8.0}  # of a figure that only looks like the row's
SHARED_NEEDED = 16.0  # of a share with another digit
PLACE_NEEDED = 7.0  # of the place that is named, where the figure is another's
WAY_NEEDED = 6.0  # of the other direction
SURELY = 20.0  # of another value altogether
DATED_SURELY = 13.0  # the same, of the row of just the time that is told
HINTED = 0.25  # share of the evidence from which a row that has the figure may be meant
EXACT = 0.02  # share by which a figure of another currency may differ
CURRENCY_NEEDED = 9.0  # of another currency, where two digits agree
OWN_NEEDED = 2.5  # of the words of the figure's own sentence, where it tells no time
RIVAL = 0.8  # share of the best row's evidence from which another may be meant as well

# Fifty for fifteen, as they are misheard.
TEENS = {t: 10.0 * (t - 10.0) for t in (13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0)}
TEENS |= {ten: teen for teen, ten in TEENS.items()}
UNLIKE = {"t": ("TEU",), "TEU": ("t",), "MW": ("kWh",), "kWh": ("MW",)}  # what is written one for the other


def missing(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """The conflict of a figure that agrees with no row; None where none is sure."""
    if wide(asked):
        return None
    for rule in (slip, another_year, _another_way, another_place, _named):
        found = rule(asked, shelf)
        if found is not None and _spoken_of(found[1], asked, shelf):
            return _once(found, asked, shelf)
    return None


def _spoken_of(row: Found, asked: Asked, shelf: Shelf) -> bool:
    """Whether a figure whose sentence tells no time itself speaks of the row, not only those before it."""
    return asked.quantity.period_basis not in ("", "dateline") or shelf.own(row.fact, asked) >= OWN_NEEDED


def _once(found: tuple[Outcome, Found], asked: Asked, shelf: Shelf) -> tuple[Outcome, Found]:
    """A figure told of today that another row as surely named has of an earlier time is out of date, not wrong."""
    outcome, row = found
    its = row.fact.known.days
    if outcome.subtype not in ("wrong count", "wrong value") or its is None:
        return found
    for earlier in shelf.of_value(asked, asked.measure, asked.extent, any_period=True)[:1]:
        then = earlier.fact.known.days
        if then and then[1] < its[0] and earlier.evidence >= RIVAL * row.evidence and _exact(earlier, asked):
            return Outcome(STALE, "superseded", (earlier.fact.known, row.fact.known)), earlier
    return found


def slip(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """A row that the words name surely, of which the figure is a slip."""
    fitting = shelf.of_value(asked, asked.measure, asked.extent)[:1]
    found: list[tuple[Found, str]] = []
    for value, how in _slips(asked):
        rows = [r for r in shelf.of_value(asked, asked.measure, value)[:3] if _of_whom(r, asked)]
        found += [(r, how) for r in rows if not how.startswith("factor") or _inside(r, value)]
    if asked.measure.family in CURRENCIES and asked.digits >= 2:
        for currency in CURRENCIES - {asked.measure.family}:
            rows = shelf.of_value(asked, Measure(currency), asked.extent)[:3]
            rows = [r for r in rows if asked.digits >= 3 or r.evidence >= CURRENCY_NEEDED]
            found += [(o, "wrong currency") for o in rows if _of_whom(o, asked) and _to_the_digit(o, asked)]
    if asked.digits >= 3 and not asked.measure.per:
        for family in UNLIKE.get(asked.measure.family, ()):
            rows = shelf.of_value(asked, Measure(family), asked.extent)[:3]
            found += [(o, "unit slip") for o in rows if _of_whom(o, asked)]
    # A row of one says that something is there; nothing is a slip of it.
    found = [
        (one, how) for one, how in found if one.fact.measure.family != COUNT or abs(one.fact.known.value) > 1
    ]
    found.sort(key=lambda one: -one[0].evidence)
    if (
        not found
        or found[0][0].evidence < _needed_of_slip(asked)
        or found[0][0].evidence < 1.5 * max((o.evidence for o in fitting), default=0.0)
    ):
        return None
    best, how = found[0]
    return Outcome(CONFLICTS, how, (best.fact.known,)), best


def _needed_of_slip(asked: Asked) -> float:
    """Evidence for a slip; there are so many shares and growths of two digits that any is the slip of some other."""
    if asked.measure.family == "percent" and asked.digits <= 2:
        return PERCENT_NEEDED
    return SLIP_NEEDED[asked.digits] + needed(asked) - NEEDED[asked.digits]


def _inside(row: Found, value: Extent) -> bool:
    """Whether a row's own value lies within the digits that were stated, and not only its rounding near them."""
    slack = 1e-9 * abs(value[1])
    return value[0] - slack <= row.fact.known.value <= value[1] + slack


def _to_the_digit(row: Found, asked: Asked) -> bool:
    """Whether a row has the figure's own digits, and is not only as round as it may be."""
    return abs(row.fact.known.value - asked.value) <= EXACT * abs(asked.value)


def _of_whom(row: Found, asked: Asked) -> bool:
    """Whether a row is of the statistics that the article names; a row of nobody's is not surely."""
    return not asked.quantity.reporter or row.fact.known.reporter == asked.quantity.reporter


def another_year(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """A figure told of a time for which its series has another, while it has this one for a time before or after."""
    ours = asked.days
    if ours is None or asked.quantity.period_basis not in ("stated", "relative"):
        return None
    named = [r for r in shelf.by_words(asked) if r.fact.known.days == ours]
    surely = {r.fact.series for r in named if r.evidence >= RIVAL * named[0].evidence}
    for row in shelf.of_value(asked, asked.measure, asked.extent, any_period=True):
        its, series = row.fact.known.days, row.fact.series
        needed = YEAR_NEEDED if series not in surely else YEAR_SURELY[asked.digits]
        if its is None or row.evidence < needed or not _of_whom(row, asked) or meet(its, ours):
            continue
        years = whole_year(its) is not None and whole_year(ours) is not None and not row.fact.stock
        if series not in surely and (not years or asked.digits < 3):
            continue
        there = [f for f in shelf.series[series] if f.known.days == ours and asked.measure.fits(f.measure)]
        if there and not any(same(asked.extent, f.known.value, f.known.extent) for f in there):
            return Outcome(CONFLICTS, "wrong year", (row.fact.known, there[0].known)), row
    return None


def _another_way(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """A sum told of one direction of trade that the record has of the other."""
    rows = shelf.of_value(asked, asked.measure, asked.extent, opposite=True) if asked.flow else []
    if not rows or asked.digits < 3 or rows[0].evidence < WAY_NEEDED or not _of_whom(rows[0], asked):
        return None
    return Outcome(CONFLICTS, "mirrored direction", (rows[0].fact.known,)), rows[0]


def another_place(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """A figure that is that of another crossing or country, where the named one has another for the same time."""
    ours, places = asked.days, asked.ports or asked.countries
    if (
        ours is None
        or not places
        or asked.digits < 3
        or asked.quantity.period_basis not in ("stated", "relative")
    ):
        return None
    of_kind = ports() if asked.ports else COUNTRIES
    elsewhere = [
        row
        for row in shelf.of_value(asked, asked.measure, asked.extent, anywhere=True)
        if row.fact.known.days == ours
        and _exact(row, asked)
        and of_kind & row.fact.words.keys()
        and places.isdisjoint(row.fact.words)
    ]
    here = [
        row
        for row in shelf.by_words(asked)
        if row.fact.known.days == ours and places & row.fact.words.keys() and row.evidence >= PLACE_NEEDED
    ]
    if not elsewhere or not here or _of_value(here, asked) or not _of_whom(here[0], asked):
        return None
    return Outcome(CONFLICTS, "other place", (here[0].fact.known, elsewhere[0].fact.known)), here[0]


def _exact(row: Found, asked: Asked) -> bool:
    return meet(asked.extent, (row.fact.known.value, row.fact.known.value))


def _of_value(rows: list[Found], asked: Asked) -> bool:
    return any(same(asked.extent, r.fact.known.value, r.fact.known.extent) for r in rows)


def _named(asked: Asked, shelf: Shelf) -> tuple[Outcome, Found] | None:
    """The row that the words beside a figure name surely, whatever its value: 38 kinds for 28, 76.6 % for 66.7 %."""
    if asked.measure.family == UNKNOWN or (asked.measure.family == COUNT and not _counts_known(asked)):
        return None
    whose = asked.quantity.reporter
    rows = [row for row in shelf.by_words(asked) if not whose or row.fact.known.reporter in ("", whose)]
    if asked.reported:
        rows = [row for row in rows if _of_whom(row, asked)]
    if not rows or rows[0].evidence < min(DIGIT_NEEDED, *ALIKE_NEEDED.values()):
        return None
    scale = asked.measure.factor
    alike = [r for r in rows if r.evidence >= RIVAL * rows[0].evidence]
    for row in alike:
        mine, its = asked.value / scale, row.fact.known.value / scale
        one = asked.digits < 3 and row.evidence >= DIGIT_NEEDED and slips.one_digit(mine, its)
        counted = asked.measure.family == COUNT or asked.quantity.unit in ("d", "days")
        shared = asked.measure.family == "percent" and row.evidence >= SHARED_NEEDED
        if one and (counted or shared):
            return Outcome(CONFLICTS, "wrong count", (row.fact.known,)), row
        if asked.digits >= 3 and row.evidence >= ALIKE_NEEDED[asked.digits] and slips.like(mine, its):
            return Outcome(CONFLICTS, "wrong value", (row.fact.known,)), row
    best = rows[0]
    surely = best.evidence >= (DATED_SURELY if _of_just_then(best, asked) else SURELY)
    timed = asked.quantity.period_basis not in ("", "dateline") or best.fact.stock
    surely = surely and timed and _alone(best, asked, shelf)
    surely = surely and best.fact.measure.family == asked.measure.family
    if surely and not any(_about(asked.value, r.fact.known.value) for r in alike):
        return Outcome(CONFLICTS, "wrong value", (best.fact.known,)), best
    return None


def _of_just_then(row: Found, asked: Asked) -> bool:
    """Whether a row is of just the time that is told of a figure of three digits."""
    told = asked.quantity.period_basis in ("stated", "relative") and row.fact.known.days == asked.days
    return told and asked.digits >= 3 and _of_whom(row, asked)


def _alone(row: Found, asked: Asked, shelf: Shelf) -> bool:
    """Whether no row at which the words hint has the figure itself."""
    having = shelf.of_value(asked, asked.measure, asked.extent, any_period=True)[:1]
    return all(h.evidence < HINTED * row.evidence for h in having)


def _counts_known(asked: Asked) -> bool:
    """Whether what is counted is a thing that some row may count."""
    return bool(asked.noun) and UNKNOWN not in asked.noun


def _about(value: float, known: float) -> bool:
    """Whether two figures are of one size: what differs by so little may be counted otherwise."""
    return abs(value - known) <= 0.1 * max(abs(value), abs(known))


def _slips(asked: Asked) -> Iterator[tuple[Extent, str]]:
    """Values of which a figure may be a slip."""
    for power, name in slips.FACTORS.items():
        if name == "hundred" and asked.digits < 3:
            continue  # nobody slips by two places; two figures of few digits are often a hundredfold
        for ratio in (10.0**power, 10.0**-power):
            yield (asked.extent[0] * ratio, asked.extent[1] * ratio), f"factor of {name}"
    value = asked.value / asked.measure.factor
    if asked.measure.family == COUNT and value in TEENS:
        base = TEENS[value] * asked.measure.factor
        yield (base, base), "teen for ten"
    for value in slips.unswapped(asked.value / asked.measure.factor):
        base = value * asked.measure.factor
        yield extent(base, counted=asked.measure.family == COUNT), "digit swap"
