"""A figure of a system in words: rounded with its interval, open ends said, a unit that reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jibek.ground.language import ENGLISH, current, digits, mark, tr
from jibek.report.wording.numbers import Shown, known, published, show

_UNITS = {
    "ratio": mark("times"),
    "rank": "",
    "ordinal": "",
    "count": "",
    "year": "",
    "score": mark("points"),
    "share": "",
}

_SIZED = {"mn USD": 1e6, "bn USD": 1e9, "tn USD": 1e12}

_WHOLE = 1e6  # counts below are shown to the unit

_SAME = 1e-6  # ends that lie closer, of their size, are one figure


@dataclass(frozen=True, slots=True)
class Told:
    """text: the figure; unit: in words; span: its interval or open end, in words.

    untold: no catalogue has a word for the unit, so that it stands as the source writes it.
    """

    text: str
    unit: str
    span: str = ""
    untold: bool = False

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.text, self.unit, f"({self.span})" if self.span else "") if part
        )


def figure(of: Mapping[str, Any]) -> Told:
    """An indicator, fact or modelled quantity with ``value``, ``low``, ``high`` and ``unit``.

    >>> str(figure({"value": 600.0, "low": 600.0, "high": None, "unit": "persons"}))
    '600 persons (or more)'
    >>> str(figure({"value": 39.9543, "low": 36.4155, "high": 39.9543, "unit": "percent"}))
    '40.0 % (36.4 to 40.0)'
    """
    value, low, high, unit = of["value"], of.get("low"), of.get("high"), str(of["unit"] or "")
    if known(low) and known(high) and abs(high - low) < _SAME * abs(high):  # type: ignore[operator,arg-type]
        low = high = None
    if not known(value):
        ends = [published(end).text for end in (low, high) if known(end)]
        return Told(_between(*ends) or "–", _word(unit))
    if unit == "year":
        return Told(digits(f"{value:.1f}".removesuffix(".0")), "")
    sized = unit.removesuffix("/year")
    if sized in _SIZED:
        value, low, high = (None if e is None else e * _SIZED[sized] for e in (value, low, high))
        unit = unit.replace(sized, "USD")
    whole = abs(value) < _WHOLE and abs(value - round(value)) < 1e-9 and not (known(low) and known(high))
    signed = str(of.get("name", "")).startswith(("Change", "Growth", "Rise"))
    shown = published(value, unit) if whole and not signed else show(value, unit, low, high, signed=signed)
    word = tr(_UNITS[unit]) if unit in _UNITS else shown.unit
    span = shown.interval or _open(value, low, high, unit)
    return Told(shown.text, word, span, _untold(shown, word))


def printed(of: Mapping[str, Any]) -> Told:
    """A fact as it was published, with an open end where it is printed as more or less than."""
    value, low, high, unit = of["value"], of.get("low"), of.get("high"), str(of["unit"] or "")
    if not known(value):
        return figure(of)
    if unit == "year":
        return Told(f"{value:.0f}", "")
    size, by = next(
        ((w, s) for w, s in reversed(_SIZED.items()) if unit == "USD" and abs(value) >= s), (unit, 1.0)
    )
    shown = published(value / by, size)
    word = tr(_UNITS[unit]) if unit in _UNITS else shown.unit
    if known(low) and known(high) and low != high:
        span = _between(published(low / by).text, published(high / by).text)  # type: ignore[operator]
    else:
        span = _open(value, low, high, unit)
    return Told(shown.text, word, span, _untold(shown, word))


def _open(value: float, low: float | None, high: float | None, unit: str) -> str:
    """An end that is open, in words; nothing where none is, or where both ends are the value."""
    if known(low) == known(high):
        return ""
    if known(low):
        return tr("or more") if low == value else tr("from {low}", low=show(low, unit).text)
    return tr("or less") if high == value else tr("up to {high}", high=show(high, unit).text)


def _between(*ends: str) -> str:
    """Both ends of an interval, or the one that is known."""
    return tr("{low} to {high}", low=ends[0], high=ends[1]) if len(ends) > 1 else "".join(ends)


def _untold(shown: Shown, word: str) -> bool:
    return current() != ENGLISH and bool(word) and word == shown.plain


def _word(unit: str) -> str:
    return tr(_UNITS[unit]) if unit in _UNITS else show(1.0, unit).unit


def readable(name: str) -> str:
    """An indicator's name of the data in words: ``trade_turnover`` as trade turnover."""
    return name.replace("_", " ")
