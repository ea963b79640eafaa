"""When an article was written: a date it states, its dateline, or what its content allows."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from jibek.reading.calendar import day, month_number

_M = (
    r"(?P<m>January|February|March|April|May|June|July|August|September|October|November|December|Jan"
    r"|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|январ[яь]|феврал[яь]|марта?|апрел[яь]|ма[йя]|июн[яь]"
    r"|июл[яь]|августа?|сентябр[яь]|октябр[яь]|ноябр[яь]|декабр[яь])\.?"
)
_Y = r"(?P<y>(?:19|20)\d\d)"
_DAY_MONTH = rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_M},?(?: {_Y})?"
_MONTH_DAY = rf"{_M} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?(?: {_Y})?"
# A place in capitals or with a capital, a date, and the dash or agency that opens the report.
_DATELINE = [
    re.compile(
        rf"(?:^|\n)[^\n]{{0,60}}?[A-ZА-Я][\w' .()/-]{{2,40}}(?:[,.]| --?| —) ?(?:{form})\.?(?: г\.?| года)?(?:"
        rf" ?,? ?[(/«\"“][^\n)]{{2,40}}[)/»\"”])? ?(?:--|-|—|:|\.)"
    )
    for form in (_DAY_MONTH, _MONTH_DAY)
]
_DATELINE_ON = re.compile(rf"(?:^|\n)[A-Z]{{3,}}[A-Z ,]* ?(?:--|-|—) ?On (?:{_MONTH_DAY})")
_ZH_DATELINE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}[社网报]|电|讯)?[\u4e00-\u9fff]{2,6}(?:(?P<y>(?:19"
    r"|20)\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[电讯](?:[（(](?P<y2>(?:19|20)\d\d)年[)）])?"
)
# The number of a periodical with its day: 2025年第一期（1月20日出版）
_ZH_ISSUE = re.compile(
    r"(?P<y>(?:19|20)\d\d)年第?[^\n，。]{1,8}[期号辑] ?[（(]?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:出版|出刊|发行|印发|刊)"
)
_ISO = re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d-])")
_DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d)(?![\d])")
_SLASHED = re.compile(r"(?<![\d/])(?P<y>(?:19|20)\d\d)[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?![\d/])")
_SHORT_YEAR = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>[0-4]\d)(?![\d.])")
_ZH_DAY = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_WRITTEN = [re.compile(form.replace(rf"(?: {_Y})?", rf" {_Y}")) for form in (_DAY_MONTH, _MONTH_DAY)]
_LABEL = re.compile(
    r"(?:published|updated|posted|date[d]?|released|опубликовано|дата|发布时间|日期|时间)\b[^\n]{0,12}$"
    r"|[A-Z]\w+\.\w+ date ?$"
    r"|\b(?:written|compiled|recorded|filed|prepared|issued|dispatched|last (?:changed|edited)|stand"
    r"|gone to press"
    r"|as (?:at|of)|записан[оа]?|составлен[оа]?|подготовлен[оа]?|подписан[оа] в печать|обновлено|发布于|发表于|更新)"
    r"\b[^\n]{0,30}$",
    re.I,
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d]|[.,]\d|-\d)")
_THIS_YEAR = re.compile(r"\bthis year\b|этом году|этого года|текущего года|今年")
_UNTIL_THIS_YEAR = re.compile(
    rf"(?:and|to|through|-|по|и) ?{_M}(?: of)? (?:this year|текущего года|этого года)|(?:至|-)(?P<zm>\d{{1,2}})月"
)
_OF = re.compile(r"(?:\b(?:on|of|since|by|from|until|till|to|in|for|and|с|до|к|от|в|на|за|по)|\d) ?$", re.I)
_MONTH_ALONE = re.compile(
    rf"(?:^|[,|—(] ?|(?<!-)- ?(?<![a-zа-я]-)|\s){_M},? {_Y}(?: года?| г\.)?(?:[.)]?$|[;,:] ?[^\d;,\n]{{2,24}}\)$)"
    r"|(?:^|[,|—-]\s?|\s)(?P<zy>(?:19|20)\d\d)年(?P<zm>\d{1,2})月$",
    re.I,
)
_YEAR_WORD = re.compile(r"^ ?(?:года|г\.?)")
_PLACE = re.compile(
    r" ?\([^)\d]{2,24}\)\.?| ?(?:г\.|года)?,? ?(?:--|[-—|/,·]) ?[A-ZА-Я\u4e00-\u9fff][^\d.,;:]{1,24}"
    r"| ?(?:г\.|года)? ?(?:--|[—|/·]|- ) ?[^\W\d][^\d.;]{1,60}"
)  # -- Astana
# A line that tells something: it ends as a sentence does, or a figure of it has a unit.
_TELLS = re.compile(
    r"[a-z] ?\d{4}[.!?]$|[。！？]$|\d (?:million|billion|thousand|per ?cent|tonnes|млн|млрд|тыс|процент)"
)
_LAST_SENTENCE = re.compile(r"[^.!?]*[.!?]$")
_WORDS = re.compile(r"[^\W\d]{3,}")
# What a paper may call itself; a date after its preposition is its own: записка № 19 от 7 апреля, remarks of 3 May.
_PAPER = re.compile(
    r"(?:(?:\b(?:issue|edition|number|no|week|bulletin|newsletter|releases?|letters?|notes?|updates?"
    r"|digest|entry|blog|post"
    r"|column|comment|remarks|speech|address|statement|transcript|interview|talk|memo|brief|briefing"
    r"|report|review"
    r"|survey|commentary|dispatch|minutes|lecture|testimony|diary|bulletins?|выпуск\w*|номер\w*|газета|недел\w+"
    r"|бюллетен\w+|вестник\w*|сводк\w+|запис[ьи]|записк\w+|заметк\w+|пост|письм\w+|стенограмм\w+"
    r"|выступлени\w+|речь"
    r"|доклад\w*|отчет\w*|обзор\w*|справк\w+|пресс-релиз\w*|релиз\w*|сообщени\w+|заявлени\w+|ответ\w*|интервью"
    r"|бесед\w+|колонк\w+|дайджест\w*|блог\w*|конспект\w*|лекци\w+|комментари\w+|памятк\w+|хабарлама|мәлімдеме)\b"
    r"|№)[^|;\n]{0,44}|[(|,;] ?)(?:of|from|for|on|dated|от|за|на) $",
    re.I,
)
# A sentence that is the paper's name and day alone: Trade watch. Issue of 11 March 2025.
_OWN_DAY = re.compile(
    r"(?:^|[.|·] )\W*(?:the )?(?:issue|edition|number|bulletin|newsletter|letter|notes?|update|digest"
    r"|report|review|выпуск|номер"
    r"|бюллетень|обзор|сводка|записка|письмо)(?: (?:no\.?|№) ?\d+)? (?:of|for|dated|от|за) $",
    re.I,
)
# What is signed or decreed has a date of its own.
_DEED = re.compile(
    r"\b(?:sign\w*|deal|agreement|treaty|law|decree|подписан\w*|соглашени\w*|договор\w*|закон\w*|указ\w*)\b",
    re.I,
)
_BULLET = re.compile(r"[-*•·>] ")
_LINES, _SHORT = 5, 100  # first lines that may date an article, and how long such a line is at most
_HEAD, _TAIL = 900, 400  # characters at either end where a date of writing stands


@dataclass(frozen=True, slots=True)
class Dated:
    """statement_date: ISO date or interval, "" if unknown.

    day_only: a day and month without a year; others: dates that differ; line: where the dateline ends, whose day is
    of the report and of no figure.
    """

    statement_date: str
    basis: str
    day_only: str = ""
    others: tuple[str, ...] = ()
    line: int = 0

    @property
    def anchor(self) -> date | None:
        """The first day on which it can have been written."""
        first = self.statement_date.partition("/")[0]
        return date.fromisoformat(first) if first else None


def dated(text: str, *, told: str = "", guess: bool = True) -> Dated:
    """When a text was written.

    Parameters
    ----------
    text
        The shadow.
    told
        A date of the file itself, such as the published time of a page; "" if there is none.
    guess
        Whether to ask the content where no date is stated.
    """
    stated = _stated(text) or _in_header(text)
    line, without_year, ends = _dateline(text)
    found = list(dict.fromkeys(d for d in (line, stated, told[:10]) if d))
    if found:
        basis = "dateline" if found[0] == line else "stated"
        return Dated(found[0], basis, "", tuple(found[1:]), ends)
    if not guess:
        return Dated("", "", without_year, line=ends)
    content = _content(text)
    if without_year:
        year = _year_of_months(text, int(without_year[:2]))
        if year:
            return Dated(f"{year}-{without_year}", "content", without_year, line=ends)
        return Dated("", "", without_year, line=ends)
    return Dated(content, "content" if content else "")


def _iso(m: re.Match[str]) -> str:
    written = m["m"]
    month = int(written) if written.isdecimal() else month_number(written)
    if not 1 <= month <= 12:
        return ""
    year = m["y"] or m.groupdict().get("y2")
    if year is None:
        return f"{month:02d}-{int(m['d']):02d}" if day(2024, month, int(m["d"])) else ""
    return day(int(year) + 2000 * (len(year) == 2), month, int(m["d"]))


def _dateline(text: str) -> tuple[str, str, int]:
    """The date of the dateline, or its month and day where it leaves the year out; and where it ends."""
    head = text[:_HEAD]
    for pattern in (*_DATELINE, _DATELINE_ON, _ZH_DATELINE, _ZH_ISSUE):
        m = pattern.search(head)
        if m:
            told = _iso(m)
            if len(told) == 10:
                return told, "", m.end()
            if told:
                return "", told, m.end()
    return "", "", 0


def _stated(text: str) -> str:
    """A full date that stands in a line of its own, after a label, or in the first or last lines by itself."""
    for part, offset in (
        (text[:_HEAD], 0),
        (text[max(_HEAD, len(text) - _TAIL) :], max(_HEAD, len(text) - _TAIL)),
    ):
        for pattern in (_ISO, _DOTTED, _SLASHED, _ZH_DAY, *_WRITTEN):
            for m in pattern.finditer(part):
                begin = part.rfind("\n", 0, m.start()) + 1
                stop = part.find("\n", m.end())
                line = part[begin : stop if stop >= 0 else len(part)].strip()
                alone = len(line) - (m.end() - m.start()) <= 24 and (begin > 0 or offset == 0)
                alone = alone and not _OF.search(part[begin : m.start()])
                if (alone or _LABEL.search(part[begin : m.start()])) and (told := _iso(m)):
                    return told
    return ""


def _tells(line: str) -> bool:
    """Whether a line is, or ends with, a sentence: two words, the last right before its full stop."""
    if _TELLS.search(line):
        return True
    last = _LAST_SENTENCE.search(line[-_SHORT:]) if line.endswith((".", "!", "?")) else None
    words = [] if last is None else list(_WORDS.finditer(last.group()))
    return last is not None and len(words) > 1 and words[-1].end() == len(last.group()) - 1


def _in_header(text: str) -> str:
    """A date at the start or end of one of the first lines: "Bulletin No. 7 | 18 March 2025", "8 March 2024. It ...".

    A month alone gives its days as an interval. A date after a preposition belongs to what the line tells.
    """
    month = weak = ""
    lines = [line for line in text[:_HEAD].split("\n") if line.strip()][:_LINES]
    for line in lines:
        told = line.strip(" \r*#_|")
        for pattern in (_ISO, _DOTTED, _SLASHED, _SHORT_YEAR, _ZH_DAY, *_WRITTEN):
            for m in pattern.finditer(told):
                ends = (
                    len(told) <= _SHORT
                    and (
                        not _YEAR_WORD.sub("", told[m.end() :]).strip(" .)]|年")
                        or _PLACE.fullmatch(told[m.end() :])
                    )
                    and not _OF.search(told[: m.start()])
                )
                begins = m.start() == 0 and re.match(r" ?(?:г\.|года)? ?[.。:：|—-]|$", told[m.end() :])
                if (ends or begins) and (day_told := _iso(m)):
                    return day_told
                # "Issue of 27 February 2024, free": no sentence, so that the preposition is of the paper's own date.
                issue = not _OF.search(told[: m.start()]) or (
                    _PAPER.search(told[: m.start()]) and not _DEED.search(told[: m.start()])
                )
                own = _OWN_DAY.search(told[: m.start()]) is not None and len(told) - m.end() < 3
                if issue and not weak and len(told) <= _SHORT and (own or not _tells(told)):
                    weak = _iso(m)
        alone = None if _BULLET.match(told) or _tells(told) else _MONTH_ALONE.search(told)
        if (
            alone
            and not month
            and len(told) <= _SHORT
            and not _OF.search(told[: max(alone.start("m"), alone.start("zy"))])
        ):
            number = int(alone["zm"]) if alone["zm"] else month_number(alone["m"])
            year = int(alone["y"] or alone["zy"])
            if 1 <= number <= 12:
                month = f"{year}-{number:02d}-01/{year}-{number:02d}-{monthrange(year, number)[1]:02d}"
    return weak or month


def _year_of_months(text: str, until: int) -> int:
    """The latest year of which the text counts months or a quarter that were over by a month; 0 if none."""
    found = [
        (int(m["y"]), month_number(m["m"] or "") or 1)
        for m in re.finditer(rf"(?:{_M}|months|quarter|half|[HQ][1-4])(?: of|,)? {_Y}", text)
    ]
    found += [
        (int(m[1]), int(m[2])) for m in re.finditer(r"((?:19|20)\d\d)年(?:1至|前)?(1[0-2]|[1-9])个?月", text)
    ]
    if not found:
        return 0
    year, month = max(found)
    return year if month <= until else year + 1


def _content(text: str) -> str:
    """A year that the text speaks of as last before "this year", from the last month it counts to the end.

    Only where figures "between January and July this year" stand beside a full year before: 2022 then makes this
    year 2023.
    """
    months = [
        int(m["zm"]) if m.groupdict().get("zm") else month_number(m["m"] or "")
        for m in _UNTIL_THIS_YEAR.finditer(text)
    ]
    past = [int(m[1]) for m in re.finditer(r"\b(?:In|By|В|За) ((?:19|20)\d\d)(?: год[ау]?)?,? ", text)]
    if not months or not past or not _THIS_YEAR.search(text):
        return ""
    year = max(y for y in past) + 1
    if any(int(m[0]) > year + 1 for m in _YEAR.finditer(text) if int(m[0]) % 5):
        return ""
    last = max(months)
    return f"{year}-{last % 12 + 1:02d}-01/{year}-12-31" if last < 12 else f"{year}-12-31"
