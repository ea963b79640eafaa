"""The five areas of the Belt and Road, each on one screen: three numbers with their trend, promises beside deeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jibek.ground.values import blank
from jibek.ground.vocabulary import AREAS
from jibek.record import Facts
from jibek.systems.model import Indicator, Point, Screen, Series, Shown, System

_LEAST_POINTS = 3

Points = Mapping[str, Mapping[Any, Any]]  # rows of facts that trends name, by id


def screens(facts: Facts, systems: tuple[System, ...]) -> tuple[Screen, ...]:
    """One screen for each area, as the table ``screens`` says."""
    owners = {i.indicator_id: (i, s) for s in systems for i in s.indicators}
    rows = facts.table("screens").to_dict("records")
    named = {name for row in rows for name in _named(row)}
    drawn = facts.facts[facts.facts["fact_id"].isin(named)]
    of = {str(r["fact_id"]): r for r in drawn.to_dict("records")}
    return tuple(_screen(area, [r for r in rows if r["area"] == area], owners, of) for area in AREAS)


def _named(row: Mapping[Any, Any]) -> list[str]:
    """Facts that a row names for its trend."""
    return [] if blank(row["series"]) else [part.strip() for part in row["series"].split(";")]


def _screen(
    area: str, rows: list[dict[Any, Any]], owners: Mapping[str, tuple[Indicator, System]], of: Points
) -> Screen:
    held = {(r["part"], int(r["place"])): _shown(r, owners, of) for r in rows}
    places = sorted(place for part, place in held if part == "promise")
    return Screen(
        area,
        tuple(held["number", place] for part, place in sorted(held) if part == "number"),
        tuple((held["promise", place], held["deed", place]) for place in places),
    )


def _shown(row: dict[Any, Any], owners: Mapping[str, tuple[Indicator, System]], of: Points) -> Shown:
    if blank(row["indicator_id"]):
        return Shown(row["words"], None, "", None)
    indicator, system = owners[row["indicator_id"]]
    others = tuple(
        i
        for i in system.indicators
        if i.name == indicator.name and i is not indicator and i.value is not None
    )
    return Shown(row["words"], indicator, system.system_id, _trend(row, indicator, system, of), others)


def _trend(row: dict[Any, Any], indicator: Indicator, system: System, of: Points) -> Series | None:
    """The facts that the row names, or else the indicators of the same name over the years."""
    ids = _named(row)
    if ids:
        points = [
            Point(int(of[i]["period"][:4]), float(of[i]["value"]), of[i]["reporter"] or "", i) for i in ids
        ]
        return Series(row["words"], "", of[ids[0]]["unit"], tuple(points))
    alike = [i for i in system.indicators if i.name == indicator.name and i.value is not None]
    years = [
        Point(int(i.period), i.value, i.reporter, i.indicator_id)
        for i in alike
        if i.value is not None and len(i.period) == 4 and i.period.isdigit()
    ]
    if len({p.year for p in years}) < _LEAST_POINTS:
        return None
    return Series(indicator.name, "", indicator.unit, tuple(sorted(years, key=lambda p: p.year)))
