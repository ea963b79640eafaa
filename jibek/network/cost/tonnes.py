"""Per tonne: price by class, vehicles on a facility, the worth of an hour."""

from __future__ import annotations

from math import prod

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import COMMODITIES
from jibek.network.cost.steps import Price
from jibek.network.inputs import Ranges


def units_per_tonne(unit: Array, facility: Array, rate: Ranges) -> Array:
    """Vehicles (tonnes at ports) that a tonne adds to the facility of its arc, shape (class, arc).

    Parameters
    ----------
    unit, facility : shape (arc,)
        Mode of the link, ``port`` where there is none; facility or -1.
    """
    train = np.array([1 / prod(rate(name).value for name in c.train) for c in COMMODITIES])
    truck = np.full(len(COMMODITIES), 1 / rate("tonnes_per_truck").value)
    per = np.where(unit == "rail", train[:, None], np.where(unit == "road", truck[:, None], 1.0))
    return np.where(facility >= 0, per, 0.0)


def returns(rate: Ranges) -> Array:
    """Share of the laden trains of each kind that comes back over the same line, shape (kind,); kinds are classes."""
    return np.array([rate(c.comes_back).value for c in COMMODITIES])


def usd_per_tonne(usd_per_feu: Array, bulk: Array, by_ferry: Array, rate: Ranges) -> Array:
    """Price of a tonne, shape (class, arc): a box over its load, bulk as priced, general cargo between the two.

    Parameters
    ----------
    usd_per_feu, bulk, by_ferry : shape (arc,)
        USD per FEU, USD per tonne of bulk, and whether a ferry carries the freight.
    """
    box = usd_per_feu / (2 * rate("tonnes_per_teu_rail").value)
    # General cargo goes aboard a ferry in wagons; elsewhere its price lies between box and bulk.
    weight = np.where(by_ferry, 0.0, rate("general_cost_container_weight").value)
    price = {"box": box, "bulk": bulk, "between": weight * box + (1 - weight) * bulk}
    return np.stack([price[c.price] for c in COMMODITIES])


def price_rests_on(price: Price) -> list[tuple[str, ...]]:
    """Ids behind the price of a tonne of each class."""
    box = (*price.rests_on.box, "assumption:tonnes_per_teu_rail")
    found = {
        "box": box,
        "bulk": price.rests_on.bulk,
        "between": (*box, *price.rests_on.bulk, "assumption:general_cost_container_weight"),
    }
    # Where nothing is paid, nothing is rested on.
    paid = price.usd_per_feu[1] != 0.0 or price.bulk_usd_per_t != 0.0
    return [found[c.price] if paid else () for c in COMMODITIES]


def hour_usd(percent_per_day: float, usd_per_tonne: float) -> float:
    """Worth of an hour, USD per tonne-hour: percent of the value a day, times the value.

    Examples
    --------
    >>> hour_usd(0.8, 4500.0)
    1.5
    """
    return percent_per_day * usd_per_tonne / 2400.0


def class_hour_usd(rate: Ranges) -> Array:
    """USD per tonne-hour of each commodity class at its own value."""
    return np.array(
        [hour_usd(rate(c.percent_per_day).value, rate(c.usd_per_tonne).value) for c in COMMODITIES]
    )
