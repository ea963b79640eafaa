"""What the documents show is run: every Python block, every scenario file, every command that is named."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from jibek.cli import cli
from jibek.scenario import Scenario

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        found += [(page.name, b) for b in re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)]
    return found


@pytest.mark.parametrize(("page", "code"), [b for b in blocks("python") if "jb.run" not in b[1]])
def test_python_blocks_run(page, code):
    exec(compile(code, page, "exec"), {})


NUMBER = re.compile(r"[−-]?\d+(?:[\u202f,.]?\d+)*(?:e[-+]\d+)?")


def assert_shown(told: str, shown: str) -> None:
    """The words of both are the same, and each number within one unit of its last digit: a settled state is one of its
    tolerance, so that another processor may round the last digit the other way."""
    assert NUMBER.sub("#", told).split() == NUMBER.sub("#", shown).split()
    for one, other in zip(NUMBER.findall(told), NUMBER.findall(shown), strict=True):
        a, b = (Decimal(n.replace("−", "-").replace("\u202f", "").replace(",", "")) for n in (one, other))
        unit = Decimal(1).scaleb(max(int(n.as_tuple().exponent) for n in (a, b)))
        assert abs(a - b) <= unit, (one, other)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "code"), [b for b in blocks("python") if "jb.run" in b[1]])
def test_the_first_screen_runs(page, code, base_run, fast_run, monkeypatch, capsys):
    """Two runs and their comparison, as the README shows them; both are kept from before."""
    monkeypatch.chdir(base_run.folder.parents[1])
    exec(compile(code, page, "exec"), {})
    printed = capsys.readouterr().out
    assert "clearance_hours: 12 → 6" in printed
    assert_shown(printed.strip(), between("README.md", "compare").strip("`\n"))


def between(page: str, block: str) -> str:
    """What a page shows in a block that a tool fills."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return text.partition(f"<!-- {block} -->")[2].partition(f"<!-- /{block} -->")[0].strip("\n")


@pytest.mark.slow
def test_the_figures_of_the_documents_are_those_of_a_run(base_run, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import build_docs

    for page, block, content in build_docs.shown_of(base_run):
        assert_shown(between(page, block), content)  # if not: make docs


@pytest.mark.slow
def test_both_counts_of_the_readme_are_those_of_a_run(base_run):
    """The sentence of the two counts, in bn USD with one decimal: half of the last digit is rounding."""
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    told = re.search(
        r"The (\d+) billion dollar target .* China's count \(([\d.]+)\) .* Kazakhstan's \(([\d.]+)\)", text
    )
    assert told
    trade = base_run.headline.query("id == 'kaz_chn_trade_usd'").set_index("reporter")["value"] / 1e9
    short = base_run.headline.query("id == 'target_40bn_gap_usd'").set_index("reporter")["value"] / 1e9
    for reporter, shown in zip(("CHN", "KAZ"), told.groups()[1:], strict=True):
        assert float(shown) == pytest.approx(trade[reporter], abs=0.05 + 1e-9)
        assert float(told[1]) - trade[reporter] == pytest.approx(short[reporter], abs=1e-6)


@pytest.mark.parametrize(("page", "text"), blocks("toml"))
def test_scenario_files_are_accepted(page, text):
    assert Scenario.parse(text, where=page).year == 2023


def test_numbers_of_a_page_may_differ_by_their_last_digit_alone():
    assert_shown("hours −1.0 (9 015 to 4.62e-13), −0,5", "hours   −1.1 (9 016 to 4.63e-13), −0,5")
    for wrong in ("hours −1.2", "hours 1.0", "days −1.0", "hours −1.0 h"):
        with pytest.raises(AssertionError):
            assert_shown("hours −1.0", wrong)


def test_every_command_that_is_named_exists():
    named = {m for page in PAGES for m in re.findall(r"`jibek ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert named
    assert named <= set(cli.commands)


def test_every_page_that_is_linked_exists():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links {target}"
