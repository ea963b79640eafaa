"""What figures are compared with: a year earlier, against 2023, than in January, from 60 million tons in 2022."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from jibek.reading.calendar import Mention
from jibek.reading.found import Figure

_BASED = re.compile(
    r"(?:\b(?:[Aa]gainst|[Cc]ompared (?:with|to)|[Vv]ersus|[Rr]elative to|[Пп]о сравнению с|[Пп]ротив"
    r"|[Оо]тносительно)"
    r"|[与同比较])(?: the)? ?$"
)
_ON_YEAR = re.compile(r"\b(?:[Oo]n|[Oo]ver|[Ff]rom|[Aa]bove|[Bb]elow) ?$|(?<!^)(?<![,;.—] )\bк ?$")
_FROM = re.compile(
    r"\b(?:from|below|above|short of|up on|down on|out of reach of|after|ниже|выше|against|versus|vs\.?"
    r"|than|compared (?:with|to)|comparing (?:with|to)|с|против|чем|по сравнению с)"
    r" (?:(?:the|a|an|peak|low|high|record|of|about|some|around|nearly|just|only|over|under|US) ?)*\$?$"
)
_THAN = re.compile(
    r"\b(?:than|чем|what (?:it|they|that|this) (?:was|were|had been)|(?:same|much|many|little|few|high|low"
    r"|level) as|as it was|unlike"
    r"|столько же,? сколько|как и|(?<!of the )(?<!of )(?:figure|level|volume|total)s?(?: of| for)?)(?: in"
    r"| of| в| the| during"
    r"| for)*(?: (?:[a-z-]+ )?(?:year|season|quarter|half)(?: of)?)?(?: \w{1,3})? ?$"
    r"|\b(?:half|third|quarter|fifth|tenth|cent|%|times|double|twice|triple)(?: of)?(?: the)? (?:number"
    r"|figure|level|volume|total|sum"
    r"|amount)s?(?: of| in| for)? $|\b(?:double|twice|triple|treble|half)(?: that of| those of| the)? $"
)
_CHANGED = re.compile(
    r"\s*(?:more|less|fewer|higher|lower|above|below|up|down|больше|меньше|выше|ниже)\b", re.I
)


_OPENING = re.compile(r"(?:^|[.!?]\s|\n)(?:The|Its|Their|Our) $")


def than(mention: Mention, text: str) -> bool:
    """Whether an expression is what a figure is compared with: 15 % more than in January of last year."""
    told = _THAN.search(text, max(0, mention.start - 30), mention.start)
    # What a sentence opens with is its subject: The figure for last year is 2.4 million.
    return told is not None and not _OPENING.search(text, max(0, told.start() - 9), told.start())


def of_a_base(mention: Mention, same: Sequence[Figure], text: str) -> bool:
    """Whether an expression dates only what figures are compared with: from 60 million tons in 2023."""
    if text[max(0, mention.start - 1) : mention.start] in ("从", "由") and text.startswith("的", mention.end):
        return True  # 从2019年的60人增加到210人
    return any(
        0 <= mention.start - f.end < 12 and _FROM.search(text, max(0, f.start - 30), f.start) for f in same
    )


def adjoins(mention: Mention, figure: Figure, text: str) -> bool:
    """Whether a figure belongs to a time that others are compared with: against 2023's 5 million, 比2024年的5万."""
    return mention.end <= figure.start and bool(
        re.match(r"(?:'s|的)?[^\w]{0,3}$|, (?:when|was|were|which|когда)\b", text[mention.end : figure.start])
    )


def is_base(text: str, begin: int, start: int) -> bool:
    """Whether a figure is what another is compared with: up from 60.3 million tons in 2023."""
    told = _FROM.search(text, max(begin, start - 30), start)
    return told is not None and not _NO_MORE.search(text, max(begin, told.start() - 24), told.start() + 5)


# More than 130 trains is no comparison, 15 % more than 130 is one.
_NO_MORE = re.compile(
    r"(?<!\d )(?<!% )(?<!cent )(?<!percent )(?<!tonnes )(?<!times )(?<!dollars )(?:\b|^)(?:more|less|fewer"
    r"|higher|lower|longer) than ?$"
)


def base(figure: Figure, inside: Sequence[Mention], same: Sequence[Figure], text: str) -> Mention | None:
    """The "a year earlier" that a level stands beside; a percentage told against it keeps its own period.

    One that opens a clause is of the level after it, be that a share: the year before for 90 per cent.
    """
    for m in inside:
        if m.role != "base":
            continue
        if m.end <= figure.start and _OPENS.search(text, max(0, m.start - 12), m.start):
            gap = text[m.end : figure.start]
            if (
                len(gap) < 44
                and _LEADS.fullmatch(gap)
                and not any(m.end <= f.start < figure.start for f in same)
            ):
                return m
    if figure.kind in ("percent", "ratio") or _CHANGED.match(text, figure.end):
        return None
    for m in inside:
        after = text[figure.end : m.start] if m.start >= figure.end else ""
        if (
            m.role == "base"
            and 0 <= m.start - figure.end <= 30
            and not any(figure.end <= f.start < m.start for f in same)
            and not (re.search("[,;，；]", after) and dates_next(m, same, text))
            and not _APART.search(after)
        ):
            return m
        gap = text[m.end : figure.start] if m.end <= figure.start else "x" * 99
        if m.role == "base" and _WHEN.fullmatch(gap):
            return m
        if m.role == "base" and len(gap) < 30 and not re.search(r"[,;.:]", gap):
            return m
    return None


