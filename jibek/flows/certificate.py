"""Checks of flows by code that shares nothing with the solver: tables in, SciPy's shortest paths, sums.

relative gap    (cost paid - cost by shortest paths) / cost paid, by class and group and in total
node balance    largest difference at a state between what arrives, leaves, starts and ends there
cost of arcs    the cost written in the table against the one worked out again from loads and curves
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.network.classes import class_names


def shortest(tail: Array, head: Array, cost: Array, states: int, origins: Array) -> Array:
    """Least cost from each origin to every state, shape (origin, state); infinite where nothing leads.

    Parameters
    ----------
    tail, head, cost : shape (arc,)
        Of parallel arcs the cheapest counts; a cost of zero is an arc, not a gap in the matrix.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    order = np.lexsort((cost, head, tail))
    fresh = np.ones(len(order), bool)
    fresh[1:] = (np.diff(tail[order]) != 0) | (np.diff(head[order]) != 0)
    kept = order[fresh]
    start = np.zeros(states + 1, np.int32)
    np.cumsum(np.bincount(tail[kept], minlength=states), out=start[1:])
    matrix = csr_matrix(
        (cost[kept].astype(float), head[kept].astype(np.int32), start), shape=(states, states)
    )
    return np.atleast_2d(dijkstra(matrix, indices=np.asarray(origins)))


