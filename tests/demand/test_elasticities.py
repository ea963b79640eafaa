"""Elasticities against finite differences of the split, and the weight of a dollar against its formula."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import jibek.record
import jibek.sources
from jibek import demand, network, routes
from jibek.demand.choice import nested_shares
from jibek.demand.corridors import LAND
from jibek.demand.elasticities import elasticities_table, price_elasticities
from jibek.demand.sensitivity import reference_usd_per_tonne
from jibek.demand.trips import Trips
from jibek.ground.vocabulary import CLASSES, CORRIDORS, MODE_OF_CORRIDOR
from jibek.network.classes import by_value
from jibek.scenario import Scenario


def test_every_elasticity_is_the_finite_difference_of_the_nested_logit():
    """All corridors priced in turn, two of them closed to one shipper, each shipper with its own weight of a dollar."""
    rng = np.random.default_rng(5)
    price = rng.uniform(50.0, 600.0, (4, len(CORRIDORS)))
    other = rng.normal(0.0, 1.0, price.shape)
    other[0, 1] = other[0, 4] = -np.inf
    weight = np.array([0.002, 0.004, 0.008, 0.001])
    scale = 0.6

    def shares(paid):
        return nested_shares(other - weight[:, None] * paid, LAND, scale)

    found = price_elasticities(shares(price), price, weight, LAND, scale)
    step = 1e-5
    for c in range(len(CORRIDORS)):
        up, down = price.copy(), price.copy()
        up[:, c] *= 1 + step
        down[:, c] *= 1 - step
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (np.log(shares(up)) - np.log(shares(down))) / np.log((1 + step) / (1 - step))
        carried = shares(price) > 0
        # central differences: step ** 2 of the third derivative, below 1e-8, and rounding of 1e-16 / step
        np.testing.assert_allclose(found[:, c, :][carried], slope[carried], atol=1e-8)
    # tonnes are neither made nor lost: weighted by shares, answers to a price add up to nothing
    lost = np.einsum("pcd,pd->pc", found, shares(price))
    np.testing.assert_allclose(lost, 0.0, atol=1e-12)
    assert (found[:, np.arange(6), np.arange(6)][shares(price) > 0] < 0).all()


@pytest.fixture(scope="module")
def split():
    """The installed markets on the empty network, fitted: no queue is needed to see the choice."""
    facts = jibek.record.establish(jibek.sources.read(), year=2023)
    net = network.build(facts, Scenario.example("baseline").network)
    total = demand.spread(facts, net)
    net = by_value(net, total.classes)
    trips = Trips.of(total.pairs)
    skim = routes.skim(net, None, trips.origin, trips.destination, trips.cls, trips.group)
    cost = skim.generalised_usd_per_tonne[trips.trip]
    constants = demand.pivot(total, trips, cost)
    return facts, total, trips, skim.usd_per_tonne[trips.trip], cost, constants


def test_market_elasticities_are_finite_differences_of_the_split(split):
    """A dearer corridor, and dearer rail as a whole, put into `demand.split` itself at a thousandth up and down."""
    facts, total, trips, price, cost, constants = split
    need = demand.split(total, trips, cost, constants)
    table = elasticities_table(total, need, trips.mean(price, need.ways), facts)
    table = table.set_index(["market_id", "priced", "answering"])
    number = {m.market_id: i for i, m in enumerate(total.markets)}
    paid = np.where(np.isfinite(price), price, 0.0)
    options = {c: [i] for i, c in enumerate(CORRIDORS)}
    options["rail"] = [i for i, c in enumerate(CORRIDORS) if MODE_OF_CORRIDOR[c] == "rail"]
    step = 1e-3
    for priced in ("road", "northern", "sea", "rail"):
        rise = np.zeros(len(CORRIDORS))
        rise[options[priced]] = step
        ends = []
        for sign in (1.0, -1.0):
            # the way to the road is part of the road's price
            access = replace(total.pairs, access_usd=total.pairs.access_usd * (1 + sign * rise))
            moved = replace(total, pairs=access)
            dearer = cost + sign * rise[trips.corridor] * paid
            ends.append(demand.split(moved, trips, dearer, constants).tonnes)
        for market in (
            "chn-kaz-container",
            "chn-europe-container",
            "europe-kaz-container",
            "kaz-ct-dry-bulk",
        ):
            here = total.pairs.market == number[market]
            for answering, by in options.items():
                if (market, priced, answering) not in table.index:
                    continue
                up, down = (end[here][:, by].sum() for end in ends)
                slope = np.log(up / down) / np.log((1 + step) / (1 - step))
                # second differences: a millionth of elasticities of the order of 1
                assert table.loc[(market, priced, answering), "elasticity"] == pytest.approx(slope, abs=1e-5)


def test_published_ranges_stand_beside_modes_alone(split):
    facts, total, trips, price, cost, constants = split
    need = demand.split(total, trips, cost, constants)
    table = elasticities_table(total, need, trips.mean(price, need.ways), facts)
    rows = table.set_index(["market_id", "priced", "answering"])
    # boxes by road: four studies speak of them, the lowest and highest are of two
    road = rows.loc[("chn-kaz-container", "road", "road")]
    assert (road["published_low"], road["published_high"]) == (-2.53, 0.0)
    assert "Abdelwahab (1998)" in road["source"]
    assert "elasticities:ABD-road:lowest" in road["rests_on"].split(";")
    # several rail corridors: only rail as a whole is what studies speak of
    assert np.isnan(rows.loc[("chn-europe-container", "northern", "northern"), "published_low"])
    assert rows.loc[("chn-europe-container", "rail", "rail"), "published_low"] == -2.49
    # bulk by rail: the study of containers and general cargo does not speak of it
    assert rows.loc[("kaz-ct-dry-bulk", "rail", "rail"), "published_low"] == -1.79
    # a market with one mode has no choice of mode to compare
    captive = rows.loc[("kaz-chn-dry-bulk", "northern", "northern")]
    assert np.isnan(captive["published_low"])
    assert captive["elasticity"] == pytest.approx(0.0, abs=1e-12)
    kept = table[table["published_low"].notna()]
    assert (kept["published_low"] <= kept["published_high"]).all()


def test_a_dollar_weighs_against_the_usual_price_of_the_haul(split):
    facts, total, *_ = split
    a = facts.assume
    boxes, bulk = CLASSES.index("container"), CLASSES.index("dry_bulk")
    level = reference_usd_per_tonne(facts, np.array([4000.0, 4000.0]), np.array([boxes, bulk]))
    by_hand = [
        4000 * a(f"reference_usd_per_tkm_{kind}") + a("reference_ends_usd_per_tonne")
        for kind in ("box", "bulk")
    ]
    assert level == pytest.approx(by_hand)
    # of two pairs of a class the longer feels a dollar less; nothing of a scenario's prices is in it
    cls = total.pairs.cls == boxes
    assert total.per_usd.shape == total.pairs.tonnes.shape
    assert (total.per_usd > 0).all()
    assert total.per_usd[cls].max() <= a("choice_price_sensitivity") / a("reference_ends_usd_per_tonne")
    dear = Scenario.from_dict({"name": "x", "cost": {"road_factor": 3.0, "rail_factor": 2.0}})
    again = demand.spread(facts, network.build(facts, dear.network))
    assert (again.per_usd == total.per_usd).all()
