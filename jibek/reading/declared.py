"""Units that a text declares for the bare figures after it, and the unit of a part from that of its whole.

Counted in yuan, customs recorded 674.15 billion   -> CNY
Trade (billions of US dollars): exports 15.1       -> USD, times 1e9
took 16,300 of 29,200 tonnes                       -> t
"""

from __future__ import annotations

import re

from jibek.reading.measures import Measure, measure_at
from jibek.reading.nouns import is_persons, noun_after
from jibek.reading.numerals import SCALES, Number, number_at
from jibek.reading.tokens import Tokens

_MONEY = {
    "USD": r"(?:US |U\.S\. )?dollars?|USD|US\$|\$|долларах(?: США)?|долл\.?(?: США)?",
    "CNY": r"yuan|renminbi|RMB|CNY|юанях",
    "KZT": r"tenge|KZT|тенге",
    "EUR": r"euros?|EUR|€|евро",
    "RUB": r"rou?bles|RUB|рублях|руб\.?",
}
_SCALE = (
    r"(?P<scale>billions?|millions?|thousands?|trillions?|bn|mln|mn|trn|млрд|млн|тыс|трлн|миллиардах"
    r"|миллионах|тысячах"
    r"|триллионах)"
)
_NAMED = "|".join(f"(?P<{code}>{words})" for code, words in _MONEY.items())
_IN = re.compile(
    rf"(?:\b(?:[Ii]n|[Ii]nto|[Вв]) |[(,] ?)(?:{_SCALE}\.? (?:of )?)?(?:{_NAMED})(?![\w$])(?!\.\w)"
    rf"(?: ?(?P<later>bn|mln|million|billion|млн|млрд))?"
)
_JOINS = frozenset((",", "and", "и", "or", "или"))
_NEAR = 320
_STEMS = {"миллиард": 1e9, "миллион": 1e6, "тысяч": 1e3, "триллион": 1e12}
_WHOLE = frozenset("the its their our all his those these its total a some about".split())


def declared(tokens: Tokens, start: int, number: Number) -> tuple[Measure, int] | None:
    """The money and scale that the paragraph declares before an offset, and where; None if it declares none.

    A scale is declared for figures that have none of their own, and without one small figures stay bare.
    """
    text = tokens.text
    begin = max(text.rfind("\n\n", 0, start), start - _NEAR, 0)
    found = None
    for m in _IN.finditer(text, begin, start):
        if not re.search(r"\d[ ,]?$", text[max(0, m.start() - 2) : m.start()]):
            found = m
    if found is None:
        return None
    code = next(c for c in _MONEY if found[c])
    word = (found["scale"] or found["later"] or "").rstrip("s")
    factor = SCALES.get(word) or next((f for stem, f in _STEMS.items() if word.startswith(stem)), 0.0)
    if number.scaled:
        return Measure(code, 1.0, "money", code), found.start()
    return (Measure(code, factor, "money", code), found.start()) if factor else None


def of_list(tokens: Tokens, number: Number, comma: bool) -> Measure | None:
    """What a figure counts in a list whose last one has the unit: 5, 7 and 9 per cent; 31,2 и 41 млн тонн."""
    if number.fraction or number.scaled or not number.digits:
        return None
    j, last, joined = number.stop, number, ""
    while tokens.word(j) in _JOINS:
        joined = tokens.word(j)
        k = j + 1 + (joined == "," and tokens.word(j + 1) in ("and", "и"))
        following = number_at(tokens, k, money=False, comma_is_decimal=comma)
        if following is None or following.fraction or not following.digits:
            return None
        last, j = following, following.stop
        joined = tokens.word(k - 1)
    if last is number or joined == ",":
        return None
    named = measure_at(tokens, last.stop)
    # Of money only what shares a scale: 14.1, 10.6 and 15.4 billion dollars, not "in lot 3 and 5 dollars".
    if named is None or named[0].kind == "duration" or (named[0].kind == "money" and not last.scaled):
        return None
    alike = last.scaled and number.value < 20 * last.value / last.scale
    unit = named[0]
    return Measure(
        unit.unit, unit.factor * (last.scale if alike else 1.0), unit.kind, unit.currency, unit.noun
    )


def of_whole(tokens: Tokens, number: Number, comma: bool) -> Measure | None:
    """What a part counts before its whole with the unit: 3.1 of the 9.4 million tonnes; None of any other figure."""
    j = number.stop
    if tokens.word(j) not in ("of", "из") or number.fraction:
        return None
    k = j + 1
    while tokens.word(k) in _WHOLE:
        k += 1
    whole = number_at(tokens, k, money=False, comma_is_decimal=comma)
    if whole is None or whole.fraction or not number.value <= whole.value:
        return None
    factor = 1.0 if number.scaled or not whole.scaled or number.value >= 1000 else whole.scale
    if named := measure_at(tokens, whole.stop):
        unit = named[0]
        return Measure(unit.unit, factor * unit.factor, unit.kind, unit.currency, unit.noun)
    noun = noun_after(tokens, whole.stop)[0]
    return Measure("persons" if is_persons(noun) else "count", factor, "count", "", noun) if noun else None
