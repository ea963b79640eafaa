"""Names on the map: each where it touches no other name, the important ones first.

A crossing amid others must keep its name, so a mark may be covered at a price; another name never.

Method  greedy choice among eight sides of a point, by priority (Christensen, Marks and Shieber, 1995)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from jibek.ground.arrays import Array

Box = tuple[float, float, float, float]  # left, top, right, bottom

CROWD = (
    4  # so many names in a neighbourhood leave no room for one that does not matter much (priority below 1)
)

MARK = 5.0  # a covered mark weighs as much as this many points of lines

BOLD = {
    "gateway": 1.12,
    "end": 1.12,
    "change": 1.12,
}  # how much wider heavy letters are, by the kind of name that is set in them

# Widths of letters in parts of the font size, those of a wide typeface, so that no font makes a name longer.
_NARROW, _WIDE = frozenset("iljtfrI.,'’- /()"), frozenset("mwMW@—+−")


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants a place: where its mark stands, the mark's radius, and how much the name matters."""

    text: str
    x: float
    y: float
    radius: float
    priority: float
    kind: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place: ``x``, ``y`` of the text's anchor on its baseline, ``anchor`` start, middle or end."""

    wish: Wish
    x: float
    y: float
    anchor: str
    box: Box


def text_width(text: str, size: float) -> float:
    """An upper estimate of the width of a text in drawing units."""
    return size * sum(
        0.40
        if c in _NARROW
        else 1.0
        if c in _WIDE or east_asian_width(c) in "WF"
        else 0.74
        if c.isupper()
        else 0.64
        for c in text
    )


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def place(
    wishes: Sequence[Wish],
    size: float,
    width: float,
    height: float,
    *,
    most: int,
    marks: Sequence[Box] = (),
    avoid: Array | None = None,
    taken: Sequence[Box] = (),
) -> list[Label]:
    """Names that fit, the most important first.

    Parameters
    ----------
    wishes
        Any order; ties keep it.
    size
        Font size in drawing units.
    width, height
        Of the drawing; no name leaves it.
    most
        Names at most.
    marks
        Boxes of marks; a name covers one only where no side is free of them.
    avoid
        shape (point, 2): points of lines; the side that covers fewest is preferred.
    taken
        Boxes that no name may touch.
    """
    full = list(taken)
    found: list[Label] = []
    for wish in sorted(wishes, key=lambda w: -w.priority):
        if len(found) >= most:
            break
        near = sum(abs(f.wish.x - wish.x) < 6 * size and abs(f.wish.y - wish.y) < 4 * size for f in found)
        if near >= CROWD and wish.priority < 1.0:
            continue
        others = [box for box in marks if not _at(box, (wish.x, wish.y))]
        best: tuple[float, Label] | None = None
        for rank, label in enumerate(_sides(wish, size)):
            left, top, right, bottom = label.box
            if left < 4 or top < 4 or right > width - 4 or bottom > height - 4:
                continue
            if any(overlap(label.box, box) for box in full):
                continue
            covered = 0 if avoid is None else covers(avoid, label.box)
            hidden = sum(overlap(label.box, box) for box in others)
            cost = covered + MARK * hidden + 0.4 * rank
            if best is None or cost < best[0]:
                best = (cost, label)
        if best is not None:
            found.append(best[1])
            full.append(best[1].box)
    return found


def _at(box: Box, point: tuple[float, float]) -> bool:
    """Whether a box is the mark of the point itself."""
    return abs((box[0] + box[2]) / 2 - point[0]) < 0.01 and abs((box[1] + box[3]) / 2 - point[1]) < 0.01


def covers(points: Array, box: Box) -> int:
    """How many of the points a box lies over."""
    x, y = points[:, 0], points[:, 1]
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _sides(wish: Wish, size: float) -> list[Label]:
    """Right, left, above, below, then the corners; the box has a margin for the halo."""
    w, r = text_width(wish.text, size) * BOLD.get(wish.kind, 1.0), wish.radius + 0.28 * size
    up, down, middle = -r - 0.1 * size, r + 0.78 * size, 0.36 * size
    slant = 0.75 * r
    offers = [
        (r, middle, "start"),
        (-r, middle, "end"),
        (0.0, up, "middle"),
        (0.0, down, "middle"),
        (slant, -slant, "start"),
        (slant, slant + 0.7 * size, "start"),
        (-slant, -slant, "end"),
        (-slant, slant + 0.7 * size, "end"),
    ]
    found = []
    for dx, dy, anchor in offers:
        x, y = wish.x + dx, wish.y + dy
        left = x - {"start": 0.0, "middle": w / 2, "end": w}[anchor]
        pad = 0.12 * size
        box = (left - pad, y - 0.82 * size - pad, left + w + pad, y + 0.26 * size + pad)
        found.append(Label(wish, round(x, 1), round(y, 1), anchor, box))
    return found
