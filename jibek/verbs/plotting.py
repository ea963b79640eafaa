"""The charts of a run: where freight goes, how long trains wait, trade by both counts, what a number rests on.

    run.plot("waits").figure.savefig("waits.png")
    run.plot("waits", lang="zh")

Each is drawn from tables of the run alone, by ``points_of``, so that what is drawn can be held against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jibek.ground import plotting
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.language import ENGLISH, current, tr
from jibek.ground.values import plain
from jibek.report.input import ReportInput
from jibek.report.wording import names

KINDS = ("trade", "waits", "tornado", "map")

MOST = 12  # rows of a chart; the others are in the table

LEAST_TONNES = 1e4  # a year on a line of the map

Tables = Mapping[str, pd.DataFrame]


def plot(tables: Tables, kind: str, headline: str, mode: str, lang: str = ENGLISH) -> Any:
    """Axes with the chart of a kind; ``headline`` for ``tornado``, ``mode`` of vehicles for ``waits``.

    ``lang``: of titles, axes and names.

    Raises
    ------
    InputError
        ``plot.unknown_kind``, ``plot.nothing``: the run holds no rows for it; ``language.unknown``.
    MissingExtra
        ``plot.missing_extra``.
    """
    if kind not in KINDS:
        fix = nearest(kind, KINDS) or f"One of {', '.join(KINDS)}."
        problem = Problem(
            "plot.unknown_kind", "plot", value=kind, expected=f"one of {', '.join(KINDS)}", fix=fix
        )
        raise InputError("plot.unknown_kind", f"there is no chart {kind!r}", [problem])
    with plotting.drawn_in(lang):
        if kind == "trade":
            return _trade(tables)
        if kind == "waits":
            return _waits(tables, mode)
        return _tornado(tables, headline) if kind == "tornado" else _map(tables)


def trade_by_reporter(facts: pd.DataFrame) -> dict[str, tuple[list[int], list[float]]]:
    """Turnover of China and Kazakhstan by who counts it, bn USD: years and values.

    The published total of a year, else the sum of both directions where the same reporter gives both.
    """
    cells: dict[str, dict[int, dict[str, float]]] = {}
    for r in plain(facts[facts["table"] == "kaz_chn_trade_by_reporter"]):
        year, flow, reporter = str(r["key"]).split("|")
        if r["value"] is not None and r["unit"] == "bn USD":
            cells.setdefault(reporter, {}).setdefault(int(year), {})[flow] = float(r["value"])
    found = {}
    for reporter, years in sorted(cells.items()):
        totals = {y: total for y, of in sorted(years.items()) if (total := _turnover(of)) is not None}
        if totals:
            found[reporter] = list(totals), list(totals.values())
    return found


def _turnover(of: Mapping[str, float]) -> float | None:
    if "total" in of:
        return of["total"]
    both = [of.get("CHN->KAZ"), of.get("KAZ->CHN")]
    return None if None in both else sum(v for v in both if v is not None)


def waits_of(tables: Tables, mode: str) -> pd.DataFrame:
    """Gateways of a mode where vehicles pass, the longest mean hours first: name, hours_mean, low, high, hours_p90."""
    waits = _rows(tables, "simulation.waits")
    waits = waits[(waits["mode"] == mode) & (waits["trains_per_day"] > 0)]
    if current() != ENGLISH:
        known = names.Names(ReportInput("", {}, None, 0, "", pd.DataFrame(), tables=tables))
        waits = waits.assign(name=[known.gateway(str(g)) for g in waits["gateway_id"]])
    elif "network.gateways" in tables and "name" in tables["network.gateways"]:
        named = tables["network.gateways"].set_index("gateway_id")["name"]
        waits = waits.assign(name=waits["gateway_id"].map(named))
    else:
        waits = waits.assign(name=waits["gateway_id"])
    return waits.sort_values("hours_mean", ascending=False).head(MOST)


def rests_of(tables: Tables, headline: str) -> pd.DataFrame:
    """What a headline number rests on, the largest share first: assumption_id, first_order, first_order_error."""
    rests = _rows(tables, "rests_on")
    known = sorted(set(rests["headline"]))
    if headline not in known:
        problem = Problem(
            "plot.unknown_headline", "plot", value=headline, expected="a headline number of the run",
            fix=nearest(headline, known) or f"One of {', '.join(known)}.",
        )  # fmt: skip
        raise InputError("plot.unknown_headline", f"no headline number is called {headline!r}", [problem])
    return rests[rests["headline"] == headline].sort_values("first_order", ascending=False).head(MOST)


def loads_of(tables: Tables) -> pd.DataFrame:
    """Lines that freight moves along: place_a, place_b, mode, tonnes_per_year both ways, the largest last."""
    arcs = _rows(tables, "network.arcs")
    tonnes = _rows(tables, "flows.arc_flows").groupby("arc_id")["tonnes_per_year"].sum()
    moved = arcs[(arcs["distance_km"] > 0) & arcs["mode"].isin(("rail", "road", "sea", "ferry"))]
    moved = moved.assign(
        tonnes_per_year=moved["arc_id"].map(tonnes).fillna(0.0),
        **{end: moved[end].map(lambda state: str(state).partition("|")[0]) for end in ("tail", "head")},
    )
    ends = moved[["tail", "head"]]
    moved = moved.assign(place_a=ends.min(axis=1), place_b=ends.max(axis=1))
    summed = moved.groupby(["place_a", "place_b", "mode"], as_index=False)["tonnes_per_year"].sum()
    return summed[summed["tonnes_per_year"] >= LEAST_TONNES].sort_values("tonnes_per_year")


def _rows(tables: Tables, name: str) -> pd.DataFrame:
    if name not in tables or not len(tables[name]):
        problem = Problem("plot.nothing", name, expected="rows", fix="Run the scenario again, with draws.")
        raise InputError("plot.nothing", f"the run holds no {name}", [problem])
    return tables[name]


def _trade(tables: Tables) -> Any:
    found = trade_by_reporter(_rows(tables, "record.facts"))
    if not found:
        _rows({}, "record.facts")
    series = {names.reporter(reporter): points for reporter, points in found.items()}
    title = tr("Trade of China and Kazakhstan, by who counts it")
    return plotting.lines(title, series, (tr("year"), tr("both directions, bn USD a year")))


def _waits(tables: Tables, mode: str) -> Any:
    rows = waits_of(tables, mode)
    if rows.empty:
        _rows({}, "simulation.waits")
    low, high = rows["hours_mean_low"], rows["hours_mean_high"]
    beside = (tr("nine in ten are through"), rows["hours_p90"].tolist())
    title = tr("From arrival to departure by {mode}", mode=names.mode(mode))
    named, mean = rows["name"].tolist(), rows["hours_mean"].tolist()
    axis = tr("hours (line: 95 % interval of the mean)")
    return plotting.dots(title, named, mean, low.tolist(), high.tolist(), axis, beside)


def _tornado(tables: Tables, headline: str) -> Any:
    rows = rests_of(tables, headline)
    said = _rows(tables, "headline").set_index("id")
    name = str(said.loc[[headline], "short" if "short" in said else "name"].iloc[0])
    named = [tr(names.words(str(a))) for a in rows["assumption_id"]]
    shares, errors = (100 * rows["first_order"], 100 * rows["first_order_error"])
    axis = tr("share of the variance that the assumption brings alone, %")
    title = tr("What “{name}” rests on", name=tr(name))
    return plotting.bars(title, named, shares.tolist(), axis, errors.tolist())


def _map(tables: Tables) -> Any:
    from jibek.report.drawing.geometry import rings, way

    rows = loads_of(tables)
    where = _rows(tables, "network.places").set_index("place_id")[["lon", "lat"]]
    axes = plotting.canvas(tr("Freight by line; widths grow with tonnes a year"), 14)
    for ring in rings("land"):
        axes.fill(ring[:, 0], ring[:, 1], color="#eeeeea", zorder=0)
    colours = {"rail": plotting.BLUE, "road": plotting.ORANGE, "sea": "#9db7c9", "ferry": "#000000"}
    most = float(rows["tonnes_per_year"].max()) if len(rows) else 1.0
    for mode in (m for m in colours if m in set(rows["mode"])):
        axes.plot([], [], color=colours[mode], linewidth=3, label=names.mode(mode))
    for r in rows.to_dict("records"):
        ends = [tuple(where.loc[p]) for p in (r["place_a"], r["place_b"])]
        points = way(r["place_a"], r["place_b"], ends, r["mode"] in ("sea", "ferry"))  # type: ignore[arg-type]
        width = 0.4 + 5.6 * (r["tonnes_per_year"] / most) ** 0.5
        axes.plot(points[:, 0], points[:, 1], color=colours[r["mode"]], linewidth=width)
    axes.set_xlim(-12, 150)
    axes.set_ylim(-5, 72)
    axes.set_xlabel(tr("longitude, degrees east (widest line: {mt:,.1f} Mt a year)", mt=most / 1e6))
    axes.set_ylabel(tr("latitude, degrees north"))
    axes.legend(frameon=False, loc="lower left")
    return axes
