"""What long work is doing and how long it will take, on standard error, for people alone.

Nothing is shown where standard error is not a terminal, or where the work is done within two seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jibek.runs import catalogue

QUIET_SECONDS = 2.0


def part_of(message: str) -> str:
    """``interval: theta at its low end`` belongs to the part ``interval``."""
    return message.partition(":")[0]


class Stopwatch:
    """Passes messages on and keeps how long each part took by the clock, and in how many steps."""

    def __init__(self, tell: Callable[[str], None] | None) -> None:
        self._tell = tell
        self._part, self._began = "", time.monotonic()
        self.parts: dict[str, list[float]] = {}

    def __call__(self, message: str) -> None:
        self._close()
        self._part = part_of(message)
        if self._tell is not None:
            self._tell(message)

    def _close(self) -> None:
        now = time.monotonic()
        if self._part:
            part = self.parts.setdefault(self._part, [0.0, 0])
            part[0] += now - self._began
            part[1] += 1
        self._began = now

    def wall_seconds(self) -> dict[str, list[float]]:
        """Part to its seconds by the clock and its number of messages."""
        self._close()
        self._part = ""
        return {part: [round(seconds, 2), steps] for part, (seconds, steps) in self.parts.items()}


class Progress:
    """Call it with what is being done; use it as a context so that the line is cleared at the end.

    The time left is that of the latest run kept here, part by part; without one only the time spent is shown.
    """

    def __init__(self, home: Path | None = None) -> None:
        self._home = home
        self._began = time.monotonic()
        self._bar: Any = None
        self._expected: dict[str, list[float]] | None = None
        self._steps: dict[str, int] = {}

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, message: str) -> None:
        """Say what begins now."""
        part = part_of(message)
        self._steps[part] = self._steps.get(part, 0) + 1
        if not sys.stderr.isatty() or time.monotonic() - self._began < QUIET_SECONDS:
            return
        if self._expected is None:
            self._expected = _latest(self._home)
        if self._bar is None:
            self._bar = self._new_bar()
        self._bar.set_description_str(message[:60], refresh=False)
        if self._expected:
            self._bar.n = min(self._done(part), self._bar.total)
        self._bar.refresh()

    def _done(self, current: str) -> float:
        """Seconds of the latest run that lie behind: parts that ended, and of this one the steps that ended."""
        behind = 0.0
        for part, (seconds, steps) in (self._expected or {}).items():
            share = (self._steps.get(part, 0) - (part == current)) / max(steps, 1)
            behind += seconds * min(share, 1.0)
        return behind

    def _new_bar(self) -> Any:
        from tqdm import tqdm

        form, total = "{elapsed} {desc}", None
        if self._expected:
            total = sum(seconds for seconds, _ in self._expected.values())
            form = "{percentage:3.0f}% {bar} {elapsed}, about {remaining} left, {desc}"
        bar = tqdm(total=total, bar_format=form, file=sys.stderr, leave=False, dynamic_ncols=True)
        bar.start_t -= time.monotonic() - self._began
        return bar


def _latest(home: Path | None) -> dict[str, list[float]]:
    for _, manifest in catalogue.runs(home):
        if manifest.get("wall_seconds"):
            return {str(k): list(v) for k, v in manifest["wall_seconds"].items()}
    return {}
