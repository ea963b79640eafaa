"""What stands around a figure: the rate it is told as, what it is of, which way it moved."""

from __future__ import annotations

import re

from jibek.reading.measures import Measure
from jibek.reading.nouns import noun_phrase
from jibek.reading.tokens import Tokens

_RATE = re.compile(
    r"(?P<noun>(?: of)?(?: (?!and\b|or\b|but\b|in\b|from\b|by\b|while\b|which\b|up\b|the\b)[\w'&-]+){0,6}?)"
    r",?(?: (?:an?|per|each|every) |/ ?| в )(?P<per>year|annum|month|week|day|hour|yr"
    r"|год|месяц|неделю|день|сутки|час)\b(?! ?[—-]? ?\d)"
    r"(?! (?:earlier|ago|before|later|on (?:year|month)|of|after|prior|old))"
)
_YEARLY = re.compile(r"(?:(?: of)? (?:[\w'-]+ ){0,2})?(?:annually|yearly|p\.a\.|ежегодно|ежегодн\w+)\b")
_ANNUAL = re.compile(r"\b(?:annual(?:ly)?|yearly|ежегодн\w+|годов\w+) (?:[\w'-]+ ){0,5}$", re.I)
_LATER = re.compile(
    r"[^.;:,\d\n]{0,70}?\b(?:annually|yearly|(?:every|each|per) year|per annum|ежегодно|каждый год)\b"
)
_ADVERB = re.compile(
    r"(?: [a-zа-я]+){0,2}? (daily|weekly|monthly|ежедневно|ежесуточно|еженедельно|ежемесячно)\b(?! \w+s?\b)"
)
_ADVERBS = (
    (("daily", "ежеднев", "ежесут"), "d"),
    (("weekly", "еженед"), "week"),
    (("monthly", "ежемес"), "month"),
)
# How often, at the start of the clause (every week 44 flights connect) or right before the figure (в год — 350 млн).
_OFTEN = re.compile(
    r"(?:(?:^|[.;\n•*-] ?|\b(?:and|but|that|и|но) )"
    r"(?:(?:[Ee]ach|[Ee]very|[Ii]n an? (?:ordinary|average|normal|typical|usual|good)) (?P<per>year|month"
    r"|week|day)"
    r"|(?:[Кк]ажд(?:ый|ую|ое)|В) (?P<per2>год|месяц|неделю|день|сутки)|(?P<adverb>[Ее]жегодно|[Aa]nnually"
    r"|[Ее]же(?:суточно|дневно|недельно|месячно)))\b[^.;\n\d]{0,90}"
    r"|\bв (?P<per3>год|месяц|неделю|день|сутки) (?:[—-] )?(?:около |до |более |почти )?)$"
)
_PER = {
    **dict.fromkeys(("year", "annum", "год", "yr"), "yr"),
    **dict.fromkeys(("month", "месяц"), "month"),
    **dict.fromkeys(("week", "неделю"), "week"),
    **dict.fromkeys(("day", "день", "сутки"), "d"),
    **dict.fromkeys(("hour", "час"), "h"),
}
_LONGER = ("h", "d", "week", "month", "yr")
_LENGTHS = {"h": "h", "d": "d", "months": "month"}
# Of lengths, areas and powers there is no amount a year.
_STANDING = frozenset("km MW ha km2 m2 kV km/h degC".split())
_MOVED = (
    "rose rise risen rising grew grow growing grown increase increased increasing up climbed climb"
    " jumped jump surged surge"
    " lifts lift goes rises climbs jumps grows falls drops"
    " expanded raised raise raising lifted fell fall fallen falling dropped drop down declined"
    " decline reduced reduce cut"
    " cutting shortened shrank slid went gone widened doubled вырос выросла выросло увеличился увеличилась сократился"
    " сократилась сократилось снизился снизилась увеличилось возрос возросла upgraded extended improved moved compared"
).split()
MOVES = frozenset(_MOVED)
_UP = re.compile(
    r"\b(?:(?<!make )(?<!makes )(?<!made )up|increas\w*|grew|grow\w*|ris\w+|rose|surg\w*|jump\w*|climb\w*"
    r"|gain\w*|higher|more|expan\w+"
    r"|soar\w*|увелич\w*"
    r"|вырос\w*|рост\w*|прирост\w*|больше|выше|прибав\w*)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:down|decreas\w*|decline\w*|declining|fell|fall\w*|drop\w*|lower|less|reduc\w*|cut|shrank|slid"
    r"|slip\w*|plung\w*|tumbl\w*|eas(?:ed|ing)|dipp?\w*|contract\w*|сниз\w*|сниж\w*|упал\w*"
    r"|сократ\w*|паден\w*|меньше|ниже)\b",
    re.I,
)


