"""A signal at any call of a command: exit 3 and nothing, or 0 and all; one object; no worker is left; -9 is swept up.

JIBEK_ATTACKS=2000 tries so many moments of each kind.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jibek.verbs import Run

MANY = int(os.environ.get("JIBEK_ATTACKS", "2"))
INT, TERM, HUP, KILL = signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL
OUT = ["run", "baseline", "--out", "final", "--json"]
HOME = ["run", "baseline", "--json"]


class StandIn:
    """Orders to the process of `stand_in`, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("stand_in.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )

    def new(self) -> Path:
        self.number += 1
        folder = self.folder / f"case-{self.number}"
        folder.mkdir()
        return folder

    def __call__(self, folder: Path, words: list[str], at: int, *signals: int, group: bool = False) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {"folder": str(folder), "words": words, "at": at, "signals": signals, "group": group}
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    one = StandIn(tmp_path_factory.mktemp("signals"))
    yield one
    assert one.process.stdin is not None
    one.process.stdin.close()
    one.process.wait()


@pytest.fixture(scope="module")
def calls(order: StandIn) -> int:
    """Calls of a run that nobody disturbs, the first of which has more to import."""
    order(order.new(), OUT, 0)
    said = order(order.new(), OUT, 0)
    assert said["code"] == 0
    return int(said["calls"])


def stream(folder: Path, name: str) -> str:
    return Path(f"{folder}.streams", name).read_text()


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def whole(folder: Path) -> None:
    """Every file of a run is there and as it was written."""
    run = Run(folder)
    assert {p.name for p in folder.iterdir()} == {"manifest.json", "headline.csv", "report.html", "tables"}
    for name in run.tables:
        run.table(name)


def wait_for_none(group: int) -> None:
    """Until no process of a group runs; what only waits to be reaped is gone."""
    while any(state != "Z" for state in states(group)):
        time.sleep(0.05)


def states(group: int) -> Iterator[str]:
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue
        if fields and int(fields[2]) == group:
            yield fields[0]


def moments(calls: int, seed: int) -> list[int]:
    """Calls over the whole command, and some near its end, where the run takes its place."""
    draw = random.Random(seed)
    return [draw.randint(1, calls) for _ in range(MANY)] + [
        calls - draw.randint(0, calls // 20) for _ in range(max(MANY // 4, 1))
    ]


@pytest.mark.parametrize(
    ("seed", "signals", "group"),
    [(1, [INT], False), (2, [TERM], False), (3, [INT], True), (4, [HUP, INT, TERM], False)],
)
def test_a_signal_at_any_call_leaves_all_or_nothing(
    order: StandIn, calls: int, seed: int, signals: list[int], group: bool
) -> None:
    ends = set()
    for at in moments(calls, seed):
        folder = order.new()
        said = order(folder, OUT, at, *signals, group=group)
        told, errors = json.loads(stream(folder, "out")), stream(folder, "err")
        assert "Traceback" not in errors, (at, errors)
        assert said["code"] in (0, 3), (at, said, errors)
        if said["code"] == 3:
            assert told["error"]["code"] == "program.interrupted"
            assert left(folder) == [], at
        else:
            assert told["run_id"]
            assert left(folder) == ["final", "runs"], at
            whole(folder / "final")
        wait_for_none(said["group"])
        ends.add(said["code"])
    assert 3 in ends


def test_a_signal_while_an_older_run_is_replaced_keeps_one_of_them(order: StandIn, calls: int) -> None:
    folder = order.new()
    assert order(folder, HOME, 0)["code"] == 0
    for at in moments(calls, 5):
        said = order(folder, HOME, at, TERM)
        assert said["code"] in (0, 3)
        json.loads(stream(folder, "out"))
        names = left(folder / "runs")
        assert len(names) == 1, (at, names)
        whole(folder / "runs" / names[0])


@pytest.mark.parametrize(("seed", "words"), [(6, OUT), (7, HOME), (8, ["run", "--out", ".", "--json"])])
def test_what_a_killed_run_leaves_is_swept_by_the_next(
    order: StandIn, calls: int, seed: int, words: list[str]
) -> None:
    for at in moments(calls, seed):
        folder = order.new()
        said = order(folder, words, at, KILL)
        wait_for_none(said["group"])  # its workers too
        place = {6: folder / "final", 7: folder / "runs", 8: folder}[seed]
        if seed == 7:
            for path in place.glob("[!.]*"):
                whole(path)
        elif said["code"] == 0 or (place / "manifest.json").exists():
            continue  # it was done
        assert order(folder, words, 0)["code"] == 0, (at, left(folder), stream(folder, "err"))
        assert not list(folder.rglob(".tmp-*")), at
        whole(next(place.glob("[!.]*")) if seed == 7 else place)


def test_a_run_killed_between_two_moves_gives_the_older_one_back(order: StandIn) -> None:
    from jibek.runs import catalogue

    folder = order.new()
    order(folder, HOME, 0)
    (kept,) = (folder / "runs").iterdir()
    aside = catalogue.replaced(kept)
    kept.rename(kept.with_name(aside.rpartition("-")[0] + "-999999999"))
    assert order(folder, ["run", "caspian-storm", "--json"], 0)["code"] == 0
    whole(kept)
    assert len(left(folder / "runs")) == 2


def test_a_signal_from_the_first_import_on_ends_with_3(tmp_path: Path) -> None:
    """Real processes, signalled after some milliseconds; whatever the moment, one of the two ends comes."""
    draw = random.Random(9)
    program = (
        "import sys; sys.argv = ['jibek', 'places', 'Almaty', '--json']\n"
        "from jibek import __main__ as program\n"
        "watch = program.stopping.watch\n"
        "def told(text):\n    watch(text)\n    print('watching', file=sys.stderr, flush=True)\n"
        "program.stopping.watch = told\n"
        "sys.exit(program.main())\n"
    )
    for _ in range(max(MANY // 2, 2)):
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        assert process.stderr.readline() == "watching\n"
        time.sleep(draw.random() * 0.6)
        process.send_signal(TERM)
        out, errors = process.communicate()
        assert "Traceback" not in errors
        assert (process.returncode, "error" in json.loads(out)) in ((0, False), (3, True)), errors
