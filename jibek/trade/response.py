"""The world's answer to a change of cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import BASE_REPORTER, REPORTERS
from jibek.trade.cost import Freight, change_of_cost, shares_of_value
from jibek.trade.hat import Deficits, solve_hat
from jibek.trade.world import World

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.scenario import TradeSection
    from jibek.trade.carriers import Accounts


class Matrix(Protocol):
    """Trade between countries, as the demand stage makes it: shape (exporter, importer), USD a year."""

    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def value_usd(self) -> Array: ...
    @property
    def known(self) -> Array: ...
    def with_reporter(self, reporter: str) -> Matrix: ...


def delivered_over_fob(matrix: Matrix, freight: Freight, level: Array) -> Array:
    """What buyers pay delivered over the value fob: shape (exporter, importer), 1 without freight.

    Time counts as freight: what it is worth to buyers is lost on the way as a price is. Welfare then weighs a dollar of
    freight as a dollar, also where it is a third of the price.

    Parameters
    ----------
    level : shape (row,)
        USD per tonne of freight, ``mean_cost``; not finite: not known, taken as 0.
    """
    value = np.asarray(matrix.value_usd, float)
    n = len(value)
    usd = freight.tonnes * np.where(np.isfinite(level), level, 0.0)
    pair = freight.exporter.astype(np.int64) * n + freight.importer
    carriage = np.bincount(pair, usd, n * n).reshape(n, n)
    return 1.0 + np.divide(carriage, value, out=np.zeros_like(value), where=value > 0)


def solve(
    matrix: Matrix,
    tau_hat: Array,
    theta: float,
    *,
    deficits: Deficits = "world",
    reporters: Sequence[str] = REPORTERS,
    base_reporter: str = BASE_REPORTER,
    over_fob: Array | None = None,
    carriers: tuple[Accounts, Accounts] | None = None,
) -> World:
    """The world's trade after delivered costs change, once per reporter of Kazakhstan-China trade.

    Parameters
    ----------
    matrix
        Base trade with domestic sales on the diagonal.
    tau_hat : shape (exporter, importer)
        New over old delivered cost.
    theta
        Trade elasticity.
    deficits
        As in ``solve_hat``.
    reporters, base_reporter
        Whose figures to solve with, and which of them ``World.trade_ratio`` takes.
    over_fob : shape (exporter, importer)
        As `delivered_over_fob` gives it; None: 1, as if delivery cost nothing in the base.
    carriers
        Accounts of carriers in the base and now; None: what freight costs is lost.

    Raises
    ------
    InputError, CertificateError
        As in ``solve_hat``.
    """
    values = {name: np.asarray(matrix.with_reporter(name).value_usd, float) for name in reporters}
    own = values.get(base_reporter, np.asarray(matrix.value_usd, float))
    solutions = {}
    for name, value in values.items():
        scale = np.divide(value, own, out=np.ones_like(value), where=own > 0)
        solutions[name] = solve_hat(
            value if over_fob is None else value * over_fob,
            tau_hat,
            theta,
            deficits,
            takings=None if carriers is None else carriers[1].takings(carriers[0], scale),
            names=matrix.countries,
        )
    return World(
        matrix.countries, base_reporter, theta, deficits, np.asarray(tau_hat, float), solutions, values,
        matrix.known, carriers,
    )  # fmt: skip


def theta_of(facts: Facts, section: TradeSection) -> float:
    """The scenario's trade elasticity, else the assumption ``trade_theta``."""
    return facts.assume("trade_theta") if section.theta is None else section.theta


def unchanged(
    matrix: Matrix,
    facts: Facts,
    section: TradeSection,
    *,
    freight: Freight | None = None,
    level: Array | None = None,
    carriers: Accounts | None = None,
) -> World:
    """The world of a run that is its own base: trade as published, all changes exactly zero; arguments as `respond`."""
    over_fob = None
    if freight is not None and level is not None:
        over_fob = delivered_over_fob(matrix, freight, level)
    return solve(
        matrix,
        np.ones_like(matrix.value_usd),
        theta_of(facts, section),
        over_fob=over_fob,
        carriers=None if carriers is None else (carriers, carriers),
    )


def respond(
    matrix: Matrix,
    freight: Freight,
    cost_base: Array,
    cost_new: Array,
    facts: Facts,
    section: TradeSection,
    *,
    level: Array | None = None,
    shares: Sequence[float] = (1.0,),
    carriers: tuple[Accounts, Accounts] | None = None,
) -> World:
    """The world's answer to a change of generalised cost on the network.

    Parameters
    ----------
    matrix
        Base trade.
    freight
        Rows of freight in the base; a row's value is its tonnes at the USD per tonne of its own market.
    cost_base, cost_new : shape (row,)
        USD per tonne of the choice as a whole; only the difference of the two counts, as a log-sum has no level.
    level : shape (row,)
        What a tonne costs in the base, for the delivered price on which the change is a percentage (``mean_cost``);
        absent: 0, and the change is measured on the value fob.
    shares
        Parts of the year whose rows follow each other, as many rows in each.
    carriers
        As in `solve`.

    Raises
    ------
    InputError
        ``trade.no_path``, ``trade.bad_value`` as in ``change_of_cost``; ``trade.value_above_trade`` as in
        ``shares_of_value``.
    """
    known = np.isfinite(cost_base)
    start = np.zeros(len(known)) if level is None else np.nan_to_num(level, nan=0.0)
    over_fob = delivered_over_fob(matrix, freight, start)
    covered = shares_of_value(freight, matrix.value_usd, matrix.countries)
    rows = (
        freight.exporter,
        freight.importer,
        # Part of what the pair pays delivered, as the change is of the delivered price.
        covered * (1.0 + start / freight.usd_per_tonne) / over_fob[freight.exporter, freight.importer],
        freight.usd_per_tonne,
        np.where(known, start, np.inf),
        start + np.where(known, cost_new - np.where(known, cost_base, 0.0), 0.0),
    )
    world = solve(
        matrix,
        change_of_cost(*rows, len(matrix.countries)),
        theta_of(facts, section),
        over_fob=over_fob,
        carriers=carriers,
    )
    if len(shares) == 1:
        return world
    return replace(
        world, shares=np.array(shares), tau_of_period=_of_period(rows, shares, len(matrix.countries))
    )


def _of_period(rows: tuple[Array, ...], shares: Sequence[float], countries: int) -> Array:
    """Change of delivered cost in each part of the year: shape (period, exporter, importer), 1 in parts of no days."""
    tau = np.ones((len(shares), countries, countries))
    parts = zip(*(np.split(column, len(shares)) for column in rows), strict=True)
    for p, (share, (exporter, importer, value, price, old, new)) in enumerate(
        zip(shares, parts, strict=True)
    ):
        if share > 0.0:
            tau[p] = change_of_cost(exporter, importer, value / share, price, old, new, countries)
    return tau
