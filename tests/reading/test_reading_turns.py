"""Turns of phrase in news, interviews and tables: units, people, ranks, what is left alone, times that point."""

from __future__ import annotations

import pytest

from jibek.reading import read_text

DAY = "2025-03-10"  # a Monday


def told(text: str, date: str = DAY) -> list[tuple[object, str]]:
    return [(q.value, q.unit) for q in read_text(text, date=date).quantities]


def periods(text: str, date: str = DAY) -> list[str]:
    return [q.period for q in read_text(text, date=date).quantities]


BODY = {
    "en": "\n\nTrade of the two countries was 41 billion dollars in 2023, as agreed on 5 October 2021.",
    "ru": "\n\nТоварооборот двух стран в 2023 году был 41 млрд долларов по соглашению от 5 октября 2021 года.",
    "zh": "\n\n2023年两国贸易额达410亿美元，2021年10月5日双方签署协议。",
}


@pytest.mark.parametrize(
    ("language", "head", "date"),
    [
        ("ru", "Блог «Сад у дороги», запись от 11 марта 2025 года", "2025-03-11"),
        ("ru", "Центр «Мост». Записка № 19 от 7 апреля 2024 года", "2024-04-07"),
        ("ru", "Письмо читателям от 15.04.2024", "2024-04-15"),
        ("ru", "«Вестник», № 12 от 15 апреля 2024 года, цена свободная", "2024-04-15"),
        ("ru", "Алматы, 15 апреля 2024 года, «Рельс». Перевозки росли.", "2024-04-15"),
        ("ru", "@zerno, 15.04.24", "2024-04-15"),
        ("en", "Remarks delivered on 12 May 2024 in Astana", "2024-05-12"),
        ("en", "Blog entry of 12 May 2024", "2024-05-12"),
        ("en", "Transcript of a hearing held on 12 May 2024", "2024-05-12"),
        ("en", "Letter of intent signed on 12 May 2024", ""),
        ("zh", "发布时间：2024/05/12", "2024-05-12"),
        ("zh", "新丝社阿拉木图5月12日电（2024年）", "2024-05-12"),
    ],
)
def test_a_heading_dates_its_paper(language: str, head: str, date: str) -> None:
    assert read_text(head + BODY[language]).statement_date == date


