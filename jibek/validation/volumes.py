"""Predict a published volume from the visible series and from the model's quantity of its year, before it is read.

Reads   counts, measures, counted, volumes; quantities of the years asked for

    TITR  "Freight" 2023 Mt     2.61  (2.25-3.02)   the path between the figures of 2022 and 2024
    KZ_UZ_rail …    2023 Mt     25.1  (17.9-35.2)   a rough figure and the quantity kaz_uzb_rail_mt

The figure that a row asks for is left out of the series. What is left gives a path (`path`); where the path alone is
less certain than half of what the model may err, the model's quantity of the year weighs in by its precision.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.dates import first_day
from jibek.record import Facts
from jibek.validation.days import Unreadable
from jibek.validation.measures import Reading
from jibek.validation.path import Errors, Mean, Means, condition
from jibek.validation.series import Figure, Series, in_years, year_before

Z = 1.2815515655446004  # P90 of the normal law

_LONG_AGO = 1900.0  # the year of what began before anyone counted

_LONG = 372  # days: longer ones are added up year by year

Quantities = Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Modelled:
    """Quantities of a year: value, low and high (P5 and P95) by id; year: that of the run, if another one stood in."""

    quantities: Quantities
    year: int


@dataclass(frozen=True, slots=True)
class Predicted:
    """value, low, high: P50, P10 and P90 in the row's unit; seen: figures of the count itself that were left.

    read_from: table and column of what it rests on; told: what a reader should know.
    """

    value: float
    low: float
    high: float
    seen: int
    read_from: str
    told: str


class Volumes:
    """Predicts rows of volumes; ``modelled`` gives the quantities of a year and is asked only where they are needed."""

    def __init__(self, facts: Facts, modelled: Callable[[int], Modelled]) -> None:
        self.series = Series(facts)
        self.errors = Errors.of(facts)
        self._modelled = modelled

    def predict(self, object_: str, measure: str, year: object, unit: str) -> Predicted:
        """What a row will say; its value is no argument.

        Raises
        ------
        Unreadable
            With the reason why nothing can be said.
        """
        reading = self.series.reader.read(object_, measure, year, unit)
        figures = self.series.without(reading)
        anchor = self._anchor(reading, figures) if reading.cumulative else None
        if anchor is None:
            return self._flow(reading, reading.first, reading.last, figures)
        sign = 1.0 if anchor.last < reading.last else -1.0
        first, last = sorted((anchor.last, reading.last))
        if first == last:
            between = Predicted(0.0, 0.0, 0.0, 1, "volumes.value", "")
        else:
            between = self._flow(reading, first, last, figures)
        at = anchor.value * self.series.factor(reading)
        ends = sorted(at + sign * x for x in (between.low, between.high))
        told = f"{anchor.value:,.0f} to {anchor.last} and the path from there"
        return Predicted(
            at + sign * between.value, max(ends[0], 0.0), ends[1], between.seen + 1, between.read_from, told
        )

    def _anchor(self, reading: Reading, figures: Sequence[Figure]) -> Figure | None:
        """The nearest figure of the same count over all years since the same day."""
        own = [
            f for f in figures if f.cumulative and (f.count_id, f.first) == (reading.count_id, reading.first)
        ]
        return min(own, key=lambda f: abs((f.last - reading.last).days), default=None)

    def _flow(self, reading: Reading, first: date, last: date, figures: Sequence[Figure]) -> Predicted:
        count = self.series.counts[reading.count_id]
        days = [(year_before(first), year_before(last))] if reading.change else []
        days += list(_pieces(first, last))
        asked = Means.of([self._mean(reading.count_id, a, b) for a, b in days])
        known = self._known(count["family"], figures)
        level = count["level"] or reading.count_id
        seen = sum((self.series.counts[f.count_id]["level"] or f.count_id) == level for f in known)
        mean, spread = self._conditioned(known, [], asked)
        model, told, read_from = None, f"{seen} figures of the count" if seen else "", "volumes.value"
        if count["quantity"] and math.sqrt(spread.diagonal().max()) > self.errors.model / 2:
            model = self._modelled(last.year)
            load = self.series.load(reading.count_id)
            value, low, high = model.quantities.get(count["quantity"], (math.nan,) * 3)
            if value > 0:
                noise = self.errors.model**2 + _variance(low, high)
                at = self._mean(reading.count_id, date(model.year, 1, 1), date(model.year, 12, 31))
                mean, spread = self._conditioned(known, [(at, math.log(value * load), noise)], asked)
                own = "" if model.year == last.year else f", carried from {model.year}"
                told = "; ".join(t for t in (told, f"the model's {count['quantity']}{own}") if t)
                read_from = f"quantities.value {count['quantity']}" + ("; volumes.value" if seen else "")
            else:
                model = None
        if not seen and model is None:
            raise Unreadable(f"no other figure of it is visible, and no flow tells: {count['what']}")
        return self._told(reading, days, mean, spread, seen, read_from, told)

    def _told(
        self,
        reading: Reading,
        days: Sequence[tuple[date, date]],
        mean: Array,
        spread: Array,
        seen: int,
        read_from: str,
        told: str,
    ) -> Predicted:
        """From logarithms to the row's unit."""
        print_ = self.errors.figure["printed"] ** 2
        if reading.change:
            grown, error = (
                mean[1] - mean[0],
                math.sqrt(max(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1], 0) + print_),
            )
            value, low, high = (100.0 * math.expm1(grown + z * error) for z in (0.0, -Z, Z))
            return Predicted(value, low, high, seen, read_from, told)
        parts = np.array([self.series.years(a, b) for a, b in days]) * np.exp(mean)
        share = parts / parts.sum()
        error = math.sqrt(max(float(share @ spread @ share), 0.0) + print_)
        value = float(parts.sum()) * self.series.factor(reading) / self.series.load(reading.count_id)
        return Predicted(
            value, value * math.exp(-Z * error), value * math.exp(Z * error), seen, read_from, told
        )

    def _conditioned(
        self, known: Sequence[Figure], model: list[tuple[Mean, float, float]], asked: Means
    ) -> tuple[Array, Array]:
        days = [(n, a, b) for n, f in enumerate(known) for a, b in _pieces(f.first, f.last)]
        rows = [self._mean(known[n].count_id, a, b) for n, a, b in days] + [m[0] for m in model]
        if not rows:
            return condition(asked, np.zeros(0), np.zeros(0), asked, self.errors)
        rates = [
            math.log(f.value * self.series.load(f.count_id) / self.series.years(f.first, f.last))
            for f in known
        ]
        noise = [self.errors.figure[f.kind] ** 2 for f in known] + [m[2] for m in model]
        figure = np.array([n for n, _, _ in days] + [len(known) + n for n in range(len(model))])
        value = np.array(rates + [m[1] for m in model])
        return condition(Means.of(rows), value, np.array(noise), asked, self.errors, figure)

    def _mean(self, count_id: str, first: date, last: date) -> Mean:
        count = self.series.counts[count_id]
        began = in_years(first_day(count["since"])) if count["since"] else _LONG_AGO
        level = count["level"] or count_id
        return count_id, level, count["family"], began, in_years(first), in_years(last) + 1.0 / 365.25

    def _known(self, family: str, figures: Sequence[Figure]) -> list[Figure]:
        """Figures of the same kind of freight."""
        kind = family.partition("/")[0]
        kinds = {i: row["family"].partition("/")[0] for i, row in self.series.counts.items()}
        return [f for f in figures if kinds[f.count_id] == kind and f.value > 0]


def _pieces(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days, by calendar year where they are many."""
    if (last - first).days < _LONG:
        yield first, last
        return
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def _variance(low: float, high: float) -> float:
    """Of the logarithm, by P5 and P95; nothing where they are not known."""
    return (math.log(high / low) / (2 * 1.6449)) ** 2 if low > 0 and high >= low else 0.0
