"""A figure's working, written in the data and computed by code: what it says is what is done.

    sqrt(volume("V077") * volume("V079"))                     TEU of 2023 between two published years
    assume("sea_base_teu_china_europe") * assume("tonnes_per_teu_rail")

Known: numbers, + - * / **, ``sqrt``, ``minimum``, ``maximum``, ``fact(id)``, ``volume(id)``, ``assume(id)`` and
``country(column, iso3 or group)`` which sums a column of country_base. Anything else is refused. The ids that were
asked for are the parents of the figure, so that `explain` walks on from there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        table = facts.table("country_base").set_index("iso3")[column]
        asked = members(names, facts)
        unknown = [iso3 for iso3 in asked if iso3 not in table.index]
        if unknown:
            raise ValueError(f"no country or group {unknown[0]}")
        present = [iso3 for iso3 in asked if table[iso3] == table[iso3]]
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
    return Worked(arithmetic.work_out(expression, functions, where), tuple(parents))
