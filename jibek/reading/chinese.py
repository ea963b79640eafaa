"""Chinese figures: 410亿美元, 百分之二十三, 五条, 第二大.

Chinese has no blanks between words, so that a pattern is run over the text in place of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jibek.reading.calendar import Mention
from jibek.reading.found import Figure
from jibek.reading.hedges import Hedge, bounds

_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "百万": 1e6, "千万": 1e7, "": 1.0}
# Unit: base unit, factor, kind, currency.
UNITS: dict[str, tuple[str, float, str, str]] = {
    **dict.fromkeys(("美元", "美金"), ("USD", 1.0, "money", "USD")),
    **dict.fromkeys(("元人民币", "人民币", "元"), ("CNY", 1.0, "money", "CNY")),
    "坚戈": ("KZT", 1.0, "money", "KZT"),
    "欧元": ("EUR", 1.0, "money", "EUR"),
    "卢布": ("RUB", 1.0, "money", "RUB"),
    "个百分点": ("percentage_points", 1.0, "percent", ""),
    "%": ("percent", 1.0, "percent", ""),
    "成": ("percent", 10.0, "percent", ""),
    "吨": ("t", 1.0, "physical", ""),
    **dict.fromkeys(("公里", "千米"), ("km", 1.0, "physical", "")),
    **dict.fromkeys(("千瓦时", "度电"), ("kWh", 1.0, "physical", "")),
    "兆瓦": ("MW", 1.0, "physical", ""),
    "吉瓦": ("MW", 1e3, "physical", ""),
    "千瓦": ("MW", 1e-3, "physical", ""),
    **dict.fromkeys(("标准箱", "标箱", "TEU"), ("TEU", 1.0, "physical", "")),
    "公顷": ("ha", 1.0, "physical", ""),
    "亩": ("ha", 1 / 15, "physical", ""),
    **dict.fromkeys(("太瓦时",), ("kWh", 1e9, "physical", "")),
    **dict.fromkeys(("吉瓦时",), ("kWh", 1e6, "physical", "")),
    **dict.fromkeys(("兆瓦时",), ("kWh", 1e3, "physical", "")),
    "万千瓦": ("MW", 10.0, "physical", ""),
    "英里": ("km", 1.609344, "physical", ""),
    **dict.fromkeys(("斤",), ("t", 5e-4, "physical", "")),
    "升": ("L", 1.0, "physical", ""),
    **dict.fromkeys(("日元",), ("JPY", 1.0, "money", "JPY")),
    **dict.fromkeys(("英镑",), ("GBP", 1.0, "money", "GBP")),
    **dict.fromkeys(("港元",), ("HKD", 1.0, "money", "HKD")),
    **dict.fromkeys(("索姆", "苏姆"), ("UZS", 1.0, "money", "UZS")),
    "平方公里": ("km2", 1.0, "physical", ""),
    "平方米": ("m2", 1.0, "physical", ""),
    "立方米": ("m3", 1.0, "physical", ""),
    "桶": ("bbl", 1.0, "physical", ""),
    "倍": ("ratio", 1.0, "ratio", ""),
    **dict.fromkeys(("个月",), ("months", 1.0, "duration", "")),
    **dict.fromkeys(("周年", "年"), ("years", 1.0, "duration", "")),
    **dict.fromkeys(("个小时", "小时"), ("h", 1.0, "duration", "")),
    **dict.fromkeys(("个半小时", "小时半"), ("h", 1.0, "duration", "")),
    "个半月": ("months", 1.0, "duration", ""),
    "年半": ("years", 1.0, "duration", ""),
    "天": ("d", 1.0, "duration", ""),
    "亿度": ("kWh", 1e8, "physical", ""),
    "万度": ("kWh", 1e4, "physical", ""),
    **dict.fromkeys(("公斤", "千克"), ("t", 1e-3, "physical", "")),
    **dict.fromkeys(("亿吨公里", "吨公里"), ("tkm", 1.0, "physical", "")),
    "千伏": ("kV", 1.0, "physical", ""),
    "米": ("km", 1e-3, "physical", ""),
    **dict.fromkeys(("秒钟", "秒"), ("h", 1 / 3600, "duration", "")),
    **dict.fromkeys(("分钟",), ("h", 1 / 60, "duration", "")),
    **dict.fromkeys(("周", "个星期"), ("d", 7.0, "duration", "")),
    "个工作日": ("d", 1.0, "duration", ""),
    **dict.fromkeys(("人次", "人", "名", "位"), ("persons", 1.0, "count", "")),
    **dict.fromkeys(("班次", "架次", "车次", "列次", "辆次", "艘次"), ("count", 1.0, "count", "")),
    **dict.fromkeys(
        "个列条座家项次辆所艘班架种届对台件份趟盘碗杯瓶袋箱盒包本册张幅只头匹棵株束套片块颗粒枚支把根卷桌间栋幢户场批处院篇部节口"
        "票单笔宗起坛缸桶锅壶罐堂门首则款孔盏顶扇副辑集",
        ("count", 1.0, "count", ""),
    ),
}
_BY_LENGTH = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_HEDGES = {
    **dict.fromkeys(("大约", "约", "近", "接近", "将近", "左右", "约为"), Hedge("~")),
    **dict.fromkeys(("超过", "逾", "超", "突破", "高于", "多于"), Hedge(">")),
    **dict.fromkeys(("不到", "不足", "低于", "少于"), Hedge("<")),
    **dict.fromkeys(("至少", "不少于", "不低于"), Hedge(">=")),
    **dict.fromkeys(("最多", "不超过", "多达", "至多"), Hedge("<=")),
}
_HEDGE = "|".join(sorted(_HEDGES, key=len, reverse=True))
_N = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[一二两三四五六七八九十百千零〇]+(?:点[一二三四五六七八九零]+)?"
_FIGURE = re.compile(
    rf"(?P<hedge>{_HEDGE})?(?P<all>(?P<share>百分之)(?P<n1>{_N})"
    rf"|(?P<whole>{_N})分之(?P<parts>{_N})|第(?P<rank>{_N})大|前(?P<top>{_N})(?:大|名|位|强)|第(?P<nth>{_N})(?P<of>届"
    rf"|次|个|条|座|家|位|名)"
    rf"|(?<=[居列排名位球国界洲])第(?P<stand>{_N})(?=[，。；、,;）)]|$)|(?P<n2>{_N})(?:(?:-|至|到|~)(?P<n3>{_N}))?(?P<more>多"
    rf"|余)?(?P<scale>万亿|千万|百万|亿|万)?(?P<more2>多|余)?"
    rf"(?:(?P<unit>{_BY_LENGTH})|(?<=[万亿])(?=[，。；、）,;]|$))"
    rf"|(?P<most>最大)|(?P<twice>翻了?一?番))(?P<around>左右)?"
)
# Numbers that name or time something: 3号厅, 1206室, 10时30分, 1比1, 1435毫米轨, 十四五规划.
_NO_FIGURE = re.compile(
    r"[二三四五六七八九]十年代|\d+(?:单元|层|列出)|\d+(?:\.\d+)?(?:号|室|楼|路|时|点|分(?!之|钟)|比\d|毫米)|[一二三四五六七八九十]+(?:号|楼|点钟|五规划)"
)
_TOLD_IN = re.compile(r"[以按用](美元|人民币|坚戈|欧元|卢布)(?:计|结算|统计|口径)")
_EVERY = re.compile(r"每 ?$")
# How often: before the figure in its clause (每周有72班) or right before it (一天能卖).
_RATES = tuple(
    (per, re.compile(pattern))
    for per, pattern in (
        (
            "/d",
            r"(?:每[天日]|日均|平均每[天日]|(?<![前后])[一单][天日]|(?<![0-9一二三四五六七八九十前后今昨当])日[售产销发运处通接过吞进出])[^，。；,;\d]{0,10}$",
        ),
        ("/week", r"(?:每周|每星期|周均|一周)[^，。；,;\d]{0,10}$"),
        ("/month", r"(?:每个?月|月均)[^，。；,;\d]{0,10}$"),
        (
            "/yr",
            r"(?:每年|年均)[^，。；,;\d]{0,10}$|(?<![0-9])年(?:发电|产|运|输|货运|吞吐|处理|加工|设计)[^，。；,;\d]{0,8}$",
        ),
    )
)
_NOUN = re.compile(r"[\u4e00-\u9fff]{1,8}?(?=[的和与及、，。；,在为是已将达有共]|[^\u4e00-\u9fff]|$)")
_LAST = re.compile(r"(?:(?![增减升降将达至为有新共])[\u4e00-\u9fff]){2,6}$")
# A bare 亿 is of the amount told in its sentence, or right before it: 产值74亿元。今年目标是85亿。
_GOES_ON = re.compile(r"[^。\n]*|[^。\n]{0,16}。[^。\n，；]{0,14}")
# What stands before a bare figure and is no noun: 同比多40万, 前年1.7万, 向西30万.
_COMPARES = re.compile(
    "(?:同比|环比|多|少|增加|减少|前年|去年|今年|上年|其中|[东西南北]|往返|分别)$|^(?:比|较)"
)
_BOTH = re.compile(r"两国|两口岸|两个国家|两位元首|两国元首|一个$")
_PERSONS = (
    "客人",
    "人口",
    "人数",
    "人员",
    "乘客",
    "留学生",
    "学员",
    "就业岗位",
    "岗位",
    "工作岗位",
    "学生",
    "员工",
    "工人",
    "居民",
    "游客",
    "旅客",
    "人",
)
_NO_NOUN = frozenset(
    "全国 全年 左右 全镇 全市 全区 全境 总数 合计 共计 累计 一年 每年 每天 以上 上下".split()
)
_CLASSED = {"辆": "车辆", "列": "班列", "班": "航班", "艘": "船"}  # what a measure word alone says
_NO_NOUN_AT_END = re.compile(f"(?:{'|'.join(_NO_NOUN)})$")
_HAN = re.compile("[\u4e00-\u9fff]")


def chinese_value(written: str) -> tuple[float, float]:
    """Value and step of a Chinese number or one in digits.

    >>> chinese_value("二十三"), chinese_value("两千三百"), chinese_value("17.6")
    ((23.0, 1.0), (2300.0, 1.0), (17.6, 0.1))
    """
    if written[0] in "0123456789":
        plain = written.replace(",", "")
        return float(plain), 10.0 ** -len(plain.partition(".")[2])
    whole, _, decimals = written.partition("点")
    total, current = 0.0, 0.0
    if not any(c in _PLACE for c in whole):
        total = float("".join(str(_DIGIT[c]) for c in whole))
    else:
        for c in whole:
            if c in _DIGIT:
                current = _DIGIT[c]
            else:
                total += (current or 1) * _PLACE[c]
                current = 0.0
        total += current
    if decimals:
        total = float(f"{total:.0f}." + "".join(str(_DIGIT[c]) for c in decimals))
    return total, 10.0 ** -len(decimals)


def figures(text: str, mentions: list[Mention]) -> list[Figure]:
    """Figures of a shadow in Chinese, but none inside a time expression."""
    taken = {k for m in mentions if not m.keep for k in range(m.start, m.end)}
    found: list[Figure] = []
    for m in each(_FIGURE, text):
        begin, end = m.span("all")
        if begin and text[begin - 1].isascii() and text[begin - 1].isalpha() and text[begin].isdecimal():
            continue  # the number of a train or a form: X8155次
        if begin in taken or end - 1 in taken or _BOTH.match(text, begin) or _NO_FIGURE.match(text, begin):
            continue
        figure = _figure(text, m, found[-1] if found else None)
        if figure is not None:
            found.append(figure)
    return found


def beside(text: str, start: int, end: int) -> bool:
    """Whether Chinese stands right before or after a stretch, so that the patterns here decide on it."""
    around = text[max(0, start - 2) : start] + text[end : end + 2]
    line = text[
        text.rfind("\n", 0, start) + 1 : text.find("\n", end) if text.find("\n", end) >= 0 else len(text)
    ]
    return bool(_HAN.search(around)) or len(_HAN.findall(line)) > len(line) / 3


def each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches in lines that hold Chinese, so that a few words in another text cost little."""
    at = _HAN.search(text)
    while at is not None:
        begin = text.rfind("\n", 0, at.start()) + 1
        stop = text.find("\n", at.start())
        stop = len(text) if stop < 0 else stop
        yield from pattern.finditer(text, begin, stop)
        at = _HAN.search(text, stop)


