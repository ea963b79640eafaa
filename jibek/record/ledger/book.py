"""Figures by key, reporter and span, and which of several to reckon with.

Texts are checked by their own figures first: of a key, span and reporter a claim is taken before a fact, a figure
before a bound, the narrower before the wider.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from jibek.record.ledger.figures import Figure
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.period import Period

Slot = tuple[str, str, Period]


class Book:
    """Figures that stand under (key, reporter, span); derived ones are added as they are found."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._slots: dict[Slot, list[Figure]] = defaultdict(list)
        self._spans: dict[tuple[str, str], set[Period]] = defaultdict(set)
        self._reporters: dict[str, list[str]] = defaultdict(list)
        for figure in figures:
            self.add(figure)

    def add(self, figure: Figure) -> None:
        """One more figure."""
        self._slots[figure.key_id, figure.reporter, figure.period].append(figure)
        self._spans[figure.key_id, figure.reporter].add(figure.period)
        if figure.reporter not in self._reporters[figure.key_id]:
            self._reporters[figure.key_id].append(figure.reporter)

    def reporters(self, key_id: str) -> tuple[str, ...]:
        """Who reports a key, in the order met."""
        return tuple(self._reporters.get(key_id, ()))

    def spans(self, key_id: str, reporter: str) -> tuple[Period, ...]:
        """Spans with a figure, in order of time."""
        return tuple(sorted(self._spans.get((key_id, reporter), ())))

    def at(self, key_id: str, reporter: str, period: Period) -> tuple[Figure, ...]:
        """All figures of a slot, those that are stated before those that follow."""
        found = self._slots.get((key_id, reporter, period), ())
        return tuple(sorted(found, key=lambda f: f.derived))

    def stated(self, key_id: str, reporter: str, period: Period) -> tuple[Figure, ...]:
        """Figures of a slot that someone states."""
        return tuple(f for f in self.at(key_id, reporter, period) if not f.derived)

    def best(self, key_id: str, reporter: str, period: Period) -> Figure | None:
        """The figure to reckon with; None where the slot is empty."""
        found = self._slots.get((key_id, reporter, period), ())
        return min(found, key=_order, default=None)

    def of(self, key_id: str) -> tuple[Figure, ...]:
        """Every stated figure of a key."""
        return tuple(
            f
            for r in self.reporters(key_id)
            for p in self.spans(key_id, r)
            for f in self.stated(key_id, r, p)
        )


def _order(figure: Figure) -> tuple[bool, bool, bool, bool, float]:
    return (
        figure.derived,
        figure.deprecated,
        not figure.is_claim,
        not figure.interval.closed,
        figure.interval.width,
    )


def follows(
    key_id: str,
    period: Period,
    reporter: str,
    unit: str,
    interval: Interval,
    value: float,
    inputs: Iterable[Figure],
) -> Figure:
    """A figure that follows from others."""
    used = tuple(inputs)
    rests = tuple(dict.fromkeys(i for f in used for i in f.rests_on))
    return Figure(
        key_id=key_id,
        period=period,
        reporter=reporter,
        value=value,
        interval=interval,
        comparator="=",
        unit=unit,
        source=" + ".join(rests),
        is_claim=all(f.is_claim for f in used),
        origin="; ".join(dict.fromkeys(f.origin for f in used)),
        said=max((f.said for f in used), default=""),
        status="done",
        definition="",
        inputs=rests,
    )


def by_origin(figures: Iterable[Figure]) -> Mapping[str, tuple[Figure, ...]]:
    """Figures by where they come from: only different origins support each other."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.origin].append(figure)
    return {origin: tuple(of) for origin, of in found.items()}
