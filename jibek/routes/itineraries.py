"""What a shipper can choose: cargo, legs, itineraries, and how a list of them is shown.

Xi'an to Duisburg, 1 FEU of 14 t, 2023
  days P10-P90     P50   cost USD (low-high)   CO2e kg  ...  by
  13.1-21.0       16.4   8,400 (6,900-10,200)    2,310  ...  rail over Alashankou-Dostyk, ...
"""

from __future__ import annotations

import hashlib
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.reply import Reply
from jibek.ground.vocabulary import BOXED, CLASSES

if TYPE_CHECKING:
    from jibek.record import Facts

CRITERIA = ("days_p50", "cost_usd", "co2e_kg", "days_p90", "transfers")


@dataclass(frozen=True, slots=True)
class Cargo:
    """What travels: boxes (``feu`` or ``teu``) or, both being None, ``tonnes`` of a commodity class."""

    commodity: str
    tonnes: float
    feu: float | None = None
    teu: float | None = None

    @classmethod
    def of(
        cls,
        facts: Facts,
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
        return cls(commodity, tonnes, tonnes / box if commodity == CLASSES[BOXED] else None)

    def __str__(self) -> str:
        for count, name in ((self.feu, "FEU"), (self.teu, "TEU")):
            if count is not None:
                return f"{count:g} {name} of {self.tonnes / count:g} t"
        return f"{self.tonnes:g} t of {self.commodity.replace('_', ' ')}"

    def to_json(self) -> dict[str, Any]:
        """Commodity class, tonnes and boxes."""
        return {"commodity": self.commodity, "tonnes": self.tonnes, "feu": self.feu, "teu": self.teu}


def _check_cargo(feu: float | None, teu: float | None, tonnes: float | None, commodity: str) -> None:
    given = {k: v for k, v in (("feu", feu), ("teu", teu), ("tonnes", tonnes)) if v is not None}
    code, problems = "routes.bad_cargo", []
    for name, value in given.items():
        if not (math.isfinite(value) and value > 0):
            problems.append(Problem(code, "cargo", column=name, value=value, expected="a number above 0"))
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


@dataclass(frozen=True, slots=True)
class Routes(Reply):
    """Distinct good itineraries between two places, the quickest (by P50) first."""

    origin: str
    destination: str
    cargo: Cargo
    year: int
    scenario: str
    itineraries: tuple[Itinerary, ...]
    names: dict[str, str] = field(default_factory=dict)
    warnings: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object that ``jibek route --json`` prints."""
        from jibek import __version__

        return {
            "origin": self.origin,
            "destination": self.destination,
            "cargo": self.cargo.to_json(),
            "year": self.year,
            "scenario": self.scenario,
            "itineraries": [i.to_json() for i in self.itineraries],
            "jibek": __version__,
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """A table of the itineraries and the legs of each, at most 100 columns wide."""
        title = f"{self._name(self.origin)} to {self._name(self.destination)}, {self.cargo}, "
        title += f"{self.year}, {self.scenario}"
        lines = [
            title,
            "",
            f"     {'days P50':>8}  {'P10-P90':>11}  {'cost USD':>8}  {'low-high':>15}  {'CO2e kg':>8}  "
            f"{'km':>7}  {'transfers':>9}",
        ]
        for n, i in enumerate(self.itineraries, 1):
            mark = "*" if i.pareto else " "
            spread = f"{i.days_p10:.1f}-{i.days_p90:.1f}"
            cost = f"{i.cost_low_usd:,.0f}-{i.cost_high_usd:,.0f}"
            lines.append(
                f"{n:>3}{mark} {i.days_p50:>8.1f}  {spread:>11}  {i.cost_usd:>8,.0f}  {cost:>15}  "
                f"{i.co2e_kg:>8,.0f}  {i.distance_km:>7,.0f}  {i.transfers:>9}"
            )
            lines += textwrap.wrap(self._way(i), 95, initial_indent="     ", subsequent_indent="       ")
        lines += ["", "* no other row is better in days P50 and P90, cost, CO2e and transfers together"]
        if self.itineraries:
            lines += ["", f"Legs of 1 ({self.itineraries[0].itinerary_id})", *self._legs(self.itineraries[0])]
        return "\n".join(lines)

    def _name(self, place: str) -> str:
        return self.names.get(place, place)

    def _way(self, i: Itinerary) -> str:
        modes = ", ".join(dict.fromkeys(m.partition("-")[0] for m in i.modes))
        gates = ", ".join(i.gateways) if i.gateways else "no crossing"
        used = "" if i.share_of_boxes is None else f"; {i.share_of_boxes:.1%} of the year's boxes by rail"
        return f"{i.corridor}: {modes} over {gates}{used}"

    def _legs(self, i: Itinerary) -> list[str]:
        out = [f"  {'':<12} {'from - to':<38} {'mode':<10} {'km':>6} {'h mean':>7} {'h P90':>6} {'USD':>7}"]
        for leg in i.legs:
            ends = self._name(leg.from_)
            if leg.to != leg.from_:
                ends += f" - {self._name(leg.to)}"
            out.append(
                f"  {leg.what:<12} {textwrap.shorten(ends, 38, placeholder='…'):<38} {leg.mode:<10} "
                f"{leg.distance_km:>6,.0f} {leg.hours_mean:>7.1f} {leg.hours_p90:>6.1f} {leg.cost_usd:>7,.0f}"
            )
        return out


def itinerary_id(arc_ids: Sequence[str]) -> str:
    """A name that the arcs alone decide."""
    return "it-" + hashlib.sha256("|".join(arc_ids).encode()).hexdigest()[:12]


def flag_pareto(itineraries: Sequence[Itinerary]) -> tuple[Itinerary, ...]:
    """The itineraries, each marked whether any other dominates it in all of ``CRITERIA``."""
    values = np.array([[float(getattr(i, c)) for c in CRITERIA] for i in itineraries])
    out = []
    for i, row in zip(itineraries, values, strict=True):
        dominated = ((values <= row).all(axis=1) & (values < row).any(axis=1)).any()
        out.append(replace(i, pareto=not dominated))
    return tuple(out)


def _number(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None
