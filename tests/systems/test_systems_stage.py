"""The stage in a run: its tables, what they are read back as, and where their figures come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import made_up
import pandas as pd
import pytest

from jibek import sources, verbs
from jibek.answers.of_systems import with_systems
from jibek.answers.result import Result
from jibek.ground import tablefile
from jibek.ground.errors import InputError
from jibek.record import Facts
from jibek.record.documents import statements_of
from jibek.runs import registry
from jibek.runs.catalogue import code_digest
from jibek.runs.derivation.explanation import astray, explain
from jibek.runs.derivation.lineage import Lineage
from jibek.runs.keep import execute
from jibek.runs.kept import Kept
from jibek.scenario import Scenario
from jibek.systems import Survey, kept_indicators, survey, tables_of, work
from jibek.systems.model import Modelled
from jibek.verbs import surveying

FACTOR = "zhanatas_wind.capacity_factor"

NAMES = ["systems.systems", "systems.indicators", "systems.screens", "systems.trends"]


def result_of(facts: Facts) -> Result:
    """As much of an answer as the stage reads, with numbers made up."""
    tables = {
        "record.facts": facts.facts,
        "record.assumptions": facts.assumptions,
        "record.claims": statements_of(facts.table("claims"), facts.table("claim_sources")),
        "quantities": pd.DataFrame(made_up.kept_rows()).assign(
            words="Words", median=None, tables="flows.arc_flows"
        ),
        "headline": registry.tables()["headline"].empty(),
        "lineage.nodes": pd.DataFrame(
            [("result:quantities:khorgos_teu", "result", "Boxes", 1.0, "TEU", "counted")],
            columns=["node_id", "kind", "label", "value", "unit", "formula"],
        ).assign(**dict.fromkeys(("source", "url", "basis", "reason", "confidence"))),
        "lineage.edges": pd.DataFrame(
            [("result:quantities:khorgos_teu", "fact:volumes:V029:value", 0)],
            columns=["child", "parent", "position"],
        ),
    }
    return Result(tables, [], pd.DataFrame(), [], {}, "d" * 64, 1)


@pytest.fixture(scope="module")
def kept_run(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A run of what `result_of` gives, kept like any other."""
    return execute(
        Scenario.example("baseline"),
        compute=lambda *_, **__: with_systems(result_of(facts), facts),
        out=tmp_path_factory.mktemp("run") / "made-up",
        home=tmp_path_factory.mktemp("home"),
    )


# ---- tables


def test_every_system_indicator_and_line_stands_once(found: Survey) -> None:
    tables = tables_of(found)
    assert list(tables) == NAMES
    assert len(tables["systems.systems"]) == 94
    assert len(tables["systems.indicators"]) == sum(len(s.indicators) for s in found.systems)
    lines = tables["systems.screens"].groupby(["area", "part"]).size().unstack()
    assert (lines["number"] == 3).all()
    assert (lines["promise"] == lines["deed"]).all()


def test_tables_are_declared_and_hold_to_it(found: Survey) -> None:
    for name, frame in tables_of(found).items():
        assert registry.tables()[name].problems(frame) == []


def test_equal_surveys_are_equal_bytes(facts: Facts, kept: dict[str, Modelled]) -> None:
    first, second = (tables_of(survey(facts, kept)) for _ in range(2))
    for name in NAMES:
        declared = registry.tables()[name]
        assert tablefile.to_bytes(first[name], declared) == tablefile.to_bytes(second[name], declared)


def test_indicators_are_read_back_as_they_were(kept_run: Kept, found: Survey) -> None:
    read = kept_indicators(kept_run.rows("systems.indicators"))
    assert read == {s.system_id: list(s.indicators) for s in found.systems if s.indicators}


def test_a_survey_of_kept_indicators_is_the_same(
    kept_run: Kept, facts: Facts, kept: dict[str, Modelled], found: Survey
) -> None:
    assert survey(facts, kept, kept_indicators(kept_run.rows("systems.indicators"))) == found


# ---- what a run lacks


def test_a_quantity_of_nothing_leaves_a_gap_that_says_so(facts: Facts, kept: dict[str, Modelled]) -> None:
    none = {name: replace(m, value=0.0, low=0.0, high=0.0) for name, m in kept.items()}
    told = [i for several in work(facts, none).values() for i in several]
    gaps = [i for i in told if i.value is None]
    assert gaps
    assert all(" = 0 in this run" in i.missing for i in gaps)


