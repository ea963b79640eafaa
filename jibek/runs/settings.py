"""The settings of a kept run, also those that its scenario leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from pydantic import BaseModel

from jibek.ground.values import plain
from jibek.runs.kept import Kept
from jibek.scenario import kind_at


def flat(raw: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """``gateway.CN_KHORGOS-KZ_ALTYNKOL.clearance_hours`` and its value, for every setting of a scenario."""
    for key, value in raw.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def setting(run: Kept, key: str) -> Any:
    """What a setting is where the scenario does not name it."""
    section, _, rest = key.partition(".")
    if section == "assumption":
        return _cell(run, "record.assumptions", "assumption_id", rest, "value")
    name, _, column = rest.rpartition(".")  # ids of gateways may hold a full stop
    model = kind_at([section, name])
    if get_origin(kind_at([section])) is Mapping and isinstance(model, type) and issubclass(model, BaseModel):
        if column not in model.model_fields:
            return None
        default = model.model_fields[column].default
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
