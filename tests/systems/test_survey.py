"""All 94 systems are there, each with what belongs to it, and are found by the names that people use."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import jibek
from jibek.ground.errors import InputError
from jibek.ground.vocabulary import AREAS, SYSTEM_GROUPS
from jibek.record import Facts
from jibek.systems import Survey, find
from jibek.systems.derivation import spelled, steps
from jibek.systems.model import Modelled
from jibek.systems.names import plain
from jibek.systems.telling import told

SHARED = Path(jibek.__file__).parent.parent.parent / "shared" / "record" / "seed_systems.csv"


def test_there_are_94_and_none_is_empty(found: Survey) -> None:
    assert len(found.systems) == 94
    for s in found.systems:
        assert s.said
        assert s.claims, s.system_id  # every one is named by a text
        assert s.status in ("computed", "recorded", "gap")
        assert s.status != "computed" or any(i.value is not None for i in s.indicators)
        assert s.group in SYSTEM_GROUPS
    assert sum(s.status == "computed" for s in found.systems) >= 50
    assert {s.group for s in found.systems} == set(SYSTEM_GROUPS)


@pytest.mark.skipif(
    not SHARED.exists(), reason="the list of systems is not beside the checkout: names not compared"
)
def test_they_are_those_of_the_list(found: Survey) -> None:
    with open(SHARED, encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [s.name for s in found.systems] == [row["name"] for row in listed]
    assert [s.type for s in found.systems] == [row["type"] for row in listed]
    assert [len(s.texts) for s in found.systems] == [len(row["seed_files"].split(";")) for row in listed]


def test_every_row_of_the_tables_of_systems_has_its_system(facts: Facts, found: Survey) -> None:
    names = {s.name for s in found.systems}
    known = {f.fact_id for s in found.systems for f in s.facts}
    for part in ("borders_institutions", "energy_industry", "finance_trade", "people"):
        assert set(facts.table(f"systems/{part}")["system"]) <= names
        assert set(facts.fact_ids(f"systems/{part}", "value")) <= known
    events = {e.event_id for s in found.systems for e in s.events}
    assert events == set(facts.table("systems/events")["event_id"])


def test_figures_that_differ_stand_side_by_side(found: Survey) -> None:
    """Turnover of 2023 by Kazakh and Chinese statistics; the length of a line by three sources."""
    differ = found.of("pipelines").differences
    lengths = next(d for d in differ if d.name == "kz_cn_oil_flow" and d.period == "2009")
    assert {f.value for f in lengths.facts} == {7.73, 7.7}
    assert len({f.reporter for f in lengths.facts}) > 1
    for s in found.systems:
        for d in s.differences:
            assert len({(f.indicator, f.partner, f.period, f.unit) for f in d.facts}) == 1


def test_a_series_has_three_years(found: Survey) -> None:
    votes = found.of("united_nations").series[0]
    assert [p.year for p in votes.points] == list(range(1992, 2020))
    assert all(len({p.year for p in x.points}) >= 3 for s in found.systems for x in s.series)


def test_a_state_is_told_over_time(found: Survey) -> None:
    events = [(e.first, e.kind, e.status) for e in found.of("visa_waiver").events]
    assert ("2023-05-17", "signing", "done") in events
    assert ("2023-11-10", "entry into force", "done") in events
    assert events == sorted(events, key=lambda e: e[0])


def test_five_screens_hold_three_numbers_and_promises_beside_deeds(found: Survey) -> None:
    assert tuple(s.area for s in found.screens) == AREAS
    for screen in found.screens:
        assert len(screen.numbers) == 3
        assert all(n.indicator is not None and n.indicator.value is not None for n in screen.numbers)
        assert screen.pairs
        assert all(promise.words and deed.indicator is not None for promise, deed in screen.pairs)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Zhanatas wind farm", "zhanatas_wind"),
        ("Zhanatas", "zhanatas_wind"),
        ("Zhantas", "zhanatas_wind"),  # a letter lost
        ("Жанатас", "zhanatas_wind"),
        ("Жаңатас", "zhanatas_wind"),
        ("扎纳塔斯", "zhanatas_wind"),
        ("Horgos", "khorgos"),
        ("Хоргос", "khorgos"),
        ("霍尔果斯", "khorgos"),
        ("Middle Corridor", "titr"),
        ("midle coridor", "titr"),
        ("Средний коридор", "titr"),
        ("Confucius", "confucius"),
        ("孔子学院", "confucius"),
        ("безвизовый режим", "visa_waiver"),
        ("免签", "visa_waiver"),
        ("Lu Ban Workshop", "luban"),
        ("Kazakh terminal in Xi'an port", "xian_terminal"),
        ("shanghai cooperation organization", "sco"),
    ],
)
def test_a_system_is_found_by_name_in_four_languages_and_with_a_slip(
    found: Survey, text: str, first: str
) -> None:
    assert find(found.systems, text)[0].system_id == first


def test_every_system_is_found_by_each_of_its_names(found: Survey) -> None:
    for s in found.systems:
        for name in (s.name, *filter(None, s.names)):
            assert s in find(found.systems, name), name


def test_a_name_of_nothing_is_refused_with_the_nearest(found: Survey) -> None:
    with pytest.raises(InputError) as caught:
        find(found.systems, "Zhezkazgan spaceport")
    assert caught.value.code == "systems.unknown_system"
    assert caught.value.problems[0].fix


def test_plain_keeps_letters_of_their_own() -> None:
    assert plain("Нұрлы  Жол") == "нұрлы жол"
    assert plain("Xi’an") == plain("Xi'an") == "xian"


def test_a_formula_is_spelled_with_letters(found: Survey) -> None:
    text, terms = spelled('100 * (volume("V141") - volume("V143")) / volume("V141") ** 2')
    assert text == "100 × (a − b) ÷ a ^ 2"
    assert terms == {"a": "fact:volumes:V141:value", "b": "fact:volumes:V143:value"}


def test_each_indicator_is_explained_to_leaves(
    facts: Facts, found: Survey, kept: dict[str, Modelled]
) -> None:
    """Every parent is a node; every leaf is a fact, an assumption, an input or a claim, but for a bare quantity."""
    desk = steps(facts, kept)
    for s in found.systems:
        for i in told(s, desk)["indicators"]:
            nodes = i["explain"]["nodes"]
            assert nodes[i["explain"]["root"]]["value"] == i["value"]
            for node_id, node in nodes.items():
                assert set(node["parents"]) <= set(nodes)
                if not node["parents"]:
                    assert node["kind"] in ("fact", "assumption", "input", "claim", "result")
                    assert node["kind"] != "result" or node_id.startswith("result:quantities:")
                if node["kind"] == "fact":
                    assert node["source"] or node["basis"], node_id


def test_steps_of_the_run_are_joined_where_it_tells_them(
    facts: Facts, found: Survey, kept: dict[str, Modelled]
) -> None:
    leaf = {"kind": "input", "label": "seed", "value": 1, "unit": None, "parents": []}

    def behind(name: str) -> dict[str, dict[str, object]]:
        top = {
            "kind": "result",
            "label": "",
            "value": 1.0,
            "unit": "",
            "formula": "sum",
            "parents": ["input:seed"],
        }
        return {f"result:quantities:{name}": top, "input:seed": leaf}

    explained = steps(facts, kept, behind).of(
        next(i for i in found.of("khorgos").indicators if "share" in i.indicator_id)
    )
    assert explained["nodes"]["result:quantities:khorgos_teu"]["parents"] == ["input:seed"]
    assert explained["nodes"]["result:quantities:khorgos_teu"]["value"] == kept["khorgos_teu"].value
    assert explained["nodes"]["input:seed"] == leaf
