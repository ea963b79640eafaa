"""Kinds of wording that unseen passages brought, probed in other subjects and languages."""

from __future__ import annotations

import pytest

from jibek.reading import read_text

DAY = "\n\nTrade came to $7 million in January-May 2024."


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("BORDER SERVICE | 12 August 2024 | for publication", "2024-08-12"),
        ("GREEN SHEET -- issue of 27 July 2024 -- free, unsubscribe below", "2024-07-27"),
        ("Freight note for members, week of 3 June 2024", "2024-06-03"),
        ("Newsletter no 14 (from 3 June 2024)", "2024-06-03"),
        ("Вестник портов, выпуск от 7 июня 2024 года, бесплатно", "2024-06-07"),
        ("THE LEDGER, vol. 3, no. 4, June 2024", "2024-06-01/2024-06-30"),
        ("Trade in figures, January-May 2024", ""),
        ("Trade deal signed on 5 June 2024", ""),
    ],
)
def test_a_heading_dates_its_paper_in_any_form(head: str, date: str) -> None:
    assert read_text(head + DAY).statement_date == date


TABLE = """Port of Kuryk, January-August 2023
Ferry calls | 480
Wagons carried ........ 13,800
Trucks, 2022\t1,200
  of these empty\t310
Staff: 64
Gate: 4

Tel: 55123
"""


def test_a_row_of_a_table_counts_what_its_label_names_in_the_time_of_its_heading() -> None:
    found = [(q.value, q.unit, q.noun, q.period) for q in read_text(TABLE, date="2024-02-09").quantities]
    year = "2023-01-01/2023-08-31"
    assert found == [
        (480.0, "count", "Ferry calls", year),
        (13800.0, "count", "Wagons carried", year),
        (1200.0, "count", "Trucks", "2022"),
        (310.0, "count", "of these empty", "2022"),
        (64.0, "persons", "Staff", year),
    ]


UNITS = [
    ("Counted in euros, the fund held 5.2 billion in 2023 against 4.1 billion in 2022.", ["EUR", "EUR"]),
    ("Exports, in millions of US dollars: wheat 15.1, barley 12.2.", ["USD", "USD"]),
    ("В юанях оборот составил 15,1 млрд, вклады — 12,2 млрд.", ["CNY", "CNY"]),
    ("以美元计，出口151亿，进口122亿。", ["USD", "USD"]),
    ("They sold goods for 9.5 billion tenge and 5.1 billion lent to farms.", ["KZT", "KZT"]),
    ("The mill took 3.1 of the 9.4 million tonnes.", ["t", "t"]),
    ("Of the 40 drivers 12 of 30 men passed.", ["persons", "persons", "persons"]),
    ("The gate is open ten hours a day.", ["h/d"]),
    ("Aktau has five flights a week, Atyrau three a week.", ["count/week", "count/week"]),
    ("The school trains 14 coders and pays 3 botanists.", ["persons", "persons"]),
    ("In the index Mongolia is 67th this year after 70th in 2023.", ["rank", "rank"]),
    ("Fifteen banks signed. Today it has 28 members, thirteen more.", ["count", "count", "count"]),
    ("Growth was 5, 7 and 9 per cent.", ["percent", "percent", "percent"]),
    ("Перевезли 31,2 и 41 млн тонн.", ["t", "t"]),
    ("Kenya ranks 35th of 139.", ["rank", "count"]),
    ("平均等候40秒。", ["h"]),
]


@pytest.mark.parametrize(("text", "units"), UNITS)
def test_the_unit_that_the_words_around_give(text: str, units: list[str]) -> None:
    assert [q.unit for q in read_text(text, date="2024-07-01").quantities] == units


@pytest.mark.parametrize(
    "text",
    [
        "Usharal 3, Beskol 2.",
        "See COM(2023) 118 for the rules.",
        "The A2 at dawn is empty.",
        "A class 13-470 wagon stood there.",
        "The 1067 pipe is patient.",
        "They own a cat called 404.",
        "The busiest day was Sunday.",
        "A quiet half-year report.",
        "X8155次列车除外。",
    ],
)
def test_what_names_one_thing_is_no_figure(text: str) -> None:
    assert not read_text(text, date="2024-07-01").quantities


PERIODS = [
    ("Imports were $31.2 billion and $41 billion in 2021 and 2022.", ["2021", "2022"]),
    ("In 2021 and 2022 the port took 40 and 52 trains respectively.", ["2021", "2022"]),
    ("In 2021 and 2022 together the mill sold 150 tonnes.", ["2021/2022"]),
    (
        "They counted 837,000 trips in 2023 after 445,000 in 2022, which is 88 percent more.",
        ["2023", "2022", "2023"],
    ),
    (
        "The route carried 34,600 TEU from January to May 2023 and 50,500 TEU from January to July.",
        ["2023-01-01/2023-05-31", "2023-01-01/2023-07-31"],
    ),
    ("The line moved 7.3 million tonnes in 2022. That makes 20,000 tonnes a day.", ["2022", "2022"]),
    ("Look at 9 May 2023. The queue had 11,642 vehicles in it.", ["2023-05-09"]),
    ("2022年贸易额894亿美元，比2021年增长27.4%；其中出口614亿美元。", ["2022", "2022", "2022"]),
    ("自2009年12月至2023年11月，管道累计输气5000亿立方米。", ["2009-12/2023-11"]),
    ("At the middle of 2021 the stock was $5.2 billion.", ["2021-06"]),
    ("The post took 725 trucks between 8 and 12 November 2023.", ["2023-11-08/2023-11-12"]),
]


@pytest.mark.parametrize(("text", "periods"), PERIODS)
def test_the_period_that_the_words_around_give(text: str, periods: list[str]) -> None:
    assert [q.period for q in read_text(text, date="2024-07-01").quantities] == periods
