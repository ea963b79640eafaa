"""Put a run's parts together: tables by their names, headline with intervals, warnings first, derivations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from jibek import demand, flows, routes
from jibek.answers.beside import beside_published
from jibek.answers.change import with_change
from jibek.answers.counts import Measured
from jibek.answers.derivation import lineage_of
from jibek.answers.frames import headline_table, play_noise, replications_table
from jibek.answers.intervals import Varied
from jibek.answers.measured import crossings_of_2022, itineraries, play_crossings, targets_of
from jibek.answers.quantities import amounts, quantities_table
from jibek.answers.result import Result
from jibek.answers.warnings import (
    above_trade,
    beyond_printed,
    cut_off,
    matrix_warnings,
    unread_settings,
    unsettled_ends,
    warnings,
)
from jibek.flows.certificate import cost_error
from jibek.flows.path_flows import add_up
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate

if TYPE_CHECKING:
    from jibek.loop import State
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
        *state.certificates,
        *played.certificates,
    ]


def _path_checks(tables: Mapping[str, pd.DataFrame]) -> tuple[Certificate, ...]:
    """Whether path flows add up; nothing of a solver that keeps none."""
    if "flows.paths" not in tables:
        return ()
    return add_up(tables["flows.paths"], tables["flows.arc_flows"], tables["demand.tonnes"])


def base_tables(base: State, varied: Varied) -> dict[str, pd.DataFrame]:
    """What the change against the base is worked out from: its headline, variants and replications."""
    played = play_crossings(base)
    return {
        "headline": headline_table(base, varied.central, varied, play_noise(played.waits)),
        "intervals": varied.intervals,
        "simulation_replications": replications_table(played),
    }


def result(
    source: Sources,
    state: State,
    played: Play,
    shown: pd.DataFrame,
    varied: Varied,
    base: Mapping[str, pd.DataFrame] | None,
    worth: pd.DataFrame,
    seconds: dict[str, float],
) -> Result:
    """Everything that a run keeps.

    Parameters
    ----------
    base
        ``base_tables`` of the base that change is measured from; None for a run that is its own base.
    worth
        ``flows.values``.
    """
    central = varied.central
    measured = Measured(state, shown, crossings_of_2022(state))
    amount = amounts(measured)
    tables = stage_tables(state, played, shown, targets_of(state, amount))
    checks = certificates(state, played, tables)
    beside, published = beside_published(state.facts, state.scenario.year, amount)
    tables |= {
        "headline": headline_table(state, central, varied, play_noise(played.waits)),
        "quantities": quantities_table(amount, state.scenario.year),
        "beside_published": beside,
        "rests_on": varied.rests_on,
        "intervals": varied.intervals,
        "simulation_replications": replications_table(played),
        "flows.values": worth,
    }
    if base is not None:
        tables["headline"] = with_change(tables, base)
    ways = itineraries(state, played.quantiles)
    tables |= lineage_of(measured, ways, central, amount, tables, published)
    said = [*source.warnings, *cut_off(state), *warnings(beside, checks), *matrix_warnings(state)]
    said += [*beyond_printed(state), *above_trade(state), *unsettled_ends(varied), *unread_settings(state)]
    return Result(tables, checks, source.replaced, said, seconds, source.digest, state.iterations)
