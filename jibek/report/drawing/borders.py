"""Boundaries on a map, where the report was given some: thin, under all that is carried and written.

Reads   boundaries as `jibek.report.boundaries` read them
Writes  SVG; nothing where there are none
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jibek.ground.arrays import Array
from jibek.report.boundaries import Boundaries
from jibek.report.drawing import geometry, outlines
from jibek.report.drawing.geometry import Frame

TRIANGLE = 0.4  # square drawing units: about what the coastline is drawn to on the widest map

MOST_LETTERS = 9_000  # of the path data of one map; a page holds up to eight, half of them with far fewer

EDGE = 4.0  # drawing units beyond the window, so that ends of lines are not seen there


def paths(given: Boundaries | None, frame: Frame) -> str:
    """The boundaries in a window, those disputed dashed."""
    if given is None:
        return ""
    kinds = [("m-border", given.agreed), ("m-border m-disputed", given.disputed)]
    pieces = [(name, _pieces(lines, frame)) for name, lines in kinds]
    smallest, data = TRIANGLE, [(name, _data(kept, TRIANGLE)) for name, kept in pieces]
    while sum(len(text) for _, text in data) > MOST_LETTERS:
        smallest *= 1.4
        data = [(name, _data(kept, smallest)) for name, kept in pieces]
    return "".join(f'<path class="{name}" d="{text}"/>' for name, text in data if text)


def _pieces(lines: Sequence[Array], frame: Frame) -> list[Array]:
    """Lines in drawing units, cut to the window."""
    around = (-EDGE, -EDGE, frame.width + EDGE, frame.height + EDGE)
    bent = (geometry.bent(line) for line in lines)
    return [p for b in bent for p in outlines.within(frame.place(b[:, 0], b[:, 1]), around)]


def _data(pieces: Sequence[Array], smallest: float) -> str:
    """Path data; what is shorter than the side of the smallest triangle cannot be seen."""
    seen = (p for p in pieces if np.ptp(p, axis=0).max() >= np.sqrt(smallest))
    return "".join(geometry.path(outlines.thinned(p, smallest)) for p in seen)
