"""Paths of series: they pass through every figure, their bands close at figures and widen away from them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from jibek import record, sources
from jibek.ground.errors import InputError
from jibek.record.paths import forecast, paths_of, rests_on, value

EXACT = pytest.approx


def tables(figures, paths):
    """series and paths, from (series, year, value[, low, high]) and (id, series, carrier, between, growth)."""
    series = pd.DataFrame(
        [(s, y, v, *(ends or (math.nan, math.nan)), "X") for s, y, v, *ends in figures],
        columns=["series_id", "year", "value", "low", "high", "reporter"],
    )
    drawn = pd.DataFrame(
        [(p, s, "X", c, f"score_{p}", b, *g, n) for n, (p, s, c, b, g) in enumerate(paths)],
        columns=[
            "path_id", "series_id", "reporter", "carried_by", "score", "between_percent", "after_low", "after_central",
            "after_high", "_row",
        ],
    )  # fmt: skip
    drawn["carried_by"] = drawn["carried_by"].astype(object).where(drawn["carried_by"].notna(), None)
    return {"series": series, "paths": drawn}


def at(found, path, year, score=0.0):
    return value(found, path, year, lambda _: score)


EVEN = paths_of(tables([("s", 2020, 100.0), ("s", 2024, 200.0)], [("p", "s", None, 10.0, (-5.0, 5.0, 15.0))]))


def test_a_path_passes_through_its_figures_whatever_the_score():
    for score in (-1.0, 0.0, 1.0):
        assert at(EVEN, "p", 2020, score) == EXACT(100.0)
        assert at(EVEN, "p", 2024, score) == EXACT(200.0)


def test_between_two_figures_growth_is_even_and_the_band_is_that_of_a_bridge():
    """Half way of four years: 100 x sqrt(2), and 10 % times the root of 2 x 2 x 2 / 4."""
    middle = 100.0 * math.sqrt(2.0)
    assert at(EVEN, "p", 2022) == EXACT(middle)
    assert at(EVEN, "p", 2022, 1.0) == EXACT(middle * math.exp(0.1 * math.sqrt(2.0)))
    assert at(EVEN, "p", 2021, 1.0) / at(EVEN, "p", 2021) < at(EVEN, "p", 2022, 1.0) / at(EVEN, "p", 2022)


def test_after_the_last_figure_growth_is_that_of_the_row_and_its_band_widens():
    assert at(EVEN, "p", 2026) == EXACT(200.0 * 1.05**2)
    assert at(EVEN, "p", 2026, 1.0) == EXACT(200.0 * 1.15**2)
    assert at(EVEN, "p", 2026, -0.5) == EXACT(200.0 * 1.0**2)  # half way from 5 to -5 %
    width = [math.log(at(EVEN, "p", y, 1.0) / at(EVEN, "p", y, -1.0)) for y in (2025, 2027, 2030)]
    assert width == sorted(width)


def test_before_the_first_figure_it_goes_back_at_the_central_growth():
    assert at(EVEN, "p", 2018) == EXACT(100.0 / 1.05**2)
    assert at(EVEN, "p", 2016, 1.0) / at(EVEN, "p", 2016) == EXACT(math.exp(0.1 * 2.0))


def test_a_carrier_gives_the_shape_and_the_figures_the_level():
    """The carrier doubles by 2022 and stays; the path is bent to meet 300 where the carrier alone would give 200."""
    found = paths_of(
        tables(
            [
                ("s", 2020, 100.0),
                ("s", 2024, 300.0),
                *(("c", y, v) for y, v in ((2020, 1.0), (2022, 2.0), (2024, 2.0))),
            ],
            [("p", "s", "q", 0.0, (0.0, 0.0, 0.0)), ("q", "c", None, 0.0, (0.0, 10.0, 20.0))],
        )
    )
    assert at(found, "p", 2022) == EXACT(100.0 * 2.0 * math.sqrt(300.0 / 100.0 / 2.0))
    assert at(found, "p", 2026) == EXACT(300.0 * 1.1**2)  # no growth of its own beyond the carrier's


def test_a_printed_range_moves_with_the_score():
    found = paths_of(tables([("s", 2020, 100.0, 80.0, 125.0)], [("p", "s", None, 5.0, (0.0, 0.0, 0.0))]))
    assert [at(found, "p", 2020, s) for s in (-1.0, 0.0, 1.0)] == EXACT([80.0, 100.0, 125.0])
    assert at(found, "p", 2020, 0.5) == EXACT(100.0 * math.sqrt(1.25))


def test_a_year_rests_on_the_figures_next_to_it():
    before, after = (f"fact:series:s|{year}|X:value" for year in (2020, 2024))
    assert rests_on(EVEN, "p", 2022) == (before, after, "assumption:score_p")
    assert rests_on(EVEN, "p", 2024) == (after, "assumption:score_p")
    assert forecast(EVEN, 2024) == ()
    assert forecast(EVEN, 2025) == ("p",)


def test_every_fault_of_the_tables_is_told_at_once():
    wrong = tables(
        [("s", 2020, 100.0, 120.0, 130.0)],
        [
            ("p", "s", None, 5.0, (3.0, 2.0, 4.0)),
            ("q", "none", None, 5.0, (0.0, 0.0, 0.0)),
            ("a", "s", "b", 5.0, (0.0, 0.0, 0.0)),
            ("b", "s", "a", 5.0, (0.0, 0.0, 0.0)),
        ],
    )
    with pytest.raises(InputError) as fault:
        paths_of(wrong)
    columns = [p.column for p in fault.value.problems]
    assert {"after_central", "reporter", "carried_by"} <= set(columns)
    assert any("low at most value" in (p.expected or "") for p in fault.value.problems)


def test_an_unknown_path_is_refused_with_the_nearest():
    facts = record.establish(sources.read())
    with pytest.raises(InputError) as fault:
        facts.path("trade_chn_kas")
    assert "trade_chn_kaz" in fault.value.problems[0].fix


@pytest.mark.parametrize("year", [2000, 2015, 2019, 2023, 2025, 2030, 2035])
def test_every_shipped_path_has_a_positive_figure_in_every_year(year):
    facts = record.establish(sources.read(), year)
    found = {p: facts.path(p) for p in facts.table("paths")["path_id"]}
    assert all(0 < v < math.inf for v in found.values())
    if year == 2023:
        assert all(facts.growth(p) == 1.0 for p in found)
