"""What the map shows, before any window is chosen: ribbons of freight, gateways with their waits, the
network, boundaries where the report was given some.

Reads   network.places, network.arcs, network.gateways, flows.arc_flows, flows.paths, simulation.waits, routes.od
Writes  nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jibek.report.drawing.carried import carried
from jibek.report.input import ReportInput
from jibek.report.wording.names import Names
from jibek.report.wording.numbers import known

FAINT = 4e-3  # part of the busiest place's tonnes below which a gateway is not drawn


class Atlas:
    """Everything on the map that does not depend on the window."""

    def __init__(self, report: ReportInput, names: Names) -> None:
        self.names = names
        self.boundaries = report.boundaries
        self.where = {
            p: (float(r["lon"]), float(r["lat"])) for p, r in names.places.items() if known(r.get("lon"))
        }
        self.ribbons = [r for r in carried(report.tables) if r.a in self.where and r.b in self.where]
        land = [r.tonnes for r in self.ribbons if r.corridor != "sea"]
        self.largest = max(land, default=0.0)
        self.directed = any(r.parts.shape[1] > 1 for r in self.ribbons)
        self.tonnes: dict[str, float] = {}
        for ribbon in self.ribbons:
            if ribbon.corridor != "sea":
                for p in (ribbon.a, ribbon.b):
                    self.tonnes[p] = self.tonnes.get(p, 0.0) + ribbon.tonnes
        od = report.table("routes.od")
        ends = [od[c] for c in ("origin", "destination") if c in od]
        self.told = {str(p) for column in ends for p in column if p in self.where}
        self.network = self._links(report.table("network.arcs"))
        self.gateways = self._gateways(report)
        self.longest = max((g["hours"] for g in self.gateways), default=0.0)

    def through(self, ends: Sequence[str]) -> float:
        """Tonnes that touch a gateway's busier side, ships to seaports left out."""
        return max(self.tonnes.get(p, 0.0) for p in ends)

    def subject(self, gateway: dict[str, Any]) -> float:
        """How near a gateway is to what the report is about: the rail crossings of the two first, then Kazakhstan's."""
        countries = {self.names.places[p].get("country") for p in gateway["ends"]}
        if "KZ" not in countries or gateway["mode"] not in ("rail", "port", "ferry"):
            return 0.0
        return 1.0 if countries == {"CN", "KZ"} else 0.3

    def _links(self, arcs: pd.DataFrame) -> list[tuple[str, str]]:
        if not {"tail", "head", "kind", "mode"} <= set(arcs.columns):
            return []
        moving = arcs[arcs["kind"].isin(["haul", "border"]) & arcs["mode"].isin(["rail", "road", "ferry"])]
        pairs = {
            tuple(sorted((str(t).partition("|")[0], str(h).partition("|")[0])))
            for t, h in zip(moving["tail"], moving["head"], strict=True)
        }
        return sorted((a, b) for a, b in pairs if a != b and a in self.where and b in self.where)

    def _gateways(self, report: ReportInput) -> list[dict[str, Any]]:
        """A circle per gateway: the mode with the longest mean wait stands for it."""
        waits = report.table("simulation.waits")
        found: dict[str, dict[str, Any]] = {}
        for row in waits.to_dict("records"):
            ends = self.names.ends(str(row["gateway_id"]))
            if not known(row["hours_mean"]) or not set(ends) <= set(self.where):
                continue
            if self.tonnes and self.through(ends) < FAINT * max(self.tonnes.values()):
                continue  # what carries next to nothing would only cover what matters
            a, b = (np.array(self.where[p]) for p in ends)
            old = found.get(str(row["gateway_id"]))
            if old is None or row["hours_mean"] > old["hours"]:
                at = (a + b) / 2
                found[str(row["gateway_id"])] = {
                    **{str(k): v for k, v in row.items()},
                    "hours": float(row["hours_mean"]),
                    "lon": at[0],
                    "lat": at[1],
                    "ends": ends,
                }
        return sorted(found.values(), key=lambda g: -g["hours"])
