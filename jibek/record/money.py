"""Bring an amount to US dollars of another year.

Method  consumer prices of the currency's country between the years, then the yearly average exchange rate of the later
        one; where these prices are not known, the rate of the amount's year, then US consumer prices
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest

KINDS = ("annual_average", "annual_average_implied")  # a quoted average goes before one implied by accounts

INDEX = "USD_CPI"

PRICES = "_CPI"  # behind a currency: consumer prices of its country

Rates = Mapping[str, Mapping[int, float]]


def rates_by_year(table: pd.DataFrame) -> Rates:
    """Currency to year to units per USD; the price indices under ``USD_CPI``, ``KZT_CPI``."""
    out: dict[str, dict[int, float]] = {}
    for kind in (*reversed(KINDS), "deflator"):
        rows = table[table["kind"] == kind]
        for currency, year, value in zip(rows["currency"], rows["year"], rows["per_usd"], strict=True):
            out.setdefault(str(currency), {})[int(year)] = float(value)
    return out


def to_usd(rates: Rates, amount: float, currency: str, year: int, to_year: int) -> float:
    """``amount`` of ``currency`` in ``year`` as USD of ``to_year``.

    With the prices of the currency's country to ``to_year``, then at the rate of that year, where both are known: what
    a haul costs follows the prices of where it is paid, not those of America. Else at the rate of ``year``, then with
    US consumer prices. `basis` says which.

    A ``to_year`` beyond the last year of the index counts as that last year: future prices are not known, so
    amounts stay in the last prices that are.

    Raises
    ------
    InputError
        ``record.no_rate`` if the table holds no rate or index for a year asked for.

    References
    ----------
    Board of Governors, H.10 and G.5A; Bureau of Labor Statistics, CPI-U; World Bank, FP.CPI.TOTL.ZG.
    """
    to_year = min(to_year, max(rates.get(INDEX, {}), default=to_year))
    if _own_prices(rates, currency, year, to_year):
        own = rates[f"{currency}{PRICES}"]
        return amount * (own[to_year] / own[year]) / rates[currency][to_year]
    per_usd = 1.0 if currency == "USD" else _look_up(rates, currency, year)
    growth = 1.0
    if year != to_year:
        last = max(rates.get(INDEX, {}), default=to_year)
        growth = _look_up(rates, INDEX, to_year) / _look_up(rates, INDEX, min(year, last))
    return amount / per_usd * growth


def basis(rates: Rates, currency: str, year: int, to_year: int) -> str:
    """In words, how an amount was brought to another year; empty where there was nothing to bring."""
    to_year = min(to_year, max(rates.get(INDEX, {}), default=to_year))
    if year == to_year:
        return "" if currency == "USD" else f"rate of {year}"
    if _own_prices(rates, currency, year, to_year):
        return f"prices of {currency} {year} to {to_year}, rate of {to_year}"
    prices = f"US consumer prices {year} to {to_year}"
    return prices if currency == "USD" else f"rate of {year}, {prices}"


def _own_prices(rates: Rates, currency: str, year: int, to_year: int) -> bool:
    """Whether prices of the currency's country lead from year to year, and its rate is known at the end."""
    own = rates.get(f"{currency}{PRICES}", {})
    return (
        currency != "USD"
        and year != to_year
        and {year, to_year} <= set(own)
        and to_year in rates.get(currency, {})
    )


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
