"""Split a country over the places where its freight enters the network.

Weights are the populations stated in ``gateways_of_countries``; a country without weighted places is one zone,
its gate, from which the route chooses the gateway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jibek.ground.vocabulary import BY_POPULATION
from jibek.network.names import country_gate, state_id
from jibek.record import Facts


def country_zones(facts: Facts) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Zones of each country.

    Returns
    -------
    mapping
        Country (alpha-3) to ``((gate state, share), ...)``; shares sum to 1.
    """
    gateways = facts.table("gateways_of_countries")
    zones: dict[str, tuple[tuple[str, float], ...]] = {}
    for iso3, rows in gateways.groupby("iso3", sort=True):
        weighted = rows[rows["pop_max"].notna() & (rows["weight_basis"] == BY_POPULATION)]
        if weighted.empty:
            zones[str(iso3)] = ((country_gate(str(iso3)), 1.0),)
            continue
        weight = weighted["pop_max"].to_numpy(dtype=float)
        gates = [state_id(place, "gate") for place in weighted["node_id"]]
        zones[str(iso3)] = tuple(zip(gates, weight / weight.sum(), strict=True))
    return zones


def named_zones(places: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Equal shares over places that a market names itself."""
    share = 1.0 / len(places)
    return tuple((state_id(place, "gate"), share) for place in places)
