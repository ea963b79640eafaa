"""What is known of worlds between runs: one small file a world, by what it rests on.

    HOME/.worlds/1a2b3c4d…/world-17.json

A killed run finds the worlds that it had, and runs of other scenarios and years find the weights of the baseline.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jibek.ground.values import dumps
from jibek.ground.written import leftovers, owned
from jibek.runs.catalogue import code_digest

_PART = ".part-"


class Worlds:
    """Files of one ensemble; ``rests_on``: all that its worlds follow from, the program aside."""

    def __init__(self, home: Path, rests_on: Mapping[str, Any]) -> None:
        told = json.dumps({**rests_on, "code": code_digest()}, sort_keys=True)
        self._folder = home / ".worlds" / hashlib.sha256(told.encode()).hexdigest()[:16]
        for part in leftovers(self._folder, _PART):
            with contextlib.suppress(OSError):
                part.unlink()

    def get(self, name: str) -> dict[str, Any] | None:
        """A world that is known; None for one that is not, or whose file cannot be read."""
        try:
            found = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def put(self, name: str, world: Mapping[str, Any]) -> None:
        """Keep a world; where the disk does not take it, it is worked out again next time."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / owned(f"{_PART}{name}-{threading.get_ident()}")
            part.write_text(dumps(world), encoding="utf-8")
            part.replace(self._folder / f"{name}.json")
        except OSError:
            return