def test_an_end_that_cannot_be_worked_out_is_open(facts: Facts, kept: dict[str, Modelled]) -> None:
    """From nothing to 200: what is divided by it has no most, and its value stays."""
    wide = {name: replace(m, low=0.0) for name, m in kept.items()}
    before = {i.indicator_id: i for s in work(facts, kept).values() for i in s}
    opened = [
        i
        for several in work(facts, wide).values()
        for i in several
        if before[i.indicator_id].high is not None and i.high is None
    ]
    assert opened
    assert all(i.value == before[i.indicator_id].value for i in opened)


def test_a_formula_that_fails_on_the_record_alone_is_refused_before_a_run(tmp_path: Path) -> None:
    from jibek.chain import compute

    head = "indicator_id,system_id,name,formula,low,high,unit,period,year,reporter,reason,method\n"
    row = 'khorgos.mine,khorgos,Mine,"volume(""V029"") / (volume(""V029"") - volume(""V029""))",,,ratio,2023,,me,,\n'
    (tmp_path / "indicators.csv").write_text(head + row, encoding="utf-8")
    with pytest.raises(InputError, match=r"khorgos\.mine"):
        compute(Scenario.example("baseline"), data=tmp_path)


# ---- where figures come from


def test_every_step_ends_in_the_record(kept_run: Kept) -> None:
    assert astray(dict(kept_run.tables)) == []
    lineage = Lineage(kept_run)
    for row in kept_run.rows("systems.indicators"):
        node = lineage.node(f"result:systems.indicators:{row['indicator_id']}")
        assert set(node.parents) == set(row["parents"].split("; "))


@pytest.mark.parametrize(
    ("indicator", "kind", "said"),
    [
        ("visits.xi_2013", "input", "Xi's second visit to Kazakhstan, 2015-05-07"),
        ("trade_turnover.closure_2022", "claim", "2023 trade grew by 32 percent on 2022."),
        ("trade_turnover.mirror_2023", "fact", "kaz_chn_trade_by_reporter:2023|total|CHN:value_busd"),
        ("pipelines.rail_wagons", "assumption", "tonnes_per_wagon_bulk"),
    ],
)
def test_an_indicator_is_explained_down_to_its_leaves(
    kept_run: Kept, indicator: str, kind: str, said: str
) -> None:
    told = explain(Lineage(kept_run), "systems.indicators", indicator)
    assert (kind, said) in {(n.kind, n.label) for n in told.leaves()}
    assert told.to_json()["warnings"] == []


def test_an_end_and_a_point_of_a_trend_are_explained_by_what_they_come_from(kept_run: Kept) -> None:
    lineage = Lineage(kept_run)
    low = explain(lineage, "systems.indicators", "pipelines.rail_wagons", "low")
    assert low.nodes[low.root].parents == ("result:systems.indicators:pipelines.rail_wagons",)
    point = next(r for r in kept_run.rows("systems.trends") if r["node_id"].startswith("fact:"))
    key = [point[c] for c in ("area", "part", "place", "node_id")]
    walked = explain(lineage, "systems.trends", key)
    assert walked.nodes[walked.root].parents == (point["node_id"],)


# ---- what `jibek systems` reads


def shown(monkeypatch: pytest.MonkeyPatch, found: Survey, manifest: dict[str, Any]) -> float:
    """Zhanatas’ capacity factor by a run whose table says 1."""
    frame = tables_of(found)["systems.indicators"]
    changed = frame.assign(value=frame["value"].where(frame["indicator_id"] != FACTOR, 1.0))
    run = made_up.run()
    run.manifest |= manifest
    other = run.rows
    run.rows = lambda table: changed.to_dict("records") if table == "systems.indicators" else other(table)
    monkeypatch.setattr(surveying, "obtain", lambda *_, **__: run)
    told = verbs.systems("Zhanatas wind").systems[0]["indicators"]
    return next(i["value"] for i in told if i["indicator_id"] == FACTOR)


@pytest.mark.parametrize(
    ("manifest", "read"),
    [({}, True), ({"data_digest": "another"}, False), ({"code": "another"}, False)],
)
def test_the_table_is_read_where_data_and_program_are_those_of_the_run(
    monkeypatch: pytest.MonkeyPatch, found: Survey, manifest: dict[str, str], read: bool
) -> None:
    now = {"data_digest": sources.read().digest, "code": code_digest()}
    assert (shown(monkeypatch, found, now | manifest) == 1.0) is read
