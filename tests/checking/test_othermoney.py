"""Amounts in yuan and tenge beside amounts in dollars, by the rates that the audit of the record takes."""

from __future__ import annotations

import pytest

from jibek.checking import Checker
from jibek.checking.othermoney import averages, margins
from jibek.reading import read_article
from jibek.record.ledger import Period, closures
from jibek.record.ledger.exchange import rate_at
from jibek.record.ledger.rates import open_rate


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("Trade between China and Kazakhstan was 292 billion yuan in 2023.", "292 billion yuan", "derivable"),
        (
            "Товарооборот Казахстана и Китая в 2023 году составил 290 млрд юаней.",
            "290 млрд юаней",
            "derivable",
        ),
        ("2023年中哈贸易额为2900亿元人民币。", "2900亿元人民币", "derivable"),
        ("Trade between China and Kazakhstan was 350 billion yuan in 2023.", "350 billion yuan", "conflicts"),
    ],
)
def test_an_amount_in_other_money_follows_from_dollars_or_does_not(
    record: Checker, text: str, figure: str, expected: str
) -> None:
    checked = record.check(read_article(text.encode(), name="text", date="2024-07-02"))
    start = text.index(figure)
    (found,) = [v for v in checked.verdicts if start <= v.quantity.char_start < start + len(figure)]
    assert found.verdict == expected
    assert {"S1-032", "S2-019"} & {i for k in found.known for i in k.ids}


@pytest.mark.parametrize(
    ("code", "rule"), [("CNY", "currency-central-asia"), ("KZT", "currency-zhanatas-loan")]
)
def test_rates_are_those_of_the_audit(shipped_facts, code, rule) -> None:
    made = closures(shipped_facts)
    (row,) = [r for r in made.rows if r.closure_id == rule]
    for year in (2005, 2020, 2024):
        audited = rate_at(row, made.book, Period.read(str(year)))
        assert audited is not None
        assert open_rate(averages()[code], year, margins()[code]) == audited.interval
        assert averages()[code][year][0] == audited.value
