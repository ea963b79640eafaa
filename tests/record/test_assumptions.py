"""Assumptions: each is read by something, none takes a value that cannot be, and what was set in vain is said."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from sources.tables_on_disk import row_of, write

import jibek
from jibek import record, sources
from jibek.answers.warnings import unread_settings
from jibek.ground.errors import InputError
from jibek.ground.vocabulary import CLASSES, MODES
from jibek.record.working import IN_TABLES
from jibek.scenario import Scenario

# What code puts into the names of families of assumptions: usd_per_tonne_{class}, {mode}_time_spread, …
PARTS = (
    *CLASSES,
    *MODES,
    *("khorgos", "dostyk", "out", "in"),
    *("terminal", "border", "single", "double", "china", "1520", "eu", "europe", "cis", "default"),
    *("printed", "worked", "rough"),
)


def names_in_code():
    """Texts of the package's code, and its f-strings as patterns in which a blank is one of PARTS."""
    literal, family = set(), []
    for path in Path(jibek.__file__).parent.rglob("*.py"):
        if path.relative_to(Path(jibek.__file__).parent).parts[0] in ("report", "sources"):
            continue  # these show and declare, they read no assumption
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literal |= {node.value, *re.findall(r'assume\("([^"]+)"\)', node.value)}
            if isinstance(node, ast.JoinedStr) and any(isinstance(v, ast.Constant) for v in node.values):
                blank = f"({'|'.join(PARTS)})"
                parts = [
                    re.escape(str(v.value)) if isinstance(v, ast.Constant) else blank for v in node.values
                ]
                family.append("".join(parts))
    return literal, re.compile("|".join(family))


def names_in_data(tables):
    """Assumptions that workings ask for and that markets and crossings name."""
    found = set()
    for stem, column in ((stem, column) for stem, columns in IN_TABLES.items() for column in columns):
        for told in tables[stem][column].dropna():
            found |= set(re.findall(r'assume\("([^"]+)"\)', told))
    for stem, table in sources.tables.TABLES.items():
        for name, column in table.columns.items():
            if column.refers_to in ("sources.assumptions", "sources.factors") and stem != "informed":
                found |= {cell.removeprefix("-") for cell in tables[stem][name].dropna()}
    return found


def test_every_assumption_is_read_by_code_or_by_data(shipped):
    literal, family = names_in_code()
    read = names_in_data(shipped.tables) | literal
    idle = [
        i for i in shipped.tables["assumptions"]["assumption_id"] if i not in read and not family.fullmatch(i)
    ]
    assert idle == []


def test_an_assumption_that_nothing_reads_would_be_found():
    literal, family = names_in_code()
    for name in ("erenhot_teu", "kgz_onward_share", "usd_per_tonne_kaz_grain"):
        assert name not in literal
        assert not family.fullmatch(name)
    assert family.fullmatch("usd_per_tonne_dry_bulk")


@pytest.mark.parametrize(
    ("name", "value", "possible"),
    [
        ("tonnes_per_truck", 0.0, "at least 0.15 and at most 220"),
        ("usd_per_tonne_container", -4500.0, "at least 30 and at most 60000"),
        ("sea_share_iran", 1.5, "at least 1e-06 and at most 1"),
        ("sea_share_iran", -0.1, "at least 1e-06 and at most 1"),
        ("min_domestic_share", 1.0, "at least 1e-06 and below 1"),
        ("road_driving_hours_per_day", 25.0, "at least 0.09 and at most 24"),
        ("rail_speed_default_kmh", 0.0, "at least 0.25 and at most 500"),
        ("crossing_receiving_tracks", 0.4, "at least 1 and at most 300"),
        ("leg_time_correlation", 1.01, "at least 0.002 and at most 1"),
        ("trade_theta", 0.0, "at least 0.04 and at most 65"),
        ("eaeu_border_usd_per_feu", -1.0, "at least 0 and at most 800"),
    ],
)
def test_what_cannot_be_is_refused_with_the_range(shipped, name, value, possible):
    with pytest.raises(InputError) as caught:
        record.establish(shipped, 2023, {name: value})
    row = shipped.tables["assumptions"].set_index("assumption_id").loc[name]
    (problem,) = caught.value.problems
    assert (caught.value.exit_code, problem.code) == (2, "record.impossible_value")
    assert problem.where == f"assumption {name}"
    assert f"{row['low']:g} to {row['high']:g}" in problem.message
    assert problem.expected == possible


def test_every_impossible_value_is_told_at_once(shipped):
    values = {
        "tonnes_per_truck": 0.0,
        "sea_share_iran": 2.0,
        "reloading_hours": float("nan"),
        "teu_per_trian": 9.0,
    }
    with pytest.raises(InputError) as caught:
        record.establish(shipped, 2023, values)
    assert [p.code for p in caught.value.problems] == [
        "record.impossible_value",
        "record.impossible_value",
        "record.not_a_number",
        "record.unknown_assumption",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("tonnes_per_truck", 40.0), ("sea_share_iran", 1.0), ("artefact_weight", 0.0), ("trade_theta", 12.0)],
)
def test_outside_the_range_is_not_impossible(shipped, name, value):
    assert record.establish(shipped, 2023, {name: value}).assume(name) == value


