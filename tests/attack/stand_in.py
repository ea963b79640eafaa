"""A process that has everything imported, and forks a child for each command line that is to be disturbed.

    python stand_in.py < ORDERS        one JSON object a line: {"folder", "words", "at", "signals", "group", "writes"}
                                       answers {"code", "calls", "group"} a line

The chain is the small run made by hand, with two workers. A child sends itself the signals when it makes its call
number ``at`` of a Python function, so that a case is the same on every machine, however loaded. With ``writes`` only
calls are counted that change what is on the disk, each twice: before it and after it.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import posix
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import fake_run
import pytest

from jibek import __main__ as program
from jibek.ground import stopping
from jibek.ground.workers import in_order

FILES = io.FileIO, io.BufferedWriter, io.TextIOWrapper, type(csv.writer(io.StringIO()))
INTO_FILES = {"write", "writelines", "writerow", "writerows", "truncate", "close", "__exit__"}
ON_DISK = {"mkdir", "rmdir", "unlink", "remove", "rename", "replace", "symlink", "write", "fsync"}
OURS = "_exchanged"  # the system's own call, which Python does not see


def writes(frame: Any, event: str, argument: Any) -> bool:
    """Whether something on the disk, or in a stream, is about to change or has just changed."""
    if event in ("c_call", "c_return"):
        name, of = argument.__name__, argument.__self__
        return name in (ON_DISK if of is posix else INTO_FILES if isinstance(of, FILES) else ())
    return event in ("call", "return") and frame.f_code.co_name == OURS


def compute(scenario: Any, **options: Any) -> Any:
    """The small run, after a little work in two processes."""
    squares = list(in_order(lambda n: n * n, range(4), 2))
    assert squares == [0, 1, 4, 9]
    return fake_run.compute(scenario, **options)


def child(order: dict[str, Any]) -> None:
    """Answer one command line; never comes back."""
    os.setsid()
    os.chdir(order["folder"])
    beside = Path(order["folder"] + ".streams")
    beside.mkdir(exist_ok=True)
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(beside / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    calls, me, watch = 0, os.getpid(), stopping.watch

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        if os.getpid() != me or not (writes(frame, event, argument) if order["writes"] else event == "call"):
            return
        calls += 1
        if calls == order["at"]:
            for number in order["signals"]:
                (os.killpg if order["group"] else os.kill)(me, number)

    def watched(told: str = "") -> None:
        watch(told)
        sys.setprofile(count)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    stopping.watch = watched
    sys.argv = ["jibek", *order["words"]]
    code = program.main()
    sys.setprofile(None)
    (beside / "calls").write_text(str(calls))
    sys.exit(code)


def main() -> None:
    """Children one after the other, as ordered."""
    fake_run.install(pytest.MonkeyPatch())
    run = fake_run.run
    sys.modules["jibek.verbs.running"].run = lambda s="baseline", **o: run(s, compute=compute, **o)  # type: ignore[attr-defined]
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            child(order)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        calls = None
        with contextlib.suppress(OSError):
            calls = int(Path(order["folder"] + ".streams", "calls").read_text())
        print(json.dumps({"code": code, "calls": calls, "group": pid}), file=answers, flush=True)


if __name__ == "__main__":
    main()
