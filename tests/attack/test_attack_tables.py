"""Any cell of any table, spoilt in any way: refused with file, row and column, or read as a finite number or words."""

from __future__ import annotations

import csv
import io
from functools import cache

import numpy as np
import pandas as pd
import pytest
from attack.attacking import answered, attack
from hypothesis import given
from hypothesis import strategies as st
from sources.tables_on_disk import row_of, write

from jibek.dataset.inspection import inspect
from jibek.sources import read
from jibek.sources.bounds import LONGEST_ID
from jibek.sources.files import parse, typed
from jibek.sources.overlay import problems_of
from jibek.sources.tables import TABLES

STEMS = sorted(TABLES)
NASTY = [
    *("", " ", "|", "a|b", "a\nb", "a\x00b", "a\u2028b", "x" * 300, "ZZZ", "moon", "gold", "furlong", "soon"),
    *(
        "nan",
        "inf",
        "-inf",
        "1e999",
        "1e300",
        "-1e300",
        "-1",
        "0",
        "1.2.3",
        "1/0",
        "1,5",
        "0x10",
        "1_0",
        "٣",
        "½",
    ),
    *("true", "None", "=1+1", ";", ";;", "a;;b", "🚂", "\u202e", "é" * 150, "9" * 400, "2023-13-45", "0000"),
]


@cache
def package():
    return read()


def spoilt(stem, change):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(TABLES[stem].columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow(row_of(package(), stem) | change)
    return parse(stem, f"{stem}.csv", out.getvalue().encode())


@given(stem=st.sampled_from(STEMS), data=st.data())
@attack(120)
def test_a_spoilt_cell_is_refused_or_read_as_it_stands(stem, data):
    columns = TABLES[stem].columns
    names = data.draw(st.lists(st.sampled_from(list(columns)), min_size=1, max_size=3, unique=True))
    words = st.one_of(st.sampled_from(NASTY), st.text(max_size=8), st.floats().map(repr))
    change = {name: data.draw(words) for name in names}
    raw = spoilt(stem, change)
    found = problems_of(raw, package().tables[stem], dict(package().tables))
    assert all(p.code and p.where == f"{stem}.csv" for p in found)
    if found:
        return
    frame = typed(TABLES[stem], raw.frame)
    for name in names:
        spec = columns[name]
        if spec.kind in ("number", "integer"):
            figure = frame[name].to_numpy(float)
            assert not np.isinf(figure).any()
            assert (np.nan_to_num(np.abs(figure)) <= 1e15).all()
        elif name in TABLES[stem].key and frame[name].iloc[0] is not None and name != "working":
            assert "|" not in frame[name].iloc[0]
            assert len(frame[name].iloc[0]) <= LONGEST_ID


KEYS = [
    (stem, column)
    for stem, table in TABLES.items()
    for column in table.key
    if table.columns[column].kind == "text" and column != "working"
]


@pytest.mark.parametrize(("stem", "column"), KEYS, ids=str)
@pytest.mark.parametrize("word", ["KZ|ALA", "a\nb", "x" * 201])
def test_no_id_of_any_table_holds_what_breaks_a_key(stem, column, word):
    found = problems_of(spoilt(stem, {column: word}), package().tables[stem], dict(package().tables))
    assert ("sources.bad_id", 2, column) in {(p.code, p.row, p.column) for p in found}


REFERRING = [(stem, name) for stem, t in TABLES.items() for name, c in t.columns.items() if c.refers_to]


@pytest.mark.parametrize(("stem", "column"), REFERRING, ids=str)
def test_an_unknown_id_is_told_where_the_table_of_ids_has_a_row_without_one(stem, column):
    """Mutant 5757: two files at fault at once, one of them without an id where the other looks for the nearest."""
    tables = dict(package().tables)
    blank = {
        name: pd.concat([t, t.iloc[:1].map(lambda _: None)], ignore_index=True) for name, t in tables.items()
    }
    found = problems_of(spoilt(stem, {column: "no-such-id"}), tables[stem], blank)
    codes = {p.code for p in found if (p.row, p.column) == (2, column)}
    assert codes & {"table.unknown_reference", "sources.unknown_place", "table.unknown_form"}


REFUSED = [
    ("markets", {"market_id": "chn-rus-container"}, {"exporters": "ZZZ"}),
    ("markets", {"market_id": "chn-rus-container"}, {"commodity_class": "gold"}),
    ("markets", {"market_id": "chn-rus-container"}, {"corridors": "moon"}),
    ("pivots", {"pivot_id": "sea-iran"}, {"unit": "furlong"}),
    ("link_attributes", {"attribute": "opened"}, {"value": "soon"}),
    ("link_attributes", {"attribute": "opened"}, {"value": "0000"}),
    ("observations", {"observation_id": "V038"}, {"year_part": "1/0"}),
    ("links", {"id": "L071"}, {"distance_km": "1e300"}),
    ("nodes", {"id": "KZALA"}, {"id": "KZ|ALA"}),
    ("country_base", {"iso3": "KAZ"}, {"gdp_2023_busd": "1e300"}),
    ("assumptions", {"assumption_id": "choice_price_sensitivity"}, {"low": "-0.2"}),
    ("assumptions", {"assumption_id": "train_arrival_cv"}, {"low": "-0.5"}),
    ("assumptions", {"assumption_id": "road_driving_hours_per_day"}, {"high": "48"}),
    ("assumptions", {"assumption_id": "tonnes_per_truck"}, {"high": "2200"}),
]


def test_what_a_run_refuses_an_inspection_tells(tmp_path):
    for stem in {stem for stem, _, _ in REFUSED}:
        rows = [row_of(package(), s, **where) | change for s, where, change in REFUSED if s == stem]
        write(tmp_path, stem, *rows)
    wrong = [c for c in inspect(tmp_path).checks if c.severity == "error" and not c.ok]
    told = [row for check in wrong for row in check.rows]
    _, fault = answered(lambda: read(tmp_path))
    assert fault.exit_code == 2
    line = dict.fromkeys(TABLES, 1)
    for stem, _, change in REFUSED:
        line[stem] += 1
        place = f"{stem}.csv row {line[stem]} [{next(iter(change))}]"
        assert any(place in row for row in told), place
        assert any(place in str(problem) for problem in fault.problems), place


@pytest.mark.parametrize("where", [{"kind": "door"}, {"pivot_id": "sea-iran"}])
def test_what_only_the_first_steps_of_a_run_refuse_an_inspection_tells_too(tmp_path, where):
    door = "moon" if "kind" in where else "L247"
    write(tmp_path, "pivots", row_of(package(), "pivots", **where) | {"door": door})
    assert read(tmp_path)
    (wrong,) = [c for c in inspect(tmp_path).checks if c.severity == "error" and not c.ok]
    assert wrong.code == "run.first_steps"
    assert any("pivot" in row for row in wrong.rows)
