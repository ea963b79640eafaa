"""Numbers in digits and in English and Russian words: their value, and how much the last stated place is worth.

17.6 billion   -> 17 600 000 000, step 100 000 000
two and a half -> 2.5
полтора млн    -> 1 500 000
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from jibek.reading.measures import PERSONS, measure_at
from jibek.reading.tokens import Tokens

ONES = {
    word: float(n)
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10.0 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    **dict.fromkeys(("thousand", "thousands", "тыс", "тысяча", "тысячи", "тысяч", "тысячу", "мың"), 1e3),
    **dict.fromkeys(("million", "millions", "mln", "mn", "млн", "миллион", "миллиона", "миллионов"), 1e6),
    **dict.fromkeys(("billion", "billions", "bn", "bln", "млрд", "миллиард", "миллиарда", "миллиардов"), 1e9),
    **dict.fromkeys(
        ("trillion", "trillions", "tn", "trn", "трлн", "триллион", "триллиона", "триллионов"), 1e12
    ),
}
for _stem, _worth in (("тысяч", 1e3), ("миллион", 1e6), ("миллиард", 1e9), ("триллион", 1e12)):
    SCALES |= {_stem + _end: _worth for _end in ("ам", "ами", "ах", "у", "ом", "ей", "е")}
# Scales of one letter are read where they are joined to digits with a currency before them.
LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}

_RU_ONES = (
    "один одна одно одного одной одну|два две двух двум двумя|три трех трем тремя|четыре четырех четырем"
    "|пять пяти|"
    "шесть шести|семь семи|восемь восьми|девять девяти|десять десяти|одиннадцать одиннадцати"
    "|двенадцать двенадцати|"
    "тринадцать тринадцати|четырнадцать четырнадцати|пятнадцать пятнадцати|шестнадцать шестнадцати|"
    "семнадцать семнадцати|восемнадцать восемнадцати|девятнадцать девятнадцати"
)
_RU_TENS = (
    "двадцать двадцати|тридцать тридцати|сорок сорока|пятьдесят пятидесяти|шестьдесят шестидесяти|"
    "семьдесят семидесяти|восемьдесят восьмидесяти|девяносто девяноста"
)
_RU_HUNDREDS = (
    "сто ста|двести двухсот|триста трехсот|четыреста четырехсот|пятьсот пятисот|шестьсот шестисот"
    "|семьсот семисот|"
    "восемьсот восьмисот|девятьсот девятисот"
)
_COLLECTIVE = (
    "двое двоих|трое троих|четверо четверых|пятеро пятерых|шестеро шестерых|семеро семерых"
    "|восьмеро|девятеро|десятеро"
)
ONES |= {w: float(n) for n, ws in enumerate(_COLLECTIVE.split("|"), start=2) for w in ws.split()}
COLLECTIVE = frozenset(_COLLECTIVE.replace("|", " ").split())  # of people alone
ONES |= {w: float(n) for n, ws in enumerate(_RU_ONES.split("|"), start=1) for w in ws.split()}
TENS |= {w: 10.0 * n for n, ws in enumerate(_RU_TENS.split("|"), start=2) for w in ws.split()}
_HUNDREDS = {w: 100.0 * n for n, ws in enumerate(_RU_HUNDREDS.split("|"), start=1) for w in ws.split()}
_ALONE = {
    "dozen": 12.0,
    "полтора": 1.5,
    "полторы": 1.5,
    "десяток": 10.0,
    "десятка": 10.0,
    "полмиллиона": 5e5,
    "полмиллиарда": 5e8,
}

_EN_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_RU_ORDINALS = "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат"
_RU_ENDINGS = "ый ой ий ая ое ого ому ом ым ую ые ых ья ье ьего ьей ьем ью".split()
ORDINALS = {
    **{w: n for n, w in enumerate(_EN_ORDINALS.split(), start=1)},
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "hundredth": 100,
    **{s + e: n for n, s in enumerate(_RU_ORDINALS.split(), start=1) for e in _RU_ENDINGS},
}
# One ending of Russian ordinals is a cardinal or another word.
for _word in ("пятью", "шестью", "десятью", "первых"):
    ORDINALS.pop(_word, None)

FRACTIONS = {
    **dict.fromkeys(("half", "половина", "половину", "половины"), 1 / 2),
    **dict.fromkeys(("third", "thirds", "треть", "трети"), 1 / 3),
    **dict.fromkeys(("quarter", "quarters", "четверть", "четверти"), 1 / 4),
    **dict.fromkeys(("fifth", "fifths"), 1 / 5),
    **dict.fromkeys(("sixth", "sixths"), 1 / 6),
    **dict.fromkeys(("seventh", "sevenths"), 1 / 7),
    **dict.fromkeys(("eighth", "eighths"), 1 / 8),
    **dict.fromkeys(("ninth", "ninths"), 1 / 9),
    **dict.fromkeys(("пятых", "пятые"), 1 / 5),
    **dict.fromkeys(("шестых", "шестые"), 1 / 6),
    **dict.fromkeys(("седьмых", "седьмые"), 1 / 7),
    **dict.fromkeys(("восьмых", "восьмые"), 1 / 8),
    **dict.fromkeys(("десятых", "десятые"), 1 / 10),
    **dict.fromkeys(("третьих", "третьи"), 1 / 3),
    **dict.fromkeys(("четвертых", "четвертые"), 1 / 4),
    **dict.fromkeys(("tenth", "tenths"), 1 / 10),
}
_ORDINAL_PARTS = frozenset("fifth sixth seventh eighth ninth tenth".split())
_OF_PART = frozenset(
    "of more less higher lower bigger smaller faster to in at by from and or was is were are went goes came".split()
)
_BEFORE_PART = frozenset("более менее около до свыше порядка выше больше меньше".split())
# One of a scale, in the cases that no number before it asks for.
_ONE_OF = frozenset("тысяча тысячу тысячи миллион миллиона миллиард миллиарда триллион триллиона".split())
_PLURALS = frozenset((*ONES, *TENS, *_HUNDREDS, "полтора", "полторы", "пол", "несколько", "многие"))
STARTS = frozenset({*_ONE_OF, *ONES, *TENS, *_HUNDREDS, *_ALONE, *FRACTIONS, "hundred", "hundreds"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of tokens ``first`` up to ``stop``.

    step: what one unit of the last stated place is worth; digits: whether written in digits; scaled: whether a word
    such as million follows and scale what it multiplies by; fraction: a share such as "two thirds".
    """

    value: float
    step: float
    first: int
    stop: int
    digits: bool
    scaled: bool = False
    fraction: bool = False
    scale: float = 1.0


