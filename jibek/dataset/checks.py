"""The single checks of ``jibek inspect``: each lists the rows that a reader should look at.

A check of severity ``error`` must hold; a ``warning`` is weak data, an ``info`` only tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from jibek import record, sources
from jibek.dataset import shape
from jibek.dataset.coverage import Tables, link_km
from jibek.ground.errors import InputError, Problem
from jibek.ground.vocabulary import MODES, ON_LAND, ROUTED
from jibek.sources.checks import METRIC
from jibek.sources.overlay import load, problems_of

Severity = Literal["error", "warning", "info"]

# Codes of single problems by the check they belong to; all others are matters of form.
FAMILY = {
    "table.out_of_range": "ranges",
    "sources.range_order": "ranges",
    "table.unknown_reference": "references",
    "sources.unknown_place": "references",
    "table.unknown_choice": "words",
    "table.unknown_form": "words",
    "table.empty_element": "words",
    "table.repeated_element": "words",
    "sources.near_word": "words",
    "sources.loop": "references",
    "sources.wrong_unit": "units",
    "table.repeated_key": "keys",
    "sources.repeated_key": "keys",
    "sources.below_great_circle": "distance.great_circle",
}

FORM = {
    "schema": "columns, types and required cells are as declared",
    "words": "words of closed lists are as declared, and no word differs from a known one in case or blanks alone",
    "ranges": "numbers lie within their limits",
    "references": "every id that is referred to exists",
    "units": "units are those of the table and the metric",
    "keys": "keys are unique where they must be",
    "distance.great_circle": "no link is shorter than the great circle between its ends",
}

OLD_BEFORE = 2018  # documents older than five years before the base year


@dataclass(frozen=True, slots=True)
class Check:
    """``rows`` names the rows concerned; ``ok`` false with severity error fails the inspection."""

    code: str
    ok: bool
    severity: Severity
    rows: tuple[str, ...]
    message: str

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "ok": self.ok,
            "severity": self.severity,
            "rows": list(self.rows),
            "message": self.message,
        }


def all_problems(found: sources.Sources, folder: Path | None) -> list[Problem]:
    """Every file of the package and of the folder against its declaration; reading alone trusts the package."""
    tables = dict(found.tables)
    raws = list(sources.shipped_files().values()) + (load(folder) if folder else [])
    return [p for raw in raws for p in problems_of(raw, tables[raw.stem], tables)]


def form(problems: Iterable[Problem]) -> list[Check]:
    """Problems of single cells and rows, gathered by what they break."""
    by_check: dict[str, list[str]] = {code: [] for code in FORM}
    for problem in problems:
        by_check[FAMILY.get(problem.code, "schema")].append(str(problem))
    return [
        Check(
            code,
            not rows,
            "error",
            tuple(rows),
            FORM[code] if not rows else f"{len(rows)} cells or rows do not hold",
        )
        for code, rows in by_check.items()
    ]


def _listed(code: str, severity: Severity, rows: Iterable[str], good: str, bad: str) -> Check:
    """A check that holds when nothing is listed; ``bad`` may use ``{n}``."""
    rows = tuple(rows)
    return Check(code, not rows, severity, rows, bad.format(n=len(rows)) if rows else good)


def readings(found: sources.Sources) -> list[Check]:
    """What shipped rows held in added columns, and the user's rows in their place do not."""
    rows = [row for w in found.warnings if w["code"] == "sources.reading_lost" for row in w["rows"]]
    return [
        _listed(
            "sources.reading_lost",
            "warning",
            rows,
            "no row of the folder drops what the shipped row in its place holds in an added column",
            "{n} cells of added columns are lost: fill them in the folder, words of a row are never read",
        )
    ]


def units(facts: record.Facts) -> list[Check]:
    """Figures without a unit, and metrics in several."""
    frame = facts.facts
    bare = frame[frame["unit"].isna() & ~frame["table"].isin(["published_numbers", "marks"])]
    mixed = [
        f"{stem}: {': '.join(name if isinstance(name, tuple) else (str(name),))} in {', '.join(sorted(units))}"
        for stem, metrics in METRIC.items()
        if metrics
        for name, units in facts.table(stem).groupby(list(metrics[-1]))["unit"].agg(set).items()
        if len(units) > 1
    ]
    return [
        _listed(
            "units.missing", "warning", bare["fact_id"], "every figure has a unit", "{n} figures have no unit"
        ),
        _listed(
            "units.mixed", "info", mixed, "each metric has one unit", "{n} metrics stand in several units"
        ),
    ]


