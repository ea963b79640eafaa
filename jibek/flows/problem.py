"""An assignment problem as arrays, what a solver gives back, and what every solver has to be.

A new solver is a function of the form `Solver`, named in ``jibek.flows.solvers``; the cases of ``tests/flows`` run over
all that stand there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from jibek.flows.delay import Delay
from jibek.flows.turns import Turns
from jibek.ground.arrays import Array
from jibek.ground.trees import by_group


class Net(NamedTuple):
    """The network as the kernels read it.

    start: shape (group, state + 1) into ``arc`` and ``to``, the open arcs of each group by tail, from ``offset``
    (group,) on; tail: (arc,); fixed: (class, arc) USD per tonne at zero delay, infinite where closed; facility:
    (arc,), -1 for none; lane: (arc,), facility and direction, -1 for none; unit: (class, arc) units a day that a
    tonne a year adds; of_start, of_arc: arcs of each facility; class_hour: (class,) USD per tonne and hour; kind:
    (class,) of the vehicles that carry it.
    """

    start: Array
    offset: Array
    arc: Array
    to: Array
    tail: Array
    fixed: Array
    facility: Array
    lane: Array
    unit: Array
    of_start: Array
    of_arc: Array
    class_hour: Array
    kind: Array


class Pairs(NamedTuple):
    """What is shipped, sorted by class, group, origin and destination; a tree is a class, group and origin.

    tree_at: shape (tree + 1,), where the pairs of a tree begin; tree_class, tree_group, tree_origin: (tree,).
    row: class and group of a pair, as one number; kind: of its vehicles; per_hour: USD per tonne and hour; tonnes: a
    year. (pair,)
    """

    tree_at: Array
    tree_class: Array
    tree_group: Array
    tree_origin: Array
    row: Array
    kind: Array
    per_hour: Array
    destination: Array
    tonnes: Array


class Shippers(NamedTuple):
    """Who ships, and by which of its ways, as the kernels read it: a way is a corridor by one of its doors.

    total: (shipper,) tonnes a year; at: (shipper + 1,), where the ways of a shipper begin, in the order of their
    corridors; pair: (way,), the pair of the problem that ships by it, -1 where it is closed; corridor: (way,) position;
    worth: (shipper, corridor) utility but for the path's cost and door; door_usd: (way,) USD per tonne that its door is
    worth; tonnes: (way,), the start.
    land: (corridor,) those in the nest; per_usd: (shipper,) utility of one USD per tonne; dissimilarity: of the nest,
    in (0, 1]; doors: of the ways of one corridor, above 0 and at most that of the nest.
    settled: the part of all tonnes that the nested logit may still have on other ways.
    """

    total: Array
    at: Array
    pair: Array
    corridor: Array
    worth: Array
    door_usd: Array
    tonnes: Array
    land: Array
    per_usd: Array
    dissimilarity: float
    doors: float
    settled: float


class Pins(NamedTuple):
    """Tonnes that stand whatever paths cost: constants in the utility of corridors and doors are found so that they do.

    carries, counts: (shipper, corridor), the constant in its utility and the target that its tonnes count for, -1 for
    none; door_carries, door_counts: (way,), the same of one door; target: (constant,) tonnes a year; value:
    (constant,) utility, those that are in ``Shippers.worth`` and ``Shippers.door_usd`` at the start.
    """

    carries: Array
    counts: Array
    door_carries: Array
    door_counts: Array
    target: Array
    value: Array


class Wanted(NamedTuple):
    """Freight that answers to the cost of its paths.

    at: from the least cost of each pair, (pair,) USD per tonne, to what is to be shipped then, and the part of all
    tonnes that what is wanted there moves: tonnes of pairs, (pair,), or the totals of shippers where these choose,
    (shipper,). Where that part is at most the second argument, what was wanted before stands.
    settled: the part that may still move in the end.
    """

    at: Callable[[Array, float], tuple[Array, float]]
    settled: float


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """What is to be solved.

    net, delay, pairs: as the kernels read them; head: (arc,); open: (group, arc); background: (facility,) units a day
    that pass without choosing; turns: what comes back over each facility.
    arc_ids, states, groups: what indices mean, so that a start may come from a network that differs.
    shippers: who chooses corridors and doors, where this is part of the problem; the tonnes of pairs are then theirs.
    pins: tonnes of shippers that stand, where any do.
    wanted: what answers to cost, where anything does; the tonnes of pairs, or totals of shippers, are then a start.
    """

    net: Net
    delay: Delay
    pairs: Pairs
    head: Array
    open: Array
    background: Array
    turns: Turns
    arc_ids: Array
    states: Array
    groups: Array
    shippers: Shippers | None = None
    wanted: Wanted | None = None
    pins: Pins | None = None

    @property
    def rows(self) -> int:
        """Number of classes times groups."""
        return len(self.net.class_hour) * len(self.groups)


@dataclass(frozen=True, slots=True)
class Solved:
    """flow: (class and group, arc) tonnes a year; gap: relative, the worst of total, classes and groups.

    iterations: times that shortest paths were searched; lost: (pair,) those that nothing joins; start: what the same
    solver may begin the next problem from, of no meaning to any other.
    chosen: (way,) tonnes a year; None where nobody chooses.
    """

    flow: Array
    gap: float
    iterations: int
    converged: bool
    lost: Array
    start: Any
    chosen: Array | None = None


class Solver(Protocol):
    """Flows at which no class of a pair gains by another path."""

    def __call__(self, problem: AssignmentProblem, start: Any, gap: float, most: int) -> Solved:
        """Solve to a relative gap, (cost paid - cost by shortest paths) / cost paid.

        Parameters
        ----------
        start
            ``Solved.start`` of an earlier problem, by this solver; None: a cold start.
        gap
            To reach in total and by class and group.
        most
            Searches for shortest paths before the result is returned as not converged.
        """


def network_arrays(
    tail: Array,
    head: Array,
    states: int,
    fixed: Array,
    class_hour: Array,
    unit: Array,
    facility: Array,
    facilities: int,
    open_arcs: Array,
    side: Array | None = None,
    kind: Array | None = None,
) -> Net:
    """The network as the kernels read it.

    Parameters
    ----------
    tail, head, facility : shape (arc,)
        State indices; facility index or -1.
    fixed, unit : shape (class, arc)
        USD per tonne at zero delay (not finite: closed to the class); units a day per tonne a year.
    class_hour : shape (class,)
        USD per tonne and hour.
    open_arcs : shape (group, arc), bool
    side : shape (arc,)
        Direction of an arc at its facility, 0 or 1; absent: 0.
    kind : shape (class,)
        Kind of vehicle of each class; absent: one for all.
    """
    graphs = by_group(tail, head, states, open_arcs)
    fixed = np.array(fixed, np.float64)
    fixed[~np.isfinite(fixed)] = np.inf
    with_facility = np.flatnonzero(facility >= 0)
    order = with_facility[np.argsort(facility[with_facility], kind="stable")]
    of_start = np.zeros(facilities + 1, np.int64)
    np.cumsum(np.bincount(facility[order], minlength=facilities), out=of_start[1:])
    return Net(
        graphs.start,
        graphs.offset,
        graphs.arc,
        graphs.head,
        np.array(tail, np.int32),
        fixed,
        np.array(facility, np.int32),
        np.where(facility >= 0, 2 * np.asarray(facility) + (0 if side is None else side), -1).astype(
            np.int32
        ),
        np.array(unit, np.float64),
        of_start,
        order.astype(np.int32),
        np.array(class_hour, np.float64),
        _kinds(kind, len(class_hour)),
    )


def _kinds(kind: Array | None, classes: int) -> Array:
    return np.zeros(classes, np.int64) if kind is None else np.array(kind, np.int64)


def sorted_pairs(
    cls: Array,
    group: Array,
    origin: Array,
    destination: Array,
    tonnes: Array,
    class_hour: Array,
    groups: int,
    wanted: Array | None = None,
    kind: Array | None = None,
) -> Pairs:
    """Pairs, sorted, those with the same ends, class and group added up.

    Sorting makes the result independent of the order in which pairs are given.

    Parameters
    ----------
    wanted : shape (pair,), bool
        Which pairs stay; absent: those with freight.
    kind : shape (class,)
        As in `network_arrays`.
    """
    kept = np.flatnonzero(tonnes > 0 if wanted is None else wanted)
    kept = kept[np.lexsort((tonnes[kept], destination[kept], origin[kept], group[kept], cls[kept]))]
    keys = np.stack([cls[kept], group[kept], origin[kept], destination[kept]]).astype(np.int64)
    fresh = np.ones(len(kept), bool)
    fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    total = np.add.reduceat(tonnes[kept].astype(float), np.flatnonzero(fresh)) if len(kept) else np.zeros(0)
    keys = keys[:, fresh]
    new_tree = np.ones(keys.shape[1], bool)
    new_tree[1:] = (keys[:3, 1:] != keys[:3, :-1]).any(axis=0)
    tree_at = np.append(np.flatnonzero(new_tree), keys.shape[1]).astype(np.int64)
    heads = keys[:, new_tree]
    return Pairs(
        tree_at,
        heads[0].copy(),
        heads[1].copy(),
        heads[2].copy(),
        keys[0] * groups + keys[1],
        _kinds(kind, len(class_hour))[keys[0]],
        np.array(class_hour, np.float64)[keys[0]],
        keys[3].copy(),
        total,
    )


def worst_gap(excess: Array, spent: Array) -> float:
    """The largest of excess over cost, by row and in total; 0 where nothing is spent."""
    over = np.append(excess, excess.sum())
    paid = np.append(spent, spent.sum())
    return float(np.max(np.divide(over, paid, out=np.zeros_like(over), where=paid > 0), initial=0.0))
