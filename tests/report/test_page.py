"""The page in a browser: it opens from disk, is quiet, shows what the tables hold, every number leads to a source."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sample

pytestmark = pytest.mark.slow
Open = Callable[..., Any]
OTHERS = ("ru", "kk", "zh")
# A shown number may differ from the table's by half a unit of its last digit, brought to its size (kt, Mt).
SIZED = ("headline", "rests_on", "trade.flows", "trade.countries")  # held in t or USD, shown in handier units
SCALES = {
    "tn": 1e12,
    "bn": 1e9,
    "mn": 1e6,
    "Mt": 1e6,
    "kt": 1e3,
    "billion": 1e9,
    "million": 1e6,
    "thousand": 1e3,
}
WORKED_OUT = (":use", ":change_percent", ":sum", ":apart")  # of other cells, by the page


def shown_value(text: str) -> tuple[float, float]:
    """A number on the page and half a unit of its last digit."""
    plain = text.replace("\u202f", "").replace("\u2212", "-").replace("+", "")
    places = len(plain.partition(".")[2])
    digits = plain.lstrip("-")
    zeros = len(digits) - len(digits.rstrip("0")) if not places and digits != "0" else 0
    return float(plain), 0.5 * 10.0 ** (zeros - places)


@pytest.mark.parametrize("name", ["base", "scenario", *OTHERS])
@pytest.mark.parametrize("width", [1600, 400])
def test_it_opens_from_disk_quietly_and_fits(opened: Open, name: str, width: int) -> None:
    """No request but the file itself, no word on the console, no sideways scrolling."""
    found = opened(name, width)
    assert [u for u in found.requests if not u.startswith(("file:", "data:", "blob:"))] == []
    assert len([u for u in found.requests if u.startswith("file:")]) == 1
    assert found.errors == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["base", "scenario"])
def test_shown_figures_are_those_of_the_tables(opened: Open, name: str) -> None:
    """Every button: its exact value is the cell's, and its text is that value rounded."""
    page = opened(name).page
    report = sample.report(with_base=name == "scenario")
    frames: dict[str, tuple[pd.DataFrame, list[str]]] = {
        "headline": (report.headline, ["id", "reporter"]),
        "beside_published": (report.beside_published, ["quantity", "volume_id", "year"]),
        "rests_on": (report.rests_on, ["headline", "reporter", "assumption_id"]),
        "simulation.waits": (report.table("simulation.waits"), ["gateway_id", "mode"]),
        "flows.facilities": (report.table("flows.facilities"), ["facility_id"]),
        "routes.od": (report.table("routes.od"), ["origin", "destination", "corridor", "gateway"]),
        "trade.flows": (report.table("trade.flows"), ["exporter", "importer", "reporter"]),
        "trade.countries": (report.table("trade.countries"), ["country", "reporter"]),
        "appraisal.targets": (report.table("appraisal.targets"), ["target_id", "reporter"]),
    }
    cells: dict[str, float] = {}
    for table, (frame, key) in frames.items():
        for row in frame.to_dict("records"):
            joined = "|".join("" if pd.isna(row[k]) else str(row[k]) for k in key)
            for column, value in row.items():
                if isinstance(value, (int, float)) and not pd.isna(value):
                    cells[f"result:{table}:{joined}" + ("" if column == "value" else f":{column}")] = float(
                        value
                    )
    buttons = page.eval_on_selector_all(
        "button.fig",
        "bs => bs.map(b => [b.dataset.n, b.dataset.v, b.textContent, b.getAttribute('aria-label')])",
    )
    seen = set()
    for node, value, text, label in buttons:
        if node.endswith(WORKED_OUT):
            continue  # worked out on the page, tested below
        assert float(value) == cells[node], node
        seen.add(node.split(":")[1])
        number, half = shown_value(text)
        size = re.match(
            r"(tn|bn|mn|Mt|kt|billion|million|thousand)\b",
            label.rpartition(": ")[2].removeprefix(text).strip(),
        )
        by = SCALES[size[1]] if size and node.split(":")[1] in SIZED else 1.0
        scaled = abs(float(value)) / by
        assert abs(abs(number) - scaled) <= half * (1 + 1e-9), (node, text, value)
    # Spending does not change in a run that is its own base: no row of zeros is shown.
    assert seen == set(frames) - ({"trade.countries"} if name == "base" else set())
    assert {f"result:headline:{i}|{r}" for i, r, *_ in sample.HEADLINE} <= {b[0] for b in buttons}


