"""``jibek report`` with boundaries: what is wrong is told at once with exit code 2, and no page is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jibek import cli, verbs
from jibek.report.boundaries import Boundaries

LINE = {"type": "LineString", "coordinates": [[87.3, 49.1], [80.2, 42.2]]}


@pytest.fixture
def kept(fake_chain: Any, tmp_path: Path) -> Path:
    """The folder of a kept run, and a file of boundaries beside it, ``lines.json``."""
    (tmp_path / "lines.json").write_text(json.dumps(LINE), encoding="utf-8")
    return Path(fake_chain.run("baseline").folder)


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = cli.main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_boundaries_and_whose_they_are_reach_the_page(
    kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []

    def render(run: Any, **options: Any) -> str:
        given.append(options)
        return "a page"

    monkeypatch.setattr("jibek.report.render", render)
    words = ["report", str(kept), "--boundaries", "lines.json", "--viewpoint", "ours", "--lang", "kk"]
    code, said = answer(capsys, *words, "--out", "page.html")
    assert code == 0
    assert (said["boundaries"], said["language"], said["report"]) == ("ours", "kk", "page.html")
    assert Path("page.html").read_text(encoding="utf-8") == "a page"
    drawn = given[0]["boundaries"]
    assert isinstance(drawn, Boundaries)
    assert (drawn.viewpoint, len(drawn.agreed), drawn.disputed) == ("ours", 1, ())
    assert verbs.report(kept, out="other.html").to_json()["boundaries"] is None
    assert given[1]["boundaries"] is None
    verbs.Run(kept).page("ru", "third.html", boundaries="lines.json", viewpoint="ours")
    assert (given[2]["boundaries"], given[2]["viewpoint"]) == ("lines.json", "ours")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--boundaries", "lines.json"], ["boundaries.no_viewpoint"]),
        (["--viewpoint", "ours"], ["boundaries.idle_viewpoint"]),
        (["--boundaries", "gone.json", "--viewpoint", "ours"], ["boundaries.no_file"]),
        (["--boundaries", ".", "--viewpoint", "ours"], ["boundaries.no_file"]),
        (["--boundaries", "gone.json"], ["boundaries.no_file", "boundaries.no_viewpoint"]),
        (
            ["--boundaries", "gone.json", "--viewpoint", "x" * 1000, "--lang", "xx", "--out", "no/page.html"],
            ["language.unknown", "report.bad_out", "boundaries.no_file", "boundaries.bad_viewpoint"],
        ),
    ],
)
def test_what_is_wrong_is_told_at_once_and_no_page_is_touched(
    kept: Path, capsys: pytest.CaptureFixture[str], words: list[str], codes: list[str]
) -> None:
    before = {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()}
    code, said = answer(capsys, "report", str(kept), *words)
    assert code == 2
    assert [p["code"] for p in said["error"]["problems"]] == codes
    assert {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()} == before
    assert cli.main(["report", str(kept), *words]) == 2
    told = capsys.readouterr().err
    assert all(c in told for c in codes)


def test_a_run_that_is_not_there_is_told_with_the_rest(
    fake_chain: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = answer(capsys, "report", "baseline", "--viewpoint", "ours")
    assert code == 2
    assert [p["code"] for p in said["error"]["problems"]] == ["boundaries.idle_viewpoint", "report.no_run"]
