"""How much a crossing or a port passes and how long it inspects, each with its basis.

Capacity   the row of the year; a project gives the vehicles of before and after its opening; inside the customs
           union half of what the line takes; else a default with a range.
Clearance  a published clearance; a published crossing time where no queue is played train by train, less
           reloading; at a road post without either that of a measured post of the same border or of China's, since a
           measured post shall not lose its trucks to one of which nothing is known; else a default with a range.
           A time of the whole crossing holds the wait of the vehicle (``Figure.waits``).
"""

from __future__ import annotations

from jibek.network.dated import Figure, Rows, border_fact, port_fact, year_of
from jibek.network.inputs import Link, Ranges, Row, cell, figure

FITTED_YEAR = 2022  # of the published crossing times


def rail_capacity(gateway_id: str, link: Link, lands: frozenset[str], rows: Rows, rate: Ranges) -> Figure:
    """Trains a day and direction; inside the customs union half of what the line takes both ways."""
    acceptance = rows.crossing(gateway_id).acceptance
    if acceptance:
        return _acceptance(rate, acceptance, rows)
    row = rows.border(frozenset((link.tail, link.head)), "rail", "capacity")
    if row is None and lands <= rows.unions.customs_union:
        name = f"{'single' if link.tracks < 2 else 'double'}_track_capacity_trains_per_day"
        line = rate(name)
        basis = "no stop for customs: half of the line's capacity both ways"
        return Figure(
            line.value / 2, basis, f"assumption {name}", (line.rests_on, f"links:{link.link_id}:tracks")
        )
    if row is None:
        where = "europe" if lands & rows.unions.europe_rail else "default"
        return _assumed(rate, f"rail_border_{where}_trains_per_day", "no row: default")
    mixed = rate("tonnes_per_train_mixed")
    megatonnes, text = figure(row, "value"), "published"
    earlier = figure(row, "value_before")
    if earlier == earlier and rows.year < figure(row, "year"):
        megatonnes, text = earlier, f"published as the value before {year_of(row)}"
    basis = f"{text}: {megatonnes:g} Mt/yr both ways, half each way, at {mixed.value:g} t a train"
    trains = megatonnes * 1e6 / 365 / 2 / mixed.value
    return Figure(trains, basis, cell(row, "source"), (border_fact(row), mixed.rests_on))


def _acceptance(rate: Ranges, assumption: str, rows: Rows) -> Figure:
    """Trains a day and direction that the neighbour takes over: fitted to 2022, grown to the base year and since."""
    fitted = rate(assumption)
    if rows.year <= FITTED_YEAR:
        return Figure(fitted.value, "daily acceptance", f"assumption {assumption}", (fitted.rests_on,))
    growth = rate("acceptance_growth_after_2022")
    since = growth.value * rows.accepted
    basis = f"daily acceptance of {FITTED_YEAR} times {since:.4g}"
    return Figure(fitted.value * since, basis, f"assumption {assumption}", (fitted.rests_on, growth.rests_on))


def road_capacity(ends: frozenset[str], lands: frozenset[str], rows: Rows, rate: Ranges) -> Figure:
    """Trucks a day and direction: printed vehicles a day count both ways."""
    for place in sorted(ends):
        found = rows.project(place)
        if found:
            value, work = found
            fact = f"projects:{cell(work, 'name')}:open_year"
            return Figure(value / 2, f"project: {value:g} a day both ways", cell(work, "source"), (fact,))
    row = rows.border(ends, "road", "capacity")
    if row is not None:
        basis = f"published for {year_of(row)}: {figure(row, 'value'):g} a day both ways"
        return Figure(figure(row, "value") / 2, basis, cell(row, "source"), (border_fact(row),))
    where = "china" if "CN" in lands else "cis" if lands <= rows.unions.cis_roads else "default"
    return _assumed(rate, f"road_border_{where}_trucks_per_day", "no row: default")


