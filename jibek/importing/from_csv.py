"""Legs, and places where there are any, as spreadsheets: workbooks, and CSV with commas, semicolons or tabs.

    from,to,mode,km,hours,gauge,one_way,name,from_lon,from_lat,to_lon,to_lat
    Almaty,Shu,rail,322,8,1520,no,Turksib,,,73.76,43.6

A file or worksheet with columns from and to holds legs, one without holds places. An end is the id or name of a place
of these files or of the package, or it has a position of its own. Columns of ``links.csv`` and ``nodes.csv`` are taken
as they stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.vocabulary import MODES
from jibek.importing import columns
from jibek.importing.cells import Sheet, content_of, missing, sheet_of
from jibek.importing.columns import FURTHER_LINKS, FURTHER_PLACES, Taken, numbers_of
from jibek.importing.model import KM_OF_UNIT, NOWHERE, Drawn, Leg, Place, Wishes
from jibek.importing.workbooks import MARK, worksheets


def read_csv(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Places and legs of tables; files that cannot be read are problems like the rest."""
    drawn, sheets = Drawn(), []
    for path in paths:
        try:
            content = content_of(path)
            sheets += worksheets(path, content) if content.startswith(MARK) else [sheet_of(path)]
        except InputError as fault:
            drawn.problems += fault.problems
    idle = [s.name for s in sheets if len(sheets) > 1 and not has_ends(s) and not _has_places(s)]
    sheets = [s for s in sheets if s.name not in idle]
    if idle:
        drawn.note("import.idle_sheet", f"neither legs nor places stand in {', '.join(idle)}")
    for sheet in sorted(sheets, key=has_ends):
        (_legs if has_ends(sheet) else _places)(sheet, drawn, wishes)
        drawn.problems += sheet.problems
    return drawn


def has_ends(sheet: Sheet) -> bool:
    """Whether a sheet holds legs."""
    return sheet.column(columns.FROM) >= 0 or sheet.column(columns.TO) >= 0


def _has_places(sheet: Sheet) -> bool:
    return sheet.column((*columns.PLACE_ID, "name")) >= 0


def _places(sheet: Sheet, drawn: Drawn, wishes: Wishes) -> None:
    wanted = {
        **{c: (c,) for c in FURTHER_PLACES},
        "id": columns.PLACE_ID,
        "name": ("name",),
        "lon": columns.LON,
        "lat": columns.LAT,
    }
    taken = Taken.of(sheet, wanted, ("lon", "lat", *(set(FURTHER_PLACES) & numbers_of("nodes"))))
    if "id" not in taken.at and "name" not in taken.at:
        sheet.problems.append(missing(sheet, "id", ("from and to, for legs", "id", "name")))
        return
    for i, row in enumerate(sheet.lines):
        key = taken.text(i, "id") or taken.text(i, "name")
        if not key or key in drawn.places:
            code, told = ("import.repeated_place", key) if key else ("import.no_id", "")
            fix = f"Line {drawn.places[key].row} has it." if key else "Name the place."
            taken.wrong(
                i, "id" if "id" in taken.at else "name", code, f"an id of its own {told}".strip(), fix
            )
            continue
        cells = {c: taken.text(i, c) for c in ("id", "name") if taken.text(i, c)}
        cells |= taken.further(i, "nodes", FURTHER_PLACES)
        point = (taken.number(i, "lon"), taken.number(i, "lat"))
        drawn.places[key] = Place(key, point, cells, sheet.name, row)
    told_idle(taken, drawn)


def told_idle(taken: Taken, drawn: Drawn) -> None:
    """Say which columns nothing was taken from."""
    if taken.idle:
        drawn.note(
            "import.idle_columns", f"{taken.sheet.name}: nothing is taken from {', '.join(taken.idle)}"
        )


