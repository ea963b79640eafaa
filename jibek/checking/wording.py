"""Verdicts in words. What does not match is shown with both figures, reporters and dates; nobody is said to be right.

The article has 31 bn USD for 2023; the record holds 41 bn USD for 2023 (Zhang Xiao, 2024-06-08/2024-07-01). It does
not match: wrong year.
"""

from __future__ import annotations

import math

from jibek.checking.intervals import written
from jibek.checking.known import Known
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, STALE
from jibek.checking.outcome import Outcome
from jibek.ground.text import figure
from jibek.reading import Quantity

REPORTERS = {"CHN": "Chinese statistics", "KAZ": "Kazakh statistics", "BACI": "BACI"}
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
SHOWN = 2
LONG = 48  # hours from which whole days are told as days
_NEW = {
    "unrecorded period": "holds no figure of that period",
    "other reporter": "holds only figures of another reporter, which are not compared",
    "counted otherwise": "has another figure, which may count something else",
    "unsure period": "has another figure; whether the article means the year or some months of it is not sure",
    "no period": "cannot be compared: the article gives no period",
    "later than the record": "was last told of it long before the article",
    "another goal": "holds no goal with that deadline",
    "no date of the article": "cannot be compared: the article's date is not known; give it with --date",
    "not surely of the indicator": "has a figure of it, but the words are too few to be sure that this is meant",
    "unrecorded indicator": "does not hold it",
}


# Subtypes are for programs; people are told how two figures differ, not that one is wrong.
_IN_WORDS = {
    "wrong value": "another value",
    "wrong count": "another count",
    "wrong year": "the record has this figure for another time",
    "part of the period": "the record has this figure for a part of the time that is told",
    "other reporter": "the figure stands under another reporter",
    "other denominator": "the record has this share of another whole",
    "mirrored direction": "the record has this figure for the other direction",
    "other flow": "the record has this figure for trade of another kind",
    "other place": "the record has this figure for another place",
    "exchanged figures": "the two figures of the sentence stand the other way round in the record",
    "digit swap": "two digits have changed places",
    "percent against percentage points": "one is in percent, the other in percentage points",
    "cumulative against annual": "one is a sum over years, the other of a year",
    "growth inconsistent with levels": "the growth does not follow from the levels",
    "share inconsistent with its parts": "the share does not follow from part and whole",
}


def in_words(subtype: str) -> str:
    """How two figures differ, without a word on whose is right.

    >>> in_words("wrong value"), in_words("factor of ten")
    ('another value', 'a factor of ten')
    """
    return _IN_WORDS.get(subtype, f"a {subtype}")


def amount(value: float, unit: str) -> str:
    """A figure with its unit as people write it.

    >>> amount(41e9, "USD"), amount(23.6, "percent"), amount(3.5e8, "kWh/yr")
    ('41 bn USD', '23.6 percent', '350 m kWh/yr')
    """
    if math.isnan(value):
        return "no figure"
    if unit == "h" and value >= LONG and value % 24 == 0:
        return f"{_short(value / 24)} d"
    for scale, name in _SCALES:
        if abs(value) >= scale:
            return f"{_short(value / scale)} {name} {'' if unit == 'count' else unit}".rstrip()
    shown = figure(value) if abs(value) >= 1000 else _short(value)
    return shown if unit in ("", "count", "rank", "ordinal") else f"{shown} {unit}"


def _short(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 10_000 else figure(value)


def held(known: Known) -> str:
    """A figure of the record with period, reporter, speaker and date."""
    if math.isnan(known.value):
        what = written(known.days) if known.days else "an undated statement"
    elif known.working:
        ends = dict.fromkeys(amount(end, known.unit) for end in known.extent)
        what = " to ".join(ends)
    else:
        what = amount(known.value, known.unit)
    if known.days and not math.isnan(known.value):
        what += f" for {written(known.days)}"
    said = [
        REPORTERS.get(known.reporter, ""),
        known.speaker,
        f"said {written(known.said)}" if known.said else "",
    ]
    where = "; ".join(filter(None, said))
    return f"{what} ({where})" if where else what


def explanation(quantity: Quantity, said: str, label: str, verdict: str, outcome: Outcome | None) -> str:
    """A verdict in a sentence or two; ``said`` is the article's date, empty if unknown."""
    if outcome is None:
        return "The record holds nothing that the words around this figure name."
    label = label.rstrip(".")
    told = "; ".join(held(k) for k in outcome.known[:SHOWN])
    if verdict == AGREES:
        return f"Taken for {label}. The record says the same: {told}."
    if verdict == DERIVABLE:
        working = next((k.working for k in outcome.known if k.working), "counted from its start")
        return f"Taken for {label}. It follows from the record ({working}): {told}."
    if verdict == STALE:
        return f"Taken for {label}. It was said before, and a later statement replaced it: {told}."
    if verdict == CONFLICTS:
        return f"Taken for {label}. {_both(quantity, said, told)} It does not match: {in_words(outcome.subtype)}."
    ending = _NEW.get(outcome.subtype, "does not hold it")
    return f"Taken for {label}. The record {ending}" + (f": {told}." if told else ".")


def _both(quantity: Quantity, said: str, told: str) -> str:
    reporter = REPORTERS.get(quantity.reporter, quantity.reporter) or "no reporter named"
    when_said = f"said {said}" if said else "undated"
    whose = "; ".join(filter(None, (reporter, quantity.speaker, when_said)))
    when = f" for {quantity.period}" if quantity.period else ""
    return f"The article has {quantity.text}{when} ({whose}); the record holds {told}."