def digits_value(written: str, comma_is_decimal: bool = False) -> tuple[float, float]:
    """Value and step of a number in digits.

    >>> digits_value("1,520"), digits_value("3,5"), digits_value("1 234,5"), digits_value("1.234.567")
    ((1520.0, 1.0), (3.5, 0.1), (1234.5, 0.1), (1234567.0, 1.0))
    """
    plain = written.replace(" ", "")
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    if "," in plain:
        head, _, tail = plain.rpartition(",")
        grouped = (
            len(tail.partition(".")[0]) == 3 and head != "0" and not (comma_is_decimal and "," not in head)
        )
        plain = plain.replace(",", "") if grouped or "." in plain else f"{head.replace(',', '')}.{tail}"
    decimals = len(plain.partition(".")[2])
    step = 10.0**-decimals
    if not decimals:
        zeros = len(plain) - len(plain.rstrip("0"))
        step = 1000.0 if zeros >= 3 and len(plain) > 3 else 1.0
    return float(plain), step


def number_at(tokens: Tokens, i: int, *, money: bool, comma_is_decimal: bool) -> Number | None:
    """The longest number that starts at a token, with its scale; None if there is none.

    Parameters
    ----------
    money
        Whether a currency stands before it, so that a joined ``m`` is a million.
    comma_is_decimal
        Whether a comma before three digits is a decimal sign, as in Russian.
    """
    word = tokens.word(i)
    if word[:1].isdecimal():
        if len(word) > 25:
            return None
        value, step = digits_value(word, comma_is_decimal)
        number = Number(value, step, i, i + 1, digits=True)
        number = _and_a_half(tokens, number)
        return _scaled(tokens, number, money)
    return _worded(tokens, i)


