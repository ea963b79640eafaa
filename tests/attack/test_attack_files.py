"""Bytes that are no table and no scenario: one answer in a moment, exit code 2, however large or deep they are."""

from __future__ import annotations

from functools import cache

import pytest
from attack.attacking import answered, attack
from hypothesis import example, given
from hypothesis import strategies as st

from jibek.ground.errors import SHOWN, InputError, Problem
from jibek.ground.tomlfile import MOST_LETTERS
from jibek.scenario import Ids, Scenario
from jibek.sources import read
from jibek.sources.files import MOST_BYTES, MOST_ROWS, parse
from jibek.sources.overlay import problems_of
from jibek.sources.tables import TABLES

HEADER = ",".join(TABLES["aggregates"].columns)
WIDTH = len(TABLES["aggregates"].columns)
KNOWN = frozenset({"KZAAU", "RU", "L071", "trade_theta"})
IDS = Ids(KNOWN, KNOWN, KNOWN, KNOWN, KNOWN)


@cache
def package():
    return read()


def told(content, stem="aggregates"):
    raw = parse(stem, f"{stem}.csv", content)
    return problems_of(raw, package().tables[stem], dict(package().tables))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"{HEADER}\nA,Хоргос,x,2023,,high\n".encode("cp1251"), "sources.not_utf8"),
        (f"{HEADER}\nA,Хоргос,x,2023,,high\n".encode("utf-16"), "sources.not_utf8"),
        (f"{HEADER}\nA\0,B,x,2023,,high\n".encode(), "sources.not_utf8"),
        (f"{HEADER}\nA,{'x' * 200_000}{',' * (WIDTH - 2)}\n".encode(), "sources.too_large"),
        ((HEADER + '\nA,"' + "x\n" * 200_000).encode(), "sources.too_large"),
        ((HEADER + "," + ",".join(f"c{i}" for i in range(20_000)) + "\n").encode(), "sources.too_large"),
        ((HEADER + "\n" + "A,B\n" * (MOST_ROWS + 1)).encode(), "sources.too_large"),
        (b"x" * (MOST_BYTES + 1), "sources.too_large"),
        (b"", "table.missing_column"),
        (b'"', "table.missing_column"),
    ],
    ids=["cp1251", "utf-16", "nul", "cell", "quote", "columns", "rows", "bytes", "empty", "mark"],
)
def test_a_file_that_is_no_table_is_refused(content, code):
    found = told(content)
    assert {p.code for p in found} >= {code}
    assert len(found) <= SHOWN + 1
    assert all(p.where == "aggregates.csv" for p in found)


def test_the_first_hundred_bad_rows_are_named_and_the_rest_counted():
    found = told((HEADER + "\n" + "A,B\n" * 5000).encode())
    assert [p.row for p in found[:SHOWN]] == list(range(2, SHOWN + 2))
    assert len(found) == SHOWN + 1
    assert "4,900 more" in found[-1].message


def test_so_are_bad_cells_of_each_column():
    row = ",".join(f"slip{i % 7}" for i in range(len(TABLES["links"].columns)))
    found = told((",".join(TABLES["links"].columns) + "\n" + (row + "\n") * 3000).encode(), "links")
    counts = {
        c: sum(p.column == c and p.code.startswith("table.") for p in found) for c in TABLES["links"].columns
    }
    assert 0 < max(counts.values()) <= 2 * SHOWN + 2
    assert any("2,900 more" in p.message for p in found)


def test_an_error_shows_a_hundred_problems_to_programs_and_counts_the_rest():
    fault = InputError("x.y", "z", [Problem("x.y", "f", row=i) for i in range(250)])
    error = fault.to_json()["error"]
    assert (len(error["problems"]), error["further"]) == (100, 150)


@given(content=st.one_of(st.binary(max_size=200), st.binary(max_size=100).map(HEADER.encode().__add__)))
@example(content=b"\xef\xbb\xbf" + HEADER.encode())
@example(content=HEADER.replace(",", "\t").encode())
@attack(200)
def test_any_bytes_are_read_or_refused(content):
    assert all(p.code for p in told(content))


DEEP = {
    "lists": 'name="a"\nx=' + "[" * 500 + "]" * 500,
    "more lists": 'name="a"\nx=' + "[" * 50_000,
    "tables": 'name="a"\nx=' + "{a=" * 500 + "1" + "}" * 500,
    "dotted": 'name="a"\n' + "a." * 100_000 + "b=1",
    "dotted inside": 'name="a"\nx={' + "a." * 100_000 + "b=1}",
    "dotted section": 'name="a"\n[' + "a." * 5_000 + "b]\nx=1",
    "quoted dotted": 'name="a"\n' + '"a".' * 20_000 + "b=1",
    "sections": 'name="a"\n[' + ".".join(["a"] * 60) + "]\nx=1",
    "large": 'name="a"\n#' + "x" * MOST_LETTERS,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_a_scenario_too_deep_or_too_large_is_refused(text):
    with pytest.raises(InputError) as caught:
        Scenario.parse(text)
    assert (caught.value.exit_code, caught.value.code) == (2, "scenario.too_large")


@pytest.mark.parametrize("head", ["", "[assumption]\n", "[gateway.X]\n", "[link]\n"])
def test_twenty_thousand_unknown_keys_are_told_as_a_hundred_and_a_count(head):
    with pytest.raises(InputError) as caught:
        Scenario.parse('name="a"\n' + head + "\n".join(f"k{i}=1" for i in range(20_000)), ids=IDS)
    assert caught.value.exit_code == 2
    assert len(caught.value.problems) <= 2 * SHOWN + 3
    assert any("more of this kind" in p.message for p in caught.value.problems)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-32"])
def test_a_scenario_in_another_encoding_is_refused(encoding):
    with pytest.raises(InputError) as caught:
        Scenario.parse('name="a"\ndescription="Хоргос и Достык"'.encode(encoding))
    assert caught.value.code == "scenario.not_utf8"


def test_a_number_of_ten_thousand_digits_is_refused():
    with pytest.raises(InputError) as caught:
        Scenario.parse('name="a"\nseed=' + "9" * 10_000)
    assert caught.value.exit_code == 2


toml = st.recursive(
    st.one_of(
        st.booleans().map(str).map(str.lower),
        st.integers().map(str),
        st.sampled_from(["nan", "inf", "-inf", "1e400", '"x"', "''", "2023-01-01", "[]", "{}", "0x1f"]),
    ),
    lambda v: st.one_of(
        st.lists(v, max_size=3).map(lambda v: f"[{', '.join(v)}]"), v.map("{{a = {}}}".format)
    ),
    max_leaves=5,
)
keys = st.sampled_from(
    "name year seed base description x gateway gateway.X.closed gateway.X.ban link.L071.speed_kmh open.links "
    "assumption assumption.trade_theta cost cost.rail_factor_in trade.theta transit.RU.allowed flows.method ensemble "
    "ensemble.draws simulation.replications '|'".split()
)


@given(parts=st.lists(st.tuples(keys, toml), max_size=5, unique_by=lambda p: p[0]), tail=st.text(max_size=5))
@example(parts=[("open.links", "[[]]")], tail="")
@example(parts=[("cost.rail_factor_in", "false")], tail="")
@attack(100)
def test_any_scenario_is_read_or_refused(parts, tail):
    text = "\n".join(f"{key} = {value}" for key, value in parts) + "\n" + tail
    held, fault = answered(lambda: Scenario.parse(text, ids=IDS))
    if fault:
        assert fault.exit_code == 2
        assert fault.problems
    else:
        assert Scenario.from_dict(held.to_dict()) == held
