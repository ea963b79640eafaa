"""The record of a year, gathered from the tables: what a fact, an assumption or a rate is, by its id.

Whoever reads through `Facts` leaves a mark of what was asked, so that a scenario that sets what nothing reads is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from jibek.ground.certificate import Certificate
from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.ground.units import possible

if TYPE_CHECKING:
    from jibek.record.money import Rates
    from jibek.record.paths import Paths
    from jibek.record.trade import Trade
    from jibek.sources import Sources


Made = TypeVar("Made")

# Of each kind of thing that is made from a record, so many that were used last are kept: both ends of an assumption in
# base and scenario, and the two in the middle.
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """The record of one scenario's year.

    tables
        The tables of the data package, by stem.
    facts, assumptions, sources_table, trade_identity
        Frames as declared in ``jibek.record.tables``.
    certificates
        Whether the reporters' own figures of the year close.
    """

    year: int
    tables: Mapping[str, pd.DataFrame]
    facts: pd.DataFrame
    assumptions: pd.DataFrame
    sources_table: pd.DataFrame
    trade_identity: pd.DataFrame
    certificates: tuple[Certificate, ...]
    _values: Mapping[str, float]
    _assumed: Mapping[str, float]
    _rates: Rates
    _trade: Trade
    _paths: Paths
    _asked: set[str] = field(default_factory=set, compare=False, repr=False)
    _made: dict[Hashable, list[tuple[tuple[object, ...], dict[str, float], Any]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def targets(self) -> pd.DataFrame:
        """``record.targets``: goals beside the actuals of the year, as `targets.measure` finds them."""
        from jibek.record.targets import measure

        return measure(self.tables, self.facts, self._trade, self.year)

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
        for problem in self.lacks(fact_id):
            raise InputError(problem.code, f"{fact_id!r} is not {problem.expected}", [problem])
        return self._values[fact_id]

    def lacks(self, fact_id: str) -> list[Problem]:
        """Why there is no value of a fact: ``record.unknown_fact`` or ``record.no_value``; empty if there is one."""
        if fact_id not in self._values:
            near = {i for i in self._values if i.partition(":")[0] == fact_id.partition(":")[0]}
            return _unknown(
                "record.unknown_fact", fact_id, "an id of record.facts", near or set(self._values)
            ).problems
        if math.isnan(self._values[fact_id]):
            expected = "a fact with a figure, not only a range"
            return _unknown("record.no_value", fact_id, expected, set()).problems
        return []

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
        self._asked.add(assumption_id)
        return self._assumed[assumption_id]

    def asked(self) -> frozenset[str]:
        """Assumptions that were asked for with `assume`, on this very object, up to now."""
        return frozenset(self._asked)

    def remembered(self, name: Hashable, make: Callable[[Facts], Made], of: tuple[object, ...] = ()) -> Made:
        """``make`` of this record, or what it gave before where the assumptions that it asked for stood the same.

        Records that differ in assumptions alone, by `assuming`, remember together; one with other tables does not. The
        thing must rest on the record, on ``name`` and on the very objects ``of`` alone, and nobody may change it.
        """
        whole = (self.tables, *of)
        for entry in self._made.get(name, ()):
            those, values, made = entry
            same = len(those) == len(whole) and all(a is b for a, b in zip(those, whole, strict=True))
            if same and all(self._assumed[i] == v for i, v in values.items()):
                self._asked.update(values)
                break
        else:
            fresh = replace(self, _asked=set())
            made = make(fresh)
            self._asked.update(fresh._asked)
            entry = (whole, {i: self._assumed[i] for i in fresh._asked}, made)
        # What was used last stands last; lists are never changed, so that threads may read them meanwhile.
        self._made[name] = [*(e for e in self._made.get(name, ()) if e is not entry), entry][-_KEPT:]
        return made  # type: ignore[no-any-return]

    def assuming(self, values: Mapping[str, float]) -> Facts:
        """The same record with other values of some assumptions.

        Raises
        ------
        InputError
            ``record.unknown_assumption``, ``record.not_a_number`` or ``record.impossible_value``, for all of them at
            once.
        """
        _refuse(values, self.remembered("rows of assumptions", lambda record: _rows(record.assumptions)))
        assumed = {**self._assumed, **{i: float(v) for i, v in values.items()}}
        frame = self.assumptions.assign(
            value=[assumed[i] for i in self.assumptions["assumption_id"].tolist()]
        )
        return replace(self, assumptions=frame, _assumed=assumed, _asked=set())

    def fact_ids(self, table: str, column: str) -> pd.Series:
        """Ids of the cells of a column, shape (row,), on the index of ``table(table)``; blank cells have one too."""
        from jibek.record.cells import fact_keys

        frame = self.table(table)
        return pd.Series([f"{table}:{k}:{column}" for k in fact_keys(table, frame)], index=frame.index)

    def usd(self, amount: float, currency: str, year: int, to_year: int) -> float:
        """An amount of ``year`` in USD of ``to_year``, as `money.to_usd` has it; `usd_basis` says how.

        Years after the last of the price index count as that year.

        Raises
        ------
        InputError
            ``record.no_rate``, with the years that are there.
        """
        from jibek.record.money import to_usd

        return to_usd(self._rates, amount, currency, year, to_year)

    def path(self, path_id: str, year: int | None = None) -> float:
        """A series in a year, by default the record's own, on its stated path: see ``jibek.record.paths``.

        Raises
        ------
        InputError
            ``record.unknown_path``.
        """
        from jibek.record.paths import value

        return value(self._paths, path_id, self.year if year is None else year, self.assume)

    def growth(self, path_id: str) -> float:
        """A series in the record's year over that of the base year, 1 in that year itself.

        Raises
        ------
        InputError
            ``record.unknown_path``.
        """
        from jibek.record.paths import BASE_YEAR

        return self.path(path_id) / self.path(path_id, BASE_YEAR) if self.year != BASE_YEAR else 1.0

    def path_parents(self, path_id: str, *years: int) -> tuple[str, ...]:
        """Node ids of the figures and the score that a path rests on in the record's year and in others."""
        from jibek.record.paths import rests_on

        told = [i for year in (self.year, *years) for i in rests_on(self._paths, path_id, year)]
        return tuple(dict.fromkeys(told))

    def forecast(self) -> tuple[str, ...]:
        """Paths whose last figure lies before the record's year."""
        from jibek.record.paths import forecast

        return forecast(self._paths, self.year)

    def usd_basis(self, currency: str, year: int, to_year: int) -> str:
        """How `usd` brings an amount to another year, in words."""
        from jibek.record.money import basis

        return basis(self._rates, currency, year, to_year)

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


