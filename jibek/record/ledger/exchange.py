"""Sums in yuan and tenge against sums in dollars, by the rate of their year and what it leaves open.

    674.15 bn CNY of 2024 / 7.197 CNY/USD, from 7.03 to 7.31     93.7 bn USD (92.3 … 95.9): meets 94.82

A yearly average is known from two sources, and a sum of part of a year, or of one day, was exchanged at other rates.
The rate may be anything from half way to the average before to half way to the one after. What customs take, or what it
did within the year, stands as a margin in the row of closures.csv.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from jibek.record.ledger.book import Book, follows
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.finding import shown
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.levels import Closure, Derived
from jibek.record.ledger.period import Period
from jibek.record.ledger.rates import open_rate


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
    averages: dict[int, list[Figure]] = defaultdict(list)
    for figure in book.of(key_id):
        averages[figure.period.first.year].append(figure)
    known = {y: [f.value for f in of] for y, of in averages.items()}
    interval = open_rate(known, year, (rule.low, rule.high)) if period.last.year == year else None
    return None if interval is None else Rate(known[year][0], interval, tuple(averages[year]))


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
