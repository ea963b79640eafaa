"""Put a run's parts together: tables by their names, headline with intervals, warnings first, derivations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from jibek import demand, flows, routes
from jibek.answers.beside import beside_published, source_of
from jibek.answers.by_rail import boxes_by_rail, by_rail_table
from jibek.answers.counts import Measured
from jibek.answers.derivation import lineage_of
from jibek.answers.frames import headline_table, quantities_table, worlds_tables
from jibek.answers.headline import PAIRS, with_boxes
from jibek.answers.measured import crossings_of_2022, reasons, targets_of
from jibek.answers.quantities import amounts
from jibek.answers.result import Result
from jibek.answers.saving import saving
from jibek.answers.shares import measure_next, rests_on
from jibek.answers.tables import OBSERVATIONS
from jibek.answers.transit_revenue import transit_revenue
from jibek.answers.warnings import (
    above_trade,
    beyond_printed,
    cut_off,
    forecast,
    matrix_warnings,
    of_choice,
    of_worlds,
    unread_settings,
    warnings,
)
from jibek.flows.certificate import cost_error
from jibek.flows.frames import arc_flows
from jibek.flows.path_flows import add_up
from jibek.flows.tables import CHANGE
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.record.documents import statements_of
from jibek.record.ledger.kept import kept_tables
from jibek.record.observations import observations
from jibek.sources.tables import OUTSIDE_RUNS
from jibek.trade.certificate import certify_carriers

if TYPE_CHECKING:
    from jibek.answers.ensemble import Ensemble, Values
    from jibek.loop import State
    from jibek.record import Facts
    from jibek.simulation import Play
    from jibek.sources import Sources


def stage_tables(
    state: State, played: Play, shown: pd.DataFrame, targets: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Tables of the stages, by the names of the contract."""
    net, facts = state.network, state.facts
    tonnes = demand.tonnes_table(state.total, state.trips, state.need, net)
    return {
        "record.facts": facts.facts,
        "record.assumptions": facts.assumptions,
        "record.targets": facts.targets,
        "record.sources": facts.sources_table,
        "record.claims": statements_of(facts.table("claims"), facts.table("claim_sources")),
        **kept_tables(facts),
        "record.countries": facts.table("country_base")[["iso3", "name"]],
        "network.places": net.places,
        "network.states": net.states,
        "network.arcs": net.arcs,
        "network.arc_costs": net.arc_costs,
        "network.gateways": net.gateways,
        "network.facilities": net.facilities,
        "simulation.curves": state.curves.table,
        "simulation.waits": played.waits,
        "simulation.waits_by_direction": played.waits_by_direction,
        "simulation.quantiles": played.quantiles,
        "demand.trade": state.total.matrix.frame(),
        "demand.markets": demand.markets_table(state.total),
        "demand.values": demand.values_table(state.total),
        "demand.value_check": demand.value_check_table(state.total),
        "demand.pivots": demand.pivots_table(state.total, state.constants),
        "demand.tonnes": tonnes,
        "demand.elasticities": demand.elasticities_table(state.total, state.need, _prices(state), facts),
        "demand.background": state.background,
        "demand.pipelines": demand.pipelines(facts, state.scenario.year),
        **flows.tables_of(net, state.curves, state.flow),
        "flows.empties": flows.empties(net, state.flow, facts),
        "routes.od": shown,
        "trade.flows": state.world.flows,
        "trade.countries": state.world.countries,
        "trade.carriers": state.world.carriers_table,
        "appraisal.targets": targets,
    }


def _prices(state: State) -> Array:
    """USD per tonne of each pair and corridor, on its paths of least cost by each door of the loaded network."""
    trips = state.trips
    skim = routes.skim(
        state.network, state.flow.delay_hours, trips.origin, trips.destination, trips.cls, trips.group
    )
    return trips.mean(skim.usd_per_tonne[trips.trip], state.need.ways)


