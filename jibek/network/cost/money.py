"""Money and emissions: published prices in USD of the scenario's year, factors in grams a tonne-kilometre.

Assumptions in USD are USD of 2023. Prices after the last year of the price index stay at that year's level.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from jibek.ground.errors import Problem, refuse
from jibek.network.inputs import Link, Place, Range, Ranges, Row, cell, figure

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.scenario import CostChange

Triple = tuple[float, float, float]
# USD per FEU, USD per tonne of bulk, what the first and what the second rests on.
Haul = tuple[Triple, float, tuple[str, ...], tuple[str, ...]]

PRICE_YEAR = 2023  # of assumptions in USD


def is_liner(link: Link, places: Mapping[str, Place]) -> bool:
    """Legs of ships between Asia and Europe: past a strait other than the Bosporus, or along China."""
    lands = {p: places[p].country for p in (link.tail, link.head)}
    straits = any(land == "XX" and p != "X_BOSPORUS" for p, land in lands.items())
    return straits or set(lands.values()) <= {"CN", "SG"}


class Money:
    """Prices per FEU and per tonne of bulk."""

    def __init__(
        self,
        facts: Facts,
        rate: Ranges,
        places: Mapping[str, Place],
        cost: CostChange,
        year: int,
        liner: float,
    ) -> None:
        self._facts, self._rate, self._places, self._cost = facts, rate, places, cost
        self._liner = liner
        self._tariffs = facts.remembered("rows of tariffs", _tariffs)
        self.year = price_year(facts, year)
        self.deflator = facts.usd(1.0, "USD", PRICE_YEAR, self.year)

    def _row(self, mode: str, item: str) -> Row:
        """The row nearest in time at or before the price year, else the first after it."""
        rows = self._tariffs.get((mode, item), [])
        if not rows:
            refuse(
                "network.no_tariff",
                "a price that the network needs is missing",
                [
                    Problem(
                        "network.no_tariff",
                        "tariffs",
                        column="item",
                        value=item,
                        expected="a row of this item",
                    )
                ],
            )
        return min(rows, key=lambda r: (figure(r, "year") > self.year, abs(figure(r, "year") - self.year)))

    def _today(self, row: Row) -> float:
        currency = cell(row, "unit")[:3]
        return self._facts.usd(figure(row, "value"), currency, int(figure(row, "year")), self.year)

    def told(self, row: Row) -> str:
        """The source of a price, and how it was brought to the year."""
        basis = self._facts.usd_basis(cell(row, "unit")[:3], int(figure(row, "year")), self.year)
        return f"{cell(row, 'source')}; {basis}" if basis else cell(row, "source")

    def quoted(self, row: Row) -> Triple:
        """A price of one source in USD of the year, with the spread of quoted prices."""
        value, spread = self._today(row), self._rate("quoted_price_spread")
        return (value * spread.low, value * spread.value, value * spread.high)

    @cached_property
    def _ocean(self) -> tuple[Triple, tuple[str, ...]]:
        """USD per FEU-km: the spot rate Shanghai - Europe, two TEU, over the length of the sea route."""
        row, spread = self._row("sea", "SCFI Shanghai-Europe"), self._rate("sea_rate_spread")
        per_km = 2.0 * self._today(row) / self._liner
        rests = (tariff_fact(row), spread.rests_on)
        return (per_km * spread.low, per_km * spread.value, per_km * spread.high), rests

    @cached_property
    def _ferry_line(self) -> tuple[float, float, tuple[str, ...]]:
        """Fare of a truck as a line through two published fares: Alat - Turkmenbashi and Kuryk - Amirabad."""
        short = self._row("ferry", "Alat-Turkmenbashi truck")
        long = [self._row("ferry", f"Kuryk-Amirabad or Anzali truck {end}") for end in ("low", "high")]
        far = sum(self._today(r) for r in long) / 2
        near, km_near, km_far = (
            self._today(short),
            self._ferry_km("TMKRW", "AZALA"),
            self._ferry_km("KZKUR", "IR_AMIRABAD"),
        )
        slope = max((far - near) / (km_far - km_near), 0.0)
        return max(near - slope * km_near, 0.0), slope, tuple(tariff_fact(r) for r in (short, *long))

    def _ferry_km(self, a: str, b: str) -> float:
        km = self._facts.remembered("lengths of ferries", _ferries).get(frozenset((a, b)))
        if km is None:
            fix = f"Give the ferry {a} - {b}, whose fare is published."
            refuse("network.no_ferry", "a ferry is missing", [Problem("network.no_ferry", "links", fix=fix)])
        assert km is not None
        return km

    def cartage(self) -> tuple[Triple, tuple[str, ...], str]:
        """Door to terminal, a box: the printed price, what it rests on, its source."""
        row = self._row("road", "Cartage at each end")
        rests = (tariff_fact(row), self._rate("quoted_price_spread").rests_on)
        return self.quoted(row), rests, f"{self.told(row)} (cartage at each end)"

    def bulk_handling(self) -> Range:
        """USD of 2023 for loading or reloading a tonne of bulk."""
        return self._rate("bulk_handling_usd_per_t")

    def haul(self, link: Link, basin: str) -> Haul:
        """USD per FEU (low, central, high), USD per tonne of bulk, and what each of the two rests on."""
        usd, bulk, boxed, loose = {
            "rail": self._rail,
            "road": self._road,
            "sea": self._sea,
            "ferry": self._ferry,
        }[link.mode](link, basin)
        factor = self._factor(link, basin)
        return (usd[0] * factor, usd[1] * factor, usd[2] * factor), bulk * factor, boxed, loose

    def haul_income_share(self, link: Link, basin: str) -> float:
        """Part of the price of a haul that its carrier keeps: the tariff less what the haul costs, over the tariff.

        The cost is a share of the tariff as the tables have it, so a scenario's factor on tariffs moves income alone.
        """
        cost = self._rate(f"resource_share_{_tariff_of(link, basin)}").value
        return 1.0 - cost / self._factor(link, basin)

    def income_share(self, what: str) -> float:
        """The same of a price that no scenario scales: ``terminal``, ``border`` or ``road``."""
        return 1.0 - self._rate(f"resource_share_{what}").value

    def _factor(self, link: Link, basin: str) -> float:
        """The scenario's factor on the tariff of a link."""
        general = float(getattr(self._cost, f"{_tariff_of(link, basin)}_factor"))
        if link.mode != "rail" or not self._cost.rail_factor_in:
            return general
        lands = [self._places[p].network_country for p in (link.tail, link.head)]
        return general * sum(self._cost.rail_factor_in.get(land, 1.0) for land in lands) / 2.0

    def _rail(self, link: Link, _: str) -> Haul:
        names = [self._region(self._places[p]) for p in (link.tail, link.head)]
        ends = [self._rate(f"rail_usd_per_feu_km_{n}") for n in names]
        bulk = self._rate("rail_bulk_usd_per_tkm")
        km = link.distance_km * self.deflator
        usd = (
            km * (ends[0].low + ends[1].low) / 2,
            km * (ends[0].value + ends[1].value) / 2,
            km * (ends[0].high + ends[1].high) / 2,
        )
        return usd, km * bulk.value, tuple(dict.fromkeys(e.rests_on for e in ends)), (bulk.rests_on,)

    @staticmethod
    def _region(place: Place) -> str:
        """China; the broad gauge, and Iran, which shares a tariff with it; the rest of the standard gauge."""
        if place.network_country == "CN":
            return "china"
        return "1520" if place.gauges[:1] == ("1520",) or place.network_country == "IR" else "eu"

    def _road(self, link: Link, _: str) -> Haul:
        row, truck = self._row("road", "CAREC cost per 500 km per 20 t"), self._rate("tonnes_per_truck")
        low, mid, high = (x * link.distance_km / 500.0 for x in self.quoted(row))
        rests = (tariff_fact(row), self._rate("quoted_price_spread").rests_on)
        return (low, mid, high), mid / truck.value, rests, (*rests, truck.rests_on)

    def _sea(self, link: Link, basin: str) -> Haul:
        km = link.distance_km * self.deflator
        if basin == "caspian":
            rate, bulk = self._rate("caspian_feeder_usd_per_feu_km"), self._rate("caspian_bulk_usd_per_tkm")
        else:
            rate, bulk = self._rate("short_sea_feeder_usd_per_feu_km"), self._rate("ship_bulk_usd_per_tkm")
            if is_liner(link, self._places):
                (low, mid, high), rests = self._ocean
                x = link.distance_km
                return (low * x, mid * x, high * x), km * bulk.value, rests, (bulk.rests_on,)
        usd = (km * rate.low, km * rate.value, km * rate.high)
        return usd, km * bulk.value, (rate.rests_on,), (bulk.rests_on,)

    def _ferry(self, link: Link, _: str) -> Haul:
        spread, wagon = self._rate("ferry_fare_spread"), self._rate("tonnes_per_wagon_bulk")
        fixed, per_km, facts = self._ferry_line
        fare = fixed + per_km * link.distance_km
        usd = (fare * spread.low, fare * spread.value, fare * spread.high)
        # A wagon takes the place of a truck and is taken to pay the same.
        rests = (*facts, spread.rests_on)
        return usd, usd[1] / wagon.value, rests, (*rests, wagon.rests_on)


