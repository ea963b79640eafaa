"""Boundaries that a publisher wants on the maps: read as they stand, drawn where they lie, hidden by a tick box.

The file of Natural Earth is read in the folder that ``JIBEK_REFERENCE`` names; without it the tests on it are skipped,
and boundaries made by hand are drawn alone.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sample
from test_worldmap import boxes, changed, cut_by_the_edge, luminance, palettes, visible_maps

from jibek.ground.errors import InputError
from jibek.report import boundaries, render
from jibek.report.boundaries import boundaries_of
from jibek.report.drawing import borders, geometry, outlines
from jibek.report.drawing.geometry import Frame

NATURAL_EARTH = Path(os.environ.get("JIBEK_REFERENCE", "")) / "map" / "ne50m_eurasia_basemap.topojson"
with_reference = pytest.mark.skipif(
    not os.environ.get("JIBEK_REFERENCE"),
    reason="JIBEK_REFERENCE is not set: boundaries of Natural Earth are not drawn",
)

MOST_BYTES = 60_000  # that a page may grow by

# Some of the border of Kazakhstan and China, and a line that is not agreed on.
AGREED = [[87.3, 49.1], [85.8, 48.4], [85.5, 47.1], [83.0, 47.2], [82.3, 45.2], [80.2, 42.2]]
DISPUTED = [[74.0, 34.7], [75.7, 34.5], [77.8, 35.5]]


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    shape = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


BY_HAND = collection(
    feature("LineString", AGREED, featurecla="International boundary (verify)"),
    feature("LineString", DISPUTED, featurecla="Line of control (please verify)"),
    feature("Point", [76.9, 43.3]),
)


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """A file with what is said, as JSON or as it is."""

    def save(said: Any, name: str = "lines.json") -> Path:
        path = tmp_path / name
        path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
        return path

    return save


def edges(lines: Any) -> Counter[tuple[tuple[float, ...], ...]]:
    """How often each edge is drawn, whichever way."""
    return Counter(
        tuple(sorted((tuple(map(float, a)), tuple(map(float, b)))))
        for line in lines
        for a, b in pairwise(line)
    )


# ---- reading ----


def test_lines_are_read_as_they_stand(saved: Callable[..., Path]) -> None:
    found = boundaries_of(saved(BY_HAND), "  ours,\n as an  example. ")
    assert found is not None
    assert found.viewpoint == "ours, as an example"
    assert edges(found.agreed) == edges([AGREED])
    assert edges(found.disputed) == edges([DISPUTED])
    assert boundaries_of(found) is found
    assert boundaries_of(None) is None


@pytest.mark.parametrize(
    "said",
    [
        {"type": "LineString", "coordinates": AGREED},
        feature("MultiLineString", [AGREED[:3], AGREED[2:]]),
        {"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": AGREED}]},
        {"type": "LineString", "coordinates": [[x, y, 800.0] for x, y in AGREED]},
        collection(
            feature("LineString", AGREED[:4]), feature("LineString", AGREED[::-1][:4]), {"type": "Feature"}
        ),
    ],
)
def test_every_form_of_the_same_line_is_one_line(saved: Callable[..., Path], said: Any) -> None:
    found = boundaries_of(saved(said), "ours")
    assert found is not None
    (line,) = found.agreed
    assert line.tolist() in (AGREED, AGREED[::-1])


def test_neighbours_share_a_side_that_is_drawn_once(saved: Callable[..., Path]) -> None:
    """Two squares with a common side have seven sides; of what one calls disputed the side is disputed."""
    left = [[60.0, 40.0], [61.0, 40.0], [61.0, 41.0], [60.0, 41.0], [60.0, 40.0]]
    right = [[x + 1.0, y] for x, y in left]
    areas = collection(feature("Polygon", [left]), feature("MultiPolygon", [[right]]))
    found = boundaries_of(saved(areas), "ours")
    assert found is not None
    assert set(edges(found.agreed).values()) == {1}
    assert len(edges(found.agreed)) == 7
    assert len(found.agreed) == 3  # from one meeting to the other
    areas["features"][1]["properties"] = {"FEATURECLA": "Disputed (please verify)"}
    found = boundaries_of(saved(areas), "ours")
    assert found is not None
    assert (len(edges(found.agreed)), len(edges(found.disputed))) == (3, 4)


def test_topojson_tells_the_same_as_geojson(saved: Callable[..., Path]) -> None:
    """Arcs by hand, as positions and as steps of a grid of a tenth of a degree, one of them taken from its end."""
    grid = {"scale": [0.1, 0.1], "translate": [60.0, 30.0]}
    plain = [AGREED[:3], AGREED[2:][::-1]]
    cells = [np.round((np.array(arc) - [60.0, 30.0]) / 0.1).astype(int) for arc in plain]
    stepped = [np.vstack([c[:1], np.diff(c, axis=0)]).tolist() for c in cells]
    shape = {"type": "LineString", "arcs": [0, -2]}
    land = {"type": "Polygon", "arcs": [[0]]}
    for arcs, more in ((plain, {}), (stepped, {"transform": grid})):
        for objects in (
            {"land": land, "boundaries": {"type": "GeometryCollection", "geometries": [shape]}},
            {"Lakes": land, "towns": {"type": "MultiPoint", "coordinates": [[1, 1]]}, "mine": shape},
        ):
            said = {"type": "Topology", "objects": objects, "arcs": arcs, **more}
            found = boundaries_of(saved(said), "ours")
            assert found is not None
            (line,) = found.agreed
            whole = line if line[0][0] > line[-1][0] else line[::-1]
            assert whole == pytest.approx(np.array(AGREED), abs=1e-9)


def test_what_lies_beyond_the_base_map_is_cut(saved: Callable[..., Path]) -> None:
    """West of 12 W and around the back of the earth there is no land to draw it on."""
    line = [[-40.0, 50.0], [20.0, 50.0]]
    back = [[179.0, 60.0], [-179.0, 60.0]]
    found = boundaries_of(saved(feature("MultiLineString", [line, back])), "ours")
    assert found is not None
    assert [x.tolist() for x in found.agreed] == [[[geometry.box()[0], 50.0], [20.0, 50.0]]]


NONE = {"type": "Point", "coordinates": [60, 40]}
LINE = {"type": "LineString"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (None, "no_file"),
        ("", "not_json"),
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ("1" * 5000, "not_json"),
        ("[]", "none"),
        (NONE, "none"),
        (collection(), "none"),
        (collection(1, None, {"geometry": 5}, feature("LineString", [])), "bad_geometry"),
        ({"type": "Topology"}, "bad_geometry"),
        ({"type": "Topology", "objects": {"land": {"type": "Polygon", "arcs": [[0]]}}, "arcs": [AGREED]}, "none"),
        ({"type": "Topology", "objects": {"b": {**LINE, "arcs": [7]}}, "arcs": [AGREED]}, "bad_geometry"),
        ({"type": "Topology", "objects": {"b": {**LINE, "arcs": ["x"]}}, "arcs": [AGREED]}, "bad_geometry"),
        ({"type": "Topology", "objects": {}, "arcs": [[["a", "b"]]]}, "bad_geometry"),
        (feature("LineString", [[60, 40], ["61", "41"]]), "bad_geometry"),
        (feature("LineString", [[60, 40]]), "bad_geometry"),
        (feature("LineString", [[60, 40], 5]), "bad_geometry"),
        (feature("LineString", 5), "bad_geometry"),
        (feature("MultiPolygon", [5]), "bad_geometry"),
        ('{"type": "LineString", "coordinates": [[60, 40], [61, 1' + "0" * 400 + "]]}", "bad_geometry"),
        (feature("LineString", [[60, 40], [181, 40]]), "bad_position"),
        (feature("LineString", [[40, 60], [40, 100]]), "bad_position"),
        (feature("LineString", [[6.7e6, 4.9e6], [6.8e6, 4.9e6]]), "bad_position"),
        ('{"type": "LineString", "coordinates": [[60, NaN], [61, Infinity]]}', "bad_position"),
        (feature("LineString", [[-100, 40], [-90, 40]]), "none"),
        (feature("LineString", [[60, 40], [60, 40]]), "none"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(
    saved: Callable[..., Path], tmp_path: Path, said: Any, code: str
) -> None:
    path = tmp_path / "gone.json" if said is None else saved(said)
    with pytest.raises(InputError) as refused:
        boundaries_of(path, "ours")
    assert refused.value.exit_code == 2
    assert {p.code for p in refused.value.problems} == {f"boundaries.{code}"}
    assert all(p.expected or p.fix for p in refused.value.problems)


@pytest.mark.parametrize(
    ("viewpoint", "code"),
    [
        (None, "no_viewpoint"),
        (" \n. ", "no_viewpoint"),
        ("x" * (boundaries.MOST_LETTERS + 1), "bad_viewpoint"),
        ("our\udcff", "bad_viewpoint"),
    ],
)
def test_whose_they_are_must_be_said(saved: Callable[..., Path], viewpoint: str | None, code: str) -> None:
    with pytest.raises(InputError) as refused:
        boundaries_of(saved(BY_HAND), viewpoint)
    assert [p.code for p in refused.value.problems] == [f"boundaries.{code}"]
    with pytest.raises(InputError) as refused:
        boundaries_of(None, "ours")
    assert [p.code for p in refused.value.problems] == ["boundaries.idle_viewpoint"]


def test_every_problem_is_told_at_once(saved: Callable[..., Path]) -> None:
    wrong = collection(
        feature("LineString", [[60, 40], [190, 40]]),
        feature("LineString", AGREED),
        feature("LineString", [[60, 95], [61, 40]]),
        feature("LineString", "line"),
    )
    with pytest.raises(InputError) as refused:
        boundaries_of(saved(wrong), "")
    told = [(p.code.partition(".")[2], p.row, p.value) for p in refused.value.problems]
    assert told == [
        ("bad_geometry", 4, None),
        ("bad_position", 1, "[190, 40]"),
        ("bad_position", 3, "[60, 95]"),
        ("no_viewpoint", None, None),
    ]


def test_what_is_too_large_is_refused(saved: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file by its size before it is read; arcs by how often they are used."""
    used = {"type": "MultiLineString", "arcs": [[0]] * 20}
    many = saved({"type": "Topology", "objects": {"b": used}, "arcs": [AGREED]})
    assert boundaries_of(many, "ours") is not None
    monkeypatch.setattr(boundaries, "MOST_POINTS", 100)
    with pytest.raises(InputError, match="too large"):
        boundaries_of(many, "ours")
    monkeypatch.setattr(boundaries, "MOST_BYTES", 50)
    with pytest.raises(InputError) as refused:
        boundaries_of(many, "ours")
    assert [(p.code, p.expected) for p in refused.value.problems] == [
        ("boundaries.too_large", "at most 50 bytes")
    ]


