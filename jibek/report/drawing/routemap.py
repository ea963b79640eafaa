"""Ways between two places on the map: lines by mode, side by side where ways share a link; a page, SVG or GeoJSON.

Reads   what a search found, as `Drawn`
Writes  text; nothing in it asks for anything from the internet
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.language import mark, tr
from jibek.ground.locale import detailed
from jibek.report.drawing import geometry, labels
from jibek.report.drawing.geometry import WIDTH, Frame

COLOURS = {mark("rail"): "#0b5fa5", mark("road"): "#b04a00", mark("sea"): "#63869a", mark("ferry"): "#1a8157"}

OTHER = "#586771"  # transfers within a town

DASHES = {"sea": "16 10", "ferry": "1 9"}  # so that ways over water are told from rail without their colour

THICK, APART, SPREAD = 5.0, 6.0, 30.0  # of a line, from one to the next, of all at most; drawing units

WIDE, NARROW = 15.0, 36.0  # font sizes: of a map 1,200 and of one 370 pixels wide

STYLE = (
    ".m-sea{fill:#e3ecf0}.m-land{fill:#f5f1e7;fill-rule:evenodd}.m-lake{fill:#e3ecf0;stroke:#a9b9c1;stroke-width:.6}"
    ".m-shore{fill:none;stroke:#a9b9c1;stroke-width:.9}.w path{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".gate{fill:#fff;stroke:#1b2730;stroke-width:2}.end{fill:#1b2730}"
    "text{fill:#1b2730;paint-order:stroke;stroke:#f5f1e7;stroke-width:.24em;stroke-linejoin:round;"
    'font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",Arial,"Noto Sans CJK SC","Microsoft YaHei",'
    '"PingFang SC",sans-serif}.t-end{font-weight:700}'
    ".l-narrow{display:none}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A leg of a way: places in the order of travel, and what is told of it."""

    mode: str
    places: tuple[str, ...]
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """title: names of the choice, or the days; figures and words: told beside the map; gateways: ids."""

    title: str
    figures: str
    words: str
    gateways: tuple[str, ...]
    parts: tuple[Part, ...]
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Ways of one pair. ends: origin, destination; at: longitude and latitude; names: of places and gateways, by id."""

    title: str
    subtitle: str
    ends: tuple[str, str]
    ways: tuple[Way, ...]
    at: dict[str, tuple[float, float]]
    names: dict[str, str]


def page(drawn: Drawn) -> str:
    """One HTML file with the map and a card for each way, which opens from disk."""
    from markupsafe import Markup

    from jibek.report.systems.areas import environment, file

    return (
        environment()
        .get_template("routes.html.j2")
        .render(
            drawn=drawn,
            svg=Markup(svg(drawn, ident="map")),
            modes=[(m, COLOURS[m], Markup(dashed(m))) for m in COLOURS if m in _modes(drawn)],
            credit=geometry.credit(),
            style=Markup(file("routes.css")),
        )
    )


def geojson(drawn: Drawn) -> dict[str, Any]:
    """A feature for each leg of each way, a line along great circles and sea lanes, or a point where it stays."""
    features = []
    for way in drawn.ways:
        for n, part in enumerate(way.parts, 1):
            if not part.places:
                continue
            line = _line(part, drawn)
            still = len(part.places) == 1
            geometry_ = {
                "type": "Point" if still else "LineString",
                "coordinates": _plain(line)[0] if still else _plain(line),
            }
            told = {**way.told, "leg": n, "mode": part.mode, **part.told}
            features.append({"type": "Feature", "geometry": geometry_, "properties": told})
    return {"type": "FeatureCollection", "name": f"{drawn.title}, {drawn.subtitle}", "features": features}


def svg(drawn: Drawn, *, ident: str) -> str:
    """The map as an ``<svg>`` that needs nothing beside it."""
    points = np.vstack([_line(p, drawn) for w in drawn.ways for p in w.parts if p.places])
    frame = Frame.around(points[:, 0], points[:, 1], pad=0.06)
    coast = geometry.coast_paths(frame)
    lines = [_lines(way, n, drawn, frame) for n, way in enumerate(drawn.ways)]
    found = ((g, _middle(g, drawn, frame)) for w in drawn.ways for g in w.gateways)
    gates = {g: at for g, at in found if at is not None}
    dots = "".join(
        f'<circle class="gate" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{escape(drawn.names[g])}</title></circle>'
        for g, (x, y) in gates.items()
    )
    ends = [frame.place(*drawn.at[p]) for p in drawn.ends if p in drawn.at]
    dots += "".join(f'<circle class="end" cx="{x:.1f}" cy="{y:.1f}" r="7"/>' for x, y in ends)
    spots = frame.place(points[:, 0], points[:, 1])
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map" id="{ident}" viewBox="0 0 {WIDTH:g} '
            f'{frame.height:g}" role="img" aria-labelledby="{ident}-title">'
            f'<title id="{ident}-title">{escape(detailed((drawn.title, drawn.subtitle)))}</title>'
            f"<style>{STYLE}</style>",
            f'<rect class="m-sea" width="{WIDTH:g}" height="{frame.height:g}"/>',
            f'<path class="m-land" d="{coast["land"]}"/><path class="m-lake" d="{coast["lakes"]}"/>',
            f'<path class="m-shore" d="{coast["shore"]}"/>',
            *reversed(lines),
            dots,
            _names(drawn, frame, gates, spots, WIDE, "l-wide", 40)
            + _names(drawn, frame, gates, spots, NARROW, "l-narrow", 9),
            "</svg>",
        ]
    )


def dashed(mode: str) -> str:
    """The attribute of a line that is not drawn through, with a blank before it."""
    return f' stroke-dasharray="{DASHES[mode]}"' if mode in DASHES else ""


def _modes(drawn: Drawn) -> set[str]:
    return {p.mode.partition("-")[0] for w in drawn.ways for p in w.parts if len(p.places) > 1}


def _line(part: Part, drawn: Drawn) -> Array:
    """Points (lon, lat) of a leg, each place once."""
    if len(part.places) == 1:
        return np.array([drawn.at[part.places[0]]], float)
    at_sea = part.mode.partition("-")[0] in ("sea", "ferry")
    pieces = [geometry.way(a, b, (drawn.at[a], drawn.at[b]), at_sea) for a, b in pairwise(part.places)]
    return np.vstack([pieces[0], *(p[1:] for p in pieces[1:])])


def _plain(line: Array) -> list[list[float]]:
    return [[round(float(x), 5), round(float(y), 5)] for x, y in line]


def _lines(way: Way, number: int, drawn: Drawn, frame: Frame) -> str:
    """The links of a way, all as far to one side, so that ways lie side by side where they meet."""
    links = [(a, b, part) for part in way.parts for a, b in pairwise(part.places)]
    if not links:
        return ""
    pieces = [_line(Part(part.mode, (a, b), {}), drawn) for a, b, part in links]
    whole = np.vstack([pieces[0], *(p[1:] for p in pieces[1:])])
    count = len(drawn.ways)
    moved = _aside(
        frame.place(whole[:, 0], whole[:, 1]), (number - (count - 1) / 2) * min(APART, SPREAD / count)
    )
    out, at = [], 0
    for (a, b, part), piece in zip(links, pieces, strict=True):
        mode = part.mode.partition("-")[0]
        told = detailed((f"{drawn.names.get(a, a)} – {drawn.names.get(b, b)}", tr(mode)))
        line = geometry.path(moved[at : at + len(piece)])
        at += len(piece) - 1
        out.append(
            f'<path d="{line}" stroke="{COLOURS.get(mode, OTHER)}" stroke-width="{THICK:g}"{dashed(mode)}>'
            f"<title>{escape(told)}</title></path>"
        )
    return f'<g class="w w{number}">' + "".join(out) + "</g>"


def _aside(line: Array, by: float) -> Array:
    """The line moved to its left by so many drawing units."""
    step = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    return line + by * np.column_stack([-step[:, 1], step[:, 0]]) / length[:, None]


def _middle(gateway: str, drawn: Drawn, frame: Frame) -> Array | None:
    ends = [drawn.at[p] for p in gateway.partition(".")[0].split("-") if p in drawn.at]
    return frame.place(*np.mean(ends, axis=0)) if ends else None


def _names(
    drawn: Drawn,
    frame: Frame,
    gates: dict[str, Array],
    spots: Array,
    size: float,
    name: str,
    most: int,
) -> str:
    """Names of both ends, then of gateways, those of the first ways first."""
    ended = {drawn.names.get(p, p): frame.place(*drawn.at[p]) for p in drawn.ends if p in drawn.at}
    met = dict.fromkeys(g for w in drawn.ways for g in w.gateways if g in gates)
    order = [g for g in met if drawn.names[g] not in ended]
    wishes = [labels.Wish(n, float(at[0]), float(at[1]), 9.0, 3.0, "end") for n, at in ended.items()]
    for n, g in enumerate(order):
        x, y = (float(v) for v in gates[g])
        wishes.append(labels.Wish(drawn.names[g], x, y, 7.0, 2.0 - n / len(order), "gateway"))
    marks = [(w.x - 5, w.y - 5, w.x + 5, w.y + 5) for w in wishes]
    placed = labels.place(wishes, size, WIDTH, frame.height, most=most, marks=marks, avoid=spots)
    texts = "".join(
        f'<text class="t-{x.wish.kind}" x="{x.x:g}" y="{x.y:g}" text-anchor="{x.anchor}">{escape(x.wish.text)}</text>'
        for x in placed
    )
    return f'<g class="{name}" font-size="{size:g}">{texts}</g>'
