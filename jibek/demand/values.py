"""What the goods of a market are worth, and what that makes of their freight: the worth of an hour, the value carried.

Reads   markets (value and tonnes worked out), demand.trade, assumptions value_of_day_percent_*
Writes  the classes of freight, demand.values, demand.value_check

Markets of one commodity class whose value per tonne has the same working share a class of freight: they pay the same
on every arc. The rule looks at the working, never at the number, so that classes stand still when an assumption moves.

    market             commodity  usd_per_tonne_working            ->  class
    chn-europe-…       container  assume("usd_per_tonne_container")    container
    kaz-chn-container  container  assume("usd_per_tonne_kaz_boxes")    container/kaz-chn-container
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from jibek.demand.markets import Market
from jibek.demand.matrix.build import TradeMatrix
from jibek.ground.certificate import Certificate
from jibek.ground.vocabulary import CLASSES, COMMODITIES
from jibek.network.classes import FreightClass
from jibek.network.cost.tonnes import hour_usd
from jibek.record import Facts

# Shares by value add up to one of a pair's trade; what is above is rounding.
WITHIN = 1.0 + 1e-9


def classes_of(
    facts: Facts, markets: Sequence[Market]
) -> tuple[tuple[FreightClass, ...], tuple[Market, ...]]:
    """Classes of freight, the commodity classes first, and the markets with the class of each."""
    percent = [facts.assume(c.percent_per_day) for c in COMMODITIES]
    found: dict[tuple[int, str], FreightClass] = {}
    for k, c in enumerate(COMMODITIES):
        value = facts.assume(c.usd_per_tonne) * facts.growth(c.value_path)
        found[k, f'assume("{c.usd_per_tonne}")'] = FreightClass(c.name, k, value, hour_usd(percent[k], value))
    with_class = []
    for market in markets:
        k = CLASSES.index(market.commodity_class)
        value = market.usd_per_tonne
        name = f"{market.commodity_class}/{market.market_id}"
        key = k, market.value_working.strip()
        found.setdefault(key, FreightClass(name, k, value, hour_usd(percent[k], value)))
        with_class.append(replace(market, freight_class=list(found).index(key)))
    return tuple(found.values()), tuple(with_class)


def value_check(matrix: TradeMatrix, markets: Sequence[Market]) -> pd.DataFrame:
    """Value of each ordered pair's freight beside its trade: exporter, importer, tonnes_per_year, freight_value_usd,
    trade_value_usd, ratio, ok; the pairs with freight, the largest ratio first.
    """
    at = {iso3: i for i, iso3 in enumerate(matrix.countries)}
    tonnes, value = np.zeros((2, len(at), len(at)))
    for market in markets:
        for (exporter, importer), carried in market.tonnes_by_pair.items():
            tonnes[at[exporter], at[importer]] += carried
            value[at[exporter], at[importer]] += carried * market.usd_per_tonne
    seller, buyer = np.nonzero(tonnes)
    trade = np.asarray(matrix.value_usd)[seller, buyer]
    carried_usd = value[seller, buyer]
    ratio = np.divide(carried_usd, trade, out=np.full(len(trade), np.inf), where=trade > 0)
    names = np.array(matrix.countries, dtype=object)
    frame = pd.DataFrame(
        {
            "exporter": names[seller],
            "importer": names[buyer],
            "tonnes_per_year": tonnes[seller, buyer],
            "freight_value_usd": carried_usd,
            "trade_value_usd": trade,
            "ratio": ratio,
            "ok": ratio <= WITHIN,
        }
    )
    return frame.sort_values(
        ["ratio", "exporter", "importer"], ascending=[False, True, True], ignore_index=True
    )


def within_trade(checked: pd.DataFrame) -> Certificate:
    """The largest ratio of ``value_check``: freight is worth no more than what its countries trade."""
    reason = "value of a pair's freight over its trade; shares that add up to all of it round at 1e-12"
    return Certificate("demand", "freight_value_within_trade", float(checked["ratio"].max()), WITHIN, reason)
