"""Boundaries that whoever makes a report wants drawn on its maps, with whose they are; Jibek holds none.

Reads   a file of the user: GeoJSON (RFC 7946) or TopoJSON, lines or areas in longitude and latitude
Writes  nothing

What Natural Earth calls disputed, indefinite or a line of control in ``featurecla`` is told apart; nothing else is read
but where lines run.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem, first_of, refuse
from jibek.report.drawing import geometry, outlines

MOST_BYTES = 16 * 2**20

MOST_POINTS = 400_000  # of all lines together; arcs of TopoJSON count each time they are used

MOST_LETTERS = 160  # of the viewpoint: a line or two of a legend

GRID = 4  # digits of a degree, some 10 m: lines that meet in the file meet in the drawing

LAYER = "boundaries"  # of TopoJSON; without it the first layer that is neither of these
_WATER = ("land", "lakes")

# Words of Natural Earth for lines that are not agreed on.
_DISPUTED = (
    "disputed",
    "indefinite",
    "indeterminant",
    "line of control",
    "breakaway",
    "claim boundary",
    "elusive",
    "unrecognized",
)

# Coordinates or arcs of a geometry as lines.
_LINES: dict[str, Callable[[Any], list[Any]]] = {
    "LineString": lambda given: [given],
    "MultiLineString": list,
    "Polygon": list,
    "MultiPolygon": lambda given: [ring for polygon in given for ring in polygon],
}

_FILE, _TEXT = "--boundaries", "--viewpoint"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Lines to draw. viewpoint: whose they are; agreed, disputed: points (lon, lat) of each, within the base map."""

    viewpoint: str
    agreed: tuple[Array, ...]
    disputed: tuple[Array, ...]


def boundaries_of(path: Path | str | Boundaries | None, viewpoint: str | None = None) -> Boundaries | None:
    """The boundaries of a file; None where none are wanted. What was read already is given back.

    Parameters
    ----------
    path
        GeoJSON with lines or areas, or TopoJSON: its layer ``boundaries``, else the first other than land and lakes.
    viewpoint
        Whose boundaries they are, as the map will say; no longer than `MOST_LETTERS`.

    Raises
    ------
    InputError
        ``boundaries.no_file``, ``boundaries.too_large``, ``boundaries.not_json``, ``boundaries.none``,
        ``boundaries.bad_geometry``, ``boundaries.bad_position``, ``boundaries.no_viewpoint``,
        ``boundaries.bad_viewpoint``; ``boundaries.idle_viewpoint``: there is nothing to draw.
    """
    if isinstance(path, Boundaries):
        return path
    # Without a full stop, as sentences go on after it.
    said = None if viewpoint is None else " ".join(viewpoint.split()).rstrip(".。 ")
    if path is None:
        fix = f"Name the file with {_FILE}, or leave out {_TEXT}."
        refuse(
            "boundaries.idle_viewpoint",
            "a viewpoint is given and no boundaries",
            [] if said is None else [Problem("boundaries.idle_viewpoint", _TEXT, fix=fix)],
        )
        return None
    problems = _bad_viewpoint(said)
    lines: list[tuple[Array, bool]] = []
    try:
        lines = _read(Path(path))
    except InputError as fault:
        problems = [*fault.explained(), *problems]
        if len(problems) == 1:
            raise
    if problems:
        told = "boundaries cannot be drawn" if len(problems) > 1 else problems[0].message
        raise InputError(problems[0].code, told, problems)
    assert said is not None
    agreed, disputed = (tuple(line for line, kind in lines if kind is of) for of in (False, True))
    return Boundaries(said, agreed, disputed)


def _bad_viewpoint(said: str | None) -> list[Problem]:
    example = 'Say it as the map should: --viewpoint "as drawn by the Ministry of Transport".'
    if not said:
        message = "whose boundaries they are is not said"
        return [Problem("boundaries.no_viewpoint", _TEXT, message, expected="a few words", fix=example)]
    if len(said) > MOST_LETTERS:
        message, expected = "the viewpoint is too long", f"at most {MOST_LETTERS} letters"
        count = f"{len(said):,} letters"
        return [Problem("boundaries.bad_viewpoint", _TEXT, message, value=count, expected=expected)]
    try:
        said.encode()
    except UnicodeEncodeError:
        message = "the viewpoint holds what is no letter"
        return [Problem("boundaries.bad_viewpoint", _TEXT, message, expected="text in UTF-8", fix=example)]
    return []


