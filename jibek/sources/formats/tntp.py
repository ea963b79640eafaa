"""Networks, trip tables and flows in the TNTP text format of the assignment literature.

    <NUMBER OF ZONES> 24
    <FIRST THRU NODE> 1
    <END OF METADATA>
    ~ init term capacity length fftt b power speed toll type ;
      1    2    25900.2  6      6    0.15 4  0     0    1    ;

Tolerant of what published files differ in: tabs, comments after ``~``, blank lines, ends of lines, missing final
semicolons, a header line in flow files. Numbers are kept as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem, refuse

_END = "<END OF METADATA>"

_LINK_COLUMNS = ("capacity", "length", "free_time", "b", "power", "speed", "toll", "link_type")


@dataclass(frozen=True, slots=True)
class TntpNet:
    """A network as published; nodes are numbered from 0, links keep the order of the file. Shape (link,) each.

    zones, nodes: counts; zones are the first nodes. first_thru: nodes below it are not passed through.
    toll_factor, distance_factor: of the file, 0 if it states none.
    """

    zones: int
    nodes: int
    first_thru: int
    tail: Array
    head: Array
    capacity: Array
    length: Array
    free_time: Array
    b: Array
    power: Array
    toll: Array
    toll_factor: float
    distance_factor: float


@dataclass(frozen=True, slots=True)
class TntpTrips:
    """Trips between zones, numbered from 0; shape (pair,) each, in the order of the file; zones: count."""

    zones: int
    origin: Array
    destination: Array
    trips: Array


def read_net(path: Path) -> TntpNet:
    """The network of a ``_net.tntp`` file.

    Raises
    ------
    InputError
        ``tntp.no_file``, or ``tntp.invalid`` with every bad line: too few columns, not a number, a node out of
        range, no positive capacity on a link that congests, negative time, coefficient or power.
    """
    meta, lines = _read(path)
    where = path.name
    problems: list[Problem] = []
    rows: list[list[float]] = []
    for number, line in lines:
        cells = line.rstrip("; \t").split()
        values = [_number(c) for c in cells[:10]]
        if len(values) < 7 or any(v is None for v in values):
            problems.append(
                _bad(where, number, line, "from, to, capacity, length, free-flow time, b, power as numbers")
            )
        else:
            rows.append([float(v or 0.0) for v in values] + [0.0] * (10 - len(values)) + [float(number)])
    zones = _count(meta, "NUMBER OF ZONES", where, problems)
    nodes = _count(meta, "NUMBER OF NODES", where, problems)
    links = _count(meta, "NUMBER OF LINKS", where, problems, needed=False)
    table = np.array(rows, np.float64).reshape(-1, 11)
    problems += _link_problems(where, table, zones, nodes)
    if links and not problems and len(table) != links:
        problems.append(_bad(where, None, str(len(table)), f"{links} links as the header says"))
    refuse("tntp.invalid", f"{where} cannot be read as a TNTP network", problems)
    column = {name: table[:, 2 + i].copy() for i, name in enumerate(_LINK_COLUMNS)}
    return TntpNet(
        zones,
        nodes,
        int(_number(meta.get("FIRST THRU NODE", "1")) or 1) - 1,
        table[:, 0].astype(np.int64) - 1,
        table[:, 1].astype(np.int64) - 1,
        column["capacity"],
        column["length"],
        column["free_time"],
        column["b"],
        column["power"],
        column["toll"],
        float(_number(meta.get("TOLL FACTOR", "0")) or 0.0),
        float(_number(meta.get("DISTANCE FACTOR", "0")) or 0.0),
    )


def read_trips(path: Path) -> TntpTrips:
    """The trips of a ``_trips.tntp`` file, zero cells left out.

    Raises
    ------
    InputError
        ``tntp.no_file``, or ``tntp.invalid``: cells before any origin, not ``zone : trips``, a zone out of range,
        negative trips.
    """
    meta, lines = _read(path)
    where = path.name
    problems: list[Problem] = []
    zones = _count(meta, "NUMBER OF ZONES", where, problems)
    found: list[tuple[int, int, float]] = []
    origin = 0
    for number, line in lines:
        if line.lower().startswith("origin"):
            start = _number(line.split()[1]) if len(line.split()) > 1 else None
            origin = int(start or 0)
            if not 1 <= origin <= zones:
                problems.append(_bad(where, number, line, f"Origin and a zone from 1 to {zones}"))
            continue
        for cell in filter(None, (part.strip() for part in line.split(";"))):
            zone_text, _, trips_text = cell.partition(":")
            zone, trips = _number(zone_text), _number(trips_text)
            if zone is None or trips is None or trips < 0 or not 1 <= zone <= zones or origin < 1:
                problems.append(
                    _bad(where, number, cell, f"zone (1 to {zones}) : trips, at least 0, below an Origin")
                )
            elif trips > 0:
                found.append((origin - 1, int(zone) - 1, trips))
    refuse("tntp.invalid", f"{where} cannot be read as a TNTP trip table", problems)
    table = np.array(found, np.float64).reshape(-1, 3)
    return TntpTrips(zones, table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].copy())


def read_flows(path: Path) -> tuple[Array, Array, Array, Array]:
    """Tail and head (numbered from 0), volume and cost of a ``_flow.tntp`` file, shape (link,) each.

    Raises
    ------
    InputError
        ``tntp.no_file``, or ``tntp.invalid`` with every line that is not four numbers.
    """
    _, lines = _read(path)
    rows: list[list[float]] = []
    problems: list[Problem] = []
    for number, line in lines:
        values = [_number(c) for c in line.rstrip("; \t").replace(":", " ").split()]
        if line[:1].isalpha():
            continue
        if len(values) < 4 or any(v is None for v in values):
            problems.append(_bad(path.name, number, line, "from, to, volume, cost"))
        else:
            rows.append([float(v or 0.0) for v in values[:4]])
    refuse("tntp.invalid", f"{path.name} cannot be read as TNTP flows", problems)
    table = np.array(rows, np.float64).reshape(-1, 4)
    return table[:, 0].astype(np.int64) - 1, table[:, 1].astype(np.int64) - 1, table[:, 2], table[:, 3]


def _read(path: Path) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Metadata, and the numbered lines with content after it."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as fault:
        problem = Problem("tntp.no_file", str(path), expected="a readable TNTP file", fix="Check the path.")
        raise InputError("tntp.no_file", f"cannot read {path}: {fault.strerror}", [problem]) from fault
    meta = {
        key.strip().upper(): value.strip() for key, value in re.findall(r"<([^>\n]+)>[ \t]*([^\n~]*)", text)
    }
    return meta, list(_content(text))


def _content(text: str) -> Iterator[tuple[int, str]]:
    within = _END in text.upper()
    for number, line in enumerate(text.splitlines(), start=1):
        if within:
            within = _END not in line.upper()
            continue
        line = line.partition("~")[0].strip()
        if line and line != ";":
            yield number, line


def _number(cell: str) -> float | None:
    """A finite number, or None."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _count(
    meta: dict[str, str], key: str, where: str, problems: list[Problem], *, needed: bool = True
) -> int:
    value = _number(meta.get(key, "").split()[0]) if meta.get(key, "").split() else None
    if value is None or value < 1 or value != int(value):
        if needed:
            problems.append(_bad(where, None, meta.get(key), f"<{key}> and a whole number above 0"))
        return 0
    return int(value)


