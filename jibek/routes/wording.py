"""What is told of one way, in the language of now: days, price, emissions, modes, parts of a journey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Day
from math import isfinite
from typing import TYPE_CHECKING

from jibek.ground.language import digits, mark, phrase, tr, trn
from jibek.ground.locale import commas, day, listed, shortened, wrapped
from jibek.ground.text import columns, to_left, to_right
from jibek.routes.paid import UNKNOWN

if TYPE_CHECKING:
    from jibek.network.notices import Flag
    from jibek.routes.itineraries import Itinerary, Leg
    from jibek.routes.risks import Shut

WIDE = 100  # columns of a terminal

_NAMES = 24  # columns for the names of a choice

_CELLS = (20, 28, 9, 7, 7)  # columns of the figures, where the heads are no wider

# Modes, kinds of legs and what sources warn of, as they are told.
_WORDS = {
    "rail": mark("rail"),
    "road": mark("road"),
    "sea": mark("sea"),
    "ferry": mark("ferry"),
    "air": mark("air"),
    "terminal": mark("terminal"),
    "pipeline": mark("pipeline"),
    "haul": mark("haul"),
    "border": mark("border"),
    "gauge_change": mark("gauge change"),
    "load": mark("load"),
    "unload": mark("unload"),
    "tranship": mark("tranship"),
    "ferry_wait": mark("ferry wait"),
    "departure_wait": mark("departure wait"),
    "storage": mark("storage"),
    "sanctions": mark("sanctions"),
    "permit": mark("permit"),
    "reefer": mark("reefer"),
    "dangerous_goods": mark("dangerous goods"),
}

# What the runner-up lacks, by the unit of the choice.
_LACKS = {
    "days": mark("next best ({lacks:.1f} days more): {way}"),
    "USD": mark("next best ({lacks:,.0f} USD more): {way}"),
    "kg CO2e": mark("next best ({lacks:,.0f} kg CO2e more): {way}"),
    "days between P50 and P90": mark("next best ({lacks:.1f} days between P50 and P90 more): {way}"),
}


def word(name: str) -> str:
    """A mode, kind of leg or warning: ``dangerous goods``; what is none as it is written."""
    return tr(_WORDS.get(name, name.replace("_", " ")))


def upper(words: str) -> str:
    """With a capital letter."""
    return words[:1].upper() + words[1:]


def titled(names: Sequence[str]) -> str:
    """Names of a choice: ``Fastest, most reliable``."""
    return upper(commas(map(tr, names)))


def money(*usd: float) -> tuple[str, ...]:
    """Dollars of one scale in a few signs; millions where the largest is one.

    >>> money(9427.9, 12_300.0), money(912_974.0, 1_815_602.0)
    (('9,428', '12,300'), ('0.91 mn', '1.82 mn'))
    """
    if not _large(usd):
        return _bare(usd)
    return tuple("0" if x == 0 else tr("{usd:.2f} mn", usd=x / 1e6) for x in usd)


def _large(usd: Sequence[float]) -> bool:
    return max(map(abs, usd)) >= 1e6


def _bare(usd: Sequence[float]) -> tuple[str, ...]:
    large = _large(usd)
    return tuple("0" if x == 0 else digits(f"{x / 1e6:.2f}" if large else f"{x:,.0f}") for x in usd)


def emitted(kg: float) -> str:
    """``2,609 kg``; ten tonnes and more in tonnes.

    >>> emitted(2609.0), emitted(560_885.0)
    ('2,609 kg', '561 t')
    """
    return tr("{t:,.0f} t", t=kg / 1000) if abs(kg) >= 1e4 else tr("{kg:,.0f} kg", kg=kg)


def by_what(i: Itinerary) -> str:
    """Vehicles, and the services that are booked: ``Rail and ferry (Xi'an - Duisburg)``."""
    modes = dict.fromkeys(m.partition("-")[0] for m in i.modes)
    by = upper(listed([word(m) for m in modes]) or tr("transfer"))
    if not i.services:
        return by
    return tr("{modes} ({services})", modes=by, services=commas(tr(o.service.name) for o in i.services))


def when(i: Itinerary, name: Callable[[str], str]) -> str:
    """``ready 2 Dec 2023, there by 14 Dec (half) or 18 Dec (nine in ten)``; chances of missing a departure."""
    if i.dates is None:
        return ""
    told = tr(
        "ready {ready}, there by {half} (half) or {most} (nine in ten)",
        ready=day(i.dates.ready),
        half=day(i.dates.p50),
        most=day(i.dates.p90),
    )
    for leg in i.legs:
        if leg.missed is not None:
            told = tr(
                "{told}; {missed:.0%} miss the usual departure at {place}",
                told=told,
                missed=leg.missed,
                place=name(leg.from_),
            )
    return told


def cells(i: Itinerary) -> tuple[str, str, str, str, str]:
    """Days, price, emissions, kilometres and changes of vehicle or gauge."""
    usd = (i.cost_usd, i.cost_low_usd, i.cost_high_usd)
    middle, low, high = _bare(usd)
    price = (
        tr("{middle} mn ({low} to {high})", middle=middle, low=low, high=high)
        if _large(usd)
        else tr("{middle} ({low} to {high})", middle=middle, low=low, high=high)
    )
    middle, low, high = (digits(f"{x:.1f}") for x in (i.days_p50, i.days_p10, i.days_p90))
    return (
        tr("{middle} ({low} to {high})", middle=middle, low=low, high=high),
        price,
        emitted(i.co2e_kg),
        digits(f"{i.distance_km:,.0f}"),
        str(i.transfers),
    )


def heads() -> tuple[str, str, str, str, str]:
    """Of the figures that ``cells`` gives."""
    return (tr("days (P10 to P90)"), tr("USD (low to high)"), tr("CO2e"), tr("km"), tr("changes"))


def head() -> str:
    """The line above rows of figures."""
    return _line("", heads())


def row(name: str, i: Itinerary) -> list[str]:
    """A way as a row of figures; a long name takes further lines."""
    first, *more = wrapped(name, _NAMES) or [""]
    return [_line(first, cells(i)), *more]


def _line(name: str, figures: Sequence[str]) -> str:
    wide = (max(least, columns(top)) for least, top in zip(_CELLS, heads(), strict=True))
    return " ".join([to_left(name, _NAMES), *(to_right(f, w) for f, w in zip(figures, wide, strict=True))])


def lacks(unit: str, behind: float, way: str) -> str:
    """The runner-up, and what it would have to gain."""
    said = f"{behind:.0f}" if unit in ("USD", "kg CO2e") else f"{behind:.1f}"
    if not float(said):
        return tr("next best (hardly any more): {way}", way=way)
    return tr(_LACKS[unit], lacks=behind, way=way)


def shut(of: Shut, gateway: str) -> str:
    """When a gateway is shut, and why."""
    why, first = tr(of.why), day(of.first)
    if of.last is None:
        return tr("from {first} {gateway} is shut: {why}", first=first, gateway=gateway, why=why)
    if of.first == of.last:
        return tr("{day} {gateway} is shut: {why}", day=first, gateway=gateway, why=why)
    last: Day = of.last
    return tr(
        "{first} to {last} {gateway} is shut: {why}", first=first, last=day(last), gateway=gateway, why=why
    )


def flagged(of: Flag, where: str) -> str:
    """``permit, China – Kazakhstan by road``."""
    if not of.modes:
        return tr("{warning}, {where}", warning=word(of.flag), where=where)
    modes = listed([word(m) for m in of.modes], "or")
    return tr("{warning}, {where} by {modes}", warning=word(of.flag), where=where, modes=modes)


def apart(i: Itinerary) -> list[str]:
    """The ends of the emissions, of when the price is, and what it is made of."""
    parts = []
    if isfinite(i.co2e_low_kg):
        parts.append(tr("CO2e {low} to {high}", low=emitted(i.co2e_low_kg), high=emitted(i.co2e_high_kg)))
    paid = i.paid or UNKNOWN
    if paid.price_valid:
        parts.append(
            tr("price in USD of {year} by rows of {years}", year=paid.price_year, years=paid.price_valid)
        )
    if paid.cost_usd is not None and paid.margin_usd is not None:
        costs, leaves = money(paid.cost_usd, paid.margin_usd)
        parts.append(
            tr("carriage is taken to cost {cost} USD and to leave carriers {left}", cost=costs, left=leaves)
        )
    if paid.subsidy_usd is not None:
        low, added, high = money(*paid.subsidy_usd)
        parts.append(tr("China adds {usd} ({low} to {high})", usd=added, low=low, high=high))
    return parts


def without_congestion(published: Sequence[tuple[str, int]], *, unasked: bool) -> str:
    """What waits are where no run gives them; published: gateways by name and the year of their trains."""
    told = phrase("waits without congestion")
    for n, (gateway, year) in enumerate(published):
        at = phrase("at {gateway} under the trains published for {year}", gateway=gateway, year=year)
        joined = {"first": told, "second": at}
        told = phrase("{first}, {second}", **joined) if n else phrase("{first}; {second}", **joined)
    if not unasked:
        return told
    return phrase(
        "no run was made on this imported network: {waits}; jibek run with the same --data finds those under load",
        waits=told,
    )


def more_ways(count: int, good: int) -> str:
    """How many ways are folded."""
    if not good:
        return trn("{n} more way: --all", "{n} more ways: --all", count)
    return trn(
        "{n} more way, {good} of them better in something: --all",
        "{n} more ways, {good} of them better in something: --all",
        count,
        good=good,
    )


def legs(of: Sequence[Leg], name: Callable[[str], str]) -> list[str]:
    """A table of the legs."""
    tops = ["", tr("from - to"), tr("by"), tr("km"), tr("h mean"), tr("h P90"), tr("USD"), tr("kg CO2e")]
    rows = [tops]
    for leg in of:
        ends = name(leg.from_)
        if leg.to != leg.from_:
            ends += f" - {name(leg.to)}"
        mode, dash, rest = leg.mode.partition("-")
        figures = (
            f"{leg.distance_km:,.0f}",
            f"{leg.hours_mean:.1f}",
            f"{leg.hours_p90:.1f}",
            f"{leg.cost_usd:,.0f}",
            f"{leg.co2e_kg:,.0f}",
        )
        rows.append([word(leg.what), shortened(ends, 30), word(mode) + dash + rest, *map(digits, figures)])
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    least = (12, 30, 10, 6, 7, 6, 9, 8)
    wide = [max(w, *(columns(r[n]) for r in rows)) for n, w in enumerate(least)]
    sides = (*[to_left] * 3, *[to_right] * 5)
    return ["  " + " ".join(side(c, w) for side, c, w in zip(sides, r, wide, strict=True)) for r in rows]
