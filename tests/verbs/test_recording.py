"""``jibek record`` as a program and as a person meet it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jibek import cli


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = cli.main(["record", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_claims_are_listed_by_thing_span_reporter_and_text(capsys):
    code, said = asked(capsys, "list", "--entity", "zhanatas", "--facts")
    assert (code, said["count"]) == (0, 10)
    one = next(c for c in said["claims"] if c["claim_id"] == "S4-064")
    assert (one["value"], one["unit"], one["key_id"], one["stage"]) == (
        350e6,
        "kWh/yr",
        "zhanatas_generation:KAZ:",
        "implementation",
    )
    assert {f["key_id"].partition("_")[0] for f in said["facts"]} == {"zhanatas"}
    assert asked(capsys, "list", "--reporter", "CHN", "--period", "2023", "--source", "S1")[1]["count"] == 2


@pytest.mark.parametrize("name", ["S1-032", "trade.turnover.2023", "cd4c07f8e184549f"])
def test_a_claim_is_shown_by_its_id_its_fact_or_its_hash(capsys, name):
    code, said = asked(capsys, "show", name)
    assert code == 0
    assert {c["claim_id"] for c in said["claims"]} == {"S1-032", "S2-019"}
    assert (said["n_claims"], said["n_origins"]) == (2, 2)
    assert {"CHN", "KAZ"} <= {f["reporter"] for f in said["facts"]}
    assert any(f["closure_id"] == "growth-trade" for f in said["findings"])


def test_the_audit_counts_its_verdicts_and_puts_first_what_is_to_be_looked_at(capsys):
    code, said = asked(capsys, "audit")
    assert code == 0
    assert sum(said["counts"].values()) == len(said["findings"])
    places = [f["verdict"] for f in said["findings"]]
    assert places.index("flag") < places.index("closes")
    assert all(f["working"] and f["said"] for f in said["findings"])
    narrow = asked(capsys, "audit", "--source", "S2")[1]
    assert 0 < len(narrow["findings"]) < len(said["findings"])
    everything = asked(capsys, "audit", "--all")[1]
    assert len(everything["findings"]) > len(said["findings"])


def test_goals_and_mirrors_name_reporters_and_sources(capsys):
    goals = asked(capsys, "targets")[1]["targets"]
    met = {g["reporter"]: g["met_on"] for g in goals if g["target"] == 40e9}
    assert met == {"CHN": 2023, "KAZ": None}
    assert all(g["sources"] for g in goals)
    code, mirrored = asked(capsys, "mirror")
    assert (code, mirrored["reporters"]) == (0, ["CHN", "KAZ"])
    year = next(y for y in mirrored["years"] if y["period"] == "2023")
    assert (year["first"], year["second"], year["gap"]) == (41e9, 31.5e9, 9.5e9)
    assert all(c["fact_ids"] for c in mirrored["causes"])


def test_a_pair_is_known_in_either_order_and_letters(capsys):
    one, other = (asked(capsys, "mirror", name)[1] for name in ("uzb-chn", "CHN-UZB"))
    assert one == other
    assert (one["pair"], one["reporters"]) == ("UZB-CHN", ["CHN", "UZB"])
    assert asked(capsys, "mirror", "KAZ-FRA")[1]["error"]["problems"][0]["fix"].startswith("Known: KAZ-CHN, ")


def test_what_claims_name_and_are_linked_to_is_listed_and_shown(capsys):
    said = asked(capsys, "list", "--entity", "Тоқаев")[1]
    assert {c["claim_id"] for c in said["claims"]} >= {"S1-001", "S1-018", "S4-141"}
    one = next(c for c in said["claims"] if c["claim_id"] == "S1-018")
    assert {"role": "subject", "entity_id": "TOKAYEV"} in one["entities"]
    assert {"TOKAYEV", "ZHANG_XIAO"} <= {e["entity_id"] for e in said["entities"]}
    shown = asked(capsys, "show", "S2-019")[1]
    assert ("S2-019", "S1-032", "agrees") in {
        (x["from_id"], x["to_id"], x["relation"]) for x in shown["links"]
    }
    person = asked(capsys, "show", "TOKAYEV")[1]
    assert person["entity"]["names"]["kk"] == "Қасым-Жомарт Тоқаев"
    assert person["n_claims"] == len(said["claims"])
    assert cli.main(["record", "show", "S2-019"]) == 0
    assert "; S4-021; S1-033\n" in capsys.readouterr().out


def test_versions_are_compared(capsys, tmp_path, shipped):
    frame = shipped.tables["claims"].drop(columns=["_row", "_overlay"])
    new = frame[frame["claim_id"] == "S2-021"].assign(
        claim_id="S2-021b", hash_id="1" * 16, supersedes="S2-021"
    )
    new.to_csv(tmp_path / "claims.csv", index=False)
    code, said = asked(capsys, "diff", "eurasia", str(tmp_path))
    assert (code, said["counts"]) == (0, {"superseded": 1, "added": 1})
    assert asked(capsys, "diff", "eurasia", "eurasia")[1]["changes"] == []


def test_a_file_that_is_no_copy_no_text_or_not_there_is_refused(capsys, tmp_path):
    missing = asked(capsys, "anchor", str(tmp_path / "none.txt"))
    assert (missing[0], missing[1]["error"]["code"]) == (2, "record.no_file")
    (tmp_path / "latin.txt").write_bytes("Qazaqstan \xe9".encode("latin-1"))
    latin = asked(capsys, "anchor", str(tmp_path / "latin.txt"))
    assert (latin[0], latin[1]["error"]["code"]) == (2, "record.not_utf8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    empty = asked(capsys, "anchor", str(tmp_path / "empty.txt"))
    assert (empty[0], empty[1]["error"]["code"]) == (2, "record.unknown_text")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "S1-0322"), "record.unknown_id"),
        (("mirror", "KAZ-FRA"), "record.unknown_pair"),
        (("list", "--period", "last year"), "record.bad_period"),
        (("list", "--reporter", "KZA"), "record.unknown_reporter"),
        (("audit", "--source", "S7"), "record.unknown_source"),
        (("diff", "eurasia", "no-such-folder"), "sources.no_folder"),
        (("shwo", "S1-032"), "usage.unknown_command"),
    ],
)
def test_what_the_record_does_not_have_is_told_with_the_nearest(capsys, words, code):
    status, said = asked(capsys, *words)
    assert (status, said["error"]["code"]) == (2, code)
    assert all(p["fix"] for p in said["error"]["problems"])


def test_all_wishes_that_cannot_be_met_are_told_at_once(capsys):
    _, said = asked(capsys, "list", "--period", "x", "--reporter", "KZA", "--source", "S7")
    assert [p["code"] for p in said["error"]["problems"]] == [
        "record.bad_period",
        "record.unknown_reporter",
        "record.unknown_source",
    ]


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "S1-032"), ("audit",), ("targets",), ("mirror",), ("diff", "eurasia", "eurasia")],
)
def test_people_read_it_without_blanks_that_are_numbers(capsys, words):
    assert cli.main(["record", *words]) == 0
    text = capsys.readouterr().out
    assert text.strip()
    assert "nan" not in text.split()
    assert "None" not in text
