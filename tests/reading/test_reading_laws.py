"""Laws that hold for any text: offsets give back the text, nothing crashes, a number written is a number read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.reading import read_text
from jibek.reading.numerals import digits_value

PIECES = st.sampled_from(
    [
        *"41 17.6 1,520 3,5 1 234 billion million thousand млн 亿 万 US$ $ € % percent - – — . , ; :".split(),
        *"about nearly more than up to between and two three twenty half a third second largest fifth first".split(),
        *"year years ago last this January May July 2023 2024 1992 since by in the of 30 April Q1 H1".split(),
        *"tonnes km MW kWh day people trains jobs times fold -fold th st в году 2023年 1-7月 第 大 百分之".split(),
        *"二十 个 said according “ ” 'Trade' rose from to ( )".split(),
        "\n",
        "\u200b",
        " ",
        "«One Belt»",
    ]
)


def check(text: str) -> None:
    article = read_text(text, date="2024-07-04")
    last = -1
    for q in article.quantities:
        assert article.text[q.char_start : q.char_end] == q.text != ""
        assert q.char_start >= last
        last = q.char_start
        begin, end = q.sentence
        assert begin <= q.char_start < q.char_end <= max(end, q.char_end)
        if isinstance(q.value, float):
            assert q.value_low is None or q.value_low <= q.value
            assert q.value_high is None or q.value <= q.value_high
        else:
            assert q.kind == "date"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    check(text)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]))
def test_any_row_of_figures_and_words_is_read(pieces: list[str], between: str) -> None:
    check(between.join(pieces))


@given(st.integers(0, 10**12))
def test_a_whole_number_with_thousands_apart_is_read_back(value: int) -> None:
    assert digits_value(f"{value:,}")[0] == value
    (q,) = read_text(f"Trains carried {value:,} tonnes.", date="2024-07-04").quantities
    assert q.value == pytest.approx(value, rel=1e-11)  # figures are kept to twelve digits


@given(st.integers(1, 99_999), st.sampled_from([("million", 1e6), ("billion", 1e9), ("trillion", 1e12)]))
def test_a_decimal_with_its_scale_is_read_back_within_its_last_digit(
    tenths: int, scale: tuple[str, float]
) -> None:
    word, factor = scale
    (q,) = read_text(f"It cost {tenths / 10:.1f} {word} dollars.", date="2024-07-04").quantities
    assert q.value == pytest.approx(tenths / 10 * factor)
    assert q.value_low == pytest.approx((tenths / 10 - 0.05) * factor)
    assert q.value_high == pytest.approx((tenths / 10 + 0.05) * factor)


@given(st.integers(1, 999_999_999))
def test_a_number_in_russian_dress_is_read_back(value: int) -> None:
    told = f"{value:,}".replace(",", "\u00a0")
    (q,) = read_text(f"Перевезено {told} тонн грузов в этом сезоне.", date="2024-07-04").quantities
    assert q.value == value


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelt(n: int) -> str:
    """A number below a million in English words."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{_ONES[n // 100]} hundred" + (f" and {spelt(n % 100)}" if n % 100 else "")
    return f"{spelt(n // 1000)} thousand" + (f" {spelt(n % 1000)}" if n % 1000 else "")


@given(st.integers(2, 999_999))
def test_a_number_in_words_is_read_back(value: int) -> None:
    (q,) = read_text(f"It carried {spelt(value)} tonnes.", date="2024-07-04").quantities
    assert q.value == value


@pytest.mark.parametrize(
    "piece", ["1", "a ", "1,", "( ", "in ", "said ", "的", "1-", "the the ", "$", "one "]
)
def test_a_text_of_one_piece_takes_time_in_proportion(piece: str) -> None:
    """Patterns that look back or ahead without bound would take sixteen times as long for four times the text."""

    def seconds(length: int) -> float:
        began = time.process_time()
        read_text(piece * (length // len(piece)), date="2024-07-04")
        return time.process_time() - began

    seconds(1000)
    assert seconds(24_000) < 9 * max(seconds(6000), 0.02)  # four times, and a busy machine
