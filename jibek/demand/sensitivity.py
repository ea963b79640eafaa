"""How much a dollar weighs in the choice of corridor: against what a haul of that length and class costs.

    per_usd = choice_price_sensitivity / (USD per tonne-km x great circle + USD per tonne at the ends)

A dollar more on a haul of 100 USD a tonne moves shippers as ten dollars do on one of 1,000: own-price elasticities of
studies do not grow with the length of the haul, and fall with it in some (Beuthe, Bouffioux and Demaeyer, 2003; cost
damping: Daly, 2010). The level is of the market, not of the scenario, so that a dearer corridor does not make its
shippers less sensitive, and utility stays linear in cost.
"""

from __future__ import annotations

import numpy as np

from jibek.demand.access import gate_distances
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import COMMODITIES
from jibek.network import Network
from jibek.record import Facts


def per_usd(network: Network, facts: Facts, origin: Array, destination: Array, commodity: Array) -> Array:
    """Utility of one USD per tonne, shape (pair,), above 0.

    Parameters
    ----------
    origin, destination, commodity : shape (pair,)
        Gate, arrival and position of the commodity class of each pair.
    """
    at, between = gate_distances(network, facts)
    km = between[at[origin], at[destination]]
    return facts.assume("choice_price_sensitivity") / reference_usd_per_tonne(facts, km, commodity)


def reference_usd_per_tonne(facts: Facts, km: Array, commodity: Array) -> Array:
    """What a haul of a class costs as a rule, shape (pair,): by the box, as bulk, or between the two."""
    box, bulk = facts.assume("reference_usd_per_tkm_box"), facts.assume("reference_usd_per_tkm_bulk")
    weight = facts.assume("general_cost_container_weight")
    rate = {"box": box, "bulk": bulk, "between": weight * box + (1.0 - weight) * bulk}
    per_km = np.array([rate[c.price] for c in COMMODITIES])
    return per_km[commodity] * km + facts.assume("reference_ends_usd_per_tonne")
