"""The scorer on answers made by hand: each fault lowers its own figure by what it is worth, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

COLUMNS = "passage,quantity,char_start,char_end,value,value_low,value_high,unit,period,period_basis,label,why".split(
    ","
)
ROWS = [
    ("seen/a.txt", "US$41bn", 10, 17, "41000000000", "", "", "USD", "2023", "stated", "agrees", "w"),
    ("seen/a.txt", "350 MWh", 30, 37, "350000", "", "", "kWh/yr", "2022", "stated", "conflicts", "w"),
    ("seen/a.txt", "two to three days", 50, 67, "60", "48", "72", "h", "2023", "state", "new", "w"),
    ("seen/b.txt", "fifth", 5, 10, "5", "", "", "ordinal", "2013/2024", "since", "agrees", "w"),
]


def key() -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, map(str, row), strict=True)) for row in ROWS]


def perfect() -> list[list[dict[str, Any]]]:
    """The answers of the two passages, all right, in units and intervals that a reader may choose."""
    return [
        [
            said(10, 17, 41e9, "USD", "2023", "agrees", currency="USD"),
            said(30, 37, 0.35, "GWh/yr", "2022-01-01/2022-12-31", "conflicts"),
            said(50, 67, 2.5, "d", "2023-10", "new"),
        ],
        [said(5, 10, 5, "count", "2013/2024-07-02", "agrees")],
    ]


def said(
    start: int, end: int, value: object, unit: str, period: str, verdict: str, **more: str
) -> dict[str, Any]:
    return {
        "char_start": start,
        "char_end": end,
        "value": value,
        "unit": unit,
        "period": period,
        "verdict": verdict,
        **more,
    }


def scores(scoring: Any, answers: list[list[dict[str, Any]]]) -> dict[str, tuple[int, int]]:
    passages = []
    for name, given in zip(("seen/a.txt", "seen/b.txt"), answers, strict=True):
        rows = [r for r in key() if r["passage"] == name]
        hits = scoring.matched(rows, given)
        passages.append(scoring.Passage(name, "en", tuple(rows), tuple(given), hits, True))
    return {n: (s["right"], s["of"]) for n, s in scoring.score(passages).items() if n != "passages"}


ALL_RIGHT = {
    "dates": (2, 2),
    "recall": (4, 4),
    "full_recall": (4, 4),
    "precision": (4, 4),
    "full_precision": (4, 4),
    "period": (3, 3),
    "period_of_states": (1, 1),
    "verdict": (4, 4),
    "conflict_recall": (1, 1),
    "conflict_precision": (1, 1),
}


def test_a_perfect_answer_scores_one(scoring: Any) -> None:
    assert scores(scoring, perfect()) == ALL_RIGHT


def test_a_missing_quantity_lowers_recall_alone(scoring: Any) -> None:
    answers = perfect()
    del answers[0][0]
    fewer = {"recall": (3, 4), "full_recall": (3, 4), "precision": (3, 3), "full_precision": (3, 3)}
    assert scores(scoring, answers) == ALL_RIGHT | fewer | {"period": (2, 2), "verdict": (3, 3)}


def test_a_missing_conflict_is_not_caught(scoring: Any) -> None:
    answers = perfect()
    del answers[0][1]
    found = scores(scoring, answers)
    assert found["conflict_recall"] == (0, 1)
    assert found["conflict_precision"] == (0, 0)


def test_a_quantity_that_is_none_lowers_precision_alone(scoring: Any) -> None:
    answers = perfect()
    answers[1].append(said(100, 104, 1520, "m", "2024", "new"))
    assert scores(scoring, answers) == ALL_RIGHT | {"precision": (4, 5), "full_precision": (4, 5)}


def test_a_false_alarm_lowers_the_precision_of_conflicts_too(scoring: Any) -> None:
    answers = perfect()
    answers[1].append(said(100, 104, 1520, "m", "2024", "conflicts"))
    assert scores(scoring, answers)["conflict_precision"] == (1, 2)


def test_a_mention_read_twice_is_one_hit_and_the_full_one_counts(scoring: Any) -> None:
    answers = perfect()
    answers[0].insert(0, said(10, 17, 41, "count", "2023", "new"))
    assert scores(scoring, answers) == ALL_RIGHT | {"precision": (4, 5), "full_precision": (4, 5)}


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "EUR", "currency": "EUR"},
        {"value": 41.3e9},
        {"value": 41e6},
        {"value": None},
        {"unit": "USD/count", "currency": ""},
    ],
)
def test_a_wrong_value_or_unit_is_a_hit_but_not_a_full_one(scoring: Any, change: dict[str, Any]) -> None:
    answers = perfect()
    answers[0][0] |= change
    assert scores(scoring, answers) == ALL_RIGHT | {"full_recall": (3, 4), "full_precision": (3, 4)}


@pytest.mark.parametrize("value", [41.1e9, 40.9e9])
def test_half_a_per_cent_is_allowed(scoring: Any, value: float) -> None:
    answers = perfect()
    answers[0][0]["value"] = value
    assert scores(scoring, answers) == ALL_RIGHT


def test_a_rate_is_not_an_amount(scoring: Any) -> None:
    answers = perfect()
    answers[0][1]["unit"] = "GWh"
    assert scores(scoring, answers)["full_recall"] == (3, 4)


@pytest.mark.parametrize("period", ["2022", "2023-01", "2023/2024", "", "2023-13", "last year"])
def test_a_wrong_period_lowers_that_alone(scoring: Any, period: str) -> None:
    answers = perfect()
    answers[0][0]["period"] = period
    assert scores(scoring, answers) == ALL_RIGHT | {"period": (2, 3)}


@pytest.mark.parametrize("period", ["2014/2024", "2013/2023", "2024"])
def test_since_asks_for_its_first_year_and_for_now(scoring: Any, period: str) -> None:
    answers = perfect()
    answers[1][0]["period"] = period
    assert scores(scoring, answers) == ALL_RIGHT | {"period": (2, 3)}


def test_a_state_is_scored_apart(scoring: Any) -> None:
    answers = perfect()
    answers[0][2]["period"] = "2021"
    assert scores(scoring, answers) == ALL_RIGHT | {"period_of_states": (0, 1)}


def test_a_wrong_verdict_lowers_verdicts_alone(scoring: Any) -> None:
    answers = perfect()
    answers[0][0]["verdict"] = "new"
    assert scores(scoring, answers) == ALL_RIGHT | {"verdict": (3, 4)}


def test_a_span_that_only_touches_is_no_hit(scoring: Any) -> None:
    assert scoring.matched(key()[:1], [said(17, 20, 41e9, "USD", "2023", "agrees")]) == ()


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: r/n = 81/263, 15/148, 0/20, 1/29
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_the_literature(
    scoring: Any, right: int, of: int, low: float, high: float
) -> None:
    assert scoring.wilson(right, of) == pytest.approx((low, high), abs=5e-5)


def write(folder: Path, articles: list[dict[str, Any]]) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps({"articles": articles}), encoding="utf-8")
    return path


def from_key(scoring: Any, part: str) -> list[dict[str, Any]]:
    """The key itself, in the form of answers."""
    about = {r["passage"]: r for r in scoring.read_rows(scoring.HOME / "passages.csv")}
    articles = {
        name: {"file": f"/somewhere/{name}", "statement_date": r["statement_date"], "quantities": []}
        for name, r in about.items()
        if name.startswith(part)
    }
    for r in scoring.read_rows(scoring.HOME / "key.csv"):
        if r["passage"] in articles:
            value: object = r["value"] if r["unit"] == "date" else float(r["value"])
            span = int(r["char_start"]), int(r["char_end"])
            articles[r["passage"]]["quantities"].append(
                said(*span, value, r["unit"].split(";")[0], r["period"], r["label"], text=r["quantity"])
            )
    return list(articles.values())


def test_the_key_scores_one_on_itself(
    scoring: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, from_key(scoring, ""))
    assert scoring.main([str(path), "--json", "--misses"]) == 0
    found = json.loads(capsys.readouterr().out)
    for part, passages in (("seen", 20), ("opened", 160), ("unseen", 40)):
        assert found[part]["all"].pop("passages") == passages
        assert all(s["share"] == 1 for s in found[part]["all"].values())
        assert all(set(counts) == {label} for label, counts in found[part]["confusion"].items())


def test_misses_are_told_but_of_the_unseen_part(
    scoring: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = from_key(scoring, "")
    for article in articles:
        article["quantities"] = article["quantities"][1:]
    assert scoring.main([str(write(tmp_path, articles)), "--misses"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "missed" in line]
    assert len(told) == 180
    assert not any(line.startswith("unseen/") for line in told)


def test_a_passage_left_out_is_refused(
    scoring: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = from_key(scoring, "seen")[1:]
    articles[0]["file"] = "seen/nowhere.txt"
    assert scoring.main([str(write(tmp_path, articles))]) == 2
    told = capsys.readouterr().err
    assert "seen/nowhere.txt: no such passage" in told
    assert told.count("not answered") == 2


@pytest.mark.parametrize(
    ("unit", "right"), [("CNY/month", True), ("CNY", True), ("CNY/d", False), ("USD/month", False)]
)
def test_money_is_right_as_the_rate_that_it_is_told_as(scoring: Any, unit: str, right: bool) -> None:
    row = {"unit": unit, "value": "2500", "value_low": "", "value_high": ""}
    assert scoring.value_right(row, {"value": 2500.0, "unit": "CNY/month", "currency": "CNY"}) is right