def _read(path: Path) -> list[tuple[Array, bool]]:
    """Lines of a file within the base map, each edge once, and whether they are disputed."""
    said = _json(path)
    raw: Iterator[tuple[int, Any, bool]]
    if isinstance(said, dict) and said.get("type") == "Topology":
        raw, place = _of_topology(said, path.name)
    else:
        raw, place = _of_geojson(said), positions
    found: list[tuple[Array, bool]] = []
    shapeless: list[int] = []
    nowhere: list[tuple[int, Array]] = []
    count = 0
    for row, given, disputed in raw:
        try:
            line = place(given)
        except (TypeError, ValueError, IndexError, KeyError, OverflowError):
            shapeless.append(row)
            continue
        count += len(line)
        if count > MOST_POINTS:
            expected = f"at most {MOST_POINTS:,} positions"
            fix = "Simplify the lines, or leave out what is far from the map."
            raise _refused("boundaries.too_large", path, "it is too large to be drawn", None, expected, fix)
        off = ~(np.isfinite(line).all(axis=1) & (np.abs(line) <= (180.0, 90.0)).all(axis=1))
        if off.any():
            nowhere.append((row, line[np.flatnonzero(off)[0]]))
        found.append((line, disputed))
    bad = first_of([partial(_bad_geometry, path.name, row) for row in shapeless])
    bad += first_of([partial(_bad_position, path.name, row, at) for row, at in nowhere])
    refuse(bad[0].code if bad else "", f"{path.name} cannot be drawn", bad)
    lines = _on_map(found)
    if not lines:
        west, south, east, north = geometry.box()
        why = "no boundary is in it" if not found else "none of its boundaries is on the map"
        expected = f"lines or areas between {west:g} and {east:g} degrees east, {south:g} and {north:g} north"
        raise _refused("boundaries.none", path, why, None, expected, "Save boundaries as lines in GeoJSON.")
    return lines


def _on_map(found: list[tuple[Array, bool]]) -> list[tuple[Array, bool]]:
    """What lies where the base map has land, each edge once; a step around the back of the earth is no edge."""
    pieces = []
    for line, disputed in found:
        breaks = np.flatnonzero(np.abs(np.diff(line[:, 0])) > 180.0) + 1
        for part in np.split(np.round(line, GRID), breaks):
            pieces += [(piece, disputed) for piece in outlines.within(part, geometry.box())]
    lines, kinds = [p for p, _ in pieces], [d for _, d in pieces]
    return outlines.once(lines, kinds)


def _json(path: Path) -> Any:
    fix = "Give the path of a file of GeoJSON or TopoJSON."
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused("boundaries.no_file", path, "it is no file", None, "a file", fix)
        if found.st_size > MOST_BYTES:
            size, expected = f"{found.st_size:,} bytes", f"at most {MOST_BYTES:,} bytes"
            raise _refused(
                "boundaries.too_large", path, "it is too large to be drawn", size, expected, "Simplify it."
            )
        content = path.read_bytes()
    except (OSError, ValueError) as fault:
        why = f"it cannot be opened: {getattr(fault, 'strerror', None) or fault}"
        raise _refused("boundaries.no_file", path, why, None, "a file", fix) from None
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as fault:  # no JSON, no text, a number of too many digits, too deep
        why = f"it is no JSON: {str(fault)[:80]}"
        raise _refused("boundaries.not_json", path, why, None, "GeoJSON or TopoJSON", fix) from None


