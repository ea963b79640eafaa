"""From network and assumptions to what the kernel plays: one line for each direction of each gateway.

Reads   network.gateways, network.facilities, network.arcs (which gateways change gauge), record.assumptions, crossings
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from jibek.ground.vocabulary import AT_GATEWAYS
from jibek.record.crossings import Crossing, crossings
from jibek.simulation.crossing import Line

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts

ENTITIES_PER_DAY = (
    8.0  # more vehicles a day than this are followed in groups: every k-th one and its k - 1 before
)
TRAINS_PER_DAY = (
    400.0  # the same where trains are played one by one: far above any line, and twenty years take 0.1 GB
)


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction of a gateway.

    line: as the kernel plays it, an entity being ``lump`` units; capacity_per_day: units on an open day;
    played: train by train with its own curve; rests_on: node ids of what the line was made from, its capacity,
    clearance and load aside.
    """

    facility_id: str
    gateway_id: str
    direction: str
    mode: str
    unit: str
    capacity_per_day: float
    lump: float
    played: bool
    line: Line
    rests_on: tuple[str, ...]

    def grouped(self, most_per_day: float) -> Line:
        """The line with vehicles in groups, so that ``most_per_day`` units make a few entities a day.

        Of a group of k the last one is followed: intervals are sums of k (their spread falls with the root of k,
        exactly so for Poisson arrivals), and the gate needs k units of capacity for it.
        """
        most = TRAINS_PER_DAY if self.played else ENTITIES_PER_DAY
        k = max(1.0, most_per_day / self.lump / most)
        return replace(
            self.line,
            capacity_per_day=self.line.capacity_per_day / k,
            arrival_cv=self.line.arrival_cv / k**0.5,
            arrival_cv_other=self.line.arrival_cv_other / k**0.5,
            group=self.lump * k,
        )


def directions(
    network: Network, facts: Facts, year: int, gateways: Collection[str] | None = None
) -> list[Direction]:
    """One for each gateway row of ``network.facilities`` of the days on which nothing is shut, in its order.

    Parameters
    ----------
    year
        Whose closed days count, and whose length the year has.
    gateways
        Only these; None: all.

    Raises
    ------
    InputError
        ``record.unknown_assumption``; ``record.unknown_fact`` if the row of windy days at a crossing is missing.
    """
    closed = closed_days(network, year)
    network = network.usual
    about, facilities, arcs = network.gateways, network.facilities, network.arcs
    if gateways is not None:
        about = about[about["gateway_id"].isin(gateways)]
        facilities = facilities[facilities["gateway_id"].isin(gateways)]
    of_gateway = about.set_index("gateway_id")[
        ["is_simulated", "clearance_hours", "clearance_waits"]
    ].to_dict("index")
    own = crossings(facts)
    changes = set(arcs.loc[arcs["kind"] == "gauge_change", "gateway_id"].dropna())
    found = []
    read = ["facility_id", "gateway_id", "direction", "mode", "unit", "capacity_per_day"]
    for row in facilities.loc[facilities["kind"] == "gateway", read].to_dict("records"):
        name = str(row["gateway_id"])
        crossing = own.get(name, Crossing(name))
        shut = closed.get(str(row["facility_id"]), ())
        found.append(_direction(row, of_gateway[name], name in changes, crossing, facts, year, shut))
    return found


def _direction(
    row: Mapping[Any, Any],
    gateway: Mapping[Hashable, Any],
    gauge_change: bool,
    crossing: Crossing,
    facts: Facts,
    year: int,
    closed: tuple[tuple[int, int], ...],
) -> Direction:
    mode, played = str(row["mode"]), bool(gateway["is_simulated"])
    lump = facts.assume("ship_call_tonnes") if row["unit"] == "tonnes" else 1.0
    windy = played and bool(crossing.windy_days)
    rail = mode == "rail"
    daily = AT_GATEWAYS[mode].daily_cv
    used = ["simulation_warm_up_days", "clearance_cv", daily]
    used += ["reloading_hours"] * gauge_change + ["ship_call_tonnes"] * (row["unit"] == "tonnes")
    used += ["train_arrival_cv", "other_train_arrival_cv"] * rail
    used += ["crossing_receiving_tracks", "crossing_reloading_fronts"] * played
    used += ["wind_closure_hours"] * windy
    line = Line(
        facility_id=str(row["facility_id"]),
        capacity_per_day=float(row["capacity_per_day"]) / lump,
        clearance_hours=float(gateway["clearance_hours"]),
        clearance_cv=facts.assume("clearance_cv"),
        waits_within_hours=float(gateway["clearance_hours"]) if gateway["clearance_waits"] else 0.0,
        reloading_hours=facts.assume("reloading_hours") if gauge_change else 0.0,
        tracks=round(facts.assume("crossing_receiving_tracks")) if played else 0,
        fronts=round(facts.assume("crossing_reloading_fronts")) if played else 0,
        daily_cv=facts.assume(daily),
        arrival_cv=facts.assume("train_arrival_cv") if rail else 1.0,  # trucks and ships come independently
        arrival_cv_other=facts.assume("other_train_arrival_cv") if rail else 1.0,
        windy_days=facts.fact(crossing.windy_days) if windy else 0.0,
        wind_hours=facts.assume("wind_closure_hours") if windy else 0.0,
        closed=closed,
        year_days=(date(year + 1, 1, 1) - date(year, 1, 1)).days,
        warm_up_days=round(facts.assume("simulation_warm_up_days")),
    )
    return Direction(
        str(row["facility_id"]),
        str(row["gateway_id"]),
        str(row["direction"]),
        mode,
        str(row["unit"]),
        float(row["capacity_per_day"]),
        lump,
        played,
        line,
        tuple(f"assumption:{name}" for name in used),
    )


def closed_days(network: Network, year: int) -> dict[str, tuple[tuple[int, int], ...]]:
    """First and last days on which nobody passes, by ``GATEWAY:out`` and ``GATEWAY:in``, where there are any.

    Counted from 1 January of the year = 0; a closure may begin before it or end after it.
    """
    if network.layers is None:
        return {}
    start = date(year, 1, 1)
    stops = {s.number: s for p in network.layers.calendar.periods for s in p.stops if s.closes}
    found: dict[str, list[tuple[int, int]]] = {}
    for _, stop in sorted(stops.items()):
        for passage in stop.passages:
            found.setdefault(passage, []).extend(
                ((a - start).days, (b - start).days) for a, b in stop.intervals
            )
    return {passage: tuple(sorted(days)) for passage, days in found.items()}


def other_trains(facts: Facts, crossing: Crossing, direction: str) -> float:
    """Assumed trains a day that are no container trains; nan for a crossing without such an assumption."""
    name = crossing.other_trains(direction)
    return facts.assume(name) if name else float("nan")
