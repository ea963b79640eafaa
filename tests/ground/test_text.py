"""Blanks, near words and encodings: what is taken off, what counts as the same word, what is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.ground.encoding import NotUtf8, text_of
from jibek.ground.errors import alike, nearest
from jibek.ground.text import folded, stripped

# Unicode's blanks (general category Zs), tabs and line ends, and the marks of no width that files pick up.
BLANKS = " \t\n\u00a0\u1680\u2000\u2009\u202f\u205f\u3000\u200b\u200d\u2060\ufeff"


@given(st.text(alphabet=BLANKS, max_size=5), st.text(alphabet=BLANKS, max_size=5))
def test_blanks_of_every_kind_are_taken_off(before, after):
    assert stripped(before + "KZ ALA" + after) == "KZ ALA"
    assert stripped(before + after) == ""


@given(st.text())
def test_stripping_twice_is_stripping_once(text):
    assert stripped(stripped(text)) == stripped(text)


@pytest.mark.parametrize(
    "other", ["Dry bulk", "dry-bulk", "DRY_BULK", "dry\u2013bulk", "drybulk", " dry \u00a0bulk "]
)
def test_case_blanks_and_dashes_make_no_other_word(other):
    assert folded(other) == folded("dry_bulk")
    assert nearest(other, {"dry_bulk", "dry_bulb"}) == "Write dry_bulk: case, blanks and dashes count."


def test_digits_that_a_dash_parts_are_not_joined():
    assert folded("2019-20") != folded("201920")
    assert folded("2019 20") == folded("2019-20")


def test_a_word_is_not_near_to_itself_and_nothing_is_near_to_nothing():
    assert alike("TEU", {"TEU"}) == []
    assert alike("--", {"", "_"}) == []
    assert alike("teu", {"TEU", "Teu", "t"}) == ["TEU", "Teu"]


LATIN = "a Latin encoding such as windows-1252"


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert text_of(b"\xef\xbb\xbfid\n") == "id\n"
    assert text_of("Қорғас 霍尔果斯".encode()) == "Қорғас 霍尔果斯"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        ("id,name\nA,Khorgos", "utf-16", "UTF-16"),
        ("id,name\nA,Khorgos", "utf-16-be", "UTF-16 without a mark"),
        ("id,name\nA,Khorgos", "utf-32", "UTF-32"),
        ("id,name\nA,Хоргос и Достык", "cp1251", "windows-1251"),
        ("id,name\nA,霍尔果斯口岸", "gb18030", "GB 18030"),
        ("id,name\nA,Łódź", "cp1250", LATIN),
        ("id,name\nA,Düsseldorf", "cp1252", LATIN),
    ],
)
def test_another_encoding_is_named(text, encoding, named):
    with pytest.raises(NotUtf8) as caught:
        text_of(text.encode(encoding))
    assert caught.value.encoding == named
    if not named.startswith("UTF"):
        assert caught.value.line == 2
