"""The stage on the shipped facts: both reporters, signs, sizes, and what tables alone must show."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from jibek import record, sources, trade
from jibek.demand.matrix.build import trade_matrix
from jibek.ground.errors import InputError
from jibek.scenario import TradeSection
from jibek.trade.certificate import certify_tables
from jibek.trade.cost import shares_of_value

approx = pytest.approx


@pytest.fixture(scope="module")
def facts():
    return record.establish(sources.read())


@pytest.fixture(scope="module")
def matrix(facts):
    return trade_matrix(facts)


def at(matrix, exporter, importer):
    return matrix.countries.index(exporter), matrix.countries.index(importer)


def cheaper(matrix, factor):
    tau_hat = np.ones_like(matrix.value_usd)
    tau_hat[at(matrix, "KAZ", "CHN")] = tau_hat[at(matrix, "CHN", "KAZ")] = factor
    return tau_hat


@pytest.fixture(scope="module")
def better(matrix):
    """Five percent off delivered costs between Kazakhstan and China."""
    return trade.solve(matrix, cheaper(matrix, 0.95), 5.0)


def cell(world, exporter, importer, reporter):
    f = world.flows
    row = f[(f["exporter"] == exporter) & (f["importer"] == importer) & (f["reporter"] == reporter)]
    return row.iloc[0]


def test_a_run_that_is_its_own_base_changes_nothing(facts, matrix):
    world = trade.unchanged(matrix, facts, TradeSection())
    assert (world.trade_ratio == 1.0).all()
    assert (world.flows["value_usd"] == world.flows["base_value_usd"]).all()
    changes = [
        c for c in world.countries.columns if c.endswith(("_percent", "_change")) or c == "welfare_usd"
    ]
    assert (world.countries[changes] == 0.0).all(axis=None)
    assert all(c.ok for c in world.certificates)


def test_both_reporters_have_the_full_square_with_their_own_figures(better, matrix):
    """2023: China counts 24.7 and 16.3 bn USD, Kazakhstan 16.77 and 14.76."""
    n = len(matrix.countries)
    assert better.flows.groupby("reporter").size().to_dict() == {"BACI": n * n, "CHN": n * n, "KAZ": n * n}
    assert cell(better, "CHN", "KAZ", "CHN")["base_value_usd"] == 24.7e9
    assert cell(better, "KAZ", "CHN", "CHN")["base_value_usd"] == 16.3e9
    assert cell(better, "CHN", "KAZ", "KAZ")["base_value_usd"] == 16_772_250_496.0
    assert cell(better, "KAZ", "CHN", "KAZ")["base_value_usd"] == 14_758_685_492.0


def test_purchases_are_income_plus_deficit_in_the_tables(better):
    """Recomputed from the two tables with nothing else; 1e-10 as the certificate of market clearing."""
    bought = better.flows.groupby(["importer", "reporter"])["value_usd"].sum()
    row = better.countries.set_index(["country", "reporter"])
    assert bought.reindex(row.index).to_numpy() == approx(
        (row["income_usd"] + row["deficit_usd"]).to_numpy(), rel=1e-10
    )
    assert certify_tables(better.flows, better.countries).ok
    spoilt = better.countries.assign(deficit_usd=better.countries["deficit_usd"] * 1.001)
    assert not certify_tables(better.flows, spoilt).ok


def test_easier_trade_raises_it_and_both_gain(better):
    """A fall of 5 % in cost at theta 5 raises the cells by 0.95^-5 = 1.29, less what wages and diversion take."""
    for reporter in ("BACI", "CHN", "KAZ"):
        for pair in (("KAZ", "CHN"), ("CHN", "KAZ")):
            row = cell(better, *pair, reporter)
            assert 1.2 < row["value_usd"] / row["base_value_usd"] < 0.95**-5.0
        gain = better.countries[better.countries["reporter"] == reporter].set_index("country")[
            "welfare_percent"
        ]
        # Kazakhstan imports some 13 % of its purchases from China and sells it 8 % of its output; 0.56 in first light.
        assert 0.2 < gain["KAZ"] < 1.5
        assert 0.0 < gain["CHN"] < 0.05
        assert gain["UZB"] < 0.0  # its sales to both are displaced
    assert all(c.ok for c in better.certificates)


def test_dearer_trade_lowers_it_and_both_lose(matrix):
    world = trade.solve(matrix, cheaper(matrix, 1.05), 5.0)
    assert world.trade_ratio[at(matrix, "CHN", "KAZ")] < 0.85
    gain = world.countries[world.countries["reporter"] == "BACI"].set_index("country")["welfare_percent"]
    assert gain["KAZ"] < 0.0
    assert gain["CHN"] < 0.0


def test_doubling_needs_some_fourteen_percent(matrix):
    """First light: 14 % at theta 5, on other home sales; a point either way."""
    world = trade.solve(matrix, cheaper(matrix, 0.86), 5.0)
    ends = [cell(world, *pair, "BACI") for pair in (("KAZ", "CHN"), ("CHN", "KAZ"))]
    ratio = sum(r["value_usd"] for r in ends) / sum(r["base_value_usd"] for r in ends)
    assert ratio == approx(2.0, rel=5.0 * 0.015)  # theta times a point and a half of cost


def test_welfare_to_first_order_is_near_and_not_the_same(better):
    row = better.countries[better.countries["reporter"] == "BACI"].set_index("country").loc["KAZ"]
    # The second-order gain of buying more of what got cheaper is about theta x 0.05 / 2 of the first.
    assert row["welfare_percent"] / row["welfare_first_order_percent"] == approx(
        1.0 + 5.0 * 0.05 / 2.0, abs=0.05
    )


@dataclass
class Freight:
    exporter: np.ndarray
    importer: np.ndarray
    tonnes: np.ndarray
    usd_per_tonne: np.ndarray


@pytest.fixture
def freight(matrix):
    """Two markets from China to Kazakhstan and one back; the last row goes elsewhere."""
    c, k, r = (matrix.countries.index(name) for name in ("CHN", "KAZ", "RUS"))
    return Freight(
        np.array([c, c, k, c]),
        np.array([k, k, c, r]),
        np.array([2.0e6, 1.0e6, 10.0e6, 1.0e6]),
        np.array([4500.0, 2500.0, 398.0, 4500.0]),
    )


def test_response_by_hand(facts, matrix, freight):
    """Container row: 2 Mt x (4,500 + 300) = 9.6 bn of what buyers pay; 100 USD off 4,800: ratio 4,700 / 4,800.

    Buyers pay 23.9 bn for the goods and 2 Mt x 300 + 1 Mt x 200 = 0.8 bn for their freight.
    """
    before = np.array([300.0, 200.0, 50.0, 400.0])
    after = np.array([200.0, 200.0, 50.0, 400.0])
    world = trade.respond(matrix, freight, before - 7.0, after - 7.0, facts, TradeSection(), level=before)
    price = 4500.0
    share = 2.0e6 * (price + 300.0) / (matrix.value_usd[at(matrix, "CHN", "KAZ")] + 0.8e9)
    expected = ((price + 200.0) / (price + 300.0)) ** share
    assert world.tau_hat[at(matrix, "CHN", "KAZ")] == approx(expected, rel=1e-12)
    unmoved = np.ones_like(world.tau_hat, bool)
    unmoved[at(matrix, "CHN", "KAZ")] = False
    assert (world.tau_hat[unmoved] == 1.0).all()
    assert world.trade_ratio[at(matrix, "CHN", "KAZ")] > 1.0


def test_same_cost_is_exactly_no_response(facts, matrix, freight):
    cost = np.array([311.1, np.inf, 47.3, 401.7])
    world = trade.respond(matrix, freight, cost, cost, facts, TradeSection())
    assert (world.tau_hat == 1.0).all()
    assert (world.trade_ratio == 1.0).all()


def test_a_way_that_is_cut_is_refused_and_one_that_opens_counts_as_unchanged(facts, matrix, freight):
    cost = np.array([300.0, 200.0, 50.0, 400.0])
    with pytest.raises(InputError) as fault:
        trade.respond(matrix, freight, cost, np.where(np.arange(4) == 2, np.inf, cost), facts, TradeSection())
    assert fault.value.code == "trade.no_path"
    assert len(fault.value.problems) == 1
    opened = trade.respond(
        matrix, freight, np.where(np.arange(4) == 2, np.inf, cost), cost, facts, TradeSection()
    )
    assert (opened.tau_hat == 1.0).all()


def test_theta_comes_from_the_scenario_or_the_assumption(facts, matrix):
    assert trade.unchanged(matrix, facts, TradeSection()).theta == facts.assume("trade_theta")
    assert trade.unchanged(matrix, facts, TradeSection(theta=7.5)).theta == 7.5


def test_there_and_back_again_is_one():
    """Geometric means: the reverse change has the reciprocal ratio, whatever the mix."""
    rows = {
        "exporter": np.array([0, 0, 1]),
        "importer": np.array([1, 1, 0]),
        "value_share": np.array([0.3, 0.5, 1.0]),
        "value_per_tonne": np.array([4500.0, 200.0, 600.0]),
        "countries": 2,
    }
    a, b = np.array([300.0, 60.0, 90.0]), np.array([200.0, 80.0, 90.0])
    there = trade.change_of_cost(cost_base=a, cost_new=b, **rows)
    back = trade.change_of_cost(cost_base=b, cost_new=a, **rows)
    assert there * back == approx(np.ones((2, 2)), rel=1e-14)
    assert there[1, 0] == 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"value_share": np.array([0.7, 0.5])},
        {"value_per_tonne": np.array([0.0, 1.0])},
        {"cost_new": np.array([-9.0, 1.0])},
    ],
)
def test_impossible_rows_are_refused(wrong):
    rows = {
        "exporter": np.array([0, 0]),
        "importer": np.array([1, 1]),
        "value_share": np.array([0.5, 0.5]),
        "value_per_tonne": np.array([5.0, 5.0]),
        "cost_base": np.array([1.0, 1.0]),
        "cost_new": np.array([1.0, 1.0]),
        "countries": 2,
    }
    with pytest.raises(InputError) as fault:
        trade.change_of_cost(**{**rows, **wrong})
    assert fault.value.code == "trade.bad_value"


def test_two_markets_of_a_pair_answer_each_at_its_own_price():
    """A sells B goods of 100 mn USD: 10 kt at 885 and 10 kt at 4,500 USD a tonne; 20 USD off 100 of freight for both.

    Shares 8.85 and 45 %; delivered prices fall from 985 to 965 and from 4,600 to 4,580: by 2.0 and 0.43 %. The pair's
    falls by 0.0885 x 2.051 % + 0.45 x 0.4357 % = 0.3776 % in logs.
    """
    freight = Freight(np.array([0, 0]), np.array([1, 1]), np.array([1e4, 1e4]), np.array([885.0, 4500.0]))
    shares = shares_of_value(freight, np.array([[5e9, 1e8], [2e8, 5e9]]), ("A", "B"))
    assert shares == approx([0.0885, 0.45])
    ratio = trade.change_of_cost(
        freight.exporter,
        freight.importer,
        shares,
        freight.usd_per_tonne,
        np.full(2, 100.0),
        np.full(2, 80.0),
        2,
    )
    assert -np.log(ratio[0, 1]) == approx(0.003776, abs=1e-6)  # as worked above, to its digits
    assert ratio[0, 1] == approx((965 / 985) ** 0.0885 * (4580 / 4600) ** 0.45, rel=1e-12)
    assert (ratio[[0, 1, 1], [0, 0, 1]] == 1.0).all()


def test_freight_worth_more_than_trade_is_refused_with_its_size(facts, matrix, freight):
    """10 Mt back at 2,000 USD a tonne are 20 bn of 14.9: named, not scaled down; the other pair is in order."""
    freight.usd_per_tonne = np.array([4500.0, 2500.0, 2000.0, 4500.0])
    cost = np.array([300.0, 200.0, 50.0, 400.0])
    with pytest.raises(InputError) as fault:
        trade.respond(matrix, freight, cost, cost - 10.0, facts, TradeSection())
    assert (fault.value.code, fault.value.exit_code) == ("trade.value_above_trade", 2)
    assert [(p.where, p.value) for p in fault.value.problems] == [("KAZ to CHN", "20000 mn USD a year")]
    freight.usd_per_tonne[2] = matrix.value_usd[at(matrix, "KAZ", "CHN")] / 1e7
    assert shares_of_value(freight, matrix.value_usd, matrix.countries)[2] == approx(1.0, rel=1e-12)


def test_mean_cost_of_the_corridors_taken():
    tonnes = np.array([[1.0, 3.0], [0.0, 0.0], [0.0, 0.0]])
    cost = np.array([[100.0, 200.0], [np.inf, 50.0], [np.inf, np.inf]])
    assert trade.mean_cost(tonnes, cost) == approx([175.0, 50.0, np.nan], nan_ok=True)


def test_generalised_cost_by_hand():
    """Ten days at 0.8 % of 4,500 USD a day are 360 USD."""
    assert trade.generalised_cost(np.array([300.0]), np.array([10.0]), np.array([4500.0]), 0.8) == approx(
        [660.0]
    )


def test_tables_are_as_declared(better):
    assert isinstance(better.flows, pd.DataFrame)
    assert list(better.flows.columns) == [
        "exporter",
        "importer",
        "reporter",
        "value_usd",
        "base_value_usd",
        "delivered_usd",
        "base_delivered_usd",
        "known",
    ]
    assert not better.countries.duplicated(["country", "reporter"]).any()


def test_the_answer_falls_on_the_days_whose_cost_changed():
    """Ten days of a hundred at twice the cost: the mean of the periods is the year's, the other days lose little."""
    value = np.array([[100.0, 10.0], [10.0, 100.0]])
    tau = np.ones((2, 2, 2))
    tau[1, 0, 1] = 2.0
    shares = np.array([0.9, 0.1])
    year = np.exp(np.tensordot(shares, np.log(tau), 1))
    known = np.full((2, 2), "published", object)
    solutions = {"BACI": trade.solve_hat(value, year, 5.0, "world", names=("A", "B"))}
    world = trade.World(("A", "B"), "BACI", 5.0, "world", year, solutions, {"BACI": value}, known)
    assert np.array_equal(world.ratio_of_period, world.trade_ratio)
    split = replace(world, shares=shares, tau_of_period=tau).ratio_of_period
    assert np.tensordot(shares, split, 1) == pytest.approx(world.trade_ratio, rel=1e-12)
    assert split[1, 0, 1] / split[0, 0, 1] == pytest.approx(2.0**-5, rel=1e-12)
    assert split[0, 1, 0] == split[1, 1, 0] == pytest.approx(world.trade_ratio[1, 0], rel=1e-12)
