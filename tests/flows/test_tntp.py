r"""Road networks of the literature: published flows and objectives, and files as untidy as published ones are.

Networks are read from the folder ``tntp`` of ``JIBEK_REFERENCE``; without it, Braess' network is made by hand and the
others are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from jibek.flows.tntp import assign_tntp
from jibek.ground.errors import InputError
from jibek.sources.formats.tntp import read_flows, read_net, read_trips

FOLDER = Path(os.environ.get("JIBEK_REFERENCE", "")) / "tntp"
published = pytest.mark.skipif(
    not os.environ.get("JIBEK_REFERENCE"),
    reason="JIBEK_REFERENCE is not set: published flows of Braess, Sioux Falls, Anaheim and Winnipeg are not compared",
)

BRAESS = """<NUMBER OF ZONES> 2
<NUMBER OF NODES> 4
<FIRST THRU NODE> 1
<NUMBER OF LINKS> {links}
<END OF METADATA>
~ init term capacity length fftt b power speed toll type ;
1 3 1 0 1e-8 1e9 1 0 0 1 ;
1 4 1 0 50 0.02 1 0 0 1 ;
3 2 1 0 50 0.02 1 0 0 1 ;
4 2 1 0 1e-8 1e9 1 0 0 1 ;
{middle}"""
SIX = "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n  1 : 0.0;  2 : 6.0;\n"


def by_hand(folder, net, trips):
    (folder / "net.tntp").write_text(net)
    (folder / "trips.tntp").write_text(trips)
    return read_net(folder / "net.tntp"), read_trips(folder / "trips.tntp")


def reference(name):
    return read_net(FOLDER / f"{name}_net.tntp"), read_trips(FOLDER / f"{name}_trips.tntp")


@pytest.mark.parametrize(("middle", "cost"), [("", 83.0), ("3 4 1 0 10 0.1 1 0 0 1 ;", 92.0)])
def test_a_new_link_can_slow_everyone(tmp_path, middle, cost):
    r"""Braess (1968): six trips cost 83 each, 92 once the middle link opens.

          3
        / | \
       1  |  2
        \ v /
          4
    """
    net, trips = by_hand(tmp_path, BRAESS.format(links=5 if middle else 4, middle=middle), SIX)
    found = assign_tntp(net, trips, 1e-10)
    # The gap is 1e-10 of costs of about 100; two links have a free time of 1e-8 where Braess has 0.
    assert found.flow @ found.cost / 6 == pytest.approx(cost, abs=1e-6)
    assert found.gap <= 1e-10
    if middle:
        np.testing.assert_allclose(found.flow, [4, 2, 2, 4, 2], atol=1e-6)


@published
def test_braess_from_the_collection():
    found = assign_tntp(*reference("Braess"), 1e-10)
    assert found.flow @ found.cost / 6 == pytest.approx(92, abs=1e-6)


@published
def test_sioux_falls_has_the_published_flows_and_objective():
    found = assign_tntp(*reference("SiouxFalls"), 1e-10)
    # Best-known optimum of the collection, whose trips in thousands give cost units of 1e5. At a gap of 1e-10 the
    # objective is above the optimum by less than the gap times the total cost of 7.5e6.
    assert found.objective == pytest.approx(42.31335287107440e5, abs=1e-3)
    _, _, volume, cost = read_flows(FOLDER / "SiouxFalls_flow.tntp")
    # Of flows up to 23,000; at 1e-6 they still differ by up to 1.
    np.testing.assert_allclose(found.flow, volume, atol=1e-2)
    np.testing.assert_allclose(found.cost, cost, rtol=1e-6)
    assert found.gap <= 1e-10
    assert found.balance_error <= 1e-9


@published
def test_anaheim_has_the_published_flows_and_zones_are_not_passed():
    net, trips = reference("Anaheim")
    found = assign_tntp(net, trips, 1e-10)
    _, _, volume, _ = read_flows(FOLDER / "Anaheim_flow.tntp")
    # Some links are so flat that a gap of 1e-8 leaves 14 vehicles of 12,000 misplaced; 1e-10 leaves 2e-4.
    np.testing.assert_allclose(found.flow, volume, atol=0.05)
    starts = np.bincount(trips.origin, trips.trips * (trips.origin != trips.destination), net.nodes)
    out = np.bincount(net.tail, found.flow, net.nodes)
    np.testing.assert_allclose(out[: net.first_thru], starts[: net.first_thru], atol=1e-6)


@published
def test_winnipeg_with_powers_of_its_own_reaches_the_published_total_cost():
    net, trips = reference("Winnipeg")
    found = assign_tntp(net, trips, 1e-6)
    _, _, volume, cost = read_flows(FOLDER / "Winnipeg_flow.tntp")
    assert found.converged
    # Flows of links that do not jam are not unique there, what all trips cost is.
    assert found.flow @ found.cost == pytest.approx(volume @ cost, rel=1e-5)


def test_trips_within_a_zone_are_left_out(tmp_path):
    net, trips = by_hand(tmp_path, BRAESS.format(links=4, middle=""), SIX.replace("1 : 0.0", "1 : 99.0"))
    assert assign_tntp(net, trips).flow.sum() == pytest.approx(12)


def test_zones_below_the_first_node_that_may_be_passed_are_not(tmp_path):
    # 1 -> 2 -> 3 is short but passes zone 2; freight from 1 to 3 takes the long way over 4.
    net = """<NUMBER OF ZONES> 3
