"""Build the coastline that the report's map draws on, from a Natural Earth extract (public domain).

    JIBEK_REFERENCE=... python tools/build_basemap.py [SOURCE.topojson] [OUT.json]

Reads the layers ``land`` and ``lakes`` of ``map/ne50m_eurasia_basemap.topojson``, thins them
(`jibek.report.drawing.outlines`), drops islands and lakes too small to be seen, and writes rings of whole hundredths of
a degree, each point as its step from the one before. No boundaries.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from jibek.ground.arrays import Array
from jibek.report.drawing import outlines

OUT = Path(__file__).resolve().parents[1] / "jibek" / "data" / "basemap" / "eurasia_coast.json"
SCALE = 100  # steps per degree
LAND_TRIANGLE = 0.006  # square degrees; about 70 km2 at 45 N, half a pixel of a map 1,200 pixels wide
LAND_RING = 0.06  # square degrees; smaller islands are left out
LAKE_RING = 0.18


def rings_of(topology: dict[str, Any], layer: str) -> list[Array]:
    """Every ring of a layer; holes are rings too, told apart by the even-odd rule when drawn."""
    arcs = outlines.arcs_of(topology)
    found = []
    for shape in topology["objects"][layer]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        found += [outlines.joined(arcs, indices) for polygon in polygons for indices in polygon]
    return found


def steps(ring: Array) -> list[int]:
    """``[x0, y0, dx1, dy1, ...]`` in hundredths of a degree."""
    flat: list[int] = []
    x = y = 0
    for lon, lat in ring.tolist():
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
        rings = [r for r in rings_of(topology, layer) if outlines.area(r) >= smallest_ring]
        rings.sort(key=outlines.area, reverse=True)
        layers[layer] = [steps(outlines.thinned(r, LAND_TRIANGLE)[:-1]) for r in rings]
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
