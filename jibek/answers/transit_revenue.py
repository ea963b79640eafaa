"""What Kazakhstan earns by transit: published figures beside what its carriers are paid in this run.

Reads   record.facts, trade.carriers
Writes  transit_revenue

Published figures are of all modes, in the money of their year. The model's are of the freight of its network: boxes and
goods by rail, road and ferry, no oil by pipe, no flights over the land.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from jibek.answers.tables import TRANSIT_REVENUE

if TYPE_CHECKING:
    from jibek.loop import State

_TABLE, _INDICATORS = "systems/finance_trade", ("transit_revenue", "transit_revenue_kzt")

COUNTRY = "KAZ"


def transit_revenue(state: State) -> pd.DataFrame:
    """transit_revenue: a row for each published figure, by year."""
    facts, to_year = state.facts, state.scenario.year
    mine = state.world.carriers_table
    mine = mine[mine["country"] == COUNTRY]
    paid = float(mine["transit_paid_usd"].sum())
    by_rail = float(mine.loc[mine["mode"] == "rail", "transit_paid_usd"].sum())
    told = facts.facts
    told = told[(told["table"] == _TABLE) & told["indicator"].isin(_INDICATORS)]
    rows = []
    for row in told.to_dict("records"):
        year, currency = int(row["period"]), str(row["unit"])[:3]
        usd = facts.usd(float(row["value"]), currency, year, to_year)
        rows.append(
            {
                "fact_id": row["fact_id"],
                "year": year,
                "published": float(row["value"]),
                "unit": currency,
                "published_usd": usd,
                "basis": facts.usd_basis(currency, year, to_year) or None,
                "modelled_usd": paid,
                "modelled_rail_usd": by_rail,
                "ratio": paid / usd,
                "source": row["source"],
            }
        )
    frame = pd.DataFrame(rows, columns=list(TRANSIT_REVENUE.columns))
    return TRANSIT_REVENUE.check(frame.sort_values("year", kind="stable", ignore_index=True))
