"""What goods are worth: each market its own, classes that follow it, and freight that never outgrows its trade."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest
from sources.tables_on_disk import row_of, write

from jibek import demand, network, record, routes, sources
from jibek.answers.warnings import above_trade
from jibek.dataset.inspection import inspect
from jibek.demand.markets import read_markets
from jibek.demand.matrix.build import trade_matrix
from jibek.demand.trips import Trips
from jibek.demand.values import classes_of, value_check, within_trade
from jibek.ground.errors import InputError
from jibek.ground.vocabulary import CLASSES, COMMODITIES
from jibek.network.classes import by_value, class_names, commodity_of
from jibek.scenario import Scenario


@pytest.fixture(scope="module")
def matrix(shipped_facts):
    return trade_matrix(shipped_facts)


@pytest.fixture(scope="module")
def plain(shipped_facts):
    return network.build(shipped_facts, Scenario.example("baseline").network)


@pytest.fixture(scope="module")
def total(shipped_facts, plain):
    return demand.spread(shipped_facts, plain)


def checked(facts, matrix):
    return value_check(matrix, read_markets(facts, matrix))


def test_every_market_has_a_value_of_its_own_working(total, shipped_facts):
    table = demand.values_table(total).set_index("market_id")
    assert list(table.index) == list(shipped_facts.table("markets")["market_id"])
    assert (table["usd_per_tonne"] > 0).all()
    # published: ferrochrome, zinc, copper and alumina of 2021 are 4.01 bn USD in 1.327 Mt
    kg = {9268.0: 262_678, 1474.0: 634_000, 2857.0: 197_985, 319.2: 232_117}
    mean = sum(usd * t for usd, t in kg.items()) / sum(kg.values())
    assert table.loc["kaz-chn-general", "usd_per_tonne"] == pytest.approx(mean, rel=1e-12)
    # the three that the assumptions state as they are
    for market, usd in (
        ("kaz-chn-container", 885.0),
        ("ca-chn-container", 1200.0),
        ("chn-europe-container", 4500.0),
    ):
        assert table.loc[market, "usd_per_tonne"] == usd
        assert table.loc[market, "usd_per_tonne_hour"] == pytest.approx(0.8 / 100 * usd / 24, rel=1e-12)


def test_markets_with_one_working_share_a_class_and_others_do_not(total):
    table = demand.values_table(total)
    pairs = set(zip(table["commodity"], table["working"], table["class"], strict=True))
    assert len({(k, w) for k, w, _ in pairs}) == len({c for _, _, c in pairs}) == len(pairs)
    names = [c.name for c in total.classes]
    assert names[: len(CLASSES)] == list(CLASSES)
    assert len(set(names)) == len(names)
    assert {"container", "container/kaz-chn-container", "container/ca-chn-container"} <= set(table["class"])
    same = table.set_index("market_id")["class"]
    assert same["ct-chn-container"] == same["ca-chn-container"] == "container/ca-chn-container"


def test_classes_stand_still_when_an_assumption_moves(shipped_facts, matrix):
    """Two values that happen to be equal are two classes, so that a warm start finds its own."""
    before, _ = classes_of(shipped_facts, read_markets(shipped_facts, matrix))
    moved = shipped_facts.assuming({"usd_per_tonne_rus_general": 1200.0, "usd_per_tonne_container": 6000.0})
    after, _ = classes_of(moved, read_markets(moved, matrix))
    assert [(c.name, c.commodity) for c in after] == [(c.name, c.commodity) for c in before]
    assert [c.usd_per_tonne for c in after] != [c.usd_per_tonne for c in before]


def test_a_network_by_value_repeats_the_rows_of_commodities(plain, total):
    net = by_value(plain, total.classes)
    assert class_names(net) == tuple(c.name for c in total.classes)
    for k, c in enumerate(total.classes):
        assert (net.usd_per_tonne[k] == plain.usd_per_tonne[c.commodity]).all()
        assert (net.units_per_tonne[k] == plain.units_per_tonne[c.commodity]).all()
        assert net.class_hour_usd[k] == c.usd_per_tonne_hour
    assert (commodity_of(net)[total.pairs.cls] == total.pairs.commodity).all()
    assert net.class_hour_usd[: len(CLASSES)] == pytest.approx(plain.class_hour_usd, rel=1e-14)
    with pytest.raises(ValueError, match="first"):
        by_value(plain, total.classes[1:])


def test_dearer_time_buys_speed(plain, total):
    """Along cheapest paths, as an hour is worth more: never more hours, never a lower price, and sometimes both move.

    A law of any weighted sum of two costs; ties and rounding leave 1e-9 of the sums.
    """
    net = by_value(plain, total.classes)
    trips = Trips.of(total.pairs)
    name = list(class_names(net)).index
    grain, machines = name("container/kaz-chn-container"), name("container/europe-kaz-container")
    ends = np.unique(np.stack([trips.origin, trips.destination, trips.group]), axis=1)
    found = [
        routes.skim(net, None, ends[0], ends[1], np.full(ends.shape[1], k), ends[2])
        for k in (grain, machines)
    ]
    joined = np.isfinite(found[0].hours)
    hours = found[1].hours[joined] - found[0].hours[joined]
    usd = found[1].usd_per_tonne[joined] - found[0].usd_per_tonne[joined]
    assert (hours <= 1e-9 * found[0].hours[joined]).all()
    assert (usd >= -1e-9 * found[0].usd_per_tonne[joined]).all()
    assert ((hours < -1) & (usd > 0.1)).sum() > 10


def test_freight_is_worth_no_more_than_trade_pair_by_pair(total, matrix):
    """Summed here from the gates up, where the stage sums from the markets down."""
    at = total.pairs
    value = np.zeros_like(matrix.value_usd)
    np.add.at(value, (at.exporter, at.importer), at.tonnes * at.usd_per_tonne)
    assert (value <= matrix.value_usd * (1 + 1e-9)).all()
    table = demand.value_check_table(total).set_index(["exporter", "importer"])
    assert len(table) == 350
    assert table["ok"].all()
    for (a, b), row in table.iterrows():
        i, j = matrix.countries.index(a), matrix.countries.index(b)
        assert row["freight_value_usd"] == pytest.approx(value[i, j], rel=1e-9)
        assert row["ratio"] == pytest.approx(value[i, j] / matrix.value_usd[i, j], rel=1e-9)
    assert total.certificates[-1].ok


def test_no_end_of_an_assumption_breaks_it(shipped_facts, matrix):
    """Each assumption of the markets at either end, and every share at its high end at once."""
    rows = shipped_facts.table("markets")
    told = " ".join([*rows["tonnes_working"].dropna(), *rows["usd_per_tonne_working"]])
    names = set(re.findall(r'assume\("([^"]+)"\)', told))
    named = [*rows["value_share"].dropna(), *rows["factor"].dropna()]
    shares = {cell.removeprefix("-") for cell in named}
    ends = shipped_facts.assumptions.set_index("assumption_id")
    for name in sorted(names | shares):
        for end in ("low", "high"):
            found = checked(shipped_facts.assuming({name: float(ends.loc[name, end])}), matrix)
            assert found["ok"].all(), (name, end, found.head(3).to_dict("records"))
    highest = {name: float(ends.loc[name, "high"]) for name in shares}
    assert checked(shipped_facts.assuming(highest), matrix)["ok"].all()


def test_a_pair_that_outgrows_its_trade_is_told_with_its_size(shipped_facts, matrix):
    """Russia and Belarus sell China 132 bn USD: 120 Mt of boxes at 2,200 USD a tonne are 264."""
    facts = shipped_facts.assuming({"rus_chn_container_tonnes": 1.2e8, "usd_per_tonne_rus_general": 2200.0})
    found = checked(facts, matrix)
    broken = found[~found["ok"]]
    assert set(zip(broken["exporter"], broken["importer"], strict=True)) == {("RUS", "CHN"), ("BLR", "CHN")}
    assert broken["ratio"].to_numpy() == pytest.approx(
        1.2e8 * 2200 / (matrix.value_usd[[matrix.countries.index(c) for c in ("RUS", "BLR")], 0].sum())
    )
    assert not within_trade(found).ok
    assert within_trade(found).value == pytest.approx(broken["ratio"].max())
    (said,) = above_trade(SimpleNamespace(total=SimpleNamespace(value_check=found)))
    assert said["code"] == "demand.value_above_trade"
    assert [row.partition(":")[0] for row in said["rows"]] == [
        f"{a}-{b}" for a, b in zip(broken["exporter"], broken["importer"], strict=True)
    ]
    whole = SimpleNamespace(total=SimpleNamespace(value_check=found[found["ok"]]))
    assert above_trade(whole) == []


def test_inspection_names_the_pairs(tmp_path, shipped):
    dear = row_of(shipped, "markets", market_id="kaz-irn-dry-bulk") | {
        "tonnes_working": "700000",
        "value_share": "",
    }
    write(tmp_path, "markets", dear)
    (found,) = [c for c in inspect(tmp_path).checks if c.code == "markets.value_within_trade"]
    assert (found.ok, found.severity) == (False, "error")
    assert [row.partition(":")[0] for row in found.rows] == ["KAZ to IRN"]
    (sound,) = [c for c in inspect().checks if c.code == "markets.value_within_trade"]
    assert sound.ok


def test_goods_worth_nothing_are_refused_all_at_once(tmp_path, shipped):
    rows = [
        row_of(shipped, "markets", market_id=i) | {"usd_per_tonne_working": working}
        for i, working in (("chn-rus-container", "0"), ("chn-irn-container", "1 - 3"))
    ]
    write(tmp_path, "markets", *rows)
    with pytest.raises(InputError) as caught:
        record.establish(sources.read(tmp_path), 2023)
    assert (caught.value.code, caught.value.exit_code) == ("sources.invalid", 2)
    assert {p.code for p in caught.value.problems} == {"working.impossible_value"}
    assert [(p.column, p.value) for p in caught.value.problems] == [
        ("usd_per_tonne_working", 0.0),
        ("usd_per_tonne_working", -2.0),
    ]


def test_shares_of_china_and_central_asia_leave_nothing_over(shipped_facts, matrix):
    """Boxes, covered wagons and general cargo are all of the trade at whatever share goes in boxes."""
    for share in (0.65, 0.79, 0.85):
        found = checked(shipped_facts.assuming({"share_chn_ca_container": share}), matrix)
        south = found[
            (found["exporter"] == "CHN") & found["importer"].isin(["KGZ", "UZB", "TJK", "TKM", "AFG"])
        ]
        assert south["ratio"].to_numpy() == pytest.approx(1.0, rel=1e-12)


def test_tonnes_follow_value_over_price(shipped_facts, matrix):
    market = next(m for m in read_markets(shipped_facts, matrix) if m.market_id == "chn-rus-container")
    usd = math.fsum(
        matrix.value_usd[matrix.countries.index("CHN"), matrix.countries.index(c)] for c in ("RUS", "BLR")
    )
    assert market.tonnes_per_year == pytest.approx(usd * 0.75 / 4500, rel=1e-12)
    assert market.value_parents == ("assumption:usd_per_tonne_container",)
    assert all(c.usd_per_tonne in market.value_working for c in COMMODITIES if c.boxed)
