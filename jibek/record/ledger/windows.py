"""Ages, meetings that come once a year, counts with their windows, and rates over a span.

31 years in 2023, 32 in 2024    both give a start in 1992
second visit, fifth trip        windows since 2022 and since 2013; events of each are counted
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from jibek.record.ledger.book import Book
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.finding import Finding, ends, shown, span
from jibek.record.ledger.interval import bounded
from jibek.record.ledger.levels import Closure
from jibek.record.ledger.period import Period, years_before
from jibek.record.ledger.statements import Claim, said_between

DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event that a count counts."""

    event_id: str
    period: Period


@dataclass(frozen=True, slots=True)
class Told:
    """Claims and events by key."""

    claims: Mapping[str, Sequence[Claim]]
    events: Mapping[str, Sequence[Event]]
    book: Book


def start_of(claim: Claim) -> tuple[date, date]:
    """First and last day on which what is so many years old may have begun.

    An age counts whole years: 31 said on a day began more than 31 and at most 32 years before. "Over 30" leaves the
    first day open.
    """
    if claim.value is None:
        raise ValueError(f"{claim.claim_id} has no age")
    first_said, last_said = said_between(claim)
    first = years_before(first_said, claim.value + 1) + timedelta(1)
    return (date.min if claim.comparator in (">", ">=") else first), years_before(last_said, claim.value)


def ages(rule: Closure, told: Told) -> Iterator[Finding]:
    """Ages of one thing, said at different times, become start dates and must share a day."""
    said = [c for c in told.claims.get(rule.first, ()) if c.value is not None]
    if not said:
        return
    starts = [start_of(c) for c in said]
    first, last = max(s[0] for s in starts), min(s[1] for s in starts)
    values = ", ".join(
        dict.fromkeys(
            f"{'over ' if c.comparator == '>' else ''}{c.value:g} years in {c.statement_date_high[:4]}"
            for c in said
        )
    )
    events = [e for e in told.events.get(rule.first, ()) if e.period.first <= last and first <= e.period.last]
    agree = first <= last
    working = f"{values}: began {first} … {last}" if agree else f"{values}: no start fits all"
    years = {c.period[:4] for c in said if c.period[:4].isdigit()}
    named = f"; the texts name {', '.join(sorted(years))}" if years else ""
    yield _finding(
        rule,
        "agrees" if agree else "off",
        said,
        working,
        ("ages said at different times give one start" if agree else "the ages contradict each other")
        + named,
        period=f"{first}/{last}" if agree else "",
        beside=tuple(e.event_id for e in events),
    )


def series(rule: Closure, told: Told) -> Iterator[Finding]:
    """The n-th meeting comes n - 1 intervals after the first; the next one interval after the last."""
    yield from (_next if rule.result else _numbered)(rule, told)


def _numbered(rule: Closure, told: Told) -> Iterator[Finding]:
    (founding,) = rule.others
    for claim in _one_each(told.claims.get(rule.first, ())):
        for age in _one_each(told.claims.get(founding, ())):
            yield _nth(rule, claim, age)


def _nth(rule: Closure, claim: Claim, age: Claim) -> Finding:
    held, began = Period.read(claim.period).first.year, Period.read(age.period).first.year
    number = claim.value or 0.0
    expected = began + (number - 1) * rule.factor
    working = (
        f"{began} + ({number:g} - 1) x {rule.factor:g} = {expected:g}; {held} - {began} = {held - began}"
    )
    met = expected == held
    said = "one a year, the first in the year of the founding" if met else f"the text has {held}"
    return _finding(rule, "closes" if met else "off", [claim, age], working, said, period=claim.period)


def _next(rule: Closure, told: Told) -> Iterator[Finding]:
    (interval_key,) = rule.others
    for first in _one_each(told.claims.get(rule.first, ())):
        for gap in _one_each(told.claims.get(interval_key, ())):
            for after in told.claims.get(rule.result, ()):
                year = Period.read(first.period).first.year
                stated = Period.read(after.period).first.year
                expected = year + (gap.value or 0.0)
                met = expected == stated
                said = f"the text has {stated}"
                working = f"{year} + {gap.value:g} = {expected:g}"
                verdict = "closes" if met else "off"
                yield _finding(rule, verdict, [first, gap, after], working, said, period=after.period)


