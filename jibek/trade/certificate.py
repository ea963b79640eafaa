"""Whether an equilibrium is one, checked cell by cell by code that shares nothing with the solver.

Reads   base flows, changes of cost, new flows, wages, prices
Writes  certificates

    market clearing   what a country sells is its base output times its wage
    spending          what it buys is its income plus its deficit under the rule
    gravity           ratios of cells of one importer moved as costs and wages did
    prices            positive, and each again from its domestic share (Arkolakis, Costinot and Rodriguez-Clare 2012)
    Walras            world sales are world purchases, and world output is the numeraire
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate

CLEARING = 1e-10

ROUNDING = 1e-9  # powers of theta multiply the rounding of logs by some ten


def certify(
    base_flows: Array,
    tau_hat: Array,
    theta: float,
    deficits: str,
    *,
    flows: Array,
    wage_hat: Array,
    price_hat: Array,
    label: str = "",
) -> tuple[Certificate, ...]:
    """Certificates of one solution.

    Parameters
    ----------
    base_flows, tau_hat, flows : shape (exporter, importer)
        Under ``balanced``, base flows are those with deficits closed.
    wage_hat, price_hat : shape (country,)
    deficits
        ``world``, ``multiplicative`` or ``balanced``.
    label
        Put behind the names, as the reporter.

    Returns
    -------
    tuple of Certificate
        ``market_clearing`` (relative, by country, at most 1e-10), ``spending``, ``gravity``, ``prices``, ``walras``.
    """
    old, new = base_flows.tolist(), flows.tolist()
    wage, price = wage_hat.tolist(), price_hat.tolist()
    n = len(old)
    made = [math.fsum(row) for row in old]
    used = [math.fsum(old[i][j] for i in range(n)) for j in range(n)]
    world = math.fsum(made)
    sold = [math.fsum(row) for row in new]
    bought = [math.fsum(new[i][j] for i in range(n)) for j in range(n)]
    clearing = max(abs(sold[i] / (wage[i] * made[i]) - 1.0) for i in range(n))
    due = _due(made, used, wage, deficits)
    spending = max(abs(bought[j] / due[j] - 1.0) for j in range(n))
    positive = all(x > 0 and math.isfinite(x) for x in (*wage, *price))
    walras = max(abs(math.fsum(sold) / math.fsum(bought) - 1.0), abs(math.fsum(sold) / world - 1.0))
    gravity, index = (
        _gravity(old, new, wage, price, np.log(tau_hat).tolist(), theta) if positive else (math.inf,) * 2
    )
    found = (
        ("market_clearing", clearing, CLEARING, "relative, by country; small countries count as large ones"),
        ("spending", spending, CLEARING, "column sums against income plus deficit"),
        ("gravity", gravity, ROUNDING, "log of cross ratios of cells; rounding of powers"),
        ("prices", index, ROUNDING, "positive, and again from the largest share of each importer"),
        ("walras", walras, CLEARING, "world sales, purchases and the numeraire"),
    )
    tail = f"_{label}" if label else ""
    return tuple(
        Certificate("trade", name + tail, value, limit, reason) for name, value, limit, reason in found
    )


def _due(made: list[float], used: list[float], wage: list[float], deficits: str) -> list[float]:
    """Expenditure that the rule of deficits allows."""
    n, world = len(made), math.fsum(made)
    income = [w * y for w, y in zip(wage, made, strict=True)]
    now = math.fsum(income)
    if deficits == "balanced":
        return income
    if deficits == "multiplicative":
        raw = [income[j] * used[j] / made[j] for j in range(n)]
        scale = now / math.fsum(raw)
        return [x * scale for x in raw]
    return [income[j] + (used[j] - made[j]) * now / world for j in range(n)]


def _gravity(
    old: list[list[float]],
    new: list[list[float]],
    wage: list[float],
    price: list[float],
    log_cost: list[list[float]],
    theta: float,
) -> tuple[float, float]:
    """Largest deviation from gravity over all cells, and of prices from the share of the largest origin."""
    n = len(old)
    total_old = [math.fsum(old[i][j] for i in range(n)) for j in range(n)]
    total_new = [math.fsum(new[i][j] for i in range(n)) for j in range(n)]
    worst, worst_price = 0.0, 0.0
    for j in range(n):
        anchor = max(range(n), key=lambda i: new[i][j])
        if not (old[anchor][j] > 0 and new[anchor][j] > 0):
            return math.inf, math.inf
        moved = math.log(new[anchor][j] / old[anchor][j])
        cost = math.log(wage[anchor]) + log_cost[anchor][j]
        for i in range(n):
            if old[i][j] == 0.0:
                worst = max(worst, math.inf if new[i][j] != 0.0 else 0.0)
            elif new[i][j] > 1e-290:  # below, the cell has lost digits to the smallest number there is
                expected = -theta * (math.log(wage[i]) + log_cost[i][j] - cost)
                worst = max(worst, abs(math.log(new[i][j] / old[i][j]) - moved - expected))
        share = moved - math.log(total_new[j] / total_old[j])
        worst_price = max(worst_price, abs(cost + share / theta - math.log(price[j])))
    return worst, worst_price


def certify_tables(flows: pd.DataFrame, countries: pd.DataFrame) -> Certificate:
    """From the two tables alone: each country's purchases are its income plus its deficit, its sales its income.

    Parameters
    ----------
    flows, countries
        As in ``jibek.trade.tables``.
    """
    key = ["country", "reporter"]
    bought = flows.rename(columns={"importer": "country"}).groupby(key)["value_usd"].sum()
    sold = flows.rename(columns={"exporter": "country"}).groupby(key)["value_usd"].sum()
    row = countries.set_index(key)
    income = row["income_usd"]
    spent = (bought.reindex(row.index) / (income + row["deficit_usd"]) - 1.0).abs()
    earned = (sold.reindex(row.index) / income - 1.0).abs()
    value = float(max(spent.max(skipna=False), earned.max(skipna=False)))
    return Certificate(
        "trade",
        "spending_is_income_and_deficit",
        value,
        CLEARING,
        "recomputed from trade.flows and trade.countries",
    )
