"""Distinct good paths between two states of the network, group by group.

Method  supported efficient paths in pairs of criteria by weighted sums (Aneja and Nair, 1979), one path
        through each gateway by joining a tree from the origin and a tree to the destination (single-via
        paths: Abraham, Delling, Goldberg and Werneck, 2013), and further paths by raising what earlier ones
        used (penalty method: de la Barra, Perez and Anez, 1993). All trees by Dijkstra (1959).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jibek.ground import trees as paths
from jibek.ground.arrays import Array, Flags, Ints
from jibek.routes.finding import candidates_of

Path = tuple[int, ...]

PENALTY = 1.5  # of an arc's weight each time a path has used it; a matter of search, not of the model

ROUNDS = 3

DEPTH = 3  # halvings between two extreme paths: at most 2**DEPTH - 1 paths between them

_BREAK = 1e-6  # of the hours: of paths equal in one criterion the quicker one

_TIE = 1e-9  # per arc: of equal paths the one with fewer arcs; keeps weights above zero


@dataclass(frozen=True)
class Arcs:
    """tails, heads, open: shape (arc,), states of all arcs; forward, backward: the open arcs by where they start."""

    tails: Ints
    heads: Ints
    open: Flags
    forward: paths.Graph
    backward: paths.Graph

    @classmethod
    def of(cls, tail: Ints, head: Ints, states: int, open_: Flags) -> Arcs:
        """The open arcs of a network, ready for trees in both directions."""
        ahead, back = paths.graph(tail, head, states, open_), paths.graph(head, tail, states, open_)
        return cls(np.asarray(tail, np.int32), np.asarray(head, np.int32), open_, ahead, back)

    def tree(self, weight: Array, root: int, *, reverse: bool = False) -> Tree:
        """Shortest paths from the root, or to it, over open arcs."""
        arcs = self.backward if reverse else self.forward
        _, via = paths.trees(arcs, weight + _TIE, np.array([root], np.int32))
        return Tree(root, via[0].tolist(), (self.heads if reverse else self.tails).tolist(), reverse)


@dataclass(frozen=True)
class Tree:
    """via: arc that reaches each state (-1: none, or the root)."""

    root: int
    via: list[int]
    other: list[int]
    reverse: bool

    def path(self, state: int) -> Path | None:
        """Arcs between root and state in the order of travel; None if there is no path."""
        out: list[int] = []
        while state != self.root:
            arc = self.via[state]
            if arc < 0:
                return None
            out.append(arc)
            state = self.other[arc]
        return tuple(out) if self.reverse else tuple(reversed(out))


@dataclass(frozen=True)
class Stages:
    """A copy of the network for each thing still to be passed, and a last one.

    tail, head, arc : shape (copy of an arc,): states, and the position of the arc that it copies.
    """

    tail: Ints
    head: Ints
    arc: Ints
    states: int


def staged(tail: Ints, head: Ints, states: int, passed: Sequence[Ints]) -> Stages:
    """The network in which every path from the first copy to the last passes given arcs in order.

    Parameters
    ----------
    tail, head : shape (arc,)
    states
        How many states the network has; state s of copy k is ``k * states + s``.
    passed
        For each thing to be passed the arcs that do: each leads on to the next copy, or stays in its own.
    """
    whole = np.arange(len(tail))
    parts = [(tail + k * states, head + k * states, whole) for k in range(len(passed) + 1)]
    parts += [(tail[a] + k * states, head[a] + (k + 1) * states, a) for k, a in enumerate(passed)]
    first, second, arc = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Stages(first, second, arc, states * (len(passed) + 1))


def find(arcs: Arcs, criteria: Array, via: Ints, origin: int, destination: int) -> Iterator[Path]:
    """Paths from origin to destination, the best by each criterion among them.

    Parameters
    ----------
    arcs
        Open arcs of one group.
    criteria : shape (criterion, arc)
        What adds up along a path: hours first, then e.g. cost, CO2e, transfers; infinite closes an arc.
    via : arc numbers
        Gateways: the best path through each is among the results, for each of the first three criteria.

    Yields
    ------
    Arc numbers in order of travel, no state twice. The same path may come again.
    """
    flat, ends = found(arcs, criteria, via, origin, destination)
    for first, last in pairwise(ends.tolist()):
        yield tuple(flat[first:last].tolist())


def found(arcs: Arcs, criteria: Array, via: Ints, origin: int, destination: int) -> tuple[Ints, Ints]:
    """What ``find`` yields, as arcs one after another, and where each path begins and the last ends."""
    scaled = criteria / _scale(criteria, arcs.open)[:, None]
    weights = scaled + _BREAK * scaled[0]
    ahead, back = arcs.forward, arcs.backward
    flat, ends, count = candidates_of(
        ahead.start,
        ahead.arc,
        ahead.head,
        back.start,
        back.arc,
        back.head,
        arcs.tails,
        arcs.heads,
        np.ascontiguousarray(weights),
        np.ascontiguousarray(scaled),
        via[arcs.open[via]],
        origin,
        destination,
        _TIE,
        PENALTY,
        ROUNDS,
        DEPTH,
    )
    return flat[: ends[count]], ends[: count + 1]


def _scale(criteria: Array, open_: Flags) -> Array:
    """The mean open arc of each criterion, so that sums of criteria are of like size."""
    finite = np.where(np.isfinite(criteria) & open_, criteria, 0.0)
    mean: Array = finite.sum(axis=1) / max(int(open_.sum()), 1)
    return np.where(mean > 0, mean, 1.0)
