"""What one more vehicle costs the others and what a slot is worth, against differences of the curve itself."""

from __future__ import annotations

import hand_run
import numpy as np
import pandas as pd
import pytest
from flow_cases import queue_curves

from jibek.flows import assign, tables_of
from jibek.flows.worth import brought, by_class, by_facility, hour_values

FRAMES = ("flows.facilities", "flows.arc_flows", "network.arcs", "network.arc_costs", "demand.background")


def jammed(background: float = 0.0):
    """The two crossings with the curves of queues, loaded near capacity."""
    net = hand_run.network(capacity=3.0)
    curves = queue_curves(4, base=2.0)
    extra = np.array([background, 0.0, 0.0, 0.0])
    found = assign(net, curves, hand_run.freight(net), gap=1e-9, background=extra)
    frames = {**hand_run.tables(net), **tables_of(net, curves, found)}
    return net, curves, frames


def worth(frames):
    return by_facility(*(frames[name] for name in FRAMES), 0.1).set_index("facility_id")


def per_hour(frames, facility):
    """USD a day that an hour costs those who pass, summed by hand from tonnes and the value of each class."""
    arcs = frames["network.arcs"]
    mine = arcs.loc[arcs["facility_id"] == facility, "arc_id"]
    flows = frames["flows.arc_flows"]
    flows = flows[flows["arc_id"].isin(mine)]
    value = flows["class"].map(dict(zip(hand_run.CLASSES, hand_run.HOUR_USD, strict=True)))
    return float((flows["tonnes_per_year"] * value).sum() / 365.0)


def test_the_value_of_an_hour_is_read_from_the_costs_that_the_run_wrote():
    _, _, frames = jammed()
    found = hour_values(*(frames[FRAMES[i]] for i in (1, 2, 3, 0))).set_index("class")["usd_per_tonne_hour"]
    assert set(found.index) == {"container", "dry_bulk", "general"}  # liquids are not shipped
    for name in found.index:
        usd = hand_run.HOUR_USD[hand_run.CLASSES.index(name)]
        # Cost less price over hours: a difference of numbers of about 100 keeps 13 figures.
        assert found[name] == pytest.approx(usd, rel=1e-11)


@pytest.mark.parametrize("facility", [f"{hand_run.ONE}:out", f"{hand_run.TWO}:out", f"{hand_run.TWO}:in"])
def test_marginal_costs_are_differences_of_the_curve(facility):
    """Others lose V (h(L + d) - h(L)) / d; a slot saves V (h(L / C) - h(L / (C + d))) / d."""
    net, curves, frames = jammed()
    row = worth(frames).loc[facility]
    f = net.facilities["facility_id"].tolist().index(facility)
    load, capacity, usd = row["load_per_day"], row["capacity_per_day"], per_hour(frames, facility)

    def hours(load, capacity):
        at = np.zeros(4)
        at[f] = load / capacity
        return curves.evaluate(at)[0][f]

    step = 1e-5
    further = usd * (hours(load + step, capacity) - hours(load - step, capacity)) / (2 * step)
    slot = usd * (hours(load, capacity - step) - hours(load, capacity + step)) / (2 * step)
    assert row["usd_per_hour"] == pytest.approx(usd, rel=1e-9)
    # Central differences over 1e-5 trains of a curve of parabolas are exact but for rounding, 1e-16 / 1e-5.
    assert row["further_unit_usd"] == pytest.approx(further, rel=1e-6)
    assert row["slot_usd"] == pytest.approx(slot, rel=1e-6)
    assert row["delay_hours"] == pytest.approx(hours(load, capacity), rel=1e-9)


RETURNS = dict(zip(hand_run.CLASSES, hand_run.RETURNS, strict=True))


def test_a_tonne_costs_others_its_part_of_a_train_and_of_the_one_that_comes_back():
    _, _, frames = jammed()
    every = worth(frames).reset_index()
    out, back = (every.set_index("facility_id").loc[f"{hand_run.TWO}:{way}"] for way in ("out", "in"))
    found = by_class(["L5+"], every, *(frames[name] for name in FRAMES[:4]), RETURNS).set_index("class")
    assert set(found.index) == {"container", "general"}
    for name in found.index:
        k = hand_run.CLASSES.index(name)
        assert found.loc[name, "own_usd_per_tonne"] == pytest.approx(
            hand_run.HOUR_USD[k] * out["delay_hours"]
        )
        both = out["further_unit_usd"] + RETURNS[name] * back["further_unit_usd"]
        assert found.loc[name, "others_usd_per_tonne"] == pytest.approx(both / hand_run.TONNES_PER_TRAIN[k])


