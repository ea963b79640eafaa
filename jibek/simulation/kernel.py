"""The event kernel: entities pass a line of stations, one event at a time.

Method  event list on a binary heap with the total order (time, entity); queues are first in, first out

    arrivals -> station 0 -> station 1 -> ... -> gone

    servers[s] > 0   that many servers, each busy for service[s, entity]
    servers[s] = 0   no queue: everybody is served at once (a delay)
    servers[s] = -1  a gate: passes an entity when one unit of capacity has accrued since the last passage

A gate reads a calendar: ``cum`` units of capacity have accrued by ``times``, linear in between and flat while
the gate is shut. Unused capacity is lost: no more than the one unit of the next entity is ever held ready.
M/M/c, M/G/1 and D/D/1 queues are lines of one station; tests compare them with their formulas.
"""

from __future__ import annotations

import numpy as np

from jibek.ground.compiled import kernel, lean

QUEUE, DELAY, GATE = 1, 0, -1


@lean("UniTuple(float64, 2)(float64, float64, float64[::1], float64[::1], float64, int64[::1])")
def _pass_gate(ready, last, times, cum, rate, at):  # type: ignore[no-untyped-def]
    """When an entity that is ready passes, and the capacity accrued by then.

    ``last``: capacity accrued at the passage before; ``at``: two pointers that only move forward.
    """
    end = times.size - 1
    p = at[0]
    while p < end and times[p + 1] <= ready:
        p += 1
    at[0] = p
    rising = True
    if p == end:
        accrued = cum[end] + rate * (ready - times[end])
    else:
        slope = (cum[p + 1] - cum[p]) / (times[p + 1] - times[p])
        accrued = cum[p] + slope * (ready - times[p])
        rising = slope > 0.0
    if accrued >= last + 1.0:
        if rising:
            return ready, accrued
        q = p
        while q < end and cum[q + 1] <= cum[p]:
            q += 1
        return times[q], accrued
    target = last + 1.0
    q = max(at[1], p)
    while q < end and cum[q + 1] < target:
        q += 1
    at[1] = q
    if q == end:
        return max(ready, times[end] + (target - cum[end]) / rate), target
    part = (target - cum[q]) / (cum[q + 1] - cum[q])
    return max(ready, times[q] + part * (times[q + 1] - times[q])), target


@lean("void(float64[::1], int64[::1], int64, float64, int64)")
def _push(when, who, size, time, entity):  # type: ignore[no-untyped-def]
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if when[parent] < time or (when[parent] == time and who[parent] < entity):
            break
        when[i] = when[parent]
        who[i] = who[parent]
        i = parent
    when[i] = time
    who[i] = entity


@lean("void(float64[::1], int64[::1], int64)")
def _pop(when, who, size):  # type: ignore[no-untyped-def]
    """Remove the root; ``size`` is the number left."""
    time = when[size]
    entity = who[size]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        right = child + 1
        if right < size and (
            when[right] < when[child] or (when[right] == when[child] and who[right] < who[child])
        ):
            child = right
        if time < when[child] or (time == when[child] and entity < who[child]):
            break
        when[i] = when[child]
        who[i] = who[child]
        i = child
    when[i] = time
    who[i] = entity


