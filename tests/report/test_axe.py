"""Axe finds nothing serious on any page that Jibek makes, in light and in dark, on a desk and on a telephone.

Axe-core judges by the success criteria of WCAG 2.2; what it calls serious or critical keeps somebody out.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sample

pytestmark = pytest.mark.slow

sys.path.insert(0, str(Path(__file__).parents[1] / "systems"))

CARDS, ROWS = (
    3,
    3,
)  # left of systems and in each table: axe takes minutes for all, and the others are made alike

OPEN = """([most, rows]) => { document.querySelectorAll("main details.part").forEach(d => { d.open = true; });
  const cards = [...document.querySelectorAll(".card")];
  cards.sort((a, b) => b.querySelectorAll("details").length - a.querySelectorAll("details").length);
  cards.slice(most).forEach(c => c.remove());
  document.querySelectorAll("tbody").forEach(b => { [...b.rows].slice(rows).forEach(r => r.remove()); });
  document.querySelectorAll("main details").forEach(d => { d.open = true; }); }"""


@pytest.fixture(scope="session")
def pages(written: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The two reports, one of them with the systems; the pages of systems, of a route and of a checked article."""
    import made_up

    from jibek import record, sources, systems, verbs
    from jibek.report import render
    from jibek.report.drawing import routemap
    from jibek.verbs import surveying

    folder = tmp_path_factory.mktemp("axe")
    tables = systems.tables_of(
        systems.survey(record.establish(sources.read()), systems.modelled(made_up.kept_rows()))
    )
    made = sample.report()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surveying, "obtain", lambda *_, **__: made_up.run())
        verbs.systems(html=folder / "systems.html")
    text = "Trade of China and Kazakhstan was $410 billion in 2023, $31.5 billion in 2022. The inn has 317 rooms."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    verbs.check(folder / "a.txt", within="seeds", html=folder / "article.html")
    at = {"CNXIY": (108.9, 34.3), "KZ_ALTYNKOL": (80.3, 44.2), "DEDUI": (6.8, 51.4)}
    names = {"CNXIY": "Xi’an", "KZ_ALTYNKOL": "Altynkol", "DEDUI": "Duisburg"}
    parts = (routemap.Part("rail", tuple(at), {}), routemap.Part("road", ("CNXIY", "DEDUI"), {}))
    ways = tuple(
        routemap.Way(title, "16 days · 9,000 USD", "by Altynkol", (), (part,), {})
        for title, part in zip(("Fastest", "Cheapest"), parts, strict=True)
    )
    drawn = routemap.Drawn("Xi’an to Duisburg", "container, 2023", ("CNXIY", "DEDUI"), ways, at, names)
    (folder / "route.html").write_text(routemap.page(drawn), encoding="utf-8")
    return {
        "base": render(replace(made, tables={**made.tables, **tables}), folder / "base.html"),
        "scenario": written["scenario"],
        **{name: folder / f"{name}.html" for name in ("systems", "route", "article")},
    }


def violations(page: Any, rules: dict[str, Any]) -> list[str]:
    """What axe calls serious or critical, with the first element of each."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **rules})
    return [
        f"{v['id']}: {v['nodes'][0]['target']} and {len(v['nodes']) - 1} more"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", ["base", "scenario", "systems", "route", "article"])
@pytest.mark.parametrize(("width", "scheme"), [(1600, "light"), (1600, "dark"), (400, "light")])
def test_axe_finds_nothing_serious(
    chromium: Any, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    """In dark only the colours are another's."""
    colours = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if scheme == "dark" else {}
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(pages[name].as_uri())
    page.evaluate(OPEN, [CARDS, ROWS])
    found = violations(page, colours)
    context.close()
    assert found == []


def test_axe_sees_what_is_wrong(chromium: Any, tmp_path: Path) -> None:
    """A page of pale words and a button without a name is not let pass."""
    (tmp_path / "bad.html").write_text(
        '<!doctype html><html lang="en"><title>x</title><main><h1>x</h1>'
        '<p style="color:#ccc">pale words</p><button></button>'
    )
    page = chromium.new_page()
    page.goto((tmp_path / "bad.html").as_uri())
    found = violations(page, {})
    page.close()
    assert {v.partition(":")[0] for v in found} == {"button-name", "color-contrast"}