def counts(rule: Closure, told: Told) -> Iterator[Finding]:
    """A count beside the events of its window: those that texts name, and those of the package."""
    named = [c for key in rule.others for c in told.claims.get(key, ()) if c.period]
    events = told.events.get(rule.first, ())
    said = [c for c in told.claims.get(rule.first, ()) if c.value is not None and c.period]
    for claim in said:
        yield _count(rule, claim, named, events)
    windows = dict.fromkeys((c.value, c.period, c.definition) for c in said)
    if len(windows) > 1:
        words = "; ".join(f"{v:g} in {p}{f' ({d})' if d else ''}" for v, p, d in windows)
        yield _finding(rule, "apart", said, words, "counts of different windows; none contradicts another")
    if rule.result:
        yield from _gaps(rule, told, events)


def _count(rule: Closure, claim: Claim, named: Sequence[Claim], events: Sequence[Event]) -> Finding:
    window = Period.read(claim.period)
    inside = [e for e in events if window.meets(e.period)]
    spoken = {c.period: c for c in named if window.meets(Period.read(c.period))}
    working = (
        f"{claim.value:g} stated for {window}; events: {', '.join(e.event_id for e in inside) or 'none'}"
    )
    if spoken:
        working += f"; texts name {len(spoken)}"
    if len(inside) == claim.value:
        verdict, said = "closes", "the window holds as many events"
        if spoken and len(spoken) < len(inside):
            said = f"texts name {len(spoken)} of them, which alone leaves it open; the events of the record hold all"
    elif inside:
        verdict, said = "off", f"the window holds {len(inside)} events of the record"
    else:
        verdict, said = "open", "the record holds no event of the window"
    beside = (*(c.claim_id for c in spoken.values()), *(e.event_id for e in inside))
    return _finding(rule, verdict, [claim], working, said, period=claim.period, beside=beside)


def _gaps(rule: Closure, told: Told, events: Sequence[Event]) -> Iterator[Finding]:
    """Time between events of a window beside what a text says of it."""
    for claim in told.claims.get(rule.result, ()):
        interval = claim.interval
        inside = sorted(
            (e for e in events if Period.read(claim.period).meets(e.period)), key=lambda e: e.period
        )
        months = _months(Period.read(claim.period))
        if interval is None or len(inside) < 2:
            continue
        longest = max((b.period.first - a.period.first).days / 365.25 for a, b in pairwise(inside))
        met = interval.low <= longest <= interval.high
        working = f"{claim.period} is {months} months; by day {longest:.2f} years between the events"
        said = f"{'' if met else 'not '}{span(interval, 'years')}"
        beside = tuple(e.event_id for e in inside)
        yield _finding(
            rule, "agrees" if met else "off", [claim], working, said, period=claim.period, beside=beside
        )


def _months(period: Period) -> int:
    return 12 * (period.last.year - period.first.year) + period.last.month - period.first.month


def rates(rule: Closure, told: Told) -> Iterator[Finding]:
    """A figure over the days or years of its span; with an assumed start, beside the rates of years that are known."""
    for figure in _one_figure_each(told.book.of(rule.first)):
        if figure.period.closed and figure.period.days > 1 and figure.is_claim:
            yield _rate(rule, figure, told.book)


def _rate(rule: Closure, figure: Figure, book: Book) -> Finding:
    daily = rule.unit.endswith("/day")
    length = figure.period.days if daily else round(figure.period.years, 2)
    value = figure.value / length
    unit = "days" if daily else "years"
    working = f"{shown(figure.value, figure.unit)} / {length:g} {unit} = {shown(value, rule.unit)}"
    if daily:
        working += f"; {value * DAYS_OF_YEAR:,.0f} a year"
    low, high = ends(figure.interval.scaled(1 / length))
    beside: tuple[str, ...] = ()
    verdict, said = "implied", rule.reason
    if figure.assumed_period:
        verdict, said, beside = _readings(rule, figure, value, book)
    return Finding(
        rule=rule.kind,
        verdict=verdict,
        key_id=rule.first,
        period=str(figure.period),
        reporter=figure.reporter,
        value=value,
        low=low,
        high=high,
        unit=rule.unit,
        inputs=figure.rests_on,
        beside=beside,
        residual=None,
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )


