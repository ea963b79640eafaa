"""Bring an amount to US dollars of another year.

Method  yearly average exchange rate of the amount's year, then the US consumer price index between the years
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest

KINDS = ("annual_average", "annual_average_implied")  # a quoted average goes before one implied by accounts

INDEX = "USD_CPI"

Rates = Mapping[str, Mapping[int, float]]


def rates_by_year(table: pd.DataFrame) -> Rates:
    """Currency to year to units per USD; the price index under ``USD_CPI``."""
    out: dict[str, dict[int, float]] = {}
    for kind in (*reversed(KINDS), "deflator"):
        rows = table[table["kind"] == kind]
        for currency, year, value in zip(rows["currency"], rows["year"], rows["per_usd"], strict=True):
            out.setdefault(str(currency), {})[int(year)] = float(value)
    return out


def to_usd(rates: Rates, amount: float, currency: str, year: int, to_year: int) -> float:
    """``amount`` of ``currency`` in ``year`` as USD of ``to_year``.

    A ``to_year`` beyond the last year of the index counts as that last year: future prices are not known, so
    amounts stay in the last prices that are.

    Raises
    ------
    InputError
        ``record.no_rate`` if the table holds no rate or index for a year asked for.

    References
    ----------
    Board of Governors, H.10 and G.5A; Bureau of Labor Statistics, CPI-U.
    """
    per_usd = 1.0 if currency == "USD" else _look_up(rates, currency, year)
    known = rates.get(INDEX, {})
    last = max(known, default=to_year)
    growth = 1.0
    if year != to_year:
        growth = _look_up(rates, INDEX, min(to_year, last)) / _look_up(rates, INDEX, min(year, last))
    return amount / per_usd * growth


def _look_up(rates: Rates, currency: str, year: int) -> float:
    known = rates.get(currency, {})
    if year in known:
        return known[year]
    expected = f"a year from {min(known)} to {max(known)}" if known else "a currency of rates.csv"
    raise InputError(
        "record.no_rate",
        f"rates.csv has no yearly rate of {currency} for {year}",
        [
            Problem(
                "record.no_rate",
                "rates.csv",
                column="year" if known else "currency",
                value=year if known else currency,
                expected=expected,
                fix=nearest(currency, rates) if not known else "Add the row, for example with --data.",
            )
        ],
    )
