"""Days, months and years as ISO periods, and expressions such as "the first seven months" told against a date."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_RU_STEMS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
# How far ahead of the statement a day without a year may lie before it is taken to be last year's.
AHEAD_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression: offsets in the shadow, its period, whether it says so itself or relative to the statement.

    role: "span" gives figures their period; "base" is what a figure is compared with (a year earlier) and moves the
    period in force by ``shift`` years if it names none; "mask" gives nothing (year-on-year).
    keep: whether figures inside it are read too (the past 32 years).
    upto: "by" or "as of" stands before it: what flows is counted from the first of the year until then.
    """

    start: int
    end: int
    period: str
    basis: str
    role: str = "span"
    shift: int = 0
    keep: bool = False
    upto: bool = False


def month_number(written: str) -> int:
    """1 to 12 of an English or Russian name in any form, 0 if it is none."""
    word = written.lower().rstrip(".")
    if word in MONTHS:
        return MONTHS[word]
    for n, stem in enumerate(_RU_STEMS, start=1):
        if word.startswith(stem) and (stem != "ма" or word in ("май", "мая", "мае", "маю", "маем")):
            return n
    return 0


def months(year: int, first: int, last: int) -> str:
    """Months of a year: one as YYYY-MM, all twelve as YYYY, others from first to last day."""
    if first == last:
        return f"{year}-{first:02d}"
    if (first, last) == (1, 12):
        return str(year)
    if last < first:
        return f"{year - 1}-{first:02d}-01/{year}-{last:02d}-{monthrange(year, last)[1]:02d}"
    return f"{year}-{first:02d}-01/{year}-{last:02d}-{monthrange(year, last)[1]:02d}"


def day(year: int, month: int, first: int, last: int | None = None) -> str:
    """A day or days of a month; "" if there is no such day."""
    try:
        begin = date(year, month, first).isoformat()
        return begin if last is None else f"{begin}/{date(year, month, last).isoformat()}"
    except ValueError:
        return ""


def likely_year(anchor: date, month: int) -> int:
    """Year of a month named without one: the latest that does not lie more than two months ahead.

    >>> likely_year(date(2024, 2, 22), 12), likely_year(date(2024, 7, 1), 7), likely_year(date(2023, 12, 20), 1)
    (2023, 2024, 2024)
    """
    ahead = month - anchor.month
    if ahead > AHEAD_MONTHS:
        return anchor.year - 1
    return anchor.year + (ahead < AHEAD_MONTHS - 12)


def shifted(period: str, years: int) -> str:
    """The same period some years on; 29 February becomes the 28th. Open ends stay open."""

    def move(part: str) -> str:
        if part in ("..", ""):
            return part
        moved = f"{int(part[:4]) + years:04d}{part[4:]}"
        return moved[:-2] + "28" if moved.endswith("-02-29") else moved

    return "/".join(move(p) for p in period.split("/")) if period else ""


def two_digit(first: int, last: str) -> int:
    """The end of 2012-13."""
    return int(last) if len(last) == 4 else first // 100 * 100 + int(last)


def upto_then(period: str) -> str:
    """From the first of the year to a day, or to the end of a month: by 30 April, at the end of September.

    >>> upto_then("2024-04-30"), upto_then("2024-09"), upto_then("../2024-04-30")
    ('2024-01-01/2024-04-30', '2024-01-01/2024-09-30', '2024-01-01/2024-04-30')
    """
    last = period.removeprefix("../")
    if len(last) == 10:
        return f"{last[:4]}-01-01/{last}"
    return months(int(last[:4]), 1, int(last[5:7]))
