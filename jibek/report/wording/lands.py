"""Countries in the reader's language: in English as the data have them, else by the names of Unicode's locales (CLDR).

country("KAZ", "Kazakhstan")   ->   Kazakhstan; Казахстан, Қазақстан, 哈萨克斯坦
"""

from __future__ import annotations

from functools import lru_cache

from jibek.ground import locale
from jibek.ground.language import ENGLISH, current, mark, tr

REST = mark("Rest of world")

# English names of the data that the locales write otherwise.
_OTHERWISE = {
    "Viet Nam": "VN",
    "Myanmar": "MM",
    "Turkey": "TR",
    "Russian Federation": "RU",
    "Slovak Republic": "SK",
}


def country(code: str, name: str = "") -> str:
    """A country by its alpha-2 or alpha-3 code; ``name``: what it is called in English, blank: its code."""
    if current() == ENGLISH:
        return name or code
    return locale.country(_alpha2(code), "") or named(name or code)


def named(name: str) -> str:
    """A country by its English name."""
    if current() == ENGLISH:
        return name
    code = _OTHERWISE.get(name) or _codes().get(name, "")
    return locale.country(code, "") or tr(name)


def lands(codes: str) -> str:
    """Countries joined by a hyphen: codes in English, else names."""
    return "–".join(country(code) for code in codes.split("-"))


@lru_cache(1)
def _codes() -> dict[str, str]:
    """English name to alpha-2 code, without what stands in brackets."""
    from babel import Locale

    return {str(name).partition(" (")[0]: str(code) for code, name in Locale(ENGLISH).territories.items()}


def _alpha2(code: str) -> str:
    from babel.core import get_global

    aliases = get_global("territory_aliases").get(code)
    return str(aliases[0]) if aliases else code
