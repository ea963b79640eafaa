"""The map: flows as lines by corridor, gateways as circles by wait, names that do not collide.

Reads   network.places, network.arcs, network.gateways, flows.arc_flows, flows.paths, simulation.waits
Writes  SVG and what the page's script draws again for other goods, directions and magnifications
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.language import mark, tr
from jibek.ground.locale import commas, detailed
from jibek.ground.text import escaped
from jibek.ground.vocabulary import COMMODITIES
from jibek.report.drawing import borders, geometry, look, parts
from jibek.report.drawing.atlas import Atlas
from jibek.report.drawing.carried import DIRECTIONS, Carried
from jibek.report.drawing.changemap import change_map
from jibek.report.drawing.geometry import Frame
from jibek.report.drawing.known import places as known_places
from jibek.report.drawing.look import LEVELS, Look
from jibek.report.input import ReportInput
from jibek.report.wording.names import Names, foreign, mode, scenario
from jibek.report.wording.numbers import known, show, written

DETAIL = ((47.0, 92.0), (38.5, 53.0))  # Caspian to Urumqi

BORDER = ((79.6, 84.4), (42.6, 48.2))  # crossings between Kazakhstan and Xinjiang

READ = 60  # lines that the list to read from offers, the heaviest

# Classes of freight, at the beginning of a line and within a sentence.
_GOODS = {
    "container": (mark("Containers"), mark("containers")),
    "dry_bulk": (mark("Dry bulk"), mark("dry bulk")),
    "liquid_bulk": (mark("Liquid bulk"), mark("liquid bulk")),
    "general": (mark("General cargo"), mark("general cargo")),
}

KILO = 1e3  # tonnes are handed to the script in thousands


def maps(report: ReportInput, names: Names) -> dict[str, Any]:
    """The maps, their legends, choices and words; ``drawn`` is False where the run has no places."""
    atlas = Atlas(report, names)
    used = {p for r in atlas.ribbons if r.corridor != "sea" for p in (r.a, r.b)} or set(atlas.where)
    used |= {p for p, tier in known_places().items() if tier == 1 and p in atlas.where}
    if not used:
        return {"drawn": False}
    lon, lat = np.array([atlas.where[p] for p in sorted(used)]).T
    box = (np.repeat(DETAIL[0], 2), np.tile(DETAIL[1], 2))
    border = (np.repeat(BORDER[0], 2), np.tile(BORDER[1], 2))
    pairs = _pairs(atlas)
    change = change_map(report, atlas, len(pairs))
    whole = tr("Freight across Eurasia, {year}, run {run}", year=report.year, run=scenario(report.name))
    detail = tr("Kazakhstan and its crossings, {year}", year=report.year)
    crossings = tr("Crossings of China and Kazakhstan, {year}", year=report.year)

    windows: list[Frame] = list(change.get("windows", ()))

    def drawn(at: tuple[Array, Array], pad: float, kind: Look, ident: str, title: str) -> str:
        frame = Frame.around(*at, pad=pad, drawn=kind.width, shape=kind.shape)
        windows.append(frame)
        return draw(atlas, pairs, frame, kind, ident, title)

    return {
        "drawn": True,
        "figures": [
            ("whole", "", drawn((lon, lat), 0.035, look.WIDE, "map-whole", whole)
             + drawn((lon, lat), 0.02, look.NARROW, "map-whole-narrow", whole)),
            ("detail", tr("Kazakhstan and its crossings"), drawn(box, 0.0, look.MIDDLE, "map-detail", detail)
             + drawn(box, 0.0, look.NARROW, "map-detail-narrow", detail)),
            ("border", tr("The border of China and Kazakhstan"),
             drawn(border, 0.0, look.BESIDE, "map-border", crossings)
             + drawn(border, 0.0, look.BELOW, "map-border-narrow", crossings)),
        ],
        "legends": [legend(atlas, kind) for kind in (look.WIDE, look.NARROW)],
        "families": _families(atlas),
        "goods": [tr(_GOODS[c.name][0]) for c in COMMODITIES],
        "directions": [tr(d) for d in DIRECTIONS] if atlas.directed else (),
        "listed": _listed(atlas, pairs),
        "change": change,
        "data": _data(atlas, pairs, change["lines"]),
        "boundaries": report.boundaries,
        "borders": borders.lines(report.boundaries, windows),
        "credit": foreign(geometry.credit()),
    }  # fmt: skip


Pair = tuple[str, str, bool, list[Carried]]  # places, whether only ships use it, lines from north to south


def _pairs(atlas: Atlas) -> list[Pair]:
    """Lines between the same two places together, the heaviest first."""
    found: dict[tuple[str, str], list[Carried]] = {}
    for ribbon in atlas.ribbons:
        if ribbon.tonnes > 0:
            found.setdefault((ribbon.a, ribbon.b), []).append(ribbon)
    return [
        (a, b, all(r.corridor == "sea" for r in kept), sorted(kept, key=lambda r: look.order(r.family)))
        for (a, b), kept in sorted(found.items(), key=lambda item: -sum(r.tonnes for r in item[1]))
    ]


def draw(atlas: Atlas, pairs: Sequence[Pair], frame: Frame, kind: Look, ident: str, title: str) -> str:
    """One map as an ``<svg>``, unmagnified; circles and names of all magnifications, the others hidden."""
    sea: list[str] = []
    land: list[str] = []
    spots: list[Array] = []
    for number, (a, b, ships, kept) in enumerate(pairs):
        way = parts.course(atlas, a, b, ships)
        line = frame.place(way[:, 0], way[:, 1])
        if not frame.holds(line, 100.0).any():
            continue
        spots.append(parts.dotted(line, 6.0))
        widths = [kind.line(r.tonnes, atlas.largest, r.corridor == "sea") for r in kept]
        for n, (ribbon, width, moved) in enumerate(
            zip(kept, widths, parts.side_by_side(line, widths), strict=True)
        ):
            svg = (
                f'<path class="f c-{look.key(ribbon.family)}" data-r="{number}.{n}" '
                f'd="{geometry.path(moved)}" stroke-width="{width:.1f}"/>'
            )
            (sea if ribbon.corridor == "sea" else land).append(svg)
    lines = np.vstack(spots) if spots else None
    groups = [
        parts.level_group(atlas, frame, kind, level, lines, parts.circles(atlas, frame, kind, level))
        for level in LEVELS
    ]
    inner = f'{parts.ground(atlas, frame)}<g class="lines">{"".join(sea)}{"".join(land)}</g>'
    return parts.svg(frame, kind, ident, title, inner, groups)


def legend(atlas: Atlas, kind: Look) -> dict[str, Any]:
    """Samples of lines and circles in drawing units of one look; they scale with the map."""
    steps = parts.round_steps(atlas.largest / 1e6)
    return {
        "name": kind.name,
        "width": kind.width,
        "lines": [(written(f"{mt:g}"), round(kind.line(mt * 1e6, atlas.largest), 1)) for mt in steps],
        "circles": [
            (written(f"{h:g}"), round(kind.radius(h, atlas.longest), 1))
            for h in parts.round_steps(atlas.longest)
        ],
    }


def _families(atlas: Atlas) -> list[tuple[str, str, str]]:
    """Family, its colour and its name, in the order of the legend."""
    present = sorted({r.family for r in atlas.ribbons}, key=look.order)
    return [(f, look.key(f), look.told(f, atlas.names)) for f in present]


def line_words(atlas: Atlas, pair: Pair) -> str:
    """What a line carries, in words: by corridor, direction and class."""
    a, b, _, kept = pair
    total = sum((r.parts for r in kept), np.zeros_like(kept[0].parts))

    def listed(amounts: list[tuple[str, float]]) -> str:
        shown = sorted((x for x in amounts if x[1] >= 5e-3 * total.sum()), key=lambda x: -x[1])
        return commas(f"{name} {show(t, 't/year', digits=2)}" for name, t in shown)

    said = {
        "line": f"{atlas.names.place(a)} – {atlas.names.place(b)}",
        "tonnes": show(float(total.sum()), "t/year"),
        "ways": listed([(look.told(r.family, atlas.names), r.tonnes) for r in kept]),
        "goods": listed(
            [(tr(_GOODS[c.name][1]), float(t)) for c, t in zip(COMMODITIES, total.sum(axis=1), strict=True)]
        ),
    }
    if total.shape[1] == 1:
        return tr("{line}: {tonnes}, both ways. By way: {ways}. By goods: {goods}.", **said)
    ways = [(tr(d), float(t)) for d, t in zip(DIRECTIONS, total.sum(axis=0), strict=True)]
    return tr(
        "{line}: {tonnes}, both ways. By way: {ways}. By direction: {directions}. By goods: {goods}.",
        **said,
        directions=listed(ways),
    )


def gate_words(atlas: Atlas, gateway: dict[str, Any]) -> str:
    """How long a gateway makes wait, in words, with its names in other scripts."""
    local = [text for p in dict.fromkeys(gateway["ends"]) if (text := atlas.names.local(p))]
    said = [
        tr(
            "{gateway}, {mode}: {hours} on average",
            gateway=atlas.names.gateway(gateway["gateway_id"]),
            mode=mode(gateway["mode"]),
            hours=show(gateway["hours"], "h"),
        )
    ]
    for column, words in (
        ("hours_p50", mark("half are through within {hours}")),
        ("hours_p90", mark("nine in ten within {hours}")),
    ):
        if known(gateway.get(column)):
            said.append(tr(words, hours=show(gateway[column], "h")))
    carried = atlas.through(gateway["ends"])
    text = tr("{said}.", said=", ".join(said))
    if carried:
        text = tr("{said} Freight there by land: {tonnes}.", said=text, tonnes=show(carried, "t/year"))
    return text + (" " + "; ".join(local) if local else "")


def _listed(atlas: Atlas, pairs: Sequence[Pair]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen to be read: gateways and the heaviest lines on land, number and name, by name."""
    gates = [
        (f"g{n}", detailed((atlas.names.gateway(g["gateway_id"]), mode(g["mode"]))))
        for n, g in enumerate(atlas.gateways)
    ]
    heavy = [(n, p) for n, p in enumerate(pairs) if not p[2]][:READ]
    lines = [(f"p{n}", f"{atlas.names.place(a)} – {atlas.names.place(b)}") for n, (a, b, _, _) in heavy]
    return {"gates": sorted(gates, key=lambda x: x[1]), "lines": sorted(lines, key=lambda x: x[1])}


