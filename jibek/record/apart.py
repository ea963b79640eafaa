"""Which assumptions stand apart from what the package says of them, told where a run finds no answer.

with resting_on(facts): settle(...)       a refusal from within names them, and so does arithmetic that fails
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jibek.ground.errors import InputError, Problem

if TYPE_CHECKING:
    from jibek.record.facts import Facts

CODE = "record.assumption_apart"


def set_apart(facts: Facts) -> list[Problem]:
    """One problem for each assumption that has another value than its central one, or whose row is a user's."""
    table = facts.table("assumptions")
    mine = dict(zip(table["assumption_id"], table["_overlay"], strict=True)) if "_overlay" in table else {}
    columns = ["assumption_id", "low", "central", "high", "value", "unit"]
    return [
        Problem(
            CODE,
            f"assumption {name}",
            value=value,
            expected=f"{central:g} as in the centre of {low:g} to {high:g}, in {unit}",
            fix="Nearer to its centre there may be an answer.",
        )
        for name, low, central, high, value, unit in facts.assumptions[columns].itertuples(index=False)
        if value != central or mine.get(name, False)
    ]


@contextmanager
def resting_on(facts: Facts) -> Iterator[None]:
    """Refusals from within name the assumptions that stand apart, if any does.

    Raises
    ------
    InputError
        What was raised within, with those assumptions as further problems; ``record.no_arithmetic`` where numbers
        overflow or are divided by nothing, which the package's own values never do.
    """
    try:
        yield
    except InputError as fault:
        known = {(p.code, p.where) for p in fault.problems}
        fault.problems += [p for p in set_apart(facts) if (p.code, p.where) not in known]
        raise
    except ArithmeticError as fault:
        apart = set_apart(facts)
        if not apart:
            raise  # a fault of the program
        message = f"these assumptions together leave the range of numbers ({fault})"
        raise InputError("record.no_arithmetic", message, apart) from fault
