"""Hours, price and emissions of each step: figures of the tables and assumptions, with what they rest on.

    haul     km / speed (road: with rests; ships: with     km x USD per FEU-km         activity x factor
             the wait for the next one)
    border   the same for its link, plus clearance         plus the fee of a crossing  the same
    load     hours at the end (rail, port, road, ferry)    cartage                     hub factor
    others   reloading, port, ferry or lifting hours       gauge fee or handling       hub factor

Every price has a low and a high end, of the assumptions that it is made from. Where in between the prices of all steps
of one vehicle lie at once is an assumption of its own, ``rail_price_score`` and its like: 0 leaves them as they are, -1
and 1 take each to its end.

P10 and P90 of a haul are the mean times a stated spread; of the wait for a ship those of `residual.residual_hours`; of
clearance the quantiles of a lognormal of mean ``clearance_hours`` and coefficient of variation ``clearance_cv``; of an
end the range of its assumption.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from math import exp, log, nan, sqrt
from typing import NamedTuple

from jibek.ground.uncertainty import Z90
from jibek.ground.vocabulary import COMMODITIES, ROUTED
from jibek.network.arcs import Arc
from jibek.network.cost.emissions import Emissions, Emitted
from jibek.network.cost.money import Money, Triple
from jibek.network.cost.residual import residual_hours
from jibek.network.dated import Figure, Rows, border_fact
from jibek.network.gateways import distances
from jibek.network.inputs import Link, Place, Range, Ranges
from jibek.network.sailings import Line

NOTHING: Triple = (0.0, 0.0, 0.0)


class RestsOn(NamedTuple):
    """Ids of facts and assumptions: of the mean hours, of their P10 and P90 besides, of the price of a box, of the
    price of a tonne of bulk, of the emissions of a box."""

    hours: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()
    box: tuple[str, ...] = ()
    bulk: tuple[str, ...] = ()
    co2e: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """Hours as (P10, mean, P90), USD per FEU as (low, central, high), bulk in USD/t, what is emitted.

    income: what of the two prices is more than the step costs, USD per FEU and USD per tonne of bulk.
    """

    hours: Triple
    usd_per_feu: Triple
    bulk_usd_per_t: float
    co2e: Emitted
    source: str
    rests_on: RestsOn
    income: tuple[float, float] = (0.0, 0.0)


def times(range_: Range, factor: float) -> Triple:
    """Low, central and high of an assumption, times a number."""
    return (range_.low * factor, range_.value * factor, range_.high * factor)


def plus(a: Triple, b: Triple) -> Triple:
    """Sum, end by end."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def placed(price: Price, score: Range) -> Price:
    """The price at a place in its range; bulk moves in the proportion of the box, as it has no range of its own."""
    low, usual, high = price.usd_per_feu
    if usual <= 0:
        return price
    usd = usual + abs(score.value) * ((high if score.value > 0 else low) - usual)
    box, bulk = ((*rests, score.rests_on) for rests in (price.rests_on.box, price.rests_on.bulk))
    return replace(
        price,
        usd_per_feu=(low, usd, high),
        bulk_usd_per_t=price.bulk_usd_per_t * (usd / usual),
        rests_on=price.rests_on._replace(box=box, bulk=bulk),
    )


def spread_clearance(hours: float, cv: float) -> Triple:
    """P10, mean and P90 of a lognormal law of that mean and coefficient of variation."""
    sigma = sqrt(log(1.0 + cv * cv))
    middle = hours * exp(-sigma * sigma / 2)
    return (middle * exp(-Z90 * sigma), hours, middle * exp(Z90 * sigma))


def clearing_of(figure_: Figure, given: float | None) -> Figure:
    """The clearance that the scenario gives, of the same kind, or the one of the tables."""
    return figure_ if given is None else Figure(given, "scenario", "scenario", (), figure_.waits)


