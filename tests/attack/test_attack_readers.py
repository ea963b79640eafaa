"""Files and arrays that say less than they should: refused in their own words, never read in silence."""

from __future__ import annotations

import numpy as np
import pytest
from attack.attacking import attack
from hypothesis import example, given
from hypothesis import strategies as st

from jibek.demand.matrix.balancing import balance
from jibek.ground.errors import InputError
from jibek.sources.formats.tntp import read_trips
from jibek.trade.hat import solve_hat


@given(
    n=st.integers(2, 5),
    totals=st.lists(st.floats(1, 1e6), min_size=10, max_size=10),
    off=st.sampled_from([0.0, 1e-12, 1e-6, 0.01, 1.0]),
)
@example(n=2, totals=[50.0] * 10, off=0.01)
@attack(60)
def test_totals_of_two_sums_are_told_as_such_and_blame_no_country(n, totals, off):
    rows = np.array(totals[:n])
    columns = np.array(totals[n : 2 * n])
    columns *= rows.sum() / columns.sum() * (1 + off)
    names = tuple("ABCDE"[:n])
    if off > 1e-9:
        with pytest.raises(InputError) as caught:
            balance(np.ones((n, n)), rows, columns, names=names)
        (problem,) = caught.value.problems
        assert problem.code == "demand.unequal_totals"
        assert "rows sum to" in problem.message
        assert "columns to" in problem.message
    else:
        found = balance(np.ones((n, n)), rows, columns, names=names)
        assert np.allclose(found.value.sum(axis=0), columns, rtol=1e-8)


def test_rows_of_100_and_columns_of_101():
    with pytest.raises(InputError) as caught:
        balance(np.ones((2, 2)), np.array([50.0, 50.0]), np.array([50.0, 51.0]), names=("A", "B"))
    assert "rows sum to 100, columns to 101" in str(caught.value)


@given(n=st.integers(2, 5), cells=st.lists(st.floats(1, 100), min_size=25, max_size=25))
@attack(40)
def test_a_matrix_without_domestic_sales_is_refused(n, cells):
    flows = np.array(cells[: n * n]).reshape(n, n)
    np.fill_diagonal(flows, 0.0)
    with pytest.raises(InputError) as caught:
        solve_hat(flows, np.ones((n, n)), 5.0)
    assert caught.value.code == "trade.no_domestic_sales"


def test_with_them_the_gain_is_1_0135_and_not_1_1111():
    ratio = np.array([[1.0, 0.9], [0.9, 1.0]])
    found = solve_hat(np.array([[90.0, 10.0], [10.0, 90.0]]), ratio, 5.0)
    assert found.welfare.round(4).tolist() == [1.0135, 1.0135]


TRIPS = [
    "<NUMBER OF ZONES> 3",
    "<TOTAL OD FLOW> 60.0",
    "<END OF METADATA>",
    "Origin 1",
    "2 : 10.0; 3 : 20.0;",
    "Origin 2",
    "1 : 5.0; 3 : 15.0;",
    "Origin 3",
    "1 : 4.0; 2 : 6.0;",
]


@pytest.mark.parametrize("lines", range(len(TRIPS)))
def test_a_trip_table_cut_anywhere_is_refused(tmp_path, lines):
    """Whole it holds 60 trips, as its header says."""
    path = tmp_path / "trips.tntp"
    path.write_text("\n".join(TRIPS[:lines]))
    with pytest.raises(InputError):
        read_trips(path)


def test_whole_it_is_read(tmp_path):
    path = tmp_path / "trips.tntp"
    path.write_text("\n".join(TRIPS))
    assert read_trips(path).trips.sum() == 60.0
