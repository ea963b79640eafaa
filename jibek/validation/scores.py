"""How far predictions lay off: percentage errors, the part within P10 to P90, against null models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any


@dataclass(frozen=True, slots=True)
class Scored:
    """One row: error, a share of what was observed; within: whether it lay between P10 and P90, None without them."""

    error: float
    within: bool | None = None


def score(rows: Sequence[Scored]) -> dict[str, Any]:
    """Rows, median and mean of the errors in percent, share within; null where there are none."""
    inside = [r.within for r in rows if r.within is not None]
    errors = [100.0 * r.error for r in rows]
    return {
        "scored": len(rows),
        "median_absolute_percentage_error": median(errors) if errors else None,
        "mean_absolute_percentage_error": mean(errors) if errors else None,
        "share_within_p10_p90": mean(map(float, inside)) if inside else None,
    }


def error_of(predicted: float, observed: float, unit: str) -> float | None:
    """Share by which a prediction is off; a change in percent is compared as the level that it leaves."""
    if unit == "%":
        predicted, observed = 100.0 + predicted, 100.0 + observed
    return abs(predicted / observed - 1.0) if observed else None
