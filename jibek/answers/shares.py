"""What a headline number rests on: the part of its variance that each assumption brings, and what to measure next.

Reads   worlds with their weights
Writes  rests_on, measure_next

    first order   square of the weighted correlation of the number's rank with the score, less what chance gives
    total         the same in a fit of the number's rank on all scores that matter, squares and products included
    narrowing     a quantity known to 5 % would take its square of correlation from the variance, less its own noise

Ranks, since a number may answer steeply; scores of worlds are nearly independent, so the shares of all add up to at
most one, and what is missing is interaction, small effects and noise. With few worlds a share has an error of a tenth
and more: it stands beside it.

Reference: Saltelli et al. (2008), Global Sensitivity Analysis, 1.2.5 (regression on ranks), 4.6 (given data).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.answers.ensemble import having
from jibek.answers.headline import ITEMS, Item
from jibek.answers.quantities import QUANTITIES
from jibek.answers.tables import MEASURE_NEXT, RESTS_ON
from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.answers.ensemble import Ensemble

MOST = 10  # assumptions told of a headline number
_FITTED = 5  # of them, those whose squares and products are fitted too
MEASURED = 0.05  # relative error of a new measurement


def rests_on(found: Ensemble | None) -> pd.DataFrame:
    """rests_on: assumptions with the largest shares of each headline number's variance."""
    rows: list[dict[str, Any]] = []
    for item, at, weight, y in _moving(found):
        x = _standard(found.z[at], weight)  # type: ignore[union-attr]
        first, error = _first_order(y, x, weight)
        order = np.argsort(-first, kind="stable")[:MOST]
        total = _total(y, x[:, order[:_FITTED]], weight)
        for place, k in enumerate(order):
            rows.append(
                {
                    "headline": item.id,
                    "reporter": item.reporter or None,
                    "assumption_id": found.prior.scored[k],  # type: ignore[union-attr]
                    "first_order": float(first[k]),
                    "first_order_error": float(error[k]),
                    "total": float(max(total[place], first[k])) if place < _FITTED else None,
                }
            )
    return RESTS_ON.check(pd.DataFrame(rows, columns=list(RESTS_ON.columns)))


def measure_next(found: Ensemble | None) -> pd.DataFrame:
    """measure_next: quantities whose measurement would narrow each headline number most."""
    rows: list[dict[str, Any]] = []
    for item, at, weight, y in _moving(found):
        told = []
        for name in QUANTITIES:
            known = [found.values[i].get(f"quantities:{name}") for i in at]  # type: ignore[union-attr]
            if any(k is None or not k > 0 for k in known):
                continue
            log = np.log(np.array(known, float))
            spread = float(weight @ (log - weight @ log) ** 2)
            if spread <= 1e-12:
                continue
            correlation = float(weight @ (y * _standard(log, weight)))
            told.append((correlation**2 * spread / (spread + MEASURED**2), name))
        for narrows, name in sorted(told, reverse=True)[:MOST]:
            rows.append(
                {
                    "headline": item.id,
                    "reporter": item.reporter or None,
                    "quantity_id": name,
                    "narrows_percent": 100.0 * (1.0 - float(np.sqrt(1.0 - min(narrows, 1.0)))),
                }
            )
    return MEASURE_NEXT.check(pd.DataFrame(rows, columns=list(MEASURE_NEXT.columns)))


def _moving(found: Ensemble | None) -> Iterator[tuple[Item, Array, Array, Array]]:
    """Headline numbers that worlds move: which worlds have the number, their weights, and its standard ranks there."""
    if found is None:
        return
    for item in ITEMS:
        at, (values,) = having(item.figure, found.weight, found.values)
        if len(values) < 3 or float(np.ptp(values)) <= 1e-9 * float(np.abs(values).max()):
            continue
        weight = found.weight[at] / found.weight[at].sum()
        yield item, at, weight, _standard(_ranks(values), weight)


def _ranks(values: Array) -> Array:
    return np.asarray(np.argsort(np.argsort(values, kind="stable"), kind="stable"), float)


def _standard(values: Array, weight: Array) -> Array:
    """With weighted mean 0 and variance 1, column by column."""
    centred = values - weight @ values
    spread = np.sqrt(weight @ centred**2)
    return np.asarray(centred / np.where(spread > 0, spread, 1.0))


def _first_order(y: Array, x: Array, weight: Array) -> tuple[Array, Array]:
    """Shares of variance and their standard errors, shape (score,) each."""
    effective = 1.0 / float((weight**2).sum())
    r2 = (weight @ (y[:, None] * x)) ** 2
    share = np.maximum((r2 * (effective - 1.0) - 1.0) / max(effective - 2.0, 1.0), 0.0)
    error = np.sqrt(4.0 * r2 * (1.0 - r2) ** 2 / effective + 2.0 / effective**2)
    return share, np.asarray(error)


def _total(y: Array, x: Array, weight: Array) -> Array:
    """Shares with squares and products, by a ridge fit: shape (score,)."""
    count = x.shape[1]
    pairs = [(i, j) for i in range(count) for j in range(i, count)]
    design = np.column_stack([x, *(x[:, i] * x[:, j] - float(i == j) for i, j in pairs)])
    scaled = design * np.sqrt(weight)[:, None]
    ridge = len(pairs) / (1.0 / float((weight**2).sum()))
    beta = np.linalg.solve(
        scaled.T @ scaled + ridge * np.eye(design.shape[1]), scaled.T @ (np.sqrt(weight) * y)
    )
    power = beta**2 * (scaled**2).sum(axis=0)
    return np.array(
        [power[k] + sum(power[count + n] for n, pair in enumerate(pairs) if k in pair) for k in range(count)]
    )
