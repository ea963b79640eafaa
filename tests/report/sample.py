"""A run that never was: numbers of a plausible size, so that the page can be looked at and tested without the chain."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from jibek.answers.headline import ITEMS
from jibek.ground import told
from jibek.report.input import ReportInput, cell_node
from jibek.runs import registry

# id, name, country, kind, lat, lon, ru, kk, zh
PLACES = """
CNLYG|Lianyungang (port)|CN|seaport|34.74|119.45|Ляньюньган||连云港
CNCHN|Xi'an (International Port Station)|CN|dry port|34.37|109.05|Сиань||西安
CNCQI|Chongqing (Tuanjiecun)|CN|dry port|29.60|106.35|Чунцин||重庆
CNCDU|Chengdu (Qingbaijiang)|CN|dry port|30.88|104.27|Чэнду||成都
CN_ZHENGZHOU|Zhengzhou (Putian)|CN|dry port|34.74|113.76|Чжэнчжоу||郑州
CNSGH|Shanghai (port)|CN|seaport|31.222|121.487|Шанхай||上海
CN_BEIJING|Beijing|CN|city|39.9|116.4|Пекин||北京
CNHRN|Harbin|CN|city|45.752|126.648|Харбин||哈尔滨
CNLAZ|Lanzhou|CN|rail station|36.058|103.79|Ланьчжоу||兰州
CN_URUMQI|Urumqi (international land port)|CN|dry port|43.83|87.53|Урумчи|Үрімжі|乌鲁木齐
CN_ALASHANKOU|Alashankou (Alataw Pass)|CN|border crossing|45.17|82.57|Алашанькоу|Алашаңқай|阿拉山口
CN_KHORGOS|Khorgos / Horgos rail port|CN|border crossing|44.20|80.41|Хоргос|Қорғас|霍尔果斯
CN_KHORGOS_ROAD|Khorgos road port|CN|border crossing|44.22|80.39|Хоргос|Қорғас|霍尔果斯
CNMLX|Manzhouli|CN|border crossing|49.6|117.43|Маньчжурия||满洲里
KZ_DOSTYK|Dostyk station|KZ|border crossing|45.25|82.49|Достык|Достық|多斯特克
KZ_ALTYNKOL|Altynkol station|KZ|border crossing|44.23|80.22|Алтынколь|Алтынкөл|阿腾科里
KZ_NURZHOLY|Nur Zholy road post|KZ|border crossing|44.22|80.35|Нур Жолы|Нұр Жолы|努尔饶尔
KZALA|Almaty|KZ|city|43.327|76.913|Алматы|Алматы|阿拉木图
KZ_AKTOGAY|Aktogay (junction)|KZ|rail station|46.95|79.67|Актогай|Ақтоғай|
KZ_MOYYNTY|Moyynty|KZ|rail station|47.22|73.36|Мойынты|Мойынты|
KZ_SHU|Shu|KZ|rail station|43.6|73.76|Шу|Шу|
KZAST|Astana|KZ|city|51.181|71.428|Астана|Астана|阿斯塔纳
KZPPK|Petropavl|KZ|city|54.88|69.22|Петропавловск|Петропавл|
KZ_KYZYLORDA|Kyzylorda|KZ|city|44.85|65.51|Кызылорда|Қызылорда|
KZARY|Arys|KZ|rail station|42.437|68.805|Арыс|Арыс|
KZ_SARYAGASH|Saryagash|KZ|border crossing|41.46|69.17|Сарыагаш|Сарыағаш|
KZAKX|Aktobe|KZ|city|50.28|57.17|Актобе|Ақтөбе|
KZ_BEINEU|Beineu|KZ|rail station|45.32|55.2|Бейнеу|Бейнеу|
KZAAU|Aktau (port)|KZ|seaport|43.623|51.236|Актау|Ақтау|阿克套
KZKUR|Kuryk (port)|KZ|seaport|43.18|51.681|Курык|Құрық|库雷克
UZTAS|Tashkent|UZ|city|41.314|69.293|Ташкент||塔什干
TMKRW|Turkmenbashi (port)|TM|seaport|40.023|52.97|Туркменбаши||
IRTHR|Tehran (Aprin)|IR|city|35.674|51.422|Тегеран||德黑兰
IR_INCHEBORUN|Incheh Borun|IR|border crossing|37.45|54.72|Инче-Бурун||
AZALA|Alat (Port of Baku)|AZ|seaport|40.0|49.45|Алят||
GETBS|Tbilisi|GE|city|41.727|44.789|Тбилиси||第比利斯
GEPTI|Poti (port)|GE|seaport|42.155|41.653|Поти||波季
X_BOSPORUS|Bosporus (Turkish Straits)|XX|chokepoint|41.12|29.07|||
ROCND|Constanta (port)|RO|seaport|44.203|28.61|Констанца||
RU_ZABAIKALSK|Zabaikalsk|RU|border crossing|49.65|117.33|Забайкальск||后贝加尔斯克
RUIKT|Irkutsk|RU|city|52.32|104.245|Иркутск||伊尔库茨克
RUOVB|Novosibirsk|RU|city|55.032|82.958|Новосибирск||
RUOMS|Omsk|RU|city|54.992|73.398|Омск||
RUYEK|Yekaterinburg|RU|city|56.852|60.598|Екатеринбург||
RUREN|Orenburg|RU|city|51.78|55.11|Оренбург||
RUKUF|Samara|RU|city|53.197|50.149|Самара||
RUMOW|Moscow|RU|city|55.754|37.614|Москва||莫斯科
BYMSQ|Minsk|BY|city|53.9|27.56|Минск||明斯克
BYBQT|Brest|BY|border crossing|52.1|23.7|Брест||布列斯特
PL_MALASZEWICZE|Malaszewicze|PL|border crossing|52.02|23.53|Малашевиче||马拉舍维奇
PLWAW|Warsaw|PL|city|52.252|20.998|Варшава||华沙
DEHAM|Hamburg (port)|DE|seaport|53.525|9.959|Гамбург||汉堡
DEDUI|Duisburg|DE|dry port|51.43|6.75|Дуйсбург||杜伊斯堡
NLRTM|Rotterdam (port)|NL|seaport|51.927|4.293|Роттердам||鹿特丹
SGSIN|Singapore|SG|seaport|1.29|103.85|||
X_MALACCA|Strait of Malacca|XX|chokepoint|2.5|101.3|||
X_BABELMANDEB|Bab-el-Mandeb|XX|chokepoint|12.58|43.33|||
X_SUEZ|Suez Canal|XX|chokepoint|30.5|32.35|||
X_GIBRALTAR|Strait of Gibraltar|XX|chokepoint|35.95|-5.6|||
"""
# corridor, million tonnes a year, mode, places passed
PATHS = [
    ("northern", 9.6, "rail", "CN_ZHENGZHOU CNCHN CNLAZ CN_URUMQI CN_ALASHANKOU KZ_DOSTYK KZ_AKTOGAY KZ_MOYYNTY KZAST"),
    ("northern", 5.4, "rail", "KZAST KZPPK RUYEK RUMOW BYMSQ BYBQT PL_MALASZEWICZE PLWAW DEDUI"),
    ("northern", 8.9, "rail", "CN_URUMQI CN_KHORGOS KZ_ALTYNKOL KZALA KZ_SHU KZARY KZ_SARYAGASH UZTAS"),
    ("northern", 2.1, "rail", "KZARY KZ_KYZYLORDA KZAKX RUREN RUKUF RUMOW"),
    ("northern", 2.4, "rail", "CNCQI CNCDU CNLAZ"),
    ("northern", 1.1, "rail", "PLWAW DEHAM"),
    ("transsib", 4.6, "rail", "CN_BEIJING CNHRN CNMLX RU_ZABAIKALSK RUIKT RUOVB RUOMS RUYEK RUMOW"),
    ("transcaspian", 2.6, "rail", "CNCHN CNLAZ CN_URUMQI CN_KHORGOS KZ_ALTYNKOL KZALA KZ_SHU KZARY KZ_KYZYLORDA KZ_BEINEU KZAAU"),
    ("transcaspian", 1.9, "sea", "KZAAU AZALA"),
    ("transcaspian", 0.7, "ferry", "KZKUR AZALA"),
    ("transcaspian", 0.7, "rail", "KZ_BEINEU KZKUR"),
    ("transcaspian", 2.6, "rail", "AZALA GETBS GEPTI"),
    ("transcaspian", 1.1, "sea", "GEPTI ROCND"),
    ("southern", 1.3, "rail", "KZ_BEINEU TMKRW IR_INCHEBORUN IRTHR"),
    ("road", 3.2, "road", "CN_URUMQI CN_KHORGOS_ROAD KZ_NURZHOLY KZALA UZTAS"),
    ("sea", 96.0, "sea", "CNSGH SGSIN X_MALACCA X_BABELMANDEB X_SUEZ X_GIBRALTAR NLRTM DEHAM"),
    ("sea", 8.0, "sea", "CNLYG CNSGH"),
    ("sea", 6.0, "sea", "X_SUEZ X_BOSPORUS ROCND"),
]  # fmt: skip
# gateway, mode, mean, p50, p90, p99, vehicles a day
WAITS = [
    ("CN_KHORGOS-KZ_ALTYNKOL", "rail", 31.2, 27.4, 58.1, 96.3, 21.3),
    ("CN_ALASHANKOU-KZ_DOSTYK", "rail", 27.9, 24.6, 51.0, 84.2, 18.1),
    ("CNMLX-RU_ZABAIKALSK", "rail", 22.4, 19.0, 42.7, 71.5, 12.4),
    ("BYBQT-PL_MALASZEWICZE", "rail", 38.6, 31.2, 74.0, 131.0, 14.8),
    ("KZ_SARYAGASH-UZTAS", "rail", 14.1, 11.9, 26.3, 44.0, 16.6),
    ("CN_KHORGOS_ROAD-KZ_NURZHOLY", "road", 17.8, 13.2, 39.9, 88.0, 412.0),
    ("KZAAU", "port", 61.5, 44.8, 138.0, 262.0, None),
    ("KZKUR", "ferry", 48.3, 37.0, 104.0, 190.0, 1.1),
    ("AZALA", "port", 33.0, 25.1, 70.2, 121.0, None),
    ("GEPTI", "port", 29.4, 22.7, 61.0, 109.0, None),
]  # fmt: skip
# facility, load, capacity, unit, delay
FACILITIES = [
    ("CN_KHORGOS-KZ_ALTYNKOL:out", 11.1, 11.4, "trains", 18.9), ("CN_KHORGOS-KZ_ALTYNKOL:in", 10.2, 12.0, "trains", 7.7),
    ("CN_ALASHANKOU-KZ_DOSTYK:out", 9.6, 10.5, "trains", 12.2), ("CN_ALASHANKOU-KZ_DOSTYK:in", 8.5, 12.0, "trains", 4.1),
    ("BYBQT-PL_MALASZEWICZE:out", 8.2, 9.0, "trains", 21.0), ("CNMLX-RU_ZABAIKALSK:out", 6.6, 10.0, "trains", 5.9),
    ("KZAAU:out", 6100.0, 7900.0, "tonnes", 30.2), ("KZKUR:out", 2400.0, 4100.0, "tonnes", 16.4),
    ("L-KZ_AKTOGAY-KZ_DOSTYK", 26.8, 30.0, "trains", 3.8), ("L-KZ_AKTOGAY-KZ_MOYYNTY", 22.0, 30.0, "trains", 2.2),
    ("L-KZALA-KZ_ALTYNKOL", 19.5, 42.0, "trains", 0.4), ("L-KZ_BEINEU-KZ_KYZYLORDA", 8.0, 30.0, "trains", 0.2),
]  # fmt: skip
PUBLISHED = ("CN_ALASHANKOU-KZ_DOSTYK:out", "KZAAU:out")  # facilities whose capacity somebody published
# Trade of the two in bn USD: fact, value, source
TRADE = [
    ("kaz_chn_trade_by_reporter:2004|CHN->KAZ|CHN:value_busd", 2.2, "UN Comtrade exports via a matrix, 2004"),
    ("kaz_chn_trade_by_reporter:2004|KAZ->CHN|CHN:value_busd", 2.3, "UN Comtrade exports via a matrix, 2004"),
    ("kaz_chn_trade_by_reporter:2022|CHN->KAZ|KAZ:value_busd", 11.0, "kursiv.media 2024-09-09"),
    ("kaz_chn_trade_by_reporter:2022|total|KAZ:value_busd", 24.1, "trend.az 2023-10-17"),
    ("kaz_chn_trade_by_reporter:2023|CHN->KAZ|CHN:value_busd", 24.0, "a first estimate, 2024"),
    ("series:trade_chn_kaz|2023|CHN:value", 24.7, "UN Comtrade, reporter China, via a copy"),
    ("series:trade_kaz_chn|2023|CHN:value", 16.3, "UN Comtrade, reporter China, via a copy"),
    ("series:trade_chn_kaz|2023|KAZ:value", 16.8, "Kazakhstan Bureau of National Statistics, 2024"),
    ("series:trade_kaz_chn|2023|KAZ:value", 14.7, "Kazakhstan Bureau of National Statistics, 2024"),
    ("series:trade_chn_kaz|2024|KAZ:value", 15.2, "Kazakhstan Bureau of National Statistics, 2025"),
]  # fmt: skip
WORDS = {item.id: (item.short, item.group) for item in ITEMS}
# id, reporter, name, value, down, up, unit, change
HEADLINE = [
    ("khorgos_rail_hours_mean", "", "Khorgos-Altynkol by rail: hours from arrival to departure, outbound from China, mean", 31.2, 3.1, 4.4, "h", -5.81),
    ("khorgos_rail_hours_p90", "", "Khorgos-Altynkol by rail: the same, nine trains in ten are through in", 58.1, 7.2, 9.9, "h", -9.9),
    ("khorgos_rail_trains_per_day", "", "Khorgos-Altynkol by rail: all trains a day, both directions", 21.3, 2.6, 2.9, "trains/day", 0.74),
    ("alashankou_rail_hours_mean", "", "Alashankou-Dostyk by rail: hours from arrival to departure, outbound from China, mean", 27.9, 2.9, 3.8, "h", -1.1),
    ("alashankou_rail_hours_p90", "", "Alashankou-Dostyk by rail: the same, nine trains in ten are through in", 51.0, 6.0, 8.8, "h", -2.0),
    ("alashankou_rail_trains_per_day", "", "Alashankou-Dostyk by rail: all trains a day, both directions", 18.1, 2.2, 2.4, "trains/day", -0.31),
    ("xian_duisburg_days_p50", "", "Xi'an to Duisburg, a box by rail: median days, mean over the paths that boxes use", 16.72, 1.6, 1.9, "d", -0.24),
    ("xian_duisburg_usd_per_feu", "", "Xi'an to Duisburg, a box by rail: price of a forty-foot box, mean over the same paths", 8412.0, 900.0, 1500.0, "USD/FEU", 0.0),
    ("xian_duisburg_co2e_kg_per_feu", "", "Xi'an to Duisburg, a box by rail: emissions of the box, mean over the same paths", 1287.4, 210.0, 260.0, "kg CO2e/FEU", 0.0),
    ("xian_almaty_days_p50", "", "Xi'an to Almaty, a box by rail: median days, mean over the paths that boxes use", 6.63, 0.6, 0.8, "d", -0.23),
    ("caspian_tonnes", "", "Over the Caspian by Aktau and Kuryk, both ways, without oil", 2612345.0, 610000.0, 840000.0, "t/year", -21000.0),
    ("kaz_chn_rail_tonnes", "", "By rail over the border of Kazakhstan and China, both ways, transit included", 28345678.0, 2300000.0, 2600000.0, "t/year", 196000.0),
    ("kaz_chn_trade_usd", "CHN", "Trade of Kazakhstan and China, China's count", 41.02e9, 0.0, 0.0, "USD/year", 0.146e9),
    ("target_40bn_gap_usd", "CHN", "Short of 40 billion dollars, China's count; negative when passed", -1.02e9, 0.0, 0.0, "USD", -0.146e9),
    ("kaz_chn_trade_usd", "KAZ", "Trade of Kazakhstan and China, Kazakhstan's count", 31.53e9, 0.0, 0.0, "USD/year", 0.121e9),
    ("target_40bn_gap_usd", "KAZ", "Short of 40 billion dollars, Kazakhstan's count; negative when passed", 8.47e9, 0.0, 0.0, "USD", -0.121e9),
    ("kaz_welfare_percent", "", "Real spending of Kazakhstan against the base", 0.0, 0.0, 0.0, "%", 0.021),
    ("chn_welfare_percent", "", "Real spending of China against the base", 0.0, 0.0, 0.0, "%", 0.0006),
]  # fmt: skip
METHOD = "P5 to P95 of 80 worlds (25 effective), all assumptions drawn at once, weighted by 11 observations"
# quantity, role, row, unit, year, modelled, published, counts, source
BESIDE = [
    ("kaz_chn_rail_mt", "test", "V056", "Mt", 2023, 28.3457, 28.0, "all freight by rail between the two, both directions", "KTZ results of 2023 (Railway Supply)"),
    ("khorgos_container_trains", "test", "V029", "trains", 2023, 7012.0, 7762.0, "China-Europe and Central Asia container trains, both directions; not the bulk trains", "Khorgos trains 2023 (Xinhua)"),
    ("both_container_trains", "pivot", "V050", "trains", 2023, 14386.0, 14385.96, "the same at both crossings; 2024 taken back by its stated growth of 14 %", "Xinjiang ports 2024 (Xinhua)"),
    ("alashankou_container_trains", "test", "V038", "trains", 2021, 6800.0, 5600.0, "container trains to 10 December", "Alashankou 2021 (China Daily)"),
    ("manzhouli_teu", "pivot", "V052", "TEU", 2022, 470000.0, 468000.0, "boxes over Manzhouli; carried to 2023 it fixes the Trans-Siberian constant", "Manzhouli 2022 (Xinhua)"),
    ("caspian_mt", "test", "V071", "Mt", 2023, 2.612, 2.8, "freight of the route over the sea", "Middle Corridor 2023 (Astana Times)"),
    ("aktau_mt", "test", "P-AKT", "Mt", 2023, 3.4, 1.3, "cargo of Aktau without oil", "Aktau port 2023 (PortNews)"),
    ("poti_teu", "test", "V066", "TEU", 2023, 88000.0, 230000.0, "boxes of Poti, all directions", "Poti 2023 (APM Terminals)"),
    ("khorgos_hours_2022", "pivot", "B-KH-H", "h", 2022, 34.9, 34.8, "outbound from China, mean of the year, played with the year set to 2022", "CPMM 2022 report: rail transport (CAREC/ADB)"),
    ("kaz_rail_gtkm", "test", "V060", "Gtkm", 2023, 214.0, 269.0, "turnover of KTZ, all traffic", "KTZ annual report 2023"),
]  # fmt: skip
# id, low, central, high, unit, reason
ASSUMPTIONS = [
    ("value_of_time_container_usd_per_tonne_hour", 0.2, 0.5, 1.0, "USD/t/h", "no row gives it for containers on this route; range of published values for manufactured goods"),
    ("clearance_hours_sd", 2.0, 4.0, 8.0, "h", "no row gives the spread of inspection"),
    ("trade_theta", 3.0, 5.0, 8.0, "1", "range of published trade elasticities"),
    ("usd_per_tonne_container", 3000.0, 4500.0, 6000.0, "USD/t", "no row gives Chinese exports in USD per tonne"),
    ("logit_scale_per_1000_usd", 0.1, 0.2, 0.4, "1", "no published choice elasticity between sea and the land bridge"),
    ("background_rail_share", 0.5, 0.7, 0.9, "1", "domestic traffic has no origin-destination row"),
]  # fmt: skip
FACTS = [
    ("borders:CN_KHORGOS|KZ_ALTYNKOL|rail|train_clearance_time|2023:value", 12.0, "h", "Khorgos clears a train in 12 hours (Xinhua)", "https://example.org/khorgos-clearance"),
    ("borders:CN_KHORGOS|KZ_ALTYNKOL|rail|crossing_time_outbound|2022:value", 34.8, "h", "CPMM 2022 report: rail transport (CAREC/ADB)", "https://example.org/cpmm-2022"),
    ("kaz_chn_trade_by_reporter:2023|CHN|turnover:value", 41.02, "USD bn", "China Customs, 2023", "https://example.org/gacc"),
    ("kaz_chn_trade_by_reporter:2023|KAZ|turnover:value", 31.53, "USD bn", "Bureau of National Statistics of Kazakhstan, 2023", "https://example.org/stat-kz"),
    ("official_targets:KAZ-CHN trade|40:value", 40.0, "USD bn", "inform.kz 2023-05-17", None),
    ("links:L071:distance_km", 293.0, "km", "Temir Zholy, table of distances", "https://example.org/ktz"),
    ("tariffs:rail|KZ|FEU:value", 0.59, "USD/FEU-km", "ERAI index, 2023", "https://example.org/erai"),
]  # fmt: skip
COUNTRIES = {
    "CHN": "China", "KAZ": "Kazakhstan", "DEU": "Germany", "RUS": "Russian Federation", "UZB": "Uzbekistan",
    "USA": "United States", "JPN": "Japan", "POL": "Poland", "KGZ": "Kyrgyz Republic", "TUR": "Turkiye",
}  # fmt: skip


def places() -> pd.DataFrame:
    columns = ["place_id", "name", "country", "kind", "lat", "lon", "name_ru", "name_kk", "name_zh"]
    rows = [line.split("|") for line in PLACES.strip().splitlines()]
    frame = pd.DataFrame(rows, columns=columns).replace("", None)
    return frame.assign(lat=frame["lat"].astype(float), lon=frame["lon"].astype(float))


def network() -> tuple[pd.DataFrame, pd.DataFrame]:
    """network.arcs and flows.arc_flows from the paths; both directions, the larger share westward."""
    arcs: dict[str, dict[str, Any]] = {}
    flows = []
    for corridor, million, mode, stops in PATHS:
        names = stops.split()
        for a, b in pairwise(names):
            for tail, head, share in ((a, b, 0.64), (b, a, 0.36)):
                arc = f"{mode}:{tail}-{head}"
                border = f"{tail}-{head}" in {w[0] for w in WAITS} or f"{head}-{tail}" in {
                    w[0] for w in WAITS
                }
                link = "L-" + "-".join(sorted((tail, head)))
                arcs[arc] = {
                    "arc_id": arc, "tail": f"{tail}|{mode}", "head": f"{head}|{mode}", "mode": mode,
                    "kind": "border" if border else "haul", "distance_km": 500.0, "link_id": link,
                }  # fmt: skip
                for cls, part in (("container", 0.55), ("dry_bulk", 0.45)):
                    flows.append((arc, cls, corridor, 1e6 * million * share * part, 40.0))
    table = pd.DataFrame(
        flows, columns=["arc_id", "class", "group", "tonnes_per_year", "generalised_cost_usd"]
    )
    table = table.groupby(["arc_id", "class", "group"], as_index=False).agg(
        {"tonnes_per_year": "sum", "generalised_cost_usd": "first"}
    )
    return pd.DataFrame(arcs.values()), table


def headline(with_base: bool) -> pd.DataFrame:
    rows = []
    for ident, reporter, name, value, down, up, unit, change in HEADLINE:
        row: dict[str, Any] = {
            "id": ident, "name": name, "value": value + (change if with_base else 0.0), "low": value - down, "high": value + up,
            "interval_method": METHOD, "unit": unit, "year": 2023, "reporter": reporter or None,
            "short": WORDS[ident][0], "group": WORDS[ident][1],
        }  # fmt: skip
        if with_base:
            row["low"], row["high"] = row["value"] - down, row["value"] + up
            row |= {
                "difference": change, "difference_low": change - 0.3 * abs(change),
                "difference_high": change + 0.25 * abs(change),
            }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)


def routes() -> pd.DataFrame:
    rows = []
    for origin, destination, corridor, gateway, p50, usd, co2e in (
        ("CNCHN", "DEDUI", "northern", "CN_KHORGOS-KZ_ALTYNKOL", 17.1, 8600.0, 1310.0),
        ("CNCHN", "DEDUI", "northern", "CN_ALASHANKOU-KZ_DOSTYK", 16.7, 8412.0, 1287.4),
        ("CNCHN", "DEDUI", "transsib", "CNMLX-RU_ZABAIKALSK", 19.7, 10020.0, 1420.0),
        ("CNCHN", "DEDUI", "transcaspian", "CN_KHORGOS-KZ_ALTYNKOL", 25.7, 9200.0, 1530.0),
        ("CNCHN", "DEDUI", "sea", None, 44.0, 3750.0, 905.0),
        ("CNCHN", "KZALA", "northern", "CN_KHORGOS-KZ_ALTYNKOL", 6.63, 3612.0, 512.0),
        ("CNCHN", "KZALA", "road", "CN_KHORGOS_ROAD-KZ_NURZHOLY", 7.4, 6100.0, 3900.0),
        ("CN_URUMQI", "UZTAS", "northern", "CN_KHORGOS-KZ_ALTYNKOL", 5.7, 3010.0, 410.0),
        ("KZALA", "GEPTI", "transcaspian", None, 11.3, 4300.0, 640.0),
    ):
        rows.append(
            {
                "origin": origin, "destination": destination, "corridor": corridor, "gateway": gateway,
                "itinerary_id": f"I{len(rows)}", "days_p10": 0.82 * p50, "days_p50": p50, "days_p90": 1.32 * p50,
                "days_mean": 1.04 * p50, "cost_usd": usd, "cost_low_usd": 0.85 * usd, "cost_high_usd": 1.2 * usd,
                "co2e_kg": co2e, "distance_km": 9000.0,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def trade(with_base: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    scale = 1.0036 if with_base else 1.0
    flows = [
        ("CHN", "KAZ", "CHN", 24.7e9), ("KAZ", "CHN", "CHN", 16.32e9), ("CHN", "KAZ", "KAZ", 16.77e9),
        ("KAZ", "CHN", "KAZ", 14.76e9), ("CHN", "DEU", "CHN", 100e9), ("CHN", "DEU", "KAZ", 100e9),
    ]  # fmt: skip
    welfare = {
        "KAZ": 0.021,
        "CHN": 0.0006,
        "UZB": 0.008,
        "KGZ": 0.004,
        "DEU": 0.0003,
        "RUS": -0.0011,
        "POL": 0.0004,
        "TUR": -0.0002,
    }
    income = {
        "CHN": 17.8e12,
        "KAZ": 261e9,
        "DEU": 4.4e12,
        "RUS": 2.0e12,
        "UZB": 90e9,
        "USA": 27e12,
        "JPN": 4.2e12,
        "POL": 0.8e12,
        "KGZ": 13e9,
        "TUR": 1.1e12,
    }
    countries = [
        {
            "country": c, "reporter": r, "income_usd": income[c], "deficit_usd": 1e9, "wage_change": 1.0,
            "welfare_percent": (welfare.get(c, 0.0) * (1.0 if r == "CHN" else 0.82)) if with_base else 0.0,
            "welfare_usd": 0.01 * income[c] * welfare.get(c, 0.0) if with_base else 0.0,
        }
        for r in ("BACI", "CHN", "KAZ") for c in COUNTRIES
    ]  # fmt: skip
    frame = pd.DataFrame(flows, columns=["exporter", "importer", "reporter", "base_value_usd"])
    return frame.assign(value_usd=frame["base_value_usd"] * scale, known=True), pd.DataFrame(countries)


def targets() -> pd.DataFrame:
    rows = [
        ("kaz-chn-trade-40-2030", "KAZ-CHN trade", 40.0, "USD bn", 2030, "CHN", 41.0, 41.02, -1.02, "met"),
        ("kaz-chn-trade-40-2030", "KAZ-CHN trade", 40.0, "USD bn", 2030, "KAZ", 31.53, 31.53, 8.47, "not met"),
        ("kaz-chn-trade-100", "KAZ-CHN trade", 100.0, "USD bn", None, "CHN", 41.0, 41.02, 58.98, "not met"),
        ("transit-7.5-2029", "China transit by road and rail through Kazakhstan", 7.5, "Mt", 2029, None, None, 6.1, 1.4, "gap"),
        ("middle-corridor-10-2028", "Middle Corridor volume", 10.0, "Mt/y", 2028, None, 2.8, 2.61, 7.39, "not met"),
    ]  # fmt: skip
    columns = [
        "target_id",
        "target",
        "target_value",
        "unit",
        "due_year",
        "reporter",
        "actual_value",
        "scenario_value",
        "gap_value",
        "status",
    ]
    return pd.DataFrame(rows, columns=columns)


def rests_on(head: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (r.id, r.reporter, a[0], share, 0.04, share + 0.05)
        for r in head.itertuples()
        for share, a in zip((0.4, 0.2, 0.1, 0.06, 0.02, 0.0), ASSUMPTIONS, strict=True)
    ]
    columns = ["headline", "reporter", "assumption_id", "first_order", "first_order_error", "total"]
    return pd.DataFrame(rows, columns=columns)


def explain() -> dict[str, dict[str, Any]]:
    """A derivation with all kinds of steps; the headline's cells, tables, facts, assumptions, an input."""
    nodes: dict[str, dict[str, Any]] = {}
    for fact, value, unit, source, url in FACTS:
        nodes[f"fact:{fact}"] = {"kind": "fact", "label": fact, "value": value, "unit": unit, "source": source, "url": url,
                                 "basis": "published", "confidence": "high", "parents": []}  # fmt: skip
    for name, low, central, high, unit, reason in ASSUMPTIONS:
        nodes[f"assumption:{name}"] = {"kind": "assumption", "label": name, "value": central, "unit": unit, "parents": [],
                                       "basis": told.BETWEEN.format(low=low, high=high, central=central), "reason": reason}  # fmt: skip
    nodes["input:scenario.year"] = {
        "kind": "input",
        "label": "Setting year",
        "value": 2023,
        "source": "scenario",
        "parents": [],
    }
    facts, assumptions = (
        [n for n in nodes if n.startswith("fact:")],
        [n for n in nodes if n.startswith("assumption:")],
    )
    above = {
        "network.arcs": [facts[5], facts[6], assumptions[3]],
        "network.facilities": [facts[0], "table:network.arcs"],
        "simulation.waits": [facts[0], facts[1], assumptions[1], "table:flows.facilities"],
        "flows.facilities": ["table:flows.arc_flows", "table:network.facilities"],
        "flows.arc_flows": ["table:network.arcs", assumptions[0], assumptions[4], "table:simulation.waits"],
        "routes.od": ["table:network.arcs", "table:simulation.waits"],
        "trade.flows": [facts[2], facts[3], assumptions[2]],
        "trade.countries": ["table:trade.flows", assumptions[2]],
        "appraisal.targets": [facts[4], "table:trade.flows"],
    }
    for table, parents in above.items():
        nodes[f"table:{table}"] = {
            "kind": "table",
            "label": told.TABLE.format(table=table, name=registry.tables()[table].meaning),
            "parents": parents,
        }
    wait = {"kind": "result", "formula": "mean of the played year over replications", "unit": "h"}
    for gateway, mode, mean, *_ in WAITS:
        nodes[cell_node("simulation.waits", f"{gateway}|{mode}", "hours_mean")] = {
            **wait, "label": f"simulation.waits {gateway}, hours_mean", "value": mean,
            "parents": ["table:simulation.waits", facts[0]],
        }  # fmt: skip
    parents_of = {
        "khorgos_rail_hours_mean": [
            cell_node("simulation.waits", "CN_KHORGOS-KZ_ALTYNKOL|rail", "hours_mean")
        ],
        "kaz_chn_trade_usd": ["table:trade.flows"],
        "target_40bn_gap_usd": [facts[4], "table:trade.flows"],
    }
    for ident, reporter, name, value, _, _, unit, _ in HEADLINE:
        nodes[cell_node("headline", f"{ident}|{reporter}", "value")] = {
            "kind": "result", "label": name, "value": value, "unit": unit, "formula": told.WORLDS,
            "parents": parents_of.get(ident, ["table:flows.arc_flows", "table:network.arcs"]),
        }  # fmt: skip
    return nodes


