"""A network small enough to work by hand: two crossings, the northern way, the Caspian and the sea.

                                 .- KH -. KA ---.              .- M (RU) --.
    A (CN) ----------------------|              |--- H (KZ) ---|           |--- D (DE)
      |                          '- AL -. KD ---'              '- C ~~ B --'
      '- S ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ R -- D

Trains change gauge at KA, KD and D; the box changes vehicle at C, B (Caspian), S and R (sea).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pandas as pd

from jibek.ground.vocabulary import CLASSES
from jibek.network.cost.subsidy import SUBSIDY

LAND = "northern"
KHORGOS, DOSTYK = "KH-KA", "AL-KD"
PLACES = {
    "A": "CN", "KH": "CN", "AL": "CN", "KA": "KZ", "KD": "KZ", "H": "KZ", "M": "RU", "C": "KZ", "B": "AZ",
    "D": "DE", "S": "CN", "R": "NL", "N": "XX",
}  # fmt: skip
# arc, tail, head, vehicle, kind, km, hours, P90, USD/FEU, low, high, kg/t, gateway, facility, country, corridors
N, T, S = "northern", "transcaspian", "sea"
ROWS = (
    ("load.A", "A|gate", "A|r5", "rail", "load", 0, 12, 20, 100, 80, 120, 1, "", "", "CN", (N, T, S)),
    ("A-KH", "A|r5", "KH|r5", "rail", "haul", 3000, 60, 72, 1200, 1000, 1500, 50, "", "", "CN", (N, T)),
    ("A-AL", "A|r5", "AL|r5", "rail", "haul", 3200, 64, 77, 1280, 1100, 1600, 54, "", "", "CN", (N, T)),
    ("KH-KA", "KH|r5", "KA|r5", "rail", "border", 6, 12, 18, 150, 100, 200, 0.1, KHORGOS, KHORGOS + ":out",
     "CN-KZ", (N, T)),
    ("AL-KD", "AL|r5", "KD|r5", "rail", "border", 12, 8, 12, 150, 100, 200, 0.2, DOSTYK, DOSTYK + ":out",
     "CN-KZ", (N, T)),
    ("gauge.KA", "KA|r5", "KA|r2", "rail", "gauge_change", 0, 5, 6, 250, 120, 400, 1.2, KHORGOS, "", "KZ", (N, T)),
    ("gauge.KD", "KD|r5", "KD|r2", "rail", "gauge_change", 0, 5, 6, 330, 250, 400, 1.2, DOSTYK, "", "KZ", (N, T)),
    ("KA-H", "KA|r2", "H|r2", "rail", "haul", 1400, 35, 45, 800, 400, 950, 25, "", "", "KZ", (N, T)),
    ("KD-H", "KD|r2", "H|r2", "rail", "haul", 1100, 30, 40, 650, 300, 780, 20, "", "", "KZ", (N, T)),
    ("H-M", "H|r2", "M|r2", "rail", "haul", 2400, 60, 75, 1400, 600, 1700, 26, "", "", "RU", (N,)),
    ("M-D", "M|r2", "D|r2", "rail", "haul", 2000, 70, 95, 1500, 900, 1900, 40, "", "", "RU", (N,)),
    ("gauge.D", "D|r2", "D|r5", "rail", "gauge_change", 0, 6, 9, 250, 120, 400, 1.2, "", "", "DE", (N,)),
    ("H-C", "H|r2", "C|r2", "rail", "haul", 2500, 70, 90, 1500, 600, 1750, 45, "", "", "KZ", (T,)),
    ("wait.C", "C|r2", "C|sea", "sea", "ferry_wait", 0, 48, 96, 150, 80, 300, 1.2, "C", "C:out", "KZ", (T,)),
    ("C-B", "C|sea", "B|sea", "sea", "haul", 470, 24, 30, 600, 450, 1100, 12, "", "", "KZ", (T,)),
    ("tranship.B", "B|sea", "B|r2", "sea", "tranship", 0, 30, 50, 150, 80, 300, 1.2, "B", "", "AZ", (T,)),
    ("B-D", "B|r2", "D|r5", "rail", "haul", 4000, 180, 240, 2600, 2000, 3600, 70, "", "", "GE", (T,)),
    ("A-S", "A|r5", "S|r5", "rail", "haul", 1100, 24, 30, 500, 400, 600, 19, "", "", "CN", (S,)),
    ("tranship.S", "S|r5", "S|sea", "sea", "tranship", 0, 72, 120, 150, 80, 300, 1.2, "S", "", "CN", (S,)),
    ("S-N", "S|sea", "N|sea", "sea", "haul", 9000, 300, 340, 600, 450, 900, 40, "", "", "XX", (S,)),
    ("N-R", "N|sea", "R|sea", "sea", "haul", 10000, 380, 430, 700, 500, 1000, 45, "", "", "XX", (S,)),
    ("tranship.R", "R|sea", "R|r5", "sea", "tranship", 0, 60, 100, 150, 80, 300, 1.2, "R", "", "NL", (S,)),
    ("R-D", "R|r5", "D|r5", "rail", "haul", 250, 8, 10, 250, 180, 320, 5, "", "", "DE", (S,)),
    ("unload.D", "D|r5", "D|arrival", "rail", "unload", 0, 12, 20, 100, 80, 120, 1, "", "", "DE", (N, T, S)),
    ("unload.M", "M|r2", "M|arrival", "rail", "unload", 0, 12, 20, 100, 80, 120, 1, "", "", "RU", (N, T, S)),
    ("unload.H", "H|r2", "H|arrival", "rail", "unload", 0, 12, 20, 100, 80, 120, 1, "", "", "KZ", (N, T, S)),
)  # fmt: skip
COLUMNS = (
    "arc_id tail head mode kind distance_km hours_mean hours_p90 usd_per_feu usd_per_feu_low usd_per_feu_high "
    "co2e_kg_per_tonne_container gateway_id facility_id country corridors"
).split()
TABLES = {
    "rates": pd.DataFrame({"currency": ["USD_CPI"], "year": [2025]}),
    "tariffs": pd.DataFrame({"mode": ["rail"], "item": ["haul"], "year": [2020]}),
    "borders": pd.DataFrame(
        {"node_a": ["KH"], "node_b": ["KA"], "mode": ["rail"], "metric": ["fee"], "year": [2022]}
    ),
    "country_groups": pd.DataFrame(
        {"group": ["EUROPE", "ALL"], "member": ["DEU", "CHN"], "iso2": ["DE", "CN"]}
    ),
}
FACILITIES = (KHORGOS + ":out", DOSTYK + ":out", "C:out")


@dataclass
class HandFacts:
    """Assumptions alone."""

    values: dict[str, float] = field(
        default_factory=lambda: {
            "leg_time_correlation": 0.5,
            "route_tonnes_per_feu": 14.0,
            "teu_cost_share_of_feu": 0.625,
            "air_ground_hours": 30.0,
            "air_detour": 1.1,
            "air_hours_per_1000_km": 1.25,
            "air_usd_per_tonne": 4000.0,
            "air_co2e_g_per_tkm": 700.0,
            "resource_share_rail": 0.65,
            SUBSIDY: 2500.0,
        }
    )

    def assume(self, name: str) -> float:
        return self.values[name]

    year = 2023

    @property
    def assumptions(self) -> pd.DataFrame:
        rows = [(n, 0.0, 2 * v, v, "USD/FEU" if n == SUBSIDY else "1") for n, v in self.values.items()]
        return pd.DataFrame(rows, columns=["assumption_id", "low", "high", "value", "unit"])

    def table(self, name: str) -> pd.DataFrame:
        return TABLES[name]

    def remembered(self, name, make, of=()):
        return make(self)

    def usd(self, amount: float, currency: str, year: int, to_year: int) -> float:
        return amount


def network(
    *, ban: str = "", closed: tuple[str, ...] = (), rows: tuple[tuple, ...] = ROWS
) -> SimpleNamespace:
    """The hand network; ``ban`` forbids transit over a country, ``closed`` leaves arcs out."""
    arcs = pd.DataFrame([r for r in rows if r[0] not in closed], columns=COLUMNS)
    corridors = arcs.pop("corridors")
    arcs["source"] = "by hand"
    kg = "co2e_kg_per_tonne_container"
    arcs[f"{kg}_low"], arcs[f"{kg}_high"], arcs["co2e_kg_per_teu"] = 0.5 * arcs[kg], 2 * arcs[kg], np.nan
    rail = (arcs["mode"] == "rail") & (arcs["kind"] == "haul")
    arcs["box_rests_on"] = np.where(rail, "tariffs:rail|haul|2020:value", "assumption:" + SUBSIDY)
    arcs["bulk_rests_on"] = "tariffs:rail|haul|2020:value"
    arcs["hours_p10"] = arcs["hours_mean"] * 0.8
    arcs["link_id"] = [a if k == "haul" else None for a, k in zip(arcs["arc_id"], arcs["kind"], strict=True)]
    arcs[["gateway_id", "facility_id"]] = arcs[["gateway_id", "facility_id"]].replace("", None)
    ids = sorted({*arcs["tail"], *arcs["head"]})
    index = {s: i for i, s in enumerate(ids)}
    groups = ("sea", "northern", "transcaspian")
    open_ = [[g in c for c in corridors] for g in groups]
    if ban:
        through = (arcs["country"] == ban).to_numpy()
        open_ += open_
        open_[:3] = [list(np.array(row) & ~through) for row in open_[3:]]
        groups += tuple(f"{g}:{ban}" for g in groups)
    usd, kg = arcs["usd_per_feu"].to_numpy(float) / 14, arcs["co2e_kg_per_tonne_container"].to_numpy(float)
    facility = [FACILITIES.index(f) if f in FACILITIES else -1 for f in arcs["facility_id"]]
    return SimpleNamespace(
        places=pd.DataFrame(
            {"place_id": list(PLACES), "name": list(PLACES), "country": list(PLACES.values())}
        ),
        states=pd.DataFrame({"state_id": ids}),
        arcs=arcs,
        facilities=pd.DataFrame({"facility_id": FACILITIES}),
        tail=np.array([index[t] for t in arcs["tail"]], np.int32),
        head=np.array([index[h] for h in arcs["head"]], np.int32),
        fixed_hours=arcs["hours_mean"].to_numpy(float),
        usd_per_tonne=np.array([usd * f for f in (1.0, 0.5, 0.6, 0.8)]),
        income_usd_per_tonne=0.35 * np.array([usd * f for f in (1.0, 0.5, 0.6, 0.8)]),
        co2e_kg_per_tonne=np.repeat(kg[None], len(CLASSES), axis=0),
        facility=np.array(facility, np.int32),
        capacity_per_day=np.array([11.0, 10.0, 5000.0]),
        state_index=index,
        groups=groups,
        class_hour_usd=np.array([0.2, 0.01, 0.02, 0.1]),
        open=np.array(open_, bool),
        stops=(),
        layout=None,
    )


def quantiles(khorgos: float = 1.0, extra: float = 0.0) -> pd.DataFrame:
    """Played waits at the two crossings, outbound, in hours; Khorgos scaled and shifted."""
    at = np.linspace(0, 1, 21)
    wait = -6 * np.log1p(-0.99 * at)
    parts = [
        pd.DataFrame({"gateway_id": g, "direction": "out", "quantile": at, "hours_open_days": h})
        for g, h in ((KHORGOS, wait * khorgos + extra), (DOSTYK, wait * 1.5))
    ]
    return pd.concat(parts, ignore_index=True)
