"""The documentation as a site: links lead somewhere, nothing is asked of another host, worked pages run."""

from __future__ import annotations

import functools
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
WORKED = sorted(p.stem for p in (ROOT / "docs" / "worked").glob("*.md"))
MADE = {"third-railway"}  # its own scenario in many worlds takes minutes: here at the central values alone
LOADS = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}


class Loaded(HTMLParser):
    """What a page loads by itself, and its titles."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("rel") in ("canonical", "prev", "next"):
            return
        self.asked += [value for name, value in attrs if (tag, name) in LOADS and value]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site with worked pages as they are written: what they print is tried apart, on a run."""
    import build_site

    folder = tmp_path_factory.mktemp("site")
    build_site.assemble(folder / "docs", None)
    build_site.build(folder / "docs", folder / "site")  # strict: a link or an anchor that leads nowhere fails
    return folder / "site"


def test_pages_load_nothing_from_elsewhere(site):
    pages = sorted(site.rglob("*.html"))
    assert {p.name for p in pages} >= {"index.html", "api.html", "glossary.html", "tables.html"}
    for page in pages:
        loaded = Loaded()
        loaded.feed(page.read_text(encoding="utf-8"))
        assert loaded.asked
        assert not [a for a in loaded.asked if re.match(r"(https?:)?//", a)], page.name
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", text), style.name


@pytest.mark.slow
def test_pages_open_in_a_browser_without_a_request_and_fit_a_phone(site, chromium):
    for width in (1600, 400):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        tab = context.new_page()
        asked, errors = [], []
        tab.on("request", lambda r, asked=asked: asked.append(r.url))
        tab.on("pageerror", lambda e, errors=errors: errors.append(str(e)))
        for name in ("index", "glossary", "api", "worked/tutorial", "worked/how-wrong-is-it"):
            tab.goto((site / f"{name}.html").as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
        assert asked
        assert not [a for a in asked if not a.startswith(("file:", "data:", "blob:"))]
        assert not errors
        context.close()


def test_every_public_name_is_in_the_reference(site):
    import jibek

    text = (site / "api.html").read_text(encoding="utf-8")
    named = set(re.findall(r'id="jibek\.[a-z.]+\.(\w+)"', text))
    assert {jibek._ASKED.get(name, name) for name in jibek.__all__} - {"__version__"} <= named


def test_every_page_of_the_site_is_in_its_list_of_contents(site):
    assert WORKED
    contents = (site / "index.html").read_text(encoding="utf-8")
    for name in WORKED:
        assert f'href="worked/{name}.html"' in contents


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKED)
def test_a_worked_page_runs(name, base_run, fast_run, monkeypatch):
    """Every cell, and every figure in its first words is known; its notebook holds no code that the page lacks."""
    import notebooks

    import jibek

    if name in MADE:
        monkeypatch.setattr(jibek, "run", functools.partial(jibek.run, draws=0), raising=False)
    source = ROOT / "docs" / "worked" / f"{name}.md"
    page = notebooks.page(notebooks.executed(source, base_run.folder.parents[1]), name)
    answer = page.split("\n\n")[1]
    assert not re.search(r"\{\{|nan|None|…", answer)
    assert (name == "tutorial") or len(re.findall(r"\d[\d,.]*", answer)) >= 2
    assert "```text" in page or '<div class="result">' in page


def test_figures_are_never_typed_in_the_answer_of_a_worked_page():
    """The two first sentences ask the run for each figure; years and sizes of the question itself are words of it."""
    import notebooks

    for name in set(WORKED) - {"tutorial"}:
        text = (ROOT / "docs" / "worked" / f"{name}.md").read_text(encoding="utf-8")
        answer = text.split("\n\n")[1]
        assert len(notebooks.FIGURE.findall(answer)) >= 2, name
        typed = set(re.findall(r"\d+", notebooks.FIGURE.sub("", answer)))
        assert typed <= {"6", "12", "1"}, name  # hours asked about, and the first of March


def test_a_cell_that_fails_fails_the_page(tmp_path):
    import notebooks

    page = tmp_path / "page.md"
    page.write_text("# T\n\n{{ a | .1f }} of {{ b }}\n\n```python\na = 2\nb = {'k': 1}\nb\n```\n")
    found = notebooks.page(notebooks.executed(page, tmp_path), "page")
    assert found.startswith("# T\n\n2.0 of {'k': 1}\n\n[Download")
    assert "```text\n{'k': 1}\n```" in found
    page.write_text("# T\n\n{{ a }}\n\n```python\na = 1 / 0\n```\n")
    with pytest.raises(ZeroDivisionError):
        notebooks.executed(page, tmp_path)
    page.write_text("# T\n\n{{ c }}\n\n```python\na = 1\n```\n")
    with pytest.raises(NameError):
        notebooks.executed(page, tmp_path)


def test_numbers_of_tables_have_no_exponent():
    import notebooks

    told = [notebooks.human(x) for x in (4.1e10, 10771.75, 0.59843, -0.0024567, 1e-7, 0.0)]
    assert told == ["41,000,000,000", "10,770", "0.5984", "-0.002457", "1e-07", "0"]


def test_the_citation_names_this_version():
    """The keys that CFF 1.2.0 asks for and the version and licence of the package."""
    import tomllib

    import yaml

    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert cited["cff-version"] == "1.2.0"
    assert (cited["version"], cited["license"]) == (package["version"], package["license"])
