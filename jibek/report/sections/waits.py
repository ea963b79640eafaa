"""Section on the hours that trains, trucks and ships spend at gateways."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jibek.ground.language import mark, tr
from jibek.ground.locale import commas, detailed
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput
from jibek.report.sections.answer import Headline
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, named, plain_rows
from jibek.report.wording.names import Names, mode
from jibek.report.wording.numbers import group, known, show, unit_words

MOST = 18

# Hours of a gateway, by the end of their columns.
_HOURS = (
    ("mean", mark("mean of hours")),
    ("p50", mark("P50 of hours")),
    ("p90", mark("P90 of hours")),
    ("p99", mark("P99 of hours")),
)

SELDOM = 0.05  # vehicles a day; what passes less often is left to the CSV


def waits(report: ReportInput, names: Names, figures: Figures) -> Section:
    """Hours at each gateway: mean, P50, P90, P99."""
    frame = report.table("simulation.waits")
    ask = tr("How long are the waits?")
    if frame.empty:
        return Section("waits", ask, missing=tr("This run holds no waits."))
    busy = frame
    if "trains_per_day" in frame:
        busy = frame[~(frame["trains_per_day"] < SELDOM)]
    top = busy.sort_values("hours_mean", ascending=False, kind="stable").head(MOST)
    if top.empty:
        return Section("waits", ask, missing=tr("No gateway carries anything in this run."))
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
        way = mode(r["mode"])
        cells: list[Any] = [named(name, way)]
        for column, word in _HOURS:
            c = f"hours_{column}"
            cells.append(
                figures.cell(
                    r.get(c), "h", "simulation.waits", key, c, detailed((name, way, tr(word))),
                    with_unit=False, strong=column == "mean",
                )
            )  # fmt: skip
        unit = str(names.gateways.get(str(r["gateway_id"]), {}).get("unit") or "trains")
        told = commas(
            tr(w, hours=show(r.get(c), "h"))
            for c, w in (
                ("hours_mean", mark("mean {hours}")),
                ("hours_p90", mark("P90 {hours}")),
                ("hours_p99", mark("P99 {hours}")),
            )
            if known(r.get(c))
        )
        cells.append(
            charts.wait(
                r.get("hours_mean"), r.get("hours_p50"), r.get("hours_p90"), r.get("hours_p99"), scale, told
            )
        )
        cells.append(
            figures.cell(r.get("trains_per_day"), f"{unit}/day", "simulation.waits", key, "trains_per_day",
                         tr("{name}, {mode}, passing a day", name=name, mode=way), with_unit=False)
        )  # fmt: skip
        rows.append(Row(cells))
    heads = [
        Head(tr("Gateway"), "name"), Head(tr("Mean, h")), Head(tr("Half within, h")), Head(tr("Nine in ten, h")),
        Head(tr("99 in 100, h")),
        Head(tr("Hours: half, nine in ten, 99 in 100; dot: mean"), "chart", charts.ticks(scale)), Head(tr("A day")),
    ]  # fmt: skip
    name = names.gateway(str(top.iloc[0]["gateway_id"]))
    longest = show(float(top.iloc[0]["hours_mean"]), "h").spoken
    lead = tr(
        "From arrival to departure beyond the gateway. {place} is the longest, {hours} on average. In the table both "
        "directions stand together.",
        place=name,
        hours=longest,
    )
    caption = tr("Hours at gateways in the played year")
    grid = Grid("waits", caption, heads, rows, frame, more=left_out(frame, len(top)))
    drawn = _wait_chart(report, names, top)
    title = _wait_words(Headline(report)) or tr(
        "{place} takes longest, {hours} on average", place=name, hours=longest
    )
    return Section("waits", title, lead, [grid], ask=ask, chart=drawn)


def _wait_chart(report: ReportInput, names: Names, top: pd.DataFrame) -> Any:
    """Mean hours out of China at the crossings of the two and the Caspian ports; without directions the longest."""
    head, ways = Headline(report), report.table("simulation.waits_by_direction")
    kept = {("CN_KHORGOS-KZ_ALTYNKOL", "rail"): "khorgos", ("CN_ALASHANKOU-KZ_DOSTYK", "rail"): "alashankou"}
    marks = []
    if len(ways) and names.gateways:
        ends = {g: (r.get("country_a"), r.get("country_b")) for g, r in names.gateways.items()}
        mine = (
            ways["gateway_id"]
            .map(lambda g: set(ends.get(str(g), ())) == {"CN", "KZ"} or g in ("KZAAU", "KZKUR"))
            .astype(bool)
        )
        out = ways[mine & (ways["direction"] == "out") & ~(ways["per_day"] < SELDOM)]
        for r in plain_rows(out.sort_values("hours_mean", ascending=False, kind="stable").head(9)):
            row = head.get(f"{kept.get((str(r['gateway_id']), str(r['mode'])), '')}_rail_hours_mean")
            value, low, high = (r["hours_mean"], None, None) if row is None else (
                row["value"], row.get("low"), row.get("high")
            )  # fmt: skip
            name = detailed((names.gateway(str(r["gateway_id"])), mode(r["mode"])))
            marks.append(graphs.Mark(name, float(value), str(show(value, "h", low, high)), low, high))
    title = tr("Mean hours out of China, from arrival to departure; line: nine of ten worlds")
    if not marks:
        title = tr("Mean hours from arrival to departure, the longest first")
        marks = [
            graphs.Mark(detailed((names.gateway(str(r["gateway_id"])), mode(r["mode"]))), float(r["hours_mean"]),
                        str(show(r["hours_mean"], "h")))
            for r in plain_rows(top.head(8))
        ]  # fmt: skip
    scale = charts.axis(*(v for m in marks for v in (m.value, m.high) if v is not None))
    return graphs.rows(title, marks, scale, unit=unit_words("h"))


def _wait_words(head: Headline) -> str:
    """``Khorgos takes a train out of China 21 hours, Alashankou as long``; blank where one has no figure."""
    a, b = (head.value(f"{i}_rail_hours_mean") for i in ("khorgos", "alashankou"))
    if a is None or b is None:
        return ""
    hours = [group(v, 0) for v in (a, b)]
    if hours[0] == hours[1]:
        return tr("Khorgos takes a train out of China {hours} hours, Alashankou as long", hours=hours[0])
    return tr(
        "Khorgos takes a train out of China {khorgos} hours, Alashankou {alashankou}",
        khorgos=hours[0],
        alashankou=hours[1],
    )
