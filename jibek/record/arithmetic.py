"""Arithmetic written in the data: numbers, + - * / **, and calls of the functions that the reader of it offers.

    work_out('2 * fact("a")', {"fact": lookup}, "x.csv row 3")
    by_name('CHN = fact("a"); KAZ = fact("b")', "x.csv row 3")       [("CHN", fact("a")), ("KAZ", fact("b"))]

Anything else is refused; what a function itself raises as an InputError goes on as it is.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from jibek.ground.errors import InputError, Problem

OPERATORS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}


def work_out(expression: str, functions: Mapping[str, Callable[..., float]], where: str) -> float:
    """The value of one expression.

    Raises
    ------
    InputError
        ``working.invalid``: not arithmetic over the given functions.
    """
    with _refused(expression, where):
        return float(_evaluate(_parsed(expression.strip()), functions))


@lru_cache(maxsize=1024)
def _parsed(expression: str) -> ast.expr:
    """The tree of an expression, which nobody may change: each run works out the same ones."""
    return ast.parse(expression, mode="eval").body


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
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_evaluate(node.left, functions), _evaluate(node.right, functions))
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_evaluate(node.operand, functions))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in functions:
            raise ValueError(f"no function {node.func.id}")
        return functions[node.func.id](*(_evaluate(argument, functions) for argument in node.args))
    raise ValueError(f"{ast.unparse(node)} is not allowed here")
