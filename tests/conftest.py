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

    chain = sys.modules.get("jibek.chain")
    fake_run.install(monkeypatch.setattr)
    monkeypatch.chdir(tmp_path)
    yield fake_run
    if chain is None:
        sys.modules.pop("jibek.chain", None)
    else:
        sys.modules["jibek.chain"] = chain
