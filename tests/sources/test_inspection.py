"""What ``jibek inspect`` finds: nothing wrong in the package, and what was broken on purpose."""

from __future__ import annotations

import json
from collections import deque

import pytest
from tables_on_disk import row_of, write

from jibek.dataset import shape
from jibek.dataset.inspection import inspect
from jibek.ground.errors import InputError
from jibek.sources import read


@pytest.fixture(scope="module")
def shipped():
    return read()


@pytest.fixture(scope="module")
def inspection():
    return inspect("eurasia")


def check(found, code):
    (one,) = [c for c in found.checks if c.code == code]
    return one


def test_the_package_has_no_error_and_says_what_is_weak(inspection):
    assert not inspection.failed
    assert inspection.exit_code == 0
    weak = {c.code for c in inspection.checks if not c.ok}
    # Known weaknesses of the sources; one more is a change of the data that the reader should be told of.
    assert {"distance.detour", "coverage.cited_km", "record.trade_identity", "vintage.undated"} <= weak
    told = str(inspection)
    assert "2021 CHN: 14 + 10.2 against 25.2" in told
    assert told.index("Weak") < told.index("In order")


def test_json_has_the_shape_of_the_contract(inspection):
    found = json.loads(json.dumps(inspection.to_json(), allow_nan=False))
    assert set(found) >= {"dataset", "tables", "checks", "coverage"}
    assert all(set(t) >= {"name", "rows", "licence", "redistribute"} for t in found["tables"])
    assert all(t["redistribute"] in ("yes", "facts only") for t in found["tables"] if t["name"] != "licences")
    assert all(set(c) >= {"code", "ok", "severity", "rows", "message"} for c in found["checks"])
    codes = {c["code"] for c in found["checks"]}
    assert codes >= {
        "schema",
        "units",
        "references",
        "ranges",
        "keys",
        "distance.great_circle",
        "distance.detour",
        "connectivity.rail",
        "connectivity.road",
        "connectivity.sea",
        "gauge.change",
        "coverage.source",
        "coverage.confidence",
        "vintage.old",
    }


def test_parts_of_a_network_against_a_breadth_first_search(shipped):
    """A slow second method on the same links."""
    for mode in ("rail", "road", "sea", "ferry", "pipeline"):
        links = shape.operating(shipped.tables["links"])
        links = links[links["mode"] == mode]
        near: dict[str, set[str]] = {}
        for a, b in zip(links["from"], links["to"], strict=True):
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
        seen: set[str] = set()
        sizes = []
        for start in near:
            if start in seen:
                continue
            queue, part = deque([start]), {start}
            while queue:
                for other in near[queue.popleft()] - part:
                    part.add(other)
                    queue.append(other)
            seen |= part
            sizes.append(len(part))
        assert [len(p) for p in shape.components(links)] == sorted(sizes, reverse=True)


def test_rail_between_china_and_europe_is_one_network_with_breaks_at_known_crossings(shipped):
    links = shipped.tables["links"]
    assert len(shape.components(shape.operating(links[links["mode"] == "rail"]))) == 1
    told = "\n".join(shape.breaks(links))
    # Crossings between 1435 and 1520 mm that are common knowledge.
    for crossing in (
        "CN_KHORGOS - KZ_ALTYNKOL",
        "CN_ALASHANKOU - KZ_DOSTYK",
        "BYBQT - PL_MALASZEWICZE",
        "RU_ZABAIKALSK - CNMLX",
        "MN_ZAMYNUUD - CNERC",
        "TM_SARAKHS - IR_SARAKHS",
    ):
        assert crossing in told


def test_a_line_of_one_gauge_over_a_break_is_an_error(tmp_path, shipped):
    write(tmp_path, "links", row_of(shipped, "links", id="L042") | {"gauge_mm": "1435"})
    write(
        tmp_path,
        "nodes",
        row_of(shipped, "nodes", id="CN_KHORGOS") | {"gauge_mm": "1435"},
        row_of(shipped, "nodes", id="KZ_ALTYNKOL") | {"gauge_mm": "1520"},
    )
    found = inspect(tmp_path)
    assert found.exit_code == 1
    told = "\n".join(check(found, "gauge.change").rows)
    assert "L042 of gauge 1435 ends at KZ_ALTYNKOL of gauge 1520" in told
    assert "CN_KHORGOS - KZ_ALTYNKOL: a break" in told


def test_a_closed_line_cuts_rail_in_two(tmp_path, shipped):
    """Close a line on which several places hang: they are told as a part of their own."""
    rail = shape.operating(shipped.tables["links"])
    rail = rail[rail["mode"] == "rail"]
    for link in rail["id"]:
        parts = shape.components(rail[rail["id"] != link])
        if len(parts) == 2 and len(parts[1]) > 1:
            break
    write(tmp_path, "links", row_of(shipped, "links", id=link) | {"status": "suspended since 2024"})
    found = check(inspect(tmp_path), "connectivity.rail")
    assert found.rows == (", ".join(parts[1]),)
    assert not found.ok


def test_a_detour_is_weak_and_no_error(tmp_path, shipped):
    write(tmp_path, "links", row_of(shipped, "links", id="L071") | {"distance_km": 900})
    found = inspect(tmp_path)
    assert any(row.startswith("L071 ") for row in check(found, "distance.detour").rows)
    assert not found.failed


def test_a_broken_folder_is_a_failed_inspection_with_every_problem(tmp_path, shipped):
    good = row_of(shipped, "links", id="L071")
    write(tmp_path, "links", good | {"distance_km": 5}, good | {"id": "X1", "from": "Nowhere"})
    found = inspect(tmp_path)
    assert found.exit_code == 2
    with pytest.raises(InputError) as refused:  # as a run with these rows is
        read(tmp_path)
    assert refused.value.exit_code == 2
    assert not check(found, "distance.great_circle").ok
    assert "links.csv row 3" in check(found, "references").rows[0]
    assert check(found, "keys").ok


def test_trade_that_does_not_add_up_is_told(tmp_path, shipped):
    row = row_of(shipped, "kaz_chn_trade_by_reporter", year=2023, flow="total", reporter="CHN")
    write(tmp_path, "kaz_chn_trade_by_reporter", row | {"value_busd": 43.0})
    told = check(inspect(tmp_path), "record.trade_identity").rows
    assert any(t.startswith("2023 CHN: 24.7 + 16.3 against 43") for t in told)


def test_no_folder_is_bad_usage(tmp_path):
    with pytest.raises(InputError) as caught:
        inspect(tmp_path / "absent")
    assert caught.value.exit_code == 2
