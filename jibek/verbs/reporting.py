"""``jibek report``: the page of a kept run anew, in the language that is asked for; nothing is computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibek.ground.errors import Faults, InputError, Problem, refuse
from jibek.ground.language import ENGLISH, check
from jibek.ground.reply import Reply
from jibek.ground.written import bad_file
from jibek.report.boundaries import boundaries_of
from jibek.verbs.obtaining import Run, find


@dataclass(frozen=True, slots=True)
class Page(Reply):
    """A page that was written: of which run, in which language, whose boundaries it draws if any, where."""

    run: Run
    lang: str
    viewpoint: str | None
    path: Path

    def to_json(self) -> dict[str, Any]:
        """What ``jibek report --json`` prints."""
        return {
            "run_id": self.run.id,
            "scenario": self.run.name,
            "folder": str(self.run.folder),
            "language": self.lang,
            "boundaries": self.viewpoint,
            "report": str(self.path),
        }

    def to_text(self) -> str:
        """Where the page stands."""
        return str(self.path)


def report(
    run: Run | str | Path,
    *,
    lang: str = ENGLISH,
    boundaries: Path | str | None = None,
    viewpoint: str | None = None,
    out: Path | str | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
) -> Page:
    """The page of a kept run, made anew from its tables.

    Parameters
    ----------
    run
        A run, its folder, its id, or the name of a scenario that has a run.
    lang
        Language of the page, of `jibek.ground.language.LANGUAGES`.
    boundaries, viewpoint
        A file of boundaries to draw on the maps, and whose they are: what the map says beside them. GeoJSON, or
        TopoJSON with a layer ``boundaries``. Both or neither.
    out
        The file to write; None: ``report.LANG.html`` in the run's folder, beside ``report.html``, which stays as the
        run wrote it.
    data, home
        As of `find`.

    Raises
    ------
    InputError
        ``language.unknown``; ``report.bad_out``; ``report.no_run`` for a scenario that has no run yet; what `find` and
        `jibek.report.boundaries.boundaries_of` refuse; all faults at once.
    """
    faults = Faults()
    faults.of(lambda: check(lang))
    wrong = bad_file("--out", out, "report.bad_out")
    faults.of(lambda: refuse("report.bad_out", "the page cannot be written there", wrong))
    drawn = faults.of(lambda: boundaries_of(boundaries, viewpoint))
    kept = faults.of(lambda: _kept(run, data, home))
    faults.refuse()
    assert kept is not None
    path = kept.page(lang, out, boundaries=drawn)
    return Page(kept, lang, None if drawn is None else drawn.viewpoint, path)


def _kept(run: Run | str | Path, data: Path | str | None, home: Path | str | None) -> Run:
    """The run that is meant; ``report.no_run`` where there is none."""
    kept = run if isinstance(run, Run) else find(run, data=data, home=home)
    if kept is None:
        problem = Problem(
            "report.no_run",
            "RUN",
            value=str(run),
            expected="a kept run",
            fix=f"Compute it first: jibek run {run}",
        )
        raise InputError("report.no_run", f"the scenario {run} has no run yet", [problem])
    return kept
