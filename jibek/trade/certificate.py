"""Whether an equilibrium is one, checked cell by cell by code that shares nothing with the solver.

Reads   base flows, changes of cost, new flows, wages, prices
Writes  certificates

    market clearing   what a country sells, less what carriers keep of it, is its base output times its wage
    balance of trade  what a country sells and buys abroad differ by its deficit and what carriers keep, in parts of
                      that trade: where little is traded, markets that clear do not say so
    spending          what it buys is its income, its carriers' income and its deficit under the rule
    gravity           ratios of cells of one importer moved as costs and wages did
    prices            positive, and each again from its domestic share (Arkolakis, Costinot and Rodriguez-Clare 2012)
    Walras            world sales are world purchases, world output is the numeraire, and what carriers keep is what
                      countries collect
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate

if TYPE_CHECKING:
    from jibek.trade.takings import Takings

CLEARING = 1e-10

EPSILON = math.ulp(1.0)

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
    takings: Takings | None = None,
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
    takings
        What carriers keep; None: nothing.
    label
        Put behind the names, as the reporter.

    Returns
    -------
    tuple of Certificate
        ``market_clearing`` (relative, by country, at most 1e-10), ``balance_of_trade``, ``spending``, ``gravity``,
        ``prices``, ``walras``.
    """
    old, new = base_flows.tolist(), flows.tolist()
    wage, price = wage_hat.tolist(), price_hat.tolist()
    n = len(old)
    kept = _kept(takings, n)
    made = [math.fsum(row) - charge for row, charge in zip(old, kept[0], strict=True)]
    used = [math.fsum(old[i][j] for i in range(n)) for j in range(n)]
    world = math.fsum(made)
    sold = [math.fsum(row) - charge for row, charge in zip(new, kept[2], strict=True)]
    bought = [math.fsum(new[i][j] for i in range(n)) for j in range(n)]
    clearing = max(abs(sold[i] / (wage[i] * made[i]) - 1.0) for i in range(n))
    due = _due(made, used, wage, deficits, kept[1], kept[3])
    spending = max(abs(bought[j] / due[j] - 1.0) for j in range(n))
    positive = all(x > 0 and math.isfinite(x) for x in (*wage, *price))
    paid = math.fsum(sold) + math.fsum(kept[2])
    walras = max(abs(paid / math.fsum(bought) - 1.0), abs(math.fsum(sold) / world - 1.0))
    walras = max(walras, *(abs(math.fsum(a) - math.fsum(b)) / world for a, b in (kept[:2], kept[2:])))
    gravity, index = (
        _gravity(old, new, wage, price, np.log(tau_hat).tolist(), theta) if positive else (math.inf,) * 2
    )
    balance = _balance(old, new, wage, due, deficits, kept)
    # An elasticity near 0 divides the rounding of the logs that stand here.
    of_prices = ROUNDING + 4.0 * EPSILON / theta
    found = (
        ("market_clearing", clearing, CLEARING, "relative, by country; small countries count as large ones"),
        (
            "balance_of_trade",
            balance,
            ROUNDING,
            "by country, in parts of its trade, beyond the rounding of the base's",
        ),
        ("spending", spending, CLEARING, "column sums against income, carriers' income and deficit"),
        ("gravity", gravity, ROUNDING, "log of cross ratios of cells; rounding of powers"),
        ("prices", index, of_prices, "positive, and again from the largest share of each importer"),
        ("walras", walras, CLEARING, "world sales, purchases, what carriers keep and the numeraire"),
    )
    tail = f"_{label}" if label else ""
    return tuple(
        Certificate("trade", name + tail, value, limit, reason) for name, value, limit, reason in found
    )


def _kept(takings: Takings | None, n: int) -> tuple[list[float], ...]:
    """Charged and collected in the base, charged and collected now."""
    if takings is None:
        return ([0.0] * n,) * 4
    parts = (takings.charged_base, takings.collected_base, takings.charged, takings.collected)
    return tuple(part.tolist() for part in parts)


def _due(
    made: list[float],
    used: list[float],
    wage: list[float],
    deficits: str,
    collected_base: list[float],
    collected: list[float],
) -> list[float]:
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
    deficit = [used[j] - made[j] - collected_base[j] for j in range(n)]
    return [income[j] + deficit[j] * now / world + collected[j] for j in range(n)]


