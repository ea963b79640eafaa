"""Sums along many paths at once, and quantiles of the sums of draws, by kernels that add in the order that NumPy does.

    rows      arc 0  1 1 2      paths  (0, 1)  ->  hours  3 3 5  ->  P10, P50, P90 as ``np.quantile`` gives them
              arc 1  2 2 3             (0,)              1 1 2

Paths that begin alike are added up once as far as they do: a sum from the first arc on is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from itertools import pairwise as neighbours

import numpy as np

from jibek.ground.arrays import Array, Flags, Ints
from jibek.ground.compiled import kernel, lean

BINS = 1024  # of the range of the draws, to find a rank without sorting; a matter of speed alone

SHARES = np.array([0.1, 0.5, 0.9])


def laid(paths: Sequence[Sequence[int]] | Sequence[Ints]) -> tuple[Array, Array]:
    """Paths one after another, and where each begins and the last ends."""
    ends = np.zeros(len(paths) + 1, np.int64)
    np.cumsum([len(p) for p in paths], out=ends[1:])
    return np.fromiter(chain.from_iterable(paths), np.int64, int(ends[-1])), ends


def path_sums(values: Array, flat: Array, ends: Array) -> Array:
    """Sums of each row of values along each path, shape (path, row): what ``values[row, path].sum()`` gives."""
    out = np.empty((len(ends) - 1, len(values)))
    _sums(np.ascontiguousarray(values), flat, ends, out)
    return out


def path_quantiles(rows: Array, still: Array, flat: Array, ends: Array) -> Array:
    """P10, P50 and P90 of the sums of draws along each path, shape (path, 3).

    Parameters
    ----------
    rows : shape (arc, draw)
        At least 0; read at the arcs of the paths alone.
    still : shape (arc,)
        The value of all draws of an arc where they are one, else not a number: its row is not read.
    flat, ends
        From ``laid``.
    """
    arcs = flat.tolist()
    parts = [tuple(arcs[a:b]) for a, b in neighbours(ends.tolist())]
    order = np.array(sorted(range(len(parts)), key=parts.__getitem__), np.int64)
    out = np.empty((len(parts), 3))
    deepest = int(np.diff(ends).max(initial=0))
    _quantiles(rows, still, flat, ends, order, deepest, SHARES, out)
    return out


def come_back(flat: Ints, ends: Ints, lands: Ints, transfer: Array) -> Flags:
    """Paths that leave a country and come back to it after a change of vehicle or gauge in the one between.

    Parameters
    ----------
    flat, ends
        From ``laid``.
    lands : shape (arc, 2)
        Countries in the order of travel, by number; -1 for none.
    transfer : shape (arc,)
        Above 0 where the cargo changes.
    """
    out = np.zeros(len(ends) - 1, bool)
    _come_back(flat, ends, lands, transfer, out)
    return out


@kernel("void(i8[::1], i8[::1], i8[:, ::1], f8[::1], b1[::1])")
def _come_back(flat: Array, ends: Array, lands: Array, transfer: Array, out: Array) -> None:
    for p in range(len(ends) - 1):
        before, here, changes = -1, -1, 0.0  # the country before this one, this one, changes in it
        for at in range(ends[p], ends[p + 1]):
            for side in range(2):
                land = lands[flat[at], side]
                if land < 0 or land == here:
                    continue
                if land == before and changes > 0:
                    out[p] = True
                before, here, changes = here, land, 0.0
            if here >= 0:
                changes += transfer[flat[at]]


@lean()
def pairwise(values: Array, at: Array, first: int, count: int) -> float:
    """The sum of ``values[at[first:first + count]]`` in NumPy's order (pairwise, eight at a time)."""
    if count < 8:
        total = 0.0
        for i in range(count):
            total += values[at[first + i]]
        return total
    if count > 128:
        half = (count // 2) - (count // 2) % 8
        return pairwise(values, at, first, half) + pairwise(values, at, first + half, count - half)
    a, b, c, d = values[at[first]], values[at[first + 1]], values[at[first + 2]], values[at[first + 3]]
    e, f, g, h = values[at[first + 4]], values[at[first + 5]], values[at[first + 6]], values[at[first + 7]]
    i = 8
    while i < count - count % 8:
        a += values[at[first + i]]
        b += values[at[first + i + 1]]
        c += values[at[first + i + 2]]
        d += values[at[first + i + 3]]
        e += values[at[first + i + 4]]
        f += values[at[first + i + 5]]
        g += values[at[first + i + 6]]
        h += values[at[first + i + 7]]
        i += 8
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    while i < count:
        total += values[at[first + i]]
        i += 1
    return total


@kernel("void(f8[:, ::1], i8[::1], i8[::1], f8[:, ::1])")
def _sums(values: Array, flat: Array, ends: Array, out: Array) -> None:
    for p in range(len(ends) - 1):
        for row in range(len(values)):
            out[p, row] = pairwise(values[row], flat, ends[p], ends[p + 1] - ends[p])


@lean()
def sorted_bin(draws: Array, bins: Array, upto: Array, rank: int, room: Array) -> int:
    """Sort the draws of the bin that holds a rank into ``room``: the bin. ``upto``: draws in a bin and all below it."""
    a, b = 0, len(upto) - 1
    while a < b:
        middle = (a + b) // 2
        if upto[middle] > rank:
            b = middle
        else:
            a = middle + 1
    size = 0
    for i in range(len(draws)):
        if bins[i] == a:
            x = draws[i]
            at = size
            while at > 0 and room[at - 1] > x:
                room[at] = room[at - 1]
                at -= 1
            room[at] = x
            size += 1
    return a


@lean()
def quantiles(draws: Array, shares: Array, bins: Array, upto: Array, room: Array, out: Array) -> None:
    """Quantiles of draws by linear interpolation, as ``np.quantile`` works them out."""
    low, high = draws[0], draws[0]
    for x in draws:
        low = min(low, x)
        high = max(high, x)
    if not high > low:
        out[:] = low
        return
    scale = (len(upto) - 1) / (high - low)
    upto[:] = 0
    for i in range(len(draws)):
        bins[i] = np.int32((draws[i] - low) * scale)
        upto[bins[i]] += 1
    for i in range(1, len(upto)):
        upto[i] += upto[i - 1]
    for k in range(len(shares)):
        at = shares[k] * (len(draws) - 1)
        below = int(at)
        part = at - below
        held = sorted_bin(draws, bins, upto, below, room)
        begin = upto[held - 1] if held > 0 else 0
        a = b = room[below - begin]
        above = min(below + 1, len(draws) - 1)
        if above >= upto[held]:
            held = sorted_bin(draws, bins, upto, above, room)
            begin = upto[held - 1]
        if above > below:
            b = room[above - begin]
        step = b - a
        out[k] = a + step * part if part < 0.5 else b - step * (1 - part)


@kernel("void(f8[:, ::1], f8[::1], i8[::1], i8[::1], i8[::1], i8, f8[::1], f8[:, ::1])")
def _quantiles(
    rows: Array, still: Array, flat: Array, ends: Array, order: Array, deepest: int, shares: Array, out: Array
) -> None:
    count = rows.shape[1]
    sums = np.zeros((deepest + 1, count))  # sums[d]: of the path as far as its d-th row that is added
    level = np.zeros(deepest + 1, np.int64)  # where in sums a path stands after so many arcs
    bins, upto, room = np.empty(count, np.int32), np.empty(BINS, np.int32), np.empty(count)
    last = -1
    for p in order:
        first, size = ends[p], ends[p + 1] - ends[p]
        shared = 0
        if last >= 0:
            most = min(size, ends[last + 1] - ends[last])
            while shared < most and flat[first + shared] == flat[ends[last] + shared]:
                shared += 1
        for i in range(shared, size):
            a = flat[first + i]
            at = level[i]
            if still[a] == 0.0:
                level[i + 1] = at
                continue
            into = at + 1
            level[i + 1] = into
            so_far, then = sums[at], sums[into]
            if np.isnan(still[a]):
                row = rows[a]
                for d in range(count):
                    then[d] = so_far[d] + row[d]
            else:
                same = still[a]
                for d in range(count):
                    then[d] = so_far[d] + same
        quantiles(sums[level[size]], shares, bins, upto, room, out[p])
        last = p
