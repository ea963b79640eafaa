"""The map: flows as ribbons by corridor, gateways as circles by wait, names that do not collide.

Reads   network.places, network.arcs, network.gateways, flows.arc_flows, simulation.waits
Writes  SVG, as text
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.report.drawing import geometry, labels
from jibek.report.drawing.atlas import Atlas, Ribbon
from jibek.report.drawing.geometry import WIDTH, Frame
from jibek.report.input import ReportInput
from jibek.report.wording.names import SHORT_CORRIDORS, Names
from jibek.report.wording.numbers import known, show

WIDEST_AT_SEA = 3.0  # drawing units

WIDE, NARROW = 13.0, 35.0  # font sizes: of a map 1,200 and of one 370 pixels wide

KIND_WEIGHT = {"rail station": 0.2, "border crossing": 0.6, "chokepoint": 0.0, "pipeline node": 0.0}

DETAIL = ((47.0, 92.0), (38.5, 53.0))  # Caspian to Urumqi


def draw(atlas: Atlas, frame: Frame, ident: str, title: str, counts: tuple[int, int]) -> str:
    """One map as an ``<svg>``; ``counts`` are the most names on a wide and on a narrow screen."""
    ways = list(_ways(atlas, frame))
    circles = _circles(atlas, frame)
    coast = geometry.coast_paths(frame)
    spots = np.vstack([w[2] for w in ways]) if ways else None
    wide = _names(atlas, frame, circles, spots, WIDE, counts[0])
    narrow = _names(atlas, frame, circles, spots, NARROW, counts[1])
    sea = [line for line in ways if line[0] == "sea"]
    land = [line for line in ways if line[0] != "sea"]
    return "\n".join(
        [
            f'<svg class="map" id="{ident}" viewBox="0 0 {WIDTH:g} {frame.height:g}" role="img" '
            f'aria-labelledby="{ident}-title"><title id="{ident}-title">{escape(title)}</title>',
            f'<rect class="m-sea" width="{WIDTH:g}" height="{frame.height:g}"/>',
            f'<path class="m-land" d="{coast["land"]}"/><path class="m-lake" d="{coast["lakes"]}"/>',
            f'<path class="m-shore" d="{coast["shore"]}"/>',
            f'<path class="m-net" d="{_network(atlas, frame)}"/>',
            "<g>" + "".join(w[1] for w in sea) + "</g><g>" + "".join(w[1] for w in land) + "</g>",
            "<g>" + "".join(c["svg"] for c in circles) + "</g>",
            _label_group("l-wide", wide, WIDE) + _label_group("l-narrow", narrow, NARROW),
            "</svg>",
        ]
    )


def maps(report: ReportInput, names: Names) -> dict[str, Any]:
    """Both maps, the legend and the credit; ``drawn`` is False where the run has no places."""
    atlas = Atlas(report, names)
    used = {p for r in atlas.ribbons if r.corridor != "sea" for p in (r.a, r.b)} or set(atlas.where)
    if not used:
        return {"drawn": False}
    lon, lat = np.array([atlas.where[p] for p in sorted(used)]).T
    whole = Frame.around(lon, lat)
    detail = Frame.around(np.repeat(DETAIL[0], 2), np.tile(DETAIL[1], 2), pad=0.0)
    return {
        "drawn": True,
        "whole": draw(
            atlas, whole, "map-whole", f"Freight across Eurasia, {report.year}, run {report.name}", (44, 12)
        ),
        "detail": draw(atlas, detail, "map-detail", f"Kazakhstan and its crossings, {report.year}", (44, 13)),
        "legend": legend(atlas),
        "credit": geometry.credit(),
    }


def legend(atlas: Atlas) -> dict[str, Any]:
    """Samples of lines and circles, in drawing units, so that they scale with the map."""
    present = {r.corridor for r in atlas.ribbons}
    steps = _round_steps(atlas.largest / 1e6)
    longest = max((g["hours"] for g in atlas.gateways), default=0.0)
    return {
        "corridors": [(c, SHORT_CORRIDORS[c]) for c in SHORT_CORRIDORS if c in present],
        "lines": [(f"{mt:g} Mt/yr", round(atlas.width(mt * 1e6), 1)) for mt in steps],
        "circles": [(f"{h:g} h", round(atlas.radius(h), 1)) for h in _round_steps(longest)],
    }


def _round_steps(largest: float) -> list[float]:
    """Up to three round sizes at or below the largest: 1, 2 or 5 times a power of ten."""
    if largest <= 0:
        return []
    sizes = [m * 10.0**e for e in range(-3, 6) for m in (1, 2, 5)]
    fit = [s for s in sizes if s <= largest]
    return [fit[i] for i in (-4, -2, -1) if len(fit) >= -i]


def _network(atlas: Atlas, frame: Frame) -> str:
    lines = []
    for a, b in atlas.network:
        points = frame.place(*np.array([atlas.where[a], atlas.where[b]]).T)
        if frame.holds(points, 100.0).any():
            lines.append(geometry.path(points))
    return "".join(lines)


def _ways(atlas: Atlas, frame: Frame) -> Iterator[tuple[str, str, Array]]:
    """Corridor, SVG and points of each ribbon; ribbons of one pair lie side by side."""
    order = list(SHORT_CORRIDORS)
    pairs: dict[tuple[str, str], list[Ribbon]] = {}
    for ribbon in atlas.ribbons:
        if ribbon.tonnes > 0:
            pairs.setdefault((ribbon.a, ribbon.b), []).append(ribbon)
    for (a, b), parts in pairs.items():
        parts = sorted(parts, key=lambda r: order.index(r.corridor) if r.corridor in order else len(order))
        line = _line(atlas, frame, a, b, at_sea=all(r.corridor == "sea" for r in parts))
        if not frame.holds(line, 100.0).any():
            continue
        widths = [_width(atlas, r) for r in parts]
        offset = -sum(widths) / 2
        ends = f"{atlas.names.place(a)} – {atlas.names.place(b)}"
        for ribbon, width in zip(parts, widths, strict=True):
            shifted = line + _normals(line) * (offset + width / 2)
            offset += width
            told = f"{ends}: {show(ribbon.tonnes, 't/year')}, {SHORT_CORRIDORS.get(ribbon.corridor, ribbon.corridor)}"
            svg = (
                f'<path class="f c-{ribbon.corridor}" d="{geometry.path(shifted)}" stroke-width="{width:.1f}">'
                f"<title>{escape(told)}</title></path>"
            )
            yield ribbon.corridor, svg, _spread(line)


def _width(atlas: Atlas, ribbon: Ribbon) -> float:
    width = atlas.width(ribbon.tonnes)
    return min(width, WIDEST_AT_SEA) if ribbon.corridor == "sea" else width


def _line(atlas: Atlas, frame: Frame, a: str, b: str, at_sea: bool) -> Array:
    """Points from west to east, so that neighbouring ribbons keep their order."""
    start, end = atlas.where[a], atlas.where[b]
    way = geometry.way(a, b, (start, end), at_sea)
    if start[0] > end[0]:
        way = way[::-1]
    return frame.place(way[:, 0], way[:, 1])


def _normals(line: Array) -> Array:
    """Unit normals at each point; the mean direction of the two edges that meet there."""
    step = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    return np.column_stack([-step[:, 1], step[:, 0]]) / length[:, None]


def _spread(line: Array, step: float = 8.0) -> Array:
    """Points along a line, about ``step`` units apart, for the names to avoid."""
    out = [
        a + (b - a) * np.linspace(0, 1, max(2, int(np.hypot(*(b - a)) / step)))[:, None]
        for a, b in pairwise(line)
    ]
    return np.vstack(out) if out else line


def _circles(atlas: Atlas, frame: Frame) -> list[dict[str, Any]]:
    found = []
    for gateway in atlas.gateways:
        at = frame.place(gateway["lon"], gateway["lat"])
        if not frame.holds(at):
            continue
        r = atlas.radius(gateway["hours"])
        told = [f"{atlas.names.gateway(gateway['gateway_id'])}, {gateway['mode']}"]
        told += [text for p in dict.fromkeys(gateway["ends"]) if (text := atlas.names.local(p))]
        words = (("hours_mean", "mean"), ("hours_p50", "P50"), ("hours_p90", "P90"), ("hours_p99", "P99"))
        told.append(
            "wait: " + ", ".join(f"{w} {show(gateway[c], 'h')}" for c, w in words if known(gateway.get(c)))
        )
        svg = (
            f'<circle class="g" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{r:.1f}">'
            f"<title>{escape(chr(10).join(told))}</title></circle>"
        )
        found.append({"svg": svg, "x": float(at[0]), "y": float(at[1]), "r": r, **gateway})
    return found


def _names(
    atlas: Atlas, frame: Frame, circles: Sequence[dict[str, Any]], spots: Array | None, size: float, most: int
) -> list[tuple[labels.Label, str]]:
    """Names that fit at a font size, each with the text of its title."""
    through, heaviest = atlas.tonnes, max(atlas.tonnes.values(), default=1.0) or 1.0
    longest = max((c["hours"] for c in circles), default=1.0) or 1.0
    wishes: dict[str, tuple[labels.Wish, str]] = {}

    def want(name: str, at: Array, r: float, priority: float, kind: str, place: str) -> None:
        old = wishes.get(name)
        if old is not None and old[0].kind == "gateway":
            return  # the circle bears the name already
        if old is None or priority > old[0].priority:
            wishes[name] = (labels.Wish(name, float(at[0]), float(at[1]), r, priority, kind), place)

    for c in circles:
        # What a gateway carries counts for more than how long it makes wait.
        load = float(np.sqrt(atlas.through(c["ends"]) / heaviest))
        priority = 0.1 + load + 0.3 * c["hours"] / longest + atlas.subject(c)
        a, b = (frame.place(*atlas.where[p]) for p in c["ends"])
        apart = float(np.hypot(*(a - b))) > 2 * size
        # A long border section has no one place: it bears both names, and gives way to real crossings.
        name = atlas.names.gateway(c["gateway_id"]) if apart else atlas.names.place(c["ends"][0])
        priority *= 0.4 if apart else 1.0
        want(name, np.array([c["x"], c["y"]]), c["r"], priority, "gateway", c["ends"][0])
    for p, tonnes in {**dict.fromkeys(sorted(atlas.told), 0.0), **through}.items():
        at = frame.place(*atlas.where[p])
        if frame.holds(at):
            weight = KIND_WEIGHT.get(str(atlas.names.places[p].get("kind")), 1.0)
            told = 0.9 if p in atlas.told else 0.0
            load = float(np.sqrt(tonnes / heaviest))
            want(atlas.names.place(p), at, 2.0, told + weight * load, "place", p)
    marks = [(c["x"] - c["r"], c["y"] - c["r"], c["x"] + c["r"], c["y"] + c["r"]) for c in circles]
    placed = labels.place(
        [w for w, _ in wishes.values()], size, WIDTH, frame.height, most=most, marks=marks, avoid=spots
    )
    return [(label, atlas.names.local(wishes[label.wish.text][1])) for label in placed]


def _label_group(name: str, found: Sequence[tuple[labels.Label, str]], size: float) -> str:
    dots = "".join(
        f'<circle class="dot" cx="{label.wish.x:.1f}" cy="{label.wish.y:.1f}" r="{size * 0.16:.1f}"/>'
        for label, _ in found
        if label.wish.kind == "place"
    )
    texts = "".join(
        f'<text class="t-{label.wish.kind}" x="{label.x:g}" y="{label.y:g}" text-anchor="{label.anchor}">'
        f"{escape(label.wish.text)}<title>{escape(' · '.join(t for t in (label.wish.text, local) if t))}</title></text>"
        for label, local in found
    )
    return f'<g class="{name}" font-size="{size:g}">{dots}{texts}</g>'