def _figure(text: str, m: re.Match[str], last: Figure | None) -> Figure | None:
    begin, end = m.span("all")
    if m["top"]:
        value = chinese_value(m["top"])[0]
        return Figure(begin, end, value, 1.0, value, "<=", "rank", "", "rank", _noun(text, end))
    if m["most"] or m["rank"] or m["stand"]:
        value = 1.0 if m["most"] else chinese_value(m["rank"] or m["stand"])[0]
        return Figure(begin, end, value, value, value, "=", "rank", "", "rank", _noun(text, end))
    if m["twice"]:
        return Figure(begin, end, 2.0, 2.0, 2.0, "=", "ratio", "", "ratio", "")
    if m["nth"]:
        value = chinese_value(m["nth"])[0]
        return Figure(begin, end, value, value, value, "=", "ordinal", "", "ordinal", _noun(text, end))
    hedge = _HEDGES.get(m["hedge"] or "")
    if m["around"]:
        hedge = Hedge("~")
    if m["share"] or m["whole"]:
        value, step = chinese_value(m["n1"]) if m["share"] else (_share(m["parts"], m["whole"]), 2.0)
        low, high = bounds(value, step / 2, hedge)
        told = hedge.comparator if hedge else "="
        return Figure(begin, end, value, low, high, told, "percent", "", "percent", _change(text, begin, end))
    if m["unit"] is None:
        same = (
            last is not None
            and last.kind in ("money", "physical")
            and _GOES_ON.fullmatch(text, last.end, begin)
        )
        if last is not None and same:
            unit, factor, kind, currency = last.unit.partition("/")[0], 1.0, last.kind, last.currency
        elif counted := _TOLD_IN.search(text, max(text.rfind("。", 0, begin), begin - 80, 0), begin):
            unit, factor, kind, currency = UNITS[counted[1]]
        else:
            unit, factor, kind, currency = "count", 1.0, "count", ""
    else:
        unit, factor, kind, currency = UNITS[m["unit"]]
    if m["n2"] in ("一", "十百", "零") and not m["scale"] and kind in ("count", "duration"):
        return None
    if m["unit"] == "年" and re.fullmatch(r"1[0-9]\d\d|20\d\d", m["n2"]):
        return None
    if m["unit"] == "成" and m["n2"][0] not in "123456789一二两三四五六七八九":
        return None
    scale = SCALES[m["scale"] or ""] * factor
    value, step = chinese_value(m["n2"])
    if (m["unit"] or "") in ("个半小时", "小时半", "个半月", "年半"):
        value, step = value + 0.5, 0.1
    if (m["more"] or m["more2"]) and hedge is None:
        hedge = Hedge(">")
    exact = kind in ("count", "duration") and scale == factor and value < 1000 and step == 1.0
    low, high = bounds(value * scale, 0.0 if exact else step * scale / 2, hedge)
    if m["n3"]:
        upper = chinese_value(m["n3"])[0]
        if upper > value:
            low, high, value = value * scale, upper * scale, (value + upper) / 2
    noun = _change(text, begin, end) if kind == "percent" else _noun(text, end) if kind == "count" else ""
    if unit == "km" and text.endswith("时速", 0, begin):
        unit = "km/h"
    if noun in _NO_NOUN:
        noun = ""
    if unit == "count" and not noun:
        noun = _CLASSED.get(m["unit"] or "", "") or _before(text, m.start())
        if m["unit"] is None and not noun and last is not None and last.kind == "count":
            unit, noun = last.unit.partition("/")[0], last.noun  # 今年1至5月是82万, after a count of guests
    if unit == "count" and noun.startswith(("标准箱", "标箱", "TEU")):
        unit, kind, noun = "TEU", "physical", ""
    if unit == "count" and (noun.startswith(_PERSONS) or noun.endswith(_PERSONS[:-1])):
        unit = "persons"
    if kind == "duration" and _EVERY.search(text, max(0, begin - 2), begin):
        return None
    if (kind == "physical" and unit not in ("km", "MW", "ha", "km2", "m2", "kV")) or kind == "count":
        unit += _rate(text, begin, end, unit, last, value * scale)
    told = hedge.comparator if hedge else "="
    low, high = (None if v is None else float(f"{v:.12g}") for v in (low, high))
    return Figure(begin, end, float(f"{value * scale:.12g}"), low, high, told, unit, currency, kind, noun)


