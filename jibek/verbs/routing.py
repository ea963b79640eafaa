"""``jibek route``: what a shipper could choose between two places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek import network, record, simulation, sources
from jibek.ground.dates import closed_days
from jibek.ground.errors import InputError, Problem
from jibek.importing.writing import is_network_alone
from jibek.network.notices import flags_of
from jibek.routes import Cargo, search
from jibek.routes.asked import asked_of
from jibek.routes.booked import Booking
from jibek.routes.itineraries import flagged
from jibek.routes.lengths import banded
from jibek.routes.services import services_of, wanted
from jibek.scenario import Scenario, shipped
from jibek.sources.gazetteer import resolve
from jibek.sources.nearby import near
from jibek.verbs.obtaining import Run, find, obtain

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from jibek.network import Network
    from jibek.record import Facts
    from jibek.routes.asked import Asked
    from jibek.routes.itineraries import Itinerary
    from jibek.routes.telling import Routes
    from jibek.sources.package import Sources


def route(
    run: Run | str | Path,
    origin: str,
    destination: str,
    *,
    feu: float | None = None,
    teu: float | None = None,
    tonnes: float | None = None,
    commodity: str | None = None,
    date: str | None = None,
    arrive_by: str | None = None,
    service: Sequence[str] = (),
    modes: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    avoid_gateway: Sequence[str] = (),
    everything: bool = False,
    free_flow: bool | None = None,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Routes:
    """Distinct good itineraries between two places, with the waits that a run found, or those that need no flows.

    Parameters
    ----------
    run
        A run, or what means one; its scenario, facility delays and played waits are used.
    origin, destination
        Place ids, names in any language, or ``longitude,latitude``: the nearest place.
    feu, teu, tonnes, commodity
        The cargo, at most one amount; none: one FEU.
    date
        Day from which the cargo waits for departures, ISO; gateways that the scenario closes on it are left out.
    arrive_by
        Day by the end of which nine journeys in ten arrive, ISO: each itinerary says the last day that is early enough.
    service
        Ids or kinds of services that are to be taken; ``ordinary``: no others; none: whatever is best.
    modes
        Modes that may be used, with commas: road, rail, sea, ferry; None: all.
    via
        Places, gateways, countries or seas that are passed in this order.
    avoid, avoid_gateway
        Countries that no arc touches, and gateways that are not passed.
    everything
        Whether the text shows all itineraries, not the choices alone.
    free_flow
        Waits without congestion (`jibek.simulation.unloaded`), for which nothing is run; None: where ``data`` is an
        imported network alone that no run was made on yet.
    year
        Year in which a scenario is met; a run has its own.
    data
        The folder of tables that the run was made with.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``place.unknown``, ``place.ambiguous``, ``route.other_data``, ``route.not_a_date``, ``route.other_year``,
        ``route.two_days``, ``route.unknown_service``, what ``jibek.sources.nearby`` and ``jibek.routes.asked`` refuse,
        and what ``jibek.routes`` raises.
    """
    # Places, day and cargo are looked at first: a slip of the pen must not cost a run.
    days = Days.of(date, arrive_by)
    source = sources.read(data)
    facts = record.establish(source)
    wanted(services_of(facts, None), service)
    told: list[dict[str, Any]] = []
    start, end = (end_of(name, facts, told) for name in (origin, destination))
    cargo = {"feu": feu, "teu": teu, "tonnes": tonnes, "commodity": commodity}
    given: dict[str, Any] = {k: v for k, v in cargo.items() if v is not None}
    Cargo.of(facts, **given)
    asked = asked_of(facts, start, end, modes=modes, via=via, avoid=avoid, avoid_gateway=avoid_gateway)
    loading = Loading.of(
        run,
        source,
        days.ready,
        facts,
        free_flow=free_flow,
        year=year,
        data=data,
        home=home,
        progress=progress,
    )
    found = loading.routes(
        start, end, Cargo.of(loading.facts, **given), asked, loading.booking(days, service)
    )
    return replace(found, everything=everything, warnings=(*source.warnings, *told, *found.warnings))


def end_of(text: str, facts: Facts, told: list[dict[str, Any]]) -> str:
    """The place that a name, id or position means; how far off it is goes to the warnings ``told``.

    Raises
    ------
    InputError
        ``place.unknown``, ``place.ambiguous``, ``place.bad_position``, ``place.nothing_near``.
    """
    nodes = facts.table("nodes")
    found = near(text, nodes, facts.table("links"))
    if found is None:
        return resolve(text, nodes, zones_only=True)
    message = f"{text} is told as the nearest place, {found.place_id}, {found.km:g} km away"
    told.append({"code": "place.nearest", "message": message, "rows": [found.place_id]})
    return found.place_id


@dataclass(frozen=True, slots=True)
class Days:
    """The day on which the cargo is ready, or the one by which it is to arrive; neither where none is asked for."""

    ready: Day | None
    arrive: Day | None

    @classmethod
    def of(cls, date: str | None, arrive_by: str | None) -> Days:
        """The days of two ISO texts.

        Raises
        ------
        InputError
            ``route.not_a_date``, ``route.two_days``: both are asked for.
        """
        ready, arrive = (
            None if text is None else day_of(text, option)
            for text, option in ((date, "--depart"), (arrive_by, "--arrive-by"))
        )
        if ready and arrive:
            expected = "one of --depart and --arrive-by"
            problem = Problem("route.two_days", "--arrive-by", value=arrive_by, expected=expected)
            raise InputError(
                "route.two_days", "a day of departure and one of arrival are asked for", [problem]
            )
        return cls(ready, arrive)


@dataclass(frozen=True, slots=True)
class Loading:
    """The network of a run with its waits, on which routes are looked for; or one without flows.

    delay_hours: shape (facility,); quantiles: as in ``search``; by_rail: table ``routes.by_rail`` of the run; day: of
    departure.
    """

    scenario: Scenario
    facts: Facts
    network: Network
    delay_hours: NDArray[np.float64]
    quantiles: pd.DataFrame | None
    by_rail: pd.DataFrame | None
    day: Day | None = None
    warnings: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(
        cls,
        run: Run | str | Path,
        source: Sources,
        day: Day | None,
        facts: Facts | None = None,
        *,
        free_flow: bool | None = None,
        year: int | None,
        data: Path | str | None,
        home: Path | str | None,
        progress: Callable[[str], None] | None,
    ) -> Loading:
        """Obtain the run and load its network, on a day if one is given; ``free_flow`` as in `route`.

        Raises
        ------
        InputError
            ``route.other_data``, ``route.other_year``, ``route.no_delay``.
        """
        # With free flow a scenario need not be looked for among the runs, which costs a reading of all tables.
        named = bool(free_flow) and (str(run) in shipped() or str(run).endswith(".toml"))
        found = run if isinstance(run, Run) else None if named else find(run, year=year, data=data, home=home)
        unasked = free_flow is None and found is None and is_network_alone(data)
        if free_flow or unasked:
            scenario = found.scenario if found is not None else Scenario.load(str(run)).at(year)
            return cls.free(scenario, source, day, facts, unasked=unasked)
        run = found or obtain(run, year=year, data=data, home=home, progress=progress)
        if source.digest != run.manifest["data_digest"]:
            fix = "Give the folder of tables that the run was made with: --data DIR"
            problem = Problem("route.other_data", str(run.folder), expected="the data of the run", fix=fix)
            raise InputError("route.other_data", f"run {run.id} was made with other data", [problem])
        scenario = run.scenario if day is None else _on_day(run.scenario, day)
        facts = record.establish(source, scenario.year, scenario.assumption)
        net = network.build(facts, scenario.network).usual
        mark = "" if day is None else _mark(network.build(facts, run.scenario.network), day)
        delay = _delay_hours(run, net.facilities["facility_id"].tolist(), mark)
        played = None if mark else run.tables.get("simulation.quantiles")  # of days on which nothing is shut
        return cls(scenario, facts, net, delay, played, run.tables.get("routes.by_rail"), day)

    @classmethod
    def free(
        cls,
        scenario: Scenario,
        source: Sources,
        day: Day | None,
        facts: Facts | None = None,
        *,
        unasked: bool = False,
    ) -> Loading:
        """The network of a scenario with the waits that need no flows; facts: of ``source``, used if they are its.

        Raises
        ------
        InputError
            ``route.other_year``.
        """
        scenario = scenario if day is None else _on_day(scenario, day)
        if facts is None or facts.year != scenario.year or scenario.assumption:
            facts = record.establish(source, scenario.year, scenario.assumption)
        net = network.build(facts, scenario.network).usual
        waits = simulation.unloaded(net, facts, scenario.played)
        counted = ", ".join(f"{g} under the trains published for {y}" for g, y in waits.published.items())
        why = "no run was made on this imported network: " if unasked else ""
        message = f"{why}waits without congestion{'; ' if counted else ''}{counted}"
        message += "; jibek run with the same --data finds those under load" if unasked else ""
        told = {"code": "route.free_flow", "message": message, "rows": list(waits.published)}
        return cls(scenario, facts, net, waits.hours, waits.quantiles, None, day, (told,))

    def booking(self, days: Days, service: Sequence[str]) -> Booking:
        """Services of the year or day, of which those asked for are to be taken.

        Raises
        ------
        InputError
            ``route.other_year``: the day of arrival is of another year than the scenario; ``routes.bad_service``,
            ``route.unknown_service``.
        """
        if days.arrive and days.arrive.year != self.scenario.year:
            raise _other_year(self.scenario, days.arrive, "--arrive-by")
        known = services_of(self.facts, self.scenario.year, days.ready or days.arrive)
        return Booking(known, wanted(services_of(self.facts, None), service), days.ready, days.arrive)

    def routes(self, origin: str, destination: str, cargo: Cargo, asked: Asked, booking: Booking) -> Routes:
        """What ``search`` finds between two places, with bands of distances, flags and shares of the year's boxes."""
        found = search(
            self.network,
            self.delay_hours,
            self.quantiles,
            self.facts,
            origin,
            destination,
            cargo,
            year=self.scenario.year,
            scenario=self.scenario,
            seed=self.scenario.seed,
            asked=asked,
            booking=booking,
        )
        known = banded(found.itineraries, self.network, self.facts)
        known = flagged(known, flags_of(self.facts, self.scenario.year, self.day))
        shown = _with_shares(known, self.by_rail, origin, destination)
        return replace(found, itineraries=shown, warnings=(*self.warnings, *found.warnings))


