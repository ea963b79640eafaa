"""Which place stands nearest to a position: ``76.95,43.24`` in place of a name.

near("76.95,43.24", nodes, links)      Near("KZALA", 1.2)
near("Almaty", nodes, links)           None: no position
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.ground.errors import InputError, Problem
from jibek.ground.sphere import great_circle_km
from jibek.sources.gazetteer import NO_FREIGHT

MOST_KM = 50.0  # further off it is more likely a slip of the pen than a way to the first station

_POSITION = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Near:
    """The id of a place and how far off it is, km."""

    place_id: str
    km: float


def is_position(text: str) -> bool:
    """Whether a text is two numbers, which no name of a place is."""
    return _POSITION.fullmatch(text) is not None


def near(text: str, nodes: pd.DataFrame, links: pd.DataFrame) -> Near | None:
    """The nearest place that freight may start at and a link in operation leads to; None where ``text`` is no position.

    Parameters
    ----------
    text
        Longitude and latitude in degrees, with a comma, a semicolon or a blank between.

    Raises
    ------
    InputError
        ``place.bad_position`` out of range; ``place.nothing_near`` where no place is within 50 km.
    """
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    lon, lat = (float(v) for v in found.groups())
    if abs(lon) > 180 or abs(lat) > 90:
        fix = "Write the longitude first." if abs(lat) <= 180 and abs(lon) <= 90 else "Correct it."
        raise _refused("place.bad_position", text, "longitude and latitude in degrees", fix)
    used = links[links["status"] == "operating"]
    ends = set(used["from"]) | set(used["to"])
    places = nodes[nodes["id"].isin(list(ends)) & ~nodes["kind"].isin(NO_FREIGHT)]
    place, km = _nearest(lon, lat, places)
    if km <= MOST_KM:
        return Near(place, round(km, 1))
    other, other_km = _nearest(lat, lon, places) if abs(lon) <= 90 else ("", np.inf)
    fix = f"The nearest is {place}, {km:,.0f} km away."
    if other_km <= MOST_KM:
        fix = f"Write the longitude first: {other} would be {other_km:.1f} km away."
    raise _refused("place.nothing_near", text, f"a place within {MOST_KM:g} km", fix)


def _nearest(lon: float, lat: float, places: pd.DataFrame) -> tuple[str, float]:
    km = great_circle_km(np.array([lat]), np.array([lon]), *places[["lat", "lon"]].to_numpy(float).T)
    best = int(np.argmin(km))
    return str(places["id"].iloc[best]), float(km[best])


def _refused(code: str, text: str, expected: str, fix: str) -> InputError:
    problem = Problem(code, "place", value=text, expected=expected, fix=fix)
    return InputError(code, f"{text!r} cannot be used as a position", [problem])
