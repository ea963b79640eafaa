"""Figures by construct: phrase, value, unit, comparator, and how low and high the words allow."""

from __future__ import annotations

import pytest

from jibek.reading import Quantity, read_text

TODAY = "2024-07-04"  # a Thursday in the second half of a leap year
PASSES = 1e-9  # values are read from digits; only the last bit may differ


def figures(phrase: str, date: str = TODAY) -> tuple[Quantity, ...]:
    return read_text(phrase, date=date).quantities


def only(phrase: str) -> Quantity:
    found = figures(phrase)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


MONEY = [
    ("Trade reached US$41bn.", "US$41bn", 41e9, "USD"),
    ("Trade reached 41 billion dollars.", "41 billion dollars", 41e9, "USD"),
    ("Trade reached $17.6 billion.", "$17.6 billion", 17.6e9, "USD"),
    ("Trade came to USD 31.2 billion.", "USD 31.2 billion", 31.2e9, "USD"),
    ("Trade came to USD31.2 bln.", "USD31.2 bln", 31.2e9, "USD"),
    ("It cost $3.5m to build.", "$3.5m", 3.5e6, "USD"),
    ("It cost $250,000 to build.", "$250,000", 250e3, "USD"),
    ("The loan is worth 1.2 trillion tenge.", "1.2 trillion tenge", 1.2e12, "KZT"),
    ("The loan is worth €2.4 billion.", "€2.4 billion", 2.4e9, "EUR"),
    ("The loan is worth 300 million yuan.", "300 million yuan", 3e8, "CNY"),
    ("The loan is worth RMB 300 million.", "RMB 300 million", 3e8, "CNY"),
    ("The loan is worth ¥300 million.", "¥300 million", 3e8, "CNY"),
    ("Payments of U.S. $5 million were made.", "U.S. $5 million", 5e6, "USD"),
    ("Exports were worth 17.6 billion US dollars.", "17.6 billion US dollars", 17.6e9, "USD"),
    ("Exports were worth 17.6 billion U.S. dollars.", "17.6 billion U.S. dollars", 17.6e9, "USD"),
    ("Fees of half a million dollars were paid.", "half a million dollars", 5e5, "USD"),
    ("A two-billion-dollar plant will be built.", "two-billion-dollar", 2e9, "USD"),
    ("Товарооборот составил 3,5 млрд долларов.", "3,5 млрд долларов", 3.5e9, "USD"),
    ("Товарооборот составил 41 млрд долл. США.", "41 млрд долл. США", 41e9, "USD"),
    ("Товарооборот составил $43,8 млрд.", "$43,8 млрд.", 43.8e9, "USD"),
    ("Выделено 250 млрд тенге.", "250 млрд тенге", 250e9, "KZT"),
    ("双边贸易额达410亿美元。", "410亿美元", 41e9, "USD"),
    ("投资总额为1.5万亿元。", "1.5万亿元", 1.5e12, "CNY"),
]


@pytest.mark.parametrize(("phrase", "text", "value", "currency"), MONEY)
def test_money(phrase: str, text: str, value: float, currency: str) -> None:
    q = only(phrase)
    assert q.text.rstrip(".") == text.rstrip(".")
    assert (q.value, q.unit, q.currency, q.kind) == (
        pytest.approx(value, rel=PASSES),
        currency,
        currency,
        "money",
    )


