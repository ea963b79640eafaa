"""Takes mutants of scenarios and overlays the way that ``jibek run FILE --data DIR`` goes, and tells how each ends.

    python tests/attack/mutants.py --many 10000 --seed 1            as far as the numbers of a run begin
    python tests/attack/mutants.py --many 60 --seed 1 --whole       those that are accepted, through the whole chain
    python tests/attack/mutants.py --only 17 --seed 1               one: what stands in it, how it ends, where it fails

Up to where the numbers begin, a process takes some hundreds of mutants one after the other and is watched from
outside: one that says nothing for a minute hangs. Its address space may grow by 1 GB over what stands there once
everything is imported and read; the peak of each mutant is taken by the kernel's own count, and one above 1 GB has
failed. Through the whole chain each is a command of its own, `jibek run` with its page and files written, at the
central values; one that takes more than ten minutes of the processor hangs.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache, partial
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from attack.mutations import YEARS, Mutant, ids
from attack.spoiling import files

from jibek import cli, demand, loop, network, record, sources, systems
from jibek.ground.errors import InputError, JibekError
from jibek.routes.services import services_of
from jibek.scenario import Scenario
from jibek.sources import package
from jibek.verbs import Run, running

ROOM, KEPT = 2**30, 2**28
MOST_MB, OWN_MB = 1024, 600  # of a process that begins with 0.4 GB, and beyond what it begins with
BATCH = 250
PATIENCE_S = 60
WHOLE_CPU_S = 600  # by the processor, as other work may share the machine
# Starts a command and says how it ended, its peak in kB and its seconds. The peak of a process begins with that of
# whoever started it, so it is started by one that is small.
LAUNCH = """
import os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
process = subprocess.Popen(sys.argv[3:], stdout=open(sys.argv[2], "wb"), stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, used.ru_utime + used.ru_stime)
"""

GOOD = ("ok", "refused", "check failed")
KINDS = {0: "ok", 1: "check failed", 2: "refused", -signal.SIGXCPU: "hang", -signal.SIGKILL: "hang"}


@dataclass(frozen=True)
class End:
    """How one mutant ended: kind, one of `GOOD` or fault, hang, memory, killed; its error's code; peak of memory."""

    number: int
    kind: str
    code: str = ""
    where: str = ""
    peak_mb: float = 0.0
    cpu_s: float = 0.0


class Begun(Exception):
    """The numbers of a run would begin here."""


class Once:
    """The readers of a run, which read the shipped tables once for all mutants, and a mutant's own once for its run."""

    def __init__(self) -> None:
        self.parsed = package._shipped()
        package._shipped = lambda: dict(self.parsed)
        self.reading, self.establishing = lru_cache(2)(sources.read), record.establish
        self.of_package = self.read(None)
        self.years = lru_cache(40)(partial(self.establishing, self.of_package))
        self.last: tuple[Any, Any] = (None, None)
        self.worked: list[record.Facts] = []  # of the shipped tables, those whose systems were worked out
        self.bases: set[str] = set()

    def begun(self, base: Scenario) -> bool:
        """Whether a base on the shipped tables was taken as far as it goes before."""
        seen = base.digest() in self.bases
        self.bases.add(base.digest())
        return seen

    def read(self, data: Path | None) -> sources.Sources:
        return self.of_package if data is None and hasattr(self, "of_package") else self.reading(data)

    def establish(
        self, source: Any, year: int = 2023, assumed: Mapping[str, float] | None = None
    ) -> record.Facts:
        if assumed:
            return self.establishing(source, year, assumed)
        if source is self.of_package:
            return self.years(year)
        if self.last[0] != (id(source), year):
            self.last = (id(source), year), self.establishing(source, year)
        return self.last[1]


@cache
def once() -> Once:
    return Once()


def begin(scenario: Scenario, *, data: Path | None, **_: Any) -> None:
    """The steps of `chain.compute` up to where it begins to compute: record, systems, services, network, demand."""
    base = scenario.base_scenario()
    source = once().read(data)
    facts = once().establish(source, scenario.year, scenario.assumption)
    if not any(facts is known for known in once().worked):
        systems.work(facts, {})
        services_of(facts, facts.year)
    if source is once().of_package and not scenario.assumption:
        once().worked.append(facts)
    for each in (base, scenario):
        if each is not None and (each is scenario or data is not None or not once().begun(each)):
            facts = once().establish(source, each.year, each.assumption)
            with record.resting_on(facts):
                demand.spread(facts, network.build(facts, each.network))
    raise Begun


