"""Names that readers look for first: of countries, of capitals and of gateways that accounts of these routes name.

Reads   data/basemap/names.json
Writes  nothing
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jibek.report.drawing.geometry import Frame, basemap
from jibek.report.wording.lands import named

# Drawing units per kilometre from which names of a rank are drawn: Eurasia, a few countries, one country.
ROOM = {1: 0.0, 2: 0.1, 3: 0.2}

# What a name weighs by how well its place is known; the tonnes through a place add at most 1.
WEIGHT = {1: 3.0, 2: 1.5}


@dataclass(frozen=True, slots=True)
class Country:
    """english: its name; rank: 1 to 3; at: points (lon, lat) where the name may stand, the best first."""

    english: str
    rank: int
    at: tuple[tuple[float, float], ...]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return named(self.english)


@cache
def countries() -> tuple[Country, ...]:
    """Every country with a name on the map, the largest first."""
    rows = basemap("names.json")["countries"]
    return tuple(Country(str(n), int(r), tuple((float(x), float(y)) for x, y in at)) for n, r, at in rows)


def with_room(frame: Frame, level: float) -> list[Country]:
    """Countries whose name has room on a map of this scale at a zoom."""
    return [c for c in countries() if frame.scale * level >= ROOM[c.rank]]


@cache
def _tiers() -> dict[str, int]:
    return {place: int(tier) for tier, places in basemap("names.json")["places"].items() for place in places}


def weight(place_id: str) -> float:
    """How much the name of a place matters beside its tonnes; 0 for most."""
    return WEIGHT.get(_tiers().get(place_id, 0), 0.0)


def places() -> dict[str, int]:
    """Ids of known places with their tier."""
    return dict(_tiers())
