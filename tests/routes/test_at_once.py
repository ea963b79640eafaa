"""What is worked out for many paths at once, against NumPy one by one and against the search written out slowly."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from hand import HandFacts, network, quantiles

from jibek.routes import Cargo, candidates
from jibek.routes.evaluate import Loaded
from jibek.routes.totals import come_back, laid, path_quantiles, path_sums
from jibek.routes.ways import every_way

SEEDS = st.integers(0, 2**32 - 1)


def world(seed: int, states: int = 9, arcs: int = 26):
    """Arcs between random states with hours, USD and kg of few values, so that many paths are alike."""
    rng = np.random.default_rng(seed)
    tail, head = rng.integers(0, states, (2, arcs))
    criteria = rng.integers(1, 6, (3, arcs)).astype(float)
    return tail, head, np.vstack([criteria, rng.integers(0, 2, arcs)]), rng.random(arcs) < 0.9


def slowly(arcs, criteria, via, origin, destination):
    """``candidates.find`` with a tree in Python for every step."""
    scaled = criteria / candidates._scale(criteria, arcs.open)[:, None]
    weights = [row + candidates._BREAK * scaled[0] for row in scaled]
    trees = [arcs.tree(row, origin) for row in weights]
    ends = [tree.path(destination) for tree in trees]
    if ends[0] is None:
        return set()
    found = set(ends)

    def between(i, j, one, two, depth):
        if depth == 0 or one == two:
            return
        a, b = scaled[[i, j]][:, list(one)].sum(axis=1), scaled[[i, j]][:, list(two)].sum(axis=1)
        share = np.array([a[1] - b[1], b[0] - a[0]])
        if not (share > 0).all():
            return
        share /= share.sum()
        path = arcs.tree(share[0] * scaled[i] + share[1] * scaled[j], origin).path(destination)
        if path not in (one, two):
            found.add(path)
            between(i, j, one, path, depth - 1)
            between(i, j, path, two, depth - 1)

    between(0, 1, ends[0], ends[1], candidates.DEPTH)
    between(0, 2, ends[0], ends[2], 1)
    between(1, 2, ends[1], ends[2], 1)
    for weight, out in zip(weights[:3], trees, strict=False):
        back = arcs.tree(weight, destination, reverse=True)
        for a in via[arcs.open[via]].tolist():
            before, after = out.path(int(arcs.tails[a])), back.path(int(arcs.heads[a]))
            if before is not None and after is not None:
                path = (*before, a, *after)
                states = [int(arcs.tails[path[0]]), *(int(arcs.heads[x]) for x in path)]
                if len(set(states)) == len(states):
                    found.add(path)
        raised, path = weight.copy(), out.path(destination)
        for _ in range(candidates.ROUNDS):
            raised[list(path)] *= candidates.PENALTY
            path = arcs.tree(raised, origin).path(destination)
            found.add(path)
    return found


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_candidates_are_those_of_the_search_written_out(seed):
    """Whole weights of 1 to 5: many paths cost the same, and the tie has to fall alike."""
    tail, head, criteria, open_ = world(seed)
    arcs, via = candidates.Arcs.of(tail, head, 9, open_), np.arange(0, 26, 3)
    assert set(candidates.find(arcs, criteria, via, 0, 8)) == slowly(arcs, criteria, via, 0, 8)


@given(SEEDS, st.integers(1, 12), st.integers(2, 300))
@settings(max_examples=60, deadline=None)
def test_quantiles_are_those_of_numpy_to_the_last_bit(seed, count, draws):
    rng = np.random.default_rng(seed)
    rows = rng.lognormal(2, 0.6, (30, draws)).round(int(rng.integers(0, 9)))
    still = np.full(30, np.nan)
    for a, value in ((0, 0.0), (1, 2.5), (2, 0.0)):
        rows[a] = still[a] = value
    paths = [tuple(rng.integers(0, 30, rng.integers(1, 25)).tolist()) for _ in range(count)]
    paths += [p[:3] + paths[0] for p in paths]  # some begin alike
    told = path_quantiles(rows, still, *laid(paths))
    for path, three in zip(paths, told, strict=True):
        hours = np.zeros(draws)
        for a in path:
            hours += rows[a]
        assert (np.quantile(hours, (0.1, 0.5, 0.9)) == three).all()


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_sums_are_those_of_numpy_to_the_last_bit(seed):
    """Lengths below 8, up to 128 and above: NumPy adds in another order in each."""
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 10.0 ** rng.integers(-6, 6, 50), (3, 50))
    paths = [tuple(rng.integers(0, 50, n).tolist()) for n in (1, 7, 8, 9, 127, 128, 129, 300)]
    told = path_sums(values, *laid(paths))
    assert all(
        (np.array([row[list(p)].sum() for row in values]) == t).all()
        for p, t in zip(paths, told, strict=True)
    )


def test_a_country_left_and_entered_again():
    """CN KZ CN with a change of gauge in KZ comes back; without the change, or to another country, it does not."""
    lands = np.array([[0, -1], [0, 1], [1, -1], [1, 0], [1, 2], [-1, -1]])
    transfer = np.array([0.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    paths = [(0, 1, 2, 3), (0, 1, 3), (0, 1, 2, 4), (0, 1, 5, 3)]
    assert come_back(*laid(paths), lands, transfer).tolist() == [True, False, False, True]


def test_days_are_quantiles_of_the_draws_and_legs_too():
    loaded = Loaded.of(
        network(), np.array([6.0, 9.0, 0.0]), quantiles(), HandFacts(), Cargo.of(HandFacts()), 1
    )
    for itinerary, path in loaded.itineraries(every_way(loaded, "A", "D")).values():
        told = itinerary.days_p10, itinerary.days_p50, itinerary.days_p90
        days = np.quantile(loaded._draw(path), (0.1, 0.5, 0.9)) / 24
        assert told == tuple(round(float(d), 4) for d in days)
        at = 0
        for leg in loaded.with_legs(itinerary, path).legs:
            part = path[at : at + len(leg.arcs)]
            assert leg.hours_p90 == np.quantile(loaded._draw(part), 0.9)
            at += len(leg.arcs)
        assert at == len(path)
        assert all(loaded.head[a] == loaded.tail[b] for a, b in pairwise(path))
