"""Sections on trade and welfare, targets, and what the numbers rest on."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections import history
from jibek.report.sections.answer import Headline
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import reporter, words
from jibek.report.wording.numbers import known, published, show, unit_words

REPORTERS = ("CHN", "KAZ")

TOP_COUNTRIES = 14


NOTHING = 5e-7  # percent; below it a change is the solver's rounding


def trade(report: ReportInput, figures: Figures) -> Section:
    """Trade between the two by reporter and direction; welfare of the countries that change most."""
    ask = "How much do the two trade, and who says so?"
    made = (_between(report, figures), history.grid(report, figures), _welfare(report, figures))
    grids = [g for g in made if g is not None]
    if not grids:
        return Section("trade", ask, missing="This run holds no trade.")
    lead = (
        "China and Kazakhstan count the same trade differently, so each result stands once by each count."
        + ("" if report.base else " This run is its own base: trade is as published.")
    )
    drawn = history.chart(report) if report.base else _flows_chart(report)
    return Section(
        "trade", _trade_words(report), lead, grids, ask=ask, chart=drawn, source=history.who_says(report)
    )


def _trade_words(report: ReportInput) -> str:
    """``In 2023 China counts 41.0 bn USD/yr of trade, Kazakhstan 31.5``."""
    head = Headline(report)
    said = {who: head.value("kaz_chn_trade_usd", who) for who in REPORTERS}
    if None in said.values():
        return f"Trade of China and Kazakhstan in {report.year}"
    chn, kaz = (f"{float(v) / 1e9:.1f}" for v in said.values() if v is not None)
    if report.base:
        return f"Trade of the two comes to {chn} billion dollars by China’s count, {kaz} by Kazakhstan’s"
    return f"In {report.year} China counts {chn} billion dollars of trade with Kazakhstan, Kazakhstan {kaz} billion"


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
            f"{_country(report, r['exporter'])} to {_country(report, r['importer'])}, {reporter(r['reporter'])}",
            r["value_usd"] / 1e9, str(show(r["value_usd"], "USD/year")),
        )
        for r in plain_rows(mine)
    ]  # fmt: skip
    scale = charts.axis(*(m.value for m in marks))
    return (
        graphs.rows("Goods by direction and by who counts them, billion USD a year", marks, scale)
        if marks
        else ""
    )


def _country(report: ReportInput, code: str) -> str:
    return report.country(code)


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
        name = f"{_country(report, r['exporter'])} → {_country(report, r['importer'])}"
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
                    figures.cell(base, "USD/year", "trade.flows", key, "base_value_usd", f"{label}, base"),
                    _change(change, key, label, figures),
                ]
            )
        )
    heads = [
        Head("Flow", "name"), Head("Counted by", "who"), Head("This run"),
        Head("bn USD a year", "chart", charts.ticks(scale)), Head("Base"), Head("Change"),
    ]  # fmt: skip
    return Grid("trade-between", "Trade of goods between the two countries", heads, rows, between)


def _change(change: float | None, key: str, label: str, figures: Figures) -> Any:
    if change is None:
        return "–"
    if abs(change) < NOTHING:
        return "none"
    parents = (cell_node("trade.flows", key, "value_usd"), cell_node("trade.flows", key, "base_value_usd"))
    return figures.cell(
        change, "%", "trade.flows", key, "change_percent", f"{label}, change", digits=2, signed=True,
        formula="100 (this run / base - 1)", parents=parents,
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
        name = _country(report, str(country))
        cells: list[Any] = [name]
        values = {c: wide.loc[country, c] for c in columns}
        for c in columns:
            value = values[c]
            cells.append(
                figures.cell(
                    0.0 if known(value) and abs(value) < NOTHING else value, "%", "trade.countries", f"{country}|{c}",
                    "welfare_percent", f"{name}, change of real spending, {reporter(c)}", digits=2, signed=True,
                    with_unit=False,
                )
            )  # fmt: skip
        if moved:
            lead = values[columns[0]]
            cells.append(
                charts.bar(lead, scale, f"{lead:.3g} %", "loss" if lead < 0 else "gain")
                if known(lead)
                else ""
            )
        key = f"{country}|{columns[0]}"
        cells.append(
            figures.cell(income[country], "USD/year", "trade.countries", key, "income_usd", f"{name}, income")
        )
        rows.append(Row(cells))
    heads = [Head("Country", "name"), *(Head(f"{reporter(c)}, %") for c in columns)]
    if moved:
        heads.append(Head(f"% of real spending, {reporter(columns[0])}", "chart", charts.ticks(scale)))
    heads.append(Head("Income"))
    return Grid(
        "welfare", "Change of real spending against the base", heads, rows, frame,
        more=left_out(wide, len(shown)),
        note="The two first, then the largest changes." if moved else "The two first, then the largest economies.",
    )  # fmt: skip


def targets(report: ReportInput, figures: Figures) -> Section:
    """How far each target is, by each reporter: counted and in this run."""
    frame = report.table("appraisal.targets")
    if frame.empty:
        return Section("targets", "Which targets are met?", missing="This run holds no targets.")
    rows = []
    for r in plain_rows(frame):
        who = r.get("reporter") if isinstance(r.get("reporter"), str) else ""
        key, label = f"{r['target_id']}|{who}", target_words(r) + (f", {reporter(who)}" if who else "")
        unit = str(r.get("unit") or "")
        goal, actual, scenario = (
            _number(r.get(c)) for c in ("target_value", "actual_value", "scenario_value")
        )
        due = f"by\u00a0{int(r['due_year'])}" if known(r.get("due_year")) else "no date"
        chart: Any = ""
        if goal is not None:
            scale = charts.axis(*(v for v in (goal, actual, scenario) if v is not None))
            said = [
                f"{word} {show(v, unit)}"
                for word, v in zip(("target", "counted", "this run"), (goal, actual, scenario), strict=True)
            ]
            chart = charts.bullet(goal, actual, scenario, scale, ", ".join(said))
        rows.append(
            Row(
                [
                    Markup("{} <small>{}</small>").format(target_words(r), f"{due}{_said_by(report, r)}"),
                    reporter(who),
                    figures.cell(goal, unit, "appraisal.targets", key, "target_value", f"{label}, target"),
                    figures.cell(actual, unit, "appraisal.targets", key, "actual_value", f"{label}, counted"),
                    figures.cell(
                        scenario, unit, "appraisal.targets", key, "scenario_value", f"{label}, in this run"
                    ),
                    chart,
                    _status(r),
                ],
                kind="gap" if r.get("status") == "gap" else "",
            )
        )
    open_ = int((frame["status"] == "gap").sum())
    lead = "Whether a target is met depends on whose figures count. What the run gives may count another stretch than "
    lead += "the target did: each says which."
    if open_:
        lead += f" {open_} row{'s have' if open_ > 1 else ' has'} no counted figure: a gap, not zero."
    heads = [
        Head("Target", "name"), Head("Counted by", "who"), Head("Target"), Head("Counted"), Head("This run"),
        Head("Bar: counted, dot: this run, line: target", "chart"), Head("Status", "who"),
    ]  # fmt: skip
    grid = Grid("targets", "Distance to the stated targets", heads, rows, frame)
    title, drawn = _met(frame)
    told = report.table("record.targets")
    bodies = "; ".join(dict.fromkeys(map(str, told["source"].dropna()))) if "source" in told else ""
    return Section("targets", title, lead, [grid], ask="Which targets are met?", chart=drawn, source=bodies)


def target_words(row: dict[str, Any]) -> str:
    """A target in words: ``Trade of Kazakhstan and China``, a doubling with its year."""
    name = str(row["target"]).replace("KAZ-CHN trade", "Trade of Kazakhstan and China")
    name = name.replace(
        "China transit by road/rail through KAZ", "Transit of China by road and rail through Kazakhstan"
    )
    if "-double-" in str(row["target_id"]):
        name += f", twice that of {str(row['target_id']).partition('-double-')[2][:4]}"
    return name


def _said_by(report: ReportInput, row: dict[str, Any]) -> str:
    """Who announced a target, as published; what the run's figure counts."""
    told = report.table("record.targets")
    said = ""
    if {"target_id", "source"} <= set(told.columns):
        mine = told[told["target_id"] == row["target_id"]]["source"].dropna()
        said = f"; announced: {mine.iloc[0]}" if len(mine) else ""
    basis = row.get("scenario_basis")
    return (
        f"{said}; the run’s figure: {basis[:1].lower()}{basis[1:].rstrip('.')}"
        if isinstance(basis, str)
        else said
    )


