"""Forms of one interview are one origin; the five source texts are four of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibek.checking.claims import shipped
from jibek.checking.origins import one_origin, origins, overlap, print_of
from jibek.reading import Article

SHARED = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def written(text: str, date: str, name: str = "a") -> Article:
    return Article(name, text, "en", date, "option", (), ())


FULL = (
    "Ambassador Li Wei gave an interview on Monday. The railway between both countries carried more grain than ever. "
    "Our customs officers now work through the night at every crossing. Students of both countries learn each other's "
    "language in great number. New flights will join four more cities before the summer."
)
DIGEST = (
    "Li Wei told reporters of progress. He said the railway between the countries carried more grain than ever before. "
    "Customs officers work through the night at each crossing, he added."
)


def test_a_digest_is_of_the_origin_of_its_interview() -> None:
    assert origins([written(FULL, "2024-07-01"), written(DIGEST, "2024-07-03")]) == (0, 0)


def test_the_same_words_a_year_later_are_another_statement() -> None:
    assert origins([written(FULL, "2024-07-01"), written(DIGEST, "2025-07-03")]) == (0, 1)


def test_another_speaker_is_another_origin() -> None:
    other = DIGEST.replace("Li Wei", "Omar Aliyev")
    assert not one_origin(print_of(written(FULL, "2024-07-01")), print_of(written(other, "2024-07-01")))


def test_an_overlap_is_a_share_and_of_nothing_is_nought() -> None:
    full = print_of(written(FULL, ""))
    assert overlap(full, full) == 1.0
    assert overlap(full, print_of(written("", ""))) == 0.0


@pytest.mark.skipif(not SHARED.is_dir(), reason="the five source texts are not beside the checkout")
def test_of_the_five_texts_the_digest_and_its_interview_are_one_origin_and_no_others() -> None:
    claims = {c.source_id: c for c in shipped()}
    texts = [
        written(
            path.read_text(encoding="utf-8"),
            f"{claims[f'S{i}'].statement_date_low}/{claims[f'S{i}'].statement_date_high}",
        )
        for i, path in enumerate(sorted(SHARED.glob("*.txt")))
    ]
    assert origins(texts) == (0, 0, 2, 3, 4)
