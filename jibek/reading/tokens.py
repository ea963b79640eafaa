"""Text as tokens, sentences and paragraphs, over a shadow of the text in which look-alike signs are one sign.

The shadow has plain blanks for blanks that do not break, ASCII digits for wide ones, one hyphen and one apostrophe.
Signs of no width are left out of it, so that a figure with one hidden inside is read as it is seen; `Shadow.at`
leads back to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_LIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u2002\u2003\u3000\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\uff0d\ufe63", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **{chr(0xFF10 + d): str(d) for d in range(10)},
        "\uff05": "%",
        "\uff0e": ".",
        "ё": "е",
        "Ё": "Е",
    }
)
_CELL = re.compile(r"(?<=\S)\t+(?=\S)")
# A line that is a row of a table, and one that begins an item of a list, end what stands before them.
_ROW = re.compile(
    r"[^\n]*[^\W\d_][^\n]*(?:\.{4,}|…{2,}|\S ?\| ?|\S {3,})[^\n]*\d[^\n]*"
    r"|[^\n:.]{2,60}: [^\n]{0,12}\d[^\n.]{0,30}"
)
_PARTING = (": ", "|", "....", "……", "   ")
# So does one that opens what somebody says: Q: How many? TOM: Right.
_ITEM = re.compile(
    r" *(?:[-*•·>—]|\d{1,2}[.)/]) ?\S|(?:[QAВО]|[A-ZА-Я]{2,}(?: [A-ZА-Я&.]+){0,3}(?: \([^)\n]{1,30}\))?): \S|[问答]："
)
_HAN_COMMA = re.compile("(?<=[\u4e00-\u9fff])[,;]|[,;](?=[\u4e00-\u9fff])")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# A number with its separators; a word with inner apostrophes; any other sign alone.
_TOKEN = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])"
    r"|[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])"
    r"|[0-9]+(?:[.,][0-9]+)?"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|\S"
)

_ABBREVIATED = frozenset(
    "mr mrs ms dr prof st no vol fig approx ca inc ltd co corp jan feb mar apr jun jul aug sep sept"
    " oct nov dec u s gen "
    "тыс млн млрд трлн г гг ул им руб долл т д др см куб кв стр".split()
)
_THAT_IS = re.compile(r"\b(?:i\.e|e\.g|т\. ?е|т\. ?н)\.$", re.I)
_SCALES = frozenset("тыс млн млрд трлн".split())
_STARTS = re.compile(r"\s+(?:[\u00ab\u201c\"]?[\u0410-\u042f][\u0430-\u044f]|[\u0410-\u042f] )")
_END = re.compile(
    r"[.!?\u2026]+[\"'\u201d\u00bb)\]]*(?=\s|$|[A-Z\u0410-\u042f][a-z\u0430-\u044f])|[\u3002\uff01\uff1f]+[\u201d\u300d\"]*|\n"
)


@dataclass(frozen=True, slots=True)
class Shadow:
    """The text to match on; ``origin`` gives the place of each character in the text, None if they are the same."""

    text: str
    origin: tuple[int, ...] | None

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of a stretch of the shadow."""
        if self.origin is None or start >= end:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words in small letters with their offsets in the shadow, side by side."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def index(self, offset: int) -> int:
        """The first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def word(self, i: int) -> str:
        """The token, "" outside."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def joined(self, i: int) -> bool:
        """Whether no blank stands before the token."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]


@dataclass(frozen=True, slots=True)
class Layout:
    """Sentences as half-open offsets, in order, and the number of the paragraph of each."""

    sentences: list[tuple[int, int]]
    paragraphs: list[int]

    def number(self, offset: int) -> int:
        """Which sentence an offset stands in."""
        return max(0, bisect_right(self.sentences, (offset, 1 << 60)) - 1)


def shadow_of(text: str) -> Shadow:
    """The text with look-alike signs made one and signs of no width left out."""
    # A tab between words parts the cells of a row.
    plain = (_CELL.sub(lambda m: "|" * len(m[0]), text) if "\t" in text else text).translate(_LIKE)
    if not text.isascii():
        plain = _HAN_COMMA.sub(lambda m: "，" if m[0] == "," else "；", plain)
    if text.isascii() or not _HIDDEN.search(plain):
        return Shadow(plain, None)
    origin = tuple(i for i, c in enumerate(plain) if not _HIDDEN.match(c))
    return Shadow("".join(plain[i] for i in origin), origin)


def tokens_of(text: str) -> Tokens:
    """The tokens of a shadow."""
    spans = [m.span() for m in _TOKEN.finditer(text)]
    small = text.lower()
    # Some letters become two in small letters; they are left as they are, so that offsets hold.
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    words = [small[a:b] for a, b in spans]
    return Tokens(text, words, [a for a, _ in spans], [b for _, b in spans])


def layout_of(text: str) -> Layout:
    """Sentences and paragraphs. In text of short lines a single line break is a blank, not an end."""
    lines = [line for line in text.split("\n") if line.strip()]
    wrapped = len(lines) > 3 and "\n\n" in text and sorted(map(len, lines))[len(lines) // 2] <= 100
    sentences: list[tuple[int, int]] = []
    paragraphs: list[int] = []
    begin, paragraph = 0, 0

    def close(end: int) -> None:
        nonlocal begin
        start, stop = begin, end
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            sentences.append((start, stop))
            paragraphs.append(paragraph)
        begin = end

    for m in _END.finditer(text):
        if m[0] == "\n":
            if not wrapped or text[m.end() : m.end() + 1] in ("\n", "") or _parts(text, m.start(), m.end()):
                close(m.start())
                paragraph = paragraphs[-1] + 1 if paragraphs else 0
        elif not _inside(text, m.start(), m.end()):
            close(m.end())
    close(len(text))
    return Layout(sentences or [(0, len(text))], paragraphs or [0])


def _parts(text: str, stop: int, start: int) -> bool:
    """Whether a line break in wrapped text ends a sentence: a row of a table on either side, an item after it."""
    before = text[text.rfind("\n", 0, stop) + 1 : stop]
    end = text.find("\n", start)
    after = text[start : end if end >= 0 else len(text)]
    return bool(_ITEM.match(after) or is_row(before) or is_row(after))


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: dots, a bar or a wide gap part its figure from a label."""
    parted = any(mark in line for mark in _PARTING)
    return parted and bool(_ROW.fullmatch(line))


def _inside(text: str, dot: int, end: int) -> bool:
    """Whether the dot belongs to an abbreviation or an initial, so that the sentence goes on."""
    if end - dot > 2 and text[dot - 1 : dot] in (" ", ".") and text[end : end + 1] == " ":
        return True  # dots that lead to the figure of a row
    if text[dot] != "." or end - dot > 1:
        return False
    head = dot
    while head > 0 and text[head - 1].isalpha() and dot - head < 7:
        head -= 1
    word = text[head:dot].lower()
    after = text[end : end + 2].strip()[:1]
    if after.islower() or _THAT_IS.search(text, max(0, end - 5), end):
        return True
    if word in _SCALES and _STARTS.match(text, end):
        return False  # 3,7 млрд. За пять месяцев …; but 56,5 тыс. ДФЭ
    return bool(word) and (word in _ABBREVIATED or (len(word) == 1 and text[head].isupper())) and after != ""
