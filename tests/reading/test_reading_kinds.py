"""Kinds of wording that passages by another hand showed to be read wrongly, each by several phrases of our own."""

from __future__ import annotations

import pytest

from jibek.reading import read_text

TODAY = "2024-11-20"

PERIODS = [
    # what lasts since then lasts to the day of the statement
    ("Since 2021 the mill has sent nine batches to Xinjiang.", ["2021/2024-11-20"]),
    ("С 2019 года построено 14 школ.", ["2019/2024-11-20"]),
    ("自2015年以来共开行班列900列。", ["2015/2024-11-20"]),
    ("From 2013 to now there were five visits.", ["2013/2024-11-20"]),
    ("С 2016 года по сей день прошло 700 поездов.", ["2016/2024-11-20"]),
    # what adds up counts from January to a day or the end of a month
    ("Up to 10 June the gate let out 31,000 cars.", ["2024-01-01/2024-06-10"]),
    ("Through 15 August the quay handled 2.2 million tonnes.", ["2024-01-01/2024-08-15"]),
    ("At the end of September the tally stood at 34,600 TEU.", ["2024-01-01/2024-09-30"]),
    ("К концу июня перевезено 900 тыс. тонн.", ["2024-01-01/2024-06-30"]),
    ("截至10月底，口岸通行班列6000列。", ["2024-01-01/2024-10-31"]),
    ("As of 30 May, 43 flights a week link the two.", ["2024-05-30"]),
    ("From January 3 to March 9 the post saw 4,100 lorries.", ["2024-01-03/2024-03-09"]),
    ("1月1日至9月15日，口岸出入境旅客52万人次。", ["2024-01-01/2024-09-15"]),
    ("In eight months of 2023 the port counted 480 calls.", ["2023-01-01/2023-08-31"]),
    ("Since March 2010 the line has carried 90 million tonnes by June 2020.", ["2010-03/2020-06"]),
    # that year, that period
    ("In 2019 the port had 12 cranes and 800 trains called. That year it moved 5 million tonnes.",
     ["2019", "2019", "2019"]),
    ("Flights were 27 a week in October 2023 and 13 in April of that year.", ["2023-10", "2023-04"]),
    ("В 2018 году прошло 300 поездов. В том же году перевезли 2 млн тонн.", ["2018", "2018"]),
    ("2019年运量为500万吨，同年货值20亿美元。", ["2019", "2019"]),
    ("From January to May 2024 trade was $9 billion. Over the same period freight made 3 million tonnes.",
     ["2024-01-01/2024-05-31", "2024-01-01/2024-05-31"]),
    # what a change is told against
    ("Trade came to $43 billion in 2023. The growth on 2022 was 5 percent.", ["2023", "2023"]),
    ("Рост к 2021 году составил 12 процентов.", ["2022"]),
    ("In 2024 trade was $94 billion; a year earlier it had been $89 billion.", ["2024", "2023"]),
    ("За год перевезено 12 тыс. TEU, годом ранее — 9 тыс.", ["2024", "2023"]),
    ("In 2023 freight made 28 million tonnes. 7,762 trains passed, in 2020 4,652.", ["2023", "2023", "2020"]),
    ("За девять месяцев 2023 года пропуск вырос на 23 процента, за весь 2022 год — на 81 процент.",
     ["2023-01-01/2023-09-30", "2022"]),
    # plans, prices and sizes are of no year before
    ("In 2022 trade was $31 billion. A silo for 38,000 tonnes costs $4 million.", ["2022", "2024", "2024"]),
    ("In 2022 trade was $31 billion. They would like to see $90 billion.", ["2022", "2024"]),
    # a scale ends a sentence as any word does
    ("В 1995 году было 2 млрд. За пять месяцев этого года — 17 млрд долларов.",
     ["1995", "2024-01-01/2024-05-31"]),
    ("去年前两个月出口2万吨，上年同期为1.5万吨。", ["2023-01-01/2023-02-28", "2022-01-01/2022-02-28"]),
    ("前5个月出口25万吨，去年同期为12万吨。", ["2024-01-01/2024-05-31", "2023-01-01/2023-05-31"]),
    ("Trade was $9 billion. Two years ago it was $7 billion.", ["2024", "2022/2024", "2022"]),
    ("Три года назад в Сиане называли 26 млрд юаней.", ["2021/2024", "2021"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "periods"), PERIODS)
def test_a_kind_of_period(text: str, periods: list[str]) -> None:
    found = [q.period for q in read_text(text, date=TODAY).quantities if q.kind != "date"]
    assert found == periods


UNITS = [
    ("The scanner needs 40 seconds.", [(40 / 3600, "h")]),
    ("Сканер проверяет вагон за 50 секунд.", [(50 / 3600, "h")]),
    ("Each may carry 25 kilos home.", [(0.025, "t")]),
    ("Flights rose by a factor of 3.3.", [(3.3, "ratio")]),
    ("They took 12 and now 60, that is five times.", [(12.0, "count"), (60.0, "count"), (5.0, "ratio")]),
    ("Перевезено 56,5 тыс. ДФЭ.", [(56_500.0, "TEU")]),
    ("It has 106 students, of whom 60 read for a degree and four for a doctorate; the other 42 are new.",
     [(106.0, "persons"), (60.0, "persons"), (4.0, "persons"), (42.0, "persons")]),
    ("В группе 30 студентов, из них 12 учатся на врачей.", [(30.0, "persons"), (12.0, "persons")]),
    ("The body turned 23 this year.", [(23.0, "years")]),
    ("Организации исполнилось 15.", [(15.0, "years")]),
    ("Capacity is 28 million tonnes a year and shall be 48 million once trains run.",
     [(28e6, "t/yr"), (48e6, "t/yr")]),
    ("Рабочих мест, по словам строителей, появилось более 300.", [(300.0, "persons")]),
    ("Предприятий с китайским капиталом — 4700.", [(4700.0, "count")]),
    ("Chinese students in Kazakhstan: 2,089.", [(2089.0, "persons")]),
    ("The post saw 20,900 cars. Chinese visitors were 367,000.", [(20_900.0, "count"), (367_000.0, "persons")]),
    ("Berths for oil: three; cranes are old.", [(3.0, "count")]),
    ("全镇人口约2万。", [(20_000.0, "persons")]),
    ("去年来访的中国客人有65.5万，今年1至5月是28万。", [(655_000.0, "persons"), (280_000.0, "persons")]),
    ("我每周上14节课。", [(14.0, "count/week")]),
    ("Speed of goods goes from 800 to 1,500 km a day.", [(800.0, "km/d"), (1500.0, "km/d")]),
    ("The yard pays 5 to 7 percent.", [(6.0, "percent")]),
    ("Poti took 500,000 twenty-foot units.", [(500_000.0, "TEU")]),
    ("В 2021 году доля была 18,5 процента. В 2022-м — 15,6.", [(18.5, "percent"), (15.6, "percent")]),
    ("На складе 77 коробок.", [(77.0, "count")]),
    ("Rank among investors in 2022: seventh.", [(7.0, "rank")]),
    ("Китай — второй торговый партнёр страны.", [(2.0, "rank")]),
    ("Trade rose in 2023.\n8 billion dollars came from oil.", [(8e9, "USD")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), UNITS)
def test_a_kind_of_figure(text: str, figures: list[tuple[float, str]]) -> None:
    found = [(q.value, q.unit) for q in read_text(text, date=TODAY).quantities if q.kind != "date"]
    assert [u for _, u in found] == [u for _, u in figures]
    assert [v for v, _ in found] == pytest.approx([v for v, _ in figures])


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("SUMMIT SHEET -- 19 June 2025 -- Astana\n\n1. It met.", "2025-06-19"),
        ("Minutes of the club, 12 February 2025 (draft)\n\n1. Boxes.", "2025-02-12"),
        ("Блог, 12 января 2023 года\n\nПрошло 300 поездов.", "2023-01-12"),
        ("ALMATY -- November 5, 2024. The fair drew 40 firms.", "2024-11-05"),
    ],
)
def test_a_head_that_dates_an_article(head: str, date: str) -> None:
    assert read_text(head).statement_date == date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Запуск состоялся в июне 2021 года.", "2021-06"),
        ("Zhanatas: 100 MW. Full operation: June 2021.", "2021-06"),
        ("Завод работает с ноября 2021 года.", "2021-11"),
        ("Модернизация закончена в 2018 году.", "2018"),
        ("Первый форум прошёл 14 мая 2017 года.", "2017-05-14"),
        ("The line, 152 km, is to open in 2026.", "2026"),
        ("It began trial operation in December 2023.", "2023-12"),
        ("从上海起飞的航线5月29日开了。", "2024-05-29"),
        ("风电场于2021年6月投运。", "2021-06"),
    ],
)
def test_a_date_that_is_a_fact(text: str, value: str) -> None:
    assert value in [q.value for q in read_text(text, date=TODAY).quantities if q.kind == "date"]


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("Kazakhstan's own books show turnover of $24 billion.", "KAZ"),
        ("The Chinese count is $41 billion.", "CHN"),
        ("По казахстанскому учёту торговля составила 31 млрд долларов.", "KAZ"),
        ("按中方口径，贸易额为410亿美元。", "CHN"),
        ("哈方为315亿美元。", "KAZ"),
    ],
)
def test_whose_books(text: str, reporter: str) -> None:
    assert [q.reporter for q in read_text(text, date=TODAY).quantities] == [reporter]