FIGURES: list[tuple[str, list[tuple[object, str]]]] = [
    ("Capacity is 15 Mt, and 2 million mt came.", [(15e6, "t"), (2e6, "t")]),
    ("CO2: 1.2 Gt.", [(1.2e9, "t")]),
    ("The cable carries six terabits a second.", [(6.0, "Tbit/s")]),
    ("Скорость — 100 Мбит/с, у соседей 71 Mbps.", [(100.0, "Mbit/s"), (71.0, "Mbit/s")]),
    ("In Ashgabat tea is 1.5 manat.", [(1.5, "TMT")]),
    ("In Baku tea is 1.5 manat.", [(1.5, "AZN")]),
    ("It is flown twelve times a week.", [(12.0, "count/week")]),
    ("Автобус ходит 18 раз в день.", [(18.0, "count/d")]),
    ("Поездка длится 14 часов 30 минут.", [(14.5, "h")]),
    ("全程14个半小时，种小麦3000亩。", [(14.5, "h"), (200.0, "ha")]),
    ("清单2520万票，存着640坛。", [(25.2e6, "count"), (640.0, "count")]),
    ("Ставка, % | 14,5\nДлина, км | 120", [(14.5, "percent"), (120.0, "km")]),
    ("Trucks a day | 250\nHours open, a day | 8", [(250.0, "count/d"), (8.0, "h/d")]),
    ("Freight, million tonnes: 3.4", [(3.4e6, "t")]),
    (
        "Ventures sold 14.1, 10.6 and 15.4 billion dollars.",
        [(14.1e9, "USD"), (10.6e9, "USD"), (15.4e9, "USD")],
    ),
    ("Поток вырастет с 28 млн тонн до 48 млн тонн.", [(28e6, "t"), (48e6, "t")]),
    ("The fee falls by half to 50 yuan.", [(50.0, "percent"), (50.0, "CNY")]),
    ("Сауда 44 млрд долларға жетті, 9 пайызға көп.", [(44e9, "USD"), (9.0, "percent")]),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_values_and_units(text: str, figures: list[tuple[object, str]]) -> None:
    assert told(text) == [(pytest.approx(value), unit) for value, unit in figures]


PEOPLE = [
    ("Some 412 sat the language test in March.", 412.0),
    ("A bank says 61,000 of its clients paid by card.", 61000.0),
    ("В прошлом году приехали 655 тысяч.", 655000.0),
    ("Нас 11, и чайник один.", 11.0),
    ("The team which landed numbered ten.", 10.0),
    ("Kazakhs in China. 2010: 8,774.", 8774.0),
    ("Q: How many students? A: Fifteen hundred.", 1500.0),
    ("— Сколько студентов? — Было 1500, говорят.", 1500.0),
    ("Постояльцев стало больше: 102 тысячи китайских постояльцев.", 102000.0),
]


@pytest.mark.parametrize(("text", "value"), PEOPLE)
def test_bare_counts_of_people(text: str, value: float) -> None:
    assert (value, "persons") in told(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It took two of my tyres, three of its ports are dry.", [2.0, 3.0]),
        ("We met 23 forwarders; nine hedge their risk.", [23.0, 9.0]),
        ("Of the brokers, one third said no. A quarter were glad.", [pytest.approx(100 / 3), 25.0]),
        ("Two pandas came; a third was ill.", [2.0]),
        ("The team brought 4,800 N95 masks and 30 CT-100 scanners.", [4800.0, 30.0]),
        ("It handled 8,165 China-Europe and Central Asia container trains.", [8165.0]),
        ("Более половины платят картой, треть — монетой.", [50.0, pytest.approx(100 / 3)]),
        ("It stood 88th in 2014 and 77th in 2016; the latest table puts us 30th.", [88.0, 77.0, 30.0]),
        ("Which meeting was it? The 25th of the heads of state.", [25.0]),
        ("Страна заняла 35-е место, а в 2016-м была 77-й.", [35.0, 77.0]),
        ("Сбор вырос вдесятеро.", [10.0]),
        ("12 in 100 sell abroad.", [12.0]),
    ],
)
def test_what_no_plain_noun_follows(text: str, values: list[float]) -> None:
    assert [q.value for q in read_text(text, date=DAY).quantities] == values


ALONE = [
    "THREAD (1/6) and (2/6).",
    "The hotline 1406 was busy; dial 12-44.",
    "Звоните на номер 1414.",
    "Каб. 7, колея 1520/1435, курс на с. 3.",
    "Газета «Семь рек» вышла.",
    "It explains HS chapters 27, 72 and 84, pp. 1-8.",
    "Comments: 8.",
    "Gates open at gate 3, 9.30 sharp; view 10/10.",
    "Wi-Fi 2,4 ГГц, port 443.",
    "Сноска 3 поясняет код ТН ВЭД 8703.",
    "В зале 7 выступили гости, к семи вечера разошлись.",
    "The works sent its first batch away.",
    "He drives a car with a 1.5-litre petrol engine.",
    "本文附表2列出编码，住3单元6层。",
]


@pytest.mark.parametrize("text", ALONE)
def test_what_is_no_figure(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The branch opened in Oct 2023 with eight students.",
        "When the treaty was signed in 1999 there were 15 states.",
        "Since opening in 2014, and up to November, 5 million tonnes went through.",
    ],
)
def test_a_date_beside_its_count_is_no_event(text: str) -> None:
    assert [q.unit for q in read_text(text, date=DAY).quantities if q.unit == "date"] == []


