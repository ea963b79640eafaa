"""The choice of all shippers at once: delays are sought at which the freight that then passes causes them.

    delays  ->  paths and corridors that pay  ->  loads  ->  delays that these cause: the same again

One by one (`choice`, `sweep`) each shipper and pair steps as if the others stood still, which is slow where one queue
is steep and thousands share it. Here the unknowns are the delays, of which some dozens answer to their own freight:
Newton's method on them, with the slopes of `response`. Corridors follow the nested logit itself, paths the nearest
shares that pay. One such step after another is the proximal point method (Rockafellar, 1976) on the potential that
a single class has; `together` takes one.
"""

from __future__ import annotations

import numpy as np

from jibek.flows.delay import Delay, evaluate_all
from jibek.flows.problem import Pairs, Shippers
from jibek.flows.projection.kernels import Jam, Sets
from jibek.flows.projection.pinned import Pinned
from jibek.flows.projection.response import choose_at, load_shares, share_out, shares_now, steepest, weigh
from jibek.flows.projection.slopes import mean_visits, path_slopes, rows_of, way_slopes
from jibek.ground.arrays import Array

# A facility is in the Jacobian if an hour more there drives off freight that saves more than this part of the hour.
_STIFF = 0.05

# Steps of Newton's method, and times that one is halved before it is given up. The matrix stands while steps shrink to
# this part of the last: it costs as much as four misses.
_STEPS, _HALVINGS, _FAST = 40, 12, 0.5

_LEAST_ANGLE = 1e-6
_TRIES, _STALE = 3, 1000

_NO_CELLS, _NO_WAYS = np.empty((0, 0), np.int64), np.empty(0, np.int64)


class _Response:
    """What freight does at given delays, and how that changes with them."""

    def __init__(
        self,
        delay: Delay,
        jam: Jam,
        pairs: Pairs,
        sets: Sets,
        shippers: Shippers | None,
        spread: float,
        pinned: Pinned | None = None,
    ) -> None:
        self.pinned = pinned
        self.delay, self.lanes, self.pairs, self.sets, self.shippers = delay, jam.lanes, pairs, sets, shippers
        self.spread = spread
        paths, count, visits = len(sets.flow), len(pairs.row), int(sets.used[2])
        self.now, self.share = np.zeros(paths), np.zeros(paths)
        shares_now(pairs, sets, jam.hours, self.now)
        self.tonnes = np.empty_like(shippers.tonnes) if shippers is not None else np.empty(0)
        self.total = max(float(pairs.tonnes.sum()), 1e-300)
        self.carried, self.cost = pairs.tonnes.copy(), np.empty(count)
        self.load, self.hours, self.steep = (np.empty_like(jam.load) for _ in range(3))
        self.felt, self.driven = np.empty_like(jam.load), np.empty_like(jam.load)
        self.away = np.zeros(count)
        if shippers is not None:
            steepest(shippers, self.away)
        self.at, self.who = np.zeros(count + 1, np.int64), np.empty(2 * visits, np.int64)
        self.visits, self.unit = np.empty((2, 2 * visits))

    def miss(self, hours: Array) -> Array:
        """Hours that the freight chosen at ``hours`` causes, less these; (facility,)."""
        share_out(self.pairs, self.sets, self.now, hours, self.spread, self.share, self.cost)
        if self.pinned is not None:
            self.pinned.choose(self.cost, self.tonnes, self.carried)
        elif self.shippers is not None:
            choose_at(self.shippers, self.cost, self.tonnes, self.carried)
        load_shares(self.pairs, self.sets, self.share, self.carried, self.lanes, self.load)
        evaluate_all(self.delay, self.load, self.hours, self.steep)
        return np.asarray(self.hours - hours)

    def weigh(self) -> Array:
        """Part of all tonnes that an hour at each facility may move to other corridors, or paths; (facility,)."""
        found = self.felt, self.driven
        weigh(self.pairs, self.sets, self.share, self.carried, self.spread, self.away, *found)
        # Those to whom a dollar weighs most bound what all may move.
        per_usd = 1.0 / self.spread if self.shippers is None else float(self.shippers.per_usd.max())
        return self.felt * (per_usd / self.total)

    def newton(self) -> tuple[Array, Array]:
        """Facilities that answer, and the matrix that turns their misses into steps; the others step by their miss."""
        chosen = self.steep * self.driven > _STIFF
        for lane in np.flatnonzero(np.repeat(chosen, 2) & (self.lanes.reverse >= 0)):
            chosen[self.lanes.reverse[lane] >> 1] = True
        kept = np.flatnonzero(chosen)
        row = np.full(len(chosen), -1)
        row[kept] = np.arange(len(kept))
        shape = (*self.lanes.laden.shape, 2)
        rows, units = np.empty(shape, np.int64), np.empty(shape)
        rows_of(self.lanes, row, rows, units)
        moved = np.zeros((len(kept), len(kept)))
        if self.shippers is not None:
            moved += self._chosen(len(kept), row, rows, units)
        path_slopes(self.pairs, self.sets, self.share, self.carried, self.spread, row, rows, units, moved)
        return kept, np.linalg.inv(np.eye(len(kept)) - self.steep[kept, None] * moved)

    def _chosen(self, size: int, row: Array, rows: Array, units: Array) -> Array:
        """What an hour at each kept facility moves between ways, (facility, facility); pinned tonnes stay, since the
        constants that keep them follow: what they move is taken off."""
        to = self.at, self.who, self.visits, self.unit
        mean_visits(self.pairs, self.sets, self.share, row, rows, units, *to)
        pins = 0 if self.pinned is None else len(self.pinned.value)
        carried = (_NO_CELLS, _NO_CELLS, _NO_WAYS, _NO_WAYS) if self.pinned is None else self.pinned.carried
        out = np.zeros((size + pins, size + pins))
        way_slopes(self.pairs, self.shippers, self.tonnes, *to, *carried, pins, out)
        follow = np.linalg.lstsq(out[size:, size:], out[size:, :size], rcond=1e-12)[0] if pins else 0.0
        return np.asarray(out[:size, :size] - out[:size, size:] @ follow if pins else out)

    def take(self) -> None:
        """Let shippers and paths have what was chosen."""
        used = self.sets.used[0]
        if self.shippers is not None:
            self.shippers.tonnes[:] = self.tonnes
        if self.pinned is not None:
            self.pinned.take()
        self.sets.flow[:used] = self.share[:used] * self.carried[self.sets.pair[:used]]


