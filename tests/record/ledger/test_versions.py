"""Goals, mirrors and changes between versions of the record."""

from __future__ import annotations

import pandas as pd
import pytest

from jibek.ground.errors import InputError
from jibek.record.facts import gather
from jibek.record.ledger import (
    ClaimIndex,
    Interval,
    Period,
    causes,
    claims,
    closures,
    difference,
    found,
    goals,
    mirror,
    pairs,
)
from jibek.sources import read


def overlay(folder, shipped, **tables):
    """A record with rows of frames laid over the shipped one."""
    for stem, frame in tables.items():
        frame.drop(columns=["_row", "_overlay"], errors="ignore").to_csv(folder / f"{stem}.csv", index=False)
    return gather(read(folder))


def rows(shipped, stem, column, value):
    frame = shipped.tables[stem]
    return frame[frame[column] == value]


@pytest.fixture(scope="module")
def years(shipped_facts):
    return {(y.key_id, y.period): y for y in mirror(shipped_facts)}


def test_both_reporters_stand_side_by_side_from_1992_to_the_latest_year(years):
    total = "trade_turnover:KAZ:CHN"
    spans = sorted(period for key, period in years if key == total)
    assert (spans[0], spans[-1]) == ("1992", "2025")
    y = years[total, "2022"]
    assert (y.first, y.gap) == (31.2e9, y.first - y.second)
    assert y.ratio == pytest.approx(1.29, abs=0.005)
    assert y.ratio_low < y.ratio < y.ratio_high
    assert not y.first_derived
    assert years[total, "2025"].first_derived  # both ways added, since nobody states the whole
    assert y.second_range == (24.1e9, 24.2e9)  # one side, two releases


def test_a_year_that_one_side_alone_reports_has_no_gap(years):
    y = years["trade_kaz_to_chn:KAZ:CHN", "1995"]
    assert (y.second, y.gap, y.ratio) == (None, None, None)
    assert y.first == pytest.approx(0.3155e9)


def test_every_cause_of_a_gap_is_cited_from_facts_that_are_there(shipped_facts):
    told = causes(shipped_facts)
    ids = set(shipped_facts.facts["fact_id"])
    assert {c.cause for c in told} >= {"valuation", "partner", "re-export", "classification"}
    assert all(set(c.fact_ids) <= ids and c.fact_ids for c in told)


def test_a_pair_in_either_order_is_known_and_another_is_refused(shipped_facts):
    assert mirror(shipped_facts, "CHN-KAZ") == mirror(shipped_facts)
    with pytest.raises(InputError) as caught:
        mirror(shipped_facts, "KAZ-FRA")
    assert (caught.value.code, caught.value.exit_code) == ("record.unknown_pair", 2)
    assert "KAZ-CHN, KGZ-CHN" in caught.value.problems[0].fix


def test_goals_have_versions_and_are_met_by_one_reporter_and_not_by_the_other(shipped_facts):
    by = {(g.version, g.reporter): g for g in goals(shipped_facts) if g.key_id == "trade_turnover:KAZ:CHN"}
    assert [by[v, "CHN"].target for v in (1, 2, 3)] == [35e9, 40e9, 100e9]
    china, kazakhstan = by[2, "CHN"], by[2, "KAZ"]
    assert (china.deadline, china.baseline_year, china.met_on, china.status) == (2030, 2022, 2023, "met")
    assert set(china.claims) == {"S2-023", "S4-087"}
    assert (kazakhstan.met_on, kazakhstan.status) == (None, "not met")
    assert kazakhstan.progress < 1.0 < china.progress
    # Doubling is measured from what the same reporter had.
    assert (by[4, "CHN"].target, by[4, "KAZ"].target) == (82e9, 63e9)


def test_versions_that_say_the_same_do_not_differ(shipped_facts):
    assert difference(shipped_facts, shipped_facts) == ()


