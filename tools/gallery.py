"""Pictures of the charts of a run's report, and the page that shows them.

python tools/gallery.py REPORT.html     the picture of the first screen of the README, from the report of a scenario
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERO = Path(__file__).parent.parent / "docs" / "hero.png"

NAMES = ("chromium", "chromium-browser", "google-chrome")
LEAST_WIDE, LEAST_HIGH = 280, 120  # pixels: smaller ones stand inside a line of words

# The largest drawing of each section, with the section's title; folded parts are opened first.
LARGEST = """(least) => {
  document.querySelectorAll("details").forEach(d => d.open = true);
  const found = [];
  document.querySelectorAll("main section, body > section").forEach(section => {
    let best = null, most = 0;
    section.querySelectorAll("svg").forEach(svg => {
      const box = svg.getBoundingClientRect();
      const area = box.width * box.height;
      if (box.width >= least[0] && box.height >= least[1] && area > most) { best = svg; most = area; }
    });
    const title = section.querySelector("h2");
    if (!best || !title || section.querySelector("section")) return;
    best.dataset.gallery = String(found.length);
    found.push(title.innerText.trim());
  });
  return found;
}"""

# The finding over the map of change and its legend, all else away; whether there is such a map.
FINDING_AND_MAP = """() => {
  const map = document.querySelector(".change .mapbox .view"), legend = document.querySelector(".change .legend");
  if (!map || !legend) return false;
  const shown = document.createElement("div");
  shown.id = "hero";
  shown.style.cssText = "width:1056px;padding:20px 24px 12px;box-sizing:border-box;background:var(--bg)";
  const title = document.querySelector("h1").cloneNode(true);
  title.style.cssText = "font-size:25px;line-height:1.25;margin:0 0 16px;max-width:none";
  legend.style.cssText = "margin:12px 0 0";
  shown.append(title, map, legend);
  document.body.replaceChildren(shown);
  return true;
}"""

HEAD = """# Gallery

Charts as a run draws them: each is in the run's report, with its table, its source and a copy to save. Made by
`make site` from the runs of this site.

![What a third railway changes: the new line, lines that carry more, lines that carry less](hero.png)
"""


def pictures(report: Path, into: Path, stem: str) -> list[tuple[str, str]]:
    """Write the largest drawing of each section of a report as PNG; their titles and file names.

    Raises
    ------
    FileNotFoundError
        There is no Chromium to open the report with.
    """
    into.mkdir(parents=True, exist_ok=True)
    found = []
    with opened(report, scale=1.5) as tab:
        for number, title in enumerate(tab.evaluate(LARGEST, [LEAST_WIDE, LEAST_HIGH])):
            words = re.sub(r"[\s#¶]+", " ", title).strip()
            name = f"{stem}-{number:02d}.png"
            tab.locator(f'[data-gallery="{number}"]').screenshot(path=into / name, timeout=10_000)
            found.append((words, name))
    return found


@contextmanager
def opened(report: Path, scale: float) -> Iterator[Page]:
    """A report in Chromium, ``scale`` pixels to each of the page.

    Raises
    ------
    FileNotFoundError
        There is no Chromium to open the report with.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise FileNotFoundError(f"the gallery needs one of {', '.join(NAMES)}")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1100, "height": 900}, device_scale_factor=scale)
        tab.goto(report.resolve().as_uri())
        yield tab
        browser.close()


def hero(report: Path, into: Path = HERO) -> None:
    """Write the finding of a scenario and its map of change as one PNG.

    Raises
    ------
    FileNotFoundError
        There is no Chromium to open the report with.
    ValueError
        The report has no map of change.
    """
    with opened(report, scale=1.0) as tab:
        if not tab.evaluate(FINDING_AND_MAP):
            raise ValueError(f"{report} has no map of change: give the report of a scenario")
        tab.locator("#hero").screenshot(path=into)


def page(shown: dict[str, list[tuple[str, str]]]) -> str:
    """The gallery in Markdown: runs by their titles, each with its pictures."""
    parts = [HEAD]
    for run, found in shown.items():
        parts.append(f"## {run}\n")
        parts += [f"### {title}\n\n![{title}](gallery/{name})\n" for title, name in found]
    return "\n".join(parts)


if __name__ == "__main__":
    hero(Path(sys.argv[1]))