@kernel(
    "Tuple((int64, float64))(float64[::1], float64[:, ::1], int64[::1], float64[::1], float64[::1], float64,"
    " float64[:, ::1])"
)
def play_line(arrive, service, servers, times, cum, rate, leave):  # type: ignore[no-untyped-def]
    """One replication through the line, event by event.

    Parameters
    ----------
    arrive : shape (entity,)
        Hours, not decreasing.
    service : shape (station, entity)
        Hours; the row of a gate is not read.
    servers : shape (station,)
        Servers, 0 for a delay, -1 for a gate.
    times, cum : shape (point,)
        Calendar of the gate: capacity accrued (units) by each time (hours), both not decreasing.
    rate
        Units per hour after the last point; above 0.
    leave : shape (station, entity)
        Filled with the hour at which each entity leaves each station.

    Returns
    -------
    events, area
        Events handled, and the integral of the number of entities in the line (entity-hours), summed as time
        passes: by Little's law the sum of all sojourns.
    """
    n = arrive.size
    stations = servers.size
    when = np.empty(n + 1)
    who = np.empty(n + 1, np.int64)
    size = 0
    where = np.full(n, -1, np.int64)
    joined = np.empty(n)
    behind = np.full(n, -1, np.int64)
    first = np.full(stations, -1, np.int64)
    last = np.full(stations, -1, np.int64)
    busy = np.zeros(stations, np.int64)
    accrued = np.full(stations, -1.0)
    at = np.zeros((stations, 2), np.int64)
    events = 0
    inside = 0
    area = 0.0
    before = 0.0
    if n > 0:
        _push(when, who, 0, arrive[0], 0)
        size = 1
    while size > 0:
        now = when[0]
        e = who[0]
        size -= 1
        _pop(when, who, size)
        events += 1
        area += inside * (now - before)
        before = now
        s = where[e]
        if s < 0:
            inside += 1
            if e + 1 < n:
                _push(when, who, size, arrive[e + 1], e + 1)
                size += 1
        else:
            leave[s, e] = now
            if servers[s] != 0:
                j = first[s]
                if j >= 0:  # the next in line takes the place
                    first[s] = behind[j]
                    if first[s] < 0:
                        last[s] = -1
                    if servers[s] > 0:
                        done = now + service[s, j]
                    else:
                        done, accrued[s] = _pass_gate(joined[j], accrued[s], times, cum, rate, at[s])
                    _push(when, who, size, done, j)
                    size += 1
                else:
                    busy[s] -= 1
        s += 1
        where[e] = s
        if s == stations:
            inside -= 1
        elif servers[s] == 0:
            _push(when, who, size, now + service[s, e], e)
            size += 1
        elif servers[s] > 0 and busy[s] < servers[s]:
            busy[s] += 1
            _push(when, who, size, now + service[s, e], e)
            size += 1
        elif servers[s] < 0 and busy[s] == 0:
            busy[s] = 1
            done, accrued[s] = _pass_gate(now, accrued[s], times, cum, rate, at[s])
            _push(when, who, size, done, e)
            size += 1
        else:
            joined[e] = now
            behind[e] = -1
            if last[s] >= 0:
                behind[last[s]] = e
            else:
                first[s] = e
            last[s] = e
    return events, area


@kernel(
    "void(float64[::1], float64[:, ::1], int64[::1], float64[::1], float64[::1], float64, float64[:, ::1])"
)
def recur_line(arrive, service, servers, times, cum, rate, leave):  # type: ignore[no-untyped-def]
    """The same line station by station, without events: the oracle of :func:`play_line`, bit for bit.

    Of c servers one is free when all but the latest c - 1 of the departures so far have been (Kiefer and Wolfowitz,
    1955). So departures are kept in order of (time, entity), which is the order in which they join the next station:
    parallel servers let them overtake. They stand in ``ready`` before those that still wait there to be served.
    """
    n = arrive.size
    order = np.arange(n)
    ready = arrive.copy()
    at = np.zeros(2, np.int64)
    for s in range(servers.size):
        c = servers[s]
        at[:] = 0
        accrued = -1.0
        for i in range(n):
            e = order[i]
            t = ready[i]
            if c < 0:
                t, accrued = _pass_gate(t, accrued, times, cum, rate, at)
            else:
                if 0 < c <= i:
                    t = max(t, ready[i - c])
                t += service[s, e]
            leave[s, e] = t
            j = i - 1
            while j >= 0 and (ready[j] > t or (ready[j] == t and order[j] > e)):
                ready[j + 1] = ready[j]
                order[j + 1] = order[j]
                j -= 1
            ready[j + 1] = t
            order[j + 1] = e


@kernel(f"void({', '.join(9 * ['float64[::1]'])})")
def join(one, two, one_first, two_first, one_last, two_last, arrive, first, last):  # type: ignore[no-untyped-def]
    """Two kinds of entities in one order of arrival, the first kind's before the second's at the same time.

    Parameters
    ----------
    one, two : shape (entity of the kind,)
        Hours of arrival, not decreasing.
    one_first, two_first, one_last, two_last : shape (entity of the kind,)
        Hours of service at the first and the last station, of at least as many as arrive.
    arrive, first, last : shape (entity,)
        Filled with the hours of arrival and of both services.
    """
    i = 0
    j = 0
    for e in range(arrive.size):
        if j == two.size or (i < one.size and one[i] <= two[j]):
            arrive[e] = one[i]
            first[e] = one_first[i]
            last[e] = one_last[i]
            i += 1
        else:
            arrive[e] = two[j]
            first[e] = two_first[j]
            last[e] = two_last[j]
            j += 1


