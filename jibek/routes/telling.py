"""The answer of a search, and how it is told in a terminal, at most 100 columns wide: the choices side by side, each in
a few lines, the first leg by leg; the rest folded."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from math import isfinite
from typing import TYPE_CHECKING, Any

from jibek.ground.grid import Grid
from jibek.ground.reply import Reply
from jibek.routes.itineraries import Cargo, Itinerary
from jibek.routes.named import AVOIDING, RUSSIA, Choice, choices, grouped
from jibek.routes.paid import UNKNOWN

if TYPE_CHECKING:
    from jibek.network.notices import Flag
    from jibek.routes.risks import Risks, Shut

_WIDE = 100

_NAMES = 24  # columns for the names of a choice

_HEAD = (
    f"{'':<{_NAMES}} {'days (P10 to P90)':>20} {'USD (low to high)':>28} {'CO2e':>9} {'km':>7} {'changes':>7}"
)


@dataclass(frozen=True, slots=True)
class Routes(Reply):
    """Distinct good itineraries between two places, the quickest (by P50) first.

    names: of places by id and of countries by alpha-2; everything: whether the text shows all itineraries.
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

    @property
    def choices(self) -> tuple[Choice, ...]:
        """At most five, by name: fastest, cheapest, cleanest, most reliable, avoiding Russia."""
        return choices(self.itineraries)

    def to_json(self) -> dict[str, Any]:
        """The object that ``jibek route --json`` prints."""
        from jibek import __version__

        used = {self.origin, self.destination, *(g for i in self.itineraries for g in i.gateways)}
        used |= {end for i in self.itineraries for leg in i.legs for end in (leg.from_, leg.to)}
        used |= {land for i in self.itineraries for land in i.countries}
        return {
            "origin": self.origin,
            "destination": self.destination,
            "cargo": self.cargo.to_json(),
            "year": self.year,
            "scenario": self.scenario,
            "itineraries": [i.to_json() for i in self.itineraries],
            "choices": [c.to_json() for c in self.choices],
            "names": {x: self.name(x) for x in sorted(used)},
            "jibek": __version__,
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """At most five choices by name, the rest folded, and the legs of the first."""
        return text(self)

    def grid(self) -> Grid:
        """The choices side by side, as the text shows them."""
        rows = [
            [_upper(", ".join(c.names)), *_cells(c.itinerary), way(self, c.itinerary)] for c in self.choices
        ]
        head = ["choice", "days (P10 to P90)", "USD (low to high)", "CO2e", "km", "changes", "way"]
        return Grid.of(head, rows, left=(0, 6))

    def plot(self) -> Any:
        """The itineraries by days and price with Matplotlib (extra ``plot``), as its axes; choices bear their names.

        Raises
        ------
        MissingExtra
            ``plot.missing_extra``.
        """
        from jibek.ground import plotting

        ends = f"{self.name(self.origin)} to {self.name(self.destination)}"
        axes = plotting.canvas(f"{ends}, {self.cargo}, {self.year}", 11)
        named = {c.itinerary.itinerary_id: _upper(", ".join(c.names)) for c in self.choices}
        for i in self.itineraries:
            label = named.get(i.itinerary_id)
            colour = plotting.BLUE if label else plotting.GREY
            axes.hlines(i.cost_usd, i.days_p10, i.days_p90, color=colour, linewidth=2 if label else 1)
            axes.plot([i.days_p50], [i.cost_usd], "o", color=colour)
            if label:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}
                at = (i.days_p50, i.cost_usd)
                axes.annotate(label, at, (4, 7), textcoords="offset points", bbox=box, zorder=5)
        axes.set_xlabel("days door to door: half of the journeys (lines: P10 to P90)")
        axes.set_ylabel("price of the whole cargo, USD")
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        return axes

    def _repr_html_(self) -> str:
        ends = f"{self.name(self.origin)} to {self.name(self.destination)}"
        foot = [self.cargo.why, *(str(w["message"]) for w in self.warnings)]
        return self.grid().html(f"{ends}, {self.cargo}, {self.year}, {self.scenario}", foot)

    def name(self, ident: str) -> str:
        """A place, country or gateway by name: ``Alashankou – Dostyk``; the id where no name is known."""
        ends = [self.names.get(end, end) for end in ident.partition(".")[0].split("-")]
        return self.names.get(ident) or " – ".join(dict.fromkeys(ends))


def text(routes: Routes) -> str:
    """Title, choices side by side, each in words, the rest where all is asked for, the legs of the first choice."""
    title = f"{routes.name(routes.origin)} to {routes.name(routes.destination)}, {routes.cargo}, "
    lines = [title + f"{routes.year}, {routes.scenario}"]
    if routes.cargo.why:
        lines += _wrapped(routes.cargo.why, "  ")
    for warning in routes.warnings:
        lines += _wrapped(f"! {warning['message']}", "  ")
    chosen = routes.choices
    lines += ["", _HEAD]
    for choice in chosen:
        lines += _row(_upper(", ".join(choice.names)), choice.itinerary)
    named = {n for c in chosen for n in c.names}
    if AVOIDING not in named and any(RUSSIA in c.itinerary.countries for c in chosen):
        lines += ["", "No way was found that avoids Russia."]
    for choice in chosen:
        lines += _choice(routes, choice)
    lines += _rest(routes, [i for i in routes.itineraries if i not in [c.itinerary for c in chosen]])
    if chosen:
        first = chosen[0]
        lines += ["", f"The {first.names[0]} way, leg by leg", *_legs(routes, first.itinerary)]
    lines += _flags(routes, [c.itinerary for c in chosen])
    return "\n".join(lines)


