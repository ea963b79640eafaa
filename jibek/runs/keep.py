"""Has a scenario computed and kept in a run folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jibek.runs.folder import RunFolder
from jibek.runs.kept import Kept
from jibek.runs.memory import Worlds
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
    render: Callable[[Kept], str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Kept:
    """Compute a scenario and keep the result in a run folder.

    Parameters
    ----------
    compute
        The chain: ``compute(scenario, data=, progress=, keeper=)`` gives the result to keep.
    data
        Folder of tables laid over the shipped ones.
    out
        The run folder itself; refused if it exists and is not empty. None: ``HOME/SCENARIO-ID``.
    home
        Folder of runs; by default ``runs`` in the working directory.
    render, progress
        Makes the report from the run; is told what the chain is doing.

    Raises
    ------
    InputError
        For a scenario, data or folder that cannot be used, before anything is computed.
    SystemFault
        For a disk that cannot be written.
    """
    base = scenario.base_scenario()
    with RunFolder(out, scenario.name, home) as place:
        watch = Stopwatch(progress)
        # A folder that is filled where somebody stands holds the run and nothing else, not even what worlds are known.
        keeper = None if place.inside else lambda told: Worlds(place.home, told)
        result = compute(scenario, data=data, progress=watch, keeper=keeper)
        return place.keep(result, scenario, base, render, watch.wall_seconds())