_MOVES_RU = (
    "увелич",
    "вырос",
    "сокра",
    "сниз",
    "возрос",
    "повыс",
    "упал",
    "расшир",
    "подня",
    "подним",
    "прибав",
    "выраст",
    "рост",
    "нараст",
    "наращ",
    "довед",
    "довести",
    "удлин",
    "укорот",
    "снижен",
)


def moved(tokens: Tokens, i: int) -> bool:
    """Whether one of the nine words before tells a change, so that from A to B are two levels."""
    return any(w in MOVES or w.startswith(_MOVES_RU) for w in tokens.words[max(0, i - 9) : i])


_PER_POUND = re.compile(r" (?:an?|per|the|за) (?:pound|lb|фунт)\b|/lb\b")


def rate_at(tokens: Tokens, end: int, measure: Measure, begin: int) -> tuple[str, str]:
    """``/yr`` and the like where a rate is said, and the noun between: MWh a year, of standard coal every year."""
    if "/" in measure.unit:
        return "", ""
    if measure.kind == "money" and _PER_POUND.match(tokens.text, end):
        return "/lb", ""
    m = _RATE.match(tokens.text, end)
    if measure.kind == "duration":
        longer = (
            m
            and not m["noun"]
            and _LONGER.index(_PER[m["per"]]) > _LONGER.index(_LENGTHS.get(measure.unit, "yr"))
        )
        return (f"/{_PER[m['per']]}", "") if m and longer else ("", "")  # eight hours a day
    if measure.kind not in ("physical", "count", "money"):
        return "", ""
    adds_up = measure.kind == "physical" and measure.unit not in _STANDING
    if m and (adds_up or measure.kind != "physical" or not m["noun"] or m["noun"].startswith(" of")):
        return f"/{_PER[m['per']]}", m["noun"].removeprefix(" of").strip() if " of" in m["noun"] else ""
    amount = adds_up or measure.kind != "physical"
    if amount and measure.kind != "money" and (per := _mean(tokens.text, tokens.starts[begin], end)):
        return f"/{per}", ""
    if amount and _YEARLY.match(tokens.text, end):
        return "/yr", ""
    if amount and (told := _ADVERB.match(tokens.text, end)):
        return f"/{_adverb(told[1])}", ""
    start = tokens.starts[begin]
    often = _OFTEN.search(tokens.text, max(0, start - 120), start)
    if often and (measure.kind == "count" or adds_up):
        if often["adverb"]:
            return f"/{_adverb(often['adverb'])}", ""
        return f"/{_PER[often['per'] or often['per2'] or often['per3'] or 'year']}", ""
    if not adds_up:
        return "", ""
    yearly = _LATER.match(tokens.text, end) or _ANNUAL.search(tokens.text, max(0, start - 60), start)
    return ("/yr", "") if yearly else ("", "")


