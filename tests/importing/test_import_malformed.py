"""Files that are broken in any way are refused with codes, or read; nothing else happens and nothing is left behind.

A good file of each form is broken at random: cut short, bytes put in, lines doubled, numbers made absurd, marks, NUL,
huge cells. What is read all the same must be a folder that ``--data`` takes.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from import_cases import codes, geojson, line, put, refused, table

from jibek import sources, verbs
from jibek.ground.errors import InputError

PLACES = [(f"P{i}", 70.0 + i, 48.0 + i % 3) for i in range(6)]
PAIRS = [(i, i + 1) for i in range(5)]
SPECIAL = [
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", "Алма".encode("cp1251"), b'"', b"'", b"\r", b"\n", b";", b",", b"\t",
    b"x" * 140_000, b"1e999", b"nan", b"-", b"1,5", b"1.5.2", b"999999", b"{", b"]", b"<END OF METADATA>",
    "１".encode(), b"\\u0000",
]  # fmt: skip


def good(form: str, folder: Path) -> list[Path]:
    """A small network in a form, each file by its name."""
    if form == "csv":
        rows = [f"P{a},P{b},rail,250.5,4" for a, b in PAIRS]
        places = [f"{n},{n},{x},{y},KZ" for n, x, y in PLACES]
        return [
            put(folder / "legs.csv", "\n".join(["from,to,mode,km,hours", *rows])),
            put(folder / "places.csv", "\n".join(["id,name,lon,lat,country", *places])),
        ]
    if form == "geojson":
        at = [[x, y] for _, x, y in PLACES]
        return [
            geojson(folder / "n.geojson", *(line([at[a], at[b]], mode="rail", km=250.5) for a, b in PAIRS))
        ]
    if form == "gmns":
        rows = [f"L{a},P{a},P{b},0,250.5,50,rail" for a, b in PAIRS]
        nodes = [f"{n},{n},{x},{y}" for n, x, y in PLACES]
        return [
            put(
                folder / "link.csv",
                "\n".join(["link_id,from_node_id,to_node_id,directed,length,free_speed,mode", *rows]),
            ),
            put(folder / "node.csv", "\n".join(["node_id,name,x_coord,y_coord", *nodes])),
        ]
    if form == "tntp":
        head = "<NUMBER OF ZONES> 6\n<NUMBER OF NODES> 6\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 5\n<END OF METADATA>\n"
        rows = [f"{a + 1} {b + 1} 100 250.5 6 0.15 4 0 0 1 ;" for a, b in PAIRS]
        nodes = [f"{i + 1} {x} {y} ;" for i, (_, x, y) in enumerate(PLACES)]
        return [
            put(folder / "x_net.tntp", head + "\n".join(rows)),
            put(folder / "x_node.tntp", "\n".join(["node X Y ;", *nodes])),
        ]
    verbs.import_network("csv", good("csv", folder), folder / "made", source="s")
    verbs.export_network("gpkg", folder / "out", data=folder / "made")
    return [(folder / "out" / "network.gpkg").rename(folder / "n.gpkg")]


@st.composite
def breakages(draw: Any) -> list[tuple[str, float, float, bytes]]:
    share = st.floats(0, 1, exclude_max=True)
    kinds = st.sampled_from(["cut", "insert", "delete", "double", "replace", "commas"])
    blob = st.one_of(st.sampled_from(SPECIAL), st.binary(max_size=6))
    return draw(st.lists(st.tuples(kinds, share, share, blob), min_size=1, max_size=3))


def broken(content: bytes, faults: list[tuple[str, float, float, bytes]]) -> bytes:
    for kind, at, size, blob in faults:
        i = int(at * (len(content) + 1))
        j = i + 1 + int(size * 30)
        rows = content.split(b"\n")
        n = int(at * len(rows))
        content = {
            "cut": content[:i],
            "insert": content[:i] + blob + content[i:],
            "delete": content[:i] + content[j:],
            "double": b"\n".join([*rows[: n + 1], *rows[n:]]),
            "replace": content[:i] + blob + content[j:],
            "commas": content.replace(b".", b","),
        }[kind]
    return content


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    forms = ("csv", "geojson", "gmns", "tntp", "gpkg")
    return {f: {p.name: p.read_bytes() for p in good(f, tmp_path_factory.mktemp(f))} for f in forms}


@pytest.mark.parametrize("form", ["csv", "geojson", "gmns", "tntp", "gpkg"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(faults=breakages(), which=st.integers(0, 1))
def test_a_broken_file_is_refused_or_read_whole(
    form: str, faults: Any, which: int, files: Any, shipped: Any
) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr("jibek.importing.importer.read", lambda: shipped)
        base = Path(name)
        for i, (file, content) in enumerate(files[form].items()):
            put(base / file, broken(content, faults) if i == which % len(files[form]) else content)
        paths = sorted(base.iterdir())
        done, error = None, None
        try:
            done = verbs.import_network(form, paths, base / "mine", country="KZ", mode="rail")
        except InputError as fault:
            error = fault
        if done is not None:
            assert len(sources.read(done.folder).replaced) > 0
            return
        assert error is not None
        assert error.exit_code == 2
        assert error.problems
        assert all(p.code.split(".")[0] in ("import", "tntp", "sources", "table") for p in error.problems)
        assert sorted(base.iterdir()) == paths
        json.dumps(error.to_json())


@pytest.mark.parametrize("form", ["osm", "shp", "kml"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.one_of(st.binary(max_size=300), st.sampled_from(SPECIAL), st.just(b"<kml><Document/></kml>"))
)
def test_bytes_that_are_no_such_file_are_refused(form: str, content: bytes, shipped: Any) -> None:
    pytest.importorskip({"osm": "osmium"}.get(form, "pyogrio"), reason="the extra is not installed")
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr("jibek.importing.importer.read", lambda: shipped)
        file = put(Path(name) / f"x.{'osm.pbf' if form == 'osm' else form}", content)
        error = refused(form, [file], Path(name) / "mine", country="KZ", mode="rail")
        assert codes(error) <= {
            "import.not_osm",
            "import.not_geo",
            "import.no_usable_link",
            "import.bad_geometry",
        }


@pytest.mark.parametrize("form", ["csv", "geojson", "gmns", "tntp"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    turn=st.sampled_from(["swapped", "metres", "past 180"]),
    moved=st.tuples(st.floats(95, 170), st.floats(-40, 40)),
)
@example(turn="past 180", moved=(170.0, 0.0))  # a place on the meridian itself
def test_wrong_axes_and_systems_are_named(form: str, turn: str, moved: Any, shipped: Any) -> None:
    """Of a network east of 95 degrees each way of writing its positions wrongly has its own code."""
    change = {
        "swapped": lambda x, y: (y, x),
        "metres": lambda x, y: (x * 111_320.0, y * 110_574.0 + 2e6),
        "past 180": lambda x, y: (x + 360.0 if x < 0 else x, y),
    }[turn]
    spots = [(moved[0] + i * 5, moved[1] + i % 3) for i in range(4)]
    spots = [((x + 180) % 360 - 180, y) for x, y in spots]
    written = [change(x, y) for x, y in spots]
    if turn == "swapped" and max(abs(y) for _, y in written) <= 90:
        return
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr("jibek.importing.importer.read", lambda: shipped)
        patched.setattr(f"{__name__}.PLACES", [(f"P{i}", *p) for i, p in enumerate(written)])
        patched.setattr(f"{__name__}.PAIRS", [(0, 1), (1, 2), (2, 3)])
        base = Path(name)
        paths = good(form, base)
        for path in paths:  # as long as any of the links can be
            put(path, path.read_bytes().replace(b"250.5", b"2005"))
            put(path, path.read_bytes().replace(b"ZONES> 6", b"ZONES> 4").replace(b"NODES> 6", b"NODES> 4"))
            put(path, path.read_bytes().replace(b"LINKS> 5", b"LINKS> 3").replace(b",2005,4", b",2005,40"))
        if turn == "past 180":
            done = verbs.import_network(form, paths, base / "mine", country="KZ", mode="rail", keep_all=True)
            lons = [float(r["lon"]) for r in table(done.folder, "nodes")]
            assert all(-180 <= x <= 180 for x in lons)
            # Round the circle: 180 and -180 are one meridian, and a file may write either.
            assert sorted(x % 360 for x in lons) == pytest.approx(sorted(x % 360 for x, _ in spots), abs=1e-6)
        else:
            error = refused(form, paths, base / "mine", country="KZ", mode="rail")
            wanted = {"swapped": "import.swapped", "metres": "import.not_degrees"}[turn]
            assert wanted in codes(error), str(error)
            assert all(p.where and p.row and p.fix for p in error.problems if p.code == wanted)


def test_lengths_tell_axes_that_are_both_possible(tmp_path: Path) -> None:
    """Near the pole of latitude a degree of longitude is short: lengths that fit only the other way round name it."""
    rng = np.random.default_rng(1)
    rows = ["from,to,mode,km,from_lon,from_lat,to_lon,to_lat"]
    for i in range(6):
        x, y = 20 + 3 * i, 70 + rng.uniform(0, 0.2)  # true longitude, true latitude; written swapped
        rows.append(f"A{i},A{i + 1},rail,{125},{y:.3f},{x},{y:.3f},{x + 3}")
    text = "\n".join(rows).replace("A1,A2", "A1,A2")
    error = refused("csv", [put(tmp_path / "l.csv", _same_ends(text))], tmp_path / "mine", country="KZ")
    assert "import.swapped" in codes(error)


def _same_ends(text: str) -> str:
    """Each leg between places of its own, so that no place has two positions."""
    head, *rows = text.split("\n")
    return "\n".join([head, *(r.replace("A", f"B{i}_", 2) for i, r in enumerate(rows))])
