"""Which columns of a user's file fill which cell: names that people use, and every column of the package by its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jibek.ground.errors import Problem
from jibek.importing.cells import Sheet, comma_decides, number
from jibek.sources.tables import TABLES

FROM = ("from", "from_id", "from_node_id", "from_node", "origin", "tail")
TO = ("to", "to_id", "to_node_id", "to_node", "destination", "head")
MODE = ("mode",)
KM = ("distance_km", "km", "length_km", "distance", "length")
HOURS = ("hours", "hours_h", "time_h")
GAUGE = ("gauge_mm", "gauge")
NAME = ("name", "line", "line_name")
ONE_WAY = ("one_way", "oneway")
LINK_ID = ("id", "link_id")
PLACE_ID = ("id", "place_id", "node_id")
LON = ("lon", "longitude", "lng", "long", "x", "x_coord")
LAT = ("lat", "latitude", "y", "y_coord")
ENDS = {
    "from_lon": ("from_lon", "from_longitude", "from_x"),
    "from_lat": ("from_lat", "from_latitude", "from_y"),
    "to_lon": ("to_lon", "to_longitude", "to_x"),
    "to_lat": ("to_lat", "to_latitude", "to_y"),
}

# Filled by the import itself, from what the columns above say.
_OWN_LINKS = {"id", "from", "to", "mode", "distance_km", "gauge_mm"}
_OWN_PLACES = {"id", "name", "lat", "lon"}
FURTHER_LINKS = tuple(c for c in TABLES["links"].columns if c not in _OWN_LINKS)
FURTHER_PLACES = tuple(c for c in TABLES["nodes"].columns if c not in _OWN_PLACES)


# What other programs call a mode.
_WORDS = {
    **dict.fromkeys(("railway", "train", "freight_rail"), "rail"),
    **dict.fromkeys(("auto", "car", "truck", "hgv", "highway", "motorway"), "road"),
    **dict.fromkeys(("ship", "vessel", "maritime"), "sea"),
}


YES, NO = ("1", "1.0", "true", "t", "yes"), ("0", "0.0", "false", "f", "no", "")


def mode_word(told: str) -> str:
    """The mode that a cell means: its own word, or words of other programs that all mean one; else as it is."""
    parts = [p for p in re.split(r"[;,/|\s]+", told.casefold()) if p]
    meant = {_WORDS.get(p, p) for p in parts}
    return meant.pop() if len(meant) == 1 else told.casefold()


def truth(told: str) -> bool | None:
    """A cell as true or false, blank is false; None where it is neither."""
    word = told.casefold()
    return word in YES if word in (*YES, *NO) else None


def direction(told: str) -> int | None:
    """What a cell ``one_way`` means: 1 from the first end to the last, -1 back, 0 both ways; None where it is no such.

    A road whose direction changes with the hour (``reversible``, ``alternating`` in OpenStreetMap) leads both ways.
    """
    word = told.casefold()
    if word in ("-1", "-1.0", "reverse"):
        return -1
    if word in ("reversible", "alternating"):
        return 0
    known = truth(word)
    return None if known is None else int(known)


def numbers_of(stem: str) -> set[str]:
    """Columns of a table of the package that hold numbers."""
    return {n for n, c in TABLES[stem].columns.items() if c.kind in ("number", "integer")}


@dataclass(slots=True)
class Taken:
    """Columns of a sheet that an import takes: name of the cell to position; ``comma``: how its numbers are written."""

    sheet: Sheet
    at: dict[str, int]
    comma: bool

    @classmethod
    def of(
        cls, sheet: Sheet, wanted: Mapping[str, tuple[str, ...]], numeric: Iterable[str], *, cut: bool = False
    ) -> Taken:
        """Those of the wanted columns that are there."""
        at = {cell: sheet.column(names, cut=cut) for cell, names in wanted.items()}
        at = {cell: i for cell, i in at.items() if i >= 0}
        comma = comma_decides(sheet, dict.fromkeys(at[c] for c in numeric if c in at))
        return cls(sheet, at, comma)

    @property
    def idle(self) -> list[str]:
        """Columns that nothing is taken from."""
        used = set(self.at.values())
        return [h for i, h in enumerate(self.sheet.header) if i not in used and h]

    def text(self, i: int, cell: str) -> str:
        """A cell of row ``i``; empty where the column is not there."""
        return self.sheet.rows[i][self.at[cell]] if cell in self.at else ""

    def number(self, i: int, cell: str, **limits: float) -> float:
        """A number of row ``i``; nan where it is blank, or is none or out of its limits, which is a problem."""
        told = self.text(i, cell)
        if not told:
            return float("nan")
        value = number(told, self.comma)
        low, above = limits.get("low"), limits.get("above")
        good = value is not None and (low is None or value >= low) and (above is None or value > above)
        if good and value is not None:
            return value
        expected = "a finite number"
        expected += f" of at least {low:g}" if low is not None else ""
        expected += f" above {above:g}" if above is not None else ""
        self.wrong(i, cell, "import.not_a_number" if value is None else "import.out_of_range", expected)
        return float("nan")

    def wrong(self, i: int, cell: str, code: str, expected: str, fix: str = "Correct the cell.") -> None:
        """A fault of a cell of row ``i``."""
        s = self.sheet
        column = s.header[self.at[cell]] if cell in self.at else cell
        value = self.text(i, cell)[:80] or None
        s.problems.append(
            Problem(code, s.name, row=s.lines[i], column=column, value=value, expected=expected, fix=fix)
        )

    def further(self, i: int, stem: str, columns: Iterable[str]) -> dict[str, str]:
        """Cells of row ``i`` that go to the package's column of the same name, numbers with a decimal point."""
        numeric = numbers_of(stem)
        found = {}
        for column in columns:
            told = self.text(i, column)
            if told and column in numeric and self.comma:
                value = number(told, True)
                told = told if value is None else repr(value)
            if told:
                found[column] = told
        return found


def plain_text(value: object) -> str:
    """A value of a format with types as a cell: whole numbers without a point, yes and no for true and false."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None or value != value else str(value).strip()
