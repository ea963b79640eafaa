"""Shares and goals whose reporter no text names: worked by every reporter, and by two mixed.

28.3 % of 2023    41 / 144.9 by it; 22.5 % by Kazakh figures alone, 29.3 % with the Chinese part over the Kazakh whole
40 bn goal        102.5 % by Chinese figures of 2023, 78.8 % by Kazakh ones
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jibek.record.ledger.book import Book
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.finding import Finding, ends, shown
from jibek.record.ledger.interval import Interval, exact
from jibek.record.ledger.levels import Closure
from jibek.record.ledger.period import Period, whole_year
from jibek.record.ledger.statements import Claim


@dataclass(frozen=True, slots=True)
class Basis:
    """One way to reckon a share: part and whole, by whom, and how the whole was come by."""

    part: Figure
    whole: Figure
    yearly: float
    words: str

    @property
    def interval(self) -> Interval:
        """The share in percent."""
        return (self.part.interval / (self.whole.interval * exact(self.yearly))).scaled(100.0)

    @property
    def value(self) -> float:
        """The share in percent by the printed figures."""
        return 100 * self.part.value / (self.whole.value * self.yearly)


def unnamed_shares(rule: Closure, book: Book) -> Iterator[Finding]:
    """A share without a reporter beside that of each reporter, and of one's part over the other's whole."""
    for told in book.of(rule.result):
        if told.reporter or not told.is_claim:
            continue
        bases = list(_bases(rule, book, told.period))
        if bases:
            yield _share(rule, told, bases)


def _bases(rule: Closure, book: Book, period: Period) -> Iterator[Basis]:
    (whole_key,) = rule.others
    for of_whole in book.reporters(whole_key):
        for whole, yearly, words in _wholes(book, whole_key, of_whole, period):
            for of_part in book.reporters(rule.first):
                part = book.best(rule.first, of_part, period)
                if part is not None:
                    yield Basis(part, whole, yearly, f"{of_part} over {of_whole}{words}")


def _wholes(book: Book, key_id: str, reporter: str, period: Period) -> Iterator[tuple[Figure, float, str]]:
    """The whole of the span, and the yearly pace of parts of it that are known."""
    whole = book.best(key_id, reporter, period)
    if whole is not None:
        yield whole, 1.0, ""
    for span in book.spans(key_id, reporter):
        if span != period and period.one_year and span.opens_a_year and period.holds(span):
            part = book.best(key_id, reporter, span)
            if part is not None and span.months >= 6:
                yield part, 12 / span.months, f" at the pace of {span.months} months"


def _share(rule: Closure, told: Figure, bases: Sequence[Basis]) -> Finding:
    met = [b for b in bases if b.interval.meets(told.interval)]
    part = max((b.part for b in bases), key=lambda f: f.value)
    implied = (part.interval / told.interval).scaled(100.0)
    low, high = ends(implied)
    worked = "; ".join(
        f"{b.words}: {shown(b.part.value, b.part.unit)} / {shown(b.whole.value * b.yearly, b.whole.unit)} = "
        f"{b.value:.1f} percent"
        for b in bases
    )
    value = 100 * part.value / told.value
    working = f"{shown(part.value, part.unit)} / {told.value / 100:.4g} = {shown(value, part.unit)}; {worked}"
    if not met:
        verdict = "flag"
        said = "fits no reporter, nor one's part over another's whole: basis not stated"
    else:
        verdict, said = "by_reporter", f"fits {met[0].words}"
    return Finding(
        rule="share",
        verdict=verdict,
        key_id=rule.result,
        period=str(told.period),
        reporter="",
        value=value,
        low=low,
        high=high,
        unit=part.unit,
        inputs=(told.source, *part.rests_on),
        beside=tuple(dict.fromkeys(i for b in bases for f in (b.part, b.whole) for i in f.rests_on)),
        residual=min(b.interval.apart(told.interval) for b in bases),
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )


def targets(rule: Closure, book: Book, said: Mapping[str, Sequence[Claim]]) -> Iterator[Finding]:
    """Progress to each goal by each reporter, the growth it still takes, and what texts say of it being met."""
    goals = {c.value: c for c in reversed(said.get(rule.result, ())) if c.value is not None}
    verdicts = [c for key in rule.others for c in said.get(key, ()) if c.value is not None]
    for goal in goals.values():
        by = [
            f
            for r in book.reporters(rule.first)
            if (f := _latest_until(book, rule.first, r, goal)) is not None
        ]
        for figure in by:
            yield _progress(rule, goal, figure, book)
        if verdicts and by:
            yield _met(rule, goal, by, verdicts)


def _latest_until(book: Book, key_id: str, reporter: str, goal: Claim) -> Figure | None:
    """The last whole year of a reporter that ended before the latest text on the goal."""
    until = date.fromisoformat(goal.statement_date_high)
    years = [
        p for p in book.spans(key_id, reporter) if p.one_year and p.last <= max(until, date(until.year, 1, 1))
    ]
    return book.best(key_id, reporter, years[-1]) if years else None


def _progress(rule: Closure, goal: Claim, actual: Figure, book: Book) -> Finding:
    wanted = goal.value or 0.0
    share = 100 * actual.value / wanted
    low, high = ends(actual.interval.scaled(100 / wanted))
    due = Period.read(goal.period).last.year
    year = actual.period.first.year
    working = (
        f"{shown(actual.value, actual.unit)} / {shown(wanted, goal.unit)} = {share:.1f} percent in {year}"
    )
    base = book.best(rule.first, actual.reporter, whole_year(year - 1))
    if base is not None:
        needed = [100 * ((wanted / base.value) ** (1 / (last - year + 1)) - 1) for last in (due, due - 1)]
        working += (
            f"; from {year - 1} it took {needed[0]:.1f} percent a year to {due}, {needed[1]:.1f} to {due - 1}"
        )
    met = actual.interval.low >= wanted
    said = (
        f"met {due - year} years early" if met else f"{shown(wanted - actual.value, goal.unit)} are missing"
    )
    return Finding(
        rule="target",
        verdict="closes" if met else "open",
        key_id=rule.result,
        period=str(actual.period),
        reporter=actual.reporter,
        value=share,
        low=low,
        high=high,
        unit="percent",
        inputs=(goal.claim_id, *actual.rests_on),
        beside=() if base is None else base.rests_on,
        residual=actual.value - wanted,
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )


def _met(rule: Closure, goal: Claim, by: Sequence[Figure], verdicts: Sequence[Claim]) -> Finding:
    wanted = goal.value or 0.0
    passed = [f for f in by if f.interval.low >= wanted]
    missed = [f for f in by if f.interval.high < wanted]
    verdict = "by_reporter" if passed and missed else "closes" if passed else "off"
    names = "; ".join(f"{f.reporter or 'unnamed'} {shown(f.value, f.unit)} in {f.period}" for f in by)
    holds, fails = (", ".join(f.reporter for f in of) or "no one" for of in (passed, missed))
    return Finding(
        rule="target",
        verdict=verdict,
        key_id=rule.result,
        period="",
        reporter="",
        value=None,
        low=None,
        high=None,
        unit=goal.unit,
        inputs=tuple(c.claim_id for c in verdicts),
        beside=tuple(i for f in by for i in f.rests_on),
        residual=None,
        working=f"{shown(wanted, goal.unit)}: {names}",
        said=f"holds by {holds}, not by {fails}",
        closure_id=rule.closure_id,
    )
