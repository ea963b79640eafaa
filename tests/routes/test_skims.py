r"""Skims on a network small enough to add up by hand, and against SciPy on a larger one.

0 --A0 (F0)--> 1 --A1--> 3        A0: 10 USD, 4 h, 1 km     A1: 5 USD, 2 h, 2 km
 \                     /          A2: 12 USD, 3 h, 3 km     A3: 4 USD, 1 h, 4 km
  A2 -----> 2 ----- A3
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows"))

from flow_cases import changed, corridor_grid, network

from jibek.flows.certificate import shortest
from jibek.ground.errors import InputError
from jibek.network.loaded import generalised_cost
from jibek.routes.skims import skim


def diamond(value=(0.1, 2.0), **options):
    return network(
        [0, 1, 0, 2],
        [1, 3, 2, 3],
        hours=[4.0, 2.0, 3.0, 1.0],
        usd=[10.0, 5.0, 12.0, 4.0],
        facility=[0, -1, -1, -1],
        capacity=(10.0,),
        value=value,
        **options,
    )


def one(net, delay, *, cls=0, group=0, origin=0, destination=3):
    found = skim(net, np.array(delay), *(np.array([i]) for i in (origin, destination, cls, group)))
    return {name: getattr(found, name)[0] for name in found.__slots__}


def test_sums_along_the_path_of_the_class():
    # Class 0 values an hour at 0.1: by 1 it pays 15 + 0.6 = 15.6, by 2 16 + 0.4 = 16.4.
    assert one(diamond(), [0.0]) == {
        "generalised_usd_per_tonne": pytest.approx(15.6),
        "hours": 6.0,
        "usd_per_tonne": 15.0,
        "distance_km": 3.0,
        "co2e_kg_per_tonne": 2.0,
    }
    # Class 1 values it at 2: by 1 15 + 12 = 27, by 2 16 + 8 = 24.
    assert one(diamond(), [0.0], cls=1) == {
        "generalised_usd_per_tonne": pytest.approx(24.0),
        "hours": 4.0,
        "usd_per_tonne": 16.0,
        "distance_km": 7.0,
        "co2e_kg_per_tonne": 2.0,
    }


def test_delay_counts_in_hours_and_turns_the_choice():
    # Seven hours at F0 cost class 0 0.7: 16.3 is still less than 16.4; nine do not pay.
    assert one(diamond(), [7.0])["hours"] == 13.0
    assert one(diamond(), [9.0])["hours"] == 4.0


def test_a_closed_arc_and_no_way_at_all():
    net = diamond(open_arcs=[[True, False, True, True], [False, False, True, False]], groups=("a", "b"))
    assert one(net, [0.0])["usd_per_tonne"] == 16.0
    lost = one(net, [0.0], group=1)
    assert lost.pop("generalised_usd_per_tonne") == np.inf
    assert np.isnan(list(lost.values())).all()


def test_a_state_to_itself_costs_nothing():
    assert set(one(diamond(), [3.0], origin=2, destination=2).values()) == {0.0}


def test_costs_are_those_of_scipy_whatever_the_order_of_pairs():
    net, _, wanted = corridor_grid(7, columns=12, rows=5, facilities=10, pairs=80)
    delay = np.random.default_rng(7).uniform(0, 40, 10)
    columns = [wanted.origin, wanted.destination, wanted.cls, wanted.group]
    found = skim(net, delay, *columns)
    cost = generalised_cost(net, delay)
    for k in range(4):
        for g in range(2):
            is_open = net.open[g]
            every = shortest(net.tail[is_open], net.head[is_open], cost[k, is_open], 60, np.arange(60))
            mine = (wanted.cls == k) & (wanted.group == g)
            # Sums of some twenty costs in another order.
            np.testing.assert_allclose(
                found.generalised_usd_per_tonne[mine],
                every[wanted.origin[mine], wanted.destination[mine]],
                rtol=1e-12,
            )
    again = net.class_hour_usd[wanted.cls] * found.hours + found.usd_per_tonne
    np.testing.assert_allclose(again, found.generalised_usd_per_tonne, rtol=1e-12)
    back = np.arange(len(wanted.cls))[::-1]
    turned = skim(net, delay, *(c[back] for c in columns))
    assert turned.hours[back].tobytes() == found.hours.tobytes()


def test_no_pairs_give_no_rows():
    nothing = np.zeros(0, int)
    assert len(skim(diamond(), None, nothing, nothing, nothing, nothing).hours) == 0


def test_unknown_indices_are_all_named():
    with pytest.raises(InputError) as fault:
        skim(diamond(), None, np.array([0, 8]), np.array([-1, 1]), np.array([0, 2]), np.array([0, 0]))
    assert fault.value.code == "routes.bad_pair"
    assert {(p.row, p.column) for p in fault.value.problems} == {
        (1, "origin"),
        (0, "destination"),
        (1, "cls"),
    }


@pytest.mark.parametrize("delay", [[-1.0], [np.nan], [np.inf], [1.0, 2.0]])
def test_delays_that_cannot_be_used(delay):
    with pytest.raises(InputError) as fault:
        one(diamond(), delay)
    assert fault.value.code == "routes.bad_delay"


def test_inputs_are_not_changed():
    net, delay = diamond(), np.array([5.0])
    kept = {k: v.copy() for k, v in vars(net).items() if isinstance(v, np.ndarray)}
    one(changed(net), delay)
    assert all(np.array_equal(kept[k], getattr(net, k)) for k in kept)
    assert delay.tolist() == [5.0]
