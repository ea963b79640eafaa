"""`jibek check --data`: a user's rows count as those of the record do, and only within the check that asks for them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from jibek import cli, verbs
from jibek.checking.lexicon import _compiled, _follows, _words_of, lexicon
from jibek.checking.vocabulary import named, vocabulary
from jibek.sources.plain import laid_over, remembered, rows
from jibek.verbs.checking import checker_of

HEAD = ",".join(rows("eurasia/volumes")[0]) + "\n"
TEXT = (
    "Astana, 3 July 2024. In 2023, 9,417 trains passed Khorgos. "
    "Trade between China and Kazakhstan reached 41 billion US dollars in 2023."
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Another figure in the place of the shipped one."""
    folder = tmp_path / "mine"
    folder.mkdir()
    row = next(r for r in rows("eurasia/volumes") if r["id"] == "V029")
    cells = {**row, "value": "9417"}
    quoted = ",".join(f'"{cells[c]}"' for c in HEAD.strip().split(","))
    (folder / "volumes.csv").write_text(HEAD + quoted + "\n", encoding="utf-8")
    return folder


def told(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    code = cli.main(["check", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def verdicts(**options: Any) -> dict[str, str]:
    checks = verbs.check(options.pop("article"), **options)
    return {v.quantity.text: v.verdict for v in checks.articles[0].verdicts}


def test_a_row_of_mine_takes_the_place_of_the_shipped_one(article: Path, mine: Path) -> None:
    before = verdicts(article=article)
    own = verdicts(article=article, data=mine)
    trains = next(text for text in own if "9,417" in text)
    assert before[trains] != "agrees"
    assert own[trains] == "agrees"
    assert {t: v for t, v in own.items() if t != trains} == {t: v for t, v in before.items() if t != trains}


def test_what_was_laid_over_is_gone_afterwards(article: Path, mine: Path) -> None:
    before = verdicts(article=article)
    verdicts(article=article, data=mine)
    assert verdicts(article=article) == before


def test_the_command_takes_a_folder(article: Path, mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(str(article), "--data", str(mine), capsys=capsys)
    assert code == 0
    assert "agrees" in {f["verdict"] for f in answer["articles"][0]["quantities"] if "9,417" in f["text"]}


def test_a_bad_folder_is_refused_before_the_article_is_read(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = told(str(article), "--data", str(tmp_path / "none"), capsys=capsys)
    assert (code, answer["error"]["code"]) == (2, "sources.no_folder")
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "volumes.csv").write_text(HEAD.replace("value", "valeu"), encoding="utf-8")
    code, answer = told(str(article), "--data", str(folder), capsys=capsys)
    assert (code, answer["error"]["code"]) == (2, "sources.invalid")


def test_a_system_of_mine_is_known_by_its_names(tmp_path: Path) -> None:
    names = {
        **rows("eurasia/systems")[0],
        "name": "Steppe relay",
        "name_ru": "Степная эстафета",
        "aliases": "",
    }
    with laid_over({"eurasia/systems": (names,)}):
        assert "system Steppe relay" in named("Степная эстафета")
        within = vocabulary()
    assert "system Steppe relay" not in named("Степная эстафета")
    assert vocabulary() is not within


def test_the_record_is_made_ready_once_and_once_for_each_folder() -> None:
    shipped = checker_of("seeds")
    with laid_over({}):
        own = checker_of("seeds")
        assert checker_of("seeds") is own
    assert own is not shipped
    assert checker_of("seeds") is shipped


def test_what_is_remembered_is_bounded_for_shipped_rows() -> None:
    made: list[int] = []

    @remembered(maxsize=2)
    def twice(n: int) -> int:
        made.append(n)
        return 2 * n

    assert [twice(n) for n in (1, 2, 1, 3, 4, 1)] == [2, 4, 2, 6, 8, 2]
    assert made == [1, 2, 3, 4, 1]


def test_proposals_leave_out_what_my_rows_hold(article: Path, mine: Path) -> None:
    """The figure is news to the shipped record and none to mine."""
    own = verbs.propose(article, data=mine).rows
    assert "9417" not in {str(r["value"]).removesuffix(".0") for r in own}


# ---- words without a pattern


def spellings() -> list[str]:
    return sorted(
        {
            s.rest
            for lex in (lexicon(), vocabulary())
            for those in lex.spellings.values()
            for s in those
            if s.rest
        }
    )


@pytest.mark.parametrize("between", [" ", "-", "  ", "\u00a0", " – ", "    ", "", "_"])
@pytest.mark.parametrize("after", ["", " and", "s", "'s", "_", ".", "9"])
def test_words_are_followed_as_their_patterns_say(between: str, after: str) -> None:
    for rest in spellings():
        words = re.sub(r"\\w\*|\(\?!\\w\)|\\", "", rest).split("[s-–—]{1,3}")[1:]
        for text in (between.join(["", *words]) + after, between.join(["", *words[:1]]) + after):
            assert _follows(rest, text, 0) is (_compiled(rest).match(text, 0) is not None), (rest, text)


def test_most_words_need_no_pattern() -> None:
    plain = [rest for rest in spellings() if _words_of(rest) is not None]
    assert len(plain) > 0.8 * len(spellings())
    assert all(_follows(rest, " ".join(["", *(w for w, _ in _words_of(rest) or ())]), 0) for rest in plain)
