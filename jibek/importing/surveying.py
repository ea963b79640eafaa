"""What a reader should look at in a network as imported: parts, dead ends, detours, distances beside the package's."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.sphere import great_circle_km
from jibek.importing.edges import Edge, ends
from jibek.importing.places import Joined

DETOUR = 1.5
NEAR_KM = 20.0  # below this the roughness of positions hides a detour
SAMPLED = 40  # places from which distances to all others of their part are looked at
SHOWN = 50


def survey(edges: list[Edge], joined: Joined, links: pd.DataFrame) -> dict[str, Any]:
    """Components by mode, dead ends, detours and anchor distances.

    Parameters
    ----------
    links
        Links of the package.
    """
    return {
        "components": components(edges, joined),
        "dead_ends": dead_ends(edges, joined),
        "detours": detours(edges, joined),
        "anchor_distances": anchor_distances(edges, joined, links),
    }


def _graph(edges: list[Edge], count: int) -> Any:
    from scipy.sparse import csr_array

    tail, head, km = ends(edges)
    a, b = np.concatenate([tail, head]), np.concatenate([head, tail])
    order = np.lexsort((np.tile(km, 2), b, a))
    a, b, w = a[order], b[order], np.tile(km, 2)[order]
    first = np.concatenate([[True], (a[1:] != a[:-1]) | (b[1:] != b[:-1])]) if len(a) else np.zeros(0, bool)
    return csr_array((w[first], (a[first], b[first])), shape=(count, count))


def components(edges: list[Edge], joined: Joined) -> list[dict[str, Any]]:
    """Parts of each mode, the largest first, and whether a place of the package is in them."""
    from scipy.sparse.csgraph import connected_components

    found: list[dict[str, Any]] = []
    for mode in sorted({e.mode for e in edges}):
        mine = [e for e in edges if e.mode == mode]
        _, part = connected_components(_graph(mine, len(joined.ids)), directed=False)
        km: dict[int, float] = defaultdict(float)
        places: dict[int, set[int]] = defaultdict(set)
        for e in mine:
            km[int(part[e.tail])] += e.km
            places[int(part[e.tail])] |= {e.tail, e.head}
        rows = [
            {
                "mode": mode,
                "places": len(places[p]),
                "km": round(km[p], 1),
                "joined": any(joined.known[n] for n in places[p]),
                "such_as": joined.ids[min(places[p])],
            }
            for p in places
        ]
        found += sorted(rows, key=lambda r: (-r["places"], r["such_as"]))
    return found


def dead_ends(edges: list[Edge], joined: Joined) -> list[str]:
    """Places that one edge alone leads to and that the package does not have."""
    tail, head, _ = ends(edges)
    degree = np.bincount(np.concatenate([tail, head]), minlength=len(joined.ids))
    return [joined.ids[i] for i in np.flatnonzero(degree == 1) if not joined.known[i]]


def detours(edges: list[Edge], joined: Joined) -> list[dict[str, Any]]:
    """Pairs of places that are further than 1.5 times the great circle, from some places to all, the worst first."""
    from scipy.sparse.csgraph import dijkstra

    used = np.unique(np.concatenate(ends(edges)[:2])).astype(int)
    used = used[np.isfinite(joined.points[used]).all(axis=1)]
    if len(used) < 2:
        return []
    starts = used[np.unique(np.linspace(0, len(used) - 1, min(SAMPLED, len(used))).astype(int))]
    km = dijkstra(_graph(edges, len(joined.ids)), directed=False, indices=starts)[:, used]
    at = joined.points
    circle = great_circle_km(
        at[starts, 1][:, None], at[starts, 0][:, None], at[used, 1][None], at[used, 0][None]
    )
    far = (circle > NEAR_KM) & np.isfinite(km) & (km > DETOUR * circle)
    rows, seen = [], set()
    for i, j in np.argwhere(far):
        pair = frozenset((int(starts[i]), int(used[j])))
        if pair not in seen:
            seen.add(pair)
            ratio = float(km[i, j] / circle[i, j])
            rows.append(
                {
                    "from": joined.ids[starts[i]],
                    "to": joined.ids[used[j]],
                    "km": round(float(km[i, j]), 1),
                    "great_circle_km": round(float(circle[i, j]), 1),
                    "ratio": round(ratio, 2),
                }
            )
    return sorted(rows, key=lambda r: (-r["ratio"], r["from"], r["to"]))[:SHOWN]


def anchor_distances(edges: list[Edge], joined: Joined, links: pd.DataFrame) -> list[dict[str, Any]]:
    """Links of the package whose two ends the import has: its kilometres beside those of the import, same mode."""
    from scipy.sparse.csgraph import dijkstra

    at = {k: i for i, k in enumerate(joined.known) if k}
    both = links[links["from"].isin(list(at)) & links["to"].isin(list(at))]
    found: list[dict[str, Any]] = []
    for mode, rows in both.groupby("mode"):
        mine = [e for e in edges if e.mode == mode]
        if not mine:
            continue
        starts = sorted({at[i] for i in rows["from"]})
        km: Array = dijkstra(_graph(mine, len(joined.ids)), directed=False, indices=starts)
        place = {s: n for n, s in enumerate(starts)}
        for row in rows.to_dict("records"):
            mine_km = float(km[place[at[row["from"]]], at[row["to"]]])
            told = round(mine_km, 1) if np.isfinite(mine_km) else None
            ratio = None if told is None else round(mine_km / float(row["distance_km"]), 3)
            found.append(
                {
                    **{c: row[c] for c in ("id", "from", "to", "mode")},
                    "package_km": float(row["distance_km"]),
                    "import_km": told,
                    "ratio": ratio,
                }
            )
    return found
