"""Passages of our own with a verdict for each marked figure: read, checked and scored against the goals.

passages.txt and more_passages.txt: {a:…} agrees or follows, {c:…} conflicts, {s:…} stale, {n:…} new; --- parts
passages. They are judged by the claims of the source texts alone; rows_….txt
tell of the rows of the package's tables and are judged by the whole record; rows_rounds.txt, seven rounds each written
before the rules that it led to, may have one false conflict in ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jibek.checking import Checker
from jibek.reading import read_article

HERE = Path(__file__).parent
SEEDS = HERE.parents[2] / "shared" / "seeds"
SHORT = {"agrees": "a", "derivable": "a", "conflicts": "c", "stale": "s", "new": "n"}
_MARK = re.compile(r"\{([acns]):([^}]*)\}")


@dataclass
class Score:
    right: int = 0
    figures: int = 0
    found: int = 0
    missed: int = 0
    false: int = 0


def passages(file: str) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    for part in (HERE / file).read_text(encoding="utf-8").split("\n---\n"):
        text, at, spans = "", 0, []
        for mark in _MARK.finditer(part):
            text += part[at : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), mark[1]))
            text, at = text + mark[2], mark.end()
        yield text + part[at:], spans


def scored(checker: Checker, file: str) -> Score:
    score = Score()
    for text, spans in passages(file):
        left = list(checker.check(read_article(text.encode(), name="passage")).verdicts)
        for start, end, wanted in spans:
            hit = next((v for v in left if v.quantity.char_start < end and start < v.quantity.char_end), None)
            got = "n" if hit is None else SHORT[hit.verdict]
            score.figures += 1
            score.right += got == wanted
            score.found += got == wanted == "c"
            score.missed += got != wanted == "c"
            score.false += wanted != got == "c"
            if hit is not None:
                left.remove(hit)
        score.false += sum(v.verdict == "conflicts" for v in left)
    return score


@pytest.mark.parametrize("file", ["passages.txt", "more_passages.txt"])
def test_passages_reach_the_goals(seeds: Checker, file: str) -> None:
    score = scored(seeds, file)
    assert score.right / score.figures >= 0.85, score
    assert score.found / (score.found + score.missed) >= 0.80, score
    assert score.found / (score.found + score.false) >= 0.85, score


@pytest.mark.parametrize(
    ("file", "conflicts"),
    [
        ("rows_passages.txt", False),
        ("rows_conflicts.txt", True),
        ("rows_more.txt", False),
        ("rows_rounds.txt", True),
    ],
)
def test_rows_of_the_tables_are_found_in_passages(record: Checker, file: str, conflicts: bool) -> None:
    """Of figures that no indicator is written for; conflicts are too few in the first file for a share."""
    score = scored(record, file)
    assert score.right / score.figures >= 0.85, score
    assert score.false <= max(1, score.found // 10), score
    if conflicts:
        assert score.found / (score.found + score.missed) >= 0.80, score


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five source texts are not beside the checkout")
@pytest.mark.parametrize("within", ["seeds", "record"])
def test_the_source_texts_conflict_nowhere(within: str, request: pytest.FixtureRequest) -> None:
    checker: Checker = request.getfixturevalue(within)
    agreed = 0
    for path in sorted(SEEDS.glob("*.txt")):
        checked = checker.check(read_article(path, name=path.name))
        assert [v.explanation for v in checked.verdicts if v.verdict == "conflicts"] == []
        agreed += checked.count("agrees")
    assert agreed >= 50  # of 78 figures that are read in them
