"""Weekdays, months told as last or next, decades, the year from its start: on Thursday, last October, the eighties."""

from __future__ import annotations

import re
from datetime import date, timedelta

from jibek.reading.calendar import day, month_number, months
from jibek.reading.timewords import NOTHING, OF, RM, M, Told, Y, on, span, year_of

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_RU_DAYS = "понедельник вторник сред четверг пятниц суббот воскресень".split()
_SAID = re.compile(
    r"\b(?:said|say|says|told|tells|announc\w+|report(?:s|ed)?|recall\w*|stated|according|wrote|writes"
    r"|added|confirm\w+|noted"
    r"|сообщ\w+|заяв\w+|рассказ\w+|отмет\w+|уточн\w+|написал\w*|сказал\w*)\b",
    re.I,
)
_COUNTED = re.compile(r"\d[^.;,\n]{0,45} $")
_TENS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_RU_TENS = "двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност".split()


@on(
    "on last",
    r"(?:[Oo]n|[Ll]ast)(?: last)? (?P<d>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday)\b(?!,? (?:\d|[A-Z]\w+ \d))",
)
@on(
    "в во",
    r"[Вв]о? (?P<d>понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b(?!, \d| \d)",
)
def _weekday(m: re.Match[str], anchor: date | None) -> Told | None:
    """The last such day before the statement, where a figure of its clause happened on it and none was said on it."""
    text = m.string
    begin = max(text.rfind(". ", 0, m.start()), text.rfind("\n", 0, m.start()), m.start() - 90, 0)
    before, after = text[begin : m.start()], text[m.end() : m.end() + 40]
    if _SAID.search(before[-60:]) or _SAID.search(after):
        return NOTHING
    opens = not re.sub(r"\W", "", before) and re.match(r"[^.;\n]*\d", after)
    own = re.match(r",? ?(?:—|-|:|it was|there were|было)? ?\d", after)
    if anchor is None or not (_COUNTED.search(before) or opens or own):
        return NOTHING
    word = m["d"].lower()
    which = (
        _DAYS.index(word) if word in _DAYS else next(n for n, s in enumerate(_RU_DAYS) if word.startswith(s))
    )
    return span((anchor - timedelta((anchor.weekday() - which) % 7)).isoformat(), "relative")


@on(
    "last past next coming this",
    rf"(?P<rel>[Ll]ast|[Pp]ast|[Nn]ext|[Cc]oming|[Tt]his) (?P<m1>{M})\b(?!,? (?:of )?\d)(?! and | to |-)",
)
def _month_by_side(m: re.Match[str], anchor: date | None) -> Told | None:
    month = month_number(m["m1"])
    if anchor is None:
        return span("", "")
    word = m["rel"].lower()
    year = anchor.year
    if word in ("last", "past"):
        year -= month >= anchor.month
    elif word in ("next", "coming"):
        year += month <= anchor.month
    return span(f"{year}-{month:02d}", "relative")


@on(
    "nineteen the #",
    rf"(?:nineteen|[Tt]he)[- ](?:nineteen[- ])?(?P<t>{'|'.join(_TENS)})\b",
)
@on(
    " ".join(stem + end for stem in _RU_TENS for end in ("ые", "ых")),
    rf"(?P<ru>{'|'.join(_RU_TENS)})(?:ые|ых)\b(?: год(?:ы|ах|ов))?(?: (?:прошлого|ХХ|XX) века)?",
)
@on("#", r"(?P<y>(?:19|20)\d0)-(?:е|х|ые|ых)\b(?: год(?:ы|ах|ов))?")
@on("#", r"(?P<yy>[2-9]0)-(?:е|х)\b(?: год(?:ы|ах|ов))?(?: (?:прошлого|ХХ|XX) века)?")
def _decade(m: re.Match[str], anchor: date | None) -> Told | None:
    g = m.groupdict()
    if g.get("y"):
        first = int(g["y"])
    elif g.get("yy"):
        first = 1900 + int(g["yy"])
    else:
        word = g.get("t") or g.get("ru") or ""
        first = 1920 + 10 * (_TENS.index(word) if word in _TENS else _RU_TENS.index(word))
    return span(f"{first}/{first + 9}", "stated")


@on(
    "с since from",
    r"(?:[Сс] начала(?: (?P<rel>этого|текущего|прошлого))? года|(?:[Ff]rom|[Ss]ince) the (?:start"
    r"|beginning) of (?:the|this) year)"
    rf" (?:по|до|и до|to|until|till|through|up to)(?: конца| the end of)? (?P<m1>{M}|{RM})(?: включительно"
    rf"| inclusive)?(?: (?P<y>{Y})(?: года)?)?",
)
def _from_new_year(m: re.Match[str], anchor: date | None) -> Told | None:
    last = month_number(m["m1"])
    if m["y"]:
        return span(months(int(m["y"]), 1, last), "stated")
    if anchor is None:
        return span("", "")
    year = anchor.year - (m["rel"] == "прошлого" or (not m["rel"] and last > anchor.month))
    return span(months(year, 1, last), "relative")