# ---- lines in order ----


def slowly_thinned(points: Any, smallest: float) -> list[list[float]]:
    """Each time the least triangle of all is looked for anew; a triangle never counts less than one taken before."""
    left, taken = [list(map(float, p)) for p in points], 0.0
    floor = {tuple(p): 0.0 for p in left}
    while len(left) > 2:
        sizes = []
        for n in range(1, len(left) - 1):
            (ax, ay), (bx, by), (cx, cy) = left[n - 1 : n + 2]
            size = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
            sizes.append((max(size, floor[tuple(left[n])]), n))
        taken, n = min(sizes)
        if taken >= smallest:
            break
        for beside in (n - 1, n + 1):
            floor[tuple(left[beside])] = taken
        del left[n]
    return left


@pytest.mark.parametrize("seed", range(20))
def test_thinning_agrees_with_a_slow_one(seed: int) -> None:
    line = np.cumsum(np.random.default_rng(seed).normal(0, 1, (60, 2)), axis=0)
    for smallest in (0.1, 1.0, 5.0, 1e9):
        assert outlines.thinned(line, smallest).tolist() == slowly_thinned(line, smallest)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_in_a_box_are_those_points_of_the_line_that_lie_in_it(seed: int) -> None:
    """Points close together along a line are counted in the box and along the pieces: their lengths agree."""
    line = np.random.default_rng(seed).uniform(-2, 3, (30, 2))
    box = (0.0, 0.0, 1.0, 1.0)
    part = np.linspace(0, 1, 20_001)[:-1, None]
    inside = 0.0
    for a, b in pairwise(line):
        points = a + (b - a) * part
        inside += float(((points >= 0) & (points <= 1)).all(axis=1).mean() * np.hypot(*(b - a)))
    pieces = outlines.within(line, box)
    length = sum(float(np.hypot(*np.diff(p, axis=0).T).sum()) for p in pieces)
    assert length == pytest.approx(
        inside, abs=29 * 2 * 7 / 20_000
    )  # a point more or less at both ends of an edge
    for piece in pieces:
        assert piece.min() >= -1e-12
        assert piece.max() <= 1 + 1e-12


