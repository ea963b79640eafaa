"""Has a scenario computed and kept in a run folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jibek.runs.folder import RunFolder
from jibek.runs.kept import Kept
from jibek.runs.progress import Stopwatch
from jibek.scenario import Scenario

if TYPE_CHECKING:
    from jibek.answers.result import Result


def execute(
    scenario: Scenario,
    *,
    compute: Callable[..., Result],
    data: Path | None = None,
    out: str | Path | None = None,
    home: Path | None = None,
    seed: int | None = None,
    render: Callable[[Kept], str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Kept:
    """Compute a scenario and keep the result in a run folder.

    Parameters
    ----------
    compute
        The chain: ``compute(scenario, data=, progress=)`` gives the result to keep.
    data
        Folder of tables laid over the shipped ones.
    out
        The run folder itself; refused if it exists and is not empty. None: ``HOME/SCENARIO-ID``.
    home
        Folder of runs; by default ``runs`` in the working directory.
    seed
        Replaces the scenario's seed, and that of its base: equal draws are what make differences small.
    render, progress
        Makes the report from the run; is told what the chain is doing.

    Raises
    ------
    InputError
        For a scenario, data or folder that cannot be used, before anything is computed.
    SystemFault
        For a disk that cannot be written.
    """
    if seed is not None:
        scenario = Scenario.from_dict({**scenario.to_dict(), "seed": seed})
    base = scenario.base_scenario()
    if base is not None:
        base = Scenario.from_dict({**base.to_dict(), "seed": scenario.seed})
    with RunFolder(out, scenario.name, home) as place:
        watch = Stopwatch(progress)
        result = compute(scenario, data=data, progress=watch)
        return place.keep(result, scenario, base, render, watch.wall_seconds())
