"""The map of change: lines that carry more than in the base, less, or stand where none stood.

Reads   flows.arc_flows and network.arcs of a run and of its base
Writes  SVG, and words of each line
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.language import tr
from jibek.report.drawing import geometry, look, parts
from jibek.report.drawing.atlas import Atlas
from jibek.report.drawing.geometry import Frame
from jibek.report.drawing.look import LEVELS, Look
from jibek.report.input import ReportInput
from jibek.report.wording.names import mode
from jibek.report.wording.numbers import show, written

LEAST_TONNES = 5_000.0  # a year; far above what the assignment leaves open

LEAST_PART = 0.01  # of the largest change on land: thinner lines would hide what matters

WINDOW_PART = 0.1  # the map is cut to where lines change by this part of the largest

NONE = 1.0  # tonnes a year that count as nothing

WORDS = {"new": "new", "more": "carries more", "less": "carries less", "gone": "carries nothing any more"}

_FLOWS = ("flows.arc_flows", "network.arcs")


@dataclass(frozen=True, slots=True)
class Change:
    """Tonnes a year between two places by one mode, both ways, before and now."""

    a: str
    b: str
    mode: str
    before: float
    now: float

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
        """``new``, ``more``, ``less`` or ``gone``."""
        if self.before < NONE:
            return "new"
        return "gone" if self.now < NONE else "more" if self.by > 0 else "less"


def changes(now: Mapping[str, pd.DataFrame], base: Mapping[str, pd.DataFrame]) -> list[Change]:
    """Every pair of places whose freight differs, the largest change first.

    Parameters
    ----------
    now, base
        Tables ``flows.arc_flows`` and ``network.arcs`` of the run and of the run that it is measured from.
    """
    before, after = _carried(base), _carried(now)
    pairs = sorted({*before, *after})
    found = [Change(*pair, before.get(pair, 0.0), after.get(pair, 0.0)) for pair in pairs]
    return sorted((c for c in found if c.by), key=lambda c: -abs(c.by))


def _carried(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str, str], float]:
    """Tonnes a year by the two places and the mode; arcs within a place and connectors are left out."""
    flows, arcs = (tables[name] for name in _FLOWS)
    frame = flows.groupby("arc_id", as_index=False)["tonnes_per_year"].sum()
    frame = frame.merge(arcs[["arc_id", "tail", "head", "kind", "mode"]], on="arc_id")
    tail, head = (frame[c].str.partition("|")[0] for c in ("tail", "head"))
    frame = frame.assign(a=tail.where(tail < head, head), b=head.where(tail < head, tail))
    frame = frame[(frame["a"] != frame["b"]) & (frame["kind"] != "connector")]
    sums = frame.groupby(["a", "b", "mode"])["tonnes_per_year"].sum()
    return {(str(a), str(b), str(mode)): float(t) for (a, b, mode), t in sums.items()}


def worth_drawing(found: Sequence[Change]) -> list[Change]:
    """Changes that can be seen beside the largest on land."""
    largest = max((abs(c.by) for c in found if not c.ships), default=0.0)
    return [c for c in found if abs(c.by) >= max(LEAST_TONNES, LEAST_PART * largest)]


def change_map(report: ReportInput, atlas: Atlas, number: int) -> dict[str, Any]:
    """The map with its legend and words; ``drawn`` False and ``why`` where there is none, both empty in a base.

    Parameters
    ----------
    number
        Of its first line among the lines that the page's script knows.
    """
    if report.base is None:
        return {"drawn": False, "why": "", "lines": []}
    if not set(_FLOWS) <= set(report.base_tables) or not set(_FLOWS) <= set(report.tables):
        why = tr(
            "The map of what changes needs the run of {base} beside this one, which is not kept.",
            base=report.base,
        )
        return {"drawn": False, "why": why, "lines": []}
    found = [
        c
        for c in worth_drawing(changes(report.tables, report.base_tables))
        if c.a in atlas.where and c.b in atlas.where
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
    return {
        "drawn": True,
        "why": "",
        "figure": ("change", "", "".join(
            draw(atlas, found, largest, kind, number, f"map-change{suffix}", title)
            for kind, suffix in ((look.WIDE, ""), (look.NARROW, "-narrow"))
        )),
        "said": said(atlas, found),
        "kinds": [(k, text) for k, text in (("new", tr("new line")), ("more", tr("more freight")),
                  ("less", tr("less freight")), ("gone", tr("no freight any more")))
                  if any(c.kind == k for c in found)],
        "legends": [_legend(largest, kind) for kind in (look.WIDE, look.NARROW)],
        "listed": [(f"p{number + n}", _ends(atlas, c)) for n, c in enumerate(found) if not c.ships],
        "lines": [{"w": words(atlas, c), "k": _kilometres(atlas, c), "r": []} for c in found],
    }  # fmt: skip


def draw(
    atlas: Atlas, found: Sequence[Change], largest: float, kind: Look, number: int, ident: str, title: str
) -> str:
    """One map of change; widths are proportional to the change on a scale of their own."""
    wanted = [c for c in found if not c.ships and (abs(c.by) >= WINDOW_PART * largest or c.kind == "new")]
    lon, lat = np.array([atlas.where[p] for c in wanted for p in (c.a, c.b)]).T
    frame = Frame.around(lon, lat, pad=0.1, drawn=kind.width, shape=kind.shape)
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
    groups = [parts.level_group(atlas, frame, kind, level, dots, lift=lift) for level in LEVELS]
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


def words(atlas: Atlas, change: Change) -> str:
    """One line in words: what it carried and carries."""
    before, now, by = (
        show(v, "t/year", signed=signed)
        for v, signed in ((change.before, False), (change.now, False), (change.by, True))
    )
    ends = _ends(atlas, change)
    if change.kind == "new":
        return tr("{line}, a new line: {now}, both ways.", line=ends, now=now)
    if change.kind == "gone":
        return tr("{line} carries nothing any more: {before} before.", line=ends, before=before)
    return tr("{line}: {by}, from {before} to {now}, both ways.", line=ends, by=by, before=before, now=now)


def said(atlas: Atlas, found: Sequence[Change], most: int = 3) -> list[str]:
    """The largest changes of each kind on land, new lines first."""
    out = []
    for kind in WORDS:
        out += [words(atlas, c) for c in found if c.kind == kind and not c.ships][:most]
    return out


def _ends(atlas: Atlas, change: Change) -> str:
    a, b = sorted((change.a, change.b), key=lambda p: -atlas.where[p][0])
    line = f"{atlas.names.place(a)} – {atlas.names.place(b)}"
    return tr("{line} by {mode}", line=line, mode=mode(change.mode))


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
