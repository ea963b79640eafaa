"""Which days a measure covers, told in its words: a year, halves, quarters, months, up to a day, since a year.

"Trains Jan-Apr"                                2020   1 January to 30 April
"Freight 10 months"                             2023   1 January to 31 October
"Trains to 13 Dec"                              2021   1 January to 13 December
"Base trains 8 Jun 2017-Jun 2018"               2018   8 June 2017 to 30 June 2018
"Central Asia trains cumulative since 1992"     2023   1 January 1992 to 31 December 2023
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_YEAR, LAST_YEAR = 1990, 2060


class Unreadable(Exception):
    """A row that cannot be predicted, with the reason for people."""


@dataclass(frozen=True, slots=True)
class Span:
    """first: None for a count over all years whose beginning the measure does not tell; rest: words left over."""

    first: date | None
    last: date
    rest: str
    cumulative: bool

    @property
    def is_part(self) -> bool:
        """Whether it is a part of one year."""
        return (
            self.first is not None
            and self.first.year == self.last.year
            and (self.last - self.first).days < 364
        )


_MONTHS = {
    m: n for n in range(1, 13) for m in (calendar.month_name[n].lower(), calendar.month_abbr[n].lower())
}
_MONTHS["sept"] = 9
_NUMBERS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_ORDINAL = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"


def _day_form(n: str) -> str:
    """A month with or without its day, before or after it, and its year; groups end in ``n``."""
    day = rf"(?:(?P<d{n}>\d{{1,2}})\s+)?(?P<m{n}>{_MONTH})(?:\s+(?P<e{n}>\d{{1,2}})\b)?"
    return rf"{day},?(?:\s+(?P<y{n}>{_YEAR}))?"


_A, _B = _day_form("a"), _day_form("b")
_DASH = r"\s*(?:-|to|through|until|till)\s*"
_UP_TO = r"(?:up\s+to|as\s+of|by|to|through|until|till)\s+"
_COUNT = r"(?P<n>\d{1,2}|" + "|".join(_NUMBERS) + r")"
_NTH = r"(?P<q>" + "|".join(_ORDINAL) + r")"


def days_of(measure: str, year: Any) -> Span:
    """The days that a measure of a year covers.

    Raises
    ------
    Unreadable
        No year, a day that is none, two parts of a year, a part that does not end in the row's year.
    """
    number = year_of(year)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", measure.casefold()).replace("\u00a0", " ")
    if not text.strip():
        raise Unreadable("the measure is blank")
    for form, make in _FORMS:
        found = re.search(rf"(?<![\w]){form}(?!\w)", text)
        if found is None:
            continue
        first, last = make(found, number)
        rest = text[: found.start()] + " " + text[found.end() :]
        return _span(first, last, rest, number)
    return _span(date(number, 1, 1), date(number, 12, 31), text, number)


def year_of(year: Any) -> int:
    """The year that a cell holds.

    Raises
    ------
    Unreadable
        Blank, no whole number, or beyond what may be told of.
    """
    try:
        number = float(str(year).strip())
    except ValueError:
        raise Unreadable(
            f"the year {year!r} is no number" if str(year).strip() else "the year is blank"
        ) from None
    if number != int(number) or not FIRST_YEAR <= number <= LAST_YEAR:
        raise Unreadable(f"the year {year} is not one of {FIRST_YEAR} to {LAST_YEAR}")
    return int(number)


def _span(first: date | None, last: date, rest: str, year: int) -> Span:
    """With what the words left over say: a second part of a year is refused, the year itself is plain."""
    since = re.search(rf"\bsince\s+(?:{_A}|(?P<only>{_YEAR}))", rest)
    if since is not None:
        rest = rest[: since.start()] + " " + rest[since.end() :]
        first = _begin(since) if since["only"] is None else date(int(since["only"]), 1, 1)
    cumulative = "cumulative" in rest
    if cumulative and since is None and first == date(year, 1, 1):
        first = None
    rest = re.sub(rf"\b{year}\b", " ", rest)
    for form, _ in _FORMS:
        again = re.search(rf"(?<![\w]){form}(?!\w)", rest)
        if again is not None:
            raise Unreadable(f"{again[0].strip()!r} is a second part of a year")
    other = re.search(rf"\b{_YEAR}\b", rest)
    if other is not None:
        raise Unreadable(f"the measure names {other[0]}, the row is of {year}")
    if last.year != year:
        raise Unreadable(f"the days end in {last.year}, the row is of {year}")
    return Span(first, last, rest, cumulative or since is not None)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"there is no {day} {calendar.month_name[month]} {year}") from None


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _parts(found: re.Match[str], n: str, year: int) -> tuple[int, int, int | None]:
    """Year, month and, where it is told, day of one end."""
    told = found[f"d{n}"] or found[f"e{n}"]
    own = found[f"y{n}"]
    return int(own) if own else year, _MONTHS[found[f"m{n}"].rstrip(".")], int(told) if told else None


def _begin(found: re.Match[str], year: int | None = None) -> date:
    at, month, day = _parts(found, "a", year or 0)
    if at == 0:
        raise Unreadable("a count since a month of which the year is not told")
    return _day(at, month, day or 1)


def _between(found: re.Match[str], year: int) -> tuple[date, date]:
    at, month, day = _parts(found, "b", year)
    last = _day(at, month, day) if day else _end(at, month)
    first = _begin(found, at)
    if first > last and found["ya"] is None:
        raise Unreadable(f"it ends on {last}, before it begins on {first}")
    return first, last


def _up_to(found: re.Match[str], year: int) -> tuple[date, date]:
    at, month, day = _parts(found, "a", year)
    return date(at, 1, 1), _day(at, month, day) if day else _end(at, month)


def _month(found: re.Match[str], year: int) -> tuple[date, date]:
    at, month, day = _parts(found, "a", year)
    return (_day(at, month, day),) * 2 if day else (date(at, month, 1), _end(at, month))  # type: ignore[return-value]


def _months(found: re.Match[str], year: int) -> tuple[date, date]:
    told = found["n"]
    count = int(told) if told.isdigit() else _NUMBERS[told]
    if not 1 <= count <= 12:
        raise Unreadable(f"a year has no {count} months")
    return date(year, 1, 1), _end(year, count)


def _piece(length: int) -> Callable[[re.Match[str], int], tuple[date, date]]:
    def make(found: re.Match[str], year: int) -> tuple[date, date]:
        told = found["q"]
        n = int(told) if told.isdigit() else _ORDINAL[told]
        if n * length > 12:
            raise Unreadable(f"{found[0].strip()!r} is no part of a year")
        return date(year, length * (n - 1) + 1, 1), _end(year, length * n)

    return make


def _years(found: re.Match[str], year: int) -> tuple[date, date]:
    return date(int(found["from"]), 1, 1), date(int(found["to"]), 12, 31)


_FORMS: tuple[tuple[str, Callable[[re.Match[str], int], tuple[date, date]]], ...] = (
    (rf"(?:from\s+)?{_A}{_DASH}{_B}", _between),
    (rf"(?P<from>{_YEAR})\s*-\s*(?P<to>{_YEAR})", _years),
    (rf"{_UP_TO}(?:the\s+)?(?:end\s+of\s+)?{_A}", _up_to),
    (rf"(?:in\s+)?(?:the\s+)?(?:first\s+)?{_COUNT}[\s-]*(?:months?|m|mo)", _months),
    (r"h(?P<q>\d)", _piece(6)),
    (r"(?P<q>\d)h", _piece(6)),
    (rf"(?:in\s+)?(?:the\s+)?{_NTH}[\s-]+half(?:[\s-]+(?:of\s+the\s+)?year)?", _piece(6)),
    (r"q(?P<q>\d)", _piece(3)),
    (r"(?P<q>\d)q", _piece(3)),
    (rf"(?:in\s+)?(?:the\s+)?{_NTH}[\s-]+quarter", _piece(3)),
    (rf"(?:in\s+)?{_A}", _month),
)
