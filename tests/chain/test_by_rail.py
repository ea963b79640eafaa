"""A box by rail on the real data: the headline is a mean over the paths in use, whatever a truck or a ship costs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from jibek import routes, verbs
from jibek.answers.by_rail import boxes_by_rail, by_rail_table
from jibek.answers.headline import PAIRS
from jibek.answers.measured import measure, reasons
from jibek.answers.quantities import KHORGOS
from jibek.flows import paths_between
from jibek.ground.vocabulary import BOXED, BY_RAIL, CORRIDORS
from jibek.loop import settle
from jibek.network.names import corridor_of
from jibek.scenario import Scenario

pytestmark = pytest.mark.slow
DUISBURG, ALMATY = PAIRS
OF = {"days_p50": "xian_duisburg_days_p50", "cost_usd": "xian_duisburg_usd_per_feu",
      "co2e_kg": "xian_duisburg_co2e_kg_per_feu"}  # fmt: skip


def settled(facts, base, **changes):
    return settle(
        facts, Scenario.from_dict({"name": "changed", "base": "baseline", **changes}), base, warm=base
    )


def rail_crossings(state) -> list[str]:
    """Of China."""
    frame = state.network.gateways
    return [g for g in frame.loc[frame["mode"] == "rail", "gateway_id"] if g.startswith("CN")]


def shut(gateways) -> dict:
    return {g: {"capacity_factor": 0.0} for g in gateways}


def corridors(boxes) -> dict[str, float]:
    found = dict.fromkeys(BY_RAIL, 0.0)
    for i, share in zip(boxes.itineraries, boxes.shares, strict=True):
        found[i.corridor] += share
    return found


def test_shares_are_those_of_the_tonnes_that_the_choice_of_corridor_gives(base_state):
    """Counted again from the choice, which knows no paths. 1e-6: paths carry the choice's tonnes as far as it goes."""
    net, trips = base_state.network, base_state.trips
    tonnes = trips.total(base_state.need.ways)
    for (origin, destination), boxes in boxes_by_rail(base_state, None, PAIRS).items():
        ends = net.state_index[f"{origin}|gate"], net.state_index[f"{destination}|arrival"]
        mine = (
            (trips.origin == ends[0]) & (trips.destination == ends[1]) & (net.commodity[trips.cls] == BOXED)
        )
        of = np.array([corridor_of(g) for g in net.groups])[trips.group]
        wanted = {c: tonnes[mine & (of == c)].sum() for c in BY_RAIL}
        total = sum(wanted.values())
        assert math.fsum(boxes.shares) == pytest.approx(1.0, abs=1e-12)  # rounding of some dozens of shares
        assert corridors(boxes) == pytest.approx({c: t / total for c, t in wanted.items()}, abs=1e-6)


def test_the_headline_is_the_mean_of_what_route_prints_of_the_same_paths(base_run):
    table = base_run.table("routes.by_rail")
    values = base_run.table("headline").set_index("id")["central"]
    for ends, id, column in (
        *((DUISBURG, id, column) for column, id in OF.items()),
        (ALMATY, "xian_almaty_days_p50", "days_p50"),
    ):
        mine = table[(table["origin"] == ends[0]) & (table["destination"] == ends[1])]
        # sums of some dozens of products, in another order
        assert values[id] == pytest.approx((mine["share"] * mine[column]).sum(), rel=1e-9)


def test_route_of_a_run_marks_the_ways_of_boxes_and_their_mean_is_the_headline(base_run):
    offered = verbs.route(base_run, *ALMATY).itineraries
    used = [(i, i.share_of_boxes) for i in offered if i.share_of_boxes is not None]
    assert {i.corridor for i, _ in used} == {"northern"}
    assert math.fsum(share for _, share in used) == pytest.approx(
        1.0, abs=1e-12
    )  # both crossings are offered
    value = base_run.table("headline").set_index("id")["central"]["xian_almaty_days_p50"]
    assert value == pytest.approx(sum(share * i.days_p50 for i, share in used), rel=1e-9)
    other = verbs.route(base_run, "CNCHN", "KZAST").itineraries
    assert all(i.share_of_boxes is None for i in other)


def test_route_says_of_an_itinerary_what_the_headline_counts(base_state):
    for ends, boxes in boxes_by_rail(base_state, None, PAIRS).items():
        offered = routes.search(
            base_state.network.usual, base_state.usual_delay_hours, None, base_state.facts, *ends,
            year=base_state.scenario.year, seed=base_state.scenario.seed,
        ).itineraries  # fmt: skip
        known = {i.itinerary_id: replace(i, legs=(), pareto=False) for i in offered}
        shared = [
            (i, share)
            for i, share in zip(boxes.itineraries, boxes.shares, strict=True)
            if i.itinerary_id in known
        ]
        assert all(known[i.itinerary_id] == i for i, _ in shared)
        assert (
            sum(share for _, share in shared) > 0.9
        )  # the rest are ways over the seas with a third of a percent each


