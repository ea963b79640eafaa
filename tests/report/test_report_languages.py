"""The report in other languages: nothing is left in English but what says so, and numbers follow the language."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pseudo
import pytest
import sample

from jibek.ground import language
from jibek.report import render
from jibek.report.input import ReportInput
from jibek.report.sections.finding import question
from jibek.report.systems import figures
from jibek.report.wording import names
from jibek.report.wording.lands import country, named
from jibek.report.wording.numbers import show
from jibek.scenario import Scenario, shipped
from jibek.verbs.asking import Run

_CODE = Path(__file__).parents[2] / "jibek"
# Names of the program, of files and of a body that bears no other.
_NAMES = {"Jibek", "CSV", "SVG", "BACI"}


@pytest.mark.slow
@pytest.mark.parametrize("with_base", [False, True])
def test_every_word_of_the_page_is_a_message_or_marked_as_english(
    monkeypatch: pytest.MonkeyPatch, with_base: bool
) -> None:
    report = sample.report(with_base=with_base, failing=with_base)
    pseudo.speak(monkeypatch, _words_of(report))
    page = render(report, lang="ru")
    assert '<html lang="ru">' in page
    assert _left(pseudo.untold_page(page, "ru"), report, "ru") == []


# What steps of a panel may leave as it is.
_IDS = (
    r"[a-z_]+\.[a-z_]+( \S+, \w+)?",  # a table, a cell of it
    r"[a-z_0-9]+|[PV]\d+",  # a column, an assumption without a name, a scenario, a digest, a row
    r"[\w-]+:\S.*",  # a fact, a cell
    r"[a-z_]+(\.[\w.-]+)+( = [\w.]+)?",  # a setting
)
_ID = re.compile("|".join(_IDS))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ru", "zh"])
def test_every_word_of_an_opened_panel_is_a_message_or_comes_from_a_source(
    monkeypatch: pytest.MonkeyPatch, chromium: Any, tmp_path: Path, lang: str
) -> None:
    """Every kind of step is opened; what is marked as English is an id, or was written by those whom it cites."""
    made = sample.report(with_base=True)
    report = replace(made, explain=sample.all_steps(made.explain))
    pseudo.speak(monkeypatch, _words_of(report))
    page = chromium.new_page()
    page.goto(render(report, tmp_path / "page.html", lang=lang).as_uri())
    panels = page.evaluate(_OPENED)
    page.close()
    assert len(panels) > 100
    left = {w for panel in panels for w in _left(pseudo.untold_page(panel, lang), report, lang)}
    assert sorted(left) == []
    prose = {str(step.get(of)) for step in report.explain.values() for of in ("source", "reason", "url")}
    marked = {text for panel in panels for text in pseudo.foreign(panel, lang)}
    assert sorted(m for m in marked if m not in prose and not _ID.fullmatch(m)) == []
    for form in sample.FORMS:  # each was in some panel
        start = form.partition("{")[0]
        assert any(start in panel for panel in panels), form


# Opens each number's panel with all its steps, and gives the panels as they are read.
_OPENED = """async () => {
    const panels = [], seen = new Set(), settled = () => new Promise(done => setTimeout(done, 0));
    for (const b of document.querySelectorAll("button.fig")) {
        if (seen.has(b.dataset.n)) continue;
        seen.add(b.dataset.n);
        b.click();
        for (let more = 1; more;) {
            const shut = document.querySelectorAll("#d-tree details:not([open])");
            // All kinds of steps stand below this number; of the others a fifth is opened to the end, for the time.
            more = shut.length && (panels.length % 5 == 0 || b.dataset.n.includes("xian_duisburg_days_p50"));
            if (more) shut.forEach(d => { d.open = true; });
            await settled();
        }
        panels.push(document.getElementById("drawer").outerHTML);
        b.click();
    }
    return panels;
}"""


def _left(runs: list[str], report: ReportInput, lang: str) -> list[str]:
    """Words outside of messages, but for what people named themselves and places named in Latin letters alone."""
    own = " ".join([report.title, report.name, str(report.base), _latin(report, lang)])
    words = {w for run in runs for w in re.findall(r"[A-Za-z]{2,}", run)}
    return sorted(words - set(re.findall(r"[A-Za-z]{2,}", own)) - _NAMES)


def _latin(report: ReportInput, lang: str) -> str:
    rows = report.tables["network.places"].to_dict("records")
    return " ".join(str(r["name"]) for r in rows if not isinstance(r.get(f"name_{lang}"), str))


def _words_of(report: ReportInput) -> set[str]:
    """What tables of a run say in messages; the sample's are not those of the program."""
    cells = [
        *(report.headline[c] for c in ("name", "short", "group")), report.beside_published["words"],
        report.table("appraisal.targets")["target"], report.table("record.assumptions")["unit"],
    ]  # fmt: skip
    return {str(text) for column in cells for text in column}


def test_the_walk_sees_a_word_outside_messages() -> None:
    page = (
        '<p>⟦of <b>one</b> message⟧ and <span lang="en">marked</span></p><p title="told">⟦cut…</p><p>seen</p>'
    )
    assert pseudo.untold_page(page, "ru") == ["and", "told", "seen"]
    assert pseudo.foreign(page, "ru") == ["marked"]


