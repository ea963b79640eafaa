"""Which inputs differ between runs: settings of the scenarios, and facts where the data differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jibek.plain import plain
from jibek.store import Run


def changed_inputs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
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


def flat(raw: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """``gateway.CN_KHORGOS-KZ_ALTYNKOL.clearance_hours`` and its value, for every setting of a scenario."""
    for key, value in raw.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def setting(run: Run, key: str) -> Any:
    """What a setting is where the scenario does not name it."""
    from pydantic import BaseModel

    from jibek.scenario import GatewayChange, LinkChange, Transit

    section, _, rest = key.partition(".")
    if section == "assumption":
        return _cell(run, "record.assumptions", "assumption_id", rest, "value")
    name, _, column = rest.rpartition(".")
    models: dict[str, type[BaseModel]] = {"gateway": GatewayChange, "link": LinkChange, "transit": Transit}
    if section in models:
        if column not in models[section].model_fields:
            return None
        default = models[section].model_fields[column].default
        return (
            default
            if default is not None
            else _cell(run, f"network.{section}s", f"{section}_id", name, column)
        )
    value: Any = run.scenario
    for part in key.split("."):
        value = getattr(value, part, None)
    return value


def _cell(run: Run, table: str, key: str, name: str, column: str) -> Any:
    if table not in run.tables or not {key, column} <= set(run.tables[table].columns):
        return None
    frame = run.tables[table]
    hit = frame.loc[frame[key] == name, column]
    return plain(hit.iloc[0]) if len(hit) else None


def _changed_facts(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
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
