"""What a reader hands on: places and legs as the files have them, before anything is joined, contracted or assigned."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from jibek.ground.arrays import Floats
from jibek.ground.errors import Problem

Point = tuple[float, float]  # longitude, latitude; degrees
NOWHERE: Point = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a file has it.

    key: what legs call it by. point: NOWHERE where the file gives no position. cells: columns of ``nodes.csv`` that the
    file fills, as text. kept: never contracted away (stations, borders, whatever bears a name). drawn: it is the end of
    a line and was named by nobody, so that it may be snapped. where, row: file and line.
    """

    key: str
    point: Point
    cells: Mapping[str, str]
    where: str
    row: int | None
    kept: bool = True
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg as a file has it; both directions, from tail to head alone where ``one_way``.

    km, hours: nan where the file says nothing. cells: columns of ``links.csv`` that the file fills, as text. measured:
    km was measured along the drawn line, not stated. name: of the line. middle: points between the ends, if drawn.
    """

    tail: str
    head: str
    mode: str
    km: float
    where: str
    row: int | None
    hours: float = math.nan
    cells: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    measured: bool = False
    one_way: bool = False
    middle: Floats | None = None


@dataclass(slots=True)
class Drawn:
    """All that the files hold: places by key, legs in order, faults, and what a reader must be told beside them.

    notes: ``code`` and ``message``, for the report. fixed_axes: the format states which coordinate comes first.
    """

    places: dict[str, Place] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def note(self, code: str, message: str) -> None:
        """Something that is no fault but must be said."""
        self.notes.append({"code": code, "message": message})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asks of an import.

    modes: only these; empty: all. mode, country: where a row names none. unit: of lengths, where the file names none:
    km, m, mi or ft; empty: by the format. snap_km: ends of lines nearer than this are one. near_km: named places nearer
    than this to a place of the package are that one. bridge_km: gaps up to this are proposed as bridges, with
    ``bridge`` they are built. keep_all: nothing is contracted. source, licence: of the data; redistribute: ``yes`` or
    ``facts only``, which it is where the format does not decide. attribution: what must be named, else the source.
    """

    modes: tuple[str, ...] = ()
    mode: str = ""
    country: str = ""
    unit: str = ""
    snap_km: float = 0.05
    near_km: float = 0.0
    bridge_km: float = 2.0
    bridge: bool = False
    keep_all: bool = False
    source: str = ""
    licence: str = ""
    redistribute: str = ""
    attribution: str = ""


KM_OF_UNIT = {"km": 1.0, "m": 0.001, "mi": 1.609344, "ft": 0.0003048}
