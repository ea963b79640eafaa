"""Two at once, and what else stands in a folder of runs: foreign manifests, pipes, links, names of any length."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import threading
from pathlib import Path
from typing import Any

import pytest

from jibek import cli
from jibek.ground.errors import InputError
from jibek.runs import catalogue, remembered
from jibek.verbs import Run, find

MANY = int(os.environ.get("JIBEK_ATTACKS", "1"))


def one_of_many(number: int, options: dict[str, Any], gate: Any, answers: Any) -> None:
    """A run that begins, and writes, when all others do."""
    import fake_run

    def compute(scenario: Any, **given: Any) -> Any:
        gate.wait()
        return fake_run.compute(scenario, **given)

    try:
        if "out" in options:
            run = fake_run.run("baseline", compute=fake_run.compute, **options)
        else:
            run = fake_run.run("baseline", compute=compute, **options)
        answers.put((number, "", str(run.folder)))
    except InputError as fault:
        answers.put((number, fault.code, ""))
    except BaseException as fault:
        answers.put((number, repr(fault), ""))


def together(count: int, **options: Any) -> list[tuple[int, str, str]]:
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(count), context.Queue()
    working = [
        context.Process(target=one_of_many, args=(n, options, gate, answers), daemon=True)
        for n in range(count)
    ]
    for process in working:
        process.start()
    found = [answers.get() for _ in working]
    for process in working:
        process.join()
    return sorted(found)


def test_runs_of_one_scenario_in_one_home_all_succeed(fake_chain: Any, tmp_path: Path) -> None:
    for _ in range(MANY):
        found = together(4)
        assert {code for _, code, _ in found} == {""}
        (folder,) = {folder for _, _, folder in found}
        assert [p.name for p in (tmp_path / "runs").iterdir()] == [Path(folder).name]
        assert len(Run(folder).table("headline"))


def test_who_reads_a_run_that_is_replaced_always_finds_one(fake_chain: Any) -> None:
    run = fake_chain.run("baseline")
    read = 0

    def again() -> None:
        for _ in range(2 * MANY):
            fake_chain.run("baseline")

    writer = threading.Thread(target=again)
    writer.start()
    while writer.is_alive() or not read:
        assert Run(run.folder).tables.path("headline").is_file()
        read += 1
    writer.join()


def test_of_runs_into_one_folder_one_succeeds_and_the_others_are_told(
    fake_chain: Any, tmp_path: Path
) -> None:
    for number in range(MANY):
        out = tmp_path / f"final-{number}"
        codes = [code for _, code, _ in together(4, out=out)]
        assert codes.count("") == 1, codes
        assert set(codes) <= {"", "store.taken", "store.not_empty"}
        assert len(Run(out).table("headline"))
        assert not list(tmp_path.glob(".tmp-*"))


def test_a_folder_that_another_run_writes_is_refused_before_anything_is_computed(
    fake_chain: Any, tmp_path: Path
) -> None:
    def second(scenario: Any, **given: Any) -> Any:
        with pytest.raises(InputError) as caught:
            fake_chain.run("baseline", out=tmp_path / "final")
        assert caught.value.code == "store.taken"
        return fake_chain.compute(scenario, **given)

    assert fake_chain.run("baseline", out=tmp_path / "final", compute=second).converged


def test_threads_of_one_process_do_not_meet(fake_chain: Any, tmp_path: Path) -> None:
    found: list[Any] = []

    def one() -> None:
        try:
            found.append(fake_chain.run("baseline").folder)
        except BaseException as fault:
            found.append(fault)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1, found
    assert len(Run(found[0]).table("headline"))


FOREIGN = [
    {"run_id": "x"},
    {"run_id": "x" * 16, "scenario": {"name": "baseline"}, "year": 2023},
    {"run_id": 7, "scenario": {"name": "baseline"}, "year": 2023},
    {"run_id": "0" * 16, "scenario": "baseline", "year": 2023},
    {"run_id": "0" * 16, "scenario": {}, "year": 2023},
    {"run_id": "0" * 16, "scenario": {"name": "baseline"}},
    {"run_id": "0" * 16, "scenario": {"name": "baseline"}, "year": 2023, "tables": ["headline"]},
    {"run_id": "0" * 16, "scenario": {"name": "baseline"}, "year": 2023, "tables": {"headline": 1}},
    {
        "run_id": "0" * 16,
        "scenario": {"name": "baseline"},
        "year": 2023,
        "tables": {"x\"; COPY (SELECT 1) TO 'stolen'; --": {"rows": 1}},
    },
    {
        "run_id": "0" * 16,
        "scenario": {"name": "baseline"},
        "year": 2023,
        "tables": {"../../../etc/passwd": {"rows": 1}},
    },
    [],
    None,
    "run",
    {"name": "a web app", "icons": []},
]


def mutated(manifest: dict[str, Any], draw: random.Random) -> Any:
    """A manifest with a value somewhere exchanged or taken away."""
    made = json.loads(json.dumps(manifest))
    at: Any = made
    for _ in range(draw.randint(1, 3)):
        key = draw.choice(list(at) if isinstance(at, dict) else range(len(at)))
        inner = at[key]
        if not isinstance(inner, (dict, list)) or not inner or draw.random() < 0.3:
            if draw.random() < 0.3:
                del at[key]
            else:
                at[key] = draw.choice(
                    [None, 1, -1, 1e400, "x", "..", [], {}, [[]], True, "\x1b[2J", "é" * 300]
                )
            return made
        at = inner
    return made


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = cli.main([*words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


@pytest.mark.parametrize("manifest", FOREIGN)
def test_a_foreign_manifest_is_passed_over_with_a_word(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path, manifest: Any
) -> None:
    fake_chain.run("baseline")
    fake_chain.run("khorgos-fast-customs")
    stranger = tmp_path / "runs" / "app"
    stranger.mkdir()
    (stranger / "manifest.json").write_text(json.dumps(manifest))
    code, _, err = asked(capsys, "compare", "baseline", "khorgos-fast-customs")
    assert code == 0
    assert err.count("is passed over") == 1
    assert asked(capsys, "explain", "baseline", "headline", "caspian_tonnes|", "value")[0] == 0
    assert asked(capsys, "run", "baseline")[0] == 0
    code, said, _ = asked(capsys, "explain", str(stranger), "headline", "caspian_tonnes|", "value")
    assert (code, said["error"]["code"]) == (2, "store.unknown_run")
    assert not (tmp_path / "stolen").exists()


def test_a_mutated_manifest_never_is_a_fault_of_the_program(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A broken run may answer, be refused or be passed over; its neighbours answer."""
    draw = random.Random(11)
    fake_chain.run("baseline")
    run = fake_chain.run("khorgos-fast-customs")
    for _ in range(20 * MANY):
        text = json.dumps(mutated(run.manifest, draw))
        (run.folder / "manifest.json").write_text(text)
        for words in (["baseline"], [str(run.folder)]):
            code, said, err = asked(capsys, "explain", *words, "headline", "caspian_tonnes|", "value")
            assert code in (0, 2) if words != ["baseline"] else code == 0, (text, said, err)
            assert "\x1b" not in err


