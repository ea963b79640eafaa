"""The choice of corridor inside the solver: tonnes move between corridors as they move between paths.

At the solution of the whole problem the tonnes of a shipper's corridors are the nested logit's at the cost of the
loaded network. Seen as costs: the path's, less what the corridor is worth, plus the marginal cost of a crowded choice,

    h = L ln(q / nest) + ln(nest / T)   of a land corridor,       h = ln(q / T)   of one that stands alone,

in utility; they are equal where the choice is made (Fisk, 1980; Sheffi, 1985, ch. 7, for the plain logit). Each
shipper moves in turn from where it is towards the logit at present costs, as far as these costs, its own load
included, let the move gain; the rule of a line search on the potential that a single class has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.delay import Delay, evaluate_one
from jibek.flows.projection.kernels import Jam, Sets, cheapest
from jibek.flows.turns import bring, load_after
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

if TYPE_CHECKING:
    from jibek.flows.problem import Pairs, Shippers

# A corridor with less than this part of a shipper's tonnes counts as having it when logarithms are taken.
_LEAST = 1e-30

# A move stops where its gain per tonne has fallen to this part of what it was.
_NEAR = 0.02


@kernel()
def _logit(shippers: Shippers, i: int, cost: Array, share: Array) -> None:
    """Shares of shipper ``i`` at ``cost`` (corridor,), into ``share``; 0 where no corridor is open."""
    top, peak = -np.inf, -np.inf
    for c in range(len(cost)):
        share[c] = 0.0
        if shippers.pair[i, c] >= 0:
            u = shippers.worth[i, c] - shippers.per_usd[i] * cost[c]
            if shippers.land[c]:
                top = max(top, u)
            else:
                peak = max(peak, u)
    nest = 0.0
    if np.isfinite(top):
        for c in range(len(cost)):
            if shippers.pair[i, c] >= 0 and shippers.land[c]:
                u = shippers.worth[i, c] - shippers.per_usd[i] * cost[c]
                share[c] = np.exp((u - top) / shippers.dissimilarity)
                nest += share[c]
    inclusive = top + shippers.dissimilarity * np.log(nest) if nest > 0.0 else -np.inf
    peak = max(peak, inclusive)
    mass = np.exp(inclusive - peak) if nest > 0.0 else 0.0
    whole = mass
    for c in range(len(cost)):
        if shippers.pair[i, c] >= 0 and not shippers.land[c]:
            share[c] = np.exp(shippers.worth[i, c] - shippers.per_usd[i] * cost[c] - peak)
            whole += share[c]
    if whole > 0.0:
        for c in range(len(cost)):
            share[c] *= (mass / nest if shippers.land[c] else 1.0) / whole if share[c] > 0.0 else 0.0


@kernel()
def _crowding(shippers: Shippers, i: int, move: Array, part: float) -> float:
    """Sum over corridors of the move times its marginal cost of shippers, in USD, after a part of it is made."""
    total = shippers.total[i]
    nest = 0.0
    for c in range(len(move)):
        if shippers.land[c]:
            nest += shippers.tonnes[i, c] + part * move[c]
    nest = max(nest / total, _LEAST)
    out = 0.0
    for c in range(len(move)):
        if move[c] != 0.0:
            q = max((shippers.tonnes[i, c] + part * move[c]) / total, _LEAST)
            h = np.log(q)
            if shippers.land[c]:
                h = shippers.dissimilarity * (h - np.log(nest)) + np.log(nest)
            out += move[c] * (h - shippers.worth[i, c]) / shippers.per_usd[i]
    return out


@kernel()
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
) -> float:
    """What the last tonne of a part of the move costs, USD a year per part: below 0 it gains."""
    out = paid + _crowding(shippers, i, move, part)
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

    Returns half the sum of tonnes that the logit, as met on the way, would have had elsewhere. A shipper who is off by
    less than ``ignore`` of its tonnes stays; ``damp`` multiplies each move, 0 measures only.
    """
    corridors = shippers.pair.shape[1]
    cost, share, move = np.empty(corridors), np.empty(corridors), np.empty(corridors)
    lanes = 2 * len(jam.load)
    which = np.empty(max(1, lanes), np.int32)
    visits, adds, seen = np.zeros(lanes), np.zeros(lanes), np.zeros(lanes, np.bool_)
    best = np.empty(corridors, np.int64)
    unrest = 0.0
    for i in range(len(shippers.total)):
        total = shippers.total[i]
        if total <= 0.0:
            continue
        per_hour, paid, off, kind = 0.0, 0.0, 0.0, 0
        for c in range(corridors):
            if shippers.pair[i, c] >= 0:
                per_hour, kind = pairs.per_hour[shippers.pair[i, c]], pairs.kind[shippers.pair[i, c]]
                cost[c], best[c] = cheapest(sets, shippers.pair[i, c], per_hour, jam.hours)
        _logit(shippers, i, cost, share)
        for c in range(corridors):
            move[c] = 0.0
            if shippers.pair[i, c] >= 0:
                move[c] = total * share[c] - shippers.tonnes[i, c]
                off += 0.5 * abs(move[c])
                paid += move[c] * cost[c]
        unrest += off
        if damp == 0.0 or off <= ignore * total:
            continue
        touched = 0
        for c in range(corridors):
            if move[c] > 0.0:
                touched = _touch(sets, best[c], move[c], which, touched, visits, adds, seen)
            elif move[c] < 0.0:
                whole = pairs.tonnes[shippers.pair[i, c]]
                p = sets.first[shippers.pair[i, c]]
                while p >= 0 and whole > 0.0:
                    if sets.flow[p] > 0.0:
                        taken = move[c] * sets.flow[p] / whole
                        touched = _touch(sets, p, taken, which, touched, visits, adds, seen)
                    p = sets.following[p]
        part = damp * _part(delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds)
        _make(pairs, sets, shippers, i, move, best, part)
        for j in range(touched):
            lane = which[j]
            bring(delay, jam.lanes, jam.load, jam.hours, jam.steep, lane, kind, part * adds[lane])
            visits[lane] = 0.0
            adds[lane] = 0.0
            seen[lane] = False
    return unrest


@kernel()
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
) -> float:
    """The part of the move, in [0, 1], at which its last tonne gains nothing more: Illinois' false position."""
    at_low = _gain(delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, 0.0)
    if at_low >= 0.0:
        return 0.0
    near = -_NEAR * at_low
    low, high = 0.0, 1.0
    at_high = _gain(delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, 1.0)
    if at_high <= near:
        return 1.0
    for _ in range(30):
        guess = low + (high - low) * at_low / (at_low - at_high)
        found = _gain(
            delay, jam, shippers, i, move, paid, per_hour, kind, which, touched, visits, adds, guess
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


@kernel()
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


@kernel()
def _make(
    pairs: Pairs, sets: Sets, shippers: Shippers, i: int, move: Array, best: Array, part: float
) -> None:
    """Make a part of a move: what comes takes the cheapest path, what goes leaves all paths alike."""
    for c in range(len(move)):
        if move[c] == 0.0:
            continue
        k = shippers.pair[i, c]
        moved = part * move[c]
        shippers.tonnes[i, c] = max(0.0, shippers.tonnes[i, c] + moved)
        if moved > 0.0:
            sets.flow[best[c]] += moved
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
    for i in range(shippers.pair.shape[0]):
        for c in range(shippers.pair.shape[1]):
            if shippers.pair[i, c] >= 0:
                pairs.tonnes[shippers.pair[i, c]] += shippers.tonnes[i, c]
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
