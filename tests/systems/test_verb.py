"""`jibek systems`: as JSON, as text, as a page; what is asked for and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import made_up
import pytest

from jibek import cli, verbs
from jibek.verbs import surveying


@pytest.fixture(autouse=True)
def without_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run is made up: nothing is computed."""
    monkeypatch.setattr(surveying, "obtain", lambda *_, **__: made_up.run())


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["systems", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_holds_all_with_the_fields_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "--json")
    answer = json.loads(out)
    assert code == 0
    assert len(answer["systems"]) == 94
    assert {"jibek", "warnings"} <= set(answer)
    for s in answer["systems"]:
        assert {"name", "type", "status", "facts", "indicators", "gaps"} <= set(s)
        for i in s["indicators"]:
            assert {
                "name",
                "value",
                "low",
                "high",
                "unit",
                "period",
                "reporter",
                "formula",
                "explain",
            } <= set(i)
    assert [a["area"] for a in answer["areas"]] == ["policy", "facilities", "trade", "finance", "people"]


@pytest.mark.parametrize("name", ["Zhanatas wind", "Жанатас", "扎纳塔斯风电场", "Zhantas"])
def test_a_name_gives_what_was_said_known_worked_out_and_missing(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    code, out, _ = asked(capsys, name)
    assert code == 0
    assert out.startswith("Zhanatas wind farm")
    order = [
        out.index(title)
        for title in ("What was said", "What is known", "What is worked out", "What is missing")
    ]
    assert order == sorted(order)
    assert "Zhang Xiao" in out  # who said it
    assert "Capacity factor as planned: 40.0 % (36.4 to 40.0), 2021" in out


def test_filters_leave_what_they_name(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "--group", "energy", "--status", "computed", "--json")
    told = json.loads(out)["systems"]
    assert told
    assert {(s["group"], s["status"]) for s in told} == {("energy", "computed")}


def test_the_list_names_every_system_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys)
    assert out.startswith("94 systems: ")
    for s in verbs.systems().systems:
        assert sum(line.startswith(s["name"]) for line in out.splitlines()) >= 1


@pytest.mark.parametrize(
    ("words", "code", "near"),
    [
        (("--group", "enery"), "systems.unknown_group", "energy"),
        (("--status", "computd"), "systems.unknown_status", "computed"),
        (("Zhezkazgan spaceport",), "systems.unknown_system", ""),
    ],
)
def test_what_is_unknown_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str, near: str
) -> None:
    exit_code, out, _ = asked(capsys, *words, "--json")
    error = json.loads(out)["error"]
    assert (exit_code, error["code"]) == (2, code)
    assert near in error["problems"][0]["fix"]


def test_both_wrong_words_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "--group", "x", "--status", "y", "--json")
    assert [p["where"] for p in json.loads(out)["error"]["problems"]] == ["--group", "--status"]


def test_the_page_asks_for_nothing_and_holds_all(tmp_path: Path) -> None:
    page = verbs.systems(html=tmp_path / "new" / "systems.html").page
    assert page is not None
    text = page.read_text(encoding="utf-8")
    assert text.count('<article class="card"') == 94
    assert not re.search(r"<(script|img|iframe|link)[^>]*(src|href)=\"(?!data:)", text)
    assert "@import" not in text
    assert "url(" not in text


def test_a_row_laid_over_is_worked_too(tmp_path: Path) -> None:
    """A user's indicator is a row of a table of the same name."""
    head = "indicator_id,system_id,name,formula,low,high,unit,period,year,reporter,reason,method\n"
    row = 'khorgos.mine,khorgos,Mine,"volume(""V029"") / volume(""V024"")",,,ratio,2023,,me,mine,\n'
    (tmp_path / "indicators.csv").write_text(head + row, encoding="utf-8")
    told = verbs.systems("khorgos border", data=tmp_path).systems[0]["indicators"]
    assert [i["value"] for i in told if i["indicator_id"] == "khorgos.mine"] == [pytest.approx(7762 / 386)]


def test_a_bad_row_laid_over_is_refused_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "indicator_id,system_id,name,formula,low,high,unit,period,year,reporter,reason,method\n"
    row = 'khorgos.mine,khorgos,Mine,"volume(""V29"")",,,ratio,2023,,me,mine,\n'
    (tmp_path / "indicators.csv").write_text(head + row, encoding="utf-8")
    code, out, _ = asked(capsys, "--data", str(tmp_path), "--json")
    problem = json.loads(out)["error"]["problems"][0]
    assert (code, problem["where"], problem["row"], problem["column"]) == (2, "indicators.csv", 2, "formula")


# ---- in a browser


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 400])
def test_it_opens_from_disk_quietly_and_is_searched(chromium: Any, tmp_path: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    asked_for: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: asked_for.append(r.url))
    page.on("console", lambda m: complaints.append(m.text))
    page.on("pageerror", lambda e: complaints.append(str(e)))
    written = verbs.systems(html=tmp_path / "systems.html").page
    assert written is not None
    page.goto(written.as_uri())
    assert (asked_for, complaints) == ([written.as_uri()], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.inner_text("#count") == "94 of 94"
    for text, count in (
        ("Жанатас", "2 of 94"),
        ("霍尔果斯", "2 of 94"),
        ("no such thing", "0 of 94"),
        ("", "94 of 94"),
    ):
        page.fill("#search", text)
        assert page.inner_text("#count") == count
    page.select_option("select[name=status]", "recorded")
    recorded = page.locator(".card:visible").count()
    assert page.inner_text("#count") == f"{recorded} of 94"
    page.select_option("select[name=status]", "")
    page.click(".tabs button[data-area=trade]")
    assert page.locator(".screen:visible").count() == 1
    number = page.locator("#area-trade details.why").first
    assert not number.locator(".inside").is_visible()
    number.locator("summary").click()
    assert number.locator(".formula").is_visible()
    page.close()
