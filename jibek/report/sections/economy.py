"""Section on trade and welfare."""

from __future__ import annotations

from typing import Any

from jibek.ground.language import mark, tr
from jibek.ground.locale import detailed
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections import history
from jibek.report.sections.answer import Headline
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import reporter
from jibek.report.wording.numbers import group, known, show, written

REPORTERS = ("CHN", "KAZ")

TOP_COUNTRIES = 14


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
        label = detailed((name, reporter(r["reporter"])))
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
    heads = [Head(tr("Country"), "name"), *(Head(detailed((reporter(c), "%"))) for c in columns)]
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
