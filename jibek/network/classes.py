"""The class axis of a network: commodity classes, and markets among them whose hour is worth something else.

A train, a price and an emission know the commodity class alone; the worth of an hour follows the value of the goods, so
that two markets of one commodity class may take different paths. `by_value` therefore lengthens the class axis: the
commodity classes stay first, in their order, then come the further classes, each with the rows of its commodity and
an hour of its own. ``commodity`` says of every class which commodity it is: there is no other mapping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES

if TYPE_CHECKING:
    from jibek.network.model import Network


@dataclass(frozen=True, slots=True)
class FreightClass:
    """What shares a cost per tonne on every arc.

    name; commodity: position in ``CLASSES``; usd_per_tonne: value of the goods; usd_per_tonne_hour: worth of an hour.
    """

    name: str
    commodity: int
    usd_per_tonne: float
    usd_per_tonne_hour: float


def by_value(network: Network, classes: Sequence[FreightClass]) -> Network:
    """The network with a row for each of the classes, on every array by class.

    Parameters
    ----------
    classes
        The commodity classes first, in their order.
    """
    commodity = np.array([c.commodity for c in classes])
    if commodity[: len(CLASSES)].tolist() != list(range(len(CLASSES))):
        raise ValueError(f"the commodity classes must come first, in their order: {CLASSES}")
    layers = network.layers
    if layers is not None:
        layers = replace(layers, usual=by_value(layers.usual, classes))
    return replace(
        network,
        layers=layers,
        classes=tuple(c.name for c in classes),
        commodity=commodity,
        usd_per_tonne=network.usd_per_tonne[commodity],
        income_usd_per_tonne=network.income_usd_per_tonne[commodity],
        co2e_kg_per_tonne=network.co2e_kg_per_tonne[commodity],
        units_per_tonne=network.units_per_tonne[commodity],
        kind=network.kind[commodity],
        class_hour_usd=np.array([c.usd_per_tonne_hour for c in classes]),
    )


def by_commodity(network: Any, value: Array) -> Array:
    """Sums over the classes of each commodity: shape (class, ...) becomes (commodity, ...)."""
    commodity = commodity_of(network)
    return np.stack([value[commodity == c].sum(axis=0) for c in range(commodity.max() + 1)])


def class_names(network: Any) -> tuple[str, ...]:
    """Names of the classes by position; numbered where a network has none."""
    count = len(network.class_hour_usd)
    unnamed = CLASSES if count == len(CLASSES) else tuple(f"class_{k}" for k in range(count))
    return tuple(getattr(network, "classes", unnamed))


def commodity_of(network: Any) -> Array:
    """Position of each class's commodity, shape (class,); its own where a network knows no further classes."""
    return np.asarray(getattr(network, "commodity", np.arange(len(network.class_hour_usd))))


def commodity_names(network: Any) -> tuple[str, ...]:
    """Name of each class's commodity, by position of the class."""
    names = class_names(network)
    return tuple(names[c] for c in commodity_of(network))
