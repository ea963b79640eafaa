"""Figures that stand until something changes them: counts, ranks, ages, goals, dates of events.

A state holds from when it was said; a later statement supersedes it, and an article that repeats the earlier one is
stale. Ages are compared as start dates: 31 years in 2023 and 32 in 2024 both begin in 1992.
"""

from __future__ import annotations

from collections.abc import Sequence

from jibek.checking import slips
from jibek.checking.figure import Figure
from jibek.checking.indexing import Index
from jibek.checking.intervals import FIRST, LAST, Extent, Span, meet, span, year_of
from jibek.checking.known import Known
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE
from jibek.checking.outcome import Outcome

SEASON = 120  # days around its end in which a count of visits can be compared
SETTLED = 2  # years by which a yearly rate may be told of before it was measured
FAR = 20  # a count so many times the known one counts something else
STANDS = 550  # days after which a count may have changed without the record knowing
YEAR = 365.25
ANNIVERSARIES = ("bri.age", "sco.age")  # kept all through their year


def state(figure: Figure, index: Index) -> Outcome:
    """A count, a rate or a number of visits against what was said of it."""
    known = [
        k
        for k in index.stated.get(figure.indicator.key, ())
        if k.value == k.value and figure.comparable(k) and not _long_before(figure, k)
    ]
    if agreeing := tuple(k for k in known if meet(figure.extent, k.extent)):
        return Outcome(AGREES, "same", agreeing)
    follows = [k for k in index.follows.get(figure.indicator.key, ()) if figure.comparable(k)]
    if agreeing := tuple(k for k in follows if meet(_loosely(figure), k.extent)):
        return Outcome(DERIVABLE, "derivable", agreeing)
    those = known or follows
    if not those:
        return Outcome(
            NEW, "unrecorded period" if index.stated.get(figure.indicator.key) else "unrecorded indicator"
        )
    if figure.indicator.rule != "rate" and _long_after(figure, those):
        return Outcome(NEW, "later than the record", tuple(those))
    if figure.indicator.rule == "window" and not _within_window(figure, those):
        return Outcome(NEW, "unrecorded period", tuple(those))
    if figure.indicator.rule == "rate":
        slip = slips.named(figure.quantity, figure.value, figure.extent, those)
        if slip is not None:
            return Outcome(CONFLICTS, slip[0], (slip[1],))
    if figure.indicator.rule == "rate" and not _yearly(figure, those):
        return Outcome(NEW, "counted otherwise", tuple(those))
    counted = figure.indicator.rule in ("state", "window")
    if counted and figure.value > FAR * max(k.value for k in those):
        return Outcome(NEW, "counted otherwise", tuple(those))
    return Outcome(CONFLICTS, "wrong count" if counted else "wrong value", _nearest(figure, those))


def _loosely(figure: Figure) -> Extent:
    """What follows from rounded figures is itself said in round ones: "just under 40 percent"."""
    beside = 0.005 * abs(figure.value)
    return figure.extent[0] - beside, figure.extent[1] + beside


def _long_before(figure: Figure, known: Known) -> bool:
    """Whether the figure is of a time that ended before the known one began."""
    if figure.days is None or figure.quantity.period_basis in ("carried", "dateline"):
        return False
    if (
        figure.indicator.rule == "window" and known.days
    ):  # the first of five visits is no wrong count of visits
        return year_of(figure.days[1]) < year_of(known.days[1])
    begun = known.days[0] if known.days and known.days[0] > FIRST else known.said[0] if known.said else FIRST
    return year_of(figure.days[1]) < year_of(begun) - (SETTLED if figure.indicator.rule == "rate" else 0)


def _long_after(figure: Figure, known: Sequence[Known]) -> bool:
    last = max((k.said[1] for k in known if k.said), default=None)
    return figure.said is not None and last is not None and figure.said[0] > last + STANDS


def _within_window(figure: Figure, known: Sequence[Known]) -> bool:
    """Whether the article is of the time up to which visits were counted: before and after there are other counts."""
    ends = [k.days[1] for k in known if k.days]
    if figure.said is None or not ends:
        return figure.said is None
    return min(ends) - SEASON <= figure.said[1] and figure.said[0] <= max(ends) + SEASON


