"""Places of the package that become the nearest named place of an import, where the user asks for it (``--near``).

Stations bear other names than towns: Almaty is Almaty-1 and Almaty-2. Without this such a network stands beside the
package and no freight reaches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from jibek.importing.cutting import on_sphere
from jibek.importing.known import Known
from jibek.importing.model import Drawn
from jibek.sources.gazetteer import NO_FREIGHT


def near_joins(
    keys: Mapping[str, int], taken: Mapping[str, str], drawn: Drawn, known: Known, within_km: float
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Id of the package by key, and how far off each lies; nearest first, each place once on both sides.

    Only places that somebody named, and only where both have links of a mode.

    Parameters
    ----------
    keys
        Number of the group of places that are one after snapping, by key.
    taken
        What names and ids have joined, by key.
    """
    from scipy.spatial import cKDTree

    modes: dict[int, set[str]] = defaultdict(set)
    for leg in drawn.legs:
        for key in (leg.tail, leg.head):
            if key in keys:
                modes[keys[key]].add(leg.mode)
    places = {k: drawn.places[k] for k in keys if not taken[k] and drawn.places[k].kept}
    mine = [k for k, p in places.items() if np.isfinite(p.point).all() and abs(p.point[0]) <= 360]
    kinds = dict(zip(known.frame["id"], known.frame["kind"], strict=True))
    used = {*taken.values()}
    theirs = [i for i in known.at if i not in used and kinds[i] not in NO_FREIGHT]
    if not mine or not theirs or within_km <= 0:
        return {}, []
    here, there = (
        on_sphere(np.array(a, float))
        for a in ([places[k].point for k in mine], [known.at[i] for i in theirs])
    )
    pairs = [
        (float(np.linalg.norm(here[m] - there[t])), mine[m], theirs[t])
        for m, close in enumerate(cKDTree(there).query_ball_point(here, within_km))
        for t in close
        if modes[keys[mine[m]]] & known.modes.get(theirs[t], set())
    ]
    found: dict[str, str] = {}
    anchors: list[dict[str, Any]] = []
    for km, key, place in sorted(pairs):
        if key not in found and place not in used:
            found[key] = place
            used.add(place)
            name = places[key].cells.get("name") or key
            anchors.append(
                {"place_id": place, "name": name, "by": "near", "offset_km": round(km, 1), "taken": True}
            )
    return found, anchors
