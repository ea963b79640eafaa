"""`jibek route --lang`: text, map and pairs; on the shipped network without queues."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import pseudo

from jibek import cli, network, record, sources, verbs
from jibek.ground.errors import InputError
from jibek.ground.language import LANGUAGES
from jibek.ground.text import columns
from jibek.routes.roadbed import Roadbed
from jibek.scenario import Scenario
from jibek.verbs.loading import Loading, Where

OTHERS = [x for x in LANGUAGES if x != "en"]


@pytest.fixture(autouse=True, scope="module")
def loading():
    """In the place of a kept run; nothing else of a run is read."""
    facts = record.establish(sources.read(), 2023, {})
    net = network.build(facts, Scenario.example("baseline").network).usual
    bed = Roadbed.of(net, np.zeros(len(net.facilities)), None, facts, 1, mixed=True)
    made = Loading.of(Scenario.example("baseline"), facts, bed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Where, "recalled", lambda self: made)
        patch.setattr(Where, "meant", lambda self, *_, **__: made)
        yield


def named_by(routes):
    """English names of places that have none in the language, and the scenario."""
    return {n for i, n in routes.names.items() if i not in routes.local} | {routes.scenario}


def left(runs, routes):
    names = sorted(named_by(routes), key=len, reverse=True)
    found = []
    for run in runs:
        less = run
        for name in names:
            less = less.replace(name, "")
        found += pseudo.untold(less)
    return found


@pytest.mark.parametrize("lang", OTHERS)
def test_text_and_map_say_nothing_that_is_not_given_to_translators(monkeypatch, tmp_path, lang):
    pseudo.speak(monkeypatch)
    out = tmp_path / "map.html"
    routes = verbs.route(
        "baseline", "CNCHN", "TRIST", tonnes=3000, everything=True, map_to=out, lang=lang, date="2023-07-03"
    )
    text = routes.to_text().partition("⟦What sources warn of⟧")[
        0
    ]  # below are notes as their sources write them
    assert "⟦" in text
    assert left(pseudo.untold(" ".join(text.split())), routes) == []
    html = out.read_text(encoding="utf-8")
    assert f'<html lang="{lang}">' in html
    assert left(pseudo.untold_page(html, lang), routes) == []


@pytest.mark.parametrize(
    ("lang", "origin", "land", "number"),
    [
        ("ru", "Сиань", "Россия", "3\u202f000 т"),
        ("kk", "Сиань", "Ресей", "3\u202f000 т"),
        ("zh", "西安", "俄罗斯", "3,000吨"),
    ],
)
def test_names_countries_and_numbers_are_the_languages_own(lang, origin, land, number):
    routes = verbs.route("baseline", "CNCHN", "DEDUI", tonnes=3000, lang=lang)
    text = routes.to_text()
    assert text.startswith(origin)
    assert land in text
    assert number in text
    told = routes.to_json()
    assert told["names"]["CNCHN"] == "Xi'an"  # programs read English
    assert told["choices"][0]["names"][0] == "fastest"


def test_columns_stand_below_each_other_where_letters_are_two_wide():
    lines = verbs.route("baseline", "CNCHN", "DEDUI", lang="zh").to_text().splitlines()
    at = next(n for n, line in enumerate(lines) if "逐段" in line)
    legs = lines[at + 1 : at + 6]
    assert len({columns(line) for line in legs}) == 1
    assert any("西安" in line for line in legs)
    assert max(map(columns, lines)) <= 104


def test_pairs_are_told_in_the_language(tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("origin,destination\nXi'an,Almaty\n", encoding="utf-8")
    assert verbs.route_pairs("baseline", pairs, lang="ru").to_text().startswith("Сиань – Алматы")


def test_an_unknown_language_is_refused_with_all_else_that_is_wrong(capsys):
    with pytest.raises(InputError) as refused:
        verbs.route("baseline", "CNCHN", "Atlantis", lang="kz")
    assert [p.code for p in refused.value.explained()] == ["language.unknown", "place.unknown"]
    assert cli.main(["route", "Xi'an", "Almaty", "--lang", "kz"]) == 2
    assert "language.unknown" in capsys.readouterr().err
