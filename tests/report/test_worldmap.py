"""The maps: names and circles apart at every size, choices that show what the tables hold, keys and touch, colours that
stay apart for the colour-blind, what changes against a base.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sample

from jibek.flows.carried import by_step, change
from jibek.ground.vocabulary import CLASSES
from jibek.report import render
from jibek.report.drawing import changemap, circles, geometry, known, routemap
from jibek.report.drawing.carried import DIRECTIONS, carried
from jibek.report.input import ReportInput

STYLE = Path(geometry.__file__).parents[1] / "page" / "map.css"

NEW_LINE = ("KZ_AKTOGAY", "CN_URUMQI")  # opened by the scenario of these tests
NEW_TONNES = 3.2e6


@cache
def with_paths() -> ReportInput:
    """The sample with paths that its flows are the sums of: each of its corridors there and back."""
    report = sample.report()
    rows = []
    for (corridor, million, mode, stops), (back, share), (kind, part) in product(
        sample.PATHS, ((False, 0.64), (True, 0.36)), (("container", 0.55), ("dry_bulk", 0.45))
    ):
        way = stops.split()[::-1] if back else stops.split()
        arcs = ";".join(f"{mode}:{a}-{b}" for a, b in pairwise(way))
        tonnes = 1e6 * million * share * part
        rows.append((f"{way[0]}|gate", f"{way[-1]}|arrival", kind, corridor, tonnes, arcs))
    columns = ["origin", "destination", "class", "group", "tonnes_per_year", "arcs"]
    return dataclasses.replace(
        report, tables={**report.tables, "flows.paths": pd.DataFrame(rows, columns=columns)}
    )


@cache
def changed() -> ReportInput:
    """A scenario that opens a line, takes a fifth of what Alashankou carries and shuts the ferry of Kuryk."""
    base = sample.report()
    flows, arcs = base.table("flows.arc_flows").copy(), base.table("network.arcs")
    flows.loc[flows["arc_id"].str.contains("ALASHANKOU"), "tonnes_per_year"] *= 0.8
    flows.loc[flows["arc_id"].str.startswith("ferry:"), "tonnes_per_year"] = 0.0
    flows.loc[flows["arc_id"].str.contains("CNMLX"), "tonnes_per_year"] *= 1.25
    a, b = NEW_LINE
    arc = {"arc_id": "new", "tail": f"{a}|rail", "head": f"{b}|rail", "mode": "rail", "kind": "haul"}
    flow = {"arc_id": "new", "class": "container", "group": "northern/X", "tonnes_per_year": NEW_TONNES}
    now = pd.concat([flows, pd.DataFrame([flow])], ignore_index=True)
    stands = pd.concat([arcs, pd.DataFrame([arc])], ignore_index=True)
    kept = (
        by_step(a, f.assign(commodity=f["class"]))
        for a, f in ((stands, now), (arcs, base.table("flows.arc_flows")))
    )
    tables = {**base.tables, "flows.arc_flows": now, "network.arcs": stands, "flows.change": change(*kept)}
    scenario = {"name": "new-line", "base": "baseline", "year": 2023, "open": {"links": ["L1"]}}
    return dataclasses.replace(sample.report(with_base=True), scenario=scenario, tables=tables)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("maps")
    return {
        "base": render(with_paths(), folder / "base.html"),
        "change": render(changed(), folder / "change.html"),
    }


@pytest.fixture
def shown(chromium: Any, pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """Open a page: ``shown("base", 400, dark=True)``; what it asks for and complains of is empty at the end."""
    contexts, asked = [], []

    def go(name: str, width: int = 1600, *, dark: bool = False, touch: bool = False) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: asked.append(r.url) if not r.url.startswith("file:") else None)
        page.on("console", lambda m: asked.append(m.text))
        page.on("pageerror", lambda e: asked.append(str(e)))
        page.goto(pages[name].as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert asked == []


def visible_maps(page: Any) -> list[str]:
    return page.eval_on_selector_all(
        "svg.map", "ms => ms.filter(m => m.getClientRects().length).map(m => m.id)"
    )


def boxes(page: Any, ident: str, marks: str) -> list[list[Any]]:
    """Words (or number) and box of each mark that the browser draws within the map."""
    return page.eval_on_selector_all(
        f"#{ident} {marks}",
        "ts => { const m = ts.length ? ts[0].ownerSVGElement.getBoundingClientRect() : null;"
        "return ts.map(t => [t.firstChild ? t.firstChild.textContent : t.dataset.g, t.getBoundingClientRect()])"
        ".filter(p => p[1].width && p[1].right > m.left && p[1].left < m.right)"
        ".filter(p => p[1].bottom > m.top && p[1].top < m.bottom)"
        ".map(p => [p[0], p[1].left, p[1].top, p[1].right, p[1].bottom]); }",
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["base", "change"])
@pytest.mark.parametrize("width", [1600, 400])
def test_names_do_not_touch_at_any_magnification(shown: Callable[..., Any], name: str, width: int) -> None:
    """Boxes as the browser draws them; no name is cut by the edge, unmagnified, magnified or moved."""
    page = shown(name, width)
    idents = visible_maps(page)
    assert len(idents) == {"base": 3, "change": 4}[name]
    for ident in idents:
        figure = page.locator(f".mapbox:has(#{ident})")
        for level in (1, 2, 4, 8):
            found = boxes(page, ident, "text")
            assert len(found) >= (4 if level == 1 else 0), ident
            for a, b in combinations(found, 2):
                apart = a[3] <= b[1] or b[3] <= a[1] or a[4] <= b[2] or b[4] <= a[2]
                assert apart, (ident, level, a, b)
            assert cut_by_the_edge(page, ident) == []
            if level == 4:
                figure.locator(".view").focus()
                for key in ("ArrowLeft", "ArrowUp"):
                    page.keyboard.press(key)
                    assert cut_by_the_edge(page, ident) == []
            if level < 8:
                figure.locator('[data-z="in"]').click()
        assert figure.locator('[data-z="in"]').is_disabled()


def cut_by_the_edge(page: Any, ident: str) -> list[str]:
    """Names whose box reaches over the frame of the map, by boxes of one moment: a page may still be scrolling."""
    found = page.evaluate(
        "id => { const m = document.getElementById(id);"
        "const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };"
        "return [box(m), ...Array.from(m.querySelectorAll('text'), t => [t.firstChild.textContent, ...box(t)])]; }",
        ident,
    )
    (left, top, right, bottom), names = found[0], found[1:]
    within = [
        a for a in names if a[1] < right and a[3] > left and a[2] < bottom and a[4] > top and a[3] > a[1]
    ]
    return [a[0] for a in within if a[1] < left or a[2] < top or a[3] > right or a[4] > bottom]


@pytest.mark.slow
def test_two_fingers_magnify_and_one_scrolls(shown: Callable[..., Any]) -> None:
    """Fingers that part magnify about the place between them and the page stays; fingers that close make it small."""
    page = shown("base", 400, touch=True)
    ident = visible_maps(page)[0]
    svg = page.locator(f"#{ident}")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"]
    hand = page.context.new_cdp_session(page)

    def pinch(*gaps: float) -> None:
        for n, gap in enumerate(gaps):
            points = [{"x": x + 0.3 * way * gap, "y": y + way * gap, "id": way + 1} for way in (-1, 1)]
            kind = "touchMove" if n else "touchStart"
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def view() -> list[float]:
        return [float(v) for v in page.get_attribute(f"#{ident}", "viewBox").split()]

    full, scrolled = view(), page.evaluate("scrollY")
    pinch(10, 14, 18, 22, 24)
    assert view()[2] == pytest.approx(full[2] / 2)
    assert view()[0] == pytest.approx(0.6 * full[2] / 2, abs=2)
    pinch(24, 20, 15, 11, 9)
    assert view()[2] == pytest.approx(full[2])
    assert page.evaluate("scrollY") == scrolled
    assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.slow
@pytest.mark.parametrize("width", [1600, 400])
def test_letters_are_large_enough_to_read(shown: Callable[..., Any], width: int) -> None:
    """11 pixels is what printed maps give their smallest names."""
    page = shown("base", width)
    for ident in visible_maps(page):
        heights = page.eval_on_selector_all(
            f"#{ident} text",
            "ts => ts.filter(t => t.getClientRects().length)"
            ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)",
        )
        assert min(heights) >= 11.0, ident


@pytest.mark.slow
@pytest.mark.parametrize("width", [1600, 400])
def test_circles_do_not_cover_one_another(shown: Callable[..., Any], width: int) -> None:
    page = shown("base", width)
    for ident in visible_maps(page):
        found = page.eval_on_selector_all(
            f'#{ident} .lv[data-l="1"] .g',
            "cs => cs.map(c => [c.cx.baseVal.value, c.cy.baseVal.value, c.r.baseVal.value])",
        )
        assert found
        for a, b in combinations(found, 2):
            # Coordinates are written to a hundredth.
            assert np.hypot(a[0] - b[0], a[1] - b[1]) >= a[2] + b[2] - 0.03


@pytest.mark.slow
@pytest.mark.parametrize("width", [1600, 400])
def test_what_people_know_is_named_first(shown: Callable[..., Any], width: int) -> None:
    page = shown("base", width)
    ident = visible_maps(page)[0]
    names = {b[0] for b in boxes(page, ident, "text")}
    assert {"Kazakhstan", "China", "Russia", "Khorgos", "Alashankou", "Almaty", "Moscow", "Aktau"} <= names
    if width == 1600:
        places = {"Rotterdam", "Hamburg", "Duisburg", "Warsaw", "Shanghai", "Lanzhou", "Urumqi", "Tashkent"}
        assert places | {"Mongolia", "Poti", "Astana", "Beijing"} <= names
    else:
        assert not {"Moyynty", "Arys", "Beineu", "Incheh Borun"} & names


@pytest.mark.slow
def test_choices_show_the_tonnes_of_the_tables(shown: Callable[..., Any]) -> None:
    """Aktogay–Dostyk carries 9.6 Mt of one corridor, 0.64 of it from China, 0.55 in boxes: widths follow."""
    page = shown("base")
    path = '#map-detail [data-r="{}"]'
    lines = json.loads(page.locator("#map-data").text_content())["lines"]
    number = next(n for n, line in enumerate(lines) if line["w"].startswith("Aktogay – Dostyk"))
    part = page.locator(path.format(f"{number}.0"))

    def width() -> float:
        return float(part.get_attribute("stroke-width")) if part.is_visible() else 0.0

    def choose(name: str, label: str) -> None:
        page.locator(f'label:has([name="m-{name}"])', has_text=re.compile(f"^{label}$")).click()

    whole = width()
    assert whole > 5
    choose("goods", "Containers")
    assert width() == pytest.approx(0.55 * whole, abs=0.06)  # widths are written to a tenth at first
    choose("direction", "from China")
    assert width() == pytest.approx(0.55 * 0.64 * whole, abs=0.06)
    choose("direction", "between others")
    assert width() == 0
    choose("goods", "all")
    choose("direction", "all")
    assert width() == pytest.approx(whole, abs=0.06)
    choose("family", "Road")
    assert width() == 0
    roads = page.locator("#map-detail .c-road").evaluate_all(
        "ps => ps.filter(p => p.style.display !== 'none').length"
    )
    assert roads > 0


@pytest.mark.slow
def test_lines_keep_their_width_on_the_screen_when_magnified(shown: Callable[..., Any]) -> None:
    page = shown("base")
    read = "ps => ps.map(p => +p.getAttribute('stroke-width'))"
    before = page.eval_on_selector_all("#map-detail .f", read)
    page.locator('#fig-detail [data-z="in"]').click()
    after = page.eval_on_selector_all("#map-detail .f", read)
    assert 2 * np.array(after) == pytest.approx(np.array(before), abs=0.06)  # written to a tenth at first
    assert float(page.get_attribute("#map-detail", "viewBox").split()[2]) == pytest.approx(790 / 2)


@pytest.mark.slow
def test_keys_move_magnify_and_read(shown: Callable[..., Any]) -> None:
    page = shown("base")
    page.locator("#fig-whole .view").focus()

    def box() -> list[float]:
        return [float(v) for v in page.get_attribute("#map-whole", "viewBox").split()]

    full = box()
    page.keyboard.press("+")
    near = box()
    assert near[2] == pytest.approx(full[2] / 2)
    page.keyboard.press("ArrowRight")
    assert box()[0] == pytest.approx(near[0] + near[2] / 4)
    page.keyboard.press("-")
    page.keyboard.press("ArrowLeft")
    assert box() == pytest.approx(full)
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("0")
    assert box() == pytest.approx(full)
    select = page.locator("#m-read")
    select.focus()
    page.keyboard.type("Khorgos – Altynkol")
    page.keyboard.press("Enter")
    assert "31.2 h on average" in page.locator("#fig-whole .told").inner_text()
    assert page.locator("#map-whole .g.on").count() >= 1
    page.locator('[name="m-goods"]').first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator('[name="m-goods"]').nth(1).is_checked()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "touch"), [(1600, False), (400, True)])
def test_a_tap_tells_the_figures(shown: Callable[..., Any], width: int, touch: bool) -> None:
    """On a circle its hours; on a line its tonnes in all, by way, direction and goods."""
    page = shown("base", width, touch=touch)
    ident = next(i for i in visible_maps(page) if i.startswith("map-detail"))
    svg = page.locator(f"#{ident}")
    svg.scroll_into_view_if_needed()

    def tap(x: float, y: float) -> str:
        (page.touchscreen.tap if touch else page.mouse.click)(x, y)
        return str(page.locator("#fig-detail .told").inner_text())

    gates = json.loads(page.locator("#map-data").text_content())["gates"]
    number = next(n for n, words in enumerate(gates) if words.startswith("Khorgos – Altynkol"))
    circle = page.locator(f'#{ident} .lv[data-l="1"] .g[data-g="{number}"]').bounding_box()
    said = tap(circle["x"] + circle["width"] / 2, circle["y"] + circle["height"] / 2)
    assert "Khorgos – Altynkol, rail: 31.2 h on average" in said
    assert "within 58.1 h" in said
    ends = page.evaluate(
        "id => { const svg = document.getElementById(id), m = svg.getScreenCTM();"
        "const lines = JSON.parse(document.getElementById('map-data').textContent).lines;"
        "const n = lines.findIndex(l => l.w.startsWith('Astana – Moyynty') || l.w.startsWith('Moyynty – Astana'));"
        "const p = svg.querySelector(`[data-r^='${n}.']`), q = p.getPointAtLength(p.getTotalLength() / 2);"
        "return [q.x * m.a + m.e, q.y * m.d + m.f]; }",
        ident,
    )
    said = tap(*ends)
    assert "9.60 Mt/yr, both ways" in said
    assert "from China 6.1 Mt/yr" in said
    assert "to China 3.5 Mt/yr" in said
    assert "containers 5.3 Mt/yr" in said


@pytest.mark.slow
def test_without_a_script_the_map_and_its_legend_are_there(chromium: Any, pages: dict[str, Path]) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1600, "height": 900})
    page = context.new_page()
    page.goto(pages["base"].as_uri())
    assert page.locator("#map-whole .f").count() > 20
    assert page.locator(".scale.wide .ls").count() >= 2
    assert page.locator(".zoom").first.is_hidden()
    context.close()


# ---- colours ----

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLIND = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}  # fmt: skip
LEAST_CONTRAST = 3.0  # WCAG 2.1, 1.4.11: graphics against what lies beside them
LEAST_APART = 12.0  # CIE76: five times what is just seen side by side (2.3), as lines lie apart on a map


def palettes() -> dict[str, dict[str, str]]:
    """Colours of the style in light and in dark, the page's own with those of the maps."""
    text = (STYLE.parent / "style.css").read_text(encoding="utf-8") + STYLE.read_text(encoding="utf-8")
    roots = re.findall(r"(@media \(prefers-color-scheme:dark\)\{)?:root\{(.*?)\}", text, re.S)
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for media, body in roots:
        (dark if media else light).update(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", body))
    return {"light": light, "dark": {**light, **dark}}


def linear(colour: str) -> Any:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    srgb = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def lab(rgb: Any) -> Any:
    """CIELAB under D65 of linear sRGB."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        rgb, 0, 1
    )
    t = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lines_stand_out_from_the_land(mode: str) -> None:
    colours = palettes()[mode]
    drawn = {k: v for k, v in colours.items() if k.startswith("mc-") or k in ("more", "less", "new")}
    assert len(drawn) >= 12
    for name, colour in drawn.items():
        bright, dim = sorted((luminance(colour), luminance(colours["land"])), reverse=True)
        wanted = 2.0 if name == "mc-sea" else LEAST_CONTRAST  # ships are muted on purpose
        assert (bright + 0.05) / (dim + 0.05) >= wanted, (name, colour)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("blind", sorted(BLIND))
def test_lines_stay_apart_for_the_colour_blind(mode: str, blind: str) -> None:
    colours = palettes()[mode]
    seen = {k: lab(np.array(BLIND[blind]) @ linear(v)) for k, v in colours.items()}
    groups = [[k for k in seen if k.startswith("mc-")], ["more", "less", "new"]]
    for group in groups:
        for a, b in combinations(group, 2):
            assert np.linalg.norm(seen[a] - seen[b]) >= LEAST_APART, (a, b)


def test_other_colours_that_tell_things_apart_do_so_for_the_colour_blind() -> None:
    """Both counts of trade, bars within and beyond their limit, ways of a route; verdicts bear their word besides."""
    groups = [list(routemap.COLOURS.values())]
    for colours in palettes().values():
        groups += [
            [colours[k] for k in names] for names in (("transcaspian", "northern"), ("bar", "lo", "bad"))
        ]
    for group, seen in product(groups, BLIND.values()):
        shown = [lab(np.array(seen) @ linear(v)) for v in group]
        for a, b in combinations(shown, 2):
            assert np.linalg.norm(a - b) >= LEAST_APART, group
    assert set(routemap.DASHES) == {"sea", "ferry"} <= set(routemap.COLOURS)


# ---- what is drawn ----


def test_directions_add_up_to_the_flows() -> None:
    """Paths told by direction and flows that know none give the same lines; directions by hand: 0.64 of Xi'an–Astana
    leaves China, 0.36 comes; Beijing–Moscow too, Tashkent's neighbours trade between others only where both ends are.
    """
    told = {(c.a, c.b, c.family): c for c in carried(with_paths().tables)}
    bare = {(c.a, c.b, c.family): c for c in carried(sample.report().tables)}
    assert set(told) == set(bare)
    for key, line in told.items():
        assert line.parts.shape == (len(CLASSES), len(DIRECTIONS))
        assert line.parts.sum(axis=1) == pytest.approx(bare[key].parts.sum(axis=1))
    crossing = told["CN_ALASHANKOU", "KZ_DOSTYK", "northern"]
    assert crossing.parts.sum(axis=0) / 9.6e6 == pytest.approx([0.64, 0.36, 0.0])
    inner = told["KZARY", "KZ_KYZYLORDA", "northern"]
    assert inner.parts.sum(axis=0) / 2.1e6 == pytest.approx([0.0, 0.0, 1.0])


def test_paths_that_are_not_the_flows_are_not_believed() -> None:
    report = with_paths()
    paths = report.table("flows.paths").copy()
    paths.loc[0, "tonnes_per_year"] *= 1.01
    lines = carried({**report.tables, "flows.paths": paths})
    assert {line.parts.shape[1] for line in lines} == {1}


def test_circles_end_apart_and_near() -> None:
    """Any crowd: no two overlap, and a circle alone stays where it was."""
    rng = np.random.default_rng(3)
    for count in (2, 5, 12):
        at, radius = rng.normal(0, 4, (count, 2)), rng.uniform(1, 6, count)
        at[0] = at[1]  # two in one place
        lone = np.array([[500.0, 500.0]])
        moved = circles.spread(np.vstack([at, lone]), np.r_[radius, 3.0], 1.0)
        for i, j in combinations(range(count), 2):
            assert np.hypot(*(moved[i] - moved[j])) >= radius[i] + radius[j] + 1.0 - 0.01
        assert moved[-1].tolist() == [500.0, 500.0]
        assert np.abs(moved[:-1]).max() < 4 * radius.sum()


def test_every_country_name_stands_on_land() -> None:
    """By counting how often a line to the east crosses the coast."""
    rings = geometry.rings("land")

    def on_land(x: float, y: float) -> bool:
        crossed = 0
        for ring in rings:
            a, b = ring[:-1], ring[1:]
            spans = (a[:, 1] > y) != (b[:, 1] > y)
            with np.errstate(divide="ignore", invalid="ignore"):
                meets = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
            crossed += int((spans & (meets > x)).sum())
        return crossed % 2 == 1

    assert not on_land(51.0, 41.0)  # the Caspian is sea here or a lake of its own
    for country in known.countries():
        for point in country.at:
            assert on_land(*point), (country.name, point)
    assert len({c.name for c in known.countries()}) == len(known.countries())


def test_known_places_are_places_of_the_package(shipped: Any) -> None:
    assert set(known.places()) <= set(shipped.tables["nodes"]["id"])


# ---- what changes ----


def test_changes_are_told_by_hand() -> None:
    found = {(c.a, c.b, c.mode): c for c in changemap.changes(changed().tables["flows.change"])}
    a, b = sorted(NEW_LINE)
    assert (found[a, b, "rail"].kind, found[a, b, "rail"].by) == ("new", NEW_TONNES)
    crossing = found["CN_ALASHANKOU", "KZ_DOSTYK", "rail"]
    assert crossing.kind == "less"
    assert crossing.by == pytest.approx(-0.2 * 9.6e6)
    assert found["AZALA", "KZKUR", "ferry"].kind == "gone"
    assert found["CNMLX", "RU_ZABAIKALSK", "rail"].by == pytest.approx(0.25 * 4.6e6)
    assert not {m for _, _, m in found} & {"road", "sea"}


@pytest.mark.slow
@pytest.mark.parametrize("width", [1600, 400])
def test_the_map_of_change_has_the_new_line(shown: Callable[..., Any], width: int) -> None:
    page = shown("change", width)
    ident = visible_maps(page)[0]
    assert ident.startswith("map-change")
    new = page.locator(f"#{ident} .d-new")
    less = page.locator(f"#{ident} .d-less").first
    assert new.count() == 1
    ratio = float(new.get_attribute("stroke-width")) / float(less.get_attribute("stroke-width"))
    assert ratio == pytest.approx(NEW_TONNES / (0.2 * 9.6e6), rel=0.03)  # widths are written to a tenth
    assert page.locator(f"#{ident} .d-gone").count() == 1
    said = page.locator(".change .said").inner_text().replace("\u202f", " ")
    assert said.startswith("Urumqi – Aktogay by rail, a new line: 3.20 Mt/yr, both ways.")
    assert "Alashankou – Dostyk by rail: −1.92 Mt/yr, from 9.60 Mt/yr to 7.68 Mt/yr" in said
    names = {b[0] for b in boxes(page, ident, "text")}
    assert {"Aktogay", "Urumqi"} <= names


def test_what_carried_nothing_is_no_new_line_and_a_new_line_may_carry_nothing() -> None:
    columns = [
        "from_place",
        "to_place",
        "mode",
        "commodity",
        "line",
        "base_tonnes_per_year",
        "tonnes_per_year",
    ]
    rows = [
        (*NEW_LINE, "rail", "container", "opened", 0.0, 0.0),
        ("KZALA", "KZ_DOSTYK", "rail", "container", "kept", 0.0, 4e6),
        ("KZ_DOSTYK", "KZALA", "rail", "container", "kept", 0.0, 1e6),
        ("KZALA", "KZKUR", "rail", "container", "closed", 3e6, 0.0),
        ("KZALA", "KZKUR", "road", "container", "kept", 3e6, 3e6),
    ]
    report = dataclasses.replace(
        changed(), tables={**changed().tables, "flows.change": pd.DataFrame(rows, columns=columns)}
    )
    found = changemap.worth_drawing(changemap.changes(report.table("flows.change")))
    assert [(c.kind, c.by) for c in found] == [("more", 5e6), ("gone", -3e6), ("new", 0.0)]
    page = render(report).replace("\u202f", " ")
    assert "Urumqi – Aktogay by rail, a new line, carries nothing." in page
    assert "5.00 Mt/yr, both ways, where nothing went." in page


def test_a_run_without_the_table_says_so_and_a_base_needs_none() -> None:
    without = {k: v for k, v in changed().tables.items() if k != "flows.change"}
    page = render(dataclasses.replace(changed(), tables=without))
    assert 'id="map-change"' not in page
    assert "run it again for the map of change" in page
    assert "map of change" not in render(sample.report())


def test_a_place_with_markup_in_its_name_stays_text() -> None:
    """Names stand in the drawing, in the list to read from and in the script's data."""
    report, evil = sample.report(), '<img src=x onerror="alert">'
    places = report.table("network.places").copy()
    places.loc[places["place_id"].isin(["KZALA", "KZ_DOSTYK"]), "name"] = evil
    page = render(dataclasses.replace(report, tables={**report.tables, "network.places": places}))
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_lines_in_a_row_that_change_alike_are_told_as_one_way() -> None:
    def line(a: str, b: str, by: float, before: float = 1e6) -> changemap.Change:
        return changemap.Change(*sorted((a, b)), "rail", before, before + by)

    found = [line("B", "C", 9e5), line("A", "B", 9e5), line("C", "D", 9.01e5), line("D", "E", 5e5)]
    assert [s.places for s in changemap.stretches(found)] in (
        [tuple("ABCD"), tuple("DE")],
        [tuple("DCBA"), tuple("DE")],
    )
    fork = [line("A", "B", 9e5), line("B", "C", 9e5), line("B", "D", 9e5)]  # no one way goes on
    assert all(len(s.places) == 2 for s in changemap.stretches(fork)[:1])
    ring = [line("A", "B", 9e5), line("B", "C", 9e5), line("A", "C", 9e5)]
    assert sum(len(s.places) - 1 for s in changemap.stretches(ring)) == 3
    other = [line("A", "B", 9e5), line("B", "C", 9e5, before=5e6)]  # as much more, of other freight
    assert [len(s.places) for s in changemap.stretches(other)] == [2, 2]
