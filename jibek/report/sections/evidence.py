"""Sections on the headline, the published figures beside it, the certificates and the sources."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from markupsafe import Markup

from jibek.ground.language import mark, tr
from jibek.ground.locale import clauses, detailed
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput
from jibek.report.sections.answer import Headline, far_off
from jibek.report.sections.answer import label as _label
from jibek.report.wording import names, numbers
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, plain_rows
from jibek.report.wording.names import check, cited, foreign, plain, reporter, why_none
from jibek.report.wording.numbers import known, show

MOST_SOURCES = 150

# How a run says that its intervals were made (`answers.ensemble`), and the same with places for its numbers.
_DRAWN = re.compile(
    r"P5 to P95 of (?P<worlds>\d+) worlds \((?P<effective>\d+) effective\), all assumptions drawn at once, "
    r"weighted by (?P<observations>\d+) observations(; flows drift by (?P<drift>\d+) % from the base year)?"
)
_DRAWN_WORDS = mark(
    "P5 to P95 of {worlds} worlds ({effective} effective), all assumptions drawn at once, weighted by {observations} "
    "observations"
)
_DRIFTING = mark("{drawn}; flows drift by {drift} % from the base year")
_UNDRAWN = mark("no worlds were drawn: central values, no interval")

_STAGES = {
    "record": mark("record"), "network": mark("network"), "simulation": mark("simulation"), "demand": mark("demand"),
    "flows": mark("flows"), "routes": mark("routes"), "trade": mark("trade"), "loop": mark("loop"),
    "appraisal": mark("appraisal"), "systems": mark("systems"), "explain": mark("explain"),
}  # fmt: skip

_PASSED = {"yes": mark("yes"), "no": mark("no"), "facts only": mark("facts only")}


def headline(report: ReportInput, figures: Figures) -> Section:
    """Every headline number with its interval, reporter and year, and its change against the base."""
    frame = report.headline
    head = Headline(report)
    changes = bool(report.base) and head.measured
    rows, before = [], ""
    for r in plain_rows(frame):
        who = r.get("reporter") if isinstance(r.get("reporter"), str) else ""
        key, unit, label = f"{r['id']}|{who}", str(r["unit"]), _label(r)
        group = tr(str(r["group"]))
        low, high = r.get("low"), r.get("high")
        shown = show(r.get("value"), unit, low, high)
        reason = head.reason(str(r["id"]), str(who))
        name = tr(str(r["name"]))
        told = tr("{name}. No figure: {why}", name=name, why=why_none(reason)) if reason else name
        cells: list[Any] = [
            Markup("{} <small>{}</small>").format(plain(tr(str(r["short"]))), told),
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
                figures.cell(d, unit, "headline", key, "difference", tr("{name}, change", name=label),
                             low=lo, high=hi, digits=2, signed=True)
            )  # fmt: skip
            cells.append(
                Markup('<span class="iv">{}</span>').format(moved.interval) if moved.interval else ""
            )
        cells.append(str(int(r["year"])) if known(r.get("year")) else "–")
        rows.append(Row(cells, group=group if group != before else ""))
        before = group
    heads = [
        Head(tr("Quantity"), "name"),
        Head(tr("Value")),
        Head(tr("Interval")),
        Head(tr("Reporter"), "who"),
    ]
    if changes:
        heads += [Head(tr("Against {base}", base=report.base)), Head(tr("Interval of change"))]
    heads.append(Head(tr("As of")))
    methods = sorted({str(m) for m in frame.get("interval_method", pd.Series(dtype=object)).dropna()})
    note = tr("Intervals: {methods}.", methods=plain(clauses(map(_method, methods)))) if methods else ""
    grid = Grid("headline", tr("All headline numbers"), heads, rows, frame, note=note)
    lead = tr("Click a number to see where it comes from.")
    title = tr("{n} numbers with their intervals, each open to its source", n=len(frame))
    return Section("headline", title, lead, [grid], ask=tr("All headline numbers"))


def _method(told: str) -> str:
    """How intervals were made, in the reader's language."""
    drawn = _DRAWN.fullmatch(told)
    if drawn is None:
        return tr(told)
    said = tr(_DRAWN_WORDS, **drawn.groupdict())
    return tr(_DRIFTING, drawn=said, drift=drawn["drift"]) if drawn["drift"] else said


