"""Shifts inside bushes: at each node where ways meet, freight moves from the longest used way to the shortest.

The two ways part at the last node that both pass; only the segments behind it differ. Flow moves between them by a
Newton step, the difference of their costs over the sum of their slopes, that is enclosed where the curves bend.

Method  Dial (2006), A path-based user-equilibrium traffic assignment algorithm that obviates path storage and
        enumeration, Transportation Research B 40: 917-936
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.bushes.bush import Bushes, Jam, put
from jibek.flows.bushes.stride import stride
from jibek.flows.delay import Delay
from jibek.flows.turns import rise
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

if TYPE_CHECKING:
    from jibek.flows.problem import Net, Pairs

# A shift ends once the segments differ by this part of what they differed by, or after so many corrections.
_NEAR = 0.1

_TRIALS = 12

# Every fourth sweep is followed by a stride if the one before took less than a tenth off; nearer the end than _FLOOR a
# stride would follow rounding.
_STRIDE = 4

_SLOW = 0.9

_FLOOR = 1e-11

# Ways that differ by less are equal: the rounding of a sum of a few hundred terms.
_ROUNDING = 1e-14


@kernel()
def balance(
    net: Net,
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    bushes: Bushes,
    target: float,
    ignore: float,
    sweeps: int,
    excess: Array,
    spent: Array,
) -> None:
    """Sweep until the bushes balance to a relative gap; shifts are halved where ten sweeps in a row gain nothing.

    Classes that load facilities in unlike units need not have a common potential, so progress is watched. A bush whose
    relative excess is below ``ignore`` is left after the first sweep. ``excess`` and ``spent`` (row,) are work space.
    """
    size = 1
    for t in range(len(pairs.tree_class)):
        size = max(size, bushes.node_at[t + 1] - bushes.node_at[t])
    least, most = np.empty(size), np.empty(size)
    near, far = np.empty(size, np.int64), np.empty(size, np.int64)
    longer, shorter = np.empty(size, np.int64), np.empty(size, np.int64)
    used = bushes.in_at[bushes.node_at[len(pairs.tree_class)]]
    before, way, room = np.empty(used), np.empty(used), np.empty(len(pairs.tree_class))
    best, since, damp, last, earlier = np.inf, 0, 1.0, np.inf, np.inf
    for turn in range(sweeps):
        slow = turn % _STRIDE == 0 and damp == 1.0 and _FLOOR < last < 1.0 and last > _SLOW * earlier
        if slow:
            before[:] = bushes.flow[:used]
        excess[:] = 0.0
        spent[:] = 0.0
        for t in range(len(pairs.tree_class)):
            k, row = pairs.tree_class[t], pairs.row[pairs.tree_at[t]]
            begin, end = bushes.node_at[t], bushes.node_at[t + 1]
            over, paid = _ways(bushes, begin, end, jam.cost[k], least, most, near, far)
            excess[row] += over
            spent[row] += paid
            # The first time none is left: a trace of freight on a long way would keep shorter ones out of the bush.
            if over <= ignore * paid and turn > 0:
                continue
            for n in range(end - 1, begin, -1):
                i = n - begin
                if far[i] < 0 or far[i] == near[i] or most[i] - least[i] <= _ROUNDING * most[i]:
                    continue
                up, down = _segments(bushes, begin, n, near, far, longer, shorter)
                if up > 0:
                    _shift(net, delay, jam, bushes, k, longer, up, shorter, down, damp)
        now = 0.0
        for row in range(len(spent)):
            if spent[row] > 0.0:
                now = max(now, excess[row] / spent[row])
        if now <= target:
            return
        if slow:
            stride(net, delay, jam, pairs, bushes, before, room, way)
        last, earlier = now, last
        since = 0 if now < best else since + 1
        best = min(best, now)
        if since >= 10 and damp > 0.1:
            damp, since = 0.5 * damp, 0


@kernel()
def _ways(
    bushes: Bushes, begin: int, end: int, cost: Array, least: Array, most: Array, near: Array, far: Array
) -> tuple[float, float]:
    """Shortest way to each node, longest way that carries freight, and the arcs that they end with (-1: none)."""
    over, paid = 0.0, 0.0
    least[0], most[0] = 0.0, 0.0
    near[0], far[0] = -1, -1
    for n in range(begin + 1, end):
        i = n - begin
        first, last = bushes.in_at[n], bushes.in_at[n + 1]
        if last - first == 1:  # most nodes: no choice
            s, c = bushes.source[first] - begin, cost[bushes.arc[first]]
            least[i], most[i] = least[s] + c, most[s] + c
            near[i] = first
            far[i] = first if bushes.flow[first] > 0.0 else -1
            paid += bushes.flow[first] * c
            continue
        least[i], most[i] = np.inf, -np.inf
        near[i], far[i] = -1, -1
        longest = -np.inf
        for e in range(first, last):
            s, c = bushes.source[e] - begin, cost[bushes.arc[e]]
            if least[s] + c < least[i]:
                least[i], near[i] = least[s] + c, e
            longest = max(longest, most[s] + c)
            if bushes.flow[e] > 0.0 and most[s] + c > most[i]:
                most[i], far[i] = most[s] + c, e
        if far[i] < 0:
            most[i] = longest
        for e in range(first, last):
            if bushes.flow[e] > 0.0:
                c = cost[bushes.arc[e]]
                paid += bushes.flow[e] * c
                over += bushes.flow[e] * (least[bushes.source[e] - begin] + c - least[i])
    return over, paid


@kernel()
def _segments(
    bushes: Bushes, begin: int, n: int, near: Array, far: Array, longer: Array, shorter: Array
) -> tuple[int, int]:
    """Arcs of the longest and shortest way to a node behind the last node that both pass; how many of each.

    Nothing where the longest way loses its freight to rounding.
    """
    up, down = 1, 1
    longer[0], shorter[0] = far[n - begin], near[n - begin]
    i, j = bushes.source[longer[0]], bushes.source[shorter[0]]
    while i != j:
        if i > j:
            e = far[i - begin]
            if e < 0:
                return 0, 0
            longer[up] = e
            up += 1
            i = bushes.source[e]
        else:
            e = near[j - begin]
            shorter[down] = e
            down += 1
            j = bushes.source[e]
    return up, down


@kernel()
def _shift(
    net: Net,
    delay: Delay,
    jam: Jam,
    bushes: Bushes,
    k: int,
    longer: Array,
    up: int,
    shorter: Array,
    down: int,
    damp: float,
) -> None:
    """Move flow to the shorter segment until both cost the same or the longer one is empty."""
    arc, flow, facility = bushes.arc, bushes.flow, net.facility
    unit, cost, steep, per_hour = net.unit[k], jam.cost[k], jam.steep, net.class_hour[k]
    now, slope, most = 0.0, 0.0, np.inf
    for i in range(up + down):
        a = arc[longer[i]] if i < up else arc[shorter[i - up]]
        now += cost[a] if i < up else -cost[a]
        if i < up:
            most = min(most, flow[longer[i]])
        if facility[a] >= 0:
            slope += unit[a] * steep[facility[a]] * rise(jam.lanes, net.lane[a], net.kind[k])
    if now <= 0.0:
        return
    low, high, moved, left = 0.0, most, 0.0, now
    slope *= per_hour
    for trial in range(_TRIALS + 1):
        last = trial == _TRIALS or abs(left) <= _NEAR * now or (left > 0.0 and moved == most)
        if last and damp >= 1.0:
            break
        if last:
            step = damp * moved
        else:
            if trial > 0 and left > 0.0:
                low = moved
            elif trial > 0:
                high = moved
            step = moved + left / slope if slope > 0.0 else most
            if left > 0.0 and step >= high:
                step = most if high == most else 0.5 * (low + high)
            elif step <= low:
                step = 0.5 * (low + high)
        by = step - moved
        moved, left, slope = step, 0.0, 0.0
        for i in range(up):
            put(net, delay, jam, k, arc[longer[i]], -by)
        for i in range(down):
            put(net, delay, jam, k, arc[shorter[i]], by)
        for i in range(up + down):
            a = arc[longer[i]] if i < up else arc[shorter[i - up]]
            left += cost[a] if i < up else -cost[a]
            if facility[a] >= 0:
                slope += unit[a] * steep[facility[a]] * rise(jam.lanes, net.lane[a], net.kind[k])
        slope *= per_hour
        if last:
            break
    for i in range(up):
        flow[longer[i]] -= moved
        # What rounding would leave behind is nothing.
        if flow[longer[i]] < 1e-14 * moved:
            flow[longer[i]] = 0.0
    for i in range(down):
        flow[shorter[i]] += moved
