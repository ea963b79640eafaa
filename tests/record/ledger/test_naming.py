"""Whom statements name: entities of three tables by names in four languages, and what is refused."""

from __future__ import annotations

import pytest
from ledger_cases import claim

from jibek.ground.errors import InputError
from jibek.record.facts import gather
from jibek.record.ledger import claims, entities, mentions, named
from jibek.record.ledger.kept import kept_tables
from jibek.record.ledger.naming import _by_name, _named_by, problems_of
from jibek.sources import read


def of(facts, claim_id):
    return {(m.role, m.entity_id) for m in mentions(facts)[claim_id]}


def test_a_claim_names_its_subject_its_speaker_its_areas_and_its_system(shipped_facts):
    assert of(shipped_facts, "S4-064") == {
        ("subject", "zhanatas_wind"),
        ("system", "zhanatas_wind"),
        ("speaker", "ZHANG_XIAO"),
        ("area", "KAZ"),
    }
    # Several subjects in one cell, and an office behind the speaker's name.
    assert {("subject", "CHN"), ("subject", "KAZ"), ("object", "sco")} <= of(shipped_facts, "S0-003")
    assert ("speaker", "XI_JINPING") in of(shipped_facts, "S3-040")


def test_every_claim_names_something_that_there_is(shipped_facts):
    known = entities(shipped_facts)
    assert mentions(shipped_facts).keys() == {c.claim_id for c in claims(shipped_facts)}
    assert all(
        found and {m.entity_id for m in found} <= known.keys() for found in mentions(shipped_facts).values()
    )
    assert {e.type for e in known.values()} == {
        "country",
        "group",
        "pair",
        "person",
        "body",
        "system",
        "place",
    }


@pytest.mark.parametrize(
    ("words", "entity_id"),
    [
        ("Жанатасская ветровая", "zhanatas_wind"),
        ("Қасым-Жомарт", "TOKAYEV"),
        ("习近平", "XI_JINPING"),
        ("GACC", "GACC"),
        ("türkiye", "TUR"),
        ("Xi’an", "CNCHN"),
        ("KGZ", "KGZ"),
    ],
)
def test_names_in_four_languages_and_any_spelling_find_it(shipped_facts, words, entity_id):
    assert entity_id in named(shipped_facts, words)


def test_marks_alone_name_nothing(shipped_facts):
    assert named(shipped_facts, "…") == ()


def test_a_name_of_two_entities_of_one_table_is_none_and_of_two_tables_the_first(shipped_facts):
    known = _by_name(tuple(entities(shipped_facts).values()))
    assert known["khorgos"] == "khorgos"  # the system before places of that name
    found = list(_named_by(claim(subject="Nobody; China", ref_area="", counterpart_area=""), known, ()))
    assert [(m.role, m.entity_id) for m in found] == [("subject", "CHN")]


def changed(shipped, which, cells):
    frame = shipped.tables["entities"].copy()
    mine = frame["entity_id"] == which
    for column, value in cells.items():
        frame.loc[mine, column] = value
    return {**shipped.tables, "entities": frame}


@pytest.mark.parametrize(
    ("entity_id", "cells", "code", "column"),
    [
        ("UZB", {"parent": "CENTRAL_ASIA"}, "ledger.unknown_entity", "parent"),
        ("UZB", {"parent": "UZB"}, "ledger.own_parent", "parent"),
        ("UZB", {"entity_id": "khorgos"}, "ledger.repeated_id", "entity_id"),
        ("UZB", {"entity_id": "KAZ"}, "ledger.repeated_id", "entity_id"),
        ("UZB", {"name_zh": "中国"}, "ledger.ambiguous_name", "name_zh"),
        ("UZB", {"aliases": "Uzbek SSR; китай"}, "ledger.ambiguous_name", "aliases"),
    ],
)
def test_what_no_entity_may_be_is_told_with_its_line(shipped, entity_id, cells, code, column):
    tables = changed(shipped, entity_id, cells)
    found = [p for p in problems_of(tables) if p.code == code]
    line = int(shipped.tables["entities"].query(f"entity_id == '{entity_id}'")["_row"].iloc[0])
    assert (line, column) in {(p.row, p.column) for p in found}
    assert all(p.where == "entities.csv" and p.fix and p.expected for p in found)


def test_the_shipped_entities_have_no_problem(shipped):
    assert list(problems_of(shipped.tables)) == []


def test_a_user_may_lay_entities_over_the_shipped_ones_and_is_told_what_is_wrong(tmp_path, shipped):
    head = "entity_id,type,name,name_ru,name_kk,name_zh,aliases,iso_code,parent\n"
    (tmp_path / "entities.csv").write_text(f"{head}X1,firm,X,,,,,KAZ,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert {(p.code, p.column) for p in caught.value.problems} == {
        ("table.unknown_choice", "type"),
        ("table.unknown_form", "iso_code"),
    }
    (tmp_path / "entities.csv").write_text(f"{head}X1,body,Xinhua,,,,,,NOWHERE\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        entities(gather(read(tmp_path)))
    assert caught.value.code == "ledger.invalid"
    assert {p.code for p in caught.value.problems} == {"ledger.unknown_entity", "ledger.ambiguous_name"}


def test_a_run_keeps_entities_mentions_and_links_that_refer_to_each_other(shipped_facts):
    kept = kept_tables(shipped_facts)
    known, named_by, linked = (kept[f"record.{n}"] for n in ("entities", "mentions", "links"))
    assert set(named_by["entity_id"]) <= set(known["entity_id"])
    ids = {c.claim_id for c in claims(shipped_facts)}
    assert set(named_by["claim_id"]) == ids
    assert set(linked["from_id"]) | set(linked["to_id"]) <= ids
    counted = dict(zip(known["entity_id"], known["claims"], strict=True))
    assert counted["TOKAYEV"] == named_by[named_by["entity_id"] == "TOKAYEV"]["claim_id"].nunique() > 0
