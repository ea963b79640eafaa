"""What a check shows: marks in HTML, words in a terminal, JSON of the contract, ClaimReview, claim rows."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from marked import article

from jibek.checking import Checker
from jibek.checking.page import page
from jibek.checking.review import as_json, claim_reviews
from jibek.checking.terminal import lines
from jibek.ground.errors import InputError
from jibek.verbs.checking import check
from jibek.verbs.proposing import COLUMNS, proposed

TEXT = (
    "Kazakhstan and China <script>alert(1)</script> & others met. Trade between China and Kazakhstan reached "
    "[$48 billion|48e9 USD|2023] in 2023, and [three|3 count|] cranes were ordered."
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


def test_the_page_marks_figures_escapes_the_article_and_needs_no_script(seeds: Checker) -> None:
    checked = seeds.check(article(TEXT, name="<b>.txt"))
    made = page([checked], (0,))
    tags = _Tags()
    tags.feed(made)
    assert {"script", "b", "img", "link", "iframe"} & set(tags.tags) == set()
    assert checked.article.text in tags.shown
    assert tags.tags.count("mark") == 5 + 2 * len(checked.verdicts)
    assert "S1-032" in made
    assert "://" not in made


def test_a_mismatch_shows_both_figures_both_dates_and_no_judgement(seeds: Checker) -> None:
    (verdict, _) = seeds.check(article(TEXT)).verdicts
    for word in ("$48 billion", "41 bn USD", "2023", "Zhang Xiao", "2024-06-08", "does not match"):
        assert word in verdict.explanation
    for word in ("wrong", "false", "incorrect", "error", " lie"):
        assert word not in verdict.explanation.lower()


def test_a_terminal_gets_colour_only_where_asked_and_no_control_characters(seeds: Checker) -> None:
    checked = seeds.check(article("\x1b[31m Kazakhstan and China: trade was [\x1b(0;$4bn|4e9 USD|2023]."))
    assert "\x1b" not in "\n".join(lines(checked))
    coloured = "\n".join(lines(checked, colour=True))
    assert "\x1b[31;1mdoes not match" in coloured
    assert "\x1b(0" not in coloured


def test_json_has_the_fields_of_the_contract(seeds: Checker) -> None:
    made = as_json(seeds.check(article(TEXT)))
    wanted = (
        "char_start char_end text value value_low value_high comparator unit currency period verdict subtype "
        "fact_ids claim_ids explanation"
    ).split()
    assert set(wanted) <= set(made["quantities"][0])
    assert made["quantities"][0]["verdict"] == "conflicts"
    json.dumps(made, allow_nan=False)


def test_claimreview_rates_what_can_be_judged(seeds: Checker) -> None:
    checked = seeds.check(article(TEXT))
    checked = replace(
        checked,
        verdicts=tuple(
            replace(v, quantity=replace(v.quantity, speaker="A. Person")) for v in checked.verdicts
        ),
    )
    (review,) = claim_reviews([checked])["@graph"]
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"]["ratingValue"] == 1
    assert review["reviewRating"]["alternateName"] == "does not match"
    assert review["itemReviewed"]["author"]["name"] == "A. Person"
    assert review["itemReviewed"]["datePublished"] == "2024-07-04"


def test_proposed_rows_are_new_figures_alone_with_offsets_that_find_them(seeds: Checker) -> None:
    checked = seeds.check(article(TEXT))
    (row,) = proposed(checked)
    assert list(row) == COLUMNS
    assert checked.article.text[row["qty_start"] : row["qty_end"]] == "three"
    assert row["reviewed_by"] == ""
    assert row["value"] == 3.0


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as fault:
        check(tmp_path / "none.txt", tmp_path / "empty")
    assert fault.value.code == "check.no_article"
    assert len(fault.value.problems) == 2
    with pytest.raises(InputError) as fault:
        check(tmp_path / "none.txt", within="seed")
    assert fault.value.code == "check.unknown_within"
    assert "seeds" in fault.value.problems[0].fix


def test_the_command_answers_programs(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from jibek.cli import main

    text = "ASTANA, 4 July 2024 -- Trade between China and Kazakhstan was $410 billion in 2023."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    made = tmp_path / "a.html"
    assert main(["check", str(tmp_path / "a.txt"), "--within", "seeds", "--html", str(made), "--json"]) == 0
    (found,) = json.loads(capsysbinary.readouterr().out)["articles"]
    assert (found["statement_date"], found["quantities"][0]["verdict"]) == ("2024-07-04", "conflicts")
    assert "factor of ten" in made.read_text(encoding="utf-8")
    assert main(["check", str(tmp_path / "none.txt"), "--json"]) == 2
    assert json.loads(capsysbinary.readouterr().out)["error"]["problems"][0]["code"] == "check.no_article"


def test_places_that_cannot_be_written_are_refused_before_reading(tmp_path: Path) -> None:
    from jibek.verbs.checking import check
    from jibek.verbs.proposing import propose

    nowhere, folder = tmp_path / "absent" / "a.html", tmp_path
    with pytest.raises(InputError) as fault:  # the article is not there either, and is never asked for
        check(tmp_path / "none.txt", html=nowhere, claimreview=folder, within="seed")
    assert fault.value.code == "check.bad_option"
    assert [(p.code, p.where) for p in fault.value.problems] == [
        ("check.unknown_within", "--within"),
        ("check.bad_out", "--html"),
        ("check.bad_out", "--claimreview"),
    ]
    one = tmp_path / "one.html"
    with pytest.raises(InputError) as fault:
        check(tmp_path / "none.txt", html=one, claimreview=one)
    assert fault.value.code == "check.bad_out"
    assert not one.exists()
    with pytest.raises(InputError) as fault:
        propose(tmp_path / "none.txt", out=nowhere)
    assert fault.value.code == "propose.bad_out"


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jibek.ground.written import written

    there = tmp_path / "a.html"
    there.write_text("before", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        written(there, "after")
    assert there.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [there]