def test_a_revision_supersedes_and_leaves_the_claim_standing(tmp_path, shipped, shipped_facts):
    old = rows(shipped, "claims", "claim_id", "S1-032")
    revised = old.assign(
        claim_id="S1-032b",
        hash_id="0" * 16,
        value=41.02e9,
        value_low=41.015e9,
        value_high=41.025e9,
        supersedes="S1-032",
    )
    after = overlay(tmp_path, shipped, claims=revised)
    changes = {(c.kind, c.id): c for c in difference(shipped_facts, after)}
    assert set(changes) == {("added", "S1-032b"), ("superseded", "S1-032")}
    assert changes["superseded", "S1-032"].by == "S1-032b"
    assert not changes["superseded", "S1-032"].overwritten
    assert {"S1-032", "S1-032b"} <= {c.claim_id for c in claims(after)}
    best = closures(after).book.best("trade_turnover:KAZ:CHN", "CHN", Period.read("2023"))
    assert best is not None
    assert best.source == "S1-032b"  # reckoned with from now on


def test_a_claim_that_says_something_else_under_its_old_id_is_told_as_overwritten(
    tmp_path, shipped, shipped_facts
):
    wrong = rows(shipped, "claims", "claim_id", "S1-032").assign(value=42e9, value_high=42.5e9)
    (change,) = difference(shipped_facts, overlay(tmp_path, shipped, claims=wrong))
    assert (change.kind, change.overwritten) == ("changed", True)
    assert change.fields["value"] == (41e9, 42e9)


def test_a_claim_may_be_deprecated_and_a_fact_revised(tmp_path, shipped, shipped_facts):
    doubted = rows(shipped, "claims", "claim_id", "S2-021").assign(
        rank="deprecated", deprecated_reason="basis unknown"
    )
    trade = shipped.tables["kaz_chn_trade_by_reporter"]
    year = trade[(trade["year"] == 2023) & (trade["flow"] == "total") & (trade["reporter"] == "KAZ")]
    after = overlay(tmp_path, shipped, claims=doubted, kaz_chn_trade_by_reporter=year.assign(value_busd=31.4))
    told = [(c.kind, c.of, c.id.partition(":")[0]) for c in difference(shipped_facts, after)]
    assert told == [("deprecated", "claim", "S2-021"), ("changed", "fact", "kaz_chn_trade_by_reporter")]
    back = [(c.kind, c.of) for c in difference(after, shipped_facts)]
    assert back == [("changed", "claim"), ("changed", "fact")]


def slow_check(said, key_id, period, interval, reporter):
    """A second implementation: look at every claim."""
    told: tuple[list[int], list[int], list[int]] = ([], [], [])
    for n, c in enumerate(said):
        if c.key_id != key_id or c.interval is None or not c.period or (reporter and c.reporter != reporter):
            continue
        span = Period.read(c.period)
        if span == period:
            told[0 if c.interval.low <= interval.high and interval.low <= c.interval.high else 1].append(n)
        elif span.meets(period):
            told[2].append(n)
    return tuple(tuple(sorted(part)) for part in told)


@pytest.mark.parametrize("period", ["2023", "2022", "2023-01/2023-07", "1992", "2024", "2019", "2010/2024"])
@pytest.mark.parametrize(
    "key_id", ["trade_turnover:KAZ:CHN", "trade_partner_rank:KAZ:CHN", "xi_visits:KAZ:CHN", "no:KAZ:"]
)
@pytest.mark.parametrize("reporter", ["", "CHN", "KAZ"])
def test_the_index_finds_what_looking_at_every_claim_finds(shipped_facts, key_id, period, reporter):
    said = claims(shipped_facts)
    span, interval = Period.read(period), Interval(1.0, 35e9)
    quick = ClaimIndex.of(said).check(key_id, span, interval, reporter)
    parts = tuple(tuple(sorted(p)) for p in (quick.meeting, quick.missing, quick.other_spans))
    assert parts == slow_check(said, key_id, span, interval, reporter)


def test_claims_are_found_by_thing_span_reporter_and_text(shipped_facts):
    said = claims(shipped_facts)
    assert {c.claim_id for c in found(said, entity="zhanatas", period="2021-06")} >= {"S4-061", "S4-063"}
    assert {c.source_id for c in found(said, source="zhang-xiao-2024-07")} == {"S0", "S1"}
    assert {c.reporter for c in found(said, reporter="CHN")} == {"CHN"}
    assert found(said, entity="zhanatas", source="S2") == ()
    assert found(said) == said


