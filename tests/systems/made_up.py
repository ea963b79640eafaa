"""Quantities as a run keeps them, with numbers made up for the tests, and a run that holds nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jibek.ground.vocabulary import QUANTITIES

# Chosen so that ratios can be told on paper: 100, 101, 102, … in the order of the vocabulary, 2023, ends 10 % away.
FIRST = 100.0


def kept_rows(year: int = 2023) -> list[dict[str, Any]]:
    """Rows of a table ``quantities``."""
    return [
        {
            "quantity_id": name,
            "value": FIRST + n,
            "low": 0.9 * (FIRST + n),
            "high": 1.1 * (FIRST + n),
            "unit": unit,
            "year": year,
            "what": f"What {name} counts.",
        }
        for n, (name, unit) in enumerate(QUANTITIES.items())
    ]


def run(year: int = 2023) -> Any:
    """As much of a run as the verb asks for."""

    def explain(table: str, key: str) -> Any:
        node = {"kind": "input", "label": key, "value": None, "unit": None, "parents": []}
        return SimpleNamespace(to_json=lambda: {"nodes": {f"input:{table}": node}})

    return SimpleNamespace(
        manifest={"year": year},
        scenario=SimpleNamespace(assumption={}),
        id="0123456789abcdef",
        name="baseline",
        folder=Path("runs/made-up"),
        rows=lambda table: kept_rows(year) if table == "quantities" else [],
        explain=explain,
    )