@pytest.mark.parametrize(
    "name",
    [f".tmp-x-{'9' * 30}", ".tmp-", ".tmp-a-b-c", ".tmp-baseline-{machine}-" + "9" * 30, ".tmp-\udcff-1"],
)
def test_folders_that_only_look_temporary_are_left_alone(fake_chain: Any, tmp_path: Path, name: str) -> None:
    machine = catalogue.temporary_name("x").split("-")[-2]
    odd = tmp_path / "runs" / name.replace("{machine}", machine)
    odd.mkdir(parents=True)
    assert fake_chain.run("baseline").folder.is_dir()
    assert fake_chain.run("baseline", out=tmp_path / "runs" / "mine").folder.is_dir()
    assert odd.is_dir()


def test_pipes_links_and_loops_for_a_manifest_are_passed_over(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fake_chain.run("baseline")
    for number, make in enumerate(
        (
            os.mkfifo,
            lambda p: os.symlink("/dev/zero", p),
            lambda p: os.symlink("manifest.json", p),
            os.mkdir,
            lambda p: Path(p).write_text("[" * 100_000),
            lambda p: Path(p).write_bytes(b"\xff\xfe\x00"),
        )
    ):
        folder = tmp_path / "runs" / f"odd-{number}"
        folder.mkdir()
        make(str(folder / "manifest.json"))
    (tmp_path / "runs" / "lost").symlink_to(tmp_path / "nowhere")
    code, _, err = asked(capsys, "explain", "baseline", "headline", "caspian_tonnes|", "value")
    assert code == 0
    assert err.count("is passed over") == 6
    assert find("baseline") is not None
    assert remembered.key("baseline", None)


@pytest.mark.parametrize("length", [120, 121, 250, 5000])
def test_names_of_any_length_are_answered(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path, length: int
) -> None:
    name = "n" * length
    (tmp_path / "mine.toml").write_text(f'name = "{name}"\n')
    code, said, _ = asked(capsys, "run", "mine.toml")
    assert code == (0 if length <= 120 else 2), said
    code, said, _ = asked(capsys, "run", "baseline", "--out", name)
    assert (code, said.get("error", {}).get("code")) == (
        (0, None) if length <= 255 else (2, "store.bad_name")
    )
    for words in (
        ["explain", name, "a", "b", "c"],
        ["run", name],
        ["run", f"{name}.toml"],
        ["compare", name, name],
    ):
        assert asked(capsys, *words)[0] in (0, 2)
    assert not list(tmp_path.rglob(".tmp-*"))


@pytest.mark.parametrize("word", ["../runs", "..", "/", "", ".", "abcdef/../..", "abcdef\x1b[2J", "~", "*"])
def test_a_reference_leads_to_no_other_folder(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    fake_chain.run("baseline")
    code, said, err = asked(capsys, "explain", word, "headline", "caspian_tonnes|", "value")
    assert (code, said["error"]["code"]) == (2, "store.unknown_run")
    assert "\x1b" not in err


REFUSED = [
    "COPY (SELECT 1) TO 'x.csv'",
    "SELECT 1; COPY (SELECT 1) TO 'x.csv'",
    "EXPORT DATABASE 'x'",
    "ATTACH 'x.db'",
    "CREATE TABLE x AS SELECT 1",
    "DROP VIEW headline",
    "INSERT INTO headline VALUES (1)",
    "SET enable_external_access = true",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA version",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_text('../../manifest.json')",
    "",
    ";",
    "\x00",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_a_query_reads_the_run_and_writes_nothing(fake_chain: Any, tmp_path: Path, sql: str) -> None:
    run = fake_chain.run("baseline", out=tmp_path / 'it\'s "mine"')
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    with pytest.raises(InputError) as caught:
        run.query(sql)
    assert caught.value.code == "store.query"
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before
    assert run.query("SELECT count(*) AS n FROM headline")["n"].tolist() == [5]


def test_an_empty_folder_that_somebody_stands_in_is_filled(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for out, stand in ((".", "a"), ("..", "b/c"), (str(tmp_path / "d"), "d")):
        (tmp_path / stand).mkdir(parents=True)
        monkeypatch.chdir(tmp_path / stand)
        code, said, _ = asked(capsys, "run", "baseline", "--out", out)
        if out == "..":  # not empty: it holds where we stand
            assert (code, said["error"]["code"]) == (2, "store.not_empty")
            continue
        assert code == 0, said
        assert sorted(p.name for p in Path.cwd().iterdir()) == [
            "headline.csv",
            "manifest.json",
            "report.html",
            "tables",
        ]
