"""What a step emits: by hand, against published factors, and how it moves with what it rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jibek.record
import jibek.sources
from jibek.ground.errors import InputError
from jibek.ground.vocabulary import BOXED, CLASSES
from jibek.network import build
from jibek.network.cost.wheel import at_the_wire, emitted_kg, intensity_g, with_empty_way
from jibek.scenario import Scenario

approx = pytest.approx

DIESEL = 42.8 * (75.26 + 22.56)  # g CO2e a kilogram, 4,186.7

PINNED = {
    "rail_kwh_per_tkm": 0.027,
    "rail_diesel_g_per_tkm": 5.0,
    "rail_empty_running_share": 0.2,
    "empty_train_emission_share": 0.45,
    "grid_loss_share": 0.08,
    "truck_diesel_kg_per_km": 0.29,
    "truck_empty_running_share": 0.2,
    "truck_empty_fuel_share": 0.7,
    "distance_adjustment_road": 1.05,
    "distance_adjustment_sea": 1.15,
    "tonnes_per_truck": 20.0,
    "tonnes_per_teu_rail": 10.0,
}


@pytest.fixture(scope="module")
def pinned(facts, baseline):
    return build(facts.assuming(PINNED), baseline.network)


def hauls(network, **cells):
    """Hauls of the network with these cells, by kilometre."""
    arcs = network.arcs
    chosen = (arcs["kind"] == "haul") & (arcs["distance_km"] > 0)
    for name, value in cells.items():
        chosen &= arcs[name] == value
    return arcs[chosen]


def grams(rows):
    """Grams a tonne-kilometre of goods in containers."""
    return (1000 * rows["co2e_kg_per_tonne_container"] / rows["distance_km"]).to_numpy()


def test_an_ocean_box_emits_by_the_box_and_not_by_its_load(pinned, path):
    """Shanghai - Rotterdam by Suez: 46.9 g a TEU-km, detour and load of the ship inside; 10 t are the mean of a TEU."""
    leg = path(pinned, "CNSGH", "NLRTM", "sea")
    sea = leg[leg["kind"] == "haul"]
    assert sea["co2e_kg_per_teu"].sum() == approx(sea["distance_km"].sum() * 46.9 / 1000)
    assert grams(sea) == approx(np.full(len(sea), 4.69))
    forty_feet, fourteen_tonnes = (
        2 * sea["co2e_kg_per_teu"].sum(),
        14 * sea["co2e_kg_per_tonne_container"].sum(),
    )
    assert fourteen_tonnes / forty_feet == approx(0.7)  # what the load alone would tell: 30 % too low
    # Loose goods of the same ship's way: 6.4 g a t-km of a bulk carrier, and 15 % of detour.
    bulk = pinned.co2e_kg_per_tonne[CLASSES.index("dry_bulk"), sea.index]
    assert bulk == approx(sea["distance_km"].to_numpy() * 6.4 * 1.15 / 1000)


def test_a_truck_with_its_empty_way_by_hand(pinned):
    """0.29 kg x (1 + 0.2 / 0.8 x 0.7) = 0.34075 kg a km; x 1.05 x 4,186.7 g = 1,497.9 g; 74.9 g a t-km at 20 t."""
    road = hauls(pinned, mode="road")
    truck = 0.34075 * 1.05 * DIESEL
    assert truck == approx(1_497.9, abs=0.1)
    assert grams(road) == approx(truck / 20)
    assert road["co2e_kg_per_teu"].to_numpy() == approx(road["distance_km"].to_numpy() * truck / 2000)
    # GLEC's starting value for Europe is 92 g at a load of some 15.6 t (60 % of 26): the same truck at ours is near it.
    assert truck / 15.6 == approx(92, rel=0.1)


def test_trains_by_diesel_and_by_the_electricity_of_the_country(pinned):
    """Grids of 2023: Kazakhstan 827 g, China 583; 5 g of diesel, tank to wheel 17.9 g, are 23.3 g from the well."""
    way = 1.1125
    diesel = 5 * way * DIESEL / 1000
    assert diesel == approx(23.29, abs=0.01)
    assert diesel == approx(28, rel=0.2)  # GLEC v2, diesel traction in Europe, shorter trains
    found = {c: grams(hauls(pinned, mode="rail", country=c)) for c in ("KZ", "CN")}
    for country, grid in (("KZ", 827), ("CN", 583)):
        electric = 0.027 * way * grid / 0.92
        ends = sorted((diesel, electric))
        assert found[country].min() == approx(ends[0])
        assert found[country].max() == approx(ends[1])
    # From coal: where the wire hangs in Kazakhstan a train emits more than one with diesel, in China less.
    assert 0.027 * way * 827 / 0.92 > diesel > 0.027 * way * 583 / 0.92


def test_ships_of_the_caspian_and_ferries_sail_fifteen_percent_more(pinned):
    sea = hauls(pinned, mode="sea")
    short = sea[sea["co2e_kg_per_teu"].isna()]
    assert set(np.round(grams(short), 6)) == {round(27.2 * 1.15, 6)}
    assert set(np.round(grams(hauls(pinned, mode="ferry")), 6)) == {round(131.4 * 1.15, 6)}


def test_low_and_high_stand_around_the_value_and_are_made_of_the_ends(facts, network):
    """By hand for a truck: 0.24 kg, a tenth empty at 0.6, 0.95 of the fuel factor, no detour; and the other ends."""
    arcs = network.arcs
    low, mid, high = (arcs[f"co2e_kg_per_tonne_container{end}"].to_numpy() for end in ("_low", "", "_high"))
    assert (low <= mid).all()
    assert (mid <= high).all()
    moves = arcs["kind"] != "connector"
    assert (low[moves] < high[moves]).all()
    at = hauls(network, mode="road").index
    km, load = arcs["distance_km"].to_numpy()[at], facts.assume("tonnes_per_truck")
    least = 0.24 * (1 + 0.1 / 0.9 * 0.6) * DIESEL * 0.95 * 1.0
    most = 0.37 * (1 + 0.35 / 0.65 * 0.8) * DIESEL * 1.1 * 1.1
    assert low[at] == approx(km * least / load / 1000)
    assert high[at] == approx(km * most / load / 1000)


def test_the_grid_of_the_year_or_the_nearest_before_it(facts):
    """China: 2018 is the first row, 2025 the last; a year beyond either takes it."""
    told = facts.table("grid_intensity").set_index(["country", "year"])["g_per_kwh"]
    found = {}
    for year, row in ((2016, 2018), (2021, 2021), (2023, 2023), (2035, 2025)):
        rows = hauls(
            build(facts.assuming(PINNED), Scenario(name="t", year=year).network), mode="rail", country="CN"
        )
        electric = rows[rows["co2e_rests_on"].str.contains(f"grid_intensity:CN|{row}:", regex=False)]
        found[year] = grams(electric).min()
        assert found[year] == approx(0.027 * 1.1125 * told["CN", row] / 0.92)
    assert found[2016] > found[2023] > found[2035]


def test_a_country_without_a_row_has_the_stated_mean_and_says_so(facts, baseline):
    tables = {**facts.tables}
    tables["grid_intensity"] = tables["grid_intensity"].query("country != 'KZ'")
    network = build(replace(facts, tables=tables).assuming(PINNED), baseline.network)
    rows = hauls(network, mode="rail", country="KZ")
    told = rows[rows["co2e_rests_on"].str.contains("assumption:grid_g_per_kwh_default", regex=False)]
    assert len(told)
    assert grams(told).min() == approx(0.027 * 1.1125 * facts.assume("grid_g_per_kwh_default") / 0.92)


HEAD = "country,year,g_per_kwh,basis,source,source_date,url,confidence"


def laid_over(folder, *rows):
    (folder / "grid_intensity.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return jibek.sources.read(folder)


def test_electricity_of_a_user_takes_the_place_of_the_row(tmp_path, baseline):
    """Kazakhstan at 100 g instead of 827: 0.027 x 1.1125 x 100 / 0.92 = 3.26 g a t-km."""
    source = laid_over(tmp_path, "KZ,2023,100,published,a test,2024,,high")
    network = build(jibek.record.establish(source, 2023, PINNED), baseline.network)
    assert grams(hauls(network, mode="rail", country="KZ")).min() == approx(3.265, abs=1e-3)


def test_bad_rows_of_electricity_are_refused_all_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        laid_over(tmp_path, "Kaz,2023,-5,published,a test,2024,,high", "KZ,1800,5,published,,2024,,sure")
    found = {(p.row, p.column, p.code) for p in caught.value.problems}
    assert found == {
        (2, "country", "table.unknown_choice"), (2, "g_per_kwh", "table.out_of_range"),
        (3, "year", "table.out_of_range"), (3, "source", "table.blank"), (3, "confidence", "table.unknown_choice"),
    }  # fmt: skip


def test_every_figure_tells_what_it_rests_on(facts, network):
    known = set(facts.facts["fact_id"]) | {f"assumption:{i}" for i in facts.assumptions["assumption_id"]}
    moves = network.arcs[network.arcs["kind"] != "connector"]
    assert moves["co2e_rests_on"].notna().all()
    assert {i for cell in moves["co2e_rests_on"].unique() for i in cell.split(";")} <= known


def test_no_price_and_no_hour_rests_on_what_is_emitted(facts, baseline, network):
    """Every assumption on emissions at its high end: USD and hours stay to the last bit."""
    frame = facts.table("assumptions").set_index("assumption_id")
    names = [
        *("rail_kwh_per_tkm", "rail_diesel_g_per_tkm", "rail_empty_running_share", "grid_loss_share"),
        *(
            "grid_intensity_spread",
            "fuel_factor_spread",
            "truck_diesel_kg_per_km",
            "truck_empty_running_share",
        ),
        *("truck_empty_fuel_share", "distance_adjustment_road", "distance_adjustment_sea"),
        *("ship_emission_spread", "ferry_emission_spread", "hub_emission_spread", "grid_g_per_kwh_default"),
    ]
    dear = build(facts.assuming({n: float(frame["high"][n]) for n in names}), baseline.network)
    for name in ("usd_per_feu", "usd_per_tonne", "income_usd_per_tonne", "fixed_hours"):
        assert (getattr(dear, name) == getattr(network, name)).all()
    moved = dear.co2e_kg_per_tonne[BOXED] >= network.co2e_kg_per_tonne[BOXED]
    assert moved.all()


shares = st.floats(0.0, 0.9)
positive = st.floats(0.01, 1e4)


@given(st.lists(st.tuples(positive, positive, positive), min_size=1, max_size=8))
def test_the_mean_of_legs_is_the_leg_of_means(legs):
    """A chain of legs of one cargo: its intensity is the mean of theirs by kilometres, whatever the cargo weighs."""
    tonnes = legs[0][2]
    kg = sum(emitted_kg(tonnes * km, g) for km, g, _ in legs)
    work = sum(tonnes * km for km, _, _ in legs)
    mean = sum(km * g for km, g, _ in legs) / sum(km for km, _, _ in legs)
    assert intensity_g(kg, work) == approx(mean, rel=1e-9)  # sums of eight terms round some 1e-15 each
    assert emitted_kg(work, mean) == approx(kg, rel=1e-9)


@given(positive, shares, shares, positive)
def test_empty_way_and_losses_only_add(laden, share, ratio, grid):
    whole = with_empty_way(laden, share, ratio)
    assert whole >= laden
    # Slow second way: of 1,000 km so many are empty; all of it over the laden ones.
    full, empty = 1000 * (1 - share), 1000 * share
    assert whole == approx((full * laden + empty * laden * ratio) / full, rel=1e-12)
    assert at_the_wire(grid, share) * (1 - share) == approx(grid, rel=1e-12)