class Pricer:
    """Prices arcs; equal steps are priced once.

    lines: ships by link, needed for steps on water; served: places and modes where the wait for a ship is on its link.
    """

    def __init__(
        self,
        rate: Ranges,
        money: Money,
        green: Emissions,
        rows: Rows,
        places: Mapping[str, Place],
        lines: Mapping[str, Line],
        served: Set[tuple[str, str]],
    ) -> None:
        self.rate, self.money, self.green, self.rows, self.places = rate, money, green, rows, places
        self.lines, self.served = lines, served
        self._known: dict[tuple[object, ...], Price] = {}
        self._placed: dict[int, tuple[Price, Price]] = {}

    def price(self, arc: Arc, clearing: Figure | None) -> Price:
        """What the arc takes; ``clearing`` is that of its gateway."""
        found = self._price(arc, clearing)
        if arc.vehicle not in ROUTED:
            return found
        # Both are kept: the number of an object is its own only while it lives.
        if id(found) not in self._placed:
            self._placed[id(found)] = (found, placed(found, self.rate(f"{arc.vehicle}_price_score")))
        return self._placed[id(found)][1]

    def _price(self, arc: Arc, clearing: Figure | None) -> Price:
        if arc.kind == "connector":
            return Price(
                NOTHING,
                NOTHING,
                0.0,
                Emitted((NOTHING,) * len(COMMODITIES), nan, ()),
                "convention: no distance, time or price",
                RestsOn(),
            )
        if arc.link is not None:
            return (
                self._border(arc, clearing)
                if arc.kind == "border" and clearing
                else self._haul(arc, arc.link)
            )
        gateway = arc.gateway.gateway_id if arc.gateway else ""
        a, b = arc.tail.partition("|")[2], arc.head.partition("|")[2]
        key = (arc.kind, a.partition("-")[0], b.partition("-")[0], arc.basin, gateway)
        if key not in self._known:
            self._known[key] = self._gauge(arc) if arc.kind == "gauge_change" else self._handling(arc, a, b)
        return self._known[key]

    def _haul(self, arc: Arc, link: Link) -> Price:
        key = (link.link_id, arc.basin)
        if key not in self._known:  # both directions are alike
            km = f"links:{link.link_id}:distance_km"
            hours, timed, spread = self._hours(link)
            usd, bulk, boxed, loose = self.money.haul(link, arc.basin)
            co2e = self.green.haul(link, arc.basin)
            rests = RestsOn((km, *timed), spread, (km, *boxed), (km, *loose), (km, *co2e.rests_on))
            kept = self.money.haul_income_share(link, arc.basin)
            self._known[key] = Price(hours, usd, bulk, co2e, link.source, rests, (kept * usd[1], kept * bulk))
        return self._known[key]

    def _hours(self, link: Link) -> tuple[Triple, tuple[str, ...], tuple[str, ...]]:
        """Hours, what their mean rests on, and what their spread rests on besides."""
        speed = link.speed_kmh
        rests: tuple[str, ...] = (f"links:{link.link_id}:typical_speed_kmh",)
        if speed != speed:
            crossing = self._lands(link)[0] != self._lands(link)[1]
            name = "border_link_speed_kmh" if crossing else f"{link.mode}_speed_default_kmh"
            found = self.rate(name)
            speed, rests = found.value, (found.rests_on,)
        mean = link.distance_km / speed
        if link.mode == "road":
            driving = self.rate("road_driving_hours_per_day")
            mean, rests = mean * 24.0 / driving.value, (*rests, driving.rests_on)
        wide = self.rate(f"{link.mode}_time_spread")
        hours = (mean * wide.low, mean, mean * wide.high)
        if self._is_ocean_leg(link):
            calls = self.rate("sea_calls_days")
            hours, rests = plus(hours, times(calls, 24.0)), (*rests, calls.rests_on)
        line = self.lines.get(link.link_id)
        if line is not None:
            uneven = self.rate("sailing_interval_cv")
            wait = residual_hours(line.interval.value / link.factor, uneven.value)
            hours, rests = plus(hours, wait), (*rests, *line.interval.rests_on, uneven.rests_on)
        return hours, rests, (wide.rests_on,)

    def _is_ocean_leg(self, link: Link) -> bool:
        """The leg to Suez, or from the Cape to Europe, which every ship between Asia and Europe sails once."""
        ends = {link.tail, link.head}
        return ends == {"X_BABELMANDEB", "X_SUEZ"} or ("X_CAPE" in ends and "X_MALACCA" not in ends)

    def _lands(self, link: Link) -> tuple[str, str]:
        return self.places[link.tail].network_country, self.places[link.head].network_country

    def _border(self, arc: Arc, clearing: Figure) -> Price:
        assert arc.link is not None
        base, cv = self._haul(arc, arc.link), self.rate("clearance_cv")
        fee, rests = self._crossing_fee(arc)
        tonnes = self.rate("tonnes_per_wagon_bulk" if arc.vehicle == "rail" else "tonnes_per_truck")
        rests_on = RestsOn(
            (*base.rests_on.hours, *clearing.rests_on),
            (*base.rests_on.spread, cv.rests_on),
            (*base.rests_on.box, *rests),
            (*base.rests_on.bulk, *rests, tonnes.rests_on),
            base.rests_on.co2e,
        )
        kept, bulk_fee = self.money.income_share("border"), fee[1] / tonnes.value
        return Price(
            plus(base.hours, spread_clearance(clearing.value, cv.value)),
            plus(base.usd_per_feu, fee),
            base.bulk_usd_per_t + bulk_fee,
            base.co2e,
            f"{base.source}; clearance: {clearing.basis}, {clearing.source}",
            rests_on,
            (base.income[0] + kept * fee[1], base.income[1] + kept * bulk_fee),
        )

    def _crossing_fee(self, arc: Arc) -> tuple[Triple, tuple[str, ...]]:
        """USD per box or truck: the crossing's own row outbound, else that of a neighbouring post, else the mean of the
        CPMM sample."""
        assert arc.gateway is not None
        if frozenset(arc.lands) <= self.rows.unions.customs_union:
            fee = self.rate("eaeu_border_usd_per_feu")
            return times(fee, self.money.deflator), (fee.rests_on,)
        ends = frozenset((arc.gateway.place_a, arc.gateway.place_b))
        row = None
        if arc.facility_id.endswith(":out"):
            row = self.rows.border(ends, arc.vehicle, "crossing_cost_outbound")
            row = row or self.rows.neighbour(frozenset(arc.lands), arc.vehicle, "crossing_cost_outbound")
        row = row or self.rows.border(frozenset(("CAREC_all", "")), arc.vehicle, "crossing_cost_avg")
        if row is None:
            fee = self.rate("eaeu_border_usd_per_feu")
            return times(fee, self.money.deflator), (fee.rests_on,)
        quoted = self.money.quoted(row)
        return quoted, (border_fact(row), "assumption:quoted_price_spread")

    def _gauge(self, arc: Arc) -> Price:
        """Reloading from wagon to wagon; the fee printed for the crossing, else an assumption."""
        hours = self.rate("reloading_hours")
        gateway, row = arc.gateway, None
        if gateway is not None:
            row = self.rows.border(frozenset((gateway.place_a, gateway.place_b)), "rail", "gauge_change_fee")
        if row is not None:
            usd, basis = self.money.quoted(row), f"{self.money.told(row)}; assumption reloading_hours"
            rests: tuple[str, ...] = (border_fact(row), "assumption:quoted_price_spread")
        else:
            fee = self.rate("gauge_change_usd_per_feu")
            usd, basis = (
                times(fee, self.money.deflator),
                "assumptions reloading_hours, gauge_change_usd_per_feu",
            )
            rests = (fee.rests_on,)
        bulk, hub = self.money.bulk_handling(), self.green.hub()
        rests_on = RestsOn((hours.rests_on,), (), rests, (bulk.rests_on,), hub.rests_on)
        kept, loose = self.money.income_share("terminal"), bulk.value * self.money.deflator
        return Price(
            times(hours, 1.0),
            usd,
            loose,
            hub,
            basis,
            rests_on,
            (kept * usd[1], kept * loose),
        )

    def _handling(self, arc: Arc, a: str, b: str) -> Price:
        """Loading, unloading and exchange between modes."""
        hours, timed = self._handling_hours(arc, a, b)
        usd, paid, basis = self._handling_usd(arc.kind, a, b)
        bulk, hub = self.money.bulk_handling(), self.green.hub()
        rests = RestsOn(timed, (), paid, (bulk.rests_on,), hub.rests_on)
        named = ", ".join(dict.fromkeys(r.partition(":")[2] for r in timed if r.startswith("assumption")))
        source = f"assumptions {named}; {basis}"
        # A box is carted to its terminal by truck; what a terminal itself takes for it is part of the tariff.
        boxes = self.money.income_share("road" if arc.kind in ("load", "unload") else "terminal")
        loose = bulk.value * self.money.deflator
        income = (boxes * usd[1], self.money.income_share("terminal") * loose)
        return Price(hours, usd, loose, hub, source, rests, income)

    def _handling_usd(self, kind: str, a: str, b: str) -> tuple[Triple, tuple[str, ...], str]:
        modes = {a.partition("-")[0], b.partition("-")[0]}
        if "road" in modes and modes <= {"road", "ferry", "gate", "arrival"}:
            return NOTHING, (), "a truck loads at the door and rolls on"
        if kind in ("load", "unload"):
            return self.money.cartage()
        handling = self.rate("terminal_handling_usd_per_feu")
        basis = "assumption terminal_handling_usd_per_feu"
        return times(handling, self.money.deflator), (handling.rests_on,), basis

    def _handling_hours(self, arc: Arc, a: str, b: str) -> tuple[Triple, tuple[str, ...]]:
        modes = {a.partition("-")[0], b.partition("-")[0]}
        if "sea" in modes:
            return self._port_hours(arc, loading=b == "sea")
        if "ferry" in modes:
            known = (arc.place, "ferry") in self.served
            wait = "ferry_boarding_hours" if known else "ferry_wait_hours"
            name = wait if b == "ferry" else "ferry_unload_hours"
        elif modes == {"rail", "road"}:
            name = "tranship_hours_rail_road"
        else:
            name = f"loading_hours_{'road' if 'road' in modes else 'rail'}_end"
        found = self.rate(name)
        return times(found, 1.0), (found.rests_on,)

    def _port_hours(self, arc: Arc, *, loading: bool) -> tuple[Triple, tuple[str, ...]]:
        short = "port_hours_short_sea_end" if loading else "port_hours_short_sea_arrival"
        found = self.rate("port_hours_sea_end" if arc.basin == "ocean" else short)
        return times(found, 1.0), (found.rests_on,)


def liner_km(links: list[Link]) -> float:
    """Kilometres of the sea route Shanghai - Rotterdam by operating sea links; nan if there is none."""
    wet = [x for x in links if x.mode == "sea" and x.operating]
    return distances(wet, ["CNSGH"]).get("NLRTM", float("nan"))
