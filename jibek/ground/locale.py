"""Days, countries, lists and lines of text as the language of now writes them; numbers: `jibek.ground.language`.

    day(date(2023, 12, 2))      2 Dec 2023    2 дек. 2023 г.    2023年12月2日
    country("KZ", "Kazakhstan")    Kazakhstan    Казахстан    哈萨克斯坦

English is written here; other languages follow the Common Locale Data Repository by Babel.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from jibek.ground.language import ENGLISH, current
from jibek.ground.text import columns

if TYPE_CHECKING:
    from babel import Locale

# Words with the blanks before them; of Chinese each letter with the stops after it, and brackets with what they open.
_HAN = "\u2e80-\u9fff\uf900-\ufaff"
_STOPS = "、。，；：！？）》」』”’"
_PARTS = re.compile(f"[（《「『“‘]*[{_HAN}][{_STOPS}]*|[ \\t\\n]*[^ \\t\\n{_HAN}（《「『“‘]+|[ \\t\\n]+|.")


def day(of: date) -> str:
    """A day of a year."""
    if current() == ENGLISH:
        return f"{of.day} {of:%b %Y}"
    from babel.dates import format_date

    return format_date(of, "medium", locale=_locale(current()))


def month(of: date) -> str:
    """A month of a year."""
    if current() == ENGLISH:
        return f"{of:%b %Y}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", of, locale=_locale(current()))


def country(alpha2: str, english: str) -> str:
    """A country by its code; in English, and where the code is of none, by the name that is given."""
    if current() == ENGLISH:
        return english
    return str(_locale(current()).territories.get(alpha2.upper(), english)).partition(" (")[0]


def listed(words: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """``a, b and c``, or ``a, b or c``."""
    if current() == ENGLISH:
        last = " or " if style == "or" else " and "
        return last.join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    from babel.lists import format_list

    return format_list(list(words), style, locale=_locale(current()))


def commas(words: Iterable[str]) -> str:
    """``a, b, c``."""
    return ("、" if current() == "zh" else ", ").join(words)


def clauses(words: Iterable[str]) -> str:
    """``a; b; c``: parts that may have commas in them."""
    return ("；" if current() == "zh" else "; ").join(words)


def detailed(words: Iterable[str]) -> str:
    """``a, b``: what is meant, and what of it."""
    return ("，" if current() == "zh" else ", ").join(words)


def wrapped(text: str, wide: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most so many columns; Chinese may be broken between any two letters, but not before a stop."""
    if current() == ENGLISH:
        return textwrap.wrap(text, wide, initial_indent=first, subsequent_indent=rest)
    said = text.lstrip(" ")
    lines, line = [], first + " " * (len(text) - len(said))
    for part in _PARTS.findall(said):
        if line.strip() and columns(line + part.rstrip()) > wide:
            lines.append(line.rstrip())
            line = rest
        line += part if line.strip() else part.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def shortened(text: str, wide: int, end: str = "…") -> str:
    """The text in so many columns, with ``end`` where its end is left out."""
    if current() == ENGLISH:
        return textwrap.shorten(text, wide, placeholder=end)
    if columns(text) <= wide:
        return text
    while columns(text) > wide - columns(end):
        text = text[:-1]
    return text.rstrip() + end


@lru_cache(8)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except UnknownLocaleError:  # a language of tests
        return Locale.parse(ENGLISH)
