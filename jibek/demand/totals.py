"""From the trade of countries to tonnes of the year between gates."""

from __future__ import annotations

import pandas as pd

from jibek.demand.markets import Market, read_markets
from jibek.demand.matrix.build import TradeMatrix, trade_matrix
from jibek.demand.matrix.years import of_year
from jibek.demand.model import Total
from jibek.demand.pairs import make_pairs
from jibek.demand.periods import in_each, over_periods
from jibek.demand.pivots import cells_of, read_pivots, ways_of
from jibek.demand.sensitivity import per_usd
from jibek.demand.values import classes_of, value_check, within_trade
from jibek.ground.certificate import Certificate
from jibek.network import Network
from jibek.network.classes import FreightClass, by_value
from jibek.record import Facts


def spread(facts: Facts, network: Network) -> Total:
    """Tonnes by class between gates, from the trade of countries and the markets table.

    Freight that is worth more than what its countries trade is told by a certificate, and pair by pair in
    ``demand.value_check``; nothing is cut to fit.

    Raises
    ------
    InputError
        ``demand.unknown_place``, ``demand.bad_value``, ``working.invalid``.
    """
    published = facts.remembered("trade matrix", trade_matrix)
    matrix = facts.remembered("trade of the year", lambda record: of_year(published, record), (published,))
    classes, markets, checked = facts.remembered(
        "markets", lambda record: _markets(record, matrix), (matrix,)
    )
    pairs = make_pairs(facts, by_value(network.usual, classes), matrix, markets)
    weight = per_usd(network.usual, facts, pairs.origin, pairs.destination, pairs.commodity)
    kept = sum(m.tonnes_per_year for m in markets)
    leak = abs(float(pairs.tonnes.sum()) / kept - 1.0)
    certificate = Certificate(
        "demand", "tonnes_of_markets_kept", leak, 1e-9, "shares of places sum to 1; the rest is rounding"
    )
    pivots = facts.remembered("pivots", lambda record: read_pivots(record, [m.market_id for m in markets]))
    pairs = over_periods(pairs, network)
    return Total(
        matrix,
        markets,
        classes,
        checked,
        pivots,
        *cells_of(pivots, markets, pairs),
        *ways_of(pivots, markets, pairs, network),
        pairs,
        in_each(weight, network),
        facts.assume("land_nest_dissimilarity"),
        facts.assume("land_nest_dissimilarity") * facts.assume("door_dissimilarity"),
        (*matrix.certificates, certificate, within_trade(checked)),
    )


def _markets(
    facts: Facts, matrix: TradeMatrix
) -> tuple[tuple[FreightClass, ...], tuple[Market, ...], pd.DataFrame]:
    """Classes of freight, markets, and the value of their freight beside trade."""
    classes, markets = classes_of(facts, read_markets(facts, matrix))
    return classes, markets, value_check(matrix, markets)