<NUMBER OF NODES> 4
<FIRST THRU NODE> 4
<END OF METADATA>
1 2 10 1 1 0.15 4 0 0 1 ;
2 3 10 1 1 0.15 4 0 0 1 ;
1 4 10 1 9 0.15 4 0 0 1 ;
4 3 10 1 9 0.15 4 0 0 1 ;
"""
    trips = "<NUMBER OF ZONES> 3\n<END OF METADATA>\nOrigin 1\n2 : 1; 3 : 5;\nOrigin 2\n3 : 2;\n"
    found = assign_tntp(*by_hand(tmp_path, net, trips))
    assert found.flow.tolist() == [1.0, 2.0, 5.0, 5.0]


def test_toll_and_length_cost_what_the_factors_say(tmp_path):
    net = """<NUMBER OF ZONES> 2
<NUMBER OF NODES> 2
<TOLL FACTOR> 0.5
<END OF METADATA>
1 2 10 100 1 0 0 0 4 1 ;
1 2 10 300 1 0 0 0 0 1 ;
"""
    net, trips = by_hand(tmp_path, net, "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n2 : 1;\n")
    by_file = assign_tntp(net, trips)
    assert by_file.cost.tolist() == [3.0, 1.0]
    assert by_file.flow.tolist() == [0.0, 1.0]
    given = assign_tntp(net, trips, toll_factor=0.0, distance_factor=0.01)
    assert given.cost.tolist() == [2.0, 4.0]
    assert given.flow.tolist() == [1.0, 0.0]


def test_untidy_files_are_read(tmp_path):
    net = (
        "\ufeff<NUMBER OF ZONES>\t2\t\t\r\n<NUMBER OF NODES> 2\r\n<NUMBER OF LINKS> 1 ~ one\r\n<END OF METADATA>\t\r\n"
        "\r\n~\tinit\tterm\r\n\t1\t2\t10\t1\t1.5\t0.15\t4\t60\t0\t1\t;\r\n\r\n ;\r\n"
    )
    trips = (
        "<NUMBER OF ZONES> 2\n<END OF METADATA>\n~ made by hand\n\n"
        "Origin \t1 \n 1 :1.0;2: 3.5 ~ last\nOrigin 2\n\n"
    )
    net, trips = by_hand(tmp_path, net, trips)
    assert (net.zones, net.nodes, net.first_thru) == (2, 2, 0)
    assert net.free_time.tolist() == [1.5]
    assert trips.trips.tolist() == [1.0, 3.5]


def test_every_bad_line_is_named(tmp_path):
    net = """<NUMBER OF ZONES> 2
<NUMBER OF NODES> 3
<NUMBER OF LINKS> 5
<END OF METADATA>
1 9 10 1 1 0.15 4 0 0 1 ;
1 2 0 1 1 0.15 4 0 0 1 ;
1 2 10 1 -1 0.15 4 0 0 1 ;
1 2 ten ;
"""
    with pytest.raises(InputError) as fault:
        by_hand(tmp_path, net, SIX)
    assert fault.value.code == "tntp.invalid"
    assert {(p.row, p.column) for p in fault.value.problems} == {
        (5, "to"),
        (6, "capacity"),
        (7, "free-flow time"),
        (8, None),
    }


@pytest.mark.parametrize("cell", ["3 : 1;", "2 : -1;", "2 : many;", "two : 1;"])
def test_bad_trips_are_named(tmp_path, cell):
    with pytest.raises(InputError) as fault:
        by_hand(
            tmp_path,
            BRAESS.format(links=4, middle=""),
            f"<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n{cell}\n",
        )
    assert [(p.row, p.value) for p in fault.value.problems] == [(4, cell.rstrip(";"))]


def test_a_missing_file_and_zones_without_links(tmp_path):
    with pytest.raises(InputError) as fault:
        read_net(tmp_path / "none.tntp")
    assert fault.value.code == "tntp.no_file"
    net = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 2\n<END OF METADATA>\n2 1 10 1 1 0.15 4 0 0 1 ;\n"
    with pytest.raises(InputError) as fault:
        assign_tntp(*by_hand(tmp_path, net, SIX))
    assert fault.value.code == "flows.no_path"
    assert [p.value for p in fault.value.problems] == ["1 -> 2"]


def test_trips_of_a_larger_network_are_refused(tmp_path):
    with pytest.raises(InputError) as fault:
        assign_tntp(
            *by_hand(
                tmp_path,
                BRAESS.format(links=4, middle=""),
                "<NUMBER OF ZONES> 3\n<END OF METADATA>\nOrigin 1\n3 : 6;\n",
            )
        )
    assert [(p.code, p.column, p.value) for p in fault.value.problems] == [
        ("flows.unknown_index", "destination", 3)
    ]
