"""Rail with road in one itinerary: transfers where both meet, and roads to places that the drawn ones do not reach.

    Lanzhou --rail--> Kashgar =tranship=> Kashgar --road--> Osh =tranship=> Osh --rail--> Tashkent
    Samarkand --road, a straight line times the detour of access roads--> Tashkent --road--> ...

Each corridor may then use the roads that its countries and crossings allow. Flows know nothing of it: a shipper's
choice is widened here, the network of the run is not. What is added is priced and timed as the same step elsewhere on
the network; a way to the nearest drawn road of the country has the hours, price and CO2e per kilometre of drawn roads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array, Flags
from jibek.ground.sphere import great_circle_km
from jibek.network.names import arrival_id, corridor_of, doors_of, spared_end, state_id

if TYPE_CHECKING:
    import pandas as pd

    from jibek.network import Network
    from jibek.record import Facts

DETOUR = "road_access_detour"

TRANSFER = ".transfer."  # in the id of a step between a truck and a train or ship

_SOURCE = f"straight line to the nearest drawn road, times assumption {DETOUR}"


@dataclass(frozen=True, slots=True)
class _Added:
    """A step like another one (``like``: its position), ``factor`` times as long."""

    arc_id: str
    tail: str
    head: str
    like: int
    country: str
    factor: float = 1.0
    source: str = ""

    @property
    def transfers(self) -> bool:
        """From truck to train or ship, or back."""
        return TRANSFER in self.arc_id


def widened(network: Network, facts: Facts) -> tuple[Network, Flags | None]:
    """The network with transfers and access roads, and the arcs open to each group with roads beside rails.

    Parameters
    ----------
    facts
        Assumption ``road_access_detour``.

    Returns
    -------
    network
        States and arcs of ``network`` keep their positions; of the rest of it only what ``Loaded`` reads is longer, and
        the new arcs are open to none of its groups.
    open : shape (group, arc)
        None where nothing can be added: no roads.
    """
    added = _additions(network, facts)
    if not added:
        return network, None
    names = list(dict.fromkeys(s for a in added for s in (a.tail, a.head) if s not in network.state_index))
    index = {**network.state_index, **{s: len(network.state_index) + i for i, s in enumerate(names)}}
    like = np.array([a.like for a in added])
    factor = np.array([a.factor for a in added])
    import pandas as pd

    states = pd.DataFrame({"state_id": [*network.states["state_id"], *names]})
    wider = replace(
        network,
        states=states,
        arcs=_frame(network.arcs, added, like, factor),
        tail=np.append(network.tail, [index[a.tail] for a in added]),
        head=np.append(network.head, [index[a.head] for a in added]),
        fixed_hours=np.append(network.fixed_hours, network.fixed_hours[like] * factor),
        usd_per_tonne=_longer(network.usd_per_tonne, like, factor),
        income_usd_per_tonne=_longer(network.income_usd_per_tonne, like, factor),
        co2e_kg_per_tonne=_longer(network.co2e_kg_per_tonne, like, factor),
        facility=np.append(
            network.facility, [network.facility[a.like] if a.transfers else -1 for a in added]
        ),
        open=np.concatenate([network.open, np.zeros((len(network.groups), len(added)), bool)], axis=1),
        state_index=index,
        arc_index={**network.arc_index, **{a.arc_id: len(network.tail) + i for i, a in enumerate(added)}},
    )
    return wider, _open(wider, len(network.tail))


def _longer(of_class: Array, like: Array, factor: Array) -> Array:
    return np.concatenate([of_class, of_class[:, like] * factor], axis=1)


def _frame(arcs: pd.DataFrame, added: list[_Added], like: Array, factor: Array) -> pd.DataFrame:
    import pandas as pd

    rows = arcs.iloc[like].reset_index(drop=True)
    numbers = rows.select_dtypes("number").columns
    rows[numbers] = rows[numbers].to_numpy(float) * factor[:, None]
    rows = rows.assign(
        arc_id=[a.arc_id for a in added],
        kind=["tranship" if a.transfers else k for a, k in zip(added, rows["kind"], strict=True)],
        tail=[a.tail for a in added],
        head=[a.head for a in added],
        country=[a.country for a in added],
        source=[a.source or s for a, s in zip(added, rows["source"], strict=True)],
        link_id=None,
    )
    for name in ("gateway_id", "facility_id"):
        rows[name] = [x if a.transfers else None for a, x in zip(added, rows[name], strict=True)]
    return pd.concat([arcs, rows], ignore_index=True)


def _additions(network: Network, facts: Facts) -> list[_Added]:
    """Access roads of places with trains alone, and transfers wherever trains or ships meet trucks.

    A transfer is what loading or unloading the train or ship there takes: a truck that stands at the gate brings the
    box no further into the terminal than any other that comes from the town.
    """
    arcs = network.arcs
    tails, heads, modes, kinds, lands = (
        arcs[c].to_numpy(object) for c in ("tail", "head", "mode", "kind", "country")
    )
    ends: dict[tuple[str, str], dict[str, int]] = {}  # loading and unloading by vehicle, then by place
    for i, (tail, mode, kind) in enumerate(zip(tails, modes, kinds, strict=True)):
        if kind in ("load", "unload"):
            ends.setdefault((kind, mode), {})[tail.partition("|")[0]] = i
    on, off = (ends.get((kind, "road"), {}) for kind in ("load", "unload"))
    hauls = np.flatnonzero((modes == "road") & (kinds == "haul"))
    if not on or not len(hauls):
        return []
    trains = ends.get(("load", "rail"), {})
    land = {p: str(lands[i]) for of in ends.values() for p, i in of.items()}
    drive = int(hauls[0])
    per_km = facts.assume(DETOUR) / float(arcs["distance_km"].iloc[drive])
    found: list[_Added] = []
    ways = _access(network, sorted(set(trains) - set(on)), sorted(on), land)
    for place, near, km in ways:
        here, there, gate = state_id(place, "road"), state_id(near, "road"), state_id(place, "gate")
        found += [
            _Added(f"{place}.load.road", gate, here, on[near], land[place]),
            _Added(f"{place}.unload.road", here, arrival_id(gate), off[near], land[place]),
            _Added(f"{place}.access+", here, there, drive, land[place], km * per_km, _SOURCE),
            _Added(f"{place}.access-", there, here, drive, land[place], km * per_km, _SOURCE),
        ]
    for place in sorted({*on, *(p for p, _, _ in ways)}):
        road = state_id(place, "road")
        for vehicle in ("rail", "sea"):
            into, out = (ends.get((kind, vehicle), {}).get(place) for kind in ("load", "unload"))
            if into is not None and out is not None:
                c = land[place]
                found += [
                    _Added(f"{place}{TRANSFER}road.{vehicle}", road, heads[into], into, c),
                    _Added(f"{place}{TRANSFER}{vehicle}.road", tails[out], road, out, c),
                ]
    return found


def _access(
    network: Network, places: list[str], roads: list[str], land: dict[str, str]
) -> list[tuple[str, str, float]]:
    """Places with the nearest one of their country that has a drawn road, and kilometres of the great circle."""
    rows = network.places[["place_id", "lat", "lon"]].to_dict("records")
    at = {str(r["place_id"]): np.array([r["lat"], r["lon"]], float) for r in rows}
    out = []
    for place in places:
        same = [r for r in roads if land[r] == land[place] and r in at]
        if same and place in at:
            far = great_circle_km(*at[place], *np.array([at[r] for r in same]).T)
            out.append((place, same[int(np.argmin(far))], float(far.min())))
    return out


def _open(network: Network, before: int) -> Flags:
    """Arcs open to each group with roads beside what it uses; new ones are those from position ``before`` on."""
    from jibek.network.corridors import HINTERLANDS, RULES  # with the tables: only where a network is widened

    arcs = network.arcs
    lands = [c.split("-") for c in arcs["country"].to_numpy(object)]
    first, last = np.array([x[0] for x in lands]), np.array([x[-1] for x in lands])
    added = np.arange(len(arcs)) >= before
    families = [
        [s.partition("|")[2].partition("-")[0] for s in arcs[end].to_numpy(object)]
        for end in ("tail", "head")
    ]
    by_sea = np.array(["sea" in both for both in zip(*families, strict=True)])
    rolls_on = np.array(
        ["ferry" in both for both in zip(*families, strict=True)]
    )  # a truck's ferry takes trucks alone
    by_truck = np.array([{"rail", "sea"}.isdisjoint(both) for both in zip(*families, strict=True)])
    banned = {x for g in network.groups if (x := spared_end(g))}
    out = np.array(network.open, bool)
    for i, group in enumerate(network.groups):
        corridor = corridor_of(group)
        if doors_of(group):
            continue
        rule = RULES[corridor]
        free = ~np.isin(first, list((banned - {spared_end(group)}) | rule.shut))
        free &= ~np.isin(last, list((banned - {spared_end(group)}) | rule.shut))
        if corridor == "road":
            out[i] |= added & by_truck & free
            continue
        border = (first != last) & ((first == "CN") | (last == "CN"))
        free &= ~border | np.isin(first, list(rule.by)) | np.isin(last, list(rule.by))
        if rule.inland_only:
            free &= np.array(
                [
                    HINTERLANDS.get(a, "europe") == HINTERLANDS.get(b, "europe")
                    for a, b in zip(first, last, strict=True)
                ]
            )
        twin = network.groups.index("road" + group[len(corridor) :])
        roads = network.open[twin] & ~rolls_on
        out[i] |= (roads | (added & (~by_sea | (corridor == "sea")))) & free
    return out