def test_cheap_and_quick_trucks_never_make_the_headline_a_truck(shipped_facts, base_state):
    """Half the price and no rest: the quickest way by land is a truck then, and the box is still by rail."""
    facts = shipped_facts.assuming({"road_driving_hours_per_day": 24.0})
    half = settled(facts, base_state, cost={"road_factor": 0.5})
    offered = routes.search(
        half.network.usual, half.usual_delay_hours, None, facts, *DUISBURG, year=half.scenario.year
    ).itineraries
    assert offered[0].corridor == "road"
    boxes = boxes_by_rail(half, None, PAIRS)
    assert all("road" not in i.modes for found in boxes.values() for i in found.itineraries)
    assert not {"sea", "road"} & {i.corridor for found in boxes.values() for i in found.itineraries}
    before, after = (measure(s)["headline:xian_duisburg_usd_per_feu|"] for s in (base_state, half))
    assert after == pytest.approx(
        before, rel=0.01
    )  # prices by rail are the same; shares of paths move a little


def test_a_corridor_that_is_shut_leaves_its_boxes_to_the_others(shipped_facts, base_state):
    north = [g for g in rail_crossings(base_state) if "-KZ_" not in g]
    without = settled(shipped_facts, base_state, gateway=shut(north))
    before, after = (boxes_by_rail(s, None, [DUISBURG])[DUISBURG] for s in (base_state, without))
    assert corridors(before)["transsib"] > 0.1
    assert corridors(after)["transsib"] == 0
    assert math.fsum(after.shares) == pytest.approx(1.0, abs=1e-12)
    assert all(corridors(after)[c] > corridors(before)[c] for c in BY_RAIL if c != "transsib")
    costs = [i.cost_usd for i in after.itineraries]
    assert min(costs) < after.mean("cost_usd") < max(costs)


def test_where_rail_is_shut_there_is_no_number_and_a_reason(shipped_facts, base_state):
    crossings = rail_crossings(base_state)
    none = settled(shipped_facts, base_state, gateway=shut(crossings))
    values = measure(none)
    why = reasons(none, values)
    for id in (*OF.values(), "xian_almaty_days_p50"):
        assert values[f"headline:{id}|"] is None
        assert why[f"headline:{id}|"].startswith("rail is shut: ")
        assert all(f"gateway {g} is closed" in why[f"headline:{id}|"] for g in crossings)
    assert values["headline:khorgos_rail_hours_mean|"] is None
    assert why["headline:khorgos_rail_hours_mean|"] == "closed"
    assert by_rail_table(none, boxes_by_rail(none, None, PAIRS)).empty
    assert reasons(base_state, measure(base_state)) == {}


def test_a_quarter_shut_at_khorgos_moves_boxes_and_not_the_network_they_are_told_on(
    shipped_facts, base_state
):
    month = settled(shipped_facts, base_state, gateway={KHORGOS: {"closed": ["2023-02-01/2023-04-30"]}})
    usual = month.network.usual
    for ends in PAIRS:
        found = paths_between(month.network, month.flow, *ends, BOXED, BY_RAIL)
        for path in found:
            at = list(path.arcs)
            assert (usual.head[at[:-1]] == usual.tail[at[1:]]).all()
            assert usual.tail[at[0]] == usual.state_index[f"{ends[0]}|gate"]
            assert usual.head[at[-1]] == usual.state_index[f"{ends[1]}|arrival"]
        assert len({path.arcs for path in found}) == len(found)

    def over_khorgos(state):
        boxes = boxes_by_rail(state, None, [ALMATY])[ALMATY]
        return sum(s for i, s in zip(boxes.itineraries, boxes.shares, strict=True) if KHORGOS in i.gateways)

    assert over_khorgos(month) < over_khorgos(base_state)


def test_a_solver_that_keeps_no_paths_has_each_group_on_its_cheapest(base_state):
    """Where the paths of the pair are one a group, both ways to find them agree."""
    bare = replace(base_state.flow, start=None)
    kept, least = (
        paths_between(base_state.network, flow, *ALMATY, BOXED, CORRIDORS) for flow in (base_state.flow, bare)
    )
    assert [(p.corridor, p.arcs) for p in least] == [(p.corridor, p.arcs) for p in kept]
    # path flows add up to the demand to the rounding of their sums
    assert [p.tonnes_per_year for p in least] == pytest.approx([p.tonnes_per_year for p in kept], rel=1e-9)


def test_places_without_freight_have_no_paths(base_state):
    assert paths_between(base_state.network, base_state.flow, "CNCHN", "nowhere", BOXED, BY_RAIL) == ()
    assert paths_between(base_state.network, base_state.flow, "KZALA", "KZALA", BOXED, BY_RAIL) == ()
