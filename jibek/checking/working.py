"""What follows from an article's own figures that the record holds: growth, shares, differences, ratios, means.

    "4.5 Mt in 2024. In 2019 it had been 759,000 t, so that volumes are 5.9 times as large"     4.484 / 0.759 = 5.9
    "7,762 trains in 2023, an average of 21 a day"                                               7,762 / 365 = 21.3

Only figures that agree with the record are worked with, and only near ones: of all pairs something always follows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, permutations

from jibek.checking.finding import Asked, Shelf
from jibek.checking.intervals import Extent, Span, half_a_unit, meet, minus, months, over, plus, whole_year
from jibek.checking.known import Known
from jibek.checking.measures import COUNT, UNKNOWN
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE
from jibek.checking.outcome import Outcome

REACH = 420  # letters back to the figures that a result is worked from
AHEAD = 200  # the same forward, in the figure's own sentence or the next
LATEST = 6  # figures within reach that are tried
LOOSELY = 0.006  # share by which what is worked from rounded figures may be told
ROUND = 0.025  # the same for a figure of one or two digits
SHARP = 0.12  # width of a result, by its value, beyond which it says nothing
MONTHS_APART = 10  # days by which periods may differ in length whose levels are compared
BESIDE = 0.1  # share by which a share must miss its part and whole
MISSED = 0.04  # share by which a growth must miss its levels to be no rounding
# Words of what is over between two figures, and of a part told beside its whole.
_BETWEEN = re.compile(
    r"\b(?:added|more|less|difference|gap|remain\w*|missing|left|short of|further|another|increase of|rise of|fewer)\b"
    r"|разниц|прибав|больше|меньше|остал|не хвата|добав|ещ[её]|прирост|相差|差额|多出|少了|增加|剩余|还差",
    re.I,
)
_PART_OF = re.compile(
    r"\b(?:out of|of all|of the total|of which|all told|in all)\b|\bиз (?:общ|всех|этих)|占|其中", re.I
)
_THAT_IS = re.compile(
    r"(?:\b(?:so|or|i\.e\.|that is|took|accounts? for|share|а? ?это|то есть|или)\b|[,(—=-]|即|占)[^.;。；\d]{0,24}$",
    re.I,
)
DAYS = {"d": 1.0, "wk": 7.0, "month": 365.25 / 12.0, "yr": 365.25}


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of the article that the record has: where it stands, the row, what it measures, how it is told."""

    start: int
    end: int
    known: Known
    family: str
    series: str
    per: str = ""
    told: float = math.nan


@dataclass(frozen=True, slots=True)
class _Result:
    extent: Extent
    how: str
    of: tuple[Known, ...]


def work_out(asked: Asked, held: Sequence[Held], shelf: Shelf, text: str) -> Outcome | None:
    """Whether a figure of a text follows from near ones, or is a growth or share that does not; None for neither."""
    near = _near(asked, held)
    points = [replace(h, known=replace(h.known, value=h.told, extent=(h.told, h.told))) for h in near]
    # As the figures stand first: growth of 41.0 to 43.82 is told as 6.9, though 41 leaves more open.
    begin, end = asked.quantity.sentence
    small = bool(_BETWEEN.search(text, begin, end))  # a single digit follows from something by chance
    for result in chain(_results(asked, points, shelf, small), _results(asked, near, shelf, small)):
        if _sharp(result.extent) and meet(_loosely(asked), result.extent):
            if stated := _stated(asked, result, shelf):
                return Outcome(AGREES, "same", stated)
            mean = (result.extent[0] + result.extent[1]) / 2.0
            family = asked.measure.family
            unit = result.of[0].unit if family == UNKNOWN else family
            worked = replace(result.of[0], value=mean, extent=result.extent, working=result.how, unit=unit)
            return Outcome(DERIVABLE, "derivable", (worked, *result.of))
    return _inconsistent(asked, near) or _no_share(asked, near, text)


