"""Points and lines with properties, from whatever format, as places and legs.

Lines without named ends are cut where another line ends or a point stands, within the snapping distance, so that what
meets on the map meets in the network.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.errors import Problem, nearest
from jibek.ground.sphere import great_circle_km
from jibek.ground.vocabulary import MODES
from jibek.importing import columns
from jibek.importing.cells import number
from jibek.importing.columns import FURTHER_LINKS, FURTHER_PLACES
from jibek.importing.cutting import cut
from jibek.importing.model import KM_OF_UNIT, Drawn, Leg, Place, Wishes


@dataclass(frozen=True, slots=True)
class Feature:
    """points: shape (point, 2), longitude and latitude; one is a place. properties: as text, names in lower case.

    where, row: file, and number of the feature from 1.
    """

    points: Floats
    properties: Mapping[str, str]
    where: str
    row: int

    def text(self, names: Sequence[str]) -> str:
        """The first property that is there; names cut to ten characters, as shapefiles leave them, count."""
        for name in names:
            for told in (name, name[:10]):
                if self.properties.get(told):
                    return self.properties[told]
        return ""

    def wrong(self, drawn: Drawn, code: str, column: str | None, value: str, expected: str, fix: str) -> None:
        """A fault of the feature."""
        told = value[:80] or None
        drawn.problems.append(
            Problem(code, self.where, row=self.row, column=column, value=told, expected=expected, fix=fix)
        )


def length_km(points: Floats) -> float:
    """Length along points, shape (point, 2), degrees."""
    lon, lat = points[:, 0], points[:, 1]
    return float(great_circle_km(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def add_features(features: Sequence[Feature], drawn: Drawn, wishes: Wishes) -> None:
    """Put features into ``drawn``: points first, so that lines may name them."""
    for feature in features:
        if len(feature.points) == 1:
            _place(feature, drawn)
    lines = [f for f in features if len(f.points) > 1]
    named = {p.cells.get("name", ""): k for k, p in drawn.places.items()}
    free = [f for f in lines if not (f.text(columns.FROM) and f.text(columns.TO))]
    for feature in lines:
        if feature.text(columns.FROM) and feature.text(columns.TO):
            ends = [feature.text(c) for c in (columns.FROM, columns.TO)]
            keys = [e if e in drawn.places else named.get(e, e) for e in ends]
            for key, point in zip(keys, feature.points[[0, -1]], strict=True):
                if key not in drawn.places:
                    at = (float(point[0]), float(point[1]))
                    drawn.places[key] = Place(key, at, {"name": key}, feature.where, feature.row)
            _leg(feature, feature.points, (keys[0], keys[1]), 1.0, drawn, wishes)
    spots = np.array([p.point for p in drawn.places.values()], float).reshape(-1, 2)
    for feature, pieces in zip(free, cut([f.points for f in free], spots, wishes.snap_km), strict=True):
        whole = length_km(feature.points)
        for piece in pieces:
            keys = [_end(p, feature, drawn) for p in piece[[0, -1]]]
            share = length_km(piece) / whole if whole > 0 else 1.0
            _leg(feature, piece, (keys[0], keys[1]), share, drawn, wishes, len(pieces) > 1)


def _place(feature: Feature, drawn: Drawn) -> None:
    x, y = feature.points[0]
    name, own = feature.text(("name",)), feature.text(columns.PLACE_ID)
    key = own or name or f"{x:.7f} {y:.7f}"
    if key in drawn.places:
        known = drawn.places[key]
        fix = f"Feature {known.row} has it: rename one, or delete it."
        feature.wrong(drawn, "import.repeated_place", None, key, "a name or id of its own", fix)
        return
    cells = {c: feature.properties[c] for c in FURTHER_PLACES if feature.properties.get(c)}
    cells |= {c: t for c, t in (("id", own), ("name", name)) if t}
    drawn.places[key] = Place(key, (float(x), float(y)), cells, feature.where, feature.row)


def _end(point: Floats, feature: Feature, drawn: Drawn) -> str:
    key = f"{point[0]:.7f} {point[1]:.7f}"
    if key not in drawn.places:
        at = (float(point[0]), float(point[1]))
        drawn.places[key] = Place(key, at, {}, feature.where, feature.row, kept=False, drawn=True)
    return key


def _leg(
    feature: Feature,
    points: Floats,
    ends: tuple[str, str],
    share: float,
    drawn: Drawn,
    wishes: Wishes,
    is_part: bool = False,
) -> None:
    def told(column: str, names: Sequence[str]) -> float:
        text = feature.text(names)
        value = number(text, _comma(text)) if text else math.nan
        if value is None or value <= 0:
            expected, fix = "a number above 0", "Correct the property."
            feature.wrong(drawn, "import.not_a_number", column, text, expected, fix)
            return math.nan
        return value

    mode = columns.mode_word(feature.text(columns.MODE)) or wishes.mode
    if mode not in MODES and not (mode and wishes.modes):
        fix = nearest(mode, MODES) if mode else "Add the property mode, or give --mode."
        expected = f"one of {', '.join(MODES)}"
        feature.wrong(drawn, "import.unknown_mode", "mode", mode, expected, fix)
    one_way = columns.direction(feature.text(columns.ONE_WAY))
    if one_way is None:
        value = feature.text(columns.ONE_WAY)
        feature.wrong(drawn, "import.not_a_boolean", "one_way", value, "yes or no", "Correct the property.")
    if one_way == -1:
        points, ends = points[::-1], ends[::-1]
    km = told("km", columns.KM) * KM_OF_UNIT[wishes.unit or "km"]
    hours = told("hours", columns.HOURS)
    measured = math.isnan(km)
    cells = {c: feature.properties[c] for c in FURTHER_LINKS if feature.properties.get(c)}
    own, gauge = feature.text(columns.LINK_ID), feature.text(columns.GAUGE)
    cells |= {c: t for c, t in (("id", "" if is_part else own), ("gauge_mm", gauge)) if t}
    if is_part:
        cells.pop("great_circle_km", None)
    drawn.legs.append(
        Leg(
            ends[0],
            ends[1],
            mode,
            length_km(points) if measured else km * share,
            feature.where,
            feature.row,
            hours * share,
            cells,
            feature.text(columns.NAME),
            measured,
            bool(one_way),
            middle=points[1:-1],
        )
    )


def _comma(text: str) -> bool:
    """A property has no table to tell how numbers are written: one comma and no dot is a decimal comma."""
    return text.count(",") == 1 and "." not in text
