"""The path between figures against integrals worked out by hand and against what interpolation must give."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from jibek.validation.path import Errors, Means, condition, covariance

QUIET = Errors(
    own=0.0, near=0.0, far=0.0, trend=0.0, month=0.0, level=0.0, young=0.0, start=0.0,
    figure={"printed": 0.0}, model=0.0,
)  # fmt: skip


def means(*rows: tuple[str, str, float, float]) -> Means:
    """Count, family and days; long begun, each its own level."""
    return Means.of([(c, c, f, 1900.0, a, b) for c, f, a, b in rows])


def test_the_walk_is_the_double_integral_of_its_covariance() -> None:
    """Mean of min(s, t) over two intervals, added up on a fine grid."""
    errors = replace(QUIET, far=0.3)
    a, b = means(("x", "k/g", 2001.0, 2001.5)), means(("y", "k/h", 2001.25, 2003.0))
    s = 2001.0 - 1985.0 + (np.arange(2000) + 0.5) / 2000 * 0.5
    t = 2001.25 - 1985.0 + (np.arange(2000) + 0.5) / 2000 * 1.75
    by_hand = 0.09 * np.minimum.outer(s, t).mean()
    # The grid's own error is some 1e-8 of the value.
    assert covariance(a, b, errors)[0, 0] == pytest.approx(by_hand, rel=1e-6)


def test_between_two_figures_lies_the_log_linear_path() -> None:
    errors = replace(QUIET, own=0.1)
    known = means(("x", "k/g", 2020.0, 2021.0), ("x", "k/g", 2024.0, 2025.0))
    asked = means(("x", "k/g", 2022.0, 2023.0))
    mean, spread = condition(known, np.log([1.0, 4.0]), np.full(2, 1e-9), asked, errors)
    # Means over a year of a walk do not quite interpolate like points: a symmetric middle does.
    assert math.exp(mean[0]) == pytest.approx(2.0, rel=1e-3)
    assert 0.05 < math.sqrt(spread[0, 0]) < 0.1  # half of two years' walk each way


def test_beyond_the_last_figure_the_kind_carries_on() -> None:
    """A count of the same kind that doubled doubles the other; one of another kind says nothing."""
    errors = replace(QUIET, own=0.01, far=0.2)
    rows = [("x", "k/g", 2020.0, 2021.0), ("y", "k/h", 2020.0, 2021.0), ("y", "k/h", 2022.0, 2023.0)]
    asked = means(("x", "k/g", 2022.0, 2023.0))
    value = np.log([10.0, 1.0, 2.0])
    same, _ = condition(means(*rows), value, np.full(3, 1e-9), asked, errors)
    assert math.exp(same[0]) == pytest.approx(
        20.0, rel=0.01
    )  # own walks keep a four-hundredth of the variance
    other = [(c, f.replace("k/h", "l/h"), a, b) for c, f, a, b in rows]
    alone, _ = condition(means(*other), value, np.full(3, 1e-9), asked, errors)
    assert math.exp(alone[0]) == pytest.approx(10.0, rel=0.01)


def test_two_figures_of_the_same_days_weigh_by_their_precision() -> None:
    errors = replace(QUIET, own=0.1)
    rows = means(("x", "k/g", 2020.0, 2021.0), ("x", "k/g", 2020.0, 2021.0))
    mean, _ = condition(rows, np.array([0.0, 1.0]), np.array([0.01, 0.04]), rows, errors)
    assert mean[0] == pytest.approx(0.2, rel=1e-3)  # the level's own spread of ten counts for next to nothing


def test_a_service_begins_small() -> None:
    errors = replace(QUIET, start=2.0, young=0.1)
    young = Means.of([("x", "x", "k/g", 2020.0, 2020.0, 2021.0), ("x", "x", "k/g", 2020.0, 2028.0, 2029.0)])
    late = Means.of([("x", "x", "k/g", 2020.0, 2028.0, 2029.0)])
    mean, _ = condition(late, np.array([0.0]), np.array([1e-9]), young, errors)
    # exp(-2 (1/1.5 - 1/9.5)): from the middle of the first year to that of the ninth.
    assert math.exp(mean[0]) == pytest.approx(math.exp(-2.0 * (1 / 1.5 - 1 / 9.5)), rel=0.01)


def test_a_figure_over_years_is_the_sum_of_its_years() -> None:
    """Ten in the last of three years and thirty-five in all: the years add up to what was counted."""
    errors = replace(QUIET, own=0.5)
    years = [("x", "k/g", 2020.0 + n, 2021.0 + n) for n in range(3)]
    known, asked = means(*years, years[2]), means(*years)
    value = np.log([35.0 / 3.0, 10.0])
    mean, _ = condition(known, value, np.full(2, 1e-9), asked, errors, np.array([0, 0, 0, 1]))
    # Both figures are all but exact, so their sums hold to what the search leaves, a millionth.
    assert np.exp(mean).sum() == pytest.approx(35.0, rel=1e-5)
    assert math.exp(mean[2]) == pytest.approx(10.0, rel=1e-5)
    assert math.exp(mean[0]) > math.exp(mean[1]) > 10.0
