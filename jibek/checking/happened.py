"""Dates of an article against the dates of the record: events, openings of projects, rows that are a year.

    "The plant, opened in 2012, …"        Nuclear fuel assembly plant: opened year 2021        does not match
    «запуск состоялся в июне 2021 года»   Zhanatas wind farm, 2021-06                          agrees

A date agrees with an event that the words around it name, within the days, the month or the year that either states. It
conflicts only with the one event that the words name surely, where none of its kind and name is of that date; less
surely where only its year, month or day is another.

Reads   data/eurasia/systems/events.csv, projects.csv; rows of systems whose unit is a year
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jibek.checking.intervals import Span, extent, span
from jibek.checking.known import Known
from jibek.checking.model import AGREES, CONFLICTS
from jibek.checking.outcome import Outcome
from jibek.checking.surroundings import IN_SENTENCE
from jibek.checking.vocabulary import named
from jibek.reading import Quantity
from jibek.sources.plain import remembered, rows

SYSTEMS = ("borders_institutions", "energy_industry", "finance_trade", "people")
NAME, OTHER = 1.0, 0.7  # how much a term counts by the cell that it stands in
STRONGEST, SELDOM = 6, 6.0
NEEDED = {4: 8.0, 7: 6.0, 10: 5.0}  # evidence for a year, a month, a day
SURELY = 14.0  # evidence for a conflict
SLIPS = {
    7: 10.0,
    10: 7.0,
}  # the same for a month or a day that is the event's own but for one part of its date
COMES_NEAR = 0.6  # share of it from which another event may be meant as well
# What begins, in the words of rows: an opening is not compared with a signing.
KINDS = frozenset(f"={k}" for k in ("opened", "signed", "founded", "construction"))


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of the record with the terms of its row."""

    known: Known
    words: Mapping[str, float]
    label: str

    @property
    def days(self) -> Span:
        """First and last day on which it may have been."""
        assert self.known.days is not None
        return self.known.days


class Calendar:
    """The dated events of the record."""

    def __init__(self, events: Iterable[Dated]) -> None:
        self.events = tuple(events)
        often = Counter(word for event in self.events for word in event.words)
        total = max(1, len(self.events))
        self._seldom = {word: min(SELDOM, math.log(total / n)) for word, n in often.items()}

    def evidence(self, event: Dated, near: Mapping[str, float]) -> float:
        """What the words near a date say for an event."""
        said = (near[w] * weight * self._seldom[w] for w, weight in event.words.items() if w in near)
        return sum(sorted(said, reverse=True)[:STRONGEST])

    def judge(self, quantity: Quantity, near: Mapping[str, float]) -> tuple[Outcome, str] | None:
        """Whether an event of that date is told of, or another date of the one that is; None for neither."""
        told = str(quantity.value)
        ours = span(told)
        if ours is None:
            return None
        scored = sorted(((self.evidence(e, near), e) for e in self.events), key=lambda s: -s[0])
        there = [(s, e) for s, e in scored if _meet(ours, e.days)]
        if there and there[0][0] >= NEEDED.get(len(told), math.inf):
            return Outcome(AGREES, "same", (there[0][1].known,)), there[0][1].label
        least = there[0][0] / COMES_NEAR if there else 0.0  # what another event needs to be meant rather
        event = _slip(told, scored, least) or _other(scored, least, near)
        return None if event is None else (Outcome(CONFLICTS, "wrong year", (event.known,)), event.label)


def _slip(told: str, scored: Sequence[tuple[float, Dated]], least: float) -> Dated | None:
    """The event whose date is the one told but for a part of it."""
    enough = max(SLIPS.get(len(told), math.inf), least)
    return next((e for score, e in scored if score > enough and _one_part(told, e)), None)


def _other(scored: Sequence[tuple[float, Dated]], least: float, near: Mapping[str, float]) -> Dated | None:
    """The one event that the words name surely, of a kind that they name."""
    if not scored or scored[0][0] <= max(SURELY, least):
        return None
    event = scored[0][1]
    kinds = KINDS & near.keys() & event.words.keys()
    return event if any(near[k] >= IN_SENTENCE for k in kinds) else None


def _one_part(told: str, event: Dated) -> bool:
    """Whether a date and that of an event are alike but for the year, the month or the day."""
    first = date.fromordinal(event.days[0]).isoformat()[: len(told)]
    mine, its = told.split("-"), first.split("-")
    alike = sum(a == b for a, b in zip(mine, its, strict=True))
    return len(mine) > 1 and alike == len(mine) - 1 and (len(mine) > 2 or mine[0] != its[0])


def _meet(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


@remembered()
def calendar() -> Calendar:
    """The shipped events."""
    return Calendar((*_events(), *_projects(), *_years()))


def _dated(fact_id: str, when: str, cells: Iterable[tuple[str, float]], label: str) -> Iterator[Dated]:
    days = span(when)
    if days is None:
        return
    words: dict[str, float] = {}
    for text, weight in cells:
        for term in named(text.replace("_", " ")):
            words[term] = max(weight, words.get(term, 0.0))
    year = float(when[:4])
    known = Known(label, year, extent(year, counted=True), "", days, "", "", None, (fact_id,), text=label)
    yield Dated(known, words, label)


def _events() -> Iterator[Dated]:
    for row in rows("eurasia/systems/events"):
        last = row["date_end"] if row["date_end"] and row["date_end"] != row["date_start"] else ""
        when = f"{row['date_start']}/{last}" if last else row["date_start"]
        cells = (
            (row["title"], NAME),
            (f"{row['system']} {row['place']}", OTHER),
            (_KINDS.get(row["kind"], row["kind"]), NAME),
        )
        yield from _dated(f"systems/events:{row['event_id']}:date_start", when, cells, row["title"])


_KINDS = {"launch": "launch opened", "state visit": "state visit"}


def _projects() -> Iterator[Dated]:
    for row in rows("eurasia/projects"):
        cells = ((row["name"], NAME), (f"opened {row['type']} {row['effect']} {row['note']}", OTHER))
        yield from _dated(
            f"projects:{row['name']}:open_year", row["open_year"], cells, f"{row['name']}: opening"
        )


def _years() -> Iterator[Dated]:
    """Rows that hold a year: opened_year 2021; and what their words say of a month: operation from November 2021."""
    for table in SYSTEMS:
        for row in rows(f"eurasia/systems/{table}"):
            if row["unit"] != "year" or not row["value"]:
                continue
            columns = ("system", "indicator", "partner", "period", "reporter")
            key = "|".join(row[c] for c in columns if c in row)
            cells = ((f"{row['system']} {row['indicator']}", NAME), (row["definition"], OTHER))
            label = f"{row['system']}: {row['indicator'].replace('_', ' ')}"
            yield from _dated(f"systems/{table}:{key}:value", row["value"].split(".")[0], cells, label)
