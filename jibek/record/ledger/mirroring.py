"""Both reporters of one flow, year by year: values, gap, ratio, and what is known of why they differ.

    KAZ-CHN  2022   CHN 31.2   KAZ 24.1   gap 7.1   ratio 1.29
    KGZ-CHN  2016   CHN 5.6    KGZ 1.5    gap 4.1   ratio 3.82

Pairs are found, not listed: wherever both sides report a flow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.record.ledger.book import Book
from jibek.record.ledger.engine import closures
from jibek.record.ledger.figures import Figure, keys
from jibek.record.ledger.finding import Finding, ends, shown
from jibek.record.ledger.period import Period

if TYPE_CHECKING:
    from jibek.record import Facts


# Valuation, origin and re-export have parted reporters by six times at most (2000); ten is a slip of the pen.
FAR = 10.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two countries that both report their trade. keys: turnover, then both directions; sides as they are set out."""

    name: str
    sides: tuple[str, str]
    keys: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class MirrorYear:
    """One span of one flow by both sides, USD; None where a side has no figure.

    ratio is first side over second; ``first_range`` and ``second_range`` are the least and the most that statements of
    one side give; derived: worked out, as a sum of both ways that no one states.
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


def pairs(facts: Facts) -> Mapping[str, Pair]:
    """Pairs by name: those with keys for turnover and both ways, of which each side reports at least one."""
    book, known = closures(facts).book, keys(facts)
    found = {}
    for key in known.values():
        ref, other = key.ref_area, key.counterpart_area
        ways = ((other, ref), (ref, other))
        one, two = (f"trade_{a.lower()}_to_{b.lower()}:{ref}:{other}" for a, b in ways)
        if key.indicator == "trade_turnover" and {one, two} <= known.keys():
            pair = Pair(f"{ref}-{other}", (other, ref), (key.key_id, one, two))
            if all(any(book.spans(k, side) for k in pair.keys) for side in pair.sides):
                found[pair.name] = pair
    return found


def pair_of(facts: Facts, name: str) -> Pair:
    """The pair of that name, in either order.

    Raises
    ------
    InputError
        ``record.unknown_pair`` with those that are known.
    """
    asked = name.upper().replace("–", "-")
    known = pairs(facts)
    for pair in (known.get(asked), known.get("-".join(reversed(asked.split("-"))))):
        if pair is not None:
            return pair
    fix = f"Known: {', '.join(known)}."
    problem = Problem(
        "record.unknown_pair", "PAIR", value=name, expected="two reporters of one trade", fix=fix
    )
    raise InputError("record.unknown_pair", f"{name!r} is no pair of the record", [problem])


def mirror(facts: Facts, pair: str = "KAZ-CHN") -> tuple[MirrorYear, ...]:
    """Every year that either side reports, flow by flow, and other spans that both do.

    A turnover that is not stated is the sum of both ways.

    Raises
    ------
    InputError
        ``record.unknown_pair`` with those that are known.
    """
    book, asked = closures(facts).book, pair_of(facts, pair)
    return tuple(_row(book, k, asked.sides, p) for k in asked.keys for p in _spans(book, k, asked.sides))


def _spans(book: Book, key_id: str, sides: tuple[str, str]) -> list[Period]:
    one, two = ({p for p in book.spans(key_id, s) if _of_side(book, key_id, s, p)} for s in sides)
    return sorted({p for p in one | two if p.one_year} | (one & two), key=lambda p: (p.last, p.first))


def _of_side(book: Book, key_id: str, side: str, period: Period) -> Figure | None:
    """Statistics before what texts say of them, a stated figure before one that is worked out.

    Of a part of a year only what is stated counts: remainders of years are no reports.
    """
    found = [f for f in book.at(key_id, side, period) if period.one_year or not f.derived]
    return min(found, key=lambda f: (f.derived, f.deprecated, f.is_claim, f.interval.width), default=None)


def _row(book: Book, key_id: str, sides: tuple[str, str], period: Period) -> MirrorYear:
    one, two = (_of_side(book, key_id, side, period) for side in sides)
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
        first_range=_range(book, key_id, sides[0], period),
        second_range=_range(book, key_id, sides[1], period),
        first_sources=one.rests_on if one else (),
        second_sources=two.rests_on if two else (),
        first_derived=bool(one and one.derived),
        second_derived=bool(two and two.derived),
    )


def _range(book: Book, key_id: str, side: str, period: Period) -> tuple[float, float] | None:
    values = [f.value for f in book.stated(key_id, side, period) if f.interval.closed]
    return (min(values), max(values)) if values else None


def causes(facts: Facts, pair: str = "KAZ-CHN") -> tuple[Cause, ...]:
    """What is known of why the reporters of a pair differ, each with its facts.

    Raises
    ------
    InputError
        ``record.unknown_pair``, as `mirror` does.
    """
    wanted = {*pair_of(facts, pair).keys}
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
        if row["key_id"] in wanted
    )


def bridges(facts: Facts) -> Iterator[Finding]:
    """Spans for which both reporters state a flow: the ratio, which is a difference of reporters and no conflict."""
    book = closures(facts).book
    for pair in pairs(facts).values():
        for key_id in pair.keys:
            for period in _spans(book, key_id, pair.sides):
                one, two = (_of_side(book, key_id, side, period) for side in pair.sides)
                if one is not None and two is not None and not one.derived and not two.derived:
                    yield _bridge(key_id, period, one, two)


def _bridge(key_id: str, period: Period, one: Figure, two: Figure) -> Finding:
    ratio = one.interval / two.interval
    low, high = ends(ratio)
    value = one.value / two.value
    far = not 1 / FAR < value < FAR
    return Finding(
        rule="mirror",
        verdict="flag" if far else "by_reporter",
        key_id=key_id,
        period=str(period),
        reporter=f"{one.reporter}; {two.reporter}",
        value=value,
        low=low,
        high=high,
        unit="ratio",
        inputs=one.rests_on,
        beside=two.rests_on,
        residual=one.value - two.value,
        working=f"{shown(one.value, one.unit)} / {shown(two.value, two.unit)} = {value:.3f}",
        said="one reporter has ten times the other's figure or more: no method tells that"
        if far
        else "two reporters of one flow: not compared as if they were one",
    )
