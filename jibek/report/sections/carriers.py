"""Section on who earns what freight pays, and on transit revenue beside published figures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.numbers import show

FIRST = ("KAZ", "CHN", "RUS")

TOP_CARRIERS = 16

ASK = "Who earns what freight pays?"

_MODES = {
    "rail": "Railway",
    "road": "Trucks",
    "sea": "Ships",
    "ferry": "Ferries",
    "terminal": "Ports and terminals",
}


def carriers(report: ReportInput, figures: Figures) -> Section:
    """What carriers are paid, what that costs and what is income of their country; transit of Kazakhstan."""
    frame = report.table("trade.carriers")
    if frame.empty:
        return Section("carriers", ASK, missing="This run keeps no accounts of carriers.")
    lead = (
        "A tariff is income of the country whose railway, port, ferry or post collects it, less what carriage costs. "
        "The cost is an assumed share of the tariff, so that a dearer tariff is a transfer and a longer way a loss. A "
        "subsidy of China stands apart: the price is what shippers pay, carriers get the subsidy beside it."
    )
    grids = [_accounts(report, frame, figures)]
    published = _transit(report, figures)
    if published is not None:
        grids.append(published)
    title, drawn = _earns(report, frame)
    return Section("carriers", title, lead, grids, ask=ASK, chart=drawn)


def _earns(report: ReportInput, frame: pd.DataFrame) -> tuple[str, Any]:
    """Whose carriers are paid most of Kazakhstan’s as title; the largest incomes as chart."""
    top = frame.sort_values("income_usd", ascending=False, kind="stable").head(8)
    marks = [
        graphs.Mark(
            f"{report.countries.get(r['country'], r['country'])}: {_MODES[r['mode']].lower()}", r["income_usd"] / 1e9,
            str(show(r["income_usd"], "USD/year")),
        )
        for r in plain_rows(top)
    ]  # fmt: skip
    scale = charts.axis(*(m.value for m in marks))
    drawn = graphs.rows("Income after the cost of carriage, billion USD a year", marks, scale)
    mine = frame[(frame["country"] == "KAZ") & (frame["mode"] == "rail")]
    if mine.empty:
        return "Who earns what freight pays", drawn
    paid, transit = (
        show(float(mine[c].iloc[0]), "USD/year", digits=2).spoken for c in ("paid_usd", "transit_paid_usd")
    )
    return f"Kazakhstan’s railway is paid {paid} a year for this freight, of it {transit} for transit", drawn


def _accounts(report: ReportInput, frame: pd.DataFrame, figures: Figures) -> Grid:
    order = frame.assign(_first=[FIRST.index(c) if c in FIRST else len(FIRST) for c in frame["country"]])
    order = order.sort_values(["_first", "paid_usd"], ascending=[True, False], kind="stable")
    shown = order.head(TOP_CARRIERS).drop(columns="_first")
    rows = []
    for r in shown.to_dict("records"):
        key = f"{r['country']}|{r['mode']}"
        name = f"{report.countries.get(r['country'], r['country'])}: {_MODES[r['mode']].lower()}"
        cells: list[Any] = [name]
        for column, what in (
            ("paid_usd", "paid"), ("subsidy_usd", "subsidy"), ("resources_usd", "cost"), ("income_usd", "income"),
            ("base_income_usd", "income in the base"), ("transit_paid_usd", "paid for transit"),
        ):  # fmt: skip
            cells.append(
                figures.cell(
                    r[column], "USD/year", "trade.carriers", key, column, f"{name}, {what}",
                    strong=column == "income_usd",
                )
            )  # fmt: skip
        rows.append(Row(cells))
    heads = [
        Head("Who collects", "name"), Head("Paid by shippers"), Head("Subsidy"), Head("Cost of carriage"),
        Head("Income"), Head("Income, base"), Head("Paid for transit"),
    ]  # fmt: skip
    return Grid(
        "carriers", "What carriers are paid, and what is income", heads, rows, frame, more=left_out(frame, len(shown)),
        note="Kazakhstan, China and Russia first. Freight of the network alone: no traffic within a country, no pipes.",
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
            figures.cell(r[c], "USD/year", "transit_revenue", key, c, f"Transit revenue of Kazakhstan, {year}, {what}")
            for c, what in (
                ("published_usd", "published"), ("modelled_usd", "this run"),
                ("modelled_rail_usd", "this run, by rail"),
            )
        ]  # fmt: skip
        told = f"published {show(r['published_usd'], 'USD/year')}, this run {show(r['modelled_usd'], 'USD/year')}"
        chart = charts.bullet(r["published_usd"] / 1e9, None, r["modelled_usd"] / 1e9, scale, told)
        rows.append(Row([str(year), *values, chart, str(r["source"])]))
    heads = [
        Head("Year", "name"), Head("Published"), Head("This run"), Head("By rail"),
        Head("Line: published, dot: this run", "chart"), Head("Source", "who"),
    ]  # fmt: skip
    return Grid(
        "transit-revenue", "Transit revenue of Kazakhstan beside published figures", heads, rows, frame,
        note="Published for all modes, pipelines and flights among them; brought to the money of this run's year.",
    )  # fmt: skip
