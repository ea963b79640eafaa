"""Sections of a scenario: what changes against its interval, who gains and who loses, what the project costs."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from jibek.ground.language import mark, tr
from jibek.ground.locale import detailed
from jibek.ground.vocabulary import BASE_REPORTER
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections.answer import Headline, label
from jibek.report.sections.finding import MOVES, opened, standing
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, plain_rows
from jibek.report.wording.names import Names, bare, foreign, mode, plain, reporter
from jibek.report.wording.numbers import Shown, known, published, show

FURTHEST = 6.0  # half-widths; what stands out by more stands at the end of the axis

MOST_COUNTRIES = 6

_MONEY = {"bn": 1e9, "M": 1e6}


def changes(report: ReportInput) -> Markup:
    """Changes of the headline with their intervals, each on the scale of its own interval; blank without a base."""
    head = Headline(report)
    rows = [r for r in head.rows.values() if r["id"] in MOVES and _spread(r) > 0]
    if not report.base or not rows:
        return Markup("")
    rows.sort(key=standing, reverse=True)
    marks = [_mark(r) for r in rows[:10]]
    end = min(FURTHEST, max(2.0, *(abs(m.value) + 1 for m in marks)))
    title = tr(
        "What changes against {base}, each on the scale of its own interval: outside the shade the direction is sure",
        base=report.base,
    )
    at = [(-0.7 * end, tr("less")), (0.0, tr("no change")), (0.7 * end, tr("more"))]
    return graphs.rows(title, marks, charts.Axis(-end, end), at=at, band=(-1.0, 1.0))


def _spread(row: dict[str, Any]) -> float:
    ends = [row.get(c) for c in ("difference", "difference_low", "difference_high")]
    return float(ends[2]) - float(ends[1]) if all(map(known, ends)) else 0.0  # type: ignore[arg-type]


def _mark(row: dict[str, Any]) -> graphs.Mark:
    half = _spread(row) / 2
    d, low, high = (float(row[c]) for c in ("difference", "difference_low", "difference_high"))
    shown = show(d, str(row["unit"]), low, high, signed=True)
    name = detailed(p for p in (plain(tr(str(row["short"]))), reporter(row.get("reporter"))) if p)
    return graphs.Mark(name, d / half, str(shown), low / half, high / half, kind="dot")


def gains(report: ReportInput, figures: Figures) -> Section:
    """Winners and losers in dollars, hours, tonnes and CO2e, and the cost of the project beside a year's benefit."""
    ask = tr("Who gains and who loses?")
    head = Headline(report)
    if not report.base or not head.measured:
        return Section("gains", ask, missing=tr("A run that is its own base changes nothing."))
    money = _dollars(report, figures)
    rows = [*money, *_carriers(report, figures), *_changed(head, figures)]
    cost = projects(report)
    title, lead = _in_words(report, cost)
    heads = [
        Head(tr("Who, or what"), "name"), Head(tr("Change a year")), Head(tr("Interval")), Head("", "text"),
    ]  # fmt: skip
    caption = tr("Gains and losses against the base")
    grids = [Grid("gains", caption, heads, rows, _frame(report))] if rows else []
    if cost:
        grids.append(_costs(cost, figures))
    return Section("gains", title, lead, grids, ask=ask, chart=_bars(report))


def _welfare(report: ReportInput) -> pd.DataFrame:
    frame = report.table("trade.countries")
    if "welfare_usd" not in frame:
        return pd.DataFrame(columns=["country", "welfare_usd"])
    mine = frame[(frame["reporter"] == BASE_REPORTER) & frame["welfare_usd"].notna()]
    sized = mine.assign(
        _size=mine["welfare_usd"].abs()
    )  # first: a column set on no rows would bring its own back
    return sized[sized["_size"] > 1.0].sort_values("_size", ascending=False, kind="stable")


def _shown_countries(report: ReportInput) -> pd.DataFrame:
    """The two, then those whose real spending changes most in dollars."""
    frame = _welfare(report)
    two = frame["country"].isin(("KAZ", "CHN"))
    return pd.concat([frame[two], frame[~two].head(MOST_COUNTRIES)])


