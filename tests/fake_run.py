"""A small run made by hand, in place of the chain: two assumptions, a few facts, one crossing, two arcs.

The numbers are chosen so that what a test expects can be worked out on paper:

    hours = clearance_hours + usual_wait_hours + noise of the replication       (baseline: 12 + 20 = 32)
    tonnes = 1000 * share
"""

from __future__ import annotations

import sys
import time
import types
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jibek.answers import tables as answers
from jibek.answers.change import differences
from jibek.answers.result import Result
from jibek.ground.certificate import Certificate
from jibek.ground.table import Table, number, text
from jibek.runs import find, registry
from jibek.runs.derivation import tables as derivation
from jibek.runs.keep import execute
from jibek.scenario import Scenario
from jibek.verbs import Run

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"
DIGEST = "d" * 64
WORLDS = 40
NOISE = tuple(-1.0 + 2.0 * n / (WORLDS - 1) for n in range(WORLDS))

TABLES = {
    table.name: table
    for table in (
        *answers.TABLES,
        *derivation.TABLES,
        Table(
            "record.facts",
            "A figure as published.",
            key=["fact_id"],
            fact_id=text("Id."),
            value=number("The figure.", optional=True),
            unit=text("Unit.", optional=True),
            source=text("Who says so.", optional=True),
            url=text("Where.", optional=True),
            basis=text("How.", optional=True),
            confidence=text("How sure.", optional=True),
        ),
        Table(
            "record.assumptions",
            "What no source gives.",
            key=["assumption_id"],
            assumption_id=text("Id."),
            low=number("Low end."),
            central=number("Middle."),
            high=number("High end."),
            value=number("Used in this run."),
            unit=text("Unit."),
            reason=text("Why."),
        ),
        Table(
            "network.arcs",
            "What can be travelled.",
            key=["arc_id"],
            comes_from=["record.facts", "record.assumptions"],
            arc_id=text("Id."),
            link_id=text("Link.", optional=True),
            distance_km=number("Length.", unit="km", traced_to=("fact:links:{link_id}:distance_km",)),
            hours_mean=number(
                "Hours over the arc.",
                unit="h",
                traced_to=("fact:links:{link_id}:distance_km", "fact:links:{link_id}:typical_speed_kmh"),
            ),
        ),
        Table(
            "network.gateways",
            "Crossings.",
            key=["gateway_id"],
            gateway_id=text("Id."),
            clearance_hours=number("Inspection.", unit="h"),
        ),
        Table(
            "flows.arc_flows",
            "Tonnes on an arc.",
            key=["arc_id", "group"],
            comes_from=["network.arcs", "demand.tonnes"],
            arc_id=text("Arc."),
            group=text("Corridor.", optional=True),
            tonnes_per_year=number("Tonnes.", unit="t/year"),
        ),
        Table(
            "demand.tonnes",
            "Tonnes wanted; made from flows again, as in the chain's loop.",
            key=["origin", "destination"],
            comes_from=["flows.arc_flows"],
            origin=text("From."),
            destination=text("To."),
            tonnes_per_year=number("Tonnes.", unit="t/year"),
        ),
        Table(
            "simulation.waits",
            "Hours at a crossing.",
            key=["gateway_id", "mode"],
            gateway_id=text("Crossing."),
            mode=text("Mode."),
            hours_mean=number(
                "Mean hours.",
                unit="h",
                traced_to=(
                    "result:network.gateways:{gateway_id}:clearance_hours",
                    "assumption:usual_wait_hours",
                ),
            ),
        ),
    )
}
TABLES["flows.arc_flows"].columns = {
    **TABLES["flows.arc_flows"].columns,
    "class": text("Class."),
}
# ``class`` is a word of Python: it joins columns and key after the declaration is made.
TABLES["flows.arc_flows"].key = ("arc_id", "class", "group")


def facts() -> pd.DataFrame:
    rows = [
        ("links:L071:distance_km", 293.0, "km", "KTZ", "https://example.org/ktz"),
        ("links:L071:typical_speed_kmh", 40.0, "km/h", "KTZ", "https://example.org/ktz"),
        ("links:L072:distance_km", 500.0, "km", None, None),
        ("volumes:V029:value", 7762.0, "trains", "China Railway", "https://example.org/cr"),
    ]
    frame = pd.DataFrame(rows, columns=["fact_id", "value", "unit", "source", "url"])
    return frame.assign(basis=["published", "published", "estimate: map", "published"], confidence="high")


