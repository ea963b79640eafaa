"""From the trade of countries to tonnes of the year between gates."""

from __future__ import annotations

from jibek.demand.markets import make_pairs, read_markets
from jibek.demand.matrix.build import trade_matrix
from jibek.demand.model import Total
from jibek.demand.periods import in_each, over_periods
from jibek.demand.pivots import read_pivots
from jibek.demand.sensitivity import per_usd
from jibek.demand.values import classes_of, value_check, within_trade
from jibek.ground.certificate import Certificate
from jibek.network import Network
from jibek.network.classes import by_value
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
    matrix = facts.remembered("trade matrix", trade_matrix)
    classes, markets = classes_of(facts, read_markets(facts, matrix))
    checked = value_check(matrix, markets)
    pairs = make_pairs(facts, by_value(network.usual, classes), matrix, markets)
    weight = per_usd(network.usual, facts, pairs.origin, pairs.destination, pairs.commodity)
    kept = sum(m.tonnes_per_year for m in markets)
    leak = abs(float(pairs.tonnes.sum()) / kept - 1.0)
    certificate = Certificate(
        "demand", "tonnes_of_markets_kept", leak, 1e-9, "shares of places sum to 1; the rest is rounding"
    )
    return Total(
        matrix,
        markets,
        classes,
        checked,
        read_pivots(facts, markets),
        over_periods(pairs, network),
        in_each(weight, network),
        facts.assume("land_nest_dissimilarity"),
        facts.assume("land_nest_dissimilarity") * facts.assume("door_dissimilarity"),
        (*matrix.certificates, certificate, within_trade(checked)),
    )
