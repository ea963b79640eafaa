"""How a map is drawn on a wide and on a narrow screen, and what its colours are called.

A narrow screen has a drawing of its own: of its width, with lines, circles and names of a size to read there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jibek.ground.language import tr
from jibek.report.wording.names import SHORT_CORRIDORS, Names

LEVELS = (1, 2, 4, 8)  # magnifications; each is drawn for itself, so that names and circles keep their size

_CROSSINGS = {"CN_ALASHANKOU-KZ_DOSTYK": "alashankou", "CN_KHORGOS-KZ_ALTYNKOL": "khorgos"}


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in drawing units.

    width: of the drawing; widest, thinnest: of lines; at_sea: widest of ships, which would cover all else; circle: the
    largest; size: of letters; most: names at each magnification; shape: least and largest height against width; faint:
    part of the busiest place's tonnes below which a gateway waits for magnification.
    """

    name: str
    width: float
    widest: float
    thinnest: float
    at_sea: float
    circle: float
    size: float
    most: tuple[int, ...]
    shape: tuple[float, float]
    faint: float

    def line(self, tonnes: float, largest: float, sea: bool = False) -> float:
        """Width of a line, proportional to tonnes."""
        wide = max(self.thinnest, self.widest * tonnes / largest) if largest else self.thinnest
        return min(wide, self.at_sea) if sea else wide

    def radius(self, hours: float, longest: float) -> float:
        """Of a circle whose area is proportional to the wait."""
        least = 0.15 * self.circle
        return max(least, self.circle * float(np.sqrt(hours / longest))) if longest else least


WIDE = Look("wide", 1200.0, 15.0, 0.9, 3.0, 16.0, 14.0, (48, 80, 110, 160), (0.46, 0.56), 0.02)
MIDDLE = Look("wide", 790.0, 15.0, 0.9, 3.0, 16.0, 14.0, (40, 70, 110, 160), (0.65, 0.65), 0.0)
NARROW = Look("narrow", 380.0, 8.0, 0.7, 1.8, 9.0, 12.0, (16, 26, 44, 70), (0.60, 0.72), 0.06)
# The border stands beside a wide map, as high as it.
BESIDE = Look("wide", 380.0, 12.0, 0.8, 2.0, 13.0, 13.0, (24, 40, 60, 80), (1.35, 1.35), 0.0)

BELOW = replace(NARROW, widest=12.0, circle=12.0, shape=(0.95, 0.95), faint=0.0)


def key(family: str) -> str:
    """The name of a family's colour in the style: ``khorgos``, ``transsib``; other crossings share one."""
    corridor, _, crossing = family.partition("/")
    return _CROSSINGS.get(crossing, "other") if crossing else corridor


def told(family: str, names: Names) -> str:
    """What a family is called: ``Rail by Khorgos``."""
    corridor, _, crossing = family.partition("/")
    if crossing:
        return tr("Rail by {place}", place=names.place(names.ends(crossing)[0]))
    if corridor == "northern":
        return tr("Rail not over China’s border")
    return tr(SHORT_CORRIDORS.get(corridor, corridor))


def order(family: str) -> tuple[int, str]:
    """Where a family stands among others: by corridor, those with a crossing first."""
    corridor, _, crossing = family.partition("/")
    corridors = list(SHORT_CORRIDORS)
    return (corridors.index(corridor) if corridor in corridors else len(corridors), crossing or "~")
