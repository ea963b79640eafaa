"""What a shipper can choose: cargo, legs and itineraries."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.language import mark, phrase, tr
from jibek.ground.vocabulary import BOXED, CLASSES
from jibek.routes.paid import UNKNOWN, Paid

if TYPE_CHECKING:
    from jibek.network.notices import Flag
    from jibek.record import Facts
    from jibek.routes.risks import Risks
    from jibek.routes.roadbed import Roadbed
    from jibek.routes.service import Service

CRITERIA = ("days_p50", "cost_usd", "co2e_kg", "days_p90", "transfers")

_GOODS = {
    "container": mark("container"),
    "dry_bulk": mark("dry bulk"),
    "liquid_bulk": mark("liquid bulk"),
    "general": mark("general"),
}

SAME = 0.01  # a choice that gains less than 1 % in any criterion is not another one (Laumanns et al., 2002)


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
        why = (
            phrase(
                "{tonnes:,.12g} t go into {boxes:,.0f} whole boxes, {box:g} t to a box, which is assumed "
                "(route_tonnes_per_feu)",
                tonnes=tonnes,
                boxes=boxes,
                box=box,
            )
            if boxes > 1
            else phrase(
                "{tonnes:,.12g} t go into one box, {box:g} t to a box, which is assumed (route_tonnes_per_feu)",
                tonnes=tonnes,
                box=box,
            )
        )
        return cls(commodity, tonnes, boxes, None, why)

    def __str__(self) -> str:
        if self.feu is not None:
            return tr("{boxes:,.12g} FEU of {each:.3g} t", boxes=self.feu, each=self.tonnes / self.feu)
        if self.teu is not None:
            return tr("{boxes:,.12g} TEU of {each:.3g} t", boxes=self.teu, each=self.tonnes / self.teu)
        goods = tr(_GOODS.get(self.commodity, self.commodity))
        return tr("{tonnes:,.12g} t of {goods}", tonnes=self.tonnes, goods=goods)

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
    """One part of a journey: hauls of one mode through one country, or one handling, border or wait.

    missed: of a wait for a departure on known days, the share of journeys that take a later one than half of them do.
    """

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
    missed: float | None = None
    co2e_low_kg: float = math.nan
    co2e_high_kg: float = math.nan
    price_valid: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As in the contract; ``gateway``, ``country``, ``arcs``, ends of the emissions and years of prices besides."""
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
            "co2e_low_kg": _number(self.co2e_low_kg, 2),
            "co2e_high_kg": _number(self.co2e_high_kg, 2),
            "price_valid": self.price_valid,
            **({} if self.missed is None else {"missed_share": _number(self.missed, 4)}),
        }


@dataclass(frozen=True, slots=True)
class Onward:
    """The service that carries the cargo from one place to another."""

    origin: str
    destination: str
    service: Service

    def to_json(self) -> dict[str, Any]:
        """The service and where it is taken and left."""
        return {**self.service.to_json(), "from": self.origin, "to": self.destination}


@dataclass(frozen=True, slots=True)
class Dates:
    """Day on which the cargo is ready, and those of arrival: one in ten, half, nine in ten of the journeys by then."""

    ready: Day
    p10: Day
    p50: Day
    p90: Day

    def to_json(self) -> dict[str, str]:
        """ISO days."""
        return {
            "ready": str(self.ready),
            "arrival_p10": str(self.p10),
            "arrival_p50": str(self.p50),
            "arrival_p90": str(self.p90),
        }


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One way to go. Days are quantiles of one distribution; costs low and high have all legs at that end.

    share_of_boxes: of the year's boxes by rail between the two places those that go this way, where a run tells it.
    services: what carries the cargo where it is no ordinary service. dates: where a day is asked for.
    distance_low_km, distance_high_km, days_by_distance: see ``routes.lengths``; None where nobody asked. flags: what
    sources warn of on the way.
    co2e_low_kg, co2e_high_kg: all legs at that end. paid: the price apart, see `paid.Paid`. risks: what is weak on the
    way, None where nobody looked.
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
    services: tuple[Onward, ...] = ()
    dates: Dates | None = None
    distance_low_km: float | None = None
    distance_high_km: float | None = None
    days_by_distance: float | None = None
    flags: tuple[Flag, ...] = ()
    co2e_low_kg: float = math.nan
    co2e_high_kg: float = math.nan
    paid: Paid | None = None
    risks: Risks | None = None

    @property
    def by_days(self) -> tuple[float, float, str]:
        """What itineraries are put in order by, the quickest first."""
        return self.days_p50, self.cost_usd, self.itinerary_id

    @property
    def mixed(self) -> bool:
        """True if a truck carries part of what other vehicles carry too; ferries that trucks roll onto are none."""
        return "road" in self.modes and not {"road", "ferry"} >= set(self.modes)

    def to_json(self) -> dict[str, Any]:
        """As in the contract; corridor, shares, ends of emissions, the price apart, bands of distance besides."""
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
            "services": [s.to_json() for s in self.services],
            "dates": None if self.dates is None else self.dates.to_json(),
            "distance_low_km": self.distance_low_km,
            "distance_high_km": self.distance_high_km,
            "days_by_distance": self.days_by_distance,
            "flags": [flag.to_json() for flag in self.flags],
            "co2e_low_kg": _number(self.co2e_low_kg, 2),
            "co2e_high_kg": _number(self.co2e_high_kg, 2),
            "risks": None if self.risks is None else self.risks.to_json(),
            **(self.paid or UNKNOWN).to_json(),
        }


def itinerary_id(arc_ids: Sequence[str]) -> str:
    """A name that the arcs alone decide."""
    return "it-" + hashlib.sha256("|".join(arc_ids).encode()).hexdigest()[:12]


def flagged(itineraries: Sequence[Itinerary], flags: Sequence[Flag]) -> tuple[Itinerary, ...]:
    """Itineraries with the flags that one of their legs touches."""
    return tuple(
        replace(i, flags=tuple(f for f in flags if any(_on(f, leg) for leg in i.legs))) for i in itineraries
    )


def _on(flag: Flag, leg: Leg) -> bool:
    return flag.touches(leg.mode, (leg.country or "").split("-"), leg.gateway_id, (leg.from_, leg.to))


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


def hardly_better(one: Itinerary, two: Itinerary) -> bool:
    """True if ``one`` gains less than 1 % on ``two`` in any criterion."""
    return all(getattr(two, c) <= (1 + SAME) * getattr(one, c) for c in CRITERIA)


def _number(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None
