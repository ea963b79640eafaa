"""Fixtures that several stages share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def fake_chain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The small run made by hand in place of the chain, and an empty folder to work in."""
    import fake_run

    fake_run.install(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return fake_run


@pytest.fixture(scope="session")
def shipped() -> Any:
    """The data package as read."""
    from jibek import sources

    return sources.read()


@pytest.fixture(scope="session")
def shipped_facts(shipped: Any) -> Any:
    """Its record for 2023."""
    from jibek import record

    return record.establish(shipped, 2023)


@pytest.fixture(scope="session")
def base_state(shipped_facts: Any) -> Any:
    """The baseline, settled."""
    from jibek.loop import settle
    from jibek.scenario import Scenario

    return settle(shipped_facts, Scenario.example("baseline"), None)


@pytest.fixture(scope="session")
def base_run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The baseline, run and kept."""
    from jibek import verbs

    return verbs.run("baseline", out=tmp_path_factory.mktemp("runs") / "baseline")
