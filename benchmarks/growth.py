"""How the solvers grow with the network: CPU seconds and memory over four sizes, three classes, every link a queue.

    python -m benchmarks growth

A square grid of two-way roads, zones drawn at random, every zone shipping to every other in each class; classes differ
in the value of an hour and in the vehicles that a tonne takes, so no potential stands behind the equilibrium. Each size
and method runs in a process of its own, once to compile and once to be measured; memory is the most that process held.
Figures, versions and machine go to ``benchmarks/results/DAY-growth.json``, the plot beside it.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import metadata
from math import log10
from pathlib import Path
from typing import Any

import numpy as np

from jibek.flows.delay import from_power
from jibek.flows.problem import AssignmentProblem, network_arrays, sorted_pairs
from jibek.flows.solvers import SOLVERS
from jibek.flows.turns import no_turns

RESULTS = Path(__file__).parent / "results"
# Nodes along a side, zones.
SIZES = ((22, 25), (35, 50), (50, 100), (71, 200))
METHODS = {"algorithm-b": "#0b6e4f", "projection": "#2b59c3"}
CLASSES, GAP = 3, 1e-4


def problem(side: int, zones: int, seed: int = 1) -> AssignmentProblem:
    """A grid of ``side`` by ``side`` nodes with as much freight as makes its links wait a third of their free hours."""
    rng = np.random.default_rng(seed)
    at = np.arange(side * side).reshape(side, side)
    ends = np.concatenate(
        [np.stack([at[:, :-1].ravel(), at[:, 1:].ravel()]), np.stack([at[:-1].ravel(), at[1:].ravel()])],
        axis=1,
    )
    tail, head = np.concatenate([ends, ends[::-1]], axis=1)
    arcs = len(tail)
    hours = rng.uniform(1.0, 4.0, arcs)
    value = np.array([1.0, 0.3, 0.1])
    units = np.array([1.0, 1.5, 2.0]) / 365.0
    usd = rng.uniform(0.5, 1.5, arcs) * np.array([1.0, 0.8, 0.6])[:, None]
    places = rng.choice(side * side, zones, replace=False)
    o, d = (x.ravel() for x in np.meshgrid(places, places, indexing="ij"))
    kept = o != d
    o, d = np.tile(o[kept], CLASSES), np.tile(d[kept], CLASSES)
    cls = np.repeat(np.arange(CLASSES), kept.sum())
    tonnes = rng.lognormal(0.0, 1.0, len(o))
    # Vehicles that a link carries on the average, were each pair to go the length of two thirds of a side.
    mean = float((tonnes * units[cls]).sum()) * side * 2.0 / 3.0 / arcs
    net = network_arrays(
        tail, head, side * side, usd + np.outer(value, hours), value, np.tile(units[:, None], (1, arcs)),
        np.arange(arcs), arcs, np.ones((1, arcs), bool),
    )  # fmt: skip
    pairs = sorted_pairs(cls, np.zeros(len(o), np.int64), o, d, tonnes, value, 1)
    return AssignmentProblem(
        net,
        from_power(0.15 * hours, np.full(arcs, 4.0), np.full(arcs, mean) * rng.uniform(0.8, 1.6, arcs)),
        pairs,
        head,
        np.ones((1, arcs), bool),
        np.zeros(arcs),
        no_turns(arcs),
        np.array([f"A{a}" for a in range(arcs)], dtype=object),
        np.array([f"S{s}" for s in range(side * side)], dtype=object),
        np.array(["all"], dtype=object),
    )


def once(method: str, side: int, zones: int) -> dict[str, Any]:
    """One size by one method, in this process."""
    solver = SOLVERS[method]
    solver(problem(5, 4), None, GAP, 60)
    large = problem(side, zones)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    done = solver(large, None, GAP, 60)
    spent = time.process_time() - began
    return {
        "nodes": side * side,
        "zones": zones,
        "pairs": len(large.pairs.row),
        "cpu_s": round(spent, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "before_mb": round(before / 1024),
        "gap": done.gap,
        "searches": done.iterations,
    }


def plot(rows: dict[str, list[dict[str, Any]]]) -> str:
    """CPU seconds and peak memory against pairs, all logarithmic."""
    wide, high, left, top = 360, 260, 70, 40
    parts = []
    for i, (column, unit) in enumerate((("cpu_s", "CPU seconds"), ("peak_mb", "MB at most"))):
        x0 = i * (wide + 30) + left
        values = [r[column] for line in rows.values() for r in line]
        counts = [r["pairs"] for line in rows.values() for r in line]
        low, most = np.floor(log10(min(values))), np.ceil(log10(max(values)))
        near, far = np.floor(log10(min(counts))), np.ceil(log10(max(counts)))
        span = wide - left
        parts.append(f'<text x="{x0}" y="{top - 10}" font-weight="bold">{unit} by pairs and classes</text>')
        parts.append(f'<rect x="{x0}" y="{top}" width="{span}" height="{high}" fill="none" stroke="#999"/>')
        for power in range(int(low), int(most) + 1):
            y = top + high - (power - low) / (most - low) * high
            parts.append(f'<text x="{x0 - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
        for power in range(int(near), int(far) + 1):
            x = x0 + (power - near) / (far - near) * span
            parts.append(f'<text x="{x:.1f}" y="{top + high + 16}" text-anchor="middle">{10**power:,}</text>')
        for method, line in rows.items():
            spots = [
                (
                    x0 + (log10(r["pairs"]) - near) / (far - near) * span,
                    top + high - (log10(r[column]) - low) / (most - low) * high,
                )
                for r in line
            ]
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
            colour = METHODS[method]
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in spots]
    for i, (method, colour) in enumerate(METHODS.items()):
        y = top + high + 40
        parts.append(f'<rect x="{left + 150 * i}" y="{y - 9}" width="14" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{left + 150 * i + 20}" y="{y}">{method}</text>')
    size = f'width="{2 * (wide + 30) + 20}" height="{top + high + 60}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">'
    title = "<title>CPU seconds and memory of the solvers over four sizes of network</title>"
    return (
        "\n".join([head, title, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"
    )


def main() -> None:
    """Measure all sizes and write figures and plot."""
    if len(sys.argv) > 2:
        print(json.dumps(once(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
        return
    rows: dict[str, list[dict[str, Any]]] = {}
    for method in METHODS:
        for side, zones in SIZES:
            words = [sys.executable, "-m", "benchmarks", "growth", method, str(side), str(zones)]
            done = subprocess.run(words, check=True, capture_output=True, text=True)
            rows.setdefault(method, []).append(json.loads(done.stdout.splitlines()[-1]))
            print(method, rows[method][-1], file=sys.stderr)
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {n: metadata.version(n) for n in ("jibek", "numpy", "scipy", "numba")},
        "load_average": os.getloadavg(),
        "asked_gap": GAP,
        "methods": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}-growth.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    out.with_suffix(".svg").write_text(plot(rows), encoding="utf-8")
    print(out)