# Sentences of steps, with what stands in their places.
FORMS = (
    *(told.CENTRAL, told.LOW_END, told.HIGH_END, told.SHARE, told.BOX, told.PART, told.TRAINS, told.GOODS, told.BASE),
    *(told.PUBLISHED, told.CONSTANT, told.PIVOT, told.SETTING, told.SETTINGS, told.DATA, told.ABSENT, told.OF_BOXES),
    *(told.OF_BOX, told.MEAN, told.LOAD, told.OF_YEAR, told.OWN_BASE, told.ANSWERED, told.NO_CHANGE, told.PIVOTED),
    *(told.REAL_SPENDING, told.LETTERS, told.UNTRACED, told.NOT_TRACED, told.BETWEEN, told.BY_USER, told.BY_DATA),
    *(told.NOT_HELD, told.SCENARIO, told.END, told.ASSUMED, *told.OF_PATH.values()),
)  # fmt: skip
FILLED = {
    "name": "Price of a forty-foot box, USD of the scenario's year.", "corridor": "northern",
    "gateways": "CN_KHORGOS-KZ_ALTYNKOL", "place": "CN_KHORGOS-KZ_ALTYNKOL, out", "exporter": "KAZ", "importer": "CHN",
    "reporter": "KAZ", "quantity": "kaz_chn_rail_mt", "pivot": "P07", "key": "open.links", "told": "gateway.x = 1",
    "facts": "7,995", "assumptions": "324", "digest": "0123456789ab", "table": "demand.trade",
    "corridors": "northern, transsib", "days": "365", "formula": "100 × a ÷ b", "letters": "a, b", "low": "0.5",
    "high": "2.5", "central": "1.0", "scenario": "baseline", "assumption": "Ferry wait hours",
}  # fmt: skip


