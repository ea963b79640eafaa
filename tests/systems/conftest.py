"""The shipped record, and quantities as a run keeps them, with numbers made up for the test."""

from __future__ import annotations

import pytest
from made_up import kept_rows

from jibek import record, sources
from jibek.record import Facts
from jibek.systems import Survey, modelled, survey
from jibek.systems.model import Modelled


@pytest.fixture(scope="session")
def facts() -> Facts:
    return record.establish(sources.read())


@pytest.fixture(scope="session")
def kept() -> dict[str, Modelled]:
    return modelled(kept_rows())


@pytest.fixture(scope="session")
def found(facts: Facts, kept: dict[str, Modelled]) -> Survey:
    return survey(facts, kept)
