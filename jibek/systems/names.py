"""Systems by the names that people use: in four languages, by a part of the name, and with a slip of spelling.

    find(systems, "Жанатас")        Zhanatas wind farm, Zhanatas town
    find(systems, "Horgos")         Khorgos border crossing, the cooperation centre
    find(systems, "wind frm")       Zhanatas wind farm

What is written exactly so comes alone, as a name or as an alias; then names that hold it; then names that resemble it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from jibek.ground.errors import InputError, Problem
from jibek.systems.model import System

CLOSE = 0.8  # of letters shared in order: "Zhantas" is taken for "Zhanatas", "Almaty" not for "Alataw"

_NEAR = 0.5  # of letters shared by a name that is worth offering


def find(systems: Sequence[System], text: str) -> list[System]:
    """The systems that a text means, best first.

    Raises
    ------
    InputError
        ``systems.unknown_system`` with the nearest names.
    """
    asked = plain(text)
    names = [(system, [plain(name) for name in _names(system)]) for system in systems]
    exact = [system for system, known in names if asked in known]
    if exact:
        return exact
    if len(asked) > 1:
        holding = [system for system, known in names if any(_holds(name, asked) for name in known)]
        if holding:
            return holding
    scored = sorted(
        ((max(_likeness(asked, n) for n in known), s) for s, known in names), key=lambda pair: -pair[0]
    )
    best = [system for score, system in scored if score >= max(CLOSE, scored[0][0] - 0.05)]
    if best:
        return best
    near = [system.name for score, system in scored[:3] if score >= _NEAR]
    fix = f"Nearest known: {', '.join(near)}" if near else "List them: jibek systems"
    problem = Problem("systems.unknown_system", text, value=text, expected="the name of a system", fix=fix)
    raise InputError("systems.unknown_system", f"no system is called {text!r}", [problem])


def plain(text: str) -> str:
    """Letters and digits in lower case, without accents; words one blank apart.

    >>> plain("Xi’an  Chanba–Port"), plain("Қостанай")
    ('xian chanba port', 'қостанай')
    """
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("’", "").replace("'", "")
    # Cyrillic letters with a breve or dots are letters of their own: put together again after accents are gone.
    kept = "".join(
        c if c.isalnum() else " " for c in letters if not unicodedata.combining(c) or c in "\u0306\u0308"
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _names(system: System) -> list[str]:
    return [name for name in (system.name, system.system_id, *system.names, *system.aliases) if name]


def _holds(name: str, asked: str) -> bool:
    """Whether a name holds the words asked for: whole words, of Chinese names any part."""
    if any("\u4e00" <= c <= "\u9fff" for c in asked):
        return asked in name
    return f" {asked}" in f" {name}" and len(asked) > 2


def _likeness(asked: str, name: str) -> float:
    """The best likeness of the text to as many words of a name in a row as it has itself, one more or one less."""
    words, count = name.split(), len(asked.split())
    best = 0.0
    for length in {max(1, count - 1), count, count + 1, len(words)}:
        for start in range(max(1, len(words) - length + 1)):
            part = " ".join(words[start : start + length])
            match = SequenceMatcher(None, asked, part, autojunk=False)
            if match.real_quick_ratio() > best and match.quick_ratio() > best:
                best = max(best, match.ratio())
    return best
