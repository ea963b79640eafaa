"""Chinese time expressions: 今年前7个月, 2023年, 1月1日至11月19日, 同年4月, 截至9月底."""

from __future__ import annotations

import re
from datetime import date

from jibek.reading.calendar import Mention, day, likely_year, months
from jibek.reading.chinese import chinese_value, each

_YEARS = {"今年": 0, "本年": 0, "去年": -1, "明年": 1, "前年": -2}
_MONTH, _DAY = "1[0-2]|[1-9]", "[12][0-9]|3[01]|[1-9]"
_TIME = re.compile(
    rf"(?P<days>(?:(?P<dy1>(?:19|20)[0-9]{{2}})年|(?P<drel>今年|去年|本年))?(?P<dm1>{_MONTH})月(?P<dd1>{_DAY})日"
    rf"(?:至|-|—|到)(?:(?P<dy2>(?:19|20)[0-9]{{2}})年)?(?:(?P<dm2>{_MONTH})月)?(?P<dd2>{_DAY})日)"
    rf"|(?P<same>[同当该]年)(?:(?P<sm1>{_MONTH})(?:月)?(?:(?:至|-|到)(?P<sm2>{_MONTH}))?月(?:(?P<sd>{_DAY})日)?"
    r"|前(?P<sn>[0-9]{1,2}|[一二两三四五六七八九十]+)个?月|(?P<shalf>上半年|下半年))?"
    r"|(?P<ym>(?P<y>(?:19|20)[0-9]{2})年(?:[底末初]|(?P<m1>1[0-2]|[1-9])(?:月)?(?:(?:至|-|到)(?P<m2>1[0-2]"
    r"|[1-9]))?月(?:(?P<d>[12][0-9]|3[01]|[1-9])日)?"
    r"|前(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]+)个?月|(?P<half>上半年|下半年)|第?(?P<q>[一二三四1-4])季度)?)"
    r"(?:至|到|-)?(?P<y2>(?<=[至到-])(?:19|20)[0-9]{2}年(?![0-9]))?(?P<since>以来|算起|起|后"
    r"|[^，。；、0-9\n]{1,14}以来)?(?P<until>之?前)?"
    r"|(?P<rel>今年|去年(?!同期)|明年|前年|本年)(?:(?P<rm1>1[0-2]|[1-9])(?:月)?(?:(?:至|-|到)(?P<rm2>1[0-2]"
    r"|[1-9]))?月(?:(?P<rd>[12][0-9]|3[01]|[1-9])日)?"
    r"|前(?P<rn>[0-9]{1,2}|[一二两三四五六七八九十]+)个?月|(?P<rhalf>上半年|下半年)|第?(?P<rq>[一二三四1-4])季度)?"
    r"|(?P<om1>1[0-2]|[1-9])(?:月)?(?:(?:至|-|到)(?P<om2>1[0-2]|[1-9]))?月(?:(?P<od>[12][0-9]|3[01]|[1-9])日)?"
    r"|前(?P<on>[0-9]{1,2}|[一二两三四五六七八九十]+)个?月|(?P<ohalf>上半年|下半年)|(?P<oq>[一二三四])季度"
    r"|(?:过去|近|最近)(?P<back>[0-9]{1,2}|[一二两三四五六七八九十]+)年(?:来|间)?"
    r"|(?P<ago>[0-9]{1,2}|[一二两三四五六七八九十]+)年前|(?P<base>上年同期|去年同期|前一年度?|上一年度?|上年度?|头一年|一年前)|(?P<next>次年|翌年|第二年|一年后)|(?P<with>同期)"
    r"|(?P<whole>(?<!今年)(?<!去年)(?<!前年)(?<!明年)(?<![0-9]年)(?<!当年)(?<!同年)全年)|(?P<decade>(?:(?:上|20"
    r"|二十)世纪)?(?P<tens>[二三四五六七八九]十|[2-9]0)年代)|(?P<moon>本月|上月(?!同期)|上个月|这个月|下个?月)|(?P<mask>同比|环比|年均)"
)


def times(text: str, anchor: date | None) -> list[Mention]:
    """Time expressions of a shadow in Chinese."""
    found: list[Mention] = []
    for m in each(_TIME, text):
        if m["same"]:
            named = next((f.period[:4] for f in reversed(found) if f.period[:4].isdecimal()), "")
            told = _part(int(named), m, "s") if named else ""
            mention: Mention | None = Mention(m.start(), m.end(), told, "relative" if told else "")
        elif m["whole"]:
            # The whole of the year named last: 去年12月破2万吨，全年4100万吨.
            named = found[-1].period[:4] if found and found[-1].period[:4].isdecimal() else ""
            near = named and not re.search("[。\n]", text[found[-1].end : m.start()])
            mention = Mention(m.start(), m.end(), named, "relative") if near else None
        else:
            mention = _time(m, _year_named(text, m, found) or anchor)
        if mention is not None:
            found.append(mention)
    return _joined(text, found)


