"""The answer of a search, and how it is told in a terminal, at most 100 columns wide: choices by name, the rest folded,
one in legs."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import date as Day
from math import isfinite
from typing import TYPE_CHECKING, Any

from jibek.ground.reply import Reply
from jibek.routes.itineraries import Cargo, Itinerary
from jibek.routes.named import Choice, choices
from jibek.routes.paid import UNKNOWN

if TYPE_CHECKING:
    from jibek.network.notices import Flag

_WIDE = 100

_HEAD = (
    f"     {'days P50':>8}  {'P10-P90':>11}  {'cost USD':>10}  {'low-high':>19}  {'CO2e kg':>9}  "
    f"{'km':>7}  {'transfers':>9}"
)


@dataclass(frozen=True, slots=True)
class Routes(Reply):
    """Distinct good itineraries between two places, the quickest (by P50) first.

    names: of places by id; everything: whether the text shows all of them.
    """

    origin: str
    destination: str
    cargo: Cargo
    year: int
    scenario: str
    itineraries: tuple[Itinerary, ...]
    names: dict[str, str] = field(default_factory=dict)
    warnings: tuple[dict[str, Any], ...] = ()
    everything: bool = False

    def to_json(self) -> dict[str, Any]:
        """The object that ``jibek route --json`` prints."""
        from jibek import __version__

        used = {self.origin, self.destination, *(g for i in self.itineraries for g in i.gateways)}
        used |= {end for i in self.itineraries for leg in i.legs for end in (leg.from_, leg.to)}
        return {
            "origin": self.origin,
            "destination": self.destination,
            "cargo": self.cargo.to_json(),
            "year": self.year,
            "scenario": self.scenario,
            "itineraries": [i.to_json() for i in self.itineraries],
            "choices": [c.to_json() for c in choices(self.itineraries)],
            "names": {x: self.name(x) for x in sorted(used)},
            "jibek": __version__,
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """At most five choices by name, the rest folded, and the legs of the first."""
        return text(self)

    def name(self, ident: str) -> str:
        """A place or gateway by name: ``Alashankou – Dostyk``; the id where no name is known."""
        ends = [self.names.get(end, end) for end in ident.partition(".")[0].split("-")]
        return self.names.get(ident) or " – ".join(dict.fromkeys(ends))


def text(routes: Routes) -> str:
    """Title, choices, the rest where all is asked for, and the legs of the first choice."""
    title = f"{routes.name(routes.origin)} to {routes.name(routes.destination)}, {routes.cargo}, "
    lines = [title + f"{routes.year}, {routes.scenario}"]
    if routes.cargo.why:
        lines += _wrapped(routes.cargo.why, "  ")
    for warning in routes.warnings:
        lines += _wrapped(f"! {warning['message']}", "  ")
    lines += ["", _HEAD]
    chosen = choices(routes.itineraries)
    for choice in chosen:
        lines += _choice(routes, choice)
    shown = {c.itinerary.itinerary_id for c in chosen}
    rest = [i for i in routes.itineraries if i.itinerary_id not in shown]
    lines += _rest(routes, rest)
    if chosen:
        first = chosen[0]
        lines += ["", f"Legs of the {first.names[0]} ({first.itinerary.itinerary_id})"]
        lines += _legs(routes, first.itinerary)
    lines += _flags([c.itinerary for c in chosen])
    return "\n".join(lines)


def way(routes: Routes, i: Itinerary) -> str:
    """``Rail and ferry over Alashankou - Dostyk, Kuryk, Alat``: vehicles, and the gateways by name."""
    modes = list(dict.fromkeys(m.partition("-")[0] for m in i.modes))
    by = " and ".join([", ".join(modes[:-1]), modes[-1]] if len(modes) > 1 else modes) or "transfer"
    gates = ", ".join(routes.name(g) for g in i.gateways)
    used = "" if i.share_of_boxes is None else f"; {i.share_of_boxes:.1%} of the year's boxes by rail"
    booked = "".join(f" by {o.service.name}" for o in i.services)
    lands = f" (transit {', '.join(i.countries[1:-1])})" if len(i.countries) > 2 else ""
    return f"{_upper(by)}{booked}{' over ' + gates if gates else ', no border or port'}{lands}{used}"


def when(i: Itinerary) -> str:
    """``ready 2 Dec 2023, there by 14 Dec (half) or 18 Dec (nine in ten)``; chances of missing a departure."""
    if i.dates is None:
        return ""
    told = f"ready {_day(i.dates.ready)}, there by {_day(i.dates.p50)} (half) or {_day(i.dates.p90)} (nine in ten)"
    for leg in i.legs:
        if leg.missed is not None:
            told += f"; {leg.missed:.0%} miss the usual departure at {leg.from_}"
    return told


def _day(day: Day) -> str:
    return f"{day.day} {day:%b %Y}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _choice(routes: Routes, choice: Choice) -> list[str]:
    i = choice.itinerary
    lines = ["", _upper(", ".join(choice.names)), _figures(i, " ")]
    lines += _wrapped(way(routes, i), "     ")
    if i.dates:
        lines += _wrapped(when(i), "     ")
    if i.distance_low_km is not None and i.distance_high_km is not None:
        band = f"{i.distance_low_km:,.0f} to {i.distance_high_km:,.0f} km with 95 %"
        lines += _wrapped(f"{band}, which is worth {i.days_by_distance:.1f} days either way", "     ")
    lines += _wrapped(_apart(i), "     ")
    spent = [f"{s.kind} {s.of_days:.0%} / {s.of_usd:.0%}" for s in choice.shares]
    lines += _wrapped("days / dollars go to: " + ", ".join(spent), "     ")
    if i.flags:
        lines += _wrapped("flags: " + ", ".join(f"{f.flag_id} {_flag(f)}" for f in i.flags), "     ")
    other = next((o for o in routes.itineraries if o.itinerary_id == choice.next_id), None)
    if other is not None and choice.behind is not None:
        lacks = f"{choice.behind:,.0f}" if choice.unit in ("USD", "kg CO2e") else f"{choice.behind:.1f}"
        need = f"by {lacks} {choice.unit}" if float(lacks.replace(",", "")) else "by a hair"
        lines += _wrapped(f"next ({need}): {way(routes, other).partition(';')[0]}", "     ")
    return lines


def _flag(flag: Flag) -> str:
    """``permit CN-KZ by road``."""
    by = f" by {' or '.join(flag.modes)}" if flag.modes else ""
    return f"{flag.flag.replace('_', ' ')} {flag.where}{by}"


def _flags(shown: list[Itinerary]) -> list[str]:
    """What each flag of the choices says, once, with its source."""
    flags = dict.fromkeys(f for i in shown for f in i.flags)
    lines = ["", "Flags"] if flags else []
    for f in flags:
        lines += _wrapped(f"{f.flag_id} {_flag(f)}: {f.note} [{f.source}]", "  ")
    return lines


def _apart(i: Itinerary) -> str:
    """The ends of the emissions, of when the price is, and what it is made of."""
    parts = [f"CO2e {i.co2e_low_kg:,.0f} to {i.co2e_high_kg:,.0f} kg"] if isfinite(i.co2e_low_kg) else []
    paid = i.paid or UNKNOWN
    if paid.price_valid:
        parts.append(f"price in USD of {paid.price_year} by rows of {paid.price_valid}")
    if paid.cost_usd is not None and paid.margin_usd is not None:
        parts.append(
            f"carriage is taken to cost {paid.cost_usd:,.0f} USD and to leave carriers {paid.margin_usd:,.0f}"
        )
    if paid.subsidy_usd is not None:
        low, added, high = paid.subsidy_usd
        parts.append(f"China adds {added:,.0f} ({low:,.0f} to {high:,.0f})")
    return "; ".join(parts)


def _rest(routes: Routes, rest: list[Itinerary]) -> list[str]:
    if not rest:
        return []
    if not routes.everything:
        good = sum(i.pareto for i in rest)
        ways = f"{len(rest)} more way{'s' if len(rest) > 1 else ''}"
        words = f", {good} of them better in something" if good else ""
        return ["", f"{ways}{words}: --all"]
    lines = ["", "Other ways"]
    for i in rest:
        lines.append(_figures(i, "*" if i.pareto else " "))
        lines += _wrapped(way(routes, i), "     ")
        if i.dates:
            lines += _wrapped(when(i), "     ")
    return [*lines, "", "* no other way is better in days P50 and P90, cost, CO2e and transfers together"]


def _figures(i: Itinerary, mark: str) -> str:
    spread = f"{i.days_p10:.1f}-{i.days_p90:.1f}"
    cost = f"{i.cost_low_usd:,.0f}-{i.cost_high_usd:,.0f}"
    return (
        f"   {mark} {i.days_p50:>8.1f}  {spread:>11}  {i.cost_usd:>10,.0f}  {cost:>19}  "
        f"{i.co2e_kg:>9,.0f}  {i.distance_km:>7,.0f}  {i.transfers:>9}"
    )


def _wrapped(words: str, indent: str) -> list[str]:
    return textwrap.wrap(words, _WIDE, initial_indent=indent, subsequent_indent=indent + "  ")


def _legs(routes: Routes, i: Itinerary) -> list[str]:
    out = [
        f"  {'':<12} {'from - to':<30} {'mode':<10} {'km':>6} {'h mean':>7} {'h P90':>6} {'USD':>9} {'kg':>7}"
    ]
    for leg in i.legs:
        ends = routes.name(leg.from_)
        if leg.to != leg.from_:
            ends += f" - {routes.name(leg.to)}"
        out.append(
            f"  {leg.what.replace('_', ' '):<12} {textwrap.shorten(ends, 30, placeholder='…'):<30} {leg.mode:<10} "
            f"{leg.distance_km:>6,.0f} {leg.hours_mean:>7.1f} {leg.hours_p90:>6.1f} {leg.cost_usd:>9,.0f} "
            f"{leg.co2e_kg:>7,.0f}"
        )
    return out
