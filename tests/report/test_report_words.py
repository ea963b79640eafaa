"""What the page says in words: the finding, the sentences, winners and losers, trade by year. All computed."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pandas as pd
import pytest
import sample

from jibek.report import render
from jibek.report.sections import finding, first, gains, history, sentences
from jibek.report.wording.figures import Figures


def in_words(report: Any) -> str:
    """The finding as it is read, without tags."""
    plain = re.sub(r"<[^>]+>", "", str(first.found(report, Figures())))
    return plain.replace("\u202f", " ").replace("&#39;", "’")


def with_values(report: Any, **changed: tuple[str, dict[str, float]]) -> Any:
    """The sample with other cells of the headline: ``name=("id|REPORTER", {"value": 1.0})``."""
    head = report.headline.copy()
    for at, cells in changed.values():
        ident, _, who = at.partition("|")
        rows = (head["id"] == ident) & (head["reporter"].fillna("") == who)
        assert rows.sum() == 1
        for column, value in cells.items():
            head.loc[rows, column] = value
    return dataclasses.replace(report, headline=head)


def test_the_finding_of_a_baseline_is_by_whose_count_the_target_is_met() -> None:
    """41.02 passes 40, 31.53 is 8.47 short; they lie 9.49 apart, more than 8.47. Other figures, another sentence."""
    report = sample.report()
    said = in_words(report)
    assert said.startswith(
        "China’s count already passes the 40 billion dollars of trade aimed at for 2030 (41.0"
    )
    assert "Kazakhstan’s (31.5 billion dollars) is 8.47 billion dollars short" in said
    assert "9.5 billion dollars apart, more than either lies from the target" in said
    gap = "target_40bn_gap_usd"
    short = with_values(report, a=(f"{gap}|CHN", {"value": 2e9}))
    assert "are missed by both counts" in in_words(short)
    passed = with_values(report, a=(f"{gap}|KAZ", {"value": -3e9}))
    assert "are passed by both counts" in in_words(passed)
    turned = with_values(report, a=(f"{gap}|CHN", {"value": 2e9}), b=(f"{gap}|KAZ", {"value": -3e9}))
    assert in_words(turned).startswith("Kazakhstan’s count already passes")


def test_without_intervals_the_finding_is_what_changes_by_the_largest_part() -> None:
    """A scenario that names no gateway, with central values alone: 14 of 17 days say more than 6 of 37 hours."""
    report = sample.report(with_base=True)
    alone = report.headline.assign(low=None, high=None, difference_low=None, difference_high=None)
    report = dataclasses.replace(
        report, headline=alone, scenario={"name": "shut", "base": "baseline", "year": 2023}
    )
    moved = with_values(report, a=("xian_duisburg_days_p50|", {"value": 31.0, "difference": 14.0}))
    assert in_words(report).startswith("The mean time of a train at Khorgos")
    assert (
        in_words(moved) == "The time of a box by rail from Xi’an to Duisburg rises by 14.0 days to 31.0 days."
    )


def test_the_finding_of_a_scenario_is_at_its_own_gateway_and_the_surest_there() -> None:
    """Mean hours lead with the sample's intervals; where their sign is open, the trains of the same crossing do; where
    all of it is open, the surest change elsewhere; where nothing is sure, so it says."""
    report = sample.report(with_base=True)
    own = [i for i, *_ in sample.HEADLINE if i.startswith("khorgos_rail")]
    open_sign = {"difference_low": -1.0, "difference_high": 1.0}
    said = in_words(report)
    assert "at Khorgos" in said
    assert re.search(r"in nine cases of ten the (fall|rise) is between \d", said)
    hours = {f"h{n}": (f"{i}|", open_sign) for n, i in enumerate(own[:2])}
    assert in_words(with_values(report, **hours)).startswith("The number of trains at Khorgos rises by")
    all_own = {f"h{n}": (f"{i}|", open_sign) for n, i in enumerate(own)}
    elsewhere = in_words(with_values(report, **all_own))
    assert "Khorgos" not in elsewhere
    assert "by" in elsewhere
    everything = {
        f"h{n}": (f"{i}|{r}", {"difference_low": -1e12, "difference_high": 1e12})
        for n, (i, r, *_) in enumerate(sample.HEADLINE)
    }
    assert in_words(with_values(report, **everything)) == (
        "Nothing on this page changes by more than its uncertainty."
    )


def opening_report(cost: float = 1.41e8, choice: float = 1.22e9) -> Any:
    """A scenario that opens a line with a crossing: 6.5 and 5.5 trains a day, and what is said of its cost."""
    report = sample.report(with_base=True)
    use = report.table("flows.facilities").assign(link_id=None, kind="section", gateway_id=None)
    new = pd.DataFrame(
        [
            (f"CN_TACHENG-KZ_BAKHTY:{way}", load, 20.0, "trains", 1.0, "no row: default", "L076", "gateway",
             "CN_TACHENG-KZ_BAKHTY")
            for way, load in (("out", 6.5), ("in", 5.5))
        ],
        columns=use.columns,
    )  # fmt: skip
    arcs = pd.DataFrame(
        {
            "arc_id": ["new"],
            "tail": ["KZ_AYAGOZ|rail"],
            "head": ["KZ_BAKHTY|rail"],
            "mode": ["rail"],
            "link_id": ["L076"],
        }
    )
    places = pd.DataFrame(
        {"place_id": ["KZ_AYAGOZ", "KZ_BAKHTY", "CN_TACHENG"], "name": ["Ayagoz", "Bakhty", "Tacheng (Chuguchak)"],
         "country": ["KZ", "KZ", "CN"], "kind": "city", "lat": [48.0, 46.7, 46.7], "lon": [80.4, 82.7, 83.0]}
    )  # fmt: skip
    facts = pd.DataFrame(
        [
            ("projects:Ayagoz-Bakhty-Tacheng line:cost", "projects", "Ayagoz-Bakhty-Tacheng line", "cost", 321.0,
             "bn KZT", "Railway Gazette", "2024-01-16"),
            ("projects:Ayagoz mine:cost", "projects", "Ayagoz mine", "cost", 5.0, "bn KZT", "Nobody", "2024"),
            ("rates:KZT|2023|annual_average:per_usd", "rates", "KZT|2023|annual_average", "per_usd", 456.0,
             "currency/USD", "IMF", None),
        ],
        columns=["fact_id", "table", "key", "column", "value", "unit", "source", "source_date"],
    )  # fmt: skip
    tables = {
        **report.tables,
        "flows.facilities": pd.concat([use, new], ignore_index=True),
        "network.arcs": pd.concat([report.table("network.arcs"), arcs], ignore_index=True),
        "network.places": pd.concat([report.table("network.places"), places], ignore_index=True),
        "record.facts": pd.concat([report.table("record.facts"), facts], ignore_index=True),
        "shippers_saving": pd.DataFrame({"part": ["cost", "choice"], "usd_per_year": [cost, choice]}),
    }
    scenario = {"name": "line", "base": "baseline", "year": 2023, "open": {"links": ["L076"]}}
    return dataclasses.replace(report, scenario=scenario, tables=tables)


def test_a_new_crossing_leads_by_name_with_its_trains() -> None:
    """6.5 and 5.5 are 12 a day; the mine, which shares one place with the line, is no part of its cost."""
    report = opening_report()
    assert in_words(report).startswith(
        "The new crossing Tacheng – Bakhty takes 12.0 trains a day, where baseline has none (its capacity is assumed);"
    )
    (cost,) = gains.projects(report)
    assert cost["usd"] == pytest.approx(321e9 / 456)
    said = gains.cost_in_words(report)
    # Real spending: 0.021 % of 261 bn and 0.0006 % of 17.8 tn USD are 161.6 mn; 0.70 bn / 141 mn = 5.0 years.
    assert "321 billion tenge (0.70 billion dollars)" in said.replace("700 million", "0.70 billion")
    assert "gain 160 million dollars" in said or "gain 162 million dollars" in said
    assert "save shippers of all countries 140 million dollars a year" in said
    assert "the lowest cost in 5.0 years" in said
    assert "1.2 billion dollars a year to shippers, is only that there is one way more to choose from" in said
    assert "choose from" not in gains.cost_in_words(opening_report(choice=1e8))
    assert "save shippers nothing" in gains.cost_in_words(opening_report(cost=-1.0))
    page = render(report)
    assert 'id="grid-cost"' in page


def test_a_full_place_with_an_assumed_capacity_never_leads() -> None:
    """Khorgos is fuller (11.1 of 11.4) than Alashankou (9.6 of 10.5), but only the latter's capacity is published."""
    report = sample.report()
    assert finding.tightest(report)["facility_id"].tolist() == ["CN_ALASHANKOU-KZ_DOSTYK:out"]
    said = sentences.sentences(report)[3]
    assert "the fullest is Alashankou – Dostyk, outbound" in said
    assert "fuller, by an assumed capacity" in said
    use = report.table("flows.facilities")
    none = dataclasses.replace(
        report, tables={**report.tables, "flows.facilities": use.assign(basis="no row: default")}
    )
    assert "fullest" not in sentences.sentences(none)[3]


