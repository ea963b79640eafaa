"""How the network of a scenario is put together: what rests on no assumption is laid out once, what does is priced.

Each part is remembered by the record, so that a run which sets an assumption makes anew only what rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import CLASSES, ON_WATER
from jibek.network import frames, layout
from jibek.network.collectors import codes, collected_by
from jibek.network.cost.emissions import Emissions
from jibek.network.cost.money import Money
from jibek.network.cost.priced import Priced, as_arrays, joined
from jibek.network.cost.steps import Pricer, clearing_of, times
from jibek.network.cost.tonnes import class_hour_usd, returns, units_per_tonne, usd_per_tonne
from jibek.network.dated import Figure
from jibek.network.facilities import limit_of
from jibek.network.gateways import capacity_of, clearance_of
from jibek.network.inputs import Range, Ranges
from jibek.network.layers import layered
from jibek.network.layout import Given, Layout
from jibek.network.model import Network
from jibek.network.periods import WAYS, standing
from jibek.network.sailings import Line, lines_of
from jibek.record import Facts
from jibek.scenario import NetworkPart

STORAGE = "storage_usd_per_feu_day"


def build(facts: Facts, scenario: NetworkPart) -> Network:
    """The network of the scenario's year with the scenario's changes.

    Raises
    ------
    InputError
        ``scenario.unknown_id`` for unknown gateways, links, countries and assumptions, with the nearest names;
        ``network.unknown_crossing`` for a row of crossings.csv about no gateway;
        ``network.bad_link``, ``network.bad_capacity`` for figures that cannot be used, all at once;
        ``network.bad_sailing`` as in `sailings.near_ends` and `lines_of`;
        ``network.no_tariff``, ``network.no_emission_factor`` if a row that prices depend on is missing.
    """
    name = repr(scenario)
    said = facts.remembered(("given of a network", name), lambda record: layout.given(record, scenario))
    capacity = {n: f.value * said.left[n] for n, f in _capacities(facts, said).items()}
    _refuse_bad(capacity.items())
    shut = {p for s in standing(said.stops, scenario.year) if s.for_all for p in s.passages}
    passing = frozenset(
        g for g, most in capacity.items() if most > 0 and not {f"{g}:{way}" for way in WAYS} <= shut
    )
    plan = facts.remembered(
        ("layout of a network", passing), lambda record: layout.lay_out(record, said, passing), of=(said,)
    )
    usual = _network(facts, said, plan)
    if len(plan.calendar.periods) == 1:
        return usual
    rate = Ranges(facts)
    storage = times(rate(STORAGE), _money(facts, said).deflator)
    held = Range(*storage, rate(STORAGE).rests_on)
    return layered(usual, plan.calendar, plan.passes, held, 2.0 * rate("tonnes_per_teu_rail").value)


def _refuse_bad(capacities: Iterable[tuple[str, float]]) -> None:
    refuse(
        "network.bad_capacity",
        "capacities that cannot be used",
        [
            Problem(
                "network.bad_capacity",
                name,
                value=value,
                column="capacity_per_day",
                expected="a number, at least 0",
                fix="Correct the row of borders, ports or assumptions that it rests on.",
            )
            for name, value in capacities
            if not value >= 0 or value == np.inf
        ],
    )


def _network(facts: Facts, said: Given, plan: Layout) -> Network:
    """Layout and prices joined, all days alike."""
    rate, of = Ranges(facts), (said, plan)
    limits = facts.remembered("limits of facilities", lambda record: _limits(record, said, plan), of)
    gateways = facts.remembered("table of gateways", lambda record: _gateways(record, said, plan), of)
    prices, arcs = facts.remembered("prices of arcs", lambda record: _prices(record, said, plan), of)
    mean_usd = np.ascontiguousarray(prices.usd_per_feu[:, 1])
    usd = usd_per_tonne(mean_usd, prices.bulk_usd_per_t, plan.by_ferry, rate)
    income = usd_per_tonne(prices.income[:, 0], prices.income[:, 1], plan.by_ferry, rate)
    co2e, units = prices.co2e[:, :, 1].T, units_per_tonne(plan.unit, plan.facility, rate)
    return Network(
        places=plan.places,
        states=plan.states,
        arcs=arcs,
        arc_costs=frames.arc_costs(plan.arc_classes, prices, usd, income, co2e, units),
        gateways=gateways,
        facilities=limits.frame,
        tail=plan.tail,
        head=plan.head,
        fixed_hours=np.ascontiguousarray(prices.hours[:, 1]),
        usd_per_tonne=usd,
        income_usd_per_tonne=income,
        co2e_kg_per_tonne=co2e,
        units_per_tonne=units,
        usd_per_feu=mean_usd,
        facility=plan.facility,
        side=plan.side,
        kind=np.arange(len(CLASSES)),
        capacity_per_day=limits.capacity,
        reverse=plan.reverse,
        returns=returns(rate),
        arrival=plan.arrival,
        state_index=plan.state_index,
        arc_index=plan.arc_index,
        facility_index=plan.facility_index,
        groups=plan.groups,
        open=plan.open,
        doors=plan.doors,
        class_hour_usd=class_hour_usd(rate),
        stops=tuple(s for s in plan.stops if not s.for_all),
        layout=plan,
    )


def _capacities(facts: Facts, said: Given) -> dict[str, Figure]:
    """How much each gateway passes a day, the scenario not applied, by id."""

    def make(record: Facts) -> dict[str, Figure]:
        links, rate = {x.link_id: x for x in said.links}, Ranges(record)
        return {n: capacity_of(g, links, said.places, said.rows, rate) for n, g in said.gateways.items()}

    return facts.remembered("capacities of gateways", make, of=(said,))


def _clearances(facts: Facts, said: Given) -> dict[str, Figure]:
    """Hours of inspection at each gateway, by id; the scenario's where it gives them."""

    def make(record: Facts) -> dict[str, Figure]:
        rate, asked = Ranges(record), {g: c.clearance_hours for g, c in said.scenario.gateway.items()}
        known = {n: clearance_of(g, said.places, said.rows, rate) for n, g in said.gateways.items()}
        return {n: clearing_of(figure, asked.get(n)) for n, figure in known.items()}

    return facts.remembered("clearances of gateways", make, of=(said,))


