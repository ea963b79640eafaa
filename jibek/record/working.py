"""A figure's working, written in the data and computed by code: what it says is what is done.

    sqrt(volume("V077") * volume("V079"))                     TEU of 2023 between two published years
    assume("sea_base_teu_china_europe") * assume("tonnes_per_teu_rail")

Known: numbers, + - * / **, ``sqrt``, ``minimum``, ``maximum``, ``fact(id)``, ``volume(id)``, ``assume(id)`` and
``country(column, iso3 or group)`` which sums a column of country_base; a country without a figure is refused, as
missing is never zero. Anything else is refused. The ids that were asked for are the parents of the figure, so that
`explain` walks on from there. `check` looks at names alone, before anything is computed.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jibek.ground.errors import Problem, nearest
from jibek.record import arithmetic
from jibek.record.groups import members

if TYPE_CHECKING:
    from jibek.record.facts import Facts


@dataclass(frozen=True, slots=True)
class Worked:
    """value; parents: node ids of facts and assumptions in the order they were asked for."""

    value: float
    parents: tuple[str, ...]


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
        asked, known = members(names, facts), set(facts.table("country_base")["iso3"])
        unknown = [iso3 for iso3 in asked if iso3 not in known]
        if unknown:
            raise ValueError(f"no country or group {unknown[0]}")
        return math.fsum(fact(f"country_base:{iso3}:{column}") for iso3 in asked)

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
    return Worked(arithmetic.work_out(expression, functions, where), tuple(parents))


# How many arguments each function takes, and whether they are words.
_TAKES = {"fact": (1, str), "volume": (1, str), "assume": (1, str), "country": (2, str), "sqrt": (1, float)}

# Workings written in the data: table and columns.
IN_TABLES = {
    "markets": ("tonnes_working", "usd_per_tonne_working"),
    "pivots": ("working",),
    "beside": ("published_working",),
    "sailings": ("vessels", "sailings_per_month", "load_tonnes"),
}


def problems_of(facts: Facts) -> list[Problem]:
    """`check` of every working in the data, with file, line and column."""
    return [
        replace(p, where=f"{stem}.csv", row=int(line), column=column)
        for stem, columns in IN_TABLES.items()
        for column in columns
        for line, told in zip(facts.table(stem)["_row"], facts.table(stem)[column], strict=True)
        if told is not None
        for p in check(told, facts)
    ]


def check(expression: str, facts: Facts, where: str = "working") -> list[Problem]:
    """What is wrong with an expression before it is worked out: its form, and every name that the data lacks.

    Returns
    -------
    list
        Problems ``working.invalid``, ``record.unknown_fact``, ``record.no_value``, ``record.unknown_assumption``,
        ``working.unknown_column``, ``working.unknown_country``; empty if all names are known.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError) as fault:
        return [_invalid(where, expression, f"cannot be read: {fault}")]
    return [replace(p, where=where) for p in _names(tree.body, facts)]


def _names(node: ast.AST, facts: Facts) -> Iterator[Problem]:
    if isinstance(node, ast.BinOp) and type(node.op) in arithmetic.OPERATORS:
        yield from _names(node.left, facts)
        yield from _names(node.right, facts)
    elif isinstance(node, ast.UnaryOp) and type(node.op) in arithmetic.OPERATORS:
        yield from _names(node.operand, facts)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        yield from _called(node.func.id, node, facts)
    elif not isinstance(node, ast.Constant) or isinstance(node.value, bool | str | bytes | complex):
        yield _invalid("", ast.unparse(node), "is not allowed here")
    elif not isinstance(node.value, int | float):
        yield _invalid("", ast.unparse(node), "is no number")


def _called(name: str, node: ast.Call, facts: Facts) -> Iterator[Problem]:
    """Problems of one call of a function: its name, its arguments, the ids that they are."""
    if name in ("minimum", "maximum"):
        for argument in node.args:
            yield from _names(argument, facts)
        if len(node.args) < 2:
            yield _invalid("", ast.unparse(node), "compares fewer than two")
        return
    if name not in _TAKES:
        yield _invalid(
            "", ast.unparse(node), "is no function", nearest(name, {*_TAKES, "minimum", "maximum"})
        )
        return
    count, kind = _TAKES[name]
    if len(node.args) != count:
        yield _invalid("", ast.unparse(node), f"takes {count}, has {len(node.args)}")
    elif kind is float:
        yield from _names(node.args[0], facts)
    else:
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(words) < count:
            yield _invalid("", ast.unparse(node), "takes ids in quotation marks")
        else:
            yield from _ids(name, words, facts)


def _ids(name: str, words: list[str], facts: Facts) -> Iterator[Problem]:
    if name in ("fact", "volume"):
        yield from facts.lacks(words[0] if name == "fact" else f"volumes:{words[0]}:value")
    elif name == "assume":
        known = set(facts.assumptions["assumption_id"])
        if words[0] not in known:
            expected = "an id of assumptions.csv"
            yield Problem(
                "record.unknown_assumption",
                "",
                value=words[0],
                expected=expected,
                fix=nearest(words[0], known),
            )
    else:
        yield from _of_countries(words[0], words[1], facts)


def _of_countries(column: str, names: str, facts: Facts) -> Iterator[Problem]:
    """Problems of ``country(column, names)``: each column and country that country_base lacks."""
    table = facts.table("country_base").set_index("iso3")
    columns = {c for c in table.columns if c.endswith(("_busd", "_m"))}
    if column not in columns:
        yield Problem(
            "working.unknown_column",
            "",
            value=column,
            expected="a column of country_base.csv",
            fix=nearest(column, columns),
        )
    known = {*table.index, *facts.table("country_groups")["group"]}
    for name in (n.strip() for n in names.split(";")):
        if name not in known:
            expected = "a country of country_base.csv or a group"
            yield Problem(
                "working.unknown_country", "", value=name, expected=expected, fix=nearest(name, known)
            )
        elif column in columns:
            for iso3 in members(name, facts):
                yield from facts.lacks(f"country_base:{iso3}:{column}")


def _invalid(where: str, told: str, message: str, fix: str = "") -> Problem:
    expected = "arithmetic over known ids"
    return Problem("working.invalid", where, message, value=told, expected=expected, fix=fix)
