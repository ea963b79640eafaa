"""Events of the past: told by what was known before them, with the signs that they had; rows that name nothing real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jibek import sources
from jibek.ground.errors import InputError
from jibek.ground.vocabulary import BACKTEST_READINGS
from jibek.scenario import Scenario
from jibek.scenario import shipped as events
from jibek.sources import Sources
from jibek.validation.backtests import Backtest, Outcome, backtests, known_by
from jibek.validation.readings import READINGS
from jibek.validation.states import Years

BRIDGE = Backtest("x", "", "", 2023, None, "level", "", 130.0, 300.0, "trains", "")


@pytest.mark.parametrize(
    ("predicted", "ratio"), [(65.0, 0.5), (130.0, 1.0), (200.0, 1.0), (300.0, 1.0), (600.0, 2.0)]
)
def test_within_a_published_range_is_right_beyond_it_the_nearer_end_counts(
    predicted: float, ratio: float
) -> None:
    assert Outcome(BRIDGE, predicted).ratio == pytest.approx(ratio)


def test_what_is_not_published_yet_has_no_ratio() -> None:
    assert Outcome(replace(BRIDGE, published=None, reaches=None), 1.0).ratio is None


def test_every_reading_of_the_word_list_is_read() -> None:
    assert {*READINGS, "days"} == set(BACKTEST_READINGS)


def test_events_act_on_the_baseline_of_their_year(shipped: Sources) -> None:
    rows = shipped.tables["backtests"]
    for name, year in zip(rows["scenario"], rows["year"], strict=True):
        if name:
            event = Scenario.example(name, folder="backtests")
            assert (event.name, event.base, event.year) == (name, "baseline", year)


def test_every_shipped_event_is_told(shipped: Sources) -> None:
    told = set(shipped.tables["backtests"]["scenario"].dropna())
    assert told == set(events("backtests"))


def test_what_came_later_is_not_known(shipped: Sources) -> None:
    known = known_by(shipped, 2021)
    series = known.tables["series"].groupby(["series_id", "reporter"])["year"]
    late = series.max()[series.max() > 2021]
    assert (late == series.min()[late.index]).all()  # of a series that begins later, its first figure alone
    assert known.tables["observations"]["year"].max() <= 2021
    assert shipped.tables["series"]["year"].max() > 2021  # and the tables themselves are as they were


class Told(Years):
    """Years that settle nothing."""

    def __init__(self, state: Any) -> None:
        self._state = state

    @property
    def base(self) -> Any:  # type: ignore[override]
        class Base:
            state = self._state
            facts = self._state.facts

        return Base


def test_all_that_rows_name_in_vain_is_told_at_once(base_state: Any, shipped: Sources) -> None:
    rows = shipped.tables["backtests"].copy()
    rows.loc[0, "of"] = "BYBQT-PL_MALASZEWICE:out"
    rows.loc[1, "scenario"] = "aktau-grain-2052"
    rows.loc[2, "of"] = "china_rail_hours"
    rows.loc[3, ["reading", "of"]] = ["held_wagons", "KZAAU:out:dry_bulk"]
    rows.loc[rows["reading"] == "days", "of"] = "CNCHN to GEPTI"
    with pytest.raises(InputError) as caught:
        backtests(replace(shipped, tables={**shipped.tables, "backtests": rows}), Told(base_state))
    assert caught.value.code == "validate.bad_backtest"
    values = [p.value for p in caught.value.problems]
    assert values == [
        *("poland-closed-2025", "BYBQT-PL_MALASZEWICE:out", "aktau-grain-2052", "china_rail_hours"),
        *("intake-2021", "CNCHN to GEPTI"),
    ]
    assert "BYBQT-PL_MALASZEWICZE:out" in caught.value.problems[1].fix


@pytest.fixture(scope="module")
def predicted() -> dict[str, float]:
    source = sources.read()
    return {o.backtest.backtest_id: o.predicted for o in backtests(source, Years(source))}


@pytest.mark.slow
def test_trains_that_stand_still_are_counted(predicted: dict[str, float]) -> None:
    """13 days of the trains of the year; published 130 to 300, the model's trains are good to some 15 %."""
    assert 110 < predicted["closure-poland-2025"] < 340


@pytest.mark.slow
def test_an_intake_below_the_demand_makes_hours_and_queues(predicted: dict[str, float]) -> None:
    """Without the limit trains of 2021 take some 20 hours and hardly any waits."""
    assert predicted["jam-hours-2021"] > 40
    assert predicted["jam-trains-2021"] > 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["speed-up-2000", "europe-trains-2019", "second-track-2026"])
def test_faster_lines_and_more_trains_raise_trade(predicted: dict[str, float], name: str) -> None:
    assert 0 < predicted[name] < 100


@pytest.mark.slow
def test_no_forecast_knew_that_shippers_would_leave(predicted: dict[str, float]) -> None:
    """A series that grew from 101,000 to 618,000 TEU goes on growing where nothing is told."""
    assert predicted["northern-2022"] > 500_000


def test_wagons_held_are_those_of_the_days_of_the_ban(base_state: Any) -> None:
    """Twice the days, twice the wagons."""
    of = "KZAAU:out:dry_bulk"

    def held(days: str) -> float:
        ban = {"KZAAU": {"ban": [{"direction": "out", "classes": ["dry_bulk"], "days": [days]}]}}
        event = Scenario.from_dict({"name": "x", "base": "baseline", "gateway": ban})
        return READINGS["held_wagons"].read(of, base_state, replace(base_state, scenario=event))

    one, two = held("2023-10-01/2023-10-10"), held("2023-10-01/2023-10-20")
    assert two == pytest.approx(2 * one)
    assert one > 0
