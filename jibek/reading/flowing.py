"""Which figures are of a time told before them: what flows, what refers back, what stood; no price and no plan."""

from __future__ import annotations

import re

from jibek.reading.found import Figure
from jibek.reading.lasting import tells_now, tells_past

# What a sentence before says of time holds on for flows and levels of money, not for what simply stands or is counted.
HOLDS = frozenset(("money", "percent", "physical", "count", "duration"))
_CARRIES = frozenset(("money", "percent"))
# What refers back is of the time of the sentence before: that makes 38,000 a day; the 176 deals average 705 million.
_GOES_ON = re.compile(
    r"(?:A: |— |\W)?(?:(?:That|This|It|Which) (?:makes|is|means|gives|comes|works out|was)\b|(?:So|Thus"
    r"|Hence|Therefore"
    r"|Together|In all|On average|Among|In total|Altogether|(?:Per|A|Each) (?:day|week|month) (?:that|this"
    r"|it)|All told|Both|Of (?:these|them|those))\b|The $"
    r"|(?:Это|Итого|Вместе|Значит|Выходит|Таким образом|То есть|В среднем|Всего|В сумме|Суммарно)\b"
    r"|[^\W\d][\w -]{1,24}: ?(?:an? |the |about |only )?(?:\w+ )?$"
    r"|(?:平均|合计|也就是说|这意味着|即|相当于|由此|两者|合起来))"
)
_MANY = 1000.0  # a count so large of nothing named is of what passed
_SOME = 100.0  # a count smaller than this is rather of another thing, told by the way
_PRICE = 1e6  # money below is a price or a fee, which holds when it is told
# What is planned, priced or built for is of no year that the sentence before spoke of.
APART = re.compile(
    r"\b(?:target|goal|aims?|hopes?|would like|wants?|plans?|planned|costs?|priced?"
    r"|(?<!was )(?<!were )worth|built for"
    r"|designed|capacity"
    r"|rated|can (?:take|hold|store|handle|pass)|holds|owns|стои\w*|обойд\w*|цел[ьи]\w*|план\w*|мощност\w*"
    r"|рассчитан\w*|вмести\w*|вмещ\w*|владе\w*)\b|造价|投资额|目标|计划|设计|库容|容量|可容纳|持有|拥有",
    re.I,
)
_FLOWS = frozenset(("t", "TEU", "kWh", "m3", "bbl", "tkm", "persons"))
_MOVING = re.compile(
    r"train|container|wagon|vehicle|car\b|cars\b|truck|lorr|trip|flight|parcel|shipment|deliver|arrival"
    r"|crossing|entries"
    r"|visitor|passenger|班列|поезд|вагон|контейнер|рейс|машин|автомобил|фур|посыл|列|辆|架次|班次|人次|件",
    re.I,
)
_CAME = re.compile(
    r"cross|visit|arriv|carri|came|come|pass|travel|flew|entered|перевез|прибы|посет|приех|въех|выех|пересек"
    r"|побыва|обслуж"
    r"|往来|出入境|验放|入境|出境|接待|旅客|游客|进出|运送",
    re.I,
)


def _flows_on(figure: Figure) -> bool:
    if "/" in figure.unit:
        return False  # a rate is a property of what has it
    if figure.kind == "money" and isinstance(figure.value, float) and figure.value < _PRICE:
        return False
    return figure.kind in _CARRIES or (figure.kind == "physical" and figure.unit in _FLOWS)


def _can_go_on(figure: Figure, text: str) -> bool:
    """Whether a figure can be of the time of the one before it: no duration, and not "The 100 MW farm"."""
    standing = figure.kind == "physical" and figure.unit.partition("/")[0] not in _FLOWS
    return figure.kind != "duration" and not (standing and text.endswith("The ", 0, figure.start))


def _stood(figure: Figure) -> bool:
    """Whether a figure can be of what stood at a time told before it: a capacity, a wait, many people."""
    large = isinstance(figure.value, float) and figure.value >= _SOME
    return figure.kind in ("physical", "duration", "ratio", "money") or (figure.kind == "count" and large)


