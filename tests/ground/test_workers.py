"""Work in several processes: order, faults and interruption are those of a plain loop, whoever else works meanwhile."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from jibek.ground.errors import SystemFault
from jibek.ground.workers import in_order


@pytest.mark.parametrize("workers", [1, 2, 3, None])
def test_answers_come_in_the_order_of_the_items(workers):
    offset = 10
    assert list(in_order(lambda n: n * n + offset, range(20), workers)) == [n * n + 10 for n in range(20)]


def test_no_items_need_no_worker():
    assert list(in_order(lambda n: n, [], 2)) == []


def test_work_is_done_in_other_processes():
    assert os.getpid() not in set(in_order(lambda _: os.getpid(), range(4), 2))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_in_the_task_is_raised_here(workers):
    def task(n: int) -> float:
        return 1 / n

    with pytest.raises(ZeroDivisionError):
        list(in_order(task, [1, 0], workers))


def test_two_threads_do_not_take_each_other_s_task():
    """With the task in a variable of the module, the second thread's would answer the first thread's items."""
    found: dict[int, list[int]] = {}

    def ask(factor: int) -> None:
        found[factor] = list(in_order(lambda n: n * factor, range(30), 2))

    threads = [threading.Thread(target=ask, args=(factor,)) for factor in (2, 3, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {factor: [n * factor for n in range(30)] for factor in (2, 3, 5)}


def test_a_worker_ended_from_outside_is_a_fault_of_the_surroundings():
    def task(n: int) -> int:
        if n == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    with pytest.raises(SystemFault) as caught:
        list(in_order(task, range(4), 2))
    assert caught.value.code == "system.worker_lost"


def test_nobody_waits_for_work_that_is_given_up():
    """The second item would take an hour."""
    answers = in_order(lambda n: n if n == 0 else time.sleep(3600), range(4), 2)
    assert next(answers) == 0
    answers.close()
