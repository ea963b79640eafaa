"""The shape of the network as published: detours, connected parts, changes of gauge.

Functions of frames; they decide nothing, they list what a reader should look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from jibek.sources.checks import link_circles

DETOUR = 1.5  # route over great circle above which a length deserves a look (mountains, seas, or an error)

NEAR_KM = 20.0  # below this the roughness of positions, some 10 km, hides the ratio


def operating(links: pd.DataFrame) -> pd.DataFrame:
    """Links in service: status ``operating``."""
    return links[links["status"] == "operating"]


def detours(links: pd.DataFrame, nodes: pd.DataFrame) -> list[str]:
    """Links longer than 1.5 times their great circle, the worst first, with the ratio."""
    circle = link_circles(links, nodes)
    ratio = np.where(circle > NEAR_KM, links["distance_km"].to_numpy(float) / np.maximum(circle, 1.0), 0.0)
    order = [i for i in np.argsort(-ratio, kind="stable") if ratio[i] > DETOUR]
    names = links[["id", "from", "to", "mode"]].to_numpy(object)
    return [f"{names[i][0]} {names[i][1]} - {names[i][2]} ({names[i][3]}): {ratio[i]:.2f}" for i in order]


def wrong_circles(links: pd.DataFrame, nodes: pd.DataFrame) -> list[str]:
    """Links whose stated great circle is off by more than 1 % and 1 km from the positions of their ends."""
    circle, stated = link_circles(links, nodes), links["great_circle_km"].to_numpy(float)
    off = np.abs(circle - stated) > np.maximum(1.0, 0.01 * circle)
    return [
        f"{links['id'].iloc[i]}: {stated[i]:g}, by position {circle[i]:.1f} km" for i in np.flatnonzero(off)
    ]


def components(links: pd.DataFrame) -> list[list[str]]:
    """Places that the links join, part by part, the largest first, each sorted by id."""
    parent: dict[str, str] = {}

    def root(place: str) -> str:
        parent.setdefault(place, place)
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for a, b in zip(links["from"], links["to"], strict=True):
        parent[root(a)] = root(b)
    parts: dict[str, list[str]] = defaultdict(list)
    for place in sorted(parent):
        parts[root(place)].append(place)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0]))


def gauges(told: object) -> frozenset[str]:
    """``1435/1520`` as a set; blank as the empty set."""
    return frozenset(told.split("/")) if isinstance(told, str) and told else frozenset()


def missing_breaks(links: pd.DataFrame, nodes: pd.DataFrame, borders: pd.DataFrame) -> list[str]:
    """Places where the gauge must change and nothing says that it does.

    A change must happen where operating lines of different single gauges meet, where a line ends at a place
    that has none of its gauges, and between the two sides of a crossing that ``borders`` calls a break. It
    does if the place has both gauges, or the line between the two sides carries both.
    """
    rail = operating(links[links["mode"] == "rail"])
    place = {i: gauges(g) for i, g in zip(nodes["id"], nodes["gauge_mm"], strict=True)}
    lines = list(zip(rail["id"], rail["from"], rail["to"], map(gauges, rail["gauge_mm"]), strict=True))
    found = _meeting(lines, place)
    for link_id, a, b, on_line in lines:
        found += [
            f"{link_id} of gauge {_show(on_line)} ends at {end} of gauge {_show(place[end])}"
            for end in (a, b)
            if on_line and place[end] and not on_line & place[end]
        ]
    joined = {frozenset((a, b)): on_line for _, a, b, on_line in lines}
    broken = borders[borders["gauge_break_mm"].map(lambda g: len(gauges(g)) > 1) & borders["node_b"].notna()]
    for a, b, told in sorted(
        set(zip(broken["node_a"], broken["node_b"], broken["gauge_break_mm"], strict=True))
    ):
        both = gauges(told)
        at_ends = place.get(a, frozenset()), place.get(b, frozenset())
        if not (both <= joined.get(frozenset((a, b)), frozenset()) or any(both <= p for p in at_ends)):
            found.append(f"{a} - {b}: a break {told} that no line or place of the network shows")
    return found


def _meeting(
    lines: Iterable[tuple[str, str, str, frozenset[str]]], place: dict[str, frozenset[str]]
) -> list[str]:
    """Places where single gauges meet without a line or yard that holds both."""
    single: dict[str, set[str]] = defaultdict(set)
    dual: dict[str, set[frozenset[str]]] = defaultdict(set)
    for _, a, b, on_line in lines:
        for end in (a, b):
            if len(on_line) == 1:
                single[end] |= on_line
            elif on_line:
                dual[end].add(on_line)
    return [
        f"{end}: lines of gauge {_show(met)} meet, the place has {_show(place[end])}"
        for end, met in sorted(single.items())
        if len(met) > 1 and not met <= place[end] and not any(met <= both for both in dual[end])
    ]


def breaks(links: pd.DataFrame) -> list[str]:
    """Lines in service on which the gauge changes."""
    rail = operating(links[links["mode"] == "rail"])
    changed = rail[rail["gauge_mm"].map(lambda g: len(gauges(g)) > 1)]
    return [f"{i} {a} - {b}" for i, a, b in zip(changed["id"], changed["from"], changed["to"], strict=True)]


def _show(found: Iterable[str]) -> str:
    return " and ".join(sorted(found)) or "none stated"
