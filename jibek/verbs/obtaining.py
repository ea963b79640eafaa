"""The run that a reference means, computed if there is none yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jibek.runs.progress import Progress
from jibek.verbs.asking import Run

__all__ = ["Progress", "Run", "find", "obtain"]


def find(
    reference: str | Path,
    *,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
) -> Run | None:
    """The kept run that a reference means; None when it names a scenario that has no run yet.

    With a ``year`` the reference names a scenario, which is met in that year.

    The words it understands and what it refuses: :func:`jibek.runs.find.find`.
    """
    from jibek.runs import find as kept_runs  # with scenarios, which what is kept of a run does without
    from jibek.scenario import Scenario

    if year is not None:
        found = kept_runs.run_of(Scenario.load(reference).at(year), _path(data), _path(home))
    else:
        found = kept_runs.find(reference, _path(data), _path(home))
    return None if found is None else Run(found.folder)


def obtain(
    reference: Run | str | Path,
    *,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Run:
    """The run that a reference means: a folder, an id, or a scenario, computed if it has no run yet.

    With a ``year`` the reference names a scenario, which is met in that year.
    """
    if isinstance(reference, Run):
        return reference
    found = find(reference, year=year, data=data, home=home)
    if found is not None:
        return found
    from jibek.verbs.running import run  # the whole chain: loaded only where a run must be made

    return run(reference, year=year, data=data, home=home, progress=progress)


def _path(given: Path | str | None) -> Path | None:
    return None if given is None else Path(given)