def test_an_entity_that_is_new_or_named_otherwise_is_told(tmp_path, shipped, shipped_facts):
    frame = shipped.tables["entities"]
    own = frame[frame["entity_id"] == "XINHUA"]
    both = pd.concat([own.assign(aliases="NCNA"), own.assign(entity_id="TASS", name="TASS", name_ru="ТАСС",
                      name_kk=None, name_zh=None, aliases=None, parent="RUS")])  # fmt: skip
    changes = difference(shipped_facts, overlay(tmp_path, shipped, entities=both))
    assert [(c.kind, c.of, c.id) for c in changes] == [
        ("changed", "entity", "XINHUA"),
        ("added", "entity", "TASS"),
    ]
    assert changes[0].fields == {"aliases": (("Xinhua News Agency",), ("NCNA",))}


def test_every_pair_with_two_reporters_is_found_and_set_side_by_side(shipped_facts):
    known = pairs(shipped_facts)
    assert {
        "KAZ-CHN",
        "UZB-CHN",
        "KGZ-CHN",
        "TJK-CHN",
        "RUS-CHN",
        "KAZ-RUS",
        "KAZ-UZB",
        "KAZ-TUR",
    } <= known.keys()
    assert "TKM-CHN" not in known  # a bank's figures are no report of the state
    for pair in known.values():
        rows = mirror(shipped_facts, pair.name)
        assert {y.key_id for y in rows} <= set(pair.keys)
        assert all(y.first is not None or y.second is not None for y in rows)
        sources = [i for y in rows for i in (*y.first_sources, *y.second_sources)]
        ids = set(shipped_facts.facts["fact_id"]) | {c.claim_id for c in claims(shipped_facts)}
        assert set(sources) <= ids


def test_a_figure_that_was_brought_to_the_other_sides_level_is_no_report(shipped_facts):
    """UZB reports 2.2581 for 2015, series.csv holds 2.0105 at the level of CHN; of 2016 a ratio is printed."""
    flow = {y.period: y for y in mirror(shipped_facts, "UZB-CHN") if y.key_id == "trade_chn_to_uzb:UZB:CHN"}
    assert (flow["2015"].first, flow["2015"].second) == (None, 2.2581e9)
    assert flow["2016"].first == 2.0071e9
    assert flow["2016"].ratio == pytest.approx(0.890, abs=0.0005)
    assert flow["2016"].second_derived
    assert not flow["2015"].second_derived


def test_what_the_other_side_reports_gives_what_series_hold(shipped):
    """A second way round: the report times the ratio is the cell of the series, to the digits of the ratio."""
    series = shipped.tables["series"].set_index(["series_id", "year"])
    told = [(k, d) for k, d in series["definition"].items() if isinstance(d, str) and " reports " in d]
    reports = shipped.tables["mirror_reports"]
    met = 0
    for (flow, year), words in told:
        own = reports[
            (reports["series_id"] == flow) & (reports["year"] == year) & (reports["how"] == "reported")
        ]
        ratio = float(words.rpartition(",")[2]) if "brought" in words else 0.0
        for value in own["value"] if ratio else ():
            whole = series.loc[(flow, year), "value"]
            assert float(whole if not hasattr(whole, "iloc") else whole.iloc[0]) == pytest.approx(
                value * ratio, rel=0.0006 / ratio + 1e-3
            )
            met += 1
    assert met > 80


def test_a_part_of_a_year_stands_there_if_both_report_it(years):
    y = years["trade_turnover:KAZ:CHN", "2023-01-01/2023-10-31"]
    assert (y.first, y.second) == (32.7e9, 24.3e9)


def test_causes_are_those_of_the_pair(shipped_facts):
    assert {c.cause for c in causes(shipped_facts, "KGZ-CHN")} == {"re-export"}
    assert causes(shipped_facts, "KAZ-RUS") == ()
