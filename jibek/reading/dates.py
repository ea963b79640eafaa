"""Days, months and years by name: 30 April, January to May 2024, 2005-2023, в мае 2023 года."""

from __future__ import annotations

import re
from datetime import date

from jibek.reading.calendar import day, month_number, months, two_digit
from jibek.reading.timewords import (
    MONTH_WORDS,
    NOTHING,
    OF,
    RM,
    RU_MONTH_WORDS,
    RU_OF,
    M,
    Told,
    Y,
    on,
    span,
    year_of,
)


@on(
    "between from " + MONTH_WORDS,
    rf"(?:(?:between|from|Between|From) )?(?P<m1>{M})(?: (?P<y1>{Y}))? ?(?:-|—|\band\b|to|through"
    rf"|until|till) ?(?:(?:the )?(?:end|close|start|middle)[ -](?:of )?)?(?P<m2>{M}){OF}"
    rf"(?! ?\d{{1,2}}(?:st|nd|rd|th)?\b(?![.,]\d| ?(?:million|billion|thousand|%|per ?cent)))",
)
@on(
    RU_MONTH_WORDS + " с",
    rf"(?:[Сс] )?(?P<m1>{RM})(?: (?P<y1>{Y})(?: года)?)? ?(?:-|—|по|и|до) ?(?P<m2>{RM}){RU_OF}",
)
def _from_month_to_month(m: re.Match[str], anchor: date | None) -> Told | None:
    first, last = month_number(m["m1"]), month_number(m["m2"])
    year = year_of(m, anchor, last)
    if year is None:
        return (*NOTHING[:2], "span", 0, False)
    if m["y1"] and int(m["y1"]) != year[0]:
        begin, end = months(int(m["y1"]), first, first), months(year[0], last, last)
        return span(f"{begin}/{end}", year[1])
    return span(months(year[0], first, last), year[1])


@on(
    "from between #",
    rf"(?:(?:[Ff]rom|[Bb]etween) )?(?P<d1>\d{{1,2}}) (?P<m1>{M})(?: (?P<y1>{Y}))? ?(?:to|and|-|—|until|till"
    rf"|through) ?"
    rf"(?P<d2>\d{{1,2}}) (?P<m2>{M}){OF}",
)
@on(
    "from between " + MONTH_WORDS,
    rf"(?:(?:[Ff]rom|[Bb]etween) )?(?P<m1>{M}) (?P<d1>\d{{1,2}})(?:,? (?P<y1>{Y}),?)? ?"
    rf"(?:to|and|-|—|until|till|through) ?(?P<m2>{M}) (?P<d2>\d{{1,2}})(?!\d|[,.]\d){OF}",
)
@on(
    "с #",
    rf"(?:[Сс] )?(?P<d1>\d{{1,2}}) (?P<m1>{RM})(?: (?P<y1>{Y})(?: года)?)? ?(?:по|до|-|—) ?"
    rf"(?P<d2>\d{{1,2}}) (?P<m2>{RM}){RU_OF}",
)
def _from_day_to_day(m: re.Match[str], anchor: date | None) -> Told | None:
    first, last = month_number(m["m1"]), month_number(m["m2"])
    year = year_of(m, anchor, last)
    if year is None:
        return NOTHING
    begin = int(m["y1"]) if m["y1"] else year[0] - (last < first)
    ends = day(begin, first, int(m["d1"])), day(year[0], last, int(m["d2"]))
    return span("/".join(ends) if all(ends) else "", year[1])