def _met(frame: pd.DataFrame) -> tuple[str, Any]:
    """How many targets are met by what was counted, as title; each as a part of its target, as chart."""
    named = frame.drop_duplicates(["target_id"])
    met = frame[frame["status"] == "met"]["target_id"].nunique()
    missed = frame[frame["status"] == "not met"]["target_id"].unique()
    split = frame[(frame["status"] == "met") & frame["target_id"].isin(missed)]["target_id"].nunique()
    whole = met - split
    said = [f"{whole or 'none'} {'is' if whole <= 1 else 'are'} met by every count"]
    if split:
        said.insert(0, f"{split} {'is' if split == 1 else 'are'} met by one count and missed by another")
    title = f"Of {len(named)} targets {', '.join(said)}"
    rows = [r for r in plain_rows(frame) if known(r.get("actual_value")) and known(r.get("target_value"))]
    marks = []
    for r in rows:
        share = 100 * float(r["actual_value"]) / float(r["target_value"])
        who = f", {reporter(r['reporter'])}" if isinstance(r.get("reporter"), str) else ""
        goal = published(float(r["target_value"]), str(r["unit"]))
        due = f" by {int(r['due_year'])}" if known(r.get("due_year")) else ""
        short = target_words(r).replace("Trade of Kazakhstan and China", "Trade").replace(" trade", "")
        marks.append(graphs.Mark(f"{short}, {goal}{due}{who}", share, f"{share:.0f} %"))
    if not marks:
        return title, ""
    scale = charts.axis(*(m.value for m in marks), 100.0)
    return title, graphs.rows("What was counted, in percent of the target", marks, scale, unit="%")


