"""Differences of headline numbers between runs, with their intervals: from the tables alone.

Reads   headline, headline_by_world, worlds of each run
Method  median, P5 and P95 of the differences world by world, where both runs have the same worlds with the same
        weights: what both have in common cancels

Reference: Law (2015), Simulation Modeling and Analysis, 11.2 (common random numbers).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jibek.answers.ensemble import LEAST_EFFECTIVE
from jibek.answers.frames import HIGH, LOW
from jibek.ground.uncertainty import quantile
from jibek.ground.values import plain

Tables = Mapping[str, pd.DataFrame]
NOTICED = 0.001  # of a number: a smaller change, however sure, is not what a reader came for

Key = tuple[str, str]  # headline id, reporter ("" for none)


@dataclass(frozen=True, slots=True)
class Difference:
    """One headline number in each run; the difference is the last less the first, within low to high."""

    id: str
    name: str
    short: str
    unit: str
    reporter: str | None
    values: tuple[float | None, ...]
    difference: float | None
    low: float | None
    high: float | None
    explain: tuple[str, str, str]

    @property
    def changed(self) -> bool:
        """Whether the difference is more than the rounding of the arithmetic."""
        scale = max((abs(v) for v in self.values if v is not None), default=0.0)
        return self.difference is not None and abs(self.difference) > 1e-12 * scale

    @property
    def may_be_nothing(self) -> bool:
        """Whether the interval holds no change."""
        return self.low is not None and self.high is not None and self.low <= 0 <= self.high

    @property
    def relative(self) -> float:
        """Size of the difference as a share of the first value; of what is a percentage already, of the whole."""
        if self.difference is None:
            return 0.0
        whole = 100.0 if self.unit in ("%", "percent") else next((abs(v) for v in self.values if v), None)
        return abs(self.difference) / whole if whole else math.inf

    def weight(self) -> tuple[int, float, float]:
        """What rows are put in order by, the largest first: size against the interval's half-width.

        Before that: what moves by ``NOTICED`` of itself or more, what moves by less, what may be nothing, what stands
        still, what is not known.
        """
        if self.difference is None or not self.changed:
            return -2 if self.difference is None else -1, 0.0, 0.0
        rank = 0 if self.may_be_nothing else 2 if self.relative >= NOTICED else 1
        if self.low is None or self.high is None:
            return rank, 0.0, self.relative
        half = (self.high - self.low) / 2
        return rank, abs(self.difference) / half if half > 0 else math.inf, self.relative


def differences(runs: Sequence[Tables]) -> Iterator[Difference]:
    """Every headline number that one of the runs has, in the order of the tables.

    Parameters
    ----------
    runs
        Tables of each run by name.
    """
    tables = [_by_key(_rows(run, "headline"), "id") for run in runs]
    moves = _by_world(runs[0], runs[-1])
    for key in dict.fromkeys(key for table in tables for key in table):
        row = next(table[key] for table in reversed(tables) if key in table)
        values = tuple(table[key]["value"] if key in table else None for table in tables)
        a, b = values[0], values[-1]
        difference = None if a is None or b is None else b - a
        low = high = None
        if difference is not None and key in moves:
            difference, low, high = moves[key]
        yield Difference(
            id=key[0],
            name=str(row.get("name") or key[0]),
            short=str(row.get("short") or row.get("name") or key[0]),
            unit=str(row.get("unit") or ""),
            reporter=key[1] or None,
            values=values,
            difference=difference,
            low=low,
            high=high,
            explain=("headline", "|".join(key), "value"),
        )


def _by_key(rows: list[dict[str, Any]], column: str) -> dict[Key, dict[str, Any]]:
    return {(str(row[column]), str(row.get("reporter") or "")): row for row in rows}


def _by_world(first: Tables, last: Tables) -> dict[Key, tuple[float, float | None, float | None]]:
    """Per headline number: median and ends of the last less the first over their common worlds."""
    weights = [{row["world"]: row["weight"] for row in _rows(run, "worlds")} for run in (first, last)]
    common = [w for w, weight in weights[0].items() if weight > 0 and weights[1].get(w, 0.0) > 0]
    if not common or not _alike(weights, common):
        return {}
    found = {}
    samples = [_values(run) for run in (first, last)]
    for key in samples[0].keys() & samples[1].keys():
        a, b = samples[0][key], samples[1][key]
        pairs = [(b[w] - a[w], weights[0][w]) for w in common if w in a and w in b]
        if not pairs:
            continue
        values, weight = (np.array(column) for column in zip(*pairs, strict=True))
        effective = weight.sum() ** 2 / (weight**2).sum()
        ends = [quantile(values, weight, p) if effective >= LEAST_EFFECTIVE else None for p in (LOW, HIGH)]
        found[key] = quantile(values, weight, 0.5), ends[0], ends[1]
    return found


def _alike(weights: Sequence[Mapping[int, float]], common: Sequence[int]) -> bool:
    """Whether worlds weigh the same in both runs but for those that one of them lacks."""
    a, b = (np.array([weight[w] for w in common]) for weight in weights)
    return bool(np.allclose(a / a.sum(), b / b.sum(), rtol=1e-9, atol=0.0))


def _values(run: Tables) -> dict[Key, dict[int, float]]:
    found: dict[Key, dict[int, float]] = {}
    for row in _rows(run, "headline_by_world"):
        if row["value"] is not None:
            key = (str(row["headline"]), str(row.get("reporter") or ""))
            found.setdefault(key, {})[int(row["world"])] = row["value"]
    return found


def _rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    """Rows as plain values; none where the run lacks the table."""
    return plain(tables[name]) if name in tables else []
