"""The choice of corridor and door inside the solver: tonnes move between ways as they move between paths.

At the solution of the whole problem the tonnes of a shipper's ways are the nested logit's at the cost of the loaded
network. Seen as costs: the path's, less what the corridor is worth, plus the marginal cost of a crowded choice,

    h = D ln(q / c) + L ln(c / nest) + ln(nest / T)   of a door of a land corridor,
    h = D ln(q / c) + ln(c / T)                       of one of a corridor that stands alone,

in utility, with q of the way, c of its corridor and T in all; they are equal where the choice is made (Fisk, 1980;
Sheffi, 1985, ch. 7, for the plain logit). Each shipper moves in turn from where it is towards the logit at present
costs, as far as these costs, its own load included, let the move gain; the rule of a line search on the potential that
a single class has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.delay import Delay, evaluate_one
from jibek.flows.projection.kernels import Jam, Sets, add_units, cheapest
from jibek.flows.turns import load_after
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean

if TYPE_CHECKING:
    from jibek.flows.problem import Pairs, Shippers

# A way with less than this part of a shipper's tonnes counts as having it when logarithms are taken.
_LEAST = 1e-30

# A move stops where its gain per tonne has fallen to this part of what it was.
_NEAR = 0.02


@lean()
def logit(shippers: Shippers, i: int, cost: Array, share: Array, low: Array, mass: Array) -> None:
    """Shares of the ways of shipper ``i`` at their ``cost``, into ``share``; 0 where a way is not open.

    Both count from the first way of the shipper. ``low`` and ``mass`` (corridor,) are work space: for each corridor the
    cost of its best door, then its utility, then its share; and what its doors add up to beside the best.
    """
    first, ways = shippers.at[i], shippers.at[i + 1] - shippers.at[i]
    if ways == 1:
        share[0] = 1.0 if shippers.pair[first] >= 0 and np.isfinite(cost[0]) else 0.0
        return
    low[:] = np.inf
    mass[:] = 0.0
    for j in range(ways):
        if shippers.pair[first + j] >= 0:
            low[shippers.corridor[first + j]] = min(low[shippers.corridor[first + j]], cost[j])
    steep = shippers.per_usd[i] / shippers.doors
    for j in range(ways):
        c = shippers.corridor[first + j]
        share[j] = 0.0
        if shippers.pair[first + j] >= 0 and np.isfinite(low[c]):
            share[j] = np.exp(steep * (low[c] - cost[j])) if cost[j] > low[c] else 1.0
            mass[c] += share[j]
    top, peak = -np.inf, -np.inf
    for c in range(len(low)):
        if mass[c] > 0.0:
            low[c] = shippers.worth[i, c] - shippers.per_usd[i] * low[c]
            if mass[c] != 1.0:
                low[c] += shippers.doors * np.log(mass[c])
            if shippers.land[c]:
                top = max(top, low[c])
            else:
                peak = max(peak, low[c])
    nest, inner = 0.0, shippers.dissimilarity
    for c in range(len(low)):
        if mass[c] > 0.0 and shippers.land[c]:
            low[c] = np.exp((low[c] - top) / inner)
            nest += low[c]
    inclusive = top + inner * np.log(nest) if nest > 0.0 else -np.inf
    peak = max(peak, inclusive)
    by_land = np.exp(inclusive - peak) if nest > 0.0 else 0.0
    whole = by_land
    for c in range(len(low)):
        if mass[c] > 0.0 and not shippers.land[c]:
            low[c] = np.exp(low[c] - peak)
            whole += low[c]
    for c in range(len(low)):
        if mass[c] > 0.0:
            low[c] *= (by_land / nest if shippers.land[c] else 1.0) / whole / mass[c]
    for j in range(ways):
        if share[j] > 0.0:
            share[j] *= low[shippers.corridor[first + j]]


@lean()
def _crowding(shippers: Shippers, i: int, move: Array, part: float, whole: Array) -> float:
    """Sum over ways of the move times its marginal cost of shippers, in USD, after a part of it is made.

    ``whole`` (corridor,) is work space.
    """
    total, first = shippers.total[i], shippers.at[i]
    ways = shippers.at[i + 1] - first
    nest = 0.0
    whole[:] = 0.0
    for j in range(ways):
        tonnes = shippers.tonnes[first + j] + part * move[j]
        whole[shippers.corridor[first + j]] += tonnes
        if shippers.land[shippers.corridor[first + j]]:
            nest += tonnes
    nest = max(nest / total, _LEAST)
    out = 0.0
    for j in range(ways):
        if move[j] != 0.0:
            c = shippers.corridor[first + j]
            q = np.log(max((shippers.tonnes[first + j] + part * move[j]) / total, _LEAST))
            h = np.log(max(whole[c] / total, _LEAST))
            of_door = shippers.doors * (q - h)
            if shippers.land[c]:
                h = shippers.dissimilarity * (h - np.log(nest)) + np.log(nest)
            out += move[j] * (of_door + h - shippers.worth[i, c]) / shippers.per_usd[i]
    return out


@lean()
def _gain(
    delay: Delay,
    jam: Jam,
    shippers: Shippers,
    i: int,
    move: Array,
    paid: float,
    per_hour: float,
    kind: int,
    which: Array,
    touched: int,
    visits: Array,
    adds: Array,
    part: float,
    whole: Array,
) -> float:
    """What the last tonne of a part of the move costs, USD a year per part: below 0 it gains."""
    out = paid + _crowding(shippers, i, move, part, whole)
    for j in range(touched):
        lane, f = which[j], which[j] >> 1
        hours, _ = evaluate_one(delay, f, load_after(jam.lanes, jam.load, lane, kind, part * adds[lane]))
        out += per_hour * visits[lane] * (hours - jam.hours[f])
    return out


@kernel()
def choose(
    delay: Delay, jam: Jam, pairs: Pairs, sets: Sets, shippers: Shippers, damp: float, ignore: float
) -> float:
    """Once through all shippers: move each towards the nested logit at present costs.

    Returns half the sum of tonnes that the logit, as met here, would have had on other ways. A shipper who is off by
    less than ``ignore`` of its tonnes stays; ``damp`` multiplies each move, 0 measures only.
    """
    corridors, most = len(shippers.land), int(np.diff(shippers.at).max()) if len(shippers.total) else 0
    cost, share, move = np.empty(most), np.empty(most), np.empty(most)
    low, mass = np.empty(corridors), np.empty(corridors)
    lanes = 2 * len(jam.load)
    which = np.empty(max(1, lanes), np.int32)
    visits, adds, seen = np.zeros(lanes), np.zeros(lanes), np.zeros(lanes, np.bool_)
    best = np.empty(most, np.int64)
    unrest = 0.0
    for i in range(len(shippers.total)):
        total, first = shippers.total[i], shippers.at[i]
        ways = shippers.at[i + 1] - first
        if total <= 0.0 or ways == 0:
            continue
        per_hour, paid, off, kind = 0.0, 0.0, 0.0, 0
        for j in range(ways):
            pair = shippers.pair[first + j]
            if pair >= 0:
                per_hour, kind = pairs.per_hour[pair], pairs.kind[pair]
                cost[j], best[j] = cheapest(sets, pair, per_hour, jam.hours)
                cost[j] -= shippers.door_usd[first + j]
        logit(shippers, i, cost, share, low, mass)
        for j in range(ways):
            move[j] = 0.0
            if shippers.pair[first + j] >= 0:
                move[j] = total * share[j] - shippers.tonnes[first + j]
                off += 0.5 * abs(move[j])
                paid += move[j] * cost[j]
        unrest += off
        if damp == 0.0 or off <= ignore * total:
            continue
        touched = 0
        for j in range(ways):
            if move[j] > 0.0:
                touched = _touch(sets, best[j], move[j], which, touched, visits, adds, seen)
            elif move[j] < 0.0:
                pair = shippers.pair[first + j]
                whole = pairs.tonnes[pair]
                p = sets.first[pair]
                while p >= 0 and whole > 0.0:
                    if sets.flow[p] > 0.0:
                        taken = move[j] * sets.flow[p] / whole
                        touched = _touch(sets, p, taken, which, touched, visits, adds, seen)
                    p = sets.following[p]
        part = damp * _part(
            delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, low
        )
        _make(pairs, sets, shippers, i, move, best, part)
        for k in range(touched):
            lane = which[k]
            add_units(delay, jam, lane, kind, part * adds[lane])
            visits[lane] = 0.0
            adds[lane] = 0.0
            seen[lane] = False
    return unrest


@lean()
def _part(
    delay: Delay,
    jam: Jam,
    shippers: Shippers,
    i: int,
    move: Array,
    paid: float,
    per_hour: float,
    kind: int,
    which: Array,
    touched: int,
    visits: Array,
    adds: Array,
    whole: Array,
) -> float:
    """The part of the move, in [0, 1], at which its last tonne gains nothing more: Illinois' false position."""
    at_low = _gain(
        delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, 0.0, whole
    )
    if at_low >= 0.0:
        return 0.0
    near = -_NEAR * at_low
    low, high = 0.0, 1.0
    at_high = _gain(
        delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, 1.0, whole
    )
    if at_high <= near:
        return 1.0
    for _ in range(30):
        guess = low + (high - low) * at_low / (at_low - at_high)
        found = _gain(
            delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, guess, whole
        )
        if abs(found) <= near:
            return guess
        if found < 0.0:
            low, at_low = guess, found
            at_high *= 0.5
        else:
            high, at_high = guess, found
            at_low *= 0.5
    return low


