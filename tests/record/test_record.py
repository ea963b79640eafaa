"""The record: every fact is a cell of the package; figures of trade, money and targets against published ones."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pandas as pd
import pytest

import jibek
from jibek.ground.errors import InputError
from jibek.record import establish
from jibek.record import tables as declared
from jibek.record.cells import SHAPES
from jibek.record.facts import gather
from jibek.sources import Sources, read
from jibek.sources.tables import TABLES

PACKAGE = Path(jibek.__file__).parent / "data" / "eurasia"
approx = pytest.approx


@pytest.fixture(scope="module")
def sources():
    return read()


@pytest.fixture(scope="module")
def facts(sources):
    return establish(sources)


def changed(sources, stem, key, column, value):
    """The sources with one cell changed."""
    frame = sources.tables[stem].copy()
    mask = pd.Series(True, index=frame.index)
    for name, wanted in key.items():
        mask &= frame[name] == wanted
    frame.loc[mask, column] = value
    return Sources({**sources.tables, stem: frame}, sources.replaced, "changed")


def test_every_fact_is_the_cell_that_its_id_names(facts):
    """A slow second reading: open the CSV again, walk its rows, build the ids by hand."""
    told = dict(zip(facts.facts["fact_id"], facts.facts["value"], strict=True))
    checked = 0
    for stem, shape in SHAPES.items():
        seen: dict[str, int] = {}
        with open(PACKAGE / f"{stem}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = "|".join(row[k] for k in TABLES[stem].key)
                seen[key] = seen.get(key, 0) + 1
                full = key if seen[key] == 1 else f"{key}#{seen[key]}"
                for column in shape.cells:
                    value = told.get(f"{stem}:{full}:{column}")
                    try:
                        assert value == float(row[column]), (stem, key, column)
                        checked += 1
                    except ValueError:
                        # Blank or words: no fact, unless a range is printed instead.
                        assert value is None or math.isnan(value)
    assert checked == facts.facts["value"].notna().sum()


def test_tables_keep_their_declarations(facts):
    declared.FACTS.check(facts.facts)
    declared.ASSUMPTIONS.check(facts.assumptions)
    declared.TARGETS.check(facts.targets)
    declared.SOURCES.check(facts.sources_table)
    declared.TRADE_IDENTITY.check(facts.trade_identity)


def test_a_fact_names_its_reporter_and_document(facts):
    row = facts.facts.set_index("fact_id").loc["kaz_chn_trade_by_reporter:2023|total|CHN:value_busd"]
    assert (row["area"], row["counterpart"], row["reporter"], row["period"]) == ("KAZ", "CHN", "CHN", "2023")
    assert (row["value"], row["unit"]) == (41.0, "bn USD")
    border = "borders:CN_KHORGOS|KZ_ALTYNKOL|rail|train_clearance_time|2023:value"
    if border in set(facts.facts["fact_id"]):
        assert facts.fact(border) > 0
    train = facts.facts.set_index("fact_id").loc["volumes:V029:value"]
    assert (train["value"], train["unit"], train["area"]) == (7762.0, "trains", "CN_KHORGOS")
    assert train["url"].startswith("http")


def test_tracks_of_a_link_do_not_borrow_the_document_of_its_distance(facts):
    rows = facts.facts.set_index("fact_id")
    assert rows.loc["links:L045:distance_km", "source"] != rows.loc["links:L045:tracks", "source"]
    # Nothing is published on the tracks of Urumqi - Kuytun: an estimate has no document.
    estimate = rows[(rows["column"] == "tracks") & rows["basis"].str.startswith("estimate")]
    assert len(estimate)
    assert estimate["source"].isna().all()


def test_several_documents_on_one_thing_are_all_kept(facts):
    key = "borders:BYBQT|PL_MALASZEWICZE|rail|dwell|2018"
    assert [facts.fact(f"{key}:value"), facts.fact(f"{key}#2:value")] == [60.0, 120.0]


def test_ids_of_a_column_stand_on_the_rows_of_its_table(facts):
    ids = facts.fact_ids("links", "distance_km")
    assert [facts.fact(i) for i in ids] == facts.table("links")["distance_km"].tolist()


def test_trade_of_2023_by_each_side(facts):
    """China's customs: 24.7 out, 16.3 in, 41.0. Kazakhstan: 14,758,685,492 out, 16,772,250,496 in, 31.5."""
    assert facts.trade_cell("CHN->KAZ", "CHN", 2023)[0] == approx(24.7e9)
    assert facts.trade_cell("KAZ->CHN", "CHN", 2023)[0] == approx(16.3e9)
    assert facts.trade_cell("total", "CHN", 2023)[0] == approx(41.0e9)
    assert facts.trade_cell("KAZ->CHN", "KAZ", 2023)[0] == 14_758_685_492
    assert facts.trade_cell("CHN->KAZ", "KAZ", 2023)[0] == 16_772_250_496
    assert facts.trade_cell("total", "KAZ", 2023)[0] == approx(31.5e9)
    value, ids = facts.trade_cell("total", "BACI", 2023)
    assert value == approx(23.901e9 + 14.897e9)
    assert len(ids) == 2
    for i in ids:
        facts.fact(i)


