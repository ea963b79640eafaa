"""Build the coastline that the report's map draws on, from a Natural Earth extract (public domain).

    JIBEK_REFERENCE=... python tools/build_basemap.py [SOURCE.topojson] [OUT.json]

Reads the layers ``land`` and ``lakes`` of ``map/ne50m_eurasia_basemap.topojson``, simplifies them by the area of the
triangle that a point spans with its neighbours (Visvalingam and Whyatt, 1993), drops islands and lakes too small to be
seen, and writes rings of whole hundredths of a degree, each point as its step from the one before. No boundaries.
"""

from __future__ import annotations

import heapq
import json
import os
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

OUT = Path(__file__).resolve().parents[1] / "jibek" / "data" / "basemap" / "eurasia_coast.json"
SCALE = 100  # steps per degree
LAND_TRIANGLE = 0.006  # square degrees; about 70 km2 at 45 N, half a pixel of a map 1,200 pixels wide
LAND_RING = 0.06  # square degrees; smaller islands are left out
LAKE_RING = 0.18


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """Arcs in degrees, decoded from the quantised steps of TopoJSON."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def rings_of(topology: dict[str, Any], layer: str) -> list[Ring]:
    """Every ring of a layer; holes are rings too, told apart by the even-odd rule when drawn."""
    arcs = arcs_of(topology)

    def ring(indices: list[int]) -> Ring:
        line: Ring = []
        for i in indices:
            part = arcs[i] if i >= 0 else arcs[~i][::-1]
            line += part[1:] if line else part
        return line

    found = []
    for shape in topology["objects"][layer]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        found += [ring(indices) for polygon in polygons for indices in polygon]
    return found


def area(ring: Ring) -> float:
    """Square degrees, without sign."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def simplify(ring: Ring, smallest: float) -> Ring:
    """Drop points whose triangle is smaller than ``smallest`` square degrees, least first."""
    points = ring[:-1] if ring[0] == ring[-1] else ring
    count = len(points)
    before = [(i - 1) % count for i in range(count)]
    after = [(i + 1) % count for i in range(count)]
    kept = [True] * count

    def triangle(i: int) -> float:
        return area([points[before[i]], points[i], points[after[i]]])

    heap = [(triangle(i), i) for i in range(count)]
    current = [size for size, _ in heap]
    heapq.heapify(heap)
    left = count
    while heap and left > 4:
        size, i = heapq.heappop(heap)
        if not kept[i] or size != current[i]:
            continue
        if size >= smallest:
            break
        kept[i] = False
        left -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            current[j] = max(triangle(j), size)
            heapq.heappush(heap, (current[j], j))
    return [p for p, keep in zip(points, kept, strict=True) if keep]


def steps(ring: Ring) -> list[int]:
    """``[x0, y0, dx1, dy1, ...]`` in hundredths of a degree."""
    flat: list[int] = []
    x = y = 0
    for lon, lat in ring:
        nx, ny = round(lon * SCALE), round(lat * SCALE)
        if flat and (nx, ny) == (x, y):
            continue
        flat += [nx - x, ny - y]
        x, y = nx, ny
    return flat


def build(source: Path) -> dict[str, Any]:
    """The content of the coastline file."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    layers = {}
    for layer, smallest_ring in (("land", LAND_RING), ("lakes", LAKE_RING)):
        rings = [r for r in rings_of(topology, layer) if area(r) >= smallest_ring]
        layers[layer] = [steps(simplify(r, LAND_TRIANGLE)) for r in sorted(rings, key=area, reverse=True)]
    west, south, east, north = topology["bbox"]
    return {
        "source": "Made with Natural Earth",
        "licence": "public domain",
        "note": "1:50m, vintage 2017, simplified for drawing; no boundaries; do not measure on it",
        "scale": SCALE,
        "box": [round(west), round(south), round(east), round(north)],
        **layers,
    }


def main() -> None:
    folder = Path(os.environ.get("JIBEK_REFERENCE", "."))
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "map" / "ne50m_eurasia_basemap.topojson"
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    if not source.is_file():
        sys.exit(f"no file {source}: set JIBEK_REFERENCE or give the path")
    content = build(source)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{out}: {out.stat().st_size:,} bytes, {len(content['land'])} land and {len(content['lakes'])} lake rings"
    )


if __name__ == "__main__":
    main()
