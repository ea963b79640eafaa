"""The benchmark's baseline: pages are blanked in place, units are put into ours, an absent library is no fault."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.articles")


def test_a_page_keeps_its_offsets(bench: Any) -> None:
    page = "<style>p{margin:8px}</style><p>41 <b>billion</b></p><script>var n = 7;</script>"
    bare = bench.bare(page)
    assert len(bare) == len(page)
    assert bare.index("41") == page.index("41")
    assert not set("87<>") & set(bare)


def test_quantulum_answers_in_our_units(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("quantulum3", reason="the baseline library is not installed")
    text = "Trade was 41 billion dollars, up 32 percent, with 28 million tonnes moved over 272 kilometres."
    monkeypatch.setattr(bench, "decoded", lambda: {"seen/x.txt": text})
    answers = bench.quantulum()
    found = [(q["value"], q["unit"]) for q in answers["articles"][0]["quantities"]]
    assert found == [(41e9, "USD"), (32, "percent"), (28e6, "t"), (272, "km")]
    assert answers["articles"][0]["quantities"][0]["text"] == "41 billion dollars"


def test_without_either_the_file_says_so(
    bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    monkeypatch.setattr(bench, "check", lambda: "no such command")
    monkeypatch.setattr(bench, "version", lambda name: None)
    bench.main()
    told = capsys.readouterr().err
    assert "left out: jibek check, which says no such command" in told
    assert "left out: quantulum3" in told
    assert len(list(tmp_path.glob("*-articles.json"))) == 1
