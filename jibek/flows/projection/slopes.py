"""How what all shippers choose at once answers to delays: the slopes behind the matrix of `together`.

Facilities that answer stand in rows, and one more hour at each in columns; after the facilities come, where tonnes are
pinned, the targets in rows and their constants in columns, one more of which is one more of utility.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.projection.kernels import Sets
from jibek.flows.turns import Lanes
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean

if TYPE_CHECKING:
    from jibek.flows.problem import Pairs, Shippers

# A way is left out where it brings less than this part of what comes anywhere: thousands of ways carry grams.
_FEW = 1e-5


@lean()
def rows_of(lanes: Lanes, row: Array, rows: Array, units: Array) -> None:
    """Where a laden unit of a kind counts, by its lane, (lane, kind, 2): ``rows``, -1 for none, and how much of it.

    It counts at its own facility, and at that of the opposite lane by what comes back, each where its direction is the
    fuller one. ``row`` (facility,) is -1 for what does not answer.
    """
    rows[:, :, :] = -1
    for lane in range(len(lanes.reverse)):
        back = lanes.reverse[lane]
        for k in range(len(lanes.returns)):
            share = lanes.returns[k]
            if back < 0 or lanes.laden[lane, k] >= share * lanes.laden[back, k]:
                rows[lane, k, 0], units[lane, k, 0] = row[lane >> 1], 1.0
            if back >= 0 and lanes.laden[back, k] < share * lanes.laden[lane, k]:
                rows[lane, k, 1], units[lane, k, 1] = row[back >> 1], share


@kernel()
def mean_visits(
    pairs: Pairs,
    sets: Sets,
    share: Array,
    row: Array,
    rows: Array,
    units: Array,
    at: Array,
    who: Array,
    visits: Array,
    unit: Array,
) -> None:
    """What a tonne of each pair meets on the mean of its paths, at facilities with a ``row`` (facility,) of at least 0.

    Entries of pair k stand at ``at[k]:at[k + 1]``: row, visits, units a day per tonne; there must be room for two for
    each visit. ``rows`` and ``units`` are from `rows_of`.
    """
    place = np.full(len(row), -1, np.int64)
    end = 0
    at[0] = 0
    for k in range(len(pairs.row)):
        kind, p = pairs.kind[k], sets.first[k]
        while p >= 0:
            if share[p] > 0.0:
                for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                    lane = sets.visit[v]
                    for turn in range(3):
                        x = row[lane >> 1] if turn == 2 else rows[lane, kind, turn]
                        if x < 0:
                            continue
                        if place[x] < at[k]:
                            place[x] = end
                            who[end], visits[end], unit[end] = x, 0.0, 0.0
                            end += 1
                        if turn == 2:
                            visits[place[x]] += share[p]
                        else:
                            unit[place[x]] += share[p] * sets.unit[v] * units[lane, kind, turn]
            p = sets.following[p]
        at[k + 1] = end


@kernel()
def way_slopes(
    pairs: Pairs,
    shippers: Shippers,
    tonnes: Array,
    at: Array,
    who: Array,
    visits: Array,
    unit: Array,
    carries: Array,
    counts: Array,
    door_carries: Array,
    door_counts: Array,
    pins: int,
    out: Array,
) -> None:
    """Units a day at each facility that an hour at each brings, by choice of corridor and door alone, added to ``out``.

    ``at``, ``who``, ``visits``, ``unit``: from `mean_visits`. With shares P of ways and w of a way in its corridor c or
    the nest: dP(j)/du(k) = P(j) [1(j = k) / D + (m - 1 / D) w(k, c) + (1 - m) w(k, nest) - P(k)], the second term
    between doors of one corridor, the third between corridors of the nest; m = 1 / L in the nest and 1 elsewhere.

    ``carries`` and ``counts`` (shipper, corridor), and those of doors (way,), are of `Pins`, of which there are
    ``pins``: tonnes of targets take part as units do, and constants as hours. Ways that hardly matter anywhere are
    left out.
    """
    most = len(out)
    facilities = most - pins
    matters = _matter(shippers, tonnes, at, who, unit, counts, door_counts, facilities, most)
    # Of one corridor: who is touched, units that it brings and utility that it takes, per tonne times tonnes.
    place, here, up, by = (
        np.full(most, -1),
        np.empty(2 * most, np.int64),
        np.empty(2 * most),
        np.empty(2 * most),
    )
    # The same of the shipper, in all (0) and in the nest (1).
    place_in, all_here = np.full(most, -1), np.empty(most, np.int64)
    all_up, all_by = np.zeros((2, most)), np.zeros((2, most))
    inner, of_door = 1.0 / shippers.dissimilarity, 1.0 / shippers.doors
    for i in range(len(shippers.total)):
        end = shippers.at[i + 1]
        if shippers.total[i] <= 0.0 or end - shippers.at[i] == 1:
            continue  # who has one way takes it
        nest, count, j = 0.0, 0, shippers.at[i]
        while j < end:
            c, following, whole, size = shippers.corridor[j], j, 0.0, 0
            while following < end and shippers.corridor[following] == c:
                whole += tonnes[following]
                following += 1
            of_corridor = inner if shippers.land[c] else 1.0
            own = of_door if following - j > 1 else of_corridor
            for w in range(j, following):
                if not matters[w]:
                    continue
                k = shippers.pair[w]
                steep = shippers.per_usd[i] * pairs.per_hour[k]
                for e in range(at[k], at[k + 1]):
                    x, brought = who[e], tonnes[w] * unit[e]
                    if brought > 0.0:
                        for g in range(at[k], at[k + 1]):
                            out[x, who[g]] -= own * brought * steep * visits[g]
                    if place[x] < 0:
                        place[x], here[size], up[size], by[size] = size, x, 0.0, 0.0
                        size += 1
                    up[place[x]] += brought
                    by[place[x]] += tonnes[w] * steep * visits[e]
                if pins == 0:
                    continue
                # So do the target and the constant of its door.
                target, constant = door_counts[w], door_carries[w]
                for x in (facilities + target, facilities + constant):
                    if x >= facilities and place[x] < 0:
                        place[x], here[size], up[size], by[size] = size, x, 0.0, 0.0
                        size += 1
                if target >= 0:
                    x = facilities + target
                    up[place[x]] += tonnes[w]
                    for g in range(at[k], at[k + 1]):
                        out[x, who[g]] -= own * tonnes[w] * steep * visits[g]
                    if constant >= 0:
                        out[x, facilities + constant] += own * tonnes[w]
                if constant >= 0:
                    x = facilities + constant
                    by[place[x]] -= tonnes[w]
                    for e in range(at[k], at[k + 1]):
                        out[who[e], x] += own * tonnes[w] * unit[e]
            for a in range(size):
                place[here[a]] = -1
            # Its target and its constant take part as a facility does.
            if pins > 0 and whole > 0.0:
                if counts[i, c] >= 0:
                    here[size], up[size], by[size] = facilities + counts[i, c], whole, 0.0
                    for b in range(size):
                        out[here[size], here[b]] -= own * by[b]
                    size += 1
                if carries[i, c] >= 0:
                    here[size], up[size], by[size] = facilities + carries[i, c], 0.0, -whole
                    for a in range(size):
                        out[here[a], here[size]] += own * up[a]
                    size += 1
            if following - j > 1 and whole > 0.0:
                _add_product((of_door - of_corridor) / whole, size, here, up, by, out)
            if shippers.land[c]:
                nest += whole
            for a in range(size):
                x = here[a]
                if place_in[x] < 0:
                    place_in[x], all_here[count] = count, x
                    all_up[:, count] = 0.0
                    all_by[:, count] = 0.0
                    count += 1
                all_up[0, place_in[x]] += up[a]
                all_by[0, place_in[x]] += by[a]
                if shippers.land[c]:
                    all_up[1, place_in[x]] += up[a]
                    all_by[1, place_in[x]] += by[a]
            j = following
        _add_product(1.0 / shippers.total[i], count, all_here, all_up[0], all_by[0], out)
        if nest > 0.0 and inner != 1.0:
            _add_product((inner - 1.0) / nest, count, all_here, all_up[1], all_by[1], out)
        for a in range(count):
            place_in[all_here[a]] = -1


@lean()
def _add_product(factor: float, size: int, here: Array, up: Array, by: Array, out: Array) -> None:
    """Add ``factor * up[a] * by[b]`` where row ``here[a]`` and column ``here[b]`` meet."""
    for a in range(size):
        more = factor * up[a]
        if more != 0.0:
            for b in range(size):
                out[here[a], here[b]] += more * by[b]


@kernel()
def _matter(
    shippers: Shippers,
    tonnes: Array,
    at: Array,
    who: Array,
    unit: Array,
    counts: Array,
    door_counts: Array,
    facilities: int,
    most: int,
) -> Array:
    """Ways that bring more than `_FEW` of what comes to some facility or target, (way,) bool."""
    whole, out = np.zeros(most), np.zeros(len(tonnes), np.bool_)
    for weighing in (True, False):
        for i in range(len(shippers.total)):
            for w in range(shippers.at[i], shippers.at[i + 1]):
                k = shippers.pair[w]
                if k < 0 or tonnes[w] <= 0.0:
                    continue
                if most > facilities:
                    for target in (counts[i, shippers.corridor[w]], door_counts[w]):
                        if target < 0:
                            continue
                        if weighing:
                            whole[facilities + target] += tonnes[w]
                        elif tonnes[w] > _FEW * whole[facilities + target]:
                            out[w] = True
                for e in range(at[k], at[k + 1]):
                    if weighing:
                        whole[who[e]] += tonnes[w] * unit[e]
                    elif tonnes[w] * unit[e] > _FEW * whole[who[e]]:
                        out[w] = True
                        break
    return out


@kernel()
def path_slopes(
    pairs: Pairs,
    sets: Sets,
    share: Array,
    carried: Array,
    spread: float,
    row: Array,
    rows: Array,
    units: Array,
    out: Array,
) -> None:
    """Add to ``out`` of `way_slopes` what an hour moves between the used paths of each pair.

    With n of them, ds(p)/dcost(q) = -(1(p = q) - 1 / n) / spread.
    """
    most = len(out)
    up, by = np.zeros(most), np.zeros(most)
    own_up, own_by = np.zeros(most), np.zeros(most)
    touched, seen = np.empty(most, np.int64), np.zeros(most, np.bool_)
    own = np.empty(most, np.int64)
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
            size = 0
            if share[p] > 0.0:
                for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                    lane = sets.visit[v]
                    for turn in range(3):
                        x = row[lane >> 1] if turn == 2 else rows[lane, kind, turn]
                        if x < 0:
                            continue
                        if not seen[x]:
                            seen[x] = True
                            own[size] = x
                            size += 1
                        if turn == 2:
                            own_by[x] += 1.0
                        else:
                            own_up[x] += sets.unit[v] * units[lane, kind, turn]
            for x in own[:size]:
                seen[x] = False
                if own_up[x] != 0.0:
                    for y in own[:size]:
                        out[x, y] -= rate * own_up[x] * own_by[y]
            for x in own[:size]:
                if up[x] == 0.0 and by[x] == 0.0:
                    touched[count] = x
                    count += 1
                up[x] += own_up[x]
                by[x] += own_by[x]
                own_up[x], own_by[x] = 0.0, 0.0
            p = sets.following[p]
        for x in touched[:count]:
            if up[x] != 0.0:
                for y in touched[:count]:
                    out[x, y] += rate / n * up[x] * by[y]
        for x in touched[:count]:
            up[x], by[x] = 0.0, 0.0
