"""What follows from the record: levels from growth, growth from levels, what is left of a year, averages, quotients.

    trade 2022 = 31 bn, growth 23.6 %      ->  trade 2021 = 24.7 to 25.5 bn
    trade 2023 = 41 bn, Jan-Jul 21.9 bn    ->  Aug-Dec 2023 = 18.6 to 19.7 bn

Reads   data/checking/closures.csv: which key follows from which others, in what form
Method  interval arithmetic; figures of different reporters are never put together, nor what already follows from others
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

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
    within,
)
from jibek.checking.known import Known
from jibek.checking.othermoney import in_other_money
from jibek.sources.plain import rows

DAYS_OF_A_YEAR = 365.25
Pair = tuple[Extent, Span | None]


@dataclass(frozen=True, slots=True)
class Closure:
    """A row of the table of closures."""

    key: str
    form: str
    of: str
    by: str
    factor: float
    working: str


@cache
def closures() -> tuple[Closure, ...]:
    """The shipped closures."""
    return tuple(
        Closure(r["key"], r["form"], r["of"], r["by"], float(r["factor"]), r["working"])
        for r in rows("checking/closures")
    )


def derived(stated: Mapping[str, tuple[Known, ...]]) -> Iterator[Known]:
    """What follows from stated figures, with its working; the order of the table decides nothing."""
    yield from in_other_money(stated)
    for closure in closures():
        first = _figures(stated.get(closure.of, ()))
        second = _figures(stated.get(closure.by, ())) if closure.by else ()
        if closure.form in _OF_ONE:
            for a in first:
                made = _OF_ONE[closure.form](a)
                if made is not None:
                    yield _follows(closure, made, a)
        else:
            for a in first:
                for b in second or (first if closure.by in ("", closure.of) else ()):
                    if a is not b and a.reporter == b.reporter:
                        made = _OF_TWO[closure.form](a, b)
                        if made is not None:
                            yield _follows(closure, made, a, b)


def _figures(known: Sequence[Known]) -> tuple[Known, ...]:
    return tuple(k for k in known if k.value == k.value)


def _follows(closure: Closure, made: Pair, *parents: Known) -> Known:
    extent, days = made
    extent = scaled(extent, closure.factor)
    middle = 0.5 * (extent[0] + extent[1])
    unit = {"growth": "percent", "share": "percent", "growth_factor": "ratio"}.get(closure.form, "")
    return Known(
        key=closure.key,
        value=middle,
        extent=extent,
        unit=unit or parents[0].unit,
        days=days,
        reporter=parents[0].reporter,
        speaker="",
        said=max((p.said for p in parents if p.said), default=None),
        fact_ids=tuple(dict.fromkeys(f for p in parents for f in p.fact_ids)),
        claim_ids=tuple(dict.fromkeys(c for p in parents for c in p.claim_ids)),
        origins=tuple(dict.fromkeys(o for p in parents for o in p.origins)),
        working=closure.working,
    )


def _quotient(a: Known, b: Known) -> Pair | None:
    return over(a.extent, b.extent), None


def _growth(a: Known, b: Known) -> Pair | None:
    if a.days is None or b.days != a_year_before(a.days) or b.extent[0] <= 0:
        return None
    low, high = over(a.extent, b.extent)
    return (100.0 * (low - 1.0), 100.0 * (high - 1.0)), a.days


def _growth_factor(a: Known, b: Known) -> Pair | None:
    years = [whole_year(k.days) if k.days else None for k in (a, b)]
    if years[0] is None or years[1] is None or years[0] - years[1] < 5 or b.extent[0] <= 0:
        return None
    assert a.days is not None
    assert b.days is not None
    return over(a.extent, b.extent), (b.days[0], a.days[1])


def _level_before(a: Known, b: Known) -> Pair | None:
    if a.days is None or a.days != b.days or b.extent[0] <= -100:
        return None
    return over(a.extent, _rate(b)), a_year_before(a.days)


def _level_after(a: Known, b: Known) -> Pair | None:
    if a.days is None or b.days is None or a.days != a_year_before(b.days):
        return None
    rate = _rate(b)
    return (a.extent[0] * rate[0], a.extent[1] * rate[1]), b.days


def _rate(growth: Known) -> Extent:
    return 1.0 + growth.extent[0] / 100.0, 1.0 + growth.extent[1] / 100.0


def _remainder(a: Known, b: Known) -> Pair | None:
    """A span less the part that it begins (or ends) with."""
    if a.days is None or b.days is None or a.days == b.days or not within(b.days, a.days):
        return None
    left = minus(a.extent, b.extent)
    if left[0] < 0:
        return None
    if b.days[0] == a.days[0]:
        return left, (b.days[1] + 1, a.days[1])
    return (left, (a.days[0], b.days[0] - 1)) if b.days[1] == a.days[1] else None


def _sum(a: Known, b: Known) -> Pair | None:
    return (plus(a.extent, b.extent), a.days) if a.days == b.days and a.days else None


def _difference(a: Known, b: Known) -> Pair | None:
    left = minus(a.extent, b.extent)
    return (left, a.days) if a.days == b.days and a.days and left[0] > 0 else None


def _whole(a: Known, b: Known) -> Pair | None:
    if a.days is None or a.days != b.days or b.extent[0] <= 0:
        return None
    return scaled(over(a.extent, b.extent), 100.0), a.days


def _share(a: Known, b: Known) -> Pair | None:
    if a.days is None or a.days != b.days or b.extent[0] <= 0:
        return None
    return scaled(over(a.extent, b.extent), 100.0), a.days


def _per_month(a: Known) -> Pair | None:
    if a.days is None or months(a.days) < 2 or a.days[1] - a.days[0] > 366:
        return None
    return scaled(a.extent, 1.0 / months(a.days)), a.days


def _per_year(a: Known) -> Pair | None:
    """A part of a year at its own pace for twelve months, a sum of years over their number."""
    if a.days is None or whole_year(a.days) is not None or _open(a.days):
        return None
    if a.days[1] - a.days[0] > 366:
        return scaled(a.extent, DAYS_OF_A_YEAR / (a.days[1] - a.days[0] + 1)), a.days
    year = date.fromordinal(a.days[0]).year
    whole = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return scaled(a.extent, 12.0 / months(a.days)), whole


def _per_day(a: Known) -> Pair | None:
    if a.days is None or _open(a.days):
        return None
    return scaled(a.extent, 1.0 / (a.days[1] - a.days[0] + 1)), a.days


def _open(days: Span) -> bool:
    return days[1] - days[0] > 200 * 366


_OF_ONE: Mapping[str, Callable[[Known], Pair | None]] = {
    "per_month": _per_month,
    "per_year": _per_year,
    "per_day": _per_day,
}
_OF_TWO: Mapping[str, Callable[[Known, Known], Pair | None]] = {
    "quotient": _quotient,
    "growth": _growth,
    "growth_factor": _growth_factor,
    "level_before": _level_before,
    "level_after": _level_after,
    "remainder": _remainder,
    "sum": _sum,
    "difference": _difference,
    "whole": _whole,
    "share": _share,
}