def _year_named(text: str, m: re.Match[str], found: list[Mention]) -> date | None:
    """The end of the year of a half without one, where the sentence named it: 去年全年999万，其中上半年390万."""
    last = next((f for f in reversed(found) if f.role == "span"), None)
    if last is None or not (m["ohalf"] or m["oq"] or m["on"]) or not last.period[:4].isdecimal():
        return None
    whole = len(last.period) == 4 or len(last.period) == 21
    if not whole or last.period.endswith("/.."):
        return None
    gap = text[last.end : m.start()]
    return date(int(last.period[:4]), 12, 31) if len(gap) < 80 and not re.search("[。\n]", gap) else None


# What began on the first of two days may be told between them: 2023年11月10日生效至今年11月9日.
_TO = re.compile("(?:起|开始|生效|实施|开通|启用|投运|成立|运营)?(?:至|到|-|—)")


def _joined(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions with those joined that are the ends of one stretch: 自2009年12月至2024年11月."""
    out: list[Mention] = []
    for m in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.role == m.role == "span"
            and _TO.fullmatch(text[last.end - 1 : m.start].lstrip("年月日底末"))
            and "" < last.period < m.period
            and "/" not in last.period + m.period
        ):
            out[-1] = Mention(last.start, m.end, f"{last.period}/{m.period}", last.basis)
        else:
            out.append(m)
    return out


def _time(m: re.Match[str], anchor: date | None) -> Mention | None:
    start, end = m.span()
    if m["decade"]:
        first = 1900 + int(chinese_value(m["tens"])[0])
        return Mention(start, end, f"{first}/{first + 9}", "stated")
    if m["mask"]:
        return Mention(start, end, "", "", "mask")
    if m["base"]:
        return Mention(start, end, "", "relative", "base", -1)
    if m["next"]:
        return Mention(start, end, "", "relative", "base", 1)
    if m["ago"]:
        then = str(anchor.year - int(chinese_value(m["ago"])[0])) if anchor is not None else ""
        return Mention(start, end, then, "relative" if then else "", keep=True)
    if m["with"]:
        return Mention(start, end, "", "relative", "base", 0)
    if m["days"]:
        return _days(m, anchor)
    if m["ym"]:
        year = int(m["y"])
        period = f"{year}/{m['y2'][:4]}" if m["y2"] else _part(year, m, "")
        if m["since"] and m["since"] != "后":
            period = f"{period}/.."
        return Mention(start, end, period, "stated", upto=_until(m, period))
    if anchor is None:
        return Mention(start, end, "", "")
    if m["moon"]:
        at = anchor.year * 12 + anchor.month - 1 + {"上": -1, "下": 1}.get(m["moon"][0], 0)
        return Mention(start, end, f"{at // 12}-{at % 12 + 1:02d}", "relative")
    if m["rel"]:
        period = _part(anchor.year + _YEARS[m["rel"]], m, "r")
        return Mention(start, end, period, "relative", upto=_until(m, period))
    if m["back"]:
        count = int(chinese_value(m["back"])[0])
        return Mention(start, end, f"{anchor.year - count}/{anchor.year}", "relative", keep=True)
    year = likely_year(anchor, int(m["om2"] or m["om1"])) if m["om1"] else anchor.year
    period = _part(year, m, "o")
    return Mention(start, end, period, "relative", upto=_until(m, period))


def _days(m: re.Match[str], anchor: date | None) -> Mention:
    """From one day to another: 1月1日至11月19日."""
    start, end = m.span()
    if not m["dy1"] and anchor is None:
        return Mention(start, end, "", "")
    last = int(m["dm2"] or m["dm1"])
    basis = "stated" if m["dy1"] else "relative"
    if m["dy1"]:
        year = int(m["dy1"])
    else:
        assert anchor is not None
        year = anchor.year + _YEARS[m["drel"]] if m["drel"] else likely_year(anchor, last)
    ends = day(year, int(m["dm1"]), int(m["dd1"])), day(int(m["dy2"] or year), last, int(m["dd2"]))
    return Mention(start, end, "/".join(ends) if all(ends) else "", basis)


_UNTIL = re.compile(r"截[至止到]$|(?:^|[，。；：、\n])[到至]$")


def _until(m: re.Match[str], period: str) -> bool:
    """Whether what is counted counts from the first of the year: 截至11月19日, 截至9月底."""
    told = bool(_UNTIL.search(m.string, max(0, m.start() - 3), m.start()))
    return told and (
        len(period) == 10 or (len(period) == 7 and m.string[m.end() : m.end() + 1] in ("底", "末"))
    )


def _part(year: int, m: re.Match[str], prefix: str) -> str:
    """Months, a day, the first months, a half or a quarter of a year; the year itself if none is named."""
    g = {k.removeprefix(prefix): v for k, v in m.groupdict().items() if k.startswith(prefix)}
    if g.get("d"):
        return day(year, int(g["m1"]), int(g["d"]))
    if g.get("m1"):
        return months(year, int(g["m1"]), int(g["m2"] or g["m1"]))
    if g.get("n"):
        last = int(chinese_value(g["n"])[0])
        return months(year, 1, last) if 1 <= last <= 12 else ""
    if g.get("half"):
        return months(year, *((1, 6) if g["half"] == "上半年" else (7, 12)))
    if g.get("q"):
        n = int(chinese_value(g["q"])[0])
        return months(year, 3 * n - 2, 3 * n)
    return str(year)
