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
from jibek.flows.projection.response import (
    choose_at,
    load_shares,
    mean_visits,
    path_slopes,
    share_out,
    shares_now,
    slopes,
    weigh,
)
from jibek.flows.turns import Lanes
from jibek.ground.arrays import Array

# A facility is in the Jacobian if an hour more there drives off freight that saves more than this part of the hour.
_STIFF = 0.02

# Steps of Newton's method, and times that one is halved before it is given up. The matrix stands while steps shrink to
# this part of the last: it costs as much as four misses.
_STEPS, _HALVINGS, _FAST = 40, 12, 0.3


class _Response:
    """What freight does at given delays, and how that changes with them."""

    def __init__(
        self, delay: Delay, jam: Jam, pairs: Pairs, sets: Sets, shippers: Shippers | None, spread: float
    ) -> None:
        self.delay, self.lanes, self.pairs, self.sets, self.shippers = delay, jam.lanes, pairs, sets, shippers
        self.spread = spread
        paths, count, visits = len(sets.flow), len(pairs.row), int(sets.used[2])
        self.now, self.share = np.zeros(paths), np.zeros(paths)
        shares_now(pairs, sets, jam.hours, self.now)
        self.tonnes = np.empty_like(shippers.tonnes) if shippers is not None else None
        self.total = max(float(pairs.tonnes.sum()), 1e-300)
        self.carried, self.cost = pairs.tonnes.copy(), np.empty(count)
        self.load, self.hours, self.steep = (np.empty_like(jam.load) for _ in range(3))
        self.felt, self.driven = np.empty_like(jam.load), np.empty_like(jam.load)
        self.at, self.lane = np.zeros(count + 1, np.int64), np.empty(visits, np.int64)
        self.visits, self.unit = np.empty(visits), np.empty(visits)

    def miss(self, hours: Array) -> Array:
        """Hours that the freight chosen at ``hours`` causes, less these; (facility,)."""
        share_out(self.pairs, self.sets, self.now, hours, self.spread, self.share, self.cost)
        if self.shippers is not None:
            choose_at(self.shippers, self.cost, self.tonnes, self.carried)
        load_shares(self.pairs, self.sets, self.share, self.carried, self.lanes, self.load)
        evaluate_all(self.delay, self.load, self.hours, self.steep)
        return np.asarray(self.hours - hours)

    def weigh(self) -> Array:
        """Part of all tonnes that an hour at each facility may move to other corridors, or paths; (facility,)."""
        weigh(self.pairs, self.sets, self.share, self.carried, self.spread, self.felt, self.driven)
        # Those to whom a dollar weighs most bound what all may move.
        per_usd = 1.0 / self.spread if self.shippers is None else float(self.shippers.per_usd.max())
        return self.felt * (per_usd / self.total)

    def newton(self) -> tuple[Array, Array]:
        """Facilities that answer, and the matrix that turns their misses into steps; the others step by their miss."""
        ways = 1.0
        if self.shippers is not None:
            ways += self.spread * float(self.shippers.per_usd.max()) / self.shippers.doors
        chosen = self.steep * self.driven * ways > _STIFF
        for lane in np.flatnonzero(np.repeat(chosen, 2) & (self.lanes.reverse >= 0)):
            chosen[self.lanes.reverse[lane] >> 1] = True
        kept = np.flatnonzero(chosen)
        row = np.full(len(chosen), -1)
        row[kept] = np.arange(len(kept))
        laden = np.zeros((2 * len(kept), len(self.lanes.returns), len(kept)))
        if self.shippers is not None:
            mean_visits(self.pairs, self.sets, self.share, row, self.at, self.lane, self.visits, self.unit)
            slopes(self.pairs, self.shippers, self.tonnes, self.at, self.lane, self.visits, self.unit, laden)
        path_slopes(self.pairs, self.sets, self.share, self.carried, self.spread, row, laden)
        slope = self.steep[kept, None] * _by_facility(self.lanes, kept, row, laden)
        return kept, np.linalg.inv(np.eye(len(kept)) - slope)

    def take(self) -> None:
        """Let shippers and paths have what was chosen."""
        used = self.sets.used[0]
        if self.shippers is not None:
            self.shippers.tonnes[:] = self.tonnes
        self.sets.flow[:used] = self.share[:used] * self.carried[self.sets.pair[:used]]


def _by_facility(lanes: Lanes, kept: Array, row: Array, laden: Array) -> Array:
    """Loads of the kept facilities by hours, (facility, facility), from laden units by lane and kind."""
    out = np.zeros((len(kept), len(kept)))
    for a, f in enumerate(kept):
        for side in (0, 1):
            lane = 2 * f + side
            back = lanes.reverse[lane]
            if back < 0:
                out[a] += laden[2 * a + side].sum(axis=0)
                continue
            other = laden[2 * row[back >> 1] + (back & 1)]
            own = lanes.laden[lane] >= lanes.returns * lanes.laden[back]
            out[a] += np.where(own[:, None], laden[2 * a + side], lanes.returns[:, None] * other).sum(axis=0)
    return out


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

    Returns
    -------
    bool
        Whether the delays were found; if not, nothing is changed.

    Notes
    -----
    A step must bring the next Newton step, by the same matrix, below it; else it is halved: the natural test, which
    does not depend on the scale of the unknowns (Deuflhard, 2004, Newton Methods for Nonlinear Problems, ch. 3).
    """
    response = _Response(delay, jam, pairs, sets, shippers, spread)
    hours = jam.hours.copy()
    miss = response.miss(hours)
    fresh = True
    for _ in range(_STEPS):
        if float((response.weigh() * np.abs(miss)).sum()) <= settled:
            response.take()
            return True
        if fresh:
            kept, inverse = response.newton()
        move = _step(kept, inverse, miss)
        part, size = 1.0, np.linalg.norm(move)
        for _ in range(_HALVINGS):
            tried = np.maximum(hours + part * move, 0.0)
            miss = response.miss(tried)
            following = np.linalg.norm(_step(kept, inverse, miss))
            if following < size:
                break
            part *= 0.5
        else:
            return False
        hours, fresh = tried, following > _FAST * size
    return False
