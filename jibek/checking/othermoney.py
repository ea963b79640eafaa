"""Amounts in dollars as amounts in yuan and tenge, by the rate of their year: an article may tell either.

    trade 2023 = 40.5 to 41.5 bn USD, 6.98 to 7.25 yuan to the dollar     ->     282.8 to 300.8 bn CNY

Reads   rates.csv of the data package; margins of its closures.csv, as the audit of the record uses them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from jibek.checking.intervals import year_of
from jibek.checking.known import Known
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.rates import Averages, open_rate
from jibek.sources.plain import rows

DOLLARS = "USD"
KINDS = ("annual_average", "annual_average_implied")  # in this order


@cache
def averages() -> Mapping[str, Averages]:
    """Units per dollar by currency and year, the quoted average first."""
    found: dict[str, dict[int, list[float]]] = {code: {} for code in margins()}
    told = sorted(
        (r for r in rows("eurasia/rates") if r["kind"] in KINDS), key=lambda r: KINDS.index(r["kind"])
    )
    for row in told:
        if row["currency"] in found:
            found[row["currency"]].setdefault(int(row["year"]), []).append(float(row["per_usd"]))
    return found


@cache
def margins() -> Mapping[str, tuple[float, float]]:
    """Lowest and highest multiple of an average, by currency, from the rows of closures that exchange it."""
    named = [r for r in rows("eurasia/closures") if r["kind"] == "currency"]
    return {r["others"].partition(":")[0][-3:].upper(): (float(r["low"]), float(r["high"])) for r in named}


def in_other_money(stated: Mapping[str, tuple[Known, ...]]) -> Iterator[Known]:
    """Stated amounts in dollars of one calendar year, in each currency that has a rate for it."""
    for known in (k for of in stated.values() for k in of):
        if known.unit == DOLLARS and known.value == known.value and known.days is not None:
            year = year_of(known.days[0])
            for code in margins() if year == year_of(known.days[1]) else ():
                rate = open_rate(averages()[code], year, margins()[code])
                if rate is not None:
                    yield _exchanged(known, code, year, rate)


def _exchanged(known: Known, code: str, year: int, rate: Interval) -> Known:
    low, high = (Interval(*known.extent) * rate).ends()
    working = f"dollars times the rate of {year}, {rate.low:.4g} to {rate.high:.4g} {code} to one"
    value = known.value * averages()[code][year][0]
    return replace(known, value=value, extent=(low, high), unit=code, working=working)
