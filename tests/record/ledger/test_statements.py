"""Claims as they ship, and what is refused: unknown words, places beyond the text, ids that stand twice."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pandas as pd
import pytest

import jibek
from jibek.ground.errors import InputError
from jibek.record.facts import gather
from jibek.record.ledger import claims, keys
from jibek.record.ledger.interval import exact
from jibek.record.ledger.statements import problems_of
from jibek.sources import read

SHARED = Path(jibek.__file__).parents[2] / "shared"
TEXTS = SHARED / "seeds"
GOLD = SHARED / "record" / "claims_gold.csv"


@pytest.fixture(scope="module")
def said(shipped_facts):
    return claims(shipped_facts)


def test_every_claim_has_its_place_its_key_and_words_of_its_own(said, shipped_facts):
    assert len(said) == 375
    assert len({c.fact_id for c in said}) == 256
    assert sum(c.value is not None for c in said) == 94
    assert all(c.key_id in keys(shipped_facts) for c in said if c.indicator)
    assert all(
        c.indicator for c in said if c.unit in ("USD", "percent", "rank", "MW", "kWh/yr", "t/yr", "trains")
    )


def test_ends_come_from_the_digits_as_written(said):
    by_id = {c.claim_id: c for c in said}
    ends = {
        i: (by_id[i].value_low, by_id[i].value_high)
        for i in ("S1-032", "S1-034", "S2-018", "S2-019", "S4-024")
    }
    assert ends == {
        "S1-032": (40.5e9, 41.5e9),
        "S1-034": (17.55e9, 17.65e9),
        "S2-018": (351.5e6, 388.5e6),  # about: 5 %
        "S2-019": (41e9, None),  # over
        "S4-024": (None, 5.0),  # among the first five
    }
    assert by_id["S4-043"].interval == exact(5.0)  # counted, not measured


def test_hashes_are_those_of_what_a_claim_says(said):
    """Two claims that say the same in two places have two hashes, and a hash does not hang on the words of ours."""
    one = next(c for c in said if c.claim_id == "S1-032")
    told = "|".join(
        (one.source_id, str(one.char_start), one.subject, one.predicate, "41000000000", one.period)
    )
    assert one.hash_id == hashlib.sha256(told.encode()).hexdigest()[:16]
    assert len({c.hash_id for c in said}) == len(said)


@pytest.mark.skipif(
    not TEXTS.exists(), reason="the texts do not stand beside the checkout: hashes are not compared"
)
def test_hashes_and_lengths_are_those_of_the_texts(said, shipped):
    for row in shipped.tables["claim_sources"].to_dict("records"):
        (path,) = [p for p in TEXTS.glob("*.txt") if p.name.startswith(f"00{row['source_id'][1:]}")]
        text = path.read_bytes().decode("utf-8")
        assert (len(text), hashlib.sha256(text.encode()).hexdigest()) == (
            row["characters"],
            row["content_hash"],
        )
        for c in (c for c in said if c.source_id == row["source_id"]):
            assert c.char_start is not None
            passage = text[c.char_start : c.char_end]
            assert hashlib.sha256(passage.encode()).hexdigest()[:16] == c.passage_hash
            assert c.paraphrase not in text  # in own words


@pytest.mark.skipif(
    not GOLD.exists(), reason="the reading does not stand beside the checkout: cells are not compared"
)
def test_cells_are_those_of_the_reading(said):
    with open(GOLD, encoding="utf-8", newline="") as file:
        gold = {r["claim_id"]: r for r in csv.DictReader(file)}
    assert gold.keys() == {c.claim_id for c in said}
    for c in said:
        row = gold[c.claim_id]
        for name in ("fact_id", "subject", "predicate", "object", "period", "kind", "status", "paraphrase"):
            assert getattr(c, name) == row[name].strip(), (c.claim_id, name)
        assert c.value == (float(row["value"]) if row["value"] else None)


def changed(shipped, **cells):
    """The tables with cells of the row of S1-032 changed."""
    frame = shipped.tables["claims"].copy()
    for column, value in cells.items():
        frame.loc[frame["claim_id"] == "S1-032", column] = value
    return {**shipped.tables, "claims": frame}


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"claim_id": "S1-031"}, "ledger.repeated_id", "claim_id"),
        ({"source_id": "S9"}, "ledger.unknown_source", "source_id"),
        ({"char_end": 99_999}, "ledger.beyond_text", "char_end"),
        ({"char_start": 9000}, "ledger.beyond_text", "char_end"),
        ({"qty_end": 99_999}, "ledger.beyond_text", "qty_end"),
        ({"ref_area": "FRA"}, "ledger.unknown_key", "indicator"),
        ({"supersedes": "S1-999"}, "ledger.unknown_claim", "supersedes"),
        ({"value": 42e9}, "ledger.range_order", "value"),
        ({"unit": None}, "ledger.no_unit", "unit"),
        ({"period": "2024/2023"}, "ledger.bad_period", "period"),
    ],
)
def test_what_no_claim_may_say_is_told_with_its_line(shipped, cells, code, column):
    found = [p for p in problems_of(changed(shipped, **cells)) if p.code == code]
    assert found
    line = int(shipped.tables["claims"].query("claim_id == 'S1-032'")["_row"].iloc[0])
    assert {(p.where, p.column) for p in found} == {("claims.csv", column)}
    assert line in {p.row for p in found}
    assert all(p.fix and p.expected for p in found)


def test_all_that_is_wrong_is_told_at_once(shipped):
    tables = changed(shipped, source_id="S9", unit=None, period="2024/2023")
    assert {p.code for p in problems_of(tables)} == {
        "ledger.unknown_source",
        "ledger.no_unit",
        "ledger.bad_period",
    }


def test_the_shipped_claims_have_no_problem(shipped):
    assert list(problems_of(shipped.tables)) == []


def test_a_user_may_lay_claims_over_the_shipped_ones_and_is_told_what_is_wrong(tmp_path, shipped):
    frame = shipped.tables["claims"].drop(columns=["_row", "_overlay"])
    row = frame[frame["claim_id"] == "S1-032"].assign(kind="rumour", unit="USDD", reporter="CNH")
    row.to_csv(tmp_path / "claims.csv", index=False)
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("sources.invalid", 2)
    assert sorted(p.column for p in caught.value.problems) == ["kind", "reporter", "unit"]
    assert {p.code for p in caught.value.problems} == {"table.unknown_choice", "table.unknown_reference"}


def test_places_beyond_the_text_are_refused_when_the_record_is_read(tmp_path, shipped):
    frame = shipped.tables["claims"].drop(columns=["_row", "_overlay"])
    row = frame[frame["claim_id"] == "S1-032"].assign(char_end=99_999)
    pd.DataFrame(row).to_csv(tmp_path / "claims.csv", index=False)
    with pytest.raises(InputError) as caught:
        claims(gather(read(tmp_path)))
    assert caught.value.code == "ledger.invalid"
    assert [(p.code, p.row) for p in caught.value.problems] == [("ledger.beyond_text", 2)]
