"""Parts of the report without a browser: numbers, geometry, names on the map, sentences, derivation, text."""

from __future__ import annotations

import dataclasses
import doctest
import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sample

from jibek.ground import dates
from jibek.report import htmlpage, render, text
from jibek.report.drawing import charts, geometry, labels
from jibek.report.input import cell_node
from jibek.report.sections import answer, finding, prices, sentences
from jibek.report.systems import areas
from jibek.report.wording import names, numbers
from jibek.report.wording import steps as derivation
from jibek.report.wording.figures import Cell


@pytest.mark.parametrize("module", [numbers, charts, names, text, areas, dates, answer, prices])
def test_examples_in_the_documentation_hold(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "want", "interval"),
    [
        (31.2437, 28.1, 34.5, "h", "31.2 h", "28.1 to 34.5"),  # half-width 3.2: two figures
        (8412.0, 7500.0, 9900.0, "USD/FEU", "8\u202f400 USD/FEU", "7\u202f500 to 9\u202f900"),  # 1,200: two
        (16.72, 10.2, 26.3, "d", "17 days", "10 to 26"),  # 8.05: one figure
        (2612345.0, 2.0e6, 3.45e6, "t/year", "2.6 Mt/yr", "2.0 to 3.5"),
        (-1.02e9, None, None, "USD", "\u22121.02 bn USD", ""),
        (0.0, 0.0, 0.0, "%", "0 %", ""),
        (float("nan"), None, None, "h", "– h", ""),
    ],
)
def test_the_interval_decides_the_figures(
    value: float, low: float | None, high: float | None, unit: str, want: str, interval: str
) -> None:
    """The rule of the Particle Data Group: two figures of a half-width up to 354, one above."""
    shown = numbers.show(value, unit, low, high)
    assert str(shown) == want
    assert shown.interval == interval


def test_albers_matches_snyders_worked_example() -> None:
    """Snyder (1987), p. 291: parallels 29.5 and 45.5 N, origin 23 N 96 W, unit sphere; 35 N 75 W gives x = 0.2952720,
    y = 0.2416774. The module's own parallels are exchanged for his."""
    old = geometry.SOUTH, geometry.NORTH, geometry.LON0, geometry.LAT0, geometry.EARTH_KM
    geometry.SOUTH, geometry.NORTH, geometry.LON0, geometry.LAT0 = np.radians((29.5, 45.5, -96.0, 23.0))
    geometry.EARTH_KM = 1.0
    try:
        x, y = geometry.albers(-75.0, 35.0)
    finally:
        geometry.SOUTH, geometry.NORTH, geometry.LON0, geometry.LAT0, geometry.EARTH_KM = old
    assert x == pytest.approx(0.2952720, abs=5e-8)  # printed to seven decimals
    assert y == pytest.approx(0.2416774, abs=5e-8)


def test_the_projection_keeps_areas() -> None:
    """A cell of one degree covers R² Δλ (sin φ2 - sin φ1) wherever it lies; edges are bent, so 1e-4 is allowed."""
    for lon, lat in ((0.0, 50.0), (75.0, 45.0), (120.0, 25.0)):
        edge = np.linspace(0, 1, 50)
        ring = np.vstack(
            [
                np.column_stack([lon + edge, np.full(50, lat)]),
                np.column_stack([np.full(50, lon + 1), lat + edge]),
                np.column_stack([lon + 1 - edge, np.full(50, lat + 1)]),
                np.column_stack([np.full(50, lon), lat + 1 - edge]),
            ]
        )
        x, y = geometry.albers(ring[:, 0], ring[:, 1])
        area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
        want = geometry.EARTH_KM**2 * np.radians(1) * (np.sin(np.radians(lat + 1)) - np.sin(np.radians(lat)))
        assert area == pytest.approx(want, rel=1e-4)


