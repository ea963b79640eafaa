"""Services that a shipper can book: which trains, trucks and ships go where, how often, and how they differ.

    express     Xi'an - Duisburg, 2 a week    hauls x 0.85, passes first at the border, price x 1.15
    truck_team  anywhere by road              two drivers: hauls x 0.7, price x 1.1
    liner       China - Europe by sea         some departures a week; the box has to be in the port before each

What the network tells is an ordinary service: whatever goes, when it is loaded. A row of services.csv says how another
one differs from it. A path is cut into rides, each on one vehicle; a service that goes from where the ride begins to
where it ends, in the year and month, may carry it.

Reads   services.csv, the path's arcs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import product
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.timetables import ORDINARY, SERVICE_KINDS, WEEKDAYS
from jibek.routes.service import Service

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.routes.evaluate import Loaded

MOST_OFFERS = 12  # of one path; beyond it each ride keeps its quickest service alone

_CHANGES = ("tranship", "load", "unload", "ferry_wait")

_FACTORS = ("haul_factor", "border_factor", "wait_factor", "price_factor")


@dataclass(frozen=True, slots=True)
class Ride:
    """Arcs of a path on one vehicle: positions first to last (exclusive) in the path.

    load, unload: positions of the arcs before and after it where the cargo gets on and off, -1 where none does.
    """

    mode: str
    first: int
    last: int
    load: int
    unload: int
    origin: str
    destination: str


Offer = tuple[Service | None, ...]  # a service for each ride, None: the ordinary one


def services_of(facts: Facts, year: int | None, day: Day | None = None) -> tuple[Service, ...]:
    """Services of a year, or of a day in it, in the order of the table; without a year those of all.

    Raises
    ------
    InputError
        ``routes.bad_service``: of all rows at once, a figure out of its range, a place or country that is not known, a
        day of the week that is none, more days of the week than departures.
    """
    known = _places(facts)
    rows = facts.table("services").to_dict("records")
    faults: list[Problem] = []
    found = [_service(row, facts, known, faults) for row in rows]
    refuse("routes.bad_service", "services that cannot be used", faults)
    return tuple(s for s in found if year is None or s.runs_in(year, day))


def wanted(services: Sequence[Service], words: Sequence[str]) -> frozenset[str]:
    """Ids of the services that are asked for, by id or kind; ``ordinary`` asks for none of them.

    Raises
    ------
    InputError
        ``route.unknown_service``: all words at once, with the nearest.
    """
    names = {ORDINARY, *SERVICE_KINDS, *(s.service_id for s in services)}
    odd = [w for w in words if w not in names]
    expected = f"the id of a service, or one of {', '.join((ORDINARY, *SERVICE_KINDS))}"
    problems = [
        Problem("route.unknown_service", "--service", value=w, expected=expected, fix=nearest(w, names))
        for w in odd
    ]
    refuse("route.unknown_service", "no such service", problems)
    ids = {s.service_id for s in services if {s.service_id, s.kind} & set(words)}
    return frozenset(ids | ({ORDINARY} & set(words)))


def rides_of(loaded: Loaded, path: Sequence[int]) -> tuple[Ride, ...]:
    """The path cut where the cargo changes vehicle, in the order of travel."""
    modes, kinds = loaded.column["mode"], loaded.column["kind"]
    out: list[Ride] = []
    first, before = -1, -1
    for n, a in enumerate(path):
        change = kinds[a] in _CHANGES
        moves = not change and kinds[a] != "connector"
        if first >= 0 and (change or (moves and modes[a] != modes[path[first]])):
            out.append(_ride(loaded, path, first, n, before, n if change else -1))
            first, before = -1, n if change else -1
        elif change:
            before = n
        if moves and first < 0:
            first = n
    if first >= 0:
        out.append(_ride(loaded, path, first, len(path), before, -1))
    return tuple(out)


def offers_of(
    loaded: Loaded, path: Sequence[int], services: Sequence[Service], only: frozenset[str] = frozenset()
) -> list[Offer]:
    """What may carry the rides of a path: each a service or None for the ordinary one; the ordinary ones first.

    Parameters
    ----------
    only
        Of the ids that are asked for at least one carries a ride; ``ordinary``: nothing but ordinary services do.
        Empty: all offers.
    """
    rides = rides_of(loaded, path)
    if only == {ORDINARY}:
        return [(None,) * len(rides)]
    by_ride = [_of_ride(loaded, ride, services) for ride in rides]
    size = 1
    for choices in by_ride:
        size *= len(choices)
    if size > MOST_OFFERS:
        by_ride = [_fewer(choices) for choices in by_ride]
    asked = only - {ORDINARY}
    found = list(dict.fromkeys(product(*by_ride)))[: 4 * MOST_OFFERS]
    if asked:
        plain = ORDINARY in only
        found = [
            o
            for o in found
            if any(s is not None and s.service_id in asked for s in o) or (plain and not any(o))
        ]
    return found


def _of_ride(loaded: Loaded, ride: Ride, services: Sequence[Service]) -> list[Service | None]:
    fit = [s for s in services if s.mode == ride.mode and _goes(loaded, s, ride)]
    forced = [s for s in fit if s.instead]
    return [*(forced or (None,)), *(s for s in fit if not s.instead)]


def _goes(loaded: Loaded, service: Service, ride: Ride) -> bool:
    ends = ((service.origins, ride.origin), (service.destinations, ride.destination))
    return all(not known or {place, loaded.country(place)} & known for known, place in ends)


def _fewer(choices: Sequence[Service | None]) -> list[Service | None]:
    """The ordinary service and the one with the shortest hauls."""
    others = sorted((s for s in choices if s is not None), key=lambda s: (s.haul_factor, s.service_id))
    return [*(c for c in choices if c is None), *others[:1]]


def _ride(loaded: Loaded, path: Sequence[int], first: int, last: int, load: int, unload: int) -> Ride:
    def place(state: int) -> str:
        return loaded.state_ids[state].partition("|")[0]

    return Ride(
        loaded.column["mode"][path[first]],
        first,
        last,
        load,
        unload,
        place(int(loaded.tail[path[first]])),
        place(int(loaded.head[path[last - 1]])),
    )


def _places(facts: Facts) -> frozenset[str]:
    nodes = facts.table("nodes")
    key = "place_id" if "place_id" in nodes.columns else "id"
    return frozenset((*nodes[key], *nodes["country"]))


def _service(row: Mapping[Any, Any], facts: Facts, known: frozenset[str], faults: list[Problem]) -> Service:
    from jibek.record.working import work_out  # with tables, which kept services do without

    where = f"services {row['service_id']}"

    def wrong(column: str, value: Any, expected: str, fix: str = "") -> None:
        faults.append(
            Problem("routes.bad_service", where, column=column, value=value, expected=expected, fix=fix)
        )

    def words(column: str) -> list[str]:
        cell = row[column]
        return [w.strip() for w in cell.split(";") if w.strip()] if isinstance(cell, str) else []

    def figure(column: str, least: float) -> float | None:
        if not isinstance(row[column], str) or not row[column]:
            return None
        value = work_out(row[column], facts, f"{where} {column}").value
        if not least <= value < float("inf"):
            wrong(column, value, f"a number of at least {least:g}")
        return value

    ends = {}
    for column in ("from", "to"):
        ends[column] = frozenset(words(column))
        for name in sorted(ends[column] - known):
            wrong(column, name, "a place or a country of two letters", nearest(name, known))
    days = tuple(WEEKDAYS.index(w) if w in WEEKDAYS else -1 for w in words("weekdays"))
    if -1 in days:
        wrong("weekdays", row["weekdays"], "some of " + ", ".join(WEEKDAYS) + ", joined by semicolons")
    often = figure("departures_per_week", 0.0) or float(len(days))
    if days and often != len(days):
        wrong("departures_per_week", often, f"{len(days)}, as many as weekdays", "Leave it blank.")
    months = frozenset(int(m) for m in words("months") if m.isdigit() and 1 <= int(m) <= 12)
    if len(months) != len(words("months")):
        wrong("months", row["months"], "numbers 1 to 12, joined by semicolons")
    factors = {c: figure(c, 0.0) for c in _FACTORS}
    return Service(
        str(row["service_id"]),
        str(row["kind"]),
        str(row["name"]),
        str(row["mode"]),
        ends["from"],
        ends["to"],
        row["since"] if isinstance(row["since"], str) else "",
        row["until"] if isinstance(row["until"], str) else "",
        months,
        often,
        days,
        load_hours=figure("load_hours", 0.0),
        unload_hours=figure("unload_hours", 0.0),
        instead=row["instead"] == "yes",
        source=row["source"] if isinstance(row["source"], str) else "own estimate",
        **{c: 1.0 if v is None else v for c, v in factors.items()},
    )
