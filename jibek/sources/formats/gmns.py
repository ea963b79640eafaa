"""Road networks in the General Modeling Network Specification (GMNS 0.96), and trips as rows.

    node.csv   node_id, x_coord, y_coord; optional: zone_id, node_type ("centroid": not passed through)
    link.csv   link_id, from_node_id, to_node_id, directed, length, free_speed, capacity, lanes; optional: toll
    trips      origin, destination, volume

Minutes without traffic are 60 * length / free_speed, in the units that ``config.csv`` of the network states for both;
capacity is that of a lane, times ``lanes`` (absent: 1). GMNS has no delay function: 1 + 0.15 * (flow / capacity) ** 4
(Bureau of Public Roads, 1964), or ``vdf_alpha`` and ``vdf_beta`` where link.csv has these columns, as Path4GMNS writes
them. An undirected link is two links, one after the other. Trips name zones where nodes have a zone_id, else nodes.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem, nearest
from jibek.sources.formats.tntp import Scanned, ScannedTrips, TntpNet, TntpTrips

_YES, _NO = {"1", "true", "t", "yes"}, {"0", "false", "f", "no"}


@dataclass(frozen=True, slots=True)
class Named:
    """names: node_id of each node; zones: what trips call the first of them; shape (node,) and (zone,), text."""

    names: Array
    zones: Array


def scan_network(folder: Path) -> tuple[Scanned, Named]:
    """The network of a GMNS folder as far as it can be used, its names and its faults.

    Faults: a missing column, a node twice, a zone with two nodes, a link between nodes that are not there, a cell that
    is no finite number, negative length, speed that is not positive, no positive capacity on a link that congests, a
    negative ``vdf_alpha``, ``vdf_beta`` below 1.

    Raises
    ------
    InputError
        ``gmns.no_file``.
    """
    problems: list[Problem] = []
    named, thru = _nodes(_rows(folder / "node.csv", ("node_id",), problems), problems)
    place = {name: i for i, name in enumerate(named.names.tolist())}
    wanted = ("from_node_id", "to_node_id", "directed", "length", "free_speed", "capacity")
    links: list[tuple[float, ...]] = []
    for line, row in _rows(folder / "link.csv", wanted, problems):
        reader = _Reader("link.csv", line, row, problems)
        ends = [reader.node(column, place) for column in ("from_node_id", "to_node_id")]
        both = reader.undirected()
        length, speed = reader.number("length", low=0.0), reader.number("free_speed", above=0.0)
        alpha, beta = (
            reader.number("vdf_alpha", low=0.0, absent=0.15),
            reader.number("vdf_beta", low=1.0, absent=4.0),
        )
        capacity = reader.number("capacity", above=0.0, absent=None if alpha else 1.0)
        lanes, toll = reader.number("lanes", above=0.0, absent=1.0), reader.number("toll", absent=0.0)
        if min(ends) < 0:
            continue
        cells = (capacity * lanes, length, 60.0 * length / speed if speed else 0.0, alpha, beta, toll, line)
        links.append((*ends, *cells))
        if both:
            links.append((ends[1], ends[0], *cells))
    table = np.array(links, np.float64).reshape(-1, 9)
    net = TntpNet(
        len(named.zones),
        len(named.names),
        thru,
        table[:, 0].astype(np.int64),
        table[:, 1].astype(np.int64),
        table[:, 2].copy(),
        table[:, 3].copy(),
        table[:, 4].copy(),
        table[:, 5].copy(),
        table[:, 6].copy(),
        table[:, 7].copy(),
        0.0,
        0.0,
    )
    return Scanned(net if len(named.names) else None, table[:, 8].astype(np.int64), problems), named


def scan_volumes(path: Path, zones: list[str]) -> ScannedTrips:
    """Trips of rows ``origin,destination,volume`` as far as they can be used, and their faults.

    Faults: a missing column, a zone that the network lacks, a volume that is negative or no finite number.

    Raises
    ------
    InputError
        ``gmns.no_file``.
    """
    problems: list[Problem] = []
    place = {name: i for i, name in enumerate(zones)}
    found: list[tuple[float, ...]] = []
    for line, row in _rows(path, ("origin", "destination", "volume"), problems):
        reader = _Reader(path.name, line, row, problems)
        ends = [reader.node(column, place) for column in ("origin", "destination")]
        volume = reader.number("volume", low=0.0)
        if min(ends) >= 0 and volume > 0:
            found.append((*ends, volume, line))
    table = np.array(found, np.float64).reshape(-1, 4)
    trips = TntpTrips(
        len(zones), table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].copy()
    )
    return ScannedTrips(trips, table[:, 3].astype(np.int64), problems)


def _nodes(rows: list[tuple[int, dict[str, str]]], problems: list[Problem]) -> tuple[Named, int]:
    """Nodes in order: zones not passed through, other zones, the rest; and how many are not passed through."""
    seen: dict[str, int] = {}
    zone_of: dict[str, str] = {}
    zone_seen: dict[str, str] = {}
    closed: set[str] = set()
    for line, row in rows:
        name, zone = row["node_id"], row.get("zone_id", "")
        if not name or name in seen:
            problems.append(
                Problem(
                    "gmns.node_twice" if name else "gmns.no_node",
                    "node.csv",
                    row=line,
                    column="node_id",
                    value=name,
                    expected="an id of its own",
                    fix=f"Line {seen[name]} has it." if name else "Name the node.",
                )
            )
            continue
        seen[name] = line
        if row.get("node_type", "").lower() == "centroid":
            closed.add(name)
        if not zone:
            continue
        if zone in zone_seen:
            problems.append(
                Problem(
                    "gmns.zone_twice",
                    "node.csv",
                    row=line,
                    column="zone_id",
                    value=zone,
                    expected="one node a zone, where its trips start and end",
                    fix=f"Node {zone_seen[zone]} has it: keep zone_id on the centroid alone.",
                )
            )
            continue
        zone_of[name], zone_seen[zone] = zone, name
    starts = list(zone_of) if zone_of else list(seen)
    first = [n for n in starts if n in closed]
    zones = [*first, *(n for n in starts if n not in closed)]
    order = [*zones, *(n for n in seen if n not in set(zones))]
    called = [zone_of.get(n, n) for n in zones]
    return Named(np.array(order, dtype=str), np.array(called, dtype=str)), len(first)


def _rows(path: Path, wanted: tuple[str, ...], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their lines; none where a wanted column is missing, which is a problem."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as fault:
        problem = Problem("gmns.no_file", str(path), expected="a readable CSV file", fix="Check the path.")
        raise InputError("gmns.no_file", f"cannot read {path}: {fault.strerror}", [problem]) from fault
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    missing = [column for column in wanted if column not in header]
    problems += [
        Problem(
            "gmns.no_column",
            path.name,
            column=c,
            expected=f"a column {c}",
            fix=nearest(c, header) or "Add it.",
        )
        for c in missing
    ]
    if missing:
        return []
    return [
        (reader.line_num, {h: c.strip() for h, c in zip(header, cells, strict=False)})
        for cells in reader
        if any(cell.strip() for cell in cells)
    ]


@dataclass(frozen=True, slots=True)
class _Reader:
    """One row; what is wrong in it goes to ``problems``."""

    where: str
    line: int
    row: dict[str, str]
    problems: list[Problem]

    def _wrong(self, code: str, column: str, expected: str, fix: str = "Correct the cell.") -> None:
        value = self.row.get(column, "")
        self.problems.append(Problem(code, self.where, "", self.line, column, value, expected, fix))

    def node(self, column: str, place: dict[str, int]) -> int:
        """Its index, -1 where there is none."""
        name = self.row.get(column, "")
        if name not in place:
            fix = nearest(name, place) or "Correct the name, or add it to node.csv."
            self._wrong("gmns.unknown_node", column, "a node or zone of the network", fix)
        return place.get(name, -1)

    def undirected(self) -> bool:
        """Whether the link leads both ways."""
        said = self.row.get("directed", "").lower()
        if said not in _YES | _NO:
            self._wrong("gmns.not_a_boolean", "directed", "true or false")
        return said in _NO

    def number(
        self, column: str, *, low: float = -math.inf, above: float = -math.inf, absent: float | None = None
    ) -> float:
        """A finite number, at least ``low`` and above ``above``; 0 where it is none, which is a problem."""
        text = self.row.get(column, "")
        if text in ("", "NaN") and absent is not None:
            return absent
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self._wrong("gmns.not_a_number", column, "a finite number")
            return 0.0
        if value < low or value <= above:
            expected = f"at least {low:g}" if math.isfinite(low) else f"above {above:g}"
            code = {"capacity": "gmns.no_capacity", "vdf_beta": "gmns.power_below_one"}.get(column)
            self._wrong(code or "gmns.out_of_range", column, expected)
            return 0.0
        return value
