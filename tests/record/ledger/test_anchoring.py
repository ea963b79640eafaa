"""A reader's own copy of a text: passages are found again after cleaning, and what is gone is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_cases import claim

import jibek
from jibek.ground.errors import InputError
from jibek.record.ledger.anchoring import CONTEXT, _place, anchor, digest

TEXTS = Path(jibek.__file__).parents[2] / "shared" / "seeds"

TEXT = "Word of a border. Seven gates are open all year. Two lines cross it. Seven gates are open all year, he said."


def of(start, end):
    """A claim whose passage stands there in TEXT."""
    return claim(
        char_start=start,
        char_end=end,
        qty_start=start,
        qty_end=start + 5,
        passage_hash=digest(TEXT[start:end]),
        prefix_hash=digest(TEXT[max(0, start - CONTEXT) : start]),
        suffix_hash=digest(TEXT[end : end + CONTEXT]),
    )


def test_a_passage_in_its_place_is_the_same():
    place, shift = _place(of(18, 47), TEXT, 0)
    assert (place.how, place.char_start, shift) == ("same", 18, 0)


def test_a_moved_passage_is_found_and_its_figure_moves_along():
    copy = "  A title.\n\n" + TEXT
    place, shift = _place(of(18, 47), copy, 0)
    assert (place.how, shift) == ("moved", 12)
    assert copy[place.char_start : place.char_end] == TEXT[18:47]
    assert copy[place.qty_start : place.qty_end] == "Seven"


def test_of_two_places_with_the_same_words_the_one_with_the_same_neighbours_is_taken():
    second = TEXT.index("Seven", 30)
    place, _ = _place(of(second, second + 28), "x" * 5 + TEXT, 0)
    assert place.char_start == second + 5


def test_a_passage_that_was_rewritten_is_lost():
    place, shift = _place(of(18, 47), TEXT.replace("Seven", "Eight"), 3)
    assert (place.how, place.char_start, shift) == ("lost", None, 3)


def test_an_unknown_text_is_refused_with_those_that_are_known(shipped_facts):
    with pytest.raises(InputError) as caught:
        anchor("Nothing that anyone said. " * 40, shipped_facts)
    assert caught.value.code == "record.unknown_text"
    assert "S4 (" in caught.value.problems[0].expected


@pytest.mark.skipif(
    not TEXTS.exists(), reason="the texts do not stand beside the checkout: no copy is anchored"
)
def test_copies_of_every_text_are_told_and_anchored(shipped_facts):
    for n, path in enumerate(sorted(TEXTS.glob("*.txt"))):
        text = path.read_bytes().decode("utf-8")
        very = anchor(text, shipped_facts)
        assert (very.source_id, very.identical, very.count("lost")) == (f"S{n}", True, 0)
        moved = anchor("Copied from a page\n" + text, shipped_facts)
        assert (moved.source_id, moved.identical, moved.count("moved")) == (f"S{n}", False, len(very.places))
        assert all(a.char_start + 19 == b.char_start for a, b in zip(very.places, moved.places, strict=True))


@pytest.mark.skipif(
    not TEXTS.exists(), reason="the texts do not stand beside the checkout: no copy is anchored"
)
def test_a_cleaned_copy_keeps_all_but_what_cleaning_touched(shipped_facts):
    (path,) = TEXTS.glob("004_*.txt")
    text = path.read_bytes().decode("utf-8")
    found = anchor(text.replace("31 billion", "31 bn"), shipped_facts)
    assert found.source_id == "S4"
    lost = {p.claim_id for p in found.places if p.how == "lost"}
    assert lost == {"S4-021", "S4-022"}