def _bars(report: ReportInput) -> Any:
    frame = _shown_countries(report)
    if frame.empty:
        return ""
    marks = [
        graphs.Mark(
            report.country(r["country"]), r["welfare_usd"] / 1e6,
            str(show(r["welfare_usd"], "USD/year", digits=2, signed=True)),
        )
        for r in plain_rows(frame.sort_values("welfare_usd", ascending=False))
    ]  # fmt: skip
    scale = charts.axis(*(m.value for m in marks))
    return graphs.rows(tr("Change of real spending, million USD a year"), marks, scale)


def _dollars(report: ReportInput, figures: Figures) -> list[Row]:
    rows, group = [], tr("Dollars: what people can buy")
    for r in plain_rows(_shown_countries(report)):
        name = report.country(r["country"])
        cell = figures.cell(
            r["welfare_usd"], "USD/year", "trade.countries", f"{r['country']}|{BASE_REPORTER}", "welfare_usd",
            tr("{name}, change of real spending", name=name), digits=2, signed=True, strong=True,
        )  # fmt: skip
        rows.append(Row([name, cell, "", _word(r["welfare_usd"])], group=group))
        group = ""
    return rows


def _carriers(report: ReportInput, figures: Figures) -> list[Row]:
    frame = report.table("trade.carriers")
    if not {"income_usd", "base_income_usd"} <= set(frame.columns):
        return []
    frame = frame.assign(change=frame["income_usd"] - frame["base_income_usd"])
    frame = frame[frame["change"].abs() > 1e3].assign(_size=frame["change"].abs())
    rows, group = [], tr("Dollars: income of carriers")
    for r in plain_rows(frame.sort_values("_size", ascending=False, kind="stable").head(MOST_COUNTRIES)):
        key = f"{r['country']}|{r['mode']}"
        name = detailed((report.country(r["country"]), mode(r["mode"])))
        cell = figures.cell(
            r["change"], "USD/year", "trade.carriers", key, "change", tr("{name}, change of income", name=name),
            digits=2, signed=True, strong=True, formula=tr("income less income in the base"),
            parents=tuple(cell_node("trade.carriers", key, c) for c in ("income_usd", "base_income_usd")),
        )  # fmt: skip
        rows.append(Row([name, cell, "", _word(r["change"])], group=group))
        group = ""
    return rows


_GROUPS = {"h": mark("Hours and days"), "d": "Hours and days", "t/year": mark("Tonnes"),
           "trains/day": mark("Trains"), "USD/FEU": mark("Price of a box"),
           "kg CO2e/FEU": mark("CO₂e of a box")}  # fmt: skip

_LESS_IS_BETTER = ("h", "d", "USD/FEU", "kg CO2e/FEU")


def _changed(head: Headline, figures: Figures) -> list[Row]:
    rows = []
    for unit_group in dict.fromkeys(_GROUPS.values()):
        group = tr(unit_group)
        for r in head.rows.values():
            if _GROUPS.get(str(r["unit"])) != unit_group or not known(r.get("difference")):
                continue
            unit, words = str(r["unit"]), label(r)
            d, low, high = float(r["difference"]), r.get("difference_low"), r.get("difference_high")
            shown = show(d, unit, low, high, digits=2, signed=True)
            key = f"{r['id']}|{r['reporter'] if isinstance(r.get('reporter'), str) else ''}"
            cell = figures.cell(
                d,
                unit,
                "headline",
                key,
                "difference",
                tr("{name}, change", name=words),
                shown=shown,
                strong=True,
            )
            sign = -1.0 if unit in _LESS_IS_BETTER else 1.0
            sure = standing(r) > 0
            verdict = _word(sign * d) if sure and unit in _LESS_IS_BETTER else "" if sure else tr("open")
            rows.append(Row([plain(tr(str(r["short"]))), cell, shown.interval, verdict], group=group))
            group = ""
    return rows