def _step(kept: Array, inverse: Array, miss: Array) -> Array:
    out = miss.copy()
    out[kept] = inverse @ miss[kept]
    return out


def together(
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    shippers: Shippers | None,
    spread: float,
    settled: float,
    pinned: Pinned | None = None,
) -> bool:
    """Move all shippers and paths, in place, to where they want to be at the delays that they then cause.

    Parameters
    ----------
    jam
        Fits the flows before; afterwards loads have to be added up again.
    shippers
        None: tonnes of pairs stand, paths alone move.
    spread
        USD per tonne by which a path has to be cheaper to take all of a pair: the smaller, the farther the step.
    settled
        Part of all tonnes that the rest of the miss may move.
    pinned
        Tonnes that stand, where constants of the shippers are found so that they do.

    Returns
    -------
    bool
        Whether the delays were found; if not, nothing is changed.

    Notes
    -----
    A step must bring the next Newton step, by the same matrix, below it; else it is halved: the natural test, which
    does not depend on the scale of the unknowns (Deuflhard, 2004, Newton Methods for Nonlinear Problems, ch. 3).
    """
    response = _Response(delay, jam, pairs, sets, shippers, spread, pinned)
    hours = jam.hours.copy()
    miss = response.miss(hours)
    old = _STALE  # steps since the matrix was worked out
    for _ in range(_STEPS):
        if float((response.weigh() * np.abs(miss)).sum()) <= settled:
            response.take()
            return True
        if old >= _STALE:
            kept, inverse = response.newton()
            old = 0
        move = _step(kept, inverse, miss)
        part, size = 1.0, np.linalg.norm(move)
        for _ in range(_HALVINGS if old == 0 else _TRIES):
            tried = np.maximum(hours + part * move, 0.0)
            after = response.miss(tried)
            following = np.linalg.norm(_step(kept, inverse, after))
            if following < size:
                _learn(inverse, (tried - hours)[kept], (after - miss)[kept])
                hours, miss = tried, after
                old = old + 1 if following <= _FAST * size else _STALE
                break
            part *= 0.5
        else:
            if old == 0:
                return False
            response.miss(hours)
            old = _STALE
    return False


def _learn(inverse: Array, step: Array, change: Array) -> None:
    """Make the matrix map the change of the miss onto the step that caused it, by Broyden's first update, in place."""
    moved = inverse @ change
    back = step @ inverse
    scale = float(back @ change)
    if abs(scale) > _LEAST_ANGLE * np.linalg.norm(back) * np.linalg.norm(change):
        inverse -= np.outer((step + moved) / scale, back)
