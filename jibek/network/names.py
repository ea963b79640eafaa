"""Names that every stage shares: commodity classes, corridors, modes, and how ids are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def state_id(place_id: str, mode: str) -> str:
    """``CNCHN|rail-1435``: being at a place in a mode; mode ``gate`` is where freight starts and ends."""
    return f"{place_id}|{mode}"


def country_gate(iso3: str) -> str:
    """The gate of a country that has no weighted places of its own."""
    return f"country:{iso3}|gate"


def arrival_id(gate_id: str) -> str:
    """``KZALA|arrival``, where freight to the gate ``KZALA|gate`` ends.

    Starting and ending are two states, so that no path can pass through a gate: freight would otherwise change
    mode or gauge there, or leap between the gateways of a country, at no cost.
    """
    return gate_id.removesuffix("|gate") + "|arrival"


def gate_of(state: str) -> str:
    """The gate of an arrival (or of a gate): ``KZALA|arrival`` -> ``KZALA|gate``."""
    return state.removesuffix("|arrival").removesuffix("|gate") + "|gate"


def group_id(corridor: str, banned_end: str = "", doors: Sequence[str] = ()) -> str:
    """The corridor, or ``northern:RU`` for freight that ends in a country closed to through traffic.

    ``transcaspian/CN_KHORGOS-KZ_ALTYNKOL+L247`` is freight of a corridor that takes these doors of it.
    """
    by = f"{corridor}/{'+'.join(doors)}" if doors else corridor
    return f"{by}:{banned_end}" if banned_end else by


def banned_group(group: str, stops: Iterable[int]) -> str:
    """``northern!1.3``: the group of freight that the bans 1 and 3 hold for."""
    return f"{group}!{'.'.join(str(n) for n in sorted(stops))}"


def corridor_of(group: str) -> str:
    """The corridor of a group."""
    return group.partition("!")[0].partition(":")[0].partition("/")[0]


def doors_of(group: str) -> tuple[str, ...]:
    """Doors of the corridor that freight of a group takes; none for freight that is free, or has no choice."""
    doors = group.partition("!")[0].partition(":")[0].partition("/")[2]
    return tuple(doors.split("+")) if doors else ()


def spared_end(group: str) -> str:
    """The country closed to through traffic that freight of a group ends in; empty for other freight."""
    return group.partition("!")[0].partition(":")[2]


def stops_of_group(group: str) -> frozenset[int]:
    """Numbers of the bans that hold for freight of a group."""
    return frozenset(int(n) for n in group.partition("!")[2].split(".") if n)
