"""What quantities are counted on: masks over arcs and pairs of a settled state, and sums under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array, Flags
from jibek.ground.vocabulary import CORRIDORS, ON_WATER
from jibek.network.classes import by_commodity

if TYPE_CHECKING:
    from jibek.loop import State


@dataclass(frozen=True, slots=True)
class Measured:
    """state: where the run settled; shown: itineraries (``routes.od``); played_2022: crossings of that year by id."""

    state: State
    shown: pd.DataFrame
    played_2022: Mapping[str, Mapping[str, Any]]


class Counts:
    """Masks and sums over one state; ``state`` is not changed."""

    def __init__(self, measured: Measured) -> None:
        self.measured = measured
        self.state = measured.state
        self.arcs = self.state.network.arcs
        self.tonnes = by_commodity(self.state.network, self.state.flow.flow.sum(axis=1))  # (commodity, arc)
        self._kind = self.arcs["kind"].to_numpy()
        self._mode = self.arcs["mode"].to_numpy()
        self.country = self.arcs["country"].to_numpy()
        facts = self.state.facts
        self.per_teu = facts.assume("tonnes_per_teu_rail")
        self.per_train = self.per_teu * facts.assume("teu_per_train")

    @cached_property
    def _gateway(self) -> Array:
        return self.arcs["gateway_id"].fillna("").to_numpy()

    @cached_property
    def _ends(self) -> Array:
        """Places at tail and head, shape (arc, 2)."""
        return np.array(
            [
                (t.partition("|")[0], h.partition("|")[0])
                for t, h in zip(self.arcs["tail"], self.arcs["head"], strict=True)
            ]
        )

    def border(self, *ends: str) -> Flags:
        """Arcs of rail crossings with any of the given ends in their gateway's id."""
        named = np.array([any(end in gateway for end in ends) for gateway in self._gateway], dtype=bool)
        return np.asarray(named & (self._kind == "border") & (self._mode == "rail"))

    def rail_border(self) -> Flags:
        """Arcs of the rail crossings between China and Kazakhstan."""
        pair = np.isin(self.country, ["CN-KZ", "KZ-CN"])
        return np.asarray(pair & (self._kind == "border") & (self._mode == "rail"))

    def at_sea(self, *ports: str) -> Flags:
        """Voyages from or to any of the ports."""
        touches = np.isin(self._ends, ports).any(axis=1)
        return np.asarray(touches & (self._kind == "haul") & np.isin(self._mode, ON_WATER))

    def touching(self, place: str) -> Flags:
        """Arcs with an end at the place."""
        return np.asarray(np.isin(self._ends, [place]).any(axis=1))

    def rail_in(self, country: str) -> Flags:
        """Rail hauls within a country."""
        return np.asarray((self.country == country) & (self._kind == "haul") & (self._mode == "rail"))

    def market(self, names: tuple[str, ...], corridors: tuple[str, ...]) -> float:
        """Tonnes a year of the markets by these corridors."""
        total = self.state.total
        markets = [i for i, m in enumerate(total.markets) if m.market_id in names]
        rows = np.isin(total.pairs.market, markets)
        return float(self.state.need.tonnes[rows][:, [CORRIDORS.index(c) for c in corridors]].sum())

    def corridors(self, rows: Flags, corridors: tuple[str, ...]) -> float:
        """Tonnes a year of the pairs by these corridors."""
        return float(self.state.need.tonnes[rows][:, [CORRIDORS.index(c) for c in corridors]].sum())

    def with_end(self, iso3: str) -> Flags:
        """Pairs that are sold or bought by a country, shape (pair,)."""
        at = self.state.total.matrix.countries.index(iso3)
        pairs = self.state.total.pairs
        return np.asarray((pairs.exporter == at) | (pairs.importer == at))

    def trade_usd(self, country: str, partners: Collection[str], reporter: str) -> float:
        """Turnover of a country with others, the reporter's figures between China and Kazakhstan, USD a year."""
        cells = self.state.world.flows
        out = (cells["exporter"] == country) & cells["importer"].isin(partners)
        back = (cells["importer"] == country) & cells["exporter"].isin(partners)
        return float(cells.loc[(out | back) & (cells["reporter"] == reporter), "value_usd"].sum())
