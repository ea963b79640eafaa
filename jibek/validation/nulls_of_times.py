"""Null models of a transit time: the great circle at a constant speed.

default_speed   the speed assumed for links without one, of the slowest vehicle, and a usual detour; no stop at all;
                None by air, which has no links
usual_speed     the median speed of the visible rows by the same vehicles, the row itself left out
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median
from typing import Any

from jibek.ground.sphere import great_circle_km
from jibek.record import Facts
from jibek.validation.days import Unreadable
from jibek.validation.transit import Transit, vehicles

NAMES = ("default_speed", "usual_speed")
_SPEED = {"rail": "rail_speed_default_kmh", "road": "road_speed_default_kmh", "ship": "sea_speed_default_kmh"}


class Straight:
    """Days along the great circle between the ends of a row."""

    def __init__(self, facts: Facts, transit: Transit) -> None:
        self._facts, self._transit = facts, transit
        nodes = facts.table("nodes")
        self._at = {i: (a, b) for i, a, b in zip(nodes["id"], nodes["lat"], nodes["lon"], strict=True)}
        self._seen: list[tuple[tuple[Any, ...], frozenset[str], float]] = []
        for row in facts.table("transit_times").to_dict("records"):
            try:
                by, km = vehicles(row["mode"]), self._km(row["origin"], row["destination"])
            except Unreadable:
                continue
            self._seen.append((_key(row), by, km / (0.5 * (row["days_min"] + row["days_max"]))))

    def predict(self, row: Mapping[Any, Any]) -> dict[str, float | None]:
        """Days by each null model; None where no visible row is by such vehicles, or the row cannot be read."""
        try:
            by, km = vehicles(row["mode"]), self._km(row["origin"], row["destination"])
        except Unreadable:
            return dict.fromkeys(NAMES)
        speeds = [self._facts.assume(_SPEED[v]) * 24.0 for v in by if v in _SPEED]
        usual = [s for key, other, s in self._seen if other == by and key != _key(row)]
        return {
            "default_speed": km * self._facts.assume("straight_line_detour") / min(speeds)
            if speeds
            else None,
            "usual_speed": km / median(usual) if usual else None,
        }

    def _km(self, origin: str, destination: str) -> float:
        (a, b), (c, d) = (self._at[self._transit.place(p)] for p in (origin, destination))
        km = float(great_circle_km(a, b, c, d))
        if not km > 0 or math.isnan(km):
            raise Unreadable("both ends are one place")
        return km


def _key(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """What makes two rows the same journey, whatever they say of its days."""
    return tuple(str(row[c]) for c in ("origin", "destination", "mode", "via", "year", "kind"))
