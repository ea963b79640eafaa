"""Path flows: they add up, treat all pairs alike, and say whose freight passes."""

from __future__ import annotations

from dataclasses import replace

import hand_run
import numpy as np
import pytest
from flow_cases import corridor_grid, demand, linear_curves, network

from jibek.flows import assign, tables_of
from jibek.flows.firm import must_pass
from jibek.flows.frames import demand_frame, paths
from jibek.flows.path_flows import add_up, crossings, elsewhere, markets, on_arcs, through
from jibek.flows.projection.memory import Paths
from jibek.flows.proportional import proportional


def kept(rows: list[tuple[int, int, float, tuple[int, ...]]], arcs: int) -> Paths:
    """Paths of one class and group from rows (origin, destination, tonnes, arcs)."""
    ends = [r[:2] for r in rows]
    zero = np.zeros(len(rows), np.int64)
    return Paths(
        zero,
        zero,
        np.array([o for o, _ in ends]),
        np.array([d for _, d in ends]),
        np.array([r[2] for r in rows]),
        np.concatenate([[0], np.cumsum([len(r[3]) for r in rows])]),
        np.array([a for r in rows for a in r[3]], np.int32),
        np.array([f"A{a}" for a in range(arcs)], dtype=object),
        np.array([f"S{s}" for s in range(10)], dtype=object),
        np.array(["only"], dtype=object),
    )


def by_path(found: Paths) -> dict[tuple[int, int, tuple[int, ...]], float]:
    return {
        (int(o), int(d), tuple(found.arcs[found.arc_at[p] : found.arc_at[p + 1]].tolist())): float(
            found.flow[p]
        )
        for p, (o, d) in enumerate(zip(found.origin, found.destination, strict=True))
    }


def on_each_arc(found: Paths, arcs: int) -> np.ndarray:
    return np.bincount(found.arcs, np.repeat(found.flow, np.diff(found.arc_at)), arcs)


def test_pairs_are_divided_alike_as_worked_by_hand():
    """Ways 0 and 1 carry 60 and 40, A ships 70 and B 30: A has 42 and 28, B 18 and 12."""
    before = kept([(0, 2, 60.0, (2, 0)), (0, 2, 10.0, (2, 1)), (1, 2, 30.0, (3, 1))], 4)
    after = by_path(proportional(before))
    expected = {(0, 2, (2, 0)): 42.0, (0, 2, (2, 1)): 28.0, (1, 2, (3, 0)): 18.0, (1, 2, (3, 1)): 12.0}
    assert after == pytest.approx(expected, rel=1e-12)


def test_a_path_that_the_solver_keeps_twice_loses_nothing():
    """As above, with the 10 of A by way 1 in two rows: a solver kept such a path, and the run lost tonnes by it."""
    rows = [(0, 2, 60.0, (2, 0)), (0, 2, 4.0, (2, 1)), (1, 2, 30.0, (3, 1)), (0, 2, 6.0, (2, 1))]
    expected = {(0, 2, (2, 0)): 42.0, (0, 2, (2, 1)): 28.0, (1, 2, (3, 0)): 18.0, (1, 2, (3, 1)): 12.0}
    assert by_path(proportional(kept(rows, 4))) == pytest.approx(expected, rel=1e-12)


def test_two_places_of_choice_in_a_row_multiply():
    """At each of two places a quarter takes the first way: of a pair that passes both, a sixteenth takes both."""
    before = kept(
        [
            (0, 3, 25.0, (0, 2)),
            (0, 3, 75.0, (1, 3)),
            (1, 3, 100.0, (4, 0, 3)),
            (1, 3, 300.0, (4, 1, 3)),
            (0, 4, 100.0, (1, 2)),
            (0, 4, 100.0, (1, 3)),
        ],
        5,
    )
    after = proportional(before)
    np.testing.assert_allclose(on_each_arc(after, 5), on_each_arc(before, 5), rtol=1e-12)
    flows = by_path(after)
    one = sum(x for (_, _, a), x in flows.items() if 0 in a) / sum(flows.values())
    two = sum(x for (_, _, a), x in flows.items() if 2 in a) / sum(flows.values())
    for (o, d, a), x in flows.items():
        pair = sum(y for (p, q, _), y in flows.items() if (p, q) == (o, d))
        wanted = pair * (one if 0 in a else 1 - one) * (two if 2 in a else 1 - two)
        # Steps stop when none moves more than 1e-10 of all.
        assert x == pytest.approx(wanted, rel=1e-6)


def test_nothing_shipped_is_no_path():
    empty = proportional(kept([(0, 2, 0.0, (0, 1))], 3))
    assert (len(empty.flow), len(empty.arcs), empty.arc_at.tolist()) == (0, 0, [0])
    assert len(paths(empty, ["box"], ["box"])) == 0


