"""Trade of the two countries by both counts, year by year, with the targets: the chart of a baseline's first screen.

A year's trade by one count is the sum of both directions as that country's statistics give them, or the total printed
where a direction is missing; a year with neither is left out. Series of later statistics go before single figures.
"""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup, escape

from jibek.ground.language import mark, tr
from jibek.report.drawing import graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections.answer import Headline
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row
from jibek.report.wording.names import cited, foreign, reporter
from jibek.report.wording.numbers import group, known, published

COUNTS = ("CHN", "KAZ")

_SINGLE = "kaz_chn_trade_by_reporter"
_WAYS = {"CHN->KAZ": "out", "KAZ->CHN": "back", "total": "total"}
_SERIES = {"trade_chn_kaz": "out", "trade_kaz_chn": "back"}


def trade_by_year(facts: pd.DataFrame) -> pd.DataFrame:
    """Trade by year and count.

    Parameters
    ----------
    facts
        ``record.facts``: fact_id, table, key, value; source.

    Returns
    -------
    DataFrame
        year, reporter, busd (bn USD), fact_ids (joined by ``;``), source; by reporter and year.
    """
    if not {"table", "key", "value", "fact_id"} <= set(facts.columns):
        return pd.DataFrame(columns=["year", "reporter", "busd", "fact_ids", "source"])
    cells: dict[tuple[int, str], dict[str, tuple[float, str, str]]] = {}
    for row in facts[facts["table"].isin((_SINGLE, "series"))].to_dict("records"):
        at = _place(str(row["table"]), str(row["key"]))
        if at is None or not known(row["value"]):
            continue
        year, who, way = at
        held = cells.setdefault((year, who), {})
        if row["table"] == "series" or way not in held:
            held[way] = (float(row["value"]), str(row["fact_id"]), _source(row))
    rows = []
    for (year, who), held in sorted(cells.items(), key=lambda at: (at[0][1], at[0][0])):
        used = [held[w] for w in ("out", "back") if w in held]
        if len(used) < 2:
            used = [held["total"]] if "total" in held else []
        if used:
            said = "; ".join(dict.fromkeys(s for _, _, s in used if s))
            rows.append((year, who, sum(v for v, _, _ in used), ";".join(f for _, f, _ in used), said))
    return pd.DataFrame(rows, columns=["year", "reporter", "busd", "fact_ids", "source"])


def _place(table: str, key: str) -> tuple[int, str, str] | None:
    """Year, reporter and direction of a fact; None for another."""
    parts = key.split("|")
    if len(parts) != 3:
        return None
    if table == "series" and parts[0] in _SERIES:
        series, year, who = parts
        way = _SERIES[series]
    elif table == _SINGLE and parts[1] in _WAYS:
        year, way, who = parts[0], _WAYS[parts[1]], parts[2]
    else:
        return None
    return (int(year), who, way) if year.isdigit() and who in COUNTS else None


def _source(row: dict[object, object]) -> str:
    return str(row["source"]) if isinstance(row.get("source"), str) else ""


def chart(report: ReportInput) -> Markup:
    """Both counts over the years, dated targets as strokes, the run’s own figures as dots; blank without any."""
    frame = trade_by_year(report.table("record.facts"))
    if frame.empty:
        return Markup("")
    lines = [
        graphs.Line(reporter(who), list(zip(part["year"], part["busd"], strict=True)), who.lower())
        for who in COUNTS
        if len(part := frame[frame["reporter"] == who])
    ]
    head = Headline(report)
    dots = [
        graphs.Dot(report.year, value / 1e9, group(value / 1e9, 1), who.lower())
        for who in COUNTS
        if (value := head.value("kaz_chn_trade_usd", who)) is not None
    ]
    first, last = int(frame["year"].min()), int(frame["year"].max())
    levels = _levels(report)
    due = sorted({int(level.until) for level in levels})
    title = tr("Trade of China and Kazakhstan by both counts, {first} to {last}", first=first, last=last)
    if due:
        many = tr(" and ").join(map(str, due))
        title = tr("{title}; dashed: targets for {years}", title=title, years=many)
    return graphs.years(title, lines, levels, dots, unit=tr("billion USD a year"), mark=report.year)