def _worded(tokens: Tokens, i: int) -> Number | None:
    start = i
    word = tokens.word(i)
    article = word in ("a", "an")
    if article:
        i += 1
        word = tokens.word(i)
        if word not in SCALES and word not in FRACTIONS and word not in ("dozen", "hundred"):
            return None
    if (
        article
        and word in _ORDINAL_PARTS
        and tokens.word(i + 1).isalpha()
        and tokens.word(i + 1) not in _OF_PART
    ):
        return None  # a seventh time
    hedged = word in ("половины", "трети", "четверти") and tokens.word(i - 1) in _BEFORE_PART
    if word in FRACTIONS and (
        article or hedged or word in ("half", "половина", "половину", "треть", "четверть")
    ):
        return _fraction(tokens, start, i, 1.0)
    if word in SCALES and article:
        return _half_more(tokens, _scaled(tokens, Number(1.0, 1.0, start, i, digits=False), False))
    if word in _ONE_OF:
        return _bare_scale(tokens, i)
    if word in _ALONE:
        value = _ALONE[word]
        # Half a million is exact to a tenth of a million, as is one and a half.
        step = 0.2 * value if value > 100 else 1.0
        return _scaled(tokens, Number(value, step, start, i + 1, digits=False, scaled=value > 100), False)
    total, current, stop, last, scaled = 0.0, 0.0, i, 1.0, False
    j = i
    while True:
        word = tokens.word(j)
        low = current % 100
        if word in ONES and low % 10 == 0 and (low == 0 or ONES[word] < 10):
            current += ONES[word]
        elif word in TENS and low == 0:
            current += TENS[word]
        elif word in _HUNDREDS and current == 0:
            current += _HUNDREDS[word]
        elif word == "hundred" and (0 < current < 100 or article or j > i):
            current = max(current, 1.0) * 100
        elif word in SCALES and current and word not in ("thousands", "millions", "billions"):
            total += current * SCALES[word]
            last, current, scaled = SCALES[word], 0.0, True
        elif (word == "and" and j > i and (current >= 100 or scaled) and _continues(tokens.word(j + 1))) or (
            word == "-" and j > i and tokens.joined(j) and tokens.joined(j + 1) and tokens.word(j - 1) in TENS
        ):
            j += 1
            continue
        else:
            break
        j += 1
        stop = j
        if article and tokens.word(j) not in SCALES:
            break
    if stop == i:
        return None
    value = total + current
    if not scaled and tokens.word(stop) in ("dozen",):
        return Number(value * 12, 12.0, start, stop + 1, digits=False)
    shares = stop + (tokens.word(stop) == "-" and tokens.joined(stop))
    if value < 10 and tokens.word(shares) in FRACTIONS and tokens.word(shares) != "half":
        return _fraction(tokens, start, shares, value)
    number = Number(value, last if scaled and not current else 1.0, start, stop, digits=False, scaled=scaled)
    return _scaled(tokens, _and_a_half(tokens, number), False)


def _half_more(tokens: Tokens, number: Number) -> Number:
    """A million and a half: the half is of the scale."""
    j = number.stop
    if [tokens.word(k) for k in (j, j + 1, j + 2)] == ["and", "a", "half"]:
        return replace(number, value=1.5 * number.value, step=0.1 * number.value, stop=j + 3)
    return number


