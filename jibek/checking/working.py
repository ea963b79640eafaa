"""What follows from an article's own figures that the record holds: growth, shares, differences, ratios, means.

    "4.5 Mt in 2024. In 2019 it had been 759,000 t, so that volumes are 5.9 times as large"     4.484 / 0.759 = 5.9
    "7,762 trains in 2023, an average of 21 a day"                                               7,762 / 365 = 21.3

Only figures that agree with the record are worked with, and only near ones: of all pairs something always follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from jibek.checking.asking import Asked
from jibek.checking.finding import Shelf
from jibek.checking.intervals import Extent, half_a_unit, meet, over
from jibek.checking.known import Known
from jibek.checking.measures import UNKNOWN, Measure
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE
from jibek.checking.outcome import Outcome
from jibek.checking.phrases import ending, says
from jibek.checking.results import NO_LEVEL, Held, Result, Told, alike_long, results
from jibek.checking.slips import swapped
from jibek.checking.surroundings import IN_SENTENCE

REACH = 420  # letters back to the figures that a result is worked from
AHEAD = 200  # the same forward, in the figure's own sentence or the next
LATEST = 6  # figures within reach that are tried
LOOSELY = 0.006  # share by which what is worked from rounded figures may be told
ROUND = 0.025  # the same for a figure of one or two digits
SHARP = 0.12  # width of a result, by its value, beyond which it says nothing
NAMED = 9.0  # evidence that words must give for a series of which the article has no figure
SERIES = 3  # such series that are tried
BESIDE = 0.1  # share by which a share must miss its part and whole
MISSED = 0.04  # share by which a growth must miss its levels to be no rounding


def work_out(asked: Asked, held: Sequence[Held], shelf: Shelf, text: str) -> Outcome | None:
    """Whether a figure of a text follows from near ones, or is a growth or share that does not; None for neither."""
    near = _near(asked, held)
    points = [replace(h, known=replace(h.known, value=h.told, extent=(h.told, h.told))) for h in near]
    # As the figures stand first: growth of 41.0 to 43.82 is told as 6.9, though 41 leaves more open.
    told = _told(asked, text)
    for result in chain(
        results(asked, points, shelf, told, exact=True), results(asked, near, shelf, told, exact=False)
    ):
        if _sharp(result.extent) and meet(_loosely(asked), result.extent):
            if stated := _stated(asked, result, shelf):
                return Outcome(AGREES, "same", stated)
            return _derivable(asked, result)
    return _inconsistent(asked, near) or _no_share(asked, near, text) or _slipped(asked, points, shelf, told)


def unspoken(asked: Asked, shelf: Shelf) -> Outcome | None:
    """Growth, a ratio or a difference of a series that the words name, of which the article gives no figure."""
    if asked.digits < 2 or asked.days is None or asked.quantity.period_basis not in ("stated", "relative"):
        return None
    relative = asked.measure.family in ("percent", "ratio")
    if relative and asked.quantity.noun not in ("increase", "decrease", "times"):
        return None
    wanted = replace(asked, measure=Measure(UNKNOWN), noun=frozenset()) if relative else asked
    named = [r for r in shelf.by_words(wanted) if r.fact.known.days == asked.days and r.evidence >= NAMED]
    first = asked.quantity.char_start
    told = Told(
        between=not relative and bool(asked.near.get("=growth") or asked.near.get("=decline")),
        years=asked.years,
    )
    for row in named[:SERIES]:
        fact = row.fact
        level = replace(fact.known, extent=(fact.known.value, fact.known.value))
        one = Held(first, first, level, fact.measure.family, fact.series, told=level.value, stock=fact.stock)
        for result in results(asked, (one,), shelf, told, exact=True):
            if len(result.of) == 2 and meet(_loosely(asked), result.extent):
                return _derivable(asked, result)
    return None


def points_for_percent(asked: Asked, held: Sequence[Held]) -> Outcome | None:
    """What is told as a growth in per cent, but is the difference of two shares told before it."""
    told = max(asked.near.get("=growth", 0.0), asked.near.get("=decline", 0.0)) >= IN_SENTENCE
    if asked.measure.family != "percent" or not (told or asked.quantity.noun in ("increase", "decrease")):
        return None
    first = asked.quantity.char_start
    shares = [h for h in _near(asked, held) if h.end <= first and first - h.end <= AHEAD]
    latest = sorted({h.start for h in shares})[-2:]
    for one in shares:
        for other in shares:
            if [other.start, one.start] != latest or one.family != "percent" or one.series != other.series:
                continue
            apart = abs(one.told - other.told)
            grown = 100.0 * apart / min(abs(one.told), abs(other.told)) if one.told and other.told else apart
            if meet(asked.extent, (apart, apart)) and not meet(_loosely(asked), (grown, grown)):
                return Outcome(CONFLICTS, "percent against percentage points", (one.known, other.known))
    return None


def _derivable(asked: Asked, result: Result) -> Outcome:
    mean = (result.extent[0] + result.extent[1]) / 2.0
    unit = result.of[0].unit if asked.measure.family == UNKNOWN else asked.measure.family
    worked = replace(result.of[0], value=mean, extent=result.extent, working=result.how, unit=unit)
    return Outcome(DERIVABLE, "derivable", (worked, *result.of))


def _told(asked: Asked, text: str) -> Told:
    begin, end = asked.quantity.sentence
    between, together, each = (says(name, text, begin, end) for name in ("between", "together", "each"))
    return Told(between, together, each, asked.years)


def _stated(asked: Asked, result: Result, shelf: Shelf) -> tuple[Known, ...]:
    """Growth that the record itself states beside the level."""
    return tuple(
        f.known
        for k in result.of
        for f in shelf.series.get(f"{k.key} growth", ())
        if f.known.days == k.days
        and asked.measure.family == "percent"
        and meet(asked.extent, (f.known.value, f.known.value))
    )


def _near(asked: Asked, held: Sequence[Held]) -> list[Held]:
    first, last = asked.quantity.char_start, asked.quantity.char_end
    places = sorted({h.start for h in held if h.end <= first and first - h.end <= REACH})[-LATEST:]
    before = [h for h in held if h.start in places]
    after = [h for h in held if h.start >= last and h.start - last <= AHEAD][:2]
    return [*reversed(before), *after]


def _loosely(asked: Asked) -> Extent:
    """What is worked out is told in round figures, also where it is a count: 21 trains a day are 21.3."""
    half = (
        half_a_unit(asked.value)
        if asked.digits > 2
        else min(0.5 * _last_unit(asked.value), ROUND * abs(asked.value))
    )
    beside = max(LOOSELY * abs(asked.value), half)
    return asked.extent[0] - beside, asked.extent[1] + beside


def _last_unit(value: float) -> float:
    """One in the last digit of a figure of two digits, at most."""
    return float(10.0 ** (math.floor(math.log10(abs(value))) - 1)) if value else 0.0


def _sharp(of: Extent) -> bool:
    middle = abs(of[0] + of[1]) / 2.0
    return middle > 0 and of[1] - of[0] <= max(SHARP * middle, 1e-9)


def _inconsistent(asked: Asked, near: Sequence[Held]) -> Outcome | None:
    """A growth or a factor that is told right after its two levels, and is not theirs."""
    factor = asked.measure.family == "ratio"
    if not factor and (
        asked.measure.family != "percent" or asked.quantity.noun not in ("increase", "decrease")
    ):
        return None
    first = asked.quantity.char_start
    levels = [h for h in near if h.end <= first and h.family not in NO_LEVEL]
    latest = sorted({h.start for h in levels})[-2:]
    if len(latest) < 2:
        return None
    pairs = [
        (a.known, b.known)
        for a in levels
        for b in levels
        if (a.start, b.start) == (latest[1], latest[0]) and a.series == b.series and first - b.end <= AHEAD
    ]
    if not pairs:
        return None
    one, other = pairs[0]
    if one.days is None or other.days is None or not alike_long(one, other):
        return None
    low, high = sorted((one, other), key=lambda k: k.value)
    if low.value <= 0 or low.value == high.value:
        return None
    true = over(high.extent, low.extent)
    if not factor:
        true = 100.0 * (true[0] - 1.0), 100.0 * (true[1] - 1.0)
    beside = MISSED * max(abs(asked.value), true[1])
    if meet((abs(asked.value) - beside, abs(asked.value) + beside), true):
        return None
    return Outcome(CONFLICTS, "growth inconsistent with levels", (one, other))


def _slipped(asked: Asked, near: Sequence[Held], shelf: Shelf, told: Told) -> Outcome | None:
    """A growth or share that is ten times that of the two figures told last, or has two of its digits changed."""
    first = asked.quantity.char_start
    before = [h for h in near if h.end <= first and first - h.end <= AHEAD]
    latest = sorted({h.start for h in before})[-2:]
    if asked.measure.family != "percent" or asked.digits < 2 or not latest:
        return None
    growth = asked.quantity.noun in ("increase", "decrease")
    # A share is of two figures that stand there; a growth may be on a year that the article left out.
    rows = (
        [h for h in before if h.start in latest]
        if not growth
        else [h for h in before if h.start == latest[-1]]
    )
    if not growth and len(latest) < 2:
        return None
    of = (
        [h for h in before if h.start in latest]
        if not growth
        else [*rows, *(h for h in before if h not in rows and h.series in {r.series for r in rows})]
    )
    for result in results(asked, of, shelf, told, exact=True):
        middle = (result.extent[0] + result.extent[1]) / 2.0
        stated = float(f"{middle:.{asked.digits}g}")
        if stated > 0 and _sharp(result.extent) and (swapped(asked.value, stated) or _tenfold(asked, stated)):
            how = "growth inconsistent with levels" if growth else "share inconsistent with its parts"
            return Outcome(CONFLICTS, how, result.of)
    return None


def _tenfold(asked: Asked, value: float) -> bool:
    return any(meet(_loosely(asked), (value * by, value * by)) for by in (10.0, 0.1))


def _no_share(asked: Asked, near: Sequence[Held], text: str) -> Outcome | None:
    """A share that is told right after its part and its whole, and is not theirs: 0.5 out of 6 Mt, so 17 %."""
    quantity = asked.quantity
    begin, first = quantity.sentence[0], quantity.char_start
    if asked.measure.family != "percent" or quantity.noun in ("increase", "decrease"):
        return None
    places = sorted({h.start for h in near if begin <= h.start and h.end <= first})[-2:]
    if (
        len(places) < 2
        or not says("part", text, places[0], first)
        or not ending("that_is").search(text, begin, first)
    ):
        return None
    one, other = (next(h for h in near if h.start == place) for place in places)
    if one.family != other.family or one.family in NO_LEVEL or one.told == other.told:
        return None
    part, whole = sorted((one, other), key=lambda h: h.told)
    true = 100.0 * part.told / whole.told if whole.told > 0 else 0.0
    if not 0.1 < true < 100.0 or abs(asked.value - true) <= max(BESIDE * true, 0.6):
        return None
    return Outcome(CONFLICTS, "share inconsistent with its parts", (part.known, whole.known))