def _yearly(figure: Figure, known: Sequence[Known]) -> bool:
    """Whether a figure is said of a year where the known ones are: 750 GWh since the start is no yearly output."""
    if not any(k.unit.endswith("/yr") for k in known) or figure.quantity.kind == "count":
        return True
    return figure.quantity.unit.endswith("/yr") or "per_year" in figure.cues


def _nearest(figure: Figure, known: Sequence[Known]) -> tuple[Known, ...]:
    return tuple(sorted(known, key=lambda k: abs(k.value - figure.value)))


def rank(figure: Figure, index: Index) -> Outcome:
    """A place in an order: the latest statement holds, earlier ones are stale after it."""
    known = [k for k in index.stated.get(figure.indicator.key, ()) if k.said and figure.comparable(k)]
    known.sort(key=lambda k: k.said[1] if k.said else LAST)
    agreeing = [k for k in known if meet(figure.extent, k.extent)]
    later = [k for k in known if agreeing and k.said[0] > agreeing[-1].said[1] and k not in agreeing]  # type: ignore[index]
    if agreeing:
        then = figure.quantity.period_basis in ("stated", "relative") and figure.days is not None
        if later and then and figure.days and later[0].said and figure.days[1] < later[0].said[0]:
            return Outcome(AGREES, "same", tuple(agreeing))  # told of the time in which it was so
        if later and figure.said is not None and later[0].said and figure.said[0] >= later[0].said[0]:
            return Outcome(STALE, "superseded", (*agreeing, *later))
        return Outcome(AGREES, "same", tuple(agreeing))
    if not known or figure.said is None or _long_before(figure, known[0]) or _long_after(figure, known):
        return Outcome(NEW, "unrecorded period", tuple(known))
    return Outcome(CONFLICTS, "wrong value", tuple(reversed(known)))


def ordinal(figure: Figure, index: Index) -> Outcome:
    """The number of a meeting in its series, compared in the year of that meeting."""
    known = [k for k in index.stated.get(figure.indicator.key, ()) if k.value == k.value]
    if agreeing := tuple(k for k in known if meet(figure.extent, k.extent)):
        return Outcome(AGREES, "same", agreeing)
    when = figure.days or figure.said
    ours = [
        k for k in known if k.days and when and year_of(k.days[1]) == year_of(when[1]) == year_of(when[0])
    ]
    if ours:
        return Outcome(CONFLICTS, "wrong count", tuple(ours))
    return Outcome(NEW, "unrecorded period")


def age(figure: Figure, index: Index) -> Outcome:
    """Years since something began, taken back to the day on which it began."""
    known = [k for k in index.stated.get(figure.indicator.key, ()) if k.days and k.days[0] > FIRST]
    if not known:
        return Outcome(NEW, "unrecorded indicator")
    began = _began(known)
    said = figure.said or (figure.days if figure.days and figure.quantity.period_basis == "stated" else None)
    if said is None:
        same = tuple(k for k in known if meet(figure.extent, k.extent))
        return Outcome(AGREES, "same", same) if same else Outcome(NEW, "no date of the article")
    if any(
        meet(figure.extent, _lived(began, at, figure.indicator.key))
        for at in (said, *(y for y, _ in figure.years_named))
    ):
        exact = tuple(k for k in known if meet(figure.extent, k.extent))
        return Outcome(AGREES, "same", exact) if exact else Outcome(DERIVABLE, "derivable", tuple(known))
    slip = slips.named(figure.quantity, figure.value, figure.extent, known)
    if slip is not None and slip[0].startswith("factor"):
        return Outcome(CONFLICTS, slip[0], (slip[1],))
    return Outcome(CONFLICTS, "wrong value", tuple(known))


def _lived(began: Span, said: Span, key: str) -> Extent:
    """Least and most whole years between a beginning and a statement."""
    least, most = (float(int(days / YEAR + 0.003)) for days in (said[0] - began[1], said[1] - began[0]))
    if key in ANNIVERSARIES:
        most = max(most, float(year_of(said[1]) - year_of(began[0])))
    return least, most


