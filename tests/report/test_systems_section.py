"""The section on the systems: five areas on a screen each, a list by group that folds, figures that open."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sample
from markupsafe import escape

from jibek import record, sources
from jibek.ground.vocabulary import AREAS
from jibek.record import Facts
from jibek.report.htmlpage import html
from jibek.report.input import ReportInput
from jibek.report.sections.systems import systems
from jibek.report.systems.areas import drawn
from jibek.report.wording.figures import Figures
from jibek.report.wording.names import Names
from jibek.report.wording.steps import graph
from jibek.systems import modelled, survey, tables_of

sys.path.insert(0, str(Path(__file__).parents[1] / "systems"))

from made_up import kept_rows


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """What a run keeps of the shipped record, with quantities made up."""
    facts: Facts = record.establish(sources.read())
    return tables_of(survey(facts, modelled(kept_rows())))


@pytest.fixture(scope="module")
def report(tables: dict[str, pd.DataFrame]) -> ReportInput:
    made = sample.report()
    return replace(made, tables={**made.tables, **tables})


@pytest.fixture(scope="module")
def page(report: ReportInput, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("systems") / "report.html"
    out.write_text(html(report), encoding="utf-8")
    return out


def test_each_area_has_three_numbers_and_promises_beside_deeds(report: ReportInput) -> None:
    section = systems(report, Figures())
    assert [s["area"] for s in section.screens] == list(AREAS)
    for screen in section.screens:
        assert len(screen["numbers"]) == 3
        assert screen["pairs"]
        for shown in screen["numbers"]:
            assert "button" in shown["indicator"]


def test_the_list_has_every_system_once_with_its_state(report: ReportInput, tables: Any) -> None:
    section = systems(report, Figures())
    listed = {row.anchor.removeprefix("s-"): row for grid in section.grids for row in grid.rows}
    assert set(listed) == set(tables["systems.systems"]["system_id"])
    states = dict(
        zip(tables["systems.systems"]["system_id"], tables["systems.systems"]["status"], strict=True)
    )
    for system_id, row in listed.items():
        assert f">{states[system_id]}<" in str(row.cells[1])
    assert sum(len(grid.csv) for grid in section.grids) == len(tables["systems.indicators"])


def test_an_entry_bears_its_promise_and_its_chart(report: ReportInput, tables: Any) -> None:
    """Those of the screens: each promise stands once more beside the system whose figure answers it."""
    section = systems(report, Figures())
    listed = {row.anchor.removeprefix("s-"): str(row.cells[2]) for g in section.grids for row in g.rows}
    pairs = [pair for screen in section.screens for pair in screen["pairs"] if pair["deed"]["system_id"]]
    assert len(pairs) >= 5
    for pair in pairs:
        assert f"Promised: {escape(pair['promise']['words'])}." in listed[pair["deed"]["system_id"]]
    with_chart = [n for s in section.screens for n in s["numbers"] if n["series"]]
    assert with_chart
    for shown in with_chart:
        entry = listed[shown["system_id"]]
        assert "<svg" in entry
        assert str(escape(drawn(shown["series"]))) in entry  # whose figures in which unit the chart shows


def test_a_system_without_a_figure_says_what_there_is(report: ReportInput, tables: Any) -> None:
    frame = tables["systems.systems"]
    gap = frame[frame["status"] == "recorded"].iloc[0]
    changed = frame.assign(
        status=frame["status"].where(frame["system_id"] != gap["system_id"], "gap"),
        figures=frame["figures"].where(frame["system_id"] != gap["system_id"], 0),
        statements=frame["statements"].where(frame["system_id"] != gap["system_id"], 1),
        missing=frame["missing"].where(frame["system_id"] != gap["system_id"], "trips a year"),
    )
    section = systems(replace(report, tables={**report.tables, "systems.systems": changed}), Figures())
    row = next(r for g in section.grids for r in g.rows if r.anchor == f"s-{gap['system_id']}")
    assert str(row.cells[2]).strip().endswith("1 statement, missing: trips a year")


def test_a_number_without_a_value_is_a_dash_that_says_why(report: ReportInput, tables: Any) -> None:
    shown = tables["systems.screens"]["indicator_id"].dropna().iloc[0]
    frame = tables["systems.indicators"]
    lost = frame.assign(
        value=frame["value"].where(frame["indicator_id"] != shown),
        missing=frame["missing"].where(frame["indicator_id"] != shown, "the run gives none of it"),
    )
    text = html(replace(report, tables={**report.tables, "systems.indicators": lost}))
    assert "The run gives none of it." in text


def test_a_run_without_systems_says_so() -> None:
    assert systems(sample.report(), Figures()).missing


def test_an_indicator_is_cited_as_worked_out_never_as_published() -> None:
    fact = {
        "kind": "fact",
        "label": "f",
        "value": 1.0,
        "source": "KTZ",
        "url": "https://example.org",
        "parents": [],
    }
    event = {"kind": "input", "label": "e", "source": "Xinhua", "parents": []}

    def of(*parents: str) -> dict[str, Any]:
        return {"kind": "result", "label": "i", "value": 2.0, "parents": list(parents)}

    name = "result:systems.indicators:"
    explain = {
        "fact:a": fact,
        "input:e": event,
        "result:quantities:q": of("fact:a"),
        f"{name}facts": of("fact:a"),
        f"{name}events": of("input:e", "fact:a"),
        f"{name}run": of("result:quantities:q", "input:e"),
    }
    figures = Figures()
    for key in ("facts", "events", "run"):
        figures.cell(2.0, "1", "systems.indicators", key, "value", key)
    told = graph(explain, figures.cells.values(), Names(sample.report()))
    assert told[f"{name}facts"]["q"] == "Worked out by Jibek of KTZ <https://example.org>"
    assert told[f"{name}events"]["q"] == "Worked out by Jibek of figures, events and statements of its record"
    assert "q" not in told[f"{name}run"]


def test_a_trend_of_other_figures_than_the_number_says_so() -> None:
    series = {
        "unit": "USD bn",
        "points": [{"reporter": "CHN"}, {"reporter": "KAZ; Russia"}, {"reporter": None}],
    }
    assert drawn(series, "percent") == (
        "Figures behind it in bn USD; China’s customs; Kazakhstan’s statistics; Russia"
    )
    assert drawn(series, "USD bn").startswith("bn USD; ")


def test_the_page_stays_one_file_that_asks_for_nothing(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count('class="screen"') == len(AREAS)
    assert not re.search(r"<(script|img|iframe|link)[^>]*(src|href)=\"(?!data:)", text)


# ---- in a browser


@pytest.fixture(params=[1280, 400])
def opened(chromium: Any, page: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    found = context.new_page()
    found.complaints = []
    found.on("console", lambda m: found.complaints.append(m.text))
    found.on("pageerror", lambda e: found.complaints.append(str(e)))
    found.goto(page.as_uri())
    yield found
    context.close()


@pytest.mark.slow
def test_areas_are_shown_one_at_a_time_and_a_number_opens(opened: Any) -> None:
    width = opened.viewport_size["width"]
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    for area in AREAS:
        opened.click(f".tabs button[data-area={area}]")
        assert opened.locator(".screen:visible").count() == 1
        # A minister reads an area without scrolling far: at most a screen of a desk, three of a phone.
        assert opened.locator(f"#area-{area}").bounding_box()["height"] < (900 if width > 1000 else 2000)
    opened.locator("#area-people .fig").first.click()
    assert opened.inner_text("#d-label").startswith("Visitors of 2024 over those of 2023")
    assert opened.complaints == []


@pytest.mark.slow
def test_a_link_to_a_system_opens_its_fold(opened: Any) -> None:
    link = opened.locator("#area-policy .what a").first
    target = str(link.get_attribute("href"))
    assert not opened.locator(target).is_visible()
    link.click()
    assert opened.locator(target).is_visible()


@pytest.mark.slow
def test_without_a_script_every_area_is_there(chromium: Any, page: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.as_uri())
    assert plain.locator(".screen:visible").count() == len(AREAS)
    assert plain.locator(".area:visible").count() == len(AREAS)
    assert plain.locator(".tabs:visible").count() == 0
    context.close()


@pytest.mark.slow
def test_with_the_systems_too_the_page_is_short_on_a_telephone_and_in_print(opened: Any) -> None:
    """At most 9,000 px with parts folded, at most 12 pages of A4 with tables folded."""
    if opened.viewport_size["width"] == 400:
        assert opened.evaluate("document.documentElement.scrollHeight") <= 9000
    else:
        assert len(re.findall(rb"/Type\s*/Page[^s]", opened.pdf(format="A4"))) <= 12
