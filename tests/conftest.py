"""Fixtures that several stages share."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# The same commit gives the same verdict; `make hunt` draws new examples each time and is where new failures turn up.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", derandomize=False, print_blob=True)
settings.load_profile("same")

FLAGS = (
    "--no-sandbox --disable-background-networking --disable-component-update --disable-sync --disable-quic "
    "--no-first-run"
).split()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--exhaustive", action="store_true", help="every case of what is else tried on some of them"
    )


@pytest.fixture(scope="session")
def tried(request: pytest.FixtureRequest) -> Any:
    """Each sixth of a list of cases, or all with ``--exhaustive``: where a case takes seconds and all are alike."""
    step = 1 if request.config.getoption("--exhaustive") else 6
    return lambda cases: list(cases)[::step]


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests stand in a folder of their own: what a run leaves in the working directory does not stay in the project."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("here"))
    yield
    os.chdir(before)


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
    return run_of_all(tmp_path_factory, "baseline")


@pytest.fixture(scope="session")
def fast_run(base_run: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The scenario of the first screen of the README, run and kept beside the baseline."""
    from jibek.scenario import Scenario

    gateway, name = "CN_KHORGOS-KZ_ALTYNKOL", "khorgos-fast-customs"
    quick = Scenario.example("baseline").with_gateway(gateway, clearance_hours=6, name=name)
    return run_of_all(tmp_path_factory, quick)


def run_of_all(tmp_path_factory: pytest.TempPathFactory, scenario: Any) -> Any:
    """A run that all processes of the tests share: made by the first that asks, for which the others wait."""
    from jibek import verbs

    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "of-all" / "runs"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return verbs.run(scenario, home=home)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium without a window, one for all pages, as a process bears one driver; skips where none is installed."""
    path = next((p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), None)
    if path is None:
        pytest.skip("no Chromium: pages are not opened in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which(path), args=FLAGS)
        yield browser
        browser.close()
