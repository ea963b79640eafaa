"""``jibek report``: the page of a kept run anew, in the language that is asked for; nothing is computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibek.ground.errors import InputError, Problem
from jibek.ground.language import ENGLISH, check
from jibek.ground.reply import Reply
from jibek.ground.written import bad_file
from jibek.verbs.obtaining import Run, find


@dataclass(frozen=True, slots=True)
class Page(Reply):
    """A page that was written: of which run, in which language, where."""

    run: Run
    lang: str
    path: Path

    def to_json(self) -> dict[str, Any]:
        """What ``jibek report --json`` prints."""
        return {
            "run_id": self.run.id,
            "scenario": self.run.name,
            "folder": str(self.run.folder),
            "language": self.lang,
            "report": str(self.path),
        }

    def to_text(self) -> str:
        """Where the page stands."""
        return str(self.path)


def report(
    run: Run | str | Path,
    *,
    lang: str = ENGLISH,
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
    out
        The file to write; None: ``report.LANG.html`` in the run's folder, beside ``report.html``, which stays as the
        run wrote it.
    data, home
        As of `find`.

    Raises
    ------
    InputError
        ``language.unknown``; ``report.bad_out``; ``report.no_run`` for a scenario that has no run yet; what `find`
        refuses.
    """
    check(lang)
    if wrong := bad_file("--out", out, "report.bad_out"):
        raise InputError("report.bad_out", "the page cannot be written there", wrong)
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
    return Page(kept, lang, kept.page(lang, out))
