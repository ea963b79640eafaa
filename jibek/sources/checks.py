"""What must hold between rows and between tables, beyond a row's own cells.

Each check returns problems with the line of the file; the caller raises them all at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.sphere import great_circle_km
from jibek.ground.text import folded
from jibek.ground.units import possible
from jibek.sources.files import RawFile
from jibek.sources.tables import ALIASES, SEVERAL, TABLES

GREAT_CIRCLE_SLACK = 0.98  # positions of terminals are rough: a route may fall short of the circle by 2 %

# Tables whose units an overlay may not change unseen, with the columns that name what is measured, the narrower
# first. Emission factors carry the unit in the key, so only an unknown unit is refused there.
METRIC: dict[str, tuple[tuple[str, ...], ...]] = {
    "borders": (("mode", "metric"), ("metric",)),
    "ports": (("port", "metric"), ("metric",)),
    "tariffs": (("mode", "item"),),
    "volumes": (("object", "measure"),),
    "demand_evidence": (("topic", "key", "area"), ("topic", "key")),
    "emissions": (),
    "assumptions": (("assumption_id",),),
    **{
        f"systems/{part}": (("system", "indicator"),)
        for part in ("borders_institutions", "energy_industry", "finance_trade", "people")
    },
}

# In these a new figure may come in a unit of its own.
OPEN_UNITS = {stem for stem in METRIC if stem not in ("borders", "ports", "tariffs", "emissions")}


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
    levels = [
        (list(by), shipped.groupby(list(by))["unit"].agg(lambda u: sorted(set(u))).to_dict())
        for by in METRIC[raw.stem]
    ]
    vocabulary = set(shipped["unit"])
    found = []
    for line, row in zip(raw.lines, frame.to_dict("records"), strict=True):
        unit = row["unit"]
        names = [(used, row[by[0]] if len(by) == 1 else tuple(row[c] for c in by)) for by, used in levels]
        known = next((used[name] for used, name in names if name in used), None)
        if unit is None or (unit in known if known else raw.stem in OPEN_UNITS or unit in vocabulary):
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


def far_from_range(raw: RawFile, frame: pd.DataFrame, shipped: pd.DataFrame) -> list[Problem]:
    """Ends and centres of assumptions that lie further from the shipped range of the same id than any value may."""
    if raw.stem != "assumptions":
        return []
    known = {r["assumption_id"]: r for r in shipped.to_dict("records")}
    found = []
    for line, row in zip(raw.lines, frame.to_dict("records"), strict=True):
        own = known.get(row["assumption_id"])
        if own is None or row["unit"] != own["unit"]:
            continue
        # An end at nothing is a matter of the unit alone: a range may begin where the shipped one does not.
        limits = possible(own["unit"], own["low"], own["high"])
        found += [
            Problem(
                "table.out_of_range",
                raw.name,
                f"the shipped range is {own['low']:g} to {own['high']:g}",
                row=line,
                column=column,
                value=row[column],
                expected=f"{limits}, in {own['unit']}",
                fix="Correct the value, or give the new range an id of its own.",
            )
            for column in ("low", "central", "high")
            if row[column] == row[column] and row[column] != 0 and not limits.allows(row[column])
        ]
    return found


def near_words(raw: RawFile, frame: pd.DataFrame, shipped: pd.DataFrame) -> list[Problem]:
    """Words that differ from a shipped one of the same column in case, blanks or dashes alone.

    Looked for where a word says what a row is about: in the columns of the key, and in units. Columns with a declared
    list or reference are checked by their declaration.
    """
    table = TABLES[raw.stem]
    found = []
    for column, spec in table.columns.items():
        told = column in table.key or column.endswith("unit")
        if not told or spec.kind != "text" or spec.choices or spec.refers_to:
            continue
        known = set(shipped[column].dropna())
        by_fold: dict[str, list[str]] = {}
        for word in sorted(known):
            by_fold.setdefault(folded(word), []).append(word)
        near = {w: by_fold.get(folded(w), []) for w in set(frame[column].dropna()) - known}
        found += [
            Problem(
                "sources.near_word",
                raw.name,
                row=line,
                column=column,
                value=word,
                expected=" or ".join(near[word]),
                fix="Write it as the package does, or by another name: case, blanks and dashes count.",
            )
            for line, word in zip(raw.lines, frame[column], strict=True)
            if near.get(word)
        ]
    return found


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
    close = problem.fix or nearest(str(problem.value), set(nodes["id"]))
    if close and close not in fix:
        fix = f"{fix} {close}".strip()
    return replace(problem, code="sources.unknown_place", fix=fix or "Add the place to nodes.csv.")


def references(tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Known ids by the names used in declarations; a blank id, a fault of its own row, is none."""

    def ids(table: str, column: str) -> set[str]:
        return set(tables[table][column].dropna())

    nodes, assumptions = ids("nodes", "id"), ids("assumptions", "assumption_id")
    countries = ids("country_base", "iso3")
    return {
        "sources.nodes": nodes,
        "sources.places": nodes | ids("aggregates", "id"),
        "sources.links": ids("links", "id"),
        "sources.country_base": countries,
        "sources.countries_and_groups": countries | ids("country_groups", "group"),
        "sources.assumptions": assumptions,
        "sources.factors": assumptions | {f"-{i}" for i in assumptions},
        "sources.observations": ids("observations", "observation_id"),
        "sources.series": ids("series", "series_id"),
        "sources.paths": ids("paths", "path_id"),
        "sources.markets": ids("markets", "market_id"),
        "sources.systems": ids("systems", "system_id"),
        "sources.worked": ids("indicators", "indicator_id"),
        "sources.counts": ids("counts", "count_id"),
        "sources.claims": ids("claims", "claim_id"),
        "sources.claim_sources": ids("claim_sources", "source_id"),
        "sources.keys": ids("keys", "key_id"),
        "sources.indicators": ids("keys", "indicator"),
        "sources.reporters": ids("reporters", "reporter"),
        "sources.events": ids("systems/events", "event_id"),
        "sources.files": {f"{stem}.csv" for stem in (*TABLES, *ALIASES)},
    }