def clearance(
    gateway_id: str, mode: str, ends: frozenset[str], lands: frozenset[str], rows: Rows, rate: Ranges
) -> Figure:
    """Hours of inspection and documents per vehicle."""
    row = rows.border(ends, mode, "train_clearance_time")
    if row is not None:
        return _published(row, 0.0, "published")
    own = rows.crossing(gateway_id)
    if own.clearance:
        return _assumed(rate, own.clearance, "assumption")
    reloading = rate("reloading_hours")
    if own.total_hours:
        total = rate(own.total_hours)
        basis = "assumed crossing time less reloading, which is an arc of its own"
        hours = max(total.value - reloading.value, 0.0)
        rests = total.rests_on, reloading.rests_on
        return Figure(hours, basis, f"assumption {own.total_hours}", rests, waits=True)
    if lands <= rows.unions.customs_union:
        return _assumed(rate, "eaeu_border_hours", "customs union")
    for about in (ends, lands):
        timed = rows.border(about, mode, "crossing_time_outbound")
        if timed is not None and mode == "rail":
            basis = "published crossing time less reloading"
            return _published(timed, reloading.value, basis, reloading.rests_on, waits=True)
        if timed is not None:
            return _published(timed, 0.0, "published crossing time", waits=True)
    if mode == "rail":
        return _assumed(rate, "clearance_hours_rail_default", "no row: default")
    measured = rows.neighbour(lands, mode, "crossing_time_outbound")
    if measured is not None:
        basis = f"no row: as at {cell(measured, 'node_a')}, the nearest measured post"
        return _published(measured, 0.0, basis, waits=True)
    sample = rows.border(frozenset(("CAREC_all", "")), "road", "crossing_time_avg")
    if sample is None:
        return _assumed(rate, "eaeu_border_hours", "no row")
    return _published(sample, 0.0, "no row: mean road crossing of the CPMM sample", waits=True)


def _published(row: Row, less: float, basis: str, *more: str, waits: bool = False) -> Figure:
    hours = max(figure(row, "value") - less, 0.0)
    return Figure(hours, f"{basis}, {year_of(row)}", cell(row, "source"), (border_fact(row), *more), waits)


def _assumed(rate: Ranges, assumption: str, basis: str) -> Figure:
    found = rate(assumption)
    return Figure(found.value, basis, f"assumption {assumption}", (found.rests_on,))


def port_capacity(place: str, basin: str, rows: Rows, rate: Ranges) -> Figure:
    """Tonnes a day and direction: the printed capacity without oil, times the share one direction may use."""
    share = rate("port_one_way_share")
    row, boxes = rows.port(place, "capacity"), rows.port(place, "container_capacity")
    rests: tuple[str, ...] = (share.rests_on,)
    if row is not None:
        megatonnes, oil = figure(row, "value"), figure(row, "oil_mt")
        basis = f"published for {year_of(row)}"
        if oil == oil:
            megatonnes, basis = megatonnes - oil, f"{basis}, less {oil:g} Mt oil"
        source, rests = cell(row, "source"), (*rests, port_fact(row))
    else:
        name = "deep_sea_port_mt_per_year" if basin == "ocean" else "port_default_mt_per_year"
        default = rate(name)
        megatonnes, basis, source = default.value, "no row: default", f"assumption {name}"
        rests = (*rests, default.rests_on)
        if boxes is not None and basin != "ocean":
            teu = rate("tonnes_per_teu_rail")
            megatonnes += figure(boxes, "value") * teu.value / 1e6
            basis = f"container capacity published for {year_of(boxes)}, plus the default for other cargo"
            source, rests = cell(boxes, "source"), (*rests, port_fact(boxes), teu.rests_on)
    basis += f"; {megatonnes:g} Mt/yr, of it {share.value:g} each direction at most"
    return Figure(megatonnes * 1e6 / 365 * share.value, basis, source or basis, rests)
