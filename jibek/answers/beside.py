"""Modelled figures next to the published ones of the same year.

Reads   observations, quantities, worlds
Writes  beside_published

A published row that covers part of a year is compared with that part of the modelled year. A row of another year is no
test of this one and is left to a run of its own. A ratio outside 0.5 to 2 is a warning, and the run says so first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.answers.frames import ends_of
from jibek.answers.quantities import QUANTITIES
from jibek.answers.tables import BESIDE_PUBLISHED
from jibek.record.observations import Observation, observations

if TYPE_CHECKING:
    from jibek.answers.ensemble import Ensemble
    from jibek.record import Facts

FAR = 2.0


def beside_published(
    facts: Facts, year: int, amount: Mapping[str, float], found: Ensemble | None
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Observations of ``year``, or of a quantity's own, with this run's figure and the ratio.

    Parameters
    ----------
    amount
        The run's quantities by name; ``nan`` for what the scenario does not have.
    found
        Worlds, for the ends of the modelled figure.

    Returns
    -------
    frame, parents
        ``beside_published`` and, by row id, the node ids behind the published figure.
    """
    rows: list[dict[str, Any]] = []
    parents: dict[str, tuple[str, ...]] = {}
    for o in observations(facts):
        if o.year != (QUANTITIES[o.quantity].year or year):
            continue
        modelled = amount[o.quantity] * o.part
        ends = ends_of(found, f"quantities:{o.quantity}", QUANTITIES[o.quantity].unit)
        low, high = (None if end is None else end * o.part for end in ends[1:])
        parents[o.observation_id] = o.parents
        rows.append(
            {
                "quantity": o.quantity,
                "words": QUANTITIES[o.quantity].words,
                "role": "pivot" if o.label == "fitted" else "test",
                "volume_id": o.observation_id,
                "unit": o.unit,
                "year": o.year,
                "modelled": modelled,
                "published": o.value,
                "low": low,
                "high": high,
                "ratio": modelled / o.value if o.value else None,
                "source": source_of(facts, o),
                "counts": o.counts,
                "working": o.working,
            }
        )
    columns = [*BESIDE_PUBLISHED.columns, "counts", "working"]
    return BESIDE_PUBLISHED.check(pd.DataFrame(rows, columns=columns)), parents


def far_off(frame: pd.DataFrame) -> pd.DataFrame:
    """Tests whose ratio lies outside one half to two."""
    ratio = frame["ratio"]
    return frame[(frame["role"] == "test") & ((ratio > FAR) | (ratio < 1 / FAR))]


def source_of(facts: Facts, o: Observation) -> str:
    """The documents that the working stands on, each once; where it names no fact, that of the row of volumes."""
    ids = [p.removeprefix("fact:") for p in o.parents if p.startswith("fact:")] or [
        f"volumes:{o.observation_id}:value"
    ]
    named = facts.facts.set_index("fact_id")["source"].reindex(ids).dropna()
    return "; ".join(dict.fromkeys(named))