def all_steps(held: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The derivation with a further step for each sentence that steps are told in, below a headline number."""
    steps = {node: dict(step) for node, step in held.items()}
    above = [cell_node("headline", "xian_duisburg_days_p50|", "value")]
    for n, form in enumerate(FORMS):
        said = form.format(**FILLED)
        here = f"result:quantities:made_up_{n}"
        field = "label" if form in told.LABELS else "basis" if form in told.ORIGINS else "formula"
        parents = steps[above[-1]]["parents"]
        steps[above[-1]] = {**steps[above[-1]], "parents": [here, *parents[:2]]}
        steps[here] = {
            "kind": "result", "label": f"demand.trade made_up_{n}, value_usd", "value": 1234.5, "unit": "USD/year",
            "confidence": "high", "parents": ["fact:" + FACTS[0][0]], field: said,
        }  # fmt: skip
        above.append(here)
    return steps


def certificates() -> list[dict[str, Any]]:
    rows = [
        ("record", "trade_identity_residual_busd", 0.04, 0.1, "rounding of the printed figures"),
        ("flows", "relative_gap", 7.1e-5, 1e-4, "far below the uncertainty of any input"),
        ("flows", "balance_error", 3.2e-10, 1e-6, "relative to the largest flow"),
        ("trade", "market_clearing", 4e-12, 1e-8, "income against sales of each country"),
        ("loop", "tonnes_moved_by_one_more_round", 4.4e-4, 1e-3, "share of all tonnes"),
        ("simulation", "curve_against_play", 0.06, 0.15, "relative difference of mean waits"),
    ]
    keys = ("stage", "name", "value", "tolerance", "reason")
    return [{**dict(zip(keys, r, strict=True)), "ok": r[2] <= r[3]} for r in rows]


def report(*, with_base: bool = False, failing: bool = False) -> ReportInput:
    """The sample; ``with_base``: a scenario measured from another run; ``failing``: one check is not in order."""
    arcs, flows = network()
    trade_flows, countries = trade(with_base)
    head = headline(with_base)
    beside = pd.DataFrame(
        BESIDE,
        columns=[
            "quantity",
            "role",
            "volume_id",
            "unit",
            "year",
            "modelled",
            "published",
            "counts",
            "source",
        ],
    )
    beside = beside.assign(
        words=beside["quantity"].str.replace("_", " "), ratio=beside["modelled"] / beside["published"]
    )
    checks = certificates()
    if failing:
        checks[1] = {**checks[1], "value": 2.3e-3, "ok": False}
    facts = pd.DataFrame(
        [*FACTS, *((fact, value, "bn USD", source, None) for fact, value, source in TRADE)],
        columns=["fact_id", "value", "unit", "source", "url"],
    )
    facts = facts.assign(
        table=facts["fact_id"].str.partition(":")[0],
        key=facts["fact_id"].str.partition(":")[2].str.rpartition(":")[0],
    )
    assumptions = pd.DataFrame(
        ASSUMPTIONS, columns=["assumption_id", "low", "central", "high", "unit", "reason"]
    )
    facilities = pd.DataFrame(
        FACILITIES, columns=["facility_id", "load_per_day", "capacity_per_day", "unit", "delay_hours"]
    )
    facilities["basis"] = [
        "published: so many a day" if f in PUBLISHED else "no row: default" for f in facilities["facility_id"]
    ]
    sources = pd.DataFrame(
        [(f"S{i}", f[0].partition(":")[0] + ".csv", f[3], f[4], "quoted single facts" if i % 2 else "CC BY 4.0", "facts only" if i % 2 else "yes", 3)
         for i, f in enumerate(FACTS)],
        columns=["source_id", "table", "source", "url", "licence", "redistribute", "facts"],
    )  # fmt: skip
    scenario: dict[str, Any] = {"name": "baseline", "year": 2023, "description": "2023 as it was published."}
    if with_base:
        scenario = {
            "name": "khorgos-fast-customs", "base": "baseline", "year": 2023,
            "description": "Khorgos clears a train in 6 hours instead of 12.",
            "gateway": {"CN_KHORGOS-KZ_ALTYNKOL": {"clearance_hours": 6.0}},
        }  # fmt: skip
    return ReportInput(
        title="Khorgos fast customs, 2023" if with_base else "Baseline, 2023",
        scenario=scenario,
        base="baseline" if with_base else None,
        year=2023,
        run_id="5f0c2ab97d1e4c33",
        headline=head,
        beside_published=beside,
        rests_on=rests_on(head),
        certificates=checks,
        tables={
            "network.places": places(),
            "network.arcs": arcs,
            "flows.arc_flows": flows,
            "flows.facilities": facilities,
            "simulation.waits": pd.DataFrame(WAITS, columns=["gateway_id", "mode", "hours_mean", "hours_p50", "hours_p90", "hours_p99", "trains_per_day"]),
            "routes.od": routes(),
            "trade.flows": trade_flows,
            "trade.countries": countries,
            "appraisal.targets": targets(),
            "record.facts": facts,
            "record.assumptions": assumptions,
            "record.sources": sources,
        },
        explain=explain(),
        countries=COUNTRIES,
        version="0.1.0",
        seed=1,
    )  # fmt: skip
