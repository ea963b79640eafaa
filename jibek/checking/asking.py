"""A figure as it is looked for among the rows: its measure, interval and period, and what stands beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from jibek.checking import slips
from jibek.checking.intervals import Extent, Span, extent, span
from jibek.checking.known import capped
from jibek.checking.measures import COUNT, UNKNOWN, Measure, measure
from jibek.checking.phrases import years_named
from jibek.checking.surroundings import Surroundings
from jibek.checking.vocabulary import countries, named, ports
from jibek.reading import Article, Quantity
from jibek.reading.speaking import reporter_of

LEAST_MONEY = 1e9  # whatever stands beside it
LEAST_LARGE = 10_000  # a bare figure so large has a unit that its sentence leaves out
BESIDE = 1.0  # how near a country stands that a figure is of
PAIR = frozenset({"=@CHN", "=@KAZ"})
NO_NOUNS = frozenset(
    {"increas", "decreas", "=growth", "=decline"}
)  # what the reader writes beside a percentage
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WIDE = 0.25  # a range wider than that, by its value, is no one figure


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure as it is looked for."""

    quantity: Quantity
    measure: Measure
    value: float
    extent: Extent
    days: Span | None
    said: Span | None
    near: Mapping[str, float]
    noun: frozenset[str]
    flow: str = ""
    countries: frozenset[str] = frozenset()
    ports: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()  # that its sentence names
    reported: bool = False  # whether its own sentence says whose statistics it is from
    before: frozenset[str] = frozenset()  # terms since the figure before it
    behind: frozenset[str] = frozenset()  # terms up to the figure after it
    digits: int = 4  # that it states, 1 to 4


def asked(quantity: Quantity, article: Article, around: Surroundings, flow: str = "") -> Asked | None:
    """A figure made ready; None for dates and units that no row has. ``flow`` is KAZ->CHN, CHN->KAZ or open."""
    if isinstance(quantity.value, str) or not math.isfinite(quantity.value):
        return None
    of = measure(quantity.currency or quantity.unit or COUNT)
    if of is None:
        return None
    value = float(quantity.value)
    if of.family == COUNT and value >= (LEAST_MONEY if quantity.noun else LEAST_LARGE):
        of = Measure(UNKNOWN, 1.0, of.per)
    counted = of.family == COUNT and abs(value) < 1000
    low, high = extent(value, quantity.comparator or "=", counted=counted)
    if not counted and len(_NUMBER.findall(quantity.text)) > 1:  # "between 9 and 14"
        low = low if quantity.value_low is None else float(quantity.value_low)
        high = high if quantity.value_high is None else float(quantity.value_high)
    low, high = capped((low, high), value)
    near = around.near(quantity)
    own = None if quantity.period_basis in ("", "dateline") or not quantity.period else span(quantity.period)
    return Asked(
        quantity,
        of,
        value * of.factor,
        (low * of.factor, high * of.factor),
        own,
        span(article.statement_date) if article.statement_date else None,
        near,
        _noun(quantity),
        flow,
        _countries(quantity, around, near),
        around.own(quantity, ports()),
        years_named(article.text, *quantity.sentence),
        bool(reporter_of(article.text[slice(*quantity.sentence)])),
        *around.amid(quantity),
        min(4, max(1, slips.significant(float(quantity.value)))),
    )


def _countries(quantity: Quantity, around: Surroundings, near: Mapping[str, float]) -> frozenset[str]:
    """Countries that a figure is of: those named since the figure before it, be it the two; else those beside it."""
    since = around.just_before(quantity, countries() | PAIR)
    return (
        since & countries() if since else frozenset(c for c in countries() & near.keys() if near[c] >= BESIDE)
    )


def _noun(quantity: Quantity) -> frozenset[str]:
    """What a figure counts, as terms; a noun that no table knows is still one."""
    if not quantity.noun:
        return frozenset({"=person"}) if quantity.unit.startswith("persons") else frozenset()
    return (named(quantity.noun) - NO_NOUNS) or frozenset({UNKNOWN})


def wide(asked: Asked) -> bool:
    """Whether a range is too wide to be one figure."""
    return asked.extent[1] - asked.extent[0] > WIDE * abs(asked.value) and asked.quantity.comparator == "="
