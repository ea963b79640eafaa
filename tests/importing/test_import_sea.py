"""Sea legs: the rules with lanes made by hand, and the lanes of the library where it is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from import_cases import codes, put, refused, table

from jibek import verbs
from jibek.ground.sphere import great_circle_km
from jibek.importing import from_sea

PORTS = "id,name,lon,lat,country,kind\nXA,Qa,120,30,CN,seaport\nXB,Qb,140,35,JP,seaport\nXC,Qc,-170,40,US,seaport\n"


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lane that leads over 125 E 25 N, longitudes past 180 as libraries give them."""

    def way(a: from_sea.Point, b: from_sea.Point) -> from_sea.Floats:
        return np.array([[a[0] + 0.1, a[1]], [125.0, 25.0], [b[0] % 360, b[1]]])

    monkeypatch.setattr(from_sea, "sea_way", lambda: (way, "lanes by hand"))


def km(*points: tuple[float, float]) -> float:
    lon, lat = np.array(points).T
    return float(great_circle_km(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


@pytest.mark.usefixtures("lanes")
def test_blank_lengths_follow_the_lanes_and_stated_ones_stay(tmp_path: Path) -> None:
    places = put(tmp_path / "ports.csv", PORTS)
    legs = put(tmp_path / "legs.csv", "from,to,km\nXA,XB,\nXB,XC,9000\n")
    done = verbs.import_network("sea", [places, legs], tmp_path / "mine")
    found = {(r["from"], r["to"]): r for r in table(done.folder, "links")}
    expected = km((120, 30), (120.1, 30), (125, 25), (140, 35))
    assert float(found["XA", "XB"]["distance_km"]) == pytest.approx(expected, abs=0.001)  # told to the metre
    assert found["XB", "XC"]["distance_km"] == "9000"
    assert found["XA", "XB"]["mode"] == "sea"
    assert "lanes by hand" in found["XA", "XB"]["basis"]
    assert (done.report["licence"], done.report["redistribute"]) == ("Apache-2.0", "facts only")


@pytest.mark.usefixtures("lanes")
def test_ports_alone_are_joined_each_with_each(tmp_path: Path) -> None:
    done = verbs.import_network("sea", [put(tmp_path / "ports.csv", PORTS)], tmp_path / "mine")
    links = {(r["from"], r["to"]): float(r["distance_km"]) for r in table(done.folder, "links")}
    assert set(links) == {("XA", "XB"), ("XA", "XC"), ("XB", "XC")}
    assert links["XA", "XC"] == pytest.approx(km((120, 30), (120.1, 30), (125, 25), (190, 40)), abs=0.001)


@pytest.mark.usefixtures("lanes")
def test_the_caspian_needs_a_length_and_every_fault_is_told(tmp_path: Path) -> None:
    told = PORTS + "XK,Qk,51.2,43.6,KZ,seaport\nXL,Ql,49.4,39.9,AZ,seaport\n"
    places = put(tmp_path / "ports.csv", told)
    legs = put(tmp_path / "legs.csv", "from,to,km\nXK,XL,\nXK,XA,\n")
    wrong = refused("sea", [places, legs], tmp_path / "mine")
    assert [(p.code, p.row) for p in wrong.problems] == [("import.caspian_leg", 2), ("import.caspian_leg", 3)]
    put(legs, "from,to,km\nXK,XL,450\n")
    done = verbs.import_network("sea", [places, legs], tmp_path / "mine")
    assert [r["distance_km"] for r in table(done.folder, "links")] == ["450"]


def test_a_port_far_from_every_lane_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(a: from_sea.Point, b: from_sea.Point) -> from_sea.Floats:
        return np.array([[a[0] + 3, a[1]], [b[0], b[1]]])  # 3 degrees at 30 N are 289 km

    monkeypatch.setattr(from_sea, "sea_way", lambda: (nothing, "none"))
    wrong = refused("sea", [put(tmp_path / "ports.csv", PORTS)], tmp_path / "mine")
    assert codes(wrong) == {"import.no_sea_way"}


def test_lanes_of_the_library(tmp_path: Path) -> None:
    """Longer than the great circle, and by Suez: Shanghai to Rotterdam round the Cape is some 26,000 km."""
    pytest.importorskip("searoute", reason="the extra sea is not installed")
    legs = put(tmp_path / "legs.csv", "from,to\nCNSGH,NLRTM\n")
    done = verbs.import_network("sea", [legs], tmp_path / "mine")
    (link,) = table(done.folder, "links")
    assert float(link["great_circle_km"]) < float(link["distance_km"]) < 21_000
