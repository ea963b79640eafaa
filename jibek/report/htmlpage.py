"""Put the page together: one HTML file with its styles, script and data, which opens from disk and asks for nothing.

Reads   a run, as `ReportInput`
Writes  report.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jibek.ground.language import mark, tr
from jibek.ground.locale import clauses, commas
from jibek.ground.text import escaped, visible
from jibek.report.drawing import geometry, worldmap
from jibek.report.guard import policy
from jibek.report.input import ReportInput
from jibek.report.sections import (
    answer,
    carriers,
    economy,
    evidence,
    finding,
    first,
    gains,
    history,
    prices,
    rests,
    systems,
    targets,
    transport,
    waits,
    worth,
)
from jibek.report.systems.areas import TITLES, environment, file
from jibek.report.wording import steps as derivation
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Section, csv_text
from jibek.report.wording.names import Names, foreign, scenario
from jibek.report.wording.numbers import show, written

# Rows of the user's own tables, by what they do to the shipped ones.
_REPLACED = {
    "changed": mark("{n} rows changed"),
    "replaced": mark("{n} rows replaced"),
    "added": mark("{n} rows added"),
    "removed": mark("{n} rows removed"),
}


def html(report: ReportInput) -> str:
    """The page as text; equal inputs give equal text."""
    from markupsafe import Markup

    report = _named(report)
    figures, names = Figures(), Names(report)
    found, said = first.found(report, figures), first.said(report, figures)
    opening = _opening(report)
    atlas = worldmap.maps(report, names)
    sections = _sections(report, names, figures, atlas)
    script = file("script.js") + file("areas.js") + file("map.js")
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            titles=TITLES,
            report=report,
            title=_title(report),
            question=finding.question(report),
            finding=found,
            opening=opening,
            opening_source="" if report.base else history.publishers(report),
            first=answer.first_words(report),
            answer=said,
            whose=_whose(report),
            sections=sections,
            map=atlas,
            credit=foreign(geometry.credit()),
            run_code=Markup("<code>{}</code>").format(report.run_id),
            scenario_text=toml(report.scenario),
            replaced=_replaced(report),
            style=Markup("".join(map(file, ("style.css", "areas.css", "map.css", "reading.css")))),
            script=Markup(script),
            policy=policy(script),
            data=Markup(_data(report, sections, figures, names)),
        )
    )
    return visible(page)


def write(report: ReportInput, out: Path) -> Path:
    """Write the page; the file's path."""
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(html(report), encoding="utf-8", newline="\n")
    return out


def _sections(report: ReportInput, names: Names, figures: Figures, atlas: Mapping[str, Any]) -> list[Section]:
    """Parts of the page in the order in which a reader asks; those with nothing to show are left out."""
    made = [
        gains.gains(report, figures),
        _map(report, atlas),
        waits.waits(report, names, figures),
        transport.bottlenecks(report, names, figures),
        transport.routes(report, names, figures),
        economy.trade(report, figures),
        targets.targets(report, figures),
        worth.worth(report, names, figures),
        carriers.carriers(report, figures),
        prices.elasticities(report, figures),
        systems.systems(report, figures),
        evidence.beside(report, figures),
        rests.rests_on(report, figures),
        evidence.headline(report, figures),
        evidence.certificates(report),
        evidence.sources(report),
    ]
    return [s for s in made if not s.missing]


def _map(report: ReportInput, atlas: Mapping[str, Any]) -> Section:
    ask = tr("Where does the freight go?")
    if not atlas["drawn"]:
        return Section("map", ask, missing=tr("This run holds no places to draw."))
    head = answer.Headline(report)
    value, row = head.value("kaz_chn_rail_tonnes"), head.rows.get(("kaz_chn_rail_tonnes", ""))
    title = ask
    if value is not None:
        title = tr(
            "{tonnes} cross the border of China and Kazakhstan by rail",
            tonnes=show(value, "t/year", digits=2).spoken,
        )
    if value is not None and row is not None and report.base and finding.standing(row) > 0:
        change = float(row["difference"])
        told = {
            "all": show(value, "t/year", digits=2).spoken,
            "tonnes": show(abs(change), "t/year", digits=2).spoken,
            "base": report.base,
        }
        title = (
            tr(
                "{all} cross the border of China and Kazakhstan by rail, {tonnes} more than in {base}",
                **told,
            )
            if change > 0
            else tr(
                "{all} cross the border of China and Kazakhstan by rail, {tonnes} less than in {base}",
                **told,
            )
        )
    return Section("map", title, kind="map", ask=ask)