def way(routes: Routes, i: Itinerary) -> str:
    """``Rail and ferry over Alashankou - Dostyk, Kuryk, Alat``: vehicles, and the gateways by name."""
    modes = list(dict.fromkeys(m.partition("-")[0] for m in i.modes))
    by = _and(modes) or "transfer"
    gates = ", ".join(routes.name(g) for g in i.gateways)
    used = "" if i.share_of_boxes is None else f"; {i.share_of_boxes:.1%} of the year's boxes by rail"
    booked = f" ({', '.join(o.service.name for o in i.services)})" if i.services else ""
    through = [routes.name(land) for land in i.countries[1:-1]]
    lands = f" (through {', '.join(through)})" if through else ""
    return f"{_upper(by)}{booked}{' over ' + gates if gates else ', no border or port'}{lands}{used}"


def when(i: Itinerary, names: Mapping[str, str] | None = None) -> str:
    """``ready 2 Dec 2023, there by 14 Dec (half) or 18 Dec (nine in ten)``; chances of missing a departure."""
    if i.dates is None:
        return ""
    told = f"ready {_day(i.dates.ready)}, there by {_day(i.dates.p50)} (half) or {_day(i.dates.p90)} (nine in ten)"
    for leg in i.legs:
        if leg.missed is not None:
            told += (
                f"; {leg.missed:.0%} miss the usual departure at {(names or {}).get(leg.from_, leg.from_)}"
            )
    return told


def money(*usd: float) -> tuple[str, ...]:
    """Dollars of one scale in a few signs; millions where the largest is one.

    >>> money(9427.9, 12_300.0), money(912_974.0, 1_815_602.0)
    (('9,428', '12,300'), ('0.91 mn', '1.82 mn'))
    """
    large = max(map(abs, usd)) >= 1e6
    return tuple("0" if x == 0 else f"{x / 1e6:.2f} mn" if large else f"{x:,.0f}" for x in usd)


def emitted(kg: float) -> str:
    """``2,609 kg``; ten tonnes and more in tonnes.

    >>> emitted(2609.0), emitted(560_885.0)
    ('2,609 kg', '561 t')
    """
    return f"{kg / 1000:,.0f} t" if abs(kg) >= 1e4 else f"{kg:,.0f} kg"


def _day(day: Day) -> str:
    return f"{day.day} {day:%b %Y}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _cells(i: Itinerary) -> tuple[str, str, str, str, str]:
    """Days, price, emissions, kilometres and changes of vehicle or gauge."""
    middle, low, high = money(i.cost_usd, i.cost_low_usd, i.cost_high_usd)
    return (
        f"{i.days_p50:.1f} ({i.days_p10:.1f} to {i.days_p90:.1f})",
        f"{middle} ({low.removesuffix(' mn')} to {high.removesuffix(' mn')})",
        emitted(i.co2e_kg),
        f"{i.distance_km:,.0f}",
        str(i.transfers),
    )


def _row(name: str, i: Itinerary) -> list[str]:
    """A way as a row of figures; a long name takes further lines."""
    days, usd, co2e, km, changes = _cells(i)
    first, *more = textwrap.wrap(name, _NAMES) or [""]
    return [f"{first:<{_NAMES}} {days:>20} {usd:>28} {co2e:>9} {km:>7} {changes:>7}", *more]


def _choice(routes: Routes, choice: Choice) -> list[str]:
    i = choice.itinerary
    lines = ["", _upper(", ".join(choice.names)), *_wrapped(way(routes, i), "  ")]
    if i.dates:
        lines += _wrapped(when(i, routes.names), "  ")
    by_kind = grouped(choice.shares)
    for what, of in (("days", "of_days"), ("dollars", "of_usd")):
        spent = ", ".join(f"{s.kind} {100 * getattr(s, of):.0f}\u00a0%" for s in by_kind)
        lines += _wrapped(f"where the {what} go: {spent}", "  ")
    boxes = routes.cargo.feu or routes.cargo.teu or 1
    each = [f"{i.cost_usd / boxes:,.0f} USD a box"] if boxes > 1 else []
    lines += _wrapped("; ".join([*each, *_apart(i)]), "  ")
    for told in _mind(routes, i):
        lines += _wrapped(f"mind: {told}", "  ")
    other = next((o for o in routes.itineraries if o.itinerary_id == choice.next_id), None)
    if other is not None and choice.behind is not None:
        lacks = f"{choice.behind:,.0f}" if choice.unit in ("USD", "kg CO2e") else f"{choice.behind:.1f}"
        more = f"{lacks} {choice.unit} more" if float(lacks.replace(",", "")) else "hardly any more"
        lines += _wrapped(f"next best ({more}): {way(routes, other).partition(';')[0]}", "  ")
    return lines


