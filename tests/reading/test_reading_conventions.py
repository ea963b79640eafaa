"""What counts as a figure and what does not, units lent by a figure beside, rates, ranks and dates: by example."""

from __future__ import annotations

import pytest

from jibek.reading import read_text

DAY = "2024-07-04"


def told(phrase: str) -> list[tuple[float | str, str]]:
    return [(q.value, q.unit) for q in read_text(phrase, date=DAY).quantities]


@pytest.mark.parametrize(
    "phrase",
    [
        "Berth 9 was painted, and at hut 14 we rested; he slept in cabin 31.",
        "Pump station 6 hums behind gate 2.",
        "See Ref. 22-7/104, note 5 and Bulletin 4/2024.",
        "Call 8 (7172) 11-22-33; the office is open 9 to 5, doors close at 18.45.",
        "We left at 5.20 in the morning and met class 7C.",
        "The hosts beat the visitors from Urumqi 4-1.",
        "Three caveats apply, and two questions remain.",
        "A row of 40-foot boxes and twenty-foot boxes waited.",
        "Write to box 19 or come to 27 Karasai Batyr.",
        "A third crossing and a second track are planned.",
        "He drove to platform 2, says Aliya, 34, who waved.",
        "Офис на 3-м этаже, в номере 512, касса № 2.",
        "Матч закончился со счётом 3:1, хлеб пекли по рецепту 1887 года.",
        "1435毫米轨道旁的3号厅，15号楼1206室，比赛以2比1结束，每180日计算。",
    ],
)
def test_numbers_that_name_or_time_something_are_no_figures(phrase: str) -> None:
    assert told(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("They sign 30 agreements and ship 40 wagons.", [(30, "count"), (40, "count")]),
        ("Trade grew from $370 million to $41 billion.", [(370e6, "USD"), (41e9, "USD")]),
        ("It carried 28 million tonnes. The year before it was 23.", [(28e6, "t"), (23e6, "t")]),
        ("A pan costs 40 yuan, a set 270.", [(40, "CNY"), (270, "CNY")]),
        ("They hoped for 500,000 visitors; 55,000 came in.", [(500e3, "persons"), (55e3, "persons")]),
        ("The pipe carries 60 bcm a year. It moved 43.2 billion in 2022.", [(60e9, "m3/yr"), (43.2e9, "m3")]),
        ("Capacity rises to 84 million tonnes a year from 28 million now.", [(84e6, "t/yr"), (28e6, "t/yr")]),
        ("Stays of 30 days and no more than 90 within any 180.", [(30, "d"), (90, "d"), (180, "d")]),
        ("Exports were 460 million, imports 188 million dollars.", [(460e6, "USD"), (188e6, "USD")]),
        ("There will be 16 crossings. Today there are seven.", [(16, "count"), (7, "count")]),
        ("Пройдёт 60 пар поездов в сутки вместо 12.", [(60, "count/d"), (12, "count/d")]),
        ("Экспорт составил 460 млн, импорт — 188 млн долларов.", [(460e6, "USD"), (188e6, "USD")]),
        ("出口247亿美元，进口163亿。", [(24.7e9, "USD"), (16.3e9, "USD")]),
    ],
)
def test_a_bare_number_takes_the_unit_of_the_figure_beside(
    phrase: str, expected: list[tuple[float, str]]
) -> None:
    assert told(phrase) == [(pytest.approx(value), unit) for value, unit in expected]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("In an ordinary year it delivers 350 million kilowatt-hours.", (350e6, "kWh/yr")),
        ("So 11,000 tonnes of coal need not be burned annually.", (11e3, "t/yr")),
        ("Every week 44 flights connect the two.", (44, "count/week")),
        ("Станция вырабатывает в год 350 млн киловатт-часов.", (350e6, "kWh/yr")),
        ("Ежегодно здесь учатся 3 тысячи студентов.", (3000, "persons/yr")),
        ("两国每周有72班客运航班。", (72, "count/week")),
        ("Some 500 lorries cross daily.", (500, "count/d")),
        ("Ежесуточно проходит 500 машин.", (500, "count/d")),
        ("Треть грузов идёт через Достык.", (100 / 3, "percent")),
        ("运费降了三分之一。", (100 / 3, "percent")),
        ("他的店一天能卖四百盘。", (400, "count/d")),
        ("The share rose 18 percentage points.", (18, "percentage_points")),
        ("The load was 269 million tonne-kilometres.", (269e6, "tkm")),
        ("Он привёз два килограмма сыра.", (0.002, "t")),
        ("На стройке трудились 3000 рабочих.", (3000, "persons")),
        ("We spoke to 19 forwarders.", (19, "persons")),
    ],
)
def test_units_and_rates_told_elsewhere_in_the_clause(phrase: str, expected: tuple[float, str]) -> None:
    assert told(phrase) == [(pytest.approx(expected[0]), expected[1])]


