"""Runs side by side, differences first, each with its interval.

    quantity               difference      P5 to P95  baseline  khorgos-fast-customs  unit
    Khorgos by rail, mean        −5.6  −6.4 to −4.2      21.5                  16.1  h

A difference is the last run less the first, its median over the worlds that both have; its ends are P5 and P95 over
them, so that what both runs have in common cancels.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from jibek.answers.change import NOTICED, Difference, differences
from jibek.ground.errors import InputError, Problem
from jibek.ground.grid import Grid
from jibek.ground.reply import Reply
from jibek.ground.values import plain
from jibek.runs.changes import changed_inputs
from jibek.verbs.asking import Run
from jibek.verbs.obtaining import obtain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd


LONGEST_HEAD = 14  # signs of a line above a column


class Comparison(Reply):
    """Two or more runs side by side; prints as a table, ``to_frame()`` gives it as one."""

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.runs = runs
        self.rows: tuple[Difference, ...] = tuple(
            sorted(differences([run.tables for run in runs]), key=Difference.weight, reverse=True)
        )
        self.changed_inputs: list[dict[str, Any]] = changed_inputs(runs)

    def to_json(self) -> dict[str, Any]:
        """What ``jibek compare --json`` prints."""
        from jibek import __version__

        return {
            "runs": [
                {
                    "run_id": run.id,
                    "scenario": run.name,
                    "year": run.manifest["year"],
                    "base": run.manifest.get("base"),
                    "folder": str(run.folder),
                    "converged": run.converged,
                }
                for run in self.runs
            ],
            "headline": [
                plain(
                    {
                        "id": r.id,
                        "name": r.name,
                        "unit": r.unit,
                        "reporter": r.reporter,
                        "values": r.values,
                        "difference": r.difference,
                        "low": r.low,
                        "high": r.high,
                        "explain": r.explain,
                    }
                )
                for r in self.rows
            ],
            "changed_inputs": self.changed_inputs,
            "jibek": __version__,
            "warnings": self.warnings(),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per headline number: id, name, reporter, unit, a column per run, difference, low, high."""
        import pandas as pd

        labels = self._labels()
        return pd.DataFrame(
            [
                {
                    "id": r.id,
                    "name": r.name,
                    "reporter": r.reporter,
                    "unit": r.unit,
                    **dict(zip(labels, r.values, strict=True)),
                    "difference": r.difference,
                    "low": r.low,
                    "high": r.high,
                }
                for r in self.rows
            ],
            columns=["id", "name", "reporter", "unit", *labels, "difference", "low", "high"],
        )

    def warnings(self) -> list[dict[str, Any]]:
        """What keeps the runs from being compared like with like: failed checks, other data, seeds, code."""
        found: list[dict[str, Any]] = []
        for run in self.runs:
            failed = [c for c in run.manifest.get("certificates", []) if not c["ok"]]
            if failed:
                names = ", ".join(f"{c['stage']} {c['name']}" for c in failed)
                message = f"{run.name}: a check failed, {names}"
                found.append({"code": "compare.check_failed", "message": message, "rows": []})
        for code, key, what in (
            ("compare.other_data", "data_digest", "on different data"),
            (
                "compare.other_seed",
                "seed",
                "with different seeds, so simulated differences carry both runs' noise",
            ),
            ("compare.other_code", "code", "by different states of the program"),
        ):
            if len({str(run.manifest.get(key)) for run in self.runs}) > 1:
                found.append({"code": code, "message": f"the runs were made {what}", "rows": []})
        return found

    def _labels(self) -> list[str]:
        """Names of the runs; equal names are told apart by their ids, equal ids by their place."""
        names = [run.name for run in self.runs]
        told = [
            n if names.count(n) == 1 else f"{n} {r.id[:6]}" for n, r in zip(names, self.runs, strict=True)
        ]
        return [t if told.count(t) == 1 else f"{t} ({i})" for i, t in enumerate(told, 1)]

    def grid(self) -> Grid:
        """The differences that are not nothing: each with its interval and the two ends, in one unit."""
        from jibek.report.wording.numbers import show, unit_words

        rows = []
        for r in self._moved():
            first, last = r.values[0], r.values[-1]
            by, unit = _scale(r.unit, max((abs(v) for v in (first, last) if v is not None), default=0.0))
            ends = [None if v is None else v / by for v in (r.difference, r.low, r.high)]
            change = show(ends[0], "", ends[1], ends[2], signed=True)
            name = f"{r.short}, {r.reporter}" if r.reporter else r.short
            rows.append(
                [
                    f"? {name}" if r.may_be_nothing else name,
                    change.text,
                    change.interval,
                    *(show(None if v is None else v / by).text for v in (first, last)),
                    unit_words(unit),
                ]
            )
        labels = self._labels()
        head = ["quantity", "difference", "P5 to P95", labels[0], labels[-1], "unit"]
        return Grid.of(head, rows, left=(0, 5))

    def foot(self) -> list[str]:
        """How the rows stand in order, what their marks mean, and how many numbers do not move."""
        moved = self._moved()
        if not moved:
            return ["no headline number differs"]
        told = ["The surest change first: by its size against its interval."]
        if any(r.relative < NOTICED for r in moved):
            told[0] += " Changes below 0.1 % of the number follow."
        if any(r.may_be_nothing for r in moved):
            told.append("? may be nothing: the interval holds 0")
        still = len(self.rows) - len(moved)
        if still:
            told.append(f"{still} headline number{'s' if still != 1 else ''} unchanged")
        return told

    def to_text(self) -> str:
        """Differences that are not nothing, the surest first; of more than two runs all values after them."""
        from jibek.report.text import warnings_text

        labels, warned, grid = self._labels(), self.warnings(), self.grid()
        changed = [
            f"changed  {c['input']}: {' → '.join(map(_word, c['values']))}" for c in self.changed_inputs
        ]
        parts = [
            warnings_text(str(w["message"]) for w in warned) if warned else "",
            "\n".join([f"{labels[0]} → {labels[-1]}", *(line for c in changed for line in _folded(c))]),
            _told(grid) if grid.rows else "",
            "\n".join(self.foot()),
        ]
        if len(self.runs) > 2:
            parts.append("\n".join(self._all().lines()))
        return "\n\n".join(part for part in parts if part)

    def _moved(self) -> list[Difference]:
        """Rows to show: those that change, and those that one of the ends lacks."""
        return [r for r in self.rows if r.changed or (r.values[0] is None) != (r.values[-1] is None)]

    def _all(self) -> Grid:
        """The values of all runs side by side."""
        from jibek.report.wording.numbers import show, unit_words

        rows = []
        for r in (r for r in self.rows if r.changed or len(set(r.values)) > 1):
            by, unit = _scale(r.unit, max((abs(v) for v in r.values if v is not None), default=0.0))
            cells = [show(None if v is None else v / by).text for v in r.values]
            rows.append([f"{r.short}, {r.reporter}" if r.reporter else r.short, *cells, unit_words(unit)])
        return Grid.of(["quantity", *self._labels(), "unit"], rows, left=(0, len(self.runs) + 1))

    def __repr__(self) -> str:
        return f"Comparison({', '.join(self._labels())})\n{self}"

    def _repr_html_(self) -> str:
        labels = self._labels()
        return self.grid().html(f"{labels[0]} → {labels[-1]}", self.foot())


