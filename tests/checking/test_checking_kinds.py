"""Kinds of figures that passages by another hand showed to be judged wrongly, each by several texts of our own.

The verdicts follow from rows of the package's tables; rows_rounds.txt holds seven rounds of passages that were labelled
before they were run: verdicts were right on first sight for 0.76, 0.88, 0.78, 0.80, 0.85, 0.92 and 0.82 of the figures
found, with conflict recall 5/10, 5/11, 8/14, 8/10, 9/13, 7/8 and 6/8, of which false 1, 2, 4, 0, 2, 0 and 1.
"""

from __future__ import annotations

import pytest

from jibek.checking import Checker
from jibek.checking.noted import amounts, rates
from jibek.checking.slips import like, unswapped
from jibek.reading import read_article

TODAY = "2025-11-20"

JUDGED = [
    # dates of events, of openings, of rows that are a year
    ("The fuel assembly plant at Ulba opened in 2021.", "2021", "agrees"),
    ("The fuel assembly plant at Ulba was opened in 2012.", "2012", "conflicts"),
    ("Второй путь Достык — Мойынты открылся 30 сентября 2025 года.", "30 сентября 2025", "agrees"),
    ("The Luban Workshop in the east began trial operation in December 2023.", "December 2023", "agrees"),
    ("多斯特克—莫因特复线9月30日开通。", "9月30日", "agrees"),
    ("The tea room at our corner opened in 2016.", "2016", "new"),
    # what stands in the words of a row
    ("Trains through Alashankou carried 2.5 million tonnes in the first half of 2022.", "2.5 million tonnes", "agrees"),
    ("Trains through Alashankou carried 25 million tonnes in the first half of 2022.", "25 million tonnes",
     "conflicts"),
    ("Trains via Alashankou came to 5,027 in 2020, up 41.8 percent.", "41.8 percent", "agrees"),
    # the place and the country of the figure's own part of the sentence
    ("Alashankou saw trains pass. In 2020 it had 5,027; its neighbour Khorgos had more.", "5,027", "agrees"),
    ("Of inflows in 2022 Russia sent Kazakhstan $1.5 billion and the United States $5.1 billion of investment.",
     "$5.1 billion", "agrees"),
    # a sure slip outweighs a number that is met by chance
    ("Fifty teachers of the Luban Workshop were trained in Tianjin.", "Fifty teachers", "conflicts"),
    ("The dwell of trains at Alashankou and Khorgos fell to 70 hours in 2023.", "70 hours", "conflicts"),
    ("By agreement Chinese guests stay visa-free for at most 60 days in any 180.", "60 days", "conflicts"),
    # what follows, and what does not
    ("China took 15.6 percent of Kazakhstan's exports in 2022 and gave 21.9 percent of its imports,"
     " 6.3 percentage points more.", "6.3 percentage points", "derivable"),
    ("The Trans-Caspian route moved 3.4 million tonnes in nine months of 2024 and 4.1 million tonnes in January-"
     "November 2024. So October and November added 0.7 million tonnes.", "0.7 million tonnes", "derivable"),
    ("Wheat: 475,200 tonnes went from Kazakhstan to China from January to October 2023, out of 6.2 million tonnes"
     " exported in all, so China took 17.7 percent.", "17.7 percent", "conflicts"),
    # told twice, told in an answer, told of another time
    ("Chinese customs put trade with Kazakhstan at $43.82 billion in 2024. The weather was fine. From $43.82 billion it"
     " is a long way.", "$43.82 billion", "agrees"),
    ("China ranked second among Kazakhstan's trading partners in 2023.", "second", "agrees"),
    ("The flights between China and Kazakhstan numbered 27 a week in November 2023.", "27", "agrees"),
    ("Пассажирских рейсов между Китаем и Казахстаном сейчас 27 в неделю.", "27", "stale"),
]  # fmt: skip


def verdict(checker: Checker, text: str, figure: str) -> str:
    checked = checker.check(read_article(text.encode(), name="a.txt", date=TODAY))
    start = text.rindex(figure)
    (found,) = [v for v in checked.verdicts if start <= v.quantity.char_start < start + len(figure)]
    return found.verdict


@pytest.mark.parametrize(("text", "figure", "expected"), JUDGED)
def test_a_kind_of_figure_is_judged(record: Checker, text: str, figure: str, expected: str) -> None:
    assert verdict(record, text, figure) == expected


def test_what_comes_later_cannot_be_told(record: Checker) -> None:
    """The 26th SCO meeting is of 2026: said in 2024, the number is not that of its year."""
    text = "It was the 26th meeting of the SCO leaders in Astana."
    checked = record.check(read_article(text.encode(), name="a.txt", date="2024-07-05"))
    assert [v.verdict for v in checked.verdicts] == ["conflicts"]


def test_an_answer_is_of_its_question(record: Checker) -> None:
    text = "问：中哈建交多久了？\n答：从1992年算起，42年。"
    checked = record.check(read_article(text.encode(), name="a.txt", date="2024-07-10"))
    assert [v.verdict for v in checked.verdicts if v.quantity.kind == "duration"] == ["conflicts"]


def test_growth_is_told_between_periods_of_one_length(record: Checker) -> None:
    """41 bn of a year over 17.6 bn of five months is 133 percent, and no growth."""
    text = (
        "Chinese customs put trade with Kazakhstan at $41 billion in 2023 and at $17.6 billion from January to May"
        " 2024. Somebody adds 133 percent."
    )
    assert verdict(record, text, "133 percent") == "new"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("entries (+148%)", [148.0]),
        ("imports from China, up 23 percent", [23.0]),
        ("oil, down 5.3 percent", [-5.3]),
        ("2.5 Mt cargo", []),
    ],
)
def test_growth_in_a_cell(cell: str, found: list[float]) -> None:
    assert list(rates(cell)) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2.5 Mt cargo", [("2.5", "Mt")]),
        ("382,058 TEU", [("382058", "TEU")]),
        ("two thirds of 1500 MW of new capacity", [("1500", "MW")]),
        ("against 6500 normal", [("6500", "")]),
        ("opened 29 May 2025", []),
        ("rank of 139 among them", []),
    ],
)
def test_amounts_in_a_cell(cell: str, found: list[tuple[str, str]]) -> None:
    assert list(amounts(cell)) == found


def test_slips_of_the_pen() -> None:
    assert like(76.6, 66.7)
    assert not like(727.0, 272.0)
    assert not like(31.2, 31.4)
    assert 382058.0 in unswapped(328058.0)
    assert 543.0 in unswapped(345.0)
