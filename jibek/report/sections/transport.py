"""Sections on transport: bottlenecks, days per route, waits at gateways."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jibek.report.drawing import charts
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections.answer import facility_use
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import SHORT_CORRIDORS, Names
from jibek.report.wording.numbers import Shown, group, known, show

MOST = 18

SELDOM = 0.05  # vehicles a day; what passes less often is left to the CSV


def bottlenecks(report: ReportInput, names: Names, figures: Figures) -> Section:
    """Use of capacity by gateway and direction, by section of line and by line of ships, the fullest first."""
    use = facility_use(report)
    if use.empty:
        return Section("bottlenecks", "Bottlenecks", missing="This run holds no loads of facilities.")
    table = "flows.facilities" if len(report.table("flows.facilities")) else "flows.facility_loads"
    top = use.head(MOST)
    scale = charts.axis(*(100 * top["use"]), 100.0)
    rows = []
    for rank, r in enumerate(plain_rows(top), start=1):
        key, name = str(r["facility_id"]), names.facility(str(r["facility_id"]))
        percent, unit = 100 * float(r["use"]), str(r.get("unit") or "vehicles")
        level = "full" if percent >= 95 else "high" if percent >= 80 else ""
        delay = r.get("delay_hours", r.get("delay_hours_mean"))
        mode = r.get("mode") if isinstance(r.get("mode"), str) else ""
        rows.append(
            Row(
                [
                    _named(f"{rank}. {name}", mode),
                    figures.cell(
                        r["load_per_day"], f"{unit}/day", table, key, "load_per_day", f"{name}, load", with_unit=False
                    ),
                    figures.cell(
                        r["capacity_per_day"], f"{unit}/day", _capacity_table(report, table), key, "capacity_per_day",
                        f"{name}, capacity",
                    ),
                    charts.bar(percent, scale, f"{percent:.0f} % of capacity", level),
                    use_figure(r, name, table, figures),
                    figures.cell(delay, "h", table, key, "delay_hours", f"{name}, mean delay", digits=2),
                ]
            )
        )  # fmt: skip
    above = int((use["use"] >= 0.8).sum())
    first = names.facility(str(top.iloc[0]["facility_id"]))
    lead = f"{first} is the fullest, at {group(100 * float(top.iloc[0]['use']), 0)}\u202f% of capacity. "
    lead += (
        f"{above} of {len(use)} gateways, sections and lines of ships are above 80\u202f%."
        if above != 1
        else f"It is the only one of {len(use)} gateways, sections and lines of ships above 80\u202f%."
    )
    heads = [
        Head("Gateway, section or line of ships", "name"), Head("Load a day"), Head("Capacity a day"),
        Head("Use of capacity, %", "chart", charts.ticks(scale)), Head("Use"), Head("Queue delay"),
    ]  # fmt: skip
    grid = Grid("bottlenecks", "Use of capacity, ranked", heads, rows, use, more=left_out(use, len(top)),
                note="Laden and empty. Outbound is away from China. A section counts both directions.")  # fmt: skip
    return Section("bottlenecks", "Bottlenecks", lead, [grid, *_empty_trains(report, figures)])


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
        key, where = f"{r['country']}|{r['class']}", str(r["country"]).replace("-", "–")
        rows.append(
            Row(
                [_named(where, str(r["class"]).replace("_", " "))]
                + [
                    figures.cell(r[c], unit, "flows.empties", key, c, f"{where}, {r['class']}")
                    for c, unit in shown
                ]
            )
        )
    heads = [
        Head("Country and kind of train", "name"), Head("Laden"), Head("Empty"),
        Head("Pay when empty"), Head("Emit when empty, CO₂e"),
    ]  # fmt: skip
    note = "What comes back without freight. Tariffs and emission factors hold these runs: a part, not an addition."
    return [
        Grid("empties", "Trains that run empty", heads, rows, top, more=left_out(top, len(rows)), note=note)
    ]


def use_figure(row: dict[str, Any], name: str, table: str, figures: Figures) -> Any:
    """Use of capacity in percent, worked out from load and capacity."""
    key = str(row["facility_id"])
    shown = Shown(group(100 * float(row["use"]), 0), "%")
    parents = (cell_node(table, key, "load_per_day"), cell_node(table, key, "capacity_per_day"))
    return figures.cell(
        row["use"], "1", table, key, "use", f"{name}, use of capacity", shown=shown, formula="load / capacity",
        parents=parents,
    )  # fmt: skip


def _capacity_table(report: ReportInput, table: str) -> str:
    return "network.facilities" if "capacity_per_day" in report.table("network.facilities").columns else table


def routes(report: ReportInput, names: Names, figures: Figures) -> Section:
    """Days of one box between two places, as P10, P50 and P90, by corridor."""
    od = report.table("routes.od")
    if od.empty:
        return Section("routes", "Days per route", missing="This run holds no routes.")
    keys = ["origin", "destination", "corridor", *(["gateway"] if "gateway" in od.columns else [])]
    order = quickest(od)
    scale = charts.axis(*order["days_p90"])
    rows, before = [], ""
    for r in plain_rows(order):
        pair = f"{names.place(str(r['origin']))} → {names.place(str(r['destination']))}"
        key = "|".join("" if pd.isna(r[k]) else str(r[k]) for k in keys)
        corridor = SHORT_CORRIDORS.get(str(r["corridor"]).partition(":")[0], str(r["corridor"]))
        by = (
            f"over {names.gateway(str(r['gateway']))}"
            if isinstance(r.get("gateway"), str) and r["gateway"]
            else ""
        )
        label = f"{pair}, {corridor}" + (f", {by}" if by else "")
        told = f"P10 {r['days_p10']:.1f}, P50 {r['days_p50']:.1f}, P90 {r['days_p90']:.1f} days"
        days = [
            figures.cell(r[f"days_p{p}"], "d", "routes.od", key, f"days_p{p}", f"{label}, P{p} of days",
                         with_unit=False, strong=p == 50)
            for p in (10, 50, 90)
        ]  # fmt: skip
        cost = figures.cell(
            r.get("cost_usd"), "USD", "routes.od", key, "cost_usd", f"{label}, price of a forty-foot box",
            low=r.get("cost_low_usd"), high=r.get("cost_high_usd"), with_unit=False,
        )  # fmt: skip
        co2e = figures.cell(r.get("co2e_kg"), "kg CO2e", "routes.od", key, "co2e_kg", f"{label}, emissions of the box",
                            low=r.get("co2e_low_kg"), high=r.get("co2e_high_kg"), with_unit=False)  # fmt: skip
        chart = charts.spread(r["days_p10"], r["days_p50"], r["days_p90"], scale, told)
        rows.append(
            Row([_named(corridor, by), *days, chart, cost, co2e], group=pair if pair != before else "")
        )
        before = pair
    heads = [
        Head("Corridor", "name"), Head("P10"), Head("P50"), Head("P90"),
        Head("Days, door to door", "chart", charts.ticks(scale)), Head("USD a box"), Head("kg CO₂e a box"),
    ]  # fmt: skip
    lead = (
        "One forty-foot box, door to door, on the loaded network. "
        "One trip in ten is quicker than P10, one in ten slower than P90. The quickest itinerary of each corridor."
    )
    grid = Grid("routes", "Days, price and emissions by route", heads, rows, od, more=left_out(od, len(rows)))
    return Section("routes", "Days per route", lead, [grid])


def quickest(od: pd.DataFrame) -> pd.DataFrame:
    """The quickest itinerary of each corridor between two places; pairs in the order of the table."""
    pair = pd.factorize(od["origin"] + "|" + od["destination"])[0]
    order = od.assign(_pair=pair).sort_values(["_pair", "days_p50"], kind="stable")
    return order.drop_duplicates(["_pair", "corridor"]).drop(columns="_pair")


def waits(report: ReportInput, names: Names, figures: Figures) -> Section:
    """Hours at each gateway: mean, P50, P90, P99."""
    frame = report.table("simulation.waits")
    if frame.empty:
        return Section("waits", "Waits at gateways", missing="This run holds no waits.")
    busy = frame
    if "trains_per_day" in frame:
        busy = frame[~(frame["trains_per_day"] < SELDOM)]
    top = busy.sort_values("hours_mean", ascending=False, kind="stable").head(MOST)
    if top.empty:
        return Section("waits", "Waits at gateways", missing="No gateway carries anything in this run.")
    # One gateway with a very long tail must not flatten all others: the axis ends at the second longest P99.
    tails = (
        top["hours_p99" if "hours_p99" in top else "hours_mean"]
        .dropna()
        .sort_values(ascending=False)
        .tolist()
    )
    cut = tails[1] if len(tails) > 2 and tails[0] > 2.5 * tails[1] else max(tails, default=1.0)
    scale = charts.axis(cut)
    rows = []
    for r in top.to_dict("records"):
        key = f"{r['gateway_id']}|{r['mode']}"
        name = names.gateway(str(r["gateway_id"]))
        cells: list[Any] = [_named(name, str(r["mode"]))]
        for column, word in (("mean", "mean"), ("p50", "P50"), ("p90", "P90"), ("p99", "P99")):
            c = f"hours_{column}"
            cells.append(
                figures.cell(
                    r.get(c), "h", "simulation.waits", key, c, f"{name}, {r['mode']}, {word} of hours",
                                        with_unit=False, strong=column == "mean",
                )
            )  # fmt: skip
        unit = str(names.gateways.get(str(r["gateway_id"]), {}).get("unit") or "trains")
        told = ", ".join(
            f"{w} {show(r.get(c), 'h')}"
            for c, w in (("hours_mean", "mean"), ("hours_p90", "P90"), ("hours_p99", "P99"))
            if known(r.get(c))
        )
        cells.append(
            charts.wait(
                r.get("hours_mean"), r.get("hours_p50"), r.get("hours_p90"), r.get("hours_p99"), scale, told
            )
        )
        cells.append(
            figures.cell(r.get("trains_per_day"), f"{unit}/day", "simulation.waits", key, "trains_per_day",
                         f"{name}, {r['mode']}, passing a day", with_unit=False)
        )  # fmt: skip
        rows.append(Row(cells))
    heads = [
        Head("Gateway", "name"), Head("Mean, h"), Head("P50, h"), Head("P90, h"), Head("P99, h"),
        Head("Hours: P50, P90, P99; dot: mean", "chart", charts.ticks(scale)), Head("A day"),
    ]  # fmt: skip
    name = names.gateway(str(top.iloc[0]["gateway_id"]))
    longest = show(float(top.iloc[0]["hours_mean"]), "h")
    lead = f"From arrival to departure beyond the gateway. {name} is the longest, {longest} on average."
    grid = Grid(
        "waits", "Hours at gateways in the played year", heads, rows, frame, more=left_out(frame, len(top))
    )
    return Section("waits", "Waits at gateways", lead, [grid])


def _named(text: str, small: object = "") -> Any:
    from markupsafe import Markup

    return Markup("{} <small>{}</small>").format(text, small) if small else text
