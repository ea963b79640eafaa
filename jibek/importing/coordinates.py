"""Are the positions longitude and latitude in degrees: metres, swapped axes and longitudes past 180 are told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.errors import Problem
from jibek.ground.sphere import great_circle_km
from jibek.importing.cutting import on_sphere
from jibek.importing.model import Drawn, Place, Point

BEYOND = 1000.0  # no degree; metres of any projection are
FAR_KM, NEAR_KM = 500.0, 100.0  # swapped axes move a place of Eurasia by thousands of km, roughness by ten

_SWAP = "Swap the two columns: longitude is x, latitude is y."


def settle(drawn: Drawn, known: Mapping[str, Point]) -> None:
    """Bring longitudes into -180 to 180, and report what cannot be degrees, a problem for each kind and file.

    Parameters
    ----------
    known
        Positions of the package's places by what the files call them: id or name.
    """
    places = [p for p in drawn.places.values() if p.point[0] == p.point[0] or p.point[1] == p.point[1]]
    xy = np.array([p.point for p in places], float).reshape(-1, 2)
    beyond = (np.abs(xy) > BEYOND).any(axis=1)
    half = np.isnan(xy).any(axis=1)
    steep = ~beyond & (np.abs(xy[:, 1]) > 90)
    swapped = steep & (np.abs(xy[:, 0]) <= 90) & (np.abs(xy[:, 1]) <= 360)
    wide = ~beyond & (np.abs(xy[:, 0]) > 360)
    past = ~beyond & ~wide & (np.abs(xy[:, 0]) > 180)
    degrees = "longitude and latitude in degrees"
    kinds = (
        (beyond, "import.not_degrees", "metres or another projection", "Convert to degrees: EPSG:4326."),
        (swapped, "import.swapped", "latitude stands where longitude belongs", _SWAP),
        ((steep & ~swapped) | (wide & ~steep), "import.out_of_range", "", "Correct the positions."),
        (half, "import.half_position", "one of the two is blank", "Fill both, or neither."),
    )
    for mask, code, message, fix in kinds:
        drawn.problems += _by_file(places, mask, code, message, degrees, fix)
    if any(mask.any() for mask, *_ in kinds):
        return
    if past.any():
        drawn.note(
            "import.past_180", f"{int(past.sum())} longitudes past 180 are read as their like within it"
        )
        for i in np.flatnonzero(past):
            x, y = places[i].point
            drawn.places[places[i].key] = replace(places[i], point=((x + 180.0) % 360.0 - 180.0, y))
    _mirrored(drawn, known)


def _by_file(
    places: list[Place], mask: np.ndarray, code: str, message: str, expected: str, fix: str
) -> list[Problem]:
    by_file: dict[str, list[Place]] = defaultdict(list)
    for i in np.flatnonzero(mask):
        by_file[places[i].where].append(places[i])
    found = []
    for where, bad in by_file.items():
        first, count = bad[0], f"{len(bad)} of {sum(p.where == where for p in places)} positions"
        told = f"{count}: {message}" if message else count
        value = f"{first.point[0]:g}, {first.point[1]:g}"
        found.append(Problem(code, where, told, row=first.row, value=value, expected=expected, fix=fix))
    return found


def _mirrored(drawn: Drawn, known: Mapping[str, Point]) -> None:
    """Axes that are swapped though both orders would be degrees: seen by known places, or by lengths that cannot be."""
    anchors = [
        (p, known[n]) for p in drawn.places.values() for n in _names(p) if n in known and _whole(p.point)
    ]
    if anchors:
        mine, told = (np.array(a, float) for a in ([p.point for p, _ in anchors], [k for _, k in anchors]))
        as_given, other = _km(mine, told), _km(mine[:, ::-1], told)
        if np.median(as_given) > FAR_KM and np.median(other) < NEAR_KM:
            place, at = anchors[0]
            message = f"{len(anchors)} places lie {np.median(as_given):.0f} km off, swapped {np.median(other):.0f} km"
            _told(drawn, place, message, at)
        return
    given = [g for g in drawn.legs if g.km == g.km and not g.measured]
    given = [g for g in given if g.tail in drawn.places and g.head in drawn.places]
    legs = [g for g in given if _whole(drawn.places[g.tail].point) and _whole(drawn.places[g.head].point)]
    if not legs:
        return
    tail, head = (
        np.array([drawn.places[getattr(g, e)].point for g in legs], float) for e in ("tail", "head")
    )
    km = np.array([g.km for g in legs])
    if np.abs(np.concatenate([tail, head])[:, 0]).max() > 90:
        return
    impossible, possible = km < 0.98 * _km(tail, head), km >= 0.98 * _km(tail[:, ::-1], head[:, ::-1])
    if impossible.mean() > 0.5 and possible.all():
        message = f"{int(impossible.sum())} of {len(legs)} lengths are below the great circle, none with axes swapped"
        first = drawn.places[legs[0].tail]
        _told(drawn, first, message, (first.point[1], first.point[0]))


def perhaps_swapped(points: Floats, known: Floats) -> bool:
    """Whether a network lies far from all places of the package, and near to them with its axes swapped.

    Parameters
    ----------
    points, known : shape (place, 2)
        Longitude and latitude of the network's places and of the package's.
    """
    from scipy.spatial import cKDTree

    points = points[np.isfinite(points).all(axis=1)]
    if not len(points) or np.abs(points[:, 0]).max() > 90:
        return False
    tree = cKDTree(on_sphere(known))
    as_given, other = (float(np.median(tree.query(on_sphere(p))[0])) for p in (points, points[:, ::-1]))
    return as_given > 2 * FAR_KM and other < 3 * NEAR_KM


def _told(drawn: Drawn, place: Place, message: str, at: Point) -> None:
    value, expected = f"{place.point[0]:g}, {place.point[1]:g}", f"about {at[0]:g}, {at[1]:g}"
    drawn.problems.append(
        Problem(
            "import.swapped", place.where, message, row=place.row, value=value, expected=expected, fix=_SWAP
        )
    )


def _names(place: Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys((place.cells.get("id", ""), place.cells.get("name", ""), place.key)))[:2]


def _whole(point: Point) -> bool:
    return point[0] == point[0] and point[1] == point[1]


def _km(a: Floats, b: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return great_circle_km(np.clip(a[:, 1], -90, 90), a[:, 0], np.clip(b[:, 1], -90, 90), b[:, 0])
