"""A stride along what a sweep changed: where single shifts creep, all of them together may go on much farther.

Steep links that many bushes share let each shift move but little, and one sweep repeats the last. The change of a whole
sweep keeps what is shipped, so flows go on along it, twice as far each time, while that lowers cost; a bush stops where
one of its arcs is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.bushes.bush import Bushes, Jam, add_units, set_delays
from jibek.flows.delay import Delay
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

if TYPE_CHECKING:
    from jibek.flows.problem import Net, Pairs

_DOUBLINGS = 12

_ROUNDING = 1e-9


@kernel()
def stride(
    net: Net, delay: Delay, jam: Jam, pairs: Pairs, bushes: Bushes, before: Array, room: Array, way: Array
) -> None:
    """Go on from ``before`` (arc in a bush), the flows before the last sweep, through the flows of now.

    ``room`` (tree,) and ``way`` (arc in a bush) are work space.
    """
    _, _, in_at, _, _, flow = bushes
    node_at = bushes.node_at
    for t in range(len(room)):
        room[t] = np.inf
        for e in range(in_at[node_at[t]], in_at[node_at[t + 1]]):
            way[e] = flow[e] - before[e]
            if way[e] < 0.0:
                room[t] = min(room[t], flow[e] / -way[e])
        if room[t] == np.inf:
            room[t] = 0.0
    gone, step = 0.0, 1.0
    now = _slope(net, jam, pairs, bushes, way, room, gone)
    for _ in range(_DOUBLINGS):
        if now >= 0.0:
            return
        _go(net, delay, jam, pairs, bushes, way, room, gone, gone + step)
        then = _slope(net, jam, pairs, bushes, way, room, gone)
        if then > 0.0:
            # Back to where the secant has cost neither rise nor fall.
            _go(net, delay, jam, pairs, bushes, way, room, gone + step, gone + step * now / (now - then))
            return
        gone, step, now = gone + step, 2.0 * step, _slope(net, jam, pairs, bushes, way, room, gone + step)


@kernel()
def _slope(net: Net, jam: Jam, pairs: Pairs, bushes: Bushes, way: Array, room: Array, gone: float) -> float:
    """How cost changes along the way of the bushes that can go farther than ``gone``; 0 where rounding may say it."""
    total, size = 0.0, 0.0
    for t in range(len(room)):
        if room[t] > gone:
            k = pairs.tree_class[t]
            for e in range(bushes.in_at[bushes.node_at[t]], bushes.in_at[bushes.node_at[t + 1]]):
                change = jam.cost[k, bushes.arc[e]] * way[e]
                total += change
                size += abs(change)
    return total if abs(total) > _ROUNDING * size else 0.0


@kernel()
def _go(
    net: Net,
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    bushes: Bushes,
    way: Array,
    room: Array,
    start: float,
    end: float,
) -> None:
    """Flows, loads and costs from one length of the way to another, each bush no farther than it can."""
    for t in range(len(room)):
        by = min(end, room[t]) - min(start, room[t])
        if by == 0.0:
            continue
        k = pairs.tree_class[t]
        for e in range(bushes.in_at[bushes.node_at[t]], bushes.in_at[bushes.node_at[t + 1]]):
            if way[e] != 0.0:
                a = bushes.arc[e]
                bushes.flow[e] = max(0.0, bushes.flow[e] + by * way[e])
                if net.facility[a] >= 0:
                    add_units(net, jam, k, a, by * way[e])
    set_delays(net, delay, jam)
