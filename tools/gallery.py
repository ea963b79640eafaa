"""Pictures of the charts of a run's report, and the page that shows them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

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

HEAD = """# Gallery

Charts as a run draws them: each is in the run's report, with its table, its source and a copy to save. Made by
`make site` from the runs of this site.

![Freight by corridor and waits at gateways](hero.png)
"""


def pictures(report: Path, into: Path, stem: str) -> list[tuple[str, str]]:
    """Write the largest drawing of each section of a report as PNG; their titles and file names.

    Raises
    ------
    FileNotFoundError
        There is no Chromium to open the report with.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise FileNotFoundError(f"the gallery needs one of {', '.join(NAMES)}")
    into.mkdir(parents=True, exist_ok=True)
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1100, "height": 900}, device_scale_factor=1.5)
        tab.goto(report.resolve().as_uri())
        for number, title in enumerate(tab.evaluate(LARGEST, [LEAST_WIDE, LEAST_HIGH])):
            words = re.sub(r"[\s#¶]+", " ", title).strip()
            name = f"{stem}-{number:02d}.png"
            tab.locator(f'[data-gallery="{number}"]').screenshot(path=into / name, timeout=10_000)
            found.append((words, name))
        browser.close()
    return found


def page(shown: dict[str, list[tuple[str, str]]]) -> str:
    """The gallery in Markdown: runs by their titles, each with its pictures."""
    parts = [HEAD]
    for run, found in shown.items():
        parts.append(f"## {run}\n")
        parts += [f"### {title}\n\n![{title}](gallery/{name})\n" for title, name in found]
    return "\n".join(parts)