def test_use_of_capacity_is_load_over_capacity(opened: Open) -> None:
    page = opened("base").page
    for facility, load, capacity, *_ in sample.FACILITIES:
        value = page.get_attribute(
            f'#bottlenecks [data-n="result:flows.facilities:{facility}:use"]', "data-v"
        )
        assert float(value) == load / capacity
    ranked = page.eval_on_selector_all("#bottlenecks [data-n$=':use']", "bs => bs.map(b => +b.dataset.v)")
    assert ranked == sorted(ranked, reverse=True)


def test_the_first_screen_finds_first_and_warns_below(opened: Open) -> None:
    """Finding, chart and sentences stand above the fold; what is wrong comes under them, in words, and only what the
    sentences rest on: boxes of Poti are off too, but stand in no sentence."""
    page = opened("scenario", folded=True).page
    finding = page.locator("h1.finding")
    assert "falls by 5.8 hours to 25 hours" in finding.inner_text().replace("\u202f", " ")
    sentences = page.locator("ol.answer li")
    assert 1 <= sentences.count() <= 5
    last = sentences.last.bounding_box()
    assert last["y"] + last["height"] <= 900
    chart = page.locator("#answer svg.graph.wide").bounding_box()
    assert chart["y"] + chart["height"] <= 900
    alert = page.locator("#first")
    assert alert.bounding_box()["y"] >= last["y"] + last["height"]
    said = alert.inner_text()
    assert "relative gap" in said
    assert "Aktau mt, 2023: the model gives 3.40 Mt, 2.62 times the published 1.3 Mt." in said
    assert "oti" not in said


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *(
            (name, width, scheme)
            for name in ("base", "scenario")
            for width in (1600, 400)
            for scheme in ("light", "dark")
        ),
        *((of, width, "light") for of in OTHERS for width in (1600, 400)),
    ],
)
def test_charts_have_titles_and_labels_inside_their_frames(
    opened: Open, name: str, width: int, scheme: str
) -> None:
    """Each part's chart is seen once, says what it shows, and no word of it leaves the page; words stand out from the
    ground in both schemes."""
    page = opened(name, width, scheme=scheme).page
    found = page.evaluate(
        """() => [...document.querySelectorAll("svg.graph")].filter(s => s.getClientRects().length).map(s => ({
          title: s.querySelector("title").textContent,
          texts: s.querySelectorAll("text").length,
          out: [...s.querySelectorAll("text")].filter(t => { const b = t.getBoundingClientRect();
            return b.left < -0.5 || b.right > innerWidth + 0.5; }).map(t => t.textContent),
          same: [...s.querySelectorAll("text")].some(
            t => getComputedStyle(t).fill === getComputedStyle(document.body).backgroundColor),
        }))"""
    )
    assert len(found) == page.locator("figure.chart").count() >= 6
    for chart in found:
        assert len(chart["title"]) >= (6 if name == "zh" else 11)
        assert chart["texts"] >= 3
        assert chart["out"] == []
        assert not chart["same"]


def test_a_chart_downloads_as_a_picture_that_stands_alone(opened: Open) -> None:
    page = opened("base").page
    with page.expect_download() as waiting:
        page.click('[data-svg="waits"]')
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "jibek-baseline-waits.svg"
    assert text.startswith("<svg")
    assert "fill:rgb(" in text
    assert "var(" not in text
    assert 'class="' not in text


@pytest.mark.parametrize("name", ["base", "scenario", *OTHERS])
def test_a_telephone_finds_the_parts_folded_and_short(opened: Open, name: str) -> None:
    """At 400 px the page is at most 9,000 px, no word is broken, a part opens by a tap, a link to it opens it."""
    page = opened(name, 400, folded=True).page
    assert page.evaluate("document.documentElement.scrollHeight") <= 9000
    part = page.locator("#waits details.part")
    assert part.get_attribute("open") is None
    page.locator("#waits summary h2").click()
    assert page.locator("#waits svg.graph.narrow").is_visible()
    page.evaluate("location.hash = '#routes'")
    page.wait_for_function("document.querySelector('#routes details.part').open")


