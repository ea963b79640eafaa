"""Border crossings and ports: what they are called, how much they pass, how long they inspect.

Which links are gateways  rail and road links between two countries, unless both are in the European Union;
                          every place with ships. The side nearer to China over the network comes first.
Capacity                  the row of the year, else the latest before it, else the first after it; a project
                          "A to B trucks/day" gives A before it opens and B after; else a default with a range.
Clearance                 a published clearance of the year, of a year before, else of one after; a published
                          crossing time where no queue is played, less reloading; else a default with a range.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jibek.network.inputs import EAEU, EU, Link, Place, Ranges, Row, cell, figure
from jibek.places import bare
from jibek.record import Facts
from jibek.scenario import GatewayChange, Scenario, closed_days

SIMULATED = {
    "CN_KHORGOS-KZ_ALTYNKOL": "khorgos_acceptance_trains_per_day",
    "CN_ALASHANKOU-KZ_DOSTYK": "dostyk_acceptance_trains_per_day",
}
# Crossings whose hours are an assumption of their own, reloading included.
_TOTAL_HOURS = {
    "CNMLX-RU_ZABAIKALSK": "crossing_hours_manzhouli_zabaikalsk",
    "BYBQT-PL_MALASZEWICZE": "crossing_hours_brest_malaszewicze",
}
_INLAND_SEAS = {"caspian": "KZAAU", "black": "GEPTI"}  # a port that lies on it


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its basis, the document and what it rests on."""

    value: float
    basis: str
    source: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gateway:
    """A crossing (``link`` given) or a port (``link`` empty); capacity each direction, scenario not applied."""

    gateway_id: str
    mode: str
    place_a: str
    place_b: str
    link: str
    unit: str
    capacity: Figure
    clearance: Figure
    loading_is_out: bool = True


def china_distance(links: Iterable[Link], places: Mapping[str, Place], mode: str) -> dict[str, float]:
    """Kilometres from the nearest place in China over operating links of a mode and ships; others are absent."""
    sources = sorted(p for p in places if places[p].country == "CN")
    return distances([x for x in links if x.operating and x.mode in (mode, "sea", "ferry")], sources)


def distances(links: Iterable[Link], sources: Iterable[str]) -> dict[str, float]:
    """Shortest kilometres from the nearest source, both directions of every link (Dijkstra, 1959)."""
    near: dict[str, list[tuple[str, float]]] = {}
    for x in links:
        near.setdefault(x.tail, []).append((x.head, x.distance_km))
        near.setdefault(x.head, []).append((x.tail, x.distance_km))
    queue = [(0.0, s) for s in sources]
    found: dict[str, float] = {}
    while queue:
        km, place = heapq.heappop(queue)
        if place in found:
            continue
        found[place] = km
        for other, step in near.get(place, ()):
            if other not in found:
                heapq.heappush(queue, (km + step, other))
    return found


def basins(links: Iterable[Link], places: Mapping[str, Place]) -> dict[str, str]:
    """caspian, black or ocean for every place with ships: waters joined without passing a strait."""
    wet = [x for x in links if x.mode in ("sea", "ferry")]
    calm = [x for x in wet if places[x.tail].country != "XX" and places[x.head].country != "XX"]
    found = {p: "ocean" for x in wet for p in (x.tail, x.head)}
    for name, port in _INLAND_SEAS.items():
        found.update(dict.fromkeys(distances(calm, [port]) if port in found else (), name))
    return found


def crossing_id(link: Link, places: Mapping[str, Place], from_china: Mapping[str, float]) -> str:
    """``CN_KHORGOS-KZ_ALTYNKOL`` for a link that is a border crossing, else an empty text."""
    a, b = places[link.tail].network_country, places[link.head].network_country
    if link.mode not in ("rail", "road") or a == b or (a in EU and b in EU) or is_far_break(link, places):
        return ""
    far = float("inf")
    ends = sorted((link.tail, link.head), key=lambda p: (places[p].country != "CN", from_china.get(p, far)))
    return "-".join(ends)


