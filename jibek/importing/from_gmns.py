"""GMNS 0.96: node.csv, link.csv and config.csv, in a folder or one by one.

``length`` is in the ``long_length`` of config.csv (``length`` in old ones), or in --unit, else kilometres;
``free_speed`` in its ``speed`` (kph or mph). Header names cut to ten characters, as shapefiles leave them, are known.
Where a link has no length it is measured along its WKT geometry. Columns of ``links.csv`` and ``nodes.csv`` that stand
there are taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.errors import InputError, Problem, nearest
from jibek.importing import columns
from jibek.importing.cells import MOST_NEAREST, Sheet, missing, sheet_of
from jibek.importing.columns import FURTHER_LINKS, FURTHER_PLACES, Taken, numbers_of, truth
from jibek.importing.features import length_km
from jibek.importing.from_csv import mode_of, told_idle
from jibek.importing.model import KM_OF_UNIT, Drawn, Leg, Place, Wishes

_UNITS = {"km": "km", "kilometer": "km", "kilometers": "km", "m": "m", "meter": "m", "meters": "m"} | {
    "mi": "mi", "mile": "mi", "miles": "mi", "ft": "ft", "foot": "ft", "feet": "ft"
}  # fmt: skip
_SPEEDS = {"kph": 1.0, "kmh": 1.0, "km/h": 1.0, "mph": 1.609344}
_WKT = re.compile(r"\s*LINESTRING\s*Z?\s*\(([^()]*)\)\s*", re.IGNORECASE)


def read_gmns(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Places and legs of GMNS files, or of those in a folder; files that cannot be read are problems like the rest."""
    drawn = Drawn()
    files = [f for p in paths for f in (_inside(p) if p.is_dir() else [p])]
    sheets: dict[str, Sheet] = {}
    for path in files:
        try:
            sheets[_which(path.name)] = sheet_of(path)
        except InputError as fault:
            drawn.problems += fault.problems
    for wanted in ("node", "link"):
        if wanted not in sheets and not drawn.problems:
            expected = "node.csv and link.csv, or the folder that holds them"
            where = ", ".join(str(p) for p in paths)
            drawn.problems.append(Problem("import.no_file", where, f"no {wanted}.csv", expected=expected))
    unit, speed = _units(sheets.get("config"), wishes, drawn)
    if "node" in sheets:
        _nodes(sheets["node"], drawn)
    if "link" in sheets:
        _links(sheets["link"], drawn, wishes, KM_OF_UNIT[unit], speed)
    for sheet in sheets.values():
        drawn.problems += sheet.problems
    return drawn


def _inside(folder: Path) -> list[Path]:
    return [folder / f"{n}.csv" for n in ("config", "node", "link") if (folder / f"{n}.csv").is_file()]


def _which(name: str) -> str:
    return next((n for n in ("config", "node", "link") if n in name.casefold()), name)


def _units(config: Sheet | None, wishes: Wishes, drawn: Drawn) -> tuple[str, float]:
    """Unit of length, and km/h of a unit of speed."""
    told, speed = "", "kph"
    if config is not None and config.rows:
        row = dict(zip((h.casefold() for h in config.header), config.rows[0], strict=True))
        told = row.get("long_length") or row.get("length") or ""
        speed = row.get("speed") or "kph"
        for column, value, known in (("long_length", told, _UNITS), ("speed", speed, _SPEEDS)):
            if value and value.casefold() not in known:
                expected = f"one of {', '.join(known)}"
                drawn.problems.append(
                    Problem(
                        "import.unknown_unit",
                        config.name,
                        row=2,
                        column=column,
                        value=value,
                        expected=expected,
                    )
                )
    if not told and not wishes.unit:
        drawn.note("import.unit_assumed", "no config.csv and no --unit: lengths are read as kilometres")
    unit = wishes.unit or _UNITS.get(told.casefold(), "km")
    return unit, _SPEEDS.get(speed.casefold(), 1.0)