def gather(sources: Sources, year: int = 2023, overrides: Mapping[str, float] | None = None) -> Facts:
    """Facts and assumptions of a year, with the certificate that trade figures close.

    Workings in the tables are not looked into: `checked.establish` does, and is what a run starts from.

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
        ``record.unknown_assumption``, ``record.not_a_number`` or ``record.impossible_value``, for all overrides at
        once.
    """
    from jibek.record import cells, documents, money, paths, trade

    tables = sources.tables
    facts = cells.facts_of(tables)
    mutual = trade.Trade(facts)
    identity = mutual.identity()
    assumptions = _assumptions(tables["assumptions"], overrides or {})
    # Trade of the base year is that of the mirror table; other years are carried by series, where they stand.
    elsewhere = () if year == paths.BASE_YEAR else trade.told_by_series(tables["series"], year)
    closes = trade.certificate(identity, year, elsewhere)
    return Facts(
        year=year,
        tables=tables,
        facts=facts,
        assumptions=assumptions,
        sources_table=documents.documents_of(facts, tables["sources"]),
        trade_identity=identity,
        certificates=(closes,) if closes else (),
        _values=dict(zip(facts["fact_id"].tolist(), facts["value"].tolist(), strict=True)),
        _assumed=_by_id(assumptions),
        _rates=money.rates_by_year(tables["rates"]),
        _trade=mutual,
        _paths=paths.paths_of(tables),
    )


def _assumptions(table: pd.DataFrame, values: Mapping[str, float]) -> pd.DataFrame:
    _refuse(values, _rows(table))
    used = [float(values.get(i, c)) for i, c in zip(table["assumption_id"], table["central"], strict=True)]
    return table.assign(value=used)[["assumption_id", "low", "central", "high", "value", "unit", "reason"]]


def _rows(table: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """Rows of assumptions by id."""
    return {r["assumption_id"]: r for r in table.to_dict("records")}


def _refuse(values: Mapping[str, float], rows: Mapping[str, Mapping[Any, Any]]) -> None:
    found = [p for i, v in values.items() for p in _faults(i, v, rows)]
    names = ", ".join(p.where.removeprefix("assumption ") for p in found)
    refuse(found[0].code if found else "", f"assumptions that cannot be set so: {names}", found)


def _faults(name: str, value: float, rows: Mapping[str, Mapping[Any, Any]]) -> Iterator[Problem]:
    """What is wrong with the value that someone gives an assumption; outside its range it may lie."""
    if name not in rows:
        yield _unknown("record.unknown_assumption", name, "an id of assumptions.csv", set(rows)).problems[0]
        return
    row = rows[name]
    where, limits = f"assumption {name}", possible(row["unit"], row["low"], row["high"])
    span = f"the range is {row['low']:g} to {row['high']:g}, in {row['unit']}"
    if not math.isfinite(value):
        yield Problem(
            "record.not_a_number", where, span, value=value, expected="a finite number", fix="Correct it."
        )
    elif not limits.allows(value):
        yield Problem(
            "record.impossible_value",
            where,
            span,
            value=value,
            expected=str(limits),
            fix="Choose a possible value; it may lie outside the range.",
        )


def _by_id(assumptions: pd.DataFrame) -> dict[str, float]:
    return dict(zip(assumptions["assumption_id"].tolist(), assumptions["value"].tolist(), strict=True))


def _unknown(code: str, value: str, expected: str, known: set[str]) -> InputError:
    problem = Problem(code, value, value=value, expected=expected, fix=nearest(value, known))
    return InputError(code, f"{value!r} is not {expected}", [problem])