@pytest.mark.parametrize("seed", range(20))
def test_lines_put_together_have_each_edge_once(seed: int) -> None:
    """Random walks on a small grid, which meet, turn back and close: as many edges, no line on which another begins."""
    rng = np.random.default_rng(seed)
    walks = []
    for _ in range(8):
        steps = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])[rng.integers(0, 4, 12)]
        walks.append((rng.integers(0, 6, 2) + np.vstack([[0, 0], np.cumsum(steps, axis=0)])).astype(float))
    kinds = [bool(k) for k in rng.integers(0, 2, len(walks))]
    made = outlines.once(walks, kinds)
    found = edges(line for line, _ in made)
    assert set(found) == set(edges(walks))
    assert set(found.values()) == {1}
    disputed = set(edges(w for w, kind in zip(walks, kinds, strict=True) if kind))
    assert set(edges(line for line, kind in made if kind)) == disputed
    met = Counter(point for edge in found for point in edge)
    for line, kind in made:
        for point in map(tuple, line[1:-1].tolist()):
            assert met[point] == 2
        closed = (line[0] == line[-1]).all()
        goes_on = [
            end
            for end in map(tuple, (line[0].tolist(), line[-1].tolist()))
            if met[end] == 2 and not closed
            for other, of in made
            if of == kind and other is not line and end in map(tuple, (other[0].tolist(), other[-1].tolist()))
        ]
        assert goes_on == []


