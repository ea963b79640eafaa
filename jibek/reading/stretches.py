"""Stretches told against the statement: the first seven months, last year, the past decade, a year earlier."""

from __future__ import annotations

import re
from datetime import date

from jibek.reading.calendar import month_number, months
from jibek.reading.numerals import ONES, ORDINALS, TENS
from jibek.reading.timewords import NOTHING, OF, ORDER, REL, RU_OF, M, N, Told, Y, on, span, year_of


@on(
    "first",
    rf"[Ff]irst[ -](?P<n>{N}|half|quarter)(?:[ -](?P<what>months?|weeks|days))?\b{OF}(?: of the year)?",
)
@on(
    "second third fourth",
    rf"(?P<o>[Ss]econd|[Tt]hird|[Ff]ourth)[ -](?P<n>half|quarter)(?P<what>)\b{OF}(?: of the year)?",
)
def _part_of_year(m: re.Match[str], anchor: date | None) -> Told | None:
    which = ORDER[m.groupdict().get("o", "first").lower()] if m.groupdict().get("o") else 1
    n, what = m["n"], m["what"] or ""
    if n in ("half", "quarter"):
        long = 6 if n == "half" else 3
        first, last = long * (which - 1) + 1, long * which
        if last > 12:
            return None
    elif what.startswith("month"):
        count = int(n) if n.isdecimal() else int(ONES.get(n, TENS.get(n, 0)))
        first, last = 1, count
        if not 1 <= last <= 12:
            return None
    elif what:
        return NOTHING
    else:
        return None
    return _months_of(m, anchor, first, last)


def _months_of(m: re.Match[str], anchor: date | None, first: int, last: int) -> Told:
    year = year_of(m, anchor)
    if year is None:
        return span("", "")
    named = m.groupdict().get("y") or m.groupdict().get("rel")
    # Months that are not over yet are last year's unless the text says otherwise.
    back = 0 if named or anchor is None or last <= anchor.month else 1
    return span(months(year[0] - back, first, last), year[1])


@on(
    f"# {' '.join(w for w in (*ONES, *TENS) if w.isascii())}",
    rf"(?P<n>{N})(?: |-)months? (?:to|through|ended|ending) (?:end-)?(?:of )?(?P<m1>{M}){OF}",
)
def _months_to(m: re.Match[str], anchor: date | None) -> Told | None:
    last = month_number(m["m1"])
    count = int(m["n"]) if m["n"].isdecimal() else int(ONES.get(m["n"], TENS.get(m["n"], 0)))
    year = year_of(m, anchor, last)
    if year is None or not 1 <= count <= 12:
        return NOTHING
    return span(months(year[0], (last - count) % 12 + 1, last) if count < 12 else str(year[0]), year[1])


@on(
    f"# {' '.join(w for w in (*ONES, *TENS) if w.isascii())}",
    rf"(?P<n>{N})(?: |-)months? of (?:(?P<y>{Y})|(?P<rel>this|last|the current|the same) year)",
)
def _months_of_year(m: re.Match[str], anchor: date | None) -> Told | None:
    count = int(m["n"]) if m["n"].isdecimal() else int(ONES.get(m["n"], TENS.get(m["n"], 0)))
    if not 1 <= count <= 12 or (not m["y"] and anchor is None):
        return NOTHING
    if m["y"]:
        return span(months(int(m["y"]), 1, count), "stated")
    assert anchor is not None
    return span(months(anchor.year - (m["rel"] == "last"), 1, count), "relative")


@on("q h", rf"(?P<k>[QH])(?P<n>[1-4])(?:[ /]?(?P<y>{Y})|'?(?P<yy>\d\d)\b)?")
@on("#", rf"(?P<n>[1-4])(?P<k>[QH])(?: ?(?P<y>{Y})|(?P<yy>\d\d)\b)?\b")
def _quarter(m: re.Match[str], anchor: date | None) -> Told | None:
    long = 3 if m["k"] == "Q" else 6
    n = int(m["n"])
    if long * n > 12:
        return None
    if m["yy"]:
        return span(months(2000 + int(m["yy"]), long * (n - 1) + 1, long * n), "stated")
    return _months_of(m, anchor, long * (n - 1) + 1, long * n)