def test_the_coastline_is_where_it_should_be() -> None:
    """Almaty, Xi'an and Duisburg stand on land; the middle of the Caspian, Black Sea and Yellow Sea do not."""

    def on_land(lon: float, lat: float) -> bool:
        crossings = 0
        for ring in geometry.rings("land"):
            a, b = ring[:-1], ring[1:]
            with np.errstate(divide="ignore", invalid="ignore"):
                at = a[:, 0] + (lat - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
            crossings += int((((a[:, 1] > lat) != (b[:, 1] > lat)) & (lon < at)).sum())
        return crossings % 2 == 1

    assert all(on_land(*p) for p in ((76.9, 43.3), (109.0, 34.4), (6.75, 51.43), (37.6, 55.75)))
    assert not any(on_land(*p) for p in ((50.5, 42.0), (34.0, 43.0), (123.0, 35.5), (65.0, 20.0)))


def test_names_are_placed_apart_and_the_important_ones_first() -> None:
    """Forty names on forty near points: no two boxes touch, none leaves the drawing, the first name is there."""
    rng = np.random.default_rng(3)
    wishes = [
        labels.Wish(f"Place {i}", *rng.uniform(60, 340, 2), radius=5.0, priority=4.0 - i / 10, kind="place")
        for i in range(40)
    ]
    marks = [(w.x - 5, w.y - 5, w.x + 5, w.y + 5) for w in wishes]
    found = labels.place(wishes, 13.0, 400.0, 400.0, most=40, marks=marks)
    assert found[0].wish.text == "Place 0"
    assert 5 <= len(found) < 40
    for i, a in enumerate(found):
        assert not any(labels.overlap(a.box, b.box) for b in found[i + 1 :])
        assert min(a.box) >= 0
        assert max(a.box) <= 400


def test_a_name_covers_a_mark_only_where_no_side_is_free() -> None:
    """Marks on the right: the name goes left. Marks all round: it is still there."""
    wish = labels.Wish("Khorgos", 200.0, 200.0, 5.0, 1.0, "gateway")
    own = (195.0, 195.0, 205.0, 205.0)
    right = [(210.0 + 10 * i, 195.0, 220.0 + 10 * i, 205.0) for i in range(8)]
    (label,) = labels.place([wish], 13.0, 400.0, 400.0, most=5, marks=[own, *right])
    assert not any(labels.overlap(label.box, m) for m in right)
    around = [(x, y, x + 9.0, y + 9.0) for x in range(100, 300, 10) for y in range(100, 300, 10)]
    assert len(labels.place([wish], 13.0, 400.0, 400.0, most=5, marks=around)) == 1


def test_the_page_is_small_and_the_same_each_time() -> None:
    first, second = (render(sample.report()) for _ in range(2))
    assert first == second
    assert len(first.encode()) < 3_000_000


def test_names_with_markup_do_no_harm() -> None:
    """A source that holds markup and a script's end stays text."""
    report = sample.report()
    evil = '</script><img src=x onerror="alert(1)">'
    beside = report.beside_published.assign(source=evil)
    nodes = {**report.explain, "fact:evil": {"kind": "fact", "label": evil, "source": evil, "parents": []}}
    page = htmlpage.html(dataclasses.replace(report, beside_published=beside, explain=nodes))
    assert "<img src=x" not in page
    assert page.count("</script>") == 3  # the page's data, the map's, the script


def test_missing_tables_leave_a_word_not_a_fault() -> None:
    """A run with a headline alone still has a page; a part without its table is left out, in the list of parts too."""
    report = dataclasses.replace(
        sample.report(),
        tables={},
        beside_published=pd.DataFrame(),
        rests_on=pd.DataFrame(),
        certificates=[],
        explain={},
    )
    page = render(report)
    for part in (
        "map",
        "waits",
        "bottlenecks",
        "routes",
        "trade",
        "targets",
        "published",
        "certificates",
        "gains",
    ):
        assert f'id="{part}"' not in page
        assert f'href="#{part}"' not in page
    assert 'id="headline"' in page


def test_a_missing_number_is_a_gap_not_zero() -> None:
    report = sample.report()
    head = report.headline.copy()
    head["reason"] = None
    duisburg, khorgos = head["id"] == "xian_duisburg_days_p50", head["id"].str.startswith("khorgos_rail")
    head.loc[duisburg | khorgos, ["value", "low", "high"]] = None
    head.loc[duisburg, "reason"] = "rail is shut: link L131 is closed"
    head.loc[khorgos, "reason"] = "closed"
    head.loc[(head["id"] == "target_40bn_gap_usd") & (head["reporter"] == "KAZ"), "value"] = None
    report = dataclasses.replace(report, headline=head)
    said = sentences.sentences(report)
    assert "No box goes by rail from Xi’an to Duisburg (rail is shut: link L131 is closed)" in said[2]
    assert "the other country’s count is missing" in finding.finding(report)
    page = render(report)
    assert 'data-n="result:headline:xian_duisburg_days_p50|"' not in page
    assert "No figure: rail is shut: link L131 is closed" in page
    assert "no figure (closed)" in page
    printed = text.headline_text(head)
    assert "No figure of Xi’an–Duisburg by rail, median: rail is shut: link L131 is closed." in printed
    assert printed.count(": closed.") == 1  # one reason, three numbers
    assert max(map(len, printed.splitlines())) <= 100
    assert "a gap, not zero" in page


def test_sentences_against_a_base_say_what_changes() -> None:
    said = " ".join(sentences.sentences(sample.report(with_base=True)))
    assert "{khorgos_rail_hours_mean:difference} less" in said
    assert "{kaz_chn_trade_usd|KAZ:difference} more" in said
    assert "({xian_duisburg_usd_per_feu}" not in said
    assert "unchanged" in said


def test_a_crossing_that_a_scenario_shuts_is_called_closed() -> None:
    report = sample.report(with_base=True)
    head = report.headline.copy()
    head.loc[head["id"].str.startswith("khorgos_rail"), ["value", "difference"]] = None
    said = sentences.sentences(dataclasses.replace(report, headline=head))
    assert "Khorgos is closed; a train needs {alashankou_rail_hours_mean} at Alashankou" in said[0]
    assert "Khorgos is closed" in said[1]
    assert "no figure" not in " ".join(said)
    assert "{khorgos" not in " ".join(said)


def test_only_tests_are_called_far_off() -> None:
    """A pivot at a ratio of three is fitted badly, not a test; a test at exactly two is within."""
    frame = pd.DataFrame(
        {
            "quantity": ["a", "b", "c", "d"], "role": ["pivot", "test", "test", "test"], "volume_id": list("ABCD"),
            "unit": ["t"] * 4, "year": [2023] * 4, "modelled": [3.0, 2.0, 2.2, 0.1], "published": [1.0] * 4,
            "ratio": [3.0, 2.0, 2.2, 0.1],
        }
    )  # fmt: skip
    report = dataclasses.replace(sample.report(), beside_published=frame)
    assert answer.far_off(report)["volume_id"].tolist() == ["D", "C"]


def test_the_graph_holds_what_the_numbers_need_and_no_more() -> None:
    """Every step is reachable, every parent is there or counted, and a long list of parents is cut with its number."""
    many = [f"fact:f{i}" for i in range(40)]
    explain: dict[str, dict[str, Any]] = {
        f: {"kind": "fact", "label": f, "value": 1.0, "source": "s"} for f in many
    }
    node = cell_node("headline", "x|", "value")
    explain[node] = {"kind": "result", "label": "x", "value": 1.0, "parents": many}
    explain["fact:unused"] = {"kind": "fact", "label": "unused", "value": 2.0}
    cell = Cell(node, "headline", "x|", "value", "x", 1.0, "h")
    found = derivation.graph(explain, [cell], names.Names(sample.report()))
    assert set(found) == {node, *many[: derivation.MOST_PARENTS]}
    assert found[node]["m"] == 40 - derivation.MOST_PARENTS


def test_every_shown_number_has_a_step_that_ends_in_a_leaf() -> None:
    """Over the whole sample page: from each button's node a fact, assumption or input is reached."""
    page = render(sample.report())
    match = re.search(r'id="page-data">(.*?)</script>', page, re.S)
    assert match is not None
    nodes = json.loads(match[1])["nodes"]
    shown = set(re.findall(r'data-n="([^"]+)"', page))
    unescaped = {n.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"') for n in shown}
    ends = {i for i, n in nodes.items() if n["k"] in ("fact", "assumption", "input")}
    declared_only = set()
    for root in unescaped:
        seen, todo = {root}, [root]
        while todo:
            for p in nodes[todo.pop()].get("p", ()):
                if p not in seen:
                    seen.add(p)
                    todo.append(p)
        if not seen & ends:
            declared_only.add(root.split(":")[1])
    # These two tables are made by the run itself; the sample's derivation does not hold them.
    assert declared_only <= {"beside_published", "rests_on"}


def test_terminal_text_fits_a_hundred_columns_and_warns_first() -> None:
    told = text.run_text(sample.report(with_base=True, failing=True))
    lines = told.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("! A check of the computation fails")
    assert told.index("!") < told.index("headline")
    assert "! aktau mt" in told
    row = next(line for line in lines if line.startswith("Khorgos by rail, mean"))
    # 31.2 - 5.81 with -3.1 and +4.4: a half-width of 3.75 keeps one figure.
    assert row.split()[4:] == ["25", "22", "to", "30", "−5.8", "h"]


def test_a_run_folder_becomes_a_page(fake_chain: Any, tmp_path: Any) -> None:
    """A run kept on disk: its headline stands on the page, facts as recorded; changes once the base's run is kept."""
    import jibek

    run = jibek.run("khorgos-fast-customs")
    page = render(run, tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"<code>{run.id}</code>" in page
    for row in run.rows("headline"):
        if row["value"] is not None:
            assert f'data-n="result:headline:{row["id"]}|{row["reporter"] or ""}"' in page
    match = re.search(r'id="page-data">(.*?)</script>', page, re.S)
    assert match is not None
    nodes = json.loads(match[1])["nodes"]
    facts = {f"fact:{r['fact_id']}": r["value"] for r in run.rows("record.facts")}
    named = {i: n for i, n in nodes.items() if i.startswith("fact:")}
    assert named
    assert all(n["v"] == facts[i] for i, n in named.items() if "v" in n)

    # The base was never kept as a run: the change against it stands in the folder.
    shown = re.search(r'data-n="result:headline:khorgos_rail_hours_mean\|:difference" data-v="([^"]+)"', page)
    assert shown is not None
    assert float(shown[1]) == pytest.approx(-6.0, abs=1e-9)  # median of forty differences
