"""Which period a figure speaks of, by construct, told against a known day; and when an article was written."""

from __future__ import annotations

import pytest

from jibek.reading import read_article, read_text

TODAY = "2024-07-04"

ONE = [
    ("Trade reached $41 billion in 2023.", "2023", "stated"),
    ("In 2022, trade reached $31 billion.", "2022", "stated"),
    ("Trade reached $41 billion last year.", "2023", "relative"),
    ("This year trade will reach $45 billion.", "2024", "relative"),
    ("Trade will reach $45 billion next year.", "2025", "relative"),
    ("Trade stood at $17.6 billion between January and May.", "2024-01-01/2024-05-31", "relative"),
    ("From January to May this year it reached $17.6 billion.", "2024-01-01/2024-05-31", "relative"),
    ("Trade was $17.6 billion in January-May 2024.", "2024-01-01/2024-05-31", "stated"),
    (
        "Goods worth $21.9 billion changed hands in the first seven months of 2023.",
        "2023-01-01/2023-07-31",
        "stated",
    ),
    (
        "Goods worth $17.6 billion changed hands in the first five months.",
        "2024-01-01/2024-05-31",
        "relative",
    ),
    (
        "Goods worth $20 billion changed hands in the first half of the year.",
        "2024-01-01/2024-06-30",
        "relative",
    ),
    ("Goods worth $20 billion changed hands in the first half of 2023.", "2023-01-01/2023-06-30", "stated"),
    ("Trade was $9 billion in the first quarter of 2024.", "2024-01-01/2024-03-31", "stated"),
    ("Trade was $9 billion in Q1 2024.", "2024-01-01/2024-03-31", "stated"),
    ("Trade was $20 billion in H1 2023.", "2023-01-01/2023-06-30", "stated"),
    ("In June 2021 trade was $2 billion.", "2021-06", "stated"),
    ("In June trade was $4 billion.", "2024-06", "relative"),
    ("In December trade was $4 billion.", "2023-12", "relative"),
    ("Between 2005 and 2023, China invested $25.3 billion.", "2005/2023", "stated"),
    ("From 2005 to 2023 China invested $25.3 billion.", "2005/2023", "stated"),
    ("Chinese investment since 2005 comes to $25.3 billion.", "2005/2024-07-04", "stated"),
    ("Trade will reach $40 billion by 2030.", "2030", "stated"),
    ("The $40 billion trade target for 2030 stands.", "2030", "stated"),
    ("They want $40 billion by the end of the decade.", "2030", "relative"),
    ("They want $40 billion by the end of the year.", "2024", "relative"),
    ("By 30 April rail had carried 5 million tonnes.", "2024-01-01/2024-04-30", "relative"),
    ("As of 1 January 2024 the debt was $9 billion.", "2024-01-01", "stated"),
    ("On 17 May 2023 they signed for $2 billion.", "2023-05-17", "stated"),
    ("Over the past decade trade grew 60 percent.", "2014/2024", "relative"),
    ("Over the past five years trade grew 60 percent.", "2019/2024", "relative"),
    ("So far this year trade is $20 billion.", "2024-01-01/2024-07-04", "relative"),
    ("Trade grew 18% year-on-year in May.", "2024-05", "relative"),
    ("In 2021-2023 trade was $97 billion.", "2021/2023", "stated"),
    ("Товарооборот в 2023 году составил 41 млрд долларов.", "2023", "stated"),
    ("Товарооборот в прошлом году составил 41 млрд долларов.", "2023", "relative"),
    (
        "Товарооборот за январь-май текущего года составил 17,6 млрд долларов.",
        "2024-01-01/2024-05-31",
        "relative",
    ),
    (
        "За первые семь месяцев 2023 года товарооборот составил 21,9 млрд долларов.",
        "2023-01-01/2023-07-31",
        "stated",
    ),
    ("В первом полугодии товарооборот составил 20 млрд долларов.", "2024-01-01/2024-06-30", "relative"),
    ("В I квартале 2024 года товарооборот составил 9 млрд долларов.", "2024-01-01/2024-03-31", "stated"),
    ("К 2030 году товарооборот достигнет 40 млрд долларов.", "2030", "stated"),
    ("С 2005 года вложено 25,3 млрд долларов.", "2005/2024-07-04", "stated"),
    ("За последние 10 лет торговля выросла на 60%.", "2014/2024", "relative"),
    ("2023年双边贸易额达410亿美元。", "2023", "stated"),
    ("去年双边贸易额达410亿美元。", "2023", "relative"),
    ("今年前5个月双边贸易额达176亿美元。", "2024-01-01/2024-05-31", "relative"),
    ("今年1至5月贸易额达176亿美元。", "2024-01-01/2024-05-31", "relative"),
    ("2023年1-7月贸易额达219亿美元。", "2023-01-01/2023-07-31", "stated"),
    ("上半年贸易额达200亿美元。", "2024-01-01/2024-06-30", "relative"),
    ("2023年5月贸易额达35亿美元。", "2023-05", "stated"),
]


@pytest.mark.parametrize(("phrase", "period", "basis"), ONE)
def test_period_of_a_figure(phrase: str, period: str, basis: str) -> None:
    wanted = [
        q for q in read_text(phrase, date=TODAY).quantities if q.kind in ("money", "percent", "physical")
    ]
    assert [(q.period, q.period_basis) for q in wanted] == [(period, basis)]


