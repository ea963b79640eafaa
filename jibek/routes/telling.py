"""The answer of a search, and how it is told in a terminal, at most 100 columns wide: the choices side by side, each in
a few lines, the first leg by leg; the rest folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jibek.ground.grid import Grid
from jibek.ground.language import ENGLISH, again, current, digits, mark, speaking, tr
from jibek.ground.locale import clauses, commas, detailed, wrapped
from jibek.ground.reply import Reply
from jibek.routes import wording
from jibek.routes.itineraries import Cargo, Itinerary
from jibek.routes.named import AVOIDING, RUSSIA, Choice, choices, grouped

if TYPE_CHECKING:
    from jibek.routes.risks import Risks

# Of the first choice, by the first of its names.
_LEG_BY_LEG = {
    "fastest": mark("The fastest way, leg by leg"),
    "cheapest": mark("The cheapest way, leg by leg"),
    "cleanest": mark("The cleanest way, leg by leg"),
    "most reliable": mark("The most reliable way, leg by leg"),
    AVOIDING: mark("The avoiding Russia way, leg by leg"),
}


@dataclass(frozen=True, slots=True)
class Routes(Reply):
    """Distinct good itineraries between two places, the quickest (by P50) first.

    names: of places by id and of countries by alpha-2; everything: whether the text shows all itineraries.
    lang, local: the language of the text, and the names in it as far as they are known.
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
    lang: str = ENGLISH
    local: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Both ends, the cargo, year and scenario."""
        return tr(
            "{origin} to {destination}, {cargo}, {year}, {scenario}",
            origin=self.name(self.origin),
            destination=self.name(self.destination),
            cargo=self.cargo,
            year=self.year,
            scenario=tr(self.scenario),
        )

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
        with speaking(self.lang):
            return text(self)

    def grid(self) -> Grid:
        """The choices side by side, as the text shows them."""
        rows = [
            [wording.titled(c.names), *wording.cells(c.itinerary), way(self, c.itinerary)]
            for c in self.choices
        ]
        head = [tr("choice"), *wording.heads(), tr("way")]
        return Grid.of(head, rows, left=(0, 6))

    def plot(self) -> Any:
        """The itineraries by days and price with Matplotlib (extra ``plot``), as its axes; choices bear their names.

        In the language in which the routes were asked for; Chinese without a font for it in English, with a warning.

        Raises
        ------
        MissingExtra
            ``plot.missing_extra``.
        """
        from jibek.ground.plotting import drawn_in

        with drawn_in(self.lang):
            return self._plotted()

    def _plotted(self) -> Any:
        from jibek.ground import plotting

        ends = tr(
            "{origin} to {destination}",
            origin=self.name(self.origin),
            destination=self.name(self.destination),
        )
        axes = plotting.canvas(detailed((ends, str(self.cargo), str(self.year))), 11)
        named = {c.itinerary.itinerary_id: wording.titled(c.names) for c in self.choices}
        for i in self.itineraries:
            label = named.get(i.itinerary_id)
            colour = plotting.BLUE if label else plotting.GREY
            axes.hlines(i.cost_usd, i.days_p10, i.days_p90, color=colour, linewidth=2 if label else 1)
            axes.plot([i.days_p50], [i.cost_usd], "o", color=colour)
            if label:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}
                at = (i.days_p50, i.cost_usd)
                axes.annotate(label, at, (4, 7), textcoords="offset points", bbox=box, zorder=5)
        axes.set_xlabel(tr("days door to door: half of the journeys (lines: P10 to P90)"))
        axes.set_ylabel(tr("price of the whole cargo, USD"))
        said = current()
        axes.yaxis.set_major_formatter(lambda usd, _: _of(usd, said))
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        return axes

    def _repr_html_(self) -> str:
        with speaking(self.lang):
            foot = [again(self.cargo.why), *(again(w["message"]) for w in self.warnings)]
            return self.grid().html(self.title, foot)

    def name(self, ident: str) -> str:
        """A place, country or gateway by name: ``Alashankou – Dostyk``; the id where no name is known."""
        names = self.names if current() == ENGLISH else {**self.names, **self.local}
        ends = [names.get(end, end) for end in ident.partition(".")[0].split("-")]
        return names.get(ident) or " – ".join(dict.fromkeys(ends))


def _of(usd: float, language: str) -> str:
    """A number beside an axis, drawn when another language may be said."""
    with speaking(language):
        return digits(f"{usd:,.0f}")


def text(routes: Routes) -> str:
    """Title, choices side by side, each in words, the rest where all is asked for, the legs of the first choice."""
    lines = [routes.title]
    if routes.cargo.why:
        lines += _wrapped(again(routes.cargo.why))
    for warning in routes.warnings:
        lines += _wrapped(f"! {again(warning['message'])}")
    chosen = routes.choices
    lines += ["", wording.head()]
    for choice in chosen:
        lines += wording.row(wording.titled(choice.names), choice.itinerary)
    named = {n for c in chosen for n in c.names}
    if AVOIDING not in named and any(RUSSIA in c.itinerary.countries for c in chosen):
        lines += ["", tr("No way was found that avoids Russia.")]
    for choice in chosen:
        lines += _choice(routes, choice)
    lines += _rest(routes, [i for i in routes.itineraries if i not in [c.itinerary for c in chosen]])
    if chosen:
        first = chosen[0]
        lines += ["", tr(_LEG_BY_LEG[first.names[0]]), *wording.legs(first.itinerary.legs, routes.name)]
    lines += _flags(routes, [c.itinerary for c in chosen])
    return "\n".join(lines)


def way(routes: Routes, i: Itinerary, *, used: bool = True) -> str:
    """``Rail and ferry over Alashankou - Dostyk, Kuryk, Alat``: vehicles, and the gateways by name; used: how much."""
    told = wording.by_what(i)
    gates = commas(routes.name(g) for g in i.gateways)
    told = (
        tr("{by} over {gateways}", by=told, gateways=gates)
        if gates
        else tr("{by}, no border or port", by=told)
    )
    if through := [routes.name(land) for land in i.countries[1:-1]]:
        told = tr("{way} (through {countries})", way=told, countries=commas(through))
    if used and i.share_of_boxes is not None:
        told = tr("{way}; {share:.1%} of the year's boxes by rail", way=told, share=i.share_of_boxes)
    return told


def _choice(routes: Routes, choice: Choice) -> list[str]:
    i = choice.itinerary
    lines = ["", wording.titled(choice.names), *_wrapped(way(routes, i))]
    if i.dates:
        lines += _wrapped(wording.when(i, routes.name))
    lines += _wrapped(tr("where the days go: {parts}", parts=_spent(choice, "of_days")))
    lines += _wrapped(tr("where the dollars go: {parts}", parts=_spent(choice, "of_usd")))
    boxes = routes.cargo.feu or routes.cargo.teu or 1
    each = [tr("{usd:,.0f} USD a box", usd=i.cost_usd / boxes)] if boxes > 1 else []
    lines += _wrapped(clauses([*each, *wording.apart(i)]))
    for told in _mind(routes, i):
        lines += _wrapped(tr("mind: {what}", what=told))
    other = next((o for o in routes.itineraries if o.itinerary_id == choice.next_id), None)
    if other is not None and choice.behind is not None:
        lines += _wrapped(wording.lacks(choice.unit, choice.behind, way(routes, other, used=False)))
    return lines


def _spent(choice: Choice, of: str) -> str:
    by_kind = grouped(choice.shares)
    return commas(f"{tr(s.kind)} {digits(f'{100 * getattr(s, of):.0f}')}\u00a0%" for s in by_kind)


def _mind(routes: Routes, i: Itinerary) -> list[str]:
    """What may go wrong or is not known well, a sentence each."""
    risks = [] if i.risks is None else _weak(routes, i, i.risks)
    warned = dict.fromkeys(wording.flagged(f, routes.name(f.where)) for f in i.flags)
    return risks + ([tr("{warnings} (see below)", warnings=clauses(warned))] if warned else [])


def _weak(routes: Routes, i: Itinerary, risks: Risks) -> list[str]:
    told = [wording.shut(s, routes.name(s.gateway_id)) for s in risks.shut]
    if risks.estimated_km > 0 and i.distance_km > 0:
        share = 100 * min(1.0, risks.estimated_km / i.distance_km)
        told.append(
            tr("{share:.0f} % of the kilometres are estimates", share=share)
            if i.days_by_distance is None
            else tr(
                "{share:.0f} % of the kilometres are estimates, worth {days:.1f} days either way",
                share=share,
                days=i.days_by_distance,
            )
        )
    both = tuple(g for g in risks.times if g in risks.capacities)
    for what, gates in (
        (mark("hours and capacity are assumed, none is published: {gateways}"), both),
        (
            mark("hours are assumed, none is published: {gateways}"),
            tuple(g for g in risks.times if g not in both),
        ),
        (
            mark("capacity is assumed, none is published: {gateways}"),
            tuple(g for g in risks.capacities if g not in both),
        ),
    ):
        if gates:
            told.append(tr(what, gateways=commas(routes.name(g) for g in gates)))
    return told


def _flags(routes: Routes, shown: list[Itinerary]) -> list[str]:
    """What each flag of the choices says, once, with its source."""
    flags = dict.fromkeys(f for i in shown for f in i.flags)
    lines = ["", tr("What sources warn of")] if flags else []
    for f in flags:
        what = wording.upper(wording.flagged(f, routes.name(f.where)))
        lines += _wrapped(f"{what}: {f.note} [{f.source}]")
    return lines


def _rest(routes: Routes, rest: list[Itinerary]) -> list[str]:
    if not rest:
        return []
    if not routes.everything:
        return ["", wording.more_ways(len(rest), sum(i.pareto for i in rest))]
    lines = ["", tr("Other ways"), wording.head()]
    for i in rest:
        lines += wording.row("*" if i.pareto else "", i)
        lines += _wrapped(way(routes, i))
        if i.dates:
            lines += _wrapped(wording.when(i, routes.name))
    none = tr("no other way is better in days P50 and P90, cost, CO2e and transfers together")
    return [*lines, "", f"* {none}"]


def _wrapped(words: str) -> list[str]:
    return wrapped(words, wording.WIDE, "  ", "    ")