def _stated(asked: Asked, result: _Result, shelf: Shelf) -> tuple[Known, ...]:
    """Growth that the record itself states beside the level."""
    return tuple(
        f.known
        for k in result.of
        for f in shelf.series.get(f"{k.key} growth", ())
        if f.known.days == k.days and asked.measure.family == "percent" and meet(asked.extent, f.known.extent)
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


def _results(asked: Asked, near: Sequence[Held], shelf: Shelf, small: bool) -> Iterator[_Result]:
    family = asked.measure.family
    positive = [h for h in near if h.known.extent[0] > 0]
    pairs = [(a, b) for a, b in permutations(positive, 2) if a.known.value != b.known.value]
    alike = [(a, b) for a, b in pairs if a.family == b.family and family not in ("rank",)]
    if family == "percent":
        for a, b in alike:
            yield from _of_percent(asked, a.known, b.known)
        for one in positive:
            for before, after in _years_beside(one, shelf):
                yield from _of_percent(asked, after, before)
        return
    if family == "points":
        for a, b in alike:
            if a.family == "percent" and a.known.value > b.known.value:
                yield _Result(minus(a.known.extent, b.known.extent), "difference", (a.known, b.known))
        return
    if family == "ratio":
        for a, b in alike:
            yield _Result(
                over(a.known.extent, b.known.extent), "one level over the other", (a.known, b.known)
            )
        return
    if family == "h":
        for a, b in pairs:
            if (a.family, b.family) == ("kWh", "MW"):
                hours = over(a.known.extent, (b.known.extent[0] * 1e3, b.known.extent[1] * 1e3))
                yield _Result(hours, "generation over capacity", (a.known, b.known))
        return
    if asked.measure.per:
        for one in positive:
            if family in (one.family, UNKNOWN) and not one.per and one.known.days is not None:
                yield _mean(one.known, asked.measure.per)
    if asked.digits < 2 and not small:
        return
    for a, b in alike:
        if family not in (a.family, UNKNOWN):
            continue
        if a.known.value > b.known.value:
            yield _Result(minus(a.known.extent, b.known.extent), "difference", (a.known, b.known))
            if family != COUNT:
                yield _Result(plus(a.known.extent, b.known.extent), "sum", (a.known, b.known))


def _of_percent(asked: Asked, a: Known, b: Known) -> Iterator[_Result]:
    quotient = over(a.extent, b.extent)
    noun = asked.quantity.noun
    apart = a.days and b.days and (a.days[1] < b.days[0] or b.days[1] < a.days[0])
    if noun not in ("increase", "decrease") and a.value < b.value and not apart:
        yield _Result((100.0 * quotient[0], 100.0 * quotient[1]), "share of the whole", (a, b))
    if a.days and b.days and abs(_length(a.days) - _length(b.days)) > MONTHS_APART:
        return  # a year over some months is no growth
    change = 100.0 * (quotient[0] - 1.0), 100.0 * (quotient[1] - 1.0)
    if a.value > b.value and noun != "decrease":
        yield _Result(change, "growth = level over level of a year before", (a, b))
    if a.value < b.value and noun != "increase":
        signed = change if asked.value < 0 else (-change[1], -change[0])
        yield _Result(signed, "fall = level under level of a year before", (a, b))


def _mean(known: Known, per: str) -> _Result:
    assert known.days is not None
    year = whole_year(known.days)
    count = months(known.days) if per == "month" else (known.days[1] - known.days[0] + 1) / DAYS[per]
    if per == "yr" and year is not None:
        count = 1.0
    return _Result((known.extent[0] / count, known.extent[1] / count), "count over its time", (known,))


def _years_beside(one: Held, shelf: Shelf) -> Iterator[tuple[Known, Known]]:
    """A figure with the rows of its series for the year before it and the year after, the earlier first."""
    days = one.known.days
    year = whole_year(days) if days else None
    if year is None:
        return
    for fact in shelf.series.get(one.series, ()):
        its = fact.known
        if its.days and its.extent[0] > 0 and its.reporter == one.known.reporter:
            if whole_year(its.days) == year - 1:
                yield its, one.known
            elif whole_year(its.days) == year + 1:
                yield one.known, its


def _length(days: Span) -> int:
    return days[1] - days[0]


def _inconsistent(asked: Asked, near: Sequence[Held]) -> Outcome | None:
    """A growth or a factor that is told right after its two levels, and is not theirs."""
    factor = asked.measure.family == "ratio"
    if not factor and (
        asked.measure.family != "percent" or asked.quantity.noun not in ("increase", "decrease")
    ):
        return None
    first = asked.quantity.char_start
    levels = [h for h in near if h.end <= first and h.family not in ("percent", "ratio", "rank")]
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
    if one.days is None or other.days is None or abs(_length(one.days) - _length(other.days)) > MONTHS_APART:
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


def _no_share(asked: Asked, near: Sequence[Held], text: str) -> Outcome | None:
    """A share that is told right after its part and its whole, and is not theirs: 0.5 out of 6 Mt, so 17 %."""
    quantity = asked.quantity
    begin, first = quantity.sentence[0], quantity.char_start
    if asked.measure.family != "percent" or quantity.noun in ("increase", "decrease"):
        return None
    places = sorted({h.start for h in near if begin <= h.start and h.end <= first})[-2:]
    if (
        len(places) < 2
        or not _PART_OF.search(text, places[0], first)
        or not _THAT_IS.search(text, begin, first)
    ):
        return None
    one, other = (next(h for h in near if h.start == place) for place in places)
    if one.family != other.family or one.family in ("percent", "ratio", "rank") or one.told == other.told:
        return None
    part, whole = sorted((one, other), key=lambda h: h.told)
    true = 100.0 * part.told / whole.told if whole.told > 0 else 0.0
    if not 0.1 < true < 100.0 or abs(asked.value - true) <= max(BESIDE * true, 0.6):
        return None
    return Outcome(CONFLICTS, "share inconsistent with its parts", (part.known, whole.known))
