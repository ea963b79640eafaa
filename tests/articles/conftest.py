"""The tools of the passages, imported as a reader of the key would run them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).parent.parent.parent / "tools"


@pytest.fixture
def anchoring(monkeypatch: pytest.MonkeyPatch) -> Any:
    """tools/anchor_articles.py"""
    monkeypatch.syspath_prepend(str(TOOLS))
    return import_module("anchor_articles")


@pytest.fixture
def scoring(monkeypatch: pytest.MonkeyPatch) -> Any:
    """tools/score_articles.py"""
    monkeypatch.syspath_prepend(str(TOOLS))
    return import_module("score_articles")
