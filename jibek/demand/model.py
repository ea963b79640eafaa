"""What demand is made of: tonnes before the choice of corridor, its constants, tonnes by corridor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.demand.markets import Market
from jibek.demand.matrix.build import TradeMatrix
from jibek.demand.pairs import Pairs
from jibek.demand.pivots import Pivot
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.network.classes import FreightClass


@dataclass(frozen=True, slots=True)
class Total:
    """Tonnes of the year before the choice of corridor.

    matrix: trade of countries; markets: rows worked out; classes: of freight, by position; value_check: value of the
    freight beside trade; pairs: arrays over pairs of gates, tonnes of the year.
    carries, counts: shape (pair, corridor), the pivot whose constant a cell carries, and the one that its tonnes count
    for; -1 for none; door_carries, door_counts: the same of doors, shape (way,).
    per_usd: shape (pair,), utility of one USD per tonne; dissimilarity: of the land nest; doors: of the doors of one
    corridor, at most that of the nest.
    """

    matrix: TradeMatrix
    markets: tuple[Market, ...]
    classes: tuple[FreightClass, ...]
    value_check: pd.DataFrame
    pivots: tuple[Pivot, ...]
    carries: Array
    counts: Array
    door_carries: Array
    door_counts: Array
    pairs: Pairs
    per_usd: Array
    dissimilarity: float
    doors: float
    certificates: tuple[Certificate, ...]

    @property
    def steep(self) -> Array:
        """How fast the shares of doors fall with USD per tonne, (pair,)."""
        return np.asarray(self.per_usd / self.doors)


@dataclass(frozen=True, slots=True)
class Constants:
    """value, target and model: shape (pivot,), tonnes a year for the latter two; error: largest relative miss."""

    value: Array
    target: Array
    model: Array
    error: float
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Need:
    """tonnes: (pair, corridor) tonnes a year; ways: (way,) those of them by each door; cost: (pair,) USD per tonne of
    the choice as a whole."""

    tonnes: Array
    ways: Array
    cost: Array
