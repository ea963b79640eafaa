"""Flags and opening hours of a dataset: do they name what exists, and end after they begin."""

from __future__ import annotations

from jibek import record
from jibek.dataset.checks import Check
from jibek.network import known_ids
from jibek.network.notices import faults


def notices(facts: record.Facts) -> list[Check]:
    """One check of severity error over both tables."""
    rows = tuple(faults(facts, known_ids(facts).gateways))
    good = "flags and opening hours name countries, gateways or places that exist, and end after they begin"
    bad = f"{len(rows)} rows of flags or openings cannot be understood"
    return [Check("notices", not rows, "error", rows, bad if rows else good)]
