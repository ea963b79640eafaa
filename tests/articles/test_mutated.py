"""Passages with bytes lost, put in and changed: whatever is read is judged, and nothing falls over."""

from __future__ import annotations

import random
from pathlib import Path

from jibek.ground.errors import InputError
from jibek.reading import Article, read_article
from jibek.verbs.checking import checker_of

HERE = Path(__file__).parent
PUT_IN = (
    b" 0 ", b" per hour", b"-1", b" 10 million ", b"%", " млрд ".encode(), "亿".encode(), b" a day ", b" in 2023 ",
    b" 999999999999 ", b" 1/0 ", "¹é".encode("latin-1"), b" out of 5 ",
)  # fmt: skip
TIMES = 120


def mutated(rng: random.Random, texts: list[bytes]) -> bytes:
    """Two passages in one, spoilt in up to forty places."""
    spoilt = bytearray(rng.choice(texts) + b"\n" + rng.choice(texts))
    for _ in range(rng.randint(1, 40)):
        at, way = rng.randrange(len(spoilt)), rng.random()
        if way < 0.3:
            del spoilt[at : at + rng.randint(1, 30)]
        elif way < 0.6:
            spoilt[at:at] = rng.choice(PUT_IN)
        else:
            spoilt[at] = rng.randrange(48, 58)
    return bytes(spoilt)


def read(text: bytes) -> Article | None:
    try:
        return read_article(text, name="a.txt")
    except InputError:  # no text in any encoding
        return None


def test_what_is_read_of_a_spoilt_passage_is_judged() -> None:
    texts = [p.read_bytes() for part in ("seen", "opened") for p in sorted((HERE / part).iterdir())]
    rng, checkers, judged = random.Random(11), [checker_of("record"), checker_of("seeds")], 0
    for _ in range(TIMES):
        article = read(mutated(rng, texts))
        if article is None:
            continue
        for checker in checkers:
            verdicts = checker.check(article).verdicts
            assert len(verdicts) == len(article.quantities)
            assert all(v.explanation for v in verdicts)
            judged += len(verdicts)
    assert judged > 10 * TIMES