def _with_shares(
    itineraries: Sequence[Itinerary], by_rail: pd.DataFrame | None, origin: str, destination: str
) -> tuple[Itinerary, ...]:
    """The itineraries, those of ``routes.by_rail`` with their share of the boxes of the year."""
    if by_rail is None:
        return tuple(itineraries)
    mine = by_rail[(by_rail["origin"] == origin) & (by_rail["destination"] == destination)]
    share = dict(zip(mine["itinerary_id"], mine["share"], strict=True))
    return tuple(replace(i, share_of_boxes=share.get(i.itinerary_id)) for i in itineraries)


def _mark(net: network.Network, day: Day) -> str:
    """What ends the ids of facilities on a day; empty where nothing is shut on it."""
    if net.layers is None:
        return ""
    calendar = net.layers.calendar
    period = calendar.periods[calendar.of_day[day.timetuple().tm_yday - 1]]
    return calendar.periods[period.jams].mark


def _delay_hours(run: Run, facilities: Sequence[str], mark: str) -> NDArray[np.float64]:
    """Mean hours of delay at each facility on the run's loaded network, shape (facility,)."""
    known = run.table("flows.facilities").set_index("facility_id")["delay_hours"]
    facilities = [f"{f}{mark}" if f"{f}{mark}" in known.index else f for f in facilities]
    lost = [f for f in facilities if f not in known.index]
    if lost:
        problem = Problem("route.no_delay", "flows.facilities", value=lost[:5], fix="Run the scenario again.")
        raise InputError(
            "route.no_delay", f"run {run.id} lacks the delay of {len(lost)} facilities", [problem]
        )
    return known.loc[list(facilities)].to_numpy(dtype=float)


