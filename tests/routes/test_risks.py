"""What is weak on a way and when it is shut, worked by hand on four arcs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from jibek.routes import Cargo
from jibek.routes.itineraries import Dates, Itinerary, Leg
from jibek.routes.risks import Risks, Shut
from jibek.routes.telling import Routes
from jibek.routes.weak import with_risks

BED = SimpleNamespace(
    column={
        "arc_id": ["a", "b", "c", "d"],
        "source": ["estimate: by map", "a railway's book", "", "estimate: by map; a clearance"],
    },
    distance_km=np.array([300.0, 500.0, 100.0, 10.0]),
    network=SimpleNamespace(
        arcs=pd.DataFrame(
            {
                "hours_rests_on": [
                    "links:L1:distance_km",
                    "links:L2:distance_km;borders:X:value",
                    None,
                    "links:L4:distance_km;assumption:clearance",
                ]
            }
        ),
        facilities=pd.DataFrame(
            {
                "gateway_id": ["P-Q", "R-S", None],
                "rests_on": ["assumption:default", "ports:R:value;assumption:share", "assumption:default"],
            }
        ),
    ),
)


def leg(what: str, arcs: tuple[str, ...], gateway: str | None = None) -> Leg:
    return Leg("P", "Q", "rail", what, 1.0, 1.0, 1.0, 1.0, 1.0, ("by hand",), gateway, arcs=arcs)


WAY = Itinerary(
    "it", "northern", 5.0, 4.0, 5.0, 6.0, 1000.0, 900.0, 1100.0, 100.0, 910.0, 1, ("rail",), ("R-S", "P-Q"),
    ("CN", "RU", "DE"),
    (leg("haul", ("a",)), leg("border", ("b",), "R-S"), leg("haul", ("c",)), leg("border", ("d",), "P-Q")),
)  # fmt: skip

HOLIDAY = Shut("R-S", date(2023, 5, 1), date(2023, 5, 1), "holiday")
QUARANTINE = Shut("P-Q", date(2022, 12, 1), None, "shut for quarantine")
ELSEWHERE = Shut("X-Y", date(2023, 5, 1), date(2023, 5, 9), "storm")


def risks(way: Itinerary, *shut: Shut) -> Risks:
    (found,) = with_risks([way], BED, shut, 2023)  # type: ignore[arg-type]
    assert found.risks is not None
    return found.risks


def test_estimates_are_counted_in_kilometres_and_gateways_without_a_published_figure_are_named() -> None:
    """300 + 100 + 10 km of 910 are estimates: an arc without a source is one. Hours at R-S rest on a border's row."""
    found = risks(WAY)
    assert found.estimated_km == 410.0
    assert found.times == ("P-Q",)
    assert found.capacities == ("P-Q",)


@pytest.mark.parametrize(
    ("ready", "there", "shut"),
    [
        (None, None, (HOLIDAY, QUARANTINE)),  # the whole year
        (date(2023, 4, 28), date(2023, 5, 1), (HOLIDAY, QUARANTINE)),
        (date(2023, 5, 2), date(2023, 5, 9), (QUARANTINE,)),
    ],
)
def test_closures_are_those_on_the_way_within_the_journey(
    ready: date | None, there: date | None, shut: tuple[Shut, ...]
) -> None:
    way = WAY if ready is None or there is None else replace(WAY, dates=Dates(ready, ready, there, there))
    assert risks(way, HOLIDAY, QUARANTINE, ELSEWHERE).shut == shut


def test_what_is_kept_of_a_closure_comes_back() -> None:
    for shut in (HOLIDAY, QUARANTINE):
        assert Shut.from_json(shut.to_json()) == shut


def test_the_text_says_it_with_names_and_once() -> None:
    (way,) = with_risks([WAY], BED, [HOLIDAY], 2023)  # type: ignore[arg-type]
    names = {"P": "Brest", "Q": "Terespol", "R": "Khorgos", "S": "Altynkol", "RU": "Russia"}
    told = Routes("P", "S", Cargo("container", 14.0, 1.0), 2023, "baseline", (way,), names)
    text = told.to_text()
    plain = " ".join(text.split())
    assert "Fastest, cheapest, cleanest, most reliable" in plain
    assert "Rail over Khorgos – Altynkol, Brest – Terespol (through Russia)" in plain
    assert "mind: 1 May 2023 Khorgos – Altynkol is shut: holiday" in plain
    assert "mind: 45 % of the kilometres are estimates" in plain  # 410 of 910
    assert plain.count("hours and capacity are assumed, none is published: Brest – Terespol") == 1
    assert "No way was found that avoids Russia." in text
    assert "P-Q" not in text
    said = told.to_json()["itineraries"][0]["risks"]
    assert said["closures"] == [
        {"gateway": "R-S", "first_day": "2023-05-01", "last_day": "2023-05-01", "why": "holiday"}
    ]
