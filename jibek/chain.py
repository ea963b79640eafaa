"""The chain: from cited facts to an answer, stage by stage. Read this first.

    sources -> record -> network -> simulation -> demand -> flows -> routes -> trade -> appraisal -> systems -> report
                                       ^                                  |
                                       '------ trade moves demand --------'

`compute` runs the stages in order; `loop.settle` is where queues, choice of corridor and trade find each other.
A scenario is measured from its base: constants of corridors are fitted in the base's run and reused, and trade answers
to the change of cost against it. A run that is its own base changes nothing, so its trade stays as published.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from jibek import flows, record, routes, simulation, sources, systems
from jibek.answers import assemble, calibration, ensemble, left_out, of_systems
from jibek.answers.measured import hours_of_2022, measure, measure_observed
from jibek.answers.result import Result
from jibek.answers.slopes import slopes
from jibek.answers.values import values
from jibek.ground.memory import give_back
from jibek.loop import State, accepted, settle
from jibek.record.observations import observations
from jibek.record.paths import BASE_YEAR
from jibek.scenario import Scenario
from jibek.sources import Sources

Progress = Callable[[str], None]

# Of what the worlds of a run follow from, where they are kept.
Keeper = Callable[[dict[str, Any]], ensemble.Memory]


def compute(
    scenario: Scenario,
    *,
    data: Path | None = None,
    progress: Progress | None = None,
    keeper: Keeper | None = None,
) -> Result:
    """All stages of one scenario, in memory.

    The base is settled here too, as its worlds are needed for the intervals and equal inputs give equal bits.

    Parameters
    ----------
    keeper
        Gives the place of worlds that earlier runs worked out; absent: none are kept.

    Raises
    ------
    CertificateError
        ``loop.not_settled``: queues, corridors and trade did not find each other; no number of it is an answer.
    InputError
        As the stages raise it.
    """
    clock = Clock(progress)
    with clock("record"):
        source = sources.read(data)
        facts = record.establish(source, scenario.year, scenario.assumption)
        systems.work(
            facts, {}
        )  # what cannot be worked out whatever the run gives is refused before it is computed
    base_scenario = scenario.base_scenario()
    base = None
    if base_scenario is not None:
        with clock("base"):
            base_facts = record.establish(source, base_scenario.year, base_scenario.assumption)
            with record.resting_on(base_facts):
                base = accepted(settle(base_facts, base_scenario, None))
    with clock("settle"), record.resting_on(facts):
        state = accepted(settle(facts, scenario, base, warm=base))
    with clock("simulation"):
        came = flows.arrivals(state.network, state.flow)
        played = simulation.play(
            state.network, came.load, came.container_share, facts, scenario.played, expected=came.wait_hours
        )
    with clock("routes"):
        shown = routes.od_table(
            state.network.usual, state.usual_delay_hours, played.quantiles, facts, seed=scenario.seed
        )
    with clock("values"):
        worth = values(state, base)
    with clock("worlds"):
        found = _worlds(source, state, base, keeper, clock.tell)
    with clock("assemble"):
        central = measure(state), None if base is None else measure(base)
        answer = assemble.result(source, state, base, played, shown, central, found, worth, clock.seconds)
    with clock("systems"):
        return of_systems.with_systems(answer, facts)


def _worlds(
    source: Sources, state: State, base: State | None, keeper: Keeper | None, progress: Progress
) -> ensemble.Ensemble | None:
    """The run in many worlds, weighed by what was observed of the baseline; None where the scenario wants none."""
    scenario = state.scenario
    if scenario.ensemble.draws == 0:
        return None

    anchor = anchor_of(scenario.seed, scenario.ensemble.draws)
    there = next((s for s in (state, base) if s is not None and s.scenario.digest() == anchor.digest()), None)
    if there is None:
        there = settled(record.establish(source, anchor.year, anchor.assumption), anchor)
    weighed = _weighed(source, there, keeper, progress)
    if there is state:
        return ensemble.of_base(weighed)
    told = (anchor, scenario) if base is None else (anchor, base.scenario, scenario)
    return ensemble.run(
        weighed, state, base, measure, memory=_memory(keeper, source, *told), progress=progress
    )


def _weighed(source: Sources, anchor: State, keeper: Keeper | None, progress: Progress) -> ensemble.Weighed:
    """Worlds, weighed by what was observed of the settled baseline in the base year."""
    scenario = anchor.scenario
    return ensemble.weigh(
        anchor,
        measure,
        scenario.ensemble.draws,
        ahead=lambda facts: hours_of_2022(facts, scenario.seed),
        memory=_memory(keeper, source, scenario),
        progress=progress,
    )


def _memory(keeper: Keeper | None, source: Sources, *told: Scenario) -> ensemble.Memory | None:
    """Where worlds of these scenarios are kept."""
    if keeper is None:
        return None
    return keeper({"data": source.digest, "scenarios": [s.to_dict() for s in told]})


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Prior and posterior of assumptions and of observed quantities.

    judged: rows judged by worlds that were not told them; coverage: the part of them within P5 to P95.
    slopes: the table ``informed``, where it was asked for anew.
    """

    draws: int
    effective: float
    observations: pd.DataFrame
    assumptions: pd.DataFrame
    judged: pd.DataFrame
    coverage: float
    slopes: pd.DataFrame | None


