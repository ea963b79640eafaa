"""The record made ready once, with claims alone and with the facts of the package."""

from __future__ import annotations

import pytest

from jibek.checking import Checker, index
from jibek.checking.claims import shipped


@pytest.fixture(scope="session")
def seeds() -> Checker:
    return Checker(index(shipped(), facts=False))


@pytest.fixture(scope="session")
def record() -> Checker:
    return Checker(index(shipped()))