def test_a_trade_figure_that_no_row_gives_is_an_error(facts):
    with pytest.raises(InputError) as caught:
        facts.trade_cell("CHN->KAZ", "KAZ", 2030)
    assert caught.value.code == "record.no_trade_figure"
    assert "2023" in caught.value.problems[0].expected


def test_trade_closes_within_rounding_in_2023(facts):
    """24.7 + 16.3 = 41.0 exactly; 14.7587 + 16.7723 = 31.531 against 31.5, half a digit 0.05."""
    (certificate,) = facts.certificates
    assert certificate.ok
    assert certificate.value == approx((14.758685492 + 16.772250496 - 31.5) / 0.050000001, abs=1e-6)
    rows = facts.trade_identity.set_index(["year", "reporter"])
    assert rows.loc[(2023, "CHN"), "closes"]
    assert rows.loc[(2023, "KAZ"), "closes"]


def test_a_conflict_of_sources_is_kept_and_told(facts):
    """2021, China: 14.0 and 10.2 by one article, 25.2 by another."""
    row = facts.trade_identity.set_index(["year", "reporter"]).loc[(2021, "CHN")]
    assert not row["closes"]
    assert row["residual_busd"] == approx(-1.0)


def test_a_conflict_of_sources_refuses_a_year_only_where_the_run_rests_on_it(sources):
    """2021 rests on China's own customs figures in the series; without these it would rest on the two articles."""
    assert all(c.ok for c in establish(sources, 2021).certificates)
    rows = sources.tables["series"]
    own = rows["series_id"].isin(["trade_chn_kaz", "trade_kaz_chn"]) & (rows["year"] == 2021)
    bare = Sources(
        {**sources.tables, "series": rows[~(own & (rows["reporter"] == "CHN"))]}, sources.replaced, "x"
    )
    assert not all(c.ok for c in gather(bare, 2021).certificates)


def test_a_figure_that_breaks_the_identity_fails_the_certificate(sources):
    key = {"year": 2023, "flow": "CHN->KAZ", "reporter": "CHN"}
    wrong = establish(changed(sources, "kaz_chn_trade_by_reporter", key, "value_busd", 27.4))
    assert not wrong.certificates[0].ok


def targets_of(facts, target, value):
    rows = facts.targets
    return rows[(rows["target"] == target) & (rows["target_value"] == value)].set_index("reporter")


def test_forty_billion_are_met_by_chinas_count_alone(facts):
    rows = targets_of(facts, "KAZ-CHN trade", 40)
    assert rows["actual_value"].to_dict() == {"CHN": 41.0, "KAZ": 31.5}
    assert rows["gap_value"].to_dict() == approx({"CHN": -1.0, "KAZ": 8.5})
    assert rows["status"].to_dict() == {"CHN": "met", "KAZ": "not met"}
    assert facts.fact(rows.loc["KAZ", "fact_ids"]) == 31.5


def test_to_double_is_twice_the_reporters_own_figure(facts):
    rows = facts.targets[facts.targets["target_id"].str.contains("double")].set_index("reporter")
    assert rows["target_value"].to_dict() == {"CHN": 82.0, "KAZ": 63.0}


def test_central_asia_by_customs_and_by_the_sum_of_reconciled_cells(facts):
    rows = targets_of(facts, "China-Central Asia trade", 100)
    assert rows.loc["CHN", "actual_value"] == approx(89.4)
    base = facts.table("country_base").set_index("iso3")
    by_hand = sum(
        base.loc[c, f"{side}_CHN_2023_busd"]
        for c in ("KAZ", "KGZ", "TJK", "TKM", "UZB")
        for side in ("exports_to", "imports_from")
    )
    assert rows.loc["BACI", "actual_value"] == approx(by_hand)


def test_what_no_row_gives_is_a_gap_though_a_remark_speaks_of_it(facts, sources):
    rows = facts.targets.set_index("target")
    for target in (
        "China transit by road/rail through KAZ",
        "Middle Corridor volume",
        "Middle Corridor time",
    ):
        assert rows.loc[target, "status"] == "gap"
        assert math.isnan(rows.loc[target, "actual_value"])
        assert rows.loc[target, "fact_ids"] is None
    # The remarks changed beyond recognition move nothing.
    frame = sources.tables["official_targets"].assign(remark="99 in 2023; 1234567")
    other = establish(Sources({**sources.tables, "official_targets": frame}, sources.replaced, ""))
    assert other.targets.equals(facts.targets)


