r"""A run of one small network, made by hand and kept like any other: two border crossings between China and Kazakhstan.

    CNSGH -- L1 -- CN_ONE == G1 == KZ_ONE -- L3 --.
      |                                           KZALA -- L8 -- KZTSE
    CNXIA -- L4 -- CN_TWO == G2 == KZ_TWO -- L6 --'

Costs are money alone where not said otherwise: a tonne waits at the crossings, whose delay is linear in the load.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from flow_cases import linear_curves

from jibek.flows import FlowDemand, assign, tables_of
from jibek.flows.frames import demand_frame
from jibek.ground import tablefile
from jibek.runs import registry
from jibek.scenario import Scenario

ONE, TWO = "CN_ONE-KZ_ONE", "CN_TWO-KZ_TWO"

PLACES = {
    "CNSGH": ("Shanghai (port)", "CN", 31.2, 121.5),
    "CNXIA": ("Xi'an", "CN", 34.3, 108.9),
    "CN_ONE": ("One", "CN", 44.0, 80.4),
    "KZ_ONE": ("One, far side", "KZ", 44.1, 80.1),
    "CN_TWO": ("Two", "CN", 45.2, 82.6),
    "KZ_TWO": ("Two, far side", "KZ", 45.3, 82.3),
    "KZALA": ("Almaty", "KZ", 43.3, 76.9),
    "KZTSE": ("Astana", "KZ", 51.1, 71.4),
}

# link, from, to, km, hours, gateway
LINKS = (
    ("L1", "CNSGH", "CN_ONE", 4000.0, 80.0, ""),
    ("L2", "CN_ONE", "KZ_ONE", 20.0, 4.0, ONE),
    ("L3", "KZ_ONE", "KZALA", 300.0, 10.0, ""),
    ("L4", "CNXIA", "CN_TWO", 3000.0, 60.0, ""),
    ("L5", "CN_TWO", "KZ_TWO", 20.0, 4.0, TWO),
    ("L6", "KZ_TWO", "KZALA", 300.0, 10.0, ""),
    ("L7", "CNSGH", "CNXIA", 1000.0, 20.0, ""),
    ("L8", "KZALA", "KZTSE", 1000.0, 25.0, ""),
)

CLASSES = ("container", "dry_bulk", "liquid_bulk", "general")
HOUR_USD = np.array([1.0, 0.1, 0.05, 0.5])
RETURNS = (1.0, 0.0, 0.0, 0.5)  # share of trains that comes back
TONNES_PER_TRAIN = np.array([1000.0, 2500.0, 2500.0, 1500.0])


def network(closed: tuple[str, ...] = (), capacity: float = 10.0) -> SimpleNamespace:
    """The network without the links that are closed; the crossings pass ``capacity`` trains a day each way."""
    links = [x for x in LINKS if x[0] not in closed]
    states = [f"{p}|{m}" for p in PLACES for m in ("gate", "rail-1435", "arrival")]
    index = {s: i for i, s in enumerate(states)}
    rows = []
    for link, a, b, km, hours, gate in links:
        for tail, head, sign in ((a, b, "+"), (b, a, "-")):
            way = "out" if sign == "+" else "in"
            rows.append(
                (f"{link}{sign}", f"{tail}|rail-1435", f"{head}|rail-1435", "rail", "border" if gate else "haul",
                 km, link, gate or None, f"{gate}:{way}" if gate else None, hours)
            )  # fmt: skip
    for place in PLACES:
        rows.append(
            (
                f"{place}.load",
                f"{place}|gate",
                f"{place}|rail-1435",
                "rail",
                "load",
                0.0,
                None,
                None,
                None,
                12.0,
            )
        )
        rows.append(
            (f"{place}.unload", f"{place}|rail-1435", f"{place}|arrival", "rail", "unload", 0.0, None, None, None,
             12.0)
        )  # fmt: skip
    columns = [
        "arc_id", "tail", "head", "mode", "kind", "distance_km", "link_id", "gateway_id", "facility_id", "hours_mean",
    ]  # fmt: skip
    arcs = pd.DataFrame(rows, columns=columns)
    gates = [x[5] for x in links if x[5]]
    names = [f"{g}:{way}" for g in gates for way in ("out", "in")]
    facility = np.array([names.index(f) if isinstance(f, str) else -1 for f in arcs["facility_id"]])
    units = np.where(facility >= 0, 1.0 / TONNES_PER_TRAIN[:, None], 0.0)
    usd = np.tile(arcs["distance_km"].to_numpy() * 0.02, (len(CLASSES), 1))
    return SimpleNamespace(
        arcs=arcs,
        facilities=pd.DataFrame(
            {
                "facility_id": names,
                "kind": "gateway",
                "unit": "trains",
                "name": [f"{n}, trains" for n in names],
                "capacity_per_day": capacity,
            }
        ),
        gateways=pd.DataFrame(
            [
                {
                    "gateway_id": g,
                    "mode": "rail",
                    "name": f"{PLACES[g.partition('-')[0]][0]} – {PLACES[g.partition('-')[2]][0]}",
                    "place_a": g.partition("-")[0],
                    "place_b": g.partition("-")[2],
                    "unit": "trains",
                    "lat": PLACES[g.partition("-")[0]][2],
                    "lon": PLACES[g.partition("-")[0]][3],
                }
                for g in gates
            ]
        ),
        tail=arcs["tail"].map(index).to_numpy(),
        head=arcs["head"].map(index).to_numpy(),
        fixed_hours=arcs["hours_mean"].to_numpy(),
        usd_per_tonne=usd,
        units_per_tonne=units,
        facility=facility,
        side=np.zeros(len(arcs), np.int8),
        kind=np.arange(len(CLASSES)),
        reverse=_reverse(names),
        returns=np.array(RETURNS),
        capacity_per_day=np.full(len(names), capacity),
        class_hour_usd=HOUR_USD,
        open=np.ones((2, len(arcs)), bool),
        groups=("northern", "road"),
        state_index=index,
    )


def _reverse(names: list[str]) -> np.ndarray:
    """By the first lane of the facility of the other direction: trains come back over the crossing."""
    out = np.full(2 * len(names), -1, np.int32)
    out[::2] = [2 * (f + 1 if f % 2 == 0 else f - 1) for f in range(len(names))]
    return out


# from, to, class, thousand tonnes a year
FREIGHT = (
    ("CNSGH", "KZALA", 0, 900.0),
    ("CNSGH", "KZTSE", 0, 300.0),
    ("CNXIA", "KZALA", 0, 600.0),
    ("CNXIA", "KZTSE", 3, 400.0),
    ("KZTSE", "CNXIA", 1, 500.0),
)


def freight(net: SimpleNamespace, rows: tuple[tuple[str, str, int, float], ...] = FREIGHT) -> FlowDemand:
    """All of them in the northern corridor."""
    at = net.state_index
    return FlowDemand(
        np.array([at[f"{a}|gate"] for a, _, _, _ in rows]),
        np.array([at[f"{b}|arrival"] for _, b, _, _ in rows]),
        np.array([k for _, _, k, _ in rows]),
        np.zeros(len(rows), np.int64),
        np.array([1e3 * t for _, _, _, t in rows]),
    )


def tables(
    net: SimpleNamespace, method: str = "projection", wanted: FlowDemand | None = None
) -> dict[str, pd.DataFrame]:
    """Tables of a run on the network, as the chain writes them."""
    wanted = freight(net) if wanted is None else wanted
    curves = linear_curves(np.full(len(net.capacity_per_day), 48.0))
    found = assign(net, curves, wanted, gap=1e-10, method=method, max_iterations=500)
    count = len(CLASSES)
    ids = net.arcs["arc_id"].to_numpy()
    states = pd.DataFrame({"state_id": list(net.state_index)})
    states["place_id"] = states["state_id"].str.partition("|")[0]
    states["mode"] = states["state_id"].str.partition("|")[2]
    states["country"] = states["place_id"].str[:2]
    return {
        **tables_of(net, curves, found),
        "network.arcs": net.arcs,
        "network.arc_costs": pd.DataFrame(
            {
                "arc_id": np.repeat(ids, count),
                "class": np.tile(CLASSES, len(ids)),
                "usd_per_tonne": net.usd_per_tonne.T.ravel(),
                "units_per_tonne": net.units_per_tonne.T.ravel(),
            }
        ),
        "network.gateways": net.gateways,
        "network.facilities": net.facilities,
        "network.states": states,
        "network.places": pd.DataFrame(
            [
                {"place_id": p, "name": n, "country": c, "kind": "city", "lat": y, "lon": x}
                for p, (n, c, y, x) in PLACES.items()
            ]
        ),
        "demand.tonnes": demand_frame(net, wanted),
        "demand.background": pd.DataFrame({"link_id": [], "tonnes_per_year": []}),
        "record.assumptions": pd.DataFrame(
            {
                "assumption_id": [
                    *(f"trains_back_share_{name}" for name in CLASSES),
                    "value_of_day_percent_dry_bulk",
                    "usd_per_tonne_dry_bulk",
                ],
                "value": [*RETURNS, 0.24, 1000.0],
            }
        ),
        "record.countries": pd.DataFrame({"iso3": ["CHN", "KAZ"], "name": ["China", "Kazakhstan"]}),
    }


def keep(folder: Path, frames: dict[str, pd.DataFrame], name: str = "hand") -> Path:
    """A run folder of these tables, with their bytes' hashes in its manifest."""
    (folder / "tables").mkdir(parents=True)
    listed = {}
    for table, frame in frames.items():
        declared = registry.tables()[table] if table.startswith("flows.") else None
        content = tablefile.to_bytes(frame, declared)
        (folder / "tables" / f"{table}.parquet").write_bytes(content)
        listed[table] = {"rows": len(frame), "sha256": hashlib.sha256(content).hexdigest()}
    scenario = {**Scenario.example("baseline").to_dict(), "name": name}
    manifest = {
        "run_id": hashlib.sha256(str(folder).encode()).hexdigest()[:16],
        "scenario": scenario,
        "created": "2023-05-01T12:00:00.000000+00:00",
        "year": 2023,
        "data_digest": "made by hand",
        "converged": True,
        "tables": listed,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
