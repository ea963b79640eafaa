"""Shares and multiples in words: two thirds of the grain, 100-fold, four times as much."""

from __future__ import annotations

import re
from dataclasses import replace

from jibek.reading.around import MOVES, rate_at
from jibek.reading.found import Figure, clean
from jibek.reading.hedges import bounds, hedge_before
from jibek.reading.measures import Measure, measure_at
from jibek.reading.nouns import noun_phrase
from jibek.reading.numerals import FRACTIONS, ORDINALS, SCALES, Number, number_at
from jibek.reading.tokens import Tokens

_COUNT = Measure("count", 1.0, "count")
_TIMES = frozenset(("times", "раз", "раза"))
_IS = frozenset("is by or nearly almost = about".split())
_AS = frozenset(
    (
        "as the more higher larger greater bigger what its over above that lower less faster longer выше"
        " больше меньше"
    ).split()
)

# What a share is of, or what those do whom it is of: one third said, a quarter were.
_OF = frozenset(
    "of the all more less higher lower said say says were are was is had have did do came come comes went"
    " go goes gets declared declare"
    " voted work works worked live lived answered replied expect expects expected plan planned use used want".split()
)


def share(tokens: Tokens, begin: int, number: Number, after: int) -> Figure | None:
    """A half or two thirds as a percentage, where the text says of what or by how much; None in other uses."""
    follows, precedes = tokens.word(after), tokens.word(begin - 1)
    hedge, _ = hedge_before(tokens, begin, kind="percent")
    if (
        follows not in _OF
        and precedes not in ("by", "на")
        and hedge is None
        and not _russian_part(tokens, begin, after)
        and not _told_alone(tokens, begin, after)
    ):
        return None
    if follows in ("was", "is", "has") and tokens.word(begin) == "a" and tokens.word(begin + 1) in ORDINALS:
        return None  # a third was born
    value = 100 * number.value
    low, high = bounds(value, 1.0, hedge)
    noun = (
        noun_phrase(tokens, after + 1 + (tokens.word(after + 1) in ("the", "all", "its")), 5)
        if follows == "of"
        else ""
    )
    return Figure(
        tokens.starts[begin],
        tokens.ends[after - 1],
        clean(value),
        clean(low),
        clean(high),
        hedge.comparator if hedge else "=",
        "percent",
        "",
        "percent",
        noun,
    )


# After these a half that ends its clause is of what was spoken of: China took half; идет половина.
_TAKES = frozenset(
    "took takes take taken got gets get is was are were made makes sold bought lost owns owned holds held left covers"
    " covered pays paid only just over nearly almost about than to by carried carries handled moved won roughly".split()
)
_SHARED = re.compile(
    r"(?:per cent|percent|%|half|third|quarter)[^.;!?\n]{0,40}, (?:and |the )?[\w'-]+(?: [\w'-]+)? $"
)
_GOES = frozenset("to for from in at by goes went through via в на из через для —".split())
_NO_PART = frozenset(
    "majority time first second last next latter former other year hour century way month".split()
)


def _told_alone(tokens: Tokens, begin: int, after: int) -> bool:
    """Whether a share ends its clause with nothing said of what it is of: the yard took half; four fifths, that is."""
    if (
        tokens.word(after) in _NO_PART
        or tokens.word(after) in SCALES
        or measure_at(tokens, after) is not None
    ):
        return False
    listed = any(w in FRACTIONS for w in tokens.words[max(0, begin - 14) : begin]) and tokens.word(
        begin - 1
    ) in (
        ",",
        "and",
        "а",
        "и",
    )
    if listed and tokens.word(after) in _GOES:
        return True  # half goes to Iran, a third to Turkey
    if tokens.word(after - 1) in FRACTIONS and tokens.word(begin - 1) in (
        "up",
        "down",
        "by",
        "than",
        "rise",
        "fall",
    ):
        return True
    ends = tokens.word(after) in (".", ",", ";", ":", ")", "—", "!", "?", "")
    word = tokens.word(begin)
    if after - begin > 1 and word not in ("a", "an", "the"):  # two thirds, three fifths: a number of parts
        return ends or tokens.word(after).isalpha()
    before = tokens.word(begin - 1)
    if word in ("половина", "половину", "треть", "четверть"):
        return ends and not before.endswith(("ая", "ую", "ой", "яя", "юю"))
    if (
        word == "a"
        and ends
        and _SHARED.search(tokens.text, max(0, tokens.starts[begin] - 60), tokens.starts[begin])
    ):
        return True  # bonds make up 62 per cent, shares a fifth
    return ends and word == "half" and before in _TAKES


def _russian_part(tokens: Tokens, begin: int, after: int) -> bool:
    """Whether a Russian fraction is of what follows: треть грузов; not четверть века."""
    word, of = tokens.word(begin), tokens.word(after)
    return not word.isascii() and (
        of == "—"
        or (
            of.isalpha()
            and of not in ("века", "часа", "финала", "ночи", "дня", "года", "месяца", "лета", "июня")
        )
    )


