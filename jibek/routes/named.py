"""The choices a shipper is asked to make, by name, and why each of them is what it is.

    fastest         15.1 days   rail over Alashankou - Dostyk    days: haul 71 %, border 14 %, ...
                                next: rail over Khorgos - Altynkol, 0.1 days behind

The names go to the best by days (P50), price, CO2e and days in hand (P90 less P50); and where one of these goes through
Russia, to the quickest that does not. One itinerary may bear several names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground.language import mark
from jibek.ground.vocabulary import ON_WATER

if TYPE_CHECKING:
    from jibek.routes.itineraries import Itinerary, Leg

RUSSIA = "RU"

AVOIDING = mark("avoiding Russia")

# Kinds of legs as they are told; waits at a border are part of the border's own leg.
TOLD = {
    "haul": mark("hauls"),
    "border": mark("borders with their queues"),
    "gauge change": mark("changes of gauge"),
    "terminal": mark("terminals"),
    "port": mark("terminals"),
    "ferry wait": mark("waits to depart"),
    "departure wait": mark("waits to depart"),
    "storage": mark("waits to depart"),
}

NOISE = 0.02  # of the days between P50 and P90, which are known to about this from the draws

KINDS = ("haul", "border", "gauge change", "terminal", "port", "ferry wait", "departure wait", "storage")


def late_days(i: Itinerary) -> float:
    """Days to keep in hand: what one journey in ten takes beyond the usual."""
    return i.days_p90 - i.days_p50


BEST: tuple[tuple[str, str, Callable[[Itinerary], float]], ...] = (
    (mark("fastest"), "days", lambda i: i.days_p50),
    (mark("cheapest"), "USD", lambda i: i.cost_usd),
    (mark("cleanest"), "kg CO2e", lambda i: i.co2e_kg),
    (mark("most reliable"), "days between P50 and P90", late_days),
)


@dataclass(frozen=True, slots=True)
class Share:
    """What one kind of leg takes of an itinerary: shares of the mean hours and of the price, 0 to 1."""

    kind: str
    of_days: float
    of_usd: float


@dataclass(frozen=True, slots=True)
class Choice:
    """An itinerary by its names; next_id: the runner-up by the first of them, None if there is no other.

    behind: what the runner-up would have to gain to be the choice, in ``unit``.
    """

    names: tuple[str, ...]
    itinerary: Itinerary
    shares: tuple[Share, ...]
    unit: str
    next_id: str | None
    behind: float | None

    def to_json(self) -> dict[str, Any]:
        """Names, the id of the itinerary, why, and what the next best lacks."""
        return {
            "names": list(self.names),
            "itinerary_id": self.itinerary.itinerary_id,
            "shares": [
                {"kind": s.kind, "of_days": round(s.of_days, 4), "of_usd": round(s.of_usd, 4)}
                for s in self.shares
            ],
            "next": None
            if self.next_id is None
            else {"itinerary_id": self.next_id, "behind": self.behind, "unit": self.unit},
        }


def choices(itineraries: Sequence[Itinerary]) -> tuple[Choice, ...]:
    """At most five, in the order of the names; none of no itineraries."""
    if not itineraries:
        return ()
    by_name: dict[str, tuple[Itinerary, str, Callable[[Itinerary], float], Sequence[Itinerary]]] = {}
    for name, unit, of in BEST:
        best = _best(itineraries, of)
        if of is late_days:  # quantiles of draws: what is not told apart gets no choice of its own
            named = [i for i, *_ in by_name.values() if of(i) <= (1 + NOISE) * of(best)]
            best = _best(named, of) if named else best
        by_name[name] = best, unit, of, itineraries
    around = [i for i in itineraries if RUSSIA not in i.countries]
    if around and any(RUSSIA in i.countries for i, *_ in by_name.values()):
        of = BEST[0][2]
        by_name[AVOIDING] = min(around, key=lambda i: i.by_days), BEST[0][1], of, around
    grouped: dict[str, list[str]] = {}
    for name, (best, *_) in by_name.items():
        grouped.setdefault(best.itinerary_id, []).append(name)
    return tuple(_choice(names, *by_name[names[0]]) for names in grouped.values())


def _best(itineraries: Sequence[Itinerary], of: Callable[[Itinerary], float]) -> Itinerary:
    return min(itineraries, key=lambda i: (round(of(i), 4), *i.by_days))


def _choice(
    names: Sequence[str],
    best: Itinerary,
    unit: str,
    of: Callable[[Itinerary], float],
    among: Sequence[Itinerary],
) -> Choice:
    others = [i for i in among if i is not best]
    runner = _best(others, of) if others else None
    behind = None if runner is None else round(of(runner) - of(best), 4)
    return Choice(
        tuple(names), best, shares(best), unit, None if runner is None else runner.itinerary_id, behind
    )


def shares(itinerary: Itinerary) -> tuple[Share, ...]:
    """By kind of leg, the largest share of the days first; the shares of each sum to 1 where there is anything."""
    hours, usd = dict.fromkeys(KINDS, 0.0), dict.fromkeys(KINDS, 0.0)
    for leg in itinerary.legs:
        kind = kind_of(leg)
        hours[kind] += leg.hours_mean
        usd[kind] += leg.cost_usd
    all_hours, all_usd = sum(hours.values()) or 1.0, sum(usd.values()) or 1.0
    found = [Share(k, hours[k] / all_hours, usd[k] / all_usd) for k in KINDS if hours[k] or usd[k]]
    return tuple(sorted(found, key=lambda s: (-s.of_days, s.kind)))


def grouped(parts: Sequence[Share]) -> tuple[Share, ...]:
    """Shares by what they are told as (``TOLD``), the largest share of the days first."""
    told = dict.fromkeys(TOLD.values(), (0.0, 0.0))
    for s in parts:
        days, usd = told[TOLD[s.kind]]
        told[TOLD[s.kind]] = days + s.of_days, usd + s.of_usd
    found = [Share(kind, *both) for kind, both in told.items() if any(both)]
    return tuple(sorted(found, key=lambda s: (-s.of_days, s.kind)))


def kind_of(leg: Leg) -> str:
    """Of ``KINDS``: loading and changes of vehicle are a port's where ships take part, else a terminal's."""
    if leg.what in ("load", "unload", "tranship"):
        return "port" if leg.mode in ON_WATER else "terminal"
    return leg.what.replace("_", " ")
