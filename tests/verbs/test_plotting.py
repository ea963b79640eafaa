"""Charts: what is drawn is what the tables say, every axis names its unit, and a missing library is told."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import pseudo

from jibek.ground import plotting as fonts
from jibek.ground.errors import InputError, MissingExtra
from jibek.routes import Cargo
from jibek.routes.itineraries import Itinerary
from jibek.routes.telling import Routes
from jibek.verbs import plotting
from jibek.verbs.simulating import Simulation

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
font_manager = pytest.importorskip("matplotlib.font_manager")


@pytest.fixture(autouse=True)
def closed() -> Any:
    yield
    from matplotlib import pyplot

    pyplot.close("all")


def facts(*rows: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"table": "kaz_chn_trade_by_reporter", "key": k, "value": v, "unit": "bn USD"} for k, v in rows]
    )


TABLES = {
    "record.facts": facts(
        ("2021|total|CHN", 25.2), ("2021|CHN->KAZ|CHN", 14.0), ("2016|CHN->KAZ|CHN", 8.3),
        ("2016|KAZ->CHN|CHN", 4.8), ("2015|CHN->KAZ|KAZ", 5.1), ("2023|total|KAZ", 31.5),
    ),
    "simulation.waits": pd.DataFrame(
        {
            "gateway_id": ["A-B", "C-D", "E-F", "G"],
            "mode": ["rail", "rail", "rail", "port"],
            "hours_mean": [10.0, 30.0, 5.0, 99.0],
            "hours_mean_low": [9.0, 28.0, 5.0, 90.0],
            "hours_mean_high": [11.0, 32.0, 5.0, 110.0],
            "hours_p90": [15.0, 50.0, 6.0, 200.0],
            "trains_per_day": [4.0, 20.0, 0.0, 7.0],
        }
    ),
    "network.gateways": pd.DataFrame(
        {"gateway_id": ["A-B", "C-D", "E-F", "G"], "name": ["Aa – Bb", "Cc – Dd", "Ee – Ff", "Gg"]}
    ),
    "rests_on": pd.DataFrame(
        {
            "headline": ["x", "x", "y"],
            "assumption_id": ["truck_share", "ferry_wait", "truck_share"],
            "first_order": [0.2, 0.5, 0.9],
            "first_order_error": [0.3, 0.1, 0.1],
        }
    ),
    "headline": pd.DataFrame({"id": ["x", "y"], "short": ["Hours of X", "Y"]}),
    "network.arcs": pd.DataFrame(
        {
            "arc_id": ["L1+", "L1-", "A.load"],
            "tail": ["A|rail-1520", "B|rail-1520", "A|gate"],
            "head": ["B|rail-1520", "A|rail-1520", "A|rail-1520"],
            "mode": ["rail", "rail", "rail"],
            "distance_km": [100.0, 100.0, 0.0],
        }
    ),
    "flows.arc_flows": pd.DataFrame(
        {"arc_id": ["L1+", "L1+", "L1-", "A.load"], "tonnes_per_year": [2e6, 1e6, 5e5, 9e9]}
    ),
    "network.places": pd.DataFrame(
        {
            "place_id": list("ABCD"), "lon": [70.0, 80.0, 81.0, 82.0], "lat": [45.0, 46.0, 46.0, 47.0],
            "name": ["Aa", "Bb", "Cc", "Dd"], "name_ru": ["Аа", "Бб", "Вв", "Гг"], "name_zh": ["甲", "乙", "丙", "丁"],
        }
    ),
}  # fmt: skip


def drawn(kind: str, lang: str = "en", **options: Any) -> Any:
    return plotting.plot(TABLES, kind, options.get("headline", "x"), options.get("mode", "rail"), lang)


def texts(axes: Any) -> list[str]:
    """All that is written in a chart."""
    from matplotlib.text import Text

    axes.figure.canvas.draw()
    return [t.get_text() for t in axes.figure.findobj(Text) if t.get_text()]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("trade", "USD"), ("waits", "hours"), ("tornado", "%"), ("map", "degrees")],
)
def test_every_chart_has_a_title_and_its_unit(kind: str, words: str) -> None:
    axes = drawn(kind)
    assert axes.get_title(loc="left")
    assert words in axes.get_xlabel() + axes.get_ylabel()
    axes.figure.canvas.draw()


def test_trade_is_the_total_or_both_directions_of_one_reporter_never_one_of_them() -> None:
    """2016: 8.3 + 4.8; 2021: the published total, not 14 alone; Kazakhstan's 2015 lacks a direction."""
    lines = {line.get_label(): line for line in drawn("trade").get_lines()}
    assert set(lines) == {"China’s count", "Kazakhstan’s count"}
    china = lines["China’s count"]
    assert list(china.get_xdata()) == [2016, 2021]
    assert list(china.get_ydata()) == pytest.approx([13.1, 25.2])
    assert list(lines["Kazakhstan’s count"].get_xdata()) == [2023]


