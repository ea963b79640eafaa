"""Ordinals, ranks and how many times: the fifth visit, second largest, top-five, twice, the 30th anniversary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jibek.reading.found import Figure
from jibek.reading.hedges import bounds, hedge_before
from jibek.reading.nouns import noun_phrase
from jibek.reading.numerals import ORDINALS, SCALES, number_at
from jibek.reading.numerals import STARTS as NUMBERS
from jibek.reading.tokens import Tokens

_TIMES_WORDS = frozenset("once twice thrice дважды трижды".split())
_TOPS = frozenset(
    "largest biggest busiest главный главным top топ number ranked ranks ranking крупнейшим крупнейший"
    " крупнейшая крупнейшего".split()
)
_RATIO_WORDS = frozenset(
    (
        "doubled tripled trebled quadrupled halved doubling tripling"
        " вдвое втрое вчетверо впятеро вшестеро всемеро ввосьмеро вдевятеро вдесятеро удвоился"
        " удвоилась удвоилось утроился"
    ).split()
    + "double triple treble quadruple quintuple удвоить утроить удвоит утроит удвоится утроится".split()
    + [f"{word}fold" for word in "two three four five six seven eight nine ten hundred thousand".split()]
)

_SUPERLATIVE = frozenset(
    "largest biggest most highest busiest longest leading important top richest fastest largest-ever крупнейший"
    " крупнейшим крупнейшая крупнейшего крупнейшей".split()
)
_BIG = frozenset(
    "largest biggest busiest главный главным крупнейшим крупнейший крупнейшая крупнейшего".split()
)
_TIMES_VALUE = {"once": 1, "twice": 2, "thrice": 3, "дважды": 2, "трижды": 3}
_RATIO_VALUE = {
    **{
        f"{word}fold": n
        for n, word in enumerate("two three four five six seven eight nine ten".split(), start=2)
    },
    "hundredfold": 100,
    "thousandfold": 1000,
    "double": 2,
    "triple": 3,
    "treble": 3,
    "quadruple": 4,
    "quintuple": 5,
    "halved": 0.5,
    "doubled": 2,
    "doubling": 2,
    "tripled": 3,
    "tripling": 3,
    "trebled": 3,
    "quadrupled": 4,
    "вдвое": 2,
    "втрое": 3,
    **{
        w: n
        for n, w in enumerate(
            "вчетверо впятеро вшестеро всемеро ввосьмеро вдевятеро вдесятеро".split(), start=4
        )
    },
}
# Double and its fellows are adjectives too: double what it was, will triple; not the double track.
_PLAIN = frozenset("double triple treble quadruple quintuple".split())
_OF_WHAT = frozenset("what the that its last their our his".split())
_WILL = frozenset("to will would could may might should than nearly almost about more roughly".split())
_PARTNER = re.compile(
    r"top (?:[a-z]+ ){0,2}(?:partner|investor|supplier|buyer|customer|market|destination|source|exporter"
    r"|importer)\b"
)
_NO_ORDINAL = frozenset(
    "century half quarter floor day days world of and or to in is was were at by year month week minute".split()
)
# Things of which the third is a name or a place in a row, not the number of an occasion.
_BUILT = frozenset(
    "crossing line track port railway stage phase bridge berth terminal unit road pipeline branch"
    " station gate section"
    " string lane floor plant reactor block part country party sector tier"
    " порт мост энергоблок".split()
)
_BUILT_RU = (
    "переход",
    "пут",
    "очеред",
    "этап",
    "ветк",
    "лини",
    "нитк",
    "блок",
    "порт",
    "мост",
    "энергоблок",
    "цех",
)
_TRADING, _RANKED = ("торгов", "крупн", "внешнеторг"), 20  # второй торговый партнёр
_RANKS = re.compile(r"\b(?:[Rr]ank|[Pp]lace|[Pp]osition|[Мм]есто)\b[^.;:\n]*: ?$")
_GOES_ON = re.compile(
    r"(?: ?[.,;:)!?—]|\s*$|\n| (?:in|by|at|on|for|this|last|that|and|a year|before|after|в|и|к|до|год|годом)\b)"
)
_RANKS_APART = 160  # characters from a rank to one that goes on with it
_AMONG = re.compile(
    r" (?:in the (?:world|region|CIS)|in (?:Central )?(?:Asia|Eurasia|Europe)|worldwide|globally|в мире|в СНГ)\b"
)
_OWN = re.compile(r"(?:\b(?:his|her|its|their|our|my)|'s|s'|\b(?:его|ее|их)) $", re.I)
_BARE = frozenset(
    "in since to of so such . , ; at on by between with held under after there там в с за на".split()
)
# Where somebody stands in a list: is 81st this year, climbed to 10th, having been 71st in 2018.
_STANDS = re.compile(
    r"\b(?:puts?|plac(?:es|ed)|rank(?:s|ed)|rat(?:es|ed)) (?:us|it|them|him|her|[A-Z]\w+|the \w+)(?: only)? $"
    r"|\b(?:занял[аи]?|был[аи]?|стал[аи]?|оказал\w+|идет|стоит|поднял\w+ на|опустил\w+ на) $"
    r"|\b(?:is|was|were|are|been|be|at|to|from|after|before|stands|stood|comes?|came|rank(?:s|ed)?|placed"
    r"|finish(?:es|ed)"
    r"|remains?|ended)(?: (?:only|now|still|already|just|up|down|in|even))?,? $"
)
_STANDING = re.compile(
    r" ?(?:[.,;)]|—|(?:this|last|that) year|in (?:the|20\d\d|19\d\d)|of \d|out of|among|overall|globally"
    r"|worldwide"
    r"|a year|after|before|and|now|today|two|three)"
)
_GROUPS = {"тройк": 3, "четверк": 4, "пятерк": 5, "шестерк": 6, "семерк": 7, "десятк": 10, "двадцатк": 20}
_GROUP_WORDS = frozenset(stem + end for stem in _GROUPS for end in ("а", "и", "е", "у", "ой"))
_LEADING = ("крупн", "лидер", "ведущ", "лучш", "главн", "основн", "стран", "партнер", "инвест")
PLACES = frozenset({*ORDINALS, *_TIMES_WORDS, *_TOPS, *_RATIO_WORDS, *_GROUP_WORDS})
STARTS = frozenset({*NUMBERS, *PLACES, "a", "an"})
_THE = re.compile(r"(?:^|[.?!:\n—-]\W*)The $")  # The 25th of the heads of state, as an answer
_NAMED = re.compile(r"(?: [a-zа-я-]+){0,4}? [«“\"A-ZА-Я]")
_LINES = ("строчку", "строчке", "строка", "строку", "позицию", "позиции", "позиция", "мест")
_BEFORE_ORDINAL = re.compile(
    r"(?:\b(?:the|its|his|her|their|this|our|that|another|for|whose|на|это|этот|эта|своего|свою|свой)"
    r"|'s|s'|»|\") ?(?:[\w-]+ )?$",
    re.I,
)


def place_at(tokens: Tokens, i: int, before: Sequence[Figure]) -> tuple[list[Figure], int] | None:
    """The ordinal, rank or multiple at a token and the token to go on from; None if the word is none of them here."""
    word = tokens.words[i]
    if word in _TIMES_VALUE:
        return _times(tokens, i, before)
    if word in _GROUP_WORDS:
        return _group(tokens, i)
    if word in _RATIO_WORDS:
        return _multiple(tokens, i)
    if word in _TOPS and word not in _BIG:
        return _top(tokens, i)
    if word in _BIG:
        return _largest(tokens, i)
    return _ordinal(tokens, i, ORDINALS[word], i + 1)


def years_old(tokens: Tokens, i: int, value: float) -> tuple[list[Figure], int] | None:
    """A Russian span in one word: 30-летие, 16-летний; None of any other word, and of plans."""
    k = i + 2
    if not (tokens.word(i + 1) == "-" and tokens.joined(i + 1) and tokens.joined(k)):
        return None
    if not tokens.word(k).startswith(("лети", "летн")) or tokens.word(k + 1).startswith(("план", "программ")):
        return None
    return [_exact(tokens, i, k + 1, value, "years", "duration", tokens.word(k))], k + 1


def numbered(
    tokens: Tokens, i: int, value: float, stop: int, before: Sequence[Figure]
) -> tuple[list[Figure], int]:
    """24th, 30th anniversary, 24-м: an ordinal in digits whose ending is before the token ``stop``."""
    if _after_rank(tokens, i, stop, before):
        return [_exact(tokens, i, stop, int(value), "rank", "rank", "")], stop
    return _ordinal(tokens, i, int(value), stop, digits=True) or ([], stop)


def _after_rank(tokens: Tokens, i: int, stop: int, before: Sequence[Figure]) -> bool:
    """Whether an ordinal goes on with ranks told before it: 88th in 2014 and 77th in 2016; in 2020, 77th."""
    if not before or before[-1].kind != "rank" or not _GOES_ON.match(tokens.text, tokens.ends[stop - 1]):
        return False
    gap = tokens.text[before[-1].end : tokens.starts[i]]
    return len(gap) < _RANKS_APART and "\n\n" not in gap


def _ordinal(
    tokens: Tokens, i: int, value: int, stop: int, digits: bool = False
) -> tuple[list[Figure], int] | None:
    after = stop + (tokens.word(stop) == "-")
    following = tokens.word(after)
    if following in _SUPERLATIVE or (
        following == "по" and tokens.word(after + 1) in ("величине", "объему", "размеру")
    ):
        end = after + 1 if following != "по" else after + 2
        return [_exact(tokens, i, end, value, "rank", "rank", noun_phrase(tokens, end))], end
    if following in ("anniversary", "годовщина", "годовщину", "летие"):
        return [_exact(tokens, i, stop, value, "years", "duration", "anniversary")], after + 1
    if following in ("place", "position", "rank", "место", "месте", "spot", *_LINES):
        return [_exact(tokens, i, after + 1, value, "rank", "rank", "")], after + 1
    if following in ("раз", "time") and value > 1 and tokens.word(i - 1) not in ("every", "каждый"):
        return [_exact(tokens, i, stop, value, "ordinal", "ordinal", "times")], stop
    if tokens.word(i - 1) == ":" and _RANKS.search(
        tokens.text, max(0, tokens.starts[i] - 70), tokens.starts[i]
    ):
        return [_exact(tokens, i, stop, value, "rank", "rank", "")], stop
    stands = value > 1 and _STANDS.search(tokens.text, max(0, tokens.starts[i] - 40), tokens.starts[i])
    if stands and _STANDING.match(tokens.text, tokens.ends[stop - 1]):
        return [_exact(tokens, i, stop, value, "rank", "rank", "")], stop
    own = _OWN.search(tokens.text, max(0, tokens.starts[i] - 8), tokens.starts[i])
    the = tokens.word(i - 1) == "the" and tokens.word(i - 2) in (
        "is",
        "was",
        "be",
        "been",
        "became",
        "already",
    )
    the = the or (
        following == "of" and bool(_THE.search(tokens.text, max(0, tokens.starts[i] - 12), tokens.starts[i]))
    )
    if (own or the) and following in _BARE and value > 1:
        return [_exact(tokens, i, stop, value, "ordinal", "ordinal", "")], stop
    ranks = following.startswith(_TRADING) and (value > 1 or not following.startswith("крупны"))
    if not following.isascii() and ranks and 1 <= value <= _RANKED and not following.startswith("крупна"):
        return [_exact(tokens, i, stop, value, "rank", "rank", noun_phrase(tokens, after))], stop
    if _AMONG.match(tokens.text, tokens.ends[stop - 1]):
        return [_exact(tokens, i, stop, value, "rank", "rank", "")], stop
    if value > 1 and (following.startswith(_BUILT_RU) or (following in _BUILT and not digits)):
        return None
    if following in _NO_ORDINAL or not following[:1].isalpha() or following in SCALES:
        return None
    if tokens.word(i - 1) in ("a", "an") or (not digits and following in ("ever",)):
        return None
    start = tokens.starts[i]
    if tokens.word(i - 1) in ("ranked", "ranks", "came", "is", "was", "be", "been"):
        return (
            ([_exact(tokens, i, stop, value, "rank", "rank", "")], stop)
            if tokens.word(i - 1).startswith("rank")
            else None
        )
    line = tokens.text.rfind("\n", 0, start)
    if not digits and not _BEFORE_ORDINAL.search(tokens.text, max(0, start - 30, line + 1), start):
        return None
    if following.endswith("ed") and not digits and following not in ("united", "limited", "combined"):
        return None
    if value == 1 and following != "time" and not _NAMED.match(tokens.text, tokens.ends[stop - 1]):
        return None  # the first batch tells an occasion; the first Chinese university is counted
    noun = noun_phrase(tokens, after)
    return [_exact(tokens, i, stop, value, "ordinal", "ordinal", noun)], stop


# The largest of them, ours is the biggest: of what is not said here.
_OF_THEM = re.compile(r" of (?:them|these|those|all|the (?:two|three|four|five|lot))\b|(?<=biggest)[.,;!?]")


def _largest(tokens: Tokens, i: int) -> tuple[list[Figure], int] | None:
    """ "largest" alone is rank one, unless it is one of the largest or merely "ever"."""
    if tokens.words[i].startswith("главн") and not tokens.word(i + 1).startswith("торгов"):
        return None
    if tokens.word(i + 1) in (
        "day",
        "days",
        "week",
        "month",
        "months",
        "hour",
        "year",
        "season",
        "time",
        "since",
        "part",
        "share",
        "portion",
        "chunk",
        "slice",
        "number",
        "amount",
    ) or _OF_THEM.match(tokens.text, tokens.ends[i]):
        return None
    start = tokens.starts[i]
    before = tokens.text[max(0, start - 34) : start].lower()
    if re.search(r"(?:one of|some of|among|out of|of) (?:[\w'-]+ ){0,3}$", before) and not re.search(
        r"(?:'s|with the|the) $", before.split(" of ")[-1]
    ):
        return None
    if re.search(r"(?:one of|some of|among|одним из|один из|одна из) (?:[\w'-]+ ){0,3}$", before):
        return None
    if (
        not re.search(r"(?:\bthe|'s|s'|\bits|\btheir|\bour|country's|nation's|second|single) $", before)
        and tokens.words[i].isascii()
    ):
        return None
    return [_exact(tokens, i, i + 1, 1, "rank", "rank", noun_phrase(tokens, i + 1))], i + 1


def _top(tokens: Tokens, i: int) -> tuple[list[Figure], int] | None:
    word = tokens.words[i]
    j = i + 1 + (tokens.word(i + 1) == "-")
    if word == "top" and _PARTNER.match(tokens.text, tokens.starts[i]):
        before = tokens.text[max(0, tokens.starts[i] - 40) : tokens.starts[i]].lower()
        if not re.search(r"(?:one of|among|some of) (?:[\w'-]+ ){0,3}$", before):
            return [_exact(tokens, i, j, 1, "rank", "rank", noun_phrase(tokens, j))], j
        return None
    if (
        word == "number"
        and tokens.word(j) != "one"
        and not (tokens.word(j).isdecimal() and len(tokens.word(j)) < 3)
    ):
        return None
    if word.startswith("rank") and tokens.word(j) in ("as", "the", "among", "no", "number", "in"):
        return None
    if word.startswith("rank") and tokens.word(j) in ORDINALS:
        return [_exact(tokens, j, j + 1, ORDINALS[tokens.word(j)], "rank", "rank", "")], j + 1
    number = number_at(tokens, j, money=False, comma_is_decimal=False)
    if (
        number is None
        or number.scaled
        or number.fraction
        or number.value > 1000
        or number.value != int(number.value)
    ):
        return None
    if tokens.word(number.stop) == "%" or (
        word in ("top", "топ") and tokens.word(i + 2) == "-" and tokens.word(number.stop) == "-"
    ):
        return None
    stop = number.stop
    if tokens.joined(stop) and tokens.word(stop) in ("st", "nd", "rd", "th"):
        stop += 1  # ranks 35th
    figure = _exact(tokens, i, stop, int(number.value), "rank", "rank", noun_phrase(tokens, stop))
    if word in ("top", "топ"):
        figure = Figure(
            figure.start, figure.end, figure.value, 1.0, figure.high, "<=", "rank", "", "rank", figure.noun
        )
    return [figure], stop


def _group(tokens: Tokens, i: int) -> tuple[list[Figure], int] | None:
    """The five largest investors in a Russian collective: пятерку крупнейших инвесторов."""
    word, end = tokens.words[i], i + 1
    if not tokens.word(end).startswith(_LEADING):
        return None
    value = float(next(n for stem, n in _GROUPS.items() if word.startswith(stem)))
    while tokens.word(end + 1)[:1].isalpha() and tokens.word(end).endswith(("их", "ых")):
        end += 1
    figure = _exact(tokens, i, end + 1, value, "rank", "rank", noun_phrase(tokens, i + 1))
    return [replace(figure, low=1.0, comparator="<=")], end + 1


def _times(tokens: Tokens, i: int, before: Sequence[Figure]) -> tuple[list[Figure], int] | None:
    """Twice as much is a ratio, twice last year a count; once counts beside another count alone."""
    word, following = tokens.words[i], tokens.word(i + 1)
    value = _TIMES_VALUE[word]
    if word == "once":
        start = tokens.starts[i]
        near = bool(before) and before[-1].noun == "times" and start - before[-1].end < 60
        return ([_exact(tokens, i, i + 1, 1, "count", "count", "times")], i + 1) if near else None
    if following in ("as", "the", "that", "what", "its"):
        return [_exact(tokens, i, i + 1, value, "ratio", "ratio", "")], i + 1
    per = (
        {"year": "yr", "month": "month", "week": "week", "day": "d"}.get(tokens.word(i + 2), "")
        if following == "a"
        else ""
    )
    return [_exact(tokens, i, i + 1, value, f"count/{per}" if per else "count", "count", "times")], i + 1


def _multiple(tokens: Tokens, i: int) -> tuple[list[Figure], int] | None:
    word = tokens.words[i]
    value = _RATIO_VALUE.get(word)
    if word in _PLAIN and not (tokens.word(i + 1) in _OF_WHAT or tokens.word(i - 1) in _WILL):
        return None
    if value is None:
        value = 2 if word.startswith("удво") else 3
    if tokens.word(i + 1) in ("down", "up") or tokens.word(i - 1) == "-":
        return None
    hedge, _ = hedge_before(tokens, i, kind="ratio")
    figure = _exact(tokens, i, i + 1, value, "ratio", "ratio", "")
    if hedge:
        low, high = bounds(float(value), 0.0, hedge)
        figure = replace(figure, low=low, high=high, comparator=hedge.comparator)
    return [figure], i + 1


def _exact(tokens: Tokens, i: int, stop: int, value: float, unit: str, kind: str, noun: str) -> Figure:
    told = float(value)
    return Figure(tokens.starts[i], tokens.ends[stop - 1], told, told, told, "=", unit, "", kind, noun)
