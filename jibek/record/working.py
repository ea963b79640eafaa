"""A figure's working, written in the data and computed by code: what it says is what is done.

    sqrt(volume("V077") * volume("V079"))                     TEU of 2023 between two published years
    assume("sea_base_teu_china_europe") * assume("tonnes_per_teu_rail")

Known: numbers, + - * / **, ``sqrt``, ``minimum``, ``maximum``, ``fact(id)``, ``volume(id)``, ``assume(id)``,
``country(column, iso3 or group)`` which sums a column of country_base (a country without a figure is refused, as
missing is never zero), ``series(path)`` in the run's year and ``growth(path)`` from the base year to it. Anything else
is refused. The ids that were asked for are the parents of the figure, so that `explain` walks on from there. `check`
looks at names alone, before anything is computed.

A caller may give more: ``quantities`` of a run that is kept, which ``quantity(name)`` then reads, and named functions
of its own (``Method``) for what arithmetic alone cannot say.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from jibek.ground.errors import Problem, nearest
from jibek.record import arithmetic
from jibek.record.groups import members
from jibek.record.paths import BASE_YEAR

if TYPE_CHECKING:
    from jibek.record.facts import Facts


@dataclass(frozen=True, slots=True)
class Worked:
    """value; parents: node ids of facts and assumptions in the order they were asked for."""

    value: float
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a `Method` reads the record through, so that what it asks for becomes a parent.

    instead
        Node id to the value that stands there in place of the record's.
    """

    facts: Facts
    parents: dict[str, None]
    instead: Mapping[str, float]

    def fact(self, fact_id: str) -> float:
        """The value of a fact, or what stands in its place; raises as ``Facts.fact``."""
        return self.value(f"fact:{fact_id}", lambda: self.facts.fact(fact_id))

    def value(self, node_id: str, read: Callable[[], float]) -> float:
        """The value of any step, which is a parent from now on."""
        self.parents[node_id] = None
        return self.instead[node_id] if node_id in self.instead else read()


@dataclass(frozen=True, slots=True)
class Method:
    """A named function beside arithmetic.

    takes
        Kind of each argument, str for words in quotation marks; the last one stands for all further ones where
        ``more`` is true.
    work
        Value from a `Reader` and the arguments.
    lacks
        What is wrong with the words among the arguments, before anything is computed.
    """

    takes: tuple[type, ...]
    work: Callable[..., float]
    lacks: Callable[..., list[Problem]] | None = None
    more: bool = False


NO_METHODS: Mapping[str, Method] = {}


def work_out(
    expression: str,
    facts: Facts,
    where: str = "working",
    *,
    quantities: Mapping[str, float] | None = None,
    methods: Mapping[str, Method] = NO_METHODS,
    instead: Mapping[str, float] | None = None,
) -> Worked:
    """Value and parents of an expression.

    Parameters
    ----------
    quantities
        What ``quantity(name)`` reads; without them it is no function.
    methods
        Functions besides those above, by name.
    instead
        Node id to the value to be used in place of the record's: an end of its range.

    Raises
    ------
    InputError
        ``working.invalid``: not an expression of the kind above, or an id that the data does not hold.
    """
    parents: dict[str, None] = {}
    reader = Reader(facts, parents, instead or {})
    fact = reader.fact

    def country(column: str, names: str) -> float:
        asked, known = members(names, facts), set(facts.table("country_base")["iso3"])
        unknown = [iso3 for iso3 in asked if iso3 not in known]
        if unknown:
            raise ValueError(f"no country or group {unknown[0]}")
        return math.fsum(fact(f"country_base:{iso3}:{column}") for iso3 in asked)

    def assume(assumption_id: str) -> float:
        return reader.value(f"assumption:{assumption_id}", lambda: facts.assume(assumption_id))

    def quantity(name: str) -> float:
        return reader.value(quantity_id(name), lambda: _kept(name, quantities or {}))

    def series(path_id: str) -> float:
        parents.update(dict.fromkeys(facts.path_parents(path_id)))
        return facts.path(path_id)

    def growth(path_id: str) -> float:
        parents.update(dict.fromkeys(facts.path_parents(path_id, BASE_YEAR)))
        return facts.growth(path_id)

    functions: dict[str, Callable[..., float]] = {
        "fact": fact,
        "volume": lambda key: fact(f"volumes:{key}:value"),
        "assume": assume,
        "country": country,
        "series": series,
        "growth": growth,
        "sqrt": math.sqrt,
        "minimum": min,
        "maximum": max,
        **({"quantity": quantity} if quantities is not None else {}),
        **{name: partial(method.work, reader) for name, method in methods.items()},
    }
    return Worked(arithmetic.work_out(expression, functions, where), tuple(parents))


def quantity_id(name: str) -> str:
    """The node id of a kept quantity."""
    return f"result:quantities:{name}"


def _kept(name: str, quantities: Mapping[str, float]) -> float:
    value = quantities.get(name, math.nan)
    if math.isnan(value):
        raise ValueError(f"the run gives no quantity {name}")
    return value


# How many arguments each function takes, and whether they are words.
_TAKES = {
    **dict.fromkeys(("fact", "volume", "assume", "series", "growth"), (1, str)),
    "country": (2, str),
    "sqrt": (1, float),
}

# Workings written in the data: table and columns.
IN_TABLES = {
    "markets": ("tonnes_working", "usd_per_tonne_working"),
    "pivots": ("working",),
    "observations": ("working",),
    "sailings": ("vessels", "sailings_per_month", "load_tonnes"),
    "counted": ("working",),
    "measures": ("factor",),
    "backtests": ("working",),
    "counts": ("load",),
    "domestic_rail": ("tonnes_working",),
    "services": (
        "departures_per_week",
        "haul_factor",
        "border_factor",
        "wait_factor",
        "price_factor",
        "load_hours",
        "unload_hours",
    ),
    "statements": ("best_of",),
}


