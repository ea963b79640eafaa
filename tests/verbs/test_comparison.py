"""Runs side by side: the difference, its interval worked by hand, and the order of the rows."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from jibek.answers.change import Difference
from jibek.ground.errors import InputError
from jibek.scenario import Scenario
from jibek.verbs.comparing import Comparison, compare

TOL = 1e-9  # sums of a few doubles of about 40


def fast(fake_chain: Any) -> Any:
    return fake_chain.run("khorgos-fast-customs")


def row(found: Comparison, id: str, reporter: str | None = None) -> Difference:
    return next(r for r in found.rows if (r.id, r.reporter) == (id, reporter))


def test_six_hours_less_of_clearance_are_six_hours_with_the_ends_worked_by_hand(fake_chain: Any) -> None:
    """Baseline 12 + 20, fast 6 + 20. Worlds add n to the one and 0.95 n to the other, n even from -1 to 1 in 40 steps:
    the difference is -6 - 0.05 n, its P95 that of -n. With weights in the middle of their steps, P95 lies at step 37.5
    of 0 to 39, where n is -1 + 75 / 39.
    """
    hours = row(compare(fake_chain.run("baseline"), fast(fake_chain)), "khorgos_rail_hours_mean")
    end = -1.0 + 75.0 / 39.0
    assert hours.values == (32.0, 26.0)
    assert hours.difference == pytest.approx(-6.0, abs=TOL)
    assert hours.low == pytest.approx(-6.0 - 0.05 * end, abs=TOL)
    assert hours.high == pytest.approx(-6.0 + 0.05 * end, abs=TOL)


def test_what_both_runs_have_in_common_cancels(fake_chain: Any) -> None:
    hours = row(compare(fake_chain.run("baseline"), fast(fake_chain)), "khorgos_rail_hours_mean")
    assert hours.high is not None
    assert hours.difference is not None
    independent = math.sqrt(2) * max(fake_chain.NOISE)
    assert hours.high - hours.difference < 0.1 * independent


def test_runs_of_other_worlds_have_a_difference_and_no_ends(fake_chain: Any) -> None:
    """Worlds that weigh otherwise were drawn or observed otherwise, so nothing pairs them."""

    def other(scenario: Scenario, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.tables["worlds"]["weight"] = [2.0 / fake_chain.WORLDS] + [
            (1 - 2.0 / fake_chain.WORLDS) / (fake_chain.WORLDS - 1)
        ] * (fake_chain.WORLDS - 1)
        return result

    found = compare(
        fake_chain.run("baseline"), fake_chain.run("khorgos-fast-customs", compute=other, out="other")
    )
    hours = row(found, "khorgos_rail_hours_mean")
    assert hours.difference == pytest.approx(-6.0, abs=TOL)
    assert hours.low is None
    assert hours.high is None


def test_a_run_against_itself_differs_in_nothing(fake_chain: Any) -> None:
    base = fake_chain.run("baseline")
    found = compare(base, base)
    assert all(r.difference in (0.0, None) for r in found.rows)
    assert found.changed_inputs == []
    assert "no headline number differs" in str(found)


def test_the_largest_change_against_its_interval_comes_first_and_what_stands_still_last(
    fake_chain: Any,
) -> None:
    raw = {**Scenario.example("khorgos-fast-customs").to_dict(), "assumption": {"share": 0.51}}
    found = compare(fake_chain.run("baseline"), fake_chain.run(Scenario.from_dict(raw)))
    assert [r.id for r in found.rows] == [
        "khorgos_rail_hours_mean",  # 6 h against a half-width of minutes
        "caspian_tonnes",  # 10 t against a tenth of a tonne
        "kaz_chn_trade_usd",
        "kaz_chn_trade_usd",
        "xian_duisburg_days_p50",
    ]
    weights = [r.weight() for r in found.rows]
    assert weights == sorted(weights, reverse=True)


def test_reporters_are_never_mixed(fake_chain: Any) -> None:
    found = compare(fake_chain.run("baseline"), fast(fake_chain))
    assert row(found, "kaz_chn_trade_usd", "CHN").values == (41.0e9, 41.0e9)
    assert row(found, "kaz_chn_trade_usd", "KAZ").values == (31.5e9, 31.5e9)


def test_a_number_that_a_run_lacks_is_no_difference(fake_chain: Any) -> None:
    days = row(compare(fake_chain.run("baseline"), fast(fake_chain)), "xian_duisburg_days_p50")
    assert days.values == (None, None)
    assert days.difference is None
    assert days.low is None


def test_changed_inputs_name_the_setting_and_both_values(fake_chain: Any) -> None:
    found = compare(fake_chain.run("baseline"), fast(fake_chain))
    key = f"gateway.{fake_chain.KHORGOS}.clearance_hours"
    assert found.changed_inputs == [{"input": key, "values": [12.0, 6.0]}]


def test_changed_facts_are_named_when_the_data_differ(fake_chain: Any) -> None:
    def other(scenario: Scenario, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.tables["record.facts"].loc[0, "value"] = 300.0
        return replace(result, digest="e" * 64)

    found = compare(fake_chain.run("baseline"), fake_chain.run("baseline", compute=other, out="other"))
    assert {"input": "fact:links:L071:distance_km", "values": [293.0, 300.0]} in found.changed_inputs
    assert "compare.other_data" in {w["code"] for w in found.warnings()}


def test_json_and_frame_hold_the_same(fake_chain: Any) -> None:
    found = compare(fake_chain.run("baseline"), fast(fake_chain))
    said = found.to_json()
    assert set(said) >= {"runs", "headline", "changed_inputs"}
    assert set(said["headline"][0]) == {
        "id", "name", "unit", "reporter", "values", "difference", "low", "high", "explain",
    }  # fmt: skip
    frame = found.to_frame()
    assert frame["id"].tolist() == [r["id"] for r in said["headline"]]
    assert frame["baseline"].tolist()[0] == said["headline"][0]["values"][0]
    assert frame["khorgos-fast-customs"].tolist()[0] == said["headline"][0]["values"][1]


def test_the_text_shows_differences_first_and_fits_a_screen(fake_chain: Any) -> None:
    text = str(compare(fake_chain.run("baseline"), fast(fake_chain)))
    lines = text.splitlines()
    assert any("clearance_hours" in line and "12 → 6" in line for line in lines[:3])
    assert any(line.startswith("Hours through Khorgos") and "-6" in line.replace("−", "-") for line in lines)
    assert "CHN" not in text
    assert "4 headline numbers unchanged" in text
    assert max(map(len, lines)) <= 100


def test_three_runs_stand_side_by_side_and_the_difference_is_last_less_first(fake_chain: Any) -> None:
    found = compare(fake_chain.run("baseline"), fake_chain.run("caspian-storm"), fast(fake_chain))
    hours = row(found, "khorgos_rail_hours_mean")
    assert hours.values == (32.0, 32.0, 26.0)
    assert hours.difference == pytest.approx(-6.0, abs=TOL)
    text = str(found)
    assert all(name in text for name in ("baseline", "caspian-storm", "khorgos-fast-customs"))


def test_names_are_computed_when_there_is_no_run(fake_chain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compare("baseline", "khorgos-fast-customs")
    assert [run.name for run in found.runs] == ["baseline", "khorgos-fast-customs"]


def test_one_run_is_refused(fake_chain: Any) -> None:
    with pytest.raises(InputError) as caught:
        compare("baseline")
    assert caught.value.code == "compare.too_few"


def test_seeds_that_differ_are_said(fake_chain: Any) -> None:
    found = compare(fake_chain.run("baseline"), fake_chain.run("baseline", seed=3))
    assert "compare.other_seed" in {w["code"] for w in found.warnings()}
    assert str(found).startswith("! ")


def told(
    short: str, unit: str, values: tuple[float, float], change: tuple[float, float, float]
) -> Difference:
    return Difference(short, short, short, unit, None, values, *change, ("headline", short, "value"))


WELFARE = told("Welfare", "%", (0.0, 0.0045), (0.0045, 0.0044, 0.0046))
HOURS = told("Hours", "h", (20.0, 15.0), (-5.0, -6.0, -4.0))
TONNES = told("Tonnes", "t/yr", (28.4e6, 28.5e6), (110e3, 50e3, 140e3))
EMITTED = told("Emitted", "kg", (3000.0, 3001.0), (1.0, -1.0, 3.0))
STILL = told("Still", "h", (3.0, 3.0), (0.0, 0.0, 0.0))


def made(*rows: Difference) -> Comparison:
    found = object.__new__(Comparison)
    found.runs = tuple(
        SimpleNamespace(name=n, id=n, manifest={}) for n in ("baseline", "khorgos-fast-customs")
    )
    found.rows = tuple(sorted(rows, key=Difference.weight, reverse=True))
    found.changed_inputs = []
    return found


def test_what_is_sure_but_too_small_to_notice_never_opens_and_what_may_be_nothing_closes() -> None:
    """By size against half-width: welfare 45, hours 5, tonnes 2.4, emitted 0.5. Welfare moves by 0.0045 %."""
    found = made(EMITTED, STILL, WELFARE, TONNES, HOURS)
    assert [r.short for r in found.rows] == ["Hours", "Tonnes", "Welfare", "Emitted", "Still"]
    assert [r.may_be_nothing for r in found.rows[:4]] == [False, False, False, True]


def test_a_row_has_one_unit_in_which_all_its_numbers_stand() -> None:
    """110 kt of 28.4 Mt are 0.11 Mt; the interval's half-width, 45 kt, keeps one figure: 0.05 to 0.14."""
    (row,) = made(TONNES).grid().rows
    assert row == ("Tonnes", "+0.11", "+0.05 to +0.14", "28.4", "28.5", "Mt/yr")


def test_names_of_scenarios_are_whole_and_the_doubtful_is_marked() -> None:
    text = str(made(EMITTED, HOURS, STILL))
    assert text.startswith("baseline → khorgos-fast-customs")
    assert "…" not in text
    assert "? Emitted" in text
    assert "? may be nothing" in text
    assert "1 headline number unchanged" in text


def test_a_notebook_shows_the_cells_that_the_terminal_shows() -> None:
    found = made(EMITTED, TONNES, HOURS)
    page, text = found._repr_html_(), str(found)
    for cell in (c for row in found.grid().rows for c in row):
        assert cell in page
        assert cell.replace("\u202f", " ") in text
    assert "e+0" not in page
    assert "None" not in page
