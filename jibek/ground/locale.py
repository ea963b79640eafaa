"""Days, countries, lists and columns of text as the language of now writes them; numbers: `jibek.ground.language`.

    day(date(2023, 12, 2))      2 Dec 2023    2 дек. 2023 г.    2023年12月2日
    country("KZ", "Kazakhstan")    Kazakhstan    Казахстан    哈萨克斯坦

English is written here; other languages follow the Common Locale Data Repository by Babel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from jibek.ground.language import ENGLISH, current

if TYPE_CHECKING:
    from babel import Locale

_WIDE = "WF"  # letters of two columns in a terminal


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
    return str(_locale(current()).territories.get(alpha2.upper(), english))


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if current() == ENGLISH:
        return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    from babel.lists import format_list

    return format_list(list(words), locale=_locale(current()))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese letters are two wide."""
    return sum(2 if east_asian_width(c) in _WIDE else 1 for c in text)


def left(text: str, wide: int) -> str:
    """The text with blanks after it up to so many columns."""
    return text + " " * (wide - columns(text))


def right(text: str, wide: int) -> str:
    """The text with blanks before it up to so many columns."""
    return " " * (wide - columns(text)) + text


@lru_cache(8)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except UnknownLocaleError:  # a language of tests
        return Locale.parse(ENGLISH)
