"""What maps are put together from: land, water, boundaries, lines side by side, names of countries and places, circles.

Every function gives SVG as text or what goes into it; sizes are drawing units of an unmagnified map.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.language import tr
from jibek.report.drawing import borders, geometry, known, labels
from jibek.report.drawing.atlas import Atlas
from jibek.report.drawing.circles import spread
from jibek.report.drawing.geometry import Frame
from jibek.report.drawing.look import Look

KIND_WEIGHT = {"rail station": 0.2, "border crossing": 0.6, "chokepoint": 0.0, "pipeline node": 0.0}

# Sizes of a country's name against that of a place, by rank: the first that fits.
COUNTRY = {1: (1.25, 1.0), 2: (1.0,), 3: (1.0,)}

HIDES = 8  # points of lines that the name of a smaller country may cover

FIRST = 4.0  # from this weight a name goes before those of countries: the crossings of the two, new lines

NEAR_KM = 60.0  # a gateway whose sides lie further apart is a border section without one place to name it by

SPACED = 0.08  # between its letters, parts of its size


def ground(atlas: Atlas, frame: Frame) -> str:
    """Sea, land, lakes, boundaries if any are given, and the network that carries nothing."""
    coast = geometry.coast_paths(frame)
    return (
        f'<rect class="m-sea" width="{frame.width:g}" height="{frame.height:g}"/>'
        f'<path class="m-land" d="{coast["land"]}"/><path class="m-lake" d="{coast["lakes"]}"/>'
        f'<path class="m-shore" d="{coast["shore"]}"/>{borders.within(atlas.boundaries, frame)}'
        f'<path class="m-net" d="{_network(atlas, frame)}"/>'
    )


def _network(atlas: Atlas, frame: Frame) -> str:
    lines = []
    for a, b in atlas.network:
        points = frame.place(*np.array([atlas.where[a], atlas.where[b]]).T)
        if frame.holds(points, 100.0).any():
            lines.append(geometry.path(points))
    return "".join(lines)


def course(atlas: Atlas, a: str, b: str, at_sea: bool) -> Array:
    """Points (lon, lat) from west to east, so that neighbouring lines keep their order."""
    start, end = atlas.where[a], atlas.where[b]
    way = geometry.way(a, b, (start, end), at_sea)
    return way[::-1] if start[0] > end[0] else way


def side_by_side(line: Array, widths: Sequence[float]) -> Iterator[Array]:
    """The line once for each width, moved so that all lie side by side about it."""
    step = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    normal = np.column_stack([-step[:, 1], step[:, 0]]) / length[:, None]
    offset = -sum(widths) / 2
    for width in widths:
        yield line + normal * (offset + width / 2)
        offset += width


def dotted(line: Array, step: float = 8.0) -> Array:
    """Points along a line, about ``step`` units apart, for names to avoid."""
    out = [
        a + (b - a) * np.linspace(0, 1, max(2, int(np.hypot(*(b - a)) / step)))[:, None]
        for a, b in pairwise(line)
    ]
    return np.vstack(out) if out else line


def circles(atlas: Atlas, frame: Frame, look: Look, level: float) -> list[dict[str, Any]]:
    """Gateways in the window with freight to speak of at this zoom, moved off one another.

    Each as in the atlas, with its number there ``n``, the circle ``x``, ``y``, ``r`` and where it truly lies, ``true``.
    """
    found: list[dict[str, Any]] = []
    least = look.faint / level * max(atlas.tonnes.values(), default=0.0)
    for n, gateway in enumerate(atlas.gateways):
        at = frame.place(gateway["lon"], gateway["lat"])
        if frame.holds(at) and (atlas.through(gateway["ends"]) >= least or atlas.subject(gateway) >= 1.0):
            found.append(
                {**gateway, "n": n, "true": at, "r": look.radius(gateway["hours"], atlas.longest) / level}
            )
    if not found:
        return []
    moved = spread(np.array([g["true"] for g in found]), np.array([g["r"] for g in found]), 1.5 / level)
    return [{**g, "x": float(x), "y": float(y)} for g, (x, y) in zip(found, moved, strict=True)]


def circle(gateway: dict[str, Any], level: float) -> str:
    """A circle, bound to its place where it was moved away from it."""
    x, y = gateway["true"]
    bound = ""
    if np.hypot(gateway["x"] - x, gateway["y"] - y) > 0.3 * gateway["r"]:
        bound = (
            f'<path class="bound" d="M{x:.2f} {y:.2f}L{gateway["x"]:.2f} {gateway["y"]:.2f}"/>'
            f'<circle class="spot" cx="{x:.2f}" cy="{y:.2f}" r="{1.4 / level:.2f}"/>'
        )
    return (
        f'{bound}<circle class="g" data-g="{gateway["n"]}" cx="{gateway["x"]:.2f}" cy="{gateway["y"]:.2f}" '
        f'r="{gateway["r"]:.2f}"/>'
    )


def country_names(
    frame: Frame,
    look: Look,
    level: float,
    lines: Array | None,
    marks: Sequence[labels.Box],
    taken: Sequence[labels.Box] = (),
) -> list[labels.Label]:
    """Each where it covers least of its points, never over another name and never over the edge."""
    found: list[labels.Label] = []
    for country in known.with_room(frame, level):
        full = [*taken, *(f.box for f in found)]
        for factor in COUNTRY[country.rank]:
            offers = _offers(country, frame, factor * look.size / level, lines, marks, full)
            if offers:
                found.append(min(offers, key=lambda offer: offer[0])[1])
                break
    return found


def _offers(
    country: known.Country,
    frame: Frame,
    size: float,
    lines: Array | None,
    marks: Sequence[labels.Box],
    taken: Sequence[labels.Box],
) -> list[tuple[float, labels.Label]]:
    """Where the name of a country could stand, with the price of each."""
    half = (labels.text_width(country.name, size) + SPACED * size * len(country.name)) / 2
    found = []
    for rank, point in enumerate(country.at):
        x, y = (float(v) for v in frame.place(*point))
        box = (x - half, y - 0.72 * size, x + half, y + 0.66 * size)
        inside = box[0] > 2 and box[1] > 2 and box[2] < frame.width - 2 and box[3] < frame.height - 2
        if not inside or any(labels.overlap(box, other) for other in taken):
            continue
        hidden = sum(labels.overlap(box, m) for m in marks)
        cost = labels.MARK * hidden + (0 if lines is None else labels.covers(lines, box))
        if country.rank > 1 and cost > HIDES:
            continue
        wish = labels.Wish(country.name, x, y, 0.0, size, "country")
        label = labels.Label(wish, round(x, 2), round(y + 0.3 * size, 2), "middle", box)
        found.append((cost + 3 * rank, label))
    return found


def wishes(
    atlas: Atlas, frame: Frame, gates: Sequence[dict[str, Any]], size: float, lift: Mapping[str, float]
) -> list[tuple[labels.Wish, str]]:
    """Names of gateways and places with how much each matters, and the place whose local names go with it.

    ``lift`` adds to what the name of a place matters.
    """
    heaviest = max(atlas.tonnes.values(), default=1.0) or 1.0
    found: dict[str, tuple[labels.Wish, str]] = {}
    shared = _shared(atlas)

    def want(name: str, at: Array, r: float, priority: float, kind: str, place: str) -> None:
        old = found.get(name)
        if old is not None and old[0].kind == "gateway" and kind == "place":
            return  # the circle bears the name already
        if old is None or priority > old[0].priority:
            found[name] = (labels.Wish(name, float(at[0]), float(at[1]), r, priority, kind), place)

    for g in gates:
        a, b = (frame.place(*atlas.where[p]) for p in g["ends"])
        distance = float(np.hypot(*(a - b)))
        apart = distance > 2 * size
        if distance / frame.scale > NEAR_KM and distance < 12 * size:
            continue
        first = g["ends"][0]
        name = atlas.names.gateway(g["gateway_id"]) if apart else atlas.names.place(first)
        load = float(np.sqrt(atlas.through(g["ends"]) / heaviest))
        well = known.weight(first) + 2.0 * atlas.subject(g)
        if name in shared and g["mode"] == "road":
            name, well = tr("{place} (road)", place=name), 0.0
        # A long border section has no one place: it bears both names, and gives way to real crossings.
        priority = 0.5 * load if apart else 0.6 * load + well
        want(name, np.array([g["x"], g["y"]]), g["r"], priority, "gateway", first)
    for p, at in _placed(atlas, frame, lift):
        load = float(np.sqrt(atlas.tonnes.get(p, 0.0) / heaviest))
        kind = KIND_WEIGHT.get(str(atlas.names.places[p].get("kind")), 1.0)
        asked = 0.9 if p in atlas.told else 0.0
        much = known.weight(p) + asked + kind * load + lift.get(p, 0.0)
        want(atlas.names.place(p), at, 0.17 * size, much, "place", p)
    return list(found.values())


def _placed(atlas: Atlas, frame: Frame, lift: Mapping[str, float]) -> Iterator[tuple[str, Array]]:
    """Places that may be named: those with freight, those that the report asks about, those known to all."""
    named = atlas.told | ((set(known.places()) | set(lift)) & set(atlas.where))
    wanted = {**dict.fromkeys(sorted(named)), **atlas.tonnes}
    for p in wanted:
        at = frame.place(*atlas.where[p])
        if frame.holds(at):
            yield p, at


def _shared(atlas: Atlas) -> set[str]:
    """Names that crossings by rail bear and crossings by road too."""
    by_mode: dict[str, set[str]] = {}
    for g in atlas.gateways:
        by_mode.setdefault("road" if g["mode"] == "road" else "other", set()).update(
            atlas.names.place(p) for p in g["ends"]
        )
    return by_mode.get("road", set()) & by_mode.get("other", set())


def level_group(
    atlas: Atlas,
    frame: Frame,
    look: Look,
    level: int,
    lines: Array | None,
    gates: Sequence[dict[str, Any]] = (),
    lift: Mapping[str, float] | None = None,
    written: Sequence[labels.Wish] = (),
) -> str:
    """Circles and names of one magnification: what the report is about first, then countries, then all else.

    ``written``: more to write, with radii as at no magnification.
    """
    size = look.size / level
    marks = [(g["x"] - g["r"], g["y"] - g["r"], g["x"] + g["r"], g["y"] + g["r"]) for g in gates]
    more = [(replace(w, radius=w.radius / level), "") for w in written]
    asked = more + wishes(atlas, frame, gates, size, lift or {})
    local = {w.text: place for w, place in asked}

    def put(wanted: list[labels.Wish], most: int, taken: Sequence[labels.Box]) -> list[labels.Label]:
        return labels.place(
            wanted, size, frame.width, frame.height, most=most, marks=marks, avoid=lines, taken=taken
        )

    most = look.most[min(level.bit_length() - 1, len(look.most) - 1)]
    first = put([w for w, _ in asked if w.priority >= FIRST], most, ())
    lands = country_names(frame, look, level, lines, marks, [f.box for f in first])
    rest = [w for w, _ in asked if w.priority < FIRST]
    placed = first + put(rest, most - len(first), [f.box for f in (*first, *lands)])
    dots = "".join(
        f'<circle class="dot" cx="{p.wish.x:.2f}" cy="{p.wish.y:.2f}" r="{0.15 * size:.2f}"/>'
        for p in placed
        if p.wish.kind == "place"
    )
    shown = "".join(_text(p, atlas.names.local(local[p.wish.text])) for p in placed)
    return (
        f'<g class="lv" data-l="{level}" font-size="{size:g}"{"" if level == 1 else " hidden"}>'
        f"{''.join(_text(c, '') for c in lands)}"
        f"{''.join(circle(g, level) for g in gates)}{dots}{shown}</g>"
    )


def _text(label: labels.Label, local: str) -> str:
    sized = f' font-size="{label.wish.priority:.3g}"' if label.wish.kind == "country" else ""
    title = f"<title>{escape(label.wish.text)} · {escape(local)}</title>" if local else ""
    return (
        f'<text class="t-{label.wish.kind}"{sized} x="{label.x:.2f}" y="{label.y:.2f}" text-anchor="{label.anchor}">'
        f"{escape(label.wish.text)}{title}</text>"
    )


def svg(frame: Frame, look: Look, ident: str, title: str, inner: str, groups: Sequence[str]) -> str:
    """A whole map: what lies below, the line that is chosen, circles and names of each magnification."""
    return (
        f'<svg class="map {look.name}" id="{ident}" viewBox="0 0 {frame.width:g} {frame.height:g}" role="img" '
        f'data-frame="{frame.left:.3f} {frame.top:.3f} {frame.scale:.8f}" '
        f'data-look="{look.widest:g} {look.thinnest:g} {look.at_sea:g}" aria-labelledby="{ident}-title">'
        f'<title id="{ident}-title">{escape(title)}</title>{inner}<path class="chosen" d=""/>{"".join(groups)}</svg>'
    )


def round_steps(largest: float) -> list[float]:
    """Up to three round sizes at or below the largest: 1, 2 or 5 times a power of ten."""
    if largest <= 0:
        return []
    sizes = [m * 10.0**e for e in range(-3, 6) for m in (1, 2, 5)]
    fit = [s for s in sizes if s <= largest]
    return [fit[i] for i in (-4, -2, -1) if len(fit) >= -i]
