"""Vehicles that come back: what runs laden one way returns over the same facility, laden or empty.

    laden out  10 trains     in  4 trains     all of them come back:  10 each way, 6 of them empty on the way in

A lane is one direction of a facility, number ``2 * facility + side``. Vehicles of a kind that pass a lane in a day are
the laden ones or, if more, the share of the laden ones of the opposite lane that comes back: empties are what lacks.
A crossing has a facility for each direction, a section one for both: it carries the vehicles of both of its lanes.

Method  each kind of vehicle is balanced at each facility by itself, the rule of a fixed share of returns (Holguín-Veras
        and Thorson, 2003, Modeling commercial vehicle empty trips with a first order trip chain model) with what is
        laden on the way back taken off; a share of 1 is the larger of the two directions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jibek.flows.delay import Delay, evaluate_one
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel


class Turns(NamedTuple):
    """reverse: (lane,) the opposite lane, -1 where nothing comes back; returns: (kind,) share that comes back."""

    reverse: Array
    returns: Array


class Lanes(NamedTuple):
    """Turns at work. laden: (lane, kind) units a day, changed in place, kept where something comes back;
    background: (facility,) units a day that pass without choosing."""

    reverse: Array
    returns: Array
    laden: Array
    background: Array


def no_turns(facilities: int) -> Turns:
    """Nothing comes back: a road network, where every vehicle is counted where it drives."""
    return Turns(np.full(2 * facilities, -1, np.int32), np.zeros(1))


def lanes_of(turns: Turns, background: Array) -> Lanes:
    """Lanes without freight."""
    return Lanes(turns.reverse, turns.returns, np.zeros((len(turns.reverse), len(turns.returns))), background)


def passing(turns: Turns, laden: Array) -> Array:
    """Vehicles a day, (lane, kind), laden or empty, of the laden ones."""
    back = np.where(turns.reverse[:, None] >= 0, laden[turns.reverse] * turns.returns, 0.0)
    return np.maximum(laden, back)


def loads(turns: Turns, laden: Array, background: Array) -> Array:
    """Units a day at each facility, shape (facility,), from the laden ones, (lane, kind)."""
    return np.asarray(background + passing(turns, laden).sum(axis=1).reshape(-1, 2).sum(axis=1))


def load_slopes(turns: Turns, laden: Array) -> Array:
    """How the load of each facility moves with the laden units of each lane and kind, (facility, lane, kind).

    At a kind of which both directions have the same, one more laden unit lengthens the load.
    """
    lanes, kinds = laden.shape
    out = np.zeros((lanes // 2, lanes, kinds))
    lane = np.arange(lanes)
    back = turns.reverse
    other = np.where(back[:, None] >= 0, laden[back], 0.0)
    out[lane // 2, lane] = laden >= turns.returns * other
    some = lane[back >= 0]
    out[back[some] // 2, some] += np.where(
        turns.returns * laden[some] > other[some], turns.returns, 0.0
    )  # what comes back of it, where that is more than what is laden there
    return out


@kernel()
def load_of(lanes: Lanes, f: int) -> float:
    """Units a day at facility ``f`` where vehicles come back."""
    total = lanes.background[f]
    for lane in range(2 * f, 2 * f + 2):
        back = lanes.reverse[lane]
        for k in range(len(lanes.returns)):
            own = lanes.laden[lane, k]
            total += max(own, lanes.returns[k] * lanes.laden[back, k]) if back >= 0 else own
    return total


@kernel()
def load_after(lanes: Lanes, load: Array, lane: int, kind: int, more: float) -> float:
    """Units a day at the facility of a lane once ``more`` laden units of a kind pass there."""
    f, back = lane >> 1, lanes.reverse[lane]
    if back < 0:
        return load[f] + more
    own, other, share = lanes.laden[lane, kind], lanes.laden[back, kind], lanes.returns[kind]
    after = load[f] + max(own + more, share * other) - max(own, share * other)
    if back >> 1 == f:
        after += max(other, share * (own + more)) - max(other, share * own)
    return after


@kernel()
def rise(lanes: Lanes, lane: int, kind: int) -> float:
    """Units a day that one more laden unit of a kind brings to the facility of its lane: 0, 1 or, both ways, 2."""
    back = lanes.reverse[lane]
    if back < 0:
        return 1.0
    own, other, share = lanes.laden[lane, kind], lanes.laden[back, kind], lanes.returns[kind]
    out = 1.0 if own >= share * other else 0.0
    if back >> 1 == lane >> 1 and share * own >= other:
        out += share
    return out


@kernel()
def bring(
    delay: Delay, lanes: Lanes, load: Array, hours: Array, steep: Array, lane: int, kind: int, more: float
) -> int:
    """Add laden units to a lane: load and delay of its facility and of the one they come back by.

    Returns the other facility whose delay has changed, -1 if none.
    """
    f, back = lane >> 1, lanes.reverse[lane]
    if back < 0:
        load[f] += more
        hours[f], steep[f] = evaluate_one(delay, f, load[f])
        return -1
    lanes.laden[lane, kind] += more
    load[f] = load_of(lanes, f)
    hours[f], steep[f] = evaluate_one(delay, f, load[f])
    g = back >> 1
    if g == f:
        return -1
    load[g] = load_of(lanes, g)
    hours[g], steep[g] = evaluate_one(delay, g, load[g])
    return int(g)


@kernel()
def load_all(lanes: Lanes, load: Array) -> None:
    """``load_of`` for every facility where vehicles come back, into ``load``; the others stay."""
    for f in range(len(load)):
        if lanes.reverse[2 * f] >= 0 or lanes.reverse[2 * f + 1] >= 0:
            load[f] = load_of(lanes, f)