@on(
    "первые первых первое первом первый первого второго третьего четвертого"
    " второй третьем втором второе третьем третий четвертом четвертый i ii iii iv за #",
    rf"(?:за |За )?(?P<o>[Пп]ерв[а-я]+|[Вв]тор[а-я]+|[Тт]рет[а-я]+|[Чч]етверт[а-я]+|IV|I{{1,3}}"
    rf"|\d{{1,2}}|(?:{N})(?= месяц)) ?(?P<n>\d{{1,2}}|{N})? ?(?P<what>полугоди|квартал"
    rf"|месяц)[а-я]*{RU_OF}",
)
def _part_of_year_ru(m: re.Match[str], anchor: date | None) -> Told | None:
    word, n = m["o"].lower(), m["n"]
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    which = (
        roman.get(word) or ORDINALS.get(word) or (int(word) if word.isdecimal() else int(ONES.get(word, 0)))
    )
    if m["what"] == "месяц":
        count = (int(n) if n.isdecimal() else int(ONES.get(n, TENS.get(n, 0)))) if n else which
        told = m["y"] or m["rel"] or m[0][:2] in ("За", "за")
        if not n and (word.startswith("перв") or not told):
            return None
        return _months_of(m, anchor, 1, count) if 1 <= count <= 12 else None
    long = 6 if m["what"] == "полугоди" else 3
    return _months_of(m, anchor, long * (which - 1) + 1, long * which) if 1 <= which * long <= 12 else None


