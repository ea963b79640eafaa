"""Greenhouse gases of hauls and handlings, well to wheel: activity times factor, low, central and high.

    rail       energy of a laden train with its empty way: kWh at the wire x grid of the country and year, and diesel
    road       diesel of a truck with its empty way, x the detour; a forty-foot box has a truck for itself
    ocean      boxes: TEU-km x factor of the lane, whatever the load; loose: t-km x factor of the ship x the detour
    other sea, ferry    t-km x factor of the ship x the detour
    hub        tonnes x factor

Each end of a range takes the ends of all that it is made from. A load is no part of the range: it is asked with the
cargo. The electricity of Kazakhstan is from coal: an electric train emits more there than one with diesel.

Method  `wheel`; energy, empty way and detours are assumptions, factors rows of emissions and grid_intensity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import nan

from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import COMMODITIES
from jibek.network.cost.money import Triple
from jibek.network.cost.wheel import (
    G_PER_KG,
    at_the_wire,
    emitted_kg,
    fuel_g_per_kg,
    intensity_g,
    with_empty_way,
)
from jibek.network.inputs import Link, Place, Range, Ranges, cell, figure
from jibek.record import Facts

TEU_PER_TRUCK = 2.0  # one forty-foot box or two of twenty feet


@dataclass(frozen=True, slots=True)
class Emitted:
    """by_class: kg a tonne of each commodity class, as (low, central, high); per_teu: kg of a box of twenty feet where
    that is counted by the box, else nan; rests_on: what those of a container rest on."""

    by_class: tuple[Triple, ...]
    per_teu: float
    rests_on: tuple[str, ...]


class Emissions:
    """Greenhouse gases of the steps of a network in a year."""

    def __init__(self, facts: Facts, rate: Ranges, places: Mapping[str, Place], year: int) -> None:
        self._places, self._rate, self._year = places, rate, year
        self._rows = facts.remembered("rows of emissions", _rows)
        self._grids = facts.remembered("rows of grid_intensity", _grids)
        self._known: dict[object, tuple[Triple, tuple[str, ...]]] = {}

    def hub(self) -> Emitted:
        """Of a handling."""
        value, fact = self._factor("hub", "Transshipment hub ambient", "kgCO2e/t")
        spread = self._rate("hub_emission_spread")
        kg = _each(lambda s: emitted_kg(1.0, value * G_PER_KG * s), _ends(spread))
        return Emitted(_alike(kg), nan, (fact, spread.rests_on))

    def haul(self, link: Link, basin: str) -> Emitted:
        """Of a link."""
        km = link.distance_km
        if link.mode == "rail":
            found = [self._traction(self._places[p], link.electrified) for p in (link.tail, link.head)]
            kg = _each(lambda a, b: emitted_kg(km, 0.5 * (a + b)), found[0][0], found[1][0])
            return Emitted(_alike(kg), nan, _unique(found[0][1], found[1][1]))
        if link.mode == "road":
            return self._truck(km)
        if link.mode == "ferry":
            kg, rests = self._ship("ferry", "Ro-Pax 10,000", "ferry_emission_spread", km)
            return Emitted(_alike(kg), nan, rests)
        return self._ocean(km) if basin == "ocean" and self._deep(link) else self._short_sea(km, basin)

    def _factor(self, mode: str, start: str, unit: str = "gCO2e/t-km") -> tuple[float, str]:
        """The row whose category begins so; the unit is asked for, since one category may stand in two units."""
        for (m, category, u), value in self._rows.items():
            if m == mode and category.startswith(start) and u == unit:
                return value, f"emissions:{m}|{category}|{u}:value"
        refuse(
            "network.no_emission_factor",
            "a factor that the network needs is missing",
            [Problem("network.no_emission_factor", "emissions", column="category", value=f"{mode} {start}")],
        )
        raise AssertionError("unreachable")

    def _ship(self, mode: str, start: str, spread: str, km: float) -> tuple[Triple, tuple[str, ...]]:
        """kg a tonne by a ship whose factor counts the kilometres sailed."""
        value, fact = self._factor(mode, start)
        wide, detour = self._rate(spread), self._rate("distance_adjustment_sea")
        kg = _each(lambda s, d: emitted_kg(km, value * s, adjustment=d), _ends(wide), _ends(detour))
        return kg, (fact, wide.rests_on, detour.rests_on)

    def _short_sea(self, km: float, basin: str) -> Emitted:
        small, rests = self._ship("sea", "General cargo 0-4,999", "ship_emission_spread", km)
        if basin != "caspian":
            return Emitted(_alike(small), nan, rests)
        tanker, _ = self._ship("sea", "Oil tanker 10,000", "ship_emission_spread", km)
        return Emitted(tuple(tanker if c.tanked else small for c in COMMODITIES), nan, rests)

    def _ocean(self, km: float) -> Emitted:
        """Boxes by the TEU, at the mean load of one a tonne; the factor of a lane holds detour and load of the ship."""
        value, fact = self._factor("sea", "Asia-North Europe dry", "gCO2e/TEU-km")
        wide, load = self._rate("ship_emission_spread"), self._rate("tonnes_per_teu_rail")
        teu = _each(lambda s: emitted_kg(km, value * s), _ends(wide))
        boxed = _each(lambda kg: kg / load.value, teu)
        loose, _ = self._ship("sea", "Bulk carrier", "ship_emission_spread", km)
        by_class = tuple(boxed if c.boxed else loose for c in COMMODITIES)
        return Emitted(by_class, teu[1], (fact, wide.rests_on, load.rests_on))

    def _deep(self, link: Link) -> bool:
        lands = {self._places[p].country for p in (link.tail, link.head)}
        return "XX" in lands or lands <= {"CN", "SG"}

    def _truck(self, km: float) -> Emitted:
        names = ("truck_diesel_kg_per_km", "truck_empty_running_share", "truck_empty_fuel_share")
        fuel, share, empty = (self._rate(n) for n in names)
        detour, load = self._rate("distance_adjustment_road"), self._rate("tonnes_per_truck")
        burnt, facts = self._diesel()
        truck = _each(
            lambda f, s, e, g, d: emitted_kg(km * with_empty_way(f, s, e), g, adjustment=d),
            *(_ends(x) for x in (fuel, share, empty)),
            burnt,
            _ends(detour),
        )
        # A kilometre of a truck is as many tonne-kilometres as it has tonnes aboard.
        kg = _each(lambda t: intensity_g(t, load.value) / G_PER_KG, truck)
        rests = _unique(facts, tuple(x.rests_on for x in (fuel, share, empty, detour, load)))
        return Emitted(_alike(kg), truck[1] / TEU_PER_TRUCK, rests)

    def _diesel(self) -> tuple[Triple, tuple[str, ...]]:
        """Grams a kilogram of diesel, well to wheel."""
        parts = (("operation", "gCO2e/MJ"), ("provision", "gCO2e/MJ"), ("lower heating value", "MJ/kg"))
        found = [self._factor("fuel", f"Diesel, {name}", unit) for name, unit in parts]
        (burnt, provided, heat), spread = (value for value, _ in found), self._rate("fuel_factor_spread")
        g = fuel_g_per_kg(heat, burnt, provided)
        return _each(lambda s: g * s, _ends(spread)), (*(fact for _, fact in found), spread.rests_on)

    def _traction(self, place: Place, electrified: float) -> tuple[Triple, tuple[str, ...]]:
        """Grams a tonne-kilometre of the electric and diesel trains of a line, by the part that is electrified."""
        share = electrified if electrified == electrified else 0.0
        key = (place.network_country, share)
        if key not in self._known:
            electric, diesel = self._electric(place.network_country), self._by_diesel()
            used = [x[1] for x, s in ((electric, share), (diesel, 1 - share)) if s > 0]
            g = _each(lambda a, b: share * a + (1 - share) * b, electric[0], diesel[0])
            self._known[key] = g, _unique(*used)
        return self._known[key]

    def _by_diesel(self) -> tuple[Triple, tuple[str, ...]]:
        fuel, way = self._rate("rail_diesel_g_per_tkm"), self._empty_way()
        burnt, facts = self._diesel()
        g = _each(lambda f, w, g: emitted_kg(f * w, g), _ends(fuel), way[0], burnt)
        return g, (fuel.rests_on, *way[1], *facts)

    def _electric(self, country: str) -> tuple[Triple, tuple[str, ...]]:
        energy, lost, way = self._rate("rail_kwh_per_tkm"), self._rate("grid_loss_share"), self._empty_way()
        grid, facts = self._grid(country)
        g = _each(lambda e, w, g, x: e * w * at_the_wire(g, x), _ends(energy), way[0], grid, _ends(lost))
        return g, (energy.rests_on, *way[1], *facts, lost.rests_on)

    def _empty_way(self) -> tuple[Triple, tuple[str, ...]]:
        """What a laden train takes with its empty way over what it takes by itself."""
        share, empty = self._rate("rail_empty_running_share"), self._rate("empty_train_emission_share")
        way = _each(lambda s, e: with_empty_way(1.0, s, e), _ends(share), _ends(empty))
        return way, (share.rests_on, empty.rests_on)

    def _grid(self, country: str) -> tuple[Triple, tuple[str, ...]]:
        """Grams a kilowatt-hour: the row nearest in time at or before the year, else the first after it."""
        rows = self._grids.get(country, {})
        if not rows:
            found = self._rate("grid_g_per_kwh_default")
            return _ends(found), (found.rests_on,)
        year = min(rows, key=lambda y: (y > self._year, abs(y - self._year)))
        spread = self._rate("grid_intensity_spread")
        fact = f"grid_intensity:{country}|{year}:g_per_kwh"
        return _each(lambda s: rows[year] * s, _ends(spread)), (fact, spread.rests_on)


def _each(of: Callable[..., float], *ranges: Triple) -> Triple:
    """A quantity that grows with each of its parts, at the low ends, the central values and the high ends."""
    low, central, high = (of(*at) for at in zip(*ranges, strict=True))
    return low, central, high


def _ends(found: Range) -> Triple:
    return found.low, found.value, found.high


def _alike(kg: Triple) -> tuple[Triple, ...]:
    return (kg,) * len(COMMODITIES)


def _unique(*rests_on: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x for part in rests_on for x in part))


def _rows(facts: Facts) -> dict[tuple[str, str, str], float]:
    """Values by mode, category and unit."""
    return {
        (cell(r, "mode"), cell(r, "category"), cell(r, "unit")): figure(r, "value")
        for r in facts.table("emissions").to_dict("records")
    }


def _grids(facts: Facts) -> dict[str, dict[int, float]]:
    """Grams a kilowatt-hour by country and year."""
    found: dict[str, dict[int, float]] = {}
    for row in facts.table("grid_intensity").to_dict("records"):
        found.setdefault(cell(row, "country"), {})[int(figure(row, "year"))] = figure(row, "g_per_kwh")
    return found
