"""Standard streams closed, full or unread; a compile cache that is full, read-only or holds garbage."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

MANY = int(os.environ.get("JIBEK_ATTACKS", "1"))

GOOD = ["places", "Almaty"]
WRONG = ["frobnicate"]
HELP = ["--help"]
JIBEK = f'"{sys.executable}" -m jibek'


def shell(words: list[str], streams: str, folder: Path) -> tuple[int, str, str]:
    """Exit code and what stands in the files ``out`` and ``err`` afterwards."""
    for name in ("out", "err"):
        (folder / name).write_text("")
    code = subprocess.run(["/bin/sh", "-c", f"{JIBEK} {' '.join(words)} {streams}"], cwd=folder).returncode
    return code, (folder / "out").read_text(), (folder / "err").read_text()


@pytest.mark.parametrize(
    ("words", "streams", "code", "told"),
    [
        ([*GOOD, "--json"], "2>err >&-", 4, "system.stdout"),
        ([*GOOD, "--json"], "2>err >/dev/full", 4, "system.stdout"),
        (GOOD, "2>err >/dev/full", 4, "system.stdout"),
        (HELP, "2>err >/dev/full", 4, "system"),
        (HELP, "2>err >&-", 4, "system"),
        ([*WRONG, "--json"], "2>err >/dev/full", 2, "usage.unknown_command"),
        ([*WRONG, "--json"], "2>err >&-", 2, "usage.unknown_command"),
        (WRONG, ">out 2>&-", 2, ""),
        (GOOD, ">out 2>/dev/full", 0, ""),
        (GOOD, ">out 2>&-", 0, ""),
        (GOOD, ">&- 2>&-", 4, ""),
        (GOOD, "<&- >&- 2>&-", 4, ""),
        (GOOD, "<&- >out 2>err", 0, ""),
    ],
)
def test_streams_that_cannot_be_written(
    tmp_path: Path, words: list[str], streams: str, code: int, told: str
) -> None:
    found, out, err = shell(words, streams, tmp_path)
    assert found == code, err
    assert told in err
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    assert ("jibek:" in out) is False
    if code == 0:
        assert "Almaty" in out


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"])
def test_standard_output_holds_the_object_alone_where_standard_error_is_not_to_be_had(
    tmp_path: Path, stderr: str
) -> None:
    code, out, _ = shell([*WRONG, "--json"], f">out {stderr}", tmp_path)
    assert code == 2
    assert json.loads(out)["error"]["code"] == "usage.unknown_command"
    code, out, _ = shell([*GOOD, "--json"], f">out {stderr}", tmp_path)
    assert code == 0
    assert json.loads(out)["places"]


KERNEL = """
from jibek.ground.compiled import kernel, lean
import numpy as np

@kernel("f8(f8[::1])")
def total(values):
    sum = 0.0
    for value in values:
        sum += value
    return sum

@lean("i8(i8)")
def steps(n):
    return n if n < 1 else steps(n - 1) + 1

@kernel()
def scaled(values, by):
    return values * by

if __name__ == "__main__":
    print(total(np.arange(4.0)), steps(5), scaled(np.arange(3.0), 2.0).tolist())
"""
SAID = "6.0 5 [0.0, 2.0, 4.0]\n"


def compute(folder: Path, cache: str) -> str:
    done = subprocess.run(
        [sys.executable, "kernels.py"],
        cwd=folder,
        env={**os.environ, "NUMBA_CACHE_DIR": cache, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("cache", ["/dev/null", "/dev/full/x", "/proc/1/nowhere"])
def test_a_cache_that_cannot_be_is_passed_by(tmp_path: Path, cache: str) -> None:
    (tmp_path / "kernels.py").write_text(KERNEL)
    assert compute(tmp_path, cache) == SAID


def test_a_cache_of_garbage_is_passed_by_and_mended(tmp_path: Path) -> None:
    """Every file cut, emptied, turned into a folder or filled with noise."""
    draw = random.Random(12)
    (tmp_path / "kernels.py").write_text(KERNEL)
    cache = tmp_path / "cache"
    assert compute(tmp_path, str(cache)) == SAID
    files = sorted(p for p in cache.rglob("*") if p.is_file())
    assert any(p.suffix == ".nbi" for p in files)
    for _ in range(MANY):
        for path in files:
            content = path.read_bytes() if path.is_file() else b"x"
            kind = draw.randrange(5)
            if path.is_dir():
                continue
            if kind == 0:
                path.write_bytes(content[: draw.randrange(len(content) + 1)])
            elif kind == 1:
                path.write_bytes(b"garbage\n")
            elif kind == 2:
                path.write_bytes(draw.randbytes(len(content)))
            elif kind == 3:
                path.unlink(missing_ok=True)
                path.mkdir()
            else:
                path.write_bytes(b"")
        assert compute(tmp_path, str(cache)) == SAID
    for path in files:
        if path.is_dir():
            path.rmdir()
    for _ in range(2):
        assert compute(tmp_path, str(cache)) == SAID
