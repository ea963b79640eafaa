"""A GeoPackage as any reader of the standard meets it: SQLite, the tables of its own, geometries byte by byte."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jibek.sources.formats.geopackage import Layer, write_geopackage

WHEN = "2023-05-01T12:00:00.000Z"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = Layer(
        "ways",
        "Lines.",
        pd.DataFrame(
            {"name": ["a", None], "tonnes": [1.5, np.nan], "count": [3, 4], "open": [True, False]},
        ),
        [np.array([[80.0, 44.0], [76.0, 43.0], [71.0, 51.0]]), np.array([[-10.0, -34.0], [133.0, 60.0]])],
    )
    points = Layer("places", "Points.", pd.DataFrame({"id": ["x"]}), [np.array([[76.9, 43.3]])])
    path = tmp_path / "small.gpkg"
    write_geopackage(path, [lines, points], WHEN)
    return path


def rows(path: Path, sql: str) -> list[Any]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def decoded(blob: bytes) -> tuple[int, list[float], list[tuple[float, float]]]:
    """System, box and points of a geometry, read by the letter of the standard."""
    magic, version, flags, system = struct.unpack_from("<2sBBi", blob)
    assert (magic, version) == (b"GP", 0)
    assert flags & 1 == 1  # little-endian
    size = {0: 0, 1: 4}[flags >> 1 & 7]
    box = list(struct.unpack_from(f"<{size}d", blob, 8))
    order, kind = struct.unpack_from("<BI", blob, 8 + 8 * size)
    assert order == 1
    at = 8 + 8 * size + 5
    count = 1
    if kind == 2:
        (count,) = struct.unpack_from("<I", blob, at)
        at += 4
    assert len(blob) == at + 16 * count
    return system, box, [struct.unpack_from("<2d", blob, at + 16 * i) for i in range(count)]


def test_it_is_a_geopackage_that_sqlite_finds_whole(file: Path) -> None:
    assert file.read_bytes()[:16] == b"SQLite format 3\x00"
    assert rows(file, "PRAGMA application_id") == [(0x47504B47,)]
    assert rows(file, "PRAGMA user_version") == [(10400,)]
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows(file, "PRAGMA foreign_key_check") == []
    assert {-1, 0, 4326} <= {r[0] for r in rows(file, "SELECT srs_id FROM gpkg_spatial_ref_sys")}


def test_contents_and_geometry_columns_name_the_layers(file: Path) -> None:
    assert rows(
        file, "SELECT table_name, data_type, last_change, min_x, min_y, max_x, max_y FROM gpkg_contents"
    ) == [
        ("ways", "features", WHEN, -10.0, -34.0, 133.0, 60.0),
        ("places", "features", WHEN, 76.9, 43.3, 76.9, 43.3),
    ]
    assert rows(file, "SELECT * FROM gpkg_geometry_columns") == [
        ("ways", "geom", "LINESTRING", 4326, 0, 0),
        ("places", "geom", "POINT", 4326, 0, 0),
    ]
    columns = rows(file, "SELECT name, type FROM pragma_table_info('ways')")
    assert columns == [
        ("fid", "INTEGER"),
        ("geom", "LINESTRING"),
        ("name", "TEXT"),
        ("tonnes", "DOUBLE"),
        ("count", "INTEGER"),
        ("open", "BOOLEAN"),
    ]


def test_cells_and_points_are_what_was_given_and_a_blank_is_null(file: Path) -> None:
    found = rows(file, "SELECT fid, name, tonnes, count, open, geom FROM ways ORDER BY fid")
    assert [r[:5] for r in found] == [(1, "a", 1.5, 3, 1), (2, None, None, 4, 0)]
    assert decoded(found[0][5]) == (
        4326,
        [71.0, 80.0, 43.0, 51.0],
        [(80.0, 44.0), (76.0, 43.0), (71.0, 51.0)],
    )
    assert decoded(rows(file, "SELECT geom FROM places")[0][0]) == (4326, [], [(76.9, 43.3)])


def test_equal_contents_are_equal_bytes(file: Path, tmp_path: Path) -> None:
    layer = Layer("places", "Points.", pd.DataFrame({"id": ["x"]}), [np.array([[76.9, 43.3]])])
    for name in ("one.gpkg", "two.gpkg"):
        write_geopackage(tmp_path / name, [layer], WHEN)
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()


def test_a_layer_without_rows_is_there_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "none.gpkg"
    write_geopackage(path, [Layer("places", "None.", pd.DataFrame({"id": []}), [])], WHEN)
    assert rows(path, "SELECT min_x, max_y FROM gpkg_contents") == [(None, None)]
    assert rows(path, "SELECT count(*) FROM places") == [(0,)]
