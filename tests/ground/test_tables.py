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
