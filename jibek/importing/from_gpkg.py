"""Features of a GeoPackage, read with SQLite alone: points are places, lines are legs, their columns properties.

A layer must be in longitude and latitude (EPSG:4326 or undefined geographic); of another system its name is told.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.errors import InputError, Problem
from jibek.importing.cells import content_of
from jibek.importing.columns import plain_text
from jibek.importing.features import Feature, add_features
from jibek.importing.model import Drawn, Wishes

_DEGREES = (4326, 0, 4979)
_BOX = (0, 32, 48, 48, 64)  # bytes of the box in the head, by its kind


def read_gpkg(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Places and legs of GeoPackages; files that cannot be read are problems like the rest."""
    drawn = Drawn()
    features: list[Feature] = []
    for path in paths:
        try:
            if not content_of(path).startswith(b"SQLite format 3\0"):
                raise sqlite3.DatabaseError("the file is no SQLite database")
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
                features += _features(file, path.name, drawn)
        except InputError as fault:
            drawn.problems += fault.problems
        except (sqlite3.Error, UnicodeDecodeError) as fault:
            fix = "Save it again as a GeoPackage."
            drawn.problems.append(
                Problem("import.not_geopackage", path.name, str(fault), expected="a GeoPackage", fix=fix)
            )
    add_features(features, drawn, wishes)
    return drawn


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _features(file: sqlite3.Connection, name: str, drawn: Drawn) -> Iterator[Feature]:
    layers = file.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchall()
    systems = dict(file.execute("SELECT srs_id, srs_name FROM gpkg_spatial_ref_sys").fetchall())
    for layer, column, system in layers:
        if system not in _DEGREES:
            fix = "Convert it to longitude and latitude, EPSG:4326."
            told = f"{systems.get(system, 'unknown')} ({system})"
            drawn.problems.append(
                Problem("import.not_degrees", name, f"layer {layer}", column="srs_id", value=told, fix=fix)
            )
            continue
        rows = file.execute(f"SELECT * FROM {_quoted(layer)}")
        names = [str(d[0]).casefold() for d in rows.description]
        at = names.index(str(column).casefold())
        keys = {r[1].casefold() for r in file.execute(f"PRAGMA table_info({_quoted(layer)})") if r[5]}
        for row, cells in enumerate(rows, start=1):
            cellwise = zip(names, cells, strict=True)
            own = {n: plain_text(c) for n, c in cellwise if n not in keys and n != names[at]}
            lines = geometry(cells[at])
            if lines is None:
                expected, fix = "a point or line of finite numbers", "Correct or delete the feature."
                drawn.problems.append(
                    Problem(
                        "import.bad_geometry", f"{name} layer {layer}", row=row, expected=expected, fix=fix
                    )
                )
                continue
            yield from (Feature(line, own, f"{name} layer {layer}", row) for line in lines)


def geometry(blob: object) -> list[Floats] | None:
    """Points of each part of a geometry of a GeoPackage; None where it is no point or line of finite numbers."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1 & 7) >= len(_BOX):
        return None
    return well_known(blob[8 + _BOX[blob[3] >> 1 & 7] :])


def well_known(blob: bytes) -> list[Floats] | None:
    """Points of each part of well-known binary, heights and measures left out; None as in `geometry`."""
    try:
        found, _ = _part(blob, 0)
    except (struct.error, ValueError):
        return None
    good = found and all(np.isfinite(f).all() for f in found)
    return found if good else None


def _part(blob: bytes, at: int) -> tuple[list[Floats], int]:
    order = "<" if blob[at : at + 1] == b"\1" else ">"
    (kind,) = struct.unpack_from(f"{order}I", blob, at + 1)
    at += 5
    if kind & 0x20000000:
        at += 4  # a system of its own, as PostGIS writes it
    bare = kind & 0xFFFF
    width = 2 + (bool(kind & 0x80000000) + bool(kind & 0x40000000) or (0, 1, 1, 2)[bare // 1000 % 4])
    if bare % 1000 == 1:
        return [_points(blob, at, 1, width, order)], at + 8 * width
    (count,) = struct.unpack_from(f"{order}I", blob, at)
    at += 4
    if bare % 1000 == 2:
        if count < 2:
            raise ValueError("a line of one point")
        return [_points(blob, at, count, width, order)], at + 8 * width * count
    if bare % 1000 not in (4, 5) or count > len(blob):
        raise ValueError("neither point nor line")
    parts: list[Floats] = []
    for _ in range(count):
        inner, at = _part(blob, at)
        parts += inner
    return parts, at


def _points(blob: bytes, at: int, count: int, width: int, order: str) -> Floats:
    if at + 8 * width * count > len(blob):
        raise ValueError("cut short")
    numbers = np.frombuffer(blob, f"{order}f8", count * width, at)
    return numbers.reshape(count, width)[:, :2].astype(np.float64)
