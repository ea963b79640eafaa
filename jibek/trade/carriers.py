"""Who earns what freight pays: tariffs less what carriage costs, by the country that collects.

Reads   prices and paths of the loaded network, tonnes by way, who collects on an arc
Writes  amounts by pair of countries, collecting country and mode

    a box China - Germany over Kazakhstan     paid to KAZ, rail   600 USD    costs 390    income 210
                                              paid to POL, rail   500        costs 325    income 175
                                              subsidy of CHN      2 500      what carriers get beside, and CHN pays

A tonne of a trip pays the mean of its paths. With the subsidy a carrier gets price and subsidy; it is spread over the
railways of the trip as their costs are, so that a toll draws none of it, and costs are the same share of both, as they
are of a tariff without one. So the price that shippers pay, and every flow, stands without it.

In sum over countries, income less the subsidies that are paid is what shippers pay beyond the cost of carriage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from jibek.flows.projection.memory import Paths
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import BOXED, CARRIERS, MODE_OF_CORRIDOR
from jibek.network.cost.subsidy import AMONG, PAYER, SUBSIDY
from jibek.network.names import corridor_of
from jibek.record.groups import members
from jibek.trade.takings import Takings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jibek.demand import Total
    from jibek.demand.trips import Trips
    from jibek.flows import Assignment
    from jibek.network import Network
    from jibek.record import Facts

_RAIL = CARRIERS.index("rail")


@dataclass(frozen=True, slots=True)
class Rates:
    """USD that a tonne of each trip brings, (trip, country x mode) with the modes of a country together.

    paid by shippers; income: paid and subsidy less cost; subsidy received; names: the countries, in order.
    """

    names: tuple[str, ...]
    paid: csr_matrix
    income: csr_matrix
    subsidy: csr_matrix


@dataclass(frozen=True, slots=True)
class Accounts:
    """What carriers got and kept in a year, USD.

    exporter, importer: (pair,) positions among ``names``; paid, income, subsidy: (pair, country, mode) by whom it is
    collected; the subsidy is paid by the country ``payer``.
    """

    names: tuple[str, ...]
    payer: int
    exporter: Array
    importer: Array
    paid: Array
    income: Array
    subsidy: Array

    def takings(self, base: Accounts, scale: Array | None = None) -> Takings:
        """What trade has to know of these and of the base's accounts.

        Parameters
        ----------
        scale : shape (exporter, importer)
            Trade of another reporter over that of the base's: who counts more trade counts more freight with it.
        """
        return Takings(*base._summed(scale), *self._summed(scale))

    def _summed(self, scale: Array | None) -> tuple[Array, Array]:
        """Charged beyond cost on the goods of each exporter, and net income of each country; both (country,)."""
        n = len(self.names)
        factor = np.ones(len(self.exporter)) if scale is None else scale[self.exporter, self.importer]
        kept = factor[:, None] * self.income.sum(axis=2)
        borne = factor * self.subsidy.sum(axis=(1, 2))
        collected = kept.sum(axis=0)
        collected[self.payer] -= borne.sum()
        return np.bincount(self.exporter, kept.sum(axis=1) - borne, n), collected

    def frame(self, base: Accounts) -> pd.DataFrame:
        """trade.carriers, as `trade.tables` declares it; countries and modes that collect nothing are left out."""
        n, modes = len(self.names), len(CARRIERS)
        through = self._transit()
        was = base.income.sum(axis=0).ravel()
        borne = np.zeros((n, modes))
        borne[self.payer, _RAIL] = self.subsidy.sum()
        paid, income, received = (x.sum(axis=0).ravel() for x in (self.paid, self.income, self.subsidy))
        frame = pd.DataFrame(
            {
                "country": np.repeat(np.array(self.names, object), modes),
                "mode": np.tile(np.array(CARRIERS, object), n),
                "paid_usd": paid,
                "subsidy_usd": received,
                "resources_usd": paid + received - income,
                "income_usd": income,
                "base_income_usd": was,
                "transit_paid_usd": (self.paid * through).sum(axis=0).ravel(),
                "transit_income_usd": (self.income * through).sum(axis=0).ravel(),
                "subsidy_borne_usd": borne.ravel(),
            }
        )
        amounts = frame.drop(columns=["country", "mode"])
        return frame[(amounts != 0.0).any(axis=1)].reset_index(drop=True)

    def _transit(self) -> Array:
        """Which freight is transit to whom: neither sold nor bought there, (pair, country, 1)."""
        country = np.arange(len(self.names))
        through = (self.exporter[:, None] != country) & (self.importer[:, None] != country)
        return np.asarray(through[:, :, None])


def rates_of(network: Network, flow: Assignment, trips: Trips, total: Total, facts: Facts) -> Rates:
    """What a tonne of each trip brings to whom, on the paths that its freight takes.

    A solver that keeps no paths leaves arcs: every trip of a class and group then pays the mean of its arcs, so that
    sums over countries still hold and the split over exporters is a mean.
    """
    if isinstance(flow.start, Paths):
        on_arcs = _per_tonne_of_paths(flow.start, trips, len(network.tail))
    else:
        on_arcs = _per_tonne_of_classes(flow.flow, flow.demand.tonnes, trips)
    return _rates(network, total, trips, on_arcs, trips.cls, _subsidised(network, trips, total, facts), facts)


def kept_of_paths(
    network: Network, total: Total, trips: Trips, trip: Array, arcs: csr_matrix, cls: Array, facts: Facts
) -> csr_matrix:
    """Net income that a tonne of each path brings each country, the subsidy taken off its payer's: (path, country).

    Parameters
    ----------
    trip, cls : shape (path,)
    arcs : shape (path, arc)
        Passages.
    """
    subsidised = _subsidised(network, trips, total, facts)[trip]
    rates = _rates(network, total, trips, arcs, cls, subsidised, facts)
    borne = np.asarray(rates.subsidy.sum(axis=1))
    payer = csr_matrix(([1.0], ([0], [rates.names.index(PAYER)])), (1, len(rates.names)))
    return csr_matrix(rates.income @ _by_country(len(rates.names)) - csr_matrix(borne) @ payer)


def _rates(
    network: Network,
    total: Total,
    trips: Trips,
    on_arcs: csr_matrix,
    cls: Array,
    subsidised: Array,
    facts: Facts,
) -> Rates:
    """Rates of what passes arcs as ``on_arcs`` says, (row, arc), of a class and subsidised or not, (row,)."""
    names = total.matrix.countries
    who = _collectors(network, names)
    paid, income = (
        _times(on_arcs, price, cls) @ who for price in (network.usd_per_tonne, network.income_usd_per_tonne)
    )
    box = facts.assume(SUBSIDY) / (2.0 * facts.assume("tonnes_per_teu_rail"))
    rail = _of_mode(paid - income, _RAIL)
    whole = np.asarray(rail.sum(axis=1)).ravel()
    due = np.where(subsidised & (whole > 0), box, 0.0)
    subsidy = csr_matrix(
        rail.multiply(np.divide(due, whole, out=np.zeros_like(due), where=whole > 0)[:, None])
    )
    income = income + (1.0 - facts.assume("resource_share_rail")) * subsidy
    return Rates(names, paid.tocsr(), income.tocsr(), subsidy)


def accounts(rates: Rates, trips: Trips, ways: Array, total: Total) -> Accounts:
    """What the tonnes by way, (way,), bring to carriers at the rates of their trips."""
    n, pairs = len(rates.names), total.pairs
    pair = trips.pair
    keys = pairs.exporter.astype(np.int64) * n + pairs.importer
    known, number = np.unique(keys, return_inverse=True)
    tonnes = csr_matrix((ways, (number[pair], trips.trip)), (len(known), rates.paid.shape[0]))
    shape = (len(known), n, len(CARRIERS))
    amounts = [(tonnes @ x).toarray().reshape(shape) for x in (rates.paid, rates.income, rates.subsidy)]
    return Accounts(rates.names, rates.names.index(PAYER), known // n, known % n, *amounts)


def collecting(network: Network, names: Sequence[str]) -> csr_matrix:
    """Share of an arc's price that each country gets, (arc, country)."""
    return csr_matrix(_collectors(network, names) @ _by_country(len(names)))