def _balance(
    old: list[list[float]],
    new: list[list[float]],
    wage: list[float],
    due: list[float],
    deficits: str,
    kept: tuple[list[float], ...],
) -> float:
    """Largest part of a country's trade that its deficit and its carriers do not explain.

    What is less than the rounding of its trade in the base is nothing: there may be far less trade now. A deficit by
    the multiplicative rule is a difference of two large sums, and known to their rounding alone.
    """
    n, worst = len(old), 0.0
    was_world = math.fsum(math.fsum(row) for row in old) - math.fsum(kept[0])
    now_world = math.fsum(math.fsum(row) for row in new) - math.fsum(kept[2])
    for i in range(n):
        others = [j for j in range(n) if j != i]
        was_out, was_in = math.fsum(old[i][j] for j in others), math.fsum(old[j][i] for j in others)
        out, into = math.fsum(new[i][j] for j in others), math.fsum(new[j][i] for j in others)
        lent = was_in - was_out + kept[0][i] - kept[1][i]
        known = was_out + was_in
        if deficits == "balanced":
            worst = max(worst, abs(lent) / known)  # the base is balanced
            lent = 0.0
        elif deficits == "world":
            lent *= now_world / was_world
        else:
            income = wage[i] * (math.fsum(old[i]) - kept[0][i])
            lent, known = due[i] - income, due[i] + income
        apart = abs(math.fsum((out, kept[3][i], lent, -into, -kept[2][i])))
        worst = max(worst, max(0.0, apart - 16.0 * EPSILON * known) / max(out + into, 1e-300))
    return worst


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
    """From the two tables alone, whether each country's accounts close.

    Its purchases fob are its sales plus its deficit. What it pays for goods delivered is its output, its carriers' net
    income and a deficit; the output is what its buyers pay less what carriers keep of that. All that carriers keep is
    collected.

    Parameters
    ----------
    flows, countries
        As in ``jibek.trade.tables``.
    """
    key = ["country", "reporter"]
    columns = ["value_usd", "delivered_usd"]
    bought = flows.rename(columns={"importer": "country"}).groupby(key)[columns].sum()
    sold = flows.rename(columns={"exporter": "country"}).groupby(key)[columns].sum()
    row = countries.set_index(key)
    bought, sold = bought.reindex(row.index), sold.reindex(row.index)
    income, output = row["income_usd"], row["output_usd"]
    collected, charged = row["carriers_income_usd"], row["carriers_charge_usd"]
    apart = (
        bought["value_usd"] / (income + row["deficit_usd"]) - 1.0,
        sold["value_usd"] / income - 1.0,
        bought["delivered_usd"] / (output + collected + row["delivered_deficit_usd"]) - 1.0,
        (sold["delivered_usd"] - charged) / output - 1.0,
        (collected - charged).groupby(level="reporter").sum() / output.groupby(level="reporter").sum(),
    )
    value = float(max(x.abs().max(skipna=False) for x in apart))
    return Certificate(
        "trade",
        "spending_is_income_and_deficit",
        value,
        CLEARING,
        "recomputed from trade.flows and trade.countries",
    )


def certify_carriers(
    carriers: pd.DataFrame,
    arc_flows: pd.DataFrame,
    arcs: pd.DataFrame,
    arc_costs: pd.DataFrame,
    subsidy_kept: float,
) -> Certificate:
    """From tables alone: tonnes on arcs times prices are what carriers are paid, and what of it is income.

    Parameters
    ----------
    carriers, arc_flows, arcs, arc_costs
        ``trade.carriers``, ``flows.arc_flows``, ``network.arcs``, ``network.arc_costs``.
    subsidy_kept
        Part of a subsidy that is income of those who get it.
    """
    at = arcs.set_index("arc_id")
    tonnes = arc_flows.groupby(["arc_id", "commodity"])["tonnes_per_year"].sum().reset_index()
    told = tonnes.merge(arc_costs.rename(columns={"class": "commodity"}), on=["arc_id", "commodity"])
    who, kind, mode = (told["arc_id"].map(at[c]) for c in ("collected_by", "kind", "mode"))
    told = told.assign(
        paid=told["tonnes_per_year"] * told["usd_per_tonne"],
        income=told["tonnes_per_year"] * told["income_usd_per_tonne"],
        mode=mode.where(kind.isin(["haul", "border"]), "terminal"),
        country=who.str.split(";"),
        among=1.0 + who.str.count(";"),
    ).dropna(subset=["country"])
    each = told.explode("country").assign(
        paid=lambda x: x["paid"] / x["among"], income=lambda x: x["income"] / x["among"]
    )
    again = each.groupby(["country", "mode"])[["paid", "income"]].sum()
    row = carriers.set_index(["country", "mode"])
    found = pd.DataFrame(
        {"paid": row["paid_usd"], "income": row["income_usd"] - subsidy_kept * row["subsidy_usd"]}
    )
    closes = row["paid_usd"] + row["subsidy_usd"] - row["resources_usd"] - row["income_usd"]
    apart = max(
        float(again.sub(found, fill_value=0.0).abs().to_numpy().max(initial=0.0)), float(closes.abs().max())
    )
    return Certificate(
        "trade",
        "carriers_are_paid_for_what_passes",
        apart / max(float(again["paid"].sum()), 1e-300),
        ROUNDING,
        "share of all that is paid; sums of some 1e5 path flows round at 1e-11",
    )
