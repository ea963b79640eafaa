"""Put a run's parts together: tables by their names, headline with intervals, warnings first, derivations."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek import appraisal, demand, flows, network, routes, simulation
from jibek.beside import beside_published, far_off
from jibek.certificate import Certificate
from jibek.errors import InputError
from jibek.flows.certificate import cost_error
from jibek.headline import ITEMS, TARGET_USD_BN, Key, values
from jibek.intervals import METHOD, Varied
from jibek.quantities import ALASHANKOU, KHORGOS, Quantities
from jibek.registry import HEADLINE, REPLICATIONS
from jibek.scenario import Scenario

if TYPE_CHECKING:
    from jibek.chain import Result, State
    from jibek.routes import Itinerary
    from jibek.simulation import Play
    from jibek.sources import Sources

CPMM_YEAR = 2022


def headline_table(
    state: State,
    central: Mapping[Key, float | None],
    varied: Varied,
    noise: Mapping[Key, tuple[float, float]],
) -> pd.DataFrame:
    """headline: the values, each with the interval of what it rests on and of the simulation."""
    rows = []
    for item in ITEMS:
        value = central[item.key]
        down, up = varied.around(item.key, noise.get(item.key, (0.0, 0.0)))
        rows.append(
            {
                "id": item.id,
                "name": item.name,
                "value": value,
                "low": None if value is None else value - down,
                "high": None if value is None else value + up,
                "interval_method": METHOD,
                "unit": item.unit,
                "year": state.scenario.year,
                "reporter": item.reporter or None,
                "explain_table": "headline",
                "explain_key": f"{item.id}|{item.reporter}",
                "explain_column": "value",
            }
        )
    return HEADLINE.check(pd.DataFrame(rows))


def play_noise(waits: pd.DataFrame) -> dict[Key, tuple[float, float]]:
    """Half-widths of the simulation's own interval for the mean hours of the two crossings."""
    rail = waits[waits["mode"] == "rail"]
    rows = {str(r["gateway_id"]): r for r in rail.to_dict("records")}
    found = {}
    for name, gateway in (("khorgos", KHORGOS), ("alashankou", ALASHANKOU)):
        if gateway in rows:
            mean, low, high = (float(rows[gateway][f"hours_mean{end}"]) for end in ("", "_low", "_high"))
            found[f"{name}_rail_hours_mean", ""] = (mean - low, high - mean)
    return found


def replications_table(played: Play) -> pd.DataFrame:
    """simulation_replications: hours at the two crossings by replication; equal numbers share their draws."""
    rows = [
        {
            "headline": f"{name}_rail_{column}",
            "reporter": None,
            "replication": number,
            "value": float(value),
        }
        for name, gateway in (("khorgos", KHORGOS), ("alashankou", ALASHANKOU))
        for column in ("hours_mean", "hours_p90")
        for number, value in enumerate(played.replication_values(gateway, column))
    ]
    return REPLICATIONS.check(pd.DataFrame(rows)) if rows else REPLICATIONS.empty()