PHYSICAL = [
    ("The 100-MW plant stands on a ridge.", 100, "MW"),
    ("The plant has a capacity of 1.2 GW.", 1200, "MW"),
    ("The plant has a capacity of 500 kilowatts.", 0.5, "MW"),
    ("It generates 350 MWh a year.", 350e3, "kWh/yr"),
    ("It generates 350 GWh per year.", 350e6, "kWh/yr"),
    ("It generates 350 million kWh of clean power every year.", 350e6, "kWh/yr"),
    ("It generates 350 million kilowatt-hours annually.", 350e6, "kWh/yr"),
    ("Annual output is 1.1 TWh.", 1.1e9, "kWh/yr"),
    ("Trains carried 28 million tonnes.", 28e6, "t"),
    ("Trains carried 110 thousand tons of standard coal.", 110e3, "t"),
    ("Trains carried 7.5 mln tons.", 7.5e6, "t"),
    ("The refinery can process 6 million tonnes of oil a year.", 6e6, "t/yr"),
    ("The pipe carries 40 bcm a year.", 40e9, "m3/yr"),
    ("The pipe carried 10.6 billion cubic metres of gas.", 10.6e9, "m3"),
    ("The line is 293 km long.", 293, "km"),
    ("The line is 1,833 kilometres long.", 1833, "km"),
    ("The tunnel is 850 metres long.", 0.85, "km"),
    ("The port handled 182,000 TEU.", 182e3, "TEU"),
    ("The port handled 1.2 million TEUs.", 1.2e6, "TEU"),
    ("The zone covers 5,740 hectares.", 5740, "ha"),
    ("The zone covers 450 sq km.", 450, "km2"),
    ("Trains run at 120 km/h.", 120, "km/h"),
    ("Прошло 28 млн тонн грузов.", 28e6, "t"),
    ("Мощность станции составляет 100 МВт.", 100, "MW"),
    ("Станция вырабатывает 350 млн кВт·ч в год.", 350e6, "kWh/yr"),
    ("Перекачано 10,6 млрд куб. м газа.", 10.6e9, "m3"),
    ("发电量为3.5亿千瓦时。", 3.5e8, "kWh"),
    ("运量达2800万吨。", 28e6, "t"),
    ("装机容量为10万千瓦。", 100, "MW"),
    ("铁路全长293公里。", 293, "km"),
]


@pytest.mark.parametrize(("phrase", "value", "unit"), PHYSICAL)
def test_physical(phrase: str, value: float, unit: str) -> None:
    q = only(phrase)
    assert (q.value, q.unit, q.kind) == (pytest.approx(value, rel=PASSES), unit, "physical")


PERCENT = [
    ("Trade rose 32%.", 32, "percent", "increase"),
    ("Trade fell by 5.3 per cent.", 5.3, "percent", "decrease"),
    ("Up 18 percent, trade set a record.", 18, "percent", "increase"),
    (
        "It accounts for 28.3 percent of Kazakhstan's total trade volume.",
        28.3,
        "percent",
        "Kazakhstan's total trade volume",
    ),
    ("The share rose 2.5 percentage points.", 2.5, "percentage_points", "increase"),
    ("The rate was cut by 50 basis points.", 0.5, "percentage_points", "decrease"),
    ("Two-thirds of the grain goes by rail.", 200 / 3, "percent", "grain"),
    ("More than half of the exports are metals.", 50, "percent", "exports"),
    ("Nearly one in five containers is empty.", 20, "percent", "containers"),
    ("Nine out of ten boxes are full.", 90, "percent", "boxes"),
    ("A quarter of the fleet is idle.", 25, "percent", "fleet"),
    ("Рост составил 32%.", 32, "percent", "increase"),
    ("Доля выросла на 2,5 процентных пункта.", 2.5, "percentage_points", "increase"),
    ("进口下降百分之二十三。", 23, "percent", "decrease"),
    ("同比增长32%。", 32, "percent", "increase"),
    ("占比提高2.5个百分点。", 2.5, "percentage_points", "increase"),
    ("三成货物走铁路。", 30, "percent", ""),
]


@pytest.mark.parametrize(("phrase", "value", "unit", "noun"), PERCENT)
def test_percent(phrase: str, value: float, unit: str, noun: str) -> None:
    q = only(phrase)
    assert (q.value, q.unit, q.noun) == (pytest.approx(value, rel=1e-6), unit, noun)


