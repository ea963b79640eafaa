"""Railways, and main roads on request, of OpenStreetMap extracts (.osm.pbf), with the extra ``osm``.

Three readings of the file: lines that are wanted, where their nodes lie, stations and borders. Memory grows with the
nodes of wanted lines, not with the file (docs/networks.md has it measured); beside them stands osmium's index of their
ids, 4 MB for each 33 million ids in use: at most 1.7 GB for ids of 2026.

Left out: yards, sidings, spurs, crossovers; lines for high speed alone, for tourists, tests and the military; gauges
that the model does not have, which the report counts. A railway leads both ways, a road as ``oneway`` says; each is
measured along its nodes.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from jibek.ground.arrays import Flags, Floats, Ints
from jibek.ground.errors import InputError, Problem
from jibek.ground.extras import needed
from jibek.ground.sphere import great_circle_km
from jibek.importing.cells import content_of
from jibek.importing.columns import direction
from jibek.importing.cutting import on_sphere
from jibek.importing.model import Drawn, Leg, Place, Wishes

STATION_KM = 0.5  # a station stands beside its tracks; the nearest node of a line within this bears its name
ROADS = ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link")
GAUGES = ("1435", "1520", "1524", "1522", "1668")
NAMES = (("name", "name:en"), ("name_ru", "name:ru"), ("name_kk", "name:kk"), ("name_zh", "name:zh"))
IDLE_USES = ("tourism", "military", "test", "scientific")


@dataclass(slots=True)
class Lines:
    """refs: of all lines in turn; begins: of each; about: its mode, cells, name, id; narrow: gauges left out.

    one_way: whether nothing leads back over it.
    """

    refs: array[int] = field(default_factory=lambda: array("q"))
    begins: list[int] = field(default_factory=list)
    about: list[tuple[str, dict[str, str], str, int]] = field(default_factory=list)
    one_way: list[bool] = field(default_factory=list)
    narrow: Counter[str] = field(default_factory=Counter)


def read_osm(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Junctions, stations and the lines between them; files that cannot be read are problems like the rest.

    Raises
    ------
    MissingExtra
        ``import.missing_extra`` without osmium.
    """
    osmium = needed("osmium", "osm", "osm", "import.missing_extra")
    drawn = Drawn()
    for path in paths:
        try:
            with path.open("rb"):
                pass
        except OSError:
            try:
                content_of(path)
            except InputError as fault:
                drawn.problems += fault.problems
            continue
        try:
            _read(osmium, path, drawn, wishes)
        except (RuntimeError, ValueError) as fault:
            fix = "Fetch the extract again; a name that ends in .osm.pbf tells the format."
            drawn.problems.append(
                Problem(
                    "import.not_osm",
                    path.name,
                    str(fault)[:120],
                    expected="an OpenStreetMap extract",
                    fix=fix,
                )
            )
    return drawn


def _read(osmium: Any, path: Path, drawn: Drawn, wishes: Wishes) -> None:
    modes = wishes.modes or ("rail",)
    lines = _lines(osmium, path, modes)
    if lines.narrow:
        told = ", ".join(f"{n} of {g}" for g, n in lines.narrow.most_common(5))
        drawn.note("import.other_gauges", f"lines of other gauges are left out: {told}")
    if not lines.begins:
        return
    refs = np.frombuffer(lines.refs, np.int64)
    ids, index = np.unique(refs, return_inverse=True)
    at = _positions(osmium, path, ids)
    marked = _marks(osmium, path, ids, at, drawn)
    _cut(path.name, lines, ids, index.astype(np.int64), at, marked, drawn)


def _lines(osmium: Any, path: Path, modes: Sequence[str]) -> Lines:
    found = Lines()
    keys = [k for k, m in (("railway", "rail"), ("highway", "road")) if m in modes]
    if not keys:
        return found
    every = osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(osmium.filter.KeyFilter(*keys))
    for way in every:
        tags = way.tags
        if "rail" in modes and tags.get("railway") == "rail":
            cells = _of_railway(tags, found.narrow)
            mode, one_way = "rail", 0
        elif "road" in modes and tags.get("highway") in ROADS:
            cells, mode, one_way = {}, "road", _direction(tags)
        else:
            continue
        refs = [n.ref for n in way.nodes]
        if cells is None or len(refs) < 2:
            continue
        found.begins.append(len(found.refs))
        found.refs.extend(reversed(refs) if one_way < 0 else refs)
        found.one_way.append(one_way != 0)
        found.about.append((mode, cells, tags.get("name", ""), way.id))
    return found


def _direction(tags: Any) -> int:
    """1 where a road leads along its nodes alone, -1 against them, 0 both ways."""
    told = tags.get("oneway", "")
    if told:
        return direction(told) or 0
    return int(tags.get("highway") in ("motorway", "motorway_link") or tags.get("junction") == "roundabout")