@on(
    "last this next previous preceding coming current following",
    r"(?P<rel>[Ll]ast|[Tt]his|[Nn]ext|[Pp]revious|[Pp]receding|[Cc]oming|[Cc]urrent|[Ff]ollowing)"
    r" (?P<what>year|month|quarter|decade)(?!-?end)\b(?P<end> earlier)?",
)
def _relative(m: re.Match[str], anchor: date | None) -> Told | None:
    step = REL[m["rel"].lower()]
    if anchor is None:
        return span("", "")
    if m["what"] == "year":
        if (
            m["rel"] in ("next", "following")
            and m.string[max(0, m.start() - 4) : m.start()].lower() == "the "
        ):
            return "", "relative", "base", 1, False
        base = m["rel"].lower() in ("previous", "preceding")
        if base:
            return "", "relative", "base", -1, False
        return span(str(anchor.year + step), "relative")
    if m["what"] == "month":
        n = anchor.year * 12 + anchor.month - 1 + step
        return span(f"{n // 12}-{n % 12 + 1:02d}", "relative")
    if m["what"] == "quarter":
        n = anchor.year * 4 + (anchor.month - 1) // 3 + step
        return span(months(n // 4, n % 4 * 3 + 1, n % 4 * 3 + 3), "relative")
    return span(_decade(anchor, step), "relative")


def _decade(anchor: date, step: int) -> str:
    if step < 0:
        return f"{anchor.year - 10}/{anchor.year}"
    if step > 0:
        return f"{anchor.year}/{anchor.year + 10}"
    begin = anchor.year // 10 * 10
    return f"{begin}/{begin + 9}"


@on(
    "past last next coming previous recent последние последних последнее ближайшие следующие предстоящие",
    rf"(?P<rel>[Pp]ast|[Ll]ast|[Nn]ext|[Cc]oming|[Pp]revious|[Рр]ecent|[Пп]оследн[а-я]+"
    rf"|[Бб]лижайш[а-я]+|[Сс]ледующ[а-я]+) (?:(?P<n>\d{{1,3}}|{N}) )?(?P<what>years?|months?|decades?"
    rf"|лет|года?|месяц[а-я]*|десятилети[а-я]*)\b",
)
def _stretch(m: re.Match[str], anchor: date | None) -> Told | None:
    if not m["n"] and not m["what"].startswith(("decade", "десят")):
        return None
    if anchor is None:
        return span("", "", keep=bool(m["n"]))
    n = m["n"] or "1"
    count = int(n) if n.isdecimal() else int(ONES.get(n, TENS.get(n, 1)))
    ahead = m["rel"].lower() in ("next", "coming") or m["rel"].lower().startswith(("ближ", "след"))
    if m["what"].startswith(("month", "месяц")):
        at = anchor.year * 12 + anchor.month - 1
        ends = (at, at + count) if ahead else (at - count, at)
        return span("/".join(f"{e // 12}-{e % 12 + 1:02d}" for e in ends), "relative", keep=True)
    long = count * (10 if m["what"].startswith(("decade", "десят")) else 1)
    first, last = (anchor.year, anchor.year + long) if ahead else (anchor.year - long, anchor.year)
    return span(f"{first}/{last}", "relative", keep=bool(m["n"]))


@on(
    "a year the same one twelve 12 compared",
    r"(?:a year|one year|year|[Tt]welve months|12 months) (?:earlier|ago|before|prior)\b|the year"
    r" (?:before|earlier|prior)\b|year-(?:earlier|ago)(?: (?:period|level))?|a year-(?:earlier|ago)",
)
def _year_before(m: re.Match[str], anchor: date | None) -> Told | None:
    return "", "relative", "base", -1, False


@on(
    "same corresponding comparable year-earlier",
    rf"(?:same|corresponding|comparable) (?:period|months|time|month|quarter)(?: (?:of|in|a|the"
    rf"|from))*(?: (?P<y>{Y})| (?P<rel>last|previous) year| year (?:earlier|before|ago))?",
)
@on(
    "аналогичным аналогичный аналогичного аналогичному таким соответствующим тот те тех тем того тому",
    rf"(?:аналогичн|соответствующ|тот|те|тех|тем|тому|того)[а-я]* (?:же )?(?:период|месяц)"
    rf"[а-я]*(?: (?P<y>{Y})| (?P<rel>прошлого"
    rf"|предыдущего) года)?(?: год[а-я]*)?",
)
def _same_period(m: re.Match[str], anchor: date | None) -> Told | None:
    if m["y"] and anchor is not None:
        return "", "stated", "base", int(m["y"]) - anchor.year, False
    if (
        not m["rel"]
        and not m[0].endswith(("earlier", "before", "ago"))
        and _WITHIN.search(m.string[: m.start()][-9:])
    ):
        return "", "relative", "base", 0, False  # over the same period, told of another thing
    return "", "relative", "base", -1, False


_WITHIN = re.compile(r"\b(?:over|in|during|for|within|за)(?: the)? ?$", re.I)


@on("that the same", r"(?:[Tt]hat|[Tt]he same) (?:very )?year\b(?!'s)")
@on("тогда at back", r"[Тт]огда\b|[Aa]t (?:that|the) time\b|[Bb]ack then\b")
@on("том того", r"(?:[Тт]ом|[Тт]ого) (?:же )?год(?:у|а)\b")
def _that_year(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year), "relative")


@on(
    f"# {' '.join(w for w in (*ONES, *TENS))}",
    rf"(?P<n>(?i:{N})) (?:years (?:ago|back)\b|(?:года|лет) (?:тому )?назад\b)",
)
def _years_ago(m: re.Match[str], anchor: date | None) -> Told | None:
    n = m["n"].lower()
    count = int(n) if n.isdecimal() else int(ONES.get(n, TENS.get(n, 0)))
    return span("" if anchor is None or not count else str(anchor.year - count), "relative", keep=True)


@on(
    "годом год через на спустя",
    r"(?:[Гг]одом|[Гг]од) (?:позже|позднее|спустя)\b|[Чч]ерез год\b|[Сс]пустя год\b|[Нн]а следующий год\b",
)
def _year_after_ru(m: re.Match[str], anchor: date | None) -> Told | None:
    return "", "relative", "base", 1, False


@on("годом год прошлым", r"[Гг]одом (?:ранее|раньше)|[Гг]од назад|прошлым годом")
def _year_before_ru(m: re.Match[str], anchor: date | None) -> Told | None:
    return "", "relative", "base", -1, False


@on(
    "year y yoy on в год all round annualised",
    r"[Yy]ear[- ](?:on|over)[- ][Yy]ear|[Yy]-?[oO]-?[yY]\b|[Yy]/[Yy]|on the year|on an annual basis|в"
    r" годовом (?:выражении|исчислении)|год к году|all(?: the)? year round|all-year-round|year-round",
)
def _comparison(m: re.Match[str], anchor: date | None) -> Told | None:
    return NOTHING


@on(
    "прошлом прошлый этом текущем нынешнем минувшем следующем будущем",
    r"(?P<rel>[Пп]рошлом|[Пп]рошлый|[Ээ]том|[Тт]екущем|[Нн]ынешнем|[Мм]инувшем|[Сс]ледующем"
    r"|[Бб]удущем) год[а-я]*",
)
def _relative_ru(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year + REL[m["rel"].lower()]), "relative")


