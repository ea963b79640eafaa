"""TNTP: a _net file, and the _node file (node X Y) that gives its nodes a position.

The format names no unit of length and no mode: --unit (default km) and --mode (default road) say them. Zones are kept
as places of their own; all other nodes may be contracted away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from jibek.ground.errors import InputError, Problem
from jibek.importing.cells import text_of_file
from jibek.importing.model import KM_OF_UNIT, NOWHERE, Drawn, Leg, Place, Wishes
from jibek.sources.formats.tntp import scan_net


def read_tntp(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Places and legs of a network and its positions; files that cannot be read are problems like the rest."""
    drawn = Drawn()
    points: dict[str, tuple[float, float, str, int]] = {}
    nets: list[Path] = []
    for path in paths:
        try:
            text = text_of_file(path)
        except InputError as fault:
            drawn.problems += fault.problems
            continue
        if "NUMBER OF LINKS" in text.upper() or "END OF METADATA" in text.upper():
            nets.append(path)
        else:
            _positions(path.name, text, points, drawn)
    if len(nets) != 1 and not drawn.problems:
        expected = "one _net file with its metadata, and a _node file"
        drawn.problems.append(
            Problem("import.no_file", ", ".join(map(str, paths)), value=len(nets), expected=expected)
        )
    if not wishes.unit:
        drawn.note(
            "import.unit_assumed", "TNTP names no unit and there is no --unit: lengths are read as kilometres"
        )
    for path in nets[:1]:
        _net(path, points, drawn, wishes)
    return drawn


def _positions(name: str, text: str, points: dict[str, tuple[float, float, str, int]], drawn: Drawn) -> None:
    for row, line in enumerate(text.splitlines(), start=1):
        cells = line.partition("~")[0].replace(";", " ").replace(",", " ").split()
        if not cells or (row == 1 and not cells[0].isdigit()):
            continue
        try:
            x, y = float(cells[1]), float(cells[2])
        except (IndexError, ValueError):
            x = y = math.nan
        if not (math.isfinite(x) and math.isfinite(y)) or not cells[0].isdigit():
            fix = "Correct the line."
            drawn.problems.append(
                Problem("import.bad_line", name, row=row, value=line[:80], expected="node, X and Y", fix=fix)
            )
            continue
        points[cells[0]] = (x, y, name, row)


def _net(path: Path, points: dict[str, tuple[float, float, str, int]], drawn: Drawn, wishes: Wishes) -> None:
    scanned = scan_net(path)
    drawn.problems += scanned.problems
    net = scanned.net
    if net is None:
        return
    used = sorted({*net.tail.tolist(), *net.head.tolist()})
    for node in used:
        key = str(node + 1)
        x, y, where, row = points.get(key, (*NOWHERE, path.name, None))
        cells = {"id": key} | ({"name": f"Zone {key}"} if node < net.zones else {})
        drawn.places[key] = Place(key, (x, y), cells, where, row, kept=node < net.zones)
    factor, mode = KM_OF_UNIT[wishes.unit or "km"], wishes.mode or "road"
    for a, b, km, line in zip(net.tail, net.head, net.length, scanned.line, strict=True):
        length = float(km) * factor if km > 0 else math.nan
        drawn.legs.append(Leg(str(a + 1), str(b + 1), mode, length, path.name, int(line), one_way=True))