def is_far_break(link: Link, places: Mapping[str, Place]) -> bool:
    """A long line with a break of gauge under way (Duisburg - Madrid): drawn as a haul, the break at its end."""
    kinds = (places[link.tail].kind, places[link.head].kind)
    return len(link.gauges) > 1 and "border crossing" not in kinds


class Rows:
    """Dated rows of borders, ports and projects, looked up by what they are about."""

    def __init__(self, facts: Facts, year: int, links: Iterable[Link], places: Mapping[str, Place]) -> None:
        self.year = year
        self._borders: dict[tuple[Any, ...], list[Row]] = {}
        drawn = {(frozenset((x.tail, x.head)), x.mode) for x in links}
        for row in facts.table("borders").to_dict("records"):
            ends = (cell(row, "node_a"), cell(row, "node_b"))
            mode, metric = cell(row, "mode"), cell(row, "metric")
            pair = frozenset(ends)
            self._borders.setdefault((pair, mode, metric), []).append(row)
            if (pair, mode) not in drawn and all(p in places for p in ends):
                # A post that no link crosses speaks for the road or line between the two countries.
                lands = frozenset(places[p].network_country for p in ends)
                self._borders.setdefault((lands, mode, metric), []).append(row)
        self._ports: dict[tuple[str, str], list[Row]] = {}
        for row in facts.table("ports").to_dict("records"):
            self._ports.setdefault((cell(row, "port"), cell(row, "metric")), []).append(row)
        self._projects = facts.table("projects").to_dict("records")

    def border(self, ends: frozenset[str], mode: str, metric: str) -> Row | None:
        """The row nearest in time at or before the year, else the first after it."""
        rows = [r for r in self._borders.get((ends, mode, metric), ()) if not self._past_regime(r)]
        return _nearest_year(rows, self.year)

    def port(self, port: str, metric: str) -> Row | None:
        """The same for a port."""
        return _nearest_year(self._ports.get((port, metric), ()), self.year)

    def project(self, place: str) -> tuple[float, Row] | None:
        """Vehicles a day of a road project "A to B trucks/day" at a place, both directions, in the year."""
        for row in self._projects:
            step = re.search(r"([\d,]+) to ([\d,]+) (?:vehicles|trucks)/day", cell(row, "effect"))
            if step and place in cell(row, "nodes").split(";"):
                done = self.year >= figure(row, "open_year")
                return float(step[2 if done else 1].replace(",", "")), row
        return None

    def _past_regime(self, row: Row) -> bool:
        return "pandemic" in cell(row, "note") and self.year > figure(row, "year") + 1


def _nearest_year(rows: Iterable[Row], year: int) -> Row | None:
    dated = [r for r in rows if figure(r, "year") == figure(r, "year")]
    before = [r for r in dated if figure(r, "year") <= year]
    if before:
        return max(before, key=lambda r: figure(r, "year"))
    return min(dated, key=lambda r: figure(r, "year"), default=None)


def border_fact(row: Row) -> str:
    """Fact id of a row of borders."""
    key = "|".join([cell(row, k) for k in ("node_a", "node_b", "mode", "metric")] + [_year(row)])
    return f"borders:{key}:value"


def _port_fact(row: Row) -> str:
    return f"ports:{cell(row, 'port')}|{cell(row, 'metric')}|{_year(row)}:value"


def _year(row: Row) -> str:
    return f"{figure(row, 'year'):.0f}"


def crossing(link: Link, gateway_id: str, rows: Rows, rate: Ranges, places: Mapping[str, Place]) -> Gateway:
    """The gateway on a link."""
    a, _, b = gateway_id.partition(".")[0].partition("-")
    lands = frozenset((places[a].network_country, places[b].network_country))
    ends = frozenset((a, b))
    return Gateway(
        gateway_id,
        link.mode,
        a,
        b,
        link.link_id,
        "trains" if link.mode == "rail" else "trucks",
        rail_capacity(gateway_id, link, lands, rows, rate)
        if link.mode == "rail"
        else road_capacity(ends, lands, rows, rate),
        clearance(gateway_id, link.mode, ends, lands, rows, rate),
    )


