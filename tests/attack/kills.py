"""Command lines that are disturbed at a given moment, and what must hold of the folder afterwards.

    python tests/attack/kills.py --many 200 --seed 1        SIGKILL at each write of a small run, and at random calls
    python tests/attack/kills.py --real 10 --seed 1         SIGKILL at random moments of ``jibek run``, the whole chain

After each kill no run that can be seen is half-made, no process of its group is left, and the next run succeeds and
sweeps up. The small run is that of `fake_run`, through the command line, with two workers (`stand_in`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibek.verbs import Run

KILL = signal.SIGKILL
OUT = ("run", "baseline", "--out", "final", "--json")
HOME = ("run", "baseline", "--json")
INSIDE = ("run", "--out", ".", "--json")
WAYS = (OUT, HOME, INSIDE)

PATIENCE_S = 5.0  # within which no worker is left


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

    def __call__(
        self,
        folder: Path,
        words: Sequence[str],
        at: int,
        *signals: int,
        group: bool = False,
        writes: bool = False,
    ) -> Any:
        """Code, calls and process group of a command line that sends itself signals at its call ``at``; 0: never.

        ``writes``: calls that write, make, move or remove are counted alone, before each and after it.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {
            "folder": str(folder),
            "words": list(words),
            "at": at,
            "signals": signals,
            "group": group,
            "writes": writes,
        }
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def stream(folder: Path, name: str) -> str:
    return Path(f"{folder}.streams", name).read_text()


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def whole(folder: Path) -> None:
    """Every file of a run is there and as it was written."""
    run = Run(folder)
    assert run.whole()
    assert {p.name for p in folder.iterdir()} == {"manifest.json", "headline.csv", "report.html", "tables"}
    for name in run.tables:
        run.table(name)


def wait_for_none(group: int) -> float:
    """Until no process of a group runs; what only waits to be reaped is gone. How long it took, in seconds."""
    began = time.monotonic()
    while any(state != "Z" for state in states(group)):
        time.sleep(0.05)
    return time.monotonic() - began


def states(group: int) -> Iterator[str]:
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue
        if fields and int(fields[2]) == group:
            yield fields[0]


@dataclass(frozen=True)
class Kill:
    """A killed command line: whether it ended before, and how long its workers lived on."""

    ended: bool
    orphan_s: float


def killed(order: StandIn, words: Sequence[str], at: int, *, writes: bool, older: bool = False) -> Kill:
    """Kill a run at a moment, look at what can be seen, run again; ``older``: where a run of its id stands already."""
    folder = order.new()
    if older:
        assert order(folder, words, 0)["code"] == 0
    said = order(folder, words, at, KILL, writes=writes)
    lived = wait_for_none(said["group"])
    place = {OUT: folder / "final", HOME: folder / "runs", INSIDE: folder}[tuple(words)]  # type: ignore[index]
    done = said["code"] == 0
    assert done or said["code"] == -KILL, said
    if tuple(words) == HOME:
        for path in place.glob("[!.]*"):
            whole(path)
    elif (place / "manifest.json").exists():
        whole_but_temporary(place)
        return Kill(done, lived)  # it is there: a second one into the same folder would be refused
    assert order(folder, words, 0)["code"] == 0, (at, left(folder), stream(folder, "err"))
    assert not list(folder.rglob(".tmp-*")), at
    runs = list(place.glob("[!.]*")) if tuple(words) == HOME else [place]
    assert len(runs) == 1, runs
    whole(runs[0])
    return Kill(done, lived)


def whole_but_temporary(folder: Path) -> None:
    """A run that stands, though what was made beside it on the way was not yet swept."""
    run = Run(folder)
    assert run.whole()
    for name in run.tables:
        run.table(name)


def writes_of(order: StandIn, words: Sequence[str]) -> int:
    """Moments before and after each write of a run that nobody disturbs."""
    order(order.new(), words, 0, writes=True)  # the first has more to import
    said = order(order.new(), words, 0, writes=True)
    assert said["code"] == 0
    return int(said["calls"])


def calls_of(order: StandIn, words: Sequence[str]) -> int:
    """Calls of Python functions of such a run."""
    return int(order(order.new(), words, 0)["calls"])


def small(many: int, seed: int) -> None:
    """Kills at each write of the small run, in three kinds of place, and at ``many`` random calls."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as above:
        order = StandIn(Path(above))
        found: list[Kill] = []
        for words, older in ((HOME, True), (OUT, False), (INSIDE, False)):
            each = []
            for at in range(1, writes_of(order, words) + 1):
                each.append(killed(order, words, at, writes=True, older=older))
            where = "where an older run is replaced" if older else f"of: jibek {' '.join(words)}"
            print(f"{len(each):>5} kills before and after each write {where}", flush=True)
            found += each
        calls = {words: calls_of(order, words) for words in WAYS}
        for _ in range(many):
            words = draw.choice(WAYS)
            found.append(killed(order, words, draw.randint(1, calls[words]), writes=False))
        print(f"{many:>5} kills at random calls", flush=True)
        order.close()
    slowest = max(kill.orphan_s for kill in found)
    assert slowest < PATIENCE_S, slowest
    print(
        f"{len(found):>5} in all, {sum(k.ended for k in found)} of them after the run had ended; nothing half-made,"
    )
    print(f"      every next run succeeded, the slowest worker was gone {slowest:.1f} s after its parent")


def real(many: int, seed: int) -> None:
    """Kills of the whole chain at random moments, with 8 worlds in workers; a last run succeeds in the same place."""
    draw, slowest, seen = random.Random(seed), 0.0, 0
    words = [sys.executable, "-m", "jibek", "run", "baseline", "--json", "--draws", "8"]
    with tempfile.TemporaryDirectory() as above:
        folder, began = Path(above), time.monotonic()
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": above}
        assert subprocess.run([*words, "--fresh"], **quiet).returncode == 0
        lasts = time.monotonic() - began
        for _ in range(many):
            process = subprocess.Popen([*words, "--fresh"], start_new_session=True, **quiet)
            try:
                process.wait(draw.random() * lasts)
            except subprocess.TimeoutExpired:
                seen += 1
                process.send_signal(KILL)
                process.wait()
            slowest = max(slowest, wait_for_none(process.pid))
            for path in (folder / "runs").glob("[!.]*"):
                whole(path)
        assert subprocess.run([*words, "--fresh"], **quiet).returncode == 0
        assert not list(folder.rglob(".tmp-*"))
        assert not list(folder.rglob(".part-*"))
    assert slowest < PATIENCE_S, slowest
    print(
        f"{seen:>5} kills of the whole chain at random moments; the slowest worker was gone after {slowest:.1f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--many", type=int, default=0, help="random calls of the small run, besides each write"
    )
    parser.add_argument("--real", type=int, default=0, help="random moments of the whole chain")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ.setdefault("PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
    if asked.many:
        small(asked.many, asked.seed)
    if asked.real:
        real(asked.real, asked.seed)


if __name__ == "__main__":
    main()
