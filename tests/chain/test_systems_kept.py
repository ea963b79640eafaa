"""The systems of a real run: read back, they are those worked out anew; figures of the model walk on into the run."""

from __future__ import annotations

from typing import Any

import pytest

from jibek import verbs
from jibek.runs.derivation.lineage import LEAVES
from jibek.verbs import surveying

pytestmark = pytest.mark.slow


def test_read_from_the_run_or_worked_out_anew_they_are_the_same(
    base_run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = verbs.systems(run=base_run).to_json()
    monkeypatch.setattr(surveying, "_kept_of", lambda *_: None)
    assert read == verbs.systems(run=base_run).to_json()


def test_every_figure_of_the_model_walks_on_into_the_run(base_run: Any) -> None:
    rows = base_run.rows("systems.indicators")
    of_model = [r for r in rows if r["parents"] and "result:quantities:" in r["parents"]]
    assert of_model
    for row in of_model[::6]:
        told = base_run.explain("systems.indicators", row["indicator_id"])
        kinds = {n.kind for n in told.leaves()}
        assert kinds <= set(LEAVES), row["indicator_id"]
        above = {*row["parents"].split("; "), told.root}
        assert set(told.nodes) > above, row["indicator_id"]
        assert told.to_json()["warnings"] == []
