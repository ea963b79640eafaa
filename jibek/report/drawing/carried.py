"""Tonnes between two places by corridor, class of goods and direction, as the map draws them.

Reads   flows.paths or flows.arc_flows, network.arcs, network.places
Writes  nothing

A path says where its freight begins and ends, so flows are told from China, to China and between others; a run without
paths, or whose paths do not add up to its flows, is drawn in one direction alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.language import mark
from jibek.ground.vocabulary import CLASSES

DIRECTIONS = (mark("from China"), mark("to China"), mark("between others"))

_AT_ONCE = 8192  # paths whose arcs are looked at together: some 30 MB

SAME = 1e-6  # relative: sums of the same numbers in another order differ by far less


@dataclass(frozen=True, slots=True)
class Carried:
    """One corridor's freight between two places, both ways.

    family: corridor, the northern one with its crossing, ``northern/CN_KHORGOS-KZ_ALTYNKOL``.
    parts: tonnes a year, shape (class, direction), or (class, 1) where directions are not known.
    """

    a: str
    b: str
    family: str
    parts: Array

    @property
    def tonnes(self) -> float:
        """All of it."""
        return float(self.parts.sum())

    @property
    def corridor(self) -> str:
        """``northern``, ``sea`` …"""
        return self.family.partition("/")[0]


def carried(tables: Mapping[str, pd.DataFrame]) -> list[Carried]:
    """Freight by pair of places and family, largest first; arcs within a place and connectors are left out."""
    arcs, flows = tables.get("network.arcs"), tables.get("flows.arc_flows")
    if arcs is None or flows is None or flows.empty or not {"tail", "head", "kind"} <= set(arcs.columns):
        return []
    frame = _directed(tables, flows)
    if frame is None:
        frame = flows[["arc_id", "class", "group", "tonnes_per_year"]].assign(direction=0)
        width = 1
    else:
        width = len(DIRECTIONS)
    frame = frame[frame["tonnes_per_year"] > 0].merge(arcs[["arc_id", "tail", "head", "kind"]], on="arc_id")
    tail, head = (frame[c].str.partition("|")[0] for c in ("tail", "head"))
    forward = tail < head
    frame = frame.assign(
        a=np.where(forward, tail, head),
        b=np.where(forward, head, tail),
        family=frame["group"].map({g: family(g) for g in frame["group"].unique()}),
        kept=frame["class"].map({c: CLASSES.index(c.partition("/")[0]) for c in frame["class"].unique()}),
    )
    frame = frame[(frame["a"] != frame["b"]) & (frame["kind"] != "connector")]
    found: dict[tuple[str, str, str], Array] = {}
    columns = ["a", "b", "family", "kept", "direction"]
    sums = frame.groupby(columns)["tonnes_per_year"].sum().reset_index()
    for row in sums.to_dict("records"):
        key = (str(row["a"]), str(row["b"]), str(row["family"]))
        cells = found.setdefault(key, np.zeros((len(CLASSES), width)))
        cells[int(row["kept"])][int(row["direction"])] += float(row["tonnes_per_year"])
    made = [Carried(*key, parts) for key, parts in found.items()]
    return sorted(made, key=lambda c: (-c.tonnes, c.a, c.b, c.family))


def family(group: str) -> str:
    """What a group of paths is drawn as: its corridor; of the northern one its crossing too.

    >>> family("northern/CN_KHORGOS-KZ_ALTYNKOL"), family("transcaspian/CN_KHORGOS-KZ_ALTYNKOL+L247"), family("sea!x")
    ('northern/CN_KHORGOS-KZ_ALTYNKOL', 'transcaspian', 'sea')
    """
    whole = group
    for sign in ":!+":
        whole = whole.partition(sign)[0]
    corridor, _, crossing = whole.partition("/")
    return f"{corridor}/{crossing}" if corridor == "northern" and crossing else corridor


def _directed(tables: Mapping[str, pd.DataFrame], flows: pd.DataFrame) -> pd.DataFrame | None:
    """arc_id, class, group, direction, tonnes_per_year of all paths; None where they are not the flows."""
    paths, places = tables.get("flows.paths"), tables.get("network.places")
    if paths is None or places is None or not {"arcs", "origin", "destination"} <= set(paths.columns):
        return None
    country = dict(zip(places["place_id"], places["country"], strict=True))
    starts, ends = (
        (paths[c].str.partition("|")[0].map(country) == "CN").to_numpy() for c in ("origin", "destination")
    )
    direction = np.where(starts & ~ends, 0, np.where(ends & ~starts, 1, 2))
    kinds, kind_names = pd.factorize(pd.MultiIndex.from_frame(paths[["class", "group"]].assign(d=direction)))
    if not len(paths):
        return None
    arc_names = pd.Index(tables["network.arcs"]["arc_id"])
    tonnes = np.zeros(len(arc_names) * len(kind_names))
    for few in np.array_split(np.arange(len(paths)), -(-len(paths) // _AT_ONCE)):
        arcs = [cell.split(";") for cell in paths["arcs"].iloc[few]]
        counts = [len(path) for path in arcs]
        arc = arc_names.get_indexer(np.array([a for path in arcs for a in path], object))
        if (arc < 0).any():
            return None
        cell = arc * len(kind_names) + np.repeat(kinds[few], counts)
        carried = np.repeat(paths["tonnes_per_year"].to_numpy(float)[few], counts)
        tonnes += np.bincount(cell, carried, len(tonnes))
    used = np.flatnonzero(tonnes)
    found = kind_names.take(used % len(kind_names)).to_frame(index=False)
    found = found.set_axis(["class", "group", "direction"], axis=1).assign(
        arc_id=np.asarray(arc_names, str)[used // len(kind_names)], tonnes_per_year=tonnes[used]
    )
    kept = flows.groupby("arc_id")["tonnes_per_year"].sum()
    told = found.groupby("arc_id")["tonnes_per_year"].sum()
    off = kept.sub(told, fill_value=0.0).abs().max()
    return found if off <= SAME * max(float(kept.max()), 1.0) else None
