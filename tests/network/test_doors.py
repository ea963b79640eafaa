"""Doors: which crossings and lines freight has to choose between, read from a drawn network and the shipped one."""

from __future__ import annotations

import numpy as np
import pytest

from jibek import network
from jibek.network.doors import Doors, combinations, door_arcs, shut_by, sides
from jibek.network.names import corridor_of, doors_of, group_id, spared_end, stops_of_group
from jibek.scenario import Scenario


@pytest.fixture(scope="module")
def net(shipped_facts):
    return network.build(shipped_facts, Scenario.example("baseline").network)


def test_sides_are_what_is_left_without_the_doors():
    """0 - 1 = two doors = 2 - 3, with ends 4 at 1, 5 at 3 and 6 at both 1 and 3; a country 7 behind end 5, 8 behind 4
    and 5."""
    tail = np.array([0, 1, 1, 1, 2, 4, 5, 6, 6, 7, 8, 8])
    head = np.array([1, 0, 2, 2, 3, 1, 3, 1, 3, 5, 4, 5])
    doors = np.zeros(12, bool)
    doors[2:4] = True
    ends = np.zeros(9, bool)
    ends[4:] = True
    side = sides(tail, head, np.ones(12, bool), doors, ends)
    assert side[0] == side[1] == side[4] != side[2]
    assert side[2] == side[3] == side[5] == side[7]
    assert side[8] == -1
    assert side[6] == -1  # it may start on either side: no door has to be passed
    between = Doors("x", ("a", "b"), side).between(np.array([4, 4, 4, 6]), np.array([5, 0, 6, 5]))
    assert between.tolist() == [True, False, False, False]


def test_one_door_is_no_choice():
    candidates = np.array([True, True, False])
    assert door_arcs(candidates, ["a", "a", "b"]) == {}
    found = door_arcs(np.array([True, True, True]), ["b", "a", "b"])
    assert list(found) == ["a", "b"]
    assert found["b"].tolist() == [True, False, True]


def test_a_way_shuts_the_other_doors_of_the_sets_that_it_passes():
    sets = [door_arcs(np.array(mask, bool), list("abcd ")) for mask in ([1, 1, 0, 0, 0], [0, 0, 1, 1, 0])]
    assert combinations(sets) == [
        (), ("c",), ("d",), ("a",), ("a", "c"), ("a", "d"), ("b",), ("b", "c"), ("b", "d"),
    ]  # fmt: skip
    assert shut_by(sets, ("a", "d"), 5).tolist() == [False, True, True, False, False]
    assert shut_by(sets, ("c",), 5).tolist() == [False, False, False, True, False]
    assert not shut_by(sets, (), 5).any()


def test_a_group_tells_its_parts():
    name = group_id("southern", "RU", ("CN_KHORGOS-KZ_ALTYNKOL", "L252")) + "!1.3"
    assert (corridor_of(name), spared_end(name), stops_of_group(name)) == ("southern", "RU", {1, 3})
    assert doors_of(name) == ("CN_KHORGOS-KZ_ALTYNKOL", "L252")
    assert doors_of("northern:RU") == ()


def test_doors_of_the_shipped_network(net):
    found = {(d.corridor, d.ids) for d in net.doors}
    two = ("CN_ALASHANKOU-KZ_DOSTYK", "CN_KHORGOS-KZ_ALTYNKOL")
    assert {("northern", two), ("transcaspian", two), ("transcaspian", ("L247", "L248", "L249"))} <= found
    assert not any(c == "sea" for c, _ in found)
    index = net.state_index
    where = {(d.corridor, d.ids): d for d in net.doors}

    def has_to(corridor, ids, origin, destination):
        ends = np.array([index[f"{origin}|gate"]]), np.array([index[f"{destination}|arrival"]])
        return bool(where[corridor, ids].between(*ends)[0])

    assert has_to("northern", two, "CNCHN", "KZALA")
    assert not has_to("northern", two, "KZALA", "RUMOW")
    assert has_to("northern", two, "CNCHN", "country:CZE")  # whose gateway is Prague
    assert has_to("transcaspian", ("L247", "L248", "L249"), "KZALA", "GEPTI")
    assert not has_to("transcaspian", two, "KZALA", "GEPTI")


def test_a_way_passes_its_doors_and_no_other(net):
    """Arcs of doors open to a group are those of its own, with the crossings that its freight does not choose."""
    gateway, link = (net.arcs[c].fillna("").to_numpy(object) for c in ("gateway_id", "link_id"))
    for group, is_open in zip(net.groups, net.open, strict=True):
        taken = set(doors_of(group))
        for doors in (d for d in net.doors if d.corridor == corridor_of(group)):
            if not taken & set(doors.ids):
                continue
            of_set = (link != "") & (np.isin(gateway, doors.ids) | np.isin(link, doors.ids))
            seen = set(gateway[of_set & is_open]) | set(link[of_set & is_open])
            assert len(taken & set(doors.ids)) == 1
            assert seen & set(doors.ids) == taken & set(doors.ids)


def test_a_shut_crossing_is_no_door(shipped_facts):
    shut = {"CN_ALASHANKOU-KZ_DOSTYK": {"capacity_factor": 0}}
    closed = network.build(shipped_facts, Scenario.from_dict({"name": "x", "gateway": shut}).network)
    assert not [d for d in closed.doors if "CN_KHORGOS-KZ_ALTYNKOL" in d.ids]
    assert "northern" in closed.groups
    assert not any("CN_ALASHANKOU-KZ_DOSTYK" in doors_of(g) for g in closed.groups)
