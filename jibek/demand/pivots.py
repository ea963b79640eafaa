"""What the choice of corridor is pivoted on.

A ``pivot`` is worked out from published rows and fits one constant of its corridor and classes. A corridor without a
row has an ``assumption``: a share with a range, turned into a constant of its own markets, never fitted to a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jibek.demand.markets import Market, Pairs
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import CLASSES, CORRIDORS
from jibek.record import Facts
from jibek.record.working import work_out


@dataclass(frozen=True, slots=True)
class Pivot:
    """One row of the pivots table, worked out; ``target_tonnes`` is nan where the unit is a share."""

    pivot_id: str
    kind: str
    corridor: str
    classes: tuple[str, ...]
    markets: tuple[str, ...]
    value: float
    unit: str
    target_tonnes: float
    working: str
    parents: tuple[str, ...]
    reason: str


def read_pivots(facts: Facts, known: Sequence[str]) -> tuple[Pivot, ...]:
    """The pivots table, worked out; ``known``: ids of the markets.

    Raises
    ------
    InputError
        ``demand.unknown_market``, ``demand.repeated_constant`` when two pivots fit the same corridor and class.
    """
    per_teu = facts.assume("tonnes_per_teu_rail")
    pivots: list[Pivot] = []
    problems: list[Problem] = []
    taken: dict[tuple[str, str], str] = {}
    for row in facts.table("pivots").to_dict("records"):
        named = tuple(known) if row["markets"] == "all" else tuple(row["markets"].split(";"))
        problems += [
            Problem("demand.unknown_market", "pivots.csv", column="markets", value=m, fix=nearest(m, known))
            for m in named
            if m not in known
        ]
        classes = CLASSES if row["classes"] == "all" else tuple(row["classes"].split(";"))
        for name in classes if row["kind"] == "pivot" else ():
            if (row["corridor"], name) in taken:
                problems.append(
                    Problem(
                        "demand.repeated_constant",
                        "pivots.csv",
                        value=row["pivot_id"],
                        expected=f"one pivot for {row['corridor']} and {name}",
                        fix=f"Merge it with {taken[row['corridor'], name]}.",
                    )
                )
            taken[row["corridor"], name] = row["pivot_id"]
        worked = work_out(row["working"], facts, f"pivots.csv {row['pivot_id']}")
        parents = worked.parents
        tonnes = worked.value
        if row["unit"] == "TEU":
            tonnes *= per_teu
            parents = (*parents, "assumption:tonnes_per_teu_rail")
        pivots.append(
            Pivot(
                row["pivot_id"],
                row["kind"],
                row["corridor"],
                classes,
                named,
                worked.value,
                row["unit"],
                float("nan") if row["unit"] == "share" else tonnes,
                row["working"],
                parents,
                row["reason"],
            )
        )
    refuse("demand.invalid_pivots", "the pivots table is not consistent", problems)
    return tuple(pivots)


def cells_of(pivots: Sequence[Pivot], markets: Sequence[Market], pairs: Pairs) -> tuple[Array, Array]:
    """Which constant each (pair, corridor) carries and which pivot it counts for, -1 for none."""
    shape = (len(CLASSES), len(markets), len(CORRIDORS))
    carries = np.full(shape, -1)
    counts = np.full(shape, -1)
    position = {market.market_id: m for m, market in enumerate(markets)}
    for i, item in enumerate(pivots):
        column = CORRIDORS.index(item.corridor)
        classes = np.array([CLASSES.index(c) for c in item.classes])
        own = np.array([position[m] for m in item.markets])
        counts[classes[:, None], own, column] = i
        everywhere = np.arange(len(markets)) if item.kind == "pivot" else own
        block = classes[:, None], everywhere, column
        carries[block] = np.where((carries[block] < 0) | (item.kind == "assumption"), i, carries[block])
    at = pairs.commodity, pairs.market
    return carries[at], counts[at]
