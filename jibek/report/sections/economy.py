"""Sections on trade and welfare, targets, and what the numbers rest on."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from jibek.ground.language import mark, tr, trn
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections import history
from jibek.report.sections.answer import Headline
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import foreign, reporter, within, words
from jibek.report.wording.numbers import group, known, published, show, unit_words, written

REPORTERS = ("CHN", "KAZ")

TOP_COUNTRIES = 14


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

NOTHING = 5e-7  # percent; below it a change is the solver's rounding


def trade(report: ReportInput, figures: Figures) -> Section:
    """Trade between the two by reporter and direction; welfare of the countries that change most."""
    ask = tr("How much do the two trade, and who says so?")
    made = (_between(report, figures), history.grid(report, figures), _welfare(report, figures))
    grids = [g for g in made if g is not None]
    if not grids:
        return Section("trade", ask, missing=tr("This run holds no trade."))
    lead = tr(
        "China and Kazakhstan count the same trade differently, so each result stands once by each count."
    )
    if not report.base:
        lead = tr("{said} This run is its own base: trade is as published.", said=lead)
    drawn = history.chart(report) if report.base else _flows_chart(report)
    return Section(
        "trade", _trade_words(report), lead, grids, ask=ask, chart=drawn, source=history.who_says(report)
    )


def _trade_words(report: ReportInput) -> str:
    """``In 2023 China counts 41.0 bn USD/yr of trade, Kazakhstan 31.5``."""
    head = Headline(report)
    said = {who: head.value("kaz_chn_trade_usd", who) for who in REPORTERS}
    if None in said.values():
        return tr("Trade of China and Kazakhstan in {year}", year=report.year)
    chn, kaz = (group(float(v) / 1e9, 1) for v in said.values() if v is not None)
    told = (
        mark("Trade of the two comes to {chn} billion dollars by China’s count, {kaz} by Kazakhstan’s")
        if report.base
        else mark(
            "In {year} China counts {chn} billion dollars of trade with Kazakhstan, Kazakhstan {kaz} billion"
        )
    )
    return tr(told, year=report.year, chn=chn, kaz=kaz)


def _flows_chart(report: ReportInput) -> Any:
    flows = report.table("trade.flows")
    if flows.empty:
        return ""
    mine = flows[flows["exporter"].isin(REPORTERS) & flows["importer"].isin(REPORTERS)]
    mine = mine[mine["reporter"].isin(REPORTERS) & (mine["exporter"] != mine["importer"])].sort_values(
        ["exporter", "reporter"], kind="stable"
    )
    marks = [
        graphs.Mark(
            tr("{exporter} to {importer}, {who}", exporter=report.country(r["exporter"]),
               importer=report.country(r["importer"]), who=reporter(r["reporter"])),
            r["value_usd"] / 1e9, str(show(r["value_usd"], "USD/year")),
        )
        for r in plain_rows(mine)
    ]  # fmt: skip
    scale = charts.axis(*(m.value for m in marks))
    return (
        graphs.rows(tr("Goods by direction and by who counts them, billion USD a year"), marks, scale)
        if marks
        else ""
    )


def _between(report: ReportInput, figures: Figures) -> Grid | None:
    flows = report.table("trade.flows")
    if flows.empty:
        return None
    pair = flows["exporter"].isin(REPORTERS) & flows["importer"].isin(REPORTERS)
    between = flows[pair & (flows["exporter"] != flows["importer"])].sort_values(
        ["reporter", "exporter"], kind="stable"
    )
    if between.empty:
        return None
    scale = charts.axis(*(between["value_usd"] / 1e9))
    rows = []
    for r in between.to_dict("records"):
        key = f"{r['exporter']}|{r['importer']}|{r['reporter']}"
        name = f"{report.country(r['exporter'])} → {report.country(r['importer'])}"
        label = f"{name}, {reporter(r['reporter'])}"
        value, base = float(r["value_usd"]), r.get("base_value_usd")
        change = 100 * (value / base - 1) if known(base) and base else None
        rows.append(
            Row(
                [
                    name,
                    reporter(r["reporter"]),
                    figures.cell(value, "USD/year", "trade.flows", key, "value_usd", label, strong=True),
                    charts.bar(value / 1e9, scale, str(show(value, "USD/year"))),
                    figures.cell(
                        base,
                        "USD/year",
                        "trade.flows",
                        key,
                        "base_value_usd",
                        tr("{label}, base", label=label),
                    ),
                    _change(change, key, label, figures),
                ]
            )
        )
    heads = [
        Head(tr("Flow"), "name"), Head(tr("Counted by"), "who"), Head(tr("This run")),
        Head(tr("bn USD a year"), "chart", charts.ticks(scale)), Head(tr("Base")), Head(tr("Change")),
    ]  # fmt: skip
    return Grid("trade-between", tr("Trade of goods between the two countries"), heads, rows, between)


def _change(change: float | None, key: str, label: str, figures: Figures) -> Any:
    if change is None:
        return "–"
    if abs(change) < NOTHING:
        return tr("none")
    parents = (cell_node("trade.flows", key, "value_usd"), cell_node("trade.flows", key, "base_value_usd"))
    return figures.cell(
        change, "%", "trade.flows", key, "change_percent", tr("{label}, change", label=label),
        digits=2, signed=True, formula=tr("100 (this run / base - 1)"), parents=parents,
    )  # fmt: skip


def _welfare(report: ReportInput, figures: Figures) -> Grid | None:
    frame = report.table("trade.countries")
    if frame.empty:
        return None
    wide = frame.pivot_table(index="country", columns="reporter", values="welfare_percent", aggfunc="first")
    income = frame.groupby("country")["income_usd"].max()
    size = wide.abs().max(axis=1)
    moved = bool((size > NOTHING).any())
    if not moved:
        return None
    order = (size if moved else income).sort_values(ascending=False, kind="stable").index
    first = [c for c in REPORTERS[::-1] if c in order]
    shown = [*first, *(c for c in order if c not in first)][:TOP_COUNTRIES]
    columns = [c for c in REPORTERS if c in wide.columns]
    scale = charts.axis(*(wide.loc[shown, columns].to_numpy().ravel() if moved else [1.0]))
    rows = []
    for country in shown:
        name = report.country(str(country))
        cells: list[Any] = [name]
        values = {c: wide.loc[country, c] for c in columns}
        for c in columns:
            value = values[c]
            cells.append(
                figures.cell(
                    0.0 if known(value) and abs(value) < NOTHING else value, "%", "trade.countries", f"{country}|{c}",
                    "welfare_percent", tr("{name}, change of real spending, {who}", name=name, who=reporter(c)),
                    digits=2, signed=True, with_unit=False,
                )
            )  # fmt: skip
        if moved:
            lead = values[columns[0]]
            cells.append(
                charts.bar(lead, scale, written(f"{lead:.3g} %"), "loss" if lead < 0 else "gain")
                if known(lead)
                else ""
            )
        key = f"{country}|{columns[0]}"
        cells.append(
            figures.cell(
                income[country],
                "USD/year",
                "trade.countries",
                key,
                "income_usd",
                tr("{name}, income", name=name),
            )
        )
        rows.append(Row(cells))
    heads = [Head(tr("Country"), "name"), *(Head(f"{reporter(c)}, %") for c in columns)]
    if moved:
        heads.append(
            Head(tr("% of real spending, {who}", who=reporter(columns[0])), "chart", charts.ticks(scale))
        )
    heads.append(Head(tr("Income")))
    return Grid(
        "welfare", tr("Change of real spending against the base"), heads, rows, frame,
        more=left_out(wide, len(shown)),
        note=tr("The two first, then the largest changes.")
        if moved
        else tr("The two first, then the largest economies."),
    )  # fmt: skip


def targets(report: ReportInput, figures: Figures) -> Section:
    """How far each target is, by each reporter: counted and in this run."""
    frame, ask = report.table("appraisal.targets"), tr("Which targets are met?")
    if frame.empty:
        return Section("targets", ask, missing=tr("This run holds no targets."))
    rows = []
    for r in plain_rows(frame):
        who = r.get("reporter") if isinstance(r.get("reporter"), str) else ""
        key, label = f"{r['target_id']}|{who}", target_words(r) + (f", {reporter(who)}" if who else "")
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
            chart = charts.bullet(goal, actual, scenario, scale, ", ".join(said))
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
    bodies = "; ".join(dict.fromkeys(map(str, told["source"].dropna()))) if "source" in told else ""
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
            said += escape(tr("; announced: {source}")).format(source=foreign(str(mine.iloc[0])))
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
        who = f", {reporter(r['reporter'])}" if isinstance(r.get("reporter"), str) else ""
        goal = published(float(r["target_value"]), str(r["unit"]))
        told = str(goal)
        if known(r.get("due_year")):
            told = tr("{goal} by {year}", goal=goal, year=int(r["due_year"]))
        marks.append(graphs.Mark(f"{_short_target(r)}, {told}{who}", share, f"{group(share, 0)} %"))
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
    label = top.get("label")
    told = label if isinstance(label, str) else words(str(top["assumption_id"]))
    of = tr(str(row["short"])) if row else foreign(words(str(top["headline"])))
    message = escape(tr("The most telling assumption is “{assumption}”: {part}% of the spread of {number}"))
    part = group(100 * float(top["first_order"]), 0)
    return message.format(assumption=foreign(told.lower()), part=part, number=of)


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
        name = r["label"] if isinstance(r.get("label"), str) else words(str(r["assumption_id"]))
        known_range = ranges.get(str(r["assumption_id"]))
        span = ""
        if known_range is not None:
            low, high = (published(float(known_range[c])).text for c in ("low", "high"))
            span = f"{tr('{low} to {high}', low=low, high=high)} {unit_words(known_range['unit'])}".rstrip()
        told = tr(
            "{name}: {part}% of the variance, standard error {error}%",
            name=name,
            part=group(100 * float(r["first_order"]), 0),
            error=group(100 * float(r["first_order_error"]), 0),
        )
        key = f"{r['headline']}|{who or ''}|{r['assumption_id']}"
        cell = figures.cell(
            r["first_order"], "share", "rests_on", key, "first_order", tr("{number}, part of {name}", number=tr(str(row["name"])), name=name),
            low=max(r["first_order"] - r["first_order_error"], 0.0), high=r["first_order"] + r["first_order_error"],
            with_unit=False,
        )  # fmt: skip
        chart = charts.part(r["first_order"], r["first_order_error"], r["total"], scale, told)
        rows.append(Row([Markup("{} <small>{}</small>").format(foreign(name), span), chart, cell]))
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
