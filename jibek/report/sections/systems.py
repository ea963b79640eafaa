"""Section on the systems of the cooperation: five areas, each on one screen, and all systems by group with their state.

Reads   systems.systems, systems.indicators, systems.screens, systems.trends of a run
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from jibek.ground.language import current, mark, tr, trn
from jibek.ground.locale import clauses, commas, detailed
from jibek.ground.values import plain
from jibek.ground.vocabulary import AREAS, SYSTEM_GROUPS
from jibek.report.input import ReportInput
from jibek.report.systems.areas import chart, drawn, spoken
from jibek.report.systems.figures import figure
from jibek.report.systems.words import COUNTED, reporter, word
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section
from jibek.report.wording.names import foreign
from jibek.report.wording.numbers import Shown

TABLE = "systems.indicators"

TITLE = mark("The systems of the cooperation")

_IN_CSV = "system name value low high unit period reporter missing".split()

Cells = Mapping[str, Any]

_GROUPS = {
    "agriculture": mark("Agriculture"), "borders": mark("Borders"), "corridors": mark("Corridors"),
    "digital": mark("Digital"), "education": mark("Education"), "energy": mark("Energy"), "finance": mark("Finance"),
    "industry": mark("Industry"), "institutions": mark("Institutions"), "people": mark("People"),
    "trade": mark("Trade"),
}  # fmt: skip


def systems(report: ReportInput, figures: Figures) -> Section:
    """The five areas of the Belt and Road and the systems that the source texts name."""
    listed, worked = report.table("systems.systems"), report.table(TABLE)
    if listed.empty or worked.empty:
        return Section("systems", tr(TITLE), missing=tr("This run holds no systems."))
    indicators = {row["indicator_id"]: _indicator(row, figures) for row in plain(worked)}
    rows = plain(listed)
    states = _counts(rows)
    lead = tr(
        "The source texts name {n} systems: {states}. Numbers here are worked out of published figures, events and "
        "statements, or of this run; each opens what it is made of. Computed: an indicator is worked out; recorded: "
        "figures, events or statements alone; gap: it could be counted, and no figure does so.",
        n=len(rows),
        states=states,
    )
    screens = [_screen(area, report, indicators) for area in AREAS]
    beside = _beside(screens)
    grids = [_group(group, rows, worked, indicators, beside) for group in SYSTEM_GROUPS]
    return Section(
        "systems",
        tr(TITLE),
        lead,
        [g for g in grids if g is not None],
        kind="fold",
        screens=[s for s in screens if s["numbers"]],
    )


def _counts(rows: list[dict[str, Any]]) -> str:
    """``10 computed, 2 recorded``."""
    states = [row["status"] for row in rows]
    return commas(tr(said, n=states.count(s)) for s, said in COUNTED.items() if s in states)


def _indicator(row: Cells, figures: Figures) -> dict[str, Any]:
    """A row with its figure as a button; made when a screen or list first shows it."""
    return {**row, "period": row["period"] or "", "missing": row["missing"] or "", "_figures": figures}


def _button(of: Cells) -> dict[str, Any]:
    told = figure(of)
    low, _, high = told.span.partition(between) if (between := _between()) in told.span else ("", "", "")
    button = of["_figures"].cell(
        of["value"], of["unit"], TABLE, of["indicator_id"], "value",
        detailed((tr(of["name"]), spoken(of["period"]))), shown=Shown(told.text, told.unit, low, high),
    )  # fmt: skip
    return {**of, "button": button}


def _between() -> str:
    """What stands between the ends of an interval."""
    return tr("{low} to {high}").partition("{low}")[2].partition("{high}")[0]


def _screen(area: str, report: ReportInput, indicators: Mapping[str, Cells]) -> dict[str, Any]:
    lines = [row for row in plain(report.table("systems.screens")) if row["area"] == area]
    points = [row for row in plain(report.table("systems.trends")) if row["area"] == area]
    held = {(row["part"], row["place"]): _shown(row, points, indicators) for row in lines}
    places = sorted(place for part, place in held if part == "promise")
    return {
        "area": area,
        "numbers": [held[at] for at in sorted(held) if at[0] == "number"],
        "pairs": [{"promise": held["promise", n], "deed": held["deed", n]} for n in places],
    }


def _shown(line: Cells, points: list[dict[str, Any]], indicators: Mapping[str, Cells]) -> dict[str, Any]:
    of = indicators.get(line["indicator_id"])
    mine = [p for p in points if (p["part"], p["place"]) == (line["part"], line["place"])]
    series = {"name": mine[0]["name"], "unit": mine[0]["unit"], "points": mine} if mine else None
    if of is None:
        return {
            "words": line["words"],
            "indicator": None,
            "series": series,
            "system_id": "",
            "others": [],
        }
    others = [
        i
        for i in indicators.values()
        if (i["system_id"], i["name"]) == (of["system_id"], of["name"])
        and i is not of
        and i["value"] is not None
    ]
    return {
        "words": line["words"],
        "indicator": _button(of),
        "series": series,
        "system_id": of["system_id"],
        "others": others,
    }


def _beside(screens: list[dict[str, Any]]) -> dict[str, Markup]:
    """What the screens say of a system, for its entry: the promise that its figure is held against, the small chart."""
    said: dict[str, Markup] = {}
    for screen in screens:
        held = [(pair["promise"]["words"], pair["deed"]) for pair in screen["pairs"]]
        for promise, shown in [*held, *(("", n) for n in screen["numbers"])]:
            if not shown["system_id"]:
                continue
            told = Markup("")
            if promise:
                of = shown["indicator"]
                told += Markup("<small>{}</small>").format(
                    tr("Promised: {promise}. Done: {deed}, {figure}",
                       promise=tr(promise), deed=tr(shown["words"]), figure=figure(of))
                )  # fmt: skip
            if shown["series"]:
                series = shown["series"]
                told += Markup("<small>{}{}{}</small>").format(
                    tr(series["name"]), clauses(("", "")), drawn(series)
                )
                told += Markup(chart(series))
            said[shown["system_id"]] = said.get(shown["system_id"], Markup("")) + told
    return said


def _group(
    group: str,
    rows: list[dict[str, Any]],
    worked: pd.DataFrame,
    indicators: Mapping[str, Cells],
    beside: Mapping[str, Markup],
) -> Grid | None:
    mine = [row for row in rows if row["group"] == group]
    if not mine:
        return None
    names = {row["system_id"]: row["name"] for row in mine}
    csv = worked[worked["system_id"].isin(names)]
    return Grid(
        f"systems-{group}",
        tr(_GROUPS.get(group, group.capitalize())),
        [
            Head(tr("System"), "name"),
            Head(tr("State"), "who"),
            Head(tr("First figure worked out"), "name"),
            Head(""),
        ],
        [
            Row(
                _cells(row, indicators, beside.get(row["system_id"], Markup(""))),
                anchor=f"s-{row['system_id']}",
            )
            for row in mine
        ],
        csv.assign(system=csv["system_id"].map(names))[_IN_CSV],
        note=tr("All figures of these systems: CSV."),
        extra={"now": _counts(mine)},
    )


def _cells(row: Cells, indicators: Mapping[str, Cells], beside: Markup) -> list[Any]:
    state = Markup('<span class="tag {}">{}</span>').format(row["status"], word(row["status"]))
    first = next(
        (i for i in indicators.values() if i["system_id"] == row["system_id"] and i["value"] is not None),
        None,
    )
    if first is None:
        return [name_of(row), state, Markup("{} {}").format(_known(row), beside), ""]
    said = Markup("{} <small>{}{}{}</small> {}").format(
        tr(first["name"]),
        spoken(first["period"]),
        clauses(("", "")),
        reporter(first["reporter"]),
        beside,
    )
    return [name_of(row), state, said, _button(first)["button"]]


def name_of(row: Cells) -> str:
    """A system in the reader's language; in English where its name has none."""
    said = row.get(f"name_{current()}")
    return said if isinstance(said, str) and said else str(row["name"])


def _known(row: Cells) -> Markup:
    """What there is of a system without a figure, or what is missing."""
    counted: list[str | Markup] = []
    if row["figures"]:
        counted.append(trn("{n} figure", "{n} figures", row["figures"]))
    if row["events"]:
        counted.append(trn("{n} event", "{n} events", row["events"]))
    if row["statements"]:
        counted.append(trn("{n} statement", "{n} statements", row["statements"]))
    if row["status"] == "gap" and row["missing"]:
        counted.append(escape(tr("missing: {what}")).format(what=foreign(row["missing"])))
    return Markup(commas(("", ""))).join(counted)