def beside(report: ReportInput, figures: Figures) -> Section:
    """Modelled figures next to published ones, with the ratio on a log axis."""
    frame, ask = report.beside_published, tr("How wrong is the model?")
    if frame.empty:
        return Section("published", ask, missing=tr("No published figure stands within two years."))
    scale = charts.Axis(0.25, 4.0, log=True)
    off = set(far_off(report).index)
    order = frame.sort_values(["role", "quantity", "year"], ascending=[False, True, True], kind="stable")
    rows, before = [], ""
    for i, r in order.iterrows():
        rows.append(_beside_row({str(k): v for k, v in r.items()}, i in off, scale, figures, before))
        before = str(r["role"])
    tests = frame[frame["role"] == "test"]
    within = len(tests) - len(off)
    lead = tr(
        "{tests} published figures test the model: {within} lie within a factor of two, {off} do not. The {others} "
        "others were fitted and test nothing.",
        tests=len(tests), within=within, off=len(off), others=len(frame) - len(tests),
    )  # fmt: skip
    heads = [
        Head(tr("What the published figure counts; who published it"), "name"), Head(tr("Year")),
        Head(tr("Modelled")), Head(tr("Published")),
        Head(tr("Modelled over published"), "chart", charts.ticks(scale)), Head(tr("Ratio")),
    ]  # fmt: skip
    note = tr(
        "The modelled figure is brought to the published row’s part of the year. The band runs from one half to two."
    )
    grid = Grid("published", tr("Modelled beside published"), heads, rows, frame, note=note)
    title, drawn = _off_words(frame, off), _off_chart(order, scale)
    said = foreign("; ".join(dict.fromkeys(cited(str(s)) for s in frame["source"].dropna())))
    return Section("published", title, lead, [grid], ask=ask, chart=drawn, source=said)


def _off_words(frame: pd.DataFrame, off: set[object]) -> str:
    """How many tests the model passes, and the worst of them."""
    tests = frame[(frame["role"] == "test") & frame["ratio"].notna()]
    if tests.empty:
        return tr("No published figure was kept aside to test the model")
    far = tests["ratio"].astype(float).clip(lower=1e-9)
    worst = tests.iloc[int(far.where(far >= 1, 1 / far).to_numpy().argmax())]
    within = len(tests) - len(off)
    told = (
        mark("All {all} published figures kept aside lie within a factor of two of the model; furthest off is {name}, "
             "{ratio} times")
        if within == len(tests)
        else mark("{within} of {all} published figures kept aside lie within a factor of two of the model; furthest "
                  "off is {name}, {ratio} times")
    )  # fmt: skip
    name = names.within(tr(str(worst["words"])))
    return tr(told, within=within, all=len(tests), name=name, ratio=numbers.ratio(worst["ratio"]))


def _off_chart(order: pd.DataFrame, scale: charts.Axis) -> Any:
    marks = [
        graphs.Mark(
            tr(str(r["words"])) if r["role"] == "test" else tr("{name} (fitted)", name=tr(str(r["words"]))),
            float(r["ratio"]), numbers.ratio(r["ratio"]),
            kind="dot",
        )
        for r in plain_rows(order)
        if known(r.get("ratio"))
    ]  # fmt: skip
    at = [(v, numbers.written(f"×{v:g}")) for v in (0.25, 0.5, 1.0, 2.0, 4.0)]
    title = tr("Modelled over published; shaded: within a factor of two")
    return graphs.rows(title, marks, scale, at=at, band=(0.5, 2.0))


