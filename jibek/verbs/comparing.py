"""Runs side by side, differences first, each with its interval.

    quantity                               baseline  khorgos-fast-customs  difference       P5 to P95
    Hours through Khorgos by rail, mean        24.2                  18.3        -5.9   -6.4 … -5.5    h

A difference is the last run less the first, its median over the worlds that both have; its ends are P5 and P95 over
them, so that what both runs have in common cancels.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jibek.answers.change import Difference, differences
from jibek.ground.errors import InputError, Problem
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.ground.values import plain
from jibek.runs.changes import changed_inputs
from jibek.verbs.asking import Run
from jibek.verbs.obtaining import obtain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd


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

    def to_text(self) -> str:
        """Differences that are not nothing, the largest first; of more than two runs all values after them."""
        import pandas as pd

        from jibek.report.text import comparison_text

        # Columns hold two runs; of more, the ends are shown first and then all values side by side.
        frame = pd.DataFrame([asdict(r) for r in self.rows])
        text = comparison_text(self._labels(), frame, self.changed_inputs, self.warnings())
        if len(self.runs) == 2:
            return text
        moved = [r for r in self.rows if r.changed or len(set(r.values)) > 1]
        return "\n\n".join([text, "\n".join(self._table(moved))])

    def _table(self, rows: list[Difference]) -> list[str]:
        head = ["quantity", *self._labels(), "unit"]
        body = [[f"{r.name} ({r.reporter})" if r.reporter else r.name, *r.values, r.unit] for r in rows]
        return aligned(head, body, left=(0, len(head) - 1))

    def __repr__(self) -> str:
        return f"Comparison({', '.join(self._labels())})\n{self}"

    def _repr_html_(self) -> str:
        moved = {r.id for r in self.rows if r.changed}
        frame = self.to_frame()
        return frame[frame["id"].isin(moved)].to_html(index=False, na_rep="", float_format="{:,.4g}".format)


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
