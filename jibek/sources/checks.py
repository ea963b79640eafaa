"""What must hold between the cells of a row and between tables, beyond a column's own type and range.

Each check returns problems with the line of the file; the caller raises them all at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.sphere import great_circle_km
from jibek.sources.files import RawFile
from jibek.sources.tables import SEVERAL, TABLES

GREAT_CIRCLE_SLACK = 0.98  # positions of terminals are rough: a route may fall short of the circle by 2 %

# Tables whose units an overlay may not change unseen, with the column that names what is measured.
# Emission factors carry the unit in the key, so only an unknown unit is refused there.
METRIC: dict[str, str | None] = {
    "borders": "metric",
    "ports": "metric",
    "tariffs": "item",
    "emissions": None,
    "assumptions": "assumption_id",
}


def link_circles(links: pd.DataFrame, nodes: pd.DataFrame) -> np.ndarray:
    """Great circle between the ends of each link, in km, shape (link,); NaN where an end has no position."""
    at = nodes.drop_duplicates("id").set_index("id")[["lat", "lon"]]
    ends = [at.reindex(links[c]).to_numpy(dtype=float) for c in ("from", "to")]
    return great_circle_km(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])


def below_great_circle(
    raw: RawFile, frame: pd.DataFrame, nodes: pd.DataFrame, lines: list[int]
) -> list[Problem]:
    """Links shorter than the circle between their ends, by more than the roughness of positions."""
    circle = link_circles(frame, nodes)
    length = frame["distance_km"].to_numpy(dtype=float)
    short = np.flatnonzero(length < GREAT_CIRCLE_SLACK * circle)
    return [
        Problem(
            "sources.below_great_circle",
            raw.name,
            row=lines[i],
            column="distance_km",
            value=float(length[i]),
            expected=f"at least the great circle of {circle[i]:.1f} km",
            fix="Correct the distance or the positions of the ends.",
        )
        for i in short
    ]


def row_checks(raw: RawFile, frame: pd.DataFrame) -> list[Problem]:
    """Order of ranges and signs that a column alone cannot know."""
    found: list[Problem] = []

    def add(code: str, at: Iterable[int], column: str, expected: str, fix: str) -> None:
        for i in at:
            found.append(
                Problem(
                    code,
                    raw.name,
                    row=raw.lines[i],
                    column=column,
                    value=_show(frame[column].iloc[i]),
                    expected=expected,
                    fix=fix,
                )
            )

    if raw.stem == "transit_times":
        bad = np.flatnonzero(frame["days_min"].to_numpy() > frame["days_max"].to_numpy())
        add("sources.range_order", bad, "days_max", "at least days_min", "Swap the two.")
    if raw.stem == "assumptions":
        low, mid, high = (frame[c].to_numpy(dtype=float) for c in ("low", "central", "high"))
        add(
            "sources.range_order",
            np.flatnonzero((low > mid) | (mid > high)),
            "central",
            "between low and high",
            "Put low, central and high in order.",
        )
    if raw.stem == "volumes":
        negative = (frame["value"].to_numpy() < 0) & (frame["unit"] != "%").to_numpy()
        add("table.out_of_range", np.flatnonzero(negative), "value", "at least 0", "Correct the value.")
    if raw.stem == "links":
        below = [
            i for i, c in enumerate(frame["capacity"]) if isinstance(c, str) and c.lstrip().startswith("-")
        ]
        add("table.out_of_range", below, "capacity", "a capacity of at least 0", "Correct the value.")
        loops = np.flatnonzero((frame["from"] == frame["to"]).to_numpy())
        add("sources.loop", loops, "to", "another place than from", "Name the other end.")
    return found


def repeated_keys(raw: RawFile, frame: pd.DataFrame, shipped: Counter[str], keys: list[str]) -> list[Problem]:
    """Keys that stand more often than they may: once, or in tables of several sources once per document.

    One document may give as many rows with a key as the shipped table has.
    """
    several = raw.stem in SEVERAL
    marks = [f"{k}\n{s}" for k, s in zip(keys, frame["source"], strict=True)] if several else keys
    counts, seen = Counter(marks), Counter[str]()
    found = []
    for line, key, mark in zip(raw.lines, keys, marks, strict=True):
        seen[mark] += 1
        allowed = max(1, shipped[key]) if several else 1
        if counts[mark] > allowed and seen[mark] > 1:
            found.append(
                Problem(
                    "sources.repeated_key",
                    raw.name,
                    row=line,
                    column="|".join(TABLES[raw.stem].key),
                    value=key,
                    expected="each key once",
                    fix="Delete or rename one of the rows.",
                )
            )
    return found


def units(raw: RawFile, frame: pd.DataFrame, shipped: pd.DataFrame) -> list[Problem]:
    """Units that differ from those of the same metric in the shipped table, or that no row of it uses."""
    if raw.stem not in METRIC:
        return []
    metric = METRIC[raw.stem]
    used = shipped.groupby(metric)["unit"].agg(lambda u: sorted(set(u))).to_dict() if metric else {}
    vocabulary = set(shipped["unit"])
    names = frame[metric] if metric else [None] * len(frame)
    found = []
    for line, name, unit in zip(raw.lines, names, frame["unit"], strict=True):
        known = used.get(name)
        if unit is None or (unit in known if known else raw.stem == "assumptions" or unit in vocabulary):
            continue
        found.append(
            Problem(
                "sources.wrong_unit",
                raw.name,
                row=line,
                column="unit",
                value=unit,
                expected=" or ".join(known) if known else "a unit of this table",
                fix=nearest(unit, known or vocabulary) or "Convert the value to a unit of the table.",
            )
        )
    return found


def listed_places(raw: RawFile, frame: pd.DataFrame, known: set[str]) -> list[Problem]:
    """Places in columns that hold several ids joined by semicolons."""
    column = {"distances": "via_ids", "projects": "nodes"}.get(raw.stem)
    if column is None:
        return []
    return [
        Problem(
            "table.unknown_reference", raw.name, row=line, column=column, value=place, expected="a place id"
        )
        for line, cell in zip(raw.lines, frame[column], strict=True)
        for place in (re.split(r"\s*;\s*", cell.strip()) if isinstance(cell, str) else [])
        if place and place not in known
    ]


def place_help(problem: Problem, nodes: pd.DataFrame) -> Problem:
    """The problem of an unknown place with the id that its name stands for, or the nearest names."""
    from dataclasses import replace

    from jibek.sources.gazetteer import resolve

    try:
        found = resolve(str(problem.value), nodes)
        fix = f"Write the id {found}."
    except InputError as fault:
        told = [p.fix for p in fault.problems if p.fix]
        fix = told[0] if told else nearest(str(problem.value), set(nodes["id"]))
    close = nearest(str(problem.value), set(nodes["id"]))
    if close and close not in fix:
        fix = f"{fix} {close}".strip()
    return replace(problem, code="sources.unknown_place", fix=fix or "Add the place to nodes.csv.")


def references(tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Known ids by the names used in declarations."""
    nodes = set(tables["nodes"]["id"])
    return {
        "sources.nodes": nodes,
        "sources.places": nodes | set(tables["aggregates"]["id"]),
        "sources.links": set(tables["links"]["id"]),
        "sources.country_base": set(tables["country_base"]["iso3"]),
        "sources.assumptions": set(tables["assumptions"]["assumption_id"]),
    }


def _show(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value
