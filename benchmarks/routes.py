"""Routes: CPU of ``jibek route``, milliseconds a pair in one process, and a table of distances on the world's railways.

    python -m benchmarks routes [RUN]

RUN is a run of the baseline, by default the kept one of the working directory; without one the first two are left out.
The railways are those of ``scgraph-data`` (OpenStreetMap, ODbL), which pip puts into a temporary folder; nothing of it
is kept. Where that fails the third is left out. 500 random nodes of the largest strongly connected part, to each other;
the set-up and the query are told apart, distances are compared with SciPy's Dijkstra. Where ``pyroutingkit`` is
installed, RoutingKit answers the same beside it, in whole metres as it needs them. Figures, versions and machine go to
``benchmarks/results/DAY-routes.json``.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("jibek", "numpy", "scipy", "numba", "pandas")
PAIR = ("CNCHN", "DEDUI")
DRAWN = 30  # pairs besides those of the showcase
PLACES = 500


def clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what the work gives."""
    began = time.process_time()
    given = work()
    return time.process_time() - began, given


def command_line(run: str) -> dict[str, Any]:
    """CPU seconds of the whole command, the first time and once the run's network is kept: the smallest of five."""
    spent = []
    for _ in range(6):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        words = [sys.executable, "-m", "jibek", "route", *PAIR, "--scenario", run]
        subprocess.run(words, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"first_cpu_s": round(spent[0], 3), "warm_cpu_s": round(min(spent[1:]), 3)}


def pairs(run: str) -> dict[str, Any]:
    """Milliseconds a pair on one loaded network, in the second pass over them."""
    from jibek import sources
    from jibek.ground.errors import InputError
    from jibek.routes import SHOWCASE, Cargo
    from jibek.routes.asked import Asked
    from jibek.verbs.loading import Where

    source = sources.read()
    loading = Where(run, None, None, None, None).loaded(source, None)
    nodes = source.tables["nodes"]
    ends = sorted(nodes.loc[~nodes["kind"].isin(("chokepoint", "pipeline node")), "id"])
    rng = random.Random(7)
    asked = [*SHOWCASE, *(tuple(rng.sample(ends, 2)) for _ in range(DRAWN))]

    def answer(origin: str, destination: str) -> bool:
        try:
            loading.routes(origin, destination, Cargo.of(loading.bed), Asked())
        except InputError:
            return False
        return True

    first = [clocked(lambda p=p: answer(*p)) for p in asked]  # type: ignore[misc]
    second = [clocked(lambda p=p: answer(*p)) for p in asked]  # type: ignore[misc]
    answered = [1000 * s for s, way in second if way]
    return {
        "pairs": len(asked),
        "with_way": len(answered),
        "first_pass_mean_ms": round(statistics.mean(1000 * s for s, way in first if way), 2),
        "mean_ms": round(statistics.mean(answered), 2),
        "median_ms": round(statistics.median(answered), 2),
        "most_ms": round(max(answered), 2),
    }


def railways(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] | None:
    """Tail, head and kilometres of arcs, and coordinates of nodes; None where the package cannot be had."""
    words = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        str(folder),
        "scgraph-data",
    ]
    if subprocess.run(words, capture_output=True).returncode:
        return None
    core = types.ModuleType("scgraph.core")  # asked for by the data; it need only hold what it is given

    def held(graph: Any, nodes: Any, *_: Any, **__: Any) -> Any:
        return types.SimpleNamespace(graph=graph, nodes=nodes)

    core.GeoGraph = held  # type: ignore[attr-defined]
    sys.modules |= {"scgraph": types.ModuleType("scgraph"), "scgraph.core": core}
    sys.path.insert(0, str(folder))
    world = importlib.import_module("scgraph_data.world_railways").world_railways_geograph
    rows = [(u, v, km) for u, row in enumerate(world.graph) for v, km in row.items() if v != u]
    tail, head, km = (np.array(c) for c in zip(*rows, strict=True))
    return tail, head, np.maximum(km, 1e-9), np.array([p[:2] for p in world.nodes], float)


def distances() -> dict[str, Any] | None:
    """500 by 500 on the world's railways: set-up and query apart, and the largest relative difference to Dijkstra's."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components, dijkstra

    from jibek.ground.hierarchy import Hierarchy

    with tempfile.TemporaryDirectory() as folder:
        world = railways(Path(folder))
    if world is None:
        return None
    tail, head, km, place = world
    nodes = len(place)
    matrix = csr_matrix((km, (tail, head)), shape=(nodes, nodes))
    _, part = connected_components(matrix, connection="strong")
    largest = np.flatnonzero(part == np.bincount(part).argmax())
    picked = np.sort(np.random.default_rng(7).choice(largest, PLACES, replace=False))
    setup, made = clocked(lambda: Hierarchy.of(tail, head, km, nodes))
    tries = [clocked(lambda: made.table(picked, picked)) for _ in range(7)]
    dijkstras, right = clocked(lambda: dijkstra(matrix, indices=picked)[:, picked])
    off = np.abs(tries[0][1] - right) / np.maximum(right, 1e-3)
    found: dict[str, Any] = {
        "nodes": nodes,
        "arcs": len(km),
        "arcs_with_shortcuts": made.arcs,
        "places": PLACES,
        "setup_cpu_s": round(setup, 2),
        "query_cpu_ms": round(1000 * min(s for s, _ in tries), 2),
        "scipy_dijkstra_cpu_s": round(dijkstras, 2),
        "largest_relative_difference": float(off.max()),
    }
    peer = routingkit(tail, head, km, place, picked, right)
    return found if peer is None else {**found, "routingkit": peer}


def routingkit(
    tail: np.ndarray,
    head: np.ndarray,
    km: np.ndarray,
    place: np.ndarray,
    picked: np.ndarray,
    right: np.ndarray,
) -> dict[str, Any] | None:
    """The same by RoutingKit's customisable hierarchy; None where it is not installed."""
    try:
        import pyroutingkit
    except ImportError:
        return None
    made = pyroutingkit.CCH()
    first, second = place.astype(np.float32).T
    arcs = (tail.astype(np.uint32), head.astype(np.uint32))
    order, _ = clocked(lambda: made.build_topology(*arcs, first.copy(), second.copy(), node_count=len(place)))
    metres = np.rint(1000 * km).astype(np.uint32)
    costs, _ = clocked(lambda: made.customize_weights(metres))
    few = picked.astype(np.uint32)
    tries = [clocked(lambda: made.distances_many_to_many(few, few)) for _ in range(7)]
    told = np.asarray(tries[0][1]).reshape(len(few), len(few)) / 1000
    return {
        "setup_cpu_s": round(order + costs, 2),
        "query_cpu_ms": round(1000 * min(s for s, _ in tries), 2),
        "largest_relative_difference": float((np.abs(told - right) / np.maximum(right, 1e-3)).max()),
    }


def main() -> None:
    """Run all and write the file."""
    from jibek import verbs

    kept = verbs.find(sys.argv[2] if len(sys.argv) > 2 else "baseline")
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {name: metadata.version(name) for name in LIBRARIES},
        "load_average": os.getloadavg(),
    }
    if kept is None:
        print("left out: routes of a run, there is none here: jibek run baseline", file=sys.stderr)
    else:
        figures |= {"command_line": command_line(str(kept.folder)), "pairs": pairs(str(kept.folder))}
    table = distances()
    if table is None:
        print("left out: the world's railways, pip cannot fetch scgraph-data", file=sys.stderr)
    else:
        figures["world_railways"] = table
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}-routes.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
