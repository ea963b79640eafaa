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