def day_of(text: str, option: str) -> Day:
    """The day of an ISO text; ``route.not_a_date`` if it is none."""
    try:
        return Day.fromisoformat(text)
    except ValueError:
        problem = Problem("route.not_a_date", option, value=text, expected="an ISO day such as 2023-07-01")
        raise InputError("route.not_a_date", f"{text!r} is not a day", [problem]) from None


def _on_day(scenario: Scenario, day: Day) -> Scenario:
    """The scenario with what it shuts on a day shut for good, and nothing else with dates."""
    if day.year != scenario.year:
        raise _other_year(scenario, day, "--depart")
    raw = scenario.to_dict()
    for name in scenario.gateway:
        own = raw["gateway"][name]
        if any(first <= day <= last for first, last in map(closed_days, own.pop("closed", ()))):
            raw["gateway"][name] = {"capacity_factor": 0.0}
            continue
        bans = [(ban.pop("days", ()), ban) for ban in own.pop("ban", ())]
        own["ban"] = [
            ban for days, ban in bans if not days or any(a <= day <= b for a, b in map(closed_days, days))
        ]
    return Scenario.from_dict(raw)


def _other_year(scenario: Scenario, day: Day, option: str) -> InputError:
    fix = f"Choose a day of {scenario.year}, or another year with --year {day.year}."
    expected = f"a day of {scenario.year}"
    problem = Problem("route.other_year", option, value=str(day), expected=expected, fix=fix)
    return InputError("route.other_year", f"the scenario is of {scenario.year}, not of {day.year}", [problem])
