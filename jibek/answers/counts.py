"""What quantities are counted on: masks over arcs and pairs of a settled state, and sums under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array, Flags
from jibek.ground.vocabulary import COMMODITIES, CORRIDORS, ON_WATER
from jibek.network.classes import by_commodity

if TYPE_CHECKING:
    from jibek.loop import State


# Steps at a place in which freight changes what carries it; to wait for a port to open is none.
_LIFTS = ("load", "unload", "tranship", "ferry_wait")


@dataclass(frozen=True, slots=True)
class Measured:
    """state: where the run settled; shown: itineraries (``routes.od``); played_2022: crossings of that year by id;
    waits: ``simulation.waits`` of the run's own year. What is not there is empty."""

    state: State
    shown: pd.DataFrame = field(default_factory=pd.DataFrame)
    played_2022: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    waits: pd.DataFrame = field(default_factory=pd.DataFrame)


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

    @cached_property
    def leaving_china(self) -> Flags:
        """Arcs of crossings out of China, (arc,)."""
        return np.array([str(c).startswith("CN-") for c in self.country], bool)

    def border(self, *ends: str) -> Flags:
        """Arcs of rail crossings with any of the given ends in their gateway's id."""
        named = np.array([any(end in gateway for end in ends) for gateway in self._gateway], dtype=bool)
        return np.asarray(named & (self._kind == "border") & (self._mode == "rail"))

    def rail_border(self) -> Flags:
        """Arcs of the rail crossings between China and Kazakhstan."""
        return self.rail_between("CN", "KZ")

    def rail_between(self, one: str, other: str) -> Flags:
        """Arcs of the rail crossings between two countries."""
        pair = np.isin(self.country, [f"{one}-{other}", f"{other}-{one}"])
        return np.asarray(pair & (self._kind == "border") & (self._mode == "rail"))

    def at_sea(self, *ports: str) -> Flags:
        """Voyages from or to any of the ports."""
        touches = np.isin(self._ends, ports).any(axis=1)
        return np.asarray(touches & (self._kind == "haul") & np.isin(self._mode, ON_WATER))

    def lifted(self, *ports: str) -> Array:
        """Lifts at the quays of the ports, (arc,): how often a tonne is loaded or unloaded there, 0 on other arcs.

        Once between a ship and a train, a truck or the town; twice from one kind of ship to another, as ports count.
        What stays on board is not lifted.
        """
        at = np.isin(self._ends, ports).all(axis=1)
        wet = [
            np.array([state.partition("|")[2].partition("@")[0] in ON_WATER for state in self.arcs[end]])
            for end in ("tail", "head")
        ]
        return np.where(at & np.isin(self._kind, _LIFTS), wet[0].astype(float) + wet[1], 0.0)

    def rolled(self, port: str) -> Array:
        """Lifts of trucks that roll on and off ships at the port, (arc,)."""
        by_road = [
            np.array([state.partition("|")[2].partition("@")[0] == "road" for state in self.arcs[end]])
            for end in ("tail", "head")
        ]
        return np.where(by_road[0] | by_road[1], self.lifted(port), 0.0)

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

    @cached_property
    def boxed(self) -> Flags:
        """Pairs whose freight travels in boxes, shape (pair,)."""
        carried = np.array([c.boxed for c in COMMODITIES])
        return np.asarray(carried[self.state.total.pairs.commodity])

    def sold_by(self, iso3: str) -> Flags:
        """Pairs that are sold by a country, shape (pair,)."""
        at = self.state.total.matrix.countries.index(iso3)
        return np.asarray(self.state.total.pairs.exporter == at)

    def with_gate(self, place: str) -> Flags:
        """Pairs that start or end at a place, shape (pair,)."""
        states = [i for name, i in self.state.network.state_index.items() if name.partition("|")[0] == place]
        pairs = self.state.total.pairs
        return np.isin(pairs.origin, states) | np.isin(pairs.destination, states)

    def sailings_per_year(self, tail: str, head: str) -> float:
        """Ships a year that leave one port for another; ``nan`` where no line joins them."""
        at = (self._ends == (tail, head)).all(axis=1) & np.isin(self._mode, ON_WATER)
        names = set(self.arcs["facility_id"][at].dropna())
        rows = self.state.network.facilities
        return float(rows["sailings_per_day"][rows["facility_id"].isin(names)].sum(min_count=1)) * 365.0

    def trade_usd(self, country: str, partners: Collection[str], reporter: str) -> float:
        """Turnover of a country with others, the reporter's figures between China and Kazakhstan, USD a year."""
        cells = self.state.world.flows
        out = (cells["exporter"] == country) & cells["importer"].isin(partners)
        back = (cells["importer"] == country) & cells["exporter"].isin(partners)
        return float(cells.loc[(out | back) & (cells["reporter"] == reporter), "value_usd"].sum())
