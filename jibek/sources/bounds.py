"""What no cell of any table may be, whatever its column says: ids that break keys, figures beyond all that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from jibek.ground.errors import Problem
from jibek.sources.files import RawFile
from jibek.sources.tables import TABLES

# A key joins ids by bars, a file has a line for a row, a message shows an id whole.
LONGEST_ID = 200
_IN_NO_ID = re.compile(r"[|\x00-\x1f\x7f\u2028\u2029]")

# The largest figure of a unit: round the Earth, beyond every economy, every line. Other units: `MOST`.
MOST_OF = {"km": 40_000.0, "bn USD": 1e6, "million": 1e5, "pairs/day": 1e4, "Mt/yr": 1e5, "g/kWh": 1e5}
MOST = 1e15


def bad_ids(raw: RawFile) -> Iterator[Problem]:
    """Words of key columns that hold a bar or a mark that ends a line, or are too long to be read."""
    table = TABLES[raw.stem]
    # A working is a key in one table: it is checked as what it is, and holds the keys of facts.
    ids = (c for c in table.key if table.columns[c].kind == "text" and c in raw.frame and c != "working")
    for column in ids:
        for line, word in zip(raw.lines, raw.frame[column].tolist(), strict=True):
            if len(word) > LONGEST_ID or _IN_NO_ID.search(word):
                yield Problem(
                    "sources.bad_id",
                    raw.name,
                    row=line,
                    column=column,
                    value=word[:LONGEST_ID],
                    expected=f"at most {LONGEST_ID} letters, no bar | and no end of a line: bars join keys",
                    fix="Write another mark in its place, such as a hyphen.",
                )


def beyond_all(raw: RawFile, frame: pd.DataFrame) -> Iterator[Problem]:
    """Figures larger than any of their unit can be."""
    for column, spec in TABLES[raw.stem].columns.items():
        if spec.kind not in ("number", "integer"):
            continue
        most = MOST_OF.get(spec.unit, MOST)
        values = frame[column].to_numpy(float)
        with np.errstate(invalid="ignore"):
            far = np.abs(values) > most
        for i in np.flatnonzero(far & np.isfinite(values)).tolist():
            yield Problem(
                "table.out_of_range",
                raw.name,
                row=raw.lines[i],
                column=column,
                value=float(values[i]),
                expected=f"a number of at most {most:.12g}" + (f", in {spec.unit}" if spec.unit else ""),
                fix="Correct the value or its unit.",
            )
