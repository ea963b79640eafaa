"""What all shippers choose at once, and how it answers to delays: kernels of `together`.

Tonnes of a shipper's ways are the nested logit's at the cost of their pairs. Within a pair the shares of paths
are the nearest to those of now that pay: they minimise, over shares s that sum to 1,

    sum of s(p) cost(p) + spread / 2 * sum of (s(p) - now(p)) ** 2,

so that a path cheaper by ``spread`` takes all, and the least value is the cost of the pair; its slope in the cost of
a path is the share (the proximal map of a linear cost; Parikh and Boyd, 2014). A share may start from and fall to 0.
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
                own[j] = cost[shippers.pair[first + j]]
        logit(shippers, i, own, share, low, mass)
        for j in range(ways):
            tonnes[first + j] = shippers.total[i] * share[j]
            if shippers.pair[first + j] >= 0:
                carried[shippers.pair[first + j]] += tonnes[first + j]


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
def weigh(
    pairs: Pairs, sets: Sets, share: Array, carried: Array, spread: float, felt: Array, driven: Array
) -> None:
    """How much an hour at each facility matters, (facility,) each.

    felt: USD a year that it costs; driven: units a day, at most, that it drives to other paths.
    """
    felt[:] = 0.0
    driven[:] = 0.0
    for p in range(sets.used[0]):
        k = sets.pair[p]
        paid = share[p] * carried[k] * pairs.per_hour[k]
        if paid > 0.0:
            for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                felt[sets.visit[v] >> 1] += paid
                driven[sets.visit[v] >> 1] += paid / spread * sets.unit[v]


@kernel()
def mean_visits(
    pairs: Pairs, sets: Sets, share: Array, row: Array, at: Array, lane: Array, visits: Array, unit: Array
) -> None:
    """What a tonne of each pair meets on the mean of its paths, at facilities with a ``row`` (facility,) of at least 0.

    Entries of pair k stand at ``at[k]:at[k + 1]``: lane (twice the row, and the side), visits, units a day per tonne.
    """
    place = np.full(2 * len(row), -1, np.int64)
    end = 0
    at[0] = 0
    for k in range(len(pairs.row)):
        p = sets.first[k]
        while p >= 0:
            if share[p] > 0.0:
                for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                    a = row[sets.visit[v] >> 1]
                    if a < 0:
                        continue
                    x = 2 * a + (sets.visit[v] & 1)
                    here = place[x]
                    if here < at[k]:
                        here = end
                        place[x] = here
                        lane[here], visits[here], unit[here] = x, 0.0, 0.0
                        end += 1
                    visits[here] += share[p]
                    unit[here] += share[p] * sets.unit[v]
            p = sets.following[p]
        at[k + 1] = end


@kernel()
def slopes(
    pairs: Pairs,
    shippers: Shippers,
    tonnes: Array,
    at: Array,
    lane: Array,
    visits: Array,
    unit: Array,
    out: Array,
) -> None:
    """Laden units a day by lane and kind that an hour at each facility brings, added to ``out`` (lane, kind, facility).

    By choice of corridor and door alone. ``at``, ``lane``, ``visits``, ``unit``: from `mean_visits`. With shares P of
    ways and w of a way in its corridor c or the nest: dP(j)/du(k) = P(j) [1(j = k) / D + (m - 1 / D) w(k, c)
    + (1 - m) w(k, nest) - P(k)], the second term between doors of one corridor, the third between corridors of the
    nest; m = 1 / L in the nest and 1 elsewhere.
    """
    size = out.shape[2]
    up, by = np.zeros((3, 2 * size)), np.zeros((3, 2 * size))  # of all, of the nest, of a corridor
    touched, seen = np.empty(2 * size, np.int64), np.zeros(2 * size, np.bool_)
    inner, of_door = 1.0 / shippers.dissimilarity, 1.0 / shippers.doors
    for i in range(len(shippers.total)):
        total, nest, kind, count = shippers.total[i], 0.0, 0, 0
        if total <= 0.0:
            continue
        end = shippers.at[i + 1]
        if end - shippers.at[i] == 1:
            continue  # who has one way takes it
        for j in range(shippers.at[i], end):
            if shippers.land[shippers.corridor[j]]:
                nest += tonnes[j]
        j = shippers.at[i]
        while j < end:
            c, following, whole = shippers.corridor[j], j, 0.0
            while following < end and shippers.corridor[following] == c:
                whole += tonnes[following]
                following += 1
            of_corridor = inner if shippers.land[c] else 1.0
            for w in range(j, following):
                k = shippers.pair[w]
                if k < 0 or tonnes[w] <= 0.0:
                    continue
                kind = pairs.kind[k]
                steep = shippers.per_usd[i] * pairs.per_hour[k]
                own = tonnes[w] * steep * (of_door if following - j > 1 else of_corridor)
                for e in range(at[k], at[k + 1]):
                    x = lane[e]
                    for g in range(at[k], at[k + 1]):
                        out[x, kind, lane[g] >> 1] -= own * unit[e] * visits[g]
                    if not seen[x]:
                        seen[x] = True
                        touched[count] = x
                        count += 1
                    up[0, x] += tonnes[w] / total * unit[e]
                    by[0, x] += tonnes[w] / total * steep * visits[e]
                    if shippers.land[c]:
                        up[1, x] += tonnes[w] / nest * unit[e]
                        by[1, x] += tonnes[w] / nest * steep * visits[e]
                    if following - j > 1:
                        up[2, x] += tonnes[w] / whole * unit[e]
                        by[2, x] += tonnes[w] / whole * steep * visits[e]
            if following - j > 1:
                for a in range(count):
                    x = touched[a]
                    if up[2, x] != 0.0:
                        for b in range(count):
                            y = touched[b]
                            out[x, kind, y >> 1] += (of_door - of_corridor) * whole * up[2, x] * by[2, y]
                for x in touched[:count]:
                    up[2, x] = 0.0
                    by[2, x] = 0.0
            j = following
        for a in range(count):
            x = touched[a]
            for y in touched[:count]:
                out[x, kind, y >> 1] += (
                    total * up[0, x] * by[0, y] + (inner - 1.0) * nest * up[1, x] * by[1, y]
                )
        for x in touched[:count]:
            up[:, x] = 0.0
            by[:, x] = 0.0
            seen[x] = False


@kernel()
def path_slopes(
    pairs: Pairs, sets: Sets, share: Array, carried: Array, spread: float, row: Array, out: Array
) -> None:
    """Add to ``out`` of `slopes` what an hour moves between the used paths of each pair.

    With n of them, ds(p)/dcost(q) = -(1(p = q) - 1 / n) / spread.
    """
    size = out.shape[2]
    up, by = np.zeros(2 * size), np.zeros(2 * size)
    touched, seen = np.empty(2 * size, np.int64), np.zeros(2 * size, np.bool_)
    for k in range(len(pairs.row)):
        p, n, count = sets.first[k], 0, 0
        while p >= 0 and carried[k] > 0.0:
            n += share[p] > 0.0
            p = sets.following[p]
        if n < 2:
            continue
        kind, rate = pairs.kind[k], carried[k] * pairs.per_hour[k] / spread
        p = sets.first[k]
        while p >= 0:
            if share[p] > 0.0:
                for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                    a = row[sets.visit[v] >> 1]
                    if a < 0:
                        continue
                    x = 2 * a + (sets.visit[v] & 1)
                    for w in range(sets.visit_at[p], sets.visit_at[p + 1]):
                        b = row[sets.visit[w] >> 1]
                        if b >= 0:
                            out[x, kind, b] -= rate * sets.unit[v]
                    if not seen[x]:
                        seen[x] = True
                        touched[count] = x
                        count += 1
                    up[x] += sets.unit[v]
                    by[x] += 1.0
            p = sets.following[p]
        for x in touched[:count]:
            for y in touched[:count]:
                out[x, kind, y >> 1] += rate / n * up[x] * by[y]
        for x in touched[:count]:
            up[x], by[x], seen[x] = 0.0, 0.0, False
