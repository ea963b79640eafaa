"""What a shipper can choose: cargo, legs and itineraries."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import BOXED, CLASSES

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.routes.roadbed import Roadbed

CRITERIA = ("days_p50", "cost_usd", "co2e_kg", "days_p90", "transfers")


@dataclass(frozen=True, slots=True)
class Cargo:
    """What travels: boxes (``feu`` or ``teu``) or, both being None, ``tonnes`` of a commodity class."""

    commodity: str
    tonnes: float
    feu: float | None = None
    teu: float | None = None
    why: str = ""

    @classmethod
    def of(
        cls,
        facts: Facts | Roadbed,
        *,
        feu: float | None = None,
        teu: float | None = None,
        tonnes: float | None = None,
        commodity: str = CLASSES[BOXED],
    ) -> Cargo:
        """Cargo as asked for; nothing asked is one FEU.

        Parameters
        ----------
        facts
            Gives the assumption ``route_tonnes_per_feu``; a TEU weighs half as much.
        feu, teu, tonnes
            At most one of them, above 0.
            Tonnes of containers fill whole boxes, the last one in part.
        commodity
            A commodity class; other than ``container`` it needs ``tonnes``.

        Raises
        ------
        InputError
            ``routes.bad_cargo``, all faults at once.
        """
        _check_cargo(feu, teu, tonnes, commodity)
        box = facts.assume("route_tonnes_per_feu")
        if tonnes is None:
            boxes = feu if feu is not None else (teu / 2 if teu is not None else 1.0)
            return cls(commodity, boxes * box, boxes if teu is None else None, teu)
        if commodity != CLASSES[BOXED]:
            return cls(commodity, tonnes)
        boxes = float(math.ceil(round(tonnes / box, 6)))
        why = f"{tonnes:,.12g} t go into {boxes:,.0f} whole boxes, {box:g} t to a box (assumption route_tonnes_per_feu)"
        return cls(commodity, tonnes, boxes, None, why)

    def __str__(self) -> str:
        for count, name in ((self.feu, "FEU"), (self.teu, "TEU")):
            if count is not None:
                return f"{count:,.12g} {name} of {self.tonnes / count:.3g} t"
        return f"{self.tonnes:,.12g} t of {self.commodity.replace('_', ' ')}"

    def to_json(self) -> dict[str, Any]:
        """Commodity class, tonnes and boxes."""
        return {
            "commodity": self.commodity,
            "tonnes": self.tonnes,
            "feu": self.feu,
            "teu": self.teu,
            "why": self.why or None,
        }


def _check_cargo(feu: float | None, teu: float | None, tonnes: float | None, commodity: str) -> None:
    given = {k: v for k, v in (("feu", feu), ("teu", teu), ("tonnes", tonnes)) if v is not None}
    code, problems = "routes.bad_cargo", []
    for name, value in given.items():
        if not (math.isfinite(value) and value > 0):
            problems.append(Problem(code, "cargo", column=name, value=value, expected="a number above 0"))
        elif name != "tonnes" and value != int(value):
            problems.append(Problem(code, "cargo", column=name, value=value, expected="whole boxes"))
    if len(given) > 1:
        names = ", ".join(given)
        problems.append(Problem(code, "cargo", value=names, expected="one of feu, teu and tonnes"))
    if commodity not in CLASSES:
        expected = "one of " + ", ".join(CLASSES)
        fix = nearest(commodity, CLASSES)
        problems.append(
            Problem(code, "cargo", column="commodity", value=commodity, expected=expected, fix=fix)
        )
    elif commodity != CLASSES[BOXED] and tonnes is None:
        problems.append(
            Problem(code, "cargo", column="tonnes", expected=f"tonnes, as {commodity} goes in no box")
        )
    refuse(code, "the cargo cannot be read", problems)


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a journey: hauls of one mode through one country, or one handling, border or wait."""

    from_: str
    to: str
    mode: str
    what: str
    distance_km: float
    hours_mean: float
    hours_p90: float
    cost_usd: float
    co2e_kg: float
    sources: tuple[str, ...]
    gateway_id: str | None = None
    country: str | None = None
    arcs: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As in the contract; ``gateway``, ``country`` and ``arcs`` besides."""
        return {
            "from": self.from_,
            "to": self.to,
            "mode": self.mode,
            "distance_km": _number(self.distance_km, 1),
            "hours_mean": _number(self.hours_mean, 3),
            "hours_p90": _number(self.hours_p90, 3),
            "cost_usd": _number(self.cost_usd, 2),
            "co2e_kg": _number(self.co2e_kg, 2),
            "what": self.what,
            "sources": list(self.sources),
            "gateway": self.gateway_id,
            "country": self.country,
            "arcs": list(self.arcs),
        }


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One way to go. Days are quantiles of one distribution; costs low and high have all legs at that end.

    share_of_boxes: of the year's boxes by rail between the two places those that go this way, where a run tells it.
    """

    itinerary_id: str
    corridor: str
    days_mean: float
    days_p10: float
    days_p50: float
    days_p90: float
    cost_usd: float
    cost_low_usd: float
    cost_high_usd: float
    co2e_kg: float
    distance_km: float
    transfers: int
    modes: tuple[str, ...]
    gateways: tuple[str, ...]
    countries: tuple[str, ...]
    legs: tuple[Leg, ...]
    pareto: bool = False
    share_of_boxes: float | None = None

    @property
    def by_days(self) -> tuple[float, float, str]:
        """What itineraries are put in order by, the quickest first."""
        return self.days_p50, self.cost_usd, self.itinerary_id

    @property
    def mixed(self) -> bool:
        """True if a truck carries part of what other vehicles carry too; ferries that trucks roll onto are none."""
        return "road" in self.modes and not {"road", "ferry"} >= set(self.modes)

    def to_json(self) -> dict[str, Any]:
        """As in the contract; ``corridor`` and ``share_of_boxes`` besides."""
        return {
            "itinerary_id": self.itinerary_id,
            "corridor": self.corridor,
            "pareto": self.pareto,
            "distance_km": _number(self.distance_km, 1),
            "days_mean": _number(self.days_mean, 4),
            "days_p10": _number(self.days_p10, 4),
            "days_p50": _number(self.days_p50, 4),
            "days_p90": _number(self.days_p90, 4),
            "cost_usd": _number(self.cost_usd, 2),
            "cost_low_usd": _number(self.cost_low_usd, 2),
            "cost_high_usd": _number(self.cost_high_usd, 2),
            "co2e_kg": _number(self.co2e_kg, 2),
            "transfers": self.transfers,
            "modes": list(self.modes),
            "gateways": list(self.gateways),
            "countries": list(self.countries),
            "legs": [leg.to_json() for leg in self.legs],
            "share_of_boxes": self.share_of_boxes,
        }


def itinerary_id(arc_ids: Sequence[str]) -> str:
    """A name that the arcs alone decide."""
    return "it-" + hashlib.sha256("|".join(arc_ids).encode()).hexdigest()[:12]


def flag_pareto(itineraries: Sequence[Itinerary]) -> tuple[Itinerary, ...]:
    """The itineraries, each marked whether any other dominates it in all of ``CRITERIA``."""
    values = np.array([[getattr(i, c) for c in CRITERIA] for i in itineraries], float).reshape(
        -1, len(CRITERIA)
    )
    one, other = values[:, None], values[None]
    no_worse, better = np.all(other <= one, axis=2), np.any(other < one, axis=2)
    dominated = [bool(x) for x in np.any(no_worse & better, axis=1)]
    return tuple(
        i if i.pareto is not bad else replace(i, pareto=not bad)
        for i, bad in zip(itineraries, dominated, strict=True)
    )


def _number(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None