def test_words_of_a_target_move_nothing_and_its_columns_do(facts, sources):
    """Names, years and values reworded: the same figures. The columns say what is counted, due and better."""
    frame = sources.tables["official_targets"]
    names = pd.Series([f"goal {i}" for i in range(len(frame))], dtype=object)
    words = frame.assign(target=names, year=pd.Series("soon, by 2099", index=frame.index, dtype=object))
    other = establish(Sources({**sources.tables, "official_targets": words}, sources.replaced, ""))
    columns = ["target_value", "due_year", "reporter", "actual_value", "gap_value", "status", "fact_ids"]
    assert other.targets[columns].equals(facts.targets[columns])
    by_kazakhstan = frame.assign(actual_working='KAZ = trade("KAZ") + 1', less_is_better="yes")
    other = establish(Sources({**sources.tables, "official_targets": by_kazakhstan}, sources.replaced, ""))
    assert set(other.targets["reporter"]) == {"KAZ"}
    assert other.targets["actual_value"].tolist() == [32.5] * len(frame)
    assert other.targets["gap_value"].iloc[0] == 32.5 - 35


@pytest.mark.parametrize(
    "working", ["trade(", "x = y = 1", "import os", 'no_such("KAZ")', "trade('KAZ', 2, 3)"]
)
def test_a_target_that_cannot_be_worked_out_is_refused(sources, working):
    frame = sources.tables["official_targets"].assign(actual_working=working)
    with pytest.raises(InputError) as caught:
        establish(Sources({**sources.tables, "official_targets": frame}, sources.replaced, ""))
    assert caught.value.exit_code == 2
    assert {(p.code, p.where) for p in caught.value.problems} == {("working.invalid", "official_targets.csv")}
    assert len({p.row for p in caught.value.problems}) == len(frame)


def test_the_document_of_tracks_is_a_column_and_not_a_text(sources, facts):
    """Bases reworded leave the documents as they are; another document in the column is the fact's."""
    links = sources.tables["links"]
    words = links.assign(attribute_basis="published: tracks 2 [Somebody, http://else.where]", speed_basis="x")
    mine = establish(Sources({**sources.tables, "links": words}, sources.replaced, ""))
    assert mine.facts["source"].equals(facts.facts["source"])
    assert mine.facts["url"].equals(facts.facts["url"])
    named = links.assign(tracks_source="A document", tracks_url="http://a.document")
    mine = establish(Sources({**sources.tables, "links": named}, sources.replaced, ""))
    rows = mine.facts[(mine.facts["table"] == "links") & (mine.facts["column"] == "tracks")]
    assert set(rows["source"]) == {"A document"}


def test_a_year_with_a_published_count_fills_the_gap(sources):
    rows = establish(sources, year=2024).targets.set_index("target")
    assert rows.loc["Middle Corridor volume", "actual_value"] == 4.484
    assert rows.loc["Middle Corridor volume", "gap_value"] == approx(10 - 4.484)
    assert rows.loc["Middle Corridor time", "gap_value"] == approx(18 - 15)  # less is better


def test_one_fact_moves_what_rests_on_it_and_nothing_else(sources, facts):
    key = {"year": 2023, "flow": "total", "reporter": "KAZ"}
    other = establish(changed(sources, "kaz_chn_trade_by_reporter", key, "value_busd", 31.6))
    differences = facts.facts["value"].compare(other.facts["value"])
    assert len(differences) == 1
    moved = facts.targets["actual_value"].compare(other.targets["actual_value"]).index
    assert set(facts.targets.loc[moved, "reporter"]) == {"KAZ"}
    assert set(facts.targets.loc[moved, "target"]) == {"KAZ-CHN trade"}