def _mind(routes: Routes, i: Itinerary) -> list[str]:
    """What may go wrong or is not known well, a sentence each."""
    risks = [] if i.risks is None else _weak(routes, i, i.risks)
    warned = dict.fromkeys(_flag(routes, f) for f in i.flags)
    return risks + ([f"{'; '.join(warned)} (see below)"] if warned else [])


def _weak(routes: Routes, i: Itinerary, risks: Risks) -> list[str]:
    told = [f"{_span(s)} {routes.name(s.gateway_id)} is shut: {s.why}" for s in risks.shut]
    if risks.estimated_km > 0 and i.distance_km > 0:
        share = min(1.0, risks.estimated_km / i.distance_km)
        worth = "" if i.days_by_distance is None else f", worth {i.days_by_distance:.1f} days either way"
        told.append(f"{100 * share:.0f} % of the kilometres are estimates{worth}")
    both = tuple(g for g in risks.times if g in risks.capacities)
    for what, gates in (
        ("hours and capacity are", both),
        ("hours are", tuple(g for g in risks.times if g not in both)),
        ("capacity is", tuple(g for g in risks.capacities if g not in both)),
    ):
        if gates:
            told.append(f"{what} assumed, none is published: {', '.join(routes.name(g) for g in gates)}")
    return told


def _span(shut: Shut) -> str:
    if shut.last is None:
        return f"from {_day(shut.first)}"
    return _day(shut.first) if shut.first == shut.last else f"{_day(shut.first)} to {_day(shut.last)}"


def _flag(routes: Routes, flag: Flag) -> str:
    """``permit, China – Kazakhstan by road``."""
    by = f" by {' or '.join(flag.modes)}" if flag.modes else ""
    return f"{flag.flag.replace('_', ' ')}, {routes.name(flag.where)}{by}"


def _flags(routes: Routes, shown: list[Itinerary]) -> list[str]:
    """What each flag of the choices says, once, with its source."""
    flags = dict.fromkeys(f for i in shown for f in i.flags)
    lines = ["", "What sources warn of"] if flags else []
    for f in flags:
        lines += _wrapped(f"{_upper(_flag(routes, f))}: {f.note} [{f.source}]", "  ")
    return lines


def _apart(i: Itinerary) -> list[str]:
    """The ends of the emissions, of when the price is, and what it is made of."""
    parts = [f"CO2e {emitted(i.co2e_low_kg)} to {emitted(i.co2e_high_kg)}"] if isfinite(i.co2e_low_kg) else []
    paid = i.paid or UNKNOWN
    if paid.price_valid:
        parts.append(f"price in USD of {paid.price_year} by rows of {paid.price_valid}")
    if paid.cost_usd is not None and paid.margin_usd is not None:
        costs, leaves = money(paid.cost_usd, paid.margin_usd)
        parts.append(f"carriage is taken to cost {costs} USD and to leave carriers {leaves}")
    if paid.subsidy_usd is not None:
        low, added, high = money(*paid.subsidy_usd)
        parts.append(f"China adds {added} ({low} to {high})")
    return parts


def _rest(routes: Routes, rest: list[Itinerary]) -> list[str]:
    if not rest:
        return []
    if not routes.everything:
        good = sum(i.pareto for i in rest)
        ways = f"{len(rest)} more way{'s' if len(rest) > 1 else ''}"
        words = f", {good} of them better in something" if good else ""
        return ["", f"{ways}{words}: --all"]
    lines = ["", "Other ways", _HEAD]
    for i in rest:
        lines += _row("*" if i.pareto else "", i)
        lines += _wrapped(way(routes, i), "  ")
        if i.dates:
            lines += _wrapped(when(i, routes.names), "  ")
    return [*lines, "", "* no other way is better in days P50 and P90, cost, CO2e and transfers together"]


def _wrapped(words: str, indent: str) -> list[str]:
    return textwrap.wrap(words, _WIDE, initial_indent=indent, subsequent_indent=indent + "  ")


def _legs(routes: Routes, i: Itinerary) -> list[str]:
    out = [
        f"  {'':<12} {'from - to':<30} {'by':<10} {'km':>6} {'h mean':>7} {'h P90':>6} {'USD':>9} {'kg CO2e':>8}"
    ]
    for leg in i.legs:
        ends = routes.name(leg.from_)
        if leg.to != leg.from_:
            ends += f" - {routes.name(leg.to)}"
        out.append(
            f"  {leg.what.replace('_', ' '):<12} {textwrap.shorten(ends, 30, placeholder='…'):<30} {leg.mode:<10} "
            f"{leg.distance_km:>6,.0f} {leg.hours_mean:>7.1f} {leg.hours_p90:>6.1f} {leg.cost_usd:>9,.0f} "
            f"{leg.co2e_kg:>8,.0f}"
        )
    return out