@with_reference
def test_the_coastline_is_made_as_it_is_kept() -> None:
    """The same decoding and thinning, by the tool that made the file of the package."""
    import importlib.util

    root = Path(geometry.__file__).parents[3]
    found = importlib.util.spec_from_file_location("build_basemap", root / "tools" / "build_basemap.py")
    assert found is not None
    assert found.loader is not None
    tool = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    assert tool.build(NATURAL_EARTH) == geometry.basemap("eurasia_coast.json")


# ---- the page ----


@pytest.fixture(scope="module")
def file_by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "lines.json"
    path.write_text(json.dumps(BY_HAND), encoding="utf-8")
    return path


def test_lines_stand_where_the_projection_puts_them(file_by_hand: Path) -> None:
    """Of every map with its own window: kilometres rounded to a quarter, at most an eighth off either way."""
    page = render(changed(), boundaries=file_by_hand, viewpoint="ours")
    (data,) = re.findall(r'id="borders-agreed" class="m-edge" d="(M[^M"]*)"', page)
    points = np.cumsum(np.array(re.findall(r"-?\d+", data), int).reshape(-1, 2), axis=0)
    maps = re.findall(r'data-frame="(\S+) (\S+) (\S+)".*?<use class="m-border" href="#borders-agreed" '
                      r'transform="matrix\((\S+) 0 0 (\S+) (\S+) (\S+)\)"/>', page)  # fmt: skip
    assert len(maps) == page.count('<svg class="map ') == 8
    for found in maps:
        left, top, scale, a, d, e, f = map(float, found)
        drawn = points * (a, d) + (e, f)
        truth = Frame(left, top, scale, 0.0).place(*np.array(AGREED).T)
        for point in truth:
            near = np.abs(drawn - point).max(axis=1).min()
            assert near <= scale / 8 + 0.02  # shifts are written to a hundredth


def test_boundaries_lie_under_freight_and_names(file_by_hand: Path) -> None:
    page = render(sample.report(), boundaries=file_by_hand, viewpoint="ours")
    for drawing in re.findall(r'<svg class="map .*?</svg>', page, re.S):
        assert drawing.index("m-land") < drawing.index("<use") < drawing.index('class="lines"')
        assert drawing.rindex("<use") < drawing.index('class="lv"')


