"""Where each character of the text of a page stands in its source: tags passed over, entities as what they show.

Trade of &pound;5<b>bn</b>   the "£" stands at 9-16, the "b" at 20-21

The text is followed line by line through the visible characters of the source, blanks left out on both sides; a line
that is put together otherwise is followed word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

Places = tuple[tuple[int, int], ...]

_PIECE = re.compile(
    r"(?P<gone><!--.*?(?:-->|$)|<(?P<tag>script|style|head|noscript|template|svg|iframe)\b.*?(?:</(?P=tag)\s*>|$)"
    r"|<[/!?a-zA-Z][^>]*>)|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?)"
    r"|(?P<sign>\S)",
    re.S | re.I,
)


def aligned(text: str, source: str) -> Places:
    """Half-open offsets in the source of each character of a text that was taken from it.

    A character that is not found (a mark that the extraction added) gets an empty stretch where the one before ends.

    >>> aligned("a £5bn", "<p>a &pound;5<b>bn</b></p>")[2:4]
    ((5, 12), (12, 13))
    """
    signs, spans = _visible(source)
    places: list[tuple[int, int]] = []
    cursor = last = 0
    for chunk, first in _chunks(text, signs):
        places += [(last, last)] * (first - len(places))
        bare = "".join(chunk.split())
        at = signs.find(bare, cursor)
        if at < 0:
            at = signs.find(bare)
        if not bare or at < 0:
            continue
        for sign in chunk:
            if not sign.isspace():
                last = spans[at][1]
                places.append(spans[at])
                at += 1
            else:
                places.append((last, last))
        cursor = at
    return (*places, *[(last, last)] * (len(text) - len(places)))


def _visible(source: str) -> tuple[str, list[tuple[int, int]]]:
    """The signs that the source shows, without blanks, and where each stands."""
    signs: list[str] = []
    spans: list[tuple[int, int]] = []
    for m in _PIECE.finditer(source):
        if m["gone"]:
            continue
        shown = unescape(m[0]) if m["entity"] else m[0]
        if shown == m["entity"]:  # an ampersand that begins no entity
            signs += shown
            spans += [(k, k + 1) for k in range(m.start(), m.end())]
            continue
        shown = "".join(shown.split())
        signs += shown
        spans += [m.span()] * len(shown)
    return "".join(signs), spans


def _chunks(text: str, signs: str) -> Iterator[tuple[str, int]]:
    """Lines that the signs hold as they are, other lines word by word, each with its offset."""
    for line in re.finditer(r"[^\n]+", text):
        if "".join(line[0].split()) in signs:
            yield line[0], line.start()
        else:
            for word in re.finditer(r"\S+", line[0]):
                yield word[0], line.start() + word.start()
