"""Declared tables: the right columns pass, every fault is named with its row as in a CSV file."""

import pandas as pd
import pytest

from jibek.ground.errors import InputError
from jibek.ground.table import Table, flag, integer, number, text

LINKS = Table(
    "test.links",
    "A link.",
    key=["link_id"],
    link_id=text("Id."),
    mode=text("Mode.", choices=("rail", "road")),
    distance_km=number("Length.", unit="km", above=0),
    tracks=integer("Tracks.", optional=True, at_least=1),
    open=flag("Open."),
    end=text("End.", refers_to="test.places", optional=True),
)
GOOD = pd.DataFrame(
    {
        "link_id": ["A", "B"],
        "mode": ["rail", "road"],
        "distance_km": [10, "20.5"],
        "tracks": [2, None],
        "open": [True, False],
        "end": ["X", None],
    }
)


def faults(frame: pd.DataFrame) -> list[tuple[str, int | None, str | None]]:
    found = LINKS.problems(frame, references={"test.places": {"X"}})
    return [(p.code, p.row, p.column) for p in found]


def test_good_rows_come_out_typed_and_ordered():
    out = LINKS.check(GOOD[["end", "open", "tracks", "distance_km", "mode", "link_id"]])
    assert list(out.columns) == list(GOOD.columns)
    assert out["distance_km"].tolist() == [10.0, 20.5]
    assert out["tracks"].tolist()[0] == 2
    assert out["tracks"].isna().tolist() == [False, True]  # missing stays missing


def test_every_fault_is_named_at_once():
    bad = GOOD.assign(mode=["rial", "road"], distance_km=[0, "ten"], tracks=[1.5, 0], end=["X", "Y"])
    assert set(faults(bad)) == {
        ("table.unknown_choice", 2, "mode"),
        ("table.out_of_range", 2, "distance_km"),
        ("table.not_a_number", 3, "distance_km"),
        ("table.out_of_range", 2, "tracks"),
        ("table.out_of_range", 3, "tracks"),
        ("table.unknown_reference", 3, "end"),
    }


def test_blank_missing_and_doubled():
    assert ("table.blank", 2, "link_id") in faults(GOOD.assign(link_id=[None, "B"]))
    assert ("table.missing_column", None, "open") in faults(GOOD.drop(columns="open"))
    assert faults(GOOD.assign(link_id=["A", "A"])) == [("table.repeated_key", 3, "link_id")]


def test_check_raises_with_all_problems():
    with pytest.raises(InputError) as caught:
        LINKS.check(GOOD.assign(distance_km=[-1, -2]))
    assert caught.value.code == "table.invalid"
    assert len(caught.value.problems) == 2
    assert "above 0, in km" in caught.value.problems[0].expected


LISTS = Table(
    "test.lists",
    "A row with lists.",
    key=["row_id"],
    row_id=text("Id."),
    classes=text("Classes.", choices=("box", "bulk"), list_of=";", instead=("all",)),
    via=text("Places.", refers_to="test.places", list_of="+", optional=True),
    part=text("Part.", pattern=r"1|\d+/\d+", form="1 or a fraction"),
)


def list_faults(**cells: str) -> list[tuple[str, str | None, object, str]]:
    frame = pd.DataFrame([{"row_id": "A", "classes": "box", "via": "X", "part": "1", **cells}])
    found = LISTS.problems(frame, references={"test.places": {"X", "Y"}})
    return [(p.code, p.column, p.value, p.fix) for p in found]


@pytest.mark.parametrize(
    "cells", [{}, {"classes": "box;bulk"}, {"classes": "all"}, {"via": "X+Y"}, {"via": ""}]
)
def test_a_list_of_known_words_passes(cells):
    assert list_faults(**cells) == []


@pytest.mark.parametrize(
    ("cells", "code", "value"),
    [
        ({"classes": "box;bluk"}, "table.unknown_choice", "bluk"),
        ({"classes": "Box"}, "table.unknown_choice", "Box"),
        ({"classes": "box;all"}, "table.unknown_choice", "all"),
        ({"classes": "box;"}, "table.empty_element", "box;"),
        ({"classes": "box;box"}, "table.repeated_element", "box"),
        ({"via": "X+Z"}, "table.unknown_reference", "Z"),
        ({"via": "X;Y"}, "table.unknown_reference", "X;Y"),
        ({"part": "half"}, "table.unknown_form", "half"),
    ],
)
def test_each_bad_element_is_named(cells, code, value):
    (found,) = list_faults(**cells)
    assert found[:3] == (code, next(iter(cells)), value)


def test_two_bad_elements_are_two_problems_and_a_near_word_is_offered():
    found = list_faults(classes="boxx;BULK")
    assert [(f[2], f[3]) for f in found] == [
        ("boxx", "Nearest known: box"),
        ("BULK", "Write bulk: case, blanks and dashes count."),
    ]


def test_what_a_list_may_hold_is_said_in_words():
    assert LISTS.columns["classes"].expected() == "all, or some of box, bulk joined by ;"
    assert LISTS.columns["via"].expected() == "ids joined by +"
    assert LISTS.columns["part"].expected() == "1 or a fraction"


def test_checking_words_takes_time_by_different_words_not_by_rows():
    """A column of half a million cells and two words: each word is looked at once."""
    looked = []

    class Watched(frozenset):  # type: ignore[type-arg]
        def __contains__(self, word: object) -> bool:
            looked.append(word)
            return super().__contains__(word)

    table = Table("test.long", "Rows.", key=["n"], n=integer("N."), place=text("P.", refers_to="places"))
    frame = pd.DataFrame({"n": range(500_000), "place": ["X", "Y"] * 250_000})
    assert table.problems(frame, references={"places": Watched({"X", "Y"})}) == []
    assert sorted(looked) == ["X", "Y"]
