"""Where a place lies on the map: an equal-area cone for Eurasia, and the coastline on it.

Method  Albers (1805) conic equal-area on the sphere, standard parallels 25 and 60 N, centre 75 E 45 N; formulas in
        Snyder (1987), Map Projections: A Working Manual, pp. 100-102
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np

from jibek.ground.arrays import Array

WIDTH = 1200.0

SOUTH, NORTH, LON0, LAT0 = np.radians((25.0, 60.0, 75.0, 45.0))

EARTH_KM = 6371.0

LOWEST, HIGHEST = 0.46, 0.60  # height of a map against its width

DENSE_DEGREES = 2.0  # edges of the cut box are bent along the parallel at this step


def albers(lon: Array | float, lat: Array | float) -> tuple[Array, Array]:
    """Kilometres east and north of the centre.

    Parameters
    ----------
    lon, lat
        Degrees, any one shape.

    Returns
    -------
    x, y
        The same shape; areas are true, lengths are true on the two standard parallels.
    """
    n = (np.sin(SOUTH) + np.sin(NORTH)) / 2
    c = np.cos(SOUTH) ** 2 + 2 * n * np.sin(SOUTH)
    rho = EARTH_KM * np.sqrt(np.maximum(c - 2 * n * np.sin(np.radians(lat)), 0.0)) / n
    rho0 = EARTH_KM * np.sqrt(c - 2 * n * np.sin(LAT0)) / n
    theta = n * (np.radians(lon) - LON0)
    return rho * np.sin(theta), rho0 - rho * np.cos(theta)


def great_circle(a: tuple[float, float], b: tuple[float, float], step_km: float = 250.0) -> Array:
    """Points (lon, lat) from ``a`` to ``b`` along the shortest way, about ``step_km`` apart; shape (point, 2)."""
    ends = np.radians(np.array([a, b], float))
    unit = np.column_stack(
        [np.cos(ends[:, 1]) * np.cos(ends[:, 0]), np.cos(ends[:, 1]) * np.sin(ends[:, 0]), np.sin(ends[:, 1])]
    )
    angle = float(np.arccos(np.clip(unit[0] @ unit[1], -1.0, 1.0)))
    count = int(np.ceil(angle * EARTH_KM / step_km)) + 1
    if count <= 2 or angle == 0.0:
        return np.array([a, b], float)
    part = np.linspace(0.0, 1.0, count)[:, None]
    way = (np.sin((1 - part) * angle) * unit[0] + np.sin(part * angle) * unit[1]) / np.sin(angle)
    return np.degrees(np.column_stack([np.arctan2(way[:, 1], way[:, 0]), np.arcsin(way[:, 2])]))


@dataclass(frozen=True, slots=True)
class Frame:
    """The window of the map in kilometres, and its size in drawing units."""

    left: float
    top: float
    scale: float
    height: float
    width: float = WIDTH

    @classmethod
    def around(
        cls,
        lon: Array,
        lat: Array,
        pad: float = 0.035,
        drawn: float = WIDTH,
        shape: tuple[float, float] = (LOWEST, HIGHEST),
    ) -> Frame:
        """The window that holds all points, a little wider.

        ``drawn``: its width in drawing units; ``shape``: least and largest height against width.
        """
        x, y = albers(lon, lat)
        margin = pad * float(x.max() - x.min()) + 60.0
        left, right, low, top = x.min() - margin, x.max() + margin, y.min() - margin, y.max() + margin
        width, height = right - left, top - low
        lowest, highest = shape
        wanted = float(np.clip(height, lowest * width, highest * width))
        if height > wanted:
            left, width, wanted = left - (height / highest - width) / 2, height / highest, height
        top = min(top + (wanted - height) / 2, float(albers(75.0, 71.8)[1]))
        scale = drawn / width
        return cls(float(left), float(top), float(scale), round(float(wanted * scale), 1), drawn)

    def place(self, lon: Array | float, lat: Array | float) -> Array:
        """Drawing units, x to the right and y down; shape (…, 2)."""
        x, y = albers(lon, lat)
        return np.stack([(x - self.left) * self.scale, (self.top - y) * self.scale], axis=-1)

    def meets(self, points: Array) -> bool:
        """Whether the bounding box of points touches the window: land may lie all round it."""
        low, high = points.min(axis=0), points.max(axis=0)
        return bool(low[0] <= self.width and low[1] <= self.height and high[0] >= 0 and high[1] >= 0)

    def holds(self, points: Array, beyond: float = 0.0) -> Array:
        """Whether points in drawing units lie in the window."""
        x, y = points[..., 0], points[..., 1]
        return (x >= -beyond) & (x <= self.width + beyond) & (y >= -beyond) & (y <= self.height + beyond)


@cache
def basemap(name: str) -> dict[str, Any]:
    """A file of the base map, as it is kept."""
    text = (resources.files("jibek") / "data" / "basemap" / name).read_text(encoding="utf-8")
    return dict(json.loads(text))


def credit() -> str:
    """How the coastline is named."""
    return str(basemap("eurasia_coast.json")["source"])


def lane(a: str, b: str) -> list[tuple[float, float]]:
    """Points that a sea link between two places passes when drawn, from ``a`` to ``b``; none where it runs free."""
    lanes = basemap("sea_lanes.json")["lanes"]
    found = lanes.get(f"{a}|{b}") or lanes.get(f"{b}|{a}", [])[::-1]
    return [(float(x), float(y)) for x, y in found]


def way(a: str, b: str, ends: Sequence[tuple[float, float]], at_sea: bool) -> Array:
    """Points (lon, lat) of a link between two places, drawn along great circles; at sea by its lane.

    Parameters
    ----------
    a, b
        Ids of the places.
    ends
        Where they lie (lon, lat), in that order.
    """
    stops = [ends[0], *(lane(a, b) if at_sea else []), ends[1]]
    pieces = [great_circle(p, q) for p, q in pairwise(stops)]
    return np.vstack([pieces[0], *(p[1:] for p in pieces[1:])])


@cache
def rings(layer: str) -> tuple[Array, ...]:
    """Rings of ``land`` or ``lakes`` as (lon, lat), closed, long edges of the cut bent along the parallel."""
    content = basemap("eurasia_coast.json")
    found = []
    for steps in content[layer]:
        points = np.cumsum(np.array(steps, float).reshape(-1, 2), axis=0) / content["scale"]
        found.append(bent(np.vstack([points, points[:1]])))
    return tuple(found)


def box() -> tuple[float, float, float, float]:
    """West, south, east and north of the area that the coastline covers, degrees."""
    west, south, east, north = (float(x) for x in basemap("eurasia_coast.json")["box"])
    return west, south, east, north


def box_outline() -> Array:
    """The outline of the area that the coastline covers, as (lon, lat)."""
    west, south, east, north = box()
    return bent(np.array([[west, south], [east, south], [east, north], [west, north], [west, south]], float))


def on_box(points: Array) -> Array:
    """Whether points (lon, lat) lie on the edge of the cut, where the coastline is no coast."""
    west, south, east, north = box()
    near = 0.06
    return (
        (np.abs(points[:, 0] - west) < near)
        | (np.abs(points[:, 0] - east) < near)
        | (np.abs(points[:, 1] - south) < near)
        | (np.abs(points[:, 1] - north) < near)
    )


def bent(points: Array) -> Array:
    """Points (lon, lat) with more along long edges, so that these follow the parallel."""
    if np.abs(np.diff(points, axis=0)).max(initial=0.0) <= DENSE_DEGREES:
        return points
    out = [points[:1]]
    for a, b in pairwise(points):
        count = max(1, int(np.ceil(np.abs(b - a).max() / DENSE_DEGREES)))
        out.append(a + (b - a) * np.linspace(0, 1, count + 1)[1:, None])
    return np.vstack(out)


def path(points: Array, close: bool = False) -> str:
    """SVG path data at a tenth of a unit, as relative steps; repeated points are dropped."""
    tenths = np.round(np.asarray(points) * 10).astype(int)
    keep = np.r_[True, np.any(np.diff(tenths, axis=0) != 0, axis=1)]
    tenths = tenths[keep]
    steps = np.diff(tenths, axis=0)
    text = f"M{tenths[0, 0] / 10:g} {tenths[0, 1] / 10:g}" + "".join(
        f"l{x / 10:g} {y / 10:g}" for x, y in steps
    )
    return text + ("z" if close else "")


def coast_paths(frame: Frame) -> dict[str, str]:
    """Path data of ``land`` (filled), ``shore`` (its coast alone), ``lakes`` and ``sea`` (the area covered)."""
    land, shore = [], []
    for ring in rings("land"):
        points = frame.place(ring[:, 0], ring[:, 1])
        if not frame.meets(points):
            continue
        land.append(path(points, close=True))
        cut = on_box(ring)
        inside = ~(cut[:-1] & cut[1:]) & (frame.holds(points, 20.0)[:-1] | frame.holds(points, 20.0)[1:])
        edges = np.flatnonzero(np.diff(np.r_[False, inside, False].astype(int)))
        shore += [path(points[a : b + 1]) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    lakes = [frame.place(r[:, 0], r[:, 1]) for r in rings("lakes")]
    outline = box_outline()
    return {
        "sea": path(frame.place(outline[:, 0], outline[:, 1]), close=True),
        "land": "".join(land),
        "shore": "".join(shore),
        "lakes": "".join(path(p, close=True) for p in lakes if frame.holds(p, 5.0).any()),
    }
