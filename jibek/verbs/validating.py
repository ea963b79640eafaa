"""``jibek validate``: what the model says of published figures, and how far it is off."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibek.ground.errors import InputError, Problem
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.validation import Outcome, Validated
from jibek.validation import validate as _validate

_OFF = "off"


@dataclass(frozen=True, slots=True)
class Validation(Reply):
    """Events of the past; predictions beside what was published, worst first; scores beside those of null models."""

    found: Validated

    def to_json(self) -> dict[str, Any]:
        """What ``jibek validate --json`` prints."""
        found = self.found
        return {
            "transit_times": found.transit_times,
            "volumes": found.volumes,
            "backtests": None if found.backtests is None else [o.to_json() for o in found.backtests],
            "warnings": list(found.warnings),
        }

    def to_text(self) -> str:
        """Events; then scores and rows, the worst first."""
        parts = [f"! {w['message']}" for w in self.found.warnings]
        if self.found.backtests is not None:
            parts += ["Events of the past", "", *past(self.found.backtests), ""]
        for title, part, rows in (
            ("Transit times, days", self.found.transit_times, self._times),
            ("Volumes", self.found.volumes, self._volumes),
        ):
            if part is not None:
                parts += [title, "", *scores(part), "", *rows(part), *_unsaid(part), ""]
        return "\n".join(parts).rstrip()

    def _times(self, part: dict[str, Any]) -> list[str]:
        head = ["id", "way", "mode", "kind", "observed", "P50", "P10-P90", _OFF]
        rows = [
            [
                r["id"],
                f"{r['origin']}-{r['destination']}",
                r["mode"],
                r["kind"],
                0.5 * (r["observed_days_low"] + r["observed_days_high"]),
                r["predicted_days_p50"],
                (r["predicted_days_p10"], r["predicted_days_p90"]),
                f"{100 * off:.0f} %",
            ]
            for off, r in worst_first(part, "predicted_days_p50")
        ]
        return aligned(head, rows, left=(0, 1, 2, 3))

    def _volumes(self, part: dict[str, Any]) -> list[str]:
        head = ["id", "object", "measure", "year", "observed", "predicted", "P10-P90", "unit", _OFF]
        rows = [
            [
                r["id"],
                r["object"],
                r["measure"][:36],
                r["year"],
                r["observed"],
                r["predicted"],
                (r["predicted_low"], r["predicted_high"]),
                r["unit"],
                f"{100 * off:.0f} %",
            ]
            for off, r in worst_first(part, "predicted")
        ]
        return aligned(head, rows, left=(0, 1, 2))


def worst_first(part: dict[str, Any], predicted: str) -> list[tuple[float, dict[str, Any]]]:
    """Rows that could be compared with the share by which each is off, the worst first."""
    found = []
    for row in part["rows"]:
        if row["status"] != "predicted":
            continue
        observed = row.get("observed")
        if predicted != "predicted":
            observed = 0.5 * (row["observed_days_low"] + row["observed_days_high"])
        level = 100.0 if row.get("unit") == "%" else 0.0
        if observed:
            found.append((abs((level + row[predicted]) / (level + observed) - 1.0), row))
    return sorted(found, key=lambda pair: -pair[0])


def past(outcomes: Sequence[Outcome]) -> list[str]:
    """Events beside what happened, the worst first, as lines of a table; then what each counts."""
    worst = sorted(outcomes, key=lambda o: -abs(math.log(o.ratio)) if o.ratio else 0.0)
    head = ["event", "year", "predicted", "published", "unit", "ratio"]
    rows = [
        [
            o.backtest.backtest_id,
            str(o.backtest.year),
            o.predicted,
            o.backtest.published
            if o.backtest.reaches is None
            else (o.backtest.published, o.backtest.reaches),
            o.backtest.unit,
            None if o.ratio is None else f"{o.ratio:.2f}",
        ]
        for o in worst
    ]
    told = [f"{o.backtest.backtest_id}: {o.backtest.event}. {o.backtest.counts}." for o in worst]
    return [*aligned(head, rows, left=(0,)), "", *told]


def scores(part: dict[str, Any]) -> list[str]:
    """Errors in percent of all rows, of kinds of rows and of null models, as lines of a table."""
    head = ["", "rows", "median error %", "mean error %", "within P10-P90 %"]
    rows = [["all", *_score(part)]]
    for name, title in (("left_out_by_corridor", "each corridor by the others"), ("prices", "prices")):
        rows += [[title, *_score(part[name])]] if part.get(name, {}).get("scored") else []
    rows += [[f"  {kind.replace('_', ' ')}", *_score(of)] for kind, of in part.get("by_kind", {}).items()]
    rows += [[f"  {kind}", *_score(of)] for kind, of in part.get("by_mode", {}).items()]
    for name, of in part["baselines"].items():
        rows.append([f"null model: {name.replace('_', ' ')}", *_score(of)])
        rows.append(["  the model on the same rows", *_score(of["model_on_the_same_rows"])])
    return aligned(head, rows)


def _score(of: dict[str, Any]) -> list[Any]:
    within = of["share_within_p10_p90"]
    return [
        of["scored"],
        of["median_absolute_percentage_error"],
        of["mean_absolute_percentage_error"],
        None if within is None else 100.0 * within,
    ]


def _unsaid(part: dict[str, Any]) -> list[str]:
    rows = [r for r in part["rows"] if r["status"] != "predicted"]
    return ["", *(f"{r['id']}  {r['status'].replace('_', ' ')}: {r['reason']}" for r in rows)] if rows else []


def validate(
    *,
    transit_times: Path | str | None = None,
    volumes: Path | str | None = None,
    backtests: bool = False,
    data: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Validation:
    """Predict rows of published transit times and volumes, then compare.

    Parameters
    ----------
    transit_times, volumes
        CSV files with the columns of the tables of these names; either alone will do.
    backtests
        Whether to tell the model the events of the table ``backtests``; alone will do too.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        ``validate.no_file`` if nothing is asked for, ``validate.bad_file`` with all that is wrong with the files.
    """
    if transit_times is None and volumes is None and not backtests:
        fix = "Give --volumes FILE, --transit-times FILE or --backtests."
        problem = Problem("validate.no_file", "jibek validate", expected="a file of rows", fix=fix)
        raise InputError("validate.no_file", "nothing to validate", [problem])
    paths = [None if p is None else Path(p) for p in (transit_times, volumes, data)]
    return Validation(_validate(paths[0], paths[1], events=backtests, data=paths[2], progress=progress))
