"""Pieces of which patterns of time are made, and the table of patterns by the word that each begins with."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from jibek.reading.calendar import MONTHS, likely_year
from jibek.reading.numerals import ONES, TENS

Y = r"(?:19|20)\d\d(?![\d,.]\d|\d)"
M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
RM = (
    r"(?:[Яя]нвар|[Фф]еврал|[Мм]арт|[Аа]прел|[Мм]а[йяею]\b|[Ии]юн|[Ии]юл|[Аа]вгуст|[Сс]ентябр"
    r"|[Оо]ктябр|[Нн]оябр|[Дд]екабр)[а-я]*"
)
OF = rf"(?:,? (?:of |in )?(?P<y>{Y})|,? (?:of )?(?:the )?(?P<rel>this|last|next|current|previous|same|that) year)?"
RU_OF = (
    rf"(?: (?P<y>{Y})(?: (?:год[а-я]*|гг?\b\.?))?"
    r"|,? (?P<rel>этого|текущего|нынешнего|прошлого|минувшего|следующего) года)?"
)
N = r"\d{1,2}|" + "|".join(w for w in [*ONES, *TENS] if w not in ("zero", "one"))
REL = {
    **dict.fromkeys(
        ("this", "current", "same", "that", "этого", "текущего", "нынешнего", "этом", "текущем", "нынешнем"),
        0,
    ),
    **dict.fromkeys(
        ("last", "previous", "past", "preceding", "прошлого", "минувшего", "прошлом", "минувшем", "прошлый"),
        -1,
    ),
    **dict.fromkeys(("next", "coming", "following", "следующего", "следующем", "будущем"), 1),
}
ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}

Told = tuple[str, str, str, int, bool]
Resolver = Callable[[re.Match[str], date | None], Told | None]
PATTERNS: dict[str, list[tuple[re.Pattern[str], Resolver]]] = {}
NOTHING = ("", "", "mask", 0, False)


def on(triggers: str, pattern: str) -> Callable[[Resolver], Resolver]:
    """Try a pattern where one of these words begins; ``#`` stands for any number in digits."""

    def keep(resolve: Resolver) -> Resolver:
        for word in triggers.split():
            PATTERNS.setdefault(word, []).append((re.compile(pattern), resolve))
        return resolve

    return keep


def span(period: str, basis: str, keep: bool = False) -> Told:
    return period, basis if period else "", "span", 0, keep


def year_of(m: re.Match[str], anchor: date | None, last_month: int | None = None) -> tuple[int, str] | None:
    """The year that the words after a month name, or the likely one."""
    groups = m.groupdict()
    if groups.get("y"):
        return int(groups["y"]), "stated"
    if anchor is None:
        return None
    if groups.get("rel"):
        return anchor.year + REL[groups["rel"]], "relative"
    return (anchor.year if last_month is None else likely_year(anchor, last_month)), "relative"


MONTH_WORDS = " ".join(MONTHS)
RU_MONTH_WORDS = " ".join(
    f"{stem}{end}"
    for stems, ends in (
        ("январ феврал апрел июн июл сентябр октябр ноябр декабр", "ь я е ю"),
        ("март август", "|а|е|у"),
        ("ма", "й я е ю"),
    )
    for stem in stems.split()
    for end in (ends.split("|") if "|" in ends else ends.split())
)
