"""Predict a published transit time by the routes of its year, before its days are read.

    CNCHN - DEDUI  rail  via Alashankou, Kazakhstan  2022 actual      12.0  16.4  22.8
    CNSGH - NLRTM  sea   via Suez                    2024 typical     31.1  39.7  51.2

Of the itineraries between the ends those count whose vehicles are the row's mode; of these the ones that pass most of
the places and countries of ``via``; of these the quickest. What the row's kind of time holds, by which services it is
read, and how such times differ from the model's stands in statements.csv (``statements``). A kind of service among the
words of ``via`` (TIR) asks for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any

import numpy as np

from jibek.ground.errors import InputError, JibekError, nearest
from jibek.ground.text import stripped
from jibek.ground.timetables import SERVICE_KINDS, TRANSIT_KINDS, TRANSIT_MODES
from jibek.ground.vocabulary import AIR, ON_WATER
from jibek.record import Facts
from jibek.routes import passing, search
from jibek.routes.asked import ALLOWED, Asked, Via
from jibek.routes.booked import Booking
from jibek.routes.choices import NO_WAY
from jibek.routes.itineraries import Itinerary
from jibek.routes.services import services_of
from jibek.routes.services import wanted as wanted_services
from jibek.routes.telling import Routes
from jibek.sources.gazetteer import resolve
from jibek.validation.days import Unreadable, year_of
from jibek.validation.statements import Statement, stated, statement_of, statements
from jibek.validation.states import Year

_SHIP = "ship"


class Unroutable(Unreadable):
    """No itinerary of the network is what the row tells of."""


@dataclass(frozen=True, slots=True)
class Journey:
    """days: P10, P50 and P90; told: by which itinerary, and what of the row it does not follow.

    modelled: the same days before the kind's factor and spread; corridor: of the itinerary; usd: its price of a
    forty-foot box, low, central and high, in USD of the network's year.
    """

    days: tuple[float, float, float]
    told: str
    modelled: tuple[float, float, float]
    corridor: str
    usd: tuple[float, float, float]


class Transit:
    """Predicts rows of transit times; ``of_year`` gives the network and loads of a year, and is asked for each once."""

    def __init__(self, facts: Facts, of_year: Callable[[int], Year]) -> None:
        self._facts = facts
        self._of_year = of_year
        self._found: dict[tuple[Any, ...], Routes] = {}
        self._statements = statements(facts)

    def predict(self, origin: str, destination: str, mode: str, via: str, year: object, kind: str) -> Journey:
        """What a row will say; its days are no argument.

        Raises
        ------
        Unroutable
            No itinerary of that year is by such vehicles.
        Unreadable
            A word or place that is not known, with the nearest.
        """
        number = year_of(year)
        start, end = self.place(origin), self.place(destination)
        wanted = vehicles(mode)
        if kind not in TRANSIT_KINDS:
            raise Unreadable(f"kind {kind!r} is not known. {nearest(kind, TRANSIT_KINDS)}".strip())
        statement = statement_of(self._statements, kind, mode)
        words = [stripped(v) for v in (via or "").split(";") if stripped(v)]
        asked = tuple(w.lower() for w in words if w.lower() in SERVICE_KINDS)
        names = [w for w in words if w.lower() not in SERVICE_KINDS]
        routes, at = self._routes(number, start, end, asked, statement.quickest)
        known = [*routes.itineraries, *self._by_way_of(names, start, end, routes, at)]
        fits = [i for i in known if _vehicles_of(i) == wanted]
        if not fits and (len(wanted) > 1 or wanted == {AIR}):
            fits = [i for i in self._as_stated(mode, names, start, end, at) if _vehicles_of(i) == wanted]
        if not fits:
            others = " or ".join(sorted({"+".join(i.modes) for i in routes.itineraries}))
            raise Unroutable(f"no itinerary of {number} is by {mode}; there are some by {others}")
        passed = {i.itinerary_id: [n for n in names if self._passes(i, n, at)] for i in fits}
        most = max(len(p) for p in passed.values())
        chosen = min((i for i in fits if len(passed[i.itinerary_id]) == most), key=lambda i: i.by_days)
        left = [n for n in names if n not in passed[chosen.itinerary_id]]
        told = chosen.corridor + (
            f" over {', '.join(chosen.gateways)}" if chosen.gateways else ", no border or port"
        )
        told += f"; not told apart by {', '.join(left)}" if left else ""
        loads = at.state.scenario.year
        told += "" if loads == number else f"; waits of {loads} on the network of {number}"
        told += "".join(f"; by {o.service.service_id}" for o in chosen.services)
        days = self._as(statement, chosen, wanted)
        usd = chosen.cost_low_usd, chosen.cost_usd, chosen.cost_high_usd
        return Journey(stated(days, statement.factor, statement.spread), told, days, chosen.corridor, usd)

    def place(self, name: str) -> str:
        """The id of a place.

        Raises
        ------
        Unreadable
            Unknown or ambiguous, with the nearest.
        """
        try:
            return resolve(name or "", self._facts.table("nodes"), zones_only=True)
        except InputError as fault:
            raise Unreadable(f"{fault.message}. {fault.problems[0].fix}") from None

    def _routes(
        self, year: int, start: str, end: str, asked: tuple[str, ...], quickest: bool
    ) -> tuple[Routes, Year]:
        try:
            at = self._of_year(year)
        except JibekError as fault:
            raise Unroutable(f"there is no network of {year}: {fault.message}") from None
        key = (year, start, end, asked, quickest)
        if key not in self._found:
            known = services_of(at.facts, year) if asked or quickest else ()
            booking = Booking(known, wanted_services(known, asked))
            try:
                found = search(
                    at.network, at.delay_hours, at.quantiles, at.facts, start, end, year=year, booking=booking
                )
            except InputError as fault:
                if fault.code == "routes.no_service":
                    return self._routes(year, start, end, (), quickest)
                if fault.code in (*NO_WAY, "routes.same_place"):
                    raise Unroutable(fault.message) from None
                raise
            self._found[key] = found
        return self._found[key], at

    def _by_way_of(
        self, names: Sequence[str], start: str, end: str, routes: Routes, at: Year
    ) -> Iterator[Itinerary]:
        """Itineraries over named places that no choice of a shipper passes, such as the Cape."""
        for name in names:
            if name in self._countries or any(self._passes(i, name, at) for i in routes.itineraries):
                continue
            for place in self._meant(name):
                yield from passing(at.network, at.delay_hours, at.quantiles, at.facts, start, end, place)

    def _as_stated(
        self, mode: str, names: Sequence[str], start: str, end: str, at: Year
    ) -> tuple[Itinerary, ...]:
        """Itineraries by the stated modes over the stated places in order, where a shipper would choose others."""
        lands = (Via(n, country=self._countries[n]) if n in self._countries else None for n in names)
        via = [v or Via(n, places=frozenset(self._meant(n))) for n, v in zip(names, lands, strict=True)]
        words = frozenset(stripped(w) for w in mode.split("+"))
        asked = Asked(words & frozenset(ALLOWED), tuple(v for v in via if v.country or v.places))
        try:
            return search(
                at.network,
                at.delay_hours,
                at.quantiles,
                at.facts,
                start,
                end,
                year=at.state.scenario.year,
                asked=asked,
            ).itineraries
        except InputError as fault:
            if fault.code in NO_WAY:
                return ()
            raise

    def _passes(self, itinerary: Itinerary, name: str, at: Year) -> bool:
        if name in self._countries:
            return self._countries[name] in itinerary.countries
        arcs = at.network.arcs.set_index("arc_id")
        drawn = [a for leg in itinerary.legs for a in leg.arcs if a in arcs.index]
        ends = {str(arcs.at[a, end]).partition("|")[0] for a in drawn for end in ("tail", "head")}
        ends |= {p for leg in itinerary.legs for p in (leg.from_, leg.to)}
        return not ends.isdisjoint(self._meant(name))

    def _meant(self, name: str) -> list[str]:
        """Places that a name may mean: none, one, or both ends of a crossing."""
        try:
            return [resolve(name, self._facts.table("nodes"))]
        except InputError as fault:
            several = fault.code == "place.ambiguous"
            return fault.problems[0].expected.removeprefix("one of ").split(", ") if several else []

    @cached_property
    def _countries(self) -> dict[str, str]:
        """Alpha-2 codes by the name of the country, where a group names it."""
        groups, base = self._facts.table("country_groups"), self._facts.table("country_base")
        codes = dict(zip(groups["member"], groups["iso2"], strict=True))
        return {name: codes[i] for i, name in zip(base["iso3"], base["name"], strict=True) if i in codes}

    def _as(
        self, statement: Statement, chosen: Itinerary, wanted: frozenset[str]
    ) -> tuple[float, float, float]:
        """The days of an itinerary as far as a kind of time covers them."""
        days = np.array([chosen.days_p10, chosen.days_p50, chosen.days_p90])
        days = days * (self._covered_hours(statement.covers, chosen) / (24.0 * chosen.days_mean))
        if statement.covers == "door" and wanted != {"road"}:
            days = days + 2.0 * self._facts.assume("door_days_each_end")
        if statement.best_of > 1.0:
            days = _shortest(days, statement.best_of)
        return float(days[0]), float(days[1]), float(days[2])

    def _covered_hours(self, covers: str, chosen: Itinerary) -> float:
        """Mean hours of the legs that a kind of time covers."""
        if covers == "sailing":
            kmh = {m: self._facts.assume(f"{m}_speed_default_kmh") for m in ON_WATER}
            return sum(
                leg.distance_km / kmh[leg.mode] if leg.mode in kmh else leg.hours_mean
                for leg in chosen.legs
                if leg.what == "haul"
            )
        ends = [leg for leg in (chosen.legs[0], chosen.legs[-1]) if leg.what in ("load", "unload")]
        left_out = ends if covers == "line" else []
        return 24.0 * chosen.days_mean - sum(leg.hours_mean for leg in left_out)


def vehicles(mode: str) -> frozenset[str]:
    """The vehicles of a mode, ships of any kind being one.

    Raises
    ------
    Unreadable
        A word that is no mode.
    """
    words = [stripped(w) for w in (mode or "").split("+")]
    odd = [w for w in words if w not in TRANSIT_MODES]
    if odd:
        raise Unreadable(f"mode {odd[0]!r} is not known. {nearest(odd[0], TRANSIT_MODES)}".strip())
    return frozenset(_SHIP if w in (*ON_WATER, "river") else w for w in words)


def _vehicles_of(itinerary: Itinerary) -> frozenset[str]:
    return frozenset(_SHIP if m in ON_WATER else m for m in itinerary.modes)


def _shortest(days: Any, journeys: float) -> Any:
    """Quantiles of the shortest of many journeys, each lognormal by its P10, P50 and P90."""
    law = NormalDist()
    tenth = law.inv_cdf(0.1)
    below = math.log(days[1] / days[0]) / -tenth
    return np.array(
        [
            days[1] * math.exp(below * law.inv_cdf(1.0 - (1.0 - q) ** (1.0 / journeys)))
            for q in (0.1, 0.5, 0.9)
        ]
    )