def _lines(facts: Facts, said: Given) -> dict[str, Line]:
    """Lines of ships by link."""
    return facts.remembered(
        "lines of ships", lambda record: lines_of(record, said.links, Ranges(record)), of=(said,)
    )


def _money(facts: Facts, said: Given) -> Money:
    part = said.scenario
    return Money(facts, Ranges(facts), said.places, part.cost, part.year, said.liner_km)


@dataclass(frozen=True, slots=True)
class _Limits:
    """capacity: shape (facility,); frame: as ``network.facilities``."""

    capacity: Array
    frame: pd.DataFrame


def _limits(facts: Facts, said: Given, plan: Layout) -> _Limits:
    known, lines, rate = _capacities(facts, said), _lines(facts, said), Ranges(facts)
    limits = [limit_of(j, known, said.left, lines, rate) for j in plan.known]
    told = zip(plan.known, limits, strict=True)
    _refuse_bad((j.facility_id, x.basis.value) for j, x in told if j.kind == "section")
    frame = frames.facilities(plan.known, limits, said.places, said.scenario.year)
    return _Limits(np.array([x.capacity for x in limits]), frame)


def _gateways(facts: Facts, said: Given, plan: Layout) -> pd.DataFrame:
    return frames.gateways(
        plan.used,
        said.places,
        said.scenario,
        _capacities(facts, said),
        _clearances(facts, said),
        said.left,
        plan.stops,
    )


def _prices(facts: Facts, said: Given, plan: Layout) -> tuple[Priced, pd.DataFrame]:
    """Prices of all arcs, and ``network.arcs``."""
    prices = joined([_step(facts, said, plan, step) for step in plan.steps], list(plan.steps.values()))
    who = facts.remembered(
        "who collects on arcs", lambda record: collected_by(plan.arcs, said.places, codes(record)), of=(plan,)
    )
    return prices, frames.arcs(plan.arcs_frame, who, prices)


def _step(facts: Facts, said: Given, plan: Layout, step: tuple[str, str]) -> Priced:
    """Prices of the arcs of one kind and vehicle, which rest on few assumptions."""
    kind, vehicle = step

    def make(record: Facts) -> Priced:
        rate, places = Ranges(record), said.places
        lines = _lines(record, said) if vehicle in ON_WATER else {}
        clearing = _clearances(record, said) if kind == "border" else {}
        green = Emissions(record, rate, places, said.scenario.year)
        pricer = Pricer(rate, _money(record, said), green, said.rows, places, lines, plan.served)
        arcs = [plan.arcs[i] for i in plan.steps[step]]
        return as_arrays(
            [pricer.price(a, clearing.get(a.gateway.gateway_id) if a.gateway else None) for a in arcs]
        )

    return facts.remembered(("prices of steps", step), make, of=(said, plan))
