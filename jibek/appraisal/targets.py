"""Distance of each target by the actuals of the year and in the scenario.

Reads   record.targets, trade.flows, quantities of the flows, routes.od
Writes  appraisal.targets

A target whose actual no row gives is a gap; what the run gives stands beside it as modelled, never in its place. Which
quantity of a run answers a target, and whether less of it is better, stands in the data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from jibek.appraisal.tables import TARGETS


def measure(
    targets: pd.DataFrame,
    trade_flows: pd.DataFrame,
    modelled: Mapping[str, tuple[float, str]],
    central_asia: Collection[str],
) -> pd.DataFrame:
    """Distance of each target by the year's actuals and in the scenario.

    Parameters
    ----------
    targets
        record.targets.
    trade_flows
        trade.flows of the scenario.
    modelled
        By quantity, what the run gives and how it was made; for quantities that are not of trade.
    central_asia
        Countries, alpha-3, whose trade with China ``china_central_asia_trade_busd`` is.

    Returns
    -------
    appraisal.targets
    """
    rows = []
    for named in targets.to_dict("records"):
        row = {str(k): v for k, v in named.items()}
        value, basis = _scenario(row, trade_flows, modelled, set(central_asia))
        goal = row["target_value"]
        known = value is not None and pd.notna(goal)
        gap = None
        if known:
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
                "scenario_value": value,
                "gap_value": gap,
                "status": row["status"],
                "scenario_basis": basis,
                "fact_ids": row["fact_ids"],
            }
        )
    return TARGETS.check(pd.DataFrame(rows))


def _scenario(
    row: Mapping[str, object],
    flows: pd.DataFrame,
    modelled: Mapping[str, tuple[float, str]],
    central_asia: set[str],
) -> tuple[float | None, str | None]:
    quantity, reporter = row["quantity"], row["reporter"]
    if quantity == "kaz_chn_trade_busd" and reporter in ("CHN", "KAZ"):
        basis = f"goods both ways in trade.flows, figures of {reporter} in the base"
        return _turnover(flows, str(reporter), {"KAZ"}) / 1e9, basis
    if quantity == "china_central_asia_trade_busd":
        basis = "goods both ways in trade.flows, China with the five states, China's figures for Kazakhstan"
        return _turnover(flows, "CHN", central_asia) / 1e9, basis
    return modelled.get(str(quantity), (None, None))


def _turnover(flows: pd.DataFrame, reporter: str, partners: set[str]) -> float:
    cells = flows[flows["reporter"] == reporter]
    out = (cells["exporter"] == "CHN") & cells["importer"].isin(partners)
    back = (cells["importer"] == "CHN") & cells["exporter"].isin(partners)
    return float(cells.loc[out | back, "value_usd"].sum())
