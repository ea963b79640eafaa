"""A settled state made linear: what any figure of it gains by a small change anywhere, by one solution for each figure.

    path       c = worth of an hour x d over its queues + asked cost         every used path of a trip alike
    trip       sum of x over its paths = tonnes x (the logit's answer to c + trade's answer r)
    queue      d = slope of the curve x load of x + asked delay
    price      p = share of freight in the delivered price x answer of the choice to c
    takings    k = what a tonne of each path brings carriers x x + asked income
    trade      r = answer of all countries to p and k

are changes of paths' tonnes x, trips' cost c, queues' delay d, delivered prices p and trade r (both in logs, by pair
of countries), and takings k in mn USD: what carriers of each country collect, then what is charged on each one's
goods. It is one sparse system. A figure is a weighted sum of these; solving the transposed system for its weights
gives how the figure moves with whatever is asked in any row, so that there are as many solutions as figures, not as
places. Paths that carry nothing stay so, and at a kink of a load (``flows.turns``) the side is that of the state.

Method  implicit differentiation of the equilibrium: Tobin and Friesz (1988), Sensitivity analysis for equilibrium
        network flow, Transportation Science 22: 242-250; kinks: Josefsson and Patriksson (2007), Sensitivity analysis
        of separable traffic equilibrium with application to bilevel optimization, Transportation Research B 41: 4-31
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import bmat, csc_matrix, csr_matrix, diags, eye, vstack

from jibek.demand.choice import log_share_slopes
from jibek.demand.corridors import LAND
from jibek.flows.assignment import DAYS, laden_units, turns_of, usable_capacity
from jibek.flows.turns import load_slopes
from jibek.ground.arrays import Array
from jibek.ground.errors import CertificateError
from jibek.trade.carriers import kept_of_paths
from jibek.trade.cost import mean_cost
from jibek.trade.response import delivered_over_fob
from jibek.trade.slopes import slopes

if TYPE_CHECKING:
    from jibek.demand.trips import Trips
    from jibek.flows.projection.memory import Paths
    from jibek.loop import State

# A path with less than this part of its trip is not used: what a solver's rounding leaves.
_USED = 1e-9

# Tonnes a year, a gram: a trip of less moves nothing, and by its reciprocal would leave the range of numbers.
_LEAST_TONNES = 1e-6

# Where two paths of a trip pass the same queues, nothing says how they share a tonne. Each is taken to get dearer by
# this part of its cost when it takes all of its trip: that divides the tonne and moves nothing else.
_SPLIT = 1e-8

# USD in the unit of takings: unknowns near each other in size keep the factors exact.
MILLION = 1e6

# Right sides solved together: 30 MB each time.
_AT_ONCE = 32

# What a solution may leave of a figure's weights: tonnes, hours and logs in one system round at some 1e-10.
_LEFT = 1e-7


@dataclass(frozen=True, slots=True)
class Linear:
    """The system, its unknowns and what figures are sums of.

    matrix: (unknown, unknown); unknowns in order: paths, trips, queues, prices, takings, trade, with ``starts`` (7,).
    cls: (path,) class; visits: (path, facility) passages; arcs: (path, arc) passages; load: (facility, path) units a
    day that a tonne a year adds, empties included.
    choice: (shipper, trip) answer of the cost of a shipper's choice; shipped: (shipper,) tonnes a year.
    tonnes: (path,) a year; sold: (exporter, path) part of a path's freight that a country sells.
    exporter, importer: (pair of countries,).
    """

    matrix: csc_matrix
    starts: Array
    cls: Array
    visits: csr_matrix
    arcs: csr_matrix
    load: csr_matrix
    choice: csr_matrix
    shipped: Array
    tonnes: Array
    sold: csr_matrix
    exporter: Array
    importer: Array

    def adjoint(self, figures: Array) -> Array:
        """Solution of the transposed system for the weights of figures, (unknown, figure).

        Raises
        ------
        CertificateError
            ``values.not_solved``: what is left, put in again, exceeds `_LEFT` of the weights.
        """
        solve = self._transposed()
        solved = solve(figures)
        solved += solve(figures - self.matrix.T @ solved)  # what rounding left
        left = np.abs(self.matrix.T @ solved - figures).max(axis=0)
        scale = np.maximum(np.abs(figures).max(axis=0), 1e-300)
        if not (left <= _LEFT * scale).all():
            worst = float((left / scale).max())
            message = (
                f"the linear system leaves {worst:.3g} of a figure's weight; no value of it is an answer"
            )
            raise CertificateError("values.not_solved", message, [])
        return np.asarray(solved)

    def _transposed(self) -> Callable[[Array], Array]:
        """Solves the transposed system, up to rounding, for any right sides.

        Paths and trips meet in small groups, which queues, countries and their trade join: of these thousand unknowns
        a dense system is made (the Schur complement), where factors of the whole would fill a gigabyte.
        """
        from scipy.linalg import lu_factor, lu_solve
        from scipy.sparse.linalg import splu

        inside = self.part("trips").stop
        groups = splu(self.matrix[:inside, :inside], permc_spec="MMD_AT_PLUS_A")
        joined_by, joins = self.matrix[:inside, inside:].T.tocsr(), self.matrix[inside:, :inside].tocsr()
        left = self.matrix[inside:, inside:].T.toarray()
        joining = np.flatnonzero(np.diff(joins.indptr))
        for few in np.array_split(joining, -(-len(joining) // _AT_ONCE) or 1):
            left[:, few] -= joined_by @ groups.solve(joins[few].T.toarray(), trans="T")
        factors = lu_factor(left)

        def solve(right: Array) -> Array:
            alone = groups.solve(right[:inside], trans="T")
            between = lu_solve(factors, right[inside:] - joined_by @ alone)
            return np.concatenate([alone - groups.solve(joins.T @ between, trans="T"), between])

        return solve

    def part(self, name: str) -> slice:
        """Where the unknowns of a name stand."""
        at = ("paths", "trips", "queues", "prices", "takings", "trade").index(name)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))


def linear(state: State, base: State | None) -> Linear:
    """The system around a state; ``base`` is where trade answers from, None for a state that is its own base."""
    net, pairs = state.network, state.total.pairs
    trips = state.trips
    trip, kept = _used_paths(state, trips)
    known, number = np.unique(trip, return_inverse=True)
    place = np.full(len(trips.origin), -1)
    place[known] = np.arange(len(known))
    paths = state.flow.start
    cls, tonnes = paths.cls[kept], paths.flow[kept]
    arcs = _arcs_of(paths, kept, len(net.tail))
    visits, load = _visits(state, arcs, cls)
    of_trip = csr_matrix((np.ones(len(kept)), (np.arange(len(kept)), number)))
    steep = _steep(state)
    by_cost, by_trade, choice, exporter, importer, country = _shippers(state, place[trips.trip], len(known))
    price = _price(state, base, country, len(exporter)) @ choice
    answer = slopes(
        state.world.solutions[state.world.base_reporter], state.world.theta, exporter, importer
    ).flow[exporter, importer]
    answer[:, len(exporter) :] *= MILLION
    sold = _sold(state, trips)[:, trip]
    takings = _takings(state, trips, trip, arcs, cls, sold)
    pairs_ = len(exporter)
    spread = _SPLIT * _path_costs(state, arcs, cls) / np.maximum(of_trip.T @ tonnes, 1e-9)[number]
    matrix = bmat(
        [
            [-diags(spread), of_trip, -diags(net.class_hour_usd[cls]) @ visits, None, None, None],
            [of_trip.T, -by_cost, None, None, None, -by_trade],
            [-diags(steep) @ load, None, eye(len(steep)), None, None, None],
            [None, -price, None, eye(len(exporter)), None, None],
            [-takings, None, None, None, eye(takings.shape[0]), None],
            [
                None,
                None,
                None,
                *(-csr_matrix(a) for a in (answer[:, :pairs_], answer[:, pairs_:])),
                eye(pairs_),
            ],
        ],
        format="csc",
    )
    sizes = [len(kept), len(known), len(steep), pairs_, takings.shape[0], pairs_]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return Linear(
        matrix, starts, cls, visits, arcs, load, choice, pairs.tonnes, tonnes, sold, exporter, importer
    )  # fmt: skip


def figures_of(system: Linear, weights: Mapping[str, Array]) -> Array:
    """Weights of one figure over all unknowns, (unknown,), from those of the parts that it rests on."""
    out = np.zeros(int(system.starts[-1]))
    for name, values in weights.items():
        out[system.part(name)] = values
    return out


def _used_paths(state: State, trips: Trips) -> tuple[Array, Array]:
    """Trip of each used path, and its number among those that the solver kept."""
    paths, shipped = state.flow.start, trips.total(state.need.ways)
    trip = paths.among(trips.origin, trips.destination, trips.cls, trips.group)
    enough = (trip >= 0) & (shipped[trip] > _LEAST_TONNES)
    kept = np.flatnonzero(enough & (paths.flow > _USED * shipped[trip]))
    return trip[kept], kept


def _arcs_of(paths: Paths, kept: Array, count: int) -> csr_matrix:
    """Passages of arcs by path, (path, arc)."""
    start, end = paths.arc_at[:-1][kept], paths.arc_at[1:][kept]
    at = np.concatenate([[0], np.cumsum(end - start)])
    of = np.repeat(np.arange(len(kept)), end - start)
    arcs = paths.arcs[np.repeat(start - at[:-1], end - start) + np.arange(at[-1])]
    return csr_matrix((np.ones(len(arcs)), (of, arcs)), (len(kept), count))


def _visits(state: State, arcs: csr_matrix, cls: Array) -> tuple[csr_matrix, csr_matrix]:
    """Passages of facilities by path, (path, facility), and the load that a tonne of it adds, (facility, path)."""
    net = state.network
    facilities, jams = len(net.capacity_per_day), np.flatnonzero(net.facility >= 0)
    lane = 2 * net.facility[jams].astype(np.int64) + net.side[jams]
    by_lane = csr_matrix((np.ones(len(jams)), (jams, lane)), (len(net.tail), 2 * facilities))
    visits = arcs @ csr_matrix((np.ones(len(jams)), (jams, net.facility[jams])), (len(net.tail), facilities))
    units = net.units_per_tonne / DAYS
    slope = load_slopes(turns_of(net), laden_units(net, state.flow.flow.sum(axis=1)))
    load = csr_matrix((facilities, arcs.shape[0]))
    for k in np.unique(cls):
        mine = diags((cls == k).astype(float)) @ arcs @ diags(units[k]) @ by_lane
        load = load + csr_matrix(slope[:, :, net.kind[k]]) @ mine.T
    return visits.tocsr(), load.tocsr()


def _steep(state: State) -> Array:
    """Hours by one more unit a day, (facility,)."""
    capacity = usable_capacity(state.network)
    return np.asarray(state.curves.evaluate(state.flow.load / capacity)[1]) / capacity


def _shippers(
    state: State, number: Array, trips: int
) -> tuple[csr_matrix, csr_matrix, csr_matrix, Array, Array, Array]:
    """Tonnes of trips by cost of trips and by trade, cost of each choice by cost of trips, and pairs of countries.

    ``number`` (way,) is the trip's among those that are used, -1 for others. The cost of a corridor follows its doors
    by their shares w in it, so that with the slopes of corridors d ln P(j)/du(k) = d ln P(c)/du(d) w(k), and between
    doors of one corridor (1(j = k) - w(k)) / D more.
    """
    pairs, total, ways = state.total.pairs, state.total, state.trips
    used = np.flatnonzero((number >= 0) & (state.need.ways > 0))
    pair, corridor, trip = ways.pair[used], ways.corridor[used], number[used]
    carried = np.zeros(len(number))
    carried[used] = state.need.ways[used]
    by_corridor = ways.by_corridor(carried)
    tonnes, within = carried[used], carried[used] / ways.of_ways(by_corridor)[used]
    shipped = by_corridor.sum(axis=1)
    share = np.divide(
        by_corridor, shipped[:, None], out=np.zeros_like(by_corridor), where=shipped[:, None] > 0
    )
    j, k = _together(pair)
    moves = log_share_slopes(share, LAND, total.dissimilarity)[pair[j], corridor[j], corridor[k]] * within[k]
    moves += np.where(corridor[j] == corridor[k], ((j == k) - within[k]) / total.doors, 0.0)
    moves *= -total.per_usd[pair[j]] * tonnes[j]
    by_cost = csr_matrix((moves, (trip[j], trip[k])), (trips, trips))
    n = len(state.world.names)
    keys, country = np.unique(pairs.exporter.astype(np.int64) * n + pairs.importer, return_inverse=True)
    by_trade = csr_matrix((tonnes, (trip, country[pair])), (trips, len(keys)))
    choice = csr_matrix((tonnes / shipped[pair], (pair, trip)), (len(shipped), trips))
    return by_cost, by_trade, choice, keys // n, keys % n, country


def _sold(state: State, trips: Trips) -> csr_matrix:
    """Part of each trip's freight that a country sells, (exporter, trip)."""
    exporter = np.asarray(state.total.pairs.exporter)[trips.pair]
    shape = (len(state.world.names), len(trips.origin))
    tonnes = csr_matrix((state.need.ways, (exporter, trips.trip)), shape)
    whole = np.asarray(tonnes.sum(axis=0)).ravel()
    return csr_matrix(
        tonnes @ diags(np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > _LEAST_TONNES))
    )