COUNTS = [
    ("Seven road and rail ports stay open.", 7, "count", "road and rail ports"),
    ("They built six cross-border pipelines.", 6, "count", "cross-border pipelines"),
    ("The manager has ordered three cranes.", 3, "count", "cranes"),
    ("It provided 500 jobs.", 500, "persons", "jobs"),
    ("Some two dozen companies took part.", 24, "count", "companies"),
    ("A dozen firms signed.", 12, "count", "firms"),
    ("Home to 20,000 people, the town grows.", 20000, "persons", "people"),
    ("The permanent crew numbers only 15.", 15, "persons", "crew"),
    (
        "The number of China-Europe trains passing Khorgos exceeded 5 thousand.",
        5000,
        "count",
        "China-Europe trains",
    ),
    ("One hundred and twenty-five wagons were idle.", 125, "count", "wagons"),
    ("Twenty-five brands joined.", 25, "count", "brands"),
    ("About 41 trains a day cross.", 41, "count/d", "trains"),
    ("Some 3,000 students graduate each year.", 3000, "persons/yr", "students"),
    ("1.2 million tourists came.", 1.2e6, "persons", "tourists"),
    ("Two and a half million passengers flew.", 2.5e6, "persons", "passengers"),
    ("Открыто семь пунктов пропуска.", 7, "count", "пунктов пропуска"),
    ("Создано 500 рабочих мест.", 500, "persons", "рабочих мест"),
    ("创造了500个就业岗位。", 500, "persons", "就业岗位"),
    ("累计开行5000列中欧班列。", 5000, "count", "中欧班列"),
    ("五条跨境管道投入使用。", 5, "count", "跨境管道投入使用"),
]


@pytest.mark.parametrize(("phrase", "value", "unit", "noun"), COUNTS)
def test_counts(phrase: str, value: float, unit: str, noun: str) -> None:
    q = only(phrase)
    assert (q.value, q.unit, q.noun) == (pytest.approx(value, rel=PASSES), unit, noun)


PLACES = [
    ("China is the second largest market for oil.", 2, "rank", "second largest"),
    ("China is Kazakhstan's largest trading partner.", 1, "rank", "largest"),
    ("China remains a top-five investor.", 5, "rank", "top-five"),
    ("The port ranked third.", 3, "rank", "third"),
    ("It is the president's fifth visit.", 5, "ordinal", "fifth"),
    ("Astana hosts the 24th meeting.", 24, "ordinal", "24th"),
    ("This was the thirtieth session of the council.", 30, "ordinal", "thirtieth"),
    ("Trade passed it for the first time.", 1, "ordinal", "first"),
    ("They marked the 10th anniversary of the road.", 10, "years", "10th"),
    ("He visited China twice.", 2, "count", "twice"),
    ("It is twice as much as before.", 2, "ratio", "twice"),
    ("A hundred-fold increase was seen.", 100, "ratio", "A hundred-fold"),
    ("A 100-fold increase was seen.", 100, "ratio", "100-fold"),
    ("Trade grew tenfold.", 10, "ratio", "tenfold"),
    ("A twofold rise was seen.", 2, "ratio", "twofold"),
    ("Trade doubled.", 2, "ratio", "doubled"),
    ("Trade is four times larger.", 4, "ratio", "four times"),
    ("Оборот вырос в 5 раз.", 5, "ratio", "5 раз"),
    ("Оборот вырос вдвое.", 2, "ratio", "вдвое"),
    ("Это пятый визит президента.", 5, "ordinal", "пятый"),
    ("中国是第二大贸易伙伴。", 2, "rank", "第二大"),
    ("中国是最大贸易伙伴。", 1, "rank", "最大"),
    ("第24次会议召开。", 24, "ordinal", "第24次"),
    ("增长了5倍。", 5, "ratio", "5倍"),
]


@pytest.mark.parametrize(("phrase", "value", "unit", "text"), PLACES)
def test_ordinals_ranks_and_ratios(phrase: str, value: float, unit: str, text: str) -> None:
    q = only(phrase)
    assert (q.value, q.unit, q.text) == (value, unit, text)


