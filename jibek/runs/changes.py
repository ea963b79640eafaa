"""Which inputs differ between runs: settings of the scenarios, and facts where the data differ."""

from __future__ import annotations

from typing import Any

from jibek.ground.values import plain
from jibek.runs.kept import Kept
from jibek.runs.settings import flat, setting


def changed_inputs(runs: tuple[Kept, ...]) -> list[dict[str, Any]]:
    """Inputs in which the runs differ: ``{"input", "values"}``, one value per run.

    What a scenario leaves out is filled from the data (a gateway's clearance hours) or from the scenario's
    own defaults; null where neither knows it.
    """
    settings = [dict(flat(run.manifest["scenario"])) for run in runs]
    found = []
    for key in dict.fromkeys(k for s in settings for k in s):
        if key in ("name", "base", "description"):
            continue
        values = [s[key] if key in s else setting(run, key) for s, run in zip(settings, runs, strict=True)]
        if any(v != values[0] for v in values):
            found.append({"input": key, "values": plain(values)})
    return found + _changed_facts(runs)


def _changed_facts(runs: tuple[Kept, ...]) -> list[dict[str, Any]]:
    """Facts that differ between runs on different data."""
    if len({run.manifest.get("data_digest") for run in runs}) < 2:
        return []
    facts = [{str(r["fact_id"]): r["value"] for r in run.rows("record.facts")} for run in runs]
    found: list[dict[str, Any]] = [
        {"input": "data", "values": [str(run.manifest.get("data_digest"))[:12] for run in runs]}
    ]
    for fact in sorted(set().union(*facts)):
        values = [f.get(fact) for f in facts]
        if any(v != values[0] for v in values):
            found.append({"input": f"fact:{fact}", "values": values})
    return found
