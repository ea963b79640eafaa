"""A series through all years: its figures where they are, a stated path between and beyond them.

Reads   data tables series, paths
Gives   the value of a path in any year, its growth between two years, and what both rest on

    in a year with a figure    the figure; where a range is printed, from its low to its high end by the score
    between two figures        the growth of the carrier, else even growth, bent so that both ends are met
    after the last figure      the growth of the carrier, else none, times the row's own growth a year
    before the first figure    the same backwards, at the central growth

A score from -1 to 1, an assumption, moves the path within its band: between two figures by ``between_percent`` times
the root of 2 a b / (a + b), a and b the years to either figure, so that it is nothing at the ends; beyond them by the
range of the growth a year, or by the root of the years before the first.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.sources.overlay import keys_of
from jibek.sources.tables import TABLES

BASE_YEAR = 2023  # of amounts that growth carries to another year

Score = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series; low, high: its range, the value where none is printed."""

    year: int
    value: float
    low: float
    high: float
    fact: str

    def at(self, score: float) -> float:
        """The figure moved within its range."""
        end = self.high if score > 0 else self.low
        return self.value * (end / self.value) ** abs(score)


@dataclass(frozen=True, slots=True)
class Path:
    """Figures in order of years and how they are joined; growth: percent a year after the last, three ends."""

    path_id: str
    points: tuple[Point, ...]
    carrier: str | None
    score: str
    between_percent: float
    growth: tuple[float, float, float]

    @property
    def last(self) -> int:
        """Year of the last figure: beyond it lies a forecast."""
        return self.points[-1].year


Paths = Mapping[str, Path]


def paths_of(tables: Mapping[str, pd.DataFrame]) -> Paths:
    """All paths of the data.

    Raises
    ------
    InputError
        ``record.invalid_paths``: no figure by the reporter, growth out of order, carriers that go in a circle; all of
        them at once.
    """
    found: dict[tuple[str, str], list[Point]] = {}
    frame = tables["series"]
    for key, row in zip(keys_of(TABLES["series"], frame), frame.to_dict("records"), strict=True):
        value = float(row["value"])
        low, high = (value if row[end] != row[end] else float(row[end]) for end in ("low", "high"))
        point = Point(int(row["year"]), value, low, high, f"series:{key}:value")
        found.setdefault((str(row["series_id"]), str(row["reporter"])), []).append(point)
    problems: list[Problem] = []
    paths: dict[str, Path] = {}
    for row in tables["paths"].to_dict("records"):
        named, whose = str(row["series_id"]), str(row["reporter"])
        points = sorted(found.get((named, whose), ()), key=lambda p: p.year)
        growth = (float(row["after_low"]), float(row["after_central"]), float(row["after_high"]))
        problems += _faults(row, points, growth, {who for series, who in found if series == named})
        carrier = row["carried_by"]
        paths[str(row["path_id"])] = Path(
            str(row["path_id"]), tuple(points), None if carrier is None else str(carrier), str(row["score"]),
            float(row["between_percent"]), growth,
        )  # fmt: skip
    problems += [
        Problem(
            "record.invalid_paths",
            "paths.csv",
            column="carried_by",
            value=p,
            expected="no circle of carriers",
        )
        for p in paths
        if _circles(p, paths)
    ]
    refuse("record.invalid_paths", "the table of paths is not consistent", problems)
    return paths


def _faults(
    row: Mapping[Any, Any], points: list[Point], growth: tuple[float, float, float], whose: set[str]
) -> list[Problem]:
    problems = []
    if not points:
        fix = nearest(str(row["reporter"]), whose)
        expected = f"a reporter of {row['series_id']} in series.csv"
        problems.append(
            Problem(
                "record.invalid_paths",
                "paths.csv",
                row=int(row["_row"]),
                column="reporter",
                value=row["reporter"],
                expected=expected,
                fix=fix,
            )
        )
    problems += [
        Problem(
            "record.invalid_paths",
            "series.csv",
            value=p.fact,
            expected="low at most value, value at most high",
            fix="Correct the range.",
        )
        for p in points
        if not p.low <= p.value <= p.high
    ]
    if not growth[0] <= growth[1] <= growth[2]:
        problems.append(
            Problem(
                "record.invalid_paths",
                "paths.csv",
                row=int(row["_row"]),
                column="after_central",
                value=growth[1],
                expected=f"between {growth[0]:g} and {growth[2]:g}",
            )
        )
    return problems


def _circles(path_id: str, paths: Paths) -> bool:
    seen: set[str] = set()
    at: str | None = path_id
    while at is not None and at in paths:
        if at in seen:
            return True
        seen.add(at)
        at = paths[at].carrier
    return False


def value(paths: Paths, path_id: str, year: int, score: Score) -> float:
    """A path in a year.

    Parameters
    ----------
    score
        The score, -1 to 1, that an assumption has in this run.

    Raises
    ------
    InputError
        ``record.unknown_path``, with the nearest.
    """
    path = _of(paths, path_id)
    s = max(-1.0, min(1.0, score(path.score)))
    points = path.points
    at = bisect_left([p.year for p in points], year)
    if at < len(points) and points[at].year == year:
        return points[at].at(s)
    if at == len(points):
        return points[-1].at(s) * _carried(paths, path, points[-1].year, year, score) * _after(path, year, s)
    first = points[at]
    if at == 0:
        years = first.year - year
        band = math.exp(s * path.between_percent / 100.0 * math.sqrt(years))
        back = (1.0 + path.growth[1] / 100.0) ** -years
        return first.value * _carried(paths, path, first.year, year, score) * back * band
    before = points[at - 1]
    a, b = year - before.year, first.year - year
    span = a + b
    carried = _carried(paths, path, before.year, year, score)
    whole = _carried(paths, path, before.year, first.year, score)
    bent = (first.value / before.value / whole) ** (a / span)
    band = math.exp(s * path.between_percent / 100.0 * math.sqrt(2.0 * a * b / span))
    return before.value * carried * bent * band


def rests_on(paths: Paths, path_id: str, year: int) -> tuple[str, ...]:
    """Node ids of what a path in a year rests on: the figures next to it, its score, and those of its carrier."""
    path = _of(paths, path_id)
    years = [p.year for p in path.points]
    at = bisect_left(years, year)
    exact = at < len(years) and years[at] == year
    near = path.points[at : at + 1] if exact else path.points[max(at - 1, 0) : at + 1]
    carried = () if exact or path.carrier is None else rests_on(paths, path.carrier, year)
    return (*(f"fact:{p.fact}" for p in near), f"assumption:{path.score}", *carried)


def forecast(paths: Paths, year: int) -> tuple[str, ...]:
    """Paths whose last figure lies before a year."""
    return tuple(p.path_id for p in paths.values() if p.last < year)


def _carried(paths: Paths, path: Path, since: int, year: int, score: Score) -> float:
    if path.carrier is None:
        return 1.0
    return value(paths, path.carrier, year, score) / value(paths, path.carrier, since, score)


def _after(path: Path, year: int, s: float) -> float:
    low, central, high = path.growth
    growth = central + s * (high - central) if s > 0 else central + s * (central - low)
    return float((1.0 + growth / 100.0) ** (year - path.last))


def _of(paths: Paths, path_id: str) -> Path:
    if path_id in paths:
        return paths[path_id]
    problem = Problem(
        "record.unknown_path",
        path_id,
        value=path_id,
        expected="a path of paths.csv",
        fix=nearest(path_id, paths),
    )
    raise InputError("record.unknown_path", f"{path_id!r} is no path", [problem])