def ratio_at(tokens: Tokens, begin: int, number: Number, after: int) -> Figure | None:
    """100-fold, tenfold, four times as much, рост в 5 раз; None if the times are counted."""
    k = after + (tokens.word(after) == "-")
    word = tokens.word(k)
    by = tokens.word(begin - 2) == "factor" and tokens.word(begin - 1) == "of"
    if by:
        stop, kind = after, "ratio"
    elif word in ("fold", "x") and (word == "fold" or (number.digits and tokens.joined(k))):
        stop, kind = k + 1, "ratio"
    elif word in _TIMES:
        moved = any(w in MOVES for w in tokens.words[max(0, begin - 5) : begin]) and tokens.word(
            k + 1
        ) not in ("a", "in", "since")
        is_that = tokens.word(begin - 1) in _IS and tokens.word(k + 1) in (".", ",", ";", ")", "")
        ratio = tokens.word(k + 1) in _AS or moved or is_that or tokens.word(begin - 1) == "в"
        stop, kind = k + 1, "ratio" if ratio else "count"
    else:
        return None
    hedge, _ = hedge_before(tokens, begin, kind=kind)
    low, high = bounds(number.value, number.step / 2 if kind == "ratio" else 0.0, hedge)
    per = rate_at(tokens, tokens.ends[stop - 1], _COUNT, begin)[0] if kind == "count" else ""
    return Figure(
        tokens.starts[begin],
        tokens.ends[stop - 1],
        clean(number.value),
        clean(low),
        clean(high),
        hedge.comparator if hedge else "=",
        kind + per,
        "",
        kind,
        "" if kind == "ratio" else "times",
    )


def one_in(tokens: Tokens, i: int, number: Number) -> Figure:
    """One in five, as a percentage."""
    value = 100 / number.value
    hedge, _ = hedge_before(tokens, i, kind="percent")
    low, high = bounds(value, 1.0, hedge)
    told = hedge.comparator if hedge else "="
    start, end = tokens.starts[i], tokens.ends[number.stop - 1]
    noun = noun_phrase(tokens, number.stop)
    return Figure(start, end, clean(value), clean(low), clean(high), told, "percent", "", "percent", noun)


_WHOLES_RU = frozenset("десяти ста пяти четырех трех 10 100 1000 тысячи".split())
_WHOLES = frozenset("100 hundred 1000 10 ten 5 five 4 four 3 three".split())


def out_of(tokens: Tokens, begin: int, number: Number) -> tuple[Figure, int] | None:
    """Nine out of ten or two in three, as a percentage; and the token after it. None of any other number."""
    j = number.stop
    if (tokens.word(j), tokens.word(j + 1)) == ("out", "of"):
        j += 2 + (tokens.word(j + 2) == "every")
    elif tokens.word(j) == "of" and tokens.word(j + 1) == "every":
        j += 2
    elif tokens.word(j) == "из" and tokens.word(j + 1) in _WHOLES_RU:
        j += 1
    elif tokens.word(j + 1) == "in" and tokens.word(j + 2) in _WHOLES and tokens.word(j).endswith("s"):
        j += 2  # nine barrels in ten
    elif tokens.word(j) == "in" and tokens.word(j + 1) in _WHOLES:
        j += 1
    else:
        return None
    whole = number_at(tokens, j, money=False, comma_is_decimal=False)
    if whole is None or not 0 < number.value < whole.value <= 1000:
        return None
    return one_in(tokens, begin, replace(whole, value=whole.value / number.value)), whole.stop


# Of what comes back in time or stands in a row every third one is no share.
_RECURS = frozenset("day days week month year hour minute time метр день год раз месяц неделю час".split())
_EVERY = frozenset("every каждый каждая каждое каждого каждую каждой".split())


def part_of_ordinal(tokens: Tokens, i: int) -> tuple[list[Figure], int] | None:
    """A fifth told by an ordinal, as a percentage: пятую часть, every third box, каждый десятый; None of others."""
    n = ORDINALS[tokens.words[i]]
    every = tokens.word(i - 1) in _EVERY
    if n < 3 or not (tokens.word(i + 1) in ("часть", "части", "частью", "долю", "доля", "доли") or every):
        return None
    if every and (tokens.word(i + 1) in _RECURS or not tokens.word(i + 1).isalpha()):
        return None
    first = i - every
    stop = i + 1 + (not every)
    value = 100 / n
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    noun = noun_phrase(tokens, stop)
    low, high = bounds(value, 1.0, None)
    return [
        Figure(start, end, clean(value), clean(low), clean(high), "=", "percent", "", "percent", noun)
    ], stop
