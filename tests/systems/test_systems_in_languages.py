"""`jibek systems --lang`: every word is one that a translator is given, or is marked as said by its source."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import made_up
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import pseudo

from jibek import verbs
from jibek.ground.errors import InputError
from jibek.ground.language import LANGUAGES, speaking
from jibek.ground.vocabulary import (
    AREAS,
    CLAIM_STATUS,
    CONFIDENCE,
    EVENT_STATUS,
    SYSTEM_GROUPS,
    SYSTEM_TYPES,
    TEXTS,
)
from jibek.report.systems import areas, words
from jibek.report.systems.page import html
from jibek.systems.tables import STATES
from jibek.verbs import surveying

OTHERS = [x for x in LANGUAGES if x != "en"]

# The same in all languages: the program's name, codes of texts and statements, names of runs, "JD.com"; and what the
# quantities of the made-up run are called.
SAME = re.compile(r"\b(S\d(-\d+)?|Jibek|baseline|made-up|JD\.com|What \w+ counts\.)")


@pytest.fixture(autouse=True)
def without_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveying, "obtain", lambda *_, **__: made_up.run())


@pytest.fixture(scope="module")
def answer() -> surveying.Surveyed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surveying, "obtain", lambda *_, **__: made_up.run())
        return verbs.systems()


@pytest.mark.parametrize("lang", OTHERS)
def test_the_page_says_nothing_that_is_not_given_to_translators(
    monkeypatch: pytest.MonkeyPatch, answer: surveying.Surveyed, lang: str
) -> None:
    pseudo.speak(monkeypatch)
    documents = {text: f"Title of {text}" for text in TEXTS}
    content = {
        "systems": answer.systems,
        "screens": answer.screens,
        "run": answer.run,
        "documents": documents,
    }
    with speaking(lang):
        page = html({**content, "version": "0"})
    assert f'<html lang="{lang}">' in page
    assert "⟦" in page
    left = [run for run in pseudo.untold_page(page, lang) if pseudo.untold(SAME.sub("", run))]
    assert left == [], "\n".join(left)


@pytest.mark.parametrize("lang", OTHERS)
def test_the_list_says_nothing_that_is_not_given_to_translators(
    monkeypatch: pytest.MonkeyPatch, answer: surveying.Surveyed, lang: str
) -> None:
    pseudo.speak(monkeypatch)
    text = re.sub(r"⟦[^⟦⟧]*…", "", replace(answer, lang=lang).to_text())  # what is cut off has lost its end
    left = [run for run in pseudo.untold(text) if pseudo.untold(SAME.sub("", run))]
    assert left == [], "\n".join(left)


def test_a_system_bears_its_name_of_the_language_and_the_others_below() -> None:
    text = verbs.systems("Zhanatas wind farm", lang="zh").to_text()
    assert text.startswith("扎纳塔斯风电场\n")
    assert "Zhanatas wind farm, " in text.splitlines()[1]


def test_an_unknown_language_is_refused_with_all_else_that_is_wrong() -> None:
    with pytest.raises(InputError) as refused:
        verbs.systems(lang="kz", group="enery")
    assert [p.code for p in refused.value.explained()] == ["language.unknown", "systems.unknown_group"]


def test_every_word_of_the_data_has_one_for_people() -> None:
    declared = {*SYSTEM_GROUPS, *SYSTEM_TYPES, *AREAS, *STATES, *EVENT_STATUS, *CLAIM_STATUS, *CONFIDENCE}
    assert declared <= set(words.WORDS)
    assert set(words.COUNTED) == set(STATES)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "10 Nov 2023"), ("ru", "10 нояб. 2023\u202fг."), ("zh", "2023年11月10日")],
)
def test_days_are_written_as_the_language_writes_them(lang: str, said: str) -> None:
    with speaking(lang):
        assert areas.spoken("2023-11-10").replace("\xa0", "\u202f") == said.replace(" г", "\u202fг")
