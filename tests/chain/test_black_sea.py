"""Odesa, Burgas and Varna: by their own ships where these sail, and never by Georgia where they need not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek import network
from jibek.network.names import corridor_of
from jibek.scenario import Scenario

GEORGIA = ("GEPTI", "GEBUS", "GETBS")


def boxes_over(state, place, through):
    """Tonnes a year of paths between China and a gate, either way: in all, and by corridor those that touch places."""
    kept, net = state.flow.start, state.network
    names = list(net.state_index)
    country = dict(zip(state.facts.table("nodes")["id"], state.facts.table("nodes")["country"], strict=True))
    ends = [[names[i].partition("|")[0] for i in side] for side in (kept.origin, kept.destination)]
    chinese = np.array([[country.get(p) == "CN" for p in side] for side in ends])
    there = np.array([[p == place for p in side] for side in ends])
    ours = np.flatnonzero((chinese & there[::-1]).any(axis=0) & (kept.flow > 0))
    touches = np.array(
        [
            any(s.partition("|")[0] in through for s in pair)
            for pair in zip(net.arcs["tail"], net.arcs["head"], strict=True)
        ]
    )
    by: dict[str, float] = {}
    for p in ours:
        if touches[kept.arcs[kept.arc_at[p] : kept.arc_at[p + 1]]].any():
            corridor = corridor_of(str(kept.groups[kept.group[p]]))
            by[corridor] = by.get(corridor, 0.0) + float(kept.flow[p])
    return float(kept.flow[ours].sum()), by


@pytest.mark.slow
def test_nothing_between_china_and_ukraine_passes_georgia(base_state):
    whole, over = boxes_over(base_state, "UAODS", GEORGIA)
    assert whole > 0
    assert over == {}
    # while Odesa is shut its boxes come by the Romanian port
    assert boxes_over(base_state, "UAODS", ("ROCND",))[1]["sea"] > 0.5 * whole


@pytest.mark.slow
@pytest.mark.parametrize("place", ["BGBOJ", "BGVAR", "country:ROU"])
def test_bulgaria_and_romania_meet_georgia_on_the_trans_caspian_alone(base_state, place):
    whole, over = boxes_over(base_state, place, GEORGIA)
    assert whole > 0
    assert set(over) <= {"transcaspian"}


@pytest.mark.parametrize(("year", "sails"), [(2021, True), (2022, False), (2023, False), (2024, True)])
def test_ships_to_odesa_stop_and_come_back_by_year(shipped_facts, year, sails):
    """Closed since 24 February 2022; the first container ship came on 21 April 2024. The ferry has not come back."""
    net = network.build(shipped_facts, replace(Scenario.example("baseline").network, year=year))
    links = set(net.arcs["link_id"].dropna())
    assert ("L318" in links) is sails
    assert ("L261" in links) is (year < 2022)
    assert {"L319", "L320", "L323", "L324"} <= links
