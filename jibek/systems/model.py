"""What is known of a system, as plain frozen values: its facts, events, claims, indicators, series and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["computed", "recorded", "gap"]


@dataclass(frozen=True, slots=True)
class Modelled:
    """A kept quantity of a run; value, low and high in ``unit``, None where the run gives none."""

    quantity_id: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    year: int
    what: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure of a system; value, low and high in ``unit``, None where none is printed."""

    fact_id: str
    indicator: str
    partner: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    reporter: str
    definition: str
    source: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of a system; first and last as the data write them: a day, a month or a year."""

    event_id: str
    kind: str
    first: str
    last: str
    title: str
    parties: str
    place: str
    status: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of the source texts on a system, in own words."""

    claim_id: str
    text: str
    speaker: str
    date: str
    status: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure worked out of other figures.

    value, low, high
        In ``unit``; None where there is no such end, or no value: ``missing`` then says why.
    parents
        Node ids of what the formula asked for, those of its ends included.
    """

    indicator_id: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    period: str
    reporter: str
    formula: str
    reason: str
    method: str
    parents: tuple[str, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series, at a year."""

    year: int
    value: float
    reporter: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one indicator over three years or more, in ``unit``; a year may stand more than once."""

    name: str
    partner: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Figures of one indicator and period that are not the same: by whom and by which definition."""

    name: str
    partner: str
    period: str
    unit: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class System:
    """Everything that is known of one system."""

    system_id: str
    name: str
    names: tuple[str, ...]  # Russian, Kazakh, Chinese; blank where not known
    aliases: tuple[str, ...]
    type: str
    group: str
    area: str
    texts: tuple[str, ...]
    said: str
    status: Status
    claims: tuple[Said, ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    indicators: tuple[Indicator, ...]
    modelled: tuple[Modelled, ...]
    series: tuple[Series, ...]
    differences: tuple[Difference, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line on the screen of an area: an indicator with its words and trend."""

    words: str
    indicator: Indicator | None
    system_id: str
    series: Series | None
    others: tuple[Indicator, ...] = ()  # of the same name: other years, other reporters


@dataclass(frozen=True, slots=True)
class Screen:
    """One of the five areas at a glance: three numbers, and promises beside deeds."""

    area: str
    numbers: tuple[Shown, ...]
    pairs: tuple[tuple[Shown, Shown], ...]