def costs(scenario: Scenario, *, data: Path | None, **_: Any) -> None:
    """As `begin`, and on to curves of delay and costs on the empty network."""
    with contextlib.suppress(Begun):
        begin(scenario, data=data)
    facts = once().establish(once().read(data), scenario.year, scenario.assumption)
    with record.resting_on(facts):
        first_costs(facts, scenario)
    raise Begun


def first_costs(facts: record.Facts, scenario: Scenario) -> None:
    """The network with its closed days, freight by pair and corridor, and what it costs on the empty network."""
    usual = net = network.build(facts, scenario.network)
    undated = scenario
    if net.layers is not None:
        demand.spread(facts, net)
        undated = loop._without_dates(scenario)
        usual = network.build(facts, undated.network)
    here = loop._prepare(facts, undated, usual, None)
    cost = loop._cost(here, np.zeros(len(here.network.capacity_per_day)))
    assert not np.isnan(cost).any()
    assert (cost > 0).all()


def whole(seed: int, numbers: Sequence[int]) -> Iterator[End]:
    """How mutants of a seed end as commands: exit code and error of ``jibek run``, its own peak of memory."""
    for number in numbers:
        with tempfile.TemporaryDirectory() as above:
            path, data = Mutant(seed, number).write(Path(above))
            out = Path(above, "out")
            words = ["run", str(path), "--draws", "0", "--fresh", "--json", "--out", str(out)]
            words += ["--data", str(data)] if data else []
            said = Path(above, "said")
            command = [str(WHOLE_CPU_S), str(said), sys.executable, "-m", "jibek", *words]
            told = subprocess.run(
                [sys.executable, "-c", LAUNCH, *command], cwd=above, capture_output=True, check=True
            )
            code, peak_kb, cpu_s = told.stdout.split()
            returned, text = int(code), said.read_bytes()
            error = json.loads(text).get("error", {}) if returned >= 0 else {}
            kind = KINDS.get(returned, "fault")
            if returned == 0 and not Run(out).whole():
                kind = "half-made"
            peak = round(int(peak_kb) / 1024, 1)
            kind = "memory" if kind in GOOD and peak > MOST_MB else kind
            why = str(error.get("code", ""))
            why += f": {error['message']}"[:300] if kind == "fault" and error else ""
            yield End(number, kind, why, "", peak, float(cpu_s))


def _known_ids(facts: record.Facts) -> Any:
    return ids() if facts is once().years(2023) else network.known_ids(facts)


def run(path: Path, data: Path | None, execute: Callable[..., Any]) -> None:
    """``jibek run PATH --data DATA --draws 0 --fresh``, with something in place of the run."""
    running.sources = SimpleNamespace(read=once().read)
    running.record = SimpleNamespace(establish=once().establish)
    running.network = SimpleNamespace(known_ids=_known_ids)
    running.execute = execute
    running.run(path, data=data, draws=0, fresh=True)


def end_of(call: Callable[[], Any]) -> tuple[str, str, str]:
    """Kind, code and place of how a call ends, by the exit code that the command line gives it."""
    try:
        call()
    except Begun:
        return "ok", "", ""
    except BaseException as fault:
        error = cli._as_error(fault)
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno} {last.name}"
        if error is None:
            return "fault", type(fault).__name__, where
        json.dumps(error.to_json())
        str(error)
        if error.code == "system.memory":
            return "memory", error.code, where
        kind = {2: "refused", 1: "check failed"}.get(error.exit_code, "fault")
        code = error.code if kind != "fault" else f"{error.code} {type(fault).__name__}: {str(fault)[:200]}"
        return kind, code, where if kind == "fault" else ""
    raise AssertionError("a call ends by raising")


