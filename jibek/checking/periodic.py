"""Figures of a period: trade of 2023, growth over the year before, a share, a sum over years.

Compared where periods are the same; a figure that equals another period's is of the wrong year, one that equals the
other side's figure is of another reporter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jibek.checking import slips
from jibek.checking.figure import Figure
from jibek.checking.indexing import Index
from jibek.checking.intervals import Span, meet, months, whole_year, within, year_of
from jibek.checking.known import Known
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE
from jibek.checking.outcome import Outcome

SO_FAR = 15  # days by which "since January" may be told later than the count that it rests on
SAME_DAY = 3  # days by which the ends of one period may differ
LONG = 400  # days beyond which a span is several years together
FULL = 3  # digits with which a figure says by itself whose it is
_POINTS = ("percentage_points", "percentage points", "points", "pp")
FAR = 5.0  # times a level, beyond which a figure is of another thing
BESIDE = 0.02  # share by which a figure must miss what only follows from others


def periodic(figure: Figure, index: Index) -> Outcome:
    """A level, growth, share, sum or average against those of its period."""
    key = figure.indicator.key
    stated = [k for k in index.stated.get(key, ()) if k.value == k.value]
    may = [k for k in stated if figure.comparable(k)]
    follows = [k for k in index.follows.get(key, ()) if figure.comparable(k)]
    if _points(figure):
        return _as_points(figure, may)
    if (mixed := _cumulative(figure, may)) is not None:
        return mixed
    if figure.days is None and figure.indicator.rule != "average":
        follows = []  # of no period something always follows
        may = [k for k in may if not figure.carried or _says_itself(figure, k)]
    here, there = [k for k in may if _same_days(figure, k)], [k for k in follows if _same_days(figure, k)]
    if _months_meant(figure, here):
        within_year = [[k for k in known if _in_year(figure, k)] for known in (may, follows)]
        here, there = [*here, *within_year[0]], [*there, *within_year[1]]
    for verdict, known in ((AGREES, here), (DERIVABLE, there)):
        if agreeing := [k for k in known if meet(figure.extent, k.extent)]:
            if all(k.superseded for k in agreeing):
                return Outcome(STALE, "superseded", (*agreeing, *(k for k in known if not k.superseded)))
            return Outcome(verdict, "same" if verdict == AGREES else "derivable", tuple(agreeing))
    ours = [k for k in here if figure.same_reporter(k) and not _only_so_far(figure, k)]
    if figure.days is None:
        return _without_period(figure, ours, index)
    if ours:
        how = _how(figure, ours, there, may, index)
        if _months_meant(figure, here) and how[0] == "wrong value":
            return Outcome(NEW, "unsure period", how[1])
        if how[0] == "other reporter" and not figure.reported:
            return Outcome(AGREES, "same", how[1][1:])  # whose it is was only told of another figure
        if how[0] == "wrong year" and _carried(figure):
            return Outcome(AGREES, "same", how[1][1:])
        if how[0] == "wrong year" and (
            named := tuple(k for k in how[1][1:] if k.days and figure.says_nearer(k.days))
        ):
            return Outcome(AGREES, "same", named)
        return (
            Outcome(NEW, "counted otherwise", how[1]) if _doubtful(figure, *how) else Outcome(CONFLICTS, *how)
        )
    sibling = _of_sibling(figure, index)
    if sibling is not None:
        return sibling
    missed = [k for k in there if figure.same_reporter(k) and _misses(figure, k)]
    if missed and len(missed) == len(there):
        return Outcome(CONFLICTS, *_how(figure, missed, there, may, index))
    if not here and not there and slips.significant(figure.value) >= FULL and _over(figure):
        elsewhere = [k for k in may if figure.same_reporter(k) and _precisely(figure, k)]
        if named := tuple(k for k in elsewhere if k.days and figure.says_nearer(k.days)):
            return Outcome(AGREES, "same", named)
        if elsewhere:
            told = (AGREES, "same") if _carried(figure) else (CONFLICTS, "wrong year")
            return Outcome(*told, tuple(elsewhere))
    others = tuple(k for k in stated if _same_days(figure, k) and k not in ours)
    return Outcome(NEW, "other reporter" if others else "unrecorded period", others)


def factor(figure: Figure, index: Index) -> Outcome:
    """How many times a level is an earlier one."""
    known = index.stated.get(figure.indicator.key, ())
    follows = [k for k in index.follows.get(figure.indicator.key, ()) if _same_start(figure, k)]
    for verdict, those in ((AGREES, known), (DERIVABLE, follows)):
        if agreeing := tuple(k for k in those if meet(figure.extent, k.extent)):
            return Outcome(verdict, "same" if verdict == AGREES else "derivable", agreeing)
    slip = slips.named(figure.quantity, figure.value, figure.extent, known)
    if slip is not None and _same_start(figure, slip[1]):
        return Outcome(CONFLICTS, slip[0], (slip[1],))
    return Outcome(NEW, "unrecorded period")


def _same_start(figure: Figure, known: Known) -> bool:
    if figure.days is None or known.days is None:
        return figure.days is None
    return year_of(figure.days[0]) == year_of(known.days[0])


def _same_days(figure: Figure, known: Known) -> bool:
    """Whether the figure's period is that of a known one, said as such or "so far this year"."""
    ours, theirs = figure.days, known.days
    if ours is None or theirs is None:
        return ours is None
    if abs(ours[0] - theirs[0]) <= SAME_DAY and abs(ours[1] - theirs[1]) <= SAME_DAY:
        return True
    if theirs[1] - theirs[0] > LONG:
        return _open_sum(ours, theirs)
    if whole_year(theirs) is not None:
        return False
    if ours[1] - ours[0] <= 31 and year_of(ours[1]) == year_of(theirs[0]):  # "as of 30 April"
        return ours[0] - SAME_DAY <= theirs[1] <= ours[1] + SAME_DAY and months(theirs) > 1.5
    year = whole_year(ours)
    if year is None and ours[0] > 1 and ours[0] != theirs[0]:
        return False
    so_far = figure.said is not None and year_of(figure.said[1]) == year_of(ours[1])
    return (
        so_far
        and year_of(theirs[0]) == year_of(ours[1])
        and (year is not None or abs(theirs[1] - ours[1]) <= SO_FAR)
    )


