"""Hours, cost, CO2e and legs of paths for one cargo on the loaded network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jibek.ground.arrays import Array, Flags
from jibek.ground.vocabulary import BOXED, CLASSES, ON_WATER
from jibek.routes.days import DRAWS, Waits, arc_hours
from jibek.routes.itineraries import Cargo, Itinerary, Leg, itinerary_id
from jibek.routes.mixed import widened
from jibek.routes.paid import Paying

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts

WHAT = ("haul", "load", "unload", "gauge_change", "border", "ferry_wait", "tranship", "storage")

Path = tuple[int, ...]

TRANSFER = ("tranship", "gauge_change")

PASSES = ("border", "ferry_wait", "tranship", "load")

TEU_PER_FEU = 2.0

NOWHERE = ("", "XX")  # no country: the open sea


@dataclass(frozen=True)
class Loaded:
    """The network under load, for one cargo; arrays have shape (arc,).

    beside : shape (group, arc), arcs open with roads beside rails; None where that is not asked for.
    hours, hours_p90 : hours without the wait at a facility; waits : what comes on top of it.
    usd, usd_low, usd_high, co2e_kg, co2e_low_kg, co2e_high_kg : for the whole cargo; paying : its price apart.
    """

    network: Network
    cargo: Cargo
    waits: Waits
    correlation: float
    seed: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    hours: Array
    hours_p90: Array
    usd: Array
    usd_low: Array
    usd_high: Array
    co2e_kg: Array
    co2e_low_kg: Array
    co2e_high_kg: Array
    paying: Paying
    beside: Flags | None = None
    drawn: dict[int, Array] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        network: Network,
        delay_hours: Array,
        quantiles: pd.DataFrame | None,
        facts: Facts,
        cargo: Cargo,
        seed: int,
        *,
        mixed: bool = False,
    ) -> Loaded:
        """Bring arcs, waits and the cargo together; arguments as in ``search``."""
        network, beside = widened(network, facts) if mixed else (network, None)
        arcs = network.arcs
        mean = arcs["hours_mean"].to_numpy(float)
        stretch = np.ones(len(arcs))  # the scenario's hours over those that the range was stated for
        np.divide(network.fixed_hours, mean, out=stretch, where=mean > 0)
        usd, low, high = _usd(network, facts, cargo)
        boxes = (cargo.feu or 0.0) + (cargo.teu or 0.0) / TEU_PER_FEU
        return cls(
            network,
            cargo,
            Waits([str(f) for f in network.facilities["facility_id"]], delay_hours, quantiles),
            facts.assume("leg_time_correlation"),
            seed,
            np.asarray(network.tail, np.int64),
            np.asarray(network.head, np.int64),
            np.asarray(network.fixed_hours, float),
            arcs["hours_p90"].to_numpy(float) * stretch,
            usd,
            low,
            high,
            *_co2e(network, cargo),
            Paying.of(network, facts, cargo.commodity, boxes, usd),
            beside,
        )

    @property
    def states(self) -> int:
        """How many states the network has."""
        return len(self.network.states)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Places by id."""
        key = "place_id" if "place_id" in self.network.places.columns else "id"
        return self.network.places.set_index(key)

    @cached_property
    def column(self) -> Mapping[str, list[str]]:
        """Text columns of the arcs, blanks as empty text."""
        arcs = self.network.arcs
        names = ("arc_id", "mode", "kind", "country", "source", "gateway_id", "link_id", "facility_id")
        return {
            n: [c if isinstance(c, str) else "" for c in arcs[n].to_numpy(object)]
            if n in arcs.columns
            else [""] * len(arcs)
            for n in names
        }

    @cached_property
    def state_ids(self) -> list[str]:
        """Name of each state by its number."""
        out = [""] * self.states
        for name, i in self.network.state_index.items():
            out[i] = name
        return out

    @cached_property
    def distance_km(self) -> Array:
        """Kilometres, 0 where an arc has no length."""
        return np.nan_to_num(self.network.arcs["distance_km"].to_numpy(float))

    @cached_property
    def wait_hours(self) -> Array:
        """Mean wait on each arc; 0 where it has no facility."""
        facility = np.asarray(self.network.facility)
        mean = np.append(self.waits.mean, 0.0)
        out: Array = mean[np.where(facility >= 0, facility, len(mean) - 1)]
        return out

    @cached_property
    def transfer(self) -> Array:
        """1 on arcs where the cargo changes vehicle."""
        return np.array([float(k in TRANSFER) for k in self.column["kind"]])

    @cached_property
    def criteria(self) -> Array:
        """Hours, USD, kg and transfers, shape (4, arc)."""
        return np.array([self.hours + self.wait_hours, self.usd, self.co2e_kg, self.transfer])

    @cached_property
    def usable(self) -> Flags:
        """Arcs that can be travelled at all: finite hours and cost, a facility with capacity."""
        facility = np.asarray(self.network.facility)
        capacity = np.append(np.asarray(self.network.capacity_per_day, float), 1.0)
        has = capacity[np.where(facility >= 0, facility, len(capacity) - 1)] > 0
        return has & np.isfinite(self.criteria).all(axis=0)

    @cached_property
    def gateway_arcs(self) -> NDArray[np.int64]:
        """Arcs that pass a border or take a ship, in the order of arcs."""
        c = self.column
        passes = [bool(g) and k in PASSES for g, k in zip(c["gateway_id"], c["kind"], strict=True)]
        return np.flatnonzero(np.array(passes, bool))

    def country(self, place: str) -> str:
        """Alpha-2 code of a place; empty if unknown."""
        if place not in self.places.index:
            return ""
        return str(self.places.at[place, "country"])

    @cached_property
    def _of_china(self) -> frozenset[str]:
        """Gateways on the land border of China."""
        c = self.column
        rows = zip(c["gateway_id"], c["kind"], c["country"], strict=True)
        return frozenset(g for g, kind, land in rows if kind == "border" and "CN" in land.split("-"))

    def comes_back(self, path: Sequence[int]) -> bool:
        """True if the path leaves a country and comes back to it over a change of gauge or vehicle abroad.

        Almaty - Khorgos - Alashankou - Dostyk - Moscow is such a one: no railway sells it.
        """
        stays: list[list[Any]] = []  # country, transfers in it
        for a in path:
            for land in self.column["country"][a].split("-"):
                if land in NOWHERE:
                    continue
                if not stays or stays[-1][0] != land:
                    stays.append([land, 0.0])
            if stays:
                stays[-1][1] += self.transfer[a]
        return any(stays[i - 1][0] == stays[i + 1][0] and stays[i][1] > 0 for i in range(1, len(stays) - 1))

    def crossing(self, itinerary: Itinerary) -> str:
        """The first gateway on China's land border that the itinerary passes; empty if it passes none."""
        return next((g for g in itinerary.gateways if g in self._of_china), "")

    def generalised_usd(self, itinerary: Itinerary) -> float:
        """Price and value of the mean hours of the cargo."""
        hour = float(self.network.class_hour_usd[CLASSES.index(self.cargo.commodity)]) * self.cargo.tonnes
        return itinerary.cost_usd + hour * 24 * itinerary.days_mean

    def open_arcs(self, group: str, *, mixed: bool = False) -> Flags:
        """Arcs that the group may use, and that can be used; mixed: with roads beside rails where they are known."""
        which = self.beside if mixed and self.beside is not None else np.asarray(self.network.open)
        row: Flags = which[self.network.groups.index(group)] & self.usable
        return row

    def touches(self, countries: Set[str]) -> Flags:
        """Arcs with an end in one of the countries."""
        return np.array([not countries.isdisjoint(c.split("-")) for c in self.column["country"]], bool)

    def passes(self, gateways: Set[str]) -> Flags:
        """Arcs over the border of one of the gateways, or between quay and ship at one."""
        c = self.column
        rows = zip(c["gateway_id"], c["kind"], c["mode"], strict=True)
        return np.array(
            [g in gateways and (k in PASSES or (k == "unload" and m in ON_WATER)) for g, k, m in rows], bool
        )

    def block(self, arc: int, banned: Set[str]) -> str:
        """Why an arc is shut, in words: what it is, or whose transit is forbidden."""
        c = self.column
        for land in c["country"][arc].split("-"):
            if land in banned and self.usable[arc]:
                return f"through traffic over {land} is forbidden"
        what = "gateway_id" if c["gateway_id"][arc] else "link_id" if c["link_id"][arc] else "arc_id"
        return f"{what.removesuffix('_id')} {c[what][arc]} is closed"

    def itineraries(self, found: Mapping[Path, str]) -> dict[str, tuple[Itinerary, Path]]:
        """Each path with its corridor as an itinerary without legs, by its id."""
        out = {}
        for path, corridor in found.items():
            made = self._itinerary(path, corridor)
            out[made.itinerary_id] = (made, path)
        return out

    def with_legs(self, itinerary: Itinerary, path: Path) -> Itinerary:
        """The itinerary with its legs."""
        return replace(itinerary, legs=tuple(self._leg(part) for part in self._parts(path)))

    def draws_of(self, path: Sequence[int]) -> tuple[Array, Array]:
        """Hours of each arc of a path without its wait, and those of the wait, both of shape (position, draw)."""
        self._draw(path)  # the sum of both
        wait = np.zeros((len(path), DRAWS))
        for n, f in enumerate(np.asarray(self.network.facility)[list(path)]):
            if f >= 0:
                wait[n] = self.waits.draw(int(f), self.seed)
        return np.array([self.drawn[a] for a in path]) - wait, wait

    def _draw(self, path: Sequence[int]) -> Array:
        """Hours of all arcs of a path with their waits, shape (draw,)."""
        new = np.array([a for a in dict.fromkeys(path) if a not in self.drawn], np.int64)
        if len(new):
            ids = [self.column["arc_id"][a] for a in new]
            hours = arc_hours(
                ids, self.hours[new], self.hours_p90[new], correlation=self.correlation, seed=self.seed
            )
            for a, row in zip(new, hours, strict=True):
                f = int(self.network.facility[a])
                self.drawn[int(a)] = row if f < 0 else row + self.waits.draw(f, self.seed)
        hours = np.zeros(DRAWS)
        for a in path:
            hours += self.drawn[a]
        return hours

    def _itinerary(self, path: Path, corridor: str) -> Itinerary:
        at, c = list(path), self.column
        p10, p50, p90 = np.quantile(self._draw(path), (0.1, 0.5, 0.9)) / 24
        lands = [land for a in path for land in c["country"][a].split("-") if land not in NOWHERE]
        modes = tuple(dict.fromkeys(c["mode"][a] for a in path if self.distance_km[a] > 0))
        return Itinerary(
            itinerary_id=itinerary_id([c["arc_id"][a] for a in path]),
            corridor=corridor,
            days_mean=round(float((self.hours + self.wait_hours)[at].sum()) / 24, 4),
            days_p10=round(float(p10), 4),
            days_p50=round(float(p50), 4),
            days_p90=round(float(p90), 4),
            cost_usd=round(float(self.usd[at].sum()), 2),
            cost_low_usd=round(float(self.usd_low[at].sum()), 2),
            cost_high_usd=round(float(self.usd_high[at].sum()), 2),
            co2e_kg=round(float(self.co2e_kg[at].sum()), 2),
            distance_km=round(float(self.distance_km[at].sum()), 1),
            transfers=int(self.transfer[at].sum()),
            modes=modes,
            gateways=tuple(dict.fromkeys(g for a in path if (g := c["gateway_id"][a]))),
            countries=tuple(dict.fromkeys(lands)),
            legs=(),
            co2e_low_kg=round(float(self.co2e_low_kg[at].sum()), 2),
            co2e_high_kg=round(float(self.co2e_high_kg[at].sum()), 2),
            paid=self.paying.along(at, corridor, modes, (lands[0], lands[-1]) if lands else ("", "")),
        )

    def _parts(self, path: Sequence[int]) -> Iterator[list[int]]:
        """Arcs that make one leg: hauls of one mode through one country (at sea: all), else one arc.

        Connectors are no leg: they have neither length nor hours.
        """
        part: list[int] = []
        mark: tuple[str, str] | None = None
        for a in path:
            mode, country = self.column["mode"][a], self.column["country"][a]
            here = (mode, "" if mode == "sea" else country) if self._what(a) == "haul" else None
            if part and (here is None or here != mark):
                yield part
                part = []
            if self.column["kind"][a] != "connector":
                part, mark = [*part, a], here
            if part and here is None:
                yield part
                part = []
        if part:
            yield part

    def _what(self, arc: int) -> str:
        kind = self.column["kind"][arc]
        return kind if kind in WHAT else "haul" if self.distance_km[arc] > 0 else "tranship"

    def _leg(self, part: list[int]) -> Leg:
        c = self.column
        sources = [s for a in part if (s := c["source"][a])]
        for a in part:
            f = int(self.network.facility[a])
            if f in self.waits.curves:
                sources.append(f"simulation.quantiles: {self.waits.ids[f]}")
        return Leg(
            from_=self.state_ids[self.tail[part[0]]].partition("|")[0],
            to=self.state_ids[self.head[part[-1]]].partition("|")[0],
            mode=c["mode"][part[0]],
            what=self._what(part[0]),
            distance_km=float(self.distance_km[part].sum()),
            hours_mean=float((self.hours + self.wait_hours)[part].sum()),
            hours_p90=float(np.quantile(self._draw(part), 0.9)),
            cost_usd=float(self.usd[part].sum()),
            co2e_kg=float(self.co2e_kg[part].sum()),
            sources=tuple(dict.fromkeys(sources)) or ("own estimate",),
            gateway_id=c["gateway_id"][part[0]] or None,
            country=c["country"][part[0]] or None,
            arcs=tuple(c["arc_id"][a] for a in part),
            co2e_low_kg=float(self.co2e_low_kg[part].sum()),
            co2e_high_kg=float(self.co2e_high_kg[part].sum()),
            price_valid=self.paying.valid(part),
        )