def test_english_does_not_depend_on_the_language_said_before() -> None:
    report = sample.report()
    page = render(report)
    render(report, lang="zh")
    assert render(report) == page
    assert '<html lang="en">' in page


@pytest.mark.parametrize(
    ("of", "said"),
    [("en", "1\u202f235\u202f000 t"), ("ru", "1\u202f235\u202f000 t"), ("zh", "1,235,000 t")],
)
def test_thousands_are_apart_as_the_language_has_it(of: str, said: str) -> None:
    with language.speaking(of):
        assert f"{show(1_234_567.8, 'x').text} t" == said


@pytest.mark.parametrize(("of", "said"), [("en", "−0.25"), ("ru", "−0,25"), ("kk", "−0,25"), ("zh", "−0.25")])
def test_decimals_follow_the_language(of: str, said: str) -> None:
    with language.speaking(of):
        assert show(-0.25, "x", digits=2).text == said


@pytest.mark.parametrize(
    ("of", "said"), [("en", "Turkey"), ("ru", "Турция"), ("kk", "Түркия"), ("zh", "土耳其")]
)
def test_countries_are_named_by_code_or_by_english_name(of: str, said: str) -> None:
    with language.speaking(of):
        assert country("TUR", "Turkey") == named("Turkey") == said
        assert country("", "Atlantis") == named("Atlantis") == "Atlantis"


@pytest.mark.parametrize(
    ("amount", "unit", "said", "spoken"),
    [
        (7.1e8, "USD", "7.10 亿美元", "7.10 亿美元"),
        (30_780_000.0, "t/year", "3,080 万吨/年", "3,080 万吨"),
        (2.79e8, "t/year", "2.79 亿吨/年", "2.79 亿吨"),
        (4_310.0, "USD/year", "4,310 美元/年", "4,310 美元"),
        (3.2e12, "USD", "3.20 万亿美元", "3.20 万亿美元"),
    ],
)
def test_chinese_counts_by_ten_thousands(amount: float, unit: str, said: str, spoken: str) -> None:
    with language.speaking("zh"):
        assert str(show(amount, unit)) == said
        assert str(show(amount, unit).spoken) == spoken


@pytest.mark.parametrize("of", ["ru", "kk", "zh"])
@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_scenario_says_what_it_is_in_the_language(of: str, name: str) -> None:
    own = Scenario.example(name)
    made = replace(sample.report(with_base=True), scenario=own.to_dict(), base="baseline", question="")
    with language.speaking(of):
        told = str(question(made))
        assert own.description not in told
        assert not re.search("[A-Za-z]{2,}", re.sub("baseline", "", told))
        assert names.scenario(name) != name
    assert own.description in str(question(made))


def test_what_a_user_named_stays_and_is_marked() -> None:
    made = replace(
        sample.report(with_base=True), scenario={"name": "mine", "description": "Wagons <wait>."}, question=""
    )
    with language.speaking("kk"):
        assert '<span lang="en">Wagons &lt;wait&gt;.</span>' in str(question(made))
        assert names.scenario("mine") == "mine"


def test_names_of_assumptions_and_checks_are_of_the_language_where_it_has_them() -> None:
    with language.speaking("zh"):
        assert names.told(names.assumption("ferry_wait_hours")) == "轮渡等待小时"
        assert names.told(names.assumption("my_own")) == '<span lang="en">My own</span>'
        assert names.check("market_clearing") == "市场出清"
        assert names.check("my_own") == '<span lang="en">my own</span>'
        assert names.why_none("rail is shut: link L131 is closed") == "铁路关闭：link L131 is closed"
        assert names.plain("霍尔果斯，P90") == "霍尔果斯，九成情况"
    assert names.told(names.assumption("ferry_wait_hours")) == "Ferry wait hours"


def test_the_chain_makes_no_check_without_a_name_in_words() -> None:
    """Checks as the code names them: what stands first after the stage."""
    code = "".join(p.read_text(encoding="utf-8") for p in sorted(_CODE.rglob("*.py")))
    made = set(re.findall(r'Certificate\(\s*"[a-z]+",\s*"([a-z_]+)"', code))
    assert len(made) > 10
    assert {name.replace("_", " ") for name in made} <= names.CHECKS


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_page_made_anew_leaves_that_of_the_run(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jibek.report.render", lambda run, lang, **_: f"anew in {lang}")
    (tmp_path / "report.html").write_text("as it was", encoding="utf-8")
    run = object.__new__(Run)
    run.folder = tmp_path
    page = run.page(lang)
    assert page == tmp_path / f"report.{lang}.html"
    assert page.read_text(encoding="utf-8") == f"anew in {lang}"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "as it was"


@pytest.mark.parametrize(("lang", "said"), [("ru", "88,2 млрд"), ("kk", "88,2 м"), ("zh", "882 亿")])
def test_dollars_a_year_of_a_run_are_told_in_the_language(lang: str, said: str) -> None:
    with language.speaking(lang):
        told = str(figures.figure({"value": 88.2, "unit": "bn USD/year"}))
    assert told.startswith(said)
    assert "bn" not in told
    assert "year" not in told
