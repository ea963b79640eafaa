"""The names at the top of the package, those of rooms among them; a finished run is found, not computed again."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import Any

import pytest

import jibek as jb
from jibek.ground.reply import Reply


@pytest.mark.parametrize(
    "name", ["run", "compare", "route", "simulate", "systems", "check", "inspect", "find", "record", "places"]
)
def test_it_can_be_called(name: str) -> None:
    assert callable(getattr(jb, name))
    assert name in dir(jb)


@pytest.mark.parametrize("first", ["import jibek.record", "from jibek import record", "jb.record"])
def test_a_room_that_bears_the_name_of_a_verb_stays_a_room_and_answers(first: str) -> None:
    code = f"import jibek as jb; {first}; print(callable(jb.record), jb.record.establish.__name__)"
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "establish"]


def test_the_record_is_asked_by_its_name() -> None:
    from jibek import verbs

    said = jb.record(entity="Khorgos")  # type: ignore[operator]
    assert isinstance(said, Reply)
    assert said.to_json() == verbs.record_list(entity="Khorgos").to_json()


def test_a_finished_run_is_found_and_nothing_is_computed_again(fake_chain: Any, monkeypatch: Any) -> None:
    """The verb itself, which the fakes otherwise stand in for, on the run made by hand."""
    monkeypatch.delitem(sys.modules, "jibek.verbs.running")
    running = importlib.import_module("jibek.verbs.running")
    computed: list[str] = []

    def compute(scenario: Any, **options: Any) -> Any:
        computed.append(scenario.name)
        return fake_chain.compute(scenario, **options)

    monkeypatch.setattr(running, "compute", compute)
    made = jb.run("baseline")
    again = jb.run("baseline")
    assert computed == ["baseline"]
    assert (made.reused, again.reused) == (False, True)
    assert again.id == made.id
    jb.run("baseline", fresh=True)
    assert computed == ["baseline", "baseline"]
