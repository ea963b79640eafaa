"""Label setting against every path there is, found by depth-first search; the bound is checked by other code."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from hand import HandFacts, network, quantiles

from jibek.ground.trees import graph
from jibek.routes import Cargo
from jibek.routes.evaluate import Loaded
from jibek.routes.labels import further
from jibek.routes.ways import every_way

STATES = 8


def every_path(tail, head, open_, origin, destination):
    """All paths that enter no state twice."""
    found, stack = [], [(origin, (), frozenset([origin]))]
    while stack:
        at, path, seen = stack.pop()
        if at == destination:
            found.append(path)
            continue
        for a in np.flatnonzero(open_ & (tail == at)):
            if int(head[a]) not in seen:
                stack.append((int(head[a]), (*path, int(a)), seen | {int(head[a])}))
    return found


def efficient(rows):
    """Distinct rows that no other row is at least as good as."""
    rows = {tuple(r) for r in rows}
    return {
        r for r in rows if not any(o != r and all(x <= y for x, y in zip(o, r, strict=True)) for o in rows)
    }


def world(seed, arcs=22):
    """Whole numbers, which add up exactly in any order; some arcs are closed, some join the same states."""
    rng = np.random.default_rng(seed)
    tail, head = rng.integers(0, STATES, (2, arcs))
    criteria = rng.integers(0 if seed % 2 else 1, 12, (3, arcs)).astype(float)
    criteria[0] = np.maximum(criteria[0], 1)  # no circle is free
    return tail, head, criteria, rng.random(arcs) < 0.9


def searched(tail, head, criteria, open_, known, epsilon, **others):
    ahead, back = graph(tail, head, STATES, open_), graph(head, tail, STATES, open_)
    return further(ahead, back, criteria, known, 0, STATES - 1, epsilon=epsilon, **others)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=250, deadline=None)
def test_without_slack_the_efficient_ways_are_those_of_full_enumeration(seed):
    tail, head, criteria, open_ = world(seed)
    found, complete = searched(tail, head, criteria, open_, np.zeros((0, 3)), 0.0)
    paths = every_path(tail, head, open_, 0, STATES - 1)
    assert complete
    assert set(found) <= set(paths)
    told = [tuple(criteria[:, list(p)].sum(axis=1)) for p in found]
    assert efficient(told) == efficient(criteria[:, list(p)].sum(axis=1) for p in paths)


@given(st.integers(0, 2**32 - 1), st.sampled_from((0.01, 0.1, 0.5)), st.integers(0, 3))
@settings(max_examples=250, deadline=None)
def test_every_way_has_one_that_is_within_the_bound_by_every_criterion(seed, epsilon, given_ways):
    tail, head, criteria, open_ = world(seed)
    paths = every_path(tail, head, open_, 0, STATES - 1)
    cost = np.array([criteria[:, list(p)].sum(axis=1) for p in paths]).reshape(-1, 3)
    known = cost[np.random.default_rng(seed).permutation(len(paths))[:given_ways]]
    found, _ = searched(tail, head, criteria, open_, known, epsilon)
    have = np.vstack([known, *(criteria[:, list(p)].sum(axis=1)[None] for p in found)])
    for row in cost:  # 1e-9: the bound is a product of whole numbers and a factor that is no binary fraction
        assert (have <= (1 + epsilon + 1e-9) * row).all(axis=1).any()
    for p in found:  # and none is found that a known one stood for
        mine = criteria[:, list(p)].sum(axis=1)
        assert not (known <= (1 + epsilon - 1e-9) * mine).all(axis=1).any()


def test_where_the_labels_do_not_suffice_it_is_told():
    """Two arcs side by side between each state and the next, one quick and one cheap: 2^7 efficient ways."""
    tail, head = np.repeat(np.arange(7), 2), np.repeat(np.arange(1, 8), 2)
    step = 2.0 ** np.arange(7)
    hours = np.column_stack([np.ones(7), 1 + step]).ravel()
    usd = np.column_stack([1 + step, np.ones(7)]).ravel()
    criteria, open_ = np.array([hours, usd, np.ones(14)]), np.ones(14, bool)
    found, complete = searched(tail, head, criteria, open_, np.zeros((0, 3)), 0.0)
    assert (len(found), complete) == (128, True)
    assert not searched(tail, head, criteria, open_, np.zeros((0, 3)), 0.0, most=50)[1]


def test_on_the_hand_network_every_path_has_a_candidate_within_one_percent():
    loaded = Loaded.of(
        network(), np.array([6.0, 9.0, 0.0]), quantiles(), HandFacts(), Cargo.of(HandFacts()), 1
    )
    have = np.array([loaded.criteria[:3, list(p)].sum(axis=1) for p in every_way(loaded, "A", "D")])
    start, end = (loaded.network.state_index[s] for s in ("A|gate", "D|arrival"))
    for group in loaded.network.groups:
        for path in every_path(loaded.tail, loaded.head, loaded.open_arcs(group), start, end):
            mine = loaded.criteria[:3, list(path)].sum(axis=1)
            assert (have <= (1.01 + 1e-9) * mine).all(axis=1).any()