TIMES = [
    ("From June to August 2024 it sold 893 tonnes. The rest made 1.6 million dollars in those months.", -1,
     "2024-06-01/2024-08-31"),
    ("They sold 1.63 million in May 2024; a year earlier, also in May, 1.2 million.", 1, "2023-05"),
    ("In 2010 the dollar had 99 per cent, and the year before 90 per cent.", 1, "2009"),
    ("It poured 291,400 tonnes in 2022, less than the year before.", 0, "2022"),
    ("By road it took 9.9 hours in 2022; a year earlier, 13.6 hours.", 1, "2021"),
    ("It began last October with 100 students.", 0, "2024-10"),
    ("In the nineteen-eighties there were 75,000 residents.", 0, "1980/1989"),
    ("В 80-е годы жили 12 тысяч человек.", 0, "1980/1989"),
    ("上世纪八十年代，贸易额不足1亿美元。", 0, "1980/1989"),
    ("From the first turning in September 2020 to the end of 2022 it made 750 million kWh.", 0, "2020-09/2022"),
    ("С запуска в 2017 году терминал обработал 1,1 млн ДФЭ.", 0, "2017/2025-03-10"),
    ("Since the waiver took effect on 10 November 2023, 1.9 million people have crossed.", 1,
     "2023-11-10/2025-03-10"),
    ("自2023年11月10日免签生效以来，往来人员超190万人次。", -1, "2023-11-10/2025-03-10"),
    ("One million doses came at the start of the month.", 0, "2025-03"),
    ("The hall took 9,150 calls on Thursday.", 0, "2025-03-06"),
    ("В четверг прошло 412 фур, в среду — 398.", 1, "2025-03-05"),
    ("The team landed on 9 April 2020 with 10 men. A week before, 500 kilograms came.", -1, "2020-04-02"),
    ("January to June 2024 gave 247 million dollars; with July it is 293 million.", 1, "2024-01-01/2024-07-31"),
    ("The first half of 2024 brought 2.7 million tonnes, so that 4.8 million fell to the second.", 1,
     "2024-07-01/2024-12-31"),
    ("It lent 45 million dollars in the fourth quarter of 2024 and 38 million in the third.", 1,
     "2024-07-01/2024-09-30"),
    ("С начала года по февраль включительно выпущено 88 тысяч машин.", 0, "2025-01-01/2025-02-28"),
    ("На 1 апреля 2021 года работали 36 170 человек, на 1 ноября — 4068.", 0, "2021-04-01"),
    ("На 1 апреля 2021 года работали 36 170 человек, на 1 ноября — 4068.", 1, "2021-11-01"),
    ("Отправлено в 3 раза больше, чем в 2022-м, когда было 516 тыс. тонн.", 1, "2022"),
    ("去年全年进出999万人次，其中上半年约390万人次，下半年约609万人次。", 1, "2024-01-01/2024-06-30"),
    ("去年全年进出999万人次，其中上半年约390万人次，下半年约609万人次。", 2, "2024-07-01/2024-12-31"),
    ("去年12月首次突破2万吨；全年过货4100万吨。", 1, "2024"),
    ("园区占地200公顷,2018年时,已试种45个品种。", 0, "2025"),
    ("Between 2018 and 2023 the share went from 2% to 37%.", 0, "2018"),
    ("Between 2018 and 2023 the share went from 2% to 37%.", 1, "2023"),
    ("Exports were $15.0 billion in 2024 ($14.7 billion in 2023), imports $15.1 billion.", 2, "2024"),
    ("Sales came to 28,400, 21,300 and 15,900 units in 2024.", 1, "2024"),
    ("They want 100 million dollars by 2030 against today's 44 million.", 1, "2025"),
    ("In 2017, 713 trains arrived, 5 per cent more.\n\nHousehold goods fill 58 per cent of the boxes.", 2, "2025"),
    ("В 2021 году продано 75% машин.\n\nПишут, что доля по-прежнему 59%.", 1, "2025"),
    ("The last quarter of 2024 gave 1.2 million tonnes.", 0, "2024-10-01/2024-12-31"),
    ("They cleared 4,112 lorries in the week to 2 March.", 0, "2025-02-24/2025-03-02"),
    ("Былтыр 1,2 млн тонна жөнелтілді.", 0, "2024"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "which", "period"), TIMES)
def test_the_time_that_words_point_at(text: str, which: int, period: str) -> None:
    assert periods(text)[which] == period


MONEY = "Investment was 11.4 billion dollars in June.\n\n{}"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Gross inflows from the world: 17.2 billion in 2020.", "USD"),
        ("This year began slowly. January to June gave 247.7 billion.", "USD"),
        ("The world has 8.1 billion people.", "persons"),
    ],
)
def test_a_bare_billion_is_of_the_money_of_the_paragraph_before(text: str, unit: str) -> None:
    assert read_text(MONEY.format(text), date=DAY).quantities[1].unit == unit
