"""Months nest in years: remainders between figures that begin on 1 January, and their monthly rates.

    2023   Jan-May 14.92, Jan-Jul 21.9, year 41   ->   Jun-Jul 6.98, Aug-Dec 19.1; 2.98, 3.49, 3.82 a month

The remainders are figures like others, so that growth between them follows too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from jibek.record.ledger.book import Book, follows
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.finding import Finding, ends, shown
from jibek.record.ledger.interval import Interval, exact
from jibek.record.ledger.levels import Closure, Derived
from jibek.record.ledger.period import Period, whole_year

Choice = Callable[[Figure], bool]


def remainders(rule: Closure, book: Book) -> Iterator[Derived]:
    """What is left between two figures of a year that both begin on 1 January, by texts and by all sources."""
    for reporter in book.reporters(rule.first):
        for year in _years(rule, book, reporter):
            by_text = chain_of(rule, book, reporter, year, lambda f: f.is_claim)
            every = chain_of(rule, book, reporter, year, lambda f: True)
            steps = dict.fromkeys((*pairwise(by_text), *pairwise(every)))
            for before, after in steps:
                yield _left(rule, before, after)


def _left(rule: Closure, before: Figure, after: Figure) -> Derived:
    rest = Period(before.period.last + timedelta(1), after.period.last)
    value = after.value - before.value
    made = follows(
        rule.first, rest, after.reporter, after.unit, after.interval - before.interval, value, (after, before)
    )
    return Derived(rule, made, f"{shown(after.value, after.unit)} - {shown(before.value, before.unit)}")


def chain_of(rule: Closure, book: Book, reporter: str, year: int, wanted: Choice) -> list[Figure]:
    """Figures of a year that begin on 1 January, the shortest first, one for each end; stated ones before derived."""
    found = []
    for period in book.spans(rule.first, reporter):
        if period.opens_a_year and period.first.year == year:
            figures = [f for f in book.at(rule.first, reporter, period) if wanted(f) and not f.deprecated]
            if figures:
                found.append(min(figures, key=_order))
    return sorted(found, key=lambda f: f.period.last)


def _order(figure: Figure) -> tuple[bool, bool, bool, float]:
    return figure.derived, not figure.is_claim, not figure.interval.closed, figure.interval.width


def _years(rule: Closure, book: Book, reporter: str) -> list[int]:
    years = {p.first.year for p in book.spans(rule.first, reporter) if p.opens_a_year}
    return sorted(years)


def rates(rule: Closure, book: Book) -> Iterator[Finding]:
    """Monthly rates along each year with parts: by texts alone, then with the facts among them."""
    for reporter in book.reporters(rule.first):
        for year in _years(rule, book, reporter):
            by_text = chain_of(rule, book, reporter, year, lambda f: f.is_claim)
            every = chain_of(rule, book, reporter, year, lambda f: True)
            if len(by_text) > 1:
                yield _path(rule, by_text)
            if len(every) > max(1, len(by_text)):
                yield _path(rule, every)


def _path(rule: Closure, chain: Sequence[Figure]) -> Finding:
    steps = [(chain[0].period, chain[0].value, chain[0].interval)]
    for before, after in pairwise(chain):
        rest = Period(before.period.last + timedelta(1), after.period.last)
        steps.append((rest, after.value - before.value, after.interval - before.interval))
    a_month = [value / period.months for period, value, _ in steps]
    negative = [p for p, _, interval in steps if interval.high < 0]
    low, high = rule.low or 0.0, rule.high or float("inf")
    jumps = [(a, b) for a, b in pairwise(a_month) if a > 0 and not low <= b / a <= high]
    unit = chain[0].unit
    working = "; ".join(
        f"{_months(p)} {shown(v, unit)}, {shown(m, unit)} a month"
        for (p, v, _), m in zip(steps, a_month, strict=True)
    )
    if negative:
        verdict, said = "off", f"{_months(negative[0])} would be below nothing"
    elif jumps:
        verdict, said = "flag", "a monthly rate lies beyond half or twice that of its neighbour"
    else:
        verdict, said = "closes", "parts and whole fit one path"
    last = steps[-1]
    ends_ = ends(last[2])
    return Finding(
        rule="parts",
        verdict=verdict,
        key_id=rule.first,
        period=str(whole_year(chain[0].period.first.year)),
        reporter=chain[0].reporter,
        value=last[1],
        low=ends_[0],
        high=ends_[1],
        unit=unit,
        inputs=tuple(dict.fromkeys(i for f in chain for i in f.rests_on)),
        beside=(),
        residual=None,
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )


def _months(period: Period) -> str:
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    first, last = names[period.first.month - 1], names[period.last.month - 1]
    return f"{first} {period.first.year}" if first == last else f"{first}-{last} {period.first.year}"


def later_growth(rule: Closure, book: Book) -> Iterator[Finding]:
    """Growth of what is left of a year over the same months a year before, beside that of the first months."""
    for reporter in book.reporters(rule.first):
        for period in book.spans(rule.first, reporter):
            if period.months == 0 or period.first.month == 1 or period.last.month != 12:
                continue
            now, then = (book.best(rule.first, reporter, p) for p in (period, period.back(1)))
            if now is None or then is None or then.value <= 0:
                continue
            interval = (now.interval / then.interval).shifted(-1.0).scaled(100.0)
            value = 100 * (now.value / then.value - 1)
            yield _growth_of_rest(rule, now, then, interval, value)


def _growth_of_rest(rule: Closure, now: Figure, then: Figure, interval: Interval, value: float) -> Finding:
    low, high = ends(interval)
    return Finding(
        rule="parts",
        verdict="implied",
        key_id=rule.first,
        period=str(now.period),
        reporter=now.reporter,
        value=value,
        low=low,
        high=high,
        unit="percent",
        inputs=tuple(dict.fromkeys((*now.rests_on, *then.rests_on))),
        beside=(),
        residual=None,
        working=f"{shown(now.value, now.unit)} / {shown(then.value, then.unit)} - 1 = {value:.1f} percent",
        said="growth of the rest of the year, which no text states",
        closure_id=rule.closure_id,
    )


def nowcasts(rule: Closure, book: Book) -> Iterator[Finding]:
    """A year from its first months: by plain pace and by the share that those months had the year before.

    Compared with the whole year where someone states it.
    """
    for reporter in book.reporters(rule.first):
        for year in _years(rule, book, reporter):
            chain = [f for f in chain_of(rule, book, reporter, year, lambda f: f.is_claim) if not f.derived]
            part = next((f for f in chain if not f.period.one_year), None)
            if part is None or any(f.period.one_year for f in chain):
                continue
            yield _nowcast(rule, book, part)


def _nowcast(rule: Closure, book: Book, part: Figure) -> Finding:
    year = part.period.first.year
    plain = part.value * 12 / part.period.months
    interval = part.interval * exact(12 / part.period.months)
    working = (
        f"plain pace {shown(part.value, part.unit)} x 12/{part.period.months} = {shown(plain, part.unit)}"
    )
    then = book.best(rule.first, part.reporter, part.period.back(1))
    before = book.best(rule.first, part.reporter, whole_year(year - 1))
    used = [part]
    if then and before:
        used += [then, before]
        seasonal = part.value * before.value / then.value
        working += (
            f"; by the year before {shown(seasonal, part.unit)}, when these months were "
            f"{100 * then.value / before.value:.1f} percent"
        )
    stated = [f for f in book.stated(rule.first, part.reporter, whole_year(year)) if f.interval.closed]
    beside: tuple[str, ...] = ()
    said, verdict = "no one states the whole year", "implied"
    if stated:
        actual = stated[0]
        beside = (actual.source,)
        said = f"the year came in at {shown(actual.value, actual.unit)}"
        verdict = "open"
        if then and before:
            rest = 100 * ((actual.value - part.value) / (before.value - then.value) - 1)
            whole = 100 * (actual.value / before.value - 1)
            said += f", {whole:+.1f} percent; the rest of it {rest:+.1f} percent"
    low, high = ends(interval)
    return Finding(
        rule="parts",
        verdict=verdict,
        key_id=rule.first,
        period=str(year),
        reporter=part.reporter,
        value=plain,
        low=low,
        high=high,
        unit=part.unit,
        inputs=tuple(dict.fromkeys(i for f in used for i in f.rests_on)),
        beside=beside,
        residual=None if not stated else plain - stated[0].value,
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )
