"""The frames of demand, as declared in ``jibek.demand.tables``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.demand import tables
from jibek.ground.vocabulary import CLASSES
from jibek.network import Network

if TYPE_CHECKING:
    from jibek.demand.model import Constants, Need, Total
    from jibek.demand.trips import Trips


def tonnes_table(total: Total, trips: Trips, need: Need, network: Network) -> pd.DataFrame:
    """demand.tonnes: one row per origin, destination, class and group with tonnes."""
    tonnes = trips.total(need.ways)
    used = np.flatnonzero(tonnes > 0)
    states = np.array(list(network.state_index))
    frame = pd.DataFrame(
        {
            "origin": states[trips.origin[used]],
            "destination": states[trips.destination[used]],
            "class": np.array([c.name for c in total.classes], dtype=object)[trips.cls[used]],
            "group": np.array(network.groups)[trips.group[used]],
            "tonnes_per_year": tonnes[used],
        }
    )
    summed = frame.groupby(list(tables.TONNES.key), sort=True)["tonnes_per_year"].sum().reset_index()
    commodity = {c.name: CLASSES[c.commodity] for c in total.classes}
    return tables.TONNES.check(summed.assign(commodity=summed["class"].map(commodity)))


def values_table(total: Total) -> pd.DataFrame:
    """demand.values: what a tonne and an hour of each market are worth, and the class that it travels in."""
    classes = [total.classes[m.freight_class] for m in total.markets]
    return tables.VALUES.check(
        pd.DataFrame(
            {
                "market_id": [m.market_id for m in total.markets],
                "class": [c.name for c in classes],
                "commodity": [CLASSES[c.commodity] for c in classes],
                "usd_per_tonne": [m.usd_per_tonne for m in total.markets],
                "usd_per_tonne_hour": [c.usd_per_tonne_hour for c in classes],
                "tonnes_per_year": [m.tonnes_per_year for m in total.markets],
                "working": [m.value_working for m in total.markets],
                "parents": ["; ".join(m.value_parents) for m in total.markets],
            }
        )
    )


def value_check_table(total: Total) -> pd.DataFrame:
    """demand.value_check: value of the freight of each ordered pair of countries beside what they trade."""
    return tables.VALUE_CHECK.check(total.value_check)


def markets_table(total: Total) -> pd.DataFrame:
    """demand.markets."""
    return tables.MARKETS.check(
        pd.DataFrame(
            {
                "market_id": [m.market_id for m in total.markets],
                "commodity_class": [m.commodity_class for m in total.markets],
                "corridors": [";".join(m.corridors) for m in total.markets],
                "tonnes_per_year": [m.tonnes_per_year for m in total.markets],
                "working": [m.working for m in total.markets],
                "reason": [m.reason for m in total.markets],
            }
        )
    )


def pivots_table(total: Total, constants: Constants) -> pd.DataFrame:
    """demand.pivots: the working of each pivot beside what the model gives."""
    return tables.PIVOTS.check(
        pd.DataFrame(
            {
                "pivot_id": [p.pivot_id for p in total.pivots],
                "kind": [p.kind for p in total.pivots],
                "corridor": [p.corridor for p in total.pivots],
                "classes": [";".join(p.classes) for p in total.pivots],
                "markets": [";".join(p.markets) for p in total.pivots],
                "door": [p.door or None for p in total.pivots],
                "working": [p.working for p in total.pivots],
                "value": [p.value for p in total.pivots],
                "unit": [p.unit for p in total.pivots],
                "target_tonnes_per_year": constants.target,
                "model_tonnes_per_year": constants.model,
                "constant": constants.value,
                "parents": ["; ".join(p.parents) for p in total.pivots],
                "reason": [p.reason for p in total.pivots],
            }
        )
    )
