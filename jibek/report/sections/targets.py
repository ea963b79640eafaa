"""Section on stated targets: which are met, by whose count, and what the run gives."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from jibek.ground.language import mark, tr, trn
from jibek.ground.locale import commas, detailed
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, plain_rows
from jibek.report.wording.names import cited, foreign, reporter, within
from jibek.report.wording.numbers import group, known, published, show

# What a target is of, as the record writes it and as people say it; and in few words.
_TARGETS = {
    "KAZ-CHN trade": mark("Trade of Kazakhstan and China"),
    "China-Central Asia trade": mark("China-Central Asia trade"),
    "China transit by road/rail through KAZ": mark("Transit of China by road and rail through Kazakhstan"),
    "Middle Corridor volume": mark("Middle Corridor volume"),
    "Middle Corridor time": mark("Middle Corridor time"),
}
_SHORT_TARGETS = {
    **_TARGETS,
    "KAZ-CHN trade": mark("Trade"),
    "China-Central Asia trade": mark("China-Central Asia"),
}

# What a bar, a dot and a line of a target stand for.
_BULLET = (mark("target {figure}"), mark("counted {figure}"), mark("this run {figure}"))


def targets(report: ReportInput, figures: Figures) -> Section:
    """How far each target is, by each reporter: counted and in this run."""
    frame, ask = report.table("appraisal.targets"), tr("Which targets are met?")
    if frame.empty:
        return Section("targets", ask, missing=tr("This run holds no targets."))
    rows = []
    for r in plain_rows(frame):
        who = r.get("reporter") if isinstance(r.get("reporter"), str) else ""
        key, label = f"{r['target_id']}|{who}", detailed(p for p in (target_words(r), reporter(who)) if p)
        unit = str(r.get("unit") or "")
        goal, actual, scenario = (
            _number(r.get(c)) for c in ("target_value", "actual_value", "scenario_value")
        )
        due = tr("by\u00a0{year}", year=int(r["due_year"])) if known(r.get("due_year")) else tr("no date")
        chart: Any = ""
        if goal is not None:
            scale = charts.axis(*(v for v in (goal, actual, scenario) if v is not None))
            said = [
                tr(words, figure=show(v, unit))
                for words, v in zip(_BULLET, (goal, actual, scenario), strict=True)
            ]
            chart = charts.bullet(goal, actual, scenario, scale, commas(said))
        rows.append(
            Row(
                [
                    Markup("{} <small>{}</small>").format(target_words(r), due + _said_by(report, r)),
                    reporter(who),
                    figures.cell(
                        goal,
                        unit,
                        "appraisal.targets",
                        key,
                        "target_value",
                        tr("{label}, target", label=label),
                    ),
                    figures.cell(
                        actual,
                        unit,
                        "appraisal.targets",
                        key,
                        "actual_value",
                        tr("{label}, counted", label=label),
                    ),
                    figures.cell(
                        scenario,
                        unit,
                        "appraisal.targets",
                        key,
                        "scenario_value",
                        tr("{label}, in this run", label=label),
                    ),
                    chart,
                    _status(r),
                ],
                kind="gap" if r.get("status") == "gap" else "",
            )
        )
    open_ = int((frame["status"] == "gap").sum())
    lead = tr(
        "Whether a target is met depends on whose figures count. What the run gives may count another stretch than the "
        "target did: each says which."
    )
    if open_:
        lead = trn(
            "{said} {n} row has no counted figure: a gap, not zero.",
            "{said} {n} rows have no counted figure: a gap, not zero.",
            open_,
            said=lead,
        )
    heads = [
        Head(tr("Target"), "name"), Head(tr("Counted by"), "who"), Head(tr("Target")), Head(tr("Counted")),
        Head(tr("This run")),
        Head(tr("Bar: counted, dot: this run, line: target"), "chart"), Head(tr("Status"), "who"),
    ]  # fmt: skip
    grid = Grid("targets", tr("Distance to the stated targets"), heads, rows, frame)
    title, drawn = _met(frame)
    told = report.table("record.targets")
    named = told["source"].dropna().tolist() if "source" in told else []
    bodies = "; ".join(dict.fromkeys(cited(str(s)) for s in named))
    return Section("targets", title, lead, [grid], ask=ask, chart=drawn, source=foreign(bodies))


def target_words(row: dict[str, Any]) -> str:
    """A target in words: ``Trade of Kazakhstan and China``, a doubling with its year."""
    name = tr(_TARGETS.get(str(row["target"]), str(row["target"])))
    if "-double-" in str(row["target_id"]):
        year = str(row["target_id"]).partition("-double-")[2][:4]
        return tr("{target}, twice that of {year}", target=name, year=year)
    return name


def _short_target(row: dict[str, Any]) -> str:
    """A target in few words, for a chart."""
    name = tr(_SHORT_TARGETS.get(str(row["target"]), str(row["target"])))
    if "-double-" in str(row["target_id"]):
        year = str(row["target_id"]).partition("-double-")[2][:4]
        return tr("{target}, twice that of {year}", target=name, year=year)
    return name


def _said_by(report: ReportInput, row: dict[str, Any]) -> Markup:
    """Who announced a target, as published; what the run's figure counts."""
    told = report.table("record.targets")
    said = Markup("")
    if {"target_id", "source"} <= set(told.columns):
        mine = told[told["target_id"] == row["target_id"]]["source"].dropna()
        if len(mine):
            said += escape(tr("; announced: {source}")).format(source=foreign(cited(str(mine.iloc[0]))))
    basis = row.get("scenario_basis")
    if isinstance(basis, str):
        said += tr("; the run’s figure: {basis}", basis=within(tr(basis).rstrip(".。")))
    return said


