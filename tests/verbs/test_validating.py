"""``jibek validate``: its contract, its blindness to what rows say, and files that cannot be read."""

from __future__ import annotations

import csv
import json
import math
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from jibek import cli, verbs
from jibek.ground.errors import InputError
from jibek.validation import judging
from jibek.validation.states import Year
from jibek.validation.volumes import Modelled

SHIPPED = resources.files("jibek") / "data" / "eurasia"
SCORES = {
    "median_absolute_percentage_error",
    "mean_absolute_percentage_error",
    "share_within_p10_p90",
}


@pytest.fixture
def one_year(monkeypatch: pytest.MonkeyPatch, base_state: Any) -> None:
    """The baseline's own year for all years: what other years say is not asked here."""
    only = Year(base_state.network.usual, base_state.facts, base_state)
    modelled = Modelled({"china_central_asia_trains": (4000.0, math.nan, math.nan)}, 2023)

    class Years:
        def __init__(self, *_: object) -> None: ...

        def of(self, year: int) -> Year:
            return only

        def modelled(self, year: int) -> Modelled:
            return modelled

    monkeypatch.setattr(judging, "Years", Years)


def shipped_rows(stem: str, every: int) -> list[dict[str, str]]:
    with (SHIPPED / f"{stem}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))[::every]


def written(path: Path, rows: list[dict[str, str]], without: str = "") -> Path:
    columns = [c for c in rows[0] if c != without]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_contract(one_year: None, tmp_path: Path) -> None:
    volumes, times = shipped_rows("volumes", 5), shipped_rows("transit_times", 9)
    times.append({**times[0], "id": "AIR", "mode": "rail+air"})
    volumes += [
        {**volumes[0], "id": "UNIT", "unit": "wagons"},
        {**volumes[0], "id": "NEVER", "object": "CN_CA_trains", "measure": "Trains", "year": "2025"},
    ]
    said = verbs.validate(
        volumes=written(tmp_path / "v.csv", volumes), transit_times=written(tmp_path / "t.csv", times)
    )
    found = json.loads(json.dumps(said.to_json()))
    assert said.exit_code == 0
    for key, ids in (("volumes", volumes), ("transit_times", times)):
        part = found[key]
        assert [r["id"] for r in part["rows"]] == [r["id"] for r in ids]
        assert set(part) >= {"rows", "baselines", *SCORES}
        assert all(set(b) >= {"rows", *SCORES} for b in part["baselines"].values())
        for row in part["rows"]:
            assert row["status"] in ("predicted", "unroutable", "out_of_scope")
            assert (row["reason"] is None) == (row["status"] == "predicted")
    by_id = {r["id"]: r for r in found["volumes"]["rows"] + found["transit_times"]["rows"]}
    assert by_id["UNIT"]["predicted"] is None
    assert "wagons" in by_id["UNIT"]["reason"]
    assert by_id["AIR"]["status"] == "unroutable"
    assert by_id["NEVER"]["quantity"] == "quantities.value china_central_asia_trains"
    assert found["volumes"]["by_kind"]["never_shown"]["scored"] >= 1
    for row in found["volumes"]["rows"]:
        if row["status"] == "predicted":
            assert row["predicted_low"] <= row["predicted"] <= row["predicted_high"]
            assert {"id", "quantity", "observed", "unit"} <= set(row)
    for row in found["transit_times"]["rows"]:
        if row["status"] == "predicted":
            days = [row[f"predicted_days_{p}"] for p in ("p10", "p50", "p90")]
            assert days == sorted(days)
    text = said.to_text()
    assert text.index("Transit times") < text.index("Volumes")
    assert "wagons" in text


def test_either_file_alone_will_do(one_year: None, tmp_path: Path) -> None:
    rows = shipped_rows("volumes", 20)
    found = verbs.validate(volumes=written(tmp_path / "v.csv", rows)).to_json()
    assert found["transit_times"] is None
    assert len(found["volumes"]["rows"]) == len(rows)


@pytest.mark.parametrize("stem", ["volumes", "transit_times"])
def test_what_rows_say_is_not_in_their_predictions(one_year: None, tmp_path: Path, stem: str) -> None:
    """Values and days passed on to the next row, blanked, and other notes: the predictions are the same."""
    rows = shipped_rows(stem, 7)
    told = ("value", "note") if stem == "volumes" else ("days_min", "days_max", "distance_km", "cost", "note")
    shuffled = [{**a, **{c: b[c] for c in told}} for a, b in zip(rows, rows[1:] + rows[:1], strict=True)]
    blank = [{**r, **dict.fromkeys(told, "")} for r in rows]
    made = []
    for n, changed in enumerate((rows, shuffled, blank)):
        path = written(tmp_path / f"{n}.csv", changed)
        part = verbs.validate(**{stem: path}).to_json()[stem]
        made.append([{k: v for k, v in r.items() if "predicted" in k} for r in part["rows"]])
        if changed is blank:
            assert {r["status"] for r in part["rows"]} <= {"out_of_scope", "unroutable"}
            assert all(r["reason"] for r in part["rows"])
            assert part["median_absolute_percentage_error"] is None
    assert made[0] == made[1] == made[2]
    assert any(any(v is not None for v in r.values()) for r in made[0])


def test_one_bad_cell_is_one_row(one_year: None, tmp_path: Path) -> None:
    good = shipped_rows("transit_times", 1)[0]
    bad = [
        {"mode": "barge"},
        {"origin": "Atlantis"},
        {"kind": "rumoured"},
        {"year": ""},
        {"year": "1812"},
        {"days_min": "x", "days_max": ""},
    ]
    rows = [good, *({**good, **change} for change in bad)]
    part = verbs.validate(transit_times=written(tmp_path / "t.csv", rows)).to_json()["transit_times"]
    assert [r["status"] for r in part["rows"]] == ["predicted"] + ["out_of_scope"] * len(bad)
    for row, change in zip(part["rows"][1:4], bad[:3], strict=True):
        assert next(iter(change.values())) in row["reason"]


def test_columns_are_those_of_the_table(tmp_path: Path) -> None:
    """An unknown and a missing column of both files are told at once, and nothing is computed."""
    volumes = [{**r, "remark": ""} for r in shipped_rows("volumes", 30)]
    written(tmp_path / "v.csv", volumes, without="unit")
    written(tmp_path / "t.csv", shipped_rows("transit_times", 30), without="kind")
    with pytest.raises(InputError) as caught:
        verbs.validate(volumes=tmp_path / "v.csv", transit_times=tmp_path / "t.csv")
    found = {(Path(p.where).name, p.code, p.column) for p in caught.value.problems}
    assert found == {
        ("v.csv", "sources.unknown_column", "remark"),
        ("v.csv", "sources.missing_column", "unit"),
        ("t.csv", "sources.missing_column", "kind"),
    }
    assert caught.value.exit_code == 2


def test_the_command_line_refuses_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00id,object")
    for words in (
        ["validate"],
        ["validate", "--volumes", str(tmp_path / "nowhere.csv")],
        ["validate", "--volumes", str(tmp_path)],
        ["validate", "--volumes", str(tmp_path / "binary.csv")],
    ):
        assert cli.main([*words, "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["error"]["problems"]


def test_a_file_without_rows_has_no_scores(one_year: None, tmp_path: Path) -> None:
    header = ",".join(shipped_rows("volumes", 1)[0])
    (tmp_path / "v.csv").write_text(header + "\n", encoding="utf-8")
    part = verbs.validate(volumes=tmp_path / "v.csv").to_json()["volumes"]
    assert part["rows"] == []
    assert part["mean_absolute_percentage_error"] is None
