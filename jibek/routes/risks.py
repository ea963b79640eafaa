"""What is weak on a way: lengths, hours and capacities that nobody published, and days on which it is shut.

estimated_km   3,981 of 9,742    lengths that rest on an estimate
times          BYBQT-…           borders whose hours rest on assumptions alone
capacities     KZPPK-RUYEK       crossings whose vehicles a day rest on assumptions alone
shut           5 Dec to 8 Dec    days within the journey, or within the year where no day is asked for
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Shut:
    """Days on which a gateway lets nothing pass, both included; last: None where the end is not known."""

    gateway_id: str
    first: date
    last: date | None
    why: str

    def meets(self, first: date, last: date) -> bool:
        """Whether one of the days lies between two."""
        return self.first <= last and (self.last is None or self.last >= first)

    def to_json(self) -> dict[str, Any]:
        """Plain values, ISO days."""
        until = None if self.last is None else str(self.last)
        return {"gateway": self.gateway_id, "first_day": str(self.first), "last_day": until, "why": self.why}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Shut:
        """What ``to_json`` wrote."""
        last = told["last_day"]
        return cls(
            told["gateway"],
            date.fromisoformat(told["first_day"]),
            None if last is None else date.fromisoformat(last),
            told["why"],
        )


@dataclass(frozen=True, slots=True)
class Risks:
    """estimated_km: of the way, lengths of our own estimate; times, capacities: gateways without a published one."""

    estimated_km: float
    times: tuple[str, ...]
    capacities: tuple[str, ...]
    shut: tuple[Shut, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "estimated_km": round(self.estimated_km, 1),
            "times_not_published": list(self.times),
            "capacities_not_published": list(self.capacities),
            "closures": [s.to_json() for s in self.shut],
        }
