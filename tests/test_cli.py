"""The command line: exit codes, one object on standard output, bad input and usage with the way out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jibek import cli
from jibek.ground.errors import CertificateError, InputError, Interrupted, SystemFault


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    """Exit code, the one object on standard output, standard error."""
    code = cli.main([*words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def test_run(fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, said, _ = answer(capsys, "run", "baseline", "--out", "here")
    assert code == 0
    assert said["folder"] == str(tmp_path / "here")
    assert said["jibek"]
    assert said["warnings"] == []


def test_run_prints_the_answer_and_ends_with_the_report(
    fake_chain: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].endswith("report.html")
    assert Path(out.splitlines()[-1]).is_file()
    assert out.startswith("baseline, 2023")
    assert err == ""


def test_warnings_come_before_the_numbers(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    from jibek.ground.certificate import Certificate

    def off(scenario: Any, **options: Any) -> Any:
        result = fake_chain.compute(scenario, **options)
        result.certificates.append(Certificate("flows", "balance", 1.0, 1e-6))
        result.warnings.append({"code": "flows.odd", "message": "trains are off by 3", "rows": []})
        return result

    monkeypatch.setattr(
        sys.modules["jibek.verbs.running"], "run", lambda s, **o: fake_chain.run(s, compute=off, **o)
    )
    assert cli.main(["run"]) == 1
    said = capsys.readouterr().out.split("headline  ")[0]
    assert "balance" in said
    assert "off by 3" in said


def test_compare(fake_chain: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = answer(capsys, "compare", "baseline", "khorgos-fast-customs")
    assert code == 0
    assert [r["scenario"] for r in said["runs"]] == ["baseline", "khorgos-fast-customs"]
    assert said["headline"][0]["difference"] == pytest.approx(-6.0)
    code, said, _ = answer(capsys, "compare", said["runs"][0]["run_id"], said["runs"][1]["folder"])
    assert code == 0
    code, said, _ = answer(capsys, "compare", "baseline")
    assert (code, said["error"]["code"]) == (2, "compare.too_few")


def test_explain(fake_chain: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = answer(capsys, "explain", "baseline", "headline", "caspian_tonnes|", "value")
    assert code == 0
    assert said["root"] in said["nodes"]
    code, said, err = answer(capsys, "explain", "baseline", "headline", "caspian_tons|", "value")
    assert code == 2
    assert said["error"]["code"] == "explain.unknown_key"
    assert said["error"]["problems"][0]["fix"] == "Nearest known: caspian_tonnes|"
    assert "explain.unknown_key" in err


SHAPE = {"code", "where", "row", "column", "value", "expected", "fix"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["frobnicate"], "usage.unknown_command"),
        (["run", "--sed", "1"], "usage.unknown_option"),
        (["run", "--seed", "many"], "usage.invalid"),
        (["explain", "baseline"], "usage.missing"),
        (["run", "baselin"], "scenario.unknown"),
        (["run", "nowhere.toml"], "scenario.no_file"),
        (["compare", "baseline", "nothing"], "store.unknown_run"),
    ],
)
def test_bad_input_and_usage_end_with_2_and_one_object(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], words: list[str], code: str
) -> None:
    got, said, err = answer(capsys, *words)
    assert got == 2
    assert said["error"]["code"] == code
    assert said["error"]["problems"]
    assert all(set(p) >= SHAPE for p in said["error"]["problems"])
    assert code in err
    assert "Traceback" not in err


def test_a_mistyped_option_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = answer(capsys, "run", "--sed", "1")
    assert "--seed" in said["error"]["problems"][0]["fix"]
    _, said, _ = answer(capsys, "comapre", "a", "b")
    assert "compare" in said["error"]["problems"][0]["fix"]


def test_all_faults_of_a_scenario_file_at_once(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\nyaer = 2023\n[gateway.X]\ncapacity_factor = -1\n')
    code, said, _ = answer(capsys, "run", "mine.toml")
    assert code == 2
    assert {p["code"] for p in said["error"]["problems"]} == {
        "scenario.unknown_key",
        "scenario.invalid_value",
    }
    assert any("year" in p["fix"] for p in said["error"]["problems"])
    assert not (tmp_path / "runs").exists()


def test_a_full_folder_is_refused(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    code, said, _ = answer(capsys, "run", "baseline", "--out", "full")
    assert (code, said["error"]["code"]) == (2, "store.not_empty")


@pytest.mark.parametrize(
    ("fault", "code", "exit_code"),
    [
        (InputError("place.unknown", "no such place"), "place.unknown", 2),
        (CertificateError("flows.gap", "not converged"), "flows.gap", 1),
        (Interrupted("program.interrupted", "stopped"), "program.interrupted", 3),
        (KeyboardInterrupt(), "program.interrupted", 3),
        (SystemFault("store.disk_full", "disk full"), "store.disk_full", 4),
        (MemoryError(), "system.memory", 4),
        (PermissionError(13, "Permission denied", "x"), "system.failed", 4),
        (ZeroDivisionError("division by zero"), "program.fault", 4),
    ],
)
def test_exit_codes(
    fake_chain: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fault: BaseException,
    code: str,
    exit_code: int,
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(sys.modules["jibek.verbs.running"], "run", fails)
    got, said, err = answer(capsys, "run")
    assert (got, said["error"]["code"]) == (exit_code, code)
    assert "Traceback" not in err
    assert cli.main(["run"]) == exit_code
    out, err = capsys.readouterr()
    assert out == ""
    assert code in err


def test_a_fault_shows_its_traceback_when_asked(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBEK_DEBUG", "1")
    monkeypatch.setattr(sys.modules["jibek.verbs.running"], "run", lambda *_, **__: 1 / 0)
    _, _, err = answer(capsys, "run")
    assert "Traceback" in err


def test_what_a_stage_prints_does_not_reach_standard_output(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def chatty(scenario: Any, **options: Any) -> Any:
        print("iteration 1")
        return fake_chain.run(scenario, **options)

    monkeypatch.setattr(sys.modules["jibek.verbs.running"], "run", chatty)
    code, _, err = answer(capsys, "run")
    assert code == 0
    assert "iteration 1" in err


def test_progress_is_silent_where_nobody_watches(fake_chain: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from jibek.runs.progress import Progress

    with Progress() as progress:
        progress._began -= 100
        progress("simulation")
    assert capsys.readouterr().err == ""


def test_progress_is_told_on_a_terminal_after_two_seconds(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jibek.runs.progress import Progress

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Progress() as progress:
        progress("record")
        assert capsys.readouterr().err == ""
        progress._began -= 100
        progress("simulation")
    assert "simulation" in capsys.readouterr().err


def test_progress_knows_the_parts_of_the_latest_run(
    fake_chain: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 10 s in all, 4 s of the first part and two of four steps of the second lie behind: 4 + 6 * 2 / 4 = 7."""
    from jibek.runs import progress as module

    monkeypatch.setattr(module, "_latest", lambda home: {"settle": [4.0, 1], "interval": [6.0, 4]})
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with module.Progress() as progress:
        progress._began -= 100
        for message in ("settle", "interval: a", "interval: b", "interval: c"):
            progress(message)
        assert progress._bar.n == 7.0
    assert "left" in capsys.readouterr().err
    watch = module.Stopwatch(None)
    for message in ("settle", "interval: a", "interval: b"):
        watch(message)
    assert {part: steps for part, (_, steps) in watch.wall_seconds().items()} == {"settle": 1, "interval": 2}


