"""Edges and places as rows of the package's tables, written whole or not at all."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.errors import InputError, Problem
from jibek.ground.sphere import great_circle_km
from jibek.ground.written import draft_of, publish
from jibek.importing.edges import SLACK, Edge
from jibek.importing.known import Known
from jibek.importing.model import Leg, Wishes
from jibek.importing.places import Joined
from jibek.sources.package import read
from jibek.sources.tables import TABLES

REPORT = "import_report.json"
OF_NETWORK = {"nodes", "links", "link_attributes", "licences", "sources"}
_KIND = {
    "rail": "rail station",
    "road": "city",
    "sea": "seaport",
    "ferry": "seaport",
    "pipeline": "pipeline node",
}

Rows = list[dict[str, str]]
Origin = dict[tuple[str, int], tuple[str, int | None]]


def told(value: float, digits: int = 3) -> str:
    """A number as it stands in a file: as short as it is, rounded to what is measured."""
    text = repr(round(float(value), digits))
    return text.removesuffix(".0")


def node_rows(edges: Sequence[Edge], joined: Joined, known: Known, wishes: Wishes) -> tuple[Rows, Origin]:
    """Rows of nodes.csv, and where each line of it comes from; places of the package only where they are changed."""
    modes: dict[int, set[str]] = {}
    gauges: dict[int, list[str]] = {}
    for e in edges:
        for n in (e.tail, e.head):
            modes.setdefault(n, set()).add(e.mode)
            gauges.setdefault(n, []).extend(e.gauge.split("/") if e.gauge else [])
    rows: Rows = []
    origin: Origin = {}
    columns = list(TABLES["nodes"].columns)
    shipped = known.frame.set_index("id", drop=False)
    for n in sorted(modes):
        place, same = joined.places[n], joined.known[n]
        given = {c: v for c, v in place.cells.items() if c in columns and v}
        moved = place.point[0] == place.point[0]
        if same:
            if "id" not in given:
                continue  # named, not told about
            # A row that says what it rests on says all that it has to say.
            known_row = {c: "" if "basis" in given else _cell(shipped.loc[same, c]) for c in columns}
            row = {**known_row, **given}
        else:
            row = dict.fromkeys(columns, "") | _new_place(n, joined, modes[n], gauges[n], wishes)
            row = _own(row, given)
        row |= {"id": joined.ids[n]}
        if moved:
            row |= {"lon": repr(float(joined.points[n][0])), "lat": repr(float(joined.points[n][1]))}
        origin["nodes", len(rows) + 2] = (place.where, place.row)
        rows.append(row)
    return rows, origin


def _own(row: dict[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """A row with what the file gives; one that says what it rests on keeps its blanks where a row may have them."""
    if "basis" in given:
        row |= dict.fromkeys(("source", "gauge_mm"), "")
    return {**row, **given}


def _new_place(n: int, joined: Joined, modes: set[str], gauges: list[str], wishes: Wishes) -> dict[str, str]:
    place = joined.places[n]
    basis = f"position of {_where(place.where, place.row)}"
    if n in joined.guessed:
        near, km = joined.guessed[n]
        basis += f"; estimate: country of the nearest place of the package, {near}, {km:g} km"
    both = "/".join(dict.fromkeys(gauges))
    fits = both in TABLES["nodes"].columns["gauge_mm"].choices
    return {
        "name": place.cells.get("name") or f"Junction {joined.ids[n]}",
        "country": joined.country[n],
        "kind": _KIND[next(m for m in _KIND if m in modes)],
        "gauge_mm": both if fits else "",
        "id_is_unlocode": "no",
        "basis": basis,
        "source": wishes.source,
        "confidence": "low" if n in joined.guessed or place.drawn else "medium",
    }


def _where(where: str, row: int | None) -> str:
    return f"{where} row {row}" if row is not None else where


def link_rows(
    edges: Sequence[Edge], joined: Joined, known: Known, known_ids: set[str], wishes: Wishes
) -> tuple[Rows, Origin, list[dict[str, Any]]]:
    """Rows of links.csv, where each line of it comes from, and which links had to be lengthened.

    A place that is joined by its name stands where the package has it, which may be kilometres off: a link that would
    be shorter than the great circle from there is as long as that.
    """
    columns = list(TABLES["links"].columns)
    used = known_ids | {leg.cells["id"] for e in edges for leg in e.legs if "id" in leg.cells}
    rows: Rows = []
    origin: Origin = {}
    taken: set[str] = set()
    lengthened: list[dict[str, Any]] = []
    stands = _stands(joined, known)
    for number, edge in enumerate(edges, start=1):
        first = edge.legs[0]
        own = first.cells.get("id", "") if len(edge.legs) == 1 else ""
        made = own if own and own not in taken else _free(f"I{number:05d}", used)
        taken.add(made)
        a, b = stands[edge.tail], stands[edge.head]
        circle = float(great_circle_km(*(np.array([v]) for v in (a[1], a[0], b[1], b[0])))[0])
        short = edge.km < SLACK * circle
        km = max(edge.km, circle) if short or first.measured else edge.km
        if short:
            ends_ = {"from": joined.ids[edge.tail], "to": joined.ids[edge.head]}
            lengthened.append({"id": made, **ends_, "km": round(edge.km, 3), "as": round(km, 3)})
        row = dict.fromkeys(columns, "") | {
            "great_circle_km": told(circle, 1),
            "gauge_mm": edge.gauge,
            "status": "operating",
            "basis": _basis(edge),
            "source": "" if edge.bridge else wishes.source,
            "confidence": "low" if edge.bridge else "medium",
        }
        if edge.hours == edge.hours:
            row |= {
                "typical_speed_kmh": told(edge.km / edge.hours, 2),
                "speed_basis": f"{edge.hours:.4g} hours of {first.where}",
            }
        row = _own(row, {c: v for c, v in first.cells.items() if c in columns and v})
        if len(edge.legs) > 1:
            row["great_circle_km"] = told(circle, 1)
        ends = {"from": joined.ids[edge.tail], "to": joined.ids[edge.head]}
        row |= {"id": made, **ends, "mode": edge.mode, "gauge_mm": edge.gauge}
        row["distance_km"] = told(km, 3 if first.measured or len(edge.legs) > 1 else 9)
        origin["links", len(rows) + 2] = (first.where, first.row)
        rows.append(row)
    return rows, origin, lengthened


def _stands(joined: Joined, known: Known) -> Floats:
    """Where nodes.csv will have each place: the package's position unless the file gives the place by its id."""
    at = joined.points.copy()
    for n, (place, same) in enumerate(zip(joined.places, joined.known, strict=True)):
        if same and not place.cells.get("id"):
            at[n] = known.at[same]
    return at


