"""Sums in yuan and tenge against sums in dollars, by the rate of their year and what it leaves open.

    674.15 bn CNY of 2024 / 7.197 CNY/USD, from 7.03 to 7.31     93.7 bn USD (92.3 … 95.9): meets 94.82

A yearly average is known from two sources, and a sum of part of a year, or of one day, was exchanged at other rates.
The rate may be anything from half way to the average before to half way to the one after. What customs take, or what it
did within the year, stands as a margin in the row of closures.csv.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jibek.record.ledger.book import Book, follows
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.finding import shown
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.levels import Closure, Derived
from jibek.record.ledger.period import Period, whole_year


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of a currency per US dollar in a span: the average of its year, what it may be, and the facts behind."""

    value: float
    interval: Interval
    figures: tuple[Figure, ...]


def rate_at(rule: Closure, book: Book, period: Period) -> Rate | None:
    """The rate of a span within one year by a row of closures; None where the span is longer or the rate not known."""
    (key_id,) = rule.others
    year = period.first.year
    own = [f for f in book.of(key_id) if f.period == whole_year(year)]
    if not own or period.last.year != year:
        return None
    near = [book.best(key_id, f.reporter, whole_year(y)) for f in own[:1] for y in (year - 1, year + 1)]
    halves = [0.5 * (own[0].value + f.value) for f in near if f is not None]
    low = min([*halves, *(f.interval.low for f in own)])
    high = max([*halves, *(f.interval.high for f in own)])
    margin = (1.0 if rule.low is None else rule.low, 1.0 if rule.high is None else rule.high)
    return Rate(own[0].value, Interval(low * margin[0], high * margin[1]), tuple(own))


def currency(rule: Closure, book: Book) -> Iterator[Derived]:
    """A sum in dollars from one in another currency, by one reporter in one span."""
    for reporter in book.reporters(rule.first):
        for period in book.spans(rule.first, reporter):
            told = book.best(rule.first, reporter, period)
            rate = rate_at(rule, book, period) if told is not None and period.closed else None
            if told is None or rate is None:
                continue
            made = follows(
                rule.result,
                period,
                reporter,
                "USD",
                told.interval / rate.interval,
                told.value / rate.value,
                (told, *rate.figures),
            )
            middle, low, high = (f"{x:.4g}" for x in (rate.value, *rate.interval.ends()))
            working = f"{shown(told.value, told.unit)} / {middle} {told.unit}/USD, from {low} to {high},"
            yield Derived(rule, made, working)


def in_dollars(
    rules: Iterable[Closure], book: Book, code: str, interval: Interval, period: Period
) -> Interval | None:
    """What an amount may be in US dollars; None where no row of closures exchanges the currency in that span.

    Parameters
    ----------
    rules, book
        Rows of closures and figures of a record, as `Closures` has them.
    code
        ISO 4217: CNY, KZT.
    interval, period
        The amount in its currency, and when it was.
    """
    for rule in rules:
        if rule.kind == "currency" and rule.others[0].startswith(f"exchange_rate_{code.lower()}:"):
            rate = rate_at(rule, book, period)
            return None if rate is None else interval / rate.interval
    return None
