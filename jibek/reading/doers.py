"""Bare counts that are of people, by what they are said to do or by what their paragraph is about.

412 sat the test; some 300 attended; в прошлом году приехали 655 тысяч; Kazakhs in China. 2010: 8,774.
"""

from __future__ import annotations

import re

from jibek.reading.tokens import Layout

# What only people do, after their number or, in Russian, before it too.
_AFTER = re.compile(
    r" (?:(?:have|had|of them|also|then|still|now|already|later|actually) )?(?:sat|attended|graduated"
    r"|enrolled|studied|applied"
    r"|queued|voted|signed up|took part|participated|volunteered|learn(?:ed|t)?|emigrated|visited"
    r"|travelled|traveled|went home"
    r"|showed up|turned up|speak|spoke|live|lived|died|were (?:hired|trained|born|employed|injured|killed"
    r"|admitted|deported"
    r"|vaccinated|arrested|dismissed|laid off)|приехал[аио]|прибыл[аио]|участвовал[аио]|учил\w*с[ьяи]"
    r"|обучал\w*с[ьяи]"
    r"|обучают\w*|учатся|работал[аио]|работают|посетил[аио]|побывал[аио]|поступил[аио] в (?:вуз"
    r"|университет)|сдавал[аио]|сдал[аио]"
    r"|живут|жил[аио]|трудятся|остал\w+сь жить|переехал[аио])\b"
)
_BEFORE = re.compile(
    r"\b(?:приехал[аио]|приезжал[аио]|прибыл[аио]|прибывал[аио]|въехал[аио]|выехал[аио]|пробыл[аио]"
    r"|посетил[аио]|посещал[аио]"
    r"|побывал[аио]|отдохнул[аио]|обучал\w+с[ья]|обучают\w+|учил\w+с[ья]|учатся|участвовал[аио]"
    r"|проживал[аио]|проживают|живут"
    r"|трудил\w+с[ья]|трудятся|трудоустроен\w*|зарегистрировал\w+с[ья]|окончил[аио]|нас|их нас|employing"
    r"|employs?|visited by"
    r"|attended by|vaccinated|hired|laid off|numbered|trains?|trained|teaches|taught|enrols|enrolled"
    r"|graduated|admits|admitted"
    r"|schooled|tutored|обучает|обучил[аи]?|принял[аи]? на работу|зачислил[аи]?|выпустил[аи]? в свет)"
    r"(?: (?:лишь|только|около|более|почти|свыше|всего|уже|порядка|примерно|до|чуть|в|прошлом|этом|году"
    r"|about|some|over|nearly"
    r"|more|than|only|just|around))* ?$",
    re.I,
)
_CREW = re.compile(
    r"\b(?:team|crew|staff|delegation|mission|workforce|class|choir|squad)\b[^.;]{0,60}\bnumber(?:ed|s) $"
)
_PAYROLL = re.compile(
    r" (?:on|in|to) (?:its|the|their|his|her|our) (?:books|payrolls?|staff|workforce|rolls?|crew|team)\b|в штате\b"
)
_PAYROLL_BEFORE = re.compile(
    r"\b(?:payroll|staff|workforce|headcount|crew|enrolment|enrollment|штат\w*"
    r"|персонал\w*)\b(?: \w+)? (?:of|is|was|numbers|stands at|of about"
    r"|составля\w+|насчитыва\w+)(?: (?:about|some|nearly|over|only|just))? $",
    re.I,
)
_DEMONYMS = (
    "Kazakhs|Kazakhstanis|Kazakh citizens|Chinese|Russians|Uzbeks|Uyghurs|Uighurs|Kyrgyz|Turkmens?|Tajiks"
    "|Turks|Mongols"
    "|Germans|Koreans|Dungans|Indians|Foreigners|Students|Workers|Migrants|Tourists|Visitors|Passengers"
    "|Travellers|Residents"
    "|Казахи|Казахстанцы|Китайцы|Россияне|Русские|Узбеки|Уйгуры|Иностранцы|Студенты|Рабочие|Туристы|Гости"
    "|Пассажиры|Жители"
)
# A paragraph that opens with people in a place and goes on with years and numbers.
_ABOUT = re.compile(
    rf"\W*(?:\(?\d{{1,2}}/\d{{0,2}}\)? )?((?:{_DEMONYMS})(?= (?:in|at|of|from|abroad|в|на"
    rf"|из)\b)[^.:\d\n]{{0,40}})[.:]"
)
_GUESTS = re.compile(
    r"\b(?:гост(?:и|ей|ям|ях)|турист\w+|пассажир\w+|студент\w+|visitors|guests|tourists|census)\b", re.I
)
_ITS = re.compile(
    r"\b(?:их было|их насчитали|их (?:стало|число)|таких было|таковых|it had been|they were"
    r"|there were) (?:\w+ )?$"
)


# An answer counts what its question asked for: How many students? Fifteen hundred. Сколько студентов? 多少学生？
_ASKED = re.compile(
    r"\b(?:[Hh]ow many|[Сс]колько)(?: [\w-]+){0,2}? (?P<noun>[\w-]+(?:s|en|ple|ов|ев|ей|ий"
    r"|ек))\b[^.!?\n]*\?[^?]{0,170}$"
)
_BACK = 260
_HIRES = re.compile(r"\b(?:employ(?:s|ed|ing)?|hir(?:e|ed|es|ing)|нанять|нанял\w*|трудоустро\w+)(?: \w+)? $")


_TEACHES = re.compile(
    r"\b(?:trains|trained|teaches|taught|enrols|enrolled|admits|admitted|обучает|обучил[аи]?|готовит|выпускает)"
    r"(?: (?:about|some|only|just|nearly|over|около|почти|более))? $"
)


def asked_for(text: str, start: int) -> str:
    """What the question before a bare figure asks the number of; "" if none does."""
    m = _ASKED.search(text, max(0, start - _BACK), start)
    return m["noun"] if m else ""


def does(text: str, start: int) -> bool:
    """Whether the word before a figure hires or employs: the figure is of people, whatever was counted before."""
    return bool(
        _PAYROLL_BEFORE.search(text, max(0, start - 70), start)
        or _HIRES.search(text, max(0, start - 30), start)
        or _TEACHES.search(text, max(0, start - 40), start)
    )


def people_at(text: str, start: int, end: int, layout: Layout) -> str:
    """The people that a bare count is of, or "people"; "" where nothing says that it is of any."""
    s = layout.number(start)
    begin, stop = layout.sentences[s]
    before = text[begin:start]
    if _AFTER.match(text, end, stop) or _BEFORE.search(before[-60:]) or _CREW.search(before[-110:]):
        return "people"
    if _PAYROLL.match(text, end, stop) or _PAYROLL_BEFORE.search(before[-70:]):
        return "staff"
    first = s
    while first and layout.paragraphs[first - 1] == layout.paragraphs[s]:
        first -= 1
    if re.fullmatch(r"\W*[^.;\d]{0,12}(?:19|20)\d\d: (?:\w+ ){0,2}", before) and (
        told := _ABOUT.match(text, layout.sentences[first][0], stop)
    ):
        return told[1]
    if _ITS.search(before[-30:]) or re.search(r"(?:19|20)\d\d[а-я-]* ?(?:—|-) (?:\w+ )?$", before):
        opened = _GUESTS.search(text, layout.sentences[max(first, s - 1)][0], begin + 1)
        return opened[0] if opened else ""
    return ""