_COMPARES = re.compile(
    r"\b(?:more|less|fewer|than|higher|lower|above|below|up|down|rise|rose|increase\w*|growth|grew|fell|against|compared|only|still|прирост\w*|рост\w*|больше"
    r"|меньше|вырос\w*|выше|ниже|против|всего|лишь)\b|增|比|降|仅",
    re.I,
)


def back_to(held: str, main: str, sentence: str) -> bool:
    """Whether a paragraph goes back to its own year after a sentence that only told the year before it, to compare."""
    year = re.compile(r"(?:19|20)\d\d")
    if not (year.fullmatch(held) and year.fullmatch(main)) or int(held) != int(main) - 1:
        return False
    return main not in sentence and bool(_COMPARES.search(sentence))


def earlier(period: str, than_that: str) -> bool:
    """Whether a period ends before another begins: a month, a year or the days of one."""
    first, second = period.rpartition("/")[2], than_that.partition("/")[0]
    both = first[:4].isdecimal() and second[:4].isdecimal()
    if not both or first[:4] > second[:4]:
        return False
    return first[:4] < second[:4] or (len(first) >= 7 and len(second) >= 7 and first[:7] < second[:7])


def grown_to(period: str, main: str, figure: Figure, same: Sequence[Figure]) -> bool:
    """Whether a change from the year before is of the paragraph's own year: in 2023 367,000, so 288,000 more."""
    year = re.compile(r"(?:19|20)\d\d")
    if not (year.fullmatch(period) and year.fullmatch(main)) or int(main) != int(period) + 1:
        return False
    return any(f.start < figure.start for f in same)


def year_after(figure: Figure, inside: Sequence[Mention], same: Sequence[Figure]) -> str:
    """The later year of a change told after "the following year": 567 in 2021, 317 in the following year, 44 % less."""
    later = [m for m in inside if m.role == "base" and m.shift > 0 and m.end <= figure.start]
    years = [m.period for m in inside if m.role == "span" and len(m.period) == 4 and m.end <= figure.start]
    if not later or not years or not any(f.start < figure.start for f in same):
        return ""
    return str(int(max(years)) + later[-1].shift)


# A year earlier at the head of its clause, and what may stand between it and its figure.
_OPENS = re.compile(
    r"(?:^|[.;:—–(] ?|, (?:and |but |while |а |и |но )|\b(?:and|but|while|и|а|но) |\n)(?:[Ii]n |[Ff]or |[Зз]а )?$"
)
_LEADS = re.compile(
    r",? ?(?:also [^,;.\d]{0,30},|(?:it|they|there|the \w+|this|that|[a-z-]+(?: [a-z-]+)?) (?:was|were"
    r"|had been|stood at"
    r"|came to|had)|— ?|-|было|был[аи]?)?"
    r" ?(?:only |just |about |some |around |nearly |for |to |at |with |by |with only |около |почти |лишь "
    r"|только |всего )*"
    r"(?:US)?[$€¥]?"
)
# Of the same period of 2024, when it had been 700 million.
_WHEN = re.compile(
    r", (?:when|which|когда|где) (?:(?:it|they|there|that|this) )?(?:had been|was|were|stood at|came to|had"
    r"|было|был[аи]?|составлял\w*)"
    r"(?: (?:only|just|about|some|nearly|over|лишь|только|около|почти|всего))? (?:US)?[$€¥]?"
)
# A comparison in words or the end of a clause parts them: 291,400 tonnes, less than the year before.
_APART = re.compile(r";|\b(?:than|чем|while|whereas|тогда как)\b|[.!?] ")


def against(mention: Mention, text: str, anchor: date | None) -> bool:
    """Whether an expression is what others are compared with: against 2023; 比1992年; 12 % on 2022."""
    begin = max(0, mention.start - 24)
    if _BASED.search(text, begin, mention.start):
        return True
    past = anchor is None or mention.period < str(anchor.year)
    return len(mention.period) == 4 and past and bool(_ON_YEAR.search(text, begin, mention.start))


def dates_next(mention: Mention, same: Sequence[Figure], text: str) -> bool:
    """Whether a figure follows an expression at once: up 23 percent, in all of 2024 81 percent."""
    return any(
        0 <= f.start - mention.end < 24 and not re.search("[.;,，；。]", text[mention.end : f.start])
        for f in same
    )
