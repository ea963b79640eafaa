"""Words of the data that would work on the reader's machine: formulas, escape sequences, turned order, script."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jibek import cli
from jibek.ground.text import escaped, unworked, visible
from jibek.report.htmlpage import html
from jibek.report.wording.grids import csv_text

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

import sample

WORKS = re.compile(r"[=+\-@\t\r\n]")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EVIL = "=HYPERLINK(1)\x1b[2J\x9b31m\u202egnp.exe</script><script>alert(1)</script>\r\x07"


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(st.lists(st.one_of(st.text(), st.integers(), st.floats(), st.none()), min_size=1))
@example(["=1+1", "-1+1", "+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "-5.2", "- none", "−5"])
def test_no_text_of_a_download_starts_a_formula_and_numbers_stay(cells: list[Any]) -> None:
    frame = pd.DataFrame({"cell": pd.Series(cells, dtype=object), "n": range(len(cells))})
    rows = list(csv.reader(io.StringIO(csv_text(frame))))[1:]
    for cell, (shown, _) in zip(cells, rows, strict=True):
        assert not WORKS.match(shown.lstrip(" ")) or is_number(shown), (cell, shown)
        if isinstance(cell, str) and not shown.startswith("'"):
            assert shown == visible(cell)
    numbers = [c for c in cells if isinstance(c, (int, float)) and c == c]
    assert [unworked(n) for n in numbers] == numbers


def test_the_head_of_a_download_starts_no_formula() -> None:
    assert csv_text(pd.DataFrame({"=cmd()": [-1.5], "a": ["x"]})) == "'=cmd(),a\n-1.5,x\n"


@given(st.text())
@example(EVIL)
def test_text_for_a_terminal_holds_nothing_that_works_there(text: str) -> None:
    assert not UNSEEN.search(visible(text))
    assert visible(visible(text)) == visible(text)
    assert json.loads(escaped(json.dumps([text], ensure_ascii=False))) == [text]
    assert not UNSEEN.search(escaped(json.dumps([text], ensure_ascii=False)))


def test_a_page_of_evil_names_shows_them_and_runs_its_own_script_alone() -> None:
    report = sample.report()
    for name in ("headline", "beside_published", "rests_on"):
        frame = getattr(report, name)
        words = [c for c in ("name", "words", "source", "reason", "short") if c in frame]
        report = dataclasses.replace(report, **{name: frame.assign(**dict.fromkeys(words, EVIL))})
    page = html(dataclasses.replace(report, title=EVIL, question=EVIL))
    assert not UNSEEN.search(page)
    assert page.count("<script") == 3  # data of the page and of the map, and the one that reads them
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "'unsafe-inline'" not in policy[1].partition("script-src")[2].partition(";")[0]
    assert "␛[2J" in page
    of_map, of_page = (
        json.loads(text) for text in re.findall(r"<script[^>]*json[^>]*>(.*?)</script>", page, re.DOTALL)
    )
    assert not UNSEEN.search(json.dumps(of_map, ensure_ascii=False))
    data = of_page
    for text in data["csv"].values():
        for row in csv.reader(io.StringIO(text)):
            assert not [c for c in row if WORKS.match(c) and not is_number(c)]
    assert not UNSEEN.search(json.dumps(data["nodes"], ensure_ascii=False))


@pytest.mark.parametrize(
    "words", [["explain", EVIL, EVIL, EVIL, EVIL], ["inspect", EVIL], ["run", EVIL], [EVIL]]
)
@pytest.mark.parametrize("json_too", [False, True])
def test_what_was_typed_comes_back_harmless(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], words: list[str], json_too: bool
) -> None:
    assert cli.main([*words, *(["--json"] if json_too else [])]) == 2
    out, err = capsys.readouterr()
    assert not UNSEEN.search(err)
    assert not UNSEEN.search(out)
    assert not out or json.loads(out)["error"]


def test_names_of_the_data_reach_explain_harmless(
    fake_chain: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def evil(scenario: Any, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.tables["record.assumptions"]["reason"] = EVIL
        result.tables["headline"]["name"] = EVIL
        return result

    run = fake_chain.run("baseline", compute=evil)
    for words in (
        ["explain", str(run.folder), "headline", "caspian_tonnes|", "value"],
        ["compare", str(run.folder)],
    ):
        for more in ([], ["--json"]):
            cli.main([*words, *more])
            out, err = capsys.readouterr()
            assert not UNSEEN.search(out + err)