def distances(tables: Tables) -> list[Check]:
    """Great circles as stated, and detours."""
    links, nodes = tables["links"], tables["nodes"]
    return [
        _listed(
            "distance.stated_circle",
            "warning",
            shape.wrong_circles(links, nodes),
            "stated great circles fit the positions",
            "{n} stated great circles do not fit the positions",
        ),
        _listed(
            "distance.detour",
            "warning",
            shape.detours(links, nodes),
            f"no link is longer than {shape.DETOUR} times its great circle",
            f"{{n}} links are longer than {shape.DETOUR} times their great circle: mountains, or an error",
        ),
    ]


def connectivity(tables: Tables) -> list[Check]:
    """Parts of the network, mode by mode and as a whole."""
    links = shape.operating(tables["links"])
    checks = []
    for mode in MODES:
        parts = shape.components(links[links["mode"] == mode])
        apart = [", ".join(part) for part in parts[1:]]
        # Rail must be one network, or a route would end at a gap; sea, ferries and pipelines are parts by nature.
        severity: Severity = "warning" if mode in ON_LAND else "info"
        checks.append(
            _listed(
                f"connectivity.{mode}",
                severity,
                apart,
                f"all {len(parts[0]) if parts else 0} places with {mode} are connected",
                f"{mode} has {{n}} parts beside the largest, which has {len(parts[0]) if parts else 0} places",
            )
        )
    joined = set(shape.components(links[links["mode"].isin(ROUTED)])[0])
    freight = tables["gateways_of_countries"]
    reached = freight["node_id"].isin(joined)
    return [
        *checks,
        _listed(
            "connectivity.places",
            "warning",
            sorted(set(freight.loc[~reached, "node_id"])),
            "links in service reach every place where freight enters",
            "{n} places where freight enters are cut off by closed or unbuilt links",
        ),
        _listed(
            "connectivity.countries",
            "error",
            sorted(set(freight["iso3"]) - set(freight.loc[reached, "iso3"])),
            "every country's freight can reach every other",
            "{n} countries are cut off",
        ),
    ]


def gauges(tables: Tables) -> list[Check]:
    """Changes of gauge where they must happen."""
    missing = shape.missing_breaks(tables["links"], tables["nodes"], tables["borders"])
    there = shape.breaks(tables["links"])
    return [
        _listed(
            "gauge.change",
            "error",
            missing,
            f"the gauge changes wherever it must; {len(there)} lines in service carry a break",
            "the gauge must change at {n} places that do not show it",
        )
    ]


def licences(tables: Tables, facts: record.Facts) -> list[Check]:
    """Terms of every table and document."""
    covered = {t.removesuffix(".csv") for t in tables["licences"]["table"]} | {"licences"}
    documents = facts.sources_table
    closed = documents[documents["redistribute"] == "no"]["source_id"]
    own = documents[documents["licence"].isna()]
    return [
        _listed(
            "licences.tables",
            "error",
            sorted(set(tables) - covered),
            "every table has a licence",
            "{n} tables have no licence",
        ),
        _listed(
            "licences.forbidden",
            "error",
            closed,
            "no document forbids that its rows are passed on",
            "{n} documents forbid that their rows are passed on",
        ),
        _listed(
            "licences.unknown",
            "warning",
            [f"{t}: {s}" for t, s in zip(own["table"], own["source"], strict=True)],
            "every document has its licence",
            "{n} documents have no known licence: do not pass them on",
        ),
    ]