def _bare_scale(tokens: Tokens, i: int) -> Number | None:
    """A Russian scale without a number is one of it, where a unit or people follow: миллиард долларов."""
    if tokens.word(i - 1) in _PLURALS or tokens.word(i - 1)[:1].isdecimal() or tokens.word(i - 1) in SCALES:
        return None
    scale = SCALES[tokens.word(i)]
    half = [tokens.word(k) for k in (i + 1, i + 2)] == ["с", "половиной"]
    stop = i + 1 + 2 * half
    if not half and measure_at(tokens, stop) is None and tokens.word(stop) not in PERSONS:
        return None
    value, step = (1.5 * scale, 0.1 * scale) if half else (scale, scale)
    return Number(value, step, i, stop, digits=False, scaled=True)


def _continues(word: str) -> bool:
    return word in ONES or word in TENS


def _fraction(tokens: Tokens, start: int, at: int, times: float) -> Number:
    """A third, two thirds; half a million is a number, not a share."""
    value = times * FRACTIONS[tokens.word(at)]
    stop = at + 1
    if tokens.word(stop) in ("a", "an") and (
        tokens.word(stop + 1) in SCALES or tokens.word(stop + 1) == "dozen"
    ):
        scale = 12.0 if tokens.word(stop + 1) == "dozen" else SCALES[tokens.word(stop + 1)]
        return Number(value * scale, 0.1 * scale, start, stop + 2, digits=False, scaled=True)
    if tokens.word(stop) in SCALES:
        scale = SCALES[tokens.word(stop)]
        return Number(value * scale, 0.1 * scale, start, stop + 1, digits=False, scaled=True)
    return Number(value, 0.02, start, stop, digits=False, fraction=True)


def _and_a_half(tokens: Tokens, number: Number) -> Number:
    j = number.stop
    if [tokens.word(k) for k in (j, j + 1)] == ["с", "половиной"]:
        return Number(number.value + 0.5, 0.1, number.first, j + 2, number.digits, number.scaled)
    if [tokens.word(k) for k in (j, j + 1, j + 2)] == ["and", "a", "half"]:
        return Number(number.value + 0.5, 0.1, number.first, j + 3, number.digits, number.scaled)
    return number


def _scaled(tokens: Tokens, number: Number, money: bool) -> Number:
    """The number times the scale words that follow it: 41 billion, 41bn, 350-million, 5 тыс."""
    value, step, stop, scaled = number.value, number.step, number.stop, number.scaled
    total = number.scale
    while True:
        j = stop + (tokens.word(stop) == "-" and tokens.word(stop + 1) in SCALES)
        word = tokens.word(j)
        if word in SCALES and not (word in ("mn", "tn") and not number.digits):
            scale = SCALES[word]
        elif word in LETTERS and tokens.joined(j) and number.digits and (money or _letter(tokens, j)):
            scale = LETTERS[word]
        elif word == "k" and tokens.joined(j) and number.digits:
            scale = 1e3
        elif word == "hundred" and number.digits and number.value < 100:
            scale = 100.0
        else:
            break
        if scaled and scale > step:
            break
        value, step, stop, scaled = value * scale, min(step, 1.0) * scale, j + 1, True
        total *= scale
        if word in ("тыс", "млн", "млрд", "трлн") and tokens.word(stop) == "." and _goes_on(tokens, stop):
            stop += 1
    return Number(value, step, number.first, stop, number.digits, scaled, number.fraction, total)


_LENGTHS = frozenset(
    "long wide high deep tall above below away tunnel bridge stretch section tower mast of".split()
)


def _letter(tokens: Tokens, j: int) -> bool:
    """Whether a letter joined to digits is a scale: 30m tonnes, 1.5m in 2024; not 850m long."""
    word, after = tokens.word(j), tokens.word(j + 1)
    if word == "m":
        return after not in _LENGTHS
    return word == "b" and (after in PERSONS or measure_at(tokens, j + 1) is not None)


def _goes_on(tokens: Tokens, dot: int) -> bool:
    """Whether the dot only ends an abbreviation: a small letter, a sign or a unit in capitals (тыс. ДФЭ) follows."""
    if dot + 1 >= len(tokens.words):
        return False
    return not tokens.text[tokens.starts[dot + 1]].isupper() or measure_at(tokens, dot + 1) is not None