def test_what_a_tonne_brings_is_the_difference_of_loads():
    """Containers out and a few in: one more out is a train out and one back, one more in fills an empty one."""
    net = hand_run.network(closed=("L5",))
    rows = (*hand_run.FREIGHT, ("KZALA", "CNSGH", 0, 100.0))
    frames = hand_run.tables(net, wanted=hand_run.freight(net, rows))
    found = brought(*(frames[FRAMES[i]] for i in (1, 2, 3)), RETURNS)
    found = found.set_index(["arc_id", "class", "facility_id"])["units_per_tonne"]
    for arc, end, k in (
        ("L2+", ("CNSGH", "KZALA"), 0),
        ("L2-", ("KZALA", "CNSGH"), 0),
        ("L2-", ("KZTSE", "CNXIA"), 1),
    ):
        more = hand_run.freight(net, (*rows, (*end, k, 3.65)))  # ten tonnes a day
        after = hand_run.tables(net, wanted=more)
        for way in ("out", "in"):
            name = f"{hand_run.ONE}:{way}"
            load = [
                f["flows.facilities"].set_index("facility_id").loc[name, "load_per_day"]
                for f in (frames, after)
            ]
            expected = 10.0 * found.get((arc, hand_run.CLASSES[k], name), 0.0)
            assert load[1] - load[0] == pytest.approx(expected, abs=1e-9)


def test_on_a_section_one_more_is_two_trains_or_none():
    arcs = pd.DataFrame(
        {
            "arc_id": ["S+", "S-"],
            "facility_id": "S",
            "link_id": "S",
            "kind": "haul",
            "mode": "rail",
            "tail": ["A|rail-1520", "B|rail-1520"],
            "head": ["B|rail-1520", "A|rail-1520"],
        }
    )
    costs = pd.DataFrame({"arc_id": ["S+", "S-"], "class": "container", "units_per_tonne": 0.001})
    flows = pd.DataFrame({"arc_id": ["S+", "S-"], "commodity": "container", "tonnes_per_year": [5e6, 2e6]})
    found = brought(flows, arcs, costs, {"container": 1.0}).set_index("arc_id")["units_per_tonne"]
    assert found.to_dict() == {"S+": 0.002, "S-": 0.0}


def test_an_empty_facility_costs_nobody_anything():
    frames = hand_run.tables(hand_run.network())
    row = worth(frames).loc[f"{hand_run.ONE}:in"]
    if row["load_per_day"] == 0:
        assert (row["further_unit_usd"], row["slot_usd"], row["further_unit_hours"]) == (0.0, 0.0, 0.0)
    both = worth(frames)
    assert (both.loc[both["load_per_day"] == 0, ["further_unit_usd", "slot_usd"]] == 0).all(axis=None)


def test_domestic_trains_wait_and_are_counted():
    _, _, frames = jammed(background=0.5)
    before = worth(frames).loc[f"{hand_run.ONE}:out"]
    frames["demand.background"] = pd.DataFrame(
        {"link_id": [f"{hand_run.ONE}:out"], "tonnes_per_year": [365_000.0]}
    )
    after = worth(frames).loc[f"{hand_run.ONE}:out"]
    # A thousand tonnes a day at the hour of dry bulk, 0.1 USD.
    assert after["usd_per_hour"] - before["usd_per_hour"] == pytest.approx(100.0)
    slope = before["further_unit_usd"] / before["usd_per_hour"]
    assert after["further_unit_usd"] - before["further_unit_usd"] == pytest.approx(100.0 * slope)


def test_twice_the_capacity_makes_one_more_cheaper_and_a_slot_worth_less():
    """Hit hard: at half the use every marginal cost falls; shut one crossing and the other's rises."""
    narrow, wide, alone = (
        worth(hand_run.tables(net))
        for net in (
            hand_run.network(capacity=5.0),
            hand_run.network(capacity=10.0),
            hand_run.network(closed=("L5",), capacity=5.0),
        )
    )
    for column in ("further_unit_usd", "slot_usd", "further_unit_hours", "delay_hours"):
        assert (wide[column].sum() < narrow[column].sum()).all()
        assert alone.loc[f"{hand_run.ONE}:out", column] > narrow.loc[f"{hand_run.ONE}:out", column]
