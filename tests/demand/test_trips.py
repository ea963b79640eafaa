"""Trips sum what shares a road and hand its cost back to everyone who uses it."""

from dataclasses import replace

import numpy as np

from jibek.demand.pairs import Pairs
from jibek.demand.trips import Trips


def test_two_markets_between_the_same_gates_are_one_trip():
    """Pairs 0 and 1 share gates and class; corridor 1 has two doors, and is closed to pair 1."""
    trips = Trips.of(two_pairs())
    assert len(trips.origin) == 3
    tonnes = np.array(
        [4.0, 2.0, 3.0, 30.0]
    )  # of pair 0 by corridor 0 and both doors of 1, of pair 1 by corridor 0
    assert sorted(trips.total(tonnes).tolist()) == [2.0, 3.0, 34.0]
    np.testing.assert_array_equal(trips.by_corridor(tonnes), [[4.0, 5.0], [30.0, 0.0]])
    cost = np.array([7.0, 9.0, 8.0])[trips.trip]
    assert cost[0] == cost[3]


def two_pairs():
    ints = np.zeros(2, np.int32)
    group = np.array([[[0, -1], [1, 2]], [[0, -1], [-1, -1]]], np.int32)
    return Pairs(ints, ints + 5, ints, ints, np.array([0, 1], np.int32), ints, ints, np.array([10.0, 30.0]),
                 np.full(2, 885.0), group, np.zeros((2, 2), np.int32),
                 np.full((2, 2), 5, np.int32), np.zeros((2, 2)))  # fmt: skip


def test_doors_split_by_their_logit_and_their_corridor_costs_the_log_of_the_sum():
    trips, steep = Trips.of(two_pairs()), np.array([0.5, 2.0])
    whole, share = trips.choose(np.array([7.0, 9.0, 8.0, 4.0]), steep)
    weight = np.exp(-0.5 * np.array([9.0, 8.0]))
    np.testing.assert_allclose(share, [1.0, *(weight / weight.sum()), 1.0], rtol=1e-14)
    np.testing.assert_allclose(whole, [[7.0, -np.log(weight.sum()) / 0.5], [4.0, np.inf]], rtol=1e-14)


def test_a_closed_door_leaves_the_other_alone_and_two_close_the_corridor():
    trips, steep = Trips.of(two_pairs()), np.array([0.5, 2.0])
    whole, share = trips.choose(np.array([7.0, np.inf, 8.0, 4.0]), steep)
    np.testing.assert_array_equal(share, [1.0, 0.0, 1.0, 1.0])
    assert whole[0, 1] == 8.0
    whole, share = trips.choose(np.array([7.0, np.inf, np.inf, 4.0]), steep)
    np.testing.assert_array_equal(share, [1.0, 0.0, 0.0, 1.0])
    assert np.isinf(whole[0, 1])


def test_what_a_corridor_costs_is_the_mean_over_its_doors():
    trips = Trips.of(two_pairs())
    mean = trips.mean(np.array([7.0, 9.0, 8.0, np.nan]), np.array([1.0, 1.0, 3.0, 0.0]))
    np.testing.assert_array_equal(mean, [[7.0, 8.25], [np.inf, np.inf]])


def test_tonnes_are_taken_over_by_pair_corridor_and_name_of_the_group():
    """The other network lacks group c and names the rest in another order."""
    here = Trips.of(two_pairs())
    other = two_pairs()
    other = replace(other, group=np.array([[[1, -1], [0, -1]], [[1, -1], [-1, -1]]], np.int32))
    ways = np.array([5.0, 7.0, 9.0])  # of group a, b and a
    found = here.taken(("a", "b", "c"), ways, Trips.of(other), ("b", "a"))
    np.testing.assert_array_equal(found, [5.0, 7.0, 0.0, 9.0])
    fewer = Trips.of(replace(other, group=other.group[:1]))
    assert here.taken(("a", "b", "c"), ways, fewer, ("b", "a")) is None


def test_ways_follow_new_totals_in_the_same_shares():
    trips = Trips.of(two_pairs())
    ways = np.array([4.0, 2.0, 6.0, 0.0])
    np.testing.assert_allclose(trips.of_totals(ways, np.array([24.0, 5.0])), [8.0, 4.0, 12.0, 0.0])
    tonnes, otherwise = np.array([[1.0, 4.0], [3.0, 0.0]]), np.array([0.0, 0.0, 0.0, 3.0])
    np.testing.assert_allclose(trips.rescaled(ways, tonnes, otherwise), [1.0, 1.0, 3.0, 3.0])