def _collectors(network: Network, names: Sequence[str]) -> csr_matrix:
    """Share of an arc's price that each country gets by each mode, (arc, country x mode)."""
    modes = len(CARRIERS)
    place = {name: i for i, name in enumerate(names)}
    rows, columns, shares = [], [], []
    told = network.arcs[["collected_by", "mode", "kind"]].itertuples(index=False, name=None)
    for arc, (who, mode, kind) in enumerate(told):
        if not isinstance(who, str):
            continue
        slot = CARRIERS.index(mode if kind in ("haul", "border") else "terminal")
        among = who.split(";")
        for name in among:
            rows.append(arc)
            columns.append(place[name] * modes + slot)
            shares.append(1.0 / len(among))
    return csr_matrix((shares, (rows, columns)), (len(network.tail), len(names) * modes))


def _per_tonne_of_paths(paths: Paths, trips: Trips, arcs: int) -> csr_matrix:
    """Passages of arcs by a tonne of each trip, (trip, arc)."""
    trip = paths.among(trips.origin, trips.destination, trips.cls, trips.group)
    used = np.flatnonzero((trip >= 0) & (paths.flow > 0))
    trip, taken = trip[used].astype(np.int32), paths.taken(used)
    share = taken.flow / np.bincount(trip, taken.flow, len(trips.origin))[trip]
    length = np.diff(taken.arc_at)
    passages = np.repeat(share, length), (np.repeat(trip, length), taken.arcs)
    return csr_matrix(passages, (len(trips.origin), arcs))


