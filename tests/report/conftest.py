"""The sample run, and its page in headless Chromium where that is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


class Opened:
    """A page opened from disk, with what it asked for and what it complained about."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample's pages: a run that is its own base, and a scenario in which a check fails, in four languages."""
    import sample

    from jibek.report import render

    folder = tmp_path_factory.mktemp("report")
    scenario = sample.report(with_base=True, failing=True)
    return {
        "base": render(sample.report(), folder / "base.html"),
        "scenario": render(scenario, folder / "scenario.html"),
        **{of: render(scenario, folder / f"scenario.{of}.html", lang=of) for of in ("ru", "kk", "zh")},
    }


@pytest.fixture
def opened(chromium: Any, written: dict[str, Path]) -> Iterator[Callable[..., Opened]]:
    """Open a page at a width, its folds open unless wanted as a reader finds them: ``opened("base", 1600)``."""
    contexts = []

    def go(name: str, width: int = 1600, *, folded: bool = False, scheme: str = "light") -> Opened:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            accept_downloads=True,
            color_scheme=scheme,
            reduced_motion="reduce",  # a page that still scrolls would give its boxes of several moments
        )
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(written[name].as_uri())
        if not folded:
            found.page.eval_on_selector_all("main details", "ds => ds.forEach(d => { d.open = true; })")
        return found

    yield go
    for context in contexts:
        context.close()
