"""Section on who earns what freight pays, and on transit revenue beside published figures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jibek.ground.language import mark, tr
from jibek.ground.locale import detailed
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import foreign
from jibek.report.wording.numbers import show

FIRST = ("KAZ", "CHN", "RUS")

TOP_CARRIERS = 16

ASK = mark("Who earns what freight pays?")

_MODES = {
    "rail": mark("railway"),
    "road": mark("trucks"),
    "sea": mark("ships"),
    "ferry": mark("ferries"),
    "terminal": mark("ports and terminals"),
}


def carriers(report: ReportInput, figures: Figures) -> Section:
    """What carriers are paid, what that costs and what is income of their country; transit of Kazakhstan."""
    frame = report.table("trade.carriers")
    if frame.empty:
        return Section("carriers", tr(ASK), missing=tr("This run keeps no accounts of carriers."))
    lead = tr(
        "A tariff is income of the country whose railway, port, ferry or post collects it, less what carriage costs. "
        "The cost is an assumed share of the tariff, so that a dearer tariff is a transfer and a longer way a loss. A "
        "subsidy of China stands apart: the price is what shippers pay, carriers get the subsidy beside it."
    )
    grids = [_accounts(report, frame, figures)]
    published = _transit(report, figures)
    if published is not None:
        grids.append(published)
    title, drawn = _earns(report, frame)
    return Section("carriers", title, lead, grids, ask=tr(ASK), chart=drawn)


def _earns(report: ReportInput, frame: pd.DataFrame) -> tuple[str, Any]:
    """Whose carriers are paid most of Kazakhstan’s as title; the largest incomes as chart."""
    top = frame.sort_values("income_usd", ascending=False, kind="stable").head(8)
    marks = [
        graphs.Mark(
            f"{report.country(r['country'])}: {tr(_MODES[r['mode']])}", r["income_usd"] / 1e9,
            str(show(r["income_usd"], "USD/year")),
        )
        for r in plain_rows(top)
    ]  # fmt: skip
    scale = charts.axis(*(m.value for m in marks))
    drawn = graphs.rows(tr("Income after the cost of carriage, billion USD a year"), marks, scale)
    mine = frame[(frame["country"] == "KAZ") & (frame["mode"] == "rail")]
    if mine.empty:
        return tr("Who earns what freight pays"), drawn
    paid, transit = (
        show(float(mine[c].iloc[0]), "USD/year", digits=2).spoken for c in ("paid_usd", "transit_paid_usd")
    )
    title = tr(
        "Kazakhstan’s railway is paid {paid} a year for this freight, of it {transit} for transit",
        paid=paid,
        transit=transit,
    )
    return title, drawn


def _accounts(report: ReportInput, frame: pd.DataFrame, figures: Figures) -> Grid:
    order = frame.assign(_first=[FIRST.index(c) if c in FIRST else len(FIRST) for c in frame["country"]])
    order = order.sort_values(["_first", "paid_usd"], ascending=[True, False], kind="stable")
    shown = order.head(TOP_CARRIERS).drop(columns="_first")
    rows = []
    for r in shown.to_dict("records"):
        key = f"{r['country']}|{r['mode']}"
        name = f"{report.country(r['country'])}: {tr(_MODES[r['mode']])}"
        cells: list[Any] = [name]
        for column, what in (
            ("paid_usd", tr("paid")), ("subsidy_usd", tr("subsidy")), ("resources_usd", tr("cost")),
            ("income_usd", tr("income")), ("base_income_usd", tr("income in the base")),
            ("transit_paid_usd", tr("paid for transit")),
        ):  # fmt: skip
            cells.append(
                figures.cell(
                    r[column], "USD/year", "trade.carriers", key, column, detailed((name, what)),
                    strong=column == "income_usd",
                )
            )  # fmt: skip
        rows.append(Row(cells))
    heads = [
        Head(tr("Who collects"), "name"), Head(tr("Paid by shippers")), Head(tr("Subsidy")),
        Head(tr("Cost of carriage")), Head(tr("Income")), Head(tr("Income, base")), Head(tr("Paid for transit")),
    ]  # fmt: skip
    return Grid(
        "carriers", tr("What carriers are paid, and what is income"), heads, rows, frame,
        more=left_out(frame, len(shown)),
        note=tr(
            "Kazakhstan, China and Russia first. Freight of the network alone: no traffic within a country, no pipes."
        ),
    )  # fmt: skip


def _transit(report: ReportInput, figures: Figures) -> Grid | None:
    frame = report.table("transit_revenue")
    if frame.empty:
        return None
    scale = charts.axis(*(frame["published_usd"] / 1e9), *(frame["modelled_usd"] / 1e9))
    rows = []
    for r in frame.to_dict("records"):
        key, year = str(r["fact_id"]), int(r["year"])
        values = [
            figures.cell(r[c], "USD/year", "transit_revenue", key, c, tr(what, year=year))
            for c, what in (
                ("published_usd", mark("Transit revenue of Kazakhstan, {year}, published")),
                ("modelled_usd", mark("Transit revenue of Kazakhstan, {year}, this run")),
                ("modelled_rail_usd", mark("Transit revenue of Kazakhstan, {year}, this run, by rail")),
            )
        ]  # fmt: skip
        told = tr(
            "published {published}, this run {modelled}",
            published=show(r["published_usd"], "USD/year"),
            modelled=show(r["modelled_usd"], "USD/year"),
        )
        chart = charts.bullet(r["published_usd"] / 1e9, None, r["modelled_usd"] / 1e9, scale, told)
        rows.append(Row([str(year), *values, chart, foreign(str(r["source"]))]))
    heads = [
        Head(tr("Year"), "name"), Head(tr("Published")), Head(tr("This run")), Head(tr("By rail")),
        Head(tr("Line: published, dot: this run"), "chart"), Head(tr("Source"), "who"),
    ]  # fmt: skip
    return Grid(
        "transit-revenue", tr("Transit revenue of Kazakhstan beside published figures"), heads, rows, frame,
        note=tr("Published for all modes, pipelines and flights among them; brought to the money of this run's year."),
    )  # fmt: skip
