"""Lines and points of GeoJSON (RFC 7946): lines are legs with their properties, points are places.

A line names its ends by ``from`` and ``to`` where it has these properties; else its ends are where it is drawn, and
lines that end at one point, or at a point of another line, meet there. Without a length it is measured along its
points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jibek.ground.errors import InputError, Problem
from jibek.importing import columns
from jibek.importing.cells import text_of_file
from jibek.importing.features import Feature, add_features
from jibek.importing.model import Drawn, Wishes

_LINES, _POINTS = ("LineString", "MultiLineString"), ("Point", "MultiPoint")
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_geojson(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Places and legs of GeoJSON files; files that cannot be read are problems like the rest."""
    drawn = Drawn()
    features: list[Feature] = []
    for path in paths:
        try:
            features += _features(path, drawn)
        except InputError as fault:
            drawn.problems += fault.problems
    add_features(features, drawn, wishes)
    return drawn


def _features(path: Path, drawn: Drawn) -> Iterator[Feature]:
    text = text_of_file(path)
    expected, fix = "GeoJSON", "Save it as GeoJSON in longitude and latitude."
    try:
        said = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        row = getattr(fault, "lineno", None)
        problem = Problem("import.not_json", path.name, str(fault)[:80], row=row, expected=expected, fix=fix)
        raise InputError("import.not_json", f"{path.name} is no JSON", [problem]) from None
    if not isinstance(said, dict) or said.get("type") not in ("FeatureCollection", "Feature"):
        told = said.get("type") if isinstance(said, dict) else type(said).__name__
        drawn.problems.append(
            Problem(
                "import.not_geojson", path.name, value=str(told)[:80], expected="a FeatureCollection", fix=fix
            )
        )
        return
    named = _named_system(said)
    if named and not any(named.endswith(d) for d in _DEGREES):
        fix = "Convert it to longitude and latitude, EPSG:4326."
        problem = Problem("import.not_degrees", path.name, column="crs", value=named[:80], fix=fix)
        drawn.problems.append(problem)
        return
    every = said.get("features", []) if said["type"] == "FeatureCollection" else [said]
    for row, one in enumerate(every if isinstance(every, list) else [None], start=1):
        properties, geometry = _parts(one)
        if geometry is None:
            drawn.problems.append(_bad(path.name, row, "a feature with a geometry"))
            continue
        if geometry.get("type") not in (*_LINES, *_POINTS):
            drawn.note(
                "import.idle_feature", f"{path.name}: feature {row} is a {geometry.get('type')}, left out"
            )
            continue
        lines = _shapes(geometry)
        if lines is None:
            drawn.problems.append(_bad(path.name, row, "positions [longitude, latitude] of finite numbers"))
            continue
        yield from (Feature(line, properties, path.name, row) for line in lines)


def _named_system(said: Mapping[str, Any]) -> str:
    crs = said.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _parts(one: Any) -> tuple[dict[str, str], dict[str, Any] | None]:
    """Properties as text by the lower-case name, and the geometry; None where it is no feature."""
    if not isinstance(one, dict) or not isinstance(one.get("geometry"), dict):
        return {}, None
    raw = one.get("properties")
    given = raw if isinstance(raw, dict) else {}
    if "id" in one and "id" not in given:
        given = {**given, "id": one["id"]}
    return {k.casefold(): columns.plain_text(v) for k, v in given.items() if v is not None}, one["geometry"]


def _shapes(geometry: Mapping[str, Any]) -> list[np.ndarray] | None:
    """Points of each part, shape (point, 2), a single one for points; None where coordinates are no positions."""
    given, kind = geometry.get("coordinates"), geometry["type"]
    parts = {"Point": lambda c: [[c]], "MultiPoint": lambda c: [[p] for p in c], "LineString": lambda c: [c]}
    try:
        lines = parts.get(kind, lambda c: c)(given)
        found = [np.array([[float(p[0]), float(p[1])] for p in line]) for line in lines]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return None
    least = 2 if kind in _LINES else 1
    good = all(len(f) >= least and np.isfinite(f).all() for f in found)
    return found if found and good else None


def _bad(name: str, row: int, expected: str) -> Problem:
    return Problem(
        "import.bad_geometry", name, row=row, expected=expected, fix="Correct or delete the feature."
    )
