"""The chain: from cited facts to an answer, stage by stage. Read this first.

    sources -> record -> network -> simulation -> demand -> flows -> routes -> trade -> appraisal -> report
                                       ^                                  |
                                       '------ trade moves demand --------'

`compute` runs the stages in order; `loop.settle` is where queues, choice of corridor and trade find each other.
A scenario is measured from its base: constants of corridors are fitted in the base's run and reused, and trade answers
to the change of cost against it. A run that is its own base changes nothing, so its trade stays as published.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jibek import flows, record, routes, simulation, sources
from jibek.answers import assemble, intervals
from jibek.answers.measured import measure
from jibek.answers.result import Result
from jibek.answers.values import values
from jibek.ground.errors import CertificateError, Problem
from jibek.loop import State, settle
from jibek.scenario import Scenario

Progress = Callable[[str], None]


def compute(
    scenario: Scenario,
    *,
    data: Path | None = None,
    progress: Progress | None = None,
) -> Result:
    """All stages of one scenario, in memory.

    The base is settled here too, as its variants are needed for the intervals and equal inputs give equal bits.

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
    base_scenario = scenario.base_scenario()
    base = None
    if base_scenario is not None:
        base_scenario = Scenario.from_dict({**base_scenario.to_dict(), "seed": scenario.seed})
        with clock("base"):
            base_facts = record.establish(source, base_scenario.year, base_scenario.assumption)
            base = _settled(settle(base_facts, base_scenario, None))
    with clock("settle"):
        state = _settled(settle(facts, scenario, base, warm=base))
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
    with clock("intervals"):
        varied, base_varied = intervals.vary(state, base, measure, progress=clock.tell)
    with clock("assemble"):
        of_base = assemble.base_tables(base, base_varied) if base and base_varied else None
        return assemble.result(source, state, played, shown, varied, of_base, worth, clock.seconds)


def _settled(state: State) -> State:
    """The state, if it is an answer."""
    if state.settled:
        return state
    problems = [
        Problem(
            f"{check.stage}.{check.name}",
            state.scenario.name,
            value=check.value,
            expected=f"at most {check.tolerance:g}: {check.reason}",
            fix="Change less at once, or close what cannot carry its freight.",
        )
        for check in state.checks
        if not check.ok
    ]
    message = (
        f"{state.scenario.name} does not settle after {state.iterations} rounds; no number of it is an answer"
    )
    raise CertificateError("loop.not_settled", message, problems)


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
        self.seconds[part] = round(self.seconds.get(part, 0.0) + _cpu_seconds() - began, 3)


def _cpu_seconds() -> float:
    """CPU seconds of this process and of the workers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
