"""Times told against the time named last: those months, a week before, with July, the second (half).

June to August … in those months        -> June to August
9 April 2020 … a week before            -> 2 April 2020
January to June … with July             -> January to July
the first half of 2024 … the second     -> July to December 2024
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from jibek.reading.calendar import Mention, month_number, months
from jibek.reading.numerals import ONES, ORDINALS, TENS
from jibek.reading.timewords import RM, M, N

_N = rf"(?:{N}|a|one)"
_SAME = re.compile(
    r"(?:[Tt]hose|[Tt]hat)(?: (?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d{1,2}))?"
    r" (?P<what>months?|weeks|quarter|half-year|half|period|summer|winter|spring|autumn|season|stretch"
    r"|years|day)\b(?!'s| of\b)"
    r"|(?:[Зз]а |[Вв] )?(?:эти|этот|те|тот) (?P<ru>месяцы|месяц|период|квартал|полугодие|годы|день"
    r"|сезон)\b"
    r"|(?:[Вв] )?том же (?P<ru2>месяце|квартале|полугодии|сезоне)\b"
)
_SHIFT = re.compile(
    rf"(?:(?P<n>{_N})|[Aa]|[Oo]ne|[Tt]he) (?P<what>day|week|month)s? (?P<way>earlier|later|afterwards"
    rf"|(?:before|after)(?! (?:the|that|a)\b)(?! it (?!was|were|had been|stood)))\b"
    rf"|(?:[Зз]а )?(?:(?P<n2>{N}) )?(?P<ru>недел|дн|день|месяц)\w* (?P<way2>раньше|ранее|до этого|спустя"
    rf"|позже|позднее)\b"
)
_WITH = re.compile(
    rf"(?:[Ww]ith|[Ii]ncluding|[Aa]dding|[Cc]ounting|[Вв]ключая|[Вв]место? с|[Вв]месте с"
    rf"|[Сс] учетом)(?: also)? (?P<m>{M}|{RM})\b(?! (?:of )?\d)"
)
_SECOND = re.compile(
    r"(?:second|other|второе|втором|вторую)(?=[.,;:)]|$| (?:brought|gave|saw|had|принес\w*|пришлось)\b"
    r"| (?:about |some |only |nearly )?\$?\d)"
)
_QUARTER = re.compile(
    r"(?P<o>first|second|third|fourth|первом|втором|третьем|четвертом|первого|второго|третьего"
    r"|четвертого)(?=[.,;:)]|$| —| (?:about |some )?\$?\d)"
)
_THE = re.compile(
    r"(?:\b(?:to|in|for|and|while|but) the|\b(?:на|во|в|а|из|итогам|за)|[,;] the|(?:^|[.;] )(?:The|Во)) $"
)
_FORWARD = ("later", "after", "afterwards", "спустя", "позже", "позднее")


def referred(text: str, word: str, start: int, before: str) -> Mention | None:
    """The time that a phrase at an offset gives by pointing at the period named last; None if it points at none."""
    if not before[:4].isdecimal() or before.endswith("/.."):
        return None
    for pattern, resolve in _BY_WORD[word]:
        if (m := pattern.match(text, start)) and (period := resolve(m, before)):
            counted = resolve is _shifted and bool(m["n"] or m["n2"])
            return Mention(start, m.end(), period, "relative", keep=counted)
    return None


_THAT_MONTH = re.compile(rf"(?:[Tt]hat|[Tt]he same|[Тт]ого же|[Вв] том же) (?P<m>{M}|{RM})\b")


def _that_month(m: re.Match[str], before: str) -> str:
    """That January is of the year named last."""
    month = month_number(m["m"])
    return f"{before[:4]}-{month:02d}" if month else ""


def _same(m: re.Match[str], before: str) -> str:
    what = (m["what"] or m["ru"] or m["ru2"] or "").lower()
    if what.startswith(("day", "день")):
        return before if len(before) == 10 else ""
    if what in ("month", "месяц", "месяце"):
        return before if len(before) == 7 else before[:7] if len(before) == 10 else ""
    if what.startswith(("years", "год")):
        return before if "/" in before else ""
    return before if "/" in before.removesuffix("/..") or len(before) == 7 else ""


def _shifted(m: re.Match[str], before: str) -> str:
    """A week before a day is a day; a month before a day or month is a month."""
    word = (m["n"] or m["n2"] or "1").lower()
    count = int(word) if word.isdecimal() else int(ONES.get(word, TENS.get(word, 1)))
    count = count if (m["way"] or m["way2"]) in _FORWARD else -count
    what = (m["what"] or m["ru"]).lower()
    if what.startswith("м") or what == "month":
        if len(before) not in (7, 10):
            return ""
        at = int(before[:4]) * 12 + int(before[5:7]) - 1 + count
        return f"{at // 12}-{at % 12 + 1:02d}"
    if len(before) != 10:
        return ""
    return (
        date.fromisoformat(before) + timedelta(count * (7 if what in ("week", "недел") else 1))
    ).isoformat()


def _with(m: re.Match[str], before: str) -> str:
    """Months since the first of the year, and the one after them too."""
    first, _, last = before.partition("/")
    month = month_number(m["m"])
    begins = first[5:] in ("01-01", "01") or first[:7] == f"{first[:4]}-01"
    until = int(last[5:7]) if len(last) == 10 else int(first[5:7]) if len(first) == 7 else 0
    return months(int(first[:4]), 1, month) if begins and month == until + 1 else ""


def _second(m: re.Match[str], before: str) -> str:
    year = before[:4]
    if before != months(int(year), 1, 6) or not _THE.search(m.string, max(0, m.start() - 8), m.start()):
        return ""
    return months(int(year), 7, 12)


def _quarter(m: re.Match[str], before: str) -> str:
    """A quarter of the year whose other quarter was named: in the fourth quarter … in the third."""
    year = int(before[:4])
    quarters = [months(year, 3 * n + 1, 3 * n + 3) for n in range(4)]
    if before not in quarters or not _THE.search(m.string, max(0, m.start() - 8), m.start()):
        return ""
    word = m["o"].lower()
    return quarters[ORDINALS[word] - 1]


_Points = Callable[[re.Match[str], str], str]
_BY_WORD: dict[str, list[tuple[re.Pattern[str], _Points]]] = {}
for _pattern, _resolve, _words in (
    (_SAME, _same, "those that эти этот те тот за в том"),
    (_SHIFT, _shifted, f"a one the за день днем неделю неделей месяц месяцем {' '.join((*ONES, *TENS))}"),
    (_THAT_MONTH, _that_month, "that the того в"),
    (_WITH, _with, "with including adding counting включая вместе с"),
    (_SECOND, _second, "second other второе втором вторую"),
    (
        _QUARTER,
        _quarter,
        "first second third fourth первом втором третьем четвертом первого второго третьего четвертого",
    ),
):
    for _word in dict.fromkeys(_words.split()):
        _BY_WORD.setdefault(_word, []).append((_pattern, _resolve))
TRIGGERS = frozenset(_BY_WORD)
