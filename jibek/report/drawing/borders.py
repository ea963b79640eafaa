"""Boundaries on the maps, where the report was given some: thin, under all that is carried and written.

All maps of a page are cuts of one projection, so that lines are written once, as fine as the most magnified map shows
them, and each map refers to them.

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

STEPS = 4  # to a kilometre: what lines are written in

TRIANGLE = 0.5  # square kilometres; that of the coastline is about a hundred times this

MOST_LETTERS = 48_000  # of all path data: lines of more are thinned further, until they are shorter

EDGE_KM = 30.0  # beyond the windows, so that ends of lines are not seen there

_KINDS = (("agreed", "m-border"), ("disputed", "m-border m-disputed"))


def lines(given: Boundaries | None, windows: Sequence[Frame]) -> str:
    """The boundaries of a page, cut to what its maps show, for `within` to refer to."""
    if given is None:
        return ""
    around = _around(windows)
    kept = {kind: _pieces(getattr(given, kind), around) for kind, _ in _KINDS}
    smallest, letters = TRIANGLE, MOST_LETTERS + 1
    while letters > MOST_LETTERS:
        kept = {kind: _thinned(pieces, smallest) for kind, pieces in kept.items()}
        data = {kind: "".join(map(_path, pieces)) for kind, pieces in kept.items()}
        letters, smallest = sum(map(len, data.values())), 1.4 * smallest
    paths = "".join(f'<path id="borders-{kind}" class="m-edge" d="{text}"/>' for kind, text in data.items())
    return f'<svg class="unseen" aria-hidden="true"><defs>{paths}</defs></svg>'


def within(given: Boundaries | None, frame: Frame) -> str:
    """Those `lines` in the window of a map; what is disputed has a class of its own."""
    if given is None:
        return ""
    step, left, top = frame.scale / STEPS, -frame.left * frame.scale, frame.top * frame.scale
    moved = f"matrix({step:.8f} 0 0 {step:.8f} {left:.2f} {top:.2f})"
    return "".join(
        f'<use class="{name}" href="#borders-{kind}" transform="{moved}"/>'
        for kind, name in _KINDS
        if getattr(given, kind)
    )


def _around(windows: Sequence[Frame]) -> outlines.Box:
    """What all windows lie in, kilometres."""
    sides = np.array(
        [(f.left, f.top - f.height / f.scale, f.left + f.width / f.scale, f.top) for f in windows]
    )
    (west, south), (east, north) = sides[:, :2].min(axis=0) - EDGE_KM, sides[:, 2:].max(axis=0) + EDGE_KM
    return float(west), float(south), float(east), float(north)


def _pieces(given: Sequence[Array], around: outlines.Box) -> list[Array]:
    """Lines in kilometres within a box."""
    bent = (geometry.bent(line) for line in given)
    placed = (np.column_stack(geometry.albers(b[:, 0], b[:, 1])) for b in bent)
    return [piece for line in placed for piece in outlines.within(line, around)]


def _thinned(pieces: Sequence[Array], smallest: float) -> list[Array]:
    """Lines thinned; what is shorter than a side of the smallest triangle cannot be seen."""
    seen = (p for p in pieces if np.ptp(p, axis=0).max() >= np.sqrt(smallest))
    return [outlines.thinned(p, smallest) for p in seen]


def _path(line: Array) -> str:
    """
    >>> _path(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 2.5]]))
    'M0 0l4 0 0-10'
    """
    steps = np.round(line * (STEPS, -STEPS)).astype(int)
    begin, moves = steps[0], np.diff(steps, axis=0)
    told = " ".join(str(n) for n in moves[moves.any(axis=1)].ravel())
    return f"M{begin[0]} {begin[1]}l{told}".replace(" -", "-")
