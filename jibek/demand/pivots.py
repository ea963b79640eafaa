"""What the choice of corridor is pivoted on.

A ``pivot`` is worked out from published rows and fits one constant of its corridor and classes. A corridor without a
row has an ``assumption``: a share with a range, turned into a constant of its own markets, never fitted to a figure.
A ``door`` is worked out from a figure of one crossing, or line of ships, and fits a constant of what takes it; the
other doors of the corridor follow from their cost beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.demand.markets import Market
from jibek.demand.pairs import Pairs
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import CLASSES, CORRIDORS
from jibek.network import Network, known_ids
from jibek.network.names import doors_of
from jibek.record import Facts
from jibek.record.working import work_out


@dataclass(frozen=True, slots=True)
class Pivot:
    """One row of the pivots table, worked out; ``target_tonnes`` is nan where the unit is a share.

    door: of the corridor, by which freight counts and carries the constant; empty: all freight of the corridor.
    most_share: of the tonnes that may count for it, which it cannot exceed; below 1 where its count is a forecast.
    """

    pivot_id: str
    kind: str
    corridor: str
    classes: tuple[str, ...]
    markets: tuple[str, ...]
    door: str
    value: float
    unit: str
    target_tonnes: float
    working: str
    parents: tuple[str, ...]
    reason: str
    most_share: float = 1.0


def read_pivots(facts: Facts, known: Sequence[str]) -> tuple[Pivot, ...]:
    """The pivots table, worked out; ``known``: ids of the markets.

    Raises
    ------
    InputError
        ``demand.unknown_market``, ``demand.unknown_door``, ``demand.repeated_constant`` when two pivots fit the same
        corridor, or door of it, and class.
    """
    ids = known_ids(facts)
    doors = ids.gateways | ids.links
    per_teu = facts.assume("tonnes_per_teu_rail")
    beyond = [set(facts.path_parents(path)) for path in facts.forecast()]
    pivots: list[Pivot] = []
    problems: list[Problem] = []
    taken: dict[tuple[str, str, str], str] = {}
    for row in facts.table("pivots").to_dict("records"):
        named = tuple(known) if row["markets"] == "all" else tuple(row["markets"].split(";"))
        problems += [
            Problem("demand.unknown_market", "pivots.csv", column="markets", value=m, fix=nearest(m, known))
            for m in named
            if m not in known
        ]
        door = row["door"] or ""
        wrong = _door_told(row["kind"] == "door", door, doors)
        problems += wrong
        classes = CLASSES if row["classes"] == "all" else tuple(row["classes"].split(";"))
        for name in classes if row["kind"] != "assumption" and not wrong else ():
            if (row["corridor"], door, name) in taken:
                problems.append(
                    Problem(
                        "demand.repeated_constant",
                        "pivots.csv",
                        value=row["pivot_id"],
                        expected=f"one pivot for {door or row['corridor']} and {name}",
                        fix=f"Merge it with {taken[row['corridor'], door, name]}.",
                    )
                )
            taken[row["corridor"], door, name] = row["pivot_id"]
        worked = work_out(row["working"], facts, f"pivots.csv {row['pivot_id']}")
        parents = worked.parents
        tonnes = worked.value
        if row["unit"] == "TEU":
            tonnes *= per_teu
            parents = (*parents, "assumption:tonnes_per_teu_rail")
        most_share = 1.0
        if row["kind"] == "pivot" and any(path <= set(parents) for path in beyond):
            most_share = facts.assume("forecast_pivot_most_share")
            parents = (*parents, "assumption:forecast_pivot_most_share")
        pivots.append(
            Pivot(
                row["pivot_id"],
                row["kind"],
                row["corridor"],
                classes,
                named,
                door,
                worked.value,
                row["unit"],
                float("nan") if row["unit"] == "share" else tonnes,
                row["working"],
                parents,
                row["reason"],
                most_share,
            )
        )
    refuse("demand.invalid_pivots", "the pivots table is not consistent", problems)
    return tuple(pivots)


def _door_told(of_door: bool, door: str, doors: Collection[str]) -> list[Problem]:
    """What is wrong with the door of a row: one of a door names one, another none."""
    if of_door == (door in doors) and (of_door or not door):
        return []
    expected, fix = "blank: the row is of a whole corridor", "Leave it out, or make the row one of a door."
    if of_door:
        expected = "a crossing or a link of ships"
        fix = nearest(door, doors) or "Name the crossing, as network.gateways has it."
    return [
        Problem("demand.unknown_door", "pivots.csv", column="door", value=door, expected=expected, fix=fix)
    ]


def cells_of(pivots: Sequence[Pivot], markets: Sequence[Market], pairs: Pairs) -> tuple[Array, Array]:
    """Which constant of a corridor each (pair, corridor) carries and which pivot it counts for, -1 for none."""
    shape = (len(CLASSES), len(markets), len(CORRIDORS))
    carries = np.full(shape, -1)
    counts = np.full(shape, -1)
    position = {market.market_id: m for m, market in enumerate(markets)}
    for i, item in enumerate(pivots):
        if item.kind == "door":
            continue
        column = CORRIDORS.index(item.corridor)
        classes = np.array([CLASSES.index(c) for c in item.classes])
        own = np.array([position[m] for m in item.markets])
        counts[classes[:, None], own, column] = i
        everywhere = np.arange(len(markets)) if item.kind == "pivot" else own
        block = classes[:, None], everywhere, column
        carries[block] = np.where((carries[block] < 0) | (item.kind == "assumption"), i, carries[block])
    at = pairs.commodity, pairs.market
    return carries[at], counts[at]


def ways_of(
    pivots: Sequence[Pivot], markets: Sequence[Market], pairs: Pairs, network: Network
) -> tuple[Array, Array]:
    """Which constant of a door each way, as `Trips` has them, carries and which pivot it counts for, -1 for none."""
    pair, corridor, _ = found = np.nonzero(pairs.group >= 0)
    by = [doors_of(name) for name in network.groups]
    group, commodity = pairs.group[found], pairs.commodity[pair]
    carries, counts = np.full((2, len(pair)), -1)
    for i, item in enumerate(pivots):
        if item.kind != "door":
            continue
        takes = np.array([item.door in doors for doors in by])[group]
        takes &= corridor == CORRIDORS.index(item.corridor)
        takes &= np.isin(commodity, [CLASSES.index(c) for c in item.classes])
        carries[takes] = i
        own = np.array([market.market_id in item.markets for market in markets])
        counts[takes & own[pairs.market[pair]]] = i
    return carries, counts
