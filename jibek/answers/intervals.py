"""How far headline numbers move with what nobody knows: one assumption at a time, each as a run of its own.

Reads   data table varied (the assumptions that move most), a settled state and its base
Writes  intervals, rests_on, low and high of headline

Each assumption is set to its low and high end in base and scenario alike, constants fitted again, flows and trade
settled again from where they stood; one that nothing asked for is not tried. An end that does not settle, or at which
freight is worth more than trade, is told and not used. The half-widths are joined with the simulation's own interval by
root sum of squares: first-order, since interactions of assumptions are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.answers.headline import ITEMS, Key
from jibek.answers.tables import INTERVALS, RESTS_ON
from jibek.ground.arrays import Array
from jibek.ground.errors import CertificateError, InputError
from jibek.ground.table import Table
from jibek.ground.uncertainty import root_sum
from jibek.ground.workers import in_order
from jibek.loop import State, settle

if TYPE_CHECKING:
    from jibek.record import Facts

METHOD = "first-order: assumptions one at a time, joined with the simulation's 95 % interval"
Values = Mapping[Key, float | None]


@dataclass(frozen=True, slots=True)
class Varied:
    """What the ends of assumptions give.

    intervals, rests_on: tables; shift: key -> assumption -> (at low less central, at high less central), of those whose
    both ends settled; central: headline values; unsettled: (assumption, end) that gave no answer.
    """

    intervals: pd.DataFrame
    rests_on: pd.DataFrame
    shift: Mapping[Key, Mapping[str, tuple[float, float]]]
    central: Values
    unsettled: tuple[tuple[str, str], ...] = ()

    def around(self, key: Key, noise: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
        """How far below and above its central value a number may lie; both at least 0."""
        return root_sum(list(self.shift.get(key, {}).values()), *noise)


def chosen(facts: Facts, fixed: Mapping[str, float]) -> tuple[str, ...]:
    """Assumptions to vary; one that the scenario sets itself is the user's and is not varied."""
    return tuple(i for i in facts.table("varied")["assumption_id"] if i not in fixed)


def vary(
    state: State,
    base: State | None,
    measure: Callable[[State], Values],
    *,
    names: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Varied, Varied | None]:
    """Headline numbers with each assumption at its ends, of a state and of its base.

    Parameters
    ----------
    measure
        Headline values of a state, computed alike for the centre and the ends.
    names
        Assumptions to vary; by default those of the data table.
    workers
        As in `in_order`.
    """
    # A scenario that moves nothing moves nothing at the ends either: it starts where the base's own end stands.
    idle = base is not None and _same(state.flow.load, base.flow.load)
    names = chosen(state.facts, state.scenario.assumption) if names is None else names
    tasks = [(name, level) for name in names for level in ("low", "high")]
    ends = state.facts.assumptions.set_index("assumption_id")
    central = measure(state)
    central_base = None if base is None else measure(base)
    asked = {name for s in (state, base) if s is not None for name in s.facts.asked()}

    def one(task: tuple[str, str]) -> tuple[Values | None, Values | None]:
        name, level = task
        if name not in asked:  # neither to settle nor to measure: it moves nothing
            return central, central_base
        value = {name: float(ends[level].to_dict()[name])}
        settled_base = of_base = None
        try:
            if base is not None:
                settled_base = settle(base.facts.assuming(value), base.scenario, None, warm=base)
                if not settled_base.settled:
                    return None, None
                of_base = measure(settled_base)
            start = settled_base if idle else state
            settled = settle(state.facts.assuming(value), state.scenario, settled_base, warm=start)
        except CertificateError:
            return None, of_base
        except InputError as fault:
            if fault.code != "trade.value_above_trade":
                raise
            return None, of_base
        return (measure(settled) if settled.settled else None), of_base

    found: list[tuple[Values | None, Values | None]] = []
    for task, values in zip(tasks, in_order(one, tasks, workers), strict=True):
        progress(f"interval: {task[0]} at its {task[1]} end")
        found.append(values)
    own = _tables(tasks, [values for values, _ in found], central)
    if central_base is None:
        return own, None
    return own, _tables(tasks, [of_base for _, of_base in found], central_base)


def _same(load: Array, other: Array) -> bool:
    """Whether loads of facilities are the same but for the order in which they were added up."""
    return load.shape == other.shape and bool(np.allclose(load, other, rtol=1e-9, atol=0.0))


def _tables(
    tasks: list[tuple[str, str]],
    found: list[Values | None],
    central: Values,
) -> Varied:
    nothing: Values = dict.fromkeys(central)
    at = {task: nothing if values is None else values for task, values in zip(tasks, found, strict=True)}
    unsettled = tuple(task for task, values in zip(tasks, found, strict=True) if values is None)
    names = list(dict.fromkeys(name for name, _ in tasks))
    rows: list[dict[str, object]] = []
    rests: list[dict[str, object]] = []
    shift: dict[Key, dict[str, tuple[float, float]]] = {}
    for item in ITEMS:
        middle = central[item.key]
        for name in names:
            low, high = at[name, "low"][item.key], at[name, "high"][item.key]
            levels = (("low", low), ("central", middle), ("high", high))
            rows += [
                {
                    "headline": item.id,
                    "reporter": item.reporter or None,
                    "assumption_id": name,
                    "level": level,
                    "value": value,
                }
                for level, value in levels
            ]
            rests.append(
                {
                    "headline": item.id,
                    "reporter": item.reporter or None,
                    "assumption_id": name,
                    "at_low": low,
                    "at_high": high,
                }
            )
            if middle is not None and low is not None and high is not None:
                shift.setdefault(item.key, {})[name] = (low - middle, high - middle)
    return Varied(_checked(INTERVALS, rows), _checked(RESTS_ON, rests), shift, central, unsettled)


def _checked(table: Table, rows: list[dict[str, object]]) -> pd.DataFrame:
    """A frame by its declaration; without rows where every varied assumption is set by the user."""
    return table.check(pd.DataFrame(rows, columns=list(table.columns)))