def test_ways_that_part_twice_are_two_choices():
    """The only pair that is divided parts at two places; who passes the first alone is divided there all the same."""
    before = kept(
        [(0, 3, 25.0, (0, 9, 2)), (0, 3, 75.0, (1, 9, 3)), (1, 4, 100.0, (5, 0, 9, 6))],
        10,
    )
    after = by_path(proportional(before))
    # 125 of 200 take the first way at the first place, 25 of 100 at the second.
    assert after[1, 4, (5, 0, 9, 6)] == pytest.approx(62.5, rel=1e-6)
    assert after[1, 4, (5, 1, 9, 6)] == pytest.approx(37.5, rel=1e-6)
    assert after[0, 3, (0, 9, 2)] == pytest.approx(100 * 0.625 * 0.25, rel=1e-6)
    assert after[0, 3, (1, 9, 3)] == pytest.approx(100 * 0.375 * 0.75, rel=1e-6)


def test_arc_flows_and_pairs_stay_and_entropy_rises_on_a_jammed_grid():
    net, curves, wanted = corridor_grid(5, total=4e8)
    found = assign(net, curves, wanted)
    before, after = found.start, proportional(found.start)
    for k in range(4):
        for g in range(2):
            one, other = (
                on_each_arc(
                    replace(p, flow=np.where((p.cls == k) & (p.group == g), p.flow, 0.0)), len(net.tail)
                )
                for p in (before, after)
            )
            # Sums of path flows in another order: rounding alone.
            np.testing.assert_allclose(one, other, atol=1e-12 * 4e8)

    def entropy(p: Paths) -> float:
        return -float(sum(x * np.log(x) for x in p.flow[p.flow > 0]))

    assert entropy(after) > entropy(before) * (1 - 1e-12)
    assert (after.flow > 0).sum() > (before.flow > 0).sum()


def test_whose_freight_it_is_does_not_depend_on_order_or_start():
    """Two equal crossings and six pairs of a class that pass either: each pair is halved, whatever the solver did."""
    tail, head = [0, 1, 2, 3, 3, 4, 4, 4], [3, 3, 3, 4, 4, 5, 6, 7]
    facility = [-1, -1, -1, 0, 1, -1, -1, -1]
    net = network(tail, head, hours=1.0, usd=1.0, facility=facility, capacity=(10.0, 10.0), units=0.001)
    curves = linear_curves([30.0, 30.0])
    rows = [(o, d, 0, 0, 1e5 * (1 + o + d)) for o in (0, 1, 2) for d in (5, 6)]
    answers = []
    for order in (rows, rows[::-1], rows[3:] + rows[:3]):
        wanted = demand(order)
        found = assign(net, curves, wanted, gap=1e-10)
        table = tables_of(net, curves, found)["flows.paths"]
        half = through(table, ["A0003"])
        answers.append(half.set_index(["origin", "destination"])["tonnes_per_year"].sort_index())
    for answer in answers:
        # The gap of 1e-10 leaves loads of the two crossings apart by some 1e-5 of themselves.
        np.testing.assert_allclose(
            answer.to_numpy(), [0.5 * 1e5 * (1 + o + d) for o in (0, 1, 2) for d in (5, 6)], rtol=1e-3
        )


@pytest.mark.parametrize("seed", range(4))
def test_paths_add_up_to_arcs_and_to_demand(seed):
    net, curves, wanted = corridor_grid(seed, total=3e8)
    found = assign(net, curves, wanted)
    written = tables_of(net, curves, found)
    checks = add_up(written["flows.paths"], written["flows.arc_flows"], demand_frame(net, wanted))
    assert [c.ok for c in checks] == [True, True]


@pytest.mark.parametrize("at_once", [2, 8192])
def test_the_check_of_sums_sees_a_lost_path_a_wrong_arc_and_wrong_tonnes(at_once, monkeypatch):
    monkeypatch.setattr("jibek.flows.path_flows._AT_ONCE", at_once)  # paths in many parts, and in one
    net, curves, wanted = corridor_grid(1, total=3e8)
    written = tables_of(net, curves, assign(net, curves, wanted))
    good, arcs, needed = written["flows.paths"], written["flows.arc_flows"], demand_frame(net, wanted)
    assert [c.ok for c in add_up(good.iloc[1:], arcs, needed)] == [False, False]
    longer = good.assign(arcs=good["arcs"].where(good.index != 0, good["arcs"] + ";A0000"))
    assert [c.ok for c in add_up(longer, arcs, needed)] == [False, True]
    more = good.assign(tonnes_per_year=good["tonnes_per_year"] * (1 + 1e-6))
    assert [c.ok for c in add_up(more, arcs, needed)] == [False, False]
    assert [c.ok for c in add_up(good, arcs, needed.iloc[1:])] == [True, False]


