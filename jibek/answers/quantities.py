"""Figures that a settled state answers for: tonnes, boxes and trains at the places that statistics count.

Each quantity is one short method, named as in the table ``beside``; tonnes are read from the flows on arcs, or from the
split where a statistic counts a market. Trains are tonnes over the load of a train, by class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES, CORRIDORS

if TYPE_CHECKING:
    from jibek.loop import State

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"

ALASHANKOU = "CN_ALASHANKOU-KZ_DOSTYK"

OTHER_THAN_OIL = np.array([name != "liquid_bulk" for name in CLASSES])

BOX = CLASSES.index("container")

EUROPE = ("chn-europe-container", "europe-chn-container")

BILATERAL = (
    "chn-kaz-container",
    "chn-kaz-general",
    "kaz-chn-container",
    "kaz-chn-general",
    "kaz-chn-dry-bulk",
)

RUSSIA = ("chn-rus-container", "rus-chn-container")


class Quantities:
    """Quantities of one state; ``state`` is not changed."""

    def __init__(self, state: State) -> None:
        self._state = state
        arcs = state.network.arcs
        self._tonnes = state.flow.flow.sum(axis=1)
        self._kind = arcs["kind"].to_numpy()
        self._mode = arcs["mode"].to_numpy()
        self._gateway = arcs["gateway_id"].fillna("").to_numpy()
        self._country = arcs["country"].to_numpy()
        self._km = arcs["distance_km"].to_numpy()
        self._places = np.array(
            [
                (t.partition("|")[0], h.partition("|")[0])
                for t, h in zip(arcs["tail"], arcs["head"], strict=True)
            ]
        )
        self._per_teu = state.facts.assume("tonnes_per_teu_rail")
        self._per_train = self._per_teu * state.facts.assume("teu_per_train")

    def __getitem__(self, name: str) -> float:
        """The quantity of that name; ``KeyError`` for one that this state does not answer."""
        if name.startswith("_") or not hasattr(self, name):
            raise KeyError(name)
        return float(getattr(self, name)())

    def _border(self, *ends: str, mode: str = "rail") -> Array:
        """Arcs of border crossings of one mode with any of the given ends in their gateway's id."""
        named = np.array([any(end in gateway for end in ends) for gateway in self._gateway])
        return named & (self._kind == "border") & (self._mode == mode)

    def _kazakh_chinese(self, mode: str) -> Array:
        pair = np.isin(self._country, ["CN-KZ", "KZ-CN"])
        return pair & (self._kind == "border") & (self._mode == mode)

    def _at_sea(self, *ports: str) -> Array:
        touches = np.isin(self._places, ports).any(axis=1)
        return touches & (self._kind == "haul") & np.isin(self._mode, ["sea", "ferry"])

    def _market(self, names: tuple[str, ...], corridors: tuple[str, ...]) -> float:
        markets = [i for i, m in enumerate(self._state.total.markets) if m.market_id in names]
        rows = np.isin(self._state.total.pairs.market, markets)
        return float(self._state.need.tonnes[rows][:, [CORRIDORS.index(c) for c in corridors]].sum())

    def _corridor(self, corridor: str, classes: Array) -> float:
        rows = classes[self._state.total.pairs.cls]
        return float(self._state.need.tonnes[rows, CORRIDORS.index(corridor)].sum())

    def kaz_chn_rail_mt(self) -> float:
        return self._tonnes[:, self._kazakh_chinese("rail")].sum() / 1e6

    def kaz_chn_road_mt(self) -> float:
        """Trade of the two by road; what crosses their road posts in transit is not counted."""
        return self._market(BILATERAL, ("road",)) / 1e6

    def khorgos_rail_mt(self) -> float:
        return self._tonnes[:, self._border(KHORGOS)].sum() / 1e6

    def khorgos_teu(self) -> float:
        return self._tonnes[BOX, self._border(KHORGOS)].sum() / self._per_teu

    def khorgos_container_trains(self) -> float:
        return self._tonnes[BOX, self._border(KHORGOS)].sum() / self._per_train

    def khorgos_container_trains_per_day(self) -> float:
        return self.khorgos_container_trains() / 365.0

    def alashankou_container_trains(self) -> float:
        return self._tonnes[BOX, self._border(ALASHANKOU)].sum() / self._per_train

    def both_container_trains(self) -> float:
        return self._tonnes[BOX, self._kazakh_chinese("rail")].sum() / self._per_train

    def manzhouli_teu(self) -> float:
        return self._tonnes[BOX, self._border("CNMLX")].sum() / self._per_teu

    def manzhouli_trains(self) -> float:
        return self._tonnes[BOX, self._border("CNMLX")].sum() / self._per_train

    def transsib_trains(self) -> float:
        return self._tonnes[BOX, self._border("CNMLX", "CN_SUIFENHE")].sum() / self._per_train

    def europe_land_teu(self) -> float:
        land = tuple(c for c in CORRIDORS if c not in ("sea", "road"))
        return self._market((*EUROPE, *RUSSIA), land) / self._per_teu

    def europe_land_trains(self) -> float:
        return self.europe_land_teu() * self._per_teu / self._per_train

    def _trans_caspian(self) -> Array:
        """Voyages between Aktau or Kuryk and Alat: the route as its union counts it."""
        return self._at_sea("KZAAU", "KZKUR") & np.isin(self._places, ["AZALA"]).any(axis=1)

    def transcaspian_mt(self) -> float:
        return self._tonnes[np.ix_(OTHER_THAN_OIL, self._trans_caspian())].sum() / 1e6

    def transcaspian_teu(self) -> float:
        return self._tonnes[BOX, self._trans_caspian()].sum() / self._per_teu

    def caspian_mt(self) -> float:
        return self._tonnes[np.ix_(OTHER_THAN_OIL, self._at_sea("KZAAU", "KZKUR"))].sum() / 1e6

    def aktau_mt(self) -> float:
        return self._tonnes[np.ix_(OTHER_THAN_OIL, self._at_sea("KZAAU"))].sum() / 1e6

    def kuryk_mt(self) -> float:
        return self._tonnes[np.ix_(OTHER_THAN_OIL, self._at_sea("KZKUR"))].sum() / 1e6

    def poti_teu(self) -> float:
        return self._tonnes[BOX, self._at_sea("GEPTI")].sum() / self._per_teu

    def turkmenbashi_alat_teu(self) -> float:
        between = self._at_sea("TMKRW") & np.isin(self._places, ["AZALA"]).any(axis=1)
        return self._tonnes[BOX, between].sum() / self._per_teu

    def kaz_rail_gtkm(self) -> float:
        own = (self._country == "KZ") & (self._kind == "haul") & (self._mode == "rail")
        through = (self._tonnes[:, own].sum(axis=0) * self._km[own]).sum()
        background = self._state.background
        return (through + (background["tonnes_per_year"] * background["distance_km"]).sum()) / 1e9

    def kaz_rail_teu(self) -> float:
        """Boxes of the corridors that run over Kazakhstan; domestic boxes are not modelled."""
        boxes = np.arange(len(CLASSES)) == BOX
        return sum(self._corridor(c, boxes) for c in ("northern", "transcaspian", "southern")) / self._per_teu

    def kaz_transit_rail_mt(self) -> float:
        """Tonnes of the corridors that run over Kazakhstan, neither sold nor bought there."""
        home = self._state.total.matrix.countries.index("KAZ")
        pairs = self._state.total.pairs
        through = (pairs.exporter != home) & (pairs.importer != home)
        columns = [CORRIDORS.index(c) for c in ("northern", "transcaspian", "southern")]
        return float(self._state.need.tonnes[through][:, columns].sum()) / 1e6

    def kaz_transit_china_mt(self) -> float:
        """The part of transit with one end in China, road over Kazakh posts among it."""
        countries = self._state.total.matrix.countries
        pairs = self._state.total.pairs
        ends = np.stack([pairs.exporter, pairs.importer])
        through = (ends != countries.index("KAZ")).all(axis=0) & (ends == countries.index("CHN")).any(axis=0)
        columns = [CORRIDORS.index(c) for c in ("northern", "transcaspian", "southern", "road")]
        return float(self._state.need.tonnes[through][:, columns].sum()) / 1e6

    def kaz_chn_trade_busd_CHN(self) -> float:
        return self._trade("CHN")

    def kaz_chn_trade_busd_KAZ(self) -> float:
        return self._trade("KAZ")

    def _trade(self, reporter: str) -> float:
        cells = self._state.world.flows
        both = cells["exporter"].isin(["KAZ", "CHN"]) & cells["importer"].isin(["KAZ", "CHN"])
        foreign = both & (cells["exporter"] != cells["importer"]) & (cells["reporter"] == reporter)
        return float(cells.loc[foreign, "value_usd"].sum()) / 1e9