def support(tables: Tables) -> list[Check]:
    """Rows without a source, kilometres without a citation, tables of low confidence."""
    unsourced = []
    for stem, frame in tables.items():
        if "source" in frame and "basis" in frame:
            own = frame["basis"].astype(str).str.startswith(("estimate", "assumption", "own"))
            bare = frame[frame["source"].isna() & ~own]
            unsourced += [f"{stem}.csv row {row}" for row in bare["_row"]]
    km = link_km(tables["links"])
    weak = [
        f"{mode}: {m['cited_km']:,.0f} of {m['km']:,.0f} km cited"
        for mode, m in km.items()
        if m["share_cited"] < 0.5
    ]
    low = [
        f"{stem}: {share:.0%} of rows"
        for stem, frame in tables.items()
        if "confidence" in frame and (share := float((frame["confidence"] == "low").mean())) > 0.25
    ]
    return [
        _listed(
            "coverage.source",
            "error",
            unsourced,
            "every row has a source or says that it is an estimate",
            "{n} rows have neither a source nor say that they are estimates",
        ),
        _listed(
            "coverage.cited_km",
            "warning",
            weak,
            "most kilometres are cited",
            "in {n} modes most kilometres are estimates",
        ),
        _listed(
            "coverage.confidence",
            "warning",
            low,
            "no table rests on low confidence",
            "{n} tables have more than a quarter of their rows at low confidence",
        ),
    ]


def workings(facts: record.Facts) -> list[Check]:
    """Workings written in the data: they name what exists, and they give a figure that can be."""
    from jibek.record.checked import problems_of

    broken = [str(p) for p in problems_of(facts)]
    good = "every working names facts that exist, and gives a figure"
    bad = "{n} workings cannot be worked out"
    return [_listed("references.workings", "error", broken, good, bad)]


def values(facts: record.Facts) -> list[Check]:
    """Freight between two countries is worth no more than what they trade: tonnes times the value of each market."""
    from jibek.demand.markets import read_markets
    from jibek.demand.matrix.build import trade_matrix
    from jibek.demand.values import value_check
    from jibek.record.checked import problems_of

    if problems_of(facts):
        return []  # what cannot be worked out is told by the workings
    try:
        matrix = trade_matrix(facts)
        checked = value_check(matrix, read_markets(facts, matrix))
        above = checked[~checked["ok"]][["exporter", "importer", "freight_value_usd", "trade_value_usd"]]
        rows = [
            f"{a} to {b}: freight of {value / 1e6:,.6g} mn USD a year, trade of {trade / 1e6:,.6g}"
            for a, b, value, trade in above.itertuples(index=False)
        ]
    except InputError as fault:
        rows = [str(p) for p in fault.problems] or [fault.message]
    good = "freight is worth no more than the trade of its countries"
    bad = "the freight of {n} pairs of countries is worth more than their trade"
    return [_listed("markets.value_within_trade", "error", rows, good, bad)]


def contradictions(facts: record.Facts) -> list[Check]:
    """Figures that disagree; they are kept, and told."""
    open_ = facts.trade_identity[~facts.trade_identity["closes"]]
    rows = [
        f"{y} {r}: {out:g} + {back:g} against {total:g} bn USD"
        for y, r, out, back, total in open_[
            ["year", "reporter", "chn_to_kaz_busd", "kaz_to_chn_busd", "turnover_busd"]
        ].itertuples(index=False)
    ]
    shared = facts.facts[facts.facts["key"].str.contains("#")]["fact_id"]
    return [
        _listed(
            "record.trade_identity",
            "warning",
            rows,
            "both directions add up to turnover for every reporter and year",
            "{n} reporters' figures of a year do not add up",
        ),
        _listed(
            "record.several",
            "info",
            shared,
            "no two rows speak of the same thing",
            "{n} figures stand beside another of the same key: several documents, all kept",
        ),
    ]


def vintage(facts: record.Facts) -> list[Check]:
    """Documents that are old or bear no date."""
    years = pd.to_numeric(facts.facts["source_date"].astype(str).str.extract(r"(\d{4})")[0])
    frame = facts.facts.assign(year=years)
    told = frame[frame["url"].notna()]
    old = {
        stem: f"{stem}: {share:.0%} of dated figures"
        for stem, rows in told[told["year"].notna()].groupby("table")
        if (share := float((rows["year"] < OLD_BEFORE).mean())) > 0.25
    }
    undated = Counter(told[told["year"].isna()]["table"])
    return [
        _listed(
            "vintage.old",
            "warning",
            old.values(),
            f"no table rests on documents before {OLD_BEFORE}",
            f"in {{n}} tables more than a quarter of the figures is older than {OLD_BEFORE}",
        ),
        _listed(
            "vintage.undated",
            "warning",
            [f"{stem}: {count}" for stem, count in undated.items()],
            "every document has a date",
            "in {n} tables figures come from documents without a date",
        ),
    ]