def _nodes(sheet: Sheet, drawn: Drawn) -> None:
    wanted = {
        **{c: (c,) for c in FURTHER_PLACES},
        "id": ("node_id",),
        "name": ("name",),
        "lon": ("x_coord", "lon"),
        "lat": ("y_coord", "lat"),
        "type": ("node_type",),
    }
    taken = Taken.of(sheet, wanted, ("lon", "lat"), cut=True)
    lost = [c for c in ("id", "lon", "lat") if c not in taken.at]
    sheet.problems += [missing(sheet, wanted[c][0], wanted[c]) for c in lost]
    if lost:
        return
    for i, row in enumerate(sheet.lines):
        key = taken.text(i, "id")
        if not key or key in drawn.places:
            fix = f"Line {drawn.places[key].row} has it." if key else "Number the node."
            code = "import.repeated_place" if key else "import.no_id"
            taken.wrong(i, "id", code, "an id of its own", fix)
            continue
        cells = {"id": key} | taken.further(i, "nodes", FURTHER_PLACES)
        name = taken.text(i, "name")
        cells |= {"name": name} if name else {}
        point = (taken.number(i, "lon"), taken.number(i, "lat"))
        kept = bool(name) or taken.text(i, "type").casefold() in ("centroid", "station", "border")
        drawn.places[key] = Place(key, point, cells, sheet.name, row, kept)
    told_idle(taken, drawn)


def _links(sheet: Sheet, drawn: Drawn, wishes: Wishes, factor: float, kmh: float) -> None:
    wanted = {
        **{c: (c,) for c in FURTHER_LINKS},
        "id": ("link_id",),
        "from": ("from_node_id",),
        "to": ("to_node_id",),
        "directed": ("directed",),
        "km": ("length",),
        "free_speed": ("free_speed",),
        "gauge_mm": columns.GAUGE,
        "name": ("name",),
        "mode": ("mode", "allowed_uses", "facility_type"),
        "geometry": ("geometry",),
    }
    taken = Taken.of(
        sheet, wanted, ("km", "free_speed", *(set(FURTHER_LINKS) & numbers_of("links"))), cut=True
    )
    lost = [c for c in ("from", "to") if c not in taken.at]
    sheet.problems += [missing(sheet, wanted[c][0], wanted[c]) for c in lost]
    if lost:
        return
    seen: dict[str, int] = {}
    for i, row in enumerate(sheet.lines):
        ends = [taken.text(i, e) for e in ("from", "to")]
        for end, key in zip(("from", "to"), ends, strict=True):
            if key not in drawn.places:
                # Looking for the nearest of many is slow, and nobody reads the hundredth.
                close = nearest(key, list(drawn.places)[:2000]) if len(sheet.problems) < MOST_NEAREST else ""
                fix = close or "Add the node to node.csv."
                taken.wrong(i, end, "import.unknown_node", "a node_id of node.csv", fix)
        directed = truth(taken.text(i, "directed"))
        if directed is None:
            taken.wrong(i, "directed", "import.not_a_boolean", "true or false")
        own = taken.text(i, "id")
        if own in seen and own:
            taken.wrong(i, "id", "import.repeated_id", "an id of its own", f"Line {seen[own]} has it.")
        seen.setdefault(own, row)
        shape = _line(taken, i)
        km = taken.number(i, "km", above=0.0) * factor
        measured = math.isnan(km) and shape is not None
        if measured and shape is not None:
            km = length_km(shape)
        cells = taken.further(i, "links", FURTHER_LINKS)
        cells |= {c: taken.text(i, c) for c in ("id", "gauge_mm") if taken.text(i, c)}
        speed = taken.number(i, "free_speed", above=0.0)
        hours = math.nan if "typical_speed_kmh" in cells else km / (speed * kmh)
        mode, name = mode_of(taken, i, wishes), taken.text(i, "name")
        middle = None if shape is None else shape[1:-1]
        one_way = bool(directed)
        drawn.legs.append(
            Leg(ends[0], ends[1], mode, km, sheet.name, row, hours, cells, name, measured, one_way, middle)
        )
    told_idle(taken, drawn)


def _line(taken: Taken, i: int) -> Floats | None:
    told = taken.text(i, "geometry")
    found = _WKT.fullmatch(told)
    if not found:
        return None
    try:
        points = np.array([[float(c) for c in p.split()[:2]] for p in found[1].split(",")])
    except ValueError:
        points = np.zeros((0, 0))
    if points.ndim == 2 and points.shape[1:] == (2,) and len(points) >= 2 and np.isfinite(points).all():
        return points
    taken.wrong(i, "geometry", "import.bad_geometry", "a WKT LINESTRING of finite numbers")
    return None
