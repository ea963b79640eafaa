"""Legs between joined places as edges: filtered, doubles told apart, chains contracted without losing kilometres."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem
from jibek.ground.sphere import great_circle_km
from jibek.ground.vocabulary import GAUGES
from jibek.importing.contraction import contract
from jibek.importing.model import Drawn, Leg, Wishes
from jibek.importing.places import Joined

SLACK = 0.98  # as for the tables of the package: positions are rough
MOST_KMH = 400.0
ROUND_KM = 0.001

_LIKE = {"1524": "1520", "1522": "1520"}


@dataclass(frozen=True, slots=True)
class Edge:
    """tail, head: positions in ``Joined``; legs: what it is made of, in any order; km, hours: of all of them.

    one_way: nothing leads from head to tail.
    """

    tail: int
    head: int
    mode: str
    km: float
    hours: float
    gauge: str
    legs: tuple[Leg, ...]
    bridge: bool = False
    one_way: bool = False


def edges_of(drawn: Drawn, joined: Joined, wishes: Wishes, report: dict[str, Any]) -> list[Edge]:
    """The legs that are wanted, each an edge; what cannot be used is a problem, doubles go to the report."""
    found: list[Edge] = []
    left_out: dict[str, int] = {}
    doubles: list[dict[str, Any]] = []
    seen: dict[tuple[Any, ...], Leg] = {}
    one_way: dict[tuple[Any, ...], int] = {}  # position in ``found``
    loops = 0
    told = {(p.where, p.row) for p in drawn.problems}
    for leg in drawn.legs:
        if wishes.modes and leg.mode not in wishes.modes:
            left_out[leg.mode] = left_out.get(leg.mode, 0) + 1
            continue
        if leg.tail not in joined.of or leg.head not in joined.of:
            continue
        a, b = joined.of[leg.tail], joined.of[leg.head]
        if a == b:
            loops += 1
            if not leg.measured and leg.middle is None:
                _wrong(
                    drawn,
                    leg,
                    "import.loop",
                    "to",
                    leg.head,
                    "another place than from",
                    "Name the other end.",
                )
            continue
        if math.isnan(leg.km):
            if (leg.where, leg.row) not in told:
                fix = "Fill it, or draw the line."
                _wrong(drawn, leg, "import.no_length", "km", None, "a length in km", fix)
        else:
            _lengths(drawn, leg, joined, a, b)
        gauge = _gauge(drawn, leg)
        key = (min(a, b), max(a, b), leg.mode, round(leg.km, 3) if leg.km == leg.km else -1)
        back = (b, a, *key[2:])
        same = (a, b, *key[2:])
        if leg.one_way and back in one_way and not _both_whole(leg, found[one_way[back]]):
            there = one_way.pop(back)
            found[there] = replace(found[there], one_way=False)
            continue
        known = same in one_way if leg.one_way else key in seen
        if known and not ("id" in leg.cells and "id" in seen[key].cells):
            doubles.append({"file": leg.where, "row": leg.row, "like": seen[key].row, "km": round(leg.km, 3)})
            continue
        seen.setdefault(key, leg)
        if leg.one_way:
            one_way.setdefault(same, len(found))
        found.append(Edge(a, b, leg.mode, leg.km, leg.hours, gauge, (leg,), one_way=leg.one_way))
    count = sum(e.one_way for e in found)
    if count:
        drawn.note("import.one_way", f"{count} links lead one way only: nothing goes back over them")
    if loops:
        drawn.note("import.loops", f"{loops} lines end where they begin and are left out")
    report |= {"left_out_by_mode": left_out, "duplicates": doubles}
    return found


def _both_whole(leg: Leg, edge: Edge) -> bool:
    """Two rows that say all of themselves are two links, even where one leads back over the other."""
    return "basis" in leg.cells and "basis" in edge.legs[0].cells


def _wrong(drawn: Drawn, leg: Leg, code: str, column: str, value: Any, expected: str, fix: str) -> None:
    drawn.problems.append(
        Problem(code, leg.where, row=leg.row, column=column, value=value, expected=expected, fix=fix)
    )


def _lengths(drawn: Drawn, leg: Leg, joined: Joined, a: int, b: int) -> None:
    if leg.measured and math.isnan(leg.hours):
        return
    (x0, y0), (x1, y1) = joined.points[a], joined.points[b]
    if not all(math.isfinite(v) and abs(v) <= 360 for v in (x0, y0, x1, y1)):
        return
    circle = float(great_circle_km(*(np.array([v]) for v in (y0, x0, y1, x1)))[0])
    if not leg.measured and leg.km < SLACK * circle - 0.1:
        expected = f"at least the great circle of {circle:.1f} km"
        fix = "Correct the length, its unit (--unit) or the positions of the ends."
        _wrong(drawn, leg, "import.below_great_circle", "km", round(leg.km, 3), expected, fix)
    if leg.hours == leg.hours and leg.km / leg.hours > MOST_KMH:
        expected = f"a speed of at most {MOST_KMH:g} km/h"
        _wrong(drawn, leg, "import.too_fast", "hours", round(leg.hours, 4), expected, "Correct hours or km.")


def _gauge(drawn: Drawn, leg: Leg) -> str:
    told = leg.cells.get("gauge_mm", "")
    parts = [_LIKE.get(p, p) for p in re.findall(r"\d+(?:\.\d+)?", told)]
    parts = [p.partition(".")[0] for p in dict.fromkeys(parts)]
    gauge = "/".join(parts)
    if told and (leg.mode == "rail" or not leg.mode) and gauge not in GAUGES:
        expected = f"one of {', '.join(GAUGES)}"
        _wrong(
            drawn,
            leg,
            "import.unknown_gauge",
            "gauge",
            told[:80],
            expected,
            "Correct the gauge, or leave it blank.",
        )
        return ""
    return gauge if leg.mode == "rail" else ""


def _kind(edge: Edge) -> tuple[Any, ...]:
    cells = edge.legs[0].cells
    told = tuple(sorted((c, v) for c, v in cells.items() if c not in ("id", "great_circle_km")))
    return edge.mode, edge.gauge, edge.hours == edge.hours, edge.bridge, edge.one_way, told


def contracted(edges: list[Edge], joined: Joined, wishes: Wishes) -> list[Edge]:
    """Chains through places that nobody named and that only pass on, each as one edge."""
    if wishes.keep_all or not edges:
        return edges
    kinds: dict[Any, int] = {}
    kind = np.array([kinds.setdefault(_kind(e), len(kinds)) for e in edges])
    stays = np.array([bool(k) or p.kept for p, k in zip(joined.places, joined.known, strict=True)])
    for e in edges:
        if e.bridge:
            stays[[e.tail, e.head]] = True
    tail, head = (np.array([getattr(e, end) for e in edges], np.int64) for end in ("tail", "head"))
    done = contract(tail, head, kind, stays, np.array([e.one_way for e in edges]))
    made: list[list[Edge]] = [[] for _ in done.tail]
    for edge, new in zip(edges, done.into.tolist(), strict=True):
        if new >= 0:
            made[new].append(edge)
    return [_one(parts, int(a), int(b)) for parts, a, b in zip(made, done.tail, done.head, strict=True)]


def _one(parts: list[Edge], tail: int, head: int) -> Edge:
    if len(parts) == 1:
        return parts[0]
    km, hours = (math.fsum(getattr(p, what) for p in parts) for what in ("km", "hours"))
    legs = tuple(leg for p in parts for leg in p.legs)
    return replace(parts[0], tail=tail, head=head, km=km, hours=hours, legs=legs)


def gauged(
    edges: list[Edge], joined: Joined, by_country: dict[str, str], report: dict[str, Any]
) -> list[Edge]:
    """Railways without a gauge get that of their country; between two of different gauge, both.

    by_country: gauge of the package's places of a country, where they have one alone.
    """
    counts = {"stated": 0, "by_country": 0, "unknown": 0}
    breaks: list[str] = []
    out = []
    for edge in edges:
        if edge.mode != "rail" or edge.gauge or "basis" in edge.legs[0].cells:
            counts["stated"] += edge.mode == "rail"
            out.append(edge)
            continue
        own = [by_country.get(joined.country[n], "") for n in (edge.tail, edge.head)]
        gauge = own[0] if own[0] == own[1] else "/".join(own) if all(own) else ""
        counts["by_country" if gauge else "unknown"] += 1
        if "/" in gauge:
            breaks.append(f"{joined.ids[edge.tail]} - {joined.ids[edge.head]}: {gauge}")
        out.append(replace(edge, gauge=gauge if gauge in GAUGES else ""))
    report["gauges"] = {**counts, "breaks": breaks}
    return out


def ends(edges: list[Edge]) -> tuple[Array, Array, Array]:
    """tail, head and km of edges."""
    return (
        np.array([e.tail for e in edges], np.int64),
        np.array([e.head for e in edges], np.int64),
        np.array([e.km for e in edges], float),
    )
