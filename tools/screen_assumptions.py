"""Which assumptions move the headline most: every one at both ends, in base and scenario; writes the data table varied.

For each headline number the squared moves of all assumptions are shares of one; an assumption's weight is the sum of
its shares over the headline numbers. The ten heaviest are varied in every run.

    python tools/screen_assumptions.py [SCENARIO [ID...]]      all assumptions, or only those named
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from jibek import record, sources
from jibek.answers import intervals
from jibek.answers.headline import ITEMS
from jibek.answers.measured import measure
from jibek.loop import settle
from jibek.scenario import Scenario

OUT = Path(__file__).parent.parent / "jibek" / "data" / "eurasia" / "varied.csv"
COUNT = 10


def main(name: str = "khorgos-fast-customs", *only: str) -> None:
    """Screen all assumptions and write the ten heaviest with what they move most."""
    source, scenario = sources.read(), Scenario.example(name)
    base_scenario = scenario.base_scenario() or scenario
    facts = record.establish(source, scenario.year)
    base = settle(facts, base_scenario, None)
    state = settle(facts, scenario, base, warm=base)
    names = [row["assumption_id"] for row in facts.assumptions.to_dict("records") if row["low"] < row["high"]]
    done, _ = intervals.vary(state, base, measure, names=names, progress=lambda m: print(m, file=sys.stderr))
    weight = dict.fromkeys(names, 0.0)
    most: dict[str, tuple[float, str]] = {}
    for item in ITEMS:
        moves = {n: max(map(abs, pair)) for n, pair in done.shift.get(item.key, {}).items()}
        total = sum(m * m for m in moves.values())
        for n, m in moves.items():
            share = m * m / total if total else 0.0
            weight[n] += share
            if share > most.get(n, (0.0, ""))[0]:
                most[n] = (share, item.name)
    ranked = sorted(names, key=lambda n: -weight[n])
    for n in ranked[:30]:
        print(f"{n:45} {weight[n]:6.3f}  {most.get(n, (0, ''))[1]}")
    with open(OUT, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["assumption_id", "moves"])
        writer.writerows([n, most[n][1]] for n in ranked[:COUNT])


if __name__ == "__main__":
    main(*sys.argv[1:])