def test_trade_by_year_adds_both_directions_and_leaves_gaps() -> None:
    """Later statistics go before single figures, a printed total where a direction is missing, else a gap."""
    frame = history.trade_by_year(sample.report().table("record.facts"))
    found = {(r["year"], r["reporter"]): round(float(r["busd"]), 6) for r in frame.to_dict("records")}
    assert found == {(2004, "CHN"): 4.5, (2022, "KAZ"): 24.1, (2023, "CHN"): 41.0, (2023, "KAZ"): 31.5}


def test_a_published_figure_stands_beside_the_modelled_one() -> None:
    """28.0 published of 2023 in the first sentence; of another year it is not shown."""
    report = sample.report()
    assert "{kaz_chn_rail_mt:published}" in sentences.sentences(report)[0]
    other = dataclasses.replace(report, beside_published=report.beside_published.assign(year=2019))
    assert "published" not in sentences.sentences(other)[0]


def test_where_freight_goes_is_told_against_the_base_where_the_direction_is_sure() -> None:
    """28 541 678 t, 196 000 more; where the sign is open, and in a baseline, the tonnes alone."""
    told = "million tonnes cross the border of China and Kazakhstan by rail"
    report, at = sample.report(with_base=True), "kaz_chn_rail_tonnes|"
    assert f"29 {told}, 200 thousand tonnes more than in baseline<" in render(report)
    fewer = with_values(
        report, a=(at, {"difference": -2.7e6, "difference_low": -3e6, "difference_high": -2e6})
    )
    assert f"29 {told}, 2.7 million tonnes less than in baseline<" in render(fewer)
    unsure = with_values(report, a=(at, {"difference_low": -1e6, "difference_high": 1e6}))
    assert f"29 {told}<" in render(unsure)
    assert f"28 {told}<" in render(sample.report())
