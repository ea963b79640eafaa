"""The frames of flows, as declared in ``jibek.flows.tables``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.flows.inputs import FlowDemand, FreightNetwork, state_names
from jibek.flows.path_flows import PAIR
from jibek.flows.projection.memory import Paths
from jibek.flows.proportional import proportional
from jibek.flows.tables import ARC_FLOWS, FACILITIES, PATHS
from jibek.ground.arrays import Array
from jibek.network.classes import class_names, commodity_names

if TYPE_CHECKING:
    from jibek.flows.delay import DelayCurves
    from jibek.flows.model import Assignment


def tables_of(
    network: FreightNetwork, curves: DelayCurves, assignment: Assignment
) -> dict[str, pd.DataFrame]:
    """``flows.arc_flows``, ``flows.facilities`` and, of a solver that keeps them, ``flows.paths``, all checked."""
    found = {
        ARC_FLOWS.name: ARC_FLOWS.check(arc_flows(network, assignment)),
        FACILITIES.name: FACILITIES.check(facilities(network, curves, assignment)),
    }
    if isinstance(assignment.start, Paths):
        alike = proportional(assignment.start)
        found[PATHS.name] = PATHS.check(paths(alike, class_names(network), commodity_names(network)))
    return found


def arc_flows(network: FreightNetwork, assignment: Assignment) -> pd.DataFrame:
    """A row for every arc that is open to a class and group, for each class and group that carry demand."""
    wanted = assignment.demand
    carried = np.asarray(wanted.tonnes, dtype=float) > 0
    used = np.unique(np.stack([np.asarray(wanted.cls), np.asarray(wanted.group)])[:, carried], axis=1)
    allowed = np.isfinite(assignment.cost)[used[0]] & np.asarray(network.open)[used[1]]
    row, a = np.nonzero(allowed)
    k, group = used[:, row]
    return pd.DataFrame(
        {
            "arc_id": _words(network.arcs["arc_id"].to_numpy()[a]),
            "class": _words(np.array(class_names(network), dtype=object)[k]),
            "group": _words(np.array(network.groups, dtype=object)[group]),
            "commodity": _words(np.array(commodity_names(network), dtype=object)[k]),
            "tonnes_per_year": assignment.flow[k, group, a],
            "generalised_cost_usd": assignment.cost[k, a],
        }
    )


def _words(cells: Sequence[str] | Array) -> pd.Series:
    """A column that points at words which stand once: pandas would copy each of a hundred thousand."""
    return pd.Series(cells, dtype=object)


def facilities(network: FreightNetwork, curves: DelayCurves, assignment: Assignment) -> pd.DataFrame:
    """Use and delay of every facility, in the order of ``network.facilities``."""
    frame = network.facilities
    index = np.asarray(network.facility)
    jams = index >= 0
    carried = np.bincount(index[jams], assignment.flow.sum(axis=(0, 1))[jams], len(frame))
    capacity = np.asarray(network.capacity_per_day, dtype=float)
    use = np.divide(assignment.load, capacity, out=np.full(len(frame), np.nan), where=capacity > 0)
    steep = np.asarray(curves.evaluate(np.nan_to_num(use))[1]) if len(frame) else np.zeros(0)
    return pd.DataFrame(
        {
            "facility_id": frame["facility_id"].to_numpy(),
            "kind": frame["kind"].to_numpy(),
            "unit": frame["unit"].to_numpy(),
            "load_per_day": assignment.load,
            "laden_per_day": assignment.laden,
            "empty_per_day": np.maximum(assignment.load - assignment.background - assignment.laden, 0.0),
            "background_per_day": assignment.background,
            "capacity_per_day": capacity,
            "use": use,
            "delay_hours": assignment.delay_hours,
            "delay_hours_per_further_unit": np.divide(
                steep, capacity, out=np.zeros(len(frame)), where=capacity > 0
            ),
            "tonnes_per_year": carried,
            "tonne_hours_lost_per_year": carried * assignment.delay_hours,
        }
    )


def paths(kept: Paths, classes: Sequence[str], commodities: Sequence[str]) -> pd.DataFrame:
    """The paths with flow, by pair, the largest first.

    Arcs stand in one cell, joined by ``;``. Compressed, a path of the baseline takes 20 bytes for its 25 arcs on
    average, a byte an arc; a row an arc would take half as much again.
    """
    used = np.flatnonzero(kept.flow > 0)
    keys = (kept.group[used], kept.cls[used], kept.destination[used], kept.origin[used])
    used = used[np.lexsort((-kept.flow[used], *keys))]
    names = kept.arc_ids.astype(str)
    frame = pd.DataFrame(
        {
            "origin": _words(kept.states[kept.origin[used]]),
            "destination": _words(kept.states[kept.destination[used]]),
            "class": _words(np.array(classes, dtype=object)[kept.cls[used]]),
            "group": _words(kept.groups[kept.group[used]]),
            "commodity": _words(np.array(commodities, dtype=object)[kept.cls[used]]),
            "tonnes_per_year": kept.flow[used],
            "arcs": _words([";".join(names[kept.arcs[kept.arc_at[p] : kept.arc_at[p + 1]]]) for p in used]),
        }
    )
    return frame.assign(path=frame.groupby(PAIR).cumcount() + 1)


def bottlenecks(frame: pd.DataFrame, count: int | None = None) -> pd.DataFrame:
    """Rows of ``flows.facilities`` by use of capacity, then by tonne-hours lost, the worst first, with both ranks.

    ``rank_by_use`` and ``rank_by_loss`` start at 1; equal values share the better rank.
    """
    ranked = frame.assign(
        rank_by_use=frame["use"].fillna(-1.0).rank(method="min", ascending=False).astype("int64"),
        rank_by_loss=frame["tonne_hours_lost_per_year"].rank(method="min", ascending=False).astype("int64"),
    )
    ranked = ranked.sort_values(["rank_by_use", "rank_by_loss", "facility_id"], kind="stable")
    return ranked.head(count if count is not None else len(ranked)).reset_index(drop=True)


def demand_frame(network: FreightNetwork, demand: FlowDemand) -> pd.DataFrame:
    """Assigned demand as rows of ``demand.tonnes``; pairs with the same ends, class and group are added up."""
    names = np.array(state_names(network), dtype=object)
    frame = pd.DataFrame(
        {
            "origin": names[np.asarray(demand.origin, dtype=np.int64)],
            "destination": names[np.asarray(demand.destination, dtype=np.int64)],
            "class": np.array(class_names(network), dtype=object)[np.asarray(demand.cls, dtype=np.int64)],
            "group": np.array(network.groups, dtype=object)[np.asarray(demand.group, dtype=np.int64)],
            "tonnes_per_year": np.asarray(demand.tonnes, dtype=float),
        }
    )
    keys = ["origin", "destination", "class", "group"]
    return frame.groupby(keys, sort=True)["tonnes_per_year"].sum().reset_index()
