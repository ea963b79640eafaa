"""Grams of CO2e a tonne-kilometre, well to wheel."""

from __future__ import annotations

from collections.abc import Mapping

from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import COMMODITIES
from jibek.network.inputs import Link, Place, Ranges, cell, figure
from jibek.record import Facts


class Emissions:
    """Grams of CO2e a tonne-kilometre, well to wheel."""

    def __init__(self, facts: Facts, rate: Ranges, places: Mapping[str, Place]) -> None:
        self._places, self._rate = places, rate
        self._found: dict[tuple[str, str, str], tuple[float, str]] = {}
        self._rows = facts.remembered("rows of emissions", _rows)

    def _factor(self, mode: str, start: str, unit: str = "gCO2e/t-km") -> tuple[float, str]:
        """The row whose category begins so; the unit is asked for, since one category may stand in two units."""
        key = (mode, start, unit)
        if key not in self._found:
            self._found[key] = self._search(*key)
        return self._found[key]

    def _search(self, mode: str, start: str, unit: str) -> tuple[float, str]:
        for (m, category, u), value in self._rows.items():
            if (
                m == mode
                and category.startswith(start)
                and u.replace("CO2e", "CO2") == unit.replace("CO2e", "CO2")
            ):
                return value, f"emissions:{m}|{category}|{u}:value"
        refuse(
            "network.no_emission_factor",
            "a factor that the network needs is missing",
            [Problem("network.no_emission_factor", "emissions", column="category", value=f"{mode} {start}")],
        )
        raise AssertionError("unreachable")

    def hub(self) -> tuple[float, tuple[str, ...]]:
        """kg a tonne for a handling."""
        value, fact = self._factor("hub", "Transshipment hub ambient", "kgCO2e/t")
        return value, (fact,)

    def haul(self, link: Link, basin: str) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """kg a tonne by class, and what that of a container rests on."""
        km = link.distance_km / 1000.0
        if link.mode == "rail":
            found = [self._traction(self._places[p], link.electrified) for p in (link.tail, link.head)]
            kg = km * (found[0][0] + found[1][0]) / 2
            facts = tuple(dict.fromkeys(found[0][1] + found[1][1]))
            return self._alike(kg), facts
        if link.mode == "sea":
            return self._ship(link, basin, km)
        start = "HGV over 20 t" if link.mode == "road" else "Ro-Pax 10,000"
        value, fact = self._factor(link.mode, start)
        return self._alike(km * value), (fact,)

    @staticmethod
    def _alike(kg: float) -> tuple[float, ...]:
        return (kg,) * len(COMMODITIES)

    def _ship(self, link: Link, basin: str, km: float) -> tuple[tuple[float, ...], tuple[str, ...]]:
        if basin == "ocean" and self._deep(link):
            box, fact = self._factor("sea", "Asia-North Europe dry", "gCO2e/TEU-km")
            bulk, _ = self._factor("sea", "Deep-sea container dry")
            teu = self._rate("tonnes_per_teu_rail")
            boxed = km * box / teu.value
            by_class = tuple(boxed if c.boxed else km * bulk for c in COMMODITIES)
            return by_class, (fact, teu.rests_on)
        small, fact = self._factor("sea", "General cargo 0-4,999")
        if basin != "caspian":
            return self._alike(km * small), (fact,)
        tanker, _ = self._factor("sea", "Oil tanker 10,000")
        return tuple(km * (tanker if c.tanked else small) for c in COMMODITIES), (fact,)

    def _deep(self, link: Link) -> bool:
        lands = {self._places[p].country for p in (link.tail, link.head)}
        return "XX" in lands or lands <= {"CN", "SG"}

    def _traction(self, place: Place, electrified: float) -> tuple[float, tuple[str, ...]]:
        """Electric and diesel shares of a line; broad-gauge countries without a row take China's electricity."""
        land, broad = place.network_country, place.gauges[:1] == ("1520",)
        power = {"KZ": "Electric traction Kazakhstan", "CN": "Electric traction China"}.get(land)
        if land in ("RU", "BY"):
            power = "Electric traction Russia"
        if power is None:
            power = "Electric traction China" if broad else "Electric Germany"
        fuel = "Diesel traction Kazakhstan" if broad or land == "CN" else "Europe diesel traction"
        share = electrified if electrified == electrified else 0.0
        electric, diesel = self._factor("rail", power), self._factor("rail", fuel)
        used = tuple(f for f, s in ((electric[1], share), (diesel[1], 1 - share)) if s > 0)
        return share * electric[0] + (1 - share) * diesel[0], used


def _rows(facts: Facts) -> dict[tuple[str, str, str], float]:
    """Values by mode, category and unit."""
    return {
        (cell(r, "mode"), cell(r, "category"), cell(r, "unit")): figure(r, "value")
        for r in facts.table("emissions").to_dict("records")
    }