@pytest.mark.parametrize("name", ["scenario", "ru", "kk"])
def test_no_word_is_broken_in_a_narrow_column(opened: Open, name: str) -> None:
    """At 400 px with all folds open each word of a cell stands on one line (addresses may break, and Chinese does)."""
    broken = opened(name, 400).page.evaluate(
        r"""() => { const out = []; const range = document.createRange();
          for (const cell of document.querySelectorAll("main td")) {
            if (!cell.getClientRects().length) continue;
            const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) for (const m of walk.currentNode.data.matchAll(/[^\s\u2010-\u2015\u2192\/-]+/g)) {
              if (m[0].length > 28) continue;
              range.setStart(walk.currentNode, m.index); range.setEnd(walk.currentNode, m.index + m[0].length);
              const tops = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
              if (tops.size > 1) out.push(m[0]);
            }
          } return out; }"""
    )
    assert broken == []


def test_who_wants_no_motion_is_not_scrolled_slowly(chromium: Any, written: dict[str, Path]) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for wanted, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        page.emulate_media(reduced_motion=wanted)
        page.goto(written["base"].as_uri())
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
    context.close()


@pytest.mark.parametrize("name", ["base", "scenario"])
def test_it_prints_on_few_pages(opened: Open, name: str) -> None:
    """A4, folded tables stay folded: at most 12 pages."""
    pdf = opened(name, folded=True).page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 12


@pytest.mark.parametrize("name", ["base", "scenario"])
def test_no_name_of_the_machine_is_read(opened: Open, name: str) -> None:
    """All folds open: no id with underscores, no power of ten in letters, no word of the tables’ makers."""
    page = opened(name).page
    page.eval_on_selector_all("#reproduce", "es => es.forEach(e => e.remove())")  # the scenario’s own file
    said = page.inner_text("main")
    assert re.findall(r"\b[a-z]+_[a-zA-Z_]+\b", said) == []
    assert re.findall(r"\d(?:\.\d+)?e[+-]?\d", said) == []
    assert re.findall(r"column unit|as above|note of the row|\bP(?:5|10|50|90|95|99)\b", said) == []


def test_every_number_of_the_headline_leads_to_a_source(opened: Open) -> None:
    """Click, and the walk ends in facts with a source or assumptions with a reason; Esc closes and gives focus back."""
    found = opened("base")
    page = found.page
    buttons = page.locator("#headline button.fig")
    assert buttons.count() >= len(sample.HEADLINE)
    for i in range(buttons.count()):
        buttons.nth(i).click()
        assert page.locator("#drawer").is_visible()
        leaves = page.locator("#d-leaves [data-leaf]")
        assert leaves.count() >= 1
        texts = leaves.all_inner_texts()
        assert any(
            "example.org" in (h or "")
            for h in page.eval_on_selector_all("#d-leaves a", "a => a.map(x => x.href)")
        )
        assert all(len(t) > 10 for t in texts)
        page.keyboard.press("Escape")
        assert page.locator("#drawer").is_hidden()
        assert buttons.nth(i).evaluate("b => document.activeElement === b")
    assert found.errors == []


def test_the_walk_from_khorgos_hours_reaches_the_clearance_fact(opened: Open) -> None:
    """headline → wait of the crossing → the published clearance time, opened step by step with the keyboard."""
    page = opened("base").page
    button = page.locator('#headline [data-n="result:headline:khorgos_rail_hours_mean|"]')
    button.focus()
    page.keyboard.press("Enter")
    tree = page.locator("#d-tree")
    wait = tree.locator('[data-node="result:simulation.waits:CN_KHORGOS-KZ_ALTYNKOL|rail:hours_mean"]').first
    assert "31.2" in wait.inner_text()
    fact = wait.locator('[data-node^="fact:borders:CN_KHORGOS"]').first
    assert fact.locator("a").get_attribute("href") == "https://example.org/khorgos-clearance"


def test_a_cell_without_a_recorded_derivation_leads_to_its_table(opened: Open) -> None:
    """P99 of a wait is no node of the derivation: the page names its table, and through it the facts."""
    page = opened("base").page
    page.click('[data-n="result:simulation.waits:KZAAU|port:hours_p99"]')
    assert page.locator('#d-tree [data-node="table:simulation.waits"]').count() == 1
    assert page.locator("#d-leaves [data-leaf]").count() >= 2


