"""Which freight must pass here, and which has another way at the same cost: how firm an answer to "whose" is.

Reads   flows.paths, flows.arc_flows, network.arcs
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from jibek.flows.certificate import shortest
from jibek.ground.arrays import Array


def must_pass(
    selected: pd.DataFrame,
    arc_ids: Collection[str],
    arcs: pd.DataFrame,
    arc_flows: pd.DataFrame,
    tolerance: float = 1e-4,
) -> Array:
    """Whether the pair of each selected path has no way around the arcs at its least cost, shape (path,).

    Parameters
    ----------
    selected
        Rows of ``flows.paths``, as `path_flows.through` gives them.
    arc_ids
        The arcs that were asked about.
    arcs, arc_flows
        ``network.arcs``, ``flows.arc_flows``.
    tolerance
        How much dearer, relative to the least cost, a way is the same: the gap that flows are solved to.
    """
    names = pd.Index(sorted({*arcs["tail"], *arcs["head"]}))
    ends = pd.DataFrame(
        {"tail": names.get_indexer(arcs["tail"]), "head": names.get_indexer(arcs["head"])},
        index=arcs["arc_id"],
    )
    firm = np.zeros(len(selected), bool)
    open_to = dict(list(arc_flows.groupby(["class", "group"])))
    for key, rows in selected.reset_index(drop=True).groupby(["class", "group"]):
        usable = open_to[key]
        around = ~usable["arc_id"].isin(set(arc_ids)).to_numpy()
        at = ends.loc[usable["arc_id"]]
        tail, head = at["tail"].to_numpy(), at["head"].to_numpy()
        cost = usable["generalised_cost_usd"].to_numpy(float)
        origin, destination = (names.get_indexer(rows[end]) for end in ("origin", "destination"))
        origins, number = np.unique(origin, return_inverse=True)
        least = shortest(tail, head, cost, len(names), origins)[number, destination]
        other = shortest(tail[around], head[around], cost[around], len(names), origins)[number, destination]
        firm[rows.index] = other > least * (1.0 + tolerance)
    return firm
