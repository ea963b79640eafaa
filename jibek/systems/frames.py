"""A survey as tables of a run, and indicators read from them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from jibek.ground.table import Table
from jibek.ground.values import blank
from jibek.systems.model import Indicator, Screen, Shown, System
from jibek.systems.surveyed import Survey
from jibek.systems.tables import INDICATORS, SCREENS, SYSTEMS, TRENDS

BETWEEN = "; "

_WORDS = ("indicator_id", "name", "unit", "period", "reporter", "formula", "reason", "method", "missing")


def tables_of(found: Survey) -> dict[str, pd.DataFrame]:
    """systems.systems, systems.indicators, systems.screens, systems.trends."""
    return {
        SYSTEMS.name: _frame(SYSTEMS, (_system(s) for s in found.systems)),
        INDICATORS.name: _frame(INDICATORS, (_indicator(s, i) for s in found.systems for i in s.indicators)),
        SCREENS.name: _frame(
            SCREENS, (_line(*at, shown) for screen in found.screens for at, shown in _lines(screen))
        ),
        TRENDS.name: _frame(
            TRENDS,
            (p for screen in found.screens for at, shown in _lines(screen) for p in _points(*at, shown)),
        ),
    }


def _frame(table: Table, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    # Blank words are blank cells: an empty text in a table is one that somebody wrote.
    frame = pd.DataFrame([{k: None if v == "" else v for k, v in row.items()} for row in rows])
    return table.check(frame) if len(frame) else table.empty()


def _system(of: System) -> dict[str, Any]:
    ru, kk, zh = of.names
    return {
        "system_id": of.system_id,
        "name": of.name,
        "name_ru": ru,
        "name_kk": kk,
        "name_zh": zh,
        "type": of.type,
        "group": of.group,
        "area": of.area,
        "said": of.said,
        "status": of.status,
        "statements": len(of.claims),
        "figures": len(of.facts),
        "events": len(of.events),
        "indicators": sum(i.value is not None for i in of.indicators),
        "missing": BETWEEN.join(of.gaps),
    }


def _indicator(system: System, of: Indicator) -> dict[str, Any]:
    return {
        **{name: getattr(of, name) for name in (*_WORDS, "value", "low", "high")},
        "system_id": system.system_id,
        "parents": BETWEEN.join(of.parents),
    }


def _lines(screen: Screen) -> Iterator[tuple[tuple[str, str, int], Shown]]:
    """Each line of a screen after where it stands: area, part, place."""
    for n, shown in enumerate(screen.numbers, 1):
        yield (screen.area, "number", n), shown
    for n, (promise, deed) in enumerate(screen.pairs, 1):
        yield (screen.area, "promise", n), promise
        yield (screen.area, "deed", n), deed


def _line(area: str, part: str, place: int, of: Shown) -> dict[str, Any]:
    name = "" if of.indicator is None else of.indicator.indicator_id
    return {"area": area, "part": part, "place": place, "words": of.words, "indicator_id": name}


def _points(area: str, part: str, place: int, of: Shown) -> Iterator[dict[str, Any]]:
    if of.series is None:
        return
    for point in of.series.points:
        # A fact id begins with its table; an indicator's holds no colon.
        fact = ":" in point.fact_id
        yield {
            "area": area,
            "part": part,
            "place": place,
            "node_id": f"fact:{point.fact_id}" if fact else f"result:{INDICATORS.name}:{point.fact_id}",
            "name": of.series.name,
            "year": point.year,
            "value": point.value,
            "unit": of.series.unit,
            "reporter": point.reporter,
        }


def kept_indicators(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Indicator]]:
    """Indicators by system from the rows of ``systems.indicators``, as `working.work` gives them."""
    found: dict[str, list[Indicator]] = {}
    for row in rows:
        told: dict[str, Any] = {name: "" if blank(row[name]) else str(row[name]) for name in _WORDS}
        told |= {end: None if blank(row[end]) else float(row[end]) for end in ("value", "low", "high")}
        parents = () if blank(row["parents"]) else tuple(row["parents"].split(BETWEEN))
        found.setdefault(row["system_id"], []).append(Indicator(**told, parents=parents))
    return found
