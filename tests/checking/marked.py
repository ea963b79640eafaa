"""Articles written by hand with their figures marked, so that checking is tested without reading.

    article("Trade reached [US$41bn|41e9 USD|2023].", date="2024-02-22")

A mark is text, then value and unit (a comparator before the value), then the period, then the reporter.
"""

from __future__ import annotations

import re

from jibek.reading import Article, Quantity

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]*)\]")
_END = re.compile(r"(?:[.!?]\s+(?=[A-ZА-Я])|[。！？]|\n+)")
_KINDS = {
    "USD": "money",
    "CNY": "money",
    "percent": "percent",
    "percentage_points": "percent",
    "rank": "rank",
    "ordinal": "ordinal",
    "ratio": "ratio",
    "years": "duration",
    "months": "duration",
    "date": "date",
    "persons": "count",
    "count": "count",
}


def article(marked: str, date: str = "2024-07-04", name: str = "a.txt", language: str = "en") -> Article:
    text, found, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        found.append((len(text), len(text) + len(mark[1]), mark[1], *_split(mark[2])))
        text += mark[1]
        at = mark.end()
    text += marked[at:]
    ends = [0, *(m.end() for m in _END.finditer(text)), len(text)]
    quantities = tuple(_quantity(text, ends, *one) for one in found)
    return Article(name, text, language, date, "option", quantities, ())


def _split(said: str) -> tuple[str, str, str]:
    figure, period, reporter, *_ = [*said.split("|"), "", ""]
    return figure, period, reporter


def _quantity(
    text: str, ends: list[int], start: int, end: int, written: str, figure: str, period: str, reporter: str
) -> Quantity:
    value, unit = figure.rsplit(" ", 1)
    sign = next((c for c in (">=", "<=", ">", "<", "~") if value.startswith(c)), "")
    value = value[len(sign) :]
    kind = _KINDS.get(unit, "physical")
    return Quantity(
        char_start=start,
        char_end=end,
        text=written,
        value=value if kind == "date" else float(value),
        value_low=None,
        value_high=None,
        comparator=sign or "=",
        unit=unit,
        currency=unit if kind == "money" else "",
        kind=kind,
        noun=" ".join(text[end : end + 40].split()[:2]),
        period=period,
        period_basis="stated" if period else "",
        sentence=(max(e for e in ends if e <= start), min(e for e in ends if e >= end)),
        speaker="",
        reporter=reporter,
    )