def _usd(network: Network, facts: Facts, cargo: Cargo) -> tuple[Array, Array, Array]:
    """USD of the whole cargo on each arc: central, low and high.

    Boxes pay by the FEU, a TEU its share of it (assumption ``teu_cost_share_of_feu``); other cargo pays by the
    tonne, its range taken in proportion from the box's.
    """
    feu, low, high = (
        network.arcs[c].to_numpy(float) for c in ("usd_per_feu", "usd_per_feu_low", "usd_per_feu_high")
    )
    low, high = np.where(np.isfinite(low), low, feu), np.where(np.isfinite(high), high, feu)
    if cargo.commodity == CLASSES[BOXED]:
        boxes = cargo.feu or 0.0
        if cargo.teu is not None:
            boxes = cargo.teu * facts.assume("teu_cost_share_of_feu")
        return feu * boxes, low * boxes, high * boxes
    usd = np.asarray(network.usd_per_tonne)[CLASSES.index(cargo.commodity)] * cargo.tonnes
    down, up = np.ones_like(usd), np.ones_like(usd)
    np.divide(low, feu, out=down, where=feu > 0)
    np.divide(high, feu, out=up, where=feu > 0)
    return usd, usd * down, usd * up


def _co2e(network: Network, cargo: Cargo) -> tuple[Array, Array, Array]:
    """Kilograms of the whole cargo on each arc: central, low and high.

    Boxes count by the box where the arc says so (ocean ships, trucks), else by the tonne; other cargo counts by the
    tonne, its range taken in proportion from the box's.
    """
    kg = np.asarray(network.co2e_kg_per_tonne, float)[CLASSES.index(cargo.commodity)] * cargo.tonnes
    names = ("co2e_kg_per_teu", "co2e_kg_per_tonne_container")
    per_teu, mean, low, high = (
        network.arcs[c].to_numpy(float) for c in (*names, *(f"{names[1]}_{end}" for end in ("low", "high")))
    )
    if cargo.commodity == CLASSES[BOXED]:
        teu = TEU_PER_FEU * (cargo.feu or 0.0) + (cargo.teu or 0.0)
        kg = np.where(np.isfinite(per_teu), per_teu * teu, kg)
    down, up = np.ones_like(kg), np.ones_like(kg)
    np.divide(low, mean, out=down, where=mean > 0)
    np.divide(high, mean, out=up, where=mean > 0)
    return kg, kg * down, kg * up
