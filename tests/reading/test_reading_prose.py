"""What prose leaves out: units, nouns, rates and years that a figure takes from the one it is told beside."""

from __future__ import annotations

import pytest

from jibek.reading import read_text

DAY = "2025-03-10"


def told(text: str) -> list[tuple[object, str]]:
    return [(q.value, q.unit) for q in read_text(text, date=DAY).quantities]


def periods(text: str) -> list[str]:
    return [q.period for q in read_text(text, date=DAY).quantities]


UNITS: list[tuple[str, list[tuple[object, str]]]] = [
    ("Exports were 31 billion dollars; Uzbekistan took 18 billion, Tajikistan 3.86.",
     [(31e9, "USD"), (18e9, "USD"), (3.86e9, "USD")]),
    ("2 million tonnes went east last year, and 300,000 west.", [(2e6, "t"), (3e5, "t")]),
    ("The line needs 48 hours outbound, 78 inbound.", [(48.0, "h"), (78.0, "h")]),
    ("A train waited 67.4 hours. Going in it stood 78.", [(67.4, "h"), (78.0, "h")]),
    ("It moves 118 million cubic metres a day; at its best, 163 million.", [(118e6, "m3/d"), (163e6, "m3/d")]),
    (
"A berth costs 40 million dollars; a crane, 6 million; a tug,"
" 2.5.", [(40e6, "USD"), (6e6, "USD"), (2.5e6, "USD")]),
    ("The bypass measures 75 km. Another line comes to 152.", [(75.0, "km"), (152.0, "km")]),
    ("The plant has 1.2 GW, the one beside it 0.4.", [(1200.0, "MW"), (400.0, "MW")]),
    ("Loading takes 30 minutes, weighing 45.", [(0.5, "h"), (0.75, "h")]),
    ("The pipe carries 60 bcm a year. It moved 43.2 billion in 2022.", [(60e9, "m3/yr"), (43.2e9, "m3")]),
    ("The cable carries 400 Gbit/s, the old one 10.", [(400.0, "Gbit/s"), (10.0, "Gbit/s")]),
    ("Black Sea feeder: 410 dollars. Kyrgyz trucking, Osh to Kashgar: 2,900.", [(410.0, "USD"), (2900.0, "USD")]),
    ("It took 5.2 million tonnes in 2016. By 2023 it was 41. The plan for 2030: 60.",
     [(5.2e6, "t"), (41e6, "t"), (60e6, "t")]),
    ("Sold abroad in January: 41,700 t. Buyers took half.", [(41700.0, "t"), (50.0, "percent")]),
    ("It cost 1.8 billion dollars. Some 4,700 firms came. The list has 45 projects, for 14.5 billion.",
     [(1.8e9, "USD"), (4700.0, "count"), (45.0, "count"), (14.5e9, "USD")]),
    ("In 2030 the share is to be 15 per cent. Last year it was 5.9.", [(15.0, "percent"), (5.9, "percent")]),
    ("Wind farms hold 1,410 MW; ten years ago they had 50.", [(1410.0, "MW"), (10.0, "years"), (50.0, "MW")]),
    ("Китай купил нефти на 12 млрд долларов, Италия — на 9,5, Турция — на 1,2.",
     [(12e9, "USD"), (9.5e9, "USD"), (1.2e9, "USD")]),
    ("На восток ушло 2 млн тонн, на запад — 300 тыс.", [(2e6, "t"), (3e5, "t")]),
    ("Путь туда занимает 48 часов, обратно — 78.", [(48.0, "h"), (78.0, "h")]),
    ("В 12 цехах 30 тысяч рабочих мест, 15 на компанию.", [(12.0, "count"), (30e3, "persons"), (15.0, "count")]),
    ("В сутки выходит 18 поездов, а раньше — 14.", [(18.0, "count/d"), (14.0, "count/d")]),
    ("Протяженность 448 миль, диаметр 1219 мм.", [(pytest.approx(720.985, abs=0.01), "km"), (1219.0, "mm")]),
    ("中国进口1200万吨，俄罗斯800万，乌兹别克斯坦50万。", [(12e6, "t"), (8e6, "t"), (5e5, "t")]),
    ("全年发送旅客300万人次，同比多40万。", [(3e6, "persons"), (4e5, "persons")]),
    ("A tonne costs 62 dollars to Urumqi, to Aktau 28.", [(62.0, "USD"), (28.0, "USD")]),
    ("Sales were 3.2 billion euros. In the first quarter the figures were 0.7 and 1.3.",
     [(3.2e9, "EUR"), (0.7e9, "EUR"), (1.3e9, "EUR")]),
    ("Средний чек из Урумчи — 4300 долларов, из Стамбула — 6100.", [(4300.0, "USD"), (6100.0, "USD")]),
    ("去年产值74亿元。今年目标是85亿。", [(74e8, "CNY"), (85e8, "CNY")]),
    ("馕店日售700个。", [(700.0, "count/d")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), UNITS)
def test_a_bare_number_goes_on_with_the_figure_before(text: str, figures: list[tuple[object, str]]) -> None:
    assert told(text) == [(pytest.approx(v) if isinstance(v, float) else v, unit) for v, unit in figures]


PERSONS = [
    ("The United States had 7,874 students, China 17,600.", [7874.0, 17600.0]),
    ("In 2020, 977 Chinese were enrolled.", [977.0]),
    ("A place like it trains 180.", [180.0]),
    ("The town's workshop has eighty-six on its books.", [86.0]),
    ("The branch had 240 students. It began with a hundred.", [240.0, 100.0]),
    ("The customs house employs 310, the canteen nine.", [310.0, 9.0]),
    ("В цехе шестнадцать человек, в смене пятеро.", [16.0, 5.0]),
    ("Рабочих здесь 840.", [840.0]),
    ("Пришли 14 инспекторов и 12 россиян.", [14.0, 12.0]),
]


@pytest.mark.parametrize(("text", "values"), PERSONS)
def test_people_without_the_word(text: str, values: list[float]) -> None:
    assert told(text) == [(value, "persons") for value in values]


def test_a_people_before_a_noun_is_no_count_of_people() -> None:
    assert told("It stopped 45 Chinese lorries.") == [(45.0, "count")]


RATES = [
    ("Nine million came, a daily mean of about 28,000 visitors.", (28000.0, "persons/d")),
    ("1,300 guests came on an average day.", (1300.0, "persons/d")),
    ("The port offers two weekly sailings.", (2.0, "count/week")),
    ("Открыли четыре еженедельных рейса.", (4.0, "count/week")),
    ("В среднем за сутки проходит 700 машин.", (700.0, "count/d")),
    ("Uranium was at 68 dollars a pound.", (68.0, "USD/lb")),
    ("На посту пускали от 8 до 12 машин в сутки.", (10.0, "count/d")),
]


@pytest.mark.parametrize(("text", "figure"), RATES)
def test_means_and_timetables(text: str, figure: tuple[float, str]) -> None:
    assert figure in told(text)


PARTS = [
    ("Half goes to Iran, a third to Turkey.", [50.0, pytest.approx(100 / 3)]),
    ("Nine barrels in ten are ours.", [90.0]),
    ("Nine out of every ten lorries were empty.", [90.0]),
    ("Three fifths of them work.", [60.0]),
    ("Bonds make up 62 per cent, shares a fifth.", [62.0, 20.0]),
    ("Стройка обошлась в 42 млрд тенге, то есть четыре пятых.", [42e9, 80.0]),
    ("За границу идет половина: стекло берут в Ташкенте.", [50.0]),
    ("Стало на пятую часть больше, каждая третья фура пуста.", [20.0, pytest.approx(100 / 3)]),
    ("It would be triple what went over it before.", [3.0]),
    ("A million and a half came.", [1.5e6]),
    ("Экспорт вырос до миллиарда долларов.", [1e9]),
    ("Ушло полтора миллиона тонн и два с половиной миллиона кубометров.", [1.5e6, 2.5e6]),
    ("The line takes sixty pairs a day; it took a dozen before.", [60.0, 12.0]),
    ("Kazakhstan still has one Luban Workshop.", [1.0]),
    ("В зале весовых шесть.", [6.0]),
    ("He came for a seventh time.", [7.0]),
    ("The double track and the triple lock are old.", []),
    ("At eighty he learnt to swim.", []),
    ("He was a man of sixty. Fifty-fifty, he said. Ему было семьдесят.", []),
    ("Says one of them, Bolat, 58, who fishes.", []),
    ("There used to be forty crews. Nine are left.", [40.0, 9.0]),
    ("Of the 58 lanes eleven are closed.", [58.0, 11.0]),
]


@pytest.mark.parametrize(("text", "values"), PARTS)
def test_parts_and_numbers_in_words(text: str, values: list[object]) -> None:
    assert [value for value, _ in told(text)] == values


EVENTS = [
    ("The plant has operated since 1996.", ["1996"]),
    ("The line: in service since mid-2013.", ["2013"]),
    ("Tokmok fair, founded 1996.", ["1996"]),
    ("Сдать обещают в конце 2026 года.", ["2026"]),
    ("Терминал работает с 2014 года, второй откроют к 2027 году.", ["2014", "2027"]),
    ("该站1996年投入使用，二期将于2027年建成。", ["1996", "2027"]),
    ("By March 2019 140 countries had signed.", []),
    ("是2001年成立之初的3.63倍。", []),
]


@pytest.mark.parametrize(("text", "dates"), EVENTS)
def test_dates_that_are_told_as_facts(text: str, dates: list[str]) -> None:
    assert [value for value, unit in told(text) if unit == "date"] == dates


TIMES = [
    ("In 2022 there were 2,100 trains. A year later there were 2,900.", ["2022", "2023"]),
    ("By 2023 180,000 lorries crossed, and the year after that 240,000.", ["2023", "2024"]),
    ("It sold 12.1 million tonnes in 2021. The next year it sold 9.8 million.", ["2021", "2022"]),
    ("В 2022 году прошло 2100 поездов, годом позже — 2900.", ["2022", "2023"]),
    ("2022年开行2100列，次年2900列。", ["2022", "2023"]),
    ("全年发送96万标箱，前一年为86.1万。", ["2025", "2024"]),
    ("Last month 41,000 cars came; in the month before it had been 38,000.", ["2025-02", "2025-01"]),
    ("Trade was 41 billion dollars in 2023. Imports, at 26.3 billion, were higher than in 2022, when they stood"
     " at 22.4. The balance was 11.6 billion.", ["2023", "2023", "2022", "2023"]),
    ("It carried 1.5 million tonnes in 2022. A year earlier it had been 586,000.", ["2022", "2021"]),
    ("The 2021 survey asked 640 hauliers. They waited 13 hours.", ["2021", "2021"]),
    ("It handled 80,000 lorries since January, up from 61,000 in the same months of last year.",
     ["2025-01/2025-03-10", "2024-01/2024-03-10"]),
    ("The port took 1.1 million tonnes in 2022. The figure for last year is 2.4 million.", ["2022", "2024"]),
    ("In 2021 it poured 190,000 tonnes, in 2022 a little less.", ["2021"]),
    ("Last year we lent 3 billion dollars; the plan for this one is 5.", ["2024", "2025"]),
    ("Turnover was 1.4 billion dollars in 2024, twice that of 2023, when it had been 700 million.",
     ["2024", "2024", "2023"]),
    ("In 2021, 12,000 wagons stood there, and in that January trains waited 24 days.", ["2021", "2021-01"]),
    ("By the middle of the year 114 billion dollars had come.", ["2025-06"]),
    ("По плану к концу 2024 года сделали 12 тонн, и сейчас их 40.", ["2024", "2025"]),
    ("Shipments were 6,100 tonnes last year; the Czechs want two more reactors.", ["2024", "2025"]),
    ("Uranium output was 21,300 tonnes in 2022. It still makes us the supplier of 40% of the world.",
     ["2022", "2025"]),
    ("It carried 3.3 million tonnes in 2024. Its traffic is now given as 18 million.", ["2024", "2024"]),
    ("到1月26日，经这里进出境的班列突破300列，平均每天12列。", ["2025-01-01/2025-01-26"] * 2),
    ("2023年11月10日生效至去年11月9日，口岸验放192.9万人次。", ["2023-11-10", "2023-11-10/2024-11-09"]),
    ("They threshed 14.8 million tonnes, 3.1 million more than in the drought year of 2023.", ["2025", "2025"]),
    ("It signed deals for 120 million euros, double last year's sum.", ["2025", "2025"]),
    ("学生从2019年的60人增加到210人。", ["2019", "2025"]),
    ("In January sales were 5.4 billion dollars; in December they had been 5.6. Italy took 1.2 billion.",
     ["2025-01", "2024-12", "2025-01"]),
    ("Between January and August 11.2 million tonnes came.", ["2024-01-01/2024-08-31"]),
    ("Was last year a good one? You can say that. 655,000 people came.", ["2024"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_the_year_that_is_held_on(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


TABLES: list[tuple[str, list[tuple[object, str, str]]]] = [
    ("Goods trade in 2023, billion dollars.\nPartner\tTurnover\tSold\nItaly\t15.0\t12.1\nBrazil\t2.2\t\n",
     [(15e9, "USD", "2023"), (12.1e9, "USD", "2023"), (2.2e9, "USD", "2023")]),
    ("Показатель\t2023\t2024\nВведено, МВт\t495,57\t163\nДоля, %\t9,52\tпочти 7\n",
     [(495.57, "MW", "2023"), (163.0, "MW", "2024"), (9.52, "percent", "2023"), (7.0, "percent", "2024")]),
    ("Exports\n\nPort | 2022, kt | 2023, kt\nAktau | 410 | 390\n", [(41e4, "t", "2022"), (39e4, "t", "2023")]),
    ("下表为2023年过货量。\n口岸\t过货量（万吨）\t班列（列）\n霍尔果斯\t1234.5\t7762\n",
     [(12345e3, "t", "2023"), (7762.0, "count", "2023")]),
    ("Month\t2023\t2024\nJanuary, trucks\t120\t180\n", [(120.0, "count", "2023-01"), (180.0, "count", "2024-01")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cells"), TABLES)
def test_cells_take_unit_and_time_from_row_column_and_caption(
    text: str, cells: list[tuple[object, str, str]]
) -> None:
    found = [(q.value, q.unit, q.period) for q in read_text(text, date=DAY).quantities]
    assert found == [(pytest.approx(v), unit, period) for v, unit, period in cells]


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Trade watch. Issue of 11 March 2025.", "2025-03-11"),
        ("《海铁纵横》2025年第一期（1月20日出版）", "2025-01-20"),
        ("PICTURES OF THE MONTH (October 2025; captions)", "2025-10-01/2025-10-31"),
    ],
)
def test_papers_that_name_their_day(head: str, date: str) -> None:
    body = "\n\nTrade of the two countries was 41 billion dollars, as agreed on 5 October 2021."
    assert read_text(head + body).statement_date == date


@pytest.mark.parametrize(
    "text",
    ["1 / The new span at Moyynty.\n\n2 / Still waiting: a line of lorries.", "Brief 41 | Statistics Centre"],
)
def test_numbers_of_captions_and_papers(text: str) -> None:
    assert told(text) == []


def test_the_number_of_a_street_goes_on_with_nothing() -> None:
    figures = told("They see 90 customers a day. The branch on Abai Avenue 44 has hired more people.")
    assert (44.0, "count") not in figures
