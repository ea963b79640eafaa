"""Price, cost and subsidy apart, years of prices, and emissions by the box or by the tonne, worked by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from hand import KHORGOS, HandFacts, network, quantiles

from jibek.network.cost.validity import span
from jibek.routes import Cargo, search
from jibek.routes.paid import UNKNOWN
from jibek.routes.sheets import itinerary_rows, leg_rows

approx = pytest.approx

FACTS = HandFacts()
DELAY = np.array([6.0, 9.0, 0.0])
PARTS = ("carrier_cost_usd", "margin_usd", "subsidy_usd", "price_year", "price_valid")


def find(destination="D", cargo=None, *, net=None, facts=FACTS):
    return search(net or network(), DELAY, quantiles(), facts, "A", destination, cargo, year=2023)


def over(routes, corridor, *gateways):
    return next(
        i for i in routes.itineraries if i.corridor == corridor and i.gateways[: len(gateways)] == gateways
    )


def test_price_cost_and_subsidy_of_a_box_by_rail_by_hand():
    """5,750 USD paid (see test_search), 2,500 added (0 to 5,000): carriers get 8,250 and spend 0.65 of it, 5,362.50;
    2,887.50 are left, and 5,362.50 + 2,887.50 - 2,500 = 5,750."""
    i = over(find(), "northern", KHORGOS)
    told = i.to_json()
    assert (told["carrier_cost_usd"], told["margin_usd"], told["subsidy_usd"]) == (5362.5, 2887.5, 2500.0)
    assert (told["subsidy_low_usd"], told["subsidy_high_usd"]) == (0.0, 5000.0)
    assert i.cost_usd == 5750.0


def test_two_boxes_draw_twice_the_subsidy_and_a_teu_half():
    for cargo, subsidy in ((Cargo.of(FACTS, feu=2), 5000.0), (Cargo.of(FACTS, teu=1), 1250.0)):
        i = over(find(cargo=cargo), "northern", KHORGOS)
        assert i.to_json()["subsidy_usd"] == subsidy


@pytest.mark.parametrize(
    ("destination", "corridor", "cargo"),
    [
        ("D", "sea", None),
        ("H", "northern", None),
        ("M", "northern", None),
        ("D", "northern", Cargo.of(FACTS, tonnes=28, commodity="dry_bulk")),
    ],
)
def test_where_no_row_tells_of_a_subsidy_it_is_unknown_and_never_zero(destination, corridor, cargo):
    """By sea, to Kazakhstan, to Russia, and of ore: cost is 0.65 of the price alone."""
    i = over(find(destination, cargo), corridor)
    told = i.to_json()
    assert told["subsidy_usd"] is None
    assert told["subsidy_low_usd"] is told["subsidy_high_usd"] is None
    assert told["carrier_cost_usd"] == approx(0.65 * i.cost_usd, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1e4))
def test_price_is_cost_and_margin_less_subsidy(share, subsidy):
    """Whatever the shares: identity to a cent of rounding of each of the three."""
    net = network()
    net.income_usd_per_tonne = (1 - share) * net.usd_per_tonne
    facts = HandFacts(
        {**FACTS.values, "resource_share_rail": share, "china_rail_subsidy_usd_per_feu": subsidy}
    )
    for i in find(net=net, facts=facts).itineraries:
        paid = i.paid
        added = paid.subsidy_usd[1] if paid.subsidy_usd else 0.0
        assert paid.cost_usd + paid.margin_usd - added == approx(i.cost_usd, abs=0.03)
        assert paid.cost_usd == approx(share * (i.cost_usd + added), abs=0.03)


def test_a_price_bears_the_years_of_its_rows():
    """Hauls by rail rest on a tariff of 2020, all else on an assumption in USD of 2023."""
    i = over(find(), "northern", KHORGOS)
    assert (i.paid.price_year, i.paid.price_valid) == (2023, "2020-2023")
    assert {leg.what: leg.price_valid for leg in i.legs} == {
        "load": "2023", "haul": "2020", "border": "2023", "gauge_change": "2023", "unload": "2023",
    }  # fmt: skip
    assert [span(years) for years in ((), (2021,), (2023, 2019, 2021))] == [None, "2021", "2019-2023"]


def test_bulk_bears_the_years_of_bulk_and_general_cargo_those_of_both():
    """By hand bulk rests on the tariff of 2020 alone; general cargo is priced between box and bulk."""
    for commodity, years in (("dry_bulk", "2020"), ("general", "2020-2023")):
        i = over(find(cargo=Cargo.of(FACTS, tonnes=28, commodity=commodity)), "northern", KHORGOS)
        assert i.paid.price_valid == years


def test_what_is_free_has_no_year():
    net = network()
    net.arcs.loc[net.arcs["kind"] == "load", ["usd_per_feu", "usd_per_feu_low", "usd_per_feu_high"]] = 0.0
    assert over(find(net=net), "northern", KHORGOS).legs[0].price_valid is None


def test_boxes_of_ships_count_by_the_box_whatever_they_weigh():
    """S-N, 9,000 km at 46.9 g a TEU-km: 422.1 kg a TEU, 844.2 for one of forty feet at 14 t or at 20."""
    net = network()
    at = (net.arcs["arc_id"] == "S-N").to_numpy()
    net.arcs.loc[at, "co2e_kg_per_teu"] = 9000 * 46.9 / 1000
    by_tonne = net.co2e_kg_per_tonne[0][at][0]
    light, heavy = (over(find(net=net, cargo=Cargo("container", t, 1.0)), "sea") for t in (14.0, 20.0))
    plain = over(find(cargo=Cargo("container", 14.0, 1.0)), "sea")
    assert light.co2e_kg - plain.co2e_kg == approx(844.2 - 14 * by_tonne, abs=0.02)
    rest = plain.co2e_kg - 14 * by_tonne
    assert heavy.co2e_kg == approx(844.2 + rest / 14 * 20, abs=0.02)
    teu = over(find(net=net, cargo=Cargo.of(FACTS, teu=1)), "sea")
    assert teu.co2e_kg == approx(light.co2e_kg / 2, abs=0.02)
    ore = over(find(net=net, cargo=Cargo.of(FACTS, tonnes=14, commodity="dry_bulk")), "sea")
    assert ore.co2e_kg == approx(plain.co2e_kg, abs=0.02)  # loose goods count by the tonne


def test_the_ends_of_emissions_add_up_over_legs():
    """By hand every arc has half and twice its value; mean of legs and leg of means are one sum."""
    for i in find().itineraries:
        assert (i.co2e_low_kg, i.co2e_high_kg) == (
            approx(i.co2e_kg / 2, abs=0.01),
            approx(2 * i.co2e_kg, abs=0.01),
        )
        for name in ("co2e_low_kg", "co2e_kg", "co2e_high_kg"):
            assert sum(getattr(leg, name) for leg in i.legs) == approx(getattr(i, name), abs=0.01)


def test_json_sheets_and_text_show_the_same_parts():
    routes = find()
    head, *rows = itinerary_rows([routes])
    for i, row in zip(routes.itineraries, rows, strict=True):
        told, cells = i.to_json(), dict(zip(head, row, strict=True))
        for name in ("co2e_low_kg", "co2e_high_kg", "subsidy_low_usd", "subsidy_high_usd", *PARTS):
            assert cells[name] == told[name]
    head, *rows = leg_rows([routes])
    first = dict(zip(head, rows[0], strict=True))
    assert (first["price_valid"], first["co2e_low_kg"]) == ("2023", 7.0)  # 14 t of 1 kg, half of it
    text = routes.to_text()
    assert "price in USD of 2023 by rows of 2020-2023" in text
    assert "China adds 2,500 (0 to 5,000)" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 100


def test_what_is_not_known_is_null():
    i = replace(over(find(), "northern"), paid=None)
    told = i.to_json()
    assert {name: told[name] for name in PARTS} == dict.fromkeys(PARTS)
    assert UNKNOWN.subsidy_usd is None
