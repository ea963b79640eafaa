"""CPU seconds of the chain by stage, of the command line, and of the solvers on known inputs.

    python -m benchmarks            everything; a JSON file per day in benchmarks/results
    python -m benchmarks assignment equilibrium on road networks alone, beside AequilibraE where it is installed
    python -m benchmarks growth     the solvers over four sizes of network, up to 5,000 nodes
    python -m benchmarks articles   figures found and judged in the test passages, beside quantulum3 where installed
    python -m benchmarks record     a check against up to a million claims
    python -m benchmarks importing  contraction of a network, an OpenStreetMap extract from file to tables
    python -m benchmarks routes     a route from the command line, a pair in one process, distances between many places
    JIBEK_REFERENCE=DIR             adds the test networks and trade panels of other bodies

Times are CPU seconds, the smallest of the repeats named; the machine may be shared, so compare within one file.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("jibek", "numpy", "scipy", "numba", "pandas", "pyarrow", "duckdb")


def least(work: Callable[[], Any], repeats: int = 3) -> float:
    """Smallest CPU seconds of a few repeats, after one that is not counted."""
    work()
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return round(min(spent), 4)


def chain_by_stage() -> dict[str, Any]:
    """The baseline and one scenario in memory: CPU seconds by part (workers included), peak memory."""
    from jibek import chain
    from jibek.scenario import Scenario

    found: dict[str, Any] = {}
    for name in ("baseline", "khorgos-fast-customs"):
        began = time.perf_counter()
        result = chain.compute(Scenario.example(name))
        found[name] = {
            "cpu_s": result.seconds,
            "wall_s": round(time.perf_counter() - began, 2),
            "rounds_of_the_loop": result.rounds,
        }
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def command_line() -> dict[str, float]:
    """CPU seconds of ``jibek --help``, the smallest of five."""
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "jibek", "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"help_cpu_s": round(min(spent), 3)}


def simulation_kernel() -> dict[str, Any]:
    """Played crossings of 2023 under published trains: events a second of the kernel."""
    from jibek import network, record, simulation, sources
    from jibek.scenario import Scenario

    facts = record.establish(sources.read(), 2023)
    net = network.build(facts, Scenario.example("baseline").network)
    simulation.simulate(facts, net, year=2023, replications=20)
    done = simulation.simulate(facts, net, year=2023, replications=200)
    return {
        "events": done.events,
        "cpu_s": round(done.cpu_s, 3),
        "events_per_s": round(done.events / done.cpu_s),
    }


def trade_solver() -> dict[str, float]:
    """Exact hat algebra on random worlds: milliseconds by number of countries."""
    from jibek.trade import solve_hat

    rng = np.random.default_rng(1)
    found = {}
    for size in (70, 200):
        flows = rng.lognormal(0, 1, (size, size)) + np.diag(rng.lognormal(4, 1, size))
        tau = np.exp(rng.normal(0, 0.05, (size, size)))
        np.fill_diagonal(tau, 1.0)
        found[f"n_{size}_ms"] = round(1000 * least(lambda f=flows, t=tau: solve_hat(f, t, 5.0)), 2)  # type: ignore[misc]
    return found


def assignment(reference: Path) -> dict[str, Any]:
    """Small test networks: CPU seconds to a relative gap by method, and the gap that the independent check finds."""
    from benchmarks.assignment import measured

    return measured(reference, ("SiouxFalls", "Anaheim", "ChicagoSketch"))


def main() -> None:
    """Run all and write the file."""
    if sys.argv[1:2] == ["growth"]:
        from benchmarks.growth import main as grow

        return grow()
    if sys.argv[1:] == ["articles"]:
        from benchmarks.articles import main as read_articles

        return read_articles()
    if sys.argv[1:2] == ["record"]:
        from benchmarks.record_scale import main as check_claims

        sys.exit(check_claims())
    if sys.argv[1:2] == ["importing"]:
        from benchmarks.importing import main as take_in

        return take_in()
    if sys.argv[1:2] == ["routes"]:
        from benchmarks.routes import main as find_routes

        return find_routes()
    if sys.argv[1:] == ["assignment"]:
        from benchmarks.assignment import main as compare_methods

        return compare_methods()
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {name: metadata.version(name) for name in LIBRARIES},
        "load_average": os.getloadavg(),
        "chain": chain_by_stage(),
        "command_line": command_line(),
        "simulation": simulation_kernel(),
        "trade": trade_solver(),
    }
    folder = os.environ.get("JIBEK_REFERENCE")
    if folder:
        figures["assignment"] = assignment(Path(folder))
    else:
        print("left out: test networks, JIBEK_REFERENCE is not set", file=sys.stderr)
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