def compute(
    scenario: Scenario, *, data: Path | None = None, progress: Any = None, keeper: Any = None
) -> Result:
    """Headline numbers by the formulas above."""
    clearance = 12.0
    if KHORGOS in scenario.gateway and scenario.gateway[KHORGOS].clearance_hours is not None:
        clearance = scenario.gateway[KHORGOS].clearance_hours
    wait, share = 20.0, scenario.assumption.get("share", 0.5)
    hours = clearance + wait
    if progress is not None:
        progress("simulation")
    tables = {
        "record.facts": facts(),
        "record.assumptions": pd.DataFrame(
            [
                ("share", 0.4, 0.5, 0.7, share, "1", "no row gives it"),
                ("usual_wait_hours", 15.0, 20.0, 24.0, wait, "h", "half a day either side"),
            ],
            columns=["assumption_id", "low", "central", "high", "value", "unit", "reason"],
        ),
        "network.arcs": pd.DataFrame(
            [("A1", "L071", 293.0, 7.325), ("A2", "L072", 500.0, 10.0), ("A3", None, 0.0, clearance)],
            columns=["arc_id", "link_id", "distance_km", "hours_mean"],
        ),
        "network.gateways": pd.DataFrame({"gateway_id": [KHORGOS], "clearance_hours": [clearance]}),
        "flows.arc_flows": pd.DataFrame(
            {
                "arc_id": ["A1", "A2"],
                "class": ["container", "container"],
                "group": ["northern", None],
                "tonnes_per_year": [1000.0 * share, 10.0],
            }
        ),
        "demand.tonnes": pd.DataFrame(
            {"origin": ["CNCHN|gate"], "destination": ["KZALA|gate"], "tonnes_per_year": [1000.0 * share]}
        ),
        "simulation.waits": pd.DataFrame({"gateway_id": [KHORGOS], "mode": ["rail"], "hours_mean": [hours]}),
        "worlds": pd.DataFrame({"world": range(WORLDS), "weight": 1.0 / WORLDS, "reason": None}),
        "headline_by_world": pd.DataFrame(
            [
                (name, None, world, value)
                for name, values in (
                    # Hours of worlds move together in every run; a tenth of what moves them scales with the clearance.
                    ("khorgos_rail_hours_mean", [hours + n * (0.9 + 0.1 * clearance / 12) for n in NOISE]),
                    ("caspian_tonnes", [1000.0 * share * (1 + n / 100) for n in NOISE]),
                )
                for world, value in enumerate(values)
            ],
            columns=["headline", "reporter", "world", "value"],
        ),
    }
    headline = [
        _row("khorgos_rail_hours_mean", "Hours through Khorgos by rail", hours, "h", scenario.year),
        _row("caspian_tonnes", "Tonnes over the Caspian", 1000.0 * share, "t/year", scenario.year),
        _row("kaz_chn_trade_usd", "Trade", 41.0e9, "USD/year", scenario.year, "CHN"),
        _row("kaz_chn_trade_usd", "Trade", 31.5e9, "USD/year", scenario.year, "KAZ"),
        _row("xian_duisburg_days_p50", "Days to Duisburg", float("nan"), "d", scenario.year),
    ]
    beside = [
        {
            "quantity": "trains",
            "words": "Trains",
            "role": "test",
            "volume_id": "V029",
            "unit": "trains",
            "year": 2023,
            "modelled": 7000.0,
            "published": 7762.0,
            "ratio": 7000.0 / 7762.0,
            "source": "China Railway",
        }
    ]
    rests = [
        {
            "headline": "caspian_tonnes",
            "reporter": None,
            "assumption_id": "share",
            "first_order": 0.6,
            "first_order_error": 0.1,
            "total": 0.7,
        }
    ]
    node = "result:headline:caspian_tonnes|"
    tables |= {
        "headline": pd.DataFrame(headline),
        "beside_published": pd.DataFrame(beside),
        "rests_on": pd.DataFrame(rests),
        "lineage.nodes": pd.DataFrame(
            [(node, "result", "Tonnes over the Caspian", 1000.0 * share, "t/year", "1000 * share")],
            columns=["node_id", "kind", "label", "value", "unit", "formula"],
        ),
        "lineage.edges": pd.DataFrame(
            [
                (node, "assumption:share", 0),
                (node, "table:flows.arc_flows", 1),
                (f"{node}:low", node, 0),
                (f"{node}:low", "assumption:share", 1),
                (
                    "result:headline:khorgos_rail_hours_mean|",
                    f"result:simulation.waits:{KHORGOS}|rail:hours_mean",
                    0,
                ),
                ("result:beside_published:trains|V029|2023:published", "fact:volumes:V029:value", 0),
            ],
            columns=["child", "parent", "position"],
        ),
    }
    for name, frame in tables.items():
        declared = TABLES.get(name)
        blank = [c for c in declared.columns if c not in frame] if declared is not None else []
        tables[name] = frame.assign(**dict.fromkeys(blank))
    base = scenario.base_scenario()
    if base is not None:
        found = {(d.id, d.reporter or ""): d for d in differences((compute(base).tables, tables))}
        frame = tables["headline"]
        rows = [found[key] for key in zip(frame["id"], frame["reporter"].fillna(""), strict=True)]
        ends = {"difference": "difference", "difference_low": "low", "difference_high": "high"}
        tables["headline"] = frame.assign(**{c: [getattr(r, a) for r in rows] for c, a in ends.items()})
    checks = [Certificate("flows", "gap", 5e-5, 1e-4, "asked for")]
    return Result(
        tables,
        certificates=checks,
        replaced=pd.DataFrame(),
        warnings=[],
        seconds={"simulation": time.process_time()},
        digest=DIGEST,
        rounds=1,
    )


def _row(
    id: str, name: str, value: float, unit: str, year: int, reporter: str | None = None
) -> dict[str, Any]:
    span = abs(value) * 0.1
    return {
        "id": id,
        "name": name,
        "value": value,
        "low": value - span,
        "high": value + span,
        "interval_method": "P5 to P95 of 40 worlds",
        "unit": unit,
        "year": year,
        "reporter": reporter,
        "short": name,
        "group": "Crossings",
    }


def html(run: Run) -> str:
    """A report of one line."""
    return f"<!doctype html><title>{run.name}</title><p>{run.id}</p>"


def run(scenario: Any = "baseline", **options: Any) -> Run:
    """Stands in for ``jibek.run``."""
    home = options.pop("home", None)
    scenario = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    scenario = scenario.at(*(options.pop(name, None) for name in ("year", "seed", "draws")))
    for other in ("fresh", "lang"):
        options.pop(other, None)
    kept = execute(scenario, compute=options.pop("compute", compute), render=html, home=home, **options)
    return Run(kept.folder)


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the fakes in place of the chain, the data and the declarations."""
    running = types.ModuleType("jibek.verbs.running")
    running.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jibek.verbs.running", running)
    monkeypatch.setattr(find, "data_digest", lambda data=None: DIGEST)
    monkeypatch.setattr(registry, "tables", lambda: TABLES)
