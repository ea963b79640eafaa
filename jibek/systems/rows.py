"""The rows of the record that belong to a system, and what can be seen of them side by side: series and differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from jibek.ground.values import blank
from jibek.record import Facts
from jibek.systems.model import Difference, Event, Fact, Modelled, Point, Series
from jibek.systems.said import CLAIMS

QUANTITIES = "quantities"  # in system_rows the table of what a run gives

_LEAST_YEARS = 3


def facts_of(record: Facts) -> dict[str, list[Fact]]:
    """Facts by system id: rows that name the system, and those that ``system_rows`` gives it, in the record's order."""
    ids = dict(zip(record.table("systems")["name"], record.table("systems")["system_id"], strict=True))
    listed = record.facts
    owner: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in record.table("system_rows").to_dict("records"):
        if row["table"] in (QUANTITIES, CLAIMS):
            continue
        frame = record.table(row["table"])
        keys = record.fact_ids(row["table"], "")[frame[row["column"]].astype(str) == row["word"]]
        for key in keys:
            owner[row["table"], str(key).removesuffix(":").partition(":")[2]][row["system_id"]] = (
                row["label"] or ""
            )
    words = _definitions(record)
    found: dict[str, list[Fact]] = defaultdict(list)
    for row in listed.to_dict("records"):
        owners = dict(owner.get((row["table"], row["key"]), {}))
        if row["table"].startswith("systems/") and row["area"] in ids:
            owners.setdefault(ids[row["area"]], "")
        for system_id, label in owners.items():
            told = row | {"indicator": label} if label else row
            found[system_id].append(_fact(told, words.get(row["fact_id"], "")))
    return dict(found)


def _definitions(record: Facts) -> dict[str, str]:
    """What a source means by a figure, by fact id, for the tables that say so."""
    found: dict[str, str] = {}
    for stem in record.tables:
        if not (stem.startswith("systems/") or stem == "series"):
            continue
        frame = record.table(stem)
        if "definition" in frame:
            ids = record.fact_ids(stem, "value")
            found |= {i: d for i, d in zip(ids, frame["definition"], strict=True) if isinstance(d, str)}
    return found


def _fact(row: Mapping[Any, Any], definition: str) -> Fact:
    def word(name: str) -> str:
        return "" if blank(row[name]) else str(row[name])

    def figure(name: str) -> float | None:
        return None if blank(row[name]) else float(row[name])

    return Fact(
        fact_id=row["fact_id"],
        indicator=word("indicator"),
        partner=word("counterpart"),
        period=word("period"),
        value=figure("value"),
        low=figure("low"),
        high=figure("high"),
        unit=word("unit"),
        reporter=word("reporter"),
        definition=definition,
        source=word("source"),
        url=word("url"),
        confidence=word("confidence"),
    )


def events_of(record: Facts) -> dict[str, list[Event]]:
    """Events by the name of their system, the earliest first."""
    found: dict[str, list[Event]] = defaultdict(list)
    frame: pd.DataFrame = record.table("systems/events").sort_values("date_start", kind="stable")
    for row in frame.to_dict("records"):
        told = {k: "" if blank(v) else str(v) for k, v in row.items()}
        found[told["system"]].append(
            Event(
                **{
                    k: told[k]
                    for k in ("event_id", "kind", "title", "parties", "place", "status", "source", "url")
                },
                first=told["date_start"],
                last=told["date_end"],
            )
        )
    return dict(found)


def modelled_of(record: Facts, kept: Mapping[str, Modelled]) -> dict[str, list[Modelled]]:
    """Quantities of a run by system id."""
    found: dict[str, list[Modelled]] = defaultdict(list)
    for row in record.table("system_rows").to_dict("records"):
        if row["table"] == QUANTITIES and row["word"] in kept:
            found[row["system_id"]].append(kept[row["word"]])
    return dict(found)


def series_of(facts: Iterable[Fact]) -> tuple[Series, ...]:
    """Indicators that have figures of three whole years or more; those with most years first."""
    held: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for fact in facts:
        if fact.value is not None and len(fact.period) == 4 and fact.period.isdigit():
            point = Point(int(fact.period), fact.value, fact.reporter, fact.fact_id)
            held[fact.indicator, fact.partner, fact.unit].append(point)
    found = [
        Series(name, partner, unit, tuple(sorted(points, key=lambda p: (p.year, p.reporter))))
        for (name, partner, unit), points in held.items()
        if len({p.year for p in points}) >= _LEAST_YEARS
    ]
    return tuple(sorted(found, key=lambda s: -len({p.year for p in s.points})))


def differences_of(facts: Iterable[Fact]) -> tuple[Difference, ...]:
    """Figures that share indicator, partner, period and unit and are not the same."""
    held: dict[tuple[str, str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.value is not None:
            held[fact.indicator, fact.partner, fact.period, fact.unit].append(fact)
    return tuple(
        Difference(name, partner, period, unit, tuple(several))
        for (name, partner, period, unit), several in held.items()
        if len({f.value for f in several}) > 1 and len({f.reporter for f in several}) > 1
    )
