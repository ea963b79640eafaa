"""Free words of a row are read to one count and its days, or refused with a reason; nothing is guessed."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.validation.days import Unreadable, days_of
from jibek.validation.series import Series

DAYS = [
    ("Trains", 2023, (2023, 1, 1), (2023, 12, 31)),
    ("Trains H1", 2024, (2024, 1, 1), (2024, 6, 30)),
    ("Trains, second half", 2024, (2024, 7, 1), (2024, 12, 31)),
    ("Trains in the first half of the year", 2024, (2024, 1, 1), (2024, 6, 30)),
    ("China-Europe TEU Q1", 2020, (2020, 1, 1), (2020, 3, 31)),
    ("TEU 3Q 2021", 2021, (2021, 7, 1), (2021, 9, 30)),
    ("TEU in the fourth quarter", 2021, (2021, 10, 1), (2021, 12, 31)),
    ("Trains via Khorgos Jan-Apr", 2024, (2024, 1, 1), (2024, 4, 30)),
    ("Trains via Khorgos Jan–Feb", 2024, (2024, 1, 1), (2024, 2, 29)),
    ("Trains from January to August", 2024, (2024, 1, 1), (2024, 8, 31)),
    ("Trains Jul-Sept.", 2024, (2024, 7, 1), (2024, 9, 30)),
    ("Trains via Khorgos to 13 Dec", 2021, (2021, 1, 1), (2021, 12, 13)),
    ("Trains to Dec 13, 2021", 2021, (2021, 1, 1), (2021, 12, 13)),
    ("Trains up to 13 December", 2021, (2021, 1, 1), (2021, 12, 13)),
    ("Trains as of the end of May", 2021, (2021, 1, 1), (2021, 5, 31)),
    ("Freight 10 months", 2023, (2023, 1, 1), (2023, 10, 31)),
    ("Freight first nine months", 2023, (2023, 1, 1), (2023, 9, 30)),
    ("Freight 11M", 2023, (2023, 1, 1), (2023, 11, 30)),
    ("China-Europe trains Jan", 2023, (2023, 1, 1), (2023, 1, 31)),
    ("Trains in May", 2023, (2023, 5, 1), (2023, 5, 31)),
    ("Trains 2023", 2023, (2023, 1, 1), (2023, 12, 31)),
    ("Base trains 8 Jun 2017-Jun 2018", 2018, (2017, 6, 8), (2018, 6, 30)),
    ("Base containers cumulative Jul 2014-Dec 2015", 2015, (2014, 7, 1), (2015, 12, 31)),
    ("Russian oil transit to China 2014-2023 cumulative", 2023, (2014, 1, 1), (2023, 12, 31)),
    ("Central Asia trains cumulative since 1992", 2023, (1992, 1, 1), (2023, 12, 31)),
    ("Trains since Oct 2019 to Nov 2025", 2025, (2019, 10, 1), (2025, 11, 30)),
    ("Cumulative trains to Nov 2025", 2025, None, (2025, 11, 30)),
]


@pytest.mark.parametrize(("measure", "year", "first", "last"), DAYS)
def test_days_of_a_measure(measure: str, year: int, first: tuple[int, int, int] | None, last: tuple) -> None:
    found = days_of(measure, str(year))
    assert found.first == (None if first is None else date(*first))
    assert found.last == date(*last)


@pytest.mark.parametrize(
    ("measure", "year", "said"),
    [
        ("", 2023, "blank"),
        ("Trains to 30 Feb", 2023, "no 30 February"),
        ("Trains to 29 Feb", 2023, "no 29 February"),
        ("Trains H3", 2023, "no part of a year"),
        ("Trains 13 months", 2023, "no 13 months"),
        ("Trains Jan-Apr Q1", 2023, "second part"),
        ("Trains Dec-Feb", 2023, "before it begins"),
        ("Trains to Nov 2024", 2023, "end in 2024"),
        ("Trains 2021", 2023, "names 2021"),
        ("Trains", "", "year is blank"),
        ("Trains", "about 2020", "no number"),
        ("Trains", 1810, "not one of"),
    ],
)
def test_days_that_cannot_be_read_have_a_reason(measure: str, year: object, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        days_of(measure, year)


@settings(deadline=None)
@given(st.text(max_size=60), st.one_of(st.integers(1990, 2060), st.text(max_size=5)))
def test_any_text_is_read_or_refused(measure: str, year: object) -> None:
    with contextlib.suppress(Unreadable):
        assert days_of(measure, year).last.year == int(float(str(year)))


@pytest.fixture(scope="module")
def series(shipped_facts) -> Series:
    return Series(shipped_facts)


@pytest.mark.parametrize(
    ("object_", "measure", "unit", "count"),
    [
        ("CRE_total", "China-Europe trains", "trains", "china_europe_trains"),
        ("CRE_total", "China-Europe TEU (CR estimate)", "TEU", "china_europe_teu"),
        ("CN_KHORGOS", "Rail throughput", "Mt", "khorgos_mt"),
        ("CN_KHORGOS", "Rail throughput", "t", "khorgos_mt"),
        ("CNMLX", "Trains via Manzhouli", "trains", "manzhouli_trains"),
        ("CNMLX", "Trains via Manzhouli and Suifenhe", "trains", "manzhouli_suifenhe_trains"),
        ("KZ_transit", "China-Europe axis containers", "TEU", "kaz_transit_europe_teu"),
        ("KZ_transit", "Transit containers", "TEU", "kaz_transit_teu"),
        ("TITR", "Freight", "Mt", "titr_mt"),
        ("TITR", "Freight Jan-Jul", "Mt", "titr_railway_mt"),
        ("AZALA", "Port of Baku throughput", "Mt", "baku_mt"),
        ("KZAAU", "Containers", "containers", "aktau_teu"),
        ("TMKRW", "Ferry calls from Baku Jan-May", "calls", "turkmenbashi_alat_calls"),
        ("oil_KZ_CN", "Russian oil transit to China", "Mt", "russian_oil_mt"),
        ("CRE_total", "Rail China-Europe traffic change Jan-Jul", "%", "china_europe_teu"),
    ],
)
def test_object_words_and_unit_name_a_count(series: Series, object_, measure, unit, count) -> None:
    assert series.reader.read(object_, measure, 2023, unit).count_id == count


@pytest.mark.parametrize(
    ("object_", "measure", "unit", "said"),
    [
        ("CN_KHORGAS", "Trains", "trains", "CN_KHORGOS"),
        ("", "Trains", "trains", "nothing is counted"),
        ("CN_KHORGOS", "Trains", "wagons", "unit 'wagons'"),
        ("CN_KHORGOS", "Passengers", "trains", "'passengers'"),
        ("KZ_CN_rail", "Rail exports", "Mt", "'exports'"),
        ("CN_KHORGOS", "Vehicles", "vehicles", "not in vehicles"),
        ("CN_KHORGOS", "TEU via Khorgos", "trains", "counts teu"),
        ("CN_CA_trains", "Cumulative trains", "trains", "when it began"),
    ],
)
def test_what_is_not_known_is_a_reason(series: Series, object_, measure, unit, said) -> None:
    with pytest.raises(Unreadable, match=said):
        series.reader.read(object_, measure, 2023, unit)


def test_every_shipped_row_is_read(series: Series) -> None:
    """The objects and words of the package are the closed list, so none of its own rows may fall out of it."""
    for row in series.facts.table("volumes").to_dict("records"):
        read = series.reader.read(row["object"], row["measure"], row["year"], row["unit"])
        assert read.count_id in series.counts


def test_containers_and_tonnes_are_read_in_the_unit_of_the_count(series: Series) -> None:
    boxes = series.reader.read("KZAAU", "Containers", 2023, "containers")
    assert series.factor(boxes) == pytest.approx(1.0 / series.facts.assume("teu_per_container"))
    assert series.factor(series.reader.read("TITR", "Freight", 2023, "t")) == 1e6
