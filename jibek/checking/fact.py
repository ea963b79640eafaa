"""A figure of the record with the words of its own row; what the row's words add is a figure of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jibek.checking.intervals import LAST, extent, span
from jibek.checking.known import Known
from jibek.checking.measures import COUNT, Measure, measure
from jibek.checking.noted import amounts, rates
from jibek.checking.vocabulary import named


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the record; ``words`` are its terms with their weights, ``series`` what it is one of.

    ``stock`` says that it stands until another takes its place, where a flow is of its period alone.
    """

    known: Known
    measure: Measure
    words: Mapping[str, float]
    series: str
    stock: bool
    label: str

    @property
    def ahead(self) -> bool:
        """Whether it is a plan, or stands from a year on that may be still to come."""
        planned = "=planned" in self.words and not self.series.endswith("|ordinal")
        return planned or bool(self.known.days and self.known.days[1] == LAST)


YEARS = (1990, 2035)
NAME, INDICATOR, OTHER = 0.8, 1.0, 0.6  # how much a term counts by the cell that it stands in


def of_row(
    fact_id: str,
    value: str,
    unit: str,
    period: str,
    series: str,
    cells: Iterable[tuple[str, float]],
    *,
    stock: bool = False,
    label: str = "",
    whose: str = "",
    said: str = "",
    noted: bool = True,
) -> Iterator[Fact]:
    """A fact and what its own words add to it: growth on a year before."""
    of = measure(unit)
    if of is None or not value or unit == "year":  # a year is a date, no length
        return
    try:
        number = float(value) * of.factor
    except ValueError:
        return
    words: dict[str, float] = {}
    cells = tuple(cells)
    for text, weight in cells:
        for term in named(text.replace("_", " ")):
            words[term] = max(weight, words.get(term, 0.0))
    known = Known(
        key=series,
        value=number,
        extent=extent(number, counted=of.family == COUNT and abs(number) < 1000),
        unit=of.family,
        days=span(period) if period else None,
        reporter=whose,
        speaker="",
        said=span(said) if said else None,
        fact_ids=(fact_id,),
        text=label,
    )
    yield Fact(known, of, words, series, stock, label)
    for text, weight in cells:
        if noted and weight == OTHER:
            yield from _in_words(text, known, of, words, series, label)


def _in_words(
    text: str, known: Known, of: Measure, words: Mapping[str, float], series: str, label: str
) -> Iterator[Fact]:
    """What a row's own words add to it: growth on a year before, what else was counted."""
    for grown in () if of.family == "percent" else rates(text):
        told = {**words, "=growth" if grown > 0 else "=decline": INDICATOR}
        its = replace(known, value=grown, extent=extent(grown), unit="percent", key=f"{series} growth")
        yield Fact(its, Measure("percent"), told, f"{series} growth", False, f"{label}, growth")
    for written, unit in amounts(text):
        measured = measure(unit) if unit else of
        if measured is None:
            continue
        number = float(written) * measured.factor
        if measured.family == COUNT and YEARS[0] <= number <= YEARS[1] and number == int(number):
            continue  # "printed 2023" is no count
        counted = measured.family == COUNT and number < 1000
        key = f"{series} {unit}"
        its = replace(
            known, value=number, extent=extent(number, counted=counted), unit=measured.family, key=key
        )
        told = {**words, **dict.fromkeys(named(unit), INDICATOR)}
        yield Fact(its, measured, told, key, True, f"{label}, {unit}")
