"""Small networks on disk and what an import makes of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from jibek import verbs
from jibek.ground.errors import InputError


def put(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def table(folder: Path, stem: str) -> list[dict[str, str]]:
    with (folder / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def line(points: list[list[float]], **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "LineString", "coordinates": points},
    }


def point(at: list[float], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}


def geojson(path: Path, *features: Any, **more: Any) -> Path:
    return put(path, json.dumps({"type": "FeatureCollection", "features": features, **more}))


def refused(form: str, files: list[Path], into: Path, **wishes: Any) -> InputError:
    """The error; nothing may be left on disk beside the files."""
    before = sorted(into.parent.iterdir())
    with pytest.raises(InputError) as caught:
        verbs.import_network(form, files, into, **wishes)
    assert sorted(into.parent.iterdir()) == before
    assert caught.value.exit_code == 2
    return caught.value


def codes(error: InputError) -> set[str]:
    return {p.code for p in error.problems}