def _free(wanted: str, used: set[str]) -> str:
    while wanted in used:
        wanted += "x"
    used.add(wanted)
    return wanted


def _basis(edge: Edge) -> str:
    if edge.bridge:
        return "estimate: a gap of this length closed on request (--bridge)"
    first: Leg = edge.legs[0]
    parts = (
        f"{len(edge.legs)} legs of {first.where}" if len(edge.legs) > 1 else _where(first.where, first.row)
    )
    how = "measured along the line" if first.measured else "length as stated"
    names = list(dict.fromkeys(leg.name for leg in edge.legs if leg.name))
    line = f"; line {', '.join(names[:3])}" if names else ""
    return f"{how}, {parts}{line}"


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return told(value, 9) if isinstance(value, float) else str(value)


def licence_rows(rows: Mapping[str, Rows], wishes: Wishes, given: Rows) -> dict[str, Rows]:
    """Rows of licences.csv and sources.csv that keep what was said of the data's terms.

    given: terms that came with the files, which hold for the tables that are written.
    """
    licences = [r for r in given if rows.get(r["table"].removesuffix(".csv"))]
    sources: Rows = []
    for stem in rows if wishes.licence else ():
        count = sum(r["source"] == wishes.source for r in rows[stem])
        if not count:
            continue
        common = {"table": f"{stem}.csv", "source_group": wishes.source, "licence": wishes.licence}
        common |= {"redistribute": wishes.redistribute, "attribution": wishes.attribution}
        licences.append({**common, "note": f"{count} rows, imported"})
        named = {"source_id": f"S-import-{stem}", "source": wishes.source, "url": "", "rows": str(count)}
        sources.append({**common, **named})
    return {"licences": licences, "sources": sources}


def write(tables: Mapping[str, Rows], report: dict[str, Any], into: Path, origin: Origin) -> None:
    """Write tables and report beside the folder, read them as ``--data`` would, and only then move them there.

    Raises
    ------
    InputError
        ``import.refused``: what the reader of tables refuses, with the row of the user's file that it comes from.
    """
    with draft_of(into, folder=True) as draft:
        for stem, rows in tables.items():
            if rows:
                _table(draft / f"{stem}.csv", list(TABLES[stem].columns), rows)
        try:
            found = read(draft)
        except InputError as fault:
            raise InputError(
                "import.refused",
                f"nothing was written: {len(fault.problems)} problem(s) in what was read",
                [_back(p, origin) for p in fault.problems],
            ) from None
        replaced = found.replaced[found.replaced["kind"] == "replaced"]
        report["replaced"] = replaced[["table", "key"]].to_dict("records")
        text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
        (draft / REPORT).write_text(text + "\n", encoding="utf-8")
        publish(draft, into)


def is_network_alone(folder: Path | str | None) -> bool:
    """Whether a folder is what an import wrote, with nothing beside it that demand could come from."""
    if folder is None or not (Path(folder) / REPORT).is_file():
        return False
    return {p.stem for p in Path(folder).glob("*.csv")} <= OF_NETWORK


def _table(path: Path, columns: list[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _back(problem: Problem, origin: Origin) -> Problem:
    stem = problem.where.removesuffix(".csv")
    at = origin.get((stem, problem.row or 0))
    return problem if at is None else replace(problem, where=at[0], row=at[1])
