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

_NET_COLUMNS = ("from", "to", "capacity", "length", "free-flow time", "b", "power", "speed", "toll", "type")

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


@dataclass(frozen=True, slots=True)
class Scanned:
    """What can be used of a network, the line of the file that each link stands on, and all that is wrong in it.

    Where the header names no zones and nodes, there is no network.
    """

    net: TntpNet | None
    line: Array
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class ScannedTrips:
    """What can be used of a trip table, the line of the file that each cell stands on, and all that is wrong in it."""

    trips: TntpTrips
    line: Array
    problems: list[Problem]


def read_net(path: Path) -> TntpNet:
    """The network of a ``_net.tntp`` file.

    Raises
    ------
    InputError
        ``tntp.no_file``, or ``tntp.invalid`` with every bad line, as `scan_net` finds them.
    """
    found = scan_net(path)
    refuse("tntp.invalid", f"{path.name} cannot be read as a TNTP network", found.problems)
    assert found.net is not None
    return found.net


def scan_net(path: Path) -> Scanned:
    """The network of a ``_net.tntp`` file as far as it can be used, and its faults.

    Faults: too few columns, not a finite number, a node out of range, no positive capacity on a link that congests,
    a negative time, coefficient or capacity, a power below 1, another number of links than the header says.

    Raises
    ------
    InputError
        ``tntp.no_file``.
    """
    meta, lines = _read(path)
    where = path.name
    problems: list[Problem] = []
    rows: list[list[float]] = []
    for number, line in lines:
        cells = line.rstrip("; \t").split()[:10]
        values = [_number(c) for c in cells]
        if len(values) < 7:
            expected = "from, to, capacity, length, free-flow time, b, power as numbers"
            problems.append(_bad(where, number, line, expected))
        wild = [i for i, v in enumerate(values) if v is None] if len(values) >= 7 else []
        problems += [
            Problem(
                "tntp.not_a_number",
                where,
                row=number,
                column=_NET_COLUMNS[i],
                value=cells[i],
                expected="a finite number",
                fix="Correct the line.",
            )
            for i in wild
        ]
        if len(values) >= 7 and not wild:
            rows.append([float(v or 0.0) for v in values] + [0.0] * (10 - len(values)) + [float(number)])
    zones = _count(meta, "NUMBER OF ZONES", where, problems)
    nodes = _count(meta, "NUMBER OF NODES", where, problems)
    links = _count(meta, "NUMBER OF LINKS", where, problems, needed=False)
    thru = _first_thru(meta, where, zones, problems)
    table = np.array(rows, np.float64).reshape(-1, 11)
    problems += _link_problems(where, table, zones, nodes)
    if links and not problems and len(table) != links:
        problems.append(_bad(where, None, str(len(table)), f"{links} links as the header says"))
    if not zones or not nodes or zones > nodes:
        return Scanned(None, np.zeros(0, np.int64), problems)
    ends = table[:, :2]
    table = table[((ends >= 1) & (ends <= nodes) & (ends % 1 == 0)).all(axis=1)]
    column = {name: table[:, 2 + i].copy() for i, name in enumerate(_LINK_COLUMNS)}
    net = TntpNet(
        zones,
        nodes,
        thru,
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
    return Scanned(net, table[:, 10].astype(np.int64), problems)


def read_trips(path: Path) -> TntpTrips:
    """The trips of a ``_trips.tntp`` file, zero cells left out.

    Raises
    ------
    InputError
        ``tntp.no_file``, or ``tntp.invalid`` with every bad cell, as `scan_trips` finds them.
    """
    found = scan_trips(path)
    refuse("tntp.invalid", f"{path.name} cannot be read as a TNTP trip table", found.problems)
    return found.trips


def scan_trips(path: Path, net_zones: int | None = None) -> ScannedTrips:
    """The trips of a ``_trips.tntp`` file as far as they can be used, zero cells left out, and its faults.

    Faults: cells before any origin, not ``zone : trips``, trips that are negative or not finite, a zone that the
    header, or the network with ``net_zones`` zones, lacks; a total in the header that the cells do not add up to.

    Raises
    ------
    InputError
        ``tntp.no_file``.
    """
    meta, lines = _read(path)
    where = path.name
    problems: list[Problem] = []
    zones = _count(meta, "NUMBER OF ZONES", where, problems)
    last = min(zones, net_zones or zones)
    found: list[tuple[float, float, float, float]] = []
    origin = 0
    for number, line in lines:
        if line.lower().startswith("origin"):
            start = _number(line.split()[1]) if len(line.split()) > 1 else None
            origin = int(start) if start is not None and 1 <= start <= last and start % 1 == 0 else -1
            if origin < 0:
                expected = f"Origin and a zone from 1 to {last}"
                problems.append(_bad(where, number, line, expected, "tntp.unknown_zone"))
            continue
        for cell in filter(None, (part.strip() for part in line.split(";"))):
            zone_text, _, trips_text = cell.partition(":")
            zone, trips = _number(zone_text), _number(trips_text)
            expected = f"zone (1 to {last}) : trips, at least 0, below an Origin"
            if zone is None or trips is None or trips < 0 or origin == 0:
                problems.append(_bad(where, number, cell, expected))
            elif not 1 <= zone <= last or zone % 1 != 0:
                problems.append(_bad(where, number, cell, expected, "tntp.unknown_zone"))
            elif trips > 0 and origin > 0:
                found.append((origin - 1, zone - 1, trips, number))
    table = np.array(found, np.float64).reshape(-1, 4)
    if not problems:
        problems += _total_problems(meta, where, table[:, 2])
    trips_found = TntpTrips(
        zones, table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].copy()
    )
    return ScannedTrips(trips_found, table[:, 3].astype(np.int64), problems)


