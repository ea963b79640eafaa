"""Differences of headline numbers between runs, with their intervals: from the tables alone.

Reads   headline, intervals, simulation_replications of each run
Writes  difference, difference_low, difference_high of headline
Method  assumptions one at a time, moved in both runs together; replications paired, for equal draws;
        the parts joined by root sum of squares (first order: interactions of assumptions are left out)

Reference: Law (2015), Simulation Modeling and Analysis, 10.2 (paired t), 11.2 (common random numbers).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jibek.ground.uncertainty import half_width, root_sum
from jibek.ground.values import plain

Tables = Mapping[str, pd.DataFrame]
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

    def weight(self) -> tuple[float, float]:
        """Size against the interval's half-width, then against the value: the largest come first."""
        if self.difference is None or not self.changed:
            return (-1.0, 0.0) if self.difference is not None else (-2.0, 0.0)
        first = next((v for v in self.values if v), None)
        relative = abs(self.difference / first) if first else math.inf
        if self.low is None or self.high is None:
            return (0.0, relative)
        half = (self.high - self.low) / 2
        return (abs(self.difference) / half if half > 0 else math.inf, relative)


def differences(runs: Sequence[Tables]) -> Iterator[Difference]:
    """Every headline number that one of the runs has, in the order of the tables.

    Parameters
    ----------
    runs
        Tables of each run by name.
    """
    tables = [_by_key(_rows(run, "headline"), "id") for run in runs]
    first, last = runs[0], runs[-1]
    moves = _assumption_moves(first, last)
    noise = _paired(first, last)
    for key in dict.fromkeys(key for table in tables for key in table):
        row = next(table[key] for table in reversed(tables) if key in table)
        values = tuple(table[key]["value"] if key in table else None for table in tables)
        a, b = values[0], values[-1]
        difference = None if a is None or b is None else b - a
        low = high = None
        if difference is not None and (key in moves or key in noise):
            down, up = root_sum(moves.get(key, []), noise.get(key, 0.0))
            low, high = difference - down, difference + up
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


def _assumption_moves(first: Tables, last: Tables) -> dict[Key, list[tuple[float, float]]]:
    """Per headline number: how far the difference moves with each assumption at its low and its high end.

    An assumption that only one run moved is taken as not moving the other, the wider of the two readings.
    """
    shifts = [_shifts(run) for run in (first, last)]
    found: dict[Key, list[tuple[float, float]]] = {}
    for key in dict.fromkeys(k for shift in shifts for k in shift):
        a, b = (shift.get(key, {}) for shift in shifts)
        found[key] = [
            (
                b.get(name, (0.0, 0.0))[0] - a.get(name, (0.0, 0.0))[0],
                b.get(name, (0.0, 0.0))[1] - a.get(name, (0.0, 0.0))[1],
            )
            for name in dict.fromkeys([*a, *b])
        ]
    return found


def _shifts(run: Tables) -> dict[Key, dict[str, tuple[float, float]]]:
    """headline number → assumption → (value at its low less central, value at its high less central)."""
    values: dict[Key, dict[str, dict[str, float]]] = {}
    for row in _rows(run, "intervals"):
        key = (str(row["headline"]), str(row.get("reporter") or ""))
        if row["value"] is not None:
            values.setdefault(key, {}).setdefault(str(row["assumption_id"]), {})[row["level"]] = row["value"]
    central = {key: row["value"] for key, row in _by_key(_rows(run, "headline"), "id").items()}
    found: dict[Key, dict[str, tuple[float, float]]] = {}
    for key, by_assumption in values.items():
        for name, at in by_assumption.items():
            middle = at.get("central", central.get(key))
            if middle is not None:
                low, high = at.get("low", middle) - middle, at.get("high", middle) - middle
                found.setdefault(key, {})[name] = (low, high)
    return found


def _paired(first: Tables, last: Tables) -> dict[Key, float]:
    """Half-width of the paired 95 % t interval per headline number, over replications that both runs have."""
    samples = [_replications(run) for run in (first, last)]
    found = {}
    for key in samples[0].keys() & samples[1].keys():
        a, b = samples[0][key], samples[1][key]
        differences = [b[r] - a[r] for r in sorted(a.keys() & b.keys())]
        if len(differences) >= 2:
            found[key] = half_width(differences)
    return found


def _replications(run: Tables) -> dict[Key, dict[int, float]]:
    found: dict[Key, dict[int, float]] = {}
    for row in _rows(run, "simulation_replications"):
        if row["value"] is not None:
            key = (str(row["headline"]), str(row.get("reporter") or ""))
            found.setdefault(key, {})[int(row["replication"])] = row["value"]
    return found


def _rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    """Rows as plain values; none where the run lacks the table."""
    return plain(tables[name]) if name in tables else []


def with_change(tables: Tables, base: Tables) -> pd.DataFrame:
    """The headline with its change against the base: difference, difference_low, difference_high.

    Parameters
    ----------
    tables, base
        headline, intervals and simulation_replications of the run and of its base.
    """
    found = {(d.id, d.reporter or ""): d for d in differences((base, tables))}
    frame = tables["headline"]
    changes = [found[key] for key in zip(frame["id"], frame["reporter"].fillna(""), strict=True)]
    return frame.assign(
        difference=pd.Series([d.difference for d in changes], index=frame.index, dtype="float64"),
        difference_low=pd.Series([d.low for d in changes], index=frame.index, dtype="float64"),
        difference_high=pd.Series([d.high for d in changes], index=frame.index, dtype="float64"),
    )
