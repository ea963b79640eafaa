""""""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from jibek.ground.certificate import Certificate
from jibek.ground.errors import InputError, Problem, nearest, refuse

if TYPE_CHECKING:
    from jibek.record.money import Rates
    from jibek.record.trade import Trade
    from jibek.sources import Sources


@dataclass(frozen=True, slots=True)
class Facts:
    """The record of one scenario's year.

    tables
        The tables of the data package, by stem.
    facts, assumptions, targets, sources_table, trade_identity
        Frames as declared in ``jibek.record.tables``.
    certificates
        Whether the reporters' own figures of the year close.
    """

    year: int
    tables: Mapping[str, pd.DataFrame]
    facts: pd.DataFrame
    assumptions: pd.DataFrame
    targets: pd.DataFrame
    sources_table: pd.DataFrame
    trade_identity: pd.DataFrame
    certificates: tuple[Certificate, ...]
    _values: Mapping[str, float]
    _assumed: Mapping[str, float]
    _rates: Rates
    _trade: Trade

    def table(self, name: str) -> pd.DataFrame:
        """A table of the data package by its stem: ``links``, ``systems/people``."""
        if name in self.tables:
            return self.tables[name]
        raise _unknown("record.unknown_table", name, "a table of the package", set(self.tables))

    def fact(self, fact_id: str) -> float:
        """The value of a fact.

        Raises
        ------
        InputError
            ``record.unknown_fact`` with the nearest ids; ``record.no_value`` where only a range is published.
        """
        if fact_id not in self._values:
            near = {i for i in self._values if i.partition(":")[0] == fact_id.partition(":")[0]}
            raise _unknown("record.unknown_fact", fact_id, "an id of record.facts", near or set(self._values))
        value = self._values[fact_id]
        if math.isnan(value):
            raise _unknown("record.no_value", fact_id, "a fact with a figure, not only a range", set())
        return value

    def assume(self, assumption_id: str) -> float:
        """The value of an assumption in this run.

        Raises
        ------
        InputError
            ``record.unknown_assumption`` with the nearest ids.
        """
        if assumption_id not in self._assumed:
            raise _unknown(
                "record.unknown_assumption", assumption_id, "an id of assumptions.csv", set(self._assumed)
            )
        return self._assumed[assumption_id]

    def assuming(self, values: Mapping[str, float]) -> Facts:
        """The same record with other values of some assumptions.

        Raises
        ------
        InputError
            ``record.unknown_assumption`` or ``record.not_a_number``, for all of them at once.
        """
        frame = _assumptions(self.assumptions, {**self._assumed, **values})
        return replace(self, assumptions=frame, _assumed=_by_id(frame))

    def fact_ids(self, table: str, column: str) -> pd.Series:
        """Ids of the cells of a column, shape (row,), on the index of ``table(table)``; blank cells have one too."""
        from jibek.record.cells import fact_keys

        frame = self.table(table)
        return pd.Series([f"{table}:{k}:{column}" for k in fact_keys(table, frame)], index=frame.index)

    def usd(self, amount: float, currency: str, year: int, to_year: int) -> float:
        """An amount of ``year`` in USD of ``to_year``: rate of the amount's year, then US consumer prices.

        Years after the last of the price index count as that year.

        Raises
        ------
        InputError
            ``record.no_rate``, with the years that are there.
        """
        from jibek.record.money import to_usd

        return to_usd(self._rates, amount, currency, year, to_year)

    def trade_cell(self, flow: str, reporter: str, year: int) -> tuple[float, tuple[str, ...]]:
        """Kazakhstan-China goods trade in USD of the year, and the facts it rests on.

        Parameters
        ----------
        flow
            ``CHN->KAZ``, ``KAZ->CHN`` or ``total``; a turnover that is not stated is the sum of both.
        reporter
            ``CHN``, ``KAZ`` or ``BACI``.

        Raises
        ------
        InputError
            ``record.no_trade_figure``, with the years that are there.
        """
        return self._trade.usd(flow, reporter, year)


def establish(sources: Sources, year: int = 2023, overrides: Mapping[str, float] | None = None) -> Facts:
    """Facts, assumptions and targets of a year, with the certificate that trade figures close.

    Parameters
    ----------
    sources
        The tables as read.
    year
        Year of the targets' actuals and of the certificate.
    overrides
        Assumptions that the scenario sets: id to value.

    Raises
    ------
    InputError
        ``record.unknown_assumption`` or ``record.not_a_number``, for all overrides at once; ``working.invalid`` for
        the actual of a target.
    """
    from jibek.record import cells, documents, money, targets, trade

    tables = sources.tables
    facts = cells.facts_of(tables)
    mutual = trade.Trade(facts)
    identity = mutual.identity()
    assumptions = _assumptions(tables["assumptions"], overrides or {})
    closes = trade.certificate(identity, year)
    return Facts(
        year=year,
        tables=tables,
        facts=facts,
        assumptions=assumptions,
        targets=targets.measure(tables, facts, mutual, year),
        sources_table=documents.documents_of(facts, tables["sources"]),
        trade_identity=identity,
        certificates=(closes,) if closes else (),
        _values=dict(zip(facts["fact_id"].tolist(), facts["value"].tolist(), strict=True)),
        _assumed=_by_id(assumptions),
        _rates=money.rates_by_year(tables["rates"]),
        _trade=mutual,
    )


def _assumptions(table: pd.DataFrame, values: Mapping[str, float]) -> pd.DataFrame:
    known = set(table["assumption_id"])
    refuse(
        "record.unknown_assumption",
        "the scenario sets assumptions that the data does not hold or that are no numbers",
        [
            _unknown("record.unknown_assumption", i, "an id of assumptions.csv", known).problems[0]
            for i in values
            if i not in known
        ]
        + [
            Problem(
                "record.not_a_number",
                f"assumption {i}",
                value=v,
                expected="a finite number",
                fix="Correct it.",
            )
            for i, v in values.items()
            if i in known and not math.isfinite(v)
        ],
    )
    used = [float(values.get(i, c)) for i, c in zip(table["assumption_id"], table["central"], strict=True)]
    return table.assign(value=used)[["assumption_id", "low", "central", "high", "value", "unit", "reason"]]


def _by_id(assumptions: pd.DataFrame) -> dict[str, float]:
    return dict(zip(assumptions["assumption_id"].tolist(), assumptions["value"].tolist(), strict=True))


def _unknown(code: str, value: str, expected: str, known: set[str]) -> InputError:
    problem = Problem(code, value, value=value, expected=expected, fix=nearest(value, known))
    return InputError(code, f"{value!r} is not {expected}", [problem])
