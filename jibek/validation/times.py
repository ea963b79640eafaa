"""Predict every row of a file of transit times, then read its days and price, and score.

Days by kind, mode, year and corridor, with null models beside them, and with the kinds' factors estimated on other
corridors. Prices where a row prints one for a box or a truck.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jibek.record import Facts
from jibek.validation import given, nulls_of_times
from jibek.validation.days import Unreadable
from jibek.validation.rows import OUT_OF_SCOPE, PREDICTED, UNROUTABLE, Row, join
from jibek.validation.scores import Scored, score
from jibek.validation.statements import Told, left_out
from jibek.validation.states import Years
from jibek.validation.transit import Journey, Transit, Unroutable

_PREDICTED_DAYS = ("predicted_days_p10", "predicted_days_p50", "predicted_days_p90")
_MODELLED_DAYS = ("modelled_days_p10", "modelled_days_p50", "modelled_days_p90")
_PREDICTED_USD = ("predicted_usd_low", "predicted_usd", "predicted_usd_high")

_NAMED = ("origin", "destination", "mode", "via", "year", "kind")

_OF_A_FEU = {"USD/FEU": 1.0, "USD/truck": 1.0}  # a trailer takes what a forty-foot box does


def transit_times(
    rows: Sequence[Mapping[str, str]],
    facts: Facts,
    years: Years,
    progress: Callable[[str], None] | None,
) -> Row:
    """Rows with predictions, reasons and scores, as in the contract of ``jibek validate``."""
    model = Transit(facts, years.of)
    straight = nulls_of_times.Straight(facts, model)
    out: list[Row] = []
    beside: list[dict[str, float | None]] = []
    for n, row in enumerate(rows, 1):
        if progress is not None:
            progress(f"transit time {n} of {len(rows)}")
        said, status, reason = None, PREDICTED, None
        try:
            said = model.predict(*(row[c] for c in _NAMED))
        except Unroutable as fault:
            status, reason = UNROUTABLE, str(fault)
        except Unreadable as fault:
            status, reason = OUT_OF_SCOPE, str(fault)
        out.append(
            {
                **{c: row[c] for c in ("id", "origin", "destination", "mode", "year", "kind")},
                "observed_days_low": None,
                "observed_days_high": None,
                **_said(said),
                "status": status,
                "reason": reason,
            }
        )
        beside.append(straight.predict(row))
    # Everything is predicted: now days and prices are read.
    for row, made in zip(rows, out, strict=True):
        low, high = given.number(row["days_min"]), given.number(row["days_max"])
        ends = sorted(x for x in (low, high) if x is not None and x > 0)
        why = "the days are blank or no numbers above 0"
        join(made, "observed_days_low", ends[0] if ends else None, why)
        join(made, "observed_days_high", ends[-1] if ends else None, why)
        made["observed_usd"] = _usd(row, facts)
    scored = [(r, b) for r, b in zip(out, beside, strict=True) if r["status"] == PREDICTED]
    rows_scored = [r for r, _ in scored]
    return {
        "rows": out,
        **score([_scored_days(r) for r in rows_scored]),
        **{f"by_{c}": _by(rows_scored, c) for c in ("kind", "mode", "year", "corridor")},
        "left_out_by_corridor": _left_out(rows_scored),
        "prices": score([_scored_price(r) for r in rows_scored if r["observed_usd"]]),
        "baselines": _baselines(out, beside, scored),
    }


def told_days(rows: Sequence[Row]) -> list[Told]:
    """Predicted rows as ``statements`` takes them."""
    return [
        Told(
            kind=r["kind"],
            corridor=r["corridor"],
            observed=_middle(r),
            **{c.rpartition("_")[2]: float(r[c]) for c in _MODELLED_DAYS},
        )
        for r in rows
    ]


def _said(said: Journey | None) -> Row:
    lost = (None, None, None)
    return {
        **dict(zip(_PREDICTED_DAYS, said.days if said else lost, strict=True)),
        **dict(zip(_MODELLED_DAYS, said.modelled if said else lost, strict=True)),
        **dict(zip(_PREDICTED_USD, said.usd if said else lost, strict=True)),
        "basis": said.told if said else None,
        "corridor": said.corridor if said else None,
    }


def _usd(row: Mapping[str, str], facts: Facts) -> float | None:
    """The printed price of a forty-foot box; None where there is none or it is of something else."""
    cost, unit = given.number(row["cost"]), row["cost_unit"].strip()
    share = {**_OF_A_FEU, "USD/TEU": 1.0 / facts.assume("teu_cost_share_of_feu")}.get(unit)
    return cost * share if cost is not None and cost > 0 and share is not None else None


def _by(rows: Sequence[Row], column: str) -> Row:
    parts: dict[str, list[Scored]] = {}
    for r in rows:
        parts.setdefault(str(r[column]), []).append(_scored_days(r))
    return {name: score(parts[name]) for name in sorted(parts)}


def _left_out(rows: Sequence[Row]) -> Row:
    """Scores where factor and spread of each kind are estimated on the rows of the other corridors."""
    days = left_out(told_days(rows), sorted({r["kind"] for r in rows}))
    return score(
        [
            _scored_days({**r, **dict(zip(_PREDICTED_DAYS, d, strict=True))})
            for r, d in zip(rows, days, strict=True)
        ]
    )


def _baselines(
    out: Sequence[Row],
    beside: Sequence[Mapping[str, float | None]],
    scored: Sequence[tuple[Row, Mapping[str, float | None]]],
) -> dict[str, Any]:
    baselines = {}
    for name in nulls_of_times.NAMES:
        found = [(r, b[name]) for r, b in scored if b[name] is not None]
        baselines[name] = {
            "rows": [
                {"id": r["id"], "predicted_days_p50": b[name]} for r, b in zip(out, beside, strict=True)
            ],
            **score([Scored(abs(value / _middle(r) - 1.0)) for r, value in found if value is not None]),
            "model_on_the_same_rows": score([_scored_days(r) for r, _ in found]),
        }
    return baselines


def _middle(row: Row) -> float:
    return 0.5 * float(row["observed_days_low"] + row["observed_days_high"])


def _scored_days(row: Row) -> Scored:
    at = _middle(row)
    within = row["predicted_days_p10"] <= at <= row["predicted_days_p90"]
    return Scored(abs(row["predicted_days_p50"] / at - 1.0), within)


def _scored_price(row: Row) -> Scored:
    at = row["observed_usd"]
    return Scored(
        abs(row["predicted_usd"] / at - 1.0), row["predicted_usd_low"] <= at <= row["predicted_usd_high"]
    )
