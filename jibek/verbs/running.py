"""``jibek run``: a scenario over the whole chain, kept in a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jibek import network, record, sources
from jibek.chain import compute
from jibek.ground.language import ENGLISH, check
from jibek.report import render
from jibek.runs.find import run_in, run_of
from jibek.runs.keep import execute
from jibek.scenario import Scenario
from jibek.verbs.asking import Run

if TYPE_CHECKING:
    from jibek.chain import Progress


def run(
    scenario: Scenario | str | Path = "baseline",
    *,
    data: Path | str | None = None,
    out: Path | str | None = None,
    home: Path | str | None = None,
    seed: int | None = None,
    year: int | None = None,
    draws: int | None = None,
    fresh: bool = False,
    lang: str = ENGLISH,
    progress: Progress | None = None,
) -> Run:
    """Run a scenario over the whole chain and keep it in a run folder.

    Parameters
    ----------
    scenario
        A `Scenario`, the name of a shipped one, or the path of a ``.toml`` file.
    data
        A folder of tables to lay over the shipped ones.
    out
        The run folder itself; refused if it holds anything but this same run. Default: ``HOME/SCENARIO-ID``.
    home
        Folder of runs; by default ``runs`` in the working directory.
    seed, year, draws
        Replace the scenario's; draws: of the ensemble, 0 for central values alone.
    fresh
        Compute again what a kept run of the same inputs would give; otherwise that run is returned.

    lang
        Language of the answer's text and of a second page, ``report.LANG.html`` beside ``report.html``, which stays
        English as do the tables: what is kept does not depend on it.

    Raises
    ------
    InputError
        Anything wrong with the scenario, the data or the folder, all faults at once.
    """
    check(lang)
    folder = None if data is None else Path(data)
    if not isinstance(scenario, Scenario):
        scenario = Scenario.load(scenario, ids=network.known_ids(record.establish(sources.read(folder))))
    scenario = scenario.at(year, seed, draws)
    if not fresh:
        kept_in = None if home is None else Path(home)
        known = run_of(scenario, folder, kept_in) if out is None else run_in(Path(out), scenario, folder)
        if known is not None and known.whole():
            return _in_language(Run(known.folder, reused=True, lang=lang))
    kept = execute(
        scenario,
        compute=compute,
        data=folder,
        out=out,
        home=None if home is None else Path(home),
        render=render,
        progress=progress,
    )
    return _in_language(Run(kept.folder, lang=lang))


def _in_language(run: Run) -> Run:
    """The run, with its page in the language of its text."""
    if run.lang != ENGLISH:
        run.page(run.lang)
    return run