def test_a_record_knows_what_it_was_asked_for_and_shares_it_with_no_other(shipped):
    facts = record.establish(shipped)
    facts.assume("trade_theta")
    other = facts.assuming({"trade_theta": 4.5})
    other.assume("teu_per_train")
    assert facts.asked() == {"trade_theta"}
    assert other.asked() == {"teu_per_train"}


def test_what_a_record_made_is_made_anew_only_where_what_it_asked_for_changed(shipped):
    facts = record.establish(shipped)
    made = []

    def make(seen):
        made.append(seen.assume("trade_theta"))
        return [made[-1]]

    first = facts.remembered("theirs", make)
    assert facts.asked() == {"trade_theta"}
    other = facts.assuming({"teu_per_train": 100.0})
    assert other.remembered("theirs", make) is first
    assert other.asked() == {"trade_theta"}  # as if it had been made here
    moved = facts.assuming({"trade_theta": 4.5})
    assert moved.remembered("theirs", make) == [4.5]
    assert moved.remembered("another name", make) == [4.5]
    assert facts.remembered("theirs", make) is first
    assert len(made) == 3
    assert record.establish(shipped).remembered("theirs", make) is not first


def test_asking_from_many_threads_loses_nothing(shipped):
    facts = record.establish(shipped)
    names = facts.assumptions["assumption_id"].tolist()
    parts = [names[i::8] for i in range(8)]
    threads = [
        Thread(target=lambda part=part: [facts.assume(n) for n in part for _ in range(50)]) for part in parts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert facts.asked() == set(names)


def settled(scenario, facts, *asked):
    """As much of a state as the warning looks at."""
    for name in asked:
        facts.assume(name)
    return SimpleNamespace(scenario=Scenario.from_dict({"name": "test", **scenario}), facts=facts)


def test_what_was_set_and_asked_for_is_no_matter(shipped):
    facts = record.establish(shipped, 2023, {"trade_theta": 4.5})
    assert unread_settings(settled({"assumption": {"trade_theta": 4.5}}, facts, "trade_theta")) == []


def test_what_was_set_in_vain_is_named(shipped, tmp_path):
    own = row_of(shipped, "assumptions", assumption_id="trade_theta") | {"assumption_id": "tea", "low": 1}
    write(tmp_path, "assumptions", own)
    changes = {
        "assumption": {"trade_theta": 4.5, "teu_per_train": 100},
        "gateway": {
            "CN_KHORGOS-KZ_ALTYNKOL": {"closed": ["2025-12-05/2026-03-15"]},
            "CN_ALASHANKOU-KZ_DOSTYK": {"closed": ["2022-12-05/2023-01-15"]},
        },
    }
    facts = record.establish(sources.read(tmp_path), 2023, changes["assumption"])
    (said,) = unread_settings(settled(changes, facts, "teu_per_train"))
    assert said["code"] == "scenario.no_effect"
    assert said["rows"] == [
        "assumption.trade_theta",
        "gateway.CN_KHORGOS-KZ_ALTYNKOL.closed",
        "assumptions.csv row 2: tea",
    ]
    assert all(name in said["message"] for name in said["rows"])


@pytest.mark.slow
def test_a_run_asks_for_all_but_those_of_other_cases(base_state):
    """What the static search cannot know: that the code that names an assumption is reached."""
    asked = base_state.facts.asked()
    left = set(base_state.facts.assumptions["assumption_id"]) - asked
    # Paths and what a forecast may take move other years than the base, and what is published is judged by verbs of
    # its own.
    left -= {i for i in left if i.startswith(("path_", "volume_", "season_"))}
    # What can be booked, and flown, is told to a shipper and carries no freight of a run.
    booked = ("express_", "team_", "single_", "tir_", "liner_", "winter_ferry_", "air_")
    left -= {i for i in left if i.startswith(booked)}
    left -= {
        "flow_drift_share_per_root_year",
        "forecast_pivot_most_share",
        "teu_per_container",
        "door_days_each_end",
        "journeys_behind_a_record",
        "straight_line_detour",
    }
    # Routes are searched, cargo is priced and empty trains are summed up after a state has settled; trade answers to a
    # base alone; every shipped link has a speed of its own, so defaults wait for a user's links; what waits and queues
    # does so in closures.
    later = {"leg_time_correlation", "route_tonnes_per_feu", "teu_cost_share_of_feu", "trade_theta"}
    later |= {"empty_train_cost_share"}
    later |= {
        i for i in left if i.startswith("distance_error_")
    }  # lengths stand; how well they are known is asked
    later |= {
        "storage_usd_per_feu_day",
        "least_spare_capacity_share",
        "counted_share_of_empty_container_trains",
    }
    # Links without a speed and countries without a row of electricity.
    blank = {"grid_g_per_kwh_default", *(f"{m}_speed_default_kmh" for m in MODES)}
    assert left <= later | {"cut_off_delivered_cost_factor", *blank}
