"""Arithmetic written in the data: numbers, + - * / **, and calls of the functions that the reader of it offers.

    work_out('2 * fact("a")', {"fact": lookup}, "x.csv row 3")
    by_name('CHN = fact("a"); KAZ = fact("b")', "x.csv row 3")       [("CHN", fact("a")), ("KAZ", fact("b"))]

Anything else is refused; what a function itself raises as an InputError goes on as it is. A working may come from
a file laid over the package, so it is bounded in length, depth and steps, all numbers are floats (no power grows
without end), words are arguments alone, and every step must give a finite number.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
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


MOST_LETTERS, MOST_STEPS, MOST_DEPTH = 10_000, 4_000, 200


def work_out(expression: str, functions: Mapping[str, Callable[..., float]], where: str) -> float:
    """The value of one expression.

    Raises
    ------
    InputError
        ``working.invalid``: not arithmetic over the given functions, longer or deeper than it may be, or no finite
        number.
    """
    with _refused(expression, where):
        return _number(_evaluate(parsed(expression), functions))


@lru_cache(maxsize=1024)
def parsed(expression: str) -> ast.expr:
    """The tree of an expression, which nobody may change: each run works out the same ones.

    Raises
    ------
    SyntaxError, ValueError
        It is no expression, or it is too long, too deep or has too many terms.
    """
    tree = _bounded(expression, "eval")
    assert isinstance(tree, ast.Expression)
    return tree.body


def _bounded(expression: str, mode: str) -> ast.AST:
    """The tree, if it is within the bounds; the parser's own faults of depth are told as such."""
    text = expression.strip()
    if len(text) > MOST_LETTERS:
        raise ValueError(f"it has {len(text):,} letters; at most {MOST_LETTERS:,} are read")
    try:
        with warnings.catch_warnings():  # what Python thinks of "1"(2) is no matter of the user's
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(text, mode=mode)
    except (RecursionError, MemoryError):
        raise ValueError("it is nested too deep") from None
    level: list[ast.AST] = [tree]
    steps, depth = 0, 0
    while level:
        steps, depth = steps + len(level), depth + 1
        if steps > MOST_STEPS or depth > MOST_DEPTH:
            raise ValueError(
                f"it has more than {MOST_STEPS:,} steps or is nested more than {MOST_DEPTH} deep"
            )
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return tree


def by_name(expression: str, where: str) -> list[tuple[str | None, ast.expr]]:
    """Workings joined by semicolons, each after the name it is of: ``CHN = fact("a"); KAZ = fact("b")``.

    Raises
    ------
    InputError
        ``working.invalid``: something else than names and workings.
    """
    found: list[tuple[str | None, ast.expr]] = []
    with _refused(expression, where):
        lines = _bounded(expression, "exec")
        assert isinstance(lines, ast.Module)
        for line in lines.body:
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
        return _number(_evaluate(working, functions))


@contextmanager
def _refused(expression: str, where: str) -> Iterator[None]:
    try:
        yield
    except (
        SyntaxError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,  # a function of words that is given a number
        ArithmeticError,
    ) as fault:
        told = shown(expression)
        raise InputError(
            "working.invalid",
            f"{where}: {told!r} cannot be worked out: {fault}",
            [Problem("working.invalid", where, str(fault), value=told, expected="arithmetic over known ids")],
        ) from fault


def shown(expression: str, most: int = 200) -> str:
    """An expression as a message shows it: its beginning, if it is long."""
    return expression if len(expression) <= most else f"{expression[:most]}… ({len(expression):,} letters)"


def _evaluate(node: ast.AST, functions: Mapping[str, Callable[..., float]]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return _number(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = _evaluate(node.left, functions), _evaluate(node.right, functions)
        return _number(OPERATORS[type(node.op)](left, right))
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return _number(OPERATORS[type(node.op)](_evaluate(node.operand, functions)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in functions:
            raise ValueError(f"no function {node.func.id}")
        return _number(functions[node.func.id](*(_argument(a, functions) for a in node.args)))
    raise ValueError(f"{shown(ast.unparse(node))} is not allowed here")


def _argument(node: ast.expr, functions: Mapping[str, Callable[..., float]]) -> Any:
    """Words stand as they are, anything else is worked out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return _evaluate(node, functions)


def _number(value: Any) -> float:
    """The value as a finite float; whole numbers too, since their powers would grow without end."""
    if isinstance(value, bool | complex | str) or not math.isfinite(number := float(value)):
        raise ValueError(f"a step of it gives {value!r}, which is no finite number")
    return number
