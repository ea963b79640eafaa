"""The map of change: lines that carry more than in the base, less, or stand where none stood.

Reads   flows.change
Writes  SVG, and words of each line
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.language import mark, tr
from jibek.report.drawing import geometry, labels, look, parts
from jibek.report.drawing.atlas import Atlas
from jibek.report.drawing.geometry import Frame
from jibek.report.drawing.look import LEVELS, Look
from jibek.report.input import ReportInput
from jibek.report.wording.numbers import show, written

LEAST_TONNES = 5_000.0  # a year; far above what the assignment leaves open

LEAST_PART = 0.01  # of the largest change on land: thinner lines would hide what matters

WINDOW_PART = 0.4  # the map is cut to where lines change by this part of the largest

ALIKE = 0.02  # of the tonnes: by how much lines in a row may differ to be told as one

TOLD = 2  # of each kind: what is told in words and written on the map

PLACES = 4  # that a way is named by; of longer ones the ends and the crossings between them

BORDER = "border crossing"  # kind of a place

NONE = 1.0  # tonnes a year that count as nothing

KINDS = {
    "new": mark("new line"),
    "more": mark("more freight"),
    "less": mark("less freight"),
    "gone": mark("no freight any more"),
}

BY_MODE = {
    "rail": mark("{way} by rail"),
    "road": mark("{way} by road"),
    "ferry": mark("{way} by ferry"),
    "sea": mark("{way} by sea"),
}

_TABLE = "flows.change"


@dataclass(frozen=True, slots=True)
class Change:
    """Tonnes a year between two places by one mode, both ways, before and now; opened: no line stood in the base."""

    a: str
    b: str
    mode: str
    before: float
    now: float
    opened: bool = False

    @property
    def ships(self) -> bool:
        """Whether it goes by sea; ferries of trains and trucks are part of a way on land."""
        return self.mode == "sea"

    @property
    def by(self) -> float:
        """Tonnes a year more; less is negative."""
        return self.now - self.before

    @property
    def kind(self) -> str:
        """``new`` where no line stood, ``more``, ``less`` or ``gone``."""
        if self.opened:
            return "new"
        return "gone" if self.now < NONE else "more" if self.by > 0 else "less"


def changes(table: pd.DataFrame) -> list[Change]:
    """Every pair of places whose freight differs or whose line is new, the largest change first.

    Parameters
    ----------
    table
        ``flows.change``.
    """
    swapped = table["from_place"] > table["to_place"]
    ends = table[["from_place", "to_place"]].to_numpy(dtype=object)
    ends[swapped.to_numpy()] = ends[swapped.to_numpy(), ::-1]
    frame = table.assign(a=ends[:, 0], b=ends[:, 1], opened=table["line"] == "opened")
    sums = frame.groupby(["a", "b", "mode"], sort=True).agg(
        before=("base_tonnes_per_year", "sum"), now=("tonnes_per_year", "sum"), opened=("opened", "all")
    )
    found = [
        Change(str(a), str(b), str(mode), float(before), float(now), bool(opened))
        for (a, b, mode), (before, now, opened) in zip(sums.index, sums.itertuples(index=False), strict=True)
    ]
    return sorted((c for c in found if c.by or c.opened), key=lambda c: -abs(c.by))


def worth_drawing(found: Sequence[Change]) -> list[Change]:
    """Changes that can be seen beside the largest on land, and every new line."""
    largest = max((abs(c.by) for c in found if not c.ships), default=0.0)
    return [c for c in found if c.opened or abs(c.by) >= max(LEAST_TONNES, LEAST_PART * largest)]


def change_map(report: ReportInput, atlas: Atlas, number: int) -> dict[str, Any]:
    """The map with its legend and words; ``drawn`` False and ``why`` where there is none, both empty in a base.

    Parameters
    ----------
    number
        Of its first line among the lines that the page's script knows.
    """
    if report.base is None:
        return {"drawn": False, "why": "", "lines": []}
    if _TABLE not in report.tables:
        why = tr(
            "This run was kept before runs told what their base carried: run it again for the map of change."
        )
        return {"drawn": False, "why": why, "lines": []}
    found = [
        c for c in worth_drawing(changes(report.table(_TABLE))) if c.a in atlas.where and c.b in atlas.where
    ]
    land = [c for c in found if not c.ships]
    if not land:
        why = tr(
            "No line on land carries {tonnes} more or less than in {base}.",
            tonnes=show(LEAST_TONNES, "t/year"),
            base=report.base,
        )
        return {"drawn": False, "why": why, "lines": []}
    largest = max(abs(c.by) for c in land)
    title = tr("What changes against {base}, {year}", base=report.base, year=report.year)
    kinds = ((look.WIDE, ""), (look.NARROW, "-narrow"))
    windows = [window(atlas, found, largest, kind) for kind, _ in kinds]
    return {
        "drawn": True,
        "why": "",
        "figure": ("change", "", "".join(
            draw(atlas, found, largest, frame, kind, number, f"map-change{suffix}", title)
            for frame, (kind, suffix) in zip(windows, kinds, strict=True)
        )),
        "windows": windows,
        "said": [words(atlas, s.change, s.places) for s in told(found)],
        "kinds": [(k, tr(text)) for k, text in KINDS.items() if any(c.kind == k for c in found)],
        "legends": [_legend(largest, kind) for kind in (look.WIDE, look.NARROW)],
        "listed": [(f"p{number + n}", _named(atlas, (c.a, c.b), c.mode)) for n, c in enumerate(found) if not c.ships],
        "lines": [{"w": words(atlas, c), "k": _kilometres(atlas, c), "r": []} for c in found],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines in a row that change alike: their places in order, and the largest of them, which speaks for all."""

    places: tuple[str, ...]
    change: Change


