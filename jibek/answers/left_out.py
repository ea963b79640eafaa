"""How often a figure lies where worlds that were not told it say it lies.

    row      year  label   observed     P5    P50    P95   below  within
    V056     2023  fitted        28   25.9   27.4   29.9    0.58  yes       worlds weighed without it
    AL-2019  2019  seen       3,500  2,900  3,600  4,400    0.46  yes       worlds of 2019, weighed by rows of 2023

Reads   worlds of the baseline in the base year and in other years, observations
Gives   for each row what worlds weighed without it foresee, its own error and the drift of its year on top, and where
        in that it lies

Method  leave-one-out importance weights, a world's weight over its likelihood of the row: Gelfand, Dey and Chang
        (1992), Model determination using predictive distributions with implementation via sampling-based methods
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jibek.answers.ensemble import Ensemble, Weighed, effective, having
from jibek.answers.quantities import QUANTITIES
from jibek.ground.arrays import Array
from jibek.ground.uncertainty import blurred, quantile
from jibek.record.observations import Observation

# Effective worlds below which a row is not judged: their P5 and P95 say nothing.
LEAST = 8

_ENDS = (0.05, 0.5, 0.95)


def left_out(weighed: Weighed) -> pd.DataFrame:
    """Each row that weighs worlds, judged by the worlds weighed without it.

    Returns
    -------
    frame
        observation_id, quantity, year, label, observed, p5, p50, p95, below (part of what is foreseen that lies below
        what was observed), within (P5 to P95), effective; ends and within are missing where too few worlds judge.
    """
    rows = []
    for o in weighed.rows:
        at, (modelled,) = having(f"quantities:{o.quantity}", weighed.weight, weighed.values)
        misfit = np.array([o.misfit(m) for m in modelled])
        rows.append(_judged(o, modelled, weighed.weight[at] * np.exp(0.5 * misfit**2), 0.0))
    return pd.DataFrame(rows)


def of_year(year: int, found: Ensemble, rows: Sequence[Observation]) -> pd.DataFrame:
    """The rows of another year that judge the model, by worlds settled in it; columns as of `left_out`."""
    judged = []
    for o in rows:
        if o.label == "fitted" or o.year != year or QUANTITIES[o.quantity].year is not None:
            continue
        modelled, weight = found.column(f"quantities:{o.quantity}")
        judged.append(_judged(o, modelled, weight, found.drift_of(QUANTITIES[o.quantity].unit)))
    return pd.DataFrame(judged)


def coverage(frame: pd.DataFrame) -> float:
    """The part of the judged rows that lies within P5 to P95; not a number where none was judged."""
    return float(frame["within"].dropna().astype(float).mean())


def _judged(o: Observation, modelled: Array, weight: Array, drift: float) -> dict[str, Any]:
    row: dict[str, Any] = {
        "observation_id": o.observation_id,
        "quantity": o.quantity,
        "year": o.year,
        "label": o.label,
        "observed": o.value,
    }
    total = float(weight.sum())
    known = effective(weight / total) if total > 0 else 0.0
    if known < LEAST:
        return row | dict.fromkeys(("p5", "p50", "p95", "below", "within")) | {"effective": known}
    foreseen, each = blurred(modelled * o.part, weight / total, math.hypot(o.error, drift))
    low, middle, high = (quantile(foreseen, each, p) for p in _ENDS)
    return row | {
        "p5": low,
        "p50": middle,
        "p95": high,
        "below": float(each[foreseen < o.value].sum()),
        "within": low <= o.value <= high,
        "effective": known,
    }
