"""Which way goods go: "Kazakhstan's exports to China", "Chinese imports from its neighbour", the shorter forms.

exports … KAZ … to CHN      KAZ->CHN
imports … KAZ … from CHN    CHN->KAZ
"""

from __future__ import annotations

import re

from jibek.checking.context import Context
from jibek.checking.lexicon import Mention
from jibek.reading import Quantity

CLOSE = 40  # letters between the word for a flow and the country at its other end
_TOWARDS = re.compile(r"\b(?:to|from|into|with|for|в|из|с)\s+(?:the\s+)?$", re.IGNORECASE)
_ENDS = re.compile(r" (?:to|from)$", re.IGNORECASE)  # "bought from" says itself that the other end follows
_NEXT = re.compile(r"[^,;.\d]{0,12}(?:[,;，；]| and | и | а )")
_PAIR = {"@CHN": "CHN", "@KAZ": "KAZ"}


def direction(quantity: Quantity, mentions: tuple[Mention, ...], context: Context) -> str:
    """``KAZ->CHN``, ``CHN->KAZ``, or nothing where the words leave it open.

    The word for the flow is the one nearest to the figure; its country is the last one before it that goods do not go
    to or come from, or the one after it.
    """
    flows = [m for m in mentions if m.concept in ("export", "import")]
    if not flows:
        return ""
    # After a comma the next flow begins: exports of China 24.7 bn, imports 16.3 bn.
    earlier = [m for m in flows if m.end <= quantity.char_start]
    text = context.article.text
    flow = min(
        (
            m
            for m in flows
            if not (earlier and m.start >= quantity.char_end and _NEXT.match(text, quantity.char_end))
        ),
        key=lambda m: (context.distance(m, quantity), m.start),
    )
    areas = [m for m in mentions if m.concept in _PAIR]
    before = [
        m for m in areas if m.end <= flow.start and not _TOWARDS.search(text[max(0, m.start - 12) : m.start])
    ]
    after = [m for m in areas if m.start >= flow.end and m.start - flow.end <= CLOSE]
    owner = _PAIR[before[-1].concept] if before else ""
    partner = _PAIR[after[0].concept] if after else ""
    between = text[flow.end : after[0].start].lower() if after else ""
    if (
        after and not _ENDS.search(text[flow.start : flow.end]) and _owns(flow.concept, between)
    ):  # "exports of Kazakhstan", "exports from China", "imports to China"
        owner, partner = partner, ""
    if not owner and not partner:
        return ""
    owner = owner or _other(partner)
    partner = partner or _other(owner)
    if owner == partner:
        return ""
    return f"{owner}->{partner}" if flow.concept == "export" else f"{partner}->{owner}"


def _owns(flow: str, between: str) -> bool:
    words = between.split()
    return not words or words[0] in ("of", "by", "from" if flow == "export" else "to")


def _other(country: str) -> str:
    return "KAZ" if country == "CHN" else "CHN"
