"""``jibek route``: what a shipper could choose between two places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek import network, record, sources
from jibek.ground.dates import closed_days
from jibek.ground.errors import InputError, Problem
from jibek.routes import Cargo
from jibek.routes.asked import asked_of
from jibek.routes.choices import on
from jibek.routes.evaluate import Loaded
from jibek.routes.roadbed import Roadbed
from jibek.scenario import Scenario
from jibek.sources.gazetteer import resolve
from jibek.verbs.obtaining import obtain

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from jibek.record import Facts
    from jibek.routes.asked import Asked
    from jibek.routes.itineraries import Itinerary
    from jibek.routes.telling import Routes
    from jibek.sources.package import Sources
    from jibek.verbs.asking import Run


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
    modes: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    avoid_gateway: Sequence[str] = (),
    everything: bool = False,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Routes:
    """Distinct good itineraries between two places, with the waits that a run found.

    Parameters
    ----------
    run
        A run, or what means one; its scenario, facility delays and played waits are used.
    origin, destination
        Place ids, or names in any language.
    feu, teu, tonnes, commodity
        The cargo, at most one amount; none: one FEU.
    date
        Day of departure, ISO; gateways that the scenario closes on it are left out.
    modes
        Modes that may be used, with commas: road, rail, sea, ferry; None: all.
    via
        Places, gateways, countries or seas that are passed in this order.
    avoid, avoid_gateway
        Countries that no arc touches, and gateways that are not passed.
    everything
        Whether the text shows all itineraries, not the choices alone.
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
        what ``jibek.routes.asked`` refuses, all at once, and what ``jibek.routes`` raises.
    """
    # Places, day and cargo are looked at first: a slip of the pen must not cost a run.
    day = None if date is None else day_of(date)
    source = sources.read(data)
    facts = record.establish(source)
    start, end = (resolve(name, facts.table("nodes"), zones_only=True) for name in (origin, destination))
    cargo = {"feu": feu, "teu": teu, "tonnes": tonnes, "commodity": commodity}
    given: dict[str, Any] = {k: v for k, v in cargo.items() if v is not None}
    Cargo.of(facts, **given)
    asked = asked_of(facts, start, end, modes=modes, via=via, avoid=avoid, avoid_gateway=avoid_gateway)
    loading = Loading.of(run, source, day, year=year, data=data, home=home, progress=progress)
    found = loading.routes(start, end, Cargo.of(loading.facts, **given), asked)
    return replace(found, everything=everything, warnings=(*source.warnings, *found.warnings))


@dataclass(frozen=True, slots=True)
class Loading:
    """The network of a run with its waits, on which routes are looked for; of cargoes the last one is kept.

    by_rail: table ``routes.by_rail`` of the run.
    """

    scenario: Scenario
    facts: Facts
    bed: Roadbed
    by_rail: pd.DataFrame | None
    _loaded: dict[Cargo, Loaded] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        run: Run | str | Path,
        source: Sources,
        day: Day | None,
        *,
        year: int | None,
        data: Path | str | None,
        home: Path | str | None,
        progress: Callable[[str], None] | None,
    ) -> Loading:
        """Obtain the run and load its network, on a day if one is given.

        Raises
        ------
        InputError
            ``route.other_data``, ``route.other_year``, ``route.no_delay``.
        """
        run = obtain(run, year=year, data=data, home=home, progress=progress)
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
        bed = Roadbed.of(net, delay, played, facts, scenario.seed, mixed=True)
        return cls(scenario, facts, bed, run.tables.get("routes.by_rail"))

    def routes(self, origin: str, destination: str, cargo: Cargo, asked: Asked) -> Routes:
        """What ``search`` finds between two places, with the shares of the year's boxes."""
        loaded = self._loaded.get(cargo)
        if loaded is None:
            self._loaded.clear()
            loaded = self._loaded[cargo] = Loaded.on(self.bed, cargo)
        found = on(loaded, origin, destination, year=self.scenario.year, scenario=self.scenario, asked=asked)
        return replace(found, itineraries=_with_shares(found.itineraries, self.by_rail, origin, destination))


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


def day_of(text: str) -> Day:
    """The day of an ISO text; ``route.not_a_date`` if it is none."""
    try:
        return Day.fromisoformat(text)
    except ValueError:
        problem = Problem("route.not_a_date", "--date", value=text, expected="an ISO day such as 2023-07-01")
        raise InputError("route.not_a_date", f"{text!r} is not a day", [problem]) from None


def _on_day(scenario: Scenario, day: Day) -> Scenario:
    """The scenario with what it shuts on a day shut for good, and nothing else with dates."""
    if day.year != scenario.year:
        fix = f"Choose a day of {scenario.year}, or a scenario of {day.year} with --scenario."
        expected = f"a day of {scenario.year}"
        problem = Problem("route.other_year", "--date", value=str(day), expected=expected, fix=fix)
        message = f"the scenario is of {scenario.year}, not of {day.year}"
        raise InputError("route.other_year", message, [problem])
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
