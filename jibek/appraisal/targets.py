"""Distance of each target by the actuals of the year and in the scenario.

A target whose actual no row gives is a gap; what the run gives stands beside it as modelled, never in its place.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jibek.appraisal.tables import TARGETS


def measure(targets: pd.DataFrame, modelled: Mapping[str, tuple[float, str]]) -> pd.DataFrame:
    """Distance of each target by the year's actuals and in the scenario.

    Parameters
    ----------
    targets
        record.targets.
    modelled
        What the run gives and what it counts, by the name of the quantity; where a quantity differs by reporter,
        ``QUANTITY_REPORTER``.

    Returns
    -------
    appraisal.targets
    """
    rows = []
    for row in targets.to_dict("records"):
        quantity = next((q for q in _names(row["quantity"], row["reporter"]) if q in modelled), None)
        value, basis = modelled[quantity] if quantity is not None else (None, None)
        goal = row["target_value"]
        gap = None
        if value is not None and pd.notna(goal):
            gap = value - goal if row["less_is_better"] else goal - value
        rows.append(
            {
                "target_id": row["target_id"],
                "target": row["target"],
                "target_value": goal,
                "unit": row["unit"],
                "due_year": row["due_year"],
                "reporter": row["reporter"],
                "actual_value": row["actual_value"],
                "actual_gap_value": row["gap_value"],
                "quantity": quantity,
                "scenario_value": value,
                "gap_value": gap,
                "status": row["status"],
                "scenario_basis": basis,
                "fact_ids": row["fact_ids"],
            }
        )
    return TARGETS.check(pd.DataFrame(rows))


def _names(quantity: object, reporter: object) -> tuple[str, ...]:
    return (f"{quantity}_{reporter}", str(quantity)) if isinstance(quantity, str) else ()
