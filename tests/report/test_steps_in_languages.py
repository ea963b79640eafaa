"""Steps of derivations in other languages: whatever the answer is told in has words; ids and documents stay."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sample

sys.path.insert(0, str(Path(__file__).parents[1]))
import pseudo

from jibek.answers.headline import ITEMS
from jibek.answers.quantities import QUANTITIES
from jibek.ground import told
from jibek.ground.language import speaking
from jibek.report.wording.names import Names
from jibek.report.wording.retold import Said, Teller

TELLER = Teller(Names(sample.report()))

PLACED = (*told.LABELS, *told.FORMULAS, *told.ORIGINS)


@pytest.fixture
def russian() -> Iterator[None]:
    with speaking("ru"):
        yield


def parts(said: Said, left: int) -> str:
    """What is of the language of the page (0), or left in another (1)."""
    return " ".join([said, ""][left::2] if isinstance(said, str) else said[left::2])


@pytest.mark.parametrize("form", PLACED)
def test_a_sentence_is_found_again_by_what_it_was_made_of(form: str) -> None:
    among = next(kind for kind in (told.LABELS, told.FORMULAS, told.ORIGINS) if form in kind)
    found = told.read(form.format(**sample.FILLED), among)
    assert found is not None
    assert found[0] == form
    assert found[1] == {place: sample.FILLED[place] for place in found[1]}


def test_every_sentence_of_steps_is_a_message_and_in_the_sample() -> None:
    words = {v for name, v in vars(told).items() if name.isupper() and isinstance(v, str)} - {told.TABLE}
    assert words <= pseudo.messages()
    assert set(PLACED) <= {*sample.FORMS, told.ASSUMED_ALL}


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("formula", [i.formula for i in ITEMS]),
        ("label", [i.name for i in ITEMS]),
        ("formula", [q.what for q in QUANTITIES.values()]),
        ("label", [q.words for q in QUANTITIES.values()]),
        ("unit", [i.unit for i in ITEMS] + [q.unit for q in QUANTITIES.values()]),
    ],
)
def test_whatever_the_answer_is_told_in_has_words(
    monkeypatch: pytest.MonkeyPatch, russian: None, field: str, texts: list[str]
) -> None:
    pseudo.speak(monkeypatch)
    for text in texts:
        said = TELLER.say(field, text)
        assert parts(said, 1) == ""
        assert pseudo.untold(parts(said, 0)) == []


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("label", "Trains a day at CN_KHORGOS-KZ_ALTYNKOL, out", "Поездов в сутки: Хоргос – Алтынколь, на выезд"),
        ("label", "Goods from KAZ to CHN by KAZ, base",
         "Товары: Казахстан – Китай, источник: Статистика Казахстана, базовый расчёт"),
        ("label", "pivot P07", ["опора ", "P07"]),
        ("label", "network.arcs L071+, hours_mean", ["", "network.arcs L071+, hours_mean"]),
        ("basis", "assumption between 0.5 and 2.5, central 1.0", "допущение от 0,5 до 2,5, центральное значение 1,0"),
        ("formula", "100 × a ÷ b; a, b: the first of the steps, in this order",
         "100 × a ÷ b; a, b: первые из шагов, в этом порядке"),
        ("formula", "days('EV-A', 'EV-B')", ["", "days('EV-A', 'EV-B')"]),
        ("source", "A report (Trend); assumption “Ferry wait hours”",
         ["", "A report (Trend)", "; допущение «Часы ожидания парома»"]),
        ("source", "Published by nobody", ["", "Published by nobody"]),
        ("unit", "Mt/year", "млн т/год"),
        ("unit", "KZT", ["", "KZT"]),
        ("value", "L075", ["", "L075"]),
    ],
)  # fmt: skip
def test_words_are_said_and_ids_stay(russian: None, field: str, text: str, said: Said) -> None:
    assert TELLER.say(field, text) == said


def test_english_stays_as_the_run_has_it() -> None:
    assert TELLER.say("formula", "as published") == "as published"
    assert TELLER.say("unit", "KZT") == "KZT"