@on(
    "start beginning middle end начале середине конце",
    r"(?:start|beginning|middle|end) of the month\b|(?:начале|середине|конце)(?: этого| текущего)? месяца\b",
)
def _in_the_month(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else anchor.isoformat()[:7], "relative")


@on(
    "last final closing последнем последний последнего",
    rf"(?:[Ll]ast|[Ff]inal|[Cc]losing) quarter of (?P<y>{Y})|[Пп]оследн(?:ем|ий"
    rf"|его) квартал[а-я]* (?P<y2>{Y})(?: года)?",
)
def _last_quarter(m: re.Match[str], anchor: date | None) -> Told | None:
    return span(months(int(m["y"] or m["y2"]), 10, 12), "stated")


@on("week", rf"week (?:to|ending|ended|through)(?: on)? (?P<d1>\d{{1,2}}) (?P<m1>{M}){OF}")
def _week_to(m: re.Match[str], anchor: date | None) -> Told | None:
    month = month_number(m["m1"])
    year = year_of(m, anchor, month)
    until = day(year[0], month, int(m["d1"])) if year else ""
    if year is None or not until:
        return NOTHING
    return span(f"{(date.fromisoformat(until) - timedelta(6)).isoformat()}/{until}", year[1])


@on(
    "current present today's нынешних нынешние нынешнего текущих сегодняшних",
    r"(?:[Cc]urrent|[Pp]resent|[Tt]oday's)(?: (?:level|figure|rate|volume|total)s?(?: of)?)? (?=(?:US)?[$€¥]?\d)"
    r"|(?:[Нн]ынешн|[Тт]екущ|[Сс]егодняшн)(?:их|ие|его|ем)(?: показател\w+| уровн\w+)?(?: в)? (?=\d)",
)
def _as_now(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year), "relative")


@on("this", r"this one\b(?= (?:is|was|will)\b| ?[:.,;])")
def _this_one(m: re.Match[str], anchor: date | None) -> Told | None:
    """The year of the statement, where a year was told before it: last year 2.1 billion; the plan for this one is 5."""
    head = m.string[max(0, m.start() - 90) : m.start()]
    if not re.search(r"\byear\b", head) or not head.endswith(("for ", "in ", "of ")):
        return None
    return span("" if anchor is None else str(anchor.year), "relative")


@on(
    "this tonight сегодня",
    r"[Tt]his (?:morning|afternoon|evening)\b|[Tt]onight\b|[Сс]егодня (?:утром|днем|вечером)\b",
)
def _part_of_day(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else anchor.isoformat(), "relative")


_SEASONS = "spring summer autumn fall winter"


@on(
    f"in this last next over during {_SEASONS} весной летом осенью зимой",
    rf"(?:(?:[Ii]n|[Oo]ver|[Dd]uring) (?:the )?|(?P<rel>[Tt]his|[Ll]ast|[Nn]ext) )(?P<s>spring|summer|autumn|winter)\b"
    rf"(?: of (?P<y>{Y}))?(?! [A-Z]| of |,? \d{{4}})|(?P<ru>[Вв]есной|[Лл]етом|[Оо]сенью"
    rf"|[Зз]имой)(?: (?P<y2>{Y})(?: года)?)?",
)
def _season(m: re.Match[str], anchor: date | None) -> Told | None:
    """A season as its year: keys and rows know no seasons, but what stands in spring is of this year."""
    if m["y"] or m["y2"]:
        return span(m["y"] or m["y2"], "stated")
    if anchor is None:
        return span("", "")
    word = (m["rel"] or "").lower()
    months_of = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2}.get(m["s"] or "", 0)
    if word == "next":
        return span(str(anchor.year + (months_of <= anchor.month or months_of == 2)), "relative")
    if word == "last":
        return span(str(anchor.year - (months_of >= anchor.month)), "relative")
    return span(str(anchor.year), "relative")


@on(
    "the за over for half полугодие",
    r"(?:(?:[Oo]ver|[Ff]or|[Ii]n|[Dd]uring) )?the half-year\b|[Зз]а полугодие\b",
)
def _half_year(m: re.Match[str], anchor: date | None) -> Told | None:
    """The half of a year that was over last."""
    if anchor is None:
        return span("", "")
    if anchor.month > 6:
        return span(months(anchor.year, 1, 6), "relative")
    return span(months(anchor.year - 1, 7, 12), "relative")
