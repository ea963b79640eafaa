"""Offsets of figures lead back to the source of a page: what stands there shows the figure."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.reading import read_article, read_text
from jibek.reading.aligning import aligned

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html><html><head><title>41 billion</title><meta name="date" content="2024-07-01">
<style>p { margin: 41px }</style><script>var x = "41 billion dollars";</script></head><body>
<!-- 41 billion dollars -->
<p>Trade came to <b>41&nbsp;billion</b> dollars in&#32;2023, R&amp;D to &euro;2.4 billion.</p>
<ul><li>Seven   land
ports</li><li>28 million tonnes by rail</li></ul>
<p>Trade came to 41 billion dollars again.</p></body></html>"""


def shown(source: str, start: int, end: int) -> str:
    """What a stretch of a page shows, found without the code under test."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", source[start:end])).split())


def test_each_figure_of_a_page_stands_at_its_offsets_in_the_file() -> None:
    article = read_article(PAGE.encode(), name="a.html")
    found = [article.in_file(q.char_start, q.char_end) for q in article.quantities]
    assert [shown(PAGE, *place) for place in found] == [
        "41 billion dollars",
        "€2.4 billion",
        "Seven land ports",
        "28 million tonnes",
        "41 billion dollars",
    ]
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert found[0][0] == PAGE.index("41&nbsp;billion")


def test_what_stands_beside_an_article_and_cells_without_a_unit_are_left_alone() -> None:
    page = """<html><body><div class="weather">14 degrees</div><nav>Top 10</nav>
    <article>
    <h1>Trade tops 41 billion dollars</h1>
    <table><tr><td>2022</td><td>31.2</td></tr></table><ul><li>Five pipelines</li><li>Seven ports</li></ul></article>
    <div class="comments">12 comments</div><footer>3 offices</footer></body></html>"""
    article = read_article(page.encode(), name="a.html", date="2024-07-01")
    assert [q.text for q in article.quantities] == ["41 billion dollars", "Five pipelines", "Seven ports"]


def test_the_text_of_a_plain_file_is_the_file() -> None:
    article = read_text("Trade came to 41 billion dollars.", date="2024-07-01")
    assert article.places is None
    assert article.in_file(14, 32) == (14, 32)


WORDS = st.lists(
    st.sampled_from(["41", "a<b", "R&D", "é", "年", "«x»", "17.6", "&amp;", "tonnes"]),
    min_size=1,
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.sampled_from([" ", "</b> <i>", "\n\n", "<!-- 41 -->", "&nbsp;"]))
def test_any_text_made_a_page_is_led_back_sign_by_sign(words: list[str], between: str) -> None:
    source = f"<html><head><title>41 x</title></head><p>{between.join(escape(w) for w in words)}</p></html>"
    text = " ".join(words)
    places = aligned(text, source)
    assert len(places) == len(text)
    for sign, (start, end) in zip(text, places, strict=True):
        assert sign.isspace() or unescape(source[start:end]) == sign


@pytest.mark.parametrize("piece", ["<p>1 ", "<", "&", "<!--", "<script>"])
def test_a_page_of_one_piece_is_led_back_in_time(piece: str) -> None:
    places = aligned("1 2", piece * 20_000)
    assert len(places) == 3