def test_waits_are_those_of_the_mode_where_trains_pass_the_longest_on_top() -> None:
    axes = drawn("waits")
    mean, late = (list(line.get_xdata()) for line in axes.get_lines())
    assert mean == [30.0, 10.0]
    assert late == [50.0, 15.0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Cc – Dd", "Aa – Bb"]
    assert [t.get_text() for t in drawn("waits", "zh").get_yticklabels()] == ["丙 – 丁", "甲 – 乙"]
    assert axes.yaxis_inverted()


def test_a_tornado_shows_shares_in_percent_and_no_error_below_nothing() -> None:
    axes = drawn("tornado")
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([50.0, 20.0])
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Ferry wait", "Truck share"]
    assert "Hours of X" in axes.get_title(loc="left")
    assert axes.get_xlim()[0] == 0.0


def test_the_map_adds_both_directions_of_a_line_and_no_loading() -> None:
    """2 + 1 + 0.5 Mt; the 9 Gt of loading go nowhere."""
    (line,) = plotting.loads_of(TABLES).to_dict("records")
    assert (line["place_a"], line["place_b"], line["tonnes_per_year"]) == ("A", "B", 3.5e6)
    assert "3.5 Mt" in drawn("map").get_xlabel()


def way(name: str, p50: float, usd: float) -> Itinerary:
    return Itinerary(
        name,
        "northern",
        p50,
        p50 - 1,
        p50,
        p50 + 2,
        usd,
        usd,
        usd,
        100.0,
        1000.0,
        0,
        ("rail",),
        (),
        ("CN",),
        (),
    )


def test_itineraries_stand_where_their_days_and_price_are_and_choices_bear_names() -> None:
    routes = Routes(
        "A",
        "B",
        Cargo("container", 14.0, 1.0),
        2023,
        "baseline",
        (way("q", 10.0, 9000.0), way("c", 20.0, 4000.0)),
    )
    axes = routes.plot()
    dots = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.get_lines()]
    assert dots == [(10.0, 9000.0), (20.0, 4000.0)]
    assert [t.get_text() for t in axes.texts] == ["Fastest, cleanest, most reliable", "Cheapest"]
    assert "USD" in axes.get_ylabel()
    assert "days" in axes.get_xlabel()


@pytest.mark.parametrize("lang", ["ru", "kk"])
@pytest.mark.parametrize("kind", plotting.KINDS)
def test_all_words_of_a_chart_are_messages(monkeypatch: pytest.MonkeyPatch, kind: str, lang: str) -> None:
    """Names of the made-up tables, which no catalogue has, and ids of places without a name stay."""
    pseudo.speak(monkeypatch, {"Hours of X", "Ferry wait", "Truck share"})
    said = texts(drawn(kind, lang))
    assert any("⟦" in text for text in said)
    assert [left for text in said for left in pseudo.untold(text)] == []


@pytest.mark.parametrize("kind", plotting.KINDS)
def test_chinese_letters_are_in_the_font(kind: str) -> None:
    """Matplotlib warns of each letter that it draws as a box."""
    if not set(fonts.CHINESE) & set(font_manager.fontManager.get_font_names()):
        pytest.skip("no font with Chinese letters is installed")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = texts(drawn(kind, "zh"))
    assert any("\u4e00" <= letter <= "\u9fff" for text in said for letter in text)


