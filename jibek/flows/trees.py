"""The shortest path tree of one class, group and origin, to the destinations of its pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.arrays import Array
from jibek.ground.compiled import lean
from jibek.ground.trees import tree

if TYPE_CHECKING:
    from jibek.flows.problem import Net, Pairs


@lean()
def tree_of(
    net: Net,
    pairs: Pairs,
    t: int,
    cost: Array,
    wanted: Array,
    dist: Array,
    pred: Array,
    heap: Array,
    place: Array,
) -> None:
    """Tree ``t`` of the pairs at ``cost`` (class, arc), into ``dist`` and ``pred`` (state,), as `ground.trees.tree`.

    ``wanted``, ``heap`` and ``place`` (state,) are work space; the first is false before and after.
    """
    k, g, here = pairs.tree_class[t], pairs.tree_group[t], pairs.tree_origin[t]
    low, high = pairs.tree_at[t], pairs.tree_at[t + 1]
    for i in range(low, high):
        wanted[pairs.destination[i]] = True
    tree(
        net.start[g],
        net.offset[g],
        net.arc,
        net.to,
        cost[k],
        here,
        wanted,
        high - low,
        dist,
        pred,
        heap,
        place,
    )
    for i in range(low, high):
        wanted[pairs.destination[i]] = False
