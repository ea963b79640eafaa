"""The settings of a kept run, also those that its scenario leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jibek.ground.values import plain
from jibek.runs.kept import Kept


def flat(raw: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """``gateway.CN_KHORGOS-KZ_ALTYNKOL.clearance_hours`` and its value, for every setting of a scenario."""
    for key, value in raw.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def setting(run: Kept, key: str) -> Any:
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


def _cell(run: Kept, table: str, key: str, name: str, column: str) -> Any:
    if table not in run.tables or not {key, column} <= set(run.tables[table].columns):
        return None
    frame = run.tables[table]
    hit = frame.loc[frame[key] == name, column]
    return plain(hit.iloc[0]) if len(hit) else None
