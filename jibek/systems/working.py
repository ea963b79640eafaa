"""An indicator's formula worked out, with the range that follows from what it rests on.

    generation / capacity       350 GWh of 100 MW            -> 39.95 percent
    boxes / (terminal * load)   9,934 [7,352, 12,497] of a run, load 8.3 to 13 by assumption

Low and high are the least and most of the formula when everything it rests on that has a range stands at either end:
assumptions, quantities of a run, facts with printed ends. Ends are taken as if they could meet, so that the range is
never too narrow. A figure printed as "more than" leaves the end open that it moves. Where the ends are something else,
such as two reporters, the row has workings of its own for them.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jibek.ground.errors import InputError, Problem, refuse
from jibek.ground.values import blank
from jibek.ground.vocabulary import QUANTITIES
from jibek.record import Facts
from jibek.record.working import Worked, check, quantity_id, work_out
from jibek.systems.methods import METHODS
from jibek.systems.model import Indicator, Modelled

# All ends of so many ranged parents meet in 4,096 corners; no formula needs more.
MOST_RANGED = 12

_STEP = 1.01  # by how much a figure with an open end is moved to see which end of the result it opens


def modelled(rows: Iterable[Mapping[str, Any]]) -> dict[str, Modelled]:
    """Quantities of a kept run by id, from the rows of its table ``quantities``."""
    return {
        str(r["quantity_id"]): Modelled(
            quantity_id=str(r["quantity_id"]),
            value=_known(r.get("value")),
            low=_known(r.get("low")),
            high=_known(r.get("high")),
            unit=str(r["unit"]),
            year=int(r["year"]),
            what=str(r["what"]),
        )
        for r in rows
    }


def _known(cell: Any) -> float | None:
    return None if blank(cell) else float(cell)


def problems_of(facts: Facts) -> list[Problem]:
    """What is wrong with the formulas of the table ``indicators``, by line and column."""
    table = facts.table("indicators")
    return [
        replace(problem, where="indicators.csv", row=int(line), column=column)
        for column in ("formula", "low", "high")
        for line, told in zip(table["_row"], table[column], strict=True)
        if told is not None
        for problem in check(told, facts, quantities=QUANTITIES, methods=METHODS)
    ]


def work(facts: Facts, kept: Mapping[str, Modelled]) -> dict[str, list[Indicator]]:
    """Indicators by system, in the order of the table.

    Parameters
    ----------
    facts
        The record.
    kept
        Quantities of a run; without any, indicators that ask for one have no value and say so.

    Raises
    ------
    InputError
        ``systems.invalid`` with every formula that asks for what the data lack or is no arithmetic.
    """
    broken = problems_of(facts)
    refuse("systems.invalid", f"{len(broken)} problem(s) in formulas of indicators", broken)
    desk = _Desk(facts, kept, _printed(facts, kept))
    found: dict[str, list[Indicator]] = {}
    for row in facts.table("indicators").to_dict("records"):
        found.setdefault(row["system_id"], []).append(_indicator(row, desk))
    return found


@dataclass(frozen=True, slots=True)
class _Desk:
    """What formulas are worked on; ends: low and high of each step that has one, by node id, either may be None."""

    facts: Facts
    kept: Mapping[str, Modelled]
    ends: Mapping[str, tuple[float | None, float | None]]

    def worked(self, expression: str, where: str, instead: Mapping[str, float] | None = None) -> Worked:
        values = {name: m.value for name, m in self.kept.items() if m.value is not None}
        found = work_out(expression, self.facts, where, quantities=values, methods=METHODS, instead=instead)
        if not math.isfinite(found.value):
            problem = Problem("working.invalid", where, value=expression, expected="a finite figure")
            raise InputError("working.invalid", f"{where}: {expression!r} is no finite figure", [problem])
        return found


def _printed(facts: Facts, kept: Mapping[str, Modelled]) -> dict[str, tuple[float | None, float | None]]:
    """Ends of facts, statements, assumptions and quantities of the run."""
    found = {quantity_id(name): (m.low, m.high) for name, m in kept.items()}
    for kind, frame, key, ends in (
        ("fact", facts.facts, "fact_id", ("low", "high")),
        ("claim", facts.table("claims"), "claim_id", ("value_low", "value_high")),
        ("assumption", facts.assumptions, "assumption_id", ("low", "high")),
    ):
        for name, low, high in zip(frame[key], frame[ends[0]], frame[ends[1]], strict=True):
            if not (blank(low) and blank(high)):
                found[f"{kind}:{name}"] = (_known(low), _known(high))
    return found


def _indicator(row: Mapping[Any, Any], desk: _Desk) -> Indicator:
    kept = desk.kept
    asked = [name for column in ("formula", "low", "high") for name in _asked(row[column])]
    told = Indicator(
        **{
            name: row[name] or ""
            for name in ("indicator_id", "name", "unit", "reporter", "formula", "reason")
        },
        value=None,
        low=None,
        high=None,
        period=row["period"] or ", ".join(sorted({str(kept[q].year) for q in asked if q in kept})),
        method=row["method"] or "",
        parents=(),
    )
    missing = _lacks(row, asked, kept)
    if missing:
        return replace(told, missing=missing)
    try:
        worked, low, high = _span(row, desk)
    except InputError:
        # A quantity of nothing below the line is no fault of the data; a formula over the record alone is one.
        if not asked:
            raise
        return replace(told, missing=f"cannot be worked out of {_figures(asked, kept)} in this run")
    return replace(told, value=worked.value, low=low, high=high, parents=worked.parents)


def _figures(asked: list[str], kept: Mapping[str, Modelled]) -> str:
    return ", ".join(f"{name} = {kept[name].value:g}" for name in dict.fromkeys(asked))


def _lacks(row: Mapping[Any, Any], asked: list[str], kept: Mapping[str, Modelled]) -> str:
    """Why there can be no value in this run; blank where there can."""
    for name in asked:
        if name not in kept or kept[name].value is None:
            return f"the run gives no {name}" if kept else f"no run is at hand to read {name} from"
        if not blank(row["year"]) and kept[name].year != int(row["year"]):
            return f"set beside figures of {int(row['year'])}, while the run is of {kept[name].year}"
    return ""


def _asked(expression: str | None) -> list[str]:
    """Quantities that an expression asks for."""
    return [
        str(node.args[0].value)
        for node in ast.walk(ast.parse(expression or "0", mode="eval"))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "quantity"
        and isinstance(node.args[0], ast.Constant)
    ]


def _span(row: Mapping[Any, Any], desk: _Desk) -> tuple[Worked, float | None, float | None]:
    """Value with its parents, low and high."""
    where = f"indicator {row['indicator_id']}"
    middle = desk.worked(row["formula"], where)
    if row["low"] is None and row["high"] is None:
        return middle, *_corners(where, row["formula"], middle, desk)
    low, high = (None if row[end] is None else desk.worked(row[end], where) for end in ("low", "high"))
    parents = dict.fromkeys((*middle.parents, *(p for w in (low, high) if w for p in w.parents)))
    least, most = (None if end is None else end.value for end in (low, high))
    return Worked(middle.value, tuple(parents)), least, most


def _corners(where: str, formula: str, middle: Worked, desk: _Desk) -> tuple[float | None, float | None]:
    """Least and most over all ends; None and None where nothing has a range, None for an end that is open."""
    printed = {p: desk.ends[p] for p in middle.parents if p in desk.ends}
    ends = {p: (a, b) for p, (a, b) in printed.items() if a is not None and b is not None and a < b}
    opens = {p: b is None for p, (a, b) in printed.items() if (a is None) != (b is None)}
    if not ends and not opens:
        return None, None
    if len(ends) > MOST_RANGED:
        problem = Problem(
            "systems.too_many_ranges", where, value=len(ends), expected=f"at most {MOST_RANGED}"
        )
        raise InputError("systems.invalid", f"{where} rests on too many ranges", [problem])
    values = [middle.value]
    for corner in itertools.product(*ends.values()):
        try:
            values.append(desk.worked(formula, where, dict(zip(ends, corner, strict=True))).value)
        except InputError:  # nothing below the line at an end: there the figure knows no bound
            return None, None
    low: float | None = min(values)
    high: float | None = max(values)
    for parent, upwards in opens.items():
        kind, _, name = parent.partition(":")
        base = desk.worked(f'{kind}("{name}")', where).value
        moved = desk.worked(formula, where, {parent: base * (_STEP if upwards else 1 / _STEP)}).value
        if moved > middle.value:
            high = None
        elif moved < middle.value:
            low = None
    return low, high
