"""Run folders: whole or not there, the same bytes for the same inputs, found again by folder, id or name."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jibek.ground import tablefile
from jibek.ground.errors import InputError, SystemFault
from jibek.ground.table import Table, number, text
from jibek.runs import catalogue
from jibek.runs import find as finding
from jibek.runs.folder import RunFolder, disk
from jibek.scenario import Scenario
from jibek.verbs import Run, find

FIELDS = {
    "run_id", "scenario", "base", "year", "folder", "report", "converged", "certificates", "headline", "rests_on",
    "beside_published", "replaced", "reused", "seconds", "jibek", "warnings",
}  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_run_folder_holds_what_the_contract_names(fake_chain: Any, tmp_path: Path) -> None:
    run = fake_chain.run("baseline", out=tmp_path / "made" / "here")
    assert run.folder == tmp_path / "made" / "here"
    assert {p.name for p in run.folder.iterdir()} == {
        "manifest.json",
        "headline.csv",
        "report.html",
        "tables",
    }
    manifest = json.loads((run.folder / "manifest.json").read_text())
    for name, listed in manifest["tables"].items():
        frame = pd.read_parquet(run.folder / "tables" / f"{name}.parquet")
        assert len(frame) == listed["rows"]
    assert {"seed", "data_digest", "libraries", "certificates", "seconds", "scenario"} <= manifest.keys()
    assert run.report.read_text().startswith("<!doctype html>")


def test_json_has_the_fields_of_the_contract_and_null_for_what_does_not_exist(fake_chain: Any) -> None:
    said = fake_chain.run("baseline").to_json()
    assert set(said) == FIELDS
    by_key = {(r["id"], r["reporter"]): r for r in said["headline"]}
    assert by_key["xian_duisburg_days_p50", None]["value"] is None
    assert by_key["khorgos_rail_hours_mean", None]["explain"] == [
        "headline", "khorgos_rail_hours_mean|", "value",
    ]  # fmt: skip
    assert by_key["kaz_chn_trade_usd", "KAZ"]["explain"] == ["headline", "kaz_chn_trade_usd|KAZ", "value"]
    assert Path(said["folder"]).is_absolute()
    assert Path(said["report"]).is_absolute()
    assert said["base"] == "baseline"
    assert said["converged"] is True


def test_equal_inputs_give_equal_bytes_and_ids(fake_chain: Any, tmp_path: Path) -> None:
    one = fake_chain.run("baseline", out=tmp_path / "one")
    two = fake_chain.run("baseline", out=tmp_path / "two")
    assert one.id == two.id
    assert files(one.folder / "tables") == files(two.folder / "tables")
    other = fake_chain.run("baseline", out=tmp_path / "three", seed=2)
    assert other.id != one.id


def test_the_id_depends_on_data_and_base(fake_chain: Any) -> None:
    raw = Scenario.example("khorgos-fast-customs").to_dict()
    ids = {catalogue.run_id(raw, d, "1", b) for d in ("a", "b") for b in (None, "c")}
    assert len(ids) == 4


def test_running_again_replaces_the_folder_of_the_same_id(fake_chain: Any) -> None:
    first = fake_chain.run("baseline")
    (first.folder / "stray.txt").write_text("left by somebody")
    second = fake_chain.run("baseline")
    assert second.folder == first.folder
    assert not (second.folder / "stray.txt").exists()
    assert [p.name for p in (Path.cwd() / "runs").iterdir()] == [second.folder.name]


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_computed(
    fake_chain: Any, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("ten years")

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("computed although the folder was refused")

    with pytest.raises(InputError) as caught:
        fake_chain.run("baseline", out=tmp_path / "full", compute=never)
    assert caught.value.code == "store.not_empty"
    assert files(tmp_path / "full") == {"thesis.txt": b"ten years"}
    with pytest.raises(InputError) as caught:
        fake_chain.run("baseline", out=tmp_path / "full" / "thesis.txt", compute=never)
    assert caught.value.code == "store.not_a_folder"


def test_a_folder_that_holds_this_very_run_is_this_run_again(
    fake_chain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = fake_chain.run("baseline", out=tmp_path / "mine")
    monkeypatch.delitem(sys.modules, "jibek.verbs.running")
    running = importlib.import_module("jibek.verbs.running")

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("computed")

    monkeypatch.setattr(running, "execute", never)
    again = running.run("baseline", out=tmp_path / "mine")
    assert (again.id, again.reused) == (made.id, True)
    for other in ({"fresh": True}, {"seed": 2}):
        with pytest.raises(AssertionError, match="computed"):
            running.run("baseline", out=tmp_path / "mine", **other)
    (made.folder / "report.html").unlink()
    with pytest.raises(AssertionError, match="computed"):
        running.run("baseline", out=tmp_path / "mine")


def test_an_empty_folder_is_taken(fake_chain: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert fake_chain.run("baseline", out=tmp_path / "empty").folder == tmp_path / "empty"


def test_a_failing_chain_or_report_leaves_nothing(fake_chain: Any, tmp_path: Path) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        fake_chain.run("baseline", out=tmp_path / "deep" / "er", compute=fails)
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_breaks_its_declaration_is_not_kept(fake_chain: Any, tmp_path: Path) -> None:
    def bad(scenario: Scenario, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.tables["network.arcs"]["distance_km"] = "far"
        return result

    with pytest.raises(InputError) as caught:
        fake_chain.run("baseline", out=tmp_path / "x", compute=bad)
    assert caught.value.code == "table.invalid"
    assert list(tmp_path.iterdir()) == []


SLOW = """
    import signal, sys, time
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests begun in the background inherit a deaf one
    sys.path.insert(0, {tests!r})
    import fake_run, pytest
    from jibek.ground import tablefile
    fake_run.install(pytest.MonkeyPatch())
    write = tablefile.to_bytes
    def slowly(frame, table):
        print("writing", flush=True)
        time.sleep({pause})
        return write(frame, table)
    tablefile.to_bytes = slowly
    from jibek.__main__ import main
    sys.argv = ["jibek", "run", "baseline", "--out", "final", "--json"]
    sys.exit(main())
