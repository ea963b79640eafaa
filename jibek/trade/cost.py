"""From days and dollars per tonne to the change of delivered cost that trade answers to.

Reads   generalised cost per tonne in the base and the scenario, values per tonne
Writes  the ratio of delivered costs by pair of countries

The base of every percentage is the **delivered price**: value fob plus the generalised cost of bringing a tonne there,
time included. A day saved on goods of 4,500 USD a tonne at 0.8 % a day is 36 USD; with 300 USD of freight the delivered
price falls by 36 / 4,800 = 0.75 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse


class Freight(Protocol):
    """Rows of freight: countries as positions, tonnes a year, value of a tonne of their market; all of shape (row,)."""

    @property
    def exporter(self) -> Array: ...
    @property
    def importer(self) -> Array: ...
    @property
    def tonnes(self) -> Array: ...
    @property
    def usd_per_tonne(self) -> Array: ...


def generalised_cost(
    usd_per_tonne: Array, days: Array, value_per_tonne: Array, percent_per_day: Array | float
) -> Array:
    """Freight and the value of time in USD per tonne.

    Parameters
    ----------
    usd_per_tonne, days, value_per_tonne : shape (row,)
    percent_per_day
        Of the value, per day (Hummels and Schaur 2013: 0.6 to 2.1).

    Examples
    --------
    >>> generalised_cost(np.array([300.0]), np.array([10.0]), np.array([4500.0]), 0.8)
    array([660.])
    """
    return np.asarray(usd_per_tonne + days * value_per_tonne * np.asarray(percent_per_day) / 100.0)


def mean_cost(tonnes: Array, cost: Array) -> Array:
    """What a tonne of each row costs on average over the corridors it takes: shape (row,), USD per tonne.

    Parameters
    ----------
    tonnes, cost : shape (row, corridor)
        Tonnes a year and USD per tonne, ``inf`` where closed. Rows without tonnes get their cheapest corridor; NaN
        where nothing is open.
    """
    used = (tonnes > 0) & np.isfinite(cost)
    weight = np.where(used, tonnes, 0.0)
    total = weight.sum(axis=1)
    mean = (weight * np.where(used, cost, 0.0)).sum(axis=1) / np.where(total > 0, total, 1.0)
    least = cost.min(axis=1)
    return np.where(total > 0, mean, np.where(np.isfinite(least), least, np.nan))


def change_of_cost(
    exporter: Array,
    importer: Array,
    value_share: Array,
    value_per_tonne: Array,
    cost_base: Array,
    cost_new: Array,
    countries: int,
) -> Array:
    """New over old delivered price by pair of countries.

    A row is part of a pair's trade: a market, or a market between two places. Its ratio is
    (V + C1) / (V + C0), V the value fob and C the generalised cost per tonne. A pair's ratio is the geometric mean of
    its rows by value, so that going there and back again gives 1 exactly; what its rows do not cover (by sea, by
    pipeline) does not change.

    Parameters
    ----------
    exporter, importer : shape (row,)
        Positions of countries.
    value_share : shape (row,)
        Part of the pair's value in the base, at least 0; a pair's rows add up to at most 1.
    value_per_tonne : shape (row,)
        USD per tonne fob, positive.
    cost_base, cost_new : shape (row,)
        USD per tonne, time included. Infinite in the base: no change is known, so the row counts as unchanged.
    countries
        How many there are.

    Returns
    -------
    shape (country, country)
        Ratio by exporter and importer; 1 where no row leads.

    Raises
    ------
    InputError
        ``trade.no_path``: the scenario leaves a row without a way that the base had.
        ``trade.bad_value``: a value is not positive, a delivered price is not, a share is below 0 or a pair's exceed 1.
    """
    known = np.isfinite(cost_base)
    pair = exporter.astype(np.int64) * countries + importer
    sums = np.bincount(pair, weights=value_share, minlength=countries * countries)
    with np.errstate(invalid="ignore"):
        sound = (value_per_tonne > 0) & (value_share >= 0) & (sums[pair] <= 1.0 + 1e-9)
        sound &= ~known | ((value_per_tonne + cost_base > 0) & ~(value_per_tonne + cost_new <= 0))
    _refuse_rows(
        "trade.bad_value", "values, shares and delivered prices are positive", ~sound, exporter, importer
    )
    _refuse_rows(
        "trade.no_path", "the scenario cuts the only way", known & ~np.isfinite(cost_new), exporter, importer
    )
    old = value_per_tonne + np.where(known, cost_base, 0.0)
    new = value_per_tonne + np.where(known, cost_new, 0.0)
    moved = np.bincount(pair, weights=value_share * np.log(new / old), minlength=countries * countries)
    return np.asarray(np.exp(moved).reshape(countries, countries))


def shares_of_value(freight: Freight, value_usd: Array, countries: Sequence[str]) -> Array:
    """Part of each pair's trade that a row carries: tonnes times value per tonne over the pair's value.

    Parameters
    ----------
    value_usd : shape (exporter, importer)
    countries
        Their names, for messages.

    Returns
    -------
    shape (row,), at most 1 in sum over a pair

    Raises
    ------
    InputError
        ``trade.value_above_trade``: pairs whose freight is worth more than they trade, all of them with its size. What
        share of trade the freight then is nobody knows, so trade has no answer.
    """
    n = len(value_usd)
    pair = freight.exporter.astype(np.int64) * n + freight.importer
    worth = freight.tonnes * freight.usd_per_tonne
    total = np.bincount(pair, weights=worth, minlength=n * n)
    trade = np.asarray(value_usd, dtype=float).ravel()
    above = np.flatnonzero(total > trade * (1.0 + 1e-9))
    refuse(
        "trade.value_above_trade",
        f"{len(above)} pair(s) of countries whose freight is worth more than their trade",
        [
            Problem(
                "trade.value_above_trade",
                f"{countries[at // n]} to {countries[at % n]}",
                value=f"{total[at] / 1e6:.6g} mn USD a year",
                expected=f"at most the {trade[at] / 1e6:.6g} mn USD that they trade",
                fix="Lower the tonnes or the USD per tonne of the markets between them.",
            )
            for at in above[np.argsort(trade[above] - total[above], kind="stable")]
        ],
    )
    return np.divide(worth, trade[pair], out=np.zeros_like(worth), where=trade[pair] > 0)


def _refuse_rows(code: str, message: str, wrong: Array, exporter: Array, importer: Array) -> None:
    refuse(
        code,
        f"{int(wrong.sum())} row(s) of freight: {message}",
        [
            Problem(code, f"row {i}: country {exporter[i]} to {importer[i]}", expected=message)
            for i in np.flatnonzero(wrong)
        ],
    )
