"""Bushes grown anew: empty arcs dropped, arcs that shorten a way added, flows put right to the last digit.

A shortest path tree on fixed delays gives the exact gap. Where it reaches a node of the bush by a shorter way than any
in the bush, the chain of arcs from the last node of the bush before it is added, if the longest way to that node and
the chain is shorter than the longest way here: then no circle can close (Dial, 2006). The first node of a shortest path
at which the longest way is longer always passes this test, so growth stops at equilibrium alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.bushes.bush import Bushes, Jam, put
from jibek.flows.bushes.repair import repair
from jibek.flows.delay import Delay
from jibek.flows.trees import tree_of
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean

if TYPE_CHECKING:
    from jibek.flows.problem import Net, Pairs

# A chain must be better by more than the rounding of a sum of a few hundred terms.
_BETTER = 1e-14

_NEW, _OPEN = -1, -2


@kernel()
def grow(
    net: Net,
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    old: Bushes,
    ways: Array,
    fill: bool,
    excess: Array,
    spent: Array,
    lost: Array,
) -> Bushes:
    """Bushes for the costs in ``jam``; those of a tree without any are its shortest paths.

    ``excess`` and ``spent`` (row,) receive numerator and denominator of the relative gap of the old flows by class and
    group; ``lost`` (pair,) is set where no open arcs join a pair. With ``fill``, a cold start, each new bush is loaded
    at once and the next tree already sees it. ``ways`` (tree, state) keeps the shortest path trees.
    """
    states, trees = net.start.shape[1] - 1, len(pairs.tree_class)
    dist = np.empty(states)
    heap, place = np.empty(states, np.int32), np.empty(states, np.int32)
    wanted = np.zeros(states, np.bool_)
    at = np.full(states, -1, np.int64)  # node of the old bush that carries freight
    new = np.full(states, _NEW, np.int64)
    stack, turn = np.empty(states + 1, np.int32), np.empty(states + 1, np.int64)
    through = np.empty(states)
    size = 0
    for t in range(trees):
        size = max(size, old.node_at[t + 1] - old.node_at[t])
    least, most = np.empty(size), np.empty(size)
    out = Bushes(
        np.zeros(trees + 1, np.int64),
        np.empty(len(old.state) + states, np.int32),
        np.zeros(len(old.state) + states + 1, np.int64),
        np.empty(len(old.arc) + states, np.int32),
        np.empty(len(old.arc) + states, np.int32),
        np.empty(len(old.arc) + states),
    )
    excess[:] = 0.0
    spent[:] = 0.0
    for t in range(trees):
        k, g, here = pairs.tree_class[t], pairs.tree_group[t], pairs.tree_origin[t]
        low, high = pairs.tree_at[t], pairs.tree_at[t + 1]
        begin, end = old.node_at[t], old.node_at[t + 1]
        row = pairs.row[low]
        pred = ways[t]
        if fill:
            tree_of(net, pairs, t, jam.cost, wanted, dist, pred, heap, place)
        else:
            repair(net, g, jam.cost[k], here, pairs.destination[low:high], dist, pred, heap, place)
        over, paid = _labels(old, begin, end, jam.cost[k], least, most, at)
        first = out.node_at[t]
        if len(out.state) < first + states:
            out = _room(out, first, out.in_at[first], states, 0)
        if len(out.arc) < out.in_at[first] + old.in_at[end] - old.in_at[begin] + states:
            out = _room(out, first, out.in_at[first], 0, old.in_at[end] - old.in_at[begin] + states)
        count = first
        new[here] = count
        out.state[count] = here
        out.in_at[count + 1] = out.in_at[count]
        count += 1
        goals = pairs.destination[low:high]
        for i in range(low, high):
            s = pairs.destination[i]
            if not np.isfinite(dist[s]):
                lost[i] = True
            elif at[s] >= 0:
                over += pairs.tonnes[i] * max(0.0, least[at[s] - begin] - dist[s])
        count = _visit(
            net.tail, old, begin, goals, here, dist, pred, least, most, at, new, stack, turn, out, count
        )
        excess[row] += over
        spent[row] += paid
        out.node_at[t + 1] = count
        _settle(pairs, low, high, out, first, count, new, through)
        if fill:
            for e in range(out.in_at[first], out.in_at[count]):
                put(net, delay, jam, k, out.arc[e], out.flow[e])
        for n in range(begin, end):
            at[old.state[n]] = -1
        for n in range(first, count):
            new[out.state[n]] = _NEW
    return out


@lean()
def _labels(
    old: Bushes, begin: int, end: int, cost: Array, least: Array, most: Array, at: Array
) -> tuple[float, float]:
    """Shortest and longest ways in a bush, of arcs that carry freight; flow times cost above the shortest, and cost.

    ``at`` (state,) receives the nodes that carry freight.
    """
    over, paid = 0.0, 0.0
    if end > begin:
        least[0], most[0] = 0.0, 0.0
        at[old.state[begin]] = begin
    for n in range(begin + 1, end):
        near, far = np.inf, -np.inf
        for e in range(old.in_at[n], old.in_at[n + 1]):
            s = old.source[e]
            if old.flow[e] > 0.0 and at[old.state[s]] >= 0:
                c = cost[old.arc[e]]
                near, far = min(near, least[s - begin] + c), max(far, most[s - begin] + c)
                paid += old.flow[e] * c
        least[n - begin], most[n - begin] = near, far
        if far >= 0.0:
            at[old.state[n]] = n
            for e in range(old.in_at[n], old.in_at[n + 1]):
                s = old.source[e]
                if old.flow[e] > 0.0 and at[old.state[s]] >= 0:
                    over += old.flow[e] * (least[s - begin] + cost[old.arc[e]] - near)
    return over, paid


@lean()
def _visit(
    tail: Array,
    old: Bushes,
    begin: int,
    goals: Array,
    here: int,
    dist: Array,
    pred: Array,
    least: Array,
    most: Array,
    at: Array,
    new: Array,
    stack: Array,
    turn: Array,
    out: Bushes,
    count: int,
) -> int:
    """Add the goals and all that leads to them to the new bush, each node behind those it is reached from.

    A depth-first walk against the arcs; ``turn`` counts the arcs into a node that were followed, the tree's arc last.
    """
    _, state, in_at, arc, source, flow = old
    _, new_state, new_in_at, new_arc, new_source, new_flow = out
    for goal in goals:
        if new[goal] != _NEW or not np.isfinite(dist[goal]):
            continue
        depth = 0
        stack[0], turn[0] = goal, 0
        new[goal] = _OPEN
        while depth >= 0:
            s = stack[depth]
            n = at[s]
            kept = in_at[n + 1] - in_at[n] if n >= 0 else 0
            down = -1
            while down < 0 and turn[depth] <= kept:
                i = turn[depth]
                turn[depth] += 1
                if i < kept:
                    e = in_at[n] + i
                    u = state[source[e]]
                    if flow[e] > 0.0 and at[u] >= 0 and new[u] == _NEW:
                        down = u
                    continue
                longer = n < 0
                if n >= 0 and pred[s] >= 0 and dist[s] < least[n - begin] - _BETTER * least[n - begin]:
                    # The chain that the tree ends at a node of the bush with: added unless a circle could close.
                    u = tail[pred[s]]
                    while at[u] < 0 and u != here:
                        u = tail[pred[u]]
                    longer = most[at[u] - begin] + (dist[s] - dist[u]) < most[n - begin]
                    for e in range(in_at[n], in_at[n + 1]):
                        if arc[e] == pred[s] and flow[e] > 0.0:
                            longer = False
                if longer:
                    turn[depth] += 1  # remembers that the tree's arc belongs to the bush
                    u = tail[pred[s]]
                    if new[u] == _NEW:
                        down = u
            if down >= 0:
                depth += 1
                stack[depth], turn[depth] = down, 0
                new[down] = _OPEN
                continue
            end = new_in_at[count]
            for i in range(kept):
                e = in_at[n] + i
                u = state[source[e]]
                if flow[e] > 0.0 and at[u] >= 0 and new[u] >= 0:
                    new_arc[end], new_source[end], new_flow[end] = arc[e], new[u], flow[e]
                    end += 1
            if turn[depth] == kept + 2 and new[tail[pred[s]]] >= 0:
                new_arc[end], new_source[end], new_flow[end] = pred[s], new[tail[pred[s]]], 0.0
                end += 1
            new[s] = count
            new_state[count] = s
            count += 1
            new_in_at[count] = end
            depth -= 1
    return count


@lean()
def _settle(
    pairs: Pairs, low: int, high: int, out: Bushes, first: int, count: int, new: Array, through: Array
) -> None:
    """Flows in the old proportions of the arcs into each node, summing to what is shipped."""
    for n in range(first, count):
        through[n - first] = 0.0
    for i in range(low, high):
        if new[pairs.destination[i]] >= 0:
            through[new[pairs.destination[i]] - first] += pairs.tonnes[i]
    for n in range(count - 1, first, -1):
        begin, end = out.in_at[n], out.in_at[n + 1]
        total = 0.0
        for e in range(begin, end):
            total += out.flow[e]
        for e in range(begin, end):
            if end - begin == 1:
                out.flow[e] = through[n - first]
            elif total > 0.0:
                out.flow[e] *= through[n - first] / total
            else:
                out.flow[e] = through[n - first] if e == begin else 0.0
            through[out.source[e] - first] += out.flow[e]


@kernel()
def _room(out: Bushes, nodes: int, arcs: int, more_nodes: int, more_arcs: int) -> Bushes:
    """The same bushes in longer arrays."""
    state, in_at = out.state, out.in_at
    if more_nodes > 0:
        state, in_at = (
            np.empty(2 * (nodes + more_nodes), np.int32),
            np.zeros(2 * (nodes + more_nodes) + 1, np.int64),
        )
        state[:nodes], in_at[: nodes + 1] = out.state[:nodes], out.in_at[: nodes + 1]
    arc, source, flow = out.arc, out.source, out.flow
    if more_arcs > 0:
        arc, source = np.empty(2 * (arcs + more_arcs), np.int32), np.empty(2 * (arcs + more_arcs), np.int32)
        flow = np.empty(2 * (arcs + more_arcs))
        arc[:arcs], source[:arcs], flow[:arcs] = out.arc[:arcs], out.source[:arcs], out.flow[:arcs]
    return Bushes(out.node_at, state, in_at, arc, source, flow)