def test_inspect_passes_its_exit_code_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jibek.dataset.checks import Check
    from jibek.verbs import Inspection, inspecting

    for name, expected in (("schema", 2), ("gauge.change", 1)):
        wrong = Check(name, False, "error", ("row 1",), "it does not hold")
        found = Inspection("x", (), (wrong,))
        monkeypatch.setattr(inspecting, "inspect", lambda _, found=found: found)
        code, said, _ = answer(capsys, "inspect", "x")
        assert code == expected
        assert said["warnings"] == []
        assert said["jibek"]


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "Commands" in capsys.readouterr().out
    assert cli.main(["run", "--help"]) == 0
    assert "--out" in capsys.readouterr().out
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("jibek")


def test_help_imports_nothing_heavy() -> None:
    """`jibek --help` answers in a blink; what is slow is imported by the verb that needs it."""
    code = (
        "import sys; from jibek.__main__ import main; main(['--help']);"
        "heavy = {'numpy', 'pandas', 'numba', 'scipy', 'pyarrow', 'duckdb', 'pydantic', 'jinja2', 'tqdm'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Usage: jibek" in done.stdout


def test_a_reader_that_stops_is_no_fault(tmp_path: Path) -> None:
    code = "from jibek.__main__ import main; import sys; sys.exit(main(['frobnicate', '--json']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait() == 2
