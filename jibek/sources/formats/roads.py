"""A road network and its trips, read whole with every fault in either file, whatever their format.

TNTP files are told by their text; a folder holds GMNS tables (``node.csv``, ``link.csv``); trips ending in ``.csv`` are
rows ``origin,destination,volume`` that name nodes or zones as the network does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem
from jibek.sources.formats.gmns import scan_network, scan_volumes
from jibek.sources.formats.tntp import Scanned, ScannedTrips, TntpNet, TntpTrips, scan_net, scan_trips


@dataclass(frozen=True, slots=True)
class RoadInput:
    """net, trips: what can be used, nodes and zones from 0; names: of the nodes, as text.

    link_line, trip_line: where each link and cell stands; net_file, trip_file: names for messages; problems: all
    faults; without net there is nothing to assign to.
    """

    net: TntpNet | None
    trips: TntpTrips
    names: Array
    net_file: str
    trip_file: str
    link_line: Array
    trip_line: Array
    problems: tuple[Problem, ...]


def read_roads(net: Path, trips: Path) -> RoadInput:
    """Network and trips with all that is wrong in them; a file that is not there is a problem too."""
    problems: list[Problem] = []
    none = np.zeros(0, np.int64)
    scanned, names = Scanned(None, none, []), np.zeros(0, str)
    zones: list[str] = []
    try:
        if net.is_dir():
            scanned, named = scan_network(net)
            names, zones = named.names, named.zones.tolist()
        else:
            scanned = scan_net(net)
            if scanned.net is not None:
                names = np.arange(1, scanned.net.nodes + 1).astype(str)
                zones = names[: scanned.net.zones].tolist()
    except InputError as fault:
        problems += fault.problems
    cells = ScannedTrips(TntpTrips(0, none, none, np.zeros(0)), none, [])
    try:
        rows = trips.suffix.lower() == ".csv"
        cells = scan_volumes(trips, zones) if rows else scan_trips(trips, len(zones) or None)
    except InputError as fault:
        problems += fault.problems
    return RoadInput(
        scanned.net,
        cells.trips,
        names,
        "link.csv" if net.is_dir() else net.name,
        trips.name,
        scanned.line,
        cells.line,
        (*problems, *scanned.problems, *cells.problems),
    )
