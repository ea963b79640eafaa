"""How the world's trade moves with small changes of cost, around an equilibrium: what `hat` solves, made linear.

    Y_i v_i = sum_j X_ij x_ij - a_i,   E_j e_j = Y_j v_j + b_j
    x_ij = e_j - theta (v_i + t_ij) + theta sum_k s_kj (v_k + t_kj)

v, x, e and t are changes of logs of wages, flows, spending and costs, a and b of what carriers keep of an exporter's
sales and of what a country's carriers collect; Y output, E spending, X flows, s shares of origins. World output is the
numeraire and a deficit stays the same part of it, the rule ``world`` of `hat.solve_hat`.

Method  Dekle, Eaton and Kortum (2008) to first order; the matrix is that of excess demand (Alvarez and Lucas, 2007)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.trade.hat import HatSolution


@dataclass(frozen=True, slots=True)
class TradeSlopes:
    """Changes of logs for each of some causes: costs, one of a pair of countries rising by one log unit, then USD.

    wage, welfare: shape (country, cause); flow: (exporter, importer, cause). Causes are the costs asked for, then one
    more USD collected by each country, then one more charged on the goods of each. Only changes in which as much is
    charged as collected have a meaning.
    """

    wage: Array
    welfare: Array
    flow: Array


def slopes(world: HatSolution, theta: float, exporter: Array, importer: Array) -> TradeSlopes:
    """Slopes around ``world`` with respect to the costs from ``exporter`` to ``importer``, shape (cost,) each."""
    flows, output = world.flows, world.income
    sales, spending = flows.sum(axis=1), flows.sum(axis=0)
    share, weight = flows / spending, output / spending
    n, count = len(flows), len(exporter)
    costs = np.arange(count)
    excess = theta * (flows @ share.T) + flows * weight
    excess[np.diag_indices(n)] -= theta * sales + output
    own, among = flows[exporter, importer], share[exporter, importer]
    shock = np.zeros((n, count + 2 * n))
    shock[:, :count] = -theta * flows[:, importer] * among  # buyers there turn to all others
    shock[exporter, costs] += theta * own
    shock[:, count : count + n] = -share  # who collects a dollar buys with it
    shock[:, count + n :] = np.eye(n)
    # Wages are free up to a common factor: the numeraire pins it, which is added to every row.
    wage = np.linalg.solve(excess - output.sum() * np.outer(np.ones(n), output / output.sum()), shock)
    price = share.T @ wage  # (importer, cause)
    price[importer, costs] += among
    spent = weight[:, None] * wage
    spent[:, count : count + n] += np.diag(1.0 / spending)
    flow = (spent + theta * price)[None] - theta * wage[:, None]
    flow[exporter, importer, costs] -= theta
    return TradeSlopes(wage, spent - price, flow)