# A daily mean of about 2,800; per day that is some 118 million; в среднем за сутки — 700; среднесуточный объем — 12.
_HEDGED = (
    r"(?: ?(?:about|some|around|nearly|roughly|near|of|is|was|were|at|that|this|it|makes?|means?|gives?"
    r"|comes? to|stood|came to"
    r"|близка к|около|почти|примерно|составля\w+|составил\w*|это|—|-|:|,))* $"
)
_MEAN = re.compile(
    r"\b(?:(?P<how>daily|weekly|monthly|yearly|annual) (?:mean|average|rate|norm|figure)"
    r"|(?:[Pp]er|[Aa]|[Ee]ach|[Ee]very) (?P<per>day|week|month|hour)(?= (?:that|this|it) )"
    r"|(?P<per2>day|week|month)'s average"
    r"|(?P<ru>[Сс]реднесуточн|[Сс]реднедневн|[Сс]реднемесячн|[Сс]реднегодов)\w+(?: [а-я]+)?"
    r"|[Вв] среднем (?:за|в) (?P<per3>сутки|день|неделю|месяц|год)(?: [а-я]+){0,2}?)" + _HEDGED
)
_MEAN_RU = {"сут": "d", "дне": "d", "мес": "month", "год": "yr"}
_USUAL = re.compile(
    r" (?:\w+ )?(?:on|in) an? (?:average|normal|usual|ordinary|typical|good|busy) (?P<per>day|week|month|hour|year)\b"
    r"|(?: [а-я]+){0,2} (?:в|за) (?:обычный|средний|хороший|рабочий) (?P<per2>день|месяц|год|час)\b"
)


def _mean(text: str, start: int, end: int) -> str:
    """The time that a mean is taken over, told before a figure or as a usual day after it; "" if none is."""
    if usual := _USUAL.match(text, end):
        return _PER[usual["per"] or usual["per2"]]
    told = _MEAN.search(text, max(0, start - 90), start)
    if told is None:
        return ""
    if told["how"]:
        return _adverb(told["how"])
    if told["ru"]:
        return _MEAN_RU.get(told["ru"][6:9].lower(), "yr")
    return _PER[told["per"] or told["per2"] or told["per3"]]


# How often ships and trains go stands before what goes: two weekly sailings, четыре ежедневных рейса.
_SCHEDULED = re.compile(
    r"(?P<how>daily|weekly|monthly|ежедневн\w+|еженедельн\w+|ежемесячн\w+) (?:[\w-]+ )?"
    r"(?:flights?|sailings?|trains?|services?|departures?|connections?|buses|runs|trips|ferr\w+|calls|рейс\w*|поезд\w*|отправлени\w+)"
)


def scheduled(noun: str) -> str:
    """ "/week" and the like of what goes by a timetable, "" of anything else."""
    told = _SCHEDULED.match(noun)
    return f"/{_adverb(told['how'])}" if told else ""


def _adverb(word: str) -> str:
    """What daily, weekly, monthly and their Russian fellows count per; a year of any other."""
    small = word.lower()
    return next((per for stems, per in _ADVERBS if small.startswith(stems)), "yr")


def noun_of(tokens: Tokens, after: int, measure: Measure) -> str:
    """What is measured: after "of", or of a percentage the change that the words around tell."""
    text = tokens.text
    start = tokens.ends[after - 1]
    if tokens.word(after) == "of" and measure.kind in ("percent", "physical"):
        k = after + 1 + (tokens.word(after + 1) in ("the", "a", "all", "its", "total"))
        return noun_phrase(tokens, k, 5)
    if measure.kind == "percent":
        begin = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start), start - 60, 0)
        back, ahead = text[begin:start], text[start : start + 40].split(".")[0].split(",")[0]
        for words in (back, ahead):
            ups = [m.start() for m in _UP.finditer(words)]
            downs = [m.start() for m in _DOWN.finditer(words)]
            if ups or downs:
                return "increase" if max(ups, default=-1) > max(downs, default=-1) else "decrease"
        return ""
    if measure.kind in ("money", "physical"):
        return noun_phrase(tokens, after + (tokens.word(after) == "-" and tokens.joined(after)))
    return ""
