"""Which row a figure is of: options by hand, probabilities that add up, weights that the passages give."""

from __future__ import annotations

import csv
import math
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from marked import article

from jibek.checking import Checker
from jibek.checking.asking import Asked, asked
from jibek.checking.choosing import Choice, choose, chosen, weighed, weights
from jibek.checking.marks import KINDS, POWERS, kind, of_none
from jibek.checking.surroundings import Surroundings

ROOT = Path(__file__).parent.parent.parent


def figures(text: str, date: str = "2024-07-04") -> list[Asked]:
    read = article(text, date=date)
    around = Surroundings(read)
    made = [asked(q, read, around) for q in read.quantities]
    return [a for a in made if a is not None]


def choice(record: Checker, text: str, at: int = 0) -> Choice:
    return choose(figures(text), record.index.shelf)[at]


def best(record: Checker, text: str) -> str:
    """How the most probable option is of its row; "none" where that is more probable."""
    found = choice(record, text)
    return found.options[0][0].how if found.options and found.options[0][1] > found.none else "none"


TRAINS = "China-Europe trains via Khorgos: in {} there were [{}|{} count|{}] trains."


@pytest.mark.parametrize(
    ("value", "year", "how"),
    [
        ("7762", 2023, "same"),
        ("7672", 2023, "digit swap"),
        ("7782", 2023, "wrong count"),  # a digit is another
        ("77620", 2023, "factor of ten"),
        ("7762000", 2023, "factor of thousand"),
    ],
)
def test_a_figure_is_of_its_row_in_one_way(record: Checker, value: str, year: int, how: str) -> None:
    found = choice(record, TRAINS.format(year, value, value, year))
    (of_row,) = {o.how for o, _ in found.options if o.fact.known.value == 7762.0}
    assert of_row == how


def test_probabilities_add_up_and_none_has_its_share(record: Checker) -> None:
    for text in (
        TRAINS.format(2023, 7762, 7762, 2023),
        "There were [31 trains|31 count|2024] a day at Khorgos.",
    ):
        found = choice(record, text)
        assert found.same >= 0.0
        assert found.missed >= 0.0
        assert 0.0 < found.none <= 1.0
        assert found.same + found.missed + found.none == pytest.approx(1.0)


def test_a_probability_is_the_logit_of_its_marks(record: Checker) -> None:
    """Worked out again from marks and weights: exponentials over their sum, none among them."""
    (one,) = figures(TRAINS.format(2023, 7762, 7762, 2023))
    alone, _ = weights()
    of = weighed(one, record.index.shelf, ())
    score = [
        sum(alone.get(m, 0.0) * x for m, x in marks.items()) for marks in (of_none(one), *(m for _, m in of))
    ]
    odds = [math.exp(s) for s in score]
    found = chosen(one, of, alone)
    assert found.none == pytest.approx(odds[0] / sum(odds), rel=1e-9)
    told = {id(o): p for o, p in found.options}
    for (option, _), odd in zip(of, odds[1:], strict=True):
        assert told[id(option)] == pytest.approx(odd / sum(odds), rel=1e-9)


def test_figures_beside_it_speak_for_a_series(record: Checker) -> None:
    """A figure with few words of its own is of the series that those beside it are of."""
    told = "Trains via Khorgos numbered [7,762|7762 count|2023] in 2023. "
    bare = "In 2020 it was [4,652|4652 count|2020]."
    assert choice(record, told + bare, 1).same > choice(record, bare).same


def test_what_another_country_has_is_no_slip(record: Checker) -> None:
    text = "Namibia's trade with China was [$4.1 billion|4.1e9 USD|2023] in 2023."
    assert best(record, text) == "none"


def test_rows_that_say_one_thing_count_once(record: Checker) -> None:
    found = choice(record, "Trade of China and Kazakhstan was [41 billion|41e9 USD|2023] in 2023.")
    told = [(o.how, o.fact.known.value, o.fact.known.days) for o, _ in found.options]
    assert len(told) == len(set(told))


def test_every_kind_of_option_has_a_weight() -> None:
    for of in weights():
        assert {f"is_{k}" for k in (*KINDS.values(), POWERS)} - of.keys() <= {"is_unit", "is_teen", "is_flow"}
        assert all(math.isfinite(w) for w in of.values())
    assert kind("factor of hundred") == POWERS


def test_the_weights_are_those_that_the_passages_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """Estimated anew; to the third digit, as another processor sums in another order."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    tool: Any = import_module("fit_weights")
    told, shelf = tool.figures()
    found = tool.both(told, shelf)
    with (ROOT / "jibek" / "data" / "checking" / "weights.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column, of in zip(("alone", "beside"), found, strict=True):
        shipped = {r["mark"]: float(r[column]) for r in rows if r[column]}
        assert shipped.keys() == of.keys()
        assert max(abs(shipped[m] - w) for m, w in of.items()) < 0.01


def test_no_weight_is_learnt_from_the_unseen_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    tool: Any = import_module("fit_weights")
    assert "unseen" not in tool.PARTS
    told, _ = tool.figures()
    assert not [t.passage for t in told if t.passage.startswith("unseen")]