def stage_tables(
    state: State, played: Play, shown: pd.DataFrame, targets: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Tables of the stages, by the names of the contract."""
    net, facts = state.network, state.facts
    tonnes = demand.tonnes_table(state.total, state.need, net)
    return {
        "record.facts": facts.facts,
        "record.assumptions": facts.assumptions,
        "record.targets": facts.targets,
        "record.sources": facts.sources_table,
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
        "demand.pivots": demand.pivots_table(state.total, state.constants),
        "demand.tonnes": tonnes,
        "demand.background": state.background,
        "demand.pipelines": demand.pipelines(facts, state.scenario.year),
        **flows.tables_of(net, state.curves, state.flow),
        "routes.od": shown,
        "trade.flows": state.world.flows,
        "trade.countries": state.world.countries,
        "appraisal.targets": targets,
    }


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
        *state.world.certificates,
        *state.certificates,
        *played.certificates,
    ]


def cut_off(state: State) -> list[dict[str, Any]]:
    """A warning that names the markets whose freight no open corridor takes."""
    lost = state.total.pairs.tonnes - state.need.tonnes.sum(axis=1)
    by_market = np.bincount(state.total.pairs.market, weights=lost, minlength=len(state.total.markets))
    named = [m.market_id for m, t in zip(state.total.markets, by_market, strict=True) if t > 1.0]
    if not named:
        return []
    message = f"{by_market.sum() / 1e6:.2f} Mt a year find no open corridor and are not on the network"
    return [{"code": "demand.cut_off", "message": message + ": " + ", ".join(named), "rows": named}]


def warnings(beside: pd.DataFrame, checks: Iterable[Certificate]) -> list[dict[str, Any]]:
    """What must be said first: a failed check, a test off by more than a factor of two."""
    failed = [c for c in checks if not c.ok]
    said: list[dict[str, Any]] = []
    if failed:
        said.append(
            {
                "code": "certificate.failed",
                "message": "check failed: " + ", ".join(f"{c.stage} {c.name} {c.value:.3g}" for c in failed),
                "rows": [],
            }
        )
    off = far_off(beside)
    for row in off.to_dict("records"):
        said.append(
            {
                "code": "beside.far_off",
                "message": (
                    f"modelled {row['quantity']} is {row['ratio']:.2f} times the published figure of {row['year']} "
                    f"({row['volume_id']}: {row['counts']})"
                ),
                "rows": [row["volume_id"]],
            }
        )
    return said


def matrix_warnings(state: State) -> list[dict[str, Any]]:
    """What the trade matrix could not reconcile."""
    return [
        {"code": p.code, "message": p.message or str(p), "rows": [p.where]}
        for p in state.total.matrix.warnings
    ]


def lineage_of(
    central: Mapping[Key, float | None],
    beside: pd.DataFrame,
    parents: Mapping[str, tuple[str, ...]],
    pivots: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Derivations that the chain knows better than the declarations do: headline, published figures, pivots."""
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []

    def add(
        node: str, label: str, value: float | None, unit: str, formula: str, above: Iterable[str]
    ) -> None:
        nodes.append(
            {
                "node_id": node,
                "kind": "result",
                "label": label,
                "value": value,
                "unit": unit,
                "formula": formula,
            }
        )
        for position, parent in enumerate(dict.fromkeys(above)):
            edges.append({"child": node, "parent": parent, "position": position})

    for item in ITEMS:
        add(item.node, item.name, central[item.key], item.unit, item.formula, item.parents)
    for row in beside.to_dict("records"):
        key = f"{row['quantity']}|{row['volume_id']}|{row['year']}"
        add(
            f"result:beside_published:{key}:published",
            f"published {row['quantity']}",
            row["published"],
            row["unit"],
            row["working"],
            parents[row["volume_id"]],
        )
    for row in pivots.to_dict("records"):
        above = row["parents"].split("; ")
        node = f"result:demand.pivots:{row['pivot_id']}"
        add(node, f"pivot {row['pivot_id']}", row["value"], row["unit"], row["working"], above)
        add(
            f"{node}:constant",
            f"constant of {row['pivot_id']}",
            row["constant"],
            "1",
            "the constant that makes the model's tonnes equal the pivot's",
            (node, "table:demand.markets", "table:network.arcs"),
        )
    columns = ("source", "url", "basis", "reason", "confidence")
    return {
        "lineage.nodes": pd.DataFrame(nodes).assign(**dict.fromkeys(columns)),
        "lineage.edges": pd.DataFrame(edges),
    }


def hours_of_the_measured_year(state: State) -> dict[str, float]:
    """Mean hours of the crossings with the year set to that of the CPMM report, whose means fix the acceptance."""
    then = Scenario.from_dict({"name": "cpmm", "year": CPMM_YEAR, "seed": state.scenario.seed})
    net = network.build(state.facts, then)
    played = simulation.simulate(
        state.facts, net, (KHORGOS, ALASHANKOU), year=CPMM_YEAR, seed=state.scenario.seed
    )
    hours = {row["gateway_id"]: float(row["hours_mean"]) for row in played.crossings}
    return {"khorgos_hours_2022": hours[KHORGOS], "alashankou_hours_2022": hours[ALASHANKOU]}


def measure(state: State) -> dict[Key, float | None]:
    """Headline values of a state: the two crossings are played, the routes searched, the rest read from the state."""
    open_now = set(state.network.gateways["gateway_id"])
    played = simulation.play(
        state.network,
        state.flow.load,
        state.flow.container_share,
        state.facts,
        state.scenario,
        gateways=[g for g in (KHORGOS, ALASHANKOU) if g in open_now],
    )
    return values(
        state, played.waits, itineraries(state, played.quantiles), state.facts.fact(TARGET_USD_BN) * 1e9
    )


def itineraries(state: State, quantiles: pd.DataFrame) -> dict[str, Itinerary]:
    """The quickest land itineraries of the headline; a destination without one is absent."""
    found = {}
    for destination in ("DEDUI", "KZALA"):
        with contextlib.suppress(InputError):
            found[destination] = routes.fastest_land(
                state.network,
                state.flow.delay_hours,
                quantiles,
                state.facts,
                "CNCHN",
                destination,
                seed=state.scenario.seed,
            )
    return found


def targets_of(state: State, shown: pd.DataFrame) -> pd.DataFrame:
    """appraisal.targets, with what the run gives for targets that are not of trade."""
    amount = Quantities(state)
    modelled: dict[str, tuple[float, str]] = {
        "Middle Corridor volume": (
            amount["transcaspian_mt"],
            "tonnes without oil between Aktau or Kuryk and Alat, both ways",
        ),
        "China transit by road/rail through KAZ": (
            amount["kaz_transit_china_mt"],
            "tonnes with one end in China and none in Kazakhstan on corridors over Kazakhstan, by rail and road",
        ),
    }
    poti = shown[
        (shown["origin"] == "KZ_ALTYNKOL")
        & (shown["destination"] == "GEPTI")
        & (shown["corridor"] == "transcaspian")
    ]
    if len(poti):
        modelled["Middle Corridor time"] = (
            float(poti["days_p50"].min()),
            "median days from Altynkol to Poti by the Trans-Caspian corridor",
        )
    return appraisal.measure(state.facts.targets, state.world.flows, modelled)


def result(
    source: Sources,
    state: State,
    played: Play,
    shown: pd.DataFrame,
    varied: Varied,
    seconds: dict[str, float],
) -> Result:
    """Everything that a run keeps."""
    from jibek.chain import Result

    central = varied.central
    tables = stage_tables(state, played, shown, targets_of(state, shown))
    checks = certificates(state, played, tables)
    beside, parents = beside_published(
        state.facts, state, state.scenario.year, hours_of_the_measured_year(state)
    )
    headline = headline_table(state, central, varied, play_noise(played.waits))
    tables |= {
        "intervals": varied.intervals,
        "simulation_replications": replications_table(played),
    }
    return Result(
        state,
        tables,
        headline,
        beside,
        varied.rests_on,
        checks,
        source.replaced,
        [*cut_off(state), *warnings(beside, checks), *matrix_warnings(state)],
        seconds,
        source.digest,
        lineage_of(central, beside, parents, tables["demand.pivots"]),
    )
