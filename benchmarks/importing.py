"""Contraction of a network, and an OpenStreetMap extract from file to tables: CPU seconds and memory.

    python -m benchmarks importing

A net of lines is made by a seed: junctions on a square grid, each joined to the next by a chain of ten nodes that only
pass on, as in a country's railways. It is contracted from arrays, three sizes; then written as .osm.pbf, ids scattered
as they are in the world, each chain a way, among many more nodes of other things, and imported in a process of its
own: with more lines, and with more of all else, so that it shows what memory grows with. The goal is a second for each
100,000 nodes. Figures, versions and machine go to ``benchmarks/results/DAY-importing.json``.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from jibek.importing.contraction import contract

RESULTS = Path(__file__).parent / "results"
SIZES = (10_000, 100_000, 1_000_000)
PASSING, LARGEST_ID = 10, 13_000_000_000
EXTRACTS = ((20_000, 20), (100_000, 20), (300_000, 20), (100_000, 99))  # nodes of lines, others for each


def chains(nodes: int) -> tuple[np.ndarray, int]:
    """Nodes of each chain of a grid, shape (chain, node), and the number of its junctions, which come first."""
    side = max(2, round((nodes / (1 + 2 * PASSING)) ** 0.5))
    at = np.arange(side * side).reshape(side, side)
    a = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    b = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    inner = side * side + np.arange(len(a) * PASSING).reshape(len(a), PASSING)
    return np.column_stack([a, inner, b]), side * side


def lines(nodes: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, int]:
    """Tail and head of all edges of `chains`, mixed, and the number of junctions."""
    whole, junctions = chains(nodes)
    tail, head = whole[:, :-1].ravel(), whole[:, 1:].ravel()
    mixed = np.random.default_rng(seed).permutation(len(tail))
    return tail[mixed], head[mixed], junctions


def contraction(nodes: int) -> dict[str, Any]:
    """One size: smallest CPU seconds of three, after one that is not counted."""
    tail, head, junctions = lines(nodes)
    count = int(head.max()) + 1
    km = np.random.default_rng(2).uniform(0.1, 3.0, len(tail))
    kind, stays = np.zeros(len(tail), np.int64), np.zeros(count, bool)
    spent = []
    for _ in range(4):
        began = time.process_time()
        done = contract(tail, head, kind, stays)
        sums = done.sums(km)
        spent.append(time.process_time() - began)
    return {
        "nodes": count,
        "edges": len(tail),
        "edges_left": len(done.tail),
        "cpu_s": round(min(spent[1:]), 4),
        "cpu_s_per_100k_nodes": round(min(spent[1:]) * 1e5 / count, 4),
        "km_lost": abs(float(sums.sum() - km.sum())),
        "junctions": junctions,
    }


def extract(path: Path, nodes: int, others: int) -> int:
    """Write the net as an extract; ids run in order, spread up to those of today. Returns the nodes of lines."""
    import osmium
    from osmium.osm.mutable import Node, Way

    whole, junctions = chains(nodes)
    count = int(whole.max()) + 1
    side = round(junctions**0.5)
    rng = np.random.default_rng(3)
    gap = LARGEST_ID // (count * (others + 1))
    spot = np.empty((count, 2))
    spot[:junctions] = np.stack(np.divmod(np.arange(junctions), side), axis=1)
    share = np.arange(1, PASSING + 1)[:, None] / (PASSING + 1)
    ends = spot[whole[:, [0, -1]]]
    inner = (
        ends[:, :1] + share * (ends[:, 1:] - ends[:, :1]) + rng.uniform(-0.05, 0.05, (len(whole), PASSING, 2))
    )
    spot[whole[:, 1:-1].ravel()] = inner.reshape(-1, 2)
    lon, lat = 60 + 20 * spot[:, 0] / side, 42 + 8 * spot[:, 1] / side
    with osmium.SimpleWriter(str(path)) as out:
        for n in range(count):
            first = 1 + n * (others + 1) * gap
            out.add_node(Node(id=first, location=(lon[n], lat[n])))
            for k in range(1, others + 1):
                out.add_node(Node(id=first + k * gap, location=(lon[n], lat[n])))
        ids = 1 + np.arange(count) * (others + 1) * gap
        for w, refs in enumerate(ids[whole].tolist(), start=1):
            out.add_way(Way(id=w, nodes=refs, tags={"railway": "rail", "gauge": "1520"}))
    return count


def osm(path: Path, into: Path) -> dict[str, Any]:
    """Import an extract in this process."""
    from jibek import verbs

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, wall = time.process_time(), time.perf_counter()
    done = verbs.import_network("osm", [path], into, country="KZ")
    return {
        "cpu_s": round(time.process_time() - began, 2),
        "wall_s": round(time.perf_counter() - wall, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "before_mb": round(before / 1024),
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "places": done.report["places"],
        "links": done.report["links"],
    }


def main() -> None:
    """Measure and write the figures."""
    if len(sys.argv) > 3:
        print(json.dumps(osm(Path(sys.argv[2]), Path(sys.argv[3]))))
        return
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {n: metadata.version(n) for n in ("jibek", "numpy", "scipy")},
        "load_average": os.getloadavg(),
        "contraction": [contraction(n) for n in SIZES],
    }
    try:
        figures["versions"]["osmium"] = metadata.version("osmium")
    except metadata.PackageNotFoundError:
        print("left out: OpenStreetMap, the extra osm is not installed", file=sys.stderr)
    else:
        figures["osm"] = []
        for nodes, others in EXTRACTS:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "made.osm.pbf"
                count = extract(path, nodes, others)
                words = [
                    sys.executable,
                    "-m",
                    "benchmarks",
                    "importing",
                    str(path),
                    str(Path(folder) / "out"),
                ]
                done = subprocess.run(words, check=True, capture_output=True, text=True)
                one = {"line_nodes": count, "nodes": count * (others + 1)}
                figures["osm"].append({**one, **json.loads(done.stdout.splitlines()[-1])})
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}-importing.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(out)


if __name__ == "__main__":
    main()
