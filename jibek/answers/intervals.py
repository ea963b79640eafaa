"""How far headline numbers move with what nobody knows: one assumption at a time, each as a run of its own.

Reads   data table varied (the assumptions that move most), a settled state and its base
Writes  intervals, rests_on, low and high of headline

Each assumption is set to its low and high end in base and scenario alike, constants fitted again, flows and trade
settled again from where they stood. The half-widths are joined with the simulation's own interval by root sum of
squares: first-order, since interactions of assumptions are left out.
"""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from jibek.answers.headline import ITEMS, Key
from jibek.answers.tables import INTERVALS, RESTS_ON
from jibek.loop import State, settle

if TYPE_CHECKING:
    from jibek.record import Facts

METHOD = "first-order: assumptions one at a time, joined with the simulation's 95 % interval"


@dataclass(frozen=True, slots=True)
class Varied:
    """intervals, rests_on: tables; shift: key -> assumption -> (at low less central, at high less central); central."""

    intervals: pd.DataFrame
    rests_on: pd.DataFrame
    shift: Mapping[Key, Mapping[str, tuple[float, float]]]
    central: Mapping[Key, float | None]

    def around(self, key: Key, noise: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
        """How far below and above its central value a number may lie; both at least 0."""
        moves = list(self.shift.get(key, {}).values())
        down = math.hypot(noise[0], *(max(0.0, -low, -high) for low, high in moves))
        up = math.hypot(noise[1], *(max(0.0, low, high) for low, high in moves))
        return down, up


def chosen(facts: Facts, fixed: Mapping[str, float]) -> tuple[str, ...]:
    """Assumptions to vary; one that the scenario sets itself is the user's and is not varied."""
    return tuple(i for i in facts.table("varied")["assumption_id"] if i not in fixed)


def vary(
    state: State,
    base: State | None,
    measure: Callable[[State], Mapping[Key, float | None]],
    *,
    names: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Varied:
    """Headline numbers with each assumption at its ends.

    Parameters
    ----------
    measure
        Headline values of a state, computed alike for the centre and the ends.
    names
        Assumptions to vary; by default those of the data table.
    workers
        Processes; by default the processors at hand, two at most. The result does not depend on it.
    """
    global _TASK
    names = chosen(state.facts, state.scenario.assumption) if names is None else names
    tasks = [(name, level) for name in names for level in ("low", "high")]
    _TASK = (state, base, measure)
    count = workers or min(2, os.cpu_count() or 1)
    found: list[Mapping[Key, float | None]] = []
    for task, value in zip(tasks, _run(tasks, count), strict=True):
        progress(f"interval: {task[0]} at its {task[1]} end")
        found.append(value)
    _TASK = None
    return _tables(tasks, found, measure(state))


_TASK: tuple[State, State | None, Callable[[State], Mapping[Key, float | None]]] | None = None


def _run(tasks: list[tuple[str, str]], count: int) -> Iterator[Mapping[Key, float | None]]:
    """Answers in the order of the tasks; forked workers see the state without copying it through a pipe."""
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(_one, tasks)
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(_one, tasks)


def _one(task: tuple[str, str]) -> Mapping[Key, float | None]:
    assert _TASK is not None
    state, base, measure = _TASK
    name, level = task
    ends = dict(zip(state.facts.assumptions["assumption_id"], state.facts.assumptions[level], strict=True))
    value = float(ends[name])
    settled_base = None
    if base is not None:
        settled_base = settle(base.facts.assuming({name: value}), base.scenario, None, warm=base)
    facts = state.facts.assuming({name: value})
    return measure(settle(facts, state.scenario, settled_base, warm=state))


def _tables(
    tasks: list[tuple[str, str]],
    found: list[Mapping[Key, float | None]],
    central: Mapping[Key, float | None],
) -> Varied:
    at = dict(zip(tasks, found, strict=True))
    names = list(dict.fromkeys(name for name, _ in tasks))
    rows, rests = [], []
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
    return Varied(INTERVALS.check(pd.DataFrame(rows)), RESTS_ON.check(pd.DataFrame(rests)), shift, central)