def _opening(report: ReportInput) -> Any:
    """The chart of the first screen: changes in a scenario, trade by both counts in a baseline."""
    return gains.changes(report) or history.chart(report)


def _named(report: ReportInput) -> ReportInput:
    """The report with the base by its name in the reader's language."""
    return replace(report, base=scenario(report.base)) if report.base else report


def _title(report: ReportInput) -> str:
    """Name and year; of a shipped scenario in the reader's language."""
    if report.title == f"Baseline, {report.year}":
        return tr("Baseline, {year}", year=report.year)
    name = report.title.removesuffix(f", {report.year}")
    return tr("{name}, {year}", name=tr(name), year=report.year) if name != report.title else report.title


def _whose(report: ReportInput) -> str:
    """Whose numbers the page shows where no other source is named."""
    return tr(
        "Jibek {version}, model run {run}, as of {year}",
        version=report.version or tr("(version unknown)"),
        run=report.run_id[:8],
        year=report.year,
    )


def _data(report: ReportInput, sections: list[Section], figures: Figures, names: Names) -> str:
    """What the script reads: tables as CSV, the steps behind the shown numbers, the run for citations."""
    content = {
        "meta": {
            "title": _title(report),
            "scenario": scenario(report.name),
            "year": report.year,
            "base": report.base,
            "run": report.run_id,
            "version": report.version,
        },
        "words": _words(),
        "csv": {g.ident: csv_text(g.csv) for s in sections for g in s.grids},
        "nodes": _shown(derivation.graph(report.explain, figures.cells.values(), names)),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    # Inside a script element only `<` could end it.
    return escaped(text).replace("<", "\\u003c")


def _shown(value: Any) -> Any:
    """Words of a derivation as the page shows them."""
    if isinstance(value, Mapping):
        return {_shown(k): _shown(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(v) for v in value]
    return visible(value) if isinstance(value, str) else value


def _words() -> dict[str, Any]:
    """What the script says, with places for its values."""
    thousands, point = written("1,000.5")[1], written("1,000.5")[-2]
    return {
        "thousands": thousands,
        "point": point,
        "apart": clauses(("", "")),
        "confidence": tr("confidence {confidence}"),
        "explain": tr("{n} more; see jibek explain"),
        "more": tr("{n} more"),
        "others": tr("{first}; and {n} more"),
        "assumption": tr("assumption: {name}"),
        "modelled": tr("Jibek {version}, modelled: scenario {scenario}, year {year}"),
        "baseline": tr("{title}. Scenario {scenario}, year {year}; run {run}, Jibek {version}."),
        "scenario": tr(
            "{title}. Scenario {scenario}, year {year}, measured from {base}; run {run}, Jibek {version}."
        ),
        "cell": tr("Cell: {cell} = {value}."),
        "rests": tr("Cell: {cell} = {value}\nRests on: {rests}."),
        "underived": tr("This run recorded no derivation of this cell."),
        "kinds": {kind: tr(said) for kind, said in derivation.KINDS.items()},
        "copied": tr("Copied"),
        "press": tr("Press Ctrl+C to copy"),
    }


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def _replaced(report: ReportInput) -> str:
    count = len(report.replaced)
    if not count:
        return ""
    kinds = report.replaced["kind"].value_counts() if "kind" in report.replaced else {"changed": count}
    said = (tr(_REPLACED.get(str(kind), str(kind)), n=n) for kind, n in dict(kinds).items())
    return tr("The user’s own data: {rows}.", rows=commas(said))


def toml(raw: Mapping[str, Any], path: str = "") -> str:
    """A scenario's plain values as the text of a ``.toml`` file."""
    plain = [(k, v) for k, v in raw.items() if not isinstance(v, Mapping)]
    lines = [f"[{path}]"] if path and plain else []
    lines += [f"{_key(k)} = {json.dumps(v, ensure_ascii=False)}" for k, v in plain if v is not None]
    parts = ["\n".join(lines)] if lines else []
    parts += [
        toml(v, f"{path}.{_key(k)}" if path else _key(k)) for k, v in raw.items() if isinstance(v, Mapping)
    ]
    return "\n\n".join(p for p in parts if p)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)
