"""From the trade of countries to tonnes of the year between gates."""

from __future__ import annotations

from jibek.demand.markets import make_pairs, read_markets
from jibek.demand.matrix.build import trade_matrix
from jibek.demand.model import Total
from jibek.demand.periods import over_periods
from jibek.demand.pivots import read_pivots
from jibek.ground.certificate import Certificate
from jibek.network import Network
from jibek.record import Facts


def spread(facts: Facts, network: Network) -> Total:
    """Tonnes by class between gates, from the trade of countries and the markets table.

    Raises
    ------
    InputError
        ``demand.unknown_place``, ``working.invalid``.
    """
    matrix = trade_matrix(facts)
    markets = read_markets(facts, matrix)
    pairs = over_periods(make_pairs(facts, network.usual, matrix, markets), network)
    kept = sum(m.tonnes_per_year for m in markets)
    leak = abs(float(pairs.tonnes.sum()) / kept - 1.0)
    certificate = Certificate(
        "demand", "tonnes_of_markets_kept", leak, 1e-9, "shares of places sum to 1; the rest is rounding"
    )
    per_feu_tonne = 2.0 * facts.assume("tonnes_per_teu_rail")
    return Total(
        matrix,
        markets,
        read_pivots(facts, markets),
        pairs,
        facts.assume("choice_scale_per_1000_usd") / 1000.0 * per_feu_tonne,
        facts.assume("land_nest_dissimilarity"),
        (*matrix.certificates, certificate),
    )
