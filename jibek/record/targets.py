"""Stated goals beside what each reporter counted in a year.

    KAZ-CHN trade 40 bn USD by 2030, actual 2023:   CHN 41.0, met      KAZ 31.5, 8.5 missing

An actual comes from a fact or it is a gap. The remark that stands beside a goal in the data is never read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jibek.record.tables import TARGETS
from jibek.record.trade import BUSD, Trade

CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")

LOWER_IS_BETTER = frozenset({"Middle Corridor time"})


@dataclass(frozen=True, slots=True)
class Actual:
    """What a reporter counted, in the target's unit; None where no row gives it."""

    reporter: str | None
    value: float | None
    fact_ids: tuple[str, ...] = ()


def measure(goals: pd.DataFrame, facts: pd.DataFrame, trade: Trade, year: int) -> pd.DataFrame:
    """One row per goal and reporter; columns as ``record.targets`` declares.

    Parameters
    ----------
    goals
        The table official_targets.
    facts
        record.facts.
    year
        Year of the actuals.

    Notes
    -----
    ``gap_value`` is what is missing: goal less actual, or actual less goal where less is better.
    """
    rows = []
    for goal in goals.drop(columns="remark").to_dict("records"):
        for actual in _actuals(str(goal["target"]), facts, trade, year):
            value, unit = _goal(goal, actual.reporter, trade)
            gap = None
            if value is not None and actual.value is not None:
                gap = actual.value - value if goal["target"] in LOWER_IS_BETTER else value - actual.value
            rows.append(
                {
                    "target_id": _slug(f"{goal['target']} {goal['value']} {goal['year']}"),
                    "target": goal["target"],
                    "target_value": value,
                    "unit": unit,
                    "due_year": _last_year(str(goal["year"])),
                    "reporter": actual.reporter,
                    "actual_year": year,
                    "actual_value": actual.value,
                    "gap_value": gap,
                    "status": "gap" if gap is None else "met" if gap <= 0 else "not met",
                    "fact_ids": "; ".join(actual.fact_ids) or None,
                    "source": goal["source"],
                }
            )
    return TARGETS.check(pd.DataFrame(rows, columns=list(TARGETS.columns)))


def _goal(goal: Mapping[Any, Any], reporter: str | None, trade: Trade) -> tuple[float | None, str | None]:
    """The goal's number and unit; ``double 2023`` is twice the reporter's own turnover of 2023."""
    told = str(goal["value"])
    unit = goal["unit"]
    twice = re.fullmatch(r"double (\d{4})", told)
    if twice:
        cell = trade.cell("total", str(reporter), int(twice[1]))
        return (None if cell is None else 2 * cell.value_busd), "USD bn"
    try:
        return float(told), unit
    except ValueError:
        return None, unit


def _actuals(target: str, facts: pd.DataFrame, trade: Trade, year: int) -> list[Actual]:
    rules: dict[str, Callable[[], list[Actual]]] = {
        "KAZ-CHN trade": lambda: [_turnover(trade, reporter, year) for reporter in ("CHN", "KAZ")],
        "China-Central Asia trade": lambda: [_five_by_customs(facts, year), _five_by_baci(facts, year)],
        "Middle Corridor volume": lambda: _full_year(facts, "volumes", "TITR", "Freight", "Mt", year),
        "Middle Corridor time": lambda: _corridor_days(facts, year),
    }
    return (rules[target]() if target in rules else []) or [Actual(None, None)]


def _turnover(trade: Trade, reporter: str, year: int) -> Actual:
    cell = trade.cell("total", reporter, year)
    return Actual(reporter, cell.value_busd, cell.fact_ids) if cell else Actual(reporter, None)


def _five_by_customs(facts: pd.DataFrame, year: int) -> Actual:
    """China's customs on its trade with the five states together."""
    rows = facts[
        (facts["table"] == "systems/finance_trade")
        & (facts["indicator"] == "trade_turnover_five_states")
        & (facts["reporter"] == "GACC")
        & (facts["period"] == str(year))
    ]
    for value, fact_id in _found(rows):
        return Actual("CHN", value / BUSD, (fact_id,))
    return Actual("CHN", None)


def _five_by_baci(facts: pd.DataFrame, year: int) -> Actual:
    """The sum over the five states of reconciled exports and imports; a missing cell leaves a gap."""
    rows = facts[(facts["table"] == "country_base") & facts["area"].isin(CENTRAL_ASIA)]
    cells = [f"exports_to_CHN_{year}_busd", f"imports_from_CHN_{year}_busd"]
    found = list(_found(rows[rows["column"].isin(cells)]))
    if len(found) < len(CENTRAL_ASIA) * len(cells):
        return Actual("BACI", None)
    return Actual("BACI", math.fsum(v for v, _ in found), tuple(i for _, i in found))


def _full_year(
    facts: pd.DataFrame, table: str, area: str, indicator: str, unit: str, year: int
) -> list[Actual]:
    rows = facts[
        (facts["table"] == table)
        & (facts["area"] == area)
        & (facts["indicator"] == indicator)
        & (facts["unit"] == unit)
        & (facts["period"] == str(year))
    ]
    return [Actual(None, value, (fact_id,)) for value, fact_id in _found(rows)][:1]


def _corridor_days(facts: pd.DataFrame, year: int) -> list[Actual]:
    rows = facts[
        (facts["table"] == "systems/finance_trade")
        & (facts["indicator"] == "transit_delivery_time_asia_europe")
        & facts["period"].astype(str).str.startswith(str(year))
    ]
    return [
        Actual(str(reporter), value, (fact_id,))
        for reporter, (value, fact_id) in zip(rows["reporter"], _found(rows), strict=False)
    ][:1]


def _found(rows: pd.DataFrame) -> Iterator[tuple[float, str]]:
    rows = rows[rows["value"].notna()]
    return zip(rows["value"].tolist(), rows["fact_id"].tolist(), strict=True)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-")


def _last_year(told: str) -> int | None:
    years = re.findall(r"\d{4}", told)
    return int(years[-1]) if years else None