def measure(arcs: pd.DataFrame, arc_flows: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """Gap and balance by class and group, from the tables alone.

    Parameters
    ----------
    arcs
        ``network.arcs``: arc_id, tail, head.
    arc_flows
        ``flows.arc_flows``: arc_id, class, group, tonnes_per_year, generalised_cost_usd; the arcs listed for a class
        and group are those open to it.
    demand
        ``demand.tonnes``: origin, destination, class, group, tonnes_per_year.

    Returns
    -------
    class, group, tonnes_per_year, paid_usd, shortest_usd, relative_gap, imbalance: tonnes a year at the worst state.
    The gap is infinite where demand has no path.
    """
    ends = arcs.set_index("arc_id")
    names = pd.Index(sorted({*ends["tail"], *ends["head"], *demand["origin"], *demand["destination"]}))
    tail = pd.Series(names.get_indexer(ends["tail"]), index=ends.index)
    head = pd.Series(names.get_indexer(ends["head"]), index=ends.index)
    by_arc = dict(list(arc_flows.groupby(["class", "group"])))
    needed = demand[demand["tonnes_per_year"] > 0]
    rows = []
    for (cls, group), wanted in needed.groupby(["class", "group"]):
        used = by_arc.pop((cls, group), arc_flows.iloc[:0])
        rows.append(_measure_one(str(cls), str(group), used, wanted, names, tail, head))
    for (cls, group), used in by_arc.items():
        if (used["tonnes_per_year"] != 0).any():
            rows.append(_measure_one(str(cls), str(group), used, needed.iloc[:0], names, tail, head))
    columns = ["class", "group", "tonnes_per_year", "paid_usd", "shortest_usd", "relative_gap", "imbalance"]
    return pd.DataFrame(rows, columns=columns)


def _measure_one(
    cls: str,
    group: str,
    used: pd.DataFrame,
    wanted: pd.DataFrame,
    names: pd.Index,
    tail: pd.Series,
    head: pd.Series,
) -> tuple[str, str, float, float, float, float, float]:
    t, h = tail.loc[used["arc_id"]].to_numpy(), head.loc[used["arc_id"]].to_numpy()
    flow = used["tonnes_per_year"].to_numpy(float)
    cost = used["generalised_cost_usd"].to_numpy(float)
    o, d = names.get_indexer(pd.Index(wanted["origin"])), names.get_indexer(pd.Index(wanted["destination"]))
    tonnes = wanted["tonnes_per_year"].to_numpy(float)
    size = len(names)
    # Counts of nothing are whole numbers in NumPy, so the sum starts from floats.
    balance = np.zeros(size) + np.bincount(h, flow, size) - np.bincount(t, flow, size)
    balance += np.bincount(o, tonnes, size) - np.bincount(d, tonnes, size)
    origins, at = np.unique(o, return_inverse=True)
    least = shortest(t, h, cost, size, origins)[at, d] if len(o) else np.zeros(0)
    paid, by_shortest = float(flow @ cost), float(tonnes @ least)
    gap = (paid - by_shortest) / paid if paid > 0 else (0.0 if by_shortest == 0 else np.inf)
    if not np.isfinite(by_shortest):
        gap = np.inf
    return cls, group, float(tonnes.sum()), paid, by_shortest, gap, float(np.abs(balance).max(initial=0.0))


def cost_error(
    network: Any,
    curves: Any,
    arc_flows: pd.DataFrame,
    background: Array | None = None,
) -> float:
    """Largest relative difference between a cost in the table and the one worked out again from the flows.

    Loads are summed from the tonnes of the table over classes and groups; delays come from ``curves``.
    """
    arc_index = pd.Index(network.arcs["arc_id"])
    a = arc_index.get_indexer(pd.Index(arc_flows["arc_id"]))
    k = pd.Index(class_names(network)).get_indexer(pd.Index(arc_flows["class"]))
    tonnes = arc_flows["tonnes_per_year"].to_numpy(float)
    f = np.asarray(network.facility)[a]
    jams = f >= 0
    capacity = np.asarray(network.capacity_per_day, dtype=float)
    size = len(capacity)
    adds = tonnes * np.asarray(network.units_per_tonne)[k, a] / 365.0
    load = np.zeros(size) if background is None else np.array(background, float)
    load = load + _with_empties(network, f, k, a, adds, size)
    hours = (
        np.asarray(curves.evaluate(load / np.where(capacity > 0, capacity, 1.0))[0]) if size else np.zeros(0)
    )
    waiting = np.where(jams, hours[np.where(jams, f, 0)] if size else 0.0, 0.0)
    expected = np.asarray(network.usd_per_tonne)[k, a] + np.asarray(network.class_hour_usd)[k] * (
        np.asarray(network.fixed_hours)[a] + waiting
    )
    written = arc_flows["generalised_cost_usd"].to_numpy(float)
    return float(np.max(np.abs(written - expected) / np.maximum(np.abs(expected), 1e-6), initial=0.0))


def _with_empties(network: Any, f: Array, k: Array, a: Array, adds: Array, size: int) -> Array:
    """Units a day at each facility, summed by facility, direction and kind of vehicle, with those that come back."""
    frame = pd.DataFrame(
        {"facility": f, "side": np.asarray(network.side)[a], "kind": np.asarray(network.kind)[k]}
    )
    laden = frame.assign(units=adds)[f >= 0].groupby(["facility", "side", "kind"])["units"].sum().to_dict()
    load, reverse = np.zeros(size), np.asarray(network.reverse)
    for facility in range(size):
        for side in (0, 1):
            back = int(reverse[2 * facility + side])
            for kind, share in enumerate(network.returns):
                own = laden.get((facility, side, kind), 0.0)
                other = laden.get((back // 2, back % 2, kind), 0.0) if back >= 0 else 0.0
                load[facility] += max(own, share * other)
    return load


def certificates(measured: pd.DataFrame, error: float | None, tolerance: float) -> tuple[Certificate, ...]:
    """Certificates of a run from ``measure`` and ``cost_error``."""
    paid, least = measured["paid_usd"].sum(), measured["shortest_usd"].sum()
    total = (paid - least) / paid if paid > 0 else 0.0
    tonnes = measured["tonnes_per_year"].sum()
    off = measured["imbalance"].max() / tonnes if tonnes > 0 else 0.0
    out = [
        Certificate("flows", "relative_gap", float(total), tolerance, "the gap that was asked for"),
        Certificate(
            "flows",
            "relative_gap_of_the_worst_class_and_group",
            float(measured["relative_gap"].max()) if len(measured) else 0.0,
            tolerance,
            "the gap that was asked for, met by each class and corridor alone",
        ),
        Certificate(
            "flows",
            "node_imbalance",
            float(off),
            1e-9,
            "share of all tonnes; sums of 1e5 path flows round at 1e-11",
        ),
    ]
    if error is not None:
        out.append(
            Certificate(
                "flows",
                "arc_cost_error",
                float(error),
                1e-6,
                "relative; loads summed in another order, steep curves magnify their rounding",
            )
        )
    return tuple(out)
