"""Distinct good paths between two states of the network, group by group.

Method  supported efficient paths in pairs of criteria by weighted sums (Aneja and Nair, 1979), one path
        through each gateway by joining a tree from the origin and a tree to the destination (single-via
        paths: Abraham, Delling, Goldberg and Werneck, 2013), and further paths by raising what earlier ones
        used (penalty method: de la Barra, Perez and Anez, 1993). All trees by Dijkstra (1959).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground import trees as paths
from jibek.ground.arrays import Array, Flags, Ints

Path = tuple[int, ...]

PENALTY = 1.5  # of an arc's weight each time a path has used it; a matter of search, not of the model

ROUNDS = 3

DEPTH = 3  # halvings between two extreme paths: at most 2**DEPTH - 1 paths between them

_BREAK = 1e-6  # of the hours: of paths equal in one criterion the quicker one

_TIE = 1e-9  # per arc: of equal paths the one with fewer arcs; keeps weights above zero


@dataclass(frozen=True)
class Arcs:
    """tail, head: state of each arc; open: shape (arc,); forward, backward: the open arcs by where they start."""

    tail: list[int]
    head: list[int]
    open: Flags
    forward: paths.Graph
    backward: paths.Graph

    @classmethod
    def of(cls, tail: Ints, head: Ints, states: int, open_: Flags) -> Arcs:
        """The open arcs of a network, ready for trees in both directions."""
        ahead, back = paths.graph(tail, head, states, open_), paths.graph(head, tail, states, open_)
        return cls(tail.tolist(), head.tolist(), open_, ahead, back)

    def tree(self, weight: Array, root: int, *, reverse: bool = False) -> Tree:
        """Shortest paths from the root, or to it, over open arcs."""
        arcs = self.backward if reverse else self.forward
        _, via = paths.trees(arcs, weight + _TIE, np.array([root], np.int32))
        return Tree(root, via[0].tolist(), self.head if reverse else self.tail, reverse)

    def simple(self, path: Path) -> bool:
        """True if no state is entered twice; a place may be, as a box leaves for the crane and comes back."""
        states = {self.tail[path[0]], *(self.head[a] for a in path)}
        return len(states) == len(path) + 1


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
    scaled = criteria / _scale(criteria, arcs.open)[:, None]
    weights = [row + _BREAK * scaled[0] for row in scaled]
    trees = [arcs.tree(row, origin) for row in weights]
    ends = [tree.path(destination) for tree in trees]
    if ends[0] is None:
        return
    yield from (path for path in ends if path)
    for i, j, depth in ((0, 1, DEPTH), (0, 2, 1), (1, 2, 1)):
        if j < len(scaled):
            yield from _between(arcs, scaled[[i, j]], (origin, destination), ends[i], ends[j], depth)
    for weight, out in zip(weights[:3], trees, strict=False):
        back = arcs.tree(weight, destination, reverse=True)
        yield from _through(arcs, out, back, via[arcs.open[via]])
        yield from _penalised(arcs, weight, (origin, destination), out.path(destination))


def _scale(criteria: Array, open_: Flags) -> Array:
    """The mean open arc of each criterion, so that sums of criteria are of like size."""
    finite = np.where(np.isfinite(criteria) & open_, criteria, 0.0)
    mean: Array = finite.sum(axis=1) / max(int(open_.sum()), 1)
    return np.where(mean > 0, mean, 1.0)


def _between(
    arcs: Arcs, pair: Array, ends: tuple[int, int], one: Path | None, two: Path | None, depth: int
) -> Iterator[Path]:
    """Paths that are best for a weighted sum of two criteria, between the best by each."""
    if depth == 0 or not one or not two or one == two:
        return
    a, b = pair[:, list(one)].sum(axis=1), pair[:, list(two)].sum(axis=1)
    share = np.array([a[1] - b[1], b[0] - a[0]])  # the direction at right angles to the line through both
    if not (share > 0).all():
        return
    share /= share.sum()
    path = arcs.tree(share[0] * pair[0] + share[1] * pair[1], ends[0]).path(ends[1])
    if path is None or path in (one, two):
        return
    yield path
    yield from _between(arcs, pair, ends, one, path, depth - 1)
    yield from _between(arcs, pair, ends, path, two, depth - 1)


def _through(arcs: Arcs, out: Tree, back: Tree, via: Ints) -> Iterator[Path]:
    """The best path through each arc of ``via``, where joining the two trees makes no loop."""
    for arc in via.tolist():
        before, after = out.path(arcs.tail[arc]), back.path(arcs.head[arc])
        if before is not None and after is not None:
            path = (*before, arc, *after)
            if arcs.simple(path):
                yield path


def _penalised(arcs: Arcs, weight: Array, ends: tuple[int, int], path: Path | None) -> Iterator[Path]:
    """Paths that appear once the arcs of earlier ones are made heavier."""
    raised = weight.copy()
    for _ in range(ROUNDS):
        if path is None:
            return
        raised[list(path)] *= PENALTY
        path = arcs.tree(raised, ends[0]).path(ends[1])
        if path is not None:
            yield path