def _total_problems(meta: dict[str, str], where: str, trips: Array) -> list[Problem]:
    """The header's total against the cells; headers are rounded, so a ten-thousandth may be missing."""
    said = (
        _number(meta.get("TOTAL OD FLOW", "").split()[0]) if meta.get("TOTAL OD FLOW", "").split() else None
    )
    total = float(trips.sum())
    if said is None or abs(said - total) <= 1e-4 * max(said, total):
        return []
    problem = Problem(
        "tntp.total",
        where,
        column="TOTAL OD FLOW",
        value=said,
        expected=f"{total:g}, the sum of the cells",
        fix="Complete the table, or correct the total in the header.",
    )
    return [problem]


def _first_thru(meta: dict[str, str], where: str, zones: int, problems: list[Problem]) -> int:
    """The first node that may be passed through, from 0; absent: all may be."""
    value = _number(meta.get("FIRST THRU NODE", "1") or "1")
    if value is not None and value % 1 == 0 and 1 <= value <= max(zones, 1) + 1:
        return int(value) - 1
    problems.append(
        Problem(
            "tntp.first_thru_node",
            where,
            column="FIRST THRU NODE",
            value=meta["FIRST THRU NODE"],
            expected=f"1 (zones may be passed through) to {zones + 1} (none may)",
            fix="Correct the header: only zones can be closed to through traffic.",
        )
    )
    return 0


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
    congests = b > 0
    node = f"a node from 1 to {nodes}"
    rules = [
        ((tail < 1) | (tail > nodes) | (tail % 1 != 0), "from", tail, node, "tntp.unknown_node"),
        ((head < 1) | (head > nodes) | (head % 1 != 0), "to", head, node, "tntp.unknown_node"),
        (
            (congests & (power > 0) & (capacity == 0)) | (capacity < 0),
            "capacity",
            capacity,
            "a capacity above 0 on a link that congests",
            "tntp.no_capacity",
        ),
        (time < 0, "free-flow time", time, "at least 0", "tntp.negative_cost"),
        (b < 0, "b", b, "at least 0", "tntp.negative_cost"),
        (
            congests & (power < 1),
            "power",
            power,
            "at least 1 where b is above 0: below, the first vehicle delays without bound",
            "tntp.power_below_one",
        ),
    ]
    found = [
        Problem(
            code,
            where,
            row=int(table[i, 10]),
            column=column,
            value=float(values[i]),
            expected=expected,
            fix="Correct the line.",
        )
        for bad, column, values, expected, code in rules
        for i in np.flatnonzero(bad)
    ]
    if zones > nodes:
        found.append(_bad(where, None, str(zones), f"at most {nodes} zones, the number of nodes"))
    return found


def _bad(
    where: str, row: int | None, value: str | None, expected: str, code: str = "tntp.invalid_line"
) -> Problem:
    return Problem(
        code,
        where,
        row=row,
        value=(value or "")[:80] or None,
        expected=expected,
        fix="Correct the file.",
    )