@on(
    "прошлого минувшего текущего этого нынешнего следующего позапрошлого",
    r"(?P<rel>[Пп]рошлого|[Мм]инувшего|[Тт]екущего|[Ээ]того|[Нн]ынешнего|[Сс]ледующего) года\b",
)
def _of_year_ru(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year + REL[m["rel"].lower()]), "relative")


@on(
    "mid middle midyear середине середина середину середины",
    rf"(?:[Mm]id|[Mm]iddle)(?: of|-)? ?(?:the year )?(?P<mid>{Y})|[Сс]ередин[еауы] (?P<mid2>{Y})(?: года)?"
    r"|[Mm]iddle of (?:the|this) year\b|[Mm]id-?year\b|[Сс]ередин[еауы] (?:этого |текущего |нынешнего )?года\b",
)
def _middle_of(m: re.Match[str], anchor: date | None) -> Told | None:
    if not (m["mid"] or m["mid2"]):
        return span(f"{anchor.year}-06" if anchor is not None else "", "relative")
    return span(f"{m['mid'] or m['mid2']}-06", "stated")


@on(
    "end close year-end концу конец конца",
    rf"(?:end|close|концу|конец|конца)(?: of| -)? ?(?:(?:the |this )?(?P<what>year|decade|century|года"
    rf"|десятилетия)|(?P<y>{Y})(?: год[а-я]*)?)",
)
@on("decade's", r"(?P<what>decade)'s (?:end|close|out)(?P<y>)")
@on("year", r"(?P<what>year)-end(?P<y>)")
def _end_of(m: re.Match[str], anchor: date | None) -> Told | None:
    if m["y"]:
        return span(m["y"], "stated")
    if anchor is None:
        return span("", "")
    if m["what"] in ("decade", "десятилетия"):
        return span(str((anchor.year // 10 + 1) * 10), "relative")
    return span(str(anchor.year) if m["what"] in ("year", "года") else "", "relative")


@on(
    "so year since с",
    r"[Ss]o far this year|[Yy]ear[- ]to[- ]date|[Ss]ince the (?:start|beginning) of (?:the|this) year"
    r"|с начала(?: этого| текущего)? года",
)
def _year_to_date(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else f"{anchor.year}-01-01/{anchor.isoformat()}", "relative")


@on(
    "the full whole entire",
    r"(?:(?:over|for|in|during|of) )?the (?:whole |full |entire |calendar )?year\b(?! (?:\d|before"
    r"|earlier|of|when|that|to)|-|'s)|(?:full|whole|entire) year\b",
)
def _the_year(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year), "relative")


@on(
    "now today currently presently сейчас сегодня теперь ныне нынче",
    r"[Тт]еперь\b|[Нн]ыне\b|[Нн]ынче\b|[Nn]ow\b|[Tt]oday\b(?!'s)|[Cc]urrently|[Pp]resently|[Сс]ейчас|[Сс]егодня",
)
def _now(m: re.Match[str], anchor: date | None) -> Told | None:
    if _TOLD.match(m.string, m.end()):
        return NOTHING  # is now given as 18 billion: the telling is of now, not what is told
    return span("" if anchor is None else str(anchor.year), "relative")


_TOLD = re.compile(
    r" (?:given|put|told|said|reckoned|estimated|believed|thought|reported|says?|tells?|tell|called|known"
    r"|оценива\w+|сообща\w+|говор\w+|счита\w+)\b"
)


@on("a", r"[Aa] decade (?:ago|earlier)")
def _decade_ago(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year - 10), "relative")


@on(
    f"a one # the {' '.join(w for w in ONES if w.isascii())}",
    rf"(?:[Aa]|[Oo]ne|{N}) years? later|[Tt]he (?:following|next) year\b"
    rf"|[Tt]he year after(?: that(?! [a-z]))?(?! (?:the|that|it|its|a|his)\b)|[Aa] year on\b",
)
def _years_later(m: re.Match[str], anchor: date | None) -> Told | None:
    count = m[0].split()[0].lower()
    years = int(count) if count.isdecimal() else int(ONES.get(count, TENS.get(count, 1)))
    return "", "relative", "base", years, False
