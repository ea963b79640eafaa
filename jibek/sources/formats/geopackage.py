"""Layers of points and lines as a GeoPackage (OGC 12-128r19, GeoPackage 1.4), in longitude and latitude.

A GeoPackage is an SQLite file with a few tables of its own; a geometry is a blob of a short head and the well-known
binary of simple features. Feature tables alone are written, without spatial index.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.values import plain

_APPLICATION, _VERSION = 0x47504B47, 10400  # "GPKG", 1.4.0

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)

_SYSTEMS = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84", 4326, "EPSG", 4326, _WGS84, "longitude and latitude in degrees"),
)

_OWN = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """name, description: of the layer; rows: its columns; shapes: a row each, points (lon, lat) of shape (point, 2).

    One point makes a point, more make a line; all of a layer are of one kind.
    """

    name: str
    description: str
    rows: pd.DataFrame
    shapes: Sequence[Array]

    @property
    def kind(self) -> str:
        """POINT or LINESTRING."""
        return "POINT" if all(len(s) == 1 for s in self.shapes) else "LINESTRING"


def write_geopackage(path: Path, layers: Sequence[Layer], changed: str) -> None:
    """Write layers into a file that is not there yet or empty.

    Parameters
    ----------
    changed
        When the contents were made, ISO 8601 in UTC, as ``2023-01-31T12:00:00.000Z``.
    """
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(f"PRAGMA application_id = {_APPLICATION}")
        file.execute(f"PRAGMA user_version = {_VERSION}")
        file.executescript(_OWN)
        file.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        for layer in layers:
            _write(file, layer, changed)


def _write(file: sqlite3.Connection, layer: Layer, changed: str) -> None:
    every = np.concatenate(list(layer.shapes)) if len(layer.shapes) else np.full((1, 2), np.nan)
    box = plain([*every.min(axis=0), *every.max(axis=0)])
    about = (layer.name, "features", layer.name, layer.description, changed, *box, 4326)
    file.execute(f"INSERT INTO gpkg_contents VALUES ({', '.join('?' * 10)})", about)
    file.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (layer.name, layer.kind)
    )
    types = [_type(layer.rows[c]) for c in layer.rows]
    columns = ", ".join(f'"{c}" {t}' for c, t in zip(layer.rows, types, strict=True))
    file.execute(
        f'CREATE TABLE "{layer.name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom {layer.kind}, {columns})'
    )
    names = ", ".join(f'"{c}"' for c in layer.rows)
    marks = ", ".join("?" * (len(layer.rows.columns) + 1))
    cells = zip(*(plain(layer.rows[c].tolist()) for c in layer.rows), strict=True)
    file.executemany(
        f'INSERT INTO "{layer.name}" (geom, {names}) VALUES ({marks})',
        [(_blob(shape), *row) for shape, row in zip(layer.shapes, cells, strict=True)],
    )


def _type(cells: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(cells):
        return "BOOLEAN"
    if pd.api.types.is_integer_dtype(cells):
        return "INTEGER"
    return "DOUBLE" if pd.api.types.is_float_dtype(cells) else "TEXT"


def _blob(points: Array) -> bytes:
    """A geometry: head with its box (a line's alone), then well-known binary, little-endian throughout."""
    xy = np.asarray(points, "<f8")
    if len(xy) == 1:
        return struct.pack("<2sBBi", b"GP", 0, 0b1, 4326) + struct.pack("<BI", 1, 1) + xy.tobytes()
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    head = struct.pack("<2sBBi4d", b"GP", 0, 0b11, 4326, west, east, south, north)
    return head + struct.pack("<BII", 1, 2, len(xy)) + xy.tobytes()