def certificates(state: State, played: Play, tables: Mapping[str, pd.DataFrame]) -> list[Certificate]:
    """Every stage's certificates; those of the flows are worked out from the tables alone."""
    return [
        *state.facts.certificates,
        *state.curves.certificates,
        *state.total.certificates,
        state.constants.certificate,
        *flows.certify(
            tables["network.arcs"],
            tables["flows.arc_flows"],
            tables["demand.tonnes"],
            gap=state.scenario.flows.gap,
        ),
        Certificate(
            "flows",
            "arc_cost_error",
            cost_error(state.network, state.curves, tables["flows.arc_flows"], state.flow.background),
            1e-6,
            "relative; loads summed again from the table in another order, steep curves magnify their rounding",
        ),
        *_path_checks(tables),
        *state.world.certificates,
        certify_carriers(
            tables["trade.carriers"],
            tables["flows.arc_flows"],
            tables["network.arcs"],
            tables["network.arc_costs"],
            1.0 - state.facts.assume("resource_share_rail"),
        ),
        *state.certificates,
        *played.certificates,
    ]


def _path_checks(tables: Mapping[str, pd.DataFrame]) -> tuple[Certificate, ...]:
    """Whether path flows add up; nothing of a solver that keeps none."""
    if "flows.paths" not in tables:
        return ()
    return add_up(tables["flows.paths"], tables["flows.arc_flows"], tables["demand.tonnes"])


def change_table(base: State | None, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """flows.change: what this run carries beside what its base does."""
    if base is None:
        return CHANGE.empty()
    return flows.change(
        flows.by_step(tables["network.arcs"], tables["flows.arc_flows"]),
        flows.by_step(base.network.arcs, arc_flows(base.network, base.flow)),
    )


def observations_table(facts: Facts) -> pd.DataFrame:
    """observations: every published figure that the model is fitted to or judged on."""
    rows = [
        {
            "observation_id": o.observation_id,
            "quantity_id": o.quantity,
            "year": o.year,
            "value": o.value,
            "error": o.error,
            "unit": o.unit,
            "label": o.label,
            "year_part": o.part,
            "source": source_of(facts, o),
            "counts": o.counts,
            "working": o.working,
        }
        for o in observations(facts)
    ]
    return OBSERVATIONS.check(pd.DataFrame(rows))


def result(
    source: Sources,
    state: State,
    base: State | None,
    played: Play,
    shown: pd.DataFrame,
    central: tuple[Values, Values | None],
    found: Ensemble | None,
    worth: pd.DataFrame,
    seconds: dict[str, float],
) -> Result:
    """Everything that a run keeps.

    Parameters
    ----------
    base
        Where the base settled; None for a run that is its own base.
    central
        Figures at the central values of assumptions, of the run and of its base.
    found
        Worlds; None where none were drawn.
    worth
        ``flows.values``.
    """
    boxes = boxes_by_rail(state, played.quantiles, PAIRS)
    own = with_boxes(central[0], boxes)
    measured = Measured(state, shown, crossings_of_2022(state.facts, state.scenario.seed), played.waits)
    amount = amounts(measured)
    year = state.scenario.year
    tables = stage_tables(state, played, shown, targets_of(state, amount))
    checks = certificates(state, played, tables)
    saved = saving(state, base)
    beside, published = beside_published(state.facts, year, amount, found)
    tables |= {
        "headline": headline_table(year, own, central[1], found, reasons(state, own)),
        "quantities": quantities_table(amount, year, found),
        "observations": observations_table(state.facts),
        "beside_published": beside,
        "rests_on": rests_on(found),
        "measure_next": measure_next(found),
        **worlds_tables(found),
        "flows.values": worth,
        "flows.change": change_table(base, tables),
        "routes.by_rail": by_rail_table(state, boxes),
        "transit_revenue": transit_revenue(state),
        "shippers_saving": saved,
    }
    tables |= lineage_of(measured, boxes, own, amount, tables, published)
    said = [*source.warnings, *cut_off(state), *warnings(beside, checks), *of_choice(saved)]
    said += [*matrix_warnings(state), *forecast(state.facts), *of_worlds(found)]
    said += [*beyond_printed(state), *above_trade(state), *unread_settings(state)]
    # What no run reads is no part of this one, whoever laid it over.
    replaced = source.replaced[~source.replaced["table"].isin(OUTSIDE_RUNS)].reset_index(drop=True)
    return Result(tables, checks, replaced, said, seconds, source.digest, state.iterations)
