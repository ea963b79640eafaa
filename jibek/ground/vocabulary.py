"""Words that every room shares: commodity classes, corridors, modes, gauges, reporters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KNOWN = ("published", "estimated", "prior", "domestic")


@dataclass(frozen=True, slots=True)
class CommodityClass:
    """What sets one class of freight apart; all that the stages ask of a class stands here.

    name, words: id and name for people. train: assumptions whose product is the tonnes of a train. price: of a tonne
    on an arc, by the ``box`` over its load, as ``bulk``, or ``between`` the two. boxed: goes in containers; tanked:
    goes in tankers and is no part of counts "without oil".
    """

    name: str
    words: str
    train: tuple[str, ...]
    price: Literal["box", "bulk", "between"]
    boxed: bool = False
    tanked: bool = False

    @property
    def usd_per_tonne(self) -> str:
        """The assumption on the value of a tonne."""
        return f"usd_per_tonne_{self.name}"

    @property
    def percent_per_day(self) -> str:
        """The assumption on what a day is worth, percent of the value."""
        return f"value_of_day_percent_{self.name}"


COMMODITIES = (
    CommodityClass("container", "Containers", ("teu_per_train", "tonnes_per_teu_rail"), "box", boxed=True),
    CommodityClass("dry_bulk", "Dry bulk", ("tonnes_per_train_bulk",), "bulk"),
    CommodityClass("liquid_bulk", "Liquid bulk", ("tonnes_per_train_bulk",), "bulk", tanked=True),
    CommodityClass("general", "General cargo", ("tonnes_per_train_general",), "between"),
)
CLASSES = tuple(c.name for c in COMMODITIES)
BOXED = next(i for i, c in enumerate(COMMODITIES) if c.boxed)  # position of the class in containers

CORRIDORS = ("sea", "northern", "transsib", "transcaspian", "southern", "road")

CONFIDENCE = ("high", "medium", "low")

GAUGES = ("1435", "1520", "1668", "1435/1520", "1520/1435", "1435/1668", "1668/1435")


@dataclass(frozen=True, slots=True)
class Mode:
    """What sets one mode apart, prices and emissions (rules of ``network/cost``) aside.

    gateway: what its gateways are called; unit: what passes there and is counted; daily_cv: the assumption on how
    unlike the days at its gateways are; on_water: ships; routed: freight chooses it.
    """

    name: str
    words: str
    gateway: str
    unit: str
    daily_cv: str
    on_water: bool = False
    routed: bool = True


ALL_MODES = (
    Mode("rail", "Rail", "rail", "trains", "acceptance_daily_cv"),
    Mode("road", "Road", "road", "trucks", "road_daily_cv"),
    Mode("sea", "Sea", "port", "tonnes", "port_daily_cv", on_water=True),
    Mode("ferry", "Ferry", "ferry", "tonnes", "port_daily_cv", on_water=True),
    Mode("pipeline", "Pipeline", "", "tonnes", "", routed=False),
)
MODES = tuple(m.name for m in ALL_MODES)
ROUTED = tuple(m.name for m in ALL_MODES if m.routed)
ON_LAND = tuple(m.name for m in ALL_MODES if m.routed and not m.on_water)
ON_WATER = tuple(m.name for m in ALL_MODES if m.on_water)
AT_GATEWAYS = {m.gateway: m for m in ALL_MODES if m.gateway}  # by what a gateway is called
GATEWAY_UNITS = tuple(dict.fromkeys(m.unit for m in AT_GATEWAYS.values()))

BASE_REPORTER = "BACI"

REPORTERS = (BASE_REPORTER, "CHN", "KAZ")

SOLVERS = ("projection", "frank-wolfe")  # of assignment, see flows/solvers.py
