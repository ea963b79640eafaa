"""What a backtest reads from the baseline of a year and from an event of it.

waiting        CN_KHORGOS-KZ_ALTYNKOL:in     39.6   trains that wait on a mean day of the event
held_vehicles  BYBQT-PL_MALASZEWICZE:out    129.9   trains that come on the days on which the crossing is shut
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from jibek.answers.measured import measure, play_at
from jibek.answers.quantities import QUANTITIES
from jibek.flows.assignment import DAYS
from jibek.ground.dates import closed_days
from jibek.ground.vocabulary import CLASSES
from jibek.loop import State
from jibek.network.classes import by_commodity
from jibek.record.groups import members


@dataclass(frozen=True, slots=True)
class Reading:
    """read: a figure of ``of``, the baseline and the event; names: ids in ``of``; known: what they may be."""

    read: Callable[[str, State, State], float]
    names: Callable[[str], list[str]]
    known: Callable[[State], Collection[str]]


def _level(of: str, usual: State, then: State) -> float:
    found = measure(then)[f"quantities:{of}"]
    assert found is not None
    return found


def _undone_percent(of: str, usual: State, then: State) -> float:
    """How much more of a quantity there is with what the scenario takes away."""
    return 100.0 * (_level(of, usual, usual) / _level(of, usual, then) - 1.0)


def _undone_exports_percent(of: str, usual: State, then: State) -> float:
    """How much more a country sells to another or to a group of them with what the scenario takes away."""
    seller, _, buyers = of.partition(">")
    countries = list(usual.total.matrix.countries)
    group = set(members(buyers, usual.facts))
    to = [i for i, c in enumerate(countries) if c in group]
    value = usual.total.matrix.value_usd[countries.index(seller), to]
    without = value * then.world.trade_ratio[countries.index(seller), to]
    return 100.0 * float(value.sum() / without.sum() - 1.0)


def _waiting(of: str, usual: State, then: State) -> float:
    """Vehicles that wait at sides of gateways, mean of the played year."""
    sides = {tuple(side.split(":")) for side in of.split(";")}
    table = play_at(then, {g for g, _ in sides}).waits_by_direction
    mine = [pair in sides for pair in zip(table["gateway_id"], table["direction"], strict=True)]
    return float(table["queue_mean"][mine].sum())


def _held_vehicles(of: str, usual: State, then: State) -> float:
    """What comes to a side of a gateway on the days on which the scenario shuts it, when nobody turns back."""
    gateway, _, _ = of.partition(":")
    per_day = float(usual.flow.load[usual.network.facility_index[of]])
    return per_day * _days_of(then.scenario.gateway[gateway].closed)


def _held_wagons(of: str, usual: State, then: State) -> float:
    """Wagons of a class that come to a side of a gateway on the days of its ban."""
    gateway, way, name = of.split(":")
    net = usual.network
    through = net.facility == net.facility_index[f"{gateway}:{way}"]
    by_rail = net.arcs["tail"].str.contains("rail").to_numpy()
    tonnes = by_commodity(net, usual.flow.flow.sum(axis=1))[CLASSES.index(name), through & by_rail].sum()
    days = _days_of(tuple(day for ban in then.scenario.gateway[gateway].ban for day in ban.days))
    return float(tonnes) / DAYS * days / usual.facts.assume("tonnes_per_wagon_bulk")


def _days_of(intervals: Sequence[str]) -> int:
    return sum((last - first).days + 1 for first, last in (closed_days(text) for text in intervals))


def _quantities(state: State) -> Collection[str]:
    return QUANTITIES


def _sides(state: State) -> Collection[str]:
    """Sides of gateways, ``GATEWAY:out`` and ``GATEWAY:in``."""
    return state.network.facility_index


def _classes_at_sides(state: State) -> Collection[str]:
    """Classes of freight at sides of gateways, ``GATEWAY:out:dry_bulk``."""
    return {f"{side}:{name}" for side in _sides(state) for name in CLASSES}


def _countries(state: State) -> Collection[str]:
    return {*state.total.matrix.countries, *state.facts.table("country_groups")["group"]}


READINGS = {
    "level": Reading(_level, lambda of: [of], _quantities),
    "undone_percent": Reading(_undone_percent, lambda of: [of], _quantities),
    "undone_exports_percent": Reading(_undone_exports_percent, lambda of: of.split(">"), _countries),
    "waiting": Reading(_waiting, lambda of: of.split(";"), _sides),
    "held_vehicles": Reading(_held_vehicles, lambda of: [of], _sides),
    "held_wagons": Reading(_held_wagons, lambda of: [of], _classes_at_sides),
}
