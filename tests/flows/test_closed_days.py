"""Two gates side by side, one of them shut for ten days: who waits and who goes round, against the sum by hand.

        .-- A --.        A: 10 a day at 8 usual; shut 1 to 10 May
gate --<         >-- arrival
        '-- B --'        B: 96 hours longer, never full
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from jibek import flows
from jibek.demand.pairs import Pairs
from jibek.demand.periods import as_in, over_periods
from jibek.flows.days import arrivals
from jibek.ground.vocabulary import CLASSES
from jibek.network.inputs import Range
from jibek.network.layers import layered
from jibek.network.model import Network
from jibek.network.periods import Stop, calendar_of
from jibek.simulation.delay import Curves
from jibek.simulation.periods import bent
from jibek.simulation.queues import KNOTS

CAPACITY, USUAL, LONGER = 10.0, 8.0, 96.0
TONNES = USUAL * 365.0  # a vehicle is a tonne
STATES = (
    ("O|gate", "O", "gate"),
    ("A|rail", "A", "rail"),
    ("B|rail", "B", "rail"),
    ("D|arrival", "D", "arrival"),
)
ARCS = (("O.A", 0, 1, -1, 0.0), ("O.B", 0, 2, -1, 0.0), ("A.D", 1, 3, 0, 0.0), ("B.D", 2, 3, 1, LONGER))
CONTAINER = CLASSES.index("container")


def plain() -> Network:
    """The two gates on a day on which both are open."""
    classes, arcs = len(CLASSES), len(ARCS)
    tail, head, facility = (np.array([a[i] for a in ARCS], np.int32) for i in (1, 2, 3))
    ids = [s[0] for s in STATES]
    text = dict.fromkeys(
        ("source", "hours_rests_on", "spread_rests_on", "box_rests_on", "bulk_rests_on", "co2e_rests_on"), ""
    )
    number = dict.fromkeys(
        ("hours_mean", "hours_p10", "hours_p90", "usd_per_feu", "usd_per_feu_low", "usd_per_feu_high",
         "co2e_kg_per_tonne_container", "distance_km"), 0.0,
    )  # fmt: skip
    gates = ["A", "B"]
    frame = pd.DataFrame(
        {
            "arc_id": [a[0] for a in ARCS], "tail": [ids[t] for t in tail], "head": [ids[h] for h in head],
            "mode": "rail", "kind": "border", "link_id": None, "gateway_id": None, "country": "CN-KZ",
            "collected_by": None,
            "facility_id": [f"{gates[f]}:out" if f >= 0 else None for f in facility], **number, **text,
        }
    )  # fmt: skip
    costs = pd.DataFrame(
        {"arc_id": np.repeat(frame["arc_id"], classes), "class": CLASSES * arcs, "usd_per_tonne": 0.0,
         "income_usd_per_tonne": 0.0, "co2e_kg_per_tonne": 0.0, "units_per_tonne": 1.0, "rests_on": ""}
    )  # fmt: skip
    facilities = pd.DataFrame(
        {"facility_id": ["A:out", "B:out"], "kind": "gateway", "gateway_id": gates, "name": gates, "unit": "trains",
         "capacity_per_day": CAPACITY, "days": 365}
    )  # fmt: skip
    return Network(
        places=pd.DataFrame(), states=pd.DataFrame(STATES, columns=["state_id", "place_id", "mode"]), arcs=frame,
        arc_costs=costs, gateways=pd.DataFrame({"gateway_id": gates, "name": gates}), facilities=facilities,
        tail=tail, head=head, fixed_hours=np.array([a[4] for a in ARCS]), usd_per_tonne=np.zeros((classes, arcs)),
        income_usd_per_tonne=np.zeros((classes, arcs)), co2e_kg_per_tonne=np.zeros((classes, arcs)),
        units_per_tonne=np.where(facility >= 0, 1.0, np.zeros((classes, 1))), usd_per_feu=np.zeros(arcs),
        facility=facility, side=np.zeros(arcs, np.int8), kind=np.arange(classes),
        capacity_per_day=np.full(2, CAPACITY), reverse=np.full(4, -1, np.int32), returns=np.ones(classes),
        arrival=np.full(4, -1), state_index={s: i for i, s in enumerate(ids)},
        arc_index={a[0]: i for i, a in enumerate(ARCS)}, facility_index={"A:out": 0, "B:out": 1},
        groups=("northern",), open=np.ones((1, arcs), bool), class_hour_usd=np.ones(classes),
    )  # fmt: skip


@pytest.fixture(scope="module")
def shut() -> Network:
    usual = plain()
    stop = Stop(1, "A", intervals=((date(2023, 5, 1), date(2023, 5, 10)),))
    passes = ["", "", "A:out", "B:out"]
    return layered(usual, calendar_of([stop], 2023), passes, Range(0.0, 0.0, 0.0, "assumption:x"), 28.0)


@pytest.fixture(scope="module")
def pairs(shut):
    one = np.zeros(1, np.int32)
    wide = np.zeros((1, 1), np.int32)
    end = np.full(1, 3, np.int32)
    return over_periods(
        Pairs(
            origin=one,
            destination=end,
            cls=one + CONTAINER,
            commodity=one + CONTAINER,
            market=one,
            exporter=one,
            importer=one,
            tonnes=np.array([TONNES]),
            usd_per_tonne=np.ones(1),
            group=wide,
            start=wide,
            end=wide + 3,
            access_usd=np.zeros((1, 1)),
        ),
        shut,
    )


@pytest.fixture(scope="module")
def settled(shut, pairs):
    flat = np.zeros((2, len(KNOTS)))
    knots = bent(np.tile(KNOTS, (2, 1)), flat, flat, shut.layers, np.array([USUAL, 0.0]), 0.05)
    curves = Curves(
        tuple(shut.facilities["facility_id"]), *knots, ("closed form",) * len(shut.facilities), ()
    )
    demand = flows.FlowDemand(pairs.origin, pairs.destination, pairs.cls, pairs.group[:, 0], pairs.tonnes)
    return flows.assign(shut, curves, demand, gap=1e-10)


def test_each_period_has_its_part_of_the_tonnes(pairs, shut):
    assert pairs.tonnes == pytest.approx(TONNES * np.array([355, 7, 3]) / 365, rel=1e-12)
    names = list(shut.state_index)
    assert [names[o] for o in pairs.origin] == ["O|gate", "O|gate@shut1", "O|gate@shut2"]
    assert [names[d] for d in pairs.destination] == ["D|arrival"] * 3


def test_who_comes_shortly_before_the_opening_waits_until_the_way_round_is_as_good(shut, settled):
    """Seven early days: a mean wait of 6.5 days, so all go round. Of the last three those wait who find a queue of 60
    h.

    The mean wait is 1.5 days, the way round 4; a queue of 24 * 5 * L / (10 - 8) hours is 2.5 days at L = 1 a day over
    the ten days of the closure. So 10 of the 24 that come wait.
    """
    flow = settled.flow[CONTAINER, 0]
    held = {shut.arcs["tail"].iat[a].partition("@")[2]: flow[a] for a in shut.layers.holds.arc}
    assert held["shut1"] == pytest.approx(0.0, abs=1e-9 * TONNES)
    assert held["shut2"] == pytest.approx(10.0, rel=1e-6)  # the gap asked for
    at = shut.facility_index
    assert settled.load[at["A:out@held1"]] == pytest.approx(1.0, rel=1e-6)
    assert settled.delay_hours[at["A:out@held1"]] == pytest.approx(60.0, rel=1e-6)
    assert settled.load[at["A:out"]] == pytest.approx((355 * USUAL + 10) / 355, rel=1e-9)
    assert settled.load[at["B:out@shut1"]] == pytest.approx((80 - 10) / 10, rel=1e-6)
    year = shut.layers.of_year(settled.load)
    assert year == pytest.approx([(355 * USUAL + 10) / 365, 70 / 365], rel=1e-6)
    assert all(c.ok for c in settled.certificates), settled.certificates


def test_gap_and_balance_hold_by_the_tables_alone(shut, settled):
    tables = flows.tables_of(shut, _curves(shut), settled)["flows.arc_flows"]
    demand = pd.DataFrame(
        {
            "origin": [list(shut.state_index)[o] for o in settled.demand.origin],
            "destination": "D|arrival", "class": "container", "group": "northern",
            "tonnes_per_year": settled.demand.tonnes,
        }
    )  # fmt: skip
    checks = flows.certify(shut.arcs, tables, demand, gap=1e-8)
    assert all(c.ok for c in checks), checks
    # a tonne lost on the way would be seen
    tables.loc[tables["arc_id"].str.contains("hold"), "tonnes_per_year"] += 1.0
    assert not all(c.ok for c in flows.certify(shut.arcs, tables, demand, gap=1e-8))


def _curves(net):
    flat = np.zeros((2, len(KNOTS)))
    knots = bent(np.tile(KNOTS, (2, 1)), flat, flat, net.layers, np.array([USUAL, 0.0]), 0.05)
    return Curves(tuple(net.facilities["facility_id"]), *knots, ("closed form",) * len(net.facilities), ())


def test_arrivals_by_day_are_those_who_wait_and_those_of_other_days(shut, settled):
    """10 on the last three days of the closure, none on the seven before, the usual on others: the sum is kept."""
    came = arrivals(shut, settled)
    a, b = came.load
    may = 120
    assert a[may : may + 7] == pytest.approx(0.0, abs=1e-6)
    assert a[may + 7 : may + 10] == pytest.approx(10 / 3, rel=1e-6)
    assert a[[0, may - 1, may + 10, 364]] == pytest.approx(USUAL, rel=1e-6)
    assert a.sum() == pytest.approx(355 * USUAL + 10, rel=1e-9)
    # B has one load over the ten days that it jams
    assert b[may : may + 10] == pytest.approx(7.0, rel=1e-6)
    assert b.sum() == pytest.approx(70, rel=1e-6)
    # 10 wait 36 h for the opening and 60 h in the queue
    assert came.wait_hours[0] == pytest.approx(10 * 96 / (355 * USUAL + 10), rel=1e-6)
    assert (came.container_share[0][a > 1e-3] == 1).all()


def test_rows_of_a_plain_base_are_repeated_and_means_are_by_days(shut):
    usual = shut.usual
    value = np.array([3.0])
    assert np.array_equal(as_in(value, usual, shut), [3.0, 3.0, 3.0])
    assert as_in(np.array([1.0, 2.0, 8.0]), shut, usual) == pytest.approx([(355 + 14 + 24) / 365])
    assert np.array_equal(as_in(np.array([1.0, 2.0, 8.0]), shut, shut), [1.0, 2.0, 8.0])