def _months_meant(figure: Figure, here: Sequence[Known]) -> bool:
    """Whether the reader took a whole year where the sentence also speaks of months: no sure period."""
    return (
        figure.days is not None
        and whole_year(figure.days) is not None
        and "months" in figure.cues
        and not any(meet(figure.extent, k.extent) for k in here)
    )


def _in_year(figure: Figure, known: Known) -> bool:
    return figure.days is not None and known.days is not None and within(known.days, figure.days)


def _only_so_far(figure: Figure, known: Known) -> bool:
    """Whether the figure is of a year and the known one of its first months: they may agree, not conflict."""
    if figure.days is None or known.days is None or whole_year(figure.days) is None:
        return False
    return known.days[1] - known.days[0] <= LONG and whole_year(known.days) is None


def _open_sum(ours: Span, theirs: Span) -> bool:
    """Sums over years share their first year and end within one year of each other, or are still running."""
    return year_of(ours[0]) == year_of(theirs[0]) and ours[1] >= theirs[1] - LONG


def _how(
    figure: Figure, known: Sequence[Known], follows: Sequence[Known], may: Sequence[Known], index: Index
) -> tuple[str, tuple[Known, ...]]:
    """Subtype of a figure that misses all known ones of its period, and what shows it."""
    nearest = tuple(sorted(known, key=lambda k: abs(k.value - figure.value)))
    levels = figure.indicator.rule == "growth" and any(k.working and _misses(figure, k) for k in follows)
    slip = slips.named(figure.quantity, figure.value, figure.extent, nearest)
    if slip is not None and not (
        levels and slip[0] == "digit swap" and slips.significant(figure.value) < FULL
    ):
        return slip[0], (slip[1],)
    other = [k for k in index.stated.get(figure.indicator.key, ()) if k not in may]
    if crossed := [k for k in other if _same_days(figure, k) and meet(figure.extent, k.extent)]:
        return "other reporter", (*nearest[:1], *crossed[:1])
    for name in ("mirror", "denominator"):
        if at := _sibling(figure, index, name):
            return {"mirror": "mirrored direction", "denominator": "other denominator"}[name], (
                *nearest[:1],
                *at[:1],
            )
    if years := [k for k in may if k not in known and _precisely(figure, k)]:
        return "wrong year", (*nearest[:1], *years[:1])
    if levels:
        return "growth inconsistent with levels", (*nearest[:1], *_levels(follows))
    if figure.indicator.rule == "level" and figure.quantity.kind == "count":
        return "wrong count", nearest
    return "wrong value", nearest


def _carried(figure: Figure) -> bool:
    """Whether its year stands only in a sentence before: that the record has it for another is no conflict then."""
    return figure.quantity.period_basis == "carried" and slips.significant(figure.value) >= FULL