def _scale(unit: str, largest: float) -> tuple[float, str]:
    """What values are divided by so that the largest reads well, and the unit that they then have."""
    from jibek.report.wording.numbers import show

    said = show(largest, unit).unit
    return next(by for by in (1.0, 1e3, 1e6, 1e9, 1e12) if show(by, unit).unit == said), said


def _told(grid: Grid) -> str:
    """The table within a hundred columns; names of runs take several lines where they are long."""
    from jibek.report.text import aligned

    heads = [textwrap.wrap(h, LONGEST_HEAD) or [""] for h in grid.head]
    deep = max(map(len, heads))
    # aligned() sees the longest cell of each column, so the lines of the heads are its first rows.
    lines = [[""] * (deep - len(h)) + h for h in heads]
    first, *more = zip(*lines, strict=True)
    return aligned(first, [*more, *grid.rows], set(grid.left))


def _folded(words: str) -> list[str]:
    return textwrap.wrap(words, 100, subsequent_indent="         ")


def _word(value: Any) -> str:
    """A setting as it is written in a scenario; a dash where it is not known."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def compare(
    *runs: Run | str | Path,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Comparison:
    """Runs side by side; the difference is the last less the first.

    Parameters
    ----------
    runs
        Two or more: a ``Run``, a run folder, a run id, or the name of a scenario, computed if it has no run.
    data
        A folder of tables to lay over the shipped ones, for scenarios.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``compare.too_few``; ``store.unknown_run`` for a name that means no run.
    """
    if len(runs) < 2:
        fix = "Name two runs: jibek compare baseline khorgos-fast-customs"
        problem = Problem("compare.too_few", "compare", value=len(runs), expected="two or more runs", fix=fix)
        raise InputError("compare.too_few", "a comparison needs two runs", [problem])
    return Comparison(tuple(obtain(run, data=data, home=home, progress=progress) for run in runs))
