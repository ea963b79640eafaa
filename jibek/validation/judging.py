"""Predict every row of files of volumes and transit times, then read what they say and score.

A row is predicted from its object, measure, year and unit, or from its ends, mode, way, year and kind alone: its value
or days are looked at when the prediction stands, its note never.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jibek import record, sources
from jibek.validation import given, nulls
from jibek.validation.backtests import Outcome, backtests
from jibek.validation.days import Unreadable
from jibek.validation.rows import OUT_OF_SCOPE, PREDICTED, Row, join
from jibek.validation.scores import Scored, error_of, score
from jibek.validation.states import Years
from jibek.validation.times import transit_times as _times
from jibek.validation.volumes import Volumes


@dataclass(frozen=True, slots=True)
class Validated:
    """transit_times, volumes: as in the contract of ``jibek validate``; None where no such file was given.

    backtests: events of the past, None where they were not asked for.
    """

    transit_times: Row | None
    volumes: Row | None
    backtests: tuple[Outcome, ...] | None
    warnings: tuple[Row, ...]


def validate(
    transit_times: Path | None,
    volumes: Path | None,
    *,
    events: bool = False,
    data: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Validated:
    """Rows of the files with predictions, reasons and scores; with ``events`` those of the table ``backtests`` too.

    Raises
    ------
    InputError
        ``validate.bad_file`` with the faults of both files; what ``sources.read`` and a run of the baseline raise.
    CertificateError
        ``loop.not_settled``.
    """
    files = {"transit_times": transit_times, "volumes": volumes}
    given.refuse_all(p for stem, path in files.items() if path is not None for p in given.faults(stem, path))
    source = sources.read(data)
    facts = record.establish(source)
    years = Years(source, progress)
    times = counted = None
    if transit_times is not None:
        times = _times(given.rows("transit_times", transit_times), facts, years, progress)
    if volumes is not None:
        counted = _volumes(given.rows("volumes", volumes), facts, years, progress)
    past = backtests(source, years) if events else None
    return Validated(times, counted, past, source.warnings)


def _volumes(
    rows: Sequence[Mapping[str, str]],
    facts: record.Facts,
    years: Years,
    progress: Callable[[str], None] | None,
) -> Row:
    model = Volumes(facts, years.modelled)
    out: list[Row] = []
    beside: list[dict[str, float | None]] = []
    for n, row in enumerate(rows, 1):
        if progress is not None:
            progress(f"volume {n} of {len(rows)}")
        asked = (row["object"], row["measure"], row["year"], row["unit"])
        found: Row = dict.fromkeys(
            ("quantity", "predicted", "predicted_low", "predicted_high", "figures", "basis")
        )
        status, reason, null = PREDICTED, None, dict.fromkeys(nulls.NAMES)
        try:
            said = model.predict(*asked)
            null = nulls.predict(model.series, model.series.reader.read(*asked))
            found = {
                "quantity": said.read_from,
                "predicted": said.value,
                "predicted_low": said.low,
                "predicted_high": said.high,
                "figures": said.seen,
                "basis": said.told,
            }
        except Unreadable as fault:
            status, reason = OUT_OF_SCOPE, str(fault)
        out.append(
            {
                **{c: row[c] for c in ("id", "object", "measure", "year")},
                "observed": None,
                "unit": row["unit"],
                **found,
                "status": status,
                "reason": reason,
            }
        )
        beside.append(null)
    # Everything is predicted: now the values are read.
    for row, made in zip(rows, out, strict=True):
        join(made, "observed", given.number(row["value"]), "the value is blank or no number")
    scored = [r for r in out if r["status"] == PREDICTED]
    kinds = {
        "series_visible": [r for r in scored if r["figures"]],
        "never_shown": [r for r in scored if not r["figures"]],
    }
    return {
        "rows": out,
        **score([_scored_volume(r) for r in scored if r["observed"]]),
        "by_kind": {
            kind: score([_scored_volume(r) for r in part if r["observed"]]) for kind, part in kinds.items()
        },
        "baselines": {name: _null_volumes(out, beside, name) for name in nulls.NAMES},
    }


def _scored_volume(row: Row) -> Scored:
    error = error_of(row["predicted"], row["observed"], row["unit"])
    assert error is not None  # rows that say 0 are left out
    return Scored(error, row["predicted_low"] <= row["observed"] <= row["predicted_high"])


def _null_volumes(rows: Sequence[Row], beside: Sequence[Mapping[str, float | None]], name: str) -> Row:
    pairs = [
        (r, b[name]) for r, b in zip(rows, beside, strict=True) if r["status"] == PREDICTED and r["observed"]
    ]
    found = [(r, value) for r, value in pairs if value is not None]
    errors = [error_of(value, r["observed"], r["unit"]) for r, value in found]
    return {
        "rows": [{"id": r["id"], "predicted": b[name]} for r, b in zip(rows, beside, strict=True)],
        **score([Scored(e) for e in errors if e is not None]),
        "model_on_the_same_rows": score([_scored_volume(r) for r, _ in found]),
    }
