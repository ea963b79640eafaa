"""How well and how fast articles are checked: scores on the passages of the tests, milliseconds an article.

    python -m benchmarks.article_rules              the passages beside the tests
    python -m benchmarks.article_rules FOLDER       and the speed on the texts of a folder

Scores judge by the claims of the source texts alone. Times are CPU milliseconds of a check after reading, the smallest
of ten; the machine may be shared.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from jibek.checking import Checker, index
from jibek.checking.claims import shipped
from jibek.reading import Article, read_article

TESTS = Path(__file__).resolve().parents[1] / "tests" / "checking"
REPEATS = 10


def milliseconds(checker: Checker, article: Article) -> float:
    """CPU milliseconds of a check, the smallest of ten after one that is not counted."""
    checker.check(article)
    spent = []
    for _ in range(REPEATS):
        began = time.process_time()
        checker.check(article)
        spent.append(time.process_time() - began)
    return 1000.0 * min(spent)


def main(folder: str | None = None) -> None:
    """Print scores, then times."""
    sys.path.insert(0, str(TESTS))
    from test_passages import passages, scored

    began = time.process_time()
    checker = Checker(index(shipped()))
    print(f"record ready in {time.process_time() - began:.2f} s")
    seeds = Checker(index(shipped(), facts=False))
    articles = []
    for file in ("passages.txt", "more_passages.txt"):
        s = scored(seeds, file)
        recall, precision = s.found / (s.found + s.missed), s.found / (s.found + s.false)
        print(f"{file}: {s.right} of {s.figures} verdicts right ({s.right / s.figures:.3f})", end=", ")
        print(f"conflicts: recall {recall:.2f}, precision {precision:.2f}")
        articles += [read_article(text.encode(), name=file) for text, _ in passages(file)]
    if folder is not None:
        articles = [read_article(p, name=p.name) for p in sorted(Path(folder).glob("*.txt"))]
    times = [milliseconds(checker, a) for a in articles]
    letters, mean = sum(len(a.text) for a in articles) / len(articles), sum(times) / len(times)
    print(f"{len(times)} articles of {letters:,.0f} letters: mean {mean:.1f} ms, most {max(times):.1f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:2])
