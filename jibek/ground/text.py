"""Text as it is read and as it is shown: blanks around it, what counts as the same word, numbers in a terminal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any
from unicodedata import east_asian_width


def figure(value: float) -> str:
    """A number as people read it: three to four figures that count, thousands apart.

    >>> figure(41035.2), figure(5.9321), figure(-0.00123), figure(2023.0)
    ('41,035', '5.93', '-0.00123', '2,023')
    """
    size = abs(value)
    if size >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 100 else f"{value:.3g}"


def readable(value: Any) -> str:
    """Any value in a few words; a pair of numbers is an interval, nothing known is a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return figure(float(value))
    if isinstance(value, tuple):
        return "" if None in value else " … ".join(readable(v) for v in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese letters are two wide.

    >>> columns("Khorgos"), columns("霍尔果斯")
    (7, 8)
    """
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def to_left(text: str, wide: int) -> str:
    """The text with blanks after it up to so many columns."""
    return text + " " * (wide - columns(text))


def to_right(text: str, wide: int) -> str:
    """The text with blanks before it up to so many columns."""
    return " " * (wide - columns(text)) + text


def aligned(head: Sequence[str], rows: Sequence[Sequence[Any]], left: Collection[int] = (0,)) -> list[str]:
    """Lines of a table; columns in ``left`` begin at the left, all others end at the right."""
    body = [list(head), *[[readable(cell) for cell in row] for row in rows]]
    widths = [max(columns(row[i]) for row in body) for i in range(len(head))]
    return [
        "  ".join(
            to_left(c, w) if i in left else to_right(c, w)
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in body
    ]


# What moves a terminal's cursor, ends a line of it, or turns the order of what is read: controls but tab and line feed,
# and marks of direction.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text with what would work on the reader's screen unseen shown as symbols.

    >>> visible("\\x1b[2JA\\u202eB")
    '␛[2JA⟨U+202E⟩B'
    """
    return _UNSEEN.sub(lambda found: _symbol(ord(found[0])), text)


def _symbol(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"⟨U+{code:04X}⟩"


def escaped(text: str) -> str:
    """The text of a JSON object with the same signs as escapes, so that it says what it said and moves no terminal."""
    return _UNSEEN.sub(lambda found: found[0] if found[0] == "\r" else f"\\u{ord(found[0]):04x}", text)


# A cell that begins so is a formula to a spreadsheet, also behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")


def unworked(cell: Any) -> Any:
    """A cell of a file that a spreadsheet will open: text that it would work out is marked as text, numbers stay.

    A carriage return would end the row, and what follows it could begin another.

    >>> unworked("=1+1"), unworked("-5.2"), unworked(-5.2)
    ("'=1+1", '-5.2', -5.2)
    """
    if not isinstance(cell, str):
        return cell
    cell = visible(cell)
    if not _FORMULA.match(cell):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


# Marks of no width that str.strip leaves: zero-width spaces and joiners, word joiner, byte-order mark.
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"

_BETWEEN = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def stripped(text: str) -> str:
    """The text without blanks around it; blanks that do not break a line and marks of no width are blanks too."""
    text = text.strip()
    while text and (text[0] in _NO_WIDTH or text[-1] in _NO_WIDTH):
        text = text.strip(_NO_WIDTH).strip()
    return text


def folded(text: str) -> str:
    """What two spellings of one word share: no case, no blanks, dashes or underscores but those between digits.

    >>> folded("Dry bulk") == folded("dry_bulk"), folded("2019-20") == folded("201920")
    (True, False)
    """
    parts = _BETWEEN.split(stripped(text).casefold())
    out = parts[0]
    for part in parts[1:]:
        out += ("-" if out[-1:].isdigit() and part[:1].isdigit() else "") + part
    return out
