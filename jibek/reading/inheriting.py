"""The unit of a bare number from the figure that it is set beside: 4.5 million tonnes against 2.8 million."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jibek.reading.alone import a_name
from jibek.reading.beside import alike, alongside, each, item_before, money_of_the_article, scale_of, worth
from jibek.reading.declared import declared
from jibek.reading.doers import asked_for, does
from jibek.reading.found import Figure
from jibek.reading.hedges import hedge_before
from jibek.reading.measures import Measure, measure_at
from jibek.reading.nouns import STOP, names_its_own, noun_after
from jibek.reading.numerals import SCALES, Number
from jibek.reading.tokens import Tokens

_AGAINST = frozenset("from against to than with versus vs с до против чем вместо у".split())
_PAIRS = frozenset((("instead", "of"), ("rather", "than"), ("compared", "with"), ("compared", "to")))
_BECOMES = frozenset("be become reach becomes reaches достигнет составит станет до to".split())
_ENDS = frozenset(
    [
        "",
        *". , ; : ) in and в и а for last a once when over within by while but за on at во на to из or или".split(),
        *"год today now сейчас ранее раньше прежде нынче".split(),
        *"then before earlier this during — - went came moved passed of from against were was".split(),
    ]
)
_ADVERBS = frozenset(
    "east west north south eastward westward northward southward inbound outbound home abroad there here"
    " back down up out"
    " again altogether together already too also respectively overall instead either apiece each though"
    " although so only"
    " still yet even because since until till if where who whom whose whereas this that these those an"
    " туда обратно сюда назад вперед домой там здесь тут больше меньше снова опять уже вместе всего лишь"
    " потом теперь если когда где кто или либо под над при"
    " ещё еще тоже также против около между после перед".split()
)
_RATE = re.compile(
    r" (?:an?|per|each|every|в|за) (?:year|month|week|day|hour|annum|год|месяц|неделю|сутки|день|час)\b"
)
_BEFORE_WORDS = frozenset("are were — - only just всего уже now".split())
_MEASURED = ("money", "physical", "duration", "count")
# A sentence of a time and a number alone goes on with what was counted: В 2022-м — 15,6.
_ONLY_WHEN = re.compile(
    r"^[^.;\n]{0,60}[.;] (?:(?:А? ?[Вв]|[Ii]n|[Зз]а) [\w -]{3,14}(?: год[ау]?)?|(?:[Ll]ast|[Tt]his) year"
    r"|A year (?:earlier|before)"
    r"|The year before|Годом (?:ранее|раньше))"
    r",? ?(?:[—:-]|(?:it|the share|they) (?:was|were|had been)|было)? ?$"
)
_AGO = re.compile(r" (?:ago|earlier|before|later|назад|спустя)\b|前")
_SENTENCE = re.compile(r"[.!?…]\s|\n")
# It was 23: what a pronoun stands for is of the sentence before.
_WAS = re.compile(
    r"\b(?:there|it|that|this|the (?:figure|number|total|count|volume|tally)|ранее|было|годом|составлял[оаи]?)"
    r"(?: (?:was|were|are|will be|had been|stood at|is|came to|reached|было|составил[оаи]?))? (?:only "
    r"|just |about )?$",
    re.I,
)
# 106 students, of whom 60 read for a degree and four for a doctorate; the other 42 …
_OF_THEM = re.compile(
    r"(?:\bof (?:whom|which|them|these|those)|\bthe (?:other|remaining|rest)|\bamong them|\b[Ии]з них"
    r"|\bиз которых"
    r"|\b(?:остальные|ещ[её])),? (?:(?:only|some|about|just|are|were|—|-) )?$"
)
_AND = re.compile(r"(?:, | and | и |, а )$")
_LABEL = re.compile(
    r"(?:^|\n|[.•] ?)[-*• ]*(?!(?:За|В|На|С|По|К|До|Из|In|By|For|Of|From|Since)\b)"
    r"[^\W\d_][^.;:,\n\d]{3,70}(?:: | — )(?:about |over |nearly |около |более |почти )?$"
)
# A label that names no thing of its own: The plan for 2030: 60. В среднем: 12.
_OF_NOTHING = re.compile(
    r"\b(?:plan|target|goal|aim|total|average|result|record|limit|maximum|minimum|peak|forecast|outcome|figure|before|after"
    r"|now|then|план|цель|итог|итого|всего|рекорд|максимум|минимум|прогноз|среднем|раньше|теперь|сейчас|стало|было)\b"
    r"[^:—]{0,24}(?:: | — )",
    re.I,
)
_TURNED = frozenset("turned turns turning исполнилось исполняется исполнится".split())
# Characters back to a figure of the same sentence, of the same paragraph, of the one before.
_NEAR, _FAR, _WIDE = 110, 320, 900
_MONEYED = re.compile(
    r"\b(?:trade|exports?|imports?|inflows?|invest\w*|turnover|budget|debt|loans?|profits?|revenues?|sales"
    r"|GDP|purchases|funds?"
    r"|capital|surplus|deficit|assets|lending|торгов\w*|товарооборот\w*|экспорт\w*|импорт\w*|инвестиц\w*"
    r"|вложени\w*|бюджет\w*"
    r"|долг\w*|кредит\w*|выручк\w*|прибыл\w*|закупк\w*)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:people|population|inhabitants|trips|passengers|human|parcels|cubic|tonnes|kWh|населени\w*|человек)\b",
    re.I,
)


def as_before(
    tokens: Tokens, begin: int, after: int, number: Number, before: Sequence[Figure]
) -> Measure | None:
    """The unit of a bare number, with the noun of what is counted; None if no figure lends it one.

    Parameters
    ----------
    begin, after
        Tokens where the number begins and where it has ended.
    before
        Figures read so far, in order.
    """
    start = tokens.starts[begin]
    if number.fraction or noun_after(tokens, after)[0]:
        return None
    label = None if number.scaled else _LABEL.search(tokens.text, max(0, start - 90), start)
    if label is not None and not _OF_NOTHING.search(label[0]):
        item = item_before(tokens.text, start, before) if number.digits and _may_end(tokens, after) else None
        return _like(item, number, tokens.text, rate=True) if item is not None else None
    if _named_otherwise(tokens.text, start, number):
        return None
    if tokens.word(begin - 1) in _TURNED and number.value < 200 and not number.scaled:
        return Measure("years", 1.0, "duration")
    if (
        part := _of_those(tokens, after, start, number, before) or _part_of(tokens, start, number, before)
    ) is not None:
        return part
    if number.digits and (named := declared(tokens, start, number)) is not None:
        since = next((f.end for f in reversed(before) if f.kind in ("money", "physical")), 0)
        if named[1] >= since or not _other_money(before, named[0]):
            return named[0]
    if _RATE.match(tokens.text, tokens.ends[after - 1]):
        before = [replace(f, unit=_PER.sub("", f.unit)) for f in before]  # its own rate, whatever theirs was
    if each(tokens.text, tokens.ends[after - 1]):
        return None  # 15 на компанию: neither scale nor unit of the whole
    # A scaled number that no noun follows is of what was measured before: 16 billion came the other way.
    if not _may_end(tokens, after) and not (number.scaled and tokens.word(after) != "of"):
        return None
    if number.scaled and (paid := money_of_the_article(tokens.text, start, number, before)) is not None:
        return _like(paid, number, tokens.text, rate=False)
    return (
        _beside_share(tokens, begin, number, before)
        or _beside_last(tokens, begin, number, before)
        or _from_far(tokens, begin, after, number, before)
    )


def _named_otherwise(text: str, start: int, number: Number) -> bool:
    """Whether the words before a number say what it counts, so that no figure before it lends it a unit."""
    sentence = _SENTENCE.split(text[max(0, start - 120) : start])[-1].lstrip('"«“ ')
    if names_its_own(sentence, large=number.scaled) or does(text, start):
        return True
    return not number.scaled and bool(asked_for(text, start))


# Words that ask for a share: на Китай приходилось 17; China's share was 21.
_SHARE = re.compile(r"\b(?:share|accounted|accounts|made up|makes up|приход\w+|дол[яюи]|удельн\w+)\b", re.I)


def _beside_share(tokens: Tokens, begin: int, number: Number, before: Sequence[Figure]) -> Measure | None:
    """Per cent of a bare number up to a hundred that goes on with a percentage: 5 per cent of coal, 9 of ore."""
    last = before[-1] if before else None
    if last is None or last.kind != "percent" or not number.digits or number.scaled or number.value > 100:
        return None
    gap = tokens.text[last.end : tokens.starts[begin]]
    same = not _SENTENCE.search(gap) or bool(_ONLY_WHEN.search(gap))
    if not same and "\n" not in gap and len(_SENTENCE.findall(gap)) == 1:
        same = bool(_SHARE.search(gap)) or all(f.kind == "percent" for f in before[-2:])
    if len(gap) > _NEAR or not same or tokens.word(begin - 1) == "to":
        return None
    return _like(last, number, tokens.text, rate=False)


def _beside_last(tokens: Tokens, begin: int, number: Number, before: Sequence[Figure]) -> Measure | None:
    """The unit of the last figure, for a number of its sentence or one that a pronoun stands for: it was 23."""
    measured = (f for f in reversed(before) if f.kind in _MEASURED and not _AGO.match(tokens.text, f.end))
    last = next(measured, None)
    if last is None:
        return None
    start = tokens.starts[begin]
    gap = tokens.text[last.end : start]
    if len(gap) <= _NEAR and not _SENTENCE.search(gap):
        if _set_against(tokens, begin) or (
            number.scaled and "/" in last.unit and tokens.word(begin - 1) in _BECOMES
        ):
            return _like(last, number, tokens.text, rate=True)
        worded = number.digits or (number.value > 1 and tokens.word(begin - 1) in _BEFORE_WORDS)
        nameless = last.kind == "count" and not last.noun
        if (
            not number.scaled
            and worded
            and not (nameless and not ("/" in last.unit and _close_to(last, number)))
        ):
            often = _close_to(last, number) and not last.unit.endswith("/yr")
            return _like(last, number, tokens.text, rate=often or tokens.word(begin - 1) in ("and", "и"))
    if "\n" in gap or len(gap) > _FAR or number.scaled or names_its_own(gap):
        return None
    if not (number.digits or number.value > 1) or not _WAS.search(tokens.text, max(0, start - 50), start):
        return None
    close = isinstance(last.value, float) and 0.2 < number.value / (last.value or 1.0) < 5
    rate = (close and last.kind == "count") or (number.step < 1 and _same_rate(tokens.text, last, start))
    return _like(last, number, tokens.text, rate=rate)


def _from_far(
    tokens: Tokens, begin: int, after: int, number: Number, before: Sequence[Figure]
) -> Measure | None:
    """The unit of a figure of like size shortly before, of a large one in the paragraph, or of the next one."""
    start, text = tokens.starts[begin], tokens.text
    if number.digits and not number.scaled:
        told = alongside(text, start, number, before, named=a_name(tokens, begin))
        if told is not None:
            return _like(told, number, text, rate=_same_rate(text, told, start))
    if not number.scaled and number.value < 1000:
        return None
    large = _large_before(tokens, start, before, number)
    if large is not None and (number.scaled or large.kind == "count"):
        near = not _SENTENCE.search(text[large.end : start]) and alike(large, number, 1.0)
        return _like(large, number, text, rate=near and _same_rate(text, large, start))
    return _ahead(tokens, after) if number.scaled else None


def counted_alike(
    text: str, start: int, end: int, number: Number, before: Sequence[Figure]
) -> Measure | None:
    """What a number in words counts that names nothing: 240 students, it began with a hundred; else None."""
    told = alongside(text, start, number, before, named=False)
    if told is None or (told.kind != "count" and number.value < _LARGE):
        return None
    return _like(told, number, text, rate=not _RATE.match(text, end) and _same_rate(text, told, start))


def _may_end(tokens: Tokens, after: int) -> bool:
    """Whether what follows a number is no noun that it could count: a mark, a word of grammar, an adverb, a rate."""
    word = tokens.word(after)
    if word in _ENDS or word in STOP or word in _ADVERBS or (word.endswith("ly") and len(word) > 4):
        return True
    return bool(_RATE.match(tokens.text, tokens.ends[after - 1]))


def _close_to(last: Figure, number: Number) -> bool:
    """Whether a number is within three times a figure, so that it is told as often: 250 a day, and they meant 300."""
    return isinstance(last.value, float) and last.value > 0 and 1 / 3 < number.value / last.value < 3


def _other_money(before: Sequence[Figure], declared: Measure) -> bool:
    """Whether the last figure with a unit is of another than the declared one."""
    last = next((f for f in reversed(before) if f.kind in ("money", "physical")), None)
    return last is None or last.unit != declared.unit


def _part_of(tokens: Tokens, start: int, number: Number, before: Sequence[Figure]) -> Measure | None:
    """What a part counts whose whole was told: of whom 60; and after such a part the next one, and four."""
    told = (f for f in reversed(before[-3:]) if f.kind == "count" and f.noun and start - f.end <= _NEAR)
    last = next(told, before[-1] if before else None)
    if last is None or last.kind != "count" or number.scaled or "\n" in tokens.text[last.end : start]:
        return None
    gap = tokens.text[last.end : start]
    named = len(gap) <= _NEAR and _OF_THEM.search(tokens.text, max(0, start - 40), start)
    goes_on = len(gap) <= _NEAR // 2 and _AND.search(gap) and _OF_THEM.search(tokens.text[: last.start][-40:])
    if not named and not goes_on:
        return None
    return Measure(last.unit.partition("/")[0], 1.0, "count", "", last.noun)


_LARGE = 13.0  # a smaller number in words alone is rather a count: the record stands at ninety-six (hours)
_THEM = frozenset("them these those whom".split())


def _of_those(
    tokens: Tokens, after: int, start: int, number: Number, before: Sequence[Figure]
) -> Measure | None:
    """What 22 of them are: what was counted last."""
    if number.scaled or tokens.word(after) != "of" or tokens.word(after + 1) not in _THEM:
        return None
    last = next((f for f in reversed(before) if f.kind == "count" and f.noun and start - f.end <= _FAR), None)
    if last is None or "\n\n" in tokens.text[last.end : start]:
        return Measure("count", 1.0, "count", "", tokens.word(after + 1))  # of what the words before name
    return Measure(_PER.sub("", last.unit), 1.0, "count", "", last.noun)


def _set_against(tokens: Tokens, begin: int) -> bool:
    hedge, first = hedge_before(tokens, begin, kind="count")
    if hedge is not None:
        begin = first
    word = tokens.word(begin - 1)
    return word in _AGAINST or (tokens.word(begin - 2), word) in _PAIRS


# Question and answer, each in a line of its own.
_DIALOGUE = re.compile(
    r"\n\n(?:[A-ZА-Я][\w .()&-]{0,40}:|[—-] |[问答]：)[^\n]*\n+(?:[A-ZА-Я][\w .()&-]{0,40}:|[—-] |[问答]：)"
)


def _large_before(tokens: Tokens, start: int, before: Sequence[Figure], number: Number) -> Figure | None:
    """The last figure of thousands or more in the paragraph; of money, where words say so, in the one before."""
    crossed = False
    for k in range(len(before) - 1, -1, -1):
        figure = before[k]
        gap = tokens.text[figure.end : start]
        if "\n\n" in gap and not crossed and not (number.scaled and _DIALOGUE.search(gap)):
            crossed = True
            if not _goes_on_about_money(tokens.text, start, number):
                return None
        if len(gap) > (_WIDE if crossed else _FAR) or (gap.count("\n\n") > 1 and not _DIALOGUE.search(gap)):
            return None
        large = isinstance(figure.value, float) and figure.value >= 1000
        if crossed and figure.kind == "money" and isinstance(figure.value, float) and figure.value >= 1e8:
            return figure
        if crossed or not large:
            continue
        if figure.kind in ("money", "physical") or (figure.kind == "count" and figure.noun):
            return _counted_beside(tokens.text, figure, before[k - 1] if k else None, number)
    return None


def _goes_on_about_money(text: str, start: int, number: Number) -> bool:
    """Whether a number of a new paragraph is of the money of the one before: Gross inflows: 17.2 billion in 2020."""
    if number.scale < 1e6:
        return False
    sentence = (
        _SENTENCE.split(text[max(0, start - 200) : start])[-1] + text[start : start + 60].split("\n")[0]
    )
    return (number.scale >= 1e9 and not _PEOPLE.search(sentence)) or bool(_MONEYED.search(sentence))


def _counted_beside(text: str, figure: Figure, one: Figure | None, number: Number) -> Figure:
    """Of 88 thousand cars for 902 million tenge the one of the scale of the number: the works made 54 thousand."""
    if one is None or figure.kind != "money" or one.kind != "count" or not one.noun or not number.scaled:
        return figure
    gap = text[one.end : figure.start]
    alike = scale_of(text, one) == number.scale != scale_of(text, figure)
    return one if alike and re.fullmatch(r" (?:на|for|worth|valued at|at|за)(?: \w+)? ?", gap) else figure


_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b(?:last|this|that) year\b|\bгоду\b|\bгодом\b", re.I)


def _same_rate(text: str, told: Figure, start: int) -> bool:
    """Whether a figure goes on with the rate too: sixty pairs a day; it took twelve. What a year brought is no rate."""
    gap = text[told.end : start]
    return "/" in told.unit and not (told.unit.endswith("/yr") and _DATED.search(gap))


_PER = re.compile(r"(?<!km)/(?:yr|month|week|d|h)$")  # a rate; Gbit/s and km/h are units


def _like(last: Figure, number: Number, text: str, *, rate: bool) -> Measure:
    """The unit of a figure, and its scale where the number itself has none: 28 million tonnes against 23."""
    unit = last.unit if rate else _PER.sub("", last.unit)
    scale = scale_of(text, last)
    written = worth(text, last) / scale  # of one of the unit as it stands there: 1000 of GW, 1/60 of minutes
    # 60 bcm, then 43.2 billion: the scale told is that of the unit already.
    factor = 1.0 if alike(last, number, 1.0) else written
    if not number.scaled and isinstance(last.value, float):
        like = number.value < 20 * last.value / (scale * written)
        factor = written * scale if like and number.value < 1000 else min(written, 1.0)
    return Measure(unit, factor, last.kind, last.currency, last.noun if last.kind == "count" else "")


def _ahead(tokens: Tokens, after: int) -> Measure | None:
    """The unit that the next number of the sentence has: exports of 460 million, imports of 188 million dollars."""
    for k in range(after, after + 12):
        if tokens.word(k) in (".", "!", "?", ""):
            return None
        if tokens.word(k) in SCALES:
            found = measure_at(tokens, k + 1)
            return found[0] if found is not None and found[0].kind in ("money", "physical") else None
    return None