DURATIONS = [
    ("Queues last two to three days.", 2.5, "d", (2, 3)),
    ("Transit takes 15-20 days.", 17.5, "d", (15, 20)),
    ("Transit takes 15 to 20 days.", 17.5, "d", (15, 20)),
    ("Transit takes between 15 and 20 days.", 17.5, "d", (15, 20)),
    ("Clearing takes six hours.", 6, "h", (6, 6)),
    ("Clearing takes half an hour.", 0.5, "h", None),
    ("Clearing takes 30 minutes.", 0.5, "h", (0.5, 0.5)),
    ("He stayed for five years.", 5, "years", (5, 5)),
    ("They begin three golden decades.", 30, "years", (30, 30)),
    ("They begin a golden thirty years.", 30, "years", (30, 30)),
    ("The 71-year-old leader spoke.", 71, "years", (71, 71)),
    ("It took 18 months.", 18, "months", (18, 18)),
    ("It took two weeks.", 14, "d", (14, 14)),
    ("Строили пять лет.", 5, "years", (5, 5)),
    ("Очередь длится 15-20 дней.", 17.5, "d", (15, 20)),
    ("建交32年。", 32, "years", (32, 32)),
    ("运输需要15至20天。", 17.5, "d", (15, 20)),
]


@pytest.mark.parametrize(("phrase", "value", "unit", "limits"), DURATIONS)
def test_durations_and_ranges(
    phrase: str, value: float, unit: str, limits: tuple[float, float] | None
) -> None:
    q = only(phrase)
    assert (q.value, q.unit, q.kind) == (pytest.approx(value), unit, "duration")
    if limits:
        assert (q.value_low, q.value_high) == (pytest.approx(limits[0]), pytest.approx(limits[1]))


HEDGES = [
    ("Trade reached 41 billion dollars.", "=", 40.5e9, 41.5e9),
    ("Trade reached 17.6 billion dollars.", "=", 17.55e9, 17.65e9),
    ("Trade reached about 40 billion dollars.", "~", 38e9, 42e9),
    ("Trade reached nearly 40 billion dollars.", "~", 38e9, 42e9),
    ("Trade reached some 40 billion dollars.", "~", 38e9, 42e9),
    ("Trade reached around $40 billion.", "~", 38e9, 42e9),
    ("Trade reached more than 40 billion dollars.", ">", 40e9, None),
    ("Trade reached over $40 billion.", ">", 40e9, None),
    ("Trade exceeded $40 billion.", ">", 40e9, None),
    ("Trade reached at least $40 billion.", ">=", 40e9, None),
    ("Trade reached $40 billion or more.", ">=", 40e9, None),
    ("Trade reached less than $40 billion.", "<", None, 40e9),
    ("Trade reached just under $40 billion.", "<", 38e9, 40e9),
    ("Trade reached just over $40 billion.", ">", 40e9, 42e9),
    ("Trade can reach up to $40 billion.", "<=", None, 40e9),
    ("Trade will be no more than $40 billion.", "<=", None, 40e9),
    ("Trade will be $30-40 billion.", "=", 30e9, 40e9),
    ("Trade will be $30 billion to $40 billion.", "=", 30e9, 40e9),
    ("Trade will be between $30 billion and $40 billion.", "=", 30e9, 40e9),
    ("Оборот превысил 40 млрд долларов.", ">", 40e9, None),
    ("Оборот составил свыше 40 млрд долларов.", ">", 40e9, None),
    ("Оборот составил около 40 млрд долларов.", "~", 38e9, 42e9),
    ("Оборот составил почти 40 млрд долларов.", "~", 38e9, 42e9),
    ("Оборот составил не менее 40 млрд долларов.", ">=", 40e9, None),
    ("贸易额超过400亿美元。", ">", 40e9, None),
    ("贸易额约400亿美元。", "~", 38e9, 42e9),
    ("贸易额近400亿美元。", "~", 38e9, 42e9),
    ("贸易额400多亿美元。", ">", 40e9, None),
]


