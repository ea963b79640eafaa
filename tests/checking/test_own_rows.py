"""Figures that no indicator is written for: found by the words of their own rows, in any language, and worked out.

The verdicts follow from rows of the package's tables, each named beside its case.
"""

from __future__ import annotations

import pytest

from jibek.checking import Checker
from jibek.checking.measures import Measure, measure
from jibek.reading import read_article

# systems/*.csv, volumes.csv and ports.csv hold what the comment beside each text says.
SAID = [
    (
        "The second track from Dostyk to Moyynty is 836 kilometres long.",
        "836 kilometres",
        "agrees",
    ),  # projects
    (
        "The Bakhty to Ayagoz line will be 272 kilometres long.",
        "272 kilometres",
        "stale",
    ),  # 297 km since 2024
    ("Through Khorgos passed 7,762 trains in 2023.", "7,762 trains", "agrees"),  # V029
    ("Через Хоргос в 2023 году прошло 7762 поезда.", "7762", "agrees"),
    ("2023年经霍尔果斯的中欧班列达7762列。", "7762列", "agrees"),
    (
        "Under the visa waiver Chinese guests may stay for up to 30 days.",
        "30 days",
        "agrees",
    ),  # stay_limit_days
    ("The port of Baku handled 73 million tonnes in 2023.", "73 million tonnes", "conflicts"),  # 7.3 Mt
    ("The port of Baku handled 3.7 million tonnes in 2023.", "3.7 million tonnes", "conflicts"),
    ("Poti handled 545,297 TEU in 2024.", "545,297 TEU", "agrees"),  # V… and ports
    ("The bakery in our street sold 545 rolls in 2024.", "545 rolls", "new"),
    ("My neighbour walks 272 metres to the well.", "272 metres", "new"),
    ("The choir of the school has 37 singers.", "37 singers", "new"),
]

WORKED = [
    ("Khorgos handled 7,762 trains in 2023, an average of 21 a day.", "21 a day", "derivable"),  # 7,762 / 365
    (
        "The Trans-Caspian route moved 56,500 TEU in 2024 against 33,600 TEU in 2022. That is a gain of 68 percent.",
        "68 percent",
        "derivable",
    ),
    (
        "The Trans-Caspian route moved 56,500 TEU in 2024 against 33,600 TEU in 2022. That is a gain of 48 percent.",
        "48 percent",
        "conflicts",
    ),
    (
        "Chinese customs put trade with Kazakhstan at $41.0 billion in 2023, Kazakhstan's statistics at $31.5 billion."
        " The gap of $9.5 billion is studied.",
        "$9.5 billion",
        "derivable",
    ),
]


def verdict(checker: Checker, text: str, figure: str) -> str:
    checked = checker.check(read_article(text.encode(), name="a.txt", date="2025-03-01"))
    start = text.index(figure)
    (found,) = [v for v in checked.verdicts if start <= v.quantity.char_start < start + len(figure)]
    return found.verdict


@pytest.mark.parametrize(("text", "figure", "expected"), [*SAID, *WORKED])
def test_a_figure_is_judged_by_its_own_row(record: Checker, text: str, figure: str, expected: str) -> None:
    assert verdict(record, text, figure) == expected


def test_the_seeds_alone_know_nothing_of_the_tables(seeds: Checker) -> None:
    assert verdict(seeds, *SAID[7][:2]) == "new"


@pytest.mark.parametrize(
    ("unit", "family", "factor", "per"),
    [
        ("USD bn", "USD", 1e9, ""),
        ("bn m3/yr", "m3", 1e9, "yr"),
        ("flights per week", "count", 1.0, "wk"),
        ("km2", "m2", 1e6, ""),
        ("share", "percent", 100.0, ""),
        ("trucks/day", "count", 1.0, "d"),
    ],
)
def test_units_are_measures(unit: str, family: str, factor: float, per: str) -> None:
    assert measure(unit) == Measure(family, factor, per)


@pytest.mark.parametrize("unit", ["score 1-5", "index, 2010=100", "2023=100", "open=1/closed=0"])
def test_what_is_no_measure_is_not_compared(unit: str) -> None:
    assert measure(unit) is None


def test_the_year_before_is_not_the_wrong_year(record: Checker) -> None:
    text = "Trade of China and Kazakhstan was $41 billion in 2023 by Chinese data; a year earlier it was $31.2 billion."
    assert verdict(record, text, "$31.2 billion") == "agrees"
    text = "Trade between China and Kazakhstan was $31.2 billion in 2023 by Chinese data."
    assert verdict(record, text, "$31.2 billion") == "conflicts"


def test_rows_bear_the_ids_that_the_record_gives_them() -> None:
    """All but figures in the words of a row, which are no cells: effects of projects, titles of events."""
    import pandas as pd

    from jibek.checking.shelf import facts
    from jibek.record.cells import SHAPES, fact_keys
    from jibek.sources.plain import rows

    tables = ("volumes", "series", "ports", "borders", "official_targets", "kaz_chn_trade_by_reporter")
    for stem in (*tables, *(f"systems/{t}" for t in ("people", "finance_trade", "energy_industry"))):
        keys = fact_keys(stem, pd.DataFrame(rows(f"eurasia/{stem}")))
        known = {f"{stem}:{key}:{cell}" for key in keys for cell in SHAPES[stem].cells}
        ours = {i for f in facts(()) for i in f.known.fact_ids if i.startswith(f"{stem}:")}
        assert ours
        assert ours <= known