def rail_capacity(gateway_id: str, link: Link, lands: frozenset[str], rows: Rows, rate: Ranges) -> Figure:
    """Trains a day and direction; inside the customs union half of what the line takes both ways."""
    if gateway_id in SIMULATED:
        return _assumed(rate, SIMULATED[gateway_id], "daily acceptance")
    row = rows.border(frozenset((link.tail, link.head)), "rail", "capacity")
    if row is None and lands <= EAEU:
        name = f"{'single' if link.tracks < 2 else 'double'}_track_capacity_trains_per_day"
        line = rate(name)
        basis = "no stop for customs: half of the line's capacity both ways"
        return Figure(
            line.value / 2, basis, f"assumption {name}", (line.rests_on, f"links:{link.link_id}:tracks")
        )
    if row is None:
        return _assumed(rate, "rail_border_default_trains_per_day", "no row: default")
    mixed = rate("tonnes_per_train_mixed")
    megatonnes, text = figure(row, "value"), "published"
    earlier = re.match(r"([\d.]+) before", cell(row, "note"))
    if earlier and rows.year < figure(row, "year"):
        megatonnes, text = float(earlier[1]), f"published as the value before {_year(row)}"
    basis = f"{text}: {megatonnes:g} Mt/yr both ways, half each way, at {mixed.value:g} t a train"
    trains = megatonnes * 1e6 / 365 / 2 / mixed.value
    return Figure(trains, basis, cell(row, "source"), (border_fact(row), mixed.rests_on))


def road_capacity(ends: frozenset[str], lands: frozenset[str], rows: Rows, rate: Ranges) -> Figure:
    """Trucks a day and direction: printed vehicles a day count both ways."""
    for place in sorted(ends):
        found = rows.project(place)
        if found:
            value, row = found
            fact = f"projects:{cell(row, 'name')}:open_year"
            return Figure(value / 2, f"project: {value:g} a day both ways", cell(row, "source"), (fact,))
    row = rows.border(ends, "road", "capacity")
    if row is not None:
        basis = f"published for {_year(row)}: {figure(row, 'value'):g} a day both ways"
        return Figure(figure(row, "value") / 2, basis, cell(row, "source"), (border_fact(row),))
    where = "china" if "CN" in lands else "default"
    return _assumed(rate, f"road_border_{where}_trucks_per_day", "no row: default")


def clearance(
    gateway_id: str, mode: str, ends: frozenset[str], lands: frozenset[str], rows: Rows, rate: Ranges
) -> Figure:
    """Hours of inspection and documents per vehicle."""
    row = rows.border(ends, mode, "train_clearance_time")
    if row is not None:
        return _published(row, 0.0, "published")
    if gateway_id in SIMULATED:
        return _assumed(rate, "clearance_hours_dostyk", "assumption")
    reloading = rate("reloading_hours")
    if gateway_id in _TOTAL_HOURS:
        total = rate(_TOTAL_HOURS[gateway_id])
        basis = "assumed crossing time less reloading, which is an arc of its own"
        hours = max(total.value - reloading.value, 0.0)
        return Figure(
            hours, basis, f"assumption {_TOTAL_HOURS[gateway_id]}", (total.rests_on, reloading.rests_on)
        )
    if lands <= EAEU:
        return _assumed(rate, "eaeu_border_hours", "customs union")
    for about in (ends, lands):
        row = rows.border(about, mode, "crossing_time_outbound")
        if row is not None and mode == "rail":
            return _published(
                row, reloading.value, "published crossing time less reloading", reloading.rests_on
            )
        if row is not None:
            return _published(row, 0.0, "published crossing time")
    if mode == "rail":
        return _assumed(rate, "clearance_hours_rail_default", "no row: default")
    sample = rows.border(frozenset(("CAREC_all", "")), "road", "crossing_time_avg")
    if sample is None:
        return _assumed(rate, "eaeu_border_hours", "no row")
    return _published(sample, 0.0, "no row: mean road crossing of the CPMM sample")


