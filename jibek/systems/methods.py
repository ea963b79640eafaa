"""Functions that formulas of indicators may call for what arithmetic alone cannot say: counts of events, days, ranks.

    held("EV-XI-KZ-2013; EV-XI-KZ-2015", "2013", "2024-07-04")      how many of these took place in that time
    events("sco; sco_astana", "summit", "2001", "2024-07-04")       all of a kind and system that took place
    days("EV-VISA-SIGN", "EV-VISA-EIF")                             days from one event to another
    rank(fact("a"), fact("b"), fact("c"))                           place of the first among all, 1 the largest
    total("systems/people", "twinning", "sister_pair", "2023", "2025-12")     sum of figures of an indicator
    trend("systems/borders_institutions", "united_nations", "unga_vote_agreement_share", "CHN-KAZ")   slope a year

    claim("S4-061")                       the figure of a statement of the texts, 100 MW

Days that are known to a month or year count from its first day. Events that were only planned, or that another row
contradicts, never count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from jibek.ground.dates import first_day
from jibek.ground.errors import Problem, nearest
from jibek.record import Facts
from jibek.record.working import Method, Reader

_TABLES = tuple(
    f"systems/{part}" for part in ("borders_institutions", "energy_industry", "finance_trade", "people")
)

EVENT = "input:systems/events:"

CLAIM = "claim:"


def claim(read: Reader, claim_id: str) -> float:
    """The figure that a statement of the texts gives, in base units."""
    rows = read.facts.table("claims")
    figures = dict(zip(rows["claim_id"].tolist(), rows["value"].tolist(), strict=True))
    return read.value(CLAIM + claim_id, lambda: float(figures[claim_id]))


def held(read: Reader, listed: str, first: str, last: str) -> float:
    """How many of the events listed, joined by semicolons, took place between two days, both included."""
    rows = _events(read.facts).set_index("event_id", drop=False).loc[_parts(listed)]
    return float(_counted(read, rows, first, last))


def events(read: Reader, systems: str, kind: str, first: str, last: str) -> float:
    """How many events of a kind and of systems, joined by semicolons, took place between two days."""
    rows = _events(read.facts)
    named = [_name(read.facts, system) for system in _parts(systems)]
    return float(_counted(read, rows[rows["system"].isin(named) & (rows["kind"] == kind)], first, last))


def days(read: Reader, first: str, second: str) -> float:
    """Days from the start of one event to the start of another."""
    rows = _events(read.facts)
    starts = dict(zip(rows["event_id"].tolist(), rows["date_start"].tolist(), strict=True))
    read.parents.update(dict.fromkeys((EVENT + first, EVENT + second)))
    begins = [first_day(starts[event]) for event in (first, second)]
    return float((begins[1] - begins[0]).days)


def rank(_: Reader, first: float, *others: float) -> float:
    """Place of the first number among all: 1 and one more for each that is larger."""
    return 1.0 + sum(other > first for other in others)


def total(read: Reader, table: str, system: str, indicator: str, first: str, last: str) -> float:
    """Sum of the figures of an indicator whose periods begin between two days."""
    low, high = first_day(first), first_day(last)
    ids = [
        fact_id
        for fact_id, period in _figures(read.facts, table, system, indicator)
        if low <= first_day(period.partition("/")[0]) <= high
    ]
    if not ids:
        raise ValueError(f"no figure of {indicator} between {first} and {last}")
    return math.fsum(read.fact(i) for i in ids)


def trend(read: Reader, table: str, system: str, indicator: str, partner: str) -> float:
    """Least-squares slope, per year, of an indicator of a partner over the years that have figures."""
    dated = [
        (int(period), read.fact(fact_id))
        for fact_id, period in _figures(read.facts, table, system, indicator, partner)
        if len(period) == 4
    ]
    years = [year for year, _ in dated]
    if len(set(years)) < 3:
        raise ValueError(f"{indicator} has figures of fewer than three years")
    middle = math.fsum(years) / len(years)
    return math.fsum((year - middle) * value for year, value in dated) / math.fsum(
        (year - middle) ** 2 for year in years
    )


def _counted(read: Reader, rows: pd.DataFrame, first: str, last: str) -> int:
    low, high = first_day(first), first_day(last)
    count = 0
    for event_id, start, status in zip(rows["event_id"], rows["date_start"], rows["status"], strict=True):
        if status == "done" and low <= first_day(start) <= high:
            read.parents[EVENT + event_id] = None
            count += 1
    return count


def _events(facts: Facts) -> pd.DataFrame:
    return facts.table("systems/events")


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(";")]


def _name(facts: Facts, system_id: str) -> str:
    systems = facts.table("systems")
    return str(systems.loc[systems["system_id"] == system_id, "name"].iloc[0])


def _figures(
    facts: Facts, table: str, system: str, indicator: str, partner: str | None = None
) -> Iterator[tuple[str, str]]:
    """Fact id and period of each figure of an indicator."""
    rows = facts.table(table)
    mine = (rows["system"] == _name(facts, system)) & (rows["indicator"] == indicator)
    if partner is not None:
        mine &= rows["partner"] == partner
    ids = facts.fact_ids(table, "value")[mine]
    yield from zip(ids.tolist(), rows.loc[mine, "period"].tolist(), strict=True)


def _known_events(facts: Facts, listed: str, *dates: str) -> list[Problem]:
    return [
        *_unknown(_parts(listed), set(_events(facts)["event_id"]), "an id of systems/events.csv"),
        *_days(dates),
    ]


def _known_claim(facts: Facts, claim_id: str) -> list[Problem]:
    rows = facts.table("claims")
    figures = set(rows.loc[rows["value"].notna(), "claim_id"])
    return _unknown([claim_id], figures, "a statement of claims.csv that gives a figure")


def _known_pair(facts: Facts, first: str, second: str) -> list[Problem]:
    return _unknown([first, second], set(_events(facts)["event_id"]), "an id of systems/events.csv")


def _known_kinds(facts: Facts, systems: str, kind: str, *dates: str) -> list[Problem]:
    kinds = set(_events(facts)["kind"])
    return [*_systems(facts, _parts(systems)), *_unknown([kind], kinds, "a kind of event"), *_days(dates)]


def _known_figures(facts: Facts, table: str, system: str, indicator: str, *rest: str) -> list[Problem]:
    found = [*_unknown([table], set(_TABLES), "a table of figures of systems"), *_systems(facts, [system])]
    if found:
        return found
    rows = facts.table(table)
    known = set(rows.loc[rows["system"] == _name(facts, system), "indicator"])
    return _unknown([indicator], known, f"an indicator of {system}")


def _systems(facts: Facts, ids: list[str]) -> list[Problem]:
    return _unknown(ids, set(facts.table("systems")["system_id"]), "an id of systems.csv")


def _unknown(words: list[str], known: set[str], expected: str) -> list[Problem]:
    return [
        Problem("working.unknown_name", "", value=word, expected=expected, fix=nearest(word, known))
        for word in words
        if word not in known
    ]


def _days(written: tuple[str, ...]) -> list[Problem]:
    found = []
    for word in written:
        try:
            first_day(word)
        except ValueError:
            found.append(Problem("working.not_a_day", "", value=word, expected="a day, month or year"))
    return found


def _method(
    work: Callable[..., float], takes: tuple[type, ...], lacks: Any = None, more: bool = False
) -> Method:
    return Method(takes, work, lacks, more)


METHODS: Mapping[str, Method] = {
    "claim": _method(claim, (str,), _known_claim),
    "held": _method(held, (str, str, str), _known_events),
    "events": _method(events, (str, str, str, str), _known_kinds),
    "days": _method(days, (str, str), _known_pair),
    "rank": _method(rank, (float, float), more=True),
    "total": _method(total, (str, str, str, str, str), _known_figures),
    "trend": _method(trend, (str, str, str, str), _known_figures),
}
