"""Equilibrium on the networks of the literature: gap against CPU seconds, Jibek's methods beside AequilibraE.

    JIBEK_REFERENCE=DIR python -m benchmarks assignment
    JIBEK_PEER_PYTHON=…/bin/python     an interpreter that can import AequilibraE; absent: this one, if it can

Figures, versions and machine go to ``benchmarks/results/DAY-assignment.json``, the plot beside it. A method is asked
for one gap after the other, each from a cold start; the gap shown is the one that the independent check finds in its
flows. AequilibraE runs once; its seconds are spread evenly over its iterations, whose gaps are its own, and its end
is checked as well. Reading of files is timed apart, compilation left out.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import metadata
from math import log10
from pathlib import Path
from typing import Any

import numpy as np

from jibek.flows.road_check import link_cost, road_check
from jibek.flows.tntp import solve_road
from jibek.sources.formats.tntp import TntpNet, TntpTrips, read_net, read_trips
from jibek.verbs.assigning import METHODS

RESULTS = Path(__file__).parent / "results"
NETWORKS = ("SiouxFalls", "Anaheim", "Barcelona", "Winnipeg", "ChicagoSketch", "berlin-center")
GAPS = {
    "algorithm-b": (1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12),
    "gradient-projection": (1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12),
    "frank-wolfe": (1e-2, 1e-3, 1e-4),
    "msa": (1e-2,),
}
REPEATS = {"berlin-center": 1}
PEER_ITERATIONS = {"berlin-center": 60, "ChicagoSketch": 250, "Winnipeg": 300}
COLOURS = {
    "algorithm-b": "#0b6e4f",
    "gradient-projection": "#2b59c3",
    "frank-wolfe": "#b5651d",
    "msa": "#8a8a8a",
    "AequilibraE": "#c1121f",
}


def measured(
    reference: Path, networks: tuple[str, ...] = NETWORKS, *, peer: str | None = None
) -> dict[str, Any]:
    """Figures of each network: seconds of reading, and rows of asked gap, checked gap, CPU seconds by method."""
    found: dict[str, Any] = {}
    for name in networks:
        began = time.process_time()
        net = read_net(reference / "tntp" / f"{name}_net.tntp")
        trips = read_trips(reference / "tntp" / f"{name}_trips.tntp")
        here: dict[str, Any] = {"reading_cpu_s": round(time.process_time() - began, 3)}
        for method, gaps in GAPS.items():
            solver, most = METHODS[method]
            solve_road(net, trips, 0.5, method=solver, max_iterations=2)
            here[method] = []
            for gap in gaps:
                done = [
                    solve_road(net, trips, gap, method=solver, max_iterations=most)
                    for _ in range(REPEATS.get(name, 3))
                ]
                seen = road_check(net, trips, done[0].flow, done[0].cost)
                here[method].append(
                    {
                        "asked": gap,
                        "gap": seen.gap,
                        "balance_error": seen.balance_error,
                        "objective": done[0].objective,
                        "iterations": done[0].iterations,
                        "cpu_s": round(min(d.cpu_s for d in done), 5),
                    }
                )
                print(name, method, here[method][-1], file=sys.stderr)
        if peer is not None:
            here["AequilibraE"] = _peer(peer, name, net, trips)
        found[name] = here
    return found


def _peer(python: str, name: str, net: TntpNet, trips: TntpTrips) -> dict[str, Any]:
    table = np.zeros((net.zones, net.zones))
    np.add.at(table, (trips.origin, trips.destination), trips.trips)
    np.fill_diagonal(table, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "net.npz", Path(folder) / "flows.npy"
        np.savez(
            source,
            tail=net.tail,
            head=net.head,
            capacity=net.capacity,
            free=np.where(net.free_time == 0, 1e-6, net.free_time),
            b=net.b,
            power=np.where(net.b > 0, net.power, 1.0),
            zones=net.zones,
            blocked=net.first_thru > 0,
            trips=table,
        )
        script = Path(__file__).with_name("peer_aequilibrae.py")
        words = [python, str(script), str(source), str(target), "1e-6", str(PEER_ITERATIONS.get(name, 1000))]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return {"failed": done.stderr[-500:]}
        said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        flow = np.maximum(np.load(target), 0.0)
    seen = road_check(net, trips, flow, link_cost(net, flow, None, None))
    each = said["cpu_s"] / max(1, said["iterations"])
    rows = [{"gap": gap, "cpu_s": round(each * (i + 1), 4)} for i, gap in enumerate(said["gaps"]) if gap < 1]
    print(name, "AequilibraE", said["iterations"], said["cpu_s"], seen, file=sys.stderr)
    return {
        "iterations": said["iterations"],
        "cpu_s": said["cpu_s"],
        "checked_gap": seen.gap,
        "checked_balance_error": seen.balance_error,
        "rows": rows[:: max(1, len(rows) // 100)],
    }


def peer_python() -> tuple[str, str] | None:
    """An interpreter with AequilibraE and its version, if there is one."""
    python = os.environ.get("JIBEK_PEER_PYTHON", sys.executable)
    asked = "from importlib import metadata; import aequilibrae; print(metadata.version('aequilibrae'))"
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return (python, done.stdout.strip().splitlines()[-1]) if done.returncode == 0 else None


def plot(figures: dict[str, Any]) -> str:
    """Gap against CPU seconds, both logarithmic, one panel a network."""
    wide, high, left, top = 330, 250, 52, 40
    parts = []
    for i, (name, here) in enumerate(figures["networks"].items()):
        x0, y0 = (i % 3) * (wide + 20) + left, (i // 3) * (high + 60) + top
        lines = {
            m: [(r["cpu_s"], r["gap"]) for r in (here[m]["rows"] if isinstance(here[m], dict) else here[m])]
            for m in COLOURS
            if m in here and "failed" not in here[m]
        }
        times = [t for line in lines.values() for t, _ in line]
        low, most = np.floor(log10(min(times))), np.ceil(log10(max(times)))

        def place(
            t: float, gap: float, low: float = low, most: float = most, x0: int = x0, y0: int = y0
        ) -> str:
            x = x0 + (log10(t) - low) / (most - low) * (wide - left)
            y = y0 + -log10(max(gap, 1e-14)) / 14 * high
            return f"{x:.1f},{y:.1f}"

        parts.append(f'<text x="{x0}" y="{y0 - 8}" font-weight="bold">{name}</text>')
        parts.append(
            f'<rect x="{x0}" y="{y0}" width="{wide - left}" height="{high}" fill="none" stroke="#999"/>'
        )
        for power in range(0, 15, 2):
            y = y0 + power / 14 * high
            parts.append(f'<text x="{x0 - 6}" y="{y + 4:.1f}" text-anchor="end">1e-{power}</text>')
        for power in range(int(low), int(most) + 1):
            x = x0 + (power - low) / (most - low) * (wide - left)
            parts.append(f'<text x="{x:.1f}" y="{y0 + high + 15}" text-anchor="middle">1e{power} s</text>')
        for method, line in lines.items():
            points = " ".join(place(t, gap) for t, gap in line if gap > 0)
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{COLOURS[method]}" stroke-width="2"/>'
            )
            if len(line) < 20:
                spots = (place(t, gap).split(",") for t, gap in line)
                parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{COLOURS[method]}"/>' for x, y in spots]
    for i, (method, colour) in enumerate(COLOURS.items()):
        y = 2 * (high + 60) + top + 10
        parts.append(f'<rect x="{left + 190 * i}" y="{y - 9}" width="14" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{left + 190 * i + 20}" y="{y}">{method}</text>')
    size = f'width="{3 * (wide + 20) + 20}" height="{2 * (high + 60) + top + 30}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">'
    title = "<title>Relative gap against CPU seconds, by network and method</title>"
    return (
        "\n".join([head, title, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"
    )


def main() -> None:
    """Measure all and write figures and plot."""
    folder = os.environ.get("JIBEK_REFERENCE")
    if not folder:
        sys.exit("JIBEK_REFERENCE is not set: it names the folder with the networks of the literature")
    peer = peer_python()
    if peer is None:
        print("left out: AequilibraE, which no interpreter given can import", file=sys.stderr)
    names = ("jibek", "numpy", "scipy", "numba")
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {
            **{n: metadata.version(n) for n in names},
            "aequilibrae": None if peer is None else peer[1],
        },
        "load_average": os.getloadavg(),
        "networks": measured(Path(folder), peer=None if peer is None else peer[0]),
    }
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}-assignment.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    out.with_suffix(".svg").write_text(plot(figures), encoding="utf-8")
    print(out)