def _beside_row(r: dict[str, Any], off: bool, scale: charts.Axis, figures: Figures, before: str) -> Row:
    year = str(int(r["year"])) if known(r.get("year")) else ""
    key = f"{r['quantity']}|{r.get('volume_id') or ''}|{year}"
    quantity = tr(str(r["words"]))
    unit = str(r.get("unit") or "")
    counts = r.get("counts") if isinstance(r.get("counts"), str) else ""
    label = detailed((str(quantity), str(year)))
    q = r.get("ratio")
    kind = ("bad" if off else "test") if r["role"] == "test" else "pivot"
    chart: Any = ""
    if q is not None and known(q):
        told = tr("ratio {ratio}", ratio=numbers.written(f"{q:.2f}"))
        chart = charts.strip(float(q), scale, told, kind)  # type: ignore[arg-type]
    printed = numbers.published(r.get("published"), unit)
    source: Any = foreign(cited(r["source"])) if isinstance(r.get("source"), str) else "–"
    if isinstance(r.get("url"), str) and r["url"].startswith("http"):
        source = Markup('<a href="{}" rel="noreferrer">{}</a>').format(r["url"], source)
    cells = [
        Markup("{} <small>{}{}{}</small>").format(
            quantity, foreign(str(counts)), clauses(("", "")) if counts else "", source
        ),
        year,
        figures.cell(r.get("modelled"), unit, "beside_published", key, "modelled",
                     tr("{name}, modelled", name=label)),
        figures.cell(r.get("published"), unit, "beside_published", key, "published",
                     tr("{name}, published", name=label), shown=printed),
        chart,
        figures.cell(q, "", "beside_published", key, "ratio",
                     tr("{name}, modelled over published", name=label),
                     shown=numbers.Shown(numbers.ratio(q), ""), strong=off),
    ]  # fmt: skip
    group = {"test": tr("Tests: not used in fitting"), "pivot": tr("The model was fitted to these")}
    started = group.get(str(r["role"]), str(r["role"])) if r["role"] != before else ""
    return Row(cells, group=started, anchor=f"row-{r.get('volume_id')}", kind="bad" if off else "")


def certificates(report: ReportInput) -> Section:
    """What each stage can show for its result."""
    ask = tr("Was the computation checked?")
    if not report.certificates:
        return Section("certificates", ask, missing=tr("This run brings no certificate."))
    rows = []
    for c in report.certificates:
        ok = bool(c["ok"])
        value = _tenth(c["value"]) if known(c.get("value")) else "–"
        rows.append(
            Row(
                [
                    Markup("{} <small>{}</small>").format(
                        check(c["name"]),
                        foreign(numbers.powers(str(c.get("reason") or ""))),
                    ),
                    tr(_STAGES.get(str(c["stage"]), str(c["stage"]))),
                    value,
                    _tenth(c["tolerance"]),
                    Markup('<span class="tag {}">{}</span>').format(
                        "ok" if ok else "no", tr("in order") if ok else tr("fails")
                    ),
                ],
                kind="" if ok else "bad",
            )
        )
    failed = sum(not c["ok"] for c in report.certificates)
    title = (
        tr("{failed} of {all} checks fail", failed=failed, all=len(rows))
        if failed
        else tr("All {all} checks are in order", all=len(rows))
    )
    lead = tr("Each was computed by code that shares nothing with the solver that it checks.")
    heads = [
        Head(tr("Check"), "name"), Head(tr("Stage"), "text"), Head(tr("Value")), Head(tr("Tolerance")),
        Head("", "text"),
    ]  # fmt: skip
    grid = Grid("certificates", tr("Certificates"), heads, rows, pd.DataFrame(list(report.certificates)))
    return Section("certificates", title, lead, [grid], ask=ask)


def _tenth(value: Any) -> str:
    return numbers.written(numbers.powers(f"{float(value):.2g}"))


def sources(report: ReportInput) -> Section:
    """Documents that the facts rest on, by licence."""
    frame, ask = report.table("record.sources"), tr("Where does it come from?")
    if frame.empty:
        return Section("sources", ask, missing=tr("This run brings no table of sources."))
    named = (
        frame[frame["source"].notna() & (frame["source"].astype(str) != "")] if "source" in frame else frame
    )
    weight = next((c for c in ("facts", "rows") if c in named), None)
    if weight:
        named = named.sort_values(weight, ascending=False, kind="stable")
    one = named.drop_duplicates([c for c in ("source", "url") if c in named])
    rows = []
    for r in plain_rows(one.head(MOST_SOURCES)):
        link: Any = foreign(cited(str(r.get("source") or r.get("source_id"))))
        if isinstance(r.get("url"), str) and r["url"].startswith("http"):
            link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(r["url"], link)
        terms, passed = (
            "" if pd.isna(r.get(c)) else str(r.get(c) or "") for c in ("licence", "redistribute")
        )
        rows.append(Row([link, foreign(terms), tr(_PASSED.get(passed, passed))]))
    heads = [
        Head(tr("Document"), "name"),
        Head(tr("Licence"), "text"),
        Head(tr("May be passed on"), "text"),
    ]
    lead = tr(
        "Those with most facts first. Links lead out of this file; nothing is fetched until one is followed."
    )
    caption = tr("Documents and their licences")
    grid = Grid("sources", caption, heads, rows, frame, more=left_out(one, len(rows)))
    title = tr("{n} published documents hold the facts", n=len(one))
    return Section("sources", title, lead, [grid], ask=ask)
