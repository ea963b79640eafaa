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


class Matrix(Protocol):
    """Trade between countries, as the demand stage makes it: shape (exporter, importer), USD a year."""

    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def value_usd(self) -> Array: ...
    @property
    def known(self) -> Array: ...
    def with_reporter(self, reporter: str) -> Matrix: ...


def solve(
    matrix: Matrix,
    tau_hat: Array,
    theta: float,
    *,
    deficits: Deficits = "world",
    reporters: Sequence[str] = REPORTERS,
    base_reporter: str = BASE_REPORTER,
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

    Raises
    ------
    InputError, CertificateError
        As in ``solve_hat``.
    """
    solutions = {
        name: solve_hat(
            matrix.with_reporter(name).value_usd, tau_hat, theta, deficits, names=matrix.countries
        )
        for name in reporters
    }
    return World(
        matrix.countries, base_reporter, theta, deficits, np.asarray(tau_hat, float), solutions, matrix.known
    )


def theta_of(facts: Facts, section: TradeSection) -> float:
    """The scenario's trade elasticity, else the assumption ``trade_theta``."""
    return facts.assume("trade_theta") if section.theta is None else section.theta


def unchanged(matrix: Matrix, facts: Facts, section: TradeSection) -> World:
    """The world of a run that is its own base: trade as published, all changes exactly zero."""
    return solve(matrix, np.ones_like(matrix.value_usd), theta_of(facts, section))


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

    Raises
    ------
    InputError
        ``trade.no_path``, ``trade.bad_value`` as in ``change_of_cost``; ``trade.value_above_trade`` as in
        ``shares_of_value``.
    """
    known = np.isfinite(cost_base)
    start = np.zeros(len(known)) if level is None else np.nan_to_num(level, nan=0.0)
    rows = (
        freight.exporter,
        freight.importer,
        shares_of_value(freight, matrix.value_usd, matrix.countries),
        freight.usd_per_tonne,
        np.where(known, start, np.inf),
        start + np.where(known, cost_new - np.where(known, cost_base, 0.0), 0.0),
    )
    world = solve(matrix, change_of_cost(*rows, len(matrix.countries)), theta_of(facts, section))
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
