"""A path with its services played: trains and ships that leave on their day, and what comes too late for one waits.

    ready Mon 00:00, loading 24 h, express on Tue and Fri at noon: leaves Tue at noon, 36 h after
    arrives 20 h late at a weekly sailing: sails a week later, and so does all that follows

Method  each draw of the hours of arcs (``days``) is one journey; its clock runs from arc to arc, and where a service
        has departures on to the next of them. Days of the week that are not known are spread evenly over it with a
        phase of their own in each draw. A journey of which the day is not told begins at any time of the week and its
        days count from the first departure.

Known days have departures at noon: what a timetable tells of hours is not in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array
from jibek.routes.days import DRAWS, stratified
from jibek.routes.itineraries import Dates, Itinerary, Leg, Onward, itinerary_id

if TYPE_CHECKING:
    from jibek.routes.evaluate import Loaded
    from jibek.routes.service import Service
from jibek.routes.services import Offer, Ride

WEEK = 168.0  # hours

NOON = 12.0

SURE = 0.9  # of the journeys that arrive in time

MOST_DAYS = 365  # before a day of arrival that are looked at


@dataclass(frozen=True, slots=True)
class Played:
    """hours, draws : of each position of the path; waits: of rides by number, shape (draw,) each; total: shape (draw,).

    hours has shape (position,), draws (position, draw); missed: share of the journeys that take a later departure than
    the one that half of them reach, by ride, where days of departure are known.
    """

    hours: Array
    draws: Array
    waits: dict[int, Array]
    missed: dict[int, float]
    total: Array


def played(
    loaded: Loaded, path: Sequence[int], rides: Sequence[Ride], offer: Offer, ready: Day | None = None
) -> Played:
    """The hours of a path by an offer.

    Parameters
    ----------
    path
        Positions of arcs in the order of travel.
    rides, offer
        As ``services.rides_of`` and one of ``services.offers_of``.
    ready
        Day from which, at midnight, the cargo waits for the first departure; None: see above.
    """
    own, wait = loaded.draws_of(path)
    for ride, service in zip(rides, offer, strict=True):
        if service is not None:
            _scale(loaded, path, ride, service, own, wait)
    draws = own + wait
    leaves = {r.first: n for n, r in enumerate(rides) if offer[n] is not None and offer[n].per_week}  # type: ignore[union-attr]
    start = (
        stratified("ready", loaded.seed) * WEEK if ready is None else np.full(DRAWS, ready.weekday() * 24.0)
    )
    clock, waits, missed = start.copy(), {}, {}
    for n in range(len(path)):
        if n in leaves:
            number = leaves[n]
            service = offer[number]
            assert service is not None
            until = _until_departure(service, clock, loaded.seed)
            if ready is None and number == 0:
                start = start + until  # its days count from the departure
            else:
                waits[number] = until
                if service.weekdays and ready is not None:
                    missed[number] = _missed(clock, until)
            clock = clock + until
        clock = clock + draws[n]
    return Played(draws.mean(axis=1), draws, waits, missed, clock - start)


def told(
    loaded: Loaded,
    plain: Itinerary,
    path: Sequence[int],
    rides: Sequence[Ride],
    offer: Offer,
    ready: Day | None,
) -> Itinerary:
    """An itinerary without legs as an offer makes it; ``plain`` is what ordinary services make of the same path.

    What carriage by another service costs its carrier is not known.
    """
    if not any(offer):
        return dated(plain, ready)
    play = played(loaded, path, rides, offer, ready)
    p10, p50, p90 = np.quantile(play.total, (0.1, 0.5, 0.9)) / 24
    factor = _price(path, rides, offer)
    usd, low, high = (
        (row[list(path)] * factor).sum() for row in (loaded.usd, loaded.usd_low, loaded.usd_high)
    )
    ids = [loaded.column["arc_id"][a] for a in path]
    return replace(
        plain,
        itinerary_id=itinerary_id([*ids, *(s.service_id if s else "" for s in offer)]),
        days_mean=round(float(play.total.mean()) / 24, 4),
        days_p10=round(float(p10), 4),
        days_p50=round(float(p50), 4),
        days_p90=round(float(p90), 4),
        cost_usd=round(float(usd), 2),
        cost_low_usd=round(float(low), 2),
        cost_high_usd=round(float(high), 2),
        services=tuple(Onward(r.origin, r.destination, s) for r, s in zip(rides, offer, strict=True) if s),
        dates=_dates(ready, (p10, p50, p90)),
        paid=None if plain.paid is None else replace(plain.paid, cost_usd=None, margin_usd=None),
    )


def dated(plain: Itinerary, ready: Day | None) -> Itinerary:
    """An itinerary with the days of arrival of a cargo that is ready on a day; as it is without one."""
    return replace(plain, dates=_dates(ready, (plain.days_p10, plain.days_p50, plain.days_p90)))


def legs(
    loaded: Loaded,
    path: Sequence[int],
    rides: Sequence[Ride],
    offer: Offer,
    ready: Day | None,
    of: Sequence[Leg],
) -> tuple[Leg, ...]:
    """The legs of ordinary services (``of``) as the offer makes them, with the waits for departures."""
    if not any(offer):
        return tuple(of)
    play, factor = played(loaded, path, rides, offer, ready), _price(path, rides, offer)
    at = {loaded.column["arc_id"][a]: n for n, a in enumerate(path)}
    first = {r.first: n for n, r in enumerate(rides)}
    used = {n: s for r, s in zip(rides, offer, strict=True) if s for n in (r.load, *range(r.first, r.last))}
    out: list[Leg] = []
    for leg in of:
        where = [at[a] for a in leg.arcs]
        for n in where:
            if n in first and first[n] in play.waits:
                out.append(_waiting(leg, play, first[n], offer))
        usd = loaded.usd[[path[n] for n in where]]
        service = used.get(where[0])
        said = (f"services: {service.service_id} ({service.source})",) if service else ()
        out.append(
            replace(
                leg,
                hours_mean=float(play.hours[where].sum()),
                hours_p90=float(np.quantile(play.draws[where].sum(axis=0), 0.9)),
                cost_usd=float((usd * factor[where]).sum()),
                sources=(*leg.sources, *said),
            )
        )
    return tuple(out)


def leave_by(
    loaded: Loaded, path: Sequence[int], rides: Sequence[Ride], offer: Offer, arrive: Day, sure: float = SURE
) -> Day | None:
    """The last day on which the cargo may be ready so that a share ``sure`` of the journeys ends by the end of a day.

    None where no day of the year before is early enough.
    """
    usual = played(loaded, path, rides, offer, arrive)
    least = int(np.quantile(usual.draws.sum(axis=0), sure) // 24.0)
    timed = any(s is not None and s.per_week for s in offer)
    for days in range(max(least, 0), MOST_DAYS):
        ready = arrive - timedelta(days=days)
        total = played(loaded, path, rides, offer, ready).total if timed else usual.total
        if float((total <= 24.0 * (days + 1)).mean()) >= sure:
            return ready
    return None


def _scale(
    loaded: Loaded, path: Sequence[int], ride: Ride, service: Service, own: Array, wait: Array
) -> None:
    """The hours of a ride's positions as the service takes them, in place."""
    kinds = loaded.column["kind"]
    factor = {"haul": service.haul_factor, "border": service.border_factor}
    for n in range(ride.first, ride.last):
        own[n] *= factor.get(kinds[path[n]], 1.0)
        wait[n] *= service.wait_factor
    for n, hours, kind in (
        (ride.load, service.load_hours, "load"),
        (ride.unload, service.unload_hours, "unload"),
    ):
        if n >= 0 and hours is not None and kinds[path[n]] == kind:
            usual = own[n].mean()
            own[n] = own[n] * (hours / usual) if usual > 0 else hours


