"""Estimate factor and spread of each kind of published transit time and write them to statements.csv.

    python tools/fit_statements.py            print what the visible rows say
    python tools/fit_statements.py --write    and put it into the data package

Every row is predicted before its days are read; see ``jibek.validation.statements`` for the method.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from jibek.validation import validate
from jibek.validation.rows import PREDICTED
from jibek.validation.statements import ANY, estimate
from jibek.validation.times import told_days

TABLES = Path(__file__).parents[1] / "jibek" / "data" / "eurasia"


def main(write: bool) -> None:
    """Print, and write if asked for, the estimates of all kinds."""
    found = validate(
        TABLES / "transit_times.csv", None, progress=lambda s: print(s, file=sys.stderr)
    ).transit_times
    assert found is not None
    rows = [r for r in found["rows"] if r["status"] == PREDICTED]
    with open(TABLES / "statements.csv", encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    said = estimate(told_days(rows), [r["kind"] for r in table if r["kind"] != ANY])
    count = Counter(r["kind"] for r in rows)
    for row in table:
        if row["kind"] != ANY:
            factor, spread = said[row["kind"]]
            row |= {"factor": f"{factor:.3f}", "spread": f"{spread:.3f}", "rows": str(count[row["kind"]])}
        print(
            f"{row['kind']:<14} {row['mode']:<6} {row['rows']:>4} rows  {row['factor']:>6} {row['spread']:>6}"
        )
    for name in ("", "left_out_by_corridor", "prices"):
        part = found[name] if name else found
        print(
            f"{name or 'as the table says':<22} median {part['median_absolute_percentage_error']:.1f} %, mean "
            f"{part['mean_absolute_percentage_error']:.1f} %, within {part['share_within_p10_p90']:.2f}"
        )
    if write:
        with open(TABLES / "statements.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
