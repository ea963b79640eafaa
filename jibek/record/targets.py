"""Stated goals beside what each reporter counted in a year.

    KAZ-CHN trade 40 bn USD by 2030, actual 2023:   CHN 41.0, met      KAZ 31.5, 8.5 missing

An actual is worked out as ``actual_working`` of the goal says, by reporter, in the goal's unit:

    CHN = trade("CHN"); KAZ = trade("KAZ")
    trade(reporter)                          turnover between Kazakhstan and China, bn USD, by that side's count
    counted(table, indicator, by, unit)      a fact of the whole year; by: its reporter, or what was counted
    during(table, indicator)                 the first fact of a day or month of the year, or of the year
    country(flow, group)                     sum over a group of a column FLOW_YEAR_busd of country_base

A working without a name is the reporter's of the fact it finds. What no row gives of the year is a gap; what no row
gives of any year is a slip, which `problems_of` tells before anything is measured. The remark that stands beside a goal
in the data is never read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest
from jibek.record.arithmetic import by_name, evaluate
from jibek.record.groups import expanded
from jibek.record.tables import TARGETS
from jibek.record.trade import REPORTERS, Trade


@dataclass(frozen=True, slots=True)
class Actual:
    """What a reporter counted, in the target's unit; None where no row gives it."""

    reporter: str | None
    value: float | None
    fact_ids: tuple[str, ...] = ()


class _NoRow(Exception):
    """No row gives what a working asks for."""


@dataclass(frozen=True, slots=True)
class _Record:
    """Tables of the package, record.facts and mutual trade."""

    tables: Mapping[str, pd.DataFrame]
    facts: pd.DataFrame
    trade: Trade


def measure(tables: Mapping[str, pd.DataFrame], facts: pd.DataFrame, trade: Trade, year: int) -> pd.DataFrame:
    """One row per goal and reporter; columns as ``record.targets`` declares.

    Parameters
    ----------
    tables
        Of the package: official_targets and country_groups are read.
    facts
        record.facts.
    year
        Year of the actuals.

    Raises
    ------
    InputError
        ``working.invalid``: an ``actual_working`` of another kind than above.

    Notes
    -----
    ``gap_value`` is what is missing: goal less actual, or actual less goal where less is better.
    """
    record = _Record(tables, facts, trade)
    rows = []
    for goal in tables["official_targets"].to_dict("records"):
        less = goal["less_is_better"] == "yes"
        for actual in _actuals(goal, record, year):
            value, unit = _goal(goal, actual.reporter, record)
            gap = None
            if value is not None and actual.value is not None:
                gap = actual.value - value if less else value - actual.value
            rows.append(
                {
                    "target_id": _slug(f"{goal['target']} {goal['value']} {goal['year']}"),
                    "target": goal["target"],
                    "target_value": value,
                    "unit": unit,
                    "due_year": goal["due_year"],
                    "reporter": actual.reporter,
                    "actual_year": year,
                    "actual_value": actual.value,
                    "gap_value": gap,
                    "status": "gap" if gap is None else "met" if gap <= 0 else "not met",
                    "fact_ids": "; ".join(actual.fact_ids) or None,
                    "source": goal["source"],
                    "quantity": goal["quantity"],
                    "less_is_better": less,
                }
            )
    return TARGETS.check(pd.DataFrame(rows, columns=list(TARGETS.columns)))


def problems_of(tables: Mapping[str, pd.DataFrame], facts: pd.DataFrame) -> list[Problem]:
    """What is wrong with the workings of actuals: their form, and every name that no row of any year bears.

    Parameters
    ----------
    tables
        Of the package: official_targets and country_groups are read.
    facts
        record.facts.

    Returns
    -------
    list
        Problems ``working.invalid``, ``working.unknown_name``, ``working.unknown_column``,
        ``working.unknown_country``, with file, line and column.
    """
    goals = tables["official_targets"]
    return [
        replace(p, where="official_targets.csv", row=int(line), column="actual_working")
        for line, expression in zip(goals["_row"], goals["actual_working"], strict=True)
        if expression
        for p in _problems_of(expression, tables, facts)
    ]


def _problems_of(
    expression: str, tables: Mapping[str, pd.DataFrame], facts: pd.DataFrame
) -> Iterator[Problem]:
    looked = _Looked(facts, tables["country_groups"])
    try:
        for _, working in by_name(expression, ""):
            evaluate(working, looked.functions(), expression, "")
    except InputError as fault:
        yield from fault.problems
    yield from looked.problems


def _goal(goal: Mapping[Any, Any], reporter: str | None, record: _Record) -> tuple[float | None, str | None]:
    """The goal's number and unit; one that doubles a year is twice the reporter's own actual of that year."""
    if goal["doubles_year"] == goal["doubles_year"]:
        then = {a.reporter: a.value for a in _actuals(goal, record, int(goal["doubles_year"]))}
        before = then.get(reporter)
        return (None if before is None else 2 * before), goal["unit"] or "USD bn"
    try:
        return float(goal["value"]), goal["unit"]
    except ValueError:
        return None, goal["unit"]