def _number(value: Any) -> float | None:
    return float(value) if known(value) else None


def _status(row: dict[str, Any]) -> Markup:
    status, gap = str(row.get("status") or ""), row.get("gap_value")
    unit = str(row.get("unit") or "")
    if status == "gap":
        return Markup('<span class="tag">no figure</span>')
    kind = "ok" if status == "met" else "no"
    after = ""
    if known(gap):
        size = show(abs(float(gap)), unit)  # type: ignore[arg-type]
        after = f"{size} {'beyond' if float(gap) <= 0 else 'short'}"  # type: ignore[arg-type]
    return Markup('<span class="tag {}">{}</span> <small class="nw">{}</small>').format(kind, status, after)


def rests_on(report: ReportInput, figures: Figures) -> Section:
    """For each headline number, the assumptions that bring most of its variance over worlds."""
    frame = report.rests_on
    if frame.empty:
        return Section("rests", "What this rests on", missing="No worlds were drawn in this run.")
    head = Headline(report)
    assumptions = report.table("record.assumptions")
    ranges = {str(r["assumption_id"]): r for r in assumptions.to_dict("records")} if len(assumptions) else {}
    keyed = frame.assign(_who=frame["reporter"].fillna(""))
    grids = []
    for (ident, who), part in keyed.groupby(["headline", "_who"], sort=False):
        row = head.get(str(ident), str(who))
        if row is not None:
            grids.append(_shares(row, part.drop(columns="_who"), ranges, figures))
    lead = (
        "All assumptions are drawn at once, many times over; a bar is the part of a number’s spread (its variance) "
        "that one of them brings by itself, the line its standard error, the ring what it brings together with others. "
        "What the parts leave is interaction, small effects and chance."
    )
    shown = [g for g in grids if g is not None]
    ask = "What do the numbers rest on?"
    if not shown:
        return Section("rests", ask, missing="No assumption stands out.")
    return Section("rests", _largest(frame, head, ranges), lead, shown, kind="fold", ask=ask)


def _largest(frame: pd.DataFrame, head: Headline, names: dict[str, Any]) -> str:
    """The assumption that makes most of a number’s spread, and of which."""
    top = plain_rows(frame.sort_values("first_order", ascending=False, kind="stable").head(1))[0]
    row = head.get(str(top["headline"]), top["reporter"] if isinstance(top["reporter"], str) else "")
    label = top.get("label")
    told = label if isinstance(label, str) else words(str(top["assumption_id"]))
    of = str(row["short"]) if row else words(str(top["headline"]))
    return f"The most telling assumption is “{told.lower()}”: {top['first_order']:.0%} of the spread of {of}"


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
            span = f"{low} to {high} {unit_words(known_range['unit'])}".rstrip()
        told = f"{name}: {r['first_order']:.0%} of the variance, standard error {r['first_order_error']:.0%}"
        key = f"{r['headline']}|{who or ''}|{r['assumption_id']}"
        cell = figures.cell(
            r["first_order"], "share", "rests_on", key, "first_order", f"{row['name']}, part of {name}",
            low=max(r["first_order"] - r["first_order_error"], 0.0), high=r["first_order"] + r["first_order_error"],
            with_unit=False,
        )  # fmt: skip
        chart = charts.part(r["first_order"], r["first_order_error"], r["total"], scale, told)
        rows.append(Row([Markup("{} <small>{}</small>").format(name, span), chart, cell]))
    now = show(float(row["value"]), unit, row.get("low"), row.get("high"))
    title = str(row["name"]) + (f" ({who})" if who and "count" not in str(row["name"]) else "")
    heads = [Head("Assumption and its range", "name"), Head("0 to 1", "chart"), Head("Part of the spread")]
    return Grid(
        f"rests-{row['id']}{'-' + who if who else ''}",
        title,
        heads,
        rows,
        part,
        more=left_out(part, len(rows)),
        extra={"now": str(now)},
    )