def _word(change: float) -> str:
    return tr("gains") if change > 0 else tr("loses") if change < 0 else ""


def _frame(report: ReportInput) -> pd.DataFrame:
    """Everything behind the table: changes of the headline and of real spending."""
    head = report.headline
    told = [
        c
        for c in ("id", "name", "unit", "reporter", "difference", "difference_low", "difference_high")
        if c in head
    ]
    spending = _welfare(report)[["country", "welfare_usd"]]
    as_rows = pd.DataFrame(
        {
            "id": "welfare_usd",
            "name": spending["country"],
            "unit": "USD/year",
            "difference": spending["welfare_usd"],
        }
    )
    return pd.concat([head[told], as_rows], ignore_index=True) if len(as_rows) else head[told]


def projects(report: ReportInput) -> list[dict[str, Any]]:
    """Published costs of projects that name the places of what the scenario opens.

    Returns
    -------
    list
        Rows of ``record.facts`` with ``project`` and ``usd``, the cost in dollars at the run's year's rate (None where
        the record has no rate).
    """
    new, facts = opened(report), report.table("record.facts")
    if new is None or not {"table", "column", "key"} <= set(facts.columns):
        return []
    ends = {str(x) for x in report.scenario["open"]["links"]}
    names = Names(report)
    places = {bare(names.place(p)).lower() for link in ends if link in names.links for p in names.links[link]}
    costs = facts[(facts["table"] == "projects") & (facts["column"] == "cost")]
    found = []
    for row in plain_rows(costs):
        said = str(row["key"]).lower()
        if sum(place in said for place in places) >= 2:
            found.append({**row, "project": row["key"], "usd": _usd(facts, row, report.year)})
    return found


def _usd(facts: pd.DataFrame, row: dict[str, Any], year: int) -> float | None:
    size, _, currency = str(row["unit"]).partition(" ")
    if size not in _MONEY:
        return None
    if currency == "USD":
        return float(row["value"]) * _MONEY[size]
    rates = facts[
        (facts["table"] == "rates") & facts["key"].str.startswith(f"{currency}|{year}|annual_average")
    ]
    return float(row["value"]) * _MONEY[size] / float(rates["value"].iloc[0]) if len(rates) else None


def _costs(cost: list[dict[str, Any]], figures: Figures) -> Grid:
    rows = []
    for r in cost:
        shown = published(float(r["value"]), str(r["unit"]))
        cell = figures.cell(
            r["value"], str(r["unit"]), "record.facts", str(r["fact_id"]), "value",
            tr("Cost of {project}", project=r["project"]), shown=shown, strong=True,
        )  # fmt: skip
        usd = show(r["usd"], "USD", digits=2)
        said = (
            f"{r['source']}, {r['source_date']}"
            if isinstance(r.get("source_date"), str)
            else str(r["source"])
        )
        rows.append(Row([foreign(str(r["project"])), cell, str(usd) if r["usd"] else "–", foreign(said)]))
    heads = [
        Head(tr("Project"), "name"),
        Head(tr("Cost as published")),
        Head(tr("In dollars of the year")),
        Head(tr("Source"), "text"),
    ]
    frame = pd.DataFrame([{k: r.get(k) for k in ("project", "value", "unit", "usd", "source", "source_date", "url")}
                          for r in cost])  # fmt: skip
    return Grid(
        "cost",
        tr("What the project costs"),
        heads,
        rows,
        frame,
        note=tr("Two figures of one line are two sources."),
    )


# Millions and billions of a currency, in words.
_SUMS = {
    ("M", "USD"): mark("{n} million dollars"), ("bn", "USD"): mark("{n} billion dollars"),
    ("M", "EUR"): mark("{n} million euros"), ("bn", "EUR"): mark("{n} billion euros"),
    ("M", "KZT"): mark("{n} million tenge"), ("bn", "KZT"): mark("{n} billion tenge"),
    ("M", "CNY"): mark("{n} million yuan"), ("bn", "CNY"): mark("{n} billion yuan"),
    ("M", "GEL"): mark("{n} million lari"), ("bn", "GEL"): mark("{n} billion lari"),
}  # fmt: skip