def _data(atlas: Atlas, pairs: Sequence[Pair], changed: Sequence[dict[str, Any]]) -> str:
    """Lines in kilometres of the projection with thousands of tonnes by family, class and direction, as JSON.

    Lines of the map of change follow those of the others.
    """
    families = [f for f, _, _ in _families(atlas)]
    lines = []
    for a, b, ships, kept in pairs:
        way = parts.course(atlas, a, b, ships)
        points = np.column_stack(geometry.albers(way[:, 0], way[:, 1]))
        lines.append(
            {
                "w": line_words(atlas, (a, b, ships, kept)),
                "k": np.round(points, 1).ravel().tolist(),
                "r": [
                    [
                        families.index(r.family),
                        int(r.corridor == "sea"),
                        *np.round(r.parts / KILO, 2).ravel().tolist(),
                    ]
                    for r in kept
                ],
            }
        )
    content = {
        "largest": atlas.largest / KILO,
        "directions": len(DIRECTIONS) if atlas.directed else 1,
        "lines": [*lines, *changed],
        "gates": [gate_words(atlas, g) for g in atlas.gateways],
        "hint": tr("Tap a line or circle to read what it carries; drag to move the magnified map."),
    }
    # Inside a script element only `<` could end it.
    return escaped(json.dumps(content, ensure_ascii=False, separators=(",", ":"))).replace("<", "\\u003c")
