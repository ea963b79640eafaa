"""Modelled figures next to the published ones they can be compared with.

Reads   data table beside, quantities
Writes  beside_published

A published row that covers part of a year is compared with that part of the modelled year. A ratio outside 0.5 to 2 is
a warning, and the run says so first.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from jibek.answers.quantities import QUANTITIES
from jibek.answers.tables import BESIDE_PUBLISHED
from jibek.record import Facts
from jibek.record.working import work_out

WITHIN_YEARS = 2

FAR = 2.0


def beside_published(
    facts: Facts, year: int, amount: Mapping[str, float]
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Rows of the data table ``beside`` within two years of ``year``, with this run's figure and the ratio.

    Parameters
    ----------
    amount
        The run's quantities by name; ``nan`` for what the scenario does not have.

    Returns
    -------
    frame, parents
        ``beside_published`` (without a row where no figure is near enough) and, by row id, the node ids behind the
        published figure.
    """
    rows: list[dict[str, Any]] = []
    parents: dict[str, tuple[str, ...]] = {}
    for row in facts.table("beside").to_dict("records"):
        if abs(row["year"] - year) > WITHIN_YEARS:
            continue
        published = work_out(row["published_working"], facts, f"beside.csv {row['row_id']}")
        name = row["quantity"]
        part = 1.0 if QUANTITIES[name].year is not None else float(Fraction(row["year_part"]))
        modelled = amount[name] * part
        parents[row["row_id"]] = published.parents
        rows.append(
            {
                "quantity": name,
                "words": QUANTITIES[name].words,
                "role": row["role"],
                "volume_id": row["row_id"],
                "unit": row["unit"],
                "year": int(row["year"]),
                "modelled": modelled,
                "published": published.value,
                "ratio": modelled / published.value if published.value else None,
                "source": _source(facts, published.parents, row["row_id"]),
                "counts": row["counts"],
                "working": row["published_working"],
            }
        )
    columns = [*BESIDE_PUBLISHED.columns, "counts", "working"]
    return BESIDE_PUBLISHED.check(pd.DataFrame(rows, columns=columns)), parents


def far_off(frame: pd.DataFrame) -> pd.DataFrame:
    """Tests whose ratio lies outside one half to two."""
    ratio = frame["ratio"]
    return frame[(frame["role"] == "test") & ((ratio > FAR) | (ratio < 1 / FAR))]


def _source(facts: Facts, parents: tuple[str, ...], row_id: str) -> str:
    """The documents that the working stands on, each once; where it names no fact, that of the row of volumes."""
    ids = [p.removeprefix("fact:") for p in parents if p.startswith("fact:")] or [f"volumes:{row_id}:value"]
    named = facts.facts.set_index("fact_id")["source"].reindex(ids).dropna()
    return "; ".join(dict.fromkeys(named))
