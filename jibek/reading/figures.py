"""One figure at a token: its number or range, hedge, currency, unit, rate and noun. Ordinals and ranks stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jibek.reading.alone import alone, beside, counts_nothing, of_last, of_them, of_whose, one_of_few
from jibek.reading.around import moved, noun_of, rate_at, scheduled
from jibek.reading.columns import cell_measure
from jibek.reading.declared import of_list, of_whole
from jibek.reading.doers import does
from jibek.reading.found import Figure, clean
from jibek.reading.hedges import bounds, hedge_after, hedge_before
from jibek.reading.inheriting import as_before, counted_alike
from jibek.reading.labels import russian_ending
from jibek.reading.measures import BETWEEN, Measure, currency_before, measure_at
from jibek.reading.multiples import one_in, out_of, part_of_ordinal, ratio_at, share
from jibek.reading.nouns import is_persons, noun_after, noun_before, noun_phrase, starts_line, works
from jibek.reading.numerals import COLLECTIVE, FRACTIONS, ORDINALS, TENS, Number, number_at
from jibek.reading.places import PLACES, numbered, place_at, years_old
from jibek.reading.rows import rate_of, row_label, row_measure
from jibek.reading.tokens import Tokens

_COUNT = Measure("count", 1.0, "count")
APART = 1.4  # from 12 to 60 is a change, from 12 to 15 a range
_SAVED = re.compile(r"[^.;]{0,24}\b(?:coal|carbon|CO2|emissions|угля|топлива|выбросов)\b")


def figures_at(
    tokens: Tokens, i: int, *, comma_is_decimal: bool, before: Sequence[Figure]
) -> tuple[list[Figure], int]:
    """Figures that begin at a token, two where one unit serves both, and the token to go on from.

    Parameters
    ----------
    before
        Figures read so far: a lone "one" counts only beside another.
    """
    word = tokens.words[i]
    if word in ORDINALS and (share_told := part_of_ordinal(tokens, i)) is not None:
        return share_told
    if word in PLACES:
        placed = place_at(tokens, i, before)
        if placed is not None:
            return placed
        if word not in ("third", "fifth", "tenth"):
            return [], i + 1
    if word == "one" and tokens.word(i + 1) == "in":
        part = number_at(tokens, i + 2, money=False, comma_is_decimal=False)
        return ([one_in(tokens, i, part)], part.stop) if part and 2 <= part.value <= 100 else ([], i + 1)
    k = i + 1 + (tokens.word(i + 1) == "-")
    if word in TENS and ORDINALS.get(tokens.word(k), 99) < 10:
        return numbered(tokens, i, TENS[word] + ORDINALS[tokens.word(k)], k + 1, before)
    currency, begin = currency_before(tokens, i)
    number = number_at(tokens, i, money=bool(currency), comma_is_decimal=comma_is_decimal)
    if number is None:
        return [], i + 1
    if number.digits and tokens.joined(number.stop) and tokens.word(number.stop) in ("st", "nd", "rd", "th"):
        return numbered(tokens, i, number.value, number.stop + 1, before)
    if number.digits and not number.scaled:
        if span := years_old(tokens, i, number.value):
            return span
        counts, past = russian_ending(tokens, i)
        if past > i:
            return numbered(tokens, i, number.value, past, before) if counts else ([], past)
    if (
        tokens.word(begin - 1) == "-"
        and tokens.joined(begin)
        and number.digits
        and not tokens.joined(begin - 1)
    ):
        number = replace(number, value=-number.value)
        begin -= 1
    return _measured(tokens, begin, number, currency, comma_is_decimal, before)


def _measured(
    tokens: Tokens, begin: int, number: Number, currency: str, comma: bool, before: Sequence[Figure]
) -> tuple[list[Figure], int]:
    """Number, perhaps a range, and its unit."""
    j = number.stop
    second, stop, second_currency = _second(tokens, j, currency, comma)
    if second is not None:
        apart = number.value > 0 and second.value >= APART * number.value
        # от 8 до 12 is a range, с 8 до 12 a change.
        apart = apart and tokens.word(begin - 1) != "от"
        levels = tokens.word(begin - 1) in ("from", "с", "от") and (apart or moved(tokens, begin))
        first = number
        if second.scaled and not number.scaled and (number.value < 1000 and number.value * second.scale >= 1):
            first = replace(number, value=number.value * second.scale, step=number.step * second.scale)
        if levels or first.value < second.value:
            measure, after, letters = _unit(tokens, stop, currency or second_currency, second)
            if levels:
                start = currency_before(tokens, second.first)[1]
                other = _figure(tokens, start, second, None, measure, after, letters, before)
                if other is None:
                    return [], after
                one = _alike(tokens, begin, first, number.stop, other, measure)
                return [one, other], _past(other, tokens, after)
            pair = replace(second, value=(first.value + second.value) / 2, first=number.first)
            whole = _figure(tokens, begin, pair, (first.value, second.value), measure, after, letters, before)
            return [whole] if whole else [], _past(whole, tokens, after)
    if part := out_of(tokens, begin, number):
        return [part[0]], part[1]
    measure, after, letters = _unit(tokens, j, currency, number)
    measure = measure or of_whole(tokens, number, comma) or of_list(tokens, number, comma)
    ranged = _range_of_measured(tokens, begin, number, measure, after, currency, comma)
    if ranged is not None:
        high, end, letters = ranged
        pair = replace(high, value=(number.value + high.value) / 2, first=number.first)
        whole = _figure(tokens, begin, pair, (number.value, high.value), measure, end, letters, before)
        return [whole] if whole else [], _past(whole, tokens, end)
    if measure is not None and (clock := _and_minutes(tokens, number, measure, after)):
        number, after = clock
    single = _figure(tokens, begin, number, None, measure, after, letters, before)
    return [single] if single else [], _past(single, tokens, after)


def _and_minutes(tokens: Tokens, number: Number, measure: Measure, after: int) -> tuple[Number, int] | None:
    """Hours and minutes as one figure, and the token after it: 14 hours 30 minutes; None of any other figure."""
    if measure.unit != "h" or measure.factor != 1.0:
        return None
    k = after + (tokens.word(after) in ("and", "и"))
    more = number_at(tokens, k, money=False, comma_is_decimal=False)
    unit = measure_at(tokens, more.stop) if more is not None and more.digits and more.value < 60 else None
    if more is None or unit is None or unit[0].unit != "h" or unit[0].factor == 1.0:
        return None
    return replace(number, value=number.value + more.value / 60, step=1 / 60), unit[1]


def _alike(
    tokens: Tokens, begin: int, number: Number, stop: int, other: Figure, measure: Measure | None
) -> Figure:
    """The first of two levels, from 12 to 60 train pairs a day: what the second counts."""
    factor = measure.factor if measure else 1.0
    hedge, _ = hedge_before(tokens, begin, kind=other.kind)
    exact = other.low == other.high
    low, high = bounds(number.value * factor, 0.0 if exact else number.step * factor / 2, hedge)
    told = hedge.comparator if hedge else "="
    value, low, high = clean(number.value * factor), clean(low), clean(high)
    start, end = tokens.starts[begin], tokens.ends[stop - 1]
    return replace(other, start=start, end=end, value=value, low=low, high=high, comparator=told)


def _past(figure: Figure | None, tokens: Tokens, after: int) -> int:
    return after if figure is None else max(after, tokens.index(figure.end))


def _second(tokens: Tokens, j: int, currency: str, comma: bool) -> tuple[Number | None, int, str]:
    """The upper end of "15-20", "two to three", "between 5 and 7" where no unit stands before it."""
    sign = tokens.word(j)
    if tokens.word(j - 1) in FRACTIONS:
        return None, j, ""  # by half to 50 yuan
    if (
        (sign == "or" and tokens.word(j - 1).isalpha())
        or sign in ("-", "—", "to", "till", "до", "по")
        or (sign in ("and", "и") and _between(tokens, j))
    ):
        k = j + 1
        while tokens.word(k) in ("$", "us", "€", "¥", "£", "some", "about", "as"):
            k += 1
        told, _ = currency_before(tokens, k)
        number = number_at(tokens, k, money=bool(told or currency), comma_is_decimal=comma)
        if number is not None and not number.fraction:
            return number, number.stop, told
    return None, j, ""


def _between(tokens: Tokens, j: int) -> bool:
    return any(w in ("between", "от", "между") for w in tokens.words[max(0, j - 8) : j])


def _range_of_measured(
    tokens: Tokens,
    begin: int,
    number: Number,
    measure: Measure | None,
    after: int,
    currency: str,
    comma: bool,
) -> tuple[Number, int, int] | None:
    """The upper end of "$2bn-$3bn", "from 5% to 7%" where both ends have a unit; None if these are two levels."""
    if measure is None:
        return None
    sign = tokens.word(after)
    if sign not in ("-", "—", "to", "до") and not (sign in ("and", "и") and _between(tokens, begin)):
        return None
    if sign in ("to", "до") and moved(tokens, begin):
        return None
    k = after + 1
    while tokens.word(k) in ("$", "us", "€", "¥", "£"):
        k += 1
    told, _ = currency_before(tokens, k)
    high = number_at(tokens, k, money=bool(told), comma_is_decimal=comma)
    if high is None or high.value <= number.value or (currency and told not in ("", currency)):
        return None
    same, end, letters = _unit(tokens, high.stop, told, high)
    return (high, end, letters) if same == measure else None


def _unit(tokens: Tokens, j: int, currency: str, number: Number) -> tuple[Measure | None, int, int]:
    """The unit after a number, the token after it and the letters of a glued one."""
    if currency:
        named = measure_at(tokens, j)
        if named and named[0].kind == "money" and named[0].currency == currency:
            return Measure(currency, 1.0, "money", currency), named[1], 0
        return Measure(currency, 1.0, "money", currency), j, 0
    if starts_line(tokens, j):
        return None, j, 0
    k = j + (tokens.word(j) == "-" and tokens.joined(j))
    if number.fraction and tokens.word(k) in ("a", "an"):
        k += 1
    found = measure_at(tokens, k)
    if found is None and tokens.word(k) == "of" and number.scaled:
        found = measure_at(tokens, k + 1)
    if found is None and tokens.word(k) in BETWEEN:
        found = measure_at(tokens, k + 1)
        if found is not None and found[0].kind != "duration":
            found = None
    return found if found is not None else (None, j, 0)


def _figure(
    tokens: Tokens,
    begin: int,
    number: Number,
    pair: tuple[float, float] | None,
    measure: Measure | None,
    after: int,
    letters: int,
    before: Sequence[Figure],
) -> Figure | None:
    """The figure put together; None where a bare number counts nothing."""
    end = tokens.starts[after - 1] + letters if letters else tokens.ends[after - 1]
    noun = label = ""
    if measure is None:
        if number.fraction:
            return share(tokens, begin, number, after)
        ratio = ratio_at(tokens, begin, number, after)
        if ratio is not None:
            return ratio
        named = after + (tokens.word(after) == "-" and tokens.joined(after))
        # A row of a table counts what its label names, not what the figure before it is of.
        label, sure = row_label(tokens, begin, after) if number.digits and not number.scaled else ("", False)
        measure = cell_measure(tokens, begin, number) if number.digits else None
        measure = measure or (row_measure(tokens, begin, number) if label else None)
        if measure is None and not sure:
            measure = as_before(tokens, begin, named, number, before)
    if measure is None:
        noun, stop = noun_after(tokens, named + (tokens.word(named) == "of" and number.scaled))
        if stop > named:
            end = tokens.ends[stop - 1]
        elif label:
            noun = label
        elif whole := of_whose(tokens, after):
            noun = whole
        elif number.digits and not number.scaled and counts_nothing(tokens, begin, after):
            return None
        elif not number.digits and not number.scaled:
            rate = rate_at(tokens, tokens.ends[after - 1], _COUNT, begin)
            same = (rate[0] and not rate[1]) or of_them(tokens, after) or alone(tokens, begin, after, before)
            labelled = same or (
                tokens.word(begin - 1) in (":", "—") and tokens.word(after) in (".", ";", ",", "")
            )
            single = number.value == 1 and (beside(tokens, begin, before) or one_of_few(tokens, begin, after))
            if not labelled and not single:
                return None
            told = before[-1].noun if before and of_last(tokens, begin, after, before) else ""
            noun = told or noun_phrase(tokens, named)
            start, stop = tokens.starts[begin], tokens.ends[after - 1]
            if not noun and does(tokens.text, start):
                noun = "people"
            elif not noun and (like := counted_alike(tokens.text, start, stop, number, before)) is not None:
                measure, noun = like, like.noun
            elif not noun and tokens.word(begin) in COLLECTIVE:
                noun = "people"
        few = number.value == 1 and not number.digits and one_of_few(tokens, begin, after)
        if number.value == 1 and not number.digits and not few and not beside(tokens, begin, before):
            return None
        if not noun and measure is None and does(tokens.text, tokens.starts[begin]):
            noun = noun_before(tokens.text, tokens.starts[begin], 0) or "people"
        measure = measure or _COUNT
    elif number.value == 1 and not number.digits and measure.kind == "duration":
        return None
    hedge, _ = hedge_before(tokens, begin, kind=measure.kind)
    if hedge is None:
        hedge, _ = hedge_after(tokens, after)
    unit = measure.unit
    if measure.kind == "duration" and tokens.word(begin - 1) in ("those", "these", "same"):
        return None  # in those six months: a time named before
    if unit == "count" and noun and (is_persons(noun) or works(tokens.text, tokens.starts[begin], noun)):
        unit = "persons"
    elif measure.noun:
        noun = measure.noun
    value, half = number.value * measure.factor, number.step * measure.factor / 2
    exact = (
        measure.kind in ("count", "duration")
        and not number.scaled
        and abs(number.value) < 1000
        and pair is None
    )
    low, high = bounds(value, 0.0 if exact and number.step == 1.0 else half, hedge)
    if pair is not None:
        low, high = pair[0] * measure.factor, pair[1] * measure.factor
    per, found = rate_at(tokens, end, measure, begin)
    if label and noun == label and not per:
        per = rate_of(label, measure)
    if unit == "count" and not per:
        per = scheduled(noun)
    if not noun:
        noun = noun_of(tokens, after, measure)
    if unit == "t" and not per and _SAVED.search(tokens.text[end : end + 40]) and before:
        # Coal saved by the power of a year is a year's.
        same = before[-1].unit == "count" and len(before) > 1
        last = before[-2] if same else before[-1]
        per = "/yr" if last.unit == "kWh/yr" and tokens.starts[begin] - last.end < 200 else ""
    return Figure(
        tokens.starts[begin],
        end,
        clean(value),
        clean(low),
        clean(high),
        hedge.comparator if hedge else "=",
        unit + per,
        measure.currency,
        measure.kind,
        noun or found,
    )
