"""Freight that does not choose: domestic trains by section, pipelines."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from jibek.demand import tables
from jibek.demand.access import of_shape
from jibek.ground.arrays import Array
from jibek.network import Network
from jibek.record import Facts
from jibek.record.working import work_out


def background(facts: Facts, network: Network) -> pd.DataFrame:
    """Domestic freight of Kazakhstan by section: by origin and destination where a row supports them, on the shortest
    way by rail; the rest of the assumed turnover spread over track-kilometres.

    What is spread follows the tracks of a section, as lines are doubled where traffic is; direction is not told apart.
    It is coal and ore above all, whose trains go one way and come back empty.
    """
    usual = network.usual  # the same trains a day on all days
    return facts.remembered("background", lambda record: _background(record, usual), of_shape(usual))


def _background(facts: Facts, network: Network) -> pd.DataFrame:
    sections = network.facilities[network.facilities["kind"] == "section"]
    arcs = network.arcs[(network.arcs["kind"] == "haul") & (network.arcs["country"] == "KZ")]
    rail = arcs[arcs["mode"].str.startswith("rail")].drop_duplicates("link_id").set_index("link_id")
    links = facts.table("links").set_index("id")
    rail = rail[rail.index.isin(sections["facility_id"])]
    km = rail["distance_km"].to_numpy(dtype=float)
    tracks = links["tracks"].reindex(rail.index).fillna(1.0).to_numpy(dtype=float)
    growth = facts.growth("kaz_rail_gtkm")
    routed = _routed(facts, rail) * growth
    whole = facts.assume("domestic_rail_background_gtkm") * 1e9 * growth
    spread = max(whole - float(routed @ km), 0.0) * tracks / (km @ tracks)
    back = facts.assume("trains_back_share_dry_bulk")
    tonnes = routed + spread
    frame = pd.DataFrame(
        {
            "link_id": rail.index.to_numpy(),
            "distance_km": km,
            "tonnes_per_year": tonnes,
            "routed_tonnes_per_year": routed,
            "trains_per_day": (1.0 + back) * tonnes / facts.assume("tonnes_per_train_bulk") / 365.0,
        }
    )
    return tables.BACKGROUND.check(frame)


def _routed(facts: Facts, rail: pd.DataFrame) -> Array:
    """Tonnes a year over each section, (section,), of freight whose ends are known, by the shortest way by rail within
    Kazakhstan (Dijkstra, 1959); freight that no way joins stays among what is spread."""
    ends = [[state.partition("|")[0] for state in rail[side]] for side in ("tail", "head")]
    near: dict[str, list[tuple[str, float, int]]] = {}
    for at, (a, b, km) in enumerate(zip(*ends, rail["distance_km"], strict=True)):
        near.setdefault(a, []).append((b, float(km), at))
        near.setdefault(b, []).append((a, float(km), at))
    tonnes = np.zeros(len(rail))
    for row in facts.table("domestic_rail").to_dict("records"):
        worked = work_out(row["tonnes_working"], facts, f"domestic_rail.csv {row['flow_id']}")
        tonnes[_way(near, row["origin"], row["destination"])] += worked.value
    return tonnes


def _way(near: Mapping[str, Sequence[tuple[str, float, int]]], origin: str, destination: str) -> list[int]:
    """Sections of the shortest way; none where there is none."""
    queue: list[tuple[float, str, tuple[int, ...]]] = [(0.0, origin, ())]
    seen: set[str] = set()
    while queue:
        km, place, way = heapq.heappop(queue)
        if place == destination:
            return list(way)
        if place in seen:
            continue
        seen.add(place)
        for other, step, section in near.get(place, ()):
            if other not in seen:
                heapq.heappush(queue, (km + step, other, (*way, section)))
    return []


def pipelines(facts: Facts, year: int) -> pd.DataFrame:
    """Published volumes by pipe within two years of ``year``; they are shown, never routed."""
    volumes = facts.table("volumes")
    rows = volumes[volumes["object"].isin(["gas_CA_CN", "oil_KZ_CN"]) & ((volumes["year"] - year).abs() <= 2)]
    frame = pd.DataFrame(
        {
            "fact_id": [f"volumes:{i}:value" for i in rows["id"]],
            "object": rows["object"].to_numpy(),
            "measure": rows["measure"].to_numpy(),
            "year": rows["year"].astype(int).to_numpy(),
            "value": rows["value"].to_numpy(),
            "unit": rows["unit"].to_numpy(),
        }
    )
    return tables.PIPELINES.check(frame)
