"""One seam for work in several processes: a task on many items, answers in the order of the items.

The task reaches the workers through their initializer: no state of this module changes in the process that asks, so
two runs in two threads do not meet here.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST = 2

_task: Callable[[Any], Any]  # set in a worker alone, once, when it starts


def in_order(
    task: Callable[[Item], Answer], items: Sequence[Item], workers: int | None = None
) -> Iterator[Answer]:
    """The task's answer to each item, in their order, as they come.

    Parameters
    ----------
    task
        Any callable, a closure too: forked workers see what it holds without copying it through a pipe. Its answers
        must pass through a pipe.
    workers
        Processes; by default the processors at hand, two at most. The answers do not depend on it.
    """
    count = min(workers or min(MOST, os.cpu_count() or 1), max(len(items), 1))
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(task, items)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_take, initargs=(task,)) as pool:
        yield from pool.map(_do, items)


def _take(task: Callable[[Any], Any]) -> None:
    global _task
    _task = task


def _do(item: Any) -> Any:
    return _task(item)