SEVERAL = [
    (
        "Trade reached US$41 billion last year, up 32% year on year. From January to May this year, it reached"
        " $17.6 billion and rose by 18% compared to the same period last year.",
        ["2023", "2023", "2024-01-01/2024-05-31", "2024-01-01/2024-05-31"],
    ),
    (
        "Trade reached US$41bn in 2023. The ministry gave the increase as 32 percent over US$31bn a year earlier.",
        ["2023", "2023", "2022"],
    ),
    (
        "Trade was around $370 million in 1992. By 2023 it had surged to over $41 billion, a rise of 32 percent.",
        ["1992", "2023", "2023"],
    ),
    ("Exports were $25 billion in 2023, against $16 billion in 2022.", ["2023", "2022"]),
    ("In 2023 exports rose to 25 billion dollars, from 16 billion dollars a year earlier.", ["2023", "2022"]),
    ("Trade stood at $17.6 billion between January and May, and should reach $45 billion over the year.",
     ["2024-01-01/2024-05-31", "2024"]),
    ("In 2023 trade was $41 billion.\n\nRail carried 28 million tonnes of it.", ["2023", "2023"]),
    ("Trade was $41 billion.", ["2024"]),
    (
        "Prices eased to 13.1 percent in May from a peak of 21.3 percent in March.\nInvestment jumped"
        " 53% to $961.9 million"
     " in the first half.", ["2024-05", "2024-03", "2024-01-01/2024-06-30", "2024-01-01/2024-06-30"]),
    ("Passenger numbers went from 120,000 in 2022 to 390,000 a year later.", ["2022", "2023"]),
    ("In January 2024 it passed 412 trains, 15% more than in January of last year.", ["2024-01", "2024-01"]),
    ("2022年贸易额为310亿美元，2023年为410亿美元。", ["2022", "2023"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "periods"), SEVERAL)
def test_each_figure_has_its_own_period(text: str, periods: list[str]) -> None:
    assert [q.period for q in read_text(text, date=TODAY).quantities] == periods


def test_what_a_sentence_before_says_is_carried_and_said_to_be() -> None:
    first, second = read_text(
        "In 2022 trade was $31 billion. Exports made up $16 billion.", date=TODAY
    ).quantities
    assert (first.period_basis, second.period, second.period_basis) == ("stated", "2022", "carried")


def test_what_simply_stands_takes_the_year_of_the_article() -> None:
    (q,) = read_text("Seven road and rail ports stay open in every season.", date="2023-08-17").quantities
    assert (q.period, q.period_basis) == ("2023", "dateline")


@pytest.mark.parametrize(
    ("phrase", "period"),
    [
        ("Relations were set up 32 years ago.", "1992/2024"),
        ("In the 32 years since relations were set up, much was done.", "1992/2024"),
        ("The next summit comes in two years.", "2024/2026"),
        ("Over the past five years much was done.", "2019/2024"),
        ("建交32年来成果丰硕。", "1992/2024"),
    ],
)
def test_spans_of_years_reach_back_or_ahead(phrase: str, period: str) -> None:
    (q,) = read_text(phrase, date=TODAY).quantities
    assert (q.unit, q.period) == ("years", period)


DATED = [
    ("ASTANA, 22 February 2024 (Steppe Wire) -- Trade grew 3 percent.", "2024-02-22", "dateline"),
    ("Astana. May 17, 2023. Trade grew 3 percent.", "2023-05-17", "dateline"),
    ("BEIJING, July 2, 2024 (Xinhua) -- Trade grew 3 percent.", "2024-07-02", "dateline"),
    ("News.Az date 2024-07-02 ASTANA – Trade grew 3 percent.", "2024-07-02", "stated"),
    ("A title\nPublished: 17 May 2023\n\nTrade grew 3 percent.", "2023-05-17", "stated"),
    ("A title\n17.05.2023\n\nТорговля выросла на 3 процента.", "2023-05-17", "stated"),
    ("АСТАНА, 17 мая 2023 года. /Агентство/. Торговля выросла на 3 процента.", "2023-05-17", "dateline"),
    ("新华社阿斯塔纳2024年7月2日电 贸易增长3%。", "2024-07-02", "dateline"),
    ("Trade grew 3 percent.", "", ""),
    ("ASTANA, July 1 (Xinhua) -- Trade grew 3 percent.", "", ""),
    (
        "ASTANA, July 1 (Xinhua) -- Trade grew 3 percent in the first five months of 2024.",
        "2024-07-01",
        "content",
    ),
    (
        "In 2022, trade hit $31 billion. Between January and July this year it reached $21.9 billion.",
        "2023-08-01/2023-12-31",
        "content",
    ),
]


@pytest.mark.parametrize(("text", "date", "basis"), DATED)
def test_when_an_article_was_written(text: str, date: str, basis: str) -> None:
    found = read_text(text)
    assert (found.statement_date, found.date_basis) == (date, basis)


def test_the_date_asked_for_goes_first_and_a_difference_is_said() -> None:
    found = read_article(
        b"ASTANA, 22 February 2024 -- Trade grew last year.", name="a.txt", date="2023-02-22"
    )
    assert (found.statement_date, found.date_basis) == ("2023-02-22", "option")
    assert [w["code"] for w in found.warnings] == ["reading.dates_differ"]


def test_without_a_date_relative_periods_stay_open_and_the_article_says_so() -> None:
    found = read_text("Trade reached $41 billion last year.")
    assert [(q.period, q.period_basis) for q in found.quantities] == [("", "")]
    assert [w["code"] for w in found.warnings] == ["reading.no_date"]