"""


def start(folder: Path, pause: float) -> subprocess.Popen[str]:
    code = textwrap.dedent(SLOW.format(tests=str(Path(__file__).parents[1]), pause=pause))
    # Standard output is kept for JSON, so what is printed meanwhile arrives on standard error.
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_until_writing(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("writing"):
            return
    raise AssertionError("ended before it wrote")


def test_a_killed_run_leaves_no_folder_and_the_next_clears_up(tmp_path: Path) -> None:
    process = start(tmp_path, pause=3600)
    wait_until_writing(process)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "final").exists()
    left = [p.name for p in tmp_path.iterdir()]
    assert left
    assert all(name.startswith(".tmp-") for name in left)

    again = start(tmp_path, pause=0)
    said, _ = again.communicate()
    assert again.returncode == 0
    assert json.loads(said)["folder"] == str((tmp_path / "final").resolve())
    assert not list(tmp_path.glob(".tmp-*"))


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_run_ends_with_3_and_leaves_nothing(tmp_path: Path, sent: signal.Signals) -> None:
    process = start(tmp_path, pause=3600)
    wait_until_writing(process)
    os.kill(process.pid, sent)
    said, _ = process.communicate()
    assert process.returncode == 3
    assert json.loads(said)["error"]["code"] == "program.interrupted"
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / catalogue.temporary_name("baseline")
    mine.mkdir()
    dead = tmp_path / (mine.name.rpartition("-")[0] + "-999999999")
    dead.mkdir()
    elsewhere = tmp_path / ".tmp-baseline-0a0a0a-999999999"
    elsewhere.mkdir()
    assert catalogue.stale(tmp_path) == [dead]


@pytest.mark.parametrize(
    ("number", "code"), [(28, "store.disk_full"), (13, "store.not_writable"), (5, "store.failed")]
)
def test_a_fault_of_the_disk_says_where_and_what_to_do(number: int, code: str) -> None:
    with pytest.raises(SystemFault) as caught, disk(Path("somewhere")):
        raise OSError(number, os.strerror(number), "somewhere/table.parquet")
    assert caught.value.code == code
    assert caught.value.exit_code == 4
    assert caught.value.problems[0].where == "somewhere/table.parquet"
    assert caught.value.problems[0].fix


def test_a_full_disk_leaves_nothing(fake_chain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(28, os.strerror(28), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SystemFault) as caught:
        fake_chain.run("baseline", out=tmp_path / "x")
    assert caught.value.code == "store.disk_full"
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_found_by_folder_id_and_name(fake_chain: Any, tmp_path: Path) -> None:
    run = fake_chain.run("baseline")
    for reference in (run.folder, str(run.folder), run.id, run.id[:6], "baseline"):
        found = find(reference)
        assert found is not None
        assert found.id == run.id
    assert find("caspian-storm") is None


def test_a_run_written_elsewhere_is_found_by_id_and_name(fake_chain: Any, tmp_path: Path) -> None:
    run = fake_chain.run("baseline", out=tmp_path / "elsewhere")
    found = find(run.id)
    assert found is not None
    assert found.folder == run.folder
    # The link gives way to a run that is kept in its place, and the folder elsewhere stays.
    kept = fake_chain.run("baseline")
    assert kept.folder.parent == tmp_path / "runs"
    assert not kept.folder.is_symlink()
    assert (tmp_path / "elsewhere" / "manifest.json").exists()


@pytest.mark.parametrize(
    ("reference", "code", "near"),
    [("baselin", "store.unknown_run", "baseline"), ("abcdef12", "store.unknown_run", "Scenarios")],
)
def test_an_unknown_run_is_answered_with_the_nearest(
    fake_chain: Any, reference: str, code: str, near: str
) -> None:
    with pytest.raises(InputError) as caught:
        find(reference)
    assert caught.value.code == code
    assert near in caught.value.problems[0].fix


def test_a_name_means_a_run_of_this_data_and_program(
    fake_chain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_chain.run("baseline")
    monkeypatch.setattr(finding, "data_digest", lambda data=None: "e" * 64)
    assert find("baseline") is None
    monkeypatch.setattr(finding, "data_digest", lambda data=None: fake_chain.DIGEST)
    monkeypatch.setattr(finding, "code_digest", lambda: "other")
    assert find("baseline") is None


def test_another_seed_is_another_run_than_the_shipped_scenario(fake_chain: Any) -> None:
    fake_chain.run("baseline", seed=7)
    assert find("baseline") is None


def test_the_seed_of_a_run_is_that_of_its_base(fake_chain: Any) -> None:
    base = fake_chain.run("baseline", seed=7)
    run = fake_chain.run("khorgos-fast-customs", seed=7)
    assert run.manifest["base_run_id"] == base.id


def test_obtain_computes_only_what_is_not_there(fake_chain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from jibek.verbs.obtaining import obtain

    calls: list[str] = []

    def counted(scenario: Any, **options: Any) -> Run:
        calls.append(scenario)
        run: Run = fake_chain.run(scenario, **options)
        return run

    monkeypatch.setattr(sys.modules["jibek.verbs.running"], "run", counted)
    first = obtain("baseline")
    assert obtain("baseline").id == first.id
    assert obtain(first) is first
    assert calls == ["baseline"]


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Run(tmp_path)
    assert caught.value.code == "store.not_a_run"
    (tmp_path / "manifest.json").write_text("{ half")
    with pytest.raises(InputError):
        Run(tmp_path)


def test_tables_come_back_as_they_went_in(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    flows = run.table("flows.arc_flows")
    assert flows["group"].tolist() == ["northern", None]
    assert flows["tonnes_per_year"].tolist() == [500.0, 10.0]
    flows.loc[0, "tonnes_per_year"] = 0.0
    assert run.table("flows.arc_flows").loc[0, "tonnes_per_year"] == 500.0
    with pytest.raises(InputError) as caught:
        run.table("flows.arc_flow")
    assert "flows.arc_flows" in caught.value.problems[0].fix


def test_a_table_that_was_read_is_written_to_the_same_bytes(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    for name in run.tables:
        again = tablefile.to_bytes(run.table(name), fake_chain.TABLES.get(name))
        assert again == run.tables.path(name).read_bytes(), name


def test_an_altered_table_is_refused(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    path = run.folder / "tables" / "network.arcs.parquet"
    path.write_bytes(path.read_bytes()[:-4] + b"0000")
    with pytest.raises(InputError) as caught:
        Run(run.folder).table("network.arcs")
    assert caught.value.code == "store.altered"


@pytest.mark.parametrize("lost", ["report.html", "tables/headline.parquet", ""])
def test_a_run_is_whole_while_every_file_is_what_it_wrote(fake_chain: Any, lost: str) -> None:
    run = fake_chain.run("baseline")
    assert run.whole()
    if lost:
        (run.folder / lost).unlink()
    else:
        (run.folder / "tables" / "headline.parquet").write_bytes(b"PAR1")
    assert not Run(run.folder).whole()


def test_seconds_of_the_report_are_those_of_the_processor(
    fake_chain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of the stages are: a page that waits for its disk takes none."""
    result = fake_chain.compute(Scenario.example("baseline"))
    ticks = iter([10.0, 12.5])
    with RunFolder(None, "baseline") as place:
        monkeypatch.setattr("jibek.runs.folder.time.process_time", lambda: next(ticks))
        kept = place.keep(result, Scenario.example("baseline"), render=fake_chain.html)
    assert kept.manifest["seconds"]["report"] == 2.5