def calibrated(
    draws: int | None = None,
    seed: int | None = None,
    *,
    slopes_anew: bool = False,
    years: Sequence[int] = (),
    data: Path | None = None,
    keeper: Keeper | None = None,
    progress: Progress = lambda _: None,
) -> Calibrated:
    """The baseline of the base year in many worlds, and what its observations make of the assumptions.

    ``years``: others in which the worlds are settled too, to be judged by what was observed in them.
    """
    source = sources.read(data)
    anchor = anchor_of(seed, draws)
    facts = record.establish(source, anchor.year, anchor.assumption)
    state = settled(facts, anchor)
    found = None
    if slopes_anew:
        rows = ensemble.conditioning(facts, anchor.year)
        found = calibration.slopes_table(slopes(state, rows, measure_observed, progress=progress))
    weighed = _weighed(source, state, keeper, progress)
    seen = calibration.observations_table(weighed)
    judged = [left_out.left_out(weighed)]
    for year in years:
        there = anchor.at(year)
        at = settled(record.establish(source, there.year, there.assumption), there)
        memory = _memory(keeper, source, anchor, there)
        worlds = ensemble.run(weighed, at, None, measure, memory=memory, progress=progress)
        judged.append(left_out.of_year(year, worlds, observations(at.facts)))
    table = pd.concat([part for part in judged if len(part)], ignore_index=True)
    after = calibration.assumptions_table(weighed)
    return Calibrated(
        len(weighed.weight), weighed.effective, seen, after, table, left_out.coverage(table), found
    )


def anchor_of(seed: int | None, draws: int | None) -> Scenario:
    """The baseline in the base year, whose worlds are weighed by what was observed."""
    return Scenario.example("baseline").at(BASE_YEAR, seed, draws)


def settled(facts: record.Facts, scenario: Scenario) -> State:
    """Where a scenario that is its own base settles.

    Raises
    ------
    CertificateError
        ``loop.not_settled``.
    """
    return accepted(settle(facts, scenario, None))


class Clock:
    """CPU seconds of each part, and a word to whoever watches."""

    def __init__(self, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    def tell(self, message: str) -> None:
        if self._progress is not None:
            self._progress(message)

    @contextmanager
    def __call__(self, part: str) -> Any:
        self.tell(part)
        began = _cpu_seconds()
        yield
        give_back()
        self.seconds[part] = round(self.seconds.get(part, 0.0) + _cpu_seconds() - began, 3)


def _cpu_seconds() -> float:
    """CPU seconds of this process and of the workers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
