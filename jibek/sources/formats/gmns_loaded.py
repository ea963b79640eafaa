"""A loaded network as a GMNS 0.96 folder, which `gmns` reads again.

    config.csv  units
    node.csv    a node for each state; where freight starts or ends has a zone of its own
    link.csv    a link for each arc at the hours of the loaded network, with what it carries
    trips.csv   origin, destination, volume: tonnes a year between gates

GMNS has no field for hours that are spent without moving. A step within a place (loading, a change of gauge, a wait for
a ferry) is a link of one metre, so slow that it takes its hours. Hours stand: ``vdf_alpha`` is 0 on every link, since
vehicles a day of several classes are no flow of one kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array

STEP_KM = 0.001

# Connectors take no time; a link of a metre at this speed takes 36 microseconds.
_FAST_KMH = 100.0


def write_gmns(
    folder: Path, nodes: pd.DataFrame, links: pd.DataFrame, trips: pd.DataFrame, shapes: Mapping[str, Array]
) -> None:
    """Write the four files into a folder that is there.

    Parameters
    ----------
    nodes
        node_id, name, lon, lat, is_end: whether freight starts or ends there.
    links
        arc_id, tail, head, distance_km, hours, capacity_per_day and any further columns, kept as they are.
    trips
        origin, destination, tonnes_per_year.
    shapes
        Points (lon, lat) of arcs that are drawn, by arc_id.
    """
    config = {
        "dataset_name": "jibek",
        "short_length": "m",
        "long_length": "km",
        "speed": "kph",
        "crs": "EPSG:4326",
        "geometry_field_format": "WKT",
        "currency": "USD",
        "version_number": "0.96",
    }
    _write(folder / "config.csv", pd.DataFrame([config]))
    node = pd.DataFrame(
        {
            "node_id": nodes["node_id"],
            "name": nodes["name"],
            "x_coord": nodes["lon"],
            "y_coord": nodes["lat"],
            "zone_id": nodes["node_id"].where(nodes["is_end"], ""),
        }
    )
    _write(folder / "node.csv", node)
    length = np.maximum(links["distance_km"], STEP_KM)
    hours = links["hours"].to_numpy(float)
    speed = np.divide(length, hours, out=np.full(len(links), _FAST_KMH), where=hours > 0)
    link = pd.DataFrame(
        {
            "link_id": links["arc_id"],
            "from_node_id": links["tail"],
            "to_node_id": links["head"],
            "directed": "true",
            "length": length,
            "free_speed": speed,
            "capacity": links["capacity_per_day"],
            "vdf_alpha": 0.0,
            "geometry": [_wkt(shapes.get(a)) for a in links["arc_id"]],
        }
    )
    # What GMNS calls a link is an arc here; the link that it is part of keeps its id beside it.
    rest = links.drop(columns=["arc_id", "tail", "head", "capacity_per_day"])
    rest = rest.rename(columns={"link_id": "part_of_link_id"})
    _write(folder / "link.csv", link.join(rest.reset_index(drop=True)))
    summed = trips.groupby(["origin", "destination"])["tonnes_per_year"].sum().reset_index(name="volume")
    _write(folder / "trips.csv", summed)


def _wkt(points: Array | None) -> str:
    if points is None:
        return ""
    return "LINESTRING (" + ", ".join(f"{x:.6f} {y:.6f}" for x, y in points) + ")"


def _write(path: Path, frame: pd.DataFrame) -> None:
    frame.to_csv(path, index=False, lineterminator="\n")
