"""Itineraries by the services that may carry them: each found path with every offer worth looking at.

    rail over Alashankou, ordinary trains      16.2 days
    the same by the express of Tuesday          12.4 days, dearer

Ordinary services make all paths; others make the quickest, the cheapest and the cleanest of the paths that they fit,
over each crossing of China.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import timedelta
from typing import TYPE_CHECKING

from jibek.ground.errors import InputError, Problem
from jibek.ground.timetables import ORDINARY
from jibek.routes.departures import SURE, dated, leave_by, legs, told
from jibek.routes.itineraries import hardly_better
from jibek.routes.service import Service
from jibek.routes.services import Offer, Ride, offers_of, rides_of

if TYPE_CHECKING:
    from jibek.routes.candidates import Path
    from jibek.routes.evaluate import Loaded
    from jibek.routes.itineraries import Itinerary

BEST = (
    "days_p50",
    "cost_usd",
    "co2e_kg",
)  # of the paths that an offer fits those that are best by one of these


@dataclass(frozen=True, slots=True)
class Booking:
    """Services of the year; only: ids that are asked for; ready: day from which the cargo waits; arrive: day by the end
    of which it is to arrive with the share ``sure`` of the journeys."""

    services: tuple[Service, ...] = ()
    only: frozenset[str] = frozenset()
    ready: Day | None = None
    arrive: Day | None = None
    sure: float = SURE


@dataclass(frozen=True, slots=True)
class Made:
    """An itinerary without legs, and what it is made of."""

    itinerary: Itinerary
    plain: Itinerary
    path: Path
    rides: tuple[Ride, ...]
    offer: Offer
    ready: Day | None


def made(loaded: Loaded, found: Mapping[str, tuple[Itinerary, Path]], booking: Booking) -> dict[str, Made]:
    """Itineraries by id.

    Parameters
    ----------
    found
        Paths by the id of the itinerary that ordinary services make of each.

    Raises
    ------
    InputError
        ``routes.no_service``: nothing that is asked for goes this way; what does is named.
    """
    by_offer: dict[tuple[str, ...], list[Made]] = {}
    for plain, path in found.values():
        rides = rides_of(loaded, path)
        for offer in offers_of(loaded, path, booking.services, booking.only):
            one = Made(plain, plain, path, rides, offer, booking.ready)
            signature = (*(s.service_id if s else "" for s in offer), loaded.crossing(plain))
            by_offer.setdefault(signature, []).append(one)
    if not by_offer:
        raise _no_service(loaded, found, booking)
    by_path: dict[Path, list[Made]] = {}
    for members in by_offer.values():
        for m in _best(members) if any(members[0].offer) else members:
            itinerary = told(loaded, m.plain, m.path, m.rides, m.offer, m.ready)
            by_path.setdefault(m.path, []).append(replace(m, itinerary=itinerary))
    return {m.itinerary.itinerary_id: m for of_path in by_path.values() for m in _told_apart(of_path)}


def with_legs(loaded: Loaded, one: Made, booking: Booking) -> Itinerary | None:
    """The itinerary with its legs, on the last day that is early enough where a day of arrival is asked for.

    None where no day is.
    """
    if booking.arrive is not None:
        ready = leave_by(loaded, one.path, one.rides, one.offer, booking.arrive, booking.sure)
        if ready is None:
            return None
        itinerary = told(loaded, one.plain, one.path, one.rides, one.offer, ready)
        one = replace(one, itinerary=itinerary, ready=ready)
    plain = loaded.with_legs(one.plain, one.path).legs
    return replace(one.itinerary, legs=legs(loaded, one.path, one.rides, one.offer, one.ready, plain))


def flown(plain: Itinerary, booking: Booking) -> Itinerary:
    """An itinerary that departs at any time, with its days where one is asked for."""
    ready = booking.ready
    if booking.arrive is not None:
        ready = booking.arrive - timedelta(days=int(plain.days_p90))
    return dated(plain, ready)


def _told_apart(of_path: Sequence[Made]) -> list[Made]:
    """Of one path, offers that gain something on those before them; of two alike the one that says when it goes."""
    kept: list[Made] = []
    for m in sorted(of_path, key=lambda m: (-len(m.itinerary.services), m.itinerary.by_days)):
        if not any(hardly_better(m.itinerary, k.itinerary) for k in kept):
            kept.append(m)
    return kept


def _best(members: Sequence[Made]) -> Iterator[Made]:
    best = {}
    for criterion in BEST:
        one = min(members, key=lambda m: (getattr(m.plain, criterion), *m.plain.by_days))
        best[one.plain.itinerary_id] = one
    yield from best.values()


def _no_service(loaded: Loaded, found: Mapping[str, tuple[Itinerary, Path]], booking: Booking) -> InputError:
    offers = [o for _, path in found.values() for o in offers_of(loaded, path, booking.services)]
    known = sorted({s.service_id for o in offers for s in o if s is not None})
    asked = ", ".join(sorted(booking.only))
    expected = "one of " + ", ".join((ORDINARY, *known))
    problem = Problem("routes.no_service", "--service", value=asked, expected=expected)
    return InputError("routes.no_service", f"no way between these places is by {asked}", [problem])