def _legs(sheet: Sheet, drawn: Drawn, wishes: Wishes) -> None:
    wanted = {
        **{c: (c,) for c in FURTHER_LINKS},
        "id": columns.LINK_ID,
        "from": columns.FROM,
        "to": columns.TO,
        "mode": columns.MODE,
        "km": columns.KM,
        "hours": columns.HOURS,
        "gauge_mm": columns.GAUGE,
        "name": columns.NAME,
        "one_way": columns.ONE_WAY,
        **columns.ENDS,
    }
    numeric = ("km", "hours", *columns.ENDS, *(set(FURTHER_LINKS) & numbers_of("links")))
    taken = Taken.of(sheet, wanted, numeric)
    sheet.problems += [missing(sheet, c, (c,)) for c in ("from", "to") if c not in taken.at]
    if sheet.problems and not {"from", "to"} <= set(taken.at):
        return
    named = {p.cells.get("name", ""): k for k, p in drawn.places.items()}
    factor = KM_OF_UNIT[wishes.unit or "km"]
    seen: dict[str, int] = {}
    for i, row in enumerate(sheet.lines):
        mode = mode_of(taken, i, wishes)
        km, hours = taken.number(i, "km", above=0.0) * factor, taken.number(i, "hours", above=0.0)
        ends = []
        for end in ("from", "to"):
            told = taken.text(i, end)
            if not told:
                taken.wrong(i, end, "import.no_id", "the id or name of a place", "Name the end.")
            key = told if told in drawn.places else named.get(told, told)
            point = (taken.number(i, f"{end}_lon"), taken.number(i, f"{end}_lat"))
            _met(drawn, taken, i, end, key, point)
            ends.append(key)
        cells = taken.further(i, "links", FURTHER_LINKS)
        cells |= {c: taken.text(i, c) for c in ("id", "gauge_mm") if taken.text(i, c)}
        if "id" in cells and cells["id"] in seen:
            fix = f"Line {seen[cells['id']]} has it."
            taken.wrong(i, "id", "import.repeated_id", "an id of its own", fix)
        seen.setdefault(cells.get("id", ""), row)
        name = taken.text(i, "name")
        one_way = columns.direction(taken.text(i, "one_way"))
        if one_way is None:
            taken.wrong(i, "one_way", "import.not_a_boolean", "yes or no")
        if one_way == -1:
            ends.reverse()
        drawn.legs.append(
            Leg(ends[0], ends[1], mode, km, sheet.name, row, hours, cells, name, one_way=bool(one_way))
        )
    told_idle(taken, drawn)


def mode_of(taken: Taken, i: int, wishes: Wishes) -> str:
    """The mode of a row; what is none of them is a problem, unless the user named the modes that he wants."""
    told = columns.mode_word(taken.text(i, "mode")) or wishes.mode
    if told in MODES or (told and wishes.modes):
        return told
    fix = nearest(told, MODES) if told else "Fill the column, or give --mode."
    taken.wrong(i, "mode", "import.unknown_mode", f"one of {', '.join(MODES)}", fix or "Correct the cell.")
    return ""


def _met(drawn: Drawn, taken: Taken, i: int, end: str, key: str, point: tuple[float, float]) -> None:
    """Know the place that a row names; a second position that differs from the first is a problem."""
    known, sheet = drawn.places.get(key), taken.sheet
    given = not all(map(math.isnan, point))
    if known is None:
        drawn.places[key] = Place(key, point if given else NOWHERE, {"name": key}, sheet.name, sheet.lines[i])
    elif given and math.isnan(known.point[0]):
        drawn.places[key] = Place(key, point, known.cells, known.where, known.row)
    elif given and max(abs(a - b) for a, b in zip(point, known.point, strict=True)) > 0.01:
        drawn.problems.append(
            Problem(
                "import.two_positions",
                sheet.name,
                row=sheet.lines[i],
                column=f"{end}_lon",
                value=f"{point[0]:g}, {point[1]:g}",
                expected=f"{known.point[0]:g}, {known.point[1]:g} as for {key} in row {known.row}",
                fix="Correct one of them, or give the places different names.",
            )
        )
