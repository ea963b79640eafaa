"""An article's figure made ready for comparison: its interval, its days, its statement's days.

What the reader did not close is closed here: "over 41 bn" reaches as far as a speaker would go, "about" 5 %.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from jibek.checking.indicators import Indicator
from jibek.checking.intervals import Extent, Span, extent, span, within
from jibek.checking.known import COUNTED, Known, capped
from jibek.checking.matching import Candidate
from jibek.reading import Article, Quantity

BEFORE_FIGURES = 20  # the same in Chinese, which says the year before the figure
BESIDE = 8  # letters within which a year is surely the figure's own
AFTERWARDS = 4  # letters by which a year named after the figure is farther from it than one before
OF_LONGER = ("growth", "share", "average", "factor")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,.]\d|\d)")
_MORE = re.compile(r"\b(?:over|more than|свыше|более(?: чем)?)\s+$", re.IGNORECASE)
_YEARS = {"months": 1.0 / 12.0, "d": 1.0 / 365.25, "h": 1.0 / 8766.0}


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity taken for an indicator.

    days
        Its period; None where the text gives none.
    said
        First and last day on which the article may have been written; None if unknown.
    sure, carried
        Whether it is surely of the indicator; whether its topic stands only in a sentence before.
    reporter
        Whose statistics the words beside it name, else what the reader found; empty if nobody's.
    reported
        Whether its own sentence says so; else it is carried from before.
    cues
        Concepts beside it.
    years_named
        Years in the figure's sentence, with the letters between: "30 years of relations in 2022".
    """

    quantity: Quantity
    indicator: Indicator
    value: float
    extent: Extent
    days: Span | None
    said: Span | None
    sure: bool
    carried: bool
    reporter: str
    cues: frozenset[str]
    years_named: tuple[tuple[Span, int], ...] = ()
    reported: bool = True

    def says_nearer(self, days: Span) -> bool:
        """Whether the sentence names the year of these days, and nearer to the figure than that of its period."""
        those = [far for year, far in self.years_named if within(days, year)]
        own = [far for year, far in self.years_named if self.days is not None and within(self.days, year)]
        return bool(those) and (not own or (min(those) < min(own) and min(own) > BESIDE))

    def comparable(self, known: Known) -> bool:
        """Whether a figure of the record has the unit and may be of the reporter that the article names."""
        if self.quantity.kind == "money" and known.unit != (self.quantity.currency or self.quantity.unit):
            return False
        return not self.reporter or known.reporter in ("", self.reporter)

    def same_reporter(self, known: Known) -> bool:
        """Whether a difference would be one within the same statistics, as far as both are known."""
        return not self.reporter or known.reporter == self.reporter


def figure(quantity: Quantity, candidate: Candidate, article: Article) -> Figure:
    """A quantity of an article as a figure of an indicator; of a date, value and extent are NaN."""
    indicator = candidate.indicator
    value, of = _numbers(quantity, indicator, candidate.cues)
    if indicator.rule == "age" and quantity.comparator == "=" and _more_than(article, quantity):
        of = capped((value, math.inf), value)  # "for over 30 years" may mean "during" or "more than"
    return Figure(
        quantity=quantity,
        indicator=indicator,
        value=value,
        extent=of,
        days=_days(quantity, article, candidate),
        said=span(article.statement_date) if article.statement_date else None,
        sure=candidate.sure,
        carried=candidate.carried,
        reporter=candidate.reporter,
        cues=candidate.cues,
        years_named=_years_named(article, quantity),
        reported=candidate.reported,
    )


def falls(quantity: Quantity, cues: frozenset[str]) -> bool:
    """Whether a percentage is of a fall: the reader says so, or the words beside it do and none says the contrary."""
    return quantity.noun == "decrease" or ("decline" in cues and "growth" not in cues)


def _more_than(article: Article, quantity: Quantity) -> bool:
    return bool(_MORE.search(article.text[max(0, quantity.char_start - 20) : quantity.char_start]))


def _years_named(article: Article, quantity: Quantity) -> tuple[tuple[Span, int], ...]:
    first, last = quantity.sentence
    found = []
    for hit in _YEAR.finditer(article.text, first, last):
        days = span(hit.group())
        after = hit.start() >= quantity.char_end
        afterwards = BEFORE_FIGURES if article.language == "zh" else AFTERWARDS
        far = (
            hit.start() - quantity.char_end + afterwards if after else max(0, quantity.char_start - hit.end())
        )
        if days is not None:
            found.append((days, far))
    return tuple(found)


def _days(quantity: Quantity, article: Article, candidate: Candidate) -> Span | None:
    """The figure's period; one that only the article's own date suggests, or is that date, is none."""
    if (
        not quantity.period
        or quantity.period_basis == "dateline"
        or quantity.period == article.statement_date
    ):
        return None
    if not article.statement_date and "relative_year" in candidate.cues:
        return None  # "last year" of an undated article: a year taken from elsewhere is not its own
    days = span(quantity.period)
    if (
        days is not None
        and days[0] == days[1]
        and (candidate.indicator.rule in OF_LONGER or quantity.kind == "money")
    ):
        return None  # nobody trades for a day: it is the day on which it was said
    return days


def _numbers(quantity: Quantity, indicator: Indicator, cues: frozenset[str]) -> tuple[float, Extent]:
    if isinstance(quantity.value, str):
        return math.nan, (math.nan, math.nan)
    factor = _YEARS.get(quantity.unit, 1.0) if quantity.kind == "duration" else 1.0
    value = float(quantity.value) * factor
    if indicator.rule == "growth" and value > 0 and falls(quantity, cues):
        return -value, extent(-value)
    counted = indicator.rule in COUNTED and value == int(value)
    worked = extent(value, quantity.comparator or "=", counted=counted)
    low, high = worked
    if not counted and quantity.comparator not in (">", ">=", "<", "<="):
        low = worked[0] if quantity.value_low is None else float(quantity.value_low) * factor
        high = worked[1] if quantity.value_high is None else float(quantity.value_high) * factor
    return value, capped((low, high), value)