def _of_railway(tags: Any, narrow: Counter[str]) -> dict[str, str] | None:
    """Cells of a railway, None where freight of the network does not use it."""
    if "service" in tags or tags.get("highspeed") == "yes" or tags.get("usage") in IDLE_USES:
        return None
    gauge = tags.get("gauge", "")
    told = [g.strip() for g in gauge.split(";") if g.strip()]
    fits = [g for g in told if g in GAUGES]
    if told and not fits:
        narrow[gauge] += 1
        return None
    power = {"contact_line": "yes", "rail": "yes", "yes": "yes", "no": "no"}.get(
        tags.get("electrified", ""), ""
    )
    cells = {"gauge_mm": "/".join(fits), "electrified": power}
    return {c: v for c, v in cells.items() if v}


def _positions(osmium: Any, path: Path, ids: Ints) -> Floats:
    """Longitude and latitude of each id, shape (node, 2); nan where the extract lacks it."""
    at = np.full((len(ids), 2), np.nan)
    wanted = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(
        osmium.filter.IdFilter(ids.tolist())
    )
    found, points = array("q"), array("d")
    for node in wanted:
        if node.location.valid():
            found.append(node.id)
            points.extend((node.location.lon, node.location.lat))
    if found:
        at[np.searchsorted(ids, np.frombuffer(found, np.int64))] = np.frombuffer(points).reshape(-1, 2)
    return at


def _marks(osmium: Any, path: Path, ids: Ints, at: Floats, drawn: Drawn) -> dict[int, dict[str, str]]:
    """Name and kind of nodes of lines that are stations or borders, or nearest to one, by position in ``ids``."""
    from scipy.spatial import cKDTree

    told: list[tuple[int, float, float, dict[str, str]]] = []
    filtered = osmium.filter.KeyFilter("railway", "barrier")
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(filtered):
        tags = node.tags
        border = tags.get("railway") == "border" or tags.get("barrier") == "border_control"
        if not (border or (tags.get("railway") == "station" and tags.get("name"))):
            continue
        if tags.get("station") in ("subway", "light_rail", "monorail", "funicular"):
            continue
        cells = {"kind": "border crossing" if border else "rail station"}
        cells |= {
            c: tags[t]
            for c, t in (("name", "name:en"), ("name_ru", "name:ru"), ("name_zh", "name:zh"))
            if t in tags
        }
        if "name" in tags:
            cells.setdefault("name", tags["name"])
        told.append((node.id, node.location.lon, node.location.lat, cells))
    known = np.flatnonzero(np.isfinite(at[:, 0]))
    if not told or not len(known):
        return {}
    far, which = cKDTree(on_sphere(at[known])).query(on_sphere(np.array([t[1:3] for t in told])))
    place = {int(i): n for n, i in enumerate(ids[known])}
    found: dict[int, tuple[float, dict[str, str]]] = {}
    apart = 0
    for (own, _, _, cells), km, nearest in zip(told, far, which, strict=True):
        on_line = own in place
        if not on_line and km > STATION_KM:
            apart += 1
            continue
        spot = int(known[place[own] if on_line else nearest])
        if spot not in found or km < found[spot][0]:
            found[spot] = (float(km), cells)
    if apart:
        drawn.note(
            "import.stations_apart", f"{apart} stations are further than {STATION_KM:g} km from any line read"
        )
    return {spot: cells for spot, (_, cells) in found.items()}


def _cut(
    where: str,
    lines: Lines,
    ids: Ints,
    index: Ints,
    at: Floats,
    marked: Mapping[int, dict[str, str]],
    drawn: Drawn,
) -> None:
    """Lines cut at their ends, where they share a node, and at stations and borders."""
    ends = np.concatenate([np.array(lines.begins)[1:], [len(index)]])
    joint: Flags = np.bincount(index, minlength=len(ids)) > 1
    joint[list(marked)] = True
    for begin, end in zip(lines.begins, ends.tolist(), strict=True):
        joint[index[[begin, end - 1]]] = True
    there = np.isfinite(at[index, 0])
    lon, lat = at[index, 0], at[index, 1]
    step = np.concatenate([[0.0], great_circle_km(lat[:-1], lon[:-1], lat[1:], lon[1:])])
    lost = 0
    every = zip(lines.about, lines.one_way, lines.begins, ends.tolist(), strict=True)
    for (mode, cells, name, way), one_way, begin, end in every:
        last, km = -1, 0.0
        for k in range(begin, end):
            if not there[k]:
                lost, last = lost + 1, -1
                continue
            node = int(index[k])
            km = km + float(step[k]) if last >= 0 else 0.0
            alone = last < 0
            stops = joint[node] or (k + 1 < end and not there[k + 1])
            if alone or stops:
                key = f"n{ids[node]}"
                if key not in drawn.places:
                    own = marked.get(node, {})
                    spot = (float(lon[k]), float(lat[k]))
                    drawn.places[key] = Place(
                        key, spot, own, f"{where} node {ids[node]}", None, bool(own), not own
                    )
                if not alone:
                    line = Leg(
                        f"n{ids[last]}",
                        key,
                        mode,
                        km,
                        f"{where} way {way}",
                        None,
                        math.nan,
                        cells,
                        name,
                        True,
                        one_way,
                    )
                    drawn.legs.append(line)
                last, km = node, 0.0
    if lost:
        drawn.note("import.cut_off", f"{lost} nodes of lines are not in the extract: lines end at its edge")