def _in_words(report: ReportInput, cost: list[dict[str, Any]]) -> tuple[str, str]:
    """Title and lead: who gains most and who loses most, and cost beside benefit."""
    frame = _welfare(report)
    if frame.empty:
        return tr("Nobody’s real spending changes by what could be told apart from nothing"), ""
    order = frame.sort_values("welfare_usd", ascending=False)
    parts = []
    for r, gaining in ((order.iloc[0], True), (order.iloc[-1], False)):
        change = float(r["welfare_usd"])
        if (change > 0) == gaining:
            told = mark("{country} gains most, {amount} a year") if gaining else mark(
                "{country} loses most, {amount} a year"
            )  # fmt: skip
            amount = show(abs(change), "USD", digits=2).spoken
            parts.append(tr(told, country=report.country(r["country"]), amount=amount))
    title = tr("{finding}; {second}", finding=parts[0], second=parts[1]) if len(parts) > 1 else "".join(parts)
    return title, cost_in_words(report, cost)


def cost_in_words(report: ReportInput, cost: list[dict[str, Any]] | None = None) -> str:
    """What the project is said to cost beside what the two gain in a year; blank without either."""
    cost = projects(report) if cost is None else cost
    frame = _welfare(report)
    if not cost or frame.empty:
        return ""
    told = tr(" or ").join(
        f"{_spoken(float(r['value']), str(r['unit']))}{_in_dollars(r['usd'])}" for r in cost
    )
    two = float(frame[frame["country"].isin(("KAZ", "CHN"))]["welfare_usd"].sum())
    message = (
        mark("The project is said to cost {cost}; by this run Kazakhstan and China together gain {amount} of real "
             "spending a year. Gains that grow with later traffic are not in it.")
        if two > 0
        else mark("The project is said to cost {cost}; by this run Kazakhstan and China together lose {amount} of real "
                  "spending a year. Gains that grow with later traffic are not in it.")
    )  # fmt: skip
    amount: Shown = show(abs(two), "USD", digits=2).spoken
    return " ".join(x for x in (tr(message, cost=told, amount=amount), _by_cost(report, cost)) if x)


def _by_cost(report: ReportInput, cost: list[dict[str, Any]]) -> str:
    """What shippers save by cost alone, which is what a project's cost is to be held against, and what the rest is."""
    frame = report.table("shippers_saving")
    if not len(frame):
        return ""
    usd = {str(r["part"]): float(r["usd_per_year"]) for r in plain_rows(frame)}
    saved, choice = (show(usd[part], "USD", digits=2).spoken for part in ("cost", "choice"))
    years = [r["usd"] / usd["cost"] for r in cost if r["usd"] and usd["cost"] > 0]
    said = (
        tr("Lower costs save shippers of all countries {saved} a year, which makes up the lowest cost in {years} "
           "years.", saved=saved, years=show(min(years), "", digits=2))
        if years
        else tr("Lower costs save shippers nothing.")
    )  # fmt: skip
    if usd["choice"] > abs(usd["cost"]):
        said += " " + tr(
            "Most of the gain, {choice} a year to shippers, is only that there is one way more to choose from: what "
            "that is worth is an assumption that no published value supports, so do not hold it against the cost.",
            choice=choice,
        )
    return said


def _spoken(value: float, unit: str) -> str:
    """A published sum in words, its digits as printed: 321 billion tenge."""
    size, _, currency = unit.partition(" ")
    if size == "M" and value >= 1e3:
        size, value = "bn", value / 1e3
    if (size, currency) not in _SUMS:
        return str(published(value, f"{size} {currency}".strip()))
    return tr(_SUMS[size, currency], n=published(value, "").text)


def _in_dollars(usd: float | None) -> str:
    return f" ({show(usd, 'USD', digits=2).spoken})" if usd else ""