@pytest.mark.parametrize(
    ("phrase", "value", "unit"),
    [
        ("The stay was his fifth in Kazakhstan.", 5, "ordinal"),
        ("This year's meeting is the 23rd.", 23, "ordinal"),
        ("He came for a seventh time.", 7, "ordinal"),
        ("It was the twenty-fourth meeting.", 24, "ordinal"),
        ("It is 12th in the world.", 12, "rank"),
        ("Он приехал в пятый раз.", 5, "ordinal"),
        ("Гостей 24-м саммитом встречали тепло.", 24, "ordinal"),
        ("Страны отметили 30-летие отношений.", 30, "years"),
        ("China is the top trade partner of Kazakhstan.", 1, "rank"),
        ("Китай входит в пятёрку крупнейших инвесторов.", 5, "rank"),
        ("Китай входит в топ-5.", 5, "rank"),
        ("哈萨克斯坦位居前三位。", 3, "rank"),
    ],
)
def test_ordinals_and_ranks_in_bare_sentences(phrase: str, value: float, unit: str) -> None:
    assert told(phrase) == [(value, unit)]


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("The last blades went up in June 2021.", "2021-06"),
        ("When it opens in 2027, capacity will rise.", "2027"),
        ("3 июня по второму пути прошёл первый состав.", "2024-06-03"),
        ("Безвизовый режим действует с 10 ноября 2023 года.", "2023-11-10"),
    ],
)
def test_dates_that_tell_when_something_began(phrase: str, value: str) -> None:
    assert told(phrase) == [(value, "date")]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("8 March 2024. Trade rose 5 percent last year.", "2024-03-08"),
        ("CORRIDOR WATCH | Issue 7 | 18 March 2025\n\nTrade rose 5 percent.", "2025-03-18"),
        ("An interview with a driver, 29 May 2024\n\nTrade rose 5 percent.", "2024-05-29"),
        ("Steppe Review, June 2024\n\nTrade rose 5 percent.", "2024-06-01/2024-06-30"),
        ("Trade deal signed on 5 June 2024\n\nTrade rose 5 percent.", ""),
        ("What the plan of May 2023 says\n\nTrade rose 5 percent.", ""),
    ],
)
def test_the_first_lines_date_an_article_unless_they_tell_of_a_day(text: str, date: str) -> None:
    assert read_text(text).statement_date == date


def test_last_year_of_an_undated_article_stays_open() -> None:
    article = read_text("In 2022 trade was 3 billion dollars. Last year it was 5 billion dollars.")
    assert [(q.value, q.period) for q in article.quantities] == [(3e9, "2022"), (5e9, "")]


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ("2023-04", "2023-04-01/2023-04-30"),
        ("2023", "2023-01-01/2023-12-31"),
        ("2023-04/2023-05-03", "2023-04-01/2023-05-03"),
        ("2023-04-02", "2023-04-02"),
    ],
)
def test_a_month_or_an_interval_may_be_given_as_date(given: str, days: str) -> None:
    assert read_text("Trade rose 5 percent last year.", date=given).statement_date == days


@pytest.mark.parametrize(
    ("phrase", "periods"),
    [
        ("Against 2022, when it was $31 billion, trade grew by 32 percent in 2023.", ["2022", "2023"]),
        ("The pipe takes 10 million tonnes a year, and last year 9 million went through.", ["2024", "2023"]),
        ("В мае 2024 отправлено 254 тыс. тонн против 152 тыс. за те же месяцы 2023 года.", ["2024-05", "2023-05"]),
        ("去年贸易额达410亿美元，比1992年的3.7亿美元增长了一百多倍。", ["2023", "1992", "1992/2023"]),
        ("截至4月30日，今年开行中欧班列5000列。", ["2024-01-01/2024-04-30"]),
        ("From 1 January to 31 May 2024 some 2.5 million people crossed.", ["2024-01-01/2024-05-31"]),
        ("Sales in the nine months to May 2024 were $3 million.", ["2023-09-01/2024-05-31"]),
        ("In 2019 sales were $3 million. The agent charges $85 a box.", ["2019", "2024"]),
        ("В прошлом году ввезли 5 тонн. По итогам прошлого года доля — 21 %.", ["2023", "2023"]),
    ],
)  # fmt: skip
def test_periods_of_bases_rates_and_prices(phrase: str, periods: list[str]) -> None:
    assert [q.period for q in read_text(phrase, date=DAY).quantities] == periods
