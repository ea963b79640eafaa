"""Trains that run empty, what they cost and emit: by link, direction and kind, as they come back.

Tariffs and factors of emissions are means over laden and empty running, so what stands here is part of what shippers
pay and of what freight emits, not more of it: it says where it arises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.flows.tables import EMPTIES
from jibek.flows.turns import Turns, passing
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES, COMMODITIES
from jibek.network.classes import by_commodity

if TYPE_CHECKING:
    from jibek.flows.model import Assignment
    from jibek.network import Network
    from jibek.record import Facts


def empties(network: Network, assignment: Assignment, facts: Facts) -> pd.DataFrame:
    """Train-kilometres a year, laden and empty, by country and class; border hauls stand with both countries.

    An empty train costs and emits a share of what a laden one pays and emits over the same kilometres.
    """
    arcs = network.arcs
    rail = np.flatnonzero((arcs["mode"] == "rail") & arcs["link_id"].notna())
    a = arcs.iloc[rail]
    per_train = np.array([np.prod([facts.assume(name) for name in c.train]) for c in COMMODITIES])
    trains = by_commodity(network, assignment.flow.sum(axis=1))[:, rail] / per_train[:, None]
    onward = (a["tail"] < a["head"]).to_numpy()  # one direction, the same for all tracks of a link
    link = pd.factorize(a["link_id"])[0]
    lanes = 2 * (link.max(initial=-1) + 1)  # of a link over all its tracks, as those of a facility
    laden = np.stack([np.bincount(2 * link + onward, t, lanes) for t in trains], axis=1)
    turns = Turns(np.arange(lanes) ^ 1, np.array([facts.assume(c.comes_back) for c in COMMODITIES]))
    full, empty = (
        t.reshape(-1, 2, len(CLASSES)).sum(axis=1).T for t in (laden, passing(turns, laden) - laden)
    )
    one = a.drop_duplicates("link_id")
    km, usd, kg = one["distance_km"].to_numpy(), *(_mean(v[:, rail], link) for v in _priced(network))
    cost, emission = facts.assume("empty_train_cost_share"), facts.assume("empty_train_emission_share")
    frame = pd.DataFrame(
        {
            "country": np.tile(one["country"].to_numpy(), len(CLASSES)),
            "class": np.repeat(np.array(CLASSES, dtype=object), len(km)),
            "laden_train_km_per_year": (full * km).ravel(),
            "empty_train_km_per_year": (empty * km).ravel(),
            "empty_usd_per_year": (empty * per_train[:, None] * usd * cost).ravel(),
            "empty_co2e_tonnes_per_year": (empty * per_train[:, None] * kg * emission / 1e3).ravel(),
        }
    )
    summed = frame.groupby(["country", "class"], sort=True).sum().reset_index()
    return EMPTIES.check(summed[summed["laden_train_km_per_year"] > 0].reset_index(drop=True))


def _priced(network: Network) -> tuple[Array, Array]:
    """USD and kg of CO2e a tonne, (commodity, arc); no USD at a border, whose fees are those of the goods."""
    usd, kg = network.usd_per_tonne[: len(CLASSES)], network.co2e_kg_per_tonne[: len(CLASSES)]
    haul = (network.arcs["kind"] == "haul").to_numpy() & np.isfinite(usd)
    return np.where(haul, usd, 0.0), kg


def _mean(value: Array, link: Array) -> Array:
    """Mean over the arcs of each link, shape (class, link)."""
    count = np.bincount(link)
    return np.array([np.bincount(link, v) / count for v in value])
