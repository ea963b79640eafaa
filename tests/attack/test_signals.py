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

import pytest
from attack.kills import HOME, INSIDE, OUT, StandIn, killed, left, stream, wait_for_none, whole, writes_of

MANY = int(os.environ.get("JIBEK_ATTACKS", "1"))
INT, TERM, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    one = StandIn(tmp_path_factory.mktemp("signals"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def calls(order: StandIn) -> int:
    """Calls of a run that nobody disturbs, the first of which has more to import."""
    order(order.new(), OUT, 0)
    said = order(order.new(), OUT, 0)
    assert said["code"] == 0
    return int(said["calls"])


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


@pytest.mark.parametrize(("seed", "words"), [(6, OUT), (7, HOME), (8, INSIDE)])
def test_what_a_killed_run_leaves_is_swept_by_the_next(
    order: StandIn, calls: int, seed: int, words: tuple[str, ...]
) -> None:
    for at in moments(calls, seed):
        killed(order, words, at, writes=False)


@pytest.mark.parametrize(("seed", "words", "older"), [(9, OUT, False), (10, HOME, True), (11, INSIDE, False)])
def test_so_is_what_one_leaves_that_is_killed_before_or_after_a_write(
    order: StandIn, seed: int, words: tuple[str, ...], older: bool
) -> None:
    count = writes_of(order, words)
    assert count > 60  # opened, written, closed, moved: each table of the run, manifest, headline, report
    for at in moments(count, seed):
        killed(order, words, at, writes=True, older=older)


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
