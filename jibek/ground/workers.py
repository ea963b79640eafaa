"""One seam for work in several processes: a task on many items, answers in the order of the items.

The task reaches the workers through their initializer: no state of this module changes in the process that asks, so
two runs in two threads do not meet here. Workers end with the process that asks, however it ends, and at once where its
work is broken off.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from jibek.ground.errors import Problem, SystemFault
from jibek.ground.stopping import leave_to_parent

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

    Raises
    ------
    SystemFault
        ``system.worker_lost``: something from outside ended a worker, most often a machine without memory.
    """
    count = min(workers or min(MOST, os.cpu_count() or 1), max(len(items), 1))
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(task, items)
        return
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_take, initargs=(task,))
    try:
        yield from pool.map(_do, items)
    except BrokenProcessPool as fault:
        fix = "Close other programs, or run with fewer draws; what is known by then is kept for the next run."
        problem = Problem("system.worker_lost", "this machine", expected="memory for two workers", fix=fix)
        raise SystemFault("system.worker_lost", "a worker was ended from outside", [problem]) from fault
    except BaseException:
        # Nobody waits for the other answers, and items that are begun may take minutes.
        for worker in list((pool._processes or {}).values()):
            worker.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _take(task: Callable[[Any], Any]) -> None:
    global _task
    leave_to_parent()
    _task = task


def _do(item: Any) -> Any:
    return _task(item)
