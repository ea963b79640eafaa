"""Section on what the numbers rest on: the assumptions that bring most of their spread."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from jibek.ground.language import ENGLISH, current, tr
from jibek.report.drawing import charts
from jibek.report.input import ReportInput
from jibek.report.sections.answer import Headline
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import assumption, foreign, told, words
from jibek.report.wording.numbers import group, published, show, unit_words


def rests_on(report: ReportInput, figures: Figures) -> Section:
    """For each headline number, the assumptions that bring most of its variance over worlds."""
    frame = report.rests_on
    if frame.empty:
        return Section("rests", tr("What this rests on"), missing=tr("No worlds were drawn in this run."))
    head = Headline(report)
    assumptions = report.table("record.assumptions")
    ranges = {str(r["assumption_id"]): r for r in assumptions.to_dict("records")} if len(assumptions) else {}
    keyed = frame.assign(_who=frame["reporter"].fillna(""))
    grids = []
    for (ident, who), part in keyed.groupby(["headline", "_who"], sort=False):
        row = head.get(str(ident), str(who))
        if row is not None:
            grids.append(_shares(row, part.drop(columns="_who"), ranges, figures))
    lead = tr(
        "All assumptions are drawn at once, many times over; a bar is the part of a number’s spread (its variance) "
        "that one of them brings by itself, the line its standard error, the ring what it brings together with others. "
        "What the parts leave is interaction, small effects and chance."
    )
    shown = [g for g in grids if g is not None]
    ask = tr("What do the numbers rest on?")
    if not shown:
        return Section("rests", ask, missing=tr("No assumption stands out."))
    return Section("rests", _largest(frame, head), lead, shown, kind="fold", ask=ask)


def _largest(frame: pd.DataFrame, head: Headline) -> Markup:
    """The assumption that makes most of a number’s spread, and of which."""
    top = plain_rows(frame.sort_values("first_order", ascending=False, kind="stable").head(1))[0]
    row = head.get(str(top["headline"]), top["reporter"] if isinstance(top["reporter"], str) else "")
    name = assumption(top["assumption_id"], top.get("label"))
    of = tr(str(row["short"])) if row else foreign(words(str(top["headline"])))
    message = escape(tr("The most telling assumption is “{assumption}”: {part}% of the spread of {number}"))
    part = group(100 * float(top["first_order"]), 0)
    return message.format(
        assumption=name.lower() if current() == ENGLISH else told(name), part=part, number=of
    )


def _shares(row: dict[str, Any], part: pd.DataFrame, ranges: dict[str, Any], figures: Figures) -> Grid | None:
    part = part.sort_values("first_order", ascending=False, kind="stable")
    telling = part[part["first_order"] > part["first_order_error"]]
    if telling.empty:
        return None
    unit = str(row["unit"])
    scale = charts.Axis(0.0, 1.0)
    who = row.get("reporter") if isinstance(row.get("reporter"), str) else ""
    rows = []
    for r in telling.to_dict("records"):
        own = assumption(r["assumption_id"], r.get("label"))
        name = tr(own)
        known_range = ranges.get(str(r["assumption_id"]))
        span = ""
        if known_range is not None:
            low, high = (published(float(known_range[c])).text for c in ("low", "high"))
            span = f"{tr('{low} to {high}', low=low, high=high)} {unit_words(known_range['unit'])}".rstrip()
        spoken = tr(
            "{name}: {part}% of the variance, standard error {error}%",
            name=name,
            part=group(100 * float(r["first_order"]), 0),
            error=group(100 * float(r["first_order_error"]), 0),
        )
        key = f"{r['headline']}|{who or ''}|{r['assumption_id']}"
        cell = figures.cell(
            r["first_order"], "share", "rests_on", key, "first_order",
            tr("{number}, part of {name}", number=tr(str(row["name"])), name=name),
            low=max(r["first_order"] - r["first_order_error"], 0.0), high=r["first_order"] + r["first_order_error"],
            with_unit=False,
        )  # fmt: skip
        chart = charts.part(r["first_order"], r["first_order_error"], r["total"], scale, spoken)
        rows.append(Row([Markup("{} <small>{}</small>").format(told(own), span), chart, cell]))
    now = show(float(row["value"]), unit, row.get("low"), row.get("high"))
    title = tr(str(row["name"])) + (f" ({who})" if who and "count" not in str(row["name"]) else "")
    heads = [
        Head(tr("Assumption and its range"), "name"), Head(tr("0 to 1"), "chart"), Head(tr("Part of the spread")),
    ]  # fmt: skip
    return Grid(
        f"rests-{row['id']}{'-' + who if who else ''}",
        title,
        heads,
        rows,
        part,
        more=left_out(part, len(rows)),
        extra={"now": str(now)},
    )