def _doubtful(figure: Figure, subtype: str, known: Sequence[Known]) -> bool:
    """Counts of trains and tonnes, and investment of single years, differ by what is counted: no conflict of value.

    Nor has a sum of money one whose sentence does not say what it is of.
    """
    if figure.carried and figure.quantity.kind == "money":
        return subtype in ("wrong value", "factor of thousand", "factor of million")
    if subtype not in ("wrong value", "wrong count"):
        return False
    if figure.indicator.rule == "level" and all(_of_another_size(figure, k) for k in known[:1]):
        return True
    yearly = any(k.days and k.days[1] - k.days[0] <= LONG for k in known)
    return figure.indicator.rule == "tally" or (figure.indicator.key == "inv.cn_in_kz" and yearly)


def _of_another_size(figure: Figure, known: Known) -> bool:
    """Whether a sum is so small or so large beside the known one that it is of something else."""
    return known.value > 0 and not 1.0 / FAR <= figure.value / known.value <= FAR


def _levels(follows: Iterable[Known]) -> tuple[Known, ...]:
    return tuple(k for k in follows if k.working)[:1]


def _misses(figure: Figure, known: Known) -> bool:
    beside = BESIDE * max(abs(known.extent[0]), abs(known.extent[1]), 1.0)
    low, high = known.extent
    return figure.extent[1] < low - beside or figure.extent[0] > high + beside


def _precisely(figure: Figure, known: Known) -> bool:
    return meet(figure.extent, known.extent) and abs(figure.value - known.value) <= 0.005 * abs(known.value)


def _says_itself(figure: Figure, known: Known) -> bool:
    """Whether a figure tells by its digits whose it is, without its sentence naming topic or period."""
    return slips.significant(figure.value) >= FULL and _precisely(figure, known)


def _sibling(figure: Figure, index: Index, name: str) -> list[Known]:
    key = figure.indicator.siblings.get(name)
    known = index.stated.get(key, ()) if key else ()
    return [
        k
        for k in known
        if figure.comparable(k)
        and meet(figure.extent, k.extent)
        and (figure.days is None or _same_days(figure, k))
    ]


def _of_sibling(figure: Figure, index: Index) -> Outcome | None:
    """A share whose own key holds nothing, but whose figure is that of the share of another whole."""
    at = _sibling(figure, index, "denominator")
    return Outcome(CONFLICTS, "other denominator", tuple(at)) if at else None


def _without_period(figure: Figure, known: Sequence[Known], index: Index) -> Outcome:
    """No period is given: only a slip of the figure itself tells that it does not match."""
    sibling = _of_sibling(figure, index)
    if sibling is not None:
        return sibling
    alone = len({k.days for k in known}) == 1  # the record knows one period only: that one is meant
    full = [
        k
        for k in known
        if alone or (slips.significant(k.value) >= FULL and slips.significant(figure.value) >= FULL)
    ]
    slip = slips.named(figure.quantity, figure.value, figure.extent, full)
    return Outcome(CONFLICTS, slip[0], (slip[1],)) if slip else Outcome(NEW, "no period", ())


def _over(figure: Figure) -> bool:
    """Whether the figure's period was over when the article was written, as far as both are known."""
    return figure.days is not None and (figure.said is None or figure.days[1] <= figure.said[1])


def _points(figure: Figure) -> bool:
    return figure.quantity.kind == "percent" and figure.quantity.unit in _POINTS


def _as_points(figure: Figure, may: Sequence[Known]) -> Outcome:
    """Percentage points are no percent: the figure of a growth or share said as points does not match."""
    same = tuple(k for k in may if _same_days(figure, k) and meet(figure.extent, k.extent))
    if same and figure.days is not None:
        return Outcome(CONFLICTS, "percent against percentage points", same)
    return Outcome(NEW, "unrecorded indicator")


def _cumulative(figure: Figure, may: Sequence[Known]) -> Outcome | None:
    """A sum over years that is said of one year, or of each."""
    if figure.indicator.rule not in ("total", "level"):
        return None
    yearly = figure.days is not None and whole_year(figure.days) is not None
    yearly = yearly and not any(_same_days(figure, k) and meet(figure.extent, k.extent) for k in may)
    if not yearly and not ("per_year" in figure.cues and "in_total" not in figure.cues):
        return None
    sums = [k for k in may if k.days and k.days[1] - k.days[0] > LONG and meet(figure.extent, k.extent)]
    return Outcome(CONFLICTS, "cumulative against annual", tuple(sums)) if sums else None
