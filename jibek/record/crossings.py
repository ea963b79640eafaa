"""Crossings with assumptions of their own, by gateway.

Reads   crossings
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jibek.record.facts import Facts


@dataclass(frozen=True, slots=True)
class Crossing:
    """Ids of assumptions and facts, empty where there is none; ``acceptance`` given: played train by train.

    ``counted_with`` names what joint counts of trains are about, ``total_hours`` a crossing time in all.
    """

    gateway_id: str
    acceptance: str = ""
    clearance: str = ""
    other_trains_out: str = ""
    other_trains_in: str = ""
    windy_days: str = ""
    counted_with: str = ""
    total_hours: str = ""

    def other_trains(self, direction: str) -> str:
        """Assumption of the trains a day that are no container trains, ``out`` or ``in``."""
        return self.other_trains_out if direction == "out" else self.other_trains_in


def crossings(facts: Facts) -> dict[str, Crossing]:
    """Rows of the table by gateway id; nobody may change it."""
    return facts.remembered("crossings", _crossings)


def _crossings(facts: Facts) -> dict[str, Crossing]:
    columns = Crossing.__dataclass_fields__
    return {
        row["gateway_id"]: Crossing(**{name: row[name] or "" for name in columns})
        for row in facts.table("crossings").to_dict("records")
    }