def test_sql_over_the_tables(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    answer = run.query(
        "SELECT a.link_id, sum(f.tonnes_per_year) AS tonnes FROM flows.arc_flows f JOIN network.arcs a USING (arc_id)"
        " GROUP BY 1 ORDER BY 1"
    )
    assert answer["tonnes"].tolist() == [500.0, 10.0]
    assert run.query("SELECT count(*) AS n FROM headline")["n"].tolist() == [5]
    with pytest.raises(InputError) as caught:
        run.query("SELECT * FROM nowhere")
    assert caught.value.code == "store.query"


def test_a_failed_certificate_is_kept_and_said(fake_chain: Any) -> None:
    from jibek.ground.certificate import Certificate

    def loose(scenario: Scenario, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.certificates.append(Certificate("flows", "balance", float("nan"), 1e-6))
        return result

    run = fake_chain.run("baseline", compute=loose)
    assert not run.converged
    assert "a check failed" in repr(run)
    assert [c["value"] for c in run.to_json()["certificates"] if not c["ok"]] == [None]


def test_a_derivation_that_ends_in_a_figure_which_the_record_lacks_is_a_failed_check(fake_chain: Any) -> None:
    def astray(scenario: Scenario, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        edges = result.tables["lineage.edges"]
        lost = {"child": edges["child"].iloc[0], "parent": "fact:links:L999:distance_km", "position": 2}
        result.tables["lineage.edges"] = pd.concat([edges, pd.DataFrame([lost])])
        return result

    run = fake_chain.run("baseline", compute=astray)
    assert not run.converged
    assert run.manifest["warnings"][0]["rows"] == ["fact:links:L999:distance_km"]


MIXED = Table(
    "x.mixed",
    "All kinds of cells.",
    key=["id"],
    id=text("Id."),
    maybe=number("A number or nothing.", optional=True),
    said=text("Words or nothing.", optional=True),
)


def test_blanks_are_null_and_never_zero(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"id": ["a", "b"], "maybe": [float("nan"), 2.0], "said": [None, "x"], "more": [1, 2]}
    )
    (tmp_path / "t.parquet").write_bytes(tablefile.to_bytes(frame, MIXED))
    back = tablefile.read(tmp_path / "t.parquet")
    assert list(back.columns) == ["id", "maybe", "said", "more"]
    assert back["maybe"].isna().tolist() == [True, False]
    assert back["said"].tolist() == [None, "x"]


def test_bytes_do_not_depend_on_index_or_on_how_text_is_held() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "maybe": [1.0, 2.0], "said": ["x", "y"]})
    other = frame.set_index(pd.Index([7, 8])).astype({"said": object, "id": "string"})
    assert tablefile.to_bytes(frame, MIXED) == tablefile.to_bytes(other, MIXED)


def test_a_mounted_folder_is_filled_from_within(
    fake_chain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mounted").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "mounted")
    run = fake_chain.run("baseline", out=tmp_path / "mounted")
    assert {p.name for p in run.folder.iterdir()} == {
        "manifest.json",
        "headline.csv",
        "report.html",
        "tables",
    }


def test_the_block_takes_back_the_folders_it_made(tmp_path: Path) -> None:
    with RunFolder(tmp_path / "a" / "b" / "c", "x") as place:
        assert place.temporary.is_dir()
    assert list(tmp_path.iterdir()) == []
