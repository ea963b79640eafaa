"""A second reading of formulas that carries units along, so that tonnes are not taken from dollars.

Amounts a year and amounts are one here, as tables print yearly figures with and without the year; time is therefore no
dimension, and a unit counts by what is left of it: ``USD/t`` is dollars over tonnes, ``GWh/yr`` and ``MW`` are energy.
Numbers written in a formula, and methods that count events, have no dimension; a sum of a known and an unknown unit is
unknown.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Mapping

Dims = Mapping[str, int]

_NONE = "percent % ratio share rank ordinal count score points share/year score/year points/year places yes=1".split()
_NONE += [
    "1",
    "0-1",
    "times",
    "percent of value",
    "percent of value per day",
    "percent of trade",
    "ratio",
    "0/1",
]
_NONE += [
    "percent of trade per day",
    "score 1-5",
    "score 0-100",
    "percentage points",
    "year",
    "years",
    "h",
    "hour",
    "days",
]
_NONE += ["day", "d", "minute", "min", "months", "month", "votes", "km/h", "knots", "multiple", "times/year"]
_NONE += [
    "hours/day",
    "h/day",
    "days/year",
    "mm",
    "year of",
    "day of year",
    "percent of imports",
    "percent per year",
]

_SAME = {
    **dict.fromkeys(("t", "Mt", "kg", "tU", "thousand t", "g", "tce", "ce", "kg ce"), "mass"),
    **dict.fromkeys(
        ("USD", "CNY", "KZT", "EUR", "RUB", "bn USD", "USD bn", "mn USD", "tn USD", "mn EUR"), "money"
    ),
    **dict.fromkeys(("MW", "GWh", "TWh", "kW", "kWh"), "energy"),
    **dict.fromkeys(("trains", "train", "pairs of trains", "train pairs"), "train"),
    **dict.fromkeys(("vehicles", "vehicle", "trucks", "tractors"), "vehicle"),
    **dict.fromkeys(
        (
            "persons",
            "person-trips",
            "person-crossings",
            "crossings",
            "visits",
            "visit",
            "students",
            "learners",
            "people",
            "million",
            "100 people",
            "graduates",
            "contestants",
            "athletes",
            "teachers",
            "doctors",
            "person",
            "stay",
        ),
        "people",
    ),
    **dict.fromkeys(("jobs", "job", "workers"), "job"),
    **dict.fromkeys(("bn m3", "m3", "bcm", "1000 m3", "million m3"), "gas"),
    **dict.fromkeys(("companies", "company", "enterprises"), "company"),
    **dict.fromkeys(("km", "1000 km", "nautical mile", "miles"), "length"),
    **dict.fromkeys(("m2", "km2", "ha", "acres"), "area"),
    **dict.fromkeys(("flights", "flight", "round trips"), "flight"),
    **dict.fromkeys(("projects", "project"), "project"),
    **dict.fromkeys(("institutes", "institute", "institutions"), "institute"),
}


def dims_of(unit: str | None) -> Dims | None:
    """Dimensions of a unit; None where a part of it is not known."""
    if unit is None:
        return None
    if unit in _NONE or unit == "":
        return {}
    unit = (
        unit.replace("(t/yr)", "t")
        .replace("(tU/yr)", "tU")
        .replace("(vehicle/yr)", "vehicle")
        .replace("CO2e", "")
        .replace("CO2", "")
    )
    total: Counter[str] = Counter()
    for n, part in enumerate(unit.replace(" per ", "/").split("/")):
        part = part.strip()
        if part in ("yr", "year", "day", "month", "week", "Q1", "day/direction", "s", ""):
            continue
        if part == "Gtkm":
            total.update({"mass": 1, "length": 1})
            continue
        word = _SAME.get(part, part)
        if part in _NONE:
            continue
        total[word] += 1 if n == 0 else -1
    return {k: v for k, v in total.items() if v}


def dimensions(formula: str, unit_of: Callable[[str, str], str | None]) -> Dims | None:
    """Dimensions of a formula; ``unit_of`` gives the unit of a step by function and id.

    Raises
    ------
    ValueError
        Two things of different dimensions are added, subtracted or compared.
    """
    return _of(ast.parse(formula, mode="eval").body, unit_of)


def _of(node: ast.AST, unit_of: Callable[[str, str], str | None]) -> Dims | None:
    if isinstance(node, ast.Constant):
        return {}
    if isinstance(node, ast.UnaryOp):
        return _of(node.operand, unit_of)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _called(node.func.id, node, unit_of)
    assert isinstance(node, ast.BinOp)
    left, right = _of(node.left, unit_of), _of(node.right, unit_of)
    if isinstance(node.op, ast.Pow):
        if left == {}:
            return {}
        power = node.right.value if isinstance(node.right, ast.Constant) else None
        return None if left is None or not isinstance(power, int) else {k: v * power for k, v in left.items()}
    if isinstance(node.op, ast.Add | ast.Sub):
        return _alike(left, right, ast.unparse(node))
    if left is None or right is None:
        return None
    sign = 1 if isinstance(node.op, ast.Mult) else -1
    out = Counter(left)
    for word, power in right.items():
        out[word] += sign * power
    return {k: v for k, v in out.items() if v}


def _called(name: str, node: ast.Call, unit_of: Callable[[str, str], str | None]) -> Dims | None:
    if name in ("rank", "minimum", "maximum"):
        parts = [_of(a, unit_of) for a in node.args]
        for part in parts[1:]:
            _alike(parts[0], part, name)
        return {} if name == "rank" else parts[0]
    if name in ("held", "events", "days", "trend", "total"):
        return {}
    word = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
    return dims_of(unit_of(name, str(word)))


def _alike(left: Dims | None, right: Dims | None, where: str) -> Dims | None:
    if left is None or right is None:
        return None
    if left and right and left != right:
        raise ValueError(f"{dict(left)} and {dict(right)} in {where}")
    return left or right