HOSTILE = '<img src=x onerror="alert(1)"> {viewpoint} {{ 7*7 }} "\'&amp;\u202e</script>'


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "zh"])
def test_the_viewpoint_is_said_as_text_beside_that_no_position_is_taken(
    file_by_hand: Path, lang: str
) -> None:
    page = render(changed(), lang=lang, boundaries=file_by_hand, viewpoint=HOSTILE)
    said = "&lt;img src=x onerror=&#34;alert(1)&#34;&gt; {viewpoint} {{ 7*7 }} &#34;&#39;&amp;amp;⟨U+202E⟩&lt;/script"
    assert page.count(said) == 4  # both legends, the source line, the foot of the page
    assert "<img" not in page
    none = {"en": "takes no position", "ru": "не занимает", "kk": "ұстаным білдірмейді", "zh": "不持任何立场"}
    assert page.count(none[lang]) == 4
    assert "No boundary is drawn" not in page


def test_without_boundaries_the_page_says_that_none_is_drawn() -> None:
    page = render(changed())
    assert "No boundary is drawn." in page
    assert "no boundary is drawn, as the package holds none" in page
    for sign in ("<use", 'm-borders"', "Boundaries:", "takes no position"):
        assert sign not in page


def test_a_page_without_a_map_says_nothing_of_boundaries(file_by_hand: Path) -> None:
    bare = replace(sample.report(), tables={})
    assert "Boundaries" not in render(bare, boundaries=file_by_hand, viewpoint="ours")


def test_lines_of_any_length_leave_the_page_small() -> None:
    """A hundred thousand points of random walks."""
    rng = np.random.default_rng(5)
    begin = np.array([75.0, 45.0])
    walks = tuple(begin + np.cumsum(rng.normal(0, 0.05, (2000, 2)), axis=0) for _ in range(50))
    given = boundaries.Boundaries("ours", walks, walks[:1])
    grown = len(render(sample.report(), boundaries=given)) - len(render(sample.report()))
    assert borders.MOST_LETTERS / 2 < grown < MOST_BYTES


def test_a_refused_file_leaves_the_page_that_is_there(saved: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    out.write_text("as it was", encoding="utf-8")
    with pytest.raises(InputError):
        render(sample.report(), out, boundaries=saved(BY_HAND))
    assert out.read_text(encoding="utf-8") == "as it was"


@with_reference
def test_natural_earth_is_drawn_whole() -> None:
    """254 rows, 20 of them disputed, of which 19 on land of the map; the page grows by less than 60 kB."""
    found = boundaries_of(NATURAL_EARTH, "Natural Earth")
    assert found is not None
    told = json.loads(NATURAL_EARTH.read_text(encoding="utf-8"))["objects"]["boundaries"]["geometries"]
    flagged = [g for g in told if not g["properties"]["featurecla"].startswith("International")]
    assert (len(told), len(flagged)) == (254, 20)
    for near in ((77.8, 35.5), (74.0, 34.7), (126.7, 37.8)):  # Kashmir, Korea
        gap = min(float(np.hypot(*(line - near).T).min()) for line in found.disputed)
        assert gap < 0.5, near
    for near in ((87.3, 49.1), (80.2, 42.2)):  # both ends of the border of China and Kazakhstan
        assert min(float(np.hypot(*(line - near).T).min()) for line in found.agreed) < 0.5
    for report in (sample.report(), changed()):
        grown = len(render(report, boundaries=found).encode()) - len(render(report).encode())
        assert 20_000 < grown < MOST_BYTES


# ---- in a browser ----


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, file_by_hand: Path) -> dict[str, Path]:
    """With boundaries made by hand, and with those of Natural Earth where they are at hand."""
    folder = tmp_path_factory.mktemp("boundaries")
    drawn = {"hand": file_by_hand}
    if os.environ.get("JIBEK_REFERENCE"):
        drawn["earth"] = NATURAL_EARTH
    return {
        name: render(changed(), folder / f"{name}.html", boundaries=path, viewpoint="ours, as an example")
        for name, path in drawn.items()
    }


