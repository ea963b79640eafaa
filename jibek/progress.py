"""What long work is doing and how long it will take, on standard error, for people alone.

Nothing is shown where standard error is not a terminal, or where the work is done within two seconds.
"""

from __future__ import annotations

import sys
import time
from typing import Any

QUIET_SECONDS = 2.0


class Progress:
    """Call it with what is being done; use it as a context so that the line is cleared at the end.

    The time left is that of the latest run kept here, part by part; without one only the time spent is shown.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Any = None
        self._expected: dict[str, float] | None = None
        self._passed: list[str] = []

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, message: str) -> None:
        """Say what begins now."""
        self._passed.append(message)
        if not sys.stderr.isatty() or time.monotonic() - self._began < QUIET_SECONDS:
            return
        if self._expected is None:
            self._expected = _seconds_of_latest()
        if self._bar is None:
            self._bar = self._new_bar()
        self._bar.set_description_str(message[:60], refresh=False)
        if self._expected:
            done = sum(
                s for part, s in self._expected.items() if part in self._passed[:-1] and part != message
            )
            self._bar.n = min(done, self._bar.total)
        self._bar.refresh()

    def _new_bar(self) -> Any:
        from tqdm import tqdm

        if self._expected:
            form, total = (
                "{percentage:3.0f}% {bar} {elapsed}, about {remaining} left, {desc}",
                sum(self._expected.values()),
            )
        else:
            form, total = "{elapsed} {desc}", None
        bar = tqdm(total=total, bar_format=form, file=sys.stderr, leave=False, ncols=100)
        bar.start_t -= time.monotonic() - self._began
        return bar


def _seconds_of_latest() -> dict[str, float]:
    from jibek import catalogue

    for _, manifest in catalogue.runs():
        seconds = manifest.get("seconds")
        if isinstance(seconds, dict):
            return {str(k): float(v) for k, v in seconds.items()}
    return {}
