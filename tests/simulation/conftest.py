"""A small network of four gateways and a section, and facts that assume what the stage asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jibek.record.crossings import Crossing

ASSUMED = {
    "acceptance_daily_cv": 0.3,
    "clearance_cv": 0.35,
    "reloading_hours": 5.0,
    "wind_closure_hours": 8.0,
    "train_arrival_cv": 0.62,
    "other_train_arrival_cv": 1.0,
    "crossing_trains_outbound_share": 0.5,
    "trains_back_share_container": 1.0,
    "khorgos_other_trains_per_day_out": 1.0,
    "khorgos_other_trains_per_day_in": 1.0,
    "crossing_receiving_tracks": 17.0,
    "crossing_reloading_fronts": 7.0,
    "road_daily_cv": 0.2,
    "port_daily_cv": 0.75,
    "ship_call_tonnes": 5000.0,
    "section_queues_per_100km": 1.4,
    "simulation_warm_up_days": 28.0,
}
KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"


@dataclass(frozen=True)
class FakeFacts:
    """Assumptions by id, and tables of the package."""

    assumed: dict[str, float] = field(default_factory=lambda: dict(ASSUMED))
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def assume(self, name: str) -> float:
        return self.assumed[name]

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def fact(self, fact_id: str) -> float:
        raise KeyError(fact_id)

    def fact_ids(self, table: str, column: str) -> pd.Series:
        frame = self.tables[table]
        return pd.Series([f"{table}:{i}:{column}" for i in range(len(frame))], index=frame.index)

    def remembered(self, name: Any, make: Any, of: Any = ()) -> Any:
        return make(self)

    def but(self, **values: float) -> FakeFacts:
        return replace(self, assumed={**self.assumed, **values})


@dataclass(frozen=True)
class FakeNetwork:
    gateways: pd.DataFrame
    facilities: pd.DataFrame
    arcs: pd.DataFrame
    layers: None = None
    layout: None = None

    @property
    def usual(self) -> FakeNetwork:
        return self


def _gateway(
    name: str, mode: str, capacity: float, unit: str, clearance: float, simulated: bool
) -> dict[str, Any]:
    return {
        "gateway_id": name,
        "mode": mode,
        "capacity_per_day": capacity,
        "unit": unit,
        "clearance_hours": clearance,
        "clearance_waits": False,
        "is_simulated": simulated,
    }


@pytest.fixture
def network() -> FakeNetwork:
    gateways = pd.DataFrame(
        [
            _gateway(KHORGOS, "rail", 11.4, "trains", 12.0, True),
            _gateway("KZ_A-RU_B", "rail", 15.0, "trains", 2.0, False),
            _gateway("CN_R-KZ_R", "road", 200.0, "trucks", 16.0, False),
            _gateway("KZAAU", "port", 8000.0, "tonnes", 0.0, False),
        ]
    )
    facilities = [
        {
            "facility_id": f"{g['gateway_id']}:{direction}",
            "kind": "gateway",
            "gateway_id": g["gateway_id"],
            "link_id": None,
            "direction": direction,
            "mode": g["mode"],
            "unit": g["unit"],
            "capacity_per_day": g["capacity_per_day"],
        }
        for g in gateways.to_dict("records")
        for direction in ("out", "in")
    ]
    section = {
        "facility_id": "L071",
        "kind": "section",
        "gateway_id": None,
        "link_id": "L071",
        "direction": "both",
        "mode": "rail",
        "unit": "trains",
        "capacity_per_day": 24.0,
    }
    arcs = pd.DataFrame(
        {
            "kind": ["gauge_change", "haul"],
            "gateway_id": [KHORGOS, None],
            "link_id": [None, "L071"],
            "distance_km": [0.0, 308.0],
        }
    )
    return FakeNetwork(gateways, pd.DataFrame([*facilities, section]), arcs)


@pytest.fixture
def facts() -> FakeFacts:
    borders = pd.DataFrame(
        {
            "node_a": ["CN_KHORGOS"] * 3,
            "node_b": ["KZ_ALTYNKOL"] * 3,
            "mode": ["rail"] * 3,
            "metric": ["trains_per_day_avg", "trains", "crossing_time_outbound"],
            "value": [19.0, 7762.0, 34.8],
            "year": [2022.0, 2023.0, 2022.0],
        }
    )
    volumes = pd.DataFrame(
        {
            "object": ["CN_ALASHANKOU", "CN_KZ_both"],
            "measure": ["Trains H1", "Trains via both"],
            "year": [2022.0, 2024.0],
            "value": [3000.0, 16400.0],
            "unit": ["trains", "trains"],
            "all_trains": ["yes", "yes"],
            "part_from": ["2022-01-01", None],
            "part_to": ["2022-06-30", None],
            "growth_percent": [np.nan, 14.0],
        },
        dtype=object,
    )
    crossing = {"acceptance": "khorgos_acceptance_trains_per_day", "counted_with": "CN_KZ_both"}
    own = {f"other_trains_{way}": f"khorgos_other_trains_per_day_{way}" for way in ("out", "in")}
    crossings = pd.DataFrame(
        [
            {"gateway_id": KHORGOS, **crossing, **own},
            {"gateway_id": "CN_ALASHANKOU-KZ_DOSTYK", **crossing},
        ],
        columns=list(Crossing.__dataclass_fields__),
        dtype=object,
    )
    crossings = crossings.where(crossings.notna(), None)
    return FakeFacts(tables={"borders": borders, "volumes": volumes, "crossings": crossings})


@pytest.fixture
def loads(network: FakeNetwork) -> tuple[np.ndarray, np.ndarray]:
    """Loads a day and shares of container trains: Khorgos at 0.92 of its acceptance, the rest at 0.6, one idle."""
    capacity = network.facilities["capacity_per_day"].to_numpy()
    ratio = np.array([10.5 / 11.4, 0.6, 0.6, 0.0, 0.6, 0.6, 0.6, 0.6, 0.5])
    return capacity * ratio, np.full(len(capacity), 0.9)
