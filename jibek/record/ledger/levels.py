"""What follows from levels, growth, shares and sums: each rule gives figures with their working.

level = level a year before x (1 + growth)          41 / 1.32 = 31.06
share = part / whole                                41 / 0.283 = 144.9
turnover = exports + imports
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from jibek.record.ledger.book import Book, follows
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.finding import shown
from jibek.record.ledger.interval import Interval, exact
from jibek.record.ledger.period import Period


@dataclass(frozen=True, slots=True)
class Closure:
    """A row of closures.csv; low and high are None where no range is given."""

    closure_id: str
    kind: str
    result: str
    first: str
    others: tuple[str, ...]
    factor: float
    unit: str
    low: float | None
    high: float | None
    reason: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that follows by a closure, with its working in words."""

    closure: Closure
    figure: Figure
    working: str


def growth(rule: Closure, book: Book) -> Iterator[Derived]:
    """From two of level, growth and the level of the year before, the third."""
    for reporter in dict.fromkeys((*book.reporters(rule.first), *book.reporters(rule.result))):
        spans = dict.fromkeys((*book.spans(rule.first, reporter), *book.spans(rule.result, reporter)))
        for period in sorted(spans):
            if period.closed:
                yield from _growth_of(rule, book, reporter, period)


def _growth_of(rule: Closure, book: Book, reporter: str, period: Period) -> Iterator[Derived]:
    before = period.back(1)
    now, then = (book.best(rule.first, reporter, p) for p in (period, before))
    rate = book.best(rule.result, reporter, period)
    if now and rate and not rate.derived and not now.derived:
        factor = rate.interval.scaled(0.01).shifted(1.0)
        value = now.value / (1 + rate.value / 100)
        made = follows(rule.first, before, reporter, now.unit, now.interval / factor, value, (now, rate))
        working = f"{shown(now.value, now.unit)} / {1 + rate.value / 100:.4g}"
        yield Derived(rule, made, working)
    if then and rate and not rate.derived and not then.derived:
        factor = rate.interval.scaled(0.01).shifted(1.0)
        value = then.value * (1 + rate.value / 100)
        made = follows(rule.first, period, reporter, then.unit, then.interval * factor, value, (then, rate))
        yield Derived(rule, made, f"{shown(then.value, then.unit)} x {1 + rate.value / 100:.4g}")
    if now and then and not now.derived and not then.derived:
        interval = (now.interval / then.interval).shifted(-1.0).scaled(100.0)
        value = 100 * (now.value / then.value - 1)
        made = follows(rule.result, period, reporter, "percent", interval, value, (now, then))
        yield Derived(rule, made, f"{shown(now.value, now.unit)} / {shown(then.value, then.unit)} - 1")


def factor(rule: Closure, book: Book) -> Iterator[Derived]:
    """The last level over the first, where the multiple of a span is stated."""
    for stated in book.of(rule.result):
        ends = [
            Period(d.replace(month=1, day=1), d.replace(month=12, day=31))
            for d in (stated.period.first, stated.period.last)
        ]
        first, last = (book.best(rule.first, stated.reporter, p) for p in ends)
        if first is None or last is None:
            continue
        times = last.value / first.value
        years = ends[1].first.year - ends[0].first.year
        yearly = 100 * (times ** (1 / years) - 1) if years else math.nan
        working = (
            f"{shown(last.value, last.unit)} / {shown(first.value, first.unit)}; an increase of {times - 1:.1f} "
            f"times; {yearly:.1f} percent a year for {years} years"
        )
        made = follows(
            rule.result,
            stated.period,
            stated.reporter,
            "ratio",
            last.interval / first.interval,
            times,
            (last, first),
        )
        yield Derived(rule, made, working)


def total(rule: Closure, book: Book) -> Iterator[Derived]:
    """A whole from its parts, by one reporter in one span."""
    names = (rule.first, *rule.others)
    for reporter in book.reporters(rule.first):
        for period in book.spans(rule.first, reporter):
            parts = [book.best(name, reporter, period) for name in names]
            found = [p for p in parts if p is not None and not p.derived]
            if len(found) < len(names):
                continue
            interval = sum((p.interval for p in found), exact(0.0))
            made = follows(
                rule.result,
                period,
                reporter,
                found[0].unit,
                interval,
                math.fsum(p.value for p in found),
                found,
            )
            yield Derived(rule, made, " + ".join(shown(p.value, p.unit) for p in found))


def share(rule: Closure, book: Book) -> Iterator[Derived]:
    """A share from part and whole of one reporter; a whole from part and share."""
    (whole_key,) = rule.others
    for reporter in book.reporters(rule.first):
        for period in book.spans(rule.first, reporter):
            part = book.best(rule.first, reporter, period)
            whole = book.best(whole_key, reporter, period)
            told = book.best(rule.result, reporter, period)
            if part is None or part.derived:
                continue
            if whole is not None:
                value = 100 * part.value / whole.value
                interval = _at_most_all((part.interval / whole.interval).scaled(100.0))
                made = follows(rule.result, period, reporter, "percent", interval, value, (part, whole))
                yield Derived(
                    rule, made, f"{shown(part.value, part.unit)} / {shown(whole.value, whole.unit)}"
                )
            if told is not None and not told.derived:
                value = 100 * part.value / told.value
                interval = part.interval / told.interval.scaled(0.01)
                made = follows(whole_key, period, reporter, part.unit, interval, value, (part, told))
                yield Derived(rule, made, f"{shown(part.value, part.unit)} / {told.value / 100:.4g}")


def _at_most_all(percent: Interval) -> Interval:
    return Interval(min(percent.low, 100.0), min(percent.high, 100.0))


def product(rule: Closure, book: Book) -> Iterator[Derived]:
    """A figure from two others multiplied: those that stand nearest each other in time."""
    for left, right in pairs(rule, book):
        made = follows(
            rule.result,
            left.period,
            left.reporter,
            rule.unit,
            (left.interval * right.interval).scaled(rule.factor),
            left.value * right.value * rule.factor,
            (left, right),
        )
        yield Derived(rule, made, f"{shown(left.value, left.unit)} x {shown(right.value, right.unit)}")


def quotient(rule: Closure, book: Book) -> Iterator[Derived]:
    """One figure over another, which must lie in a plausible range; it stands under no key of its own."""
    for top, bottom in pairs(rule, book):
        made = follows(
            "",
            top.period,
            top.reporter,
            rule.unit,
            (top.interval / bottom.interval).scaled(rule.factor),
            top.value / bottom.value * rule.factor,
            (top, bottom),
        )
        yield Derived(rule, made, f"{shown(top.value, top.unit)} / {shown(bottom.value, bottom.unit)}")


def pairs(rule: Closure, book: Book) -> Iterator[tuple[Figure, Figure]]:
    """Figures of the first key, each with the best of the second: of texts with those of texts, of facts with facts."""
    (other,) = rule.others
    firsts, seconds = _each_value(book.of(rule.first)), _each_value(book.of(other))
    for first in firsts:
        near = sorted(seconds, key=lambda s: (s.is_claim != first.is_claim, s.origin != first.origin))
        if near:
            yield first, near[0]


def _each_value(figures: tuple[Figure, ...]) -> list[Figure]:
    """One figure for each value that claims state, and for each that facts do."""
    found: dict[tuple[bool, float], Figure] = {}
    for figure in figures:
        found.setdefault((figure.is_claim, figure.value), figure)
    return list(found.values())


RULES = {
    "growth": growth,
    "factor": factor,
    "sum": total,
    "share": share,
    "product": product,
    "quotient": quotient,
}