@lean()
def _touch(
    sets: Sets, p: int, tonnes: float, which: Array, touched: int, visits: Array, adds: Array, seen: Array
) -> int:
    """Add the visits and units of tonnes on path ``p``; lanes in ``which[:touched]``."""
    for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
        lane = sets.visit[v]
        if not seen[lane]:
            seen[lane] = True
            which[touched] = lane
            touched += 1
        visits[lane] += tonnes
        adds[lane] += sets.unit[v] * tonnes
    return touched


@lean()
def _make(
    pairs: Pairs, sets: Sets, shippers: Shippers, i: int, move: Array, best: Array, part: float
) -> None:
    """Make a part of a move: what comes takes the cheapest path, what goes leaves all paths alike."""
    first = shippers.at[i]
    for j in range(shippers.at[i + 1] - first):
        if move[j] == 0.0:
            continue
        k = shippers.pair[first + j]
        moved = part * move[j]
        shippers.tonnes[first + j] = max(0.0, shippers.tonnes[first + j] + moved)
        if moved > 0.0:
            sets.flow[best[j]] += moved
        elif pairs.tonnes[k] > 0.0:
            left = max(0.0, 1.0 + moved / pairs.tonnes[k])
            p = sets.first[k]
            while p >= 0:
                sets.flow[p] *= left
                p = sets.following[p]
        pairs.tonnes[k] = max(0.0, pairs.tonnes[k] + moved)


@kernel()
def gather(pairs: Pairs, sets: Sets, shippers: Shippers) -> None:
    """Tonnes of pairs from those of shippers, and flows of paths to match, anew, so that rounding does not add up."""
    pairs.tonnes[:] = 0.0
    for j in range(len(shippers.pair)):
        if shippers.pair[j] >= 0:
            pairs.tonnes[shippers.pair[j]] += shippers.tonnes[j]
    carry(pairs, sets)


@lean()
def carry(pairs: Pairs, sets: Sets) -> None:
    """Let the paths of each pair carry its tonnes in the old proportions; all by the first where none had any."""
    for k in range(len(pairs.tonnes)):
        carried = 0.0
        p = sets.first[k]
        while p >= 0:
            carried += sets.flow[p]
            p = sets.following[p]
        p = sets.first[k]
        while p >= 0:
            if carried > 0.0:
                sets.flow[p] *= pairs.tonnes[k] / carried
            elif p == sets.first[k]:
                sets.flow[p] = pairs.tonnes[k]
            p = sets.following[p]
