"""What all shippers choose at once: kernels of `together`.

Tonnes of a shipper's ways are the nested logit's at the cost of their pairs. Within a pair the shares of paths
are the nearest to those of now that pay: they minimise, over shares s that sum to 1,

    sum of s(p) cost(p) + spread / 2 * sum of (s(p) - now(p)) ** 2,

so that a path cheaper by ``spread`` takes all, and the least value is the cost of the pair; its slope in the cost of
a path is the share (the proximal map of a linear cost; Parikh and Boyd, 2014). A share may start from and fall to 0.
How this answers to delays stands in slopes.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.projection.choice import logit
from jibek.flows.projection.kernels import Sets, cheapest, path_cost
from jibek.flows.turns import Lanes, load_all
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean

if TYPE_CHECKING:
    from jibek.flows.problem import Pairs, Shippers


@lean()
def shares_now(pairs: Pairs, sets: Sets, hours: Array, now: Array) -> None:
    """Shares of paths in the flow of their pair, into ``now`` (path,); the cheapest has all where nothing flows."""
    for k in range(len(pairs.row)):
        carried = 0.0
        p = sets.first[k]
        while p >= 0:
            carried += sets.flow[p]
            p = sets.following[p]
        only = -1
        if carried <= 0.0:
            _, only = cheapest(sets, k, pairs.per_hour[k], hours)
        p = sets.first[k]
        while p >= 0:
            now[p] = sets.flow[p] / carried if carried > 0.0 else (1.0 if p == only else 0.0)
            p = sets.following[p]


@lean()
def share_out(
    pairs: Pairs, sets: Sets, now: Array, hours: Array, spread: float, share: Array, cost: Array
) -> None:
    """Shares of paths at ``hours`` (facility,), into ``share`` (path,), and what pairs then pay, into ``cost`` (pair,).

    Projection onto the simplex by Michelot's method (1986): the level falls until nobody kept lies below it.
    """
    for k in range(len(pairs.row)):
        p = sets.first[k]
        if p < 0:
            cost[k] = np.inf
            continue
        if sets.following[p] < 0:
            share[p] = 1.0
            cost[k] = path_cost(sets, p, pairs.per_hour[k], hours)
            continue
        total, count, least = 0.0, 0, np.inf
        while p >= 0:
            share[p] = path_cost(sets, p, pairs.per_hour[k], hours)
            least = min(least, share[p])
            p = sets.following[p]
        p = sets.first[k]
        while p >= 0:
            share[p] = now[p] - (share[p] - least) / spread
            total += share[p]
            count += 1
            p = sets.following[p]
        level = (total - 1.0) / count
        while True:
            total, kept = 0.0, 0
            p = sets.first[k]
            while p >= 0:
                if share[p] > level:
                    total += share[p]
                    kept += 1
                p = sets.following[p]
            if kept == count:
                break
            level, count = (total - 1.0) / kept, kept
        cost[k] = least
        p = sets.first[k]
        while p >= 0:
            above = (now[p] - share[p]) * spread
            share[p] = max(0.0, share[p] - level)
            cost[k] += share[p] * above + 0.5 * spread * (share[p] - now[p]) ** 2
            p = sets.following[p]


@kernel()
def choose_at(shippers: Shippers, cost: Array, tonnes: Array, carried: Array) -> None:
    """Tonnes that the logit chooses at the cost of pairs, by way and by pair."""
    corridors, most = len(shippers.land), int(np.diff(shippers.at).max()) if len(shippers.total) else 0
    own, share = np.zeros(most), np.zeros(most)
    low, mass = np.empty(corridors), np.empty(corridors)
    carried[:] = 0.0
    for i in range(len(shippers.total)):
        first = shippers.at[i]
        ways = shippers.at[i + 1] - first
        for j in range(ways):
            if shippers.pair[first + j] >= 0:
                own[j] = cost[shippers.pair[first + j]] - shippers.door_usd[first + j]
        logit(shippers, i, own, share, low, mass)
        for j in range(ways):
            tonnes[first + j] = shippers.total[i] * share[j]
            if shippers.pair[first + j] >= 0:
                carried[shippers.pair[first + j]] += tonnes[first + j]


@lean()
def choose_doors(shippers: Shippers, cost: Array, utility: Array, door: Array) -> None:
    """Shares of the ways in their corridors at the cost of pairs, into ``door`` (way,), and what the corridors are then
    worth but for `Shippers.worth`, into ``utility`` (shipper, corridor); -inf where nothing is open."""
    utility[:, :] = -np.inf
    for i in range(len(shippers.total)):
        steep, end = shippers.per_usd[i] / shippers.doors, shippers.at[i + 1]
        j = shippers.at[i]
        while j < end:
            c, following, low, mass = shippers.corridor[j], j, np.inf, 0.0
            while following < end and shippers.corridor[following] == c:
                if shippers.pair[following] >= 0:
                    low = min(low, cost[shippers.pair[following]] - shippers.door_usd[following])
                following += 1
            for w in range(j, following):
                door[w] = 0.0
                if shippers.pair[w] >= 0 and np.isfinite(low):
                    above = cost[shippers.pair[w]] - shippers.door_usd[w] - low
                    door[w] = np.exp(-steep * above) if above > 0.0 else 1.0
                    mass += door[w]
            if mass > 0.0:
                utility[i, c] = shippers.doors * np.log(mass) - shippers.per_usd[i] * low
                for w in range(j, following):
                    door[w] /= mass
            j = following


@lean()
def ship(shippers: Shippers, share: Array, door: Array, tonnes: Array, carried: Array) -> None:
    """Tonnes by way and by pair, from shares of corridors (shipper, corridor) and of ways in them (way,)."""
    carried[:] = 0.0
    for i in range(len(shippers.total)):
        for w in range(shippers.at[i], shippers.at[i + 1]):
            tonnes[w] = shippers.total[i] * share[i, shippers.corridor[w]] * door[w]
            if shippers.pair[w] >= 0:
                carried[shippers.pair[w]] += tonnes[w]


@kernel()
def load_shares(pairs: Pairs, sets: Sets, share: Array, carried: Array, lanes: Lanes, load: Array) -> None:
    """Units a day at facilities, into ``load``; ``lanes.laden`` follows."""
    load[:] = lanes.background
    lanes.laden[:] = 0.0
    for p in range(sets.used[0]):
        tonnes = share[p] * carried[sets.pair[p]]
        if tonnes > 0.0:
            kind = pairs.kind[sets.pair[p]]
            for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                lane, units = sets.visit[v], sets.unit[v] * tonnes
                if lanes.reverse[lane] >= 0:
                    lanes.laden[lane, kind] += units
                else:
                    load[lane >> 1] += units
    load_all(lanes, load)


@lean()
def steepest(shippers: Shippers, out: Array) -> None:
    """How fast shares of ways fall with USD per tonne of each pair, at most, into ``out`` (pair,); 0 where nobody has
    another way."""
    out[:] = 0.0
    for i in range(len(shippers.total)):
        if shippers.at[i + 1] - shippers.at[i] > 1:
            for w in range(shippers.at[i], shippers.at[i + 1]):
                k = shippers.pair[w]
                if k >= 0:
                    out[k] = max(out[k], shippers.per_usd[i] / shippers.doors)


@lean()
def weigh(
    pairs: Pairs,
    sets: Sets,
    share: Array,
    carried: Array,
    spread: float,
    steep: Array,
    felt: Array,
    driven: Array,
) -> None:
    """How much an hour at each facility matters, (facility,) each.

    felt: USD a year that it costs; driven: units a day, at most, that it drives to other paths and, with ``steep``
    (pair,) from `steepest`, to other ways.
    """
    felt[:] = 0.0
    driven[:] = 0.0
    for p in range(sets.used[0]):
        k = sets.pair[p]
        paid = share[p] * carried[k] * pairs.per_hour[k]
        if paid > 0.0:
            others = sets.first[k] != p or sets.following[p] >= 0
            away = paid * (steep[k] + (1.0 / spread if others else 0.0))
            for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                felt[sets.visit[v] >> 1] += paid
                driven[sets.visit[v] >> 1] += away * sets.unit[v]
