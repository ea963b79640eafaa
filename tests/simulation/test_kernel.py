"""The event kernel against queueing theory, against the recursion, and against hand-worked gates."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest

from jibek.simulation import draws
from jibek.simulation.kernel import join, play_line, recur_line

NEVER = (np.array([0.0, 1.0]), np.array([0.0, 1.0]), 1.0)
N = 200_000
RUNS = 8


def run(arrive, service, servers, calendar=NEVER, solve=play_line):
    leave = np.empty_like(service)
    answer = solve(arrive, service, np.array(servers, np.int64), *calendar, leave)
    return leave, answer


def drawn(law, n, replication, purpose, **options):
    return law(n, seed=1, replication=replication, station=1, purpose=purpose, **options)


def poisson(rate, n, replication):
    return np.cumsum(draws.exponentials(n, 1 / rate, seed=1, replication=replication, station=1, purpose=0))


def erlang_c(load: float, servers: int) -> float:
    """Probability of waiting (Erlang, 1917)."""
    terms = [load**k / factorial(k) for k in range(servers)]
    last = load**servers / factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def z_score(values, expected):
    """Standard errors between the mean of independent values and what theory says."""
    return (np.mean(values) - expected) / (np.std(values, ddof=1) / np.sqrt(len(values)))


# Five queues with fixed seeds: |z| < 4 with seven degrees of freedom fails by chance once in 200 for one of them,
# and would not change from day to day.
LIMIT = 4.0


@pytest.mark.parametrize("servers", [1, 4])
def test_mean_wait_of_mmc_is_erlangs(servers):
    load = 0.8 * servers
    waits = []
    for r in range(RUNS):
        arrive = poisson(load, N, r)
        service = drawn(draws.exponentials, N, r, 1, mean=1.0)[None]
        leave, _ = run(arrive, service, [servers])
        waits.append((leave[0] - arrive - service[0])[N // 10 :].mean())
    assert abs(z_score(waits, erlang_c(load, servers) / (servers - load))) < LIMIT


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.5])
def test_mean_wait_of_mg1_is_pollaczek_and_khinchines(cv):
    waits = []
    for r in range(RUNS):
        arrive = poisson(0.7, N, r)
        service = drawn(draws.gammas, N, r, 1, mean=1.0, cv=cv)[None]
        leave, _ = run(arrive, service, [1])
        waits.append((leave[0] - arrive - service[0])[N // 10 :].mean())
    assert abs(z_score(waits, 0.7 * (1 + cv**2) / (2 * 0.3))) < LIMIT


def test_a_gate_with_even_capacity_is_a_deterministic_server():
    """One unit of capacity an hour: a train that finds nobody passes at once, others an hour after the last."""
    waits = []
    for r in range(RUNS):
        arrive = poisson(0.7, N, r)
        leave, _ = run(arrive, np.zeros((1, N)), [-1])
        waits.append((leave[0] - arrive)[N // 10 :].mean())
    assert abs(z_score(waits, 0.7 / (2 * 0.3))) < LIMIT


def crossing(n=4000, *, tracks=17, fronts=7, acceptance=11.2, rate=10.0, shut=()):
    arrive = np.cumsum(drawn(draws.gammas, n, 0, 0, mean=24 / rate, cv=0.62))
    service = np.array(
        [
            drawn(draws.lognormals, n, 0, 1, mean=12.0, sd=4.2),
            np.zeros(n),
            drawn(draws.lognormals, n, 0, 2, mean=5.0, sd=1.75),
        ]
    )
    quota = drawn(draws.gammas, 450, 0, 3, mean=acceptance, cv=0.3)
    quota[list(shut)] = 0.0
    times, cum = np.arange(451) * 24.0, np.concatenate([[0.0], np.cumsum(quota)])
    return arrive, service, [tracks, -1, fronts], (times, cum, acceptance / 24)


@pytest.mark.parametrize(
    "options", [{}, {"tracks": 5}, {"rate": 14.0}, {"shut": range(90, 120)}, {"tracks": 0}]
)
def test_kernel_and_recursion_agree_bit_for_bit(options):
    arrive, service, servers, calendar = crossing(**options)
    by_events, _ = run(arrive, service, servers, calendar)
    by_recursion, _ = run(arrive, service, servers, calendar, recur_line)
    assert np.array_equal(by_events, by_recursion)


def test_two_kinds_join_in_the_order_of_a_stable_sort():
    """Whole hours, so that many come at once; services follow their entity."""
    rng = np.random.default_rng(2)
    one, two = (np.sort(rng.integers(0, 40, n)).astype(float) for n in (60, 25))
    first, last = rng.uniform(size=(2, 2, 60))
    arrive, before, after = np.empty((3, 85))
    join(one, two, *first, *last, arrive, before, after)
    order = np.argsort(np.concatenate([one, two]), kind="stable")
    for found, kinds in ((arrive, (one, two)), (before, first), (after, last)):
        assert np.array_equal(found, np.concatenate([kinds[0], kinds[1][:25]])[order])


def test_compiled_kernel_equals_plain_python():
    """``py_func`` is the same text without compilation; libm and LLVM add in the same order."""
    arrive, service, servers, calendar = crossing(300)
    compiled, answer = run(arrive, service, servers, calendar)
    plain, again = run(arrive, service, servers, calendar, play_line.py_func)
    assert np.array_equal(compiled, plain)
    assert answer == pytest.approx(again, rel=1e-15)


def test_littles_law_holds_to_rounding():
    """Number present summed as time passes = sum of sojourns; 4,000 terms round at 1e-13."""
    arrive, service, servers, calendar = crossing()
    leave, (events, area) = run(arrive, service, servers, calendar)
    assert area == pytest.approx((leave[-1] - arrive).sum(), rel=1e-12)
    assert events == 4 * len(arrive)


def test_one_more_track_delays_nobody_there_and_no_place_in_the_queue_beyond():
    """Who is first beyond may change, for trains overtake; the k-th train to be accepted is never later."""
    arrive, service, servers, calendar = crossing(tracks=5, rate=9.0)
    fewer, _ = run(arrive, service, servers, calendar)
    richer, _ = run(arrive, service, [6, *servers[1:]], calendar)
    assert (richer[0] <= fewer[0]).all()
    assert (np.sort(richer[1]) <= np.sort(fewer[1])).all()
    assert (richer[0] < fewer[0]).any()


def test_one_more_front_delays_nobody():
    arrive, service, servers, calendar = crossing(fronts=2, rate=9.0)
    fewer, _ = run(arrive, service, servers, calendar)
    richer, _ = run(arrive, service, [*servers[:2], 3], calendar)
    assert (richer[2] <= fewer[2]).all()
    assert (richer[2] < fewer[2]).any()


def test_a_gate_worked_by_hand():
    r"""Capacity 2 units a day, shut on day 2 (hours 24-48): C = 2 at 24 h, 2 at 48 h, 4 at 72 h.

    ready  1   finds a full unit: passes at 1, C = 1/12
    ready  2   needs C = 13/12: at 13 h
    ready 20   C(20) = 20/12 < 25/12; C = 25/12 comes 1 h after the gate opens: 49 h
    ready 22   an hour later still 12 h behind: C = 37/12, at 61 h
    ready 90   after the calendar, 2 a day go on: C(90) = 5.5 >= 49/12: passes at once
    """
    calendar = (np.array([0.0, 24.0, 48.0, 72.0]), np.array([0.0, 2.0, 2.0, 4.0]), 2 / 24)
    arrive = np.array([1.0, 2.0, 20.0, 22.0, 90.0])
    for solve in (play_line, recur_line):
        leave, _ = run(arrive, np.zeros((1, 5)), [-1], calendar, solve)
        assert leave[0] == pytest.approx([1, 13, 49, 61, 90], abs=1e-12)


def test_a_train_ready_while_the_gate_is_shut_waits_for_the_opening():
    calendar = (np.array([0.0, 24.0, 48.0, 72.0]), np.array([0.0, 2.0, 2.0, 4.0]), 2 / 24)
    leave, _ = run(np.array([30.0]), np.zeros((1, 1)), [-1], calendar)
    assert leave[0, 0] == 48.0


def test_nobody_comes():
    leave, (events, area) = run(np.empty(0), np.empty((1, 0)), [1])
    assert leave.size == 0
    assert (events, area) == (0, 0.0)
