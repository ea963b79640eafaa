"""Sections on the headline, the published figures beside it, the certificates and the sources."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput
from jibek.report.sections.answer import Headline, far_off
from jibek.report.sections.answer import label as _label
from jibek.report.wording import numbers
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import cited, plain, reporter
from jibek.report.wording.numbers import known, show

MOST_SOURCES = 150


def headline(report: ReportInput, figures: Figures) -> Section:
    """Every headline number with its interval, reporter and year, and its change against the base."""
    frame = report.headline
    head = Headline(report)
    changes = bool(report.base) and head.measured
    rows, before = [], ""
    for r in plain_rows(frame):
        who = r.get("reporter") if isinstance(r.get("reporter"), str) else ""
        key, unit, label = f"{r['id']}|{who}", str(r["unit"]), _label(r)
        group = str(r["group"])
        low, high = r.get("low"), r.get("high")
        shown = show(r.get("value"), unit, low, high)
        reason = head.reason(str(r["id"]), str(who))
        told = f"{r['name']}. No figure: {reason}" if reason else r["name"]
        cells: list[Any] = [
            Markup("{} <small>{}</small>").format(plain(str(r["short"])), told),
            figures.cell(
                r.get("value"), unit, "headline", key, "value", label, low=low, high=high, strong=True
            ),
            Markup('<span class="iv">{}</span>').format(shown.interval) if shown.interval else "",
            reporter(who),
        ]
        if changes:
            d, lo, hi = (r.get(c) for c in ("difference", "difference_low", "difference_high"))
            moved = show(d, unit, lo, hi, digits=2, signed=True)
            cells.append(
                figures.cell(d, unit, "headline", key, "difference", f"{label}, change", low=lo, high=hi, digits=2,
                             signed=True)
            )  # fmt: skip
            cells.append(
                Markup('<span class="iv">{}</span>').format(moved.interval) if moved.interval else ""
            )
        cells.append(str(int(r["year"])) if known(r.get("year")) else "–")
        rows.append(Row(cells, group=group if group != before else ""))
        before = group
    heads = [Head("Quantity", "name"), Head("Value"), Head("Interval"), Head("Reporter", "who")]
    if changes:
        heads += [Head(f"Against {report.base}"), Head("Interval of change")]
    heads.append(Head("As of"))
    methods = sorted({str(m) for m in frame.get("interval_method", pd.Series(dtype=object)).dropna()})
    note = "Intervals: " + plain("; ".join(methods)) + "." if methods else ""
    grid = Grid("headline", "All headline numbers", heads, rows, frame, note=note)
    lead = "Click a number to see where it comes from."
    title = f"{len(frame)} numbers with their intervals, each open to its source"
    return Section("headline", title, lead, [grid], ask="All headline numbers")


def beside(report: ReportInput, figures: Figures) -> Section:
    """Modelled figures next to published ones, with the ratio on a log axis."""
    frame = report.beside_published
    if frame.empty:
        return Section(
            "published", "How wrong is the model?", missing="No published figure stands within two years."
        )
    scale = charts.Axis(0.25, 4.0, log=True)
    off = set(far_off(report).index)
    order = frame.sort_values(["role", "quantity", "year"], ascending=[False, True, True], kind="stable")
    rows, before = [], ""
    for i, r in order.iterrows():
        rows.append(_beside_row({str(k): v for k, v in r.items()}, i in off, scale, figures, before))
        before = str(r["role"])
    tests = frame[frame["role"] == "test"]
    within = len(tests) - len(off)
    lead = (
        f"{len(tests)} published figures test the model: {within} lie within a factor of two, {len(off)} do not. "
        f"The {len(frame) - len(tests)} others were fitted and test nothing."
    )
    heads = [
        Head("What the published figure counts; who published it", "name"), Head("Year"), Head("Modelled"),
        Head("Published"),
        Head("Modelled over published", "chart", charts.ticks(scale)), Head("Ratio"),
    ]  # fmt: skip
    grid = Grid("published", "Modelled beside published", heads, rows, frame,
                note="The modelled figure is brought to the published row’s part of the year. "
                "The band runs from one half to two.")  # fmt: skip
    title, drawn = _off_words(frame, off), _off_chart(order, scale)
    said = "; ".join(dict.fromkeys(cited(str(s)) for s in frame["source"].dropna()))
    return Section("published", title, lead, [grid], ask="How wrong is the model?", chart=drawn, source=said)


def _off_words(frame: pd.DataFrame, off: set[object]) -> str:
    """How many tests the model passes, and the worst of them."""
    tests = frame[(frame["role"] == "test") & frame["ratio"].notna()]
    if tests.empty:
        return "No published figure was kept aside to test the model"
    far = tests["ratio"].astype(float).clip(lower=1e-9)
    worst = tests.iloc[int(far.where(far >= 1, 1 / far).to_numpy().argmax())]
    within = len(tests) - len(off)
    many = f"All {len(tests)}" if within == len(tests) else f"{within} of {len(tests)}"
    name = str(worst["words"])
    return (
        f"{many} published figures kept aside lie within a factor of two of the model; furthest off is "
        f"{name[:1].lower() if name[1:2].islower() else name[:1]}{name[1:]}, {numbers.ratio(worst['ratio'])} times"
    )


def _off_chart(order: pd.DataFrame, scale: charts.Axis) -> Any:
    marks = [
        graphs.Mark(
            f"{r['words']}{'' if r['role'] == 'test' else ' (fitted)'}", float(r["ratio"]), numbers.ratio(r["ratio"]),
            kind="dot",
        )
        for r in plain_rows(order)
        if known(r.get("ratio"))
    ]  # fmt: skip
    at = [(v, f"×{v:g}") for v in (0.25, 0.5, 1.0, 2.0, 4.0)]
    title = "Modelled over published; shaded: within a factor of two"
    return graphs.rows(title, marks, scale, at=at, band=(0.5, 2.0))


def _beside_row(r: dict[str, Any], off: bool, scale: charts.Axis, figures: Figures, before: str) -> Row:
    year = str(int(r["year"])) if known(r.get("year")) else ""
    key = f"{r['quantity']}|{r.get('volume_id') or ''}|{year}"
    quantity = str(r["words"])
    unit = str(r.get("unit") or "")
    counts = r.get("counts") if isinstance(r.get("counts"), str) else ""
    label = f"{quantity}, {year}"
    q = r.get("ratio")
    kind = ("bad" if off else "test") if r["role"] == "test" else "pivot"
    chart = charts.strip(float(q), scale, f"ratio {q:.2f}", kind) if known(q) else ""  # type: ignore[arg-type]
    printed = numbers.published(r.get("published"), unit)
    source: Any = cited(r["source"]) if isinstance(r.get("source"), str) else "–"
    if isinstance(r.get("url"), str) and r["url"].startswith("http"):
        source = Markup('<a href="{}" rel="noreferrer">{}</a>').format(r["url"], source)
    cells = [
        Markup("{} <small>{}{}{}</small>").format(quantity, counts, "; " if counts else "", source),
        year,
        figures.cell(r.get("modelled"), unit, "beside_published", key, "modelled", f"{label}, modelled"),
        figures.cell(r.get("published"), unit, "beside_published", key, "published", f"{label}, published",
                     shown=printed),
        chart,
        figures.cell(q, "", "beside_published", key, "ratio", f"{label}, modelled over published",
                     shown=numbers.Shown(numbers.ratio(q), ""), strong=off),
    ]  # fmt: skip
    group = {"test": "Tests: not used in fitting", "pivot": "The model was fitted to these"}
    started = group.get(str(r["role"]), str(r["role"])) if r["role"] != before else ""
    return Row(cells, group=started, anchor=f"row-{r.get('volume_id')}", kind="bad" if off else "")


def certificates(report: ReportInput) -> Section:
    """What each stage can show for its result."""
    if not report.certificates:
        return Section(
            "certificates", "Was the computation checked?", missing="This run brings no certificate."
        )
    rows = []
    for c in report.certificates:
        ok = bool(c["ok"])
        value = numbers.powers(f"{float(c['value']):.2g}") if known(c.get("value")) else "–"
        rows.append(
            Row(
                [
                    Markup("{} <small>{}</small>").format(
                        str(c["name"]).replace("_", " "), numbers.powers(str(c.get("reason") or ""))
                    ),
                    str(c["stage"]),
                    value,
                    numbers.powers(f"{float(c['tolerance']):.2g}"),
                    Markup('<span class="tag {}">{}</span>').format(
                        "ok" if ok else "no", "in order" if ok else "fails"
                    ),
                ],
                kind="" if ok else "bad",
            )
        )
    failed = sum(not c["ok"] for c in report.certificates)
    title = f"All {len(rows)} checks are in order" if not failed else f"{failed} of {len(rows)} checks fail"
    lead = "Each was computed by code that shares nothing with the solver that it checks."
    heads = [Head("Check", "name"), Head("Stage", "text"), Head("Value"), Head("Tolerance"), Head("", "text")]
    grid = Grid("certificates", "Certificates", heads, rows, pd.DataFrame(list(report.certificates)))
    return Section("certificates", title, lead, [grid], ask="Was the computation checked?")


def sources(report: ReportInput) -> Section:
    """Documents that the facts rest on, by licence."""
    frame = report.table("record.sources")
    if frame.empty:
        return Section("sources", "Where does it come from?", missing="This run brings no table of sources.")
    named = (
        frame[frame["source"].notna() & (frame["source"].astype(str) != "")] if "source" in frame else frame
    )
    weight = next((c for c in ("facts", "rows") if c in named), None)
    if weight:
        named = named.sort_values(weight, ascending=False, kind="stable")
    one = named.drop_duplicates([c for c in ("source", "url") if c in named])
    rows = []
    for r in plain_rows(one.head(MOST_SOURCES)):
        link: Any = cited(str(r.get("source") or r.get("source_id")))
        if isinstance(r.get("url"), str) and r["url"].startswith("http"):
            link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(r["url"], link)
        texts = ["" if pd.isna(r.get(c)) else str(r.get(c) or "") for c in ("licence", "redistribute")]
        rows.append(Row([link, *texts]))
    heads = [
        Head("Document", "name"),
        Head("Licence", "text"),
        Head("May be passed on", "text"),
    ]
    lead = (
        "Those with most facts first. Links lead out of this file; nothing is fetched until one is followed."
    )
    grid = Grid("sources", "Documents and their licences", heads, rows, frame, more=left_out(one, len(rows)))
    title = f"{len(one)} published documents hold the facts"
    return Section("sources", title, lead, [grid], ask="Where does it come from?")