@pytest.fixture
def shown(chromium: Any, pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """Open a page: ``shown("hand", 400)``; what it asks for and complains of is empty at the end."""
    contexts, asked = [], []

    def go(name: str, width: int = 1600, *, script: bool = True, scheme: str = "light") -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, color_scheme=scheme
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


def drawn_on(page: Any) -> dict[str, int]:
    """Map to how many boundaries the browser draws on it, with an area to be seen in."""
    return {
        ident: page.locator(f"#{ident} use").evaluate_all(
            "us => us.filter(u => { const b = u.getBoundingClientRect(); return b.width > 1 && b.height > 1; }).length"
        )
        for ident in visible_maps(page)
    }


@pytest.mark.slow
@pytest.mark.parametrize("width", [1600, 400])
def test_a_tick_box_hides_them_by_the_keyboard(shown: Callable[..., Any], width: int) -> None:
    page = shown("hand", width)
    assert set(drawn_on(page).values()) == {2}
    assert len(drawn_on(page)) == 4
    legend, box = page.locator(".legend .drawn"), page.get_by_role("checkbox", name="boundaries")
    assert legend.count() == 2
    assert legend.first.is_visible()
    box.focus()
    page.keyboard.press("Space")
    assert not box.is_checked()
    assert set(drawn_on(page).values()) == {0}
    assert not legend.first.is_visible()
    assert page.locator("#map-change .f, #map-change-narrow .f").count() > 0
    page.keyboard.press("Space")
    assert set(drawn_on(page).values()) == {2}
    page.locator('label:has(input[name="m-goods"])').nth(1).click()  # other choices leave them
    page.locator('#fig-detail [data-z="in"]').click()
    assert set(drawn_on(page).values()) == {2}


@pytest.mark.slow
def test_a_long_word_does_not_widen_the_page(chromium: Any, file_by_hand: Path, tmp_path: Path) -> None:
    long = "W" * boundaries.MOST_LETTERS
    path = render(changed(), tmp_path / "long.html", boundaries=file_by_hand, viewpoint=long)
    page = chromium.new_page(viewport={"width": 400, "height": 900})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.close()


@pytest.mark.slow
def test_without_a_script_they_are_drawn(shown: Callable[..., Any]) -> None:
    page = shown("hand", script=False)
    assert page.locator("#map-whole use").count() == 2
    box = page.locator("#map-whole use").first.bounding_box()
    assert box["width"] > 1


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_are_thin_and_those_disputed_are_dashed(shown: Callable[..., Any], scheme: str) -> None:
    """As the browser draws them, at every magnification; on paper too."""
    page = shown("hand", scheme=scheme)
    page.locator('#fig-whole [data-z="in"]').click()
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        styles = page.locator("#map-whole use").evaluate_all(
            "us => us.map(u => { const s = getComputedStyle(u);"
            "return [s.strokeDasharray, parseFloat(s.strokeWidth), s.fill, s.display]; })"
        )
        assert [s[0] == "none" for s in styles] == [True, False]
        assert {(s[1] <= 1.2, s[2], s[3]) for s in styles} == {(True, "none", "inline")}
        effects = page.locator(".m-edge").evaluate_all("ps => ps.map(p => getComputedStyle(p).vectorEffect)")
        assert effects == ["non-scaling-stroke"] * 2
    pale = palettes()[scheme]
    bright, dim = sorted((luminance(pale["border"]), luminance(pale["land"])), reverse=True)
    contrast = (bright + 0.05) / (dim + 0.05)
    assert 2.0 <= contrast <= 4.0  # seen, and behind what is carried (3 at least)


@pytest.mark.slow
@with_reference
@pytest.mark.parametrize("width", [1600, 400])
def test_with_natural_earth_names_stay_apart_and_nothing_is_cut(
    shown: Callable[..., Any], width: int
) -> None:
    page = shown("earth", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = drawn_on(page)
    assert len(drawn) == 4
    assert min(drawn.values()) >= 1
    for ident in drawn:
        names = boxes(page, ident, "text")
        assert len(names) >= 4
        for a, b in combinations(names, 2):
            assert a[3] <= b[1] or b[3] <= a[1] or a[4] <= b[2] or b[4] <= a[2], (ident, a, b)
        assert cut_by_the_edge(page, ident) == []
