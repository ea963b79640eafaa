"""Verbs that look into a run or a gateway instead of running the whole chain: `jibek route`, `jibek simulate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jibek
from jibek.errors import InputError, Problem
from jibek.scenario import Scenario, closed_days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jibek.routes.itineraries import Routes
    from jibek.store import Run


def obtain(
    reference: Run | str | Path, data: Path | None = None, progress: Callable[[str], None] | None = None
) -> Run:
    """The run that a reference means: a folder, an id, or a scenario, computed if it has no run yet."""
    from jibek import catalogue
    from jibek.store import Run

    if isinstance(reference, Run):
        return reference
    found = catalogue.find(reference, data)
    return found if found is not None else jibek.run(reference, data=data, progress=progress)


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
    data: Path | None = None,
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
    data
        The folder of tables that the run was made with.

    Raises
    ------
    InputError
        ``place.unknown``, ``place.ambiguous``, ``route.other_data``, ``route.not_a_date``, ``route.other_year``,
        and what ``jibek.routes`` raises.
    """
    from jibek import network, record, sources
    from jibek.places import resolve
    from jibek.routes.itineraries import Cargo
    from jibek.routes.search import search

    # Places, day and cargo are looked at first: a slip of the pen must not cost a run.
    day = None if date is None else _day(date)
    source = sources.read(data)
    facts = record.establish(source)
    start, end = (resolve(name, facts.table("nodes"), zones_only=True) for name in (origin, destination))
    asked = {"feu": feu, "teu": teu, "tonnes": tonnes, "commodity": commodity}
    given: dict[str, Any] = {k: v for k, v in asked.items() if v is not None}
    Cargo.of(facts, **given)
    run = obtain(run, data, progress)
    if source.digest != run.manifest["data_digest"]:
        fix = "Give the folder of tables that the run was made with: --data DIR"
        problem = Problem("route.other_data", str(run.folder), expected="the data of the run", fix=fix)
        raise InputError("route.other_data", f"run {run.id} was made with other data", [problem])
    scenario = run.scenario if day is None else _on_day(run.scenario, day)
    facts = record.establish(source, scenario.year, scenario.assumption)
    net = network.build(facts, scenario)
    return search(
        net,
        _delay_hours(run, net.facilities["facility_id"].tolist()),
        run.tables.get("simulation.quantiles"),
        facts,
        start,
        end,
        Cargo.of(facts, **given),
        year=scenario.year,
        scenario=scenario,
        seed=scenario.seed,
    )


def _delay_hours(run: Run, facilities: Sequence[str]) -> NDArray[np.float64]:
    """Mean hours of delay at each facility on the run's loaded network, shape (facility,)."""
    known = run.table("flows.facilities").set_index("facility_id")["delay_hours"]
    lost = [f for f in facilities if f not in known.index]
    if lost:
        problem = Problem("route.no_delay", "flows.facilities", value=lost[:5], fix="Run the scenario again.")
        raise InputError(
            "route.no_delay", f"run {run.id} lacks the delay of {len(lost)} facilities", [problem]
        )
    return known.loc[list(facilities)].to_numpy(dtype=float)


def _day(text: str) -> Day:
    try:
        return Day.fromisoformat(text)
    except ValueError:
        problem = Problem("route.not_a_date", "--date", value=text, expected="an ISO day such as 2023-07-01")
        raise InputError("route.not_a_date", f"{text!r} is not a day", [problem]) from None


def _on_day(scenario: Scenario, day: Day) -> Scenario:
    """The scenario with the gateways closed for good that it closes on a day."""
    if day.year != scenario.year:
        fix = f"Choose a day of {scenario.year}, or a scenario of {day.year} with --scenario."
        expected = f"a day of {scenario.year}"
        problem = Problem("route.other_year", "--date", value=str(day), expected=expected, fix=fix)
        message = f"the scenario is of {scenario.year}, not of {day.year}"
        raise InputError("route.other_year", message, [problem])
    raw = scenario.to_dict()
    for name, change in scenario.gateway.items():
        if any(first <= day <= last for first, last in map(closed_days, change.closed)):
            raw["gateway"][name] = {"capacity_factor": 0.0}
    return Scenario.from_dict(raw)


def simulate(
    gateways: Sequence[str] = (),
    *,
    year: int | None = None,
    replications: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    data: Path | None = None,
) -> dict[str, Any]:
    """Play a year at gateways with the arrivals published for it; what ``jibek simulate --json`` prints.

    Parameters
    ----------
    gateways
        Ids of rail crossings; none: those that are played train by train.
    year, seed
        Of the baseline where not given.
    replications, precision
        How often the year is played, or the half-width of the mean's 95 % interval, as a share of the mean, that
        ends it.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        As ``jibek.simulation.simulate``: an unknown gateway with the nearest, a year without a published count.
    """
    from jibek import network, record, simulation, sources

    scenario = Scenario.example("baseline")
    raw = {**scenario.to_dict(), **{k: v for k, v in (("year", year), ("seed", seed)) if v is not None}}
    scenario = Scenario.from_dict(raw)
    facts = record.establish(sources.read(data), scenario.year, scenario.assumption)
    found = simulation.simulate(
        facts,
        network.build(facts, scenario),
        list(gateways) or None,
        year=scenario.year,
        replications=replications or scenario.simulation.replications,
        precision=precision,
        seed=scenario.seed,
    )
    return {
        "replications": found.replications,
        "events": found.events,
        "cpu_s": found.cpu_s,
        "seed": found.seed,
        "crossings": list(found.crossings),
        "directions": list(found.directions),
        "warnings": list(found.warnings),
    }


def simulation_text(found: Mapping[str, Any]) -> str:
    """The crossings as a table."""
    from jibek.plain_text import aligned

    head = [
        "crossing",
        "mode",
        "mean h",
        "95 % interval",
        "P50",
        "P90",
        "P99",
        "waiting",
        "in use",
        "held up by",
    ]
    rows = [
        [
            c["gateway_id"],
            c["mode"],
            c["hours_mean"],
            (c["hours_mean_low"], c["hours_mean_high"]),
            c["hours_p50"],
            c["hours_p90"],
            c["hours_p99"],
            c["queue_mean"],
            c["utilisation"],
            c["bottleneck"],
        ]
        for c in found["crossings"]
    ]
    foot = f"{found['replications']} replications, {found['events']:,} events, seed {found['seed']}"
    warned = [f"! {w['message']}: {', '.join(w['rows'])}" for w in found["warnings"]]
    return "\n".join([*warned, *aligned(head, rows, left=(0, 1, 9)), "", foot])
