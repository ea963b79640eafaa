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

MODES = ("rail", "road", "sea", "ferry", "pipeline")

BASE_REPORTER = "BACI"

REPORTERS = (BASE_REPORTER, "CHN", "KAZ")

SOLVERS = ("projection", "frank-wolfe")  # of assignment, see flows/solvers.py