@on(
    MONTH_WORDS,
    rf"(?P<m1>{M}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: ?- ?(?P<d2>\d{{1,2}}))?(?![\d,.]\d|\d|%|"
    rf" (?:per ?cent|million|billion)){OF}",
)
@on("#", rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: ?- ?(?P<d2>\d{{1,2}}))? (?:of )?(?P<m1>{M}){OF}")
@on(
    "between from",
    rf"(?:[Bb]etween|[Ff]rom) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:and|to) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
    rf" (?:of )?(?P<m1>{M}){OF}",
)
@on("с", rf"[Сс] (?P<d1>\d{{1,2}}) (?:по|до) (?P<d2>\d{{1,2}}) (?P<m1>{RM}){RU_OF}")
@on("#", rf"(?P<d1>\d{{1,2}})(?: ?[-—] ?(?P<d2>\d{{1,2}}))? (?P<m1>{RM}){RU_OF}")
def _day_of_month(m: re.Match[str], anchor: date | None) -> Told | None:
    month = month_number(m["m1"])
    year = year_of(m, anchor, month)
    if year is None:
        return span("", "")
    return span(day(year[0], month, int(m["d1"]), int(m["d2"]) if m["d2"] else None), year[1])


@on(MONTH_WORDS, rf"(?P<m1>{M}){OF}")
@on(RU_MONTH_WORDS, rf"(?P<m1>{RM}){RU_OF}")
def _month(m: re.Match[str], anchor: date | None) -> Told | None:
    month = month_number(m["m1"])
    year = year_of(m, anchor, month)
    return span("" if year is None else months(year[0], month, month), "" if year is None else year[1])


@on("#", r"(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![\d-])")
def _iso(m: re.Match[str], anchor: date | None) -> Told | None:
    return span(m["iso"], "stated")


@on("#", rf"(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>{Y})")
def _dotted(m: re.Match[str], anchor: date | None) -> Told | None:
    if int(m["m"]) > 12:
        return span(day(int(m["y"]), int(m["d"]), int(m["m"])) if int(m["d"]) <= 12 else "", "stated")
    return span(day(int(m["y"]), int(m["m"]), int(m["d"])), "stated")


@on(
    "between from с",
    rf"(?:[Bb]etween|[Ff]rom|[Сс]) (?P<y1>{Y})(?: год[а-я]*)? (?:and|to|through|until|till|по|до)"
    rf" (?P<y2>{Y})(?: год[а-я]*| гг?\b\.?)?",
)
@on(
    "#",
    r"(?P<y1>(?:19|20)\d\d) ?[-/—] ?(?P<y2>(?:19|20)\d\d|\d\d)(?![\d,.]\d|\d|[-/]\d)(?: год[а-я]*| гг?\b\.?)?",
)
def _from_year_to_year(m: re.Match[str], anchor: date | None) -> Told | None:
    first = int(m["y1"])
    last = two_digit(first, m["y2"])
    return span(f"{first}/{last}", "stated") if last > first else None


@on(
    "from since с",
    rf"(?:[Ff]rom|[Ss]ince|[Сс]) (?P<y>{Y})(?: год[а-я]*)? (?:(?:to|until|till|through|up to)"
    r" (?:now|today|date|the present)|(?:по|до) (?:настоящее время|настоящего времени|сей день|сих пор|сегодня))",
)
def _to_now(m: re.Match[str], anchor: date | None) -> Told | None:
    return span(f"{m['y']}/..", "stated")


@on("#", rf"{Y}-(?:built|era|style|vintage|founded|registered)\b")
@on(
    "#",
    r"1[0-8]\d\d(?= год[ау]?\b| гг?\b)|(?<=[Ii]n )1[0-8]\d\d(?![\d,.]\d|\d| ?[a-z%])|(?<=since )1[0-8]\d\d\b",
)
def _long_ago(m: re.Match[str], anchor: date | None) -> Told | None:
    return NOTHING


@on("#", rf"(?P<y>{Y})(?:s\b)?(?: год[а-я]*\b| гг?\b\.?|-(?:м|й|го|ом)\b(?: год[а-я]*)?)?(?![-]?[A-Za-z%])")
def _year(m: re.Match[str], anchor: date | None) -> Told | None:
    year = int(m["y"])
    return span(f"{year}/{year + 9}" if "s" in m[0] else str(year), "stated")
