"""The frames of the network, as declared in ``jibek.network.tables``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import BOXED, CLASSES
from jibek.network.arcs import Arc
from jibek.network.cost.priced import Priced
from jibek.network.cost.steps import RestsOn
from jibek.network.dated import Figure
from jibek.network.gateways import Gateway, gateway_name, shut_share
from jibek.network.inputs import LANGUAGES, Place
from jibek.network.periods import Stop, days_of
from jibek.scenario import NetworkPart
from jibek.sources.gazetteer import bare

if TYPE_CHECKING:
    from jibek.network.facilities import Facility, Limit


def places(known: Mapping[str, Place]) -> pd.DataFrame:
    """One row a place, in the order of the nodes table."""
    found = list(known.values())
    return pd.DataFrame(
        {
            "place_id": [p.place_id for p in found],
            "name": [p.name for p in found],
            **{f"name_{x}": _texts(p.local[x] for p in found) for x in LANGUAGES},
            "country": [p.country for p in found],
            "network_country": [p.network_country for p in found],
            "kind": [p.kind for p in found],
            "lat": [p.lat for p in found],
            "lon": [p.lon for p in found],
            "gauge_mm": pd.Series(["/".join(p.gauges) or None for p in found], dtype=object),
        }
    )


def states(known: Sequence[tuple[str, str, str]], places: Mapping[str, Place]) -> pd.DataFrame:
    """One row a state."""
    lands = [places[p].country if p in places else p.partition(":")[2] for _, p, _ in known]
    return pd.DataFrame(
        {
            "state_id": [s for s, _, _ in known],
            "place_id": [p for _, p, _ in known],
            "mode": [m for _, _, m in known],
            "country": lands,
        }
    )


def steps(known: Sequence[Arc]) -> pd.DataFrame:
    """What ``network.arcs`` tells of arcs but for what they take; one row an arc."""
    return pd.DataFrame(
        {
            "arc_id": [a.arc_id for a in known],
            "tail": [a.tail for a in known],
            "head": [a.head for a in known],
            "mode": [a.vehicle for a in known],
            "kind": [a.kind for a in known],
            "distance_km": [a.link.distance_km if a.link else 0.0 for a in known],
            "link_id": _texts(a.link.link_id if a.link else "" for a in known),
            "gateway_id": _texts(a.gateway.gateway_id if a.gateway else "" for a in known),
            "facility_id": _texts(a.facility_id for a in known),
            "country": ["-".join(dict.fromkeys(a.lands)) for a in known],
        }
    )


def arcs(known: pd.DataFrame, collected_by: Sequence[str], prices: Priced) -> pd.DataFrame:
    """One row an arc: the steps with who collects and what they take."""
    rests = {f"{part}_rests_on": prices.words[:, 1 + i] for i, part in enumerate(RestsOn._fields)}
    return known.assign(
        collected_by=_texts(collected_by),
        hours_mean=prices.hours[:, 1],
        hours_p10=prices.hours[:, 0],
        hours_p90=prices.hours[:, 2],
        usd_per_feu=prices.usd_per_feu[:, 1],
        usd_per_feu_low=prices.usd_per_feu[:, 0],
        usd_per_feu_high=prices.usd_per_feu[:, 2],
        co2e_kg_per_tonne_container=prices.co2e[:, BOXED, 1],
        co2e_kg_per_tonne_container_low=prices.co2e[:, BOXED, 0],
        co2e_kg_per_tonne_container_high=prices.co2e[:, BOXED, 2],
        co2e_kg_per_teu=prices.co2e_per_teu,
        source=prices.words[:, 0].tolist(),
        **{name: pd.Series(words, dtype=object) for name, words in rests.items()},
    )


def _ids(rests_on: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(rests_on))


def _texts(values: Any) -> pd.Series:
    return pd.Series([v or None for v in values], dtype=object)


def arc_classes(known: Sequence[Arc]) -> pd.DataFrame:
    """One row an arc and class, without figures."""
    ids = np.array([a.arc_id for a in known], dtype=object)
    classes = np.tile(np.array(CLASSES, dtype=object), len(known))
    return pd.DataFrame({"arc_id": np.repeat(ids, len(CLASSES)), "class": classes})


def arc_costs(
    known: pd.DataFrame, prices: Priced, usd: Array, income: Array, co2e: Array, units: Array
) -> pd.DataFrame:
    """One row an arc and class; arrays of shape (class, arc)."""
    return known.assign(
        usd_per_tonne=usd.T.ravel(),
        income_usd_per_tonne=income.T.ravel(),
        co2e_kg_per_tonne=co2e.T.ravel(),
        units_per_tonne=units.T.ravel(),
        rests_on=pd.Series(prices.by_class.ravel(), dtype=object),
    )


def gateways(
    known: Sequence[Gateway],
    places: Mapping[str, Place],
    scenario: NetworkPart,
    capacities: Mapping[str, Figure],
    clearances: Mapping[str, Figure],
    left: Mapping[str, float],
    stops: Sequence[Stop],
) -> pd.DataFrame:
    """One row a gateway that is open, sorted by id."""
    rows = []
    for g in sorted(known, key=lambda g: g.gateway_id):
        change = scenario.gateway.get(g.gateway_id)
        a, b = places[g.place_a], places[g.place_b]
        capacity, clearing = capacities[g.gateway_id], clearances[g.gateway_id]
        rows.append(
            {
                "gateway_id": g.gateway_id,
                "mode": g.mode,
                "name": gateway_name(g, places),
                "place_a": g.place_a,
                "place_b": g.place_b,
                "country_a": a.network_country,
                "country_b": b.network_country,
                "lat": (a.lat + b.lat) / 2,
                "lon": (a.lon + b.lon) / 2,
                "capacity_per_day": capacity.value * left[g.gateway_id],
                "unit": g.unit,
                "clearance_hours": clearing.value,
                "clearance_waits": clearing.waits,
                "closed_share": shut_share(stops, g.gateway_id, scenario.year),
                "closed": " ".join(change.closed) or None if change else None,
                "is_simulated": g.played,
                "capacity_basis": capacity.basis,
                "clearance_basis": clearing.basis,
                "source": "; ".join(dict.fromkeys((capacity.source, clearing.source))),
                "capacity_rests_on": _ids(capacity.rests_on) or None,
                "clearance_rests_on": _ids(clearing.rests_on) or None,
            }
        )
    return pd.DataFrame(rows)


_WAYS = {"out": "away from China", "in": "towards China"}


def facilities(
    known: Sequence[Facility], limits: Sequence[Limit], places: Mapping[str, Place], year: int
) -> pd.DataFrame:
    """One row a facility, in the order of ``capacity_per_day``."""
    rows, days = [], len(days_of(year))
    for j, limit in zip(known, limits, strict=True):
        link, way = j.link, j.facility_id.rpartition(":")[2]
        if j.gateway is not None:
            name = f"{gateway_name(j.gateway, places)}, {_WAYS[way]}"
        else:
            assert link is not None
            ends = f"{bare(places[link.tail].name)} – {bare(places[link.head].name)}"
            way = way if j.kind == "sailing" else "both"
            name = ends if way == "both" else f"{ends}, {_WAYS[way]}"
        rows.append(
            {
                "facility_id": j.facility_id,
                "kind": j.kind,
                "gateway_id": j.gateway.gateway_id if j.gateway else None,
                "link_id": link.link_id if link else j.gateway.link or None if j.gateway else None,
                "direction": way,
                "mode": j.gateway.mode if j.gateway else link.mode if link else None,
                "name": name,
                "unit": j.gateway.unit if j.gateway else "trains" if j.kind == "section" else "tonnes",
                "capacity_per_day": limit.capacity,
                "sailings_per_day": limit.sailings_per_day,
                "basis": limit.basis.basis,
                "rests_on": ";".join(limit.basis.rests_on) or None,
                "days": days,
            }
        )
    return pd.DataFrame(rows)
