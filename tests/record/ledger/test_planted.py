"""A wrong claim planted in the shipped record for each kind of closure: the audit finds each, and no right one.

Whether a rule can fail at all is asked of the record as it ships: rows of closures.csv, figures of texts and facts.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from jibek.record.facts import gather
from jibek.record.ledger import audit

# What a finding is called that a reader should look at.
WRONG = {"off", "flag", "definitions", "unsupported"}


def planted(shipped, claim_id, cells, like=None):
    """The record with cells of a claim changed; ``like`` another one, it is a claim of its own."""
    frame = shipped.tables["claims"].copy()
    if like is not None:
        row = frame[frame["claim_id"] == like].assign(claim_id=claim_id, hash_id="f" * 16, fact_id="planted")
        frame = pd.concat([frame, row.assign(supersedes=None, said_to_support=None)], ignore_index=True)
    mine = frame["claim_id"] == claim_id
    value = cells.get("value")
    if value is not None:
        old = frame.loc[mine].iloc[0]
        times = value / old["value"] if like is None and old["value"] else 1.0
        for end in ("value_low", "value_high"):
            known = old[end] == old[end]
            cells = {end: (old[end] * times if like is None and known else value if known else None), **cells}
    for column, cell in cells.items():
        frame.loc[mine, column] = cell
    return gather(replace(shipped, tables={**shipped.tables, "claims": frame}))


def outcomes(facts, rule, claim_id):
    return {
        f.verdict
        for f in audit(facts)
        if rule in (f.closure_id, f.rule) and claim_id in (*f.inputs, *f.beside)
    }


# kind, closure or rule, claim, the wrong value, what the audit calls it
CHANGED = [
    ("growth", "growth-trade", "S1-033", 42.0, "off"),
    ("level", "growth-trade", "S4-021", 36e9, "off"),
    ("factor", "factor-trade", "S2-020", 150.0, "off"),
    ("parts", "parts-trade", "S4-077", 45e9, "off"),
    ("parts, a jump", "parts-trade", "S4-077", 35e9, "flag"),
    ("rate", "rate-trains", "S1-036", 50_000.0, "flag"),
    ("capacity factor", "capacity-factor", "S4-064", 350e9, "flag"),
    ("coal per kWh", "coal-per-kwh", "S4-066", 1.1e6, "flag"),
    ("efficiency", "coal-efficiency", "S4-066", 1.1e6, "flag"),
    ("jobs", "jobs-per-resident", "S4-069", 700.0, "flag"),
    ("product", "turbines", "S4-061", 200.0, "off"),
    ("age", "age-relations", "S1-015", 42.0, "off"),
    ("series", "series-sco", "S1-051", 25.0, "off"),
    ("next of a series", "series-central-asia", "S4-115", 3.0, "off"),
    ("count", "count-xi", "S2-011", 6.0, "off"),
    ("count of one year", "count-tokayev", "S1-018", 3.0, "off"),
    ("target", "target-trade", "S2-022", None, None),
    ("range", "range-generation", "S4-064", 35e6, "off"),
    ("agreement", "agreement", "S1-032", 51e9, "off"),
    ("agreement of texts", "agreement", "S4-087", 45e9, "off"),
    ("order", "order-partners", "S1-031", None, None),
]


@pytest.mark.parametrize(
    ("rule", "claim_id", "value", "verdict"),
    [row[1:] for row in CHANGED if row[3] is not None],
    ids=[row[0] for row in CHANGED if row[3] is not None],
)
def test_a_wrong_figure_is_found(shipped, shipped_facts, rule, claim_id, value, verdict):
    before = outcomes(shipped_facts, rule, claim_id)
    after = outcomes(planted(shipped, claim_id, {"value": value}), rule, claim_id)
    assert before, "the rule says nothing of the claim as it is"
    assert verdict not in before
    assert verdict in after
    assert verdict in WRONG


# kind, closure, cells of a new claim, the right value, a wrong one
ADDED = [
    (
        "sum",
        "sum-trade",
        {"period": "2022", "reporter": "KAZ", "indicator": "trade_turnover"},
        24.2e9,
        42.2e9,
    ),
    (
        "share",
        "share-imports",
        {"period": "2023", "reporter": "KAZ", "indicator": "import_share_of_kazakhstan", "unit": "percent"},
        27.4,
        37.4,
    ),
    (
        "sum over partners",
        "sum-central-asia",
        {
            "period": "2024",
            "reporter": "CHN",
            "indicator": "trade_turnover",
            "ref_area": "CENTRAL_ASIA_FIVE",
            "counterpart_area": "CHN",
        },
        94.82e9,
        49.82e9,
    ),
    (
        "yuan against dollars",
        "currency-central-asia",
        {
            "period": "2024",
            "reporter": "CHN",
            "indicator": "trade_turnover",
            "ref_area": "CENTRAL_ASIA_FIVE",
            "counterpart_area": "CHN",
        },
        94.8e9,
        67.4e9,
    ),
    (
        "tenge against dollars",
        "currency-zhanatas-loan",
        {
            "period": "2020",
            "reporter": "EBRD",
            "indicator": "zhanatas_loan",
            "ref_area": "KAZ",
            "counterpart_area": None,
        },
        25.3e6,
        253e6,
    ),
]


@pytest.mark.parametrize(
    ("rule", "cells", "right", "wrong"), [row[1:] for row in ADDED], ids=[r[0] for r in ADDED]
)
def test_a_new_claim_closes_if_it_is_right_and_is_off_if_it_is_wrong(shipped, rule, cells, right, wrong):
    for value, verdict in ((right, "closes"), (wrong, "off")):
        ends = {"value_low": value * 0.998, "value_high": value * 1.002}
        facts = planted(shipped, "P-1", {**cells, "value": value, **ends}, like="S1-032")
        assert outcomes(facts, rule, "P-1") == {verdict}


def test_a_claim_in_yuan_is_exchanged_by_the_rate_of_its_year_and_a_slip_is_named(shipped):
    cells = {
        "indicator": "trade_turnover_cny",
        "ref_area": "CENTRAL_ASIA_FIVE",
        "period": "2024",
        "unit": "CNY",
        "currency": "CNY",
    }
    for value, verdict in ((674.15e9, "closes"), (6741.5e9, "off")):
        ends = {"value_low": value, "value_high": value}
        facts = planted(shipped, "P-1", {**cells, "value": value, **ends}, like="S1-032")
        (found,) = [f for f in audit(facts) if f.closure_id == "currency-central-asia" and "P-1" in f.inputs]
        assert found.verdict == verdict
        assert {i for i in found.inputs if i.startswith("rates:CNY|2024|")}
    assert "the figure is ten times too small" in found.said


def test_two_ranks_at_one_time_contradict_and_a_place_that_no_text_gives_is_off(shipped):
    same = {"value": 3.0, "value_low": 3.0, "value_high": 3.0}
    facts = planted(shipped, "P-1", same, like="S1-031")
    assert "off" in outcomes(facts, "state", "P-1")
    frame = shipped.tables["claims"].copy()
    ranked = frame["indicator"] == "trade_partner_rank"
    for column in ("value", "value_low", "value_high"):
        frame.loc[ranked, column] = 4.0
    facts = gather(replace(shipped, tables={**shipped.tables, "claims": frame}))
    assert outcomes(facts, "order-partners", "S1-031") == {"off"}


def test_a_goal_that_nobody_has_reached_is_not_said_to_be(shipped):
    facts = planted(shipped, "S2-023", {"value": 400e9})
    met = [f for f in audit(facts) if f.rule == "target" and "S2-022" in f.inputs]
    assert "off" in {f.verdict for f in met}


def test_a_text_joins_what_no_rule_joins(shipped):
    facts = planted(shipped, "S1-032", {"said_to_support": "S1-036"})
    assert outcomes(facts, "link", "S1-036") == {"unsupported"}


def test_reporters_ten_times_apart_are_a_slip_and_no_difference_of_method(shipped):
    frame = shipped.tables["kaz_chn_trade_by_reporter"].copy()
    mine = (frame["year"] == 2023) & (frame["flow"] == "total") & (frame["reporter"] == "KAZ")
    frame.loc[mine, "value_busd"] = 3.15
    facts = gather(replace(shipped, tables={**shipped.tables, "kaz_chn_trade_by_reporter": frame}))
    found = [f for f in audit(facts) if f.rule == "mirror" and f.verdict == "flag"]
    assert [f.period for f in found] == ["2023"]
    assert "no method" in found[0].said


def test_every_kind_of_closure_is_planted_once(shipped):
    """A kind that ships and that no case above can break would pass for nothing."""
    kinds = dict(
        zip(shipped.tables["closures"]["closure_id"], shipped.tables["closures"]["kind"], strict=True)
    )
    tried = {kinds.get(row[1]) for row in (*CHANGED, *ADDED)}
    assert set(kinds.values()) - tried == set()