def _link_problems(where: str, table: Array, zones: int, nodes: int) -> list[Problem]:
    tail, head, capacity, _, time, b, power = table[:, :7].T
    congests = (b > 0) & (power > 0) & (time > 0)
    rules = [
        ((tail < 1) | (tail > nodes) | (tail % 1 != 0), "from", tail, f"a node from 1 to {nodes}"),
        ((head < 1) | (head > nodes) | (head % 1 != 0), "to", head, f"a node from 1 to {nodes}"),
        (congests & (capacity <= 0), "capacity", capacity, "a capacity above 0 on a link that congests"),
        (time < 0, "free-flow time", time, "at least 0"),
        (b < 0, "b", b, "at least 0"),
        (power < 0, "power", power, "at least 0"),
    ]
    found = [
        Problem(
            "tntp.invalid_line",
            where,
            row=int(table[i, 10]),
            column=column,
            value=float(values[i]),
            expected=expected,
            fix="Correct the line.",
        )
        for bad, column, values, expected in rules
        for i in np.flatnonzero(bad)
    ]
    if zones > nodes:
        found.append(_bad(where, None, str(zones), f"at most {nodes} zones, the number of nodes"))
    return found


def _bad(where: str, row: int | None, value: str | None, expected: str) -> Problem:
    return Problem(
        "tntp.invalid_line",
        where,
        row=row,
        value=(value or "")[:80] or None,
        expected=expected,
        fix="Correct the file.",
    )