def _levels(report: ReportInput) -> list[graphs.Level]:
    """Dated targets of the trade of the two, each once."""
    frame = report.table("appraisal.targets")
    if frame.empty:
        return []
    mine = frame[frame["target_id"].str.startswith("kaz-chn-trade") & frame["due_year"].notna()]
    mine = mine.drop_duplicates(["target_value", "due_year"]).sort_values("target_value")
    return [
        graphs.Level(
            float(r["target_value"]),
            tr("{goal} by {year}", goal=published(r["target_value"]).text, year=int(r["due_year"])),
            float(report.year),
            float(r["due_year"]),
            published(r["target_value"]).text,
        )
        for r in mine.to_dict("records")
    ]


def grid(report: ReportInput, figures: Figures) -> Grid | None:
    """All years by both counts with their sources; None where the record has none."""
    frame = trade_by_year(report.table("record.facts"))
    if frame.empty:
        return None
    rows = []
    for year in sorted(set(frame["year"]), reverse=True):
        cells: list[object] = [str(year)]
        said = []
        for who in COUNTS:
            of = frame[(frame["year"] == year) & (frame["reporter"] == who)]
            value = float(of["busd"].iloc[0]) if len(of) else None
            ids = of["fact_ids"].iloc[0].split(";") if len(of) else ()
            if len(of) and of["source"].iloc[0]:
                said.append(cited(of["source"].iloc[0]))
            cells.append(
                figures.cell(
                    value, "USD bn", "trade.by_year", f"{year}|{who}", "sum",
                    tr("Trade, {year}, {who}", year=year, who=reporter(who)),
                    shown=published(round(value, 2)) if value is not None else None,
                    formula=tr("sum of both directions") if len(ids) > 1 else tr("as published"),
                    parents=tuple(cell_node("record.facts", f, "value") for f in ids),
                )
            )  # fmt: skip
        rows.append(Row([*cells, foreign("; ".join(dict.fromkeys(said)))]))
    heads = [
        Head(tr("Year"), "name"), Head(tr("China’s count, bn USD")), Head(tr("Kazakhstan’s count, bn USD")),
        Head(tr("Published by"), "text"),
    ]  # fmt: skip
    note = tr("Both directions. A year in which one direction is not known by a count is a gap.")
    caption = tr("Trade of the two countries by year and by count")
    return Grid("trade-years", caption, heads, rows, frame, note=note)


def publishers(report: ReportInput) -> Markup:
    """Bodies that published the series, without via whom: ``UN Comtrade; Kazakhstan Bureau of National Statistics``."""
    frame = trade_by_year(report.table("record.facts"))
    if frame.empty:
        return Markup("")
    named = frame["source"].str.split("; ").explode()
    bodies = named[named != ""].str.replace(
        r"( exports| imports| release)?( /|,| via | \(|  ).*$", "", regex=True
    )
    said = bodies.value_counts().index.tolist()
    told = (
        mark("{bodies}, and others; each year with its document and date in the table under Trade")
        if len(said) > 3
        else mark("{bodies}; each year with its document and date in the table under Trade")
    )
    return escape(tr(told)).format(bodies=foreign(", ".join(said[:3])))


def who_says(report: ReportInput) -> Markup:
    """Who published the series, each once, those with most years first."""
    frame = trade_by_year(report.table("record.facts"))
    if frame.empty:
        return Markup("")
    named = frame["source"].str.split("; ").explode()
    bodies = named[named != ""].map(cited).value_counts().index.tolist()
    said = escape(foreign("; ".join(bodies[:3])))
    if len(bodies) <= 3:
        return said
    return escape(tr("{bodies}; and {n} more, by year in the table")).format(bodies=said, n=len(bodies) - 3)
