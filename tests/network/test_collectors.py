"""Who collects the price of an arc, and what of it is income."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jibek.ground.errors import InputError
from jibek.ground.vocabulary import CLASSES
from jibek.network import build
from jibek.scenario import Scenario

BOX = CLASSES.index("container")


def scenario(**cost):
    return Scenario.from_dict({"name": "x", "cost": cost}).network


def test_a_tariff_is_of_the_country_whose_railway_it_is(network):
    by_id = network.arcs.set_index("arc_id")["collected_by"]
    assert by_id["L089+"] == "KAZ"
    assert by_id["L019-"] == "CHN"
    assert set(by_id["L229-"].split(";")) <= {"CHN", "KAZ"}


def test_across_a_border_and_a_sea_two_collect_and_liners_are_of_nobody(network):
    arcs = network.arcs
    crossing = arcs[arcs["gateway_id"].eq("CN_KHORGOS-KZ_ALTYNKOL") & arcs["kind"].eq("border")]
    assert {frozenset(c.split(";")) for c in crossing["collected_by"]} == {frozenset({"CHN", "KAZ"})}
    ferry = arcs[arcs["tail"].str.startswith("KZKUR|ferry") & arcs["head"].str.startswith("AZALA|ferry")]
    assert set(ferry["collected_by"]) == {"KAZ;AZE"}
    liner = arcs[arcs["head"].str.startswith("X_SUEZ|sea") & arcs["kind"].eq("haul")]
    assert len(liner)
    assert set(liner["collected_by"]) == {"ROW"}
    # nothing is collected where nothing is paid, and whatever is paid is collected
    paid = pd.Series(network.usd_per_tonne.max(axis=0) > 0, index=arcs.index)
    assert arcs.loc[paid, "collected_by"].notna().all()
    assert not paid[arcs["kind"] == "connector"].any()


def test_income_is_the_tariff_less_a_share_that_a_dearer_tariff_does_not_raise(facts, network):
    """Hauls in Kazakhstan at twice the tariff: what is kept rises by the whole of the rise."""
    dear = build(facts, scenario(rail_factor_in={"KZ": 2.0}))
    inside = (
        (network.arcs["mode"] == "rail")
        & (network.arcs["kind"] == "haul")
        & (network.arcs["country"] == "KZ")
    )
    at = np.flatnonzero(inside.to_numpy())
    price, income = network.usd_per_tonne[BOX, at], network.income_usd_per_tonne[BOX, at]
    assert income == pytest.approx((1.0 - facts.assume("resource_share_rail")) * price)
    assert dear.usd_per_tonne[BOX, at] == pytest.approx(2.0 * price)
    assert dear.income_usd_per_tonne[BOX, at] - income == pytest.approx(price)
    # other countries' tariffs stand; a link across the border has the mean of both sides
    others = ~network.arcs["country"].str.contains("KZ").to_numpy()
    assert (dear.usd_per_tonne[:, others] == network.usd_per_tonne[:, others]).all()
    across = ((network.arcs["mode"] == "rail") & network.arcs["country"].isin(["CN-KZ", "KZ-CN"])).to_numpy()
    ratio = dear.usd_per_tonne[BOX, across] / network.usd_per_tonne[BOX, across]
    assert ((ratio > 1.0) & (ratio <= 1.5 + 1e-12)).all()


def test_a_country_without_a_railway_here_is_refused(facts):
    with pytest.raises(InputError) as fault:
        build(facts, scenario(rail_factor_in={"KA": 2.0}))
    assert fault.value.code == "scenario.unknown_id"
    assert fault.value.problems[0].code == "scenario.unknown_country"
    with pytest.raises(InputError) as fault:
        scenario(rail_factor_in={"KZ": 0.0})
    assert fault.value.code == "scenario.invalid"
