"""Charts: what is drawn is what the tables say, every axis names its unit, and a missing library is told."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from jibek.ground.errors import InputError, MissingExtra
from jibek.routes import Cargo
from jibek.routes.itineraries import Itinerary
from jibek.routes.telling import Routes
from jibek.verbs import plotting
from jibek.verbs.simulating import Simulation

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


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
    "network.places": pd.DataFrame({"place_id": ["A", "B"], "lon": [70.0, 80.0], "lat": [45.0, 46.0]}),
}  # fmt: skip


def drawn(kind: str, **options: Any) -> Any:
    return plotting.plot(TABLES, kind, options.get("headline", "x"), options.get("mode", "rail"))


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
    assert set(lines) == {"counted by CHN", "counted by KAZ"}
    china = lines["counted by CHN"]
    assert list(china.get_xdata()) == [2016, 2021]
    assert list(china.get_ydata()) == pytest.approx([13.1, 25.2])
    assert list(lines["counted by KAZ"].get_xdata()) == [2023]


def test_waits_are_those_of_the_mode_where_trains_pass_the_longest_on_top() -> None:
    axes = drawn("waits")
    mean, late = (list(line.get_xdata()) for line in axes.get_lines())
    assert mean == [30.0, 10.0]
    assert late == [50.0, 15.0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Cc – Dd", "Aa – Bb"]
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
