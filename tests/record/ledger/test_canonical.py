"""Facts that several claims share: counts that were made by hand before, and support by origin."""

from __future__ import annotations

import pytest

from jibek.record.ledger import keys_named, together


@pytest.fixture(scope="module")
def said(shipped_facts):
    return together(shipped_facts)


def test_counts_are_those_of_the_reading(said):
    """256 facts, 80 of them said more than once by 199 claims; 63 in more than one text, 43 of more than one origin."""
    assert len(said) == 256
    again = [s for s in said.values() if len(s.claim_ids) > 1]
    assert (len(again), sum(len(s.claim_ids) for s in again)) == (80, 199)
    assert sum(len(s.sources) > 1 for s in said.values()) == 63
    assert sum(len(s.origins) > 1 for s in said.values()) == 43


def test_the_hard_figures_with_two_voices_are_those_of_the_reading(said):
    two = {i for i, s in said.items() if len(s.voices) > 1 and len(s.origins) > 1 and s.value is not None}
    assert {"trade.turnover.2023", "trade.target.2030", "rel.golden_30", "sco.summit.2024"} <= two
    assert "kz.independence_age" in two
    assert not {"trade.turnover.2022", "trade.share.cn_in_kz.2023", "inv.cn_in_kz.2005_2023"} & two


def test_what_is_preferred_is_shown_and_repetition_in_one_text_is_no_support(said):
    turnover = said["trade.turnover.2023"]
    assert (turnover.best_claim_id, turnover.agreement, turnover.voices) == (
        "S1-032",
        "agree",
        ("Zhang Xiao", "Wang Haiyan"),
    )
    growth = said["trade.growth.2022"]
    assert (len(growth.claim_ids), len(growth.origins)) == (2, 1)
    assert said["trade.rank.cn_in_kz"].agreement == "superseded"
    assert said["agr.visa_waiver.in_force"].stage == "completion"
    assert "conflict" not in {s.agreement for s in said.values()}


@pytest.mark.parametrize(
    ("words", "key_id"),
    [
        ("Хоргос", "container_trains_khorgos:CHN:KAZ"),
        ("霍尔果斯", "khorgos_cooperation_centre:KAZ:CHN"),
        ("Қорғас", "khorgos_cooperation_centre:KAZ:CHN"),
        ("HORGOS", "container_trains_khorgos:CHN:KAZ"),
        ("жанатас", "zhanatas_generation:KAZ:"),
        ("visa-free", "visa_waiver:KAZ:CHN"),
        ("Lu Ban", "luban_workshops:KAZ:CHN"),
        ("Jingdong", "jd_food_brands:CHN:KAZ"),
    ],
)
def test_keys_are_found_by_names_in_four_languages(shipped_facts, words, key_id):
    assert key_id in keys_named(shipped_facts, words)
