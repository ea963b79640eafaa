"""Short gaps between parts of a network: proposed for review, built only on request."""

from __future__ import annotations

from typing import Any

import numpy as np

from jibek.importing.cutting import on_sphere
from jibek.importing.edges import Edge
from jibek.importing.model import Leg, Wishes
from jibek.importing.places import Joined

LEAST_KM = 0.01  # of a bridge, so that it has a length


def bridges(edges: list[Edge], joined: Joined, wishes: Wishes) -> list[Edge]:
    """The shortest gaps of at most ``wishes.bridge_km`` that join parts of one mode, no more than join them all."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    found: list[Edge] = []
    count = len(joined.ids)
    for mode in sorted({e.mode for e in edges}):
        mine = [e for e in edges if e.mode == mode]
        tail, head = (np.array([getattr(e, end) for e in mine]) for end in ("tail", "head"))
        graph = coo_array((np.ones(len(mine), np.int8), (tail, head)), shape=(count, count))
        _, part = connected_components(graph, directed=False)
        used = np.unique(np.concatenate([tail, head]))
        used = used[np.isfinite(joined.points[used]).all(axis=1)]
        if len(used) < 2 or wishes.bridge_km <= 0 or len(set(part[used].tolist())) < 2:
            continue
        xyz = on_sphere(joined.points[used])
        pairs = cKDTree(xyz).query_pairs(wishes.bridge_km, output_type="ndarray")
        pairs = pairs[part[used[pairs[:, 0]]] != part[used[pairs[:, 1]]]]
        km = np.linalg.norm(xyz[pairs[:, 0]] - xyz[pairs[:, 1]], axis=1)
        root = {int(p): int(p) for p in set(part[used].tolist())}
        for i in np.argsort(km, kind="stable"):
            a, b = (int(used[n]) for n in pairs[i])
            one, other = _root(root, int(part[a])), _root(root, int(part[b]))
            if one == other:
                continue
            root[one] = other
            leg = Leg("", "", mode, max(float(km[i]), LEAST_KM), "bridge", None, measured=True)
            found.append(Edge(a, b, mode, leg.km, float("nan"), "", (leg,), bridge=True))
    return found


def _root(root: dict[int, int], part: int) -> int:
    while root[part] != part:
        root[part] = root[root[part]]
        part = root[part]
    return part


def told(found: list[Edge], joined: Joined, built: bool) -> list[dict[str, Any]]:
    """Bridges for the report."""
    return [
        {
            "from": joined.ids[e.tail],
            "to": joined.ids[e.head],
            "mode": e.mode,
            "km": round(e.km, 3),
            "from_lon_lat": [round(float(v), 6) for v in joined.points[e.tail]],
            "to_lon_lat": [round(float(v), 6) for v in joined.points[e.head]],
            "built": built,
        }
        for e in found
    ]
