"""The unit of a bare number from a figure of like size told shortly before, where its clause names no noun of its own.

The bypass measures 75 km. Another line comes to 152                     -> km
A train waited 67.4 hours. Going in it stood 78                          -> h
Black Sea feeder: 410 dollars. Kyrgyz trucking, Osh to Kashgar: 2,900    -> USD
The list has 45 projects, for 14.5 billion                               -> the money told last
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jibek.reading.found import Figure
from jibek.reading.nouns import names_its_own
from jibek.reading.numerals import SCALES, Number, digits_value

_KINDS = ("money", "physical", "duration", "count")
_ALIKE = 16.0  # a figure of the same thing is rarely more than so many times another
_FAR, _WIDE = 320, 1400  # characters back to a figure; to money in an article about it
_SENTENCE = re.compile(r"[.!?…]\s|\n")
# What is paid: the figure is of money, whatever was counted before.
_PAID = re.compile(
    r"\b(?:cost(?:s|ing)?|pric\w+|paid|pays?|bill|fees?|worth|invest\w+|loans?|budget|spent|spend|earn\w*|debt|revenue"
    r"|turnover|trade[ds]?|exports?|imports?|goods|commerce|deals?|contracts?|profits?|salar\w+|wages?|funding|grants?"
    r"|business|sales|purchases"
    r"|стои\w*|обош\w+|обойд\w+|цен\w+|инвестиц\w+|вложени\w+|кредит\w*|бюджет\w*|товарооборот\w*|экспорт\w*"
    r"|импорт\w*|торговл\w+|выручк\w+|долг\w*|затрат\w+|расход\w+|доход\w*)\b[^.;:]{0,50}$"
    r"|\b(?:for|at a cost of|за) (?:about |some |nearly |over |just |почти |около |более )?$",
    re.I,
)
# Words of money right before a figure, which then is none of what else was measured in its sentence.
_SUM_OF = re.compile(
    r"\b(?:cost(?:s|ing)?|pric\w+|paid|worth|(?:invest\w+|loans?|budget|deals?|contracts?|grants?|revenue"
    r"|profits?|debt) of"
    r"|for|стоит|стоил\w*|(?:инвестици\w+|кредит\w*|бюджет\w*) (?:в|на)|стоимостью)"
    r" (?:about |some |nearly |over |just |почти |около |более )?$",
    re.I,
)
# How long: the figure is of a time.
_LASTS = re.compile(
    r"\b(?:takes?|took|lasts?|lasted|stands?|stood|waits?|waited|needs?|needed|spends?|spent|idled?|delays?|delayed|journey"
    r"|trip|transit time|queue[ds]?|ждал\w*|ждет|ждут|простаива\w+|простоя\w+|стоял\w*|занима\w+|занял\w*"
    r"|длил\w+|длит\w+"
    r"|ехал\w*|идет|шел|шла)\b[^.;:\d]{0,30}$",
    re.I,
)
_ITEM = re.compile(
    r"[.;]\s+(?:[^\W\d_][^.;:\n\d]{2,60}(?::| —| -) )(?:about |some |nearly |over |around |около |почти |более )?"
    r"(?:US)?[$€¥]?$"
)
_OF_AN_ITEM = re.compile(
    r"(?::| —| -) (?:about |some |nearly |over |around |около |почти |более )?(?:US)?[$€¥]?$"
)
_EACH = re.compile(
    r" ?(?:apiece|each\b|a head\b|per (?!cent|year|day|week|month|hour|annum)|на (?:одн|кажд|человек|душ"
    r"|компан|штук|семь))"
)


def each(text: str, end: int) -> bool:
    """Whether a figure is told of one piece, so that the scale of the whole is not its own: 15 на компанию."""
    return bool(_EACH.match(text, end))


def alongside(
    text: str, start: int, number: Number, before: Sequence[Figure], *, named: bool
) -> Figure | None:
    """The figure that a bare number without a noun goes on with; None if none of like size is near.

    Parameters
    ----------
    named
        Whether a name stands right before the number: Khorgos 6,452 goes on with its sentence, Lada 2106 with none.
    """
    begin = max(
        (m.end() for m in _SENTENCE.finditer(text, max(0, start - 240), start)), default=max(0, start - 240)
    )
    clause = text[begin:start]
    if names_its_own(clause, large=number.scaled):
        return None
    wanted = _wanted(clause)
    told = _nearest(text, start, number, before, wanted, named) if wanted else None
    return told or _nearest(text, start, number, before, "", named)


_THEN = re.compile(
    r"\b(?:(?:year|month|week) (?:before|earlier|ago|later)|(?:in|by|of|for) (?:19|20)\d\d|(?:last|this|that) year"
    r"|годом (?:ранее|раньше|позже)|год назад|(?:прошлом|этом) году|(?:19|20)\d\d(?:-м)?(?: год\w*)?)\b",
    re.I,
)


def _nearest(
    text: str, start: int, number: Number, before: Sequence[Figure], wanted: str, named: bool
) -> Figure | None:
    """The last figure, of the kind that is asked for, if a number goes on with it."""
    for figure in reversed(before):
        gap = text[figure.end : start]
        if len(gap) > _FAR or (gap.count("\n\n") > (1 if number.scaled or number.value >= 100 else 0)):
            return None
        if figure.kind not in _KINDS or (wanted and figure.kind != wanted):
            continue
        if figure.kind == "count" and not figure.noun and not figure.unit.startswith("persons"):
            return None
        same = not _SENTENCE.search(gap)
        if named and not same:
            return None
        bare = not re.search(
            r"[^\W\d_]", text[figure.start : figure.end]
        )  # it took its own scale from one before
        scaled = same or bare or number.step < 1 or _THEN.search(text, max(figure.end, start - 60), start)
        if alike(figure, number, scale_of(text, figure) if scaled else 1.0):
            return figure
        if not wanted and same:
            return None
    return None


def _wanted(clause: str) -> str:
    """Whether the words before a figure ask for money or a time, by the last of them; "" if they ask for neither."""
    asked = [
        (m.start(), kind)
        for kind, words in (("money", _PAID), ("duration", _LASTS))
        if (m := words.search(clause))
    ]
    return max(asked)[1] if asked else ""


def alike(figure: Figure, number: Number, scale: float) -> bool:
    """Whether a number may be of the same thing as a figure: of like size as it stands or in its scale."""
    if not isinstance(figure.value, float) or figure.value <= 0:
        return False
    sizes = [number.value]
    if not number.scaled and number.value < 1000:
        sizes.append(number.value * scale)
    return any(1 / _ALIKE < size / figure.value < _ALIKE for size in sizes)


def item_before(text: str, start: int, before: Sequence[Figure]) -> Figure | None:
    """The figure of the item before, where both are a label and a figure: Road: 410 dollars. Rail, to Osh: 2,900."""
    last = before[-1] if before else None
    if last is None or last.kind not in ("money", "physical", "duration", "percent"):
        return None
    gap = text[last.end : start]
    own = _OF_AN_ITEM.search(text, max(0, last.start - 30), last.start)
    return last if own and len(gap) < 110 and _ITEM.search(gap) else None


def money_of_the_article(text: str, start: int, number: Number, before: Sequence[Figure]) -> Figure | None:
    """The money told last, of a bare million or billion that is said to be paid or traded, however far it stands."""
    if not number.scaled or number.value < 1e6:
        return None
    begin = max(
        (m.end() for m in _SENTENCE.finditer(text, max(0, start - 240), start)), default=max(0, start - 240)
    )
    last = next((f for f in reversed(before) if f.kind in ("money", "physical")), None)
    end = start + len(re.split(r" (?=worth\b)|[.,;]", text[start : start + 40])[0])
    if last is not None and last.start >= begin and not _SUM_OF.search(text, begin, start):
        return None
    if not (_PAID.search(text[begin:start]) or text.startswith(" worth", end)):
        return None
    return next((f for f in reversed(before) if f.kind == "money" and start - f.end < _WIDE), None)


def scale_of(text: str, figure: Figure) -> float:
    """The scale word of a figure: 1e6 of 28 million tonnes; of one that took its scale from another what it took."""
    words = re.findall(r"[^\W\d_]+", text[figure.start : figure.end].lower())
    told = next((SCALES[w] for w in words if w in SCALES), 1.0)
    if told > 1 or words:
        return told
    return worth(text, figure)


_DIGITS = re.compile(r"\d[\d ,.]*\d|\d")
_FACTORS = (1.0, 1e3, 1e6, 1e9, 1e12, 1e-3, 1e-6, 1 / 60, 7.0, 10.0, 100.0, 1.609344, 0.1, 12.0)


def worth(text: str, figure: Figure) -> float:
    """What one of the number written is worth in the figure: 1e9 of 18 billion, 1000 of 5.2 GW, 1/60 of 45 minutes."""
    words = re.findall(r"[^\W\d_]+", text[figure.start : figure.end].lower())
    scale = next((SCALES[w] for w in words if w in SCALES), 1.0)
    digits = _DIGITS.search(text, figure.start, figure.end)
    if digits is None or not isinstance(figure.value, float):
        return scale
    numbers = [digits_value(digits[0].strip(), comma)[0] for comma in (False, True)]
    ratios = [figure.value / number for number in numbers if number]
    # The scale written goes first: 2,507 млн is 2.507 times a million, not 2507 times a thousand.
    told = (f for f in (scale, *_FACTORS) for ratio in ratios if abs(ratio / f - 1) < 1e-6)
    return next(told, scale)
