"""What reader and checker reach on the passages does not fall unseen.

The floors are what was measured, less one passage's worth of figures: they keep what there is and are no goal. Those of
the unseen part are of the one time that it was scored.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jibek.verbs.checking import check

HERE = Path(__file__).parent

FLOORS = {
    "unseen": {
        "full_recall": 0.86,
        "precision": 0.92,
        "period": 0.80,
        "verdict": 0.77,
        "conflict_recall": 0.59,
        "conflict_precision": 0.79,
    },
    "opened": {
        "full_recall": 0.98,
        "precision": 0.98,
        "period": 0.96,
        "verdict": 0.89,
        "conflict_recall": 0.69,
        "conflict_precision": 0.89,
    },
    "seen": {
        "full_recall": 0.98,
        "precision": 0.98,
        "period": 0.97,
        "verdict": 0.92,
        "conflict_recall": 0.84,
        "conflict_precision": 0.88,
    },
}


@pytest.mark.parametrize("part", FLOORS)
def test_scores_stay(part: str, scoring: Any) -> None:
    files = [str(p) for p in sorted((HERE / part).iterdir())]
    told = {"articles": check(*files).to_json()["articles"]}
    found = scoring.score(scoring.passages_with(told))
    low = {m: (found[m]["share"], floor) for m, floor in FLOORS[part].items() if found[m]["share"] < floor}
    assert not low
