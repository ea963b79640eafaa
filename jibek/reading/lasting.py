"""The years that a span of years takes in: 32 years since, in two years, the past five years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from jibek.reading.calendar import Mention
from jibek.reading.found import Figure

_AGO = re.compile(r"\W{0,2}(?:ago|earlier|назад|before|前)\b|前")
_SINCE = re.compile(r"\W{0,2}(?:since|after|on from|from the|со времени|с момента|спустя)\b|来")
_AHEAD = re.compile(
    r"\b(?:next|coming|in|within|another|following|через|in the next|future|ближайши[ех])\W+(?:\w+\W+)?$",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|next|expect\w*|plan\w*|due|should|would|to be|coming|comes|aims?|hopes?)\b", re.I
)
_WILL = re.compile(r"\b(?:will|should|would|is to|are to|is due to|is expected to)\b[^.;]*$")
_BACK = re.compile(
    r"\b(?:past|last|for|over|during|in the|for the|previous|recent|for over|for more than|for nearly"
    r"|for almost|for about"
    r"|after|за|уже|на протяжении|последни[ех])\W+(?:\w+\W+)?$",
    re.I,
)

# What is told as it is now: a verb of the present or "still", and none of the past.
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|fills?|makes?|accounts?|stands?|holds?|owns?|costs?|employs?|works?|runs?"
    r"|serves?|covers?|needs?|goes|moves|flows|travels|belongs?|carries|carry|leaves|arrives|gets|wants?|welcomes?|receives?|produces?|supplies|depends?|stays?|hopes?"
    r"|takes?|gives?|keeps?|lies|passes|remains?|sits|counts|charges?|pays?|earns?|offers?|uses?|still"
    r"|says?|declares?|sells?"
    r"|составля[ею]т|имеет|имеют|занима[ею]т|сто[ия]т|работа[ею]т|остается|держит|владе[ею]т"
    r"|насчитыва[ею]т|действу[ею]т|хватает"
    r"|прода[ею]т\w*|по-прежнему|пишут|говорят|идет|идут|ходит|ходят|вмещает|получа[ею]т)\b|占地|现有|现在|目前|共有"
    r"|拥有|仍|设有"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|been|rose|fell|grew|came|went|stood|took|gave|made|sold|bought|sent|lost|won"
    r"|brought|saw|ran|kept"
    r"|held|paid|built|met|put|cut|hit|became|began|\w{3,}ed|[а-я]{2,}(?:ал|ил|ел|ул|ял|ол|ыл|ос|ла|ло"
    r"|ли)(?:ся|сь)?|вырос|возрос)\b"
    r"|了|曾|达"
)

_TOLD = re.compile(
    r", (?:as )?(?:we|I|he|she|they|[A-Z][\w.'-]+|the|its|an?)\b[\w .'-]{0,30}"
    r"\b(?:said|was told|were told|told|added|explained|сказал\w*|рассказал\w*|пояснил\w*)\b[^,.;]{0,30}"
)


# Has been sent home: what came of it is now.
_PERFECT = re.compile(
    r"(?<!would )(?<!could )(?<!should )(?<!might )(?<!to )(?<!must )\b(?:has|have)(?: \w+ly| also| now"
    r"| not| already| just)? (?:been )?\w{2,}(?:ed|en|t|ne)\b"
)


def tells_now(text: str, begin: int, end: int) -> bool:
    """Whether a sentence tells what is, so that the time of a paragraph before is not its own."""
    told = _PERFECT.sub("has", _TOLD.sub("", text[begin:end]))
    return bool(_PRESENT.search(told)) and not _PAST.search(told)


def has_come(text: str, begin: int, end: int) -> bool:
    """Whether a sentence tells in the perfect what has come about by now: China has put in 60 million."""
    return bool(_PERFECT.search(text, begin, end))


def tells_past(text: str, begin: int, end: int) -> bool:
    """Whether a sentence tells what was, so that even what stands is of the time told before."""
    told = _TOLD.sub("", text[begin:end])
    past = _PAST.search(told)
    return past is not None and past[0] not in ("了", "达") and not _PRESENT.search(told)


_PARTS = re.compile(r"; |, (?:and|but|while|а|и|но) ")


def of_now(mention: Mention, figure: Figure, same: Sequence[Figure], text: str) -> bool:
    """Whether a time is of another clause, of the past, than a figure told in the present.

    Namibia shipped 6,100 tonnes last year; the Czechs want two more.
    Guests leave 450 dollars, and 146,000 came in 2024.
    """
    first, last = min(mention.end, figure.end), max(mention.start, figure.start)
    cuts = list(_PARTS.finditer(text, first, last))
    if not cuts:
        return False
    begin = max(text.rfind(sign, 0, first) for sign in ".!?\n") + 1
    end = min((k for sign in ".!?\n" if (k := text.find(sign, last)) >= 0), default=len(text))
    here, there = ((begin, cuts[0].start()), (cuts[-1].end(), end))
    if figure.start > mention.start:
        here, there = there, here
    told = any(there[0] <= f.start < there[1] for f in same)
    return told and tells_now(text, *here) and tells_past(text, *there)


def of_duration(
    figure: Figure, inside: Sequence[Mention], text: str, begin: int, anchor: date | None
) -> tuple[str, str]:
    """The years that a span of years takes in: 32 years since, in two years, the past five years, 11 years ago."""
    for m in inside:
        ago = _AGO.match(text, figure.end)  # two years ago is a year for others, a stretch itself
        if m.keep and m.start <= figure.start and figure.end <= m.end and not ago:
            return m.period, m.basis
    if anchor is None or figure.unit != "years" or not isinstance(figure.value, float):
        return "", ""
    span = int(figure.value)
    if not 0 < span < 500:
        return "", ""
    before = text[max(begin, figure.start - 30) : figure.start]
    if _AGO.match(text, figure.end) or _SINCE.match(text, figure.end):
        return f"{anchor.year - span}/{anchor.year}", "relative"
    ahead = _AHEAD.search(before)
    sure = ahead and (not ahead[0].lower().startswith("in") or _FUTURE.search(text, begin, figure.start))
    if sure and not re.search(r"in the (?:\w+ )?$", before):
        return f"{anchor.year}/{anchor.year + span}", "relative"
    if re.search(r"\bfor (?:\w+ )?$", before) and _WILL.search(text, begin, figure.start):
        return f"{anchor.year}/{anchor.year + span}", "relative"
    if _BACK.search(before) or ahead:
        return f"{anchor.year - span}/{anchor.year}", "relative"
    return "", ""
