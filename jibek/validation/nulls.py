"""Null models of a volume: what anyone would say with the visible figures of the same count and no model.

last_value          the rate of the latest figure before, else the nearest
interpolation       between the figures before and after, at even steps; flat beyond them
growth_of_total     the last value, grown as China-Europe trains between the two
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from jibek.ground.arrays import Array
from jibek.validation.measures import Reading
from jibek.validation.series import Figure, Series, in_years

NAMES = ("last_value", "interpolation", "growth_of_total")
TOTAL = "china_europe_trains"


def predict(series: Series, reading: Reading) -> dict[str, float | None]:
    """What each null model says of a row in its unit; None where no figure of the count is visible."""
    figures = series.without(reading)
    own = _rates(series, [f for f in figures if f.count_id == reading.count_id])
    if own is None or reading.change or reading.cumulative:
        return dict.fromkeys(NAMES)
    at = _middle(reading.first, reading.last)
    size = series.years(reading.first, reading.last) * series.factor(reading)
    when, rate = own
    before = np.flatnonzero(when <= at)
    last = int(before[-1]) if len(before) else 0
    total = _rates(series, [f for f in figures if f.count_id == TOTAL])
    grown = None
    if total is not None:
        grown = rate[last] * np.interp(at, *total) / np.interp(when[last], *total) * size
    return {
        "last_value": float(rate[last] * size),
        "interpolation": float(np.interp(at, when, rate) * size),
        "growth_of_total": None if grown is None else float(grown),
    }


def _middle(first: date, last: date) -> float:
    return 0.5 * (in_years(first) + in_years(last))


def _rates(series: Series, figures: Sequence[Figure]) -> tuple[Array, Array] | None:
    """Middles of days in order and rates a year, the mean of figures of the same days."""
    known = [f for f in figures if not f.cumulative]
    if not known:
        return None
    when = np.array([_middle(f.first, f.last) for f in known])
    rate = np.array([f.value / series.years(f.first, f.last) for f in known])
    at, where = np.unique(when, return_inverse=True)
    return at, np.bincount(where, rate) / np.bincount(where)