def test_methods_without_paths_write_none():
    net, curves, wanted = corridor_grid(1, total=3e7)
    for method in ("algorithm-b", "frank-wolfe"):
        found = assign(net, curves, wanted, method=method, gap=1e-2)
        assert "flows.paths" not in tables_of(net, curves, found)


def test_paths_are_numbered_by_size_within_a_pair():
    found = paths(kept([(0, 2, 1.0, (0,)), (0, 2, 3.0, (1,)), (1, 2, 2.0, (2, 1))], 3), ["box"], ["box"])
    assert found[["origin", "path", "tonnes_per_year", "arcs"]].to_numpy().tolist() == [
        ["S0", 1, 3.0, "A1"],
        ["S0", 2, 1.0, "A0"],
        ["S1", 1, 2.0, "A2;A1"],
    ]


def test_select_link_on_two_crossings_as_worked_by_hand():
    """Jammed alike, the two crossings: who can use both is divided, who ships towards China crosses inbound."""
    net = hand_run.network()
    run = hand_run.tables(net)
    crossing = crossings(run["network.arcs"], run["network.gateways"])
    assert set(map(tuple, crossing.to_numpy().tolist())) == {
        ("L2+", hand_run.ONE, "out"),
        ("L2-", hand_run.ONE, "in"),
        ("L5+", hand_run.TWO, "out"),
        ("L5-", hand_run.TWO, "in"),
    }
    every = {
        way: through(run["flows.paths"], crossing.loc[crossing["direction"] == way, "arc_id"])
        for way in ("out", "in")
    }
    assert every["out"]["tonnes_per_year"].sum() == pytest.approx(2.2e6, rel=1e-9)
    assert every["in"]["tonnes_per_year"].sum() == pytest.approx(5e5, rel=1e-9)
    here = through(run["flows.paths"], ["L5+"])
    whose = markets(here)
    assert whose["share"].sum() == pytest.approx(1.0)
    assert set(whose["corridor"]) == {"northern"}
    flow = run["flows.arc_flows"].groupby("arc_id")["tonnes_per_year"].sum()
    assert whose["tonnes_per_year"].sum() == pytest.approx(flow["L5+"], rel=1e-9)
    brought = on_arcs(here).groupby("arc_id")["tonnes_per_year"].sum()
    assert brought["L5+"] == pytest.approx(flow["L5+"], rel=1e-9)
    assert brought["L8+"] <= flow["L8+"] * (1 + 1e-12)
    assert "L2+" not in brought


def test_a_link_says_which_gateways_its_freight_crosses_before_and_after():
    net = hand_run.network(closed=("L5",))
    run = hand_run.tables(net)
    crossing = crossings(run["network.arcs"], run["network.gateways"])
    east, west = through(run["flows.paths"], ["L1+"]), through(run["flows.paths"], ["L8+"])
    columns = ["when", "gateway_id", "direction", "tonnes_per_year", "share"]
    # With one crossing left all 2.2 Mt go from Shanghai's side over it; of them 0.7 Mt on to Astana.
    assert elsewhere(east, ["L1+"], crossing)[columns].to_numpy().tolist() == [
        ["after", hand_run.ONE, "out", pytest.approx(2.2e6), pytest.approx(1.0)]
    ]
    assert elsewhere(west, ["L8+"], crossing)[columns].to_numpy().tolist() == [
        ["before", hand_run.ONE, "out", pytest.approx(7e5), pytest.approx(1.0)]
    ]


def test_what_must_pass_is_told_from_what_could_go_round():
    """With one crossing shut all must pass the other; with both open and jammed alike, who can choose need not."""
    shut = hand_run.tables(hand_run.network(closed=("L5",)))
    found = through(shut["flows.paths"], ["L2+"])
    assert must_pass(found, ["L2+"], shut["network.arcs"], shut["flows.arc_flows"]).all()
    both = hand_run.tables(hand_run.network())
    found = through(both["flows.paths"], ["L2+"])
    firm = must_pass(found, ["L2+"], both["network.arcs"], both["flows.arc_flows"])
    split = both["flows.paths"].groupby(["origin", "destination", "class"])["path"].max()
    chooses = np.array(
        [split[o, d, k] > 1 for o, d, k in found[["origin", "destination", "class"]].to_numpy()]
    )
    assert chooses.any()
    np.testing.assert_array_equal(firm, ~chooses)
