"""Trains a day at a rail crossing, from published counts of a year.

Reads   borders (trains_per_day_avg, trains), volumes ("Trains via ...", also of part of a year)

    2022  Khorgos      19 a day, printed
    2022  Alashankou   3,000 in the first half year, over 181 days
    2023  Alashankou   16,400 at both crossings in 2024, up 14 percent, less 7,762 at Khorgos
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.simulation.lines import Direction, other_trains

if TYPE_CHECKING:
    from jibek.record import Facts

BOTH = ("CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK")  # the two crossings that joint counts cover

JOINT = "CN_KZ_both"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Count:
    """Container trains a day, both ways; ``working`` says how, ``rests_on`` from which facts."""

    per_day: float
    working: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Trains a day in one direction; other is 0 where nothing is assumed about such trains (``working`` says so)."""

    container: float
    other: float
    working: str
    rests_on: tuple[str, ...]


def days_in(year: int) -> int:
    """365 or 366."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def counts(facts: Facts, gateway_id: str) -> dict[int, Count]:
    """Published counts of a rail crossing by year; a printed daily mean goes before a sum over the year."""
    found = _own(facts, gateway_id)
    if gateway_id in BOTH:
        other = _own(facts, next(g for g in BOTH if g != gateway_id))
        for year, joint in _joint(facts).items():
            if year not in found and year in other:
                left = joint.per_day - other[year].per_day
                found[year] = Count(
                    left,
                    f"{joint.working}, less the other crossing ({other[year].working})",
                    joint.rests_on + other[year].rests_on,
                )
    return found


def arrivals(facts: Facts, gateway_id: str, direction: str, year: int) -> Arrivals:
    """Trains a day of a direction in a year with a published count.

    Raises
    ------
    InputError
        ``simulation.no_arrivals``, with the years that have a count.
    """
    known = counts(facts, gateway_id)
    if year not in known:
        years = ", ".join(str(y) for y in sorted(known))
        raise InputError(
            "simulation.no_arrivals",
            f"no count of trains at {gateway_id} is published for {year}",
            [
                Problem(
                    "simulation.no_arrivals",
                    gateway_id,
                    value=year,
                    expected=f"one of {years}"
                    if years
                    else "a rail crossing with a published count of trains",
                    fix="Choose one of these years, or add a row to borders.csv (metric trains).",
                )
            ],
        )
    count = known[year]
    outward = facts.assume("crossing_trains_outbound_share")
    share = outward if direction == "out" else 1.0 - outward
    other = other_trains(facts, gateway_id, direction)
    working = f"{count.working}; {share:g} of them {direction}"
    working += f"; {other:g} other trains a day assumed" if other == other else "; other trains not known"
    return Arrivals(count.per_day * share, other if other == other else 0.0, working, count.rests_on)


def container_share(facts: Facts, d: Direction, year: int) -> float:
    """Share of container trains among the arrivals that a curve is drawn for; 1 where no count is published."""
    known = counts(facts, d.gateway_id) if d.played else {}
    if not known:
        return 1.0
    before = [y for y in known if y <= year]
    found = arrivals(facts, d.gateway_id, d.direction, max(before) if before else min(known))
    return found.container / (found.container + found.other)


def _own(facts: Facts, gateway_id: str) -> dict[int, Count]:
    ends = set(gateway_id.split("-", 1))
    found: dict[int, tuple[int, Count]] = {}

    def offer(rank: int, year: int, count: Count) -> None:
        if year not in found or rank < found[year][0]:
            found[year] = (rank, count)

    frame = facts.table("borders")
    ids = facts.fact_ids("borders", "value")
    for row, fact in zip(frame.to_dict("records"), ids, strict=True):
        if {row["node_a"], row["node_b"]} == ends and row["mode"] == "rail" and row["value"] == row["value"]:
            year, value = int(row["year"]), float(row["value"])
            if row["metric"] == "trains_per_day_avg":
                offer(0, year, Count(value, f"{value:g} a day printed for {year}", (fact,)))
            elif row["metric"] == "trains":
                offer(1, year, Count(value / days_in(year), f"{value:g} trains in {year}", (fact,)))
    for row, fact in _volumes(facts):  # ranks below whole years of borders.csv
        days = _days(str(row["measure"]), int(row["year"]))
        if row["object"] in ends and days:
            value, year = float(row["value"]), int(row["year"])
            offer(2, year, Count(value / days, f"{value:g} trains in {days} days of {year}", (fact,)))
    return {year: count for year, (_, count) in found.items()}


def _joint(facts: Facts) -> dict[int, Count]:
    """Counts over both crossings; "up 14 percent" gives the year before, unless that is printed itself."""
    printed: dict[int, Count] = {}
    before: dict[int, Count] = {}
    for row, fact in _volumes(facts):
        year, value = int(row["year"]), float(row["value"])
        if row["object"] != JOINT or row["measure"] != "Trains via both":
            continue
        printed[year] = Count(value / days_in(year), f"{value:g} trains at both in {year}", (fact,))
        growth = re.search(r"up (\d+(?:\.\d+)?) percent", str(row["note"]))
        if growth:
            past = value / (1.0 + float(growth[1]) / 100.0)
            working = f"{value:g} trains at both in {year}, up {growth[1]} percent"
            before[year - 1] = Count(
                past / days_in(year - 1), working, (fact, fact.replace(":value", ":note"))
            )
    return {**before, **printed}


def _volumes(facts: Facts) -> list[tuple[dict[Hashable, Any], str]]:
    frame = facts.table("volumes")
    trains = (frame["unit"] == "trains") & frame["value"].notna()
    rows = frame[trains].to_dict("records")
    return list(zip(rows, facts.fact_ids("volumes", "value")[trains], strict=True))


def _days(measure: str, year: int) -> int:
    """Days that a count of trains covers; 0 if the words are not known or it covers more than one crossing."""
    if not measure.startswith("Trains") or " and " in measure:
        return 0
    if re.search(r"\bH1\b", measure):
        return (date(year, 7, 1) - date(year, 1, 1)).days
    until = re.search(r"\bto (\d{1,2}) ([A-Z][a-z]{2})", measure)
    if until:
        return (date(year, _MONTHS.index(until[2]) + 1, int(until[1])) - date(year, 1, 1)).days + 1
    months = re.search(r"\bJan-([A-Z][a-z]{2})\b", measure)
    if months:
        last = _MONTHS.index(months[1]) + 1
        return (date(year + last // 12, last % 12 + 1, 1) - date(year, 1, 1)).days
    return days_in(year) if measure.startswith("Trains via") else 0