def _published(row: Row, less: float, basis: str, *more: str) -> Figure:
    hours = max(figure(row, "value") - less, 0.0)
    return Figure(hours, f"{basis}, {_year(row)}", cell(row, "source"), (border_fact(row), *more))


def _assumed(rate: Ranges, assumption: str, basis: str) -> Figure:
    found = rate(assumption)
    return Figure(found.value, basis, f"assumption {assumption}", (found.rests_on,))


def port(place: str, modes: set[str], basin: str, rows: Rows, rate: Ranges, outward: bool) -> Gateway:
    """A port as a gateway: tonnes a day each direction; ``outward``: loading a ship leads away from China."""
    return Gateway(
        place,
        "port" if "sea" in modes else "ferry",
        place,
        place,
        "",
        "tonnes",
        port_capacity(place, basin, rows, rate),
        Figure(0.0, "inside the hours at the port", "convention of the model", ()),
        outward,
    )


def port_capacity(place: str, basin: str, rows: Rows, rate: Ranges) -> Figure:
    """Tonnes a day and direction: the printed capacity without oil, times the share one direction may use."""
    share = rate("port_one_way_share")
    row, boxes = rows.port(place, "capacity"), rows.port(place, "container_capacity")
    rests: tuple[str, ...] = (share.rests_on,)
    if row is not None:
        oil = re.search(r"of which ([\d.]+) Mt oil", cell(row, "note"))
        megatonnes = figure(row, "value") - (float(oil[1]) if oil else 0.0)
        basis = f"published for {_year(row)}" + (f", less {oil[1]} Mt oil" if oil else "")
        source, rests = cell(row, "source"), (*rests, _port_fact(row))
    else:
        name = "deep_sea_port_mt_per_year" if basin == "ocean" else "port_default_mt_per_year"
        default = rate(name)
        megatonnes, basis, source = default.value, "no row: default", f"assumption {name}"
        rests = (*rests, default.rests_on)
        if boxes is not None and basin != "ocean":
            teu = rate("tonnes_per_teu_rail")
            megatonnes += figure(boxes, "value") * teu.value / 1e6
            basis = f"container capacity published for {_year(boxes)}, plus the default for other cargo"
            source, rests = cell(boxes, "source"), (*rests, _port_fact(boxes), teu.rests_on)
    basis += f"; {megatonnes:g} Mt/yr, of it {share.value:g} each direction at most"
    return Figure(megatonnes * 1e6 / 365 * share.value, basis, source or basis, rests)


def shut_share(change: GatewayChange | None, year: int) -> float:
    """Part of the year's days that lie in the closed intervals; overlapping days count once."""
    if change is None:
        return 0.0
    days: set[date] = set()
    for interval in change.closed:
        first, last = closed_days(interval)
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        days.update(first + timedelta(n) for n in range((last - first).days + 1))
    return len(days) / (date(year + 1, 1, 1) - date(year, 1, 1)).days


def gateway_name(gateway: Gateway, places: Mapping[str, Place]) -> str:
    """``Khorgos / Horgos rail port – Altynkol station``."""
    a, b = (bare(places[p].name) for p in (gateway.place_a, gateway.place_b))
    return a if gateway.place_a == gateway.place_b else f"{a} – {b}"


def factor(gateway: Gateway, scenario: Scenario, link_factor: float) -> float:
    """What the scenario leaves of the capacity: factors of gateway and link, less the closed days."""
    change = scenario.gateway.get(gateway.gateway_id)
    own = change.capacity_factor if change else 1.0
    return own * link_factor * (1.0 - shut_share(change, scenario.year))