def _began(known: Sequence[Known]) -> Span:
    """First and last day on which it can have begun, from the years that were said and when."""
    first = max(k.days[0] for k in known if k.days)
    last = min(_end_of_year(k.days[0]) for k in known if k.days)
    for k in known:
        if k.said and k.unit == "years" and k.value == k.value and k.extent[0] == k.extent[1]:
            low, high = int(k.said[0] - (k.value + 1) * YEAR), int(k.said[1] - k.value * YEAR)
            if max(first, low) <= min(last, high):
                first, last = max(first, low), min(last, high)
    return first, last


def _end_of_year(day: int) -> int:
    year = span(str(year_of(day)))
    assert year is not None
    return year[1]


def duration(figure: Figure, index: Index) -> Outcome:
    """A length of time that was named: thirty golden years, two years between summits."""
    known = [k for k in index.stated.get(figure.indicator.key, ()) if k.value == k.value]
    decades = (
        [(x * 10.0) for x in figure.extent] if "decade" in figure.quantity.text.lower() else figure.extent
    )
    if agreeing := tuple(k for k in known if meet(figure.extent, k.extent) or meet(_pair(decades), k.extent)):
        return Outcome(AGREES, "same", agreeing)
    return Outcome(CONFLICTS, "wrong value", tuple(known)) if known else Outcome(NEW, "unrecorded indicator")


def _pair(values: Sequence[float]) -> Extent:
    return values[0], values[1]


def target(figure: Figure, index: Index) -> Outcome:
    """A goal: its latest version holds, an earlier one is stale, a deadline of its own is another goal."""
    known = [k for k in index.stated.get(figure.indicator.key, ()) if figure.comparable(k)]
    if not known:
        return Outcome(NEW, "unrecorded indicator")
    agreeing = sorted((k for k in known if meet(figure.extent, k.extent)), key=_when)
    if agreeing:
        dated = [k for k in agreeing if k.days]
        if figure.days and dated and not any(_same_deadline(figure.days, k) for k in dated):
            return Outcome(CONFLICTS, "wrong year", tuple(dated))
        later = [k for k in known if k.days and agreeing[-1].days and _when(k) > _when(agreeing[-1])]
        later = [
            k
            for k in later
            if k.fact_ids != agreeing[-1].fact_ids and not meet(k.extent, agreeing[-1].extent)
        ]
        if later and figure.said and figure.said[0] > _when(later[0]):
            return Outcome(STALE, "superseded", (*agreeing, *later))
        return Outcome(AGREES, "same", tuple(agreeing))
    if figure.days is not None and not any(k.days and _same_deadline(figure.days, k) for k in known):
        return Outcome(NEW, "another goal")
    slip = slips.named(figure.quantity, figure.value, figure.extent, [k for k in known if k.days])
    if slip is not None:
        return Outcome(CONFLICTS, slip[0], (slip[1],))
    if figure.days is None and "deadline" not in figure.cues:
        return Outcome(NEW, "another goal")
    return Outcome(CONFLICTS, "wrong value", _nearest(figure, [k for k in known if k.days]))


def _same_deadline(days: Span, known: Known) -> bool:
    """ "For 2030", "before 2030" and "by the end of the decade" are one deadline, up to a year apart."""
    return known.days is None or abs(year_of(days[1]) - year_of(known.days[1])) <= 1 or days[1] == LAST


def _when(known: Known) -> int:
    return known.said[0] if known.said else FIRST


def dated(figure: Figure, index: Index) -> Outcome:
    """A date of an event, or of the start of something that lasts, against those that the record gives it."""
    when = span(str(figure.quantity.value))
    known = [k for k in index.stated.get(figure.indicator.key, ()) if k.days]
    if when is None or not known:
        return Outcome(NEW, "unrecorded indicator")
    if figure.indicator.rule == "start":  # of a span of years, the first
        agreeing = tuple(k for k in known if k.days and year_of(k.days[0]) == year_of(when[0]))
    else:
        agreeing = tuple(k for k in known if k.days and k.days[0] <= when[1] and when[0] <= k.days[1])
    if agreeing:
        return Outcome(AGREES, "same", agreeing)
    closed = [k for k in known if k.days and k.days[0] > FIRST]
    if not closed or len(closed) < len(known):
        return Outcome(NEW, "unrecorded period")
    return Outcome(CONFLICTS, "wrong year", tuple(closed))
