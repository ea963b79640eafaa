"""What a stage can show for its result: a number computed by code that shares nothing with the solver."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jibek.ground.errors import Problem


@dataclass(frozen=True, slots=True)
class Certificate:
    """``value`` at or below ``tolerance`` is in order; ``reason`` says why the tolerance is what it is."""

    stage: str
    name: str
    value: float
    tolerance: float
    reason: str = ""

    @property
    def ok(self) -> bool:
        return math.isfinite(self.value) and self.value <= self.tolerance

    def problem(self, where: str, fix: str) -> Problem:
        """What is wrong with one that does not hold."""
        expected = f"at most {self.tolerance:g}: {self.reason}"
        return Problem(f"{self.stage}.{self.name}", where, value=self.value, expected=expected, fix=fix)

    def to_json(self) -> dict[str, object]:
        value = self.value if math.isfinite(self.value) else None
        return {
            "stage": self.stage,
            "name": self.name,
            "value": value,
            "tolerance": self.tolerance,
            "ok": self.ok,
            "reason": self.reason,
        }
