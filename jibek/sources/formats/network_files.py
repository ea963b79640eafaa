"""Places and links of a dataset as files for other programs, every column with them, so that an import gives them back.

    csv      nodes.csv, links.csv        as the package has them
    geojson  network.geojson             points and lines with all columns as properties
    gmns     node.csv, link.csv, config.csv (GMNS 0.96); what GMNS has no field for keeps its name
    gpkg     network.gpkg                layers places and links

``link_attributes.csv`` beside each has dated attributes and those of one-way links, ``licences.csv`` the terms of the
rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.values import plain
from jibek.sources.formats.geopackage import Layer, write_geopackage
from jibek.sources.tables import TABLES

Shapes = Sequence[Array]  # of each link, points (lon, lat)

_CONFIG = {
    "dataset_name": "jibek",
    "short_length": "m",
    "long_length": "km",
    "speed": "kph",
    "crs": "EPSG:4326",
    "geometry_field_format": "WKT",
    "currency": "USD",
    "version_number": "0.96",
}


def write_form(
    form: str,
    folder: Path,
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    attributes: pd.DataFrame,
    shapes: Shapes,
    changed: str,
) -> None:
    """Places and links in a form of ``WRITERS``, and attributes of links beside; ``changed`` as in `gpkg`."""
    of_form: dict[str, dict[str, Any]] = {
        "gpkg": {"changed": changed},
        "gmns": {"one_way": one_way(attributes)},
    }
    WRITERS[form](folder, nodes, links, shapes, **of_form.get(form, {}))
    _table(folder / "link_attributes.csv", attributes)


def csv(folder: Path, nodes: pd.DataFrame, links: pd.DataFrame, shapes: Shapes) -> None:
    """``nodes.csv`` and ``links.csv`` of the package."""
    for stem, frame in (("nodes", nodes), ("links", links)):
        _table(folder / f"{stem}.csv", frame)


def geojson(folder: Path, nodes: pd.DataFrame, links: pd.DataFrame, shapes: Shapes) -> None:
    """``network.geojson`` (RFC 7946)."""
    points = [[float(x), float(y)] for x, y in zip(nodes["lon"], nodes["lat"], strict=True)]
    features = [
        *(_feature("Point", p, r) for p, r in zip(points, _records(nodes), strict=True)),
        *(_feature("LineString", s.tolist(), r) for s, r in zip(shapes, _records(links), strict=True)),
    ]
    said = {"type": "FeatureCollection", "features": features}
    text = json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    (folder / "network.geojson").write_text(text + "\n", encoding="utf-8")


def gmns(
    folder: Path, nodes: pd.DataFrame, links: pd.DataFrame, shapes: Shapes, one_way: Collection[str] = ()
) -> None:
    """``node.csv``, ``link.csv`` and ``config.csv``; links lead both ways but those whose ids are in ``one_way``."""
    _table(folder / "config.csv", pd.DataFrame([_CONFIG]))
    _table(folder / "node.csv", nodes.rename(columns={"id": "node_id", "lon": "x_coord", "lat": "y_coord"}))
    names = {"id": "link_id", "from": "from_node_id", "to": "to_node_id", "distance_km": "length"}
    link = links.rename(columns=names)
    link.insert(3, "directed", ["true" if i in one_way else "false" for i in links["id"]])
    link.insert(4, "free_speed", links["typical_speed_kmh"])
    link["geometry"] = [
        "LINESTRING (" + ", ".join(f"{x:.6f} {y:.6f}" for x, y in shape) + ")" for shape in shapes
    ]
    _table(folder / "link.csv", link)


def gpkg(folder: Path, nodes: pd.DataFrame, links: pd.DataFrame, shapes: Shapes, changed: str) -> None:
    """``network.gpkg``; ``changed``: when it was made, ISO 8601 in UTC with milliseconds."""
    points = nodes[["lon", "lat"]].to_numpy(float)
    layers = [
        Layer("places", "Places of the network", nodes, [p[None] for p in points]),
        Layer("links", "Links between them, both directions", links, list(shapes)),
    ]
    write_geopackage(folder / "network.gpkg", layers, changed)


def columns_of(stem: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The declared columns of a table, without the marks of reading."""
    return frame[list(TABLES[stem].columns)].reset_index(drop=True)


def one_way(attributes: pd.DataFrame) -> frozenset[str]:
    """Ids of links that lead one way, whatever the day, by the rows of ``link_attributes``."""
    says = (attributes["attribute"] == "one_way") & (attributes["value"] == "yes")
    return frozenset(attributes.loc[says & attributes["since"].isna(), "link_id"])


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    cells: Mapping[str, list[Any]] = {str(c): list(plain(frame[c].tolist())) for c in frame}
    rows = (dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))
    return [{k: v for k, v in row.items() if v is not None} for row in rows]


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _table(path: Path, frame: pd.DataFrame) -> None:
    frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


WRITERS: Mapping[str, Callable[..., None]] = {"csv": csv, "geojson": geojson, "gmns": gmns, "gpkg": gpkg}
