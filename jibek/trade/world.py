"""What the trade stage hands on: one equilibrium per reporter, as tables, ratios and certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.trade.certificate import certify, certify_tables
from jibek.trade.hat import Deficits, HatSolution, solve_hat
from jibek.trade.tables import CARRIERS_TABLE, COUNTRIES, FLOWS

if TYPE_CHECKING:
    from jibek.trade.carriers import Accounts


@dataclass(frozen=True)
class World:
    """Equilibria under a change of delivered costs.

    names : countries in the order of all arrays
    base_reporter : whose Kazakhstan-China figures ``trade_ratio`` rests on
    tau_hat : shape (exporter, importer), new over old delivered cost
    solutions : by reporter, of what buyers pay delivered
    values : by reporter, shape (exporter, importer), goods in the base, USD fob
    known : shape (exporter, importer), how the base value is known
    carriers : accounts of carriers in the base and now; None: what freight costs is lost
    shares, tau_of_period : shape (period,) and (period, exporter, importer), the parts of a year with closures and the
        change of delivered cost in each; absent: all days are alike
    """

    names: tuple[str, ...]
    base_reporter: str
    theta: float
    deficits: Deficits
    tau_hat: Array
    solutions: Mapping[str, HatSolution]
    values: Mapping[str, Array]
    known: Array
    carriers: tuple[Accounts, Accounts] | None = None
    shares: Array | None = None
    tau_of_period: Array | None = None

    @cached_property
    def trade_ratio(self) -> Array:
        """New over base trade with the base reporter's figures: shape (exporter, importer), 1 where there was none."""
        return _ratio(self.solutions[self.base_reporter])

    def value_usd(self, reporter: str) -> Array:
        """Goods in the scenario, USD fob, as they follow what buyers pay delivered: shape (exporter, importer)."""
        return np.asarray(self.values[reporter] * _ratio(self.solutions[reporter]))

    @cached_property
    def ratio_of_period(self) -> Array:
        """``trade_ratio`` of each period, shape (period, exporter, importer); of a year of like days itself.

        The year's change falls on the days whose cost changed: a period has a part in proportion to its cost to the
        power of minus theta, as goods of different days would have that compete for one budget; the mean is the
        year's.
        """
        if self.tau_of_period is None or self.shares is None:
            return self.trade_ratio
        part = self.tau_of_period**-self.theta
        return np.asarray(self.trade_ratio * part / np.tensordot(self.shares, part, 1))

    @cached_property
    def flows(self) -> pd.DataFrame:
        """trade.flows: the full square of each reporter."""
        n, names = len(self.names), np.array(self.names, object)
        parts = [
            pd.DataFrame(
                {
                    "exporter": np.repeat(names, n),
                    "importer": np.tile(names, n),
                    "reporter": reporter,
                    "value_usd": self.value_usd(reporter).ravel(),
                    "base_value_usd": self.values[reporter].ravel(),
                    "delivered_usd": world.flows.ravel(),
                    "base_delivered_usd": world.base_flows.ravel(),
                    "known": self.known.ravel(),
                }
            )
            for reporter, world in self.solutions.items()
        ]
        return FLOWS.check(pd.concat(parts, ignore_index=True))

    @cached_property
    def countries(self) -> pd.DataFrame:
        """trade.countries: one row per country and reporter."""
        parts = [self._countries(reporter, world) for reporter, world in self.solutions.items()]
        return COUNTRIES.check(pd.concat(parts, ignore_index=True))

    def _countries(self, reporter: str, world: HatSolution) -> pd.DataFrame:
        spent = world.base_flows.sum(axis=0)
        was, now = self.values[reporter], self.value_usd(reporter)
        sold, takings = now.sum(axis=1), world.takings
        return pd.DataFrame(
            {
                "country": np.array(self.names, object),
                "reporter": reporter,
                "income_usd": sold,
                "deficit_usd": now.sum(axis=0) - sold,
                "welfare_percent": 100.0 * (world.welfare - 1.0),
                "welfare_without_carriers_percent": 100.0 * (self._without_carriers(world) - 1.0),
                "carriers_income_usd": takings.collected,
                "carriers_income_change_usd": takings.collected - takings.collected_base,
                "carriers_charge_usd": takings.charged,
                "output_usd": world.income,
                "delivered_deficit_usd": world.deficit,
                "welfare_first_order_percent": 100.0 * world.first_order_welfare,
                "welfare_usd": (world.welfare - 1.0) * spent,
                "wage_change": world.wage_hat - 1.0,
                "price_change": world.price_hat - 1.0,
                "real_output_percent": 100.0 * (world.real_output - 1.0),
                "exports_percent": _percent(was, now, 1),
                "imports_percent": _percent(was, now, 0),
            }
        )

    def _without_carriers(self, world: HatSolution) -> Array:
        """Welfare over the base's with what carriers keep held as it was, (country,)."""
        if self.carriers is None:
            return world.welfare
        still = solve_hat(
            world.base_flows, self.tau_hat, self.theta, self.deficits, takings=world.takings.still, names=self.names
        )  # fmt: skip
        return still.welfare

    @cached_property
    def carriers_table(self) -> pd.DataFrame:
        """trade.carriers; empty where no accounts were kept."""
        if self.carriers is None:
            return CARRIERS_TABLE.empty()
        base, now = self.carriers
        return CARRIERS_TABLE.check(now.frame(base))

    @cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """Of each kind the worst over reporters, and the spending identity from the tables alone."""
        found = [
            certify(
                world.base_flows,
                self.tau_hat,
                self.theta,
                self.deficits,
                flows=world.flows,
                wage_hat=world.wage_hat,
                price_hat=world.price_hat,
                takings=world.takings,
            )
            for world in self.solutions.values()
        ]
        worst = [max(kind, key=lambda c: c.value) for kind in zip(*found, strict=True)]
        return (*worst, certify_tables(self.flows, self.countries))


def _ratio(world: HatSolution) -> Array:
    """New over base trade, 1 where there was none."""
    return np.divide(world.flows, world.base_flows, out=np.ones_like(world.flows), where=world.base_flows > 0)


def _percent(was: Array, now: Array, axis: int) -> Array:
    """Change of trade with others in percent, NaN where there was none: over importers (1) or exporters (0)."""
    new, old = (x.sum(axis=axis) - x.diagonal() for x in (now, was))
    return 100.0 * (np.divide(new, old, out=np.full(len(old), np.nan), where=old > 0) - 1.0)
