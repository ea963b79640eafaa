"""Figures in the words of a row, beside the one that it holds: growth, a part, what else was counted then.

"Trains H1, 3000", note "2.5 Mt cargo"          2.5 Mt, with the words of its row
"… in January-May 2024 (+148%)"                 growth of 148 percent
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jibek.checking.measures import measure

_RATE = re.compile(
    r"(?:\b(?P<way>up|rose|rise of|growth of|growth|down|fell|drop of)\s+(?P<value>\d+(?:\.\d+)?) ?(?:percent|%)"
    r"|\((?P<sign>[+-])(?P<signed>\d+(?:\.\d+)?)%)"
)
_DOWN = ("down", "fell", "drop of", "-")
_FIGURE = re.compile(
    r"(?<![\d.,:/+*A-Za-z-])(?P<value>\d[\d,]*(?:\.\d+)?) (?:(?P<scale>thousand|million|billion|bn|M) )?"
    r"(?P<noun>[A-Za-z][\w/]*)"
    r"(?P<more> (?!of|in|to|and|by|on|at|for|the|a)[a-z]+)?"
)
# Months of dates, and words that a number only stands before by chance.
_NO_NOUN = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Phase|Q[1-4]|H[12]|of|in|to|and|by|on|at|for|is|or|from|the|a"
    r"|against|percent|among|with|yes|no|per|as|than|not|only|times|roll|votes?)"
)
_OF_THE_SAME = frozenset("normal before usual earlier formerly normally".split())  # of what the row is of
_UNITS = {"bn": "bn", "billion": "bn", "million": "M", "M": "M", "thousand": "thousand"}
_YEAR = re.compile(r"(?:19|20)\d\d")


def rates(text: str) -> Iterator[float]:
    """Growth that a cell tells, in percent; a fall below nought.

    >>> list(rates("visits (+148%)")), list(rates("imports, down 5.2 percent"))
    ([148.0], [-5.2])
    """
    if "percent" not in text and "%" not in text:
        return
    for hit in _RATE.finditer(text):
        falls = (hit["way"] or hit["sign"]) in _DOWN
        yield (-1.0 if falls else 1.0) * float(hit["value"] or hit["signed"])


def amounts(text: str) -> Iterator[tuple[str, str]]:
    """Figures of a cell with their units, none where it is the row's; what is no unit is a count of that.

    >>> list(amounts("2.5 Mt cargo")), list(amounts("in China since 2007; 2,632 flights"))
    ([('2.5', 'Mt')], [('2632', 'flights')])
    """
    for hit in _FIGURE.finditer(text):
        noun = hit["noun"]
        if noun in _OF_THE_SAME and not hit["scale"]:
            yield hit["value"].replace(",", ""), ""
            continue
        if _NO_NOUN.fullmatch(noun) or (_NO_NOUN.match(noun[:3]) and noun[:1].isupper()):
            continue
        if _YEAR.fullmatch(hit["value"]) and not hit["scale"]:
            continue
        scale = _UNITS.get(hit["scale"] or "", "")
        unit = f"{noun} {scale}" if noun.isupper() and scale else f"{scale} {noun}".strip()
        of = measure(unit)
        if of is not None and (of.family != "count" or len(noun) > 3):
            yield hit["value"].replace(",", ""), unit
