"""Trains a day at a rail crossing, from published counts of a year.

Reads   borders (trains_per_day_avg, trains), volumes (all_trains, also of part of a year), crossings

    2022  Khorgos      19 a day, printed
    2022  Alashankou   3,000 in the first half year, over 181 days
    2023  Alashankou   16,400 at both crossings in 2024, up 14 percent, less 7,762 at Khorgos
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.record.crossings import Crossing, crossings
from jibek.simulation.lines import Direction, other_trains

if TYPE_CHECKING:
    from jibek.record import Facts


@dataclass(frozen=True, slots=True)
class Count:
    """Laden container trains a day, both ways; ``working`` says how, ``rests_on`` from which facts."""

    per_day: float
    working: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Trains a day in one direction, laden and empty; other is 0 where nothing is assumed about such trains, which
    ``working`` says."""

    container: float
    other: float
    working: str
    rests_on: tuple[str, ...]


def days_in(year: int) -> int:
    """365 or 366."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def counts(facts: Facts, gateway_id: str) -> dict[int, Count]:
    """Published counts of a rail crossing by year; a printed daily mean goes before a sum over the year.

    Where several crossings are counted together, a year without a count of this one is that less the others.
    """
    found, known = _own(facts, gateway_id), crossings(facts)
    together = known[gateway_id].counted_with if gateway_id in known else ""
    if together:
        others = [_own(facts, g) for g, c in known.items() if c.counted_with == together and g != gateway_id]
        for year, joint in _joint(facts, together).items():
            if year not in found and all(year in other for other in others):
                beside = [other[year] for other in others]
                found[year] = Count(
                    joint.per_day - sum(c.per_day for c in beside),
                    f"{joint.working}, less the other crossing ({'; '.join(c.working for c in beside)})",
                    joint.rests_on + tuple(i for c in beside for i in c.rests_on),
                )
    return found


def arrivals(facts: Facts, gateway_id: str, direction: str, year: int) -> Arrivals:
    """Trains a day of a direction in a year with a published count, with what comes back empty.

    Published counts are of laden container trains, both ways.

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
    laden = outward if direction == "out" else 1.0 - outward
    share = max(laden, facts.assume("trains_back_share_container") * (1.0 - laden))
    crossing = crossings(facts).get(gateway_id, Crossing(gateway_id))
    other = other_trains(facts, crossing, direction)
    working = f"{count.working}; {laden:g} of them {direction}, and what comes back: {share:g} for each"
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
    counted = frame["metric"].isin(("trains_per_day_avg", "trains")) & frame["value"].notna()
    counted &= (frame["mode"] == "rail") & frame["node_a"].isin(ends) & frame["node_b"].isin(ends)
    ids = facts.fact_ids("borders", "value")[counted]
    for row, fact in zip(frame[counted].to_dict("records"), ids, strict=True):
        if {row["node_a"], row["node_b"]} == ends:
            year, value = int(row["year"]), float(row["value"])
            if row["metric"] == "trains_per_day_avg":
                offer(0, year, Count(value, f"{value:g} a day printed for {year}", (fact,)))
            elif row["metric"] == "trains":
                offer(1, year, Count(value / days_in(year), f"{value:g} trains in {year}", (fact,)))
    for row, fact in _volumes(facts):  # ranks below whole years of borders.csv
        if row["object"] in ends:
            days = _days(row)
            value, year = float(row["value"]), int(row["year"])
            offer(2, year, Count(value / days, f"{value:g} trains in {days} days of {year}", (fact,)))
    return {year: count for year, (_, count) in found.items()}


def _joint(facts: Facts, together: str) -> dict[int, Count]:
    """Counts of whole years over several crossings; a printed growth gives the year before, unless that is printed."""
    printed: dict[int, Count] = {}
    before: dict[int, Count] = {}
    for row, fact in _volumes(facts):
        year, value = int(row["year"]), float(row["value"])
        if row["object"] != together or row["part_to"]:
            continue
        printed[year] = Count(value / days_in(year), f"{value:g} trains at both in {year}", (fact,))
        growth = float(row["growth_percent"])
        if growth == growth:
            past = value / (1.0 + growth / 100.0)
            working = f"{value:g} trains at both in {year}, up {growth:g} percent"
            before[year - 1] = Count(past / days_in(year - 1), working, (fact,))
    return {**before, **printed}


def _volumes(facts: Facts) -> list[tuple[dict[Hashable, Any], str]]:
    """Rows that count all container trains of a crossing, or of several together, with their facts."""
    frame = facts.table("volumes")
    trains = (frame["unit"] == "trains") & (frame["all_trains"] == "yes") & frame["value"].notna()
    rows = frame[trains].to_dict("records")
    return list(zip(rows, facts.fact_ids("volumes", "value")[trains], strict=True))


def _days(row: Mapping[Hashable, Any]) -> int:
    """Days that a count covers: a part of the year, both days included, or all of it."""
    if not row["part_from"] or not row["part_to"]:
        return days_in(int(row["year"]))
    return (date.fromisoformat(row["part_to"]) - date.fromisoformat(row["part_from"])).days + 1