@pytest.mark.parametrize(("phrase", "comparator", "low", "high"), HEDGES)
def test_hedges_set_bounds(phrase: str, comparator: str, low: float | None, high: float | None) -> None:
    q = only(phrase)
    assert q.comparator == comparator
    assert q.value_low == (None if low is None else pytest.approx(low))
    assert q.value_high == (None if high is None else pytest.approx(high))


def test_a_growth_over_a_base_is_no_lower_bound() -> None:
    growth, base = figures("The ministry gave the increase as 23 percent over US$31bn a year earlier.")
    assert (growth.value, base.comparator, base.value) == (23, "=", 31e9)


@pytest.mark.parametrize(
    ("phrase", "values", "unit"),
    [
        ("Trade rose from 31 billion to 41 billion dollars.", (31e9, 41e9), "USD"),
        ("It will raise capacity from 12 to 60 train pairs a day.", (12, 60), "count/d"),
        ("Transit time was cut from 12 days to nine.", (12, 9), "d"),
        ("Rail carried 4.5 million tonnes, against 2.8 million before.", (4.5e6, 2.8e6), "t"),
        ("Экспорт составил 14,7 млрд долларов, импорт — 16,8 млрд.", (14.7e9, 16.8e9), "USD"),
    ],
)
def test_two_levels_share_a_unit_and_are_no_range(
    phrase: str, values: tuple[float, float], unit: str
) -> None:
    assert [(q.value, q.unit) for q in figures(phrase)] == [(pytest.approx(v), unit) for v in values]


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("The plant joined the grid in June 2021.", "2021-06"),
        ("The crossing was opened on 2 December 2012.", "2012-12-02"),
        ("The two signed the treaty on May 17, 2023.", "2023-05-17"),
        ("Линия была запущена в 2012 году.", "2012"),
        ("该铁路于2012年12月开通。", "2012-12"),
    ],
)
def test_the_date_of_an_event_is_a_figure(phrase: str, value: str) -> None:
    q = only(phrase)
    assert (q.value, q.unit, q.kind, q.period, q.value_low, q.value_high) == (
        value,
        "date",
        "date",
        value,
        None,
        None,
    )


DISTRACTORS = [
    "See Fig. 4, office 12 and Windows 11 on page 3 of 7.",
    "1. Background\n2. Outlook\nThe seven-year plan and the 14th Five-Year Plan stand.",
    "The firm is a 51-49 joint venture.",
    "ASTANA, 22 February 2024 (Steppe Wire) -- The minister spoke.",
    "On the one hand trade grows, on the other hand costs do.",
    "It is one of the largest plants in the region.",
    "Call +7 (7172) 55-12-34 or 8 800 555 35 35 for details.",
    "The line has the 1,520 mm gauge of the region, China the 1435 mm gauge.",
    "The strategy Kazakhstan-2050 and EXPO 2017 were named.",
    "The One Belt One Road initiative and the «One Belt and One Road» were praised.",
    "As Article 5 and Section 3.2 of the law say, permits are needed.",
    "The train leaves at 14:30 and comes at 6 p.m. each time.",
    "The team won 3-1 in Almaty.",
    "Version 2.4.1 of the system was installed.",
    "Trade grew.[3] Costs did not.[12]",
    "The Group of Seven met; the G20 did not.",
    "The post has a 24-hour service and works 24/7.",
    "The two countries and both sides agreed; the two presidents smiled.",
    "First, policy matters. Second, trade matters. Thirdly, roads matter.",
    "The COVID-19 pandemic and 5G networks were discussed.",
    "See https://example.org/2024/07/41 for the text.",
    "It was first proposed at a third party's request.",
    "The 40-foot container and the Boeing 737 were shown.",
    "He lives at 12 Abay Street.",
    "The double standards of others were named at first.",
    "Это один из крупнейших заводов, с одной стороны.",
    "两国元首会晤。",
]


@pytest.mark.parametrize("phrase", DISTRACTORS)
def test_distractors_are_left_alone(phrase: str) -> None:
    assert [q.text for q in figures(phrase)] == []