def _price(path: Sequence[int], rides: Sequence[Ride], offer: Offer) -> Array:
    """What the price of each position is multiplied by: hauls and borders of a ride, not its terminals."""
    factor = np.ones(len(path))
    for ride, service in zip(rides, offer, strict=True):
        if service is not None:
            factor[ride.first : ride.last] = service.price_factor
    return factor


def _until_departure(service: Service, clock: Array, seed: int) -> Array:
    """Hours from each clock (hours since a Monday, 00:00) to the next departure."""
    if service.weekdays:
        times = np.sort(np.array(service.weekdays) * 24.0 + NOON)
        now = clock % WEEK
        after = np.searchsorted(times, now)
        following: Array = np.append(times, times[0] + WEEK)[after] - now
        return following
    step = WEEK / service.per_week
    phase = stratified(f"departure:{service.service_id}", seed) * step
    out: Array = (phase - clock) % step
    return out


def _missed(clock: Array, until: Array) -> float:
    """Share of the journeys that leave later than the departure which half of them reach."""
    leaves = clock + until
    planned = np.quantile(leaves, 0.5, method="inverted_cdf")
    return float(
        (leaves > planned + 1e-6).mean()
    )  # departures lie days apart; 1e-6 h is what sums of hours lose


def _waiting(leg: Leg, play: Played, number: int, offer: Offer) -> Leg:
    until, service = play.waits[number], offer[number]
    assert service is not None
    return Leg(
        from_=leg.from_,
        to=leg.from_,
        mode=service.mode,
        what="departure_wait",
        distance_km=0.0,
        hours_mean=float(until.mean()),
        hours_p90=float(np.quantile(until, 0.9)),
        cost_usd=0.0,
        co2e_kg=0.0,
        co2e_low_kg=0.0,
        co2e_high_kg=0.0,
        sources=(f"services: {service.service_id} ({service.source})",),
        country=leg.country,
        missed=play.missed.get(number),
    )


def _dates(ready: Day | None, days: tuple[float, float, float]) -> Dates | None:
    if ready is None:
        return None
    p10, p50, p90 = (ready + timedelta(days=float(d)) for d in days)
    return Dates(ready, p10, p50, p90)
