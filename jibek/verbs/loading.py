"""The network of a run with its waits, as routes are looked for on it; kept beside the runs for the next time.

What is kept is named by a hash over the data, the program and the runs there are, so a name stands for one content:
with other data, another program or a newer run another file is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground.dates import closed_days
from jibek.ground.errors import InputError, Problem
from jibek.network.notices import Flag
from jibek.network.reconciled import Reconciled
from jibek.routes.booked import Booking
from jibek.routes.choices import on
from jibek.routes.evaluate import Loaded
from jibek.routes.itineraries import Cargo, flagged
from jibek.routes.kept import Frame, packed, unpacked
from jibek.routes.lengths import banded
from jibek.routes.risks import Shut
from jibek.routes.roadbed import Roadbed
from jibek.routes.service import Service
from jibek.routes.services import wanted
from jibek.routes.weak import with_risks
from jibek.routes.wording import without_congestion
from jibek.runs import remembered
from jibek.sources.gazetteer import LANGUAGES
from jibek.sources.raw import fingerprint

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from jibek.network import Network
    from jibek.record import Facts
    from jibek.routes.asked import Asked
    from jibek.routes.itineraries import Itinerary
    from jibek.routes.telling import Routes
    from jibek.scenario import Scenario
    from jibek.sources.gazetteer import Columns
    from jibek.sources.package import Sources
    from jibek.verbs.asking import Run

READ = ("flows.facilities", "simulation.quantiles", "routes.by_rail")  # tables of a run that are read

_OF_LENGTHS = ("used_km", "adjusted_km", "covariance")

NAMED = ("id", "place_id", "name", "kind", *LANGUAGES)  # columns of places that a name is looked for in


@dataclass(frozen=True)
class Loading:
    """The network of a run with its waits, on which routes are looked for; of cargoes the last one is kept.

    shut
        What the scenario closes altogether, in words.
    shut_days
        Days on which gateways are shut.
    lands
        Names of countries by alpha-2.
    services
        Those of all years.
    flags
        What sources warn of in the year or on the day.
    lengths, detour_spread
        How well lengths of links, and of roads of access, are known.
    shares
        Of the year's boxes by rail between two places, by pair and itinerary.
    nodes
        The record's places, to find names in.
    warnings
        Of the data.
    """

    scenario: str
    year: int
    bed: Roadbed
    lengths: Reconciled
    detour_spread: float
    services: tuple[Service, ...] = ()
    flags: tuple[Flag, ...] = ()
    shut: Sequence[str] = ()
    shut_days: tuple[Shut, ...] = ()
    lands: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    nodes: Columns = field(default_factory=lambda: Frame({}))
    warnings: tuple[dict[str, Any], ...] = ()
    _loaded: dict[Cargo, Loaded] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        facts: Facts,
        bed: Roadbed,
        day: Day | None = None,
        shares: Mapping[tuple[str, str], Mapping[str, float]] | None = None,
        warnings: tuple[dict[str, Any], ...] = (),
        *,
        dated: Scenario | None = None,
    ) -> Loading:
        """A network under load with what the record of its year adds; dated: the scenario with all its closures.

        Raises
        ------
        InputError
            ``routes.bad_service``.
        """
        from jibek.network.notices import flags_of
        from jibek.network.reconciled import reconciled
        from jibek.routes.asked import lands_of
        from jibek.routes.lengths import detour_spread
        from jibek.routes.services import services_of
        from jibek.routes.ways import closures
        from jibek.routes.weak import shut_days

        return cls(
            scenario.name,
            scenario.year,
            bed,
            reconciled(facts),
            detour_spread(facts),
            services_of(facts, None),
            flags_of(facts, scenario.year, day),
            closures(scenario),
            shut_days(facts, dated or scenario),
            lands_of(facts),
            shares or {},
            facts.table("nodes"),
            warnings,
        )

    def booking(self, ready: Day | None, arrive: Day | None, service: Sequence[str]) -> Booking:
        """Services of the year or day, of which those asked for are to be taken.

        Raises
        ------
        InputError
            ``route.other_year``: the day of arrival is of another year; ``route.unknown_service``.
        """
        if arrive and arrive.year != self.year:
            raise _other_year(self.year, arrive, "--arrive-by")
        known = tuple(s for s in self.services if s.runs_in(self.year, ready or arrive))
        return Booking(known, wanted(self.services, service), ready, arrive)

    def routes(self, origin: str, destination: str, cargo: Cargo, asked: Asked, booking: Booking) -> Routes:
        """What ``search`` finds between two places, with bands of distances, flags and shares of the year's boxes."""
        loaded = self._loaded.get(cargo)
        if loaded is None:
            self._loaded.clear()
            loaded = self._loaded[cargo] = Loaded.on(self.bed, cargo)
        found = on(
            loaded,
            origin,
            destination,
            year=self.year,
            scenario=self.scenario,
            shut=self.shut,
            asked=asked,
            booking=booking,
        )
        known = banded(found.itineraries, self.bed.network, self.lengths, self.detour_spread)
        known = with_risks(flagged(known, self.flags), self.bed, self.shut_days, self.year)
        share = self.shares.get((origin, destination), {})
        return replace(found, itineraries=_with_shares(known, share), names={**self.lands, **found.names})

    def packed(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """As words and arrays; None where the network cannot be."""
        bed = packed(self.bed)
        if bed is None:
            return None
        nodes = {c: [x if isinstance(x, str) else None for x in self.nodes[c].tolist()] for c in NAMED
                 if c in self.nodes.columns}  # fmt: skip
        words = {
            "scenario": self.scenario,
            "year": self.year,
            "shut": list(self.shut),
            "shut_days": [s.to_json() for s in self.shut_days],
            "lands": dict(self.lands),
            "shares": [[*pair, dict(of)] for pair, of in self.shares.items()],
            "nodes": nodes,
            "warnings": list(self.warnings),
            "bed": bed[0],
            "services": [s.to_words() for s in self.services],
            "flags": [f.to_words() for f in self.flags],
            "link_ids": list(self.lengths.link_ids),
            "detour_spread": self.detour_spread,
        }
        arrays = {f"lengths:{n}": getattr(self.lengths, n) for n in _OF_LENGTHS}
        return words, {**bed[1], **arrays}

    @classmethod
    def unpacked(cls, words: Mapping[str, Any], arrays: Mapping[str, Any]) -> Loading:
        """What was packed."""
        used, adjusted, covariance = (arrays[f"lengths:{n}"] for n in _OF_LENGTHS)
        lengths = Reconciled(tuple(words["link_ids"]), (), (), (), used, adjusted, covariance, ())
        return cls(
            words["scenario"],
            words["year"],
            unpacked(words["bed"], arrays),
            lengths,
            words["detour_spread"],
            tuple(map(Service.from_words, words["services"])),
            tuple(map(Flag.from_words, words["flags"])),
            words["shut"],
            tuple(map(Shut.from_json, words["shut_days"])),
            words["lands"],
            {(a, b): of for a, b, of in words["shares"]},
            Frame(words["nodes"]),
            tuple(words["warnings"]),
        )


@dataclass(frozen=True)
class Where:
    """Which run and data are meant: as given to ``route``; a day where gateways are looked at on one."""

    run: Run | str | Path
    day: Day | None
    year: int | None
    data: Path | str | None
    home: Path | str | None

    def recalled(self) -> Loading | None:
        """What is kept of the very same run, data and program; None where nothing is."""
        name = self._name()
        kept = None if name is None else remembered.recall(name, self.home)
        if kept is None or not remembered.same_bytes(kept[0]["files"]):
            return None
        return Loading.unpacked(*kept)

    def meant(
        self,
        source: Sources,
        progress: Callable[[str], None] | None,
        facts: Facts | None = None,
        *,
        free_flow: bool | None = None,
    ) -> Loading:
        """The network of the run that is meant, or one without flows: ``free_flow`` as in `routing.route`.

        Raises
        ------
        InputError
            ``route.other_data``, ``route.other_year``, ``route.no_delay``.
        """
        from jibek.importing.writing import is_network_alone
        from jibek.scenario import Scenario as Read
        from jibek.scenario import shipped
        from jibek.verbs.obtaining import Run as Made
        from jibek.verbs.obtaining import find

        # With free flow a scenario need not be looked for among the runs, which costs a reading of all tables.
        named = bool(free_flow) and (str(self.run) in shipped() or str(self.run).endswith(".toml"))
        if isinstance(self.run, Made):
            found: Run | None = self.run
        else:
            found = None if named else find(self.run, year=self.year, data=self.data, home=self.home)
        unasked = free_flow is None and found is None and is_network_alone(self.data)
        if free_flow or unasked:
            scenario = found.scenario if found is not None else Read.load(str(self.run)).at(self.year)
            return self.free(scenario, source, facts, unasked=unasked)
        return self.loaded(source, progress)

    def free(
        self, scenario: Scenario, source: Sources, facts: Facts | None = None, *, unasked: bool = False
    ) -> Loading:
        """The network of a scenario with the waits that need no flows; facts: of ``source``, used if they are its.

        Raises
        ------
        InputError
            ``route.other_year``.
        """
        from jibek import network, record, simulation

        dated, scenario = scenario, scenario if self.day is None else _on_day(scenario, self.day)
        if facts is None or facts.year != scenario.year or scenario.assumption:
            facts = record.establish(source, scenario.year, scenario.assumption)
        net = network.build(facts, scenario.network).usual
        waits = simulation.unloaded(net, facts, scenario.played)
        name = dict(zip(net.gateways["gateway_id"], net.gateways["name"], strict=True))
        message = without_congestion(
            [(name.get(g, g), y) for g, y in waits.published.items()], unasked=unasked
        )
        told = {"code": "route.free_flow", "message": message, "rows": list(waits.published)}
        bed = Roadbed.of(net, waits.hours, waits.quantiles, facts, scenario.seed, mixed=True)
        warnings = (*source.warnings, told)
        return Loading.of(scenario, facts, bed, self.day, warnings=warnings, dated=dated)

    def loaded(self, source: Sources, progress: Callable[[str], None] | None) -> Loading:
        """Obtain the run and load its network, on a day if one is given; keep it for the next time.

        Raises
        ------
        InputError
            ``route.other_data``, ``route.other_year``, ``route.no_delay``.
        """
        from jibek import network, record
        from jibek.verbs.obtaining import obtain

        run = obtain(self.run, year=self.year, data=self.data, home=self.home, progress=progress)
        if source.digest != run.manifest["data_digest"]:
            fix = "Give the folder of tables that the run was made with: --data DIR"
            problem = Problem("route.other_data", str(run.folder), expected="the data of the run", fix=fix)
            raise InputError("route.other_data", f"run {run.id} was made with other data", [problem])
        scenario = run.scenario if self.day is None else _on_day(run.scenario, self.day)
        facts = record.establish(source, scenario.year, scenario.assumption)
        net = network.build(facts, scenario.network).usual
        mark = "" if self.day is None else _mark(network.build(facts, run.scenario.network), self.day)
        delay = _delay_hours(run, net.facilities["facility_id"].tolist(), mark)
        played = None if mark else run.tables.get("simulation.quantiles")  # of days on which nothing is shut
        bed = Roadbed.of(net, delay, played, facts, scenario.seed, mixed=True)
        shares = _shares(run.tables.get("routes.by_rail"))
        loading = Loading.of(scenario, facts, bed, self.day, shares, source.warnings, dated=run.scenario)
        self._keep(loading, run)
        return loading

    def _keep(self, loading: Loading, run: Run) -> None:
        name, kept = self._name(), loading.packed()
        if name is not None and kept is not None:
            files = remembered.hashes(run.tables.path(t) for t in READ)
            remembered.keep(name, self.home, {**kept[0], "files": files}, kept[1])

    def _name(self) -> str | None:
        reference = self.run if isinstance(self.run, str | Path) else self.run.folder
        day, year = (None if x is None else str(x) for x in (self.day, self.year))
        return remembered.key(reference, self.home, fingerprint(self.data), day, year)


def _with_shares(itineraries: Sequence[Itinerary], share: Mapping[str, float]) -> tuple[Itinerary, ...]:
    """The itineraries, those that the year's boxes use with their share of these."""
    return tuple(
        replace(i, share_of_boxes=share[i.itinerary_id]) if i.itinerary_id in share else i
        for i in itineraries
    )


def _shares(by_rail: pd.DataFrame | None) -> dict[tuple[str, str], dict[str, float]]:
    """``routes.by_rail`` by pair."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    if by_rail is not None:
        columns = (by_rail[c].tolist() for c in ("origin", "destination", "itinerary_id", "share"))
        for origin, destination, ident, share in zip(*columns, strict=True):
            found.setdefault((origin, destination), {})[ident] = float(share)
    return found


def _mark(net: Network, day: Day) -> str:
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


def _on_day(scenario: Scenario, day: Day) -> Scenario:
    """The scenario with what it shuts on a day shut for good, and nothing else with dates."""
    if day.year != scenario.year:
        raise _other_year(scenario.year, day, "--depart")
    from jibek.scenario import Scenario as Read

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
    return Read.from_dict(raw)


def _other_year(year: int, day: Day, option: str) -> InputError:
    fix = f"Choose a day of {year}, or another year with --year {day.year}."
    problem = Problem("route.other_year", option, value=str(day), expected=f"a day of {year}", fix=fix)
    return InputError("route.other_year", f"the scenario is of {year}, not of {day.year}", [problem])