def _passes(figure: Figure, text: str) -> bool:
    """Whether a count is of what passed in a period: trains, vehicles, visitors."""
    named = f"{text[figure.start : figure.end]} {figure.noun}"
    return figure.kind == "count" and "/" not in figure.unit and bool(_MOVING.search(named))


def flows(figure: Figure, text: str) -> bool:
    """Whether a figure adds up over the year, so that "by 30 April" counts from its first day."""
    if figure.unit == "persons":  # who works somewhere on a day stands; who crossed until then adds up
        return bool(_MOVING.search(f"{text[figure.start : figure.end]} {figure.noun}")) or bool(
            _CAME.search(text, max(0, figure.start - 90), figure.end + 50)
        )
    return figure.unit in _FLOWS or bool(
        figure.kind == "count"
        and (
            _MOVING.search(f"{text[figure.start : figure.end]} {figure.noun}")
            or (not figure.noun and isinstance(figure.value, float) and figure.value >= _MANY)
        )
    )


def carries(figure: Figure, text: str, begin: int, end: int, *, same_paragraph: bool) -> bool:
    """Whether a figure of the sentence ``begin`` to ``end`` that names no time is of the time told before it."""
    if _flows_on(figure) or _passes(figure, text):
        return True
    if _can_go_on(figure, text) and refers_back(text, begin, figure.start, end):
        return True
    return (
        same_paragraph
        and _stood(figure)
        and (tells_past(text, begin, end) or tells_past(text, begin, figure.end))
    )


def refers_back(text: str, begin: int, start: int, end: int) -> bool:
    """Whether a sentence goes on from the one before it: that makes, together; not where it tells what is by itself."""
    if not _GOES_ON.match(text, begin, start):
        return False
    return not (_WELCOMES.search(text, begin, end) and tells_now(text, begin, end))


_STILL = re.compile(
    r"\b(?:still|now|today|currently|accounts? for|makes? us|owns?|holds?|belongs?|по-прежнему|сейчас"
    r"|сегодня|приходится|составля[ею]т|ид[её]т|занима[ею]т|make up|makes up"
    r"|принадлежит)\b|仍|目前|现在",
    re.I,
)


_THUS = re.compile(
    r"\b(?:thus|so|therefore|hence|then|that is|значит|то есть|таким образом|следовательно)\b|因此|所以|也就是",
    re.I,
)


def stands_now(figure: Figure, text: str, begin: int, end: int) -> bool:
    """Whether a share is told as it is now, whatever year the sentence before it told of."""
    share = figure.kind == "percent" and figure.noun not in ("increase", "decrease")
    follows = _GOES_ON.match(text, begin, figure.start) or _THUS.search(text, begin, end)
    return share and bool(_STILL.search(text, begin, end)) and not follows


# Verbs of what goes on now, after which "altogether" sums up the present and not the sentence before.
_WELCOMES = re.compile(
    r"\b(?:welcomes?|has|have|employs?|serves?|runs?|holds?|owns?|works?|lives?|stud(?:y|ies)|still|now|teach(?:es)?)\b"
)
# A mean is of the time of its total: 9 million up to November, a daily mean of 28,000; 突破3000列，平均每天21列.
_MEAN = re.compile(
    r"\b(?:mean|average|on average|averag\w+|that is|i\.e\.|or|в среднем|среднесуточн\w+|то есть|или"
    r"|это)\b[^.;\d]{0,30}$"
    r"|(?:平均|日均|月均|年均|周均)[^，。；\d]{0,6}$",
    re.I,
)
_PER_DAY = re.compile(
    r" (?:\w+ )?(?:on|in) an? (?:average|normal|usual|typical) (?:day|week|month)\b| on average\b| в среднем\b"
)


def mean_of(figure: Figure, last: Figure, text: str) -> bool:
    """Whether a rate is worked out of the figure before it in its sentence."""
    gap = text[last.end : figure.start]
    if "/" not in figure.unit or "/" in last.unit or len(gap) > 60 or re.search(r"[.!?。]\s|[。\n]", gap):
        return False
    return bool(_MEAN.search(gap) or _PER_DAY.match(text, figure.end))