def _of_geojson(said: Any) -> Iterator[tuple[int, Any, bool]]:
    """Number of the feature, coordinates and whether they are disputed, of every line."""
    every = said.get("features") if isinstance(said, dict) else None
    for row, one in enumerate(every if isinstance(every, list) else [said], start=1):
        given = one.get("geometry") if isinstance(one, dict) and one.get("type") == "Feature" else one
        for kind, shape in _shapes(given):
            yield from ((row, line, _disputed(one)) for line in _parts(kind, shape.get("coordinates")))


def _of_topology(
    said: Mapping[str, Any], name: str
) -> tuple[Iterator[tuple[int, Any, bool]], Callable[[Any], Array]]:
    """The same with arcs in the place of coordinates, and what makes a line of them."""
    try:
        arcs = outlines.arcs_of(said)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
        problem = _bad_geometry(name, None)
        raise InputError(problem.code, problem.message, [problem]) from None

    def rows(layer: Any) -> Iterator[tuple[int, Any, bool]]:
        inner = layer.get("geometries") if isinstance(layer, dict) else None
        for row, one in enumerate(inner if isinstance(inner, list) else [layer], start=1):
            for kind, shape in _shapes(one):
                yield from ((row, line, _disputed(one)) for line in _parts(kind, shape.get("arcs")))

    def place(indices: Any) -> Array:
        if sum(len(arcs[i]) for i in indices) > MOST_POINTS:
            return np.zeros((MOST_POINTS + 1, 2))
        return outlines.joined(arcs, indices)

    objects = said.get("objects")
    layers = objects if isinstance(objects, dict) else {}
    order = [LAYER, *(n for n in layers if n != LAYER and n.casefold() not in _WATER)]
    with_lines = (layers[n] for n in order if n in layers and next(rows(layers[n]), None) is not None)
    return rows(next(with_lines, None)), place


def _shapes(given: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Lines and areas of a geometry and of those that it collects."""
    left = [given]
    while left:
        one = left.pop()
        if not isinstance(one, dict):
            continue
        kind, inner = one.get("type"), one.get("geometries")
        if kind == "GeometryCollection" and isinstance(inner, list):
            left += reversed(inner)
        elif isinstance(kind, str) and kind in _LINES:
            yield kind, one


def _parts(kind: str, given: Any) -> list[Any]:
    """Lines of a geometry; one that cannot be read where it has none."""
    try:
        return _LINES[kind](given)
    except TypeError:
        return [None]


def positions(given: Any) -> Array:
    """Points (lon, lat) of a line of GeoJSON; heights are left out.

    Raises
    ------
    TypeError, ValueError, IndexError, OverflowError
        For what is no list of two or more positions.
    """
    if len(given) < 2 or not all(type(v) in (int, float) for p in given for v in (p[0], p[1])):
        raise ValueError("positions are pairs of numbers")
    return np.array([(p[0], p[1]) for p in given], float)


def _disputed(one: Any) -> bool:
    told = one.get("properties") if isinstance(one, dict) else None
    words = (
        [str(v).casefold() for k, v in told.items() if k.casefold() == "featurecla"]
        if isinstance(told, dict)
        else []
    )
    return any(sign in said for said in words for sign in _DISPUTED)


def _bad_geometry(name: str, row: int | None) -> Problem:
    message, fix = "a line cannot be read", "Correct or delete the feature."
    expected = "two or more positions [longitude, latitude], or arcs that the file holds"
    return Problem("boundaries.bad_geometry", name, message, row=row, expected=expected, fix=fix)


def _bad_position(name: str, row: int, at: Array) -> Problem:
    message, expected = (
        "a position lies nowhere on earth",
        "longitude within ±180, latitude within ±90, in that order",
    )
    fix = "Save it in longitude and latitude (EPSG:4326)."
    value = f"[{at[0]:g}, {at[1]:g}]"
    return Problem("boundaries.bad_position", name, message, row=row, value=value, expected=expected, fix=fix)


def _refused(code: str, path: Path, why: str, value: str | None, expected: str, fix: str) -> InputError:
    problem = Problem(code, f"{_FILE} {path.name}", why, value=value, expected=expected, fix=fix)
    return InputError(code, f"{path.name}: {why}", [problem])
