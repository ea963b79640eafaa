"""No working runs code, hangs, eats memory or gives a figure that is none: it is worked out, or refused."""

from __future__ import annotations

import math
from functools import cache

import pytest
from attack.attacking import answered, attack
from hypothesis import example, given
from hypothesis import strategies as st
from sources.tables_on_disk import row_of, write

from jibek import record, sources
from jibek.dataset.inspection import inspect
from jibek.ground.errors import InputError
from jibek.record.arithmetic import by_name, evaluate
from jibek.record.working import check, work_out


@cache
def facts():
    return record.establish(sources.read(), 2023)


FORMERLY = [
    "9**9**9",
    "9**9**9**9",
    "'a'*10**10",
    "'a'+'b'",
    "+".join(["1"] * 3000),
    "-" * 3000 + "1",
    "(" * 500 + "1" + ")" * 500,
    "(" * 100_000,
    "10.0**400",
    "10**400",
    "'nan'",
    "nan",
    "inf",
    "1e999",
    "1e308*10",
    "9" * 5000,
    "1" * 200_000,
    "maximum(" + ",".join(["1"] * 5000) + ")",
    'volume("' + "V" * 200_000 + '")',
    "True",
    "0j",
    "...",
    "b'1'",
    "1;2",
    "x=1",
    "lambda: 1",
    "(x:=1)",
    "f'{1}'",
    "[1][0]",
    'volume(*["V056"])',
    "().__class__.__bases__",
    '__import__("os").system("true")',
]

atoms = st.one_of(
    st.integers(-(10**30), 10**30).map(str),
    st.floats(allow_nan=False).map(repr),
    st.sampled_from(
        ["9**9", "0", "1e308", '"a"', "nan", 'assume("trade_theta")', 'volume("V056")', "sqrt(2)"]
    ),
)
expressions = st.recursive(
    atoms,
    lambda e: st.one_of(
        st.tuples(e, st.sampled_from(["+", "-", "*", "/", "**", "//", "%", ",", " if ", "<"]), e).map(
            "".join
        ),
        e.map("({})".format),
        e.map("-{}".format),
        e.map("sqrt({})".format),
        st.tuples(e, e).map("minimum({0[0]}, {0[1]})".format),
        e.map("fact({})".format),
    ),
    max_leaves=12,
)


@given(told=st.one_of(expressions, st.text(max_size=40)))
@example(told="")
@example(told="fact(0)")
@attack(150)
def test_a_working_gives_a_finite_figure_or_is_refused(told):
    found = check(told, facts())
    assert all(p.code.startswith(("working.", "record.")) for p in found)
    worked, fault = answered(lambda: work_out(told, facts()))
    if fault:
        assert fault.exit_code == 2
        assert len(fault.message) < 2000
    else:
        assert math.isfinite(worked.value)
        assert found == []  # what is computed was let pass before


@pytest.mark.parametrize("told", FORMERLY, ids=lambda told: told[:20])
def test_what_once_hung_or_was_taken_is_refused(told):
    with pytest.raises(InputError) as caught:
        work_out(told, facts())
    assert caught.value.code == "working.invalid"


@given(told=st.one_of(st.sampled_from(FORMERLY), expressions))
@attack(100)
def test_workings_by_name_give_finite_figures_or_are_refused(told):
    figures, fault = answered(
        lambda: [evaluate(working, {"sqrt": math.sqrt}, told, "x") for _, working in by_name(told, "x")]
    )
    if fault:
        assert fault.code == "working.invalid"
    else:
        assert all(math.isfinite(f) for f in figures)


IMPOSSIBLE = [
    ("9**9**9", "working.invalid"),
    ("1/0", "working.invalid"),
    ("-5", "working.impossible_value"),
    ('assume("sea_share_iran") - assume("sea_share_iran")', "working.impossible_value"),
]


def test_a_run_and_an_inspection_refuse_them_with_row_and_column_before_anything_is_computed(tmp_path):
    shipped = sources.read()
    names = shipped.tables["pivots"]["pivot_id"].tolist()
    rows = [
        row_of(shipped, "pivots", pivot_id=name) | {"working": told}
        for name, (told, _) in zip(names, IMPOSSIBLE, strict=False)
    ]
    write(tmp_path, "pivots", *rows)
    with pytest.raises(InputError) as caught:
        record.establish(sources.read(tmp_path))
    found = [(p.code, p.where, p.row, p.column) for p in caught.value.problems]
    told = [(code, "pivots.csv", 2 + n, "working") for n, (_, code) in enumerate(IMPOSSIBLE)]
    assert sorted(found) == sorted(told)
    (wrong,) = [c for c in inspect(tmp_path).checks if c.severity == "error" and not c.ok]
    assert wrong.code == "references.workings"
    for n in range(len(IMPOSSIBLE)):
        assert any(f"pivots.csv row {2 + n} [working]" in row for row in wrong.rows)


def test_looking_whether_workings_can_be_worked_out_is_not_asking():
    assert record.establish(sources.read(), 2023).asked() == frozenset()