def _tariff_of(link: Link, basin: str) -> str:
    """Whose tariff a link has: feeders of the inland seas are ferries to it, sea is what ships of the oceans charge."""
    return "ferry" if link.mode == "sea" and basin != "ocean" else link.mode


def price_year(facts: Facts, year: int) -> int:
    """The year whose USD prices of a year are told in: its own, at most the last of the price index."""
    return min(year, facts.remembered("last year of prices", _last_year))


def tariff_fact(row: Row) -> str:
    """Fact id of a row of tariffs."""
    return f"tariffs:{cell(row, 'mode')}|{cell(row, 'item')}|{figure(row, 'year'):.0f}:value"


def _last_year(facts: Facts) -> int:
    index = facts.table("rates")
    return int(index.loc[index["currency"] == "USD_CPI", "year"].max())


def _tariffs(facts: Facts) -> dict[tuple[str, str], list[Row]]:
    """Tariffs by mode and item."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in facts.table("tariffs").to_dict("records"):
        found.setdefault((cell(row, "mode"), cell(row, "item")), []).append(row)
    return found


def _ferries(facts: Facts) -> dict[frozenset[str], float]:
    """Kilometres of ferries by their two ends; of several the first."""
    found: dict[frozenset[str], float] = {}
    for row in facts.table("links").to_dict("records"):
        if row["mode"] == "ferry":
            found.setdefault(frozenset((row["from"], row["to"])), float(row["distance_km"]))
    return found