def test_without_a_chinese_font_the_chart_is_in_english_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager.fontManager, "get_font_names", lambda: ["DejaVu Sans"])
    with pytest.warns(UserWarning, match="Noto Sans CJK SC"):
        axes = drawn("trade", "zh")
    assert axes.get_title(loc="left") == "Trade of China and Kazakhstan, by who counts it"
    assert axes.figure.findobj(lambda a: hasattr(a, "get_fontfamily"))[0].get_fontfamily() == ["sans-serif"]


def test_decimals_beside_an_axis_follow_the_language() -> None:
    axes = drawn("tornado", "ru")
    axes.set_xlim(0.0, 1.0)
    assert "0,2" in texts(axes)
    assert "0.2" not in texts(axes)


def test_a_chart_of_a_run_is_in_its_language_unless_another_is_wanted(fake_chain: Any) -> None:
    import jibek as jb

    run = jb.Run(jb.run("baseline").folder, lang="ru")
    assert run.plot("tornado", headline="caspian_tonnes").get_xlabel().startswith("доля дисперсии")
    assert run.plot("tornado", headline="caspian_tonnes", lang="en").get_xlabel().startswith("share of")
    with pytest.raises(InputError, match="kz") as refused:
        run.plot("tornado", lang="kz")
    assert refused.value.code == "language.unknown"


def test_played_crossings_are_drawn_as_they_are_listed() -> None:
    crossing = {
        "gateway_id": "A-B", "mode": "rail", "hours_mean": 3153.4, "hours_mean_low": 3000.0,
        "hours_mean_high": 3300.0, "hours_p50": 3100.0, "hours_p90": 4000.0, "hours_p99": None,
        "queue_mean": 0.5, "utilisation": 0.9, "bottleneck": None,
    }  # fmt: skip
    found = Simulation(
        SimpleNamespace(
            replications=2, events=10, cpu_s=0.0, directions=(), seed=1, crossings=(crossing,), warnings=()
        )  # type: ignore[arg-type]
    )
    assert list(found.plot().get_lines()[0].get_xdata()) == [3153.4]
    assert found.plot(lang="ru").get_title(loc="left") == "От прибытия до отправления"
    page, text = found._repr_html_(), str(found)
    for cell in (c for row in found.grid().rows for c in row):
        assert cell in page
        assert cell in text
    assert "3,153" in text
    assert "None" not in page + text


@pytest.mark.parametrize(
    ("kind", "headline", "tables", "code"),
    [
        ("pie", "x", TABLES, "plot.unknown_kind"),
        ("tornado", "z", TABLES, "plot.unknown_headline"),
        ("waits", "x", {}, "plot.nothing"),
        ("trade", "x", {"record.facts": facts(("2015|CHN->KAZ|KAZ", 5.1))}, "plot.nothing"),
    ],
)
def test_what_cannot_be_drawn_is_refused(kind: str, headline: str, tables: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        plotting.plot(tables, kind, headline, "rail")
    assert caught.value.code == code
    assert caught.value.problems[0].fix


def test_without_matplotlib_the_pip_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingExtra, match=r"pip install 'jibek\[plot\]'") as caught:
        drawn("tornado")
    assert caught.value.code == "plot.missing_extra"


def test_a_run_shows_a_notebook_what_it_tells_a_terminal(fake_chain: Any) -> None:
    import jibek as jb

    run = jb.run("baseline")
    page, text = run._repr_html_(), str(run)
    trade = [row for row in run.grid().rows if row[4] == "CHN"]
    assert [row[1].replace("\u202f", " ") + " " + row[3] for row in trade] == ["41 bn USD/yr"]
    for row in run.grid().rows:
        for cell in row[1:4]:
            assert cell.replace("\u202f", " ") in text
    for odd in ("e+0", "e+1", "None", "nan", "NaN"):
        assert odd not in page
    bar = run.plot("tornado", headline="caspian_tonnes").patches[0]
    assert bar.get_width() == pytest.approx(60.0)