def stretches(found: Sequence[Change]) -> list[Stretch]:
    """Lines on land put together where one goes on as the other, the largest change first."""
    left, out = [c for c in found if not c.ships], []
    while left:
        first = left.pop(0)
        places = [first.a, first.b]
        for end in (0, -1):
            while len(on := [c for c in left if places[end] in (c.a, c.b) and _alike(first, c)]) == 1:
                (c,) = on
                other = c.b if c.a == places[end] else c.a
                if other in places:
                    break
                left.remove(c)
                places.insert(0 if end == 0 else len(places), other)
        out.append(Stretch(tuple(places), first))
    return out


def _alike(a: Change, b: Change) -> bool:
    near = ALIKE * max(abs(a.by), NONE)
    return (a.mode, a.kind) == (b.mode, b.kind) and abs(a.by - b.by) <= near and abs(a.now - b.now) <= near


def told(found: Sequence[Change]) -> list[Stretch]:
    """The largest of each kind, in the order of the legend."""
    rows = stretches(found)
    return [s for kind in KINDS for s in [r for r in rows if r.change.kind == kind][:TOLD]]


def window(atlas: Atlas, found: Sequence[Change], largest: float, kind: Look) -> Frame:
    """The window of a map of change: what is told can be seen, as can what is new and what changes most."""
    wanted = [s.change for s in told(found)]
    wanted += [c for c in found if not c.ships and (abs(c.by) >= WINDOW_PART * largest or c.opened)]
    lon, lat = np.array([atlas.where[p] for c in wanted for p in (c.a, c.b)]).T
    return Frame.around(lon, lat, pad=0.15, drawn=kind.width, shape=kind.shape)