def _actuals(goal: Mapping[Any, Any], record: _Record, year: int) -> list[Actual]:
    expression, where = goal["actual_working"], f"official_targets.csv {goal['target']}"
    if not expression:
        return [Actual(None, None)]
    found = []
    for reporter, working in by_name(expression, where):
        asked = _Asked(record, year)
        try:
            value = evaluate(working, asked.functions(), expression, where)
            found.append(Actual(reporter or asked.reporter, value, tuple(asked.fact_ids)))
        except _NoRow:
            found.append(Actual(reporter, None))
    return found


class _Asked:
    """What a working may ask for in one year; keeps the facts that it got and the reporter of the last one."""

    def __init__(self, record: _Record, year: int) -> None:
        self._record, self._year = record, year
        self.fact_ids: list[str] = []
        self.reporter: str | None = None

    def functions(self) -> dict[str, Callable[..., float]]:
        return {"trade": self.trade, "counted": self.counted, "during": self.during, "country": self.country}

    def trade(self, reporter: str) -> float:
        cell = self._record.trade.cell("total", reporter, self._year)
        if cell is None:
            raise _NoRow
        self.fact_ids += cell.fact_ids
        return cell.value_busd

    def counted(self, table: str, indicator: str, by: str, unit: str) -> float:
        rows = self._rows(table, indicator)
        named = (rows["reporter"] == by) | (rows["area"] == by)
        return self._first(rows[named & (rows["unit"] == unit) & (rows["period"] == str(self._year))])

    def during(self, table: str, indicator: str) -> float:
        rows = self._rows(table, indicator)
        return self._first(rows[rows["period"].astype(str).str.startswith(str(self._year))])

    def country(self, flow: str, group: str) -> float:
        column = f"{flow}_{self._year}_busd"
        rows = self._record.facts
        wanted = expanded(group, self._record.tables["country_groups"])
        rows = rows[
            (rows["table"] == "country_base") & (rows["column"] == column) & rows["area"].isin(wanted)
        ]
        if len(rows) < len(wanted) or rows["value"].isna().any():
            raise _NoRow
        self.fact_ids += rows["fact_id"].tolist()
        return math.fsum(rows["value"])

    def _rows(self, table: str, indicator: str) -> pd.DataFrame:
        rows = self._record.facts
        return rows[(rows["table"] == table) & (rows["indicator"] == indicator) & rows["value"].notna()]

    def _first(self, rows: pd.DataFrame) -> float:
        if rows.empty:
            raise _NoRow
        first = rows.iloc[0]
        self.fact_ids.append(str(first["fact_id"]))
        self.reporter = first["reporter"]
        return float(first["value"])


class _Looked:
    """The functions of a working, by which every name is looked up and nothing is computed: each gives 1."""

    def __init__(self, facts: pd.DataFrame, groups: pd.DataFrame) -> None:
        self._facts, self._groups = facts, groups
        self.problems: list[Problem] = []

    def functions(self) -> dict[str, Callable[..., float]]:
        return {"trade": self.trade, "counted": self.counted, "during": self.during, "country": self.country}

    def trade(self, reporter: str) -> float:
        self._look(reporter, REPORTERS, "a reporter")
        return 1.0

    def counted(self, table: str, indicator: str, by: str, unit: str) -> float:
        rows = self._rows(table, indicator)
        if len(rows):
            self._look(
                by, {*rows["reporter"].dropna(), *rows["area"].dropna()}, f"who or what {indicator} has"
            )
            self._look(unit, rows["unit"].dropna(), f"a unit of {indicator}")
        return 1.0

    def during(self, table: str, indicator: str) -> float:
        self._rows(table, indicator)
        return 1.0

    def country(self, flow: str, group: str) -> float:
        rows = self._facts[self._facts["table"] == "country_base"]
        flows = rows["column"].str.extract(r"^(.+)_[0-9]{4}_busd$")[0].dropna()
        self._look(flow, flows, "a flow by year of country_base.csv", "working.unknown_column")
        for name in (n.strip() for n in group.split(";")):
            known = {*rows["area"], *self._groups["group"]}
            self._look(name, known, "a country of country_base.csv or a group", "working.unknown_country")
        return 1.0

    def _rows(self, table: str, indicator: str) -> pd.DataFrame:
        self._look(table, self._facts["table"], "a table of facts")
        rows = self._facts[self._facts["table"] == table]
        if len(rows):
            self._look(indicator, rows["indicator"].dropna(), f"an indicator of {table}")
        return rows[rows["indicator"] == indicator]

    def _look(
        self, word: str, known: Iterable[str], expected: str, code: str = "working.unknown_name"
    ) -> None:
        known = set(known)
        if word not in known:
            self.problems.append(Problem(code, "", value=word, expected=expected, fix=nearest(word, known)))


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-")
