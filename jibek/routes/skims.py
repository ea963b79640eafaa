"""What travel costs between states on the loaded network, along the path that a class and group would take.

origin      destination    class      group        usd_per_tonne  hours  distance_km
CNCHN|gate  KZALA|arrival  container  northern ->  310            190    4100
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.ground.trees import by_group
from jibek.network.loaded import cost_hours, generalised_cost
from jibek.routes.dijkstra import skim_trees


@dataclass(frozen=True, slots=True)
class Skim:
    """Along the path of least generalised cost; shape (pair,) each.

    generalised_usd_per_tonne: price and value of time, delays included; infinite where no open arcs lead.
    hours (delays included), usd_per_tonne, distance_km, co2e_kg_per_tonne: not a number there.
    """

    generalised_usd_per_tonne: Array
    hours: Array
    usd_per_tonne: Array
    distance_km: Array
    co2e_kg_per_tonne: Array


def skim(
    network: Any, delay_hours: Array | None, origin: Array, destination: Array, cls: Array, group: Array
) -> Skim:
    """Cost, hours, price, distance and emissions of pairs by class and group.

    Parameters
    ----------
    network
        As built by ``network.build``.
    delay_hours : shape (facility,)
        Hours of delay at each facility, at least 0; absent: none.
    origin, destination, cls, group : shape (pair,)
        State, class and group indices.

    Raises
    ------
    InputError
        ``routes.bad_pair``: an index that the network lacks; ``routes.bad_delay``: a delay that is negative, not
        finite, or not one for each facility.
    """
    facilities = len(network.capacity_per_day)
    delay = np.zeros(facilities) if delay_hours is None else np.array(delay_hours, np.float64)
    columns = [np.asarray(c) for c in (origin, destination, cls, group)]
    _refuse_bad_delay(network, delay)
    _refuse_bad_pairs(network, columns)
    o, d, k, g = (c.astype(np.int64) for c in columns)
    order = np.lexsort((d, o, g, k))
    fresh = np.ones(len(order), bool)
    keys = np.stack([k, g, o])[:, order]
    fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    cost = generalised_cost(network, delay)
    hours = cost_hours(network, delay)
    graphs = by_group(network.tail, network.head, len(network.state_index), network.open)
    out = np.full((5, len(order)), np.nan)
    tree_at = np.append(np.flatnonzero(fresh), len(order)).astype(np.int64)
    skim_trees(
        graphs.start,
        graphs.offset,
        graphs.arc,
        graphs.head,
        np.array(network.tail, np.int32),
        np.where(np.isfinite(cost), cost, np.inf),
        np.ascontiguousarray(
            np.stack(
                [
                    np.broadcast_to(hours, cost.shape),
                    np.asarray(network.usd_per_tonne, float),
                    np.broadcast_to(network.arcs["distance_km"].to_numpy(float), cost.shape),
                    np.asarray(network.co2e_kg_per_tonne, float),
                ],
                axis=-1,
            )
        ),
        tree_at,
        np.ascontiguousarray(keys[:, fresh]),
        d[order],
        out,
    )
    result = np.empty_like(out)
    result[:, order] = out
    return Skim(*result)


def _refuse_bad_delay(network: Any, delay: Array) -> None:
    size = len(network.capacity_per_day)
    if delay.shape != (size,):
        refuse(
            "routes.bad_delay",
            "delays do not fit the network",
            [
                Problem(
                    "routes.bad_delay",
                    "delay_hours",
                    value=str(delay.shape),
                    expected=f"one delay for each of {size} facilities",
                    fix="Take the delays of an assignment on this network.",
                )
            ],
        )
    names = network.facilities["facility_id"]
    refuse(
        "routes.bad_delay",
        "delays that cannot be used",
        [
            Problem(
                "routes.bad_delay",
                str(names.iloc[f]),
                value=float(delay[f]),
                expected="finite hours, at least 0",
                fix="Correct the delay of this facility.",
            )
            for f in np.flatnonzero(~np.isfinite(delay) | (delay < 0))
        ],
    )


def _refuse_bad_pairs(network: Any, columns: list[Array]) -> None:
    names = ("origin", "destination", "cls", "group")
    states = len(network.state_index)
    sizes = (states, states, len(network.class_hour_usd), len(network.groups))
    unequal = len({c.shape for c in columns}) > 1
    problems = [
        Problem(
            "routes.bad_pair",
            "pairs",
            column=name,
            value=len(c),
            expected="columns of one length",
            fix="Give each pair an origin, a destination, a class and a group.",
        )
        for name, c in zip(names, columns, strict=True)
        if unequal
    ]
    problems += [
        Problem(
            "routes.bad_pair",
            "pairs",
            row=int(i),
            column=name,
            value=c[i].item(),
            expected=f"a whole number from 0 to {size - 1}",
            fix="Rebuild the pairs on this network.",
        )
        for name, c, size in zip(names, columns, sizes, strict=True)
        for i in np.flatnonzero(~((c >= 0) & (c < size) & (c == np.floor(c))))
    ]
    refuse("routes.bad_pair", "pairs that cannot be skimmed", problems)