def _takings(
    state: State, trips: Trips, trip: Array, arcs: csr_matrix, cls: Array, sold: csr_matrix
) -> csr_matrix:
    """Million USD that a tonne of each path brings: collected by each country, then charged on each one's goods,
    (2 x country, path). Nothing where the state keeps no accounts of carriers."""
    n = len(state.world.names)
    if state.world.carriers is None:
        return csr_matrix((2 * n, len(trip)))
    collected = kept_of_paths(state.network, state.total, trips, trip, arcs, cls, state.facts)
    charged = np.asarray(collected.sum(axis=1)).ravel()
    return vstack([collected.T, sold @ diags(charged)], format="csr") / MILLION


def _together(pair: Array) -> tuple[Array, Array]:
    """Positions of every two entries of the same pair, itself with itself too; ``pair`` is sorted."""
    first = np.searchsorted(pair, pair, side="left")
    count = np.searchsorted(pair, pair, side="right") - first
    one = np.repeat(np.arange(len(pair)), count)
    return one, np.repeat(first, count) + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)


def _price(state: State, base: State | None, country: Array, count: int) -> csr_matrix:
    """Log of the delivered price of each pair of countries by USD a tonne of each shipper, (pair, shipper)."""
    before = state if base is None else base
    pairs, matrix = state.total.pairs, state.total.matrix
    # The part of what a pair pays delivered that a shipper carries, as it is now: both follow trade's answer.
    level = np.nan_to_num(mean_cost(before.need.tonnes, before.cost), nan=0.0)
    paid = matrix.value_usd * delivered_over_fob(matrix, before.total.pairs, level) * state.world.trade_ratio
    share = pairs.tonnes * (pairs.usd_per_tonne + level) / paid[pairs.exporter, pairs.importer]
    moved = np.nan_to_num(state.need.cost - before.need.cost, nan=0.0, posinf=0.0, neginf=0.0)
    delivered = pairs.usd_per_tonne + level + moved
    return csr_matrix((share / delivered, (country, np.arange(len(share)))), (count, len(share)))


def _path_costs(state: State, arcs: csr_matrix, cls: Array) -> Array:
    """USD a tonne of each path on the loaded network."""
    by_class = np.where(np.isfinite(state.flow.cost), state.flow.cost, 0.0)
    return np.asarray((arcs @ by_class.T)[np.arange(len(cls)), cls])
