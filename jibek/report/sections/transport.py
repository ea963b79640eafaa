"""Sections on transport: bottlenecks, and days, price and emissions per route."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jibek.ground.language import mark, tr
from jibek.ground.locale import commas, detailed
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections.answer import facility_use, published_capacity
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, named, plain_rows
from jibek.report.wording.lands import lands
from jibek.report.wording.names import Names, corridor, corridor_within, kind_of_train, mode
from jibek.report.wording.numbers import Shown, group

MOST = 18


def bottlenecks(report: ReportInput, names: Names, figures: Figures) -> Section:
    """Use of capacity by gateway and direction, by section of line and by line of ships, the fullest first."""
    use = facility_use(report)
    if use.empty:
        return Section(
            "bottlenecks", tr("Where is it full?"), missing=tr("This run holds no loads of facilities.")
        )
    table = "flows.facilities" if len(report.table("flows.facilities")) else "flows.facility_loads"
    top = use.head(MOST)
    scale = charts.axis(*(100 * top["use"]), 100.0)
    rows = []
    for rank, r in enumerate(plain_rows(top), start=1):
        key, name = str(r["facility_id"]), names.facility(str(r["facility_id"]))
        percent, unit = 100 * float(r["use"]), str(r.get("unit") or "vehicles")
        level = "full" if percent >= 95 else "high" if percent >= 80 else ""
        delay = r.get("delay_hours", r.get("delay_hours_mean"))
        way = mode(r["mode"]) if isinstance(r.get("mode"), str) else ""
        rows.append(
            Row(
                [
                    named(f"{rank}. {name}", commas(x for x in (way, _capacity_word(r)) if x)),
                    figures.cell(
                        r["load_per_day"], f"{unit}/day", table, key, "load_per_day",
                        tr("{name}, load", name=name), with_unit=False,
                    ),
                    figures.cell(
                        r["capacity_per_day"], f"{unit}/day", _capacity_table(report, table), key, "capacity_per_day",
                        tr("{name}, capacity", name=name),
                    ),
                    charts.bar(percent, scale, tr("{percent} % of capacity", percent=group(percent, 0)), level),
                    use_figure(r, name, table, figures),
                    figures.cell(delay, "h", table, key, "delay_hours", tr("{name}, mean delay", name=name), digits=2),
                ]
            )
        )  # fmt: skip
    title, lead = _full_words(use, names)
    heads = [
        Head(tr("Gateway, section or line of ships"), "name"), Head(tr("Load a day")), Head(tr("Capacity a day")),
        Head(tr("Use of capacity, %"), "chart", charts.ticks(scale)), Head(tr("Use")), Head(tr("Queue delay")),
    ]  # fmt: skip
    grid = Grid("bottlenecks", tr("Use of capacity, ranked"), heads, rows, use, more=left_out(use, len(top)),
                note=tr("Laden and empty. Outbound is away from China. A section counts both directions."))  # fmt: skip
    marks = [
        graphs.Mark(
            names.facility(str(r["facility_id"])), 100 * float(r["use"]),
            _percent_words(r),
        )
        for r in plain_rows(top.head(8))
    ]  # fmt: skip
    drawn = graphs.rows(tr("Load in percent of capacity"), marks, scale, unit="%")
    grids = [grid, *_empty_trains(report, figures)]
    return Section("bottlenecks", title, lead, grids, ask=tr("Where is it full?"), chart=drawn)


def _percent_words(row: dict[str, Any]) -> str:
    """``95 %``, and whether the capacity is assumed."""
    percent = group(100 * float(row["use"]), 0)
    if published_capacity(row.get("basis")):
        return f"{percent} %"
    return tr("{percent} % (assumed)", percent=percent)


def _capacity_word(row: dict[str, Any]) -> str:
    """Whether somebody published the capacity; blank where the run does not say."""
    if not isinstance(row.get("basis"), str):
        return ""
    return tr("capacity published") if published_capacity(row["basis"]) else tr("capacity assumed")


def _full_words(use: pd.DataFrame, names: Names) -> tuple[str, str]:
    """The fullest place with a published capacity, as title; how many are full, how many by assumption, as lead."""
    told = use[use["basis"].map(published_capacity).astype(bool)] if "basis" in use else use.head(0)
    above = use[use["use"] >= 0.8]
    assumed = len(above) - len(above.index.intersection(told.index))
    lead = tr(
        "{above} of {all} gateways, sections and lines of ships are above 80\u202f%; the capacity of {assumed} of them "
        "is assumed, so that they may be emptier or fuller than shown.",
        above=len(above), all=len(use), assumed=assumed,
    )  # fmt: skip
    if told.empty:
        return tr("No place has a published capacity; what looks full does so by an assumed one"), lead
    first = told.iloc[0]
    percent = group(100 * float(first["use"]), 0)
    where = names.facility(str(first["facility_id"]))
    return tr(
        "{place} runs at {percent}\u202f% of its published capacity", place=where, percent=percent
    ), lead


def _empty_trains(report: ReportInput, figures: Figures) -> list[Grid]:
    """Trains that run without freight, by country and class, those that run farthest first."""
    frame = report.table("flows.empties")
    top = frame[frame["empty_train_km_per_year"] > 0] if len(frame) else frame
    if top.empty:
        return []
    top = top.sort_values("empty_train_km_per_year", ascending=False, kind="stable")
    shown = (
        ("laden_train_km_per_year", "train-km/yr"), ("empty_train_km_per_year", "train-km/yr"),
        ("empty_usd_per_year", "USD/yr"), ("empty_co2e_tonnes_per_year", "t/yr"),
    )  # fmt: skip
    rows = []
    for r in plain_rows(top.head(MOST // 2)):
        key, where = f"{r['country']}|{r['class']}", lands(str(r["country"]))
        train = kind_of_train(r["class"])
        rows.append(
            Row(
                [named(where, train)]
                + [
                    figures.cell(r[c], unit, "flows.empties", key, c, detailed((where, train)))
                    for c, unit in shown
                ]
            )
        )
    heads = [
        Head(tr("Country and kind of train"), "name"), Head(tr("Laden")), Head(tr("Empty")),
        Head(tr("Pay when empty")), Head(tr("Emit when empty, CO₂e")),
    ]  # fmt: skip
    note = tr(
        "What comes back without freight. Tariffs and emission factors hold these runs: a part, not an addition."
    )
    caption = tr("Trains that run empty")
    return [Grid("empties", caption, heads, rows, top, more=left_out(top, len(rows)), note=note)]


def use_figure(row: dict[str, Any], name: str, table: str, figures: Figures) -> Any:
    """Use of capacity in percent, worked out from load and capacity."""
    key = str(row["facility_id"])
    shown = Shown(group(100 * float(row["use"]), 0), "%")
    parents = (cell_node(table, key, "load_per_day"), cell_node(table, key, "capacity_per_day"))
    return figures.cell(
        row["use"], "1", table, key, "use", tr("{name}, use of capacity", name=name), shown=shown,
        formula=tr("load / capacity"), parents=parents,
    )  # fmt: skip


def _capacity_table(report: ReportInput, table: str) -> str:
    return "network.facilities" if "capacity_per_day" in report.table("network.facilities").columns else table


def routes(report: ReportInput, names: Names, figures: Figures) -> Section:
    """Days of one box between two places, as P10, P50 and P90, by corridor."""
    od = report.table("routes.od")
    ask = tr("How long does a box take, and for how much?")
    if od.empty:
        return Section("routes", ask, missing=tr("This run holds no routes."))
    keys = ["origin", "destination", "corridor", *(["gateway"] if "gateway" in od.columns else [])]
    order = quickest(od)
    scale = charts.axis(*order["days_p90"])
    rows, before = [], ""
    for r in plain_rows(order):
        pair = f"{names.place(str(r['origin']))} → {names.place(str(r['destination']))}"
        key = "|".join("" if pd.isna(r[k]) else str(r[k]) for k in keys)
        way = corridor(r["corridor"])
        by = (
            tr("over {place}", place=names.gateway(str(r["gateway"])))
            if isinstance(r.get("gateway"), str) and r["gateway"]
            else ""
        )
        label = detailed(x for x in (pair, way, by) if x)
        told = tr(
            "P10 {quick}, P50 {middle}, P90 {slow} days",
            **{k: group(float(r[f"days_p{p}"]), 1) for k, p in (("quick", 10), ("middle", 50), ("slow", 90))},
        )
        days = [
            figures.cell(r[f"days_p{p}"], "d", "routes.od", key, f"days_p{p}",
                         tr("{label}, P{p} of days", label=label, p=p), with_unit=False, strong=p == 50)
            for p in (10, 50, 90)
        ]  # fmt: skip
        cost = figures.cell(
            r.get("cost_usd"), "USD", "routes.od", key, "cost_usd",
            tr("{label}, price of a forty-foot box", label=label), low=r.get("cost_low_usd"),
            high=r.get("cost_high_usd"), with_unit=False,
        )  # fmt: skip
        co2e = figures.cell(r.get("co2e_kg"), "kg CO2e", "routes.od", key, "co2e_kg",
                            tr("{label}, emissions of the box", label=label),
                            low=r.get("co2e_low_kg"), high=r.get("co2e_high_kg"), with_unit=False)  # fmt: skip
        chart = charts.spread(r["days_p10"], r["days_p50"], r["days_p90"], scale, told)
        rows.append(Row([named(way, by), *days, chart, cost, co2e], group=pair if pair != before else ""))
        before = pair
    heads = [
        Head(tr("Corridor"), "name"), Head(tr("Quick, days")), Head(tr("Median, days")), Head(tr("Slow, days")),
        Head(tr("Days, door to door"), "chart", charts.ticks(scale)), Head(tr("USD a box")), Head(tr("kg CO₂e a box")),
    ]  # fmt: skip
    lead = tr(
        "One forty-foot box, door to door, on the loaded network. "
        "One trip in ten is quicker than “quick”, one in ten slower than “slow”. Here is the quickest way of each "
        "corridor; the answer above is a mean over all ways by rail that boxes use, and so longer."
    )
    grid = Grid(
        "routes", tr("Days, price and emissions by route"), heads, rows, od, more=left_out(od, len(rows))
    )
    title, drawn = _route_chart(order, names)
    return Section("routes", title, lead, [grid], ask=ask, chart=drawn)


def _route_chart(order: pd.DataFrame, names: Names) -> tuple[str, Any]:
    """The pair with most corridors: who is quickest and cheapest as title, days by corridor as chart."""
    size = order.groupby(["origin", "destination"], sort=False)["corridor"].transform("size")
    origin, destination = order.loc[size == size.max(), ["origin", "destination"]].to_numpy()[0]
    mine = order[(order["origin"] == origin) & (order["destination"] == destination)]
    ends = {"origin": names.place(str(origin)), "destination": names.place(str(destination))}
    marks = [
        graphs.Mark(
            corridor(r["corridor"]), float(r["days_p50"]),
            tr("{days} days, {usd} USD", days=group(float(r["days_p50"]), 0), usd=group(float(r["cost_usd"]), -2)),
            float(r["days_p10"]), float(r["days_p90"]), kind="dot",
        )
        for r in plain_rows(mine)
    ]  # fmt: skip
    quick, cheap = (
        plain_rows(mine.sort_values(c, kind="stable").head(1))[0] for c in ("days_p50", "cost_usd")
    )
    said = {
        **ends,
        "quick": corridor_within(quick["corridor"]),
        "cheap": corridor_within(cheap["corridor"]),
        "days": group(float(quick["days_p50"]), 0),
        "usd": group(float(cheap["cost_usd"]), -2),
    }
    one = said["quick"] == said["cheap"]
    title = (
        mark("From {origin} to {destination} the quickest way is {quick}, {days} days, and cheapest, {usd} USD a box")
        if one
        else mark("From {origin} to {destination} the quickest way is {quick}, {days} days; {cheap} is cheapest, {usd} "
                  "USD a box")
    )  # fmt: skip
    caption = tr(
        "{origin} to {destination}: median days, whisker from the quickest tenth to the slowest", **ends
    )
    scale = charts.axis(*mine["days_p90"])
    return tr(title, **said), graphs.rows(caption, marks, scale, unit=tr("days"))


def quickest(od: pd.DataFrame) -> pd.DataFrame:
    """The quickest itinerary of each corridor between two places; pairs in the order of the table."""
    pair = pd.factorize(od["origin"] + "|" + od["destination"])[0]
    order = od.assign(_pair=pair).sort_values(["_pair", "days_p50"], kind="stable")
    return order.drop_duplicates(["_pair", "corridor"]).drop(columns="_pair")