def _met(frame: pd.DataFrame) -> tuple[str, Any]:
    """How many targets are met by what was counted, as title; each as a part of its target, as chart."""
    named = frame.drop_duplicates(["target_id"])
    met = frame[frame["status"] == "met"]["target_id"].nunique()
    missed = frame[frame["status"] == "not met"]["target_id"].unique()
    split = frame[(frame["status"] == "met") & frame["target_id"].isin(missed)]["target_id"].nunique()
    whole = met - split
    every = (
        trn("{n} is met by every count", "{n} are met by every count", whole)
        if whole
        else tr("none is met by every count")
    )
    title = tr("Of {all} targets {every}", all=len(named), every=every)
    if split:
        one = trn(
            "{n} is met by one count and missed by another",
            "{n} are met by one count and missed by another",
            split,
        )
        title = tr("Of {all} targets {one}, {every}", all=len(named), one=one, every=every)
    rows = [r for r in plain_rows(frame) if known(r.get("actual_value")) and known(r.get("target_value"))]
    marks = []
    for r in rows:
        share = 100 * float(r["actual_value"]) / float(r["target_value"])
        who = reporter(r.get("reporter"))
        goal = published(float(r["target_value"]), str(r["unit"]))
        told = str(goal)
        if known(r.get("due_year")):
            told = tr("{goal} by {year}", goal=goal, year=int(r["due_year"]))
        marks.append(
            graphs.Mark(
                detailed(p for p in (_short_target(r), told, who) if p), share, f"{group(share, 0)} %"
            )
        )
    if not marks:
        return title, ""
    scale = charts.axis(*(m.value for m in marks), 100.0)
    return title, graphs.rows(tr("What was counted, in percent of the target"), marks, scale, unit="%")


def _number(value: Any) -> float | None:
    return float(value) if known(value) else None


def _status(row: dict[str, Any]) -> Markup:
    status, gap = str(row.get("status") or ""), row.get("gap_value")
    unit = str(row.get("unit") or "")
    if status == "gap":
        return Markup('<span class="tag">{}</span>').format(tr("no figure"))
    kind = "ok" if status == "met" else "no"
    after = ""
    if known(gap):
        size = show(abs(float(gap)), unit)  # type: ignore[arg-type]
        beyond = float(gap) <= 0  # type: ignore[arg-type]
        after = tr("{size} beyond", size=size) if beyond else tr("{size} short", size=size)
    return Markup('<span class="tag {}">{}</span> <small class="nw">{}</small>').format(
        kind, tr("met") if status == "met" else tr("not met"), after
    )