def peak_mb() -> float:
    """Peak of resident memory since `forget_peak`."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def work(seed: int, numbers: Sequence[int], execute: Callable[..., Any] | None, told: int) -> None:
    """In a child: each mutant in turn, a line of JSON before it and one after."""
    limit = address_space() + ROOM
    forget_peak()
    most_mb = max(
        MOST_MB, peak_mb() + OWN_MB
    )  # a process that was large before the first is not laid to a mutant
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with tempfile.TemporaryDirectory() as above:
        os.chdir(above)
        for number in numbers:
            folder = Path(above, str(number))
            folder.mkdir()
            path, data = Mutant(seed, number).write(folder)
            forget_peak()
            began = time.process_time()
            kind, code, where = end_of(partial(run, path, data, execute or (begin, costs)[number % 16 < 2]))
            peak = round(peak_mb(), 1)
            if peak > most_mb and number != numbers[0]:
                return  # it is tried again alone: what is remembered of earlier mutants is not laid to it
            kind = "memory" if kind in GOOD and peak > most_mb else kind
            end = End(number, kind, code, where, peak, round(time.process_time() - began, 3))
            os.write(told, (json.dumps(asdict(end)) + "\n").encode())
            if address_space() > limit - ROOM + KEPT:
                return  # what the program remembers of earlier mutants is not laid to the next


def ends(
    seed: int,
    numbers: Sequence[int],
    execute: Callable[..., Any] | None = None,
    *,
    patience_s: float = PATIENCE_S,
) -> Iterator[End]:
    """How mutants of a seed end, in processes forked from this one, `BATCH` mutants each."""
    ready(len(numbers) > BATCH)
    left = list(numbers)
    while left:
        batch = left[:BATCH]
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                os.close(reader)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                work(seed, batch, execute, writer)
            os._exit(0)
        os.close(writer)
        last, some = "killed", False
        try:
            with os.fdopen(reader, "rb", buffering=0) as lines:
                while batch:
                    if not select.select([lines], [], [], patience_s)[0]:
                        last = "hang"
                        break
                    line = lines.readline()
                    if not line:
                        last = "" if some else last
                        break
                    some = True
                    yield End(**json.loads(line))
                    left.remove(batch.pop(0))
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        if batch and last:
            yield End(left.pop(0), last)


@cache
def ready(many: bool) -> None:
    """Everything read and compiled that a first mutant would else be charged with."""
    files(), ids(), once()
    scenario = Scenario.example("northern-route-closed").at(None, None, 0)
    first_costs(once().years(scenario.year), scenario)
    for year in YEARS if many else (2023,):
        with contextlib.suppress(Begun, InputError):  # of 2000 there is no rate
            begin(scenario.at(year), data=None)
    gc.set_threshold(50_000)  # as the command line has it
    gc.freeze()


def tally(found: Sequence[End]) -> str:
    """How many ended in which way, and the worst of memory."""
    kinds = Counter(end.kind for end in found)
    worst = max(found, key=lambda end: end.peak_mb)
    lines = [f"{kinds[k]:>7,} {k}" for k in sorted(kinds)]
    lines += [
        f"{count:>7,}   {code}" for code, count in Counter(e.code for e in found if e.code).most_common(25)
    ]
    lines.append(f"{worst.peak_mb:,.0f} MB at most, by mutant {worst.number}")
    bad = [end for end in found if end.kind not in GOOD]
    lines += [f"{end.number:>7} {end.kind} {end.code} at {end.where}" for end in bad[:100]]
    return "\n".join(lines)


def shown(mutant: Mutant) -> None:
    """What stands in a mutant, and how it ends, with the frames of a fault."""
    with tempfile.TemporaryDirectory() as folder:
        path, data = mutant.write(Path(folder))
        for each in (path, *(sorted(data.rglob("*.*")) if data else ())):
            print(f"--- {each.name}\n{each.read_bytes().decode('utf-8', 'backslashreplace')[:20000]}")
        try:
            run(path, data, costs)
        except Begun:
            print("--- ok")
        except JibekError as error:
            print(f"--- exit code {error.exit_code}\n{error}")
            if error.exit_code == 1:
                traceback.print_exc()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--many", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--only", type=int)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--log", type=Path, help="a line of JSON of each mutant")
    asked = parser.parse_args()
    if asked.only is not None:
        shown(Mutant(asked.seed, asked.only))
        return 0
    numbers: list[int] = list(range(asked.start, asked.start + asked.many))
    found = []
    log = asked.log.open("w") if asked.log else contextlib.nullcontext()
    with log as out:
        if asked.whole:
            first = ends(asked.seed, range(asked.start, asked.start + 100 * asked.many))
            numbers = [e.number for e in islice((e for e in first if e.kind == "ok"), asked.many)]
            each = whole(asked.seed, numbers)
        else:
            each = ends(asked.seed, numbers)
        for end in each:
            found.append(end)
            if out is not None:
                print(json.dumps(asdict(end)), file=out, flush=True)
    print(tally(found))
    return int(any(end.kind not in GOOD for end in found))


if __name__ == "__main__":
    sys.exit(main())
