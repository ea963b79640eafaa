"""Words that code compares with a cell: every slip of the pen in them is refused before anything is computed."""

from __future__ import annotations

import csv
import io
import re
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tables_on_disk import row_of, write

from jibek.dataset.inspection import inspect
from jibek.ground.errors import InputError
from jibek.ground.text import folded
from jibek.ground.units import UNITS, possible
from jibek.ground.vocabulary import ALPHA2, QUANTITIES
from jibek.sources import read
from jibek.sources.checks import references
from jibek.sources.files import parse
from jibek.sources.overlay import problems_of
from jibek.sources.tables import TABLES

CODES = {
    "table.unknown_choice",
    "table.unknown_reference",
    "table.unknown_form",
    "table.empty_element",
    "sources.unknown_place",
    "sources.near_word",
    "sources.wrong_unit",
}


@cache
def package():
    return read()


@pytest.fixture(scope="module")
def shipped():
    return package()


CLOSED = [
    (stem, name)
    for stem, table in TABLES.items()
    for name, column in table.columns.items()
    if column.choices or column.list_of or column.refers_to or column.pattern
]


def found_in(shipped, stem, row):
    """Problems of a file of one row, as laid over the package."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(TABLES[stem].columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    raw = parse(stem, f"{stem}.csv", out.getvalue().encode())
    return problems_of(raw, shipped.tables[stem], dict(shipped.tables))


def slips(word):
    """A word as a hurried hand writes it: a letter doubled, left out, swapped, other case, a blank, another dash."""
    at = st.integers(0, len(word) - 1)
    return st.one_of(
        at.map(lambda i: word[: i + 1] + word[i:]),
        at.map(lambda i: word[:i] + word[i + 1 :]),
        at.map(lambda i: word[:i] + word[i + 1 : i + 2] + word[i : i + 1] + word[i + 2 :]),
        at.map(lambda i: word[:i] + word[i].swapcase() + word[i + 1 :]),
        st.just(word.swapcase()),
        at.map(lambda i: word[:i] + " " + word[i:]),
        st.sampled_from("-_ \u2013\u00a0").map(lambda mark: re.sub(r"[-_ ]", mark, word)),
    )


def known_words(shipped, column):
    """What a cell or an element may be; None where a pattern says it."""
    ids = references(shipped.tables).get(column.refers_to, set())
    return None if column.pattern else {*column.choices, *ids, *column.instead}


@pytest.mark.parametrize(("stem", "name"), CLOSED, ids=lambda part: part)
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_slip_in_a_closed_word_is_refused(stem, name, data):
    shipped = package()
    column = TABLES[stem].columns[name]
    frame = shipped.tables[stem]
    rows = frame.index[frame[name].notna()]
    cells = frame.loc[data.draw(st.sampled_from(rows.tolist()))][list(TABLES[stem].columns)].to_dict()
    row = {k: "" if v is None or v != v else v for k, v in cells.items()}
    words = row[name].split(column.list_of) if column.list_of else [row[name]]
    n = data.draw(st.integers(0, len(words) - 1))
    slip = data.draw(slips(words[n])).strip()
    known = known_words(shipped, column)
    assume(slip not in known if known is not None else not re.fullmatch(column.pattern, slip))
    assume(slip != "" or column.list_of or not column.optional)
    told = column.list_of.join([*words[:n], slip, *words[n + 1 :]]) if column.list_of else slip
    assume(told != "" or not column.optional)
    problems = [p for p in found_in(shipped, stem, row | {name: told}) if p.column == name]
    assert {p.code for p in problems} & (CODES | {"table.blank"})
    assert all(p.row == 2 for p in problems)
    if slip and known is not None and folded(slip) == folded(words[n]):
        assert words[n] in " ".join(
            p.fix for p in problems
        )  # only case, blanks or dashes differ: it is offered


@pytest.mark.parametrize(
    ("stem", "where", "change", "near"),
    [
        ("pivots", {"pivot_id": "northern-container"}, {"unit": "teu"}, "TEU"),
        ("pivots", {"pivot_id": "northern-container"}, {"kind": "fit"}, ""),
        ("markets", {"market_id": "chn-rus-container"}, {"corridors": "sea;nothern;transsib"}, "northern"),
        ("markets", {"market_id": "chn-rus-container"}, {"importers": "RUS;Belarus"}, ""),
        ("markets", {"market_id": "chn-ca-covered"}, {"factor": "boxes-among-boxable-share"}, "boxes_among"),
        ("observations", {"observation_id": "V056"}, {"quantity": "kaz_chn_rail_Mt"}, "kaz_chn_rail_mt"),
        ("links", {"id": "L071"}, {"status": "Operating"}, ""),
        ("link_attributes", {"attribute": "speed_kmh"}, {"attribute": "speed_km/h"}, "speed_kmh"),
        ("gateways_of_countries", {"weight_basis": "population"}, {"weight_basis": "pop"}, "population"),
        ("borders", {"metric": "crossing_time_outbound"}, {"metric": "crossing time outbound"}, "outbound"),
        ("demand_evidence", {"unit": "USD"}, {"unit": "usd"}, "USD"),
        ("demand_evidence", {"topic": "gross_output"}, {"topic": "gross output"}, "gross_output"),
        ("tariffs", {"item": "SCFI Shanghai-Europe"}, {"item": "SCFI Shanghai - Europe"}, ""),
        ("volumes", {"id": "V029"}, {"id": "v029"}, ""),
    ],
)
def test_slips_that_once_changed_results_in_silence(tmp_path, shipped, stem, where, change, near):
    """By --data and by inspect alike, with the nearest word."""
    write(tmp_path, stem, row_of(shipped, stem, **where) | change)
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("sources.invalid", 2)
    (problem,) = caught.value.problems
    (name,) = change
    assert (problem.where, problem.row, problem.column) == (f"{stem}.csv", 2, name)
    assert near in f"{problem.fix} {problem.expected}"
    inspection = inspect(tmp_path)
    assert inspection.failed
    wrong = [c for c in inspection.checks if not c.ok]
    assert {c.severity for c in wrong} == {"error"}
    assert any(f"{stem}.csv row 2 [{name}]" in row for c in wrong for row in c.rows)


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u202f", "\u200b", "\ufeff"])
def test_blanks_around_a_cell_and_around_elements_do_not_count_in_any_table(shipped, blank):
    for stem, table in TABLES.items():
        row = row_of(shipped, stem)
        for name, column in table.columns.items():
            if isinstance(row[name], str) and row[name]:
                parts = row[name].split(column.list_of) if column.list_of else [row[name]]
                row[name] = (column.list_of or "").join(f"{blank}{part}{blank}" for part in parts)
        assert found_in(shipped, stem, row) == [], stem


def test_a_list_with_blanks_is_read_as_one_without(tmp_path, shipped):
    told = row_of(shipped, "markets", market_id="chn-rus-container") | {
        "corridors": " sea ; northern;\u00a0transsib"
    }
    write(tmp_path, "markets", told)
    assert read(tmp_path).digest == shipped.digest


@pytest.mark.parametrize(
    ("stem", "where", "change", "column"),
    [
        ("markets", {"market_id": "chn-rus-container"}, {"value_share": ""}, "value_share"),
        (
            "markets",
            {"market_id": "chn-kaz-container"},
            {"factor": "boxes_among_boxable_share"},
            "factor",
        ),
        (
            "markets",
            {"market_id": "chn-kaz-container"},
            {"usd_per_tonne_working": ""},
            "usd_per_tonne_working",
        ),
        ("markets", {"market_id": "chn-rus-container"}, {"corridors": ""}, "corridors"),
        ("gateways_of_countries", {"weight_basis": "population"}, {"pop_max": ""}, "pop_max"),
        ("link_attributes", {"attribute": "opened"}, {"value": "about 1990"}, "value"),
        ("link_attributes", {"period": "since 2025-09-30", "attribute": "tracks"}, {"value": "1-2"}, "value"),
        ("observations", {"observation_id": "V038"}, {"year_part": "366/365"}, "year_part"),
        ("observations", {"observation_id": "V038"}, {"year_part": "0/365"}, "year_part"),
        ("observations", {"observation_id": "V038"}, {"unit": "TEU"}, "unit"),
        ("assumptions", {"assumption_id": "tonnes_per_truck"}, {"low": 0}, "low"),
        ("assumptions", {"assumption_id": "sea_share_iran"}, {"high": 1.2}, "high"),
        ("ports", {"port": "KZAAU", "metric": "capacity"}, {"unit": "TEU/yr"}, "unit"),
        ("borders", {"mode": "rail", "metric": "capacity"}, {"unit": "trucks/day"}, "unit"),
        ("volumes", {"id": "V029"}, {"unit": "TEU"}, "unit"),
    ],
)
def test_a_row_that_would_be_dropped_or_misread_is_refused(shipped, stem, where, change, column):
    assert [p.column for p in found_in(shipped, stem, row_of(shipped, stem, **where) | change)] == [column]


def test_what_a_file_in_another_encoding_seems_to_be(tmp_path):
    header = ",".join(TABLES["aggregates"].columns)
    (tmp_path / "aggregates.csv").write_bytes(f"{header}\nA,Хоргос,x,2023,,high\n".encode("cp1251"))
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.row) == ("sources.not_utf8", 2)
    assert "windows-1251" in str(problem)


def test_words_that_stand_in_two_places_are_the_same():
    """Quantities have their rules in the answers."""
    from jibek.answers.quantities import QUANTITIES as RULES

    assert set(QUANTITIES) == set(RULES)
    for name, unit in QUANTITIES.items():
        # A run's quantity is of a year, a published figure of its own span; trade is printed as USD bn.
        own = RULES[name].unit.removesuffix("/year")
        assert {"bn USD": "USD bn", "d": "days"}.get(own, own) == unit, name


def test_country_codes_are_those_of_iso_3166():
    """249 codes, as ISO counts them, sorted; every one that the package uses is among them."""
    assert len(ALPHA2) == len(set(ALPHA2)) == 249
    assert list(ALPHA2) == sorted(ALPHA2)


def test_every_range_is_possible_and_so_is_what_lies_a_little_outside(shipped):
    frame = shipped.tables["assumptions"]
    assert set(frame["unit"]) <= set(UNITS)
    for row in frame.to_dict("records"):
        limits = possible(row["unit"], row["low"], row["high"])
        assert all(limits.allows(row[c]) for c in ("low", "central", "high")), row["assumption_id"]
        assert limits.allows(row["low"] * 0.99), row["assumption_id"]