def draw(
    atlas: Atlas,
    found: Sequence[Change],
    largest: float,
    frame: Frame,
    kind: Look,
    number: int,
    ident: str,
    title: str,
) -> str:
    """One map of change; widths are proportional to the change on a scale of their own."""
    lines, spots = [], []
    for together in _by_pair(found):
        first = found[together[0]]
        way = parts.course(atlas, first.a, first.b, all(found[n].ships for n in together))
        line = frame.place(way[:, 0], way[:, 1])
        if not frame.holds(line, 100.0).any():
            continue
        spots.append(parts.dotted(line, 6.0))
        widths = [kind.line(abs(found[n].by), largest, found[n].ships) for n in together]
        offset = -sum(widths) / 2
        for n, width, moved in zip(together, widths, parts.side_by_side(line, widths), strict=True):
            svg = (
                f'<path class="f d-{found[n].kind}" data-r="{number + n}.0" data-w="{width:.1f}" '
                f'data-o="{offset + width / 2:.1f}" d="{geometry.path(moved)}" stroke-width="{width:.1f}"/>'
            )
            lines.append((found[n].kind == "new", svg))  # what is new is drawn last, over all else
            offset += width
    dots = np.vstack(spots) if spots else None
    lift = {p: 4.5 for c in found if c.kind == "new" for p in (c.a, c.b)}
    written = _written(atlas, frame, found, lambda c: kind.line(abs(c.by), largest))
    groups = [
        parts.level_group(atlas, frame, kind, level, dots, lift=lift, written=written) for level in LEVELS
    ]
    drawn = "".join(svg for _, svg in sorted(lines, key=lambda x: x[0]))
    return parts.svg(
        frame, kind, ident, title, parts.ground(atlas, frame) + f'<g class="lines">{drawn}</g>', groups
    )


def _by_pair(found: Sequence[Change]) -> list[list[int]]:
    """Numbers of the changes between the same two places, together."""
    together: dict[tuple[str, str], list[int]] = {}
    for n, change in enumerate(found):
        together.setdefault((change.a, change.b), []).append(n)
    return list(together.values())


def words(atlas: Atlas, change: Change, places: Sequence[str] = ()) -> str:
    """One line, or several in a row by their ``places``, in words: what it carried and carries."""
    values = {
        "line": _named(atlas, places or (change.a, change.b), change.mode),
        "before": show(change.before, "t/year"),
        "now": show(change.now, "t/year"),
        "by": show(change.by, "t/year", signed=True),
    }
    if change.opened and change.now < NONE:
        return tr("{line}, a new line, carries nothing.", **values)
    if change.opened:
        return tr("{line}, a new line: {now}, both ways.", **values)
    if change.kind == "gone":
        return tr("{line} carries nothing any more: {before} before.", **values)
    if change.before < NONE:
        return tr("{line}: {now}, both ways, where nothing went.", **values)
    return tr("{line}: {by}, from {before} to {now}, both ways.", **values)


def _named(atlas: Atlas, places: Sequence[str], mode: str) -> str:
    """A way by its places, from east to west."""
    if atlas.where[places[0]][0] < atlas.where[places[-1]][0]:
        places = places[::-1]
    if len(places) > PLACES:
        borders = [p for p in places[1:-1] if atlas.names.places[p].get("kind") == BORDER]
        places = [places[0], *borders[: PLACES - 2], places[-1]]
    return tr(BY_MODE[mode], way=" – ".join(atlas.names.place(p) for p in places))


def _written(
    atlas: Atlas, frame: Frame, found: Sequence[Change], width: Callable[[Change], float]
) -> list[labels.Wish]:
    """What is written beside lines: by how much the largest of each kind change, half along their longest line."""
    out = []
    for stretch in told(found):
        change = stretch.change
        ways = [parts.course(atlas, a, b, at_sea=False) for a, b in pairwise(stretch.places)]
        lines = [parts.dotted(frame.place(way[:, 0], way[:, 1]), 2.0) for way in ways]
        line = max((x[frame.holds(x)] for x in lines), key=len)
        if not len(line):
            continue
        x, y = (float(v) for v in line[len(line) // 2])
        by = show(change.by, "t/year", digits=2, signed=True)
        text = tr("new: {by}", by=by) if change.opened else str(by)
        out.append(labels.Wish(text, x, y, width(change) / 2, parts.FIRST + 1.0, "change"))
    return out


def _kilometres(atlas: Atlas, change: Change) -> list[float]:
    way = parts.course(atlas, change.a, change.b, change.ships)
    return np.round(np.column_stack(geometry.albers(way[:, 0], way[:, 1])), 1).ravel().tolist()


def _legend(largest: float, kind: Look) -> dict[str, Any]:
    steps = parts.round_steps(largest / 1e6)
    return {
        "name": kind.name,
        "width": kind.width,
        "lines": [(written(f"{mt:g}"), round(kind.line(mt * 1e6, largest), 1)) for mt in steps],
        "circles": [],
    }
