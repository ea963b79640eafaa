"""Both reporters of one flow, year by year: values, gap, ratio, and what is known of why they differ.

2022   CHN 31.2   KAZ 24.1   gap 7.1   ratio 1.29
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem, nearest
from jibek.record.ledger.book import Book
from jibek.record.ledger.engine import closures
from jibek.record.ledger.figures import Figure, keys
from jibek.record.ledger.finding import Finding, ends, shown
from jibek.record.ledger.period import Period

if TYPE_CHECKING:
    from jibek.record import Facts

# The keys of a pair: turnover, then both directions.
PAIRS = {
    "KAZ-CHN": ("trade_turnover:KAZ:CHN", "trade_chn_to_kaz:KAZ:CHN", "trade_kaz_to_chn:KAZ:CHN"),
}
SIDES = ("CHN", "KAZ")


@dataclass(frozen=True, slots=True)
class MirrorYear:
    """One span of one flow by both sides, USD; None where a side has no figure.

    ratio is first side over second; ``first_range`` and ``second_range`` are the least and the most that statements of
    one side give; derived: a sum of both ways that no one states.
    """

    key_id: str
    period: str
    first: float | None
    second: float | None
    gap: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    first_range: tuple[float, float] | None
    second_range: tuple[float, float] | None
    first_sources: tuple[str, ...]
    second_sources: tuple[str, ...]
    first_derived: bool
    second_derived: bool

    def to_json(self) -> dict[str, Any]:
        """Field by field."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Cause:
    """What is known of a gap, in own words, and the facts that show it."""

    cause_id: str
    key_id: str
    cause: str
    direction: str
    statement: str
    fact_ids: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Field by field."""
        return {name: getattr(self, name) for name in self.__slots__}


def mirror(facts: Facts, pair: str = "KAZ-CHN") -> tuple[MirrorYear, ...]:
    """Every year that either side reports, flow by flow; a turnover that is not stated is the sum of both ways.

    Raises
    ------
    InputError
        ``record.unknown_pair`` with those that are known.
    """
    asked = pair.upper().replace("–", "-")
    known = PAIRS | {"-".join(reversed(n.split("-"))): of for n, of in PAIRS.items()}
    if asked not in known:
        fix = nearest(pair, known) or f"Known: {', '.join(PAIRS)}."
        problem = Problem(
            "record.unknown_pair", "PAIR", value=pair, expected="two reporters of one trade", fix=fix
        )
        raise InputError("record.unknown_pair", f"{pair!r} is no pair of the record", [problem])
    book = closures(facts).book
    return tuple(row for key_id in known[asked] for row in _rows(book, key_id))


def _rows(book: Book, key_id: str) -> Iterator[MirrorYear]:
    years = {p for side in SIDES for p in book.spans(key_id, side) if p.one_year}
    for period in sorted(years):
        yield _row(book, key_id, period)


def _of_side(book: Book, key_id: str, side: str, period: Period) -> Figure | None:
    """Statistics before what texts say of them, a stated figure before a sum."""
    found = book.at(key_id, side, period)
    return min(found, key=lambda f: (f.derived, f.deprecated, f.is_claim, f.interval.width), default=None)


def _row(book: Book, key_id: str, period: Period) -> MirrorYear:
    one, two = (_of_side(book, key_id, side, period) for side in SIDES)
    both = one is not None and two is not None
    ratio = one.interval / two.interval if one is not None and two is not None else None
    low, high = ends(ratio) if ratio is not None else (None, None)
    return MirrorYear(
        key_id=key_id,
        period=str(period),
        first=one.value if one else None,
        second=two.value if two else None,
        gap=one.value - two.value if one and two else None,
        ratio=one.value / two.value if one and two else None,
        ratio_low=low if both else None,
        ratio_high=high if both else None,
        first_range=_range(book, key_id, SIDES[0], period),
        second_range=_range(book, key_id, SIDES[1], period),
        first_sources=one.rests_on if one else (),
        second_sources=two.rests_on if two else (),
        first_derived=bool(one and one.derived),
        second_derived=bool(two and two.derived),
    )


def _range(book: Book, key_id: str, side: str, period: Period) -> tuple[float, float] | None:
    values = [f.value for f in book.stated(key_id, side, period) if f.interval.closed]
    return (min(values), max(values)) if values else None


def causes(facts: Facts) -> tuple[Cause, ...]:
    """What is known of why reporters differ, each with its facts."""
    return tuple(
        Cause(
            row["cause_id"],
            row["key_id"],
            row["cause"],
            row["direction"] or "",
            row["statement"],
            tuple(row["fact_ids"].split("; ")),
        )
        for row in facts.table("causes").to_dict("records")
    )


def bridges(facts: Facts) -> Iterator[Finding]:
    """Spans for which both reporters state a flow: the ratio, which is a difference of reporters and no conflict."""
    book = closures(facts).book
    known = keys(facts)
    for key_id in (k for of in PAIRS.values() for k in of if k in known):
        spans = set(book.spans(key_id, SIDES[0])) & set(book.spans(key_id, SIDES[1]))
        for period in sorted(spans):
            one, two = (_of_side(book, key_id, side, period) for side in SIDES)
            if one is not None and two is not None and not one.derived and not two.derived:
                yield _bridge(key_id, period, one, two)


def _bridge(key_id: str, period: Period, one: Figure, two: Figure) -> Finding:
    ratio = one.interval / two.interval
    low, high = ends(ratio)
    value = one.value / two.value
    return Finding(
        rule="mirror",
        verdict="by_reporter",
        key_id=key_id,
        period=str(period),
        reporter="; ".join(SIDES),
        value=value,
        low=low,
        high=high,
        unit="ratio",
        inputs=one.rests_on,
        beside=two.rests_on,
        residual=one.value - two.value,
        working=f"{shown(one.value, one.unit)} / {shown(two.value, two.unit)} = {value:.3f}",
        said="two reporters of one flow: not compared as if they were one",
    )