def test_money_of_another_year(facts):
    """By hand: 100 EUR of 2018 with consumer prices of the euro area to 2023, then at the rate of 2023.

    Where a currency has no prices of its own: the rate of its year, then US consumer prices 2018 to 2023.
    """
    rates = facts.table("rates")

    def rate(currency, year, kind):
        mask = (rates["currency"] == currency) & (rates["year"] == year) & (rates["kind"] == kind)
        return float(rates.loc[mask, "per_usd"].iloc[0])

    # Prices of the euro area: 1.44, 0.19, 2.49, 8.47 and 5.78 % in 2019 to 2023 (World Bank), five roundings of 0.005.
    euros = 100 * 1.0144 * 1.0019 * 1.0249 * 1.0847 * 1.0578
    assert facts.usd(100, "EUR", 2018, 2023) == approx(euros / rate("EUR", 2023, "annual_average"), rel=3e-4)
    assert facts.usd_basis("EUR", 2018, 2023) == "prices of EUR 2018 to 2023, rate of 2023"
    # Kazakhstan 2018 to 2023: prices rose by 60 % and the tenge fell by a quarter, so a dollar more is left of 1 KZT
    # than American prices say.
    assert facts.usd(1, "KZT", 2018, 2023) == approx(1.603 / 456.165, rel=1e-3)
    growth = rate("USD_CPI", 2023, "deflator") / rate("USD_CPI", 2018, "deflator")
    swiss = 100 / rate("CHF", 2018, "annual_average")
    assert facts.usd(100, "CHF", 2018, 2023) == approx(swiss * growth)
    assert facts.usd_basis("CHF", 2018, 2023) == "rate of 2018, US consumer prices 2018 to 2023"
    assert (facts.usd_basis("USD", 2023, 2023), facts.usd_basis("KZT", 2023, 2023)) == ("", "rate of 2023")
    # US prices rose 21.3 % from 2018 (251.107) to 2023 (304.702), BLS CPI-U.
    assert facts.usd(1, "USD", 2018, 2023) == approx(304.702 / 251.107, rel=1e-3)
    assert facts.usd(5, "USD", 2023, 2023) == 5
    # A quoted average goes before one implied by national accounts, the implied one where none is quoted.
    assert facts.usd(1, "KZT", 2023, 2023) == approx(1 / rate("KZT", 2023, "annual_average"))
    assert facts.usd(1, "KZT", 2025, 2025) == approx(1 / rate("KZT", 2025, "annual_average_implied"))
    # Prices of a year to come are not known: the last index stands.
    assert facts.usd(1, "USD", 2023, 2040) == facts.usd(1, "USD", 2023, 2025)


@pytest.mark.parametrize(("currency", "year"), [("KZT", 1990), ("XYZ", 2023), ("XDR", 2024)])
def test_a_rate_that_is_not_there(facts, currency, year):
    """Of the special drawing right one day's cross rate is known: no yearly average."""
    with pytest.raises(InputError) as caught:
        facts.usd(1, currency, year, 2023)
    assert caught.value.code == "record.no_rate"


def test_assumptions_and_what_a_scenario_sets(sources, facts):
    assert facts.assume("teu_per_train") == 104
    other = establish(sources, overrides={"teu_per_train": 90})
    assert other.assume("teu_per_train") == 90
    assert facts.assuming({"teu_per_train": 90}).assumptions.equals(other.assumptions)
    rows = other.assumptions.set_index("assumption_id")
    assert rows.loc["teu_per_train", ["central", "value"]].tolist() == [104, 90]
    assert (rows.drop("teu_per_train")["central"] == rows.drop("teu_per_train")["value"]).all()


def test_unknown_ids_are_answered_with_the_nearest(sources, facts):
    with pytest.raises(InputError) as caught:
        facts.assume("teu_per_trian")
    assert "teu_per_train" in caught.value.problems[0].fix
    with pytest.raises(InputError) as caught:
        facts.fact("volumes:V0299:value")
    assert "volumes:V029:value" in caught.value.problems[0].fix
    with pytest.raises(InputError) as caught:
        facts.table("link")
    assert "links" in caught.value.problems[0].fix
    with pytest.raises(InputError) as caught:
        establish(sources, overrides={"no_such": 1.0, "teu_per_train": math.inf})
    assert {p.code for p in caught.value.problems} == {"record.unknown_assumption", "record.not_a_number"}


def test_a_range_alone_is_no_figure(facts):
    only = facts.facts[facts.facts["value"].isna()]
    assert len(only)
    assert (only["low"].notna() | only["high"].notna()).all()
    with pytest.raises(InputError) as caught:
        facts.fact(only["fact_id"].iloc[0])
    assert caught.value.code == "record.no_value"


def test_every_document_of_the_package_has_its_terms(facts):
    assert facts.sources_table["licence"].notna().all()
    assert set(facts.sources_table["redistribute"]) <= {"yes", "facts only"}
    assert facts.sources_table["facts"].sum() == len(facts.facts)


def test_a_users_own_document_has_no_terms(sources):
    own = establish(changed(sources, "volumes", {"id": "V029"}, "url", "https://example.org/mine"))
    row = own.sources_table[own.sources_table["url"] == "https://example.org/mine"].iloc[0]
    assert row["licence"] is None


def test_the_same_sources_give_the_same_record(sources, facts):
    again = establish(sources)
    assert again.facts.equals(facts.facts)
    assert again.sources_table.equals(facts.sources_table)