def test_a_number_is_copied_with_its_citation(opened: Open) -> None:
    page = opened("base").page
    page.click('#headline [data-n="result:headline:kaz_chn_trade_usd|KAZ"]')
    page.click("#d-copy")
    page.wait_for_function("document.getElementById('d-said').textContent !== ''")
    text = page.input_value("#d-text")
    assert "31.5 bn USD/yr" in text.replace("\u202f", " ")
    assert "run 5f0c2ab97d1e4c33" in text
    assert "31530000000.0" in text
    assert "Bureau of National Statistics of Kazakhstan" in text


@pytest.mark.parametrize(
    ("name", "frame"),
    [
        ("headline", lambda r: r.headline),
        ("published", lambda r: r.beside_published),
        ("waits", lambda r: r.table("simulation.waits")),
        ("routes", lambda r: r.table("routes.od")),
        ("targets", lambda r: r.table("appraisal.targets")),
    ],
)
def test_tables_download_as_csv(opened: Open, name: str, frame: Callable[[Any], pd.DataFrame]) -> None:
    """The file holds the whole frame, all digits."""
    page = opened("base").page
    with page.expect_download() as waiting:
        page.locator(f'[data-csv="{name}"]').first.click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8")
    want = frame(sample.report())
    got = pd.read_csv(io.StringIO(content))
    pd.testing.assert_frame_equal(got, pd.read_csv(io.StringIO(want.to_csv(index=False))))
    assert waiting.value.suggested_filename == f"jibek-baseline-{name}.csv"


def test_text_stays_in_its_cell(opened: Open) -> None:
    """At 1600 no cell is wider than its column: nothing is cut or drawn over its neighbour."""
    page = opened("scenario").page
    wide = page.eval_on_selector_all(
        "td", "ts => ts.filter(t => t.scrollWidth > t.clientWidth + 1).map(t => t.textContent)"
    )
    assert wide == []


def test_keyboard_reaches_every_number(opened: Open) -> None:
    """Numbers are buttons, sections have headings, charts and maps have words."""
    page = opened("base").page
    assert page.locator("button.fig:not([aria-label])").count() == 0
    assert page.eval_on_selector_all("button.fig", "bs => bs.every(b => b.tabIndex === 0)")
    assert page.locator(".track:not([aria-label])").count() == 0
    assert page.locator("svg.map:not(:has(> title))").count() == 0
    assert page.locator("svg.map").count() > 0
    assert page.eval_on_selector_all(
        "main table", "ts => ts.every(t => t.querySelector('caption') && t.tHead)"
    )


def test_the_keyboard_alone_reaches_and_opens_every_number(opened: Open) -> None:
    """From the top, Tab and Enter alone: folds open, every number and all of the maps get the focus, none keeps it."""
    page = opened("base", folded=True).page
    name = """() => { const e = document.activeElement; if (e === document.body) return "";
      if (e.tagName === "SUMMARY") return e.parentNode.open ? "summary" : "closed";
      if (!e.dataset.reached) e.dataset.reached = e.tagName; return e.tagName; }"""
    for _ in range(3 * page.locator("a, button, summary, input, select, pre, .view").count()):
        page.keyboard.press("Tab")
        found = page.evaluate(name)
        if found == "closed":
            page.keyboard.press("Enter")
        if not found:
            break
    assert not found
    assert page.locator("details:not([open])").count() == 0
    missed = page.locator(
        ":is(button, select, .view, .toc a):not(#drawer *, :disabled, [data-reached])"
    ).evaluate_all("es => es.map(e => e.outerHTML.slice(0, 90))")
    assert missed == []
    for group in ("family", "goods"):
        assert page.locator(f'[name="m-{group}"][data-reached]').count() == 1  # arrows choose within a group


def test_a_panel_opened_by_keys_reads_closes_and_gives_the_focus_back(opened: Open) -> None:
    """Tab to the first number, Enter opens where it comes from, Tab walks in it, Escape goes back to the number."""
    page = opened("base", folded=True).page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.fig')"):
            break
    number = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer")
    assert drawer.is_visible()
    assert page.inner_text("#d-label") + ": " + page.inner_text("#d-value") == number
    assert page.locator("#d-leaves [data-leaf]").count() >= 1
    walked = set()
    for _ in range(4):
        walked.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert {"d-close", "d-copy"} <= walked
    page.keyboard.press("Escape")
    assert drawer.is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == number
