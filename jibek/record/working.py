"""A figure's working, written in the data and computed by code: what it says is what is done.

    sqrt(volume("V077") * volume("V079"))                     TEU of 2023 between two published years
    assume("sea_base_teu_china_europe") * assume("tonnes_per_teu_rail")

Known: numbers, + - * / **, ``sqrt``, ``minimum``, ``maximum``, ``fact(id)``, ``volume(id)``, ``assume(id)`` and
``country(column, iso3 or group)`` which sums a column of country_base. Anything else is refused. The ids that were
asked for are the parents of the figure, so that `explain` walks on from there.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.record.groups import members

if TYPE_CHECKING:
    from jibek.record.facts import Facts


@dataclass(frozen=True, slots=True)
class Worked:
    """value; parents: node ids of facts and assumptions in the order they were asked for."""

    value: float
    parents: tuple[str, ...]


_OPERATORS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}


def work_out(expression: str, facts: Facts, where: str = "working") -> Worked:
    """Value and parents of an expression.

    Raises
    ------
    InputError
        ``working.invalid``: not an expression of the kind above, or an id that the data does not hold.
    """
    parents: dict[str, None] = {}

    def fact(fact_id: str) -> float:
        parents[f"fact:{fact_id}"] = None
        return facts.fact(fact_id)

    def country(column: str, names: str) -> float:
        table = facts.table("country_base").set_index("iso3")[column]
        present = [
            iso3 for iso3 in members(names, facts) if iso3 in table.index and table[iso3] == table[iso3]
        ]
        return math.fsum(fact(f"country_base:{iso3}:{column}") for iso3 in present)

    def assume(assumption_id: str) -> float:
        parents[f"assumption:{assumption_id}"] = None
        return facts.assume(assumption_id)

    functions: dict[str, Callable[..., float]] = {
        "fact": fact,
        "volume": lambda key: fact(f"volumes:{key}:value"),
        "assume": assume,
        "country": country,
        "sqrt": math.sqrt,
        "minimum": min,
        "maximum": max,
    }
    with _refused(expression, where):
        tree = ast.parse(expression.strip(), mode="eval")
        value = float(_evaluate(tree.body, functions))
    return Worked(value, tuple(parents))


def by_name(expression: str, where: str) -> list[tuple[str | None, ast.expr]]:
    """Workings joined by semicolons, each after the name it is of: ``CHN = fact("a"); KAZ = fact("b")``.

    Raises
    ------
    InputError
        ``working.invalid``: something else than names and workings.
    """
    found: list[tuple[str | None, ast.expr]] = []
    with _refused(expression, where):
        for line in ast.parse(expression.strip()).body:
            match line:
                case ast.Assign(targets=[ast.Name(id=name)], value=working):
                    found.append((name, working))
                case ast.Expr(value=working):
                    found.append((None, working))
                case _:
                    raise ValueError(f"{ast.unparse(line)} is not allowed here")
    return found


def evaluate(
    working: ast.expr, functions: Mapping[str, Callable[..., float]], expression: str, where: str
) -> float:
    """Arithmetic over the given functions alone.

    Raises
    ------
    InputError
        ``working.invalid``; what a function itself raises goes on as it is.
    """
    with _refused(expression, where):
        return float(_evaluate(working, functions))


@contextmanager
def _refused(expression: str, where: str) -> Iterator[None]:
    try:
        yield
    except (SyntaxError, ValueError, KeyError, TypeError, ZeroDivisionError) as fault:
        raise InputError(
            "working.invalid",
            f"{where}: {expression!r} cannot be worked out: {fault}",
            [Problem("working.invalid", where, value=expression, expected="arithmetic over known ids")],
        ) from fault


def _evaluate(node: ast.AST, functions: Mapping[str, Callable[..., float]]) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluate(node.left, functions), _evaluate(node.right, functions))
    if isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluate(node.operand, functions))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in functions:
            raise ValueError(f"no function {node.func.id}")
        return functions[node.func.id](*(_evaluate(argument, functions) for argument in node.args))
    raise ValueError(f"{ast.unparse(node)} is not allowed here")