def _per_tonne_of_classes(flow: Array, tonnes: Array, trips: Trips) -> csr_matrix:
    """The same as means over the trips of each class and group, from flows of shape (class, group, arc)."""
    groups = flow.shape[1]
    row = trips.cls.astype(np.int64) * groups + trips.group
    whole = np.bincount(row, tonnes, flow.shape[0] * groups)
    mean = flow.reshape(len(whole), -1) / np.where(whole > 0, whole, np.inf)[:, None]
    return csr_matrix(mean)[row]


def _times(on_arcs: csr_matrix, price: Array, cls: Array) -> csr_matrix:
    """Passages times the price of a tonne of the trip's class, price of shape (class, arc)."""
    cls_of = np.repeat(cls, np.diff(on_arcs.indptr))
    return csr_matrix(
        (on_arcs.data * price[cls_of, on_arcs.indices], on_arcs.indices, on_arcs.indptr), on_arcs.shape
    )


def _by_country(countries: int) -> csr_matrix:
    """Sums over the modes of each country, (country x mode, country)."""
    slots = np.arange(countries * len(CARRIERS))
    return csr_matrix((np.ones(len(slots)), (slots, slots // len(CARRIERS))))


def _of_mode(amounts: csr_matrix, mode: int) -> csr_matrix:
    """The amounts of one mode, the others 0."""
    kept = (np.arange(amounts.shape[1]) % len(CARRIERS) == mode).astype(float)
    return csr_matrix(amounts.multiply(kept[None, :]))


def _subsidised(network: Network, trips: Trips, total: Total, facts: Facts) -> Array:
    """Trips of boxes by rail between the country that subsidises and Europe, (trip,)."""
    pairs, names = total.pairs, np.array(total.matrix.countries)
    europe = np.isin(names, members(AMONG, facts))
    pays = names == PAYER
    between = (pays[pairs.exporter] & europe[pairs.importer]) | (
        europe[pairs.exporter] & pays[pairs.importer]
    )
    by_rail = np.array([MODE_OF_CORRIDOR[corridor_of(g)] == "rail" for g in network.groups])
    meant = np.zeros(len(trips.origin), bool)
    meant[trips.trip[between[trips.pair]]] = True
    return meant & by_rail[trips.group] & (network.commodity[trips.cls] == BOXED)
