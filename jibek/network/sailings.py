"""Lines of ships on inland waters: how often they sail, what a day of them carries, how long freight waits for one.

    L248  Kuryk - Alat      5.5 ferries   2 x (415 km / 18 km/h + 14 h at an end) = 74 h   1.8 a day each way
    L247  Aktau - Alat      6 feeders, 5 dry-cargo ships                                    0.8 and 0.6 a day

Method  ships shuttle: each way a line has the sailings vessels / round trip, or those that are printed; a day carries
        sailings times the load of a ship. Freight comes at any time, so it waits half an interval, more where intervals
        are uneven (the mean residual life of a renewal process, Cox, 1962). What a full ship leaves behind waits for
        the next ones and is the facility's queue (`simulation.sailing`).

Ships of a line stay on it: a fleet that several lines of a sea share is divided among them by the data. A ship of the
line sails by itself and freight waits for it; one that is chartered comes for its freight, so it adds capacity, and
sets the interval only where no ship of the line sails. Freight of any class may take any ship.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import fsum, isfinite

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import ON_WATER
from jibek.network.dated import Figure
from jibek.network.inputs import Link, Ranges, Row, cell
from jibek.record import Facts
from jibek.record.working import work_out

HOURS_PER_MONTH = 365.0 / 12.0 * 24.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ships, the scenario's factor on its vessels not applied.

    per_day: sailings a day each way; capacity: tonnes a day each way; interval: mean hours between the sailings that
    freight waits for.
    """

    per_day: float
    capacity: Figure
    interval: Figure


@dataclass(frozen=True, slots=True)
class _Ships:
    """One kind of ships on a line: sailings a day each way, tonnes of a ship, words, what they rest on."""

    per_day: float
    load: float
    regular: bool
    words: str
    rests_on: tuple[str, ...]


def near_ends(facts: Facts, links: Iterable[Link], from_china: Mapping[str, float]) -> dict[str, str]:
    """The end of each line of ships that is nearer to China, from which `out` leads, by link id.

    Parameters
    ----------
    from_china
        Kilometres from China by place.

    Raises
    ------
    InputError
        ``network.bad_sailing``: links without water; every row at once.
    """
    known = {x.link_id: x for x in links}
    rows = facts.table("sailings").to_dict("records")
    refuse("network.bad_sailing", "lines of ships that cannot be used", list(_misplaced(rows, known)))
    far = float("inf")
    lines = dict.fromkeys(known[cell(row, "link_id")] for row in rows)
    return {x.link_id: min((x.tail, x.head), key=lambda p: from_china.get(p, far)) for x in lines}


def sailing_id(link_id: str, near: str, tail: str) -> str:
    """The facility of freight that leaves ``tail`` on a line."""
    return f"{link_id}:{'out' if tail == near else 'in'}"


def lines_of(facts: Facts, links: Iterable[Link], rate: Ranges) -> dict[str, Line]:
    """Lines of ships by link id, from the rows of sailings.csv.

    Raises
    ------
    InputError
        ``network.bad_sailing``: a figure that is not above 0; every row at once.
    """
    known = {x.link_id: x for x in links}
    rows = facts.table("sailings").to_dict("records")
    found: dict[str, list[_Ships]] = {}
    faults: list[Problem] = []
    for row in rows:
        ships = _ships(row, known[cell(row, "link_id")], facts, rate)
        faults += _faults(row, ships)
        found.setdefault(cell(row, "link_id"), []).append(ships)
    refuse("network.bad_sailing", "lines of ships that cannot be used", faults)
    return {name: _line(ships) for name, ships in found.items()}


def _misplaced(rows: Iterable[Row], known: Mapping[str, Link]) -> Iterator[Problem]:
    wet = {i for i, x in known.items() if x.mode in ON_WATER}
    for row in rows:
        name = cell(row, "link_id")
        if name not in wet:
            yield Problem(
                "network.bad_sailing",
                f"sailings {name}|{cell(row, 'ships')}",
                column="link_id",
                value=name,
                expected="a link of mode sea or ferry",
                fix=nearest(name, wet),
            )


def _ships(row: Row, link: Link, facts: Facts, rate: Ranges) -> _Ships:
    where = f"sailings.csv {link.link_id}"
    kind, km = cell(row, "ships"), f"links:{link.link_id}:distance_km"
    load = work_out(cell(row, "load_tonnes"), facts, where)
    behind = tuple(p.removeprefix("fact:") for p in load.parents)
    if cell(row, "sailings_per_month"):
        often = work_out(cell(row, "sailings_per_month"), facts, where)
        per_day, words = often.value * 24.0 / HOURS_PER_MONTH, f"{kind}: {often.value:g} sailings a month"
        rests = tuple(p.removeprefix("fact:") for p in often.parents)
    else:
        vessels = work_out(cell(row, "vessels"), facts, where)
        port = rate(cell(row, "port_hours"))
        speed, run = link.speed_kmh, f"links:{link.link_id}:typical_speed_kmh"
        if speed != speed:
            default = rate(f"{link.mode}_speed_default_kmh")
            speed, run = default.value, default.rests_on
        hours = 2.0 * (link.distance_km / speed + port.value)
        per_day, words = (
            24.0 * vessels.value / hours,
            f"{kind}: {vessels.value:.3g} ships, {hours / 24:.3g} days a round",
        )
        rests = (*(p.removeprefix("fact:") for p in vessels.parents), km, run, port.rests_on)
    return _Ships(
        per_day,
        load.value,
        cell(row, "schedule") == "line",
        f"{words}, {load.value:,.0f} t each",
        (*rests, *behind),
    )


def _faults(row: Row, ships: _Ships) -> Iterator[Problem]:
    for column, value in (("vessels", ships.per_day), ("load_tonnes", ships.load)):
        if not (isfinite(value) and value > 0):
            yield Problem(
                "network.bad_sailing",
                f"sailings {cell(row, 'link_id')}|{cell(row, 'ships')}",
                column=column,
                value=value,
                expected="a number above 0",
                fix="Correct the working, or leave the row out: then no ship limits the line.",
            )


def _line(ships: list[_Ships]) -> Line:
    per_day = fsum(s.per_day for s in ships)
    regular = [s for s in ships if s.regular] or ships
    words = "; ".join(s.words for s in ships)
    rests = tuple(dict.fromkeys(r for s in ships for r in s.rests_on))
    source = "sailings.csv"
    return Line(
        per_day,
        Figure(fsum(s.per_day * s.load for s in ships), words, source, rests),
        Figure(
            24.0 / fsum(s.per_day for s in regular),
            words,
            source,
            tuple(dict.fromkeys(r for s in regular for r in s.rests_on)),
        ),
    )


def served(links: Iterable[Link], lines: Collection[str]) -> set[tuple[str, str]]:
    """Places and modes all of whose ships sail as stated, so that the wait for one is on its link."""
    ends = sorted((place, x.mode, x.link_id in lines) for x in links for place in (x.tail, x.head))
    return {
        (place, mode)
        for (place, mode), group in groupby(ends, key=lambda e: e[:2])
        if mode in ON_WATER and all(stated for *_, stated in group)
    }