_A = "float64[::1]"


@kernel(f"void({_A}, {_A}, {_A}, int64[::1], {_A}, {_A}, float64, {_A}, {_A}, float64, {_A})")
def mean_waits(  # type: ignore[no-untyped-def]
    come, inspection, handling, servers, times, cum, rate, per_day, window, within, out
):
    """Mean wait of those who come in the year, at each of many loads: what :func:`recur_line` gives, in one pass.

    Parameters
    ----------
    come : shape (entity,)
        Days at which they come at a rate of one a day, not decreasing; enough of them for every load.
    inspection, handling : shape (entity,)
        Hours of service at the first and the last station.
    servers : shape (3,)
        As in :func:`recur_line`; the second station is a gate.
    times, cum, rate
        As in :func:`recur_line`; entities come until the last of ``times``.
    per_day : shape (load,)
        Entities a day, above 0.
    window : shape (2,)
        First and last hour of the year.
    within
        Hours of a wait that services hold already; of a wait only what is longer counts.
    out : shape (load,)
        Filled with hours; not a number where nobody comes in the year.
    """
    size = come.size
    ready, ends, wait = np.empty(size), np.empty(size), np.empty(size)
    order = np.empty(size, np.int32)
    end = times.size - 1
    rise, fall = np.zeros(end), np.zeros(end)
    for p in range(end):
        if times[p + 1] > times[p] and cum[p + 1] > cum[p]:
            rise[p] = (cum[p + 1] - cum[p]) / (times[p + 1] - times[p])
            fall[p] = (times[p + 1] - times[p]) / (cum[p + 1] - cum[p])
    first, last = servers[0], servers[2]
    for x in range(out.size):
        apart = 24.0 / per_day[x]
        low, high = np.searchsorted(come, window[0] / apart), np.searchsorted(come, window[1] / apart)
        n, most = 0, np.searchsorted(come, times[end] / apart)
        latest = 0.0  # when the last of those who count is through the first station
        while n < most:
            t = come[n] * apart
            start = max(t, ready[n - first]) if 0 < first <= n else t
            if n >= high and start >= latest:
                break  # nobody who counts meets those who come from here on
            wait[n] = start - t
            done = start + inspection[n]
            if low <= n < high:
                latest = max(latest, done)
            k = n - 1
            while k >= 0 and ready[k] > done:
                ready[k + 1] = ready[k]
                order[k + 1] = order[k]
                k -= 1
            ready[k + 1] = done
            order[k + 1] = n
            n += 1
        p, q, accrued, total = 0, 0, -1.0, 0.0
        for i in range(n):
            e, t = order[i], ready[i]
            target = accrued + 1.0
            while q < end and cum[q + 1] < target:
                q += 1
            passes = times[q] + ((target - cum[q]) / rate if q == end else (target - cum[q]) * fall[q])
            accrued = target
            if t >= passes:  # capacity is lost meanwhile
                passes = t
                while p < end and times[p + 1] <= t:
                    p += 1
                if p == end:
                    accrued = cum[end] + rate * (t - times[end])
                else:
                    accrued = cum[p] + rise[p] * (t - times[p])
                    while p < end and rise[p] == 0.0:
                        p += 1
                        passes = times[p]
            waited = wait[e] + (passes - t)
            if last > 0:
                start = max(passes, ends[i - last]) if last <= i else passes
                waited += start - passes
                done = start + handling[e]
                k = i - 1
                while k >= 0 and ends[k] > done:
                    ends[k + 1] = ends[k]
                    k -= 1
                ends[k + 1] = done
            if low <= e < high:
                total += max(waited - within, 0.0) if within > 0.0 else waited
        out[x] = total / (high - low) if high > low else np.nan
