"""Lengths of sea legs between ports, along the sea lanes of the extra ``sea`` (searoute): tables of legs without km.

    from,to                     or places alone, each joined with each
    CNSGH,NLRTM

A leg with a length keeps it. On the Caspian the lanes are so coarse that all ports have one length, and a way from it
to another sea goes up rivers: such legs need a length of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import metadata
from itertools import combinations
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.errors import Problem
from jibek.ground.extras import needed
from jibek.ground.sphere import great_circle_km
from jibek.importing.features import length_km
from jibek.importing.from_csv import read_csv
from jibek.importing.known import Known
from jibek.importing.model import Drawn, Leg, Place, Point, Wishes
from jibek.sources.package import read

PORT_KM = 100.0  # a port further from the lanes is none, or lies up a river
CASPIAN = (
    46.5,
    36.3,
    55.1,
    47.3,
)  # west, south, east, north: around all its ports, and no port of another sea
ON_WATER = ("sea", "ferry")

Way = Callable[
    [Point, Point], Floats
]  # points of a way along sea lanes, shape (point, 2); none where there is no way


def read_sea(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Ports and the legs between them; without legs each port is joined with each.

    Raises
    ------
    MissingExtra
        ``import.missing_extra`` without searoute.
    """
    way, lanes = sea_way()
    drawn = read_csv(paths, replace(wishes, mode=wishes.mode or "sea"))
    known = Known.of(*(read().tables[t] for t in ("nodes", "links"))).positions(drawn)
    if not drawn.legs:
        mode = wishes.mode or "sea"
        drawn.legs += [
            Leg(a.key, b.key, mode, math.nan, a.where, a.row)
            for a, b in combinations(drawn.places.values(), 2)
        ]
    found = [_measured(leg, drawn, known, way, lanes) for leg in drawn.legs]
    count = sum(leg.measured for leg in found)
    drawn.legs[:] = found
    if count:
        drawn.note(
            "import.sea_lanes",
            f"{count} lengths follow the lanes of {lanes}, whose network comes from others that are named in words"
            " alone: take them as estimates, without canal dues, ice or draught",
        )
    return drawn


def sea_way() -> tuple[Way, str]:
    """What finds ways along sea lanes, and its name and version."""
    searoute = needed("searoute", "sea", "sea", "import.missing_extra")

    def way(a: Point, b: Point) -> Floats:
        points = searoute.searoute(list(a), list(b)).geometry["coordinates"]
        return np.array(points, float).reshape(-1, 2)

    return way, f"searoute {metadata.version('searoute')}"


def _measured(leg: Leg, drawn: Drawn, known: dict[str, Point], way: Way, lanes: str) -> Leg:
    """The leg with a length along the lanes where it has none; what cannot be measured is a problem."""
    ends = [_point(drawn.places[k], known) for k in (leg.tail, leg.head) if k in drawn.places]
    stated = leg.km == leg.km or leg.mode not in ON_WATER
    if stated or len(ends) < 2 or any(math.isnan(v) for end in ends for v in end):
        return leg
    if any(map(_on_caspian, ends)):
        told = "the sea lanes of the Caspian are too coarse to measure it"
        return _refused(leg, drawn, "import.caspian_leg", told, "Give its length.")
    middle = way(ends[0], ends[1])
    if len(middle) < 2 or max(_apart(ends[0], middle[0]), _apart(ends[1], middle[-1])) > PORT_KM:
        told = f"no way along sea lanes, or a port over {PORT_KM:g} km from them"
        return _refused(leg, drawn, "import.no_sea_way", told, "Correct the positions, or give its length.")
    middle[:, 0] = (middle[:, 0] + 180.0) % 360.0 - 180.0
    points = np.vstack([ends[0], middle, ends[1]])
    return replace(
        leg, km=length_km(points), measured=True, middle=middle, name=leg.name or f"lanes of {lanes}"
    )


def _point(place: Place, known: dict[str, Point]) -> Point:
    if place.point[0] == place.point[0]:
        return place.point
    words = (place.cells.get("id", ""), place.cells.get("name", ""), place.key)
    return next((known[w] for w in words if w in known), place.point)


def _on_caspian(point: Point) -> bool:
    west, south, east, north = CASPIAN
    return west <= point[0] <= east and south <= point[1] <= north


def _apart(a: Point, b: Floats) -> float:
    return float(great_circle_km(*(np.array([v]) for v in (a[1], a[0], b[1], b[0])))[0])


def _refused(leg: Leg, drawn: Drawn, code: str, told: str, fix: str) -> Leg:
    value = f"{leg.tail} - {leg.head}"
    drawn.problems.append(
        Problem(
            code, leg.where, told, row=leg.row, column="km", value=value, expected="a length in km", fix=fix
        )
    )
    return leg