def problems_of(facts: Facts, stems: Collection[str] = tuple(IN_TABLES)) -> list[Problem]:
    """`check` of every working in these tables, with file, line and column."""
    return [
        replace(p, where=f"{stem}.csv", row=int(line), column=column)
        for stem, columns in IN_TABLES.items()
        if stem in stems
        for column in columns
        for line, told in zip(facts.table(stem)["_row"], facts.table(stem)[column], strict=True)
        if told is not None
        for p in check(told, facts)
    ]


def check(
    expression: str,
    facts: Facts,
    where: str = "working",
    *,
    quantities: Collection[str] = (),
    methods: Mapping[str, Method] = NO_METHODS,
) -> list[Problem]:
    """What is wrong with an expression before it is worked out: its form, and every name that the data lacks.

    Parameters
    ----------
    quantities
        Names that ``quantity`` may ask for; without any it is no function.
    methods
        As in `work_out`.

    Returns
    -------
    list
        Problems ``working.invalid``, ``record.unknown_fact``, ``record.no_value``, ``record.unknown_assumption``,
        ``working.unknown_column``, ``working.unknown_country``, ``working.unknown_quantity`` and what methods find;
        empty if all names are known.
    """
    try:
        tree = arithmetic.parsed(expression)
    except (SyntaxError, ValueError) as fault:
        return [_invalid(where, expression, f"cannot be read: {fault}")]
    return [replace(p, where=where) for p in _names(tree, _Known(facts, quantities, methods))]


@dataclass(frozen=True, slots=True)
class _Known:
    """What names may be asked for."""

    facts: Facts
    quantities: Collection[str]
    methods: Mapping[str, Method]


def _names(node: ast.AST, known: _Known) -> Iterator[Problem]:
    if isinstance(node, ast.BinOp) and type(node.op) in arithmetic.OPERATORS:
        yield from _names(node.left, known)
        yield from _names(node.right, known)
    elif isinstance(node, ast.UnaryOp) and type(node.op) in arithmetic.OPERATORS:
        yield from _names(node.operand, known)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        yield from _called(node.func.id, node, known)
    elif not isinstance(node, ast.Constant) or isinstance(node.value, bool | str | bytes | complex):
        yield _invalid("", ast.unparse(node), "is not allowed here")
    elif not isinstance(node.value, int | float) or not _finite(node.value):
        yield _invalid("", ast.unparse(node), "is no finite number")


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False


def _called(name: str, node: ast.Call, known: _Known) -> Iterator[Problem]:
    """Problems of one call of a function: its name, its arguments, the ids that they are."""
    if name in ("minimum", "maximum"):
        for argument in node.args:
            yield from _names(argument, known)
        if len(node.args) < 2:
            yield _invalid("", ast.unparse(node), "compares fewer than two")
        return
    if name in known.methods:
        yield from _of_method(known.methods[name], node, known)
        return
    takes = {**_TAKES, **({"quantity": (1, str)} if known.quantities else {})}
    if name not in takes:
        functions = {*takes, *known.methods, "minimum", "maximum"}
        yield _invalid("", ast.unparse(node), "is no function", nearest(name, functions))
        return
    count, kind = takes[name]
    if len(node.args) != count:
        yield _invalid("", ast.unparse(node), f"takes {count}, has {len(node.args)}")
    elif kind is float:
        yield from _names(node.args[0], known)
    else:
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(words) < count:
            yield _invalid("", ast.unparse(node), "takes ids in quotation marks")
        elif name == "quantity":
            expected = "a quantity that runs keep"
            yield from _unknown("working.unknown_quantity", words[0], set(known.quantities), expected)
        else:
            yield from _ids(name, words, known.facts)


def _of_method(method: Method, node: ast.Call, known: _Known) -> Iterator[Problem]:
    """Problems of one call of a method: how many arguments, of which kind, and what it finds wrong with the words."""
    takes = method.takes
    if method.more:
        takes += (method.takes[-1],) * (len(node.args) - len(takes))
    if len(node.args) != len(takes):
        yield _invalid("", ast.unparse(node), f"takes {len(takes)}, has {len(node.args)}")
        return
    words: list[str] = []
    for argument, kind in zip(node.args, takes, strict=True):
        if kind is not str:
            yield from _names(argument, known)
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            words.append(argument.value)
        else:
            yield _invalid("", ast.unparse(argument), "is no word in quotation marks")
            return
    if method.lacks is not None:
        yield from method.lacks(known.facts, *words)


def _ids(name: str, words: list[str], facts: Facts) -> Iterator[Problem]:
    if name in ("fact", "volume"):
        yield from facts.lacks(words[0] if name == "fact" else f"volumes:{words[0]}:value")
    elif name == "assume":
        known, expected = set(facts.assumptions["assumption_id"]), "an id of assumptions.csv"
        yield from _unknown("record.unknown_assumption", words[0], known, expected)
    elif name in ("series", "growth"):
        known = set(facts.table("paths")["path_id"])
        yield from _unknown("record.unknown_path", words[0], known, "a path of paths.csv")
    else:
        yield from _of_countries(words[0], words[1], facts)


def _unknown(code: str, word: str, known: set[str], expected: str) -> Iterator[Problem]:
    if word not in known:
        yield Problem(code, "", value=word, expected=expected, fix=nearest(word, known))


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
    return Problem(
        "working.invalid", where, message, value=arithmetic.shown(told), expected=expected, fix=fix
    )