def _before(text: str, begin: int) -> str:
    """What stands before a figure with nothing after it: 创造就业岗位2.3万个."""
    clause = text[max(0, begin - 10) : begin].rstrip("有是为达约近超逾共增至到：: ")
    clause = _NO_NOUN_AT_END.sub("", clause).rpartition("的")[2]
    m = _LAST.search(clause)
    return m[0] if m and not _COMPARES.search(m[0]) else ""


def _share(parts: str, whole: str) -> float:
    """三分之一 as a percentage; 0 of a whole of nothing."""
    of = chinese_value(whole)[0]
    return round(100 * chinese_value(parts)[0] / of, 6) if of else 0.0


def _rate(text: str, begin: int, end: int, unit: str, last: Figure | None, value: float) -> str:
    """ "/d", "/week", "/month" or "/yr" where the clause says how often, or where a rate before is taken apart."""
    before = text[max(0, begin - 24) : begin]
    if text.startswith("/年", end):
        return "/yr"
    for per, pattern in _RATES:
        if pattern.search(before):
            return per
    if (
        last is not None
        and last.unit == "kWh/yr"
        and unit == "t"
        and not re.search("[。\n]", text[last.end : begin])
    ):
        return "/yr"  # coal saved by the power of a year
    if last is not None and "/" in last.unit and last.unit.partition("/")[0] == unit:
        between = text[last.end : begin]
        share = (
            re.search("[增升降减][加至到]|提[高升][至到]", between)
            or "其中" in between
            or text[max(0, last.start - 12) : last.start].count("其中")
        )
        part = isinstance(last.value, float) and value <= 20 * last.value
        if (
            share
            and part
            and text[last.start : last.end][-1:] == text[end - 1]
            and not re.search("[。；\n]", between)
        ):
            return f"/{last.unit.partition('/')[2]}"
    return ""


def _noun(text: str, end: int) -> str:
    m = _NOUN.match(text, end)
    return m[0] if m else ""


def _change(text: str, begin: int, end: int) -> str:
    """Which way a percentage goes: the word of change last before it, or 的增长 after it."""
    before, after = text[max(0, begin - 6) : begin], text[end : end + 5]
    for told, words in (
        ("increase", ("增", "升", "涨", "上涨", "提高", "多出", "多了", "高出")),
        ("decrease", ("降", "减", "跌", "少了")),
    ):
        if any(w in before or w in after for w in words):
            return told
    return ""
