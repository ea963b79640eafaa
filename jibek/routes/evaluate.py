"""Hours, cost, CO2e and legs of paths for one cargo on the loaded network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jibek.ground.arrays import Array, Flags, Ints
from jibek.ground.vocabulary import BOXED, CLASSES, ON_WATER
from jibek.routes.itineraries import Cargo, Itinerary, Leg, itinerary_id
from jibek.routes.paid import Paying
from jibek.routes.roadbed import PASSES, Roadbed
from jibek.routes.totals import come_back, laid, path_sums

if TYPE_CHECKING:
    import pandas as pd

    from jibek.network import Network
    from jibek.record import Facts
    from jibek.routes.days import Waits

WHAT = ("haul", "load", "unload", "gauge_change", "border", "ferry_wait", "tranship", "storage")

Path = tuple[int, ...]

TEU_PER_FEU = 2.0


@dataclass(frozen=True)
class Loaded:
    """The network under load, for one cargo; arrays have shape (arc,).

    bed : what does not rest on the cargo.
    beside : shape (group, arc), arcs open with roads beside rails; None where that is not asked for.
    hours, hours_p90 : hours without the wait at a facility; waits : what comes on top of it.
    usd, usd_low, usd_high, co2e_kg, co2e_low_kg, co2e_high_kg : for the whole cargo; paying : its price apart.
    lapses : searches that could not keep their bound, in words.
    """

    bed: Roadbed
    cargo: Cargo
    usd: Array
    usd_low: Array
    usd_high: Array
    co2e_kg: Array
    co2e_low_kg: Array
    co2e_high_kg: Array
    paying: Paying
    lapses: list[str] = field(default_factory=list)
    _legs: dict[Path, Leg] = field(default_factory=dict, repr=False)

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
        return cls.on(Roadbed.of(network, delay_hours, quantiles, facts, seed, mixed=mixed), cargo)

    @classmethod
    def on(cls, bed: Roadbed, cargo: Cargo) -> Loaded:
        """The cargo on a network under load."""
        network = bed.network
        usd, low, high = _usd(network, bed, cargo)
        boxes = (cargo.feu or 0.0) + (cargo.teu or 0.0) / TEU_PER_FEU
        paying = Paying.of(network, bed.terms, cargo.commodity, boxes, usd)
        return cls(bed, cargo, usd, low, high, *_co2e(network, cargo), paying)

    @property
    def network(self) -> Network:
        return self.bed.network

    @property
    def waits(self) -> Waits:
        return self.bed.waits

    @property
    def beside(self) -> Flags | None:
        return self.bed.beside

    @property
    def correlation(self) -> float:
        return self.bed.correlation

    @property
    def seed(self) -> int:
        return self.bed.seed

    @property
    def tail(self) -> NDArray[np.int64]:
        return self.bed.tail

    @property
    def head(self) -> NDArray[np.int64]:
        return self.bed.head

    @property
    def hours(self) -> Array:
        return self.bed.hours

    @property
    def hours_p90(self) -> Array:
        return self.bed.hours_p90

    @property
    def states(self) -> int:
        """How many states the network has."""
        return self.bed.states

    @property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """Name and country of each place, by id."""
        return self.bed.places

    @property
    def column(self) -> Mapping[str, list[str]]:
        """Text columns of the arcs, blanks as empty text."""
        return self.bed.column

    @property
    def state_ids(self) -> list[str]:
        """Name of each state by its number."""
        return self.bed.state_ids

    @property
    def distance_km(self) -> Array:
        """Kilometres, 0 where an arc has no length."""
        return self.bed.distance_km

    @property
    def wait_hours(self) -> Array:
        """Mean wait on each arc; 0 where it has no facility."""
        return self.bed.wait_hours

    @property
    def transfer(self) -> Array:
        """1 on arcs where the cargo changes vehicle."""
        return self.bed.transfer

    @property
    def gateway_arcs(self) -> NDArray[np.int64]:
        """Arcs that pass a border or take a ship, in the order of arcs."""
        return self.bed.gateway_arcs

    @cached_property
    def criteria(self) -> Array:
        """Hours, USD, kg and transfers, shape (4, arc)."""
        return np.array([self.hours + self.wait_hours, self.usd, self.co2e_kg, self.transfer])

    @cached_property
    def usable(self) -> Flags:
        """Arcs with a finite cost whose facility lets anything pass."""
        out: Flags = self.bed.passable & np.isfinite(self.criteria).all(axis=0)
        return out

    def country(self, place: str) -> str:
        """Alpha-2 code of a place; empty if unknown."""
        return self.places[place][1] if place in self.places else ""

    def come_back(self, flat: Ints, ends: Ints) -> Flags:
        """Paths that leave a country and come back to it over a change of gauge or vehicle abroad.

        Almaty - Khorgos - Alashankou - Dostyk - Moscow is such a one: no railway sells it. flat, ends: arcs of the
        paths one after another, and where each begins and the last ends.
        """
        return come_back(flat, ends, self.bed.land_numbers, self.transfer)

    def crossing(self, itinerary: Itinerary) -> str:
        """The first gateway on China's land border that the itinerary passes; empty if it passes none."""
        return next((g for g in itinerary.gateways if g in self.bed.of_china), "")

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
        if not countries:
            return np.zeros(len(self.hours), bool)
        return np.array([not countries.isdisjoint(c.split("-")) for c in self.column["country"]], bool)

    def passes(self, gateways: Set[str]) -> Flags:
        """Arcs over the border of one of the gateways, or between quay and ship at one."""
        if not gateways:
            return np.zeros(len(self.hours), bool)
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
        paths = list(found)
        flat, ends = laid(paths)
        sums = path_sums(self._added, flat, ends).tolist()
        days = (self.bed.quantiles(paths) / 24).tolist()
        made = (
            self._itinerary(path, found[path], added, three)
            for path, added, three in zip(paths, sums, days, strict=True)
        )
        return {i.itinerary_id: (i, path) for i, path in zip(made, paths, strict=True)}

    def with_legs(self, itinerary: Itinerary, path: Path) -> Itinerary:
        """The itinerary with its legs."""
        parts = [tuple(part) for part in self._parts(path)]
        new = [part for part in parts if part not in self._legs]
        if new:
            sums = path_sums(self._added, *laid(new)).tolist()
            self._legs.update(zip(new, map(self._leg, new, sums, self.bed.p90(new)), strict=True))
        return replace(itinerary, legs=tuple(self._legs[part] for part in parts))

    def draws_of(self, path: Sequence[int]) -> tuple[Array, Array]:
        """Hours of each arc of a path without its wait, and those of the wait, both of shape (position, draw)."""
        return self.bed.apart(path)

    def _draw(self, path: Sequence[int]) -> Array:
        """Hours of all arcs of a path with their waits, shape (draw,)."""
        return self.bed.draws(path)

    @cached_property
    def _added(self) -> Array:
        """What adds up along a path: mean hours, USD and kg at centre, low and high, km, transfers; shape (9, arc)."""
        mean = self.hours + self.wait_hours
        money = (self.usd, self.usd_low, self.usd_high)
        kg = (self.co2e_kg, self.co2e_low_kg, self.co2e_high_kg)
        return np.array([mean, *money, *kg, self.distance_km, self.transfer])

    def _itinerary(
        self, path: Path, corridor: str, added: Sequence[float], days: Sequence[float]
    ) -> Itinerary:
        """added: sums of ``_added``; days: P10, P50, P90."""
        c, lands, moves = self.column, self.bed.lands, self.bed.moving_mode
        hours, usd, low, high, kg, kg_low, kg_high, km, transfers = added
        modes = _once(map(moves.__getitem__, path))
        passed = [land for a in path for land in lands[a]]
        countries = _once(passed)
        ends = (passed[0], passed[-1]) if passed else ("", "")
        return Itinerary(
            itinerary_id=itinerary_id([c["arc_id"][a] for a in path]),
            corridor=corridor,
            days_mean=round(hours / 24, 4),
            days_p10=round(days[0], 4),
            days_p50=round(days[1], 4),
            days_p90=round(days[2], 4),
            cost_usd=round(usd, 2),
            cost_low_usd=round(low, 2),
            cost_high_usd=round(high, 2),
            co2e_kg=round(kg, 2),
            distance_km=round(km, 1),
            transfers=int(transfers),
            modes=modes,
            gateways=_once(map(c["gateway_id"].__getitem__, path)),
            countries=countries,
            legs=(),
            co2e_low_kg=round(kg_low, 2),
            co2e_high_kg=round(kg_high, 2),
            paid=self.paying.along(list(path), corridor, modes, ends),
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

    def _leg(self, part: tuple[int, ...], added: Sequence[float], hours_p90: float) -> Leg:
        c = self.column
        sources = [s for a in part if (s := c["source"][a])]
        for a in part:
            f = int(self.network.facility[a])
            if f in self.waits.curves:
                sources.append(f"simulation.quantiles: {self.waits.ids[f]}")
        hours, usd, _, _, kg, kg_low, kg_high, km, _ = added
        return Leg(
            from_=self.state_ids[self.tail[part[0]]].partition("|")[0],
            to=self.state_ids[self.head[part[-1]]].partition("|")[0],
            mode=c["mode"][part[0]],
            what=self._what(part[0]),
            distance_km=km,
            hours_mean=hours,
            hours_p90=hours_p90,
            cost_usd=usd,
            co2e_kg=kg,
            sources=tuple(dict.fromkeys(sources)) or ("own estimate",),
            gateway_id=c["gateway_id"][part[0]] or None,
            country=c["country"][part[0]] or None,
            arcs=tuple(c["arc_id"][a] for a in part),
            co2e_low_kg=kg_low,
            co2e_high_kg=kg_high,
            price_valid=self.paying.valid(part),
        )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Words that are not empty, each where it first stands."""
    return tuple(w for w in dict.fromkeys(words) if w)


def _usd(network: Network, bed: Roadbed, cargo: Cargo) -> tuple[Array, Array, Array]:
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
            boxes = cargo.teu * bed.assume("teu_cost_share_of_feu")
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