def _readings(rule: Closure, figure: Figure, rate: float, book: Book) -> tuple[str, str, tuple[str, ...]]:
    """Whether the assumed start gives a plausible rate, and what a total since the opening would mean."""
    years = [f for f in book.of(rule.first) if f.period.one_year and not f.is_claim and not f.deprecated]
    near = sorted(years, key=lambda f: abs((f.period.first - figure.period.first).days))[:2]
    if not near:
        return "open", "the text leaves the start open and no year is known to compare with", ()
    known = [f.value / f.period.days for f in near]
    range_ = bounded(rule.low, rule.high)
    fits = any(range_.low <= rate / k <= range_.high for k in known)
    beside = tuple(f.source for f in near)
    shows = ", ".join(f"{k:.1f} in {f.period}" for k, f in zip(known, near, strict=True))
    before = [f for f in years if f.period.last < figure.period.last and f.value > figure.value]
    absurd = (
        f"; as a total since the opening it is absurd: {before[-1].period} alone had {before[-1].value:,.0f}"
        if before
        else ""
    )
    if fits:
        return (
            "plausible",
            f"start not stated; from {figure.period.first} the rate is like {shows}{absurd}",
            beside,
        )
    return "flag", f"start not stated; the rate is unlike {shows}", beside


def orders(rule: Closure, told: Told) -> Iterator[Finding]:
    """A rank from figures of several by one reporter in one span, beside the ranks that texts state."""
    book, ranked = told.book, [c for c in told.claims.get(rule.result, ()) if c.value is not None]
    for reporter in book.reporters(rule.first):
        for period in book.spans(rule.first, reporter):
            own, *rivals = (book.best(k, reporter, period) for k in (rule.first, *rule.others))
            known = [f for f in rivals if f is not None]
            if own is None or not known or own.derived:
                continue
            place = 1 + sum(f.value > own.value for f in known)
            working = (
                f"{shown(own.value, own.unit)} against {', '.join(shown(f.value, f.unit) for f in known)}"
            )
            words = ", ".join(
                dict.fromkeys(f"{c.value:g} said in {c.statement_date_high[:4]}" for c in ranked)
            )
            # Ranks of other times differ; a place that no text ever gave contradicts them all.
            met = not ranked or any(c.value == place for c in ranked)
            yield _finding(
                rule,
                "implied" if met else "off",
                ranked,
                f"{working}: place {place} among those known in {period}",
                f"{words}; by {reporter} the place in {period} is {place}",
                period=str(period),
                beside=tuple(i for f in (own, *known) for i in f.rests_on),
            )


def _one_each(said: Sequence[Claim]) -> list[Claim]:
    """One claim for each value and span."""
    return list({(c.value, c.period): c for c in reversed(said)}.values())[::-1]


def _one_figure_each(figures: Sequence[Figure]) -> list[Figure]:
    found: dict[tuple[float, Period], Figure] = {}
    for figure in figures:
        found.setdefault((figure.value, figure.period), figure)
    return list(found.values())


def _finding(
    rule: Closure,
    verdict: str,
    said_by: Sequence[Claim],
    working: str,
    said: str,
    period: str = "",
    beside: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        rule=rule.kind,
        verdict=verdict,
        key_id=rule.first,
        period=period,
        reporter="",
        value=None,
        low=None,
        high=None,
        unit="",
        inputs=tuple(c.claim_id for c in said_by),
        beside=beside,
        residual=None,
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )


RULES: Mapping[str, Callable[[Closure, Told], Iterator[Finding]]] = {
    "age": ages,
    "series": series,
    "count": counts,
    "rate": rates,
    "order": orders,
}
