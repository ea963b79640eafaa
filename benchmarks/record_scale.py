"""How a check grows with the record: milliseconds to find what a figure meets among up to a million claims.

    python -m benchmarks record

Claims are drawn at random: keys as many as a large ledger has, spans of years, months and first parts of years, ten
reporters, a twentieth with an open end. A check asks for one key, span, figure and reporter; half of them ask for a key
that every tenth claim stands under, the worst that can be met. Each size runs in a process of its own, since memory is
the most that process held. Figures, versions and machine go to ``benchmarks/results/DAY-record.json``.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from jibek.record.ledger import ClaimIndex, Interval, Period

RESULTS = Path(__file__).parent / "results"
SIZES = (10_000, 100_000, 1_000_000)
KEYS, REPORTERS, CHECKS = 5_000, 10, 2_000
MOST_MS = 50.0  # what a check may take


def drawn(size: int, seed: int = 1) -> ClaimIndex:
    """An index of so many random claims; every tenth stands under the first key."""
    rng = np.random.default_rng(seed)
    key = np.where(rng.random(size) < 0.1, 0, rng.integers(0, KEYS, size))
    year, month = rng.integers(1992, 2027, size), rng.integers(1, 13, size)
    kind = rng.integers(0, 3, size)
    first = np.array(
        [_day(y, m if k == 1 else 1) for y, m, k in zip(year, month, kind, strict=True)], np.int32
    )
    last = np.array(
        [_day(y, 13 if k == 0 else m + 1) - 1 for y, m, k in zip(year, month, kind, strict=True)], np.int32
    )
    value = rng.lognormal(10.0, 2.0, size)
    low, high = value * 0.99, np.where(rng.random(size) < 0.05, np.inf, value * 1.01)
    names = [f"k{n}:KAZ:CHN" for n in range(KEYS)]
    reporters = [f"R{n}" for n in range(REPORTERS)]
    by = rng.integers(0, REPORTERS, size)
    return ClaimIndex.of_columns(
        [names[n] for n in key.tolist()],
        first,
        last,
        [reporters[n] for n in by.tolist()],
        low,
        high,
        np.arange(size),
    )


def _day(year: int, month: int) -> int:
    return date(int(year) + (month > 12), (int(month) - 1) % 12 + 1, 1).toordinal()


def once(size: int) -> dict[str, Any]:
    """Seconds to build, milliseconds a check, and memory, of one size."""
    began = time.process_time()
    index = drawn(size)
    built = time.process_time() - began
    rng = np.random.default_rng(2)
    spent, met = [], 0
    for n in range(CHECKS):
        key = 0 if n % 2 else int(rng.integers(0, KEYS))
        year, value = int(rng.integers(1992, 2027)), float(rng.lognormal(10.0, 2.0))
        asked = (
            f"k{key}:KAZ:CHN",
            Period.read(str(year)),
            Interval(value * 0.99, value * 1.01),
            f"R{n % REPORTERS}",
        )
        start = time.perf_counter()
        found = index.check(*asked)
        spent.append(1000 * (time.perf_counter() - start))
        met += len(found.meeting)
    return {
        "claims": size,
        "build_cpu_s": round(built, 2),
        "check_ms_p50": round(float(np.percentile(spent, 50)), 4),
        "check_ms_p99": round(float(np.percentile(spent, 99)), 4),
        "check_ms_most": round(max(spent), 4),
        "meeting": met,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> int:
    """Measure all sizes and write the figures; 1 if a check took longer than it may."""
    if len(sys.argv) > 2:
        print(json.dumps(once(int(sys.argv[2]))))
        return 0
    rows = []
    for size in SIZES:
        words = [sys.executable, "-m", "benchmarks", "record", str(size)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print(rows[-1], file=sys.stderr)
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {n: metadata.version(n) for n in ("jibek", "numpy")},
        "load_average": os.getloadavg(),
        "most_ms": MOST_MS,
        "sizes": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}-record.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(out)
    return int(any(r["check_ms_p99"] > MOST_MS for r in rows))
