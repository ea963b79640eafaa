"""Find where each quantity of the article key stands in its passage.

    python tools/anchor_articles.py            says which rows of tests/articles/key.csv are off; exit code 1 if any
    python tools/anchor_articles.py --write    writes the offsets found

A row names its quantity and the how-manieth occurrence of that text it is; offsets are half-open, in Unicode characters
of the decoded file, byte order mark left out. A quantity that its passage does not hold is an error, never a guess.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "tests" / "articles"


def decoded(home: Path = HOME) -> dict[str, str]:
    """The text of every passage, by its name, in the encoding that passages.csv states."""
    with (home / "passages.csv").open(encoding="utf-8", newline="") as file:
        return {
            r["passage"]: (home / r["passage"]).read_bytes().decode(r["encoding"])
            for r in csv.DictReader(file)
        }


def anchor(text: str, quantity: str, occurrence: int) -> tuple[int, int]:
    """Offsets of an occurrence, counted from 1.

    >>> anchor("2 of 12", "2", 2)
    (6, 7)
    """
    start = -1
    for _ in range(occurrence):
        start = text.find(quantity, start + 1)
        if start < 0:
            raise ValueError(f"{quantity!r} does not stand {occurrence} times in the passage")
    return start, start + len(quantity)


def main(words: Sequence[str] | None = None) -> int:
    """Check or write the offsets of the key."""
    words = sys.argv[1:] if words is None else words
    path, texts = HOME / "key.csv", decoded()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    off = 0
    for row in rows:
        start, end = anchor(texts[row["passage"]], row["quantity"], int(row["occurrence"]))
        if (row["char_start"], row["char_end"]) != (str(start), str(end)):
            off += 1
            print(f"{row['passage']}: {row['quantity']!r} stands at {start}-{end}")
            row["char_start"], row["char_end"] = str(start), str(end)
    if "--write" in words and off:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return 0
    return int(off > 0)


if __name__ == "__main__":
    sys.exit(main())
