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
from jibek.routes.choices import on
from jibek.routes.evaluate import Loaded
from jibek.routes.itineraries import Cargo
from jibek.routes.kept import Frame, packed, unpacked
from jibek.routes.roadbed import Roadbed
from jibek.runs import remembered
from jibek.sources.gazetteer import LANGUAGES
from jibek.sources.raw import fingerprint

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from jibek.network import Network
    from jibek.routes.asked import Asked
    from jibek.routes.itineraries import Itinerary
    from jibek.routes.telling import Routes
    from jibek.scenario import Scenario
    from jibek.sources.gazetteer import Columns
    from jibek.sources.package import Sources
    from jibek.verbs.asking import Run

READ = ("flows.facilities", "simulation.quantiles", "routes.by_rail")  # tables of a run that are read

NAMED = ("id", "place_id", "name", "kind", *LANGUAGES)  # columns of places that a name is looked for in


@dataclass(frozen=True)
class Loading:
    """The network of a run with its waits, on which routes are looked for; of cargoes the last one is kept.

    shut
        What the scenario closes altogether, in words.
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
    shut: Sequence[str] = ()
    shares: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    nodes: Columns = field(default_factory=lambda: Frame({}))
    warnings: tuple[dict[str, Any], ...] = ()
    _loaded: dict[Cargo, Loaded] = field(default_factory=dict, repr=False)

    def routes(self, origin: str, destination: str, cargo: Cargo, asked: Asked) -> Routes:
        """What ``search`` finds between two places, with the shares of the year's boxes."""
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
        )
        share = self.shares.get((origin, destination), {})
        return replace(found, itineraries=_with_shares(found.itineraries, share))

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
            "shares": [[*pair, dict(of)] for pair, of in self.shares.items()],
            "nodes": nodes,
            "warnings": list(self.warnings),
            "bed": bed[0],
        }
        return words, bed[1]

    @classmethod
    def unpacked(cls, words: Mapping[str, Any], arrays: Mapping[str, Any]) -> Loading:
        """What was packed."""
        return cls(
            words["scenario"],
            words["year"],
            unpacked(words["bed"], arrays),
            words["shut"],
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

    def loaded(self, source: Sources, progress: Callable[[str], None] | None) -> Loading:
        """Obtain the run and load its network, on a day if one is given; keep it for the next time.

        Raises
        ------
        InputError
            ``route.other_data``, ``route.other_year``, ``route.no_delay``.
        """
        from jibek import network, record
        from jibek.routes.ways import closures
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
        loading = Loading(
            scenario.name,
            scenario.year,
            Roadbed.of(net, delay, played, facts, scenario.seed, mixed=True),
            closures(scenario),
            _shares(run.tables.get("routes.by_rail")),
            facts.table("nodes"),
            source.warnings,
        )
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
        fix = f"Choose a day of {scenario.year}, or a scenario of {day.year} with --scenario."
        expected = f"a day of {scenario.year}"
        problem = Problem("route.other_year", "--date", value=str(day), expected=expected, fix=fix)
        message = f"the scenario is of {scenario.year}, not of {day.year}"
        raise InputError("route.other_year", message, [problem])
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
