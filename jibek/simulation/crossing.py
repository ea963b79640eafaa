"""One direction of one gateway over one year: arrivals, inspection, acceptance, gauge change.

    trains  ->  receiving tracks + clearance  ->  daily acceptance  ->  reloading fronts  ->  gone
                (clearance_hours, an input)       (a quota a day)       (reloading_hours)

The crossing time, from arrival to departure beyond, is an outcome. The year is played from an empty gateway:
no queue of 1 January was published. Trains of the warm-up before it queue but are not counted, and arrivals go
on after 31 December, so that the last trains of the year meet the traffic they would meet. Every train that
arrives in the year is counted, whenever it leaves; so beyond capacity the mean wait grows in a straight line,
(load / capacity - 1) * (year / 2 + warm-up).

The day's acceptance is a random quota spread evenly over the hours in which the crossing is open. A windy day
keeps its quota and passes it in the hours that are left; a closed day has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from jibek.ground.arrays import Floats
from jibek.simulation import draws
from jibek.simulation.kernel import join, mean_waits, play_line, recur_line


class At(TypedDict):
    """Where a draw stands, but for its purpose."""

    seed: int
    replication: int
    station: int


CONTAINER, OTHER = 0, 1

PerDay = float | Floats

STATIONS = ("inspection", "acceptance", "gauge change")

PURPOSE = {"arrival": 0, "clearance": 2, "reloading": 4, "quota": 6, "windy": 7, "wind": 8}  # + kind of train


@dataclass(frozen=True, slots=True)
class Line:
    """What the kernel must know of one direction of a gateway.

    capacity_per_day: entities accepted on a mean open day, above 0; group: vehicles (or tonnes) that one
    entity stands for; closed: first and last closed day, counted from 1 January = 0; tracks, fronts: 0 = no
    limit; arrival_cv: spread of the time between arrivals, of container and of other vehicles.
    waits_within_hours: where a published time of the whole crossing stands for clearance, that time: it holds the
    vehicle's wait, of which only what is longer is added.
    """

    facility_id: str
    capacity_per_day: float
    clearance_hours: float
    clearance_cv: float = 0.0
    reloading_hours: float = 0.0
    tracks: int = 0
    fronts: int = 0
    daily_cv: float = 0.0
    arrival_cv: float = 1.0
    arrival_cv_other: float = 1.0
    windy_days: float = 0.0
    wind_hours: float = 0.0
    closed: tuple[tuple[int, int], ...] = ()
    year_days: int = 365
    warm_up_days: int = 28
    group: float = 1.0
    waits_within_hours: float = 0.0

    @property
    def fixed_hours(self) -> float:
        """Clearance and reloading: what a train needs without any wait."""
        return self.clearance_hours + self.reloading_hours

    @property
    def days(self) -> int:
        """Days played: warm-up, the year, and as many days again after it."""
        return self.year_days + 2 * self.warm_up_days

    @property
    def window(self) -> tuple[float, float]:
        """First and last hour of the year."""
        first = 24.0 * self.warm_up_days
        return first, first + 24.0 * self.year_days


@dataclass(frozen=True, slots=True)
class Luck:
    """Everything random of one replication, whatever the load.

    unit: (entity,) of each kind, arrival times at a rate of one a day, in days; clearance, reloading: (entity,) of each
    kind, hours, not to be written to; times, cum: the calendar of acceptance.
    """

    unit: tuple[Floats, Floats]
    clearance: tuple[Floats, Floats]
    reloading: tuple[Floats, Floats]
    times: Floats
    cum: Floats


@dataclass(frozen=True, slots=True)
class Year:
    """One replication, entities in order of arrival.

    arrive: (entity,) hours; service, leave: (station, entity) hours; counted: (entity,) arrived in the year;
    window: first and last hour of the year; capacity: entities that could have been accepted in the year;
    within_hours: of a wait, those that its service holds already.
    """

    arrive: Floats
    service: Floats
    leave: Floats
    counted: NDArray[np.bool_]
    window: tuple[float, float]
    capacity: float
    events: int
    area: float
    within_hours: float = 0.0

    def crossing_hours(self) -> Floats:
        """Shape (counted,): arrival to departure beyond."""
        if self.within_hours > 0:
            return self.wait_hours() + self.service.sum(axis=0)[self.counted]
        return (self.leave[-1] - self.arrive)[self.counted]

    def wait_hours(self, days: NDArray[np.bool_] | None = None) -> Floats:
        """Shape (counted,): the time at the gateway less the train's own clearance and reloading, and less what these
        hold of it.

        ``days``, shape (day of the year,): only of those that come on these.
        """
        hours = (self.leave[-1] - self.arrive - self.service.sum(axis=0))[self.counted]
        if self.within_hours > 0:
            hours = np.maximum(hours - self.within_hours, 0.0)
        if days is None:
            return hours
        day = ((self.arrive[self.counted] - self.window[0]) / 24.0).astype(int)
        return hours[days[np.minimum(day, len(days) - 1)]]


@lru_cache(maxsize=256)
def calendar(line: Line, *, seed: int, replication: int) -> tuple[Floats, Floats]:
    """Hours and accrued acceptance, each (3 * days + 1,): before, during and after the wind of every day.

    Remembered within the process, and not to be written to.
    """
    at: At = {
        "seed": seed,
        "replication": replication,
        "station": draws.station_word(line.facility_id),
    }
    days = line.days
    quota = draws.gammas(days, line.capacity_per_day, line.daily_cv, purpose=PURPOSE["quota"], **at)
    for first, last in line.closed:
        quota[max(0, first + line.warm_up_days) : max(0, last + 1 + line.warm_up_days)] = 0.0
    shut = np.zeros(days)
    begin = np.zeros(days)
    if line.windy_days > 0 and line.wind_hours > 0:
        windy = draws.uniforms(days, purpose=PURPOSE["windy"], **at) < line.windy_days / line.year_days
        shut[windy] = min(line.wind_hours, 24.0)
        begin = draws.uniforms(days, purpose=PURPOSE["wind"], **at) * (24.0 - shut)
    open_hours = 24.0 - shut
    share = np.divide(begin, open_hours, out=np.zeros(days), where=open_hours > 0)
    quota = np.where(open_hours > 0, quota, 0.0)
    midnight = 24.0 * np.arange(days)
    times = np.append(
        np.column_stack([midnight, midnight + begin, midnight + begin + shut]).ravel(), 24.0 * days
    )
    gains = np.column_stack([quota * share, np.zeros(days), quota * (1.0 - share)]).ravel()
    return times, np.concatenate([[0.0], np.cumsum(gains)])


def luck(line: Line, most_per_day: tuple[PerDay, PerDay], *, seed: int, replication: int) -> Luck:
    """All draws of a replication, enough of them for ``most_per_day`` (container, other) entities a day.

    Entities a day may be a number, or an array over the days that are played.
    """
    at: At = {
        "seed": seed,
        "replication": replication,
        "station": draws.station_word(line.facility_id),
    }
    unit: list[Floats] = []
    clearance: list[Floats] = []
    reloading: list[Floats] = []
    for kind, (most, cv) in enumerate(
        zip(most_per_day, (line.arrival_cv, line.arrival_cv_other), strict=True)
    ):
        need = most * line.days if isinstance(most, float) else float(most.sum())
        count = (
            int(need + 8.0 * np.sqrt(need) + 20) if need > 0 else 0
        )  # a kind that never comes is not drawn
        gaps = draws.gammas(count, 1.0, cv, purpose=PURPOSE["arrival"] + kind, kept=True, **at)
        unit.append(np.cumsum(gaps))
        if count and unit[kind][-1] < need:  # so bursty that eight deviations were too few
            more = (2 * most_per_day[0], 2 * most_per_day[1])
            return luck(line, more, seed=seed, replication=replication)
        for hours, name, mean in (
            (clearance, "clearance", line.clearance_hours),
            (reloading, "reloading", line.reloading_hours),
        ):
            sd, purpose = mean * line.clearance_cv, PURPOSE[name] + kind
            hours.append(draws.lognormals(count, mean, sd, purpose=purpose, kept=True, **at))
    times, cum = calendar(line, seed=seed, replication=replication)
    return Luck((unit[0], unit[1]), (clearance[0], clearance[1]), (reloading[0], reloading[1]), times, cum)


def play_year(
    line: Line, chance: Luck, per_day: tuple[PerDay, PerDay], *, solve: Callable[..., tuple[int, float]]
) -> Year:
    """One replication under a load of ``per_day`` (container, other) entities, each a number or (day played,).

    ``solve`` is :func:`by_events` or :func:`by_recursion`; both give the same bits.
    """
    came = [
        arrival_hours(chance.unit[kind], per_day[kind], line.days)
        if np.max(per_day[kind]) > 0
        else np.empty(0)
        for kind in (CONTAINER, OTHER)
    ]
    when = np.empty(len(came[CONTAINER]) + len(came[OTHER]))
    service = np.zeros((len(STATIONS), len(when)))
    join(*came, *chance.clearance, *chance.reloading, when, service[0], service[-1])
    servers = np.array([line.tracks, -1, line.fronts], dtype=np.int64)
    leave = np.empty_like(service)
    events, area = solve(
        when, service, servers, chance.times, chance.cum, line.capacity_per_day / 24.0, leave
    )
    first, last = line.window
    counted = (when >= first) & (when < last)
    accrued = np.interp([first, last], chance.times, chance.cum)
    capacity, within = float(accrued[1] - accrued[0]), line.waits_within_hours
    return Year(when, service, leave, counted, line.window, capacity, events, area, within)


def year_waits(line: Line, chance: Luck, per_day: Floats, share: float) -> Floats:
    """Mean hours that `play_year` has the trains of the year wait, shape (load,), ``share`` of them container trains.

    Who comes first does not depend on the load. Not a number where nobody comes in the year.

    Parameters
    ----------
    per_day : shape (load,)
        Entities of both kinds, above 0.
    """
    parts = zip(chance.unit, (share, 1.0 - share), strict=True)
    units = [unit / part if part > 0 else np.empty(0) for unit, part in parts]
    found = np.empty(len(per_day))
    come, first, last = np.empty((3, len(units[CONTAINER]) + len(units[OTHER])))
    join(*units, *chance.clearance, *chance.reloading, come, first, last)
    servers = np.array([line.tracks, -1, line.fronts], dtype=np.int64)
    gate = chance.times, chance.cum, line.capacity_per_day / 24.0
    mean_waits(
        come, first, last, servers, *gate, per_day, np.array(line.window), line.waits_within_hours, found
    )
    return found


def arrival_hours(unit: Floats, per_day: PerDay, days: int) -> Floats:
    """Hours at which entities come that at one a day would come at ``unit``, in days: shape (arrival,).

    Where they come faster on some days, time is warped: an entity comes when as many were due as its unit time says.

    Parameters
    ----------
    unit : shape (entity,)
        Ascending.
    per_day
        Entities a day, not all 0: a number, or shape (day,).
    """
    if isinstance(per_day, float):
        return unit[: int(np.searchsorted(unit, float(days) * per_day))] / per_day * 24.0
    due = np.concatenate([[0.0], np.cumsum(per_day)])
    n = int(np.searchsorted(unit, due[-1]))
    return np.asarray(np.interp(unit[:n], due, np.arange(days + 1.0)) * 24.0)


def by_events(*arguments: object) -> tuple[int, float]:
    """The event kernel."""
    events, area = play_line(*arguments)
    return int(events), float(area)


def by_recursion(*arguments: object) -> tuple[int, float]:
    """The recursion; no events to count, and no area under the number present."""
    recur_line(*arguments)
    return 0, float("nan")


@dataclass(frozen=True, slots=True)
class Measures:
    """What one replication says.

    hours_mean, wait_mean: hours; quantiles, wait_quantiles: (quantile,) hours; open_quantiles: of the wait of those
    that come on days on which nothing is shut anywhere; station_hours: (station,) mean hours of waiting and service;
    queue_mean: entities that wait, averaged over the year; utilisation: share of the acceptance that was used;
    arrivals: entities of the year; little: relative error of Little's law.
    """

    hours_mean: float
    wait_mean: float
    quantiles: Floats
    wait_quantiles: Floats
    open_quantiles: Floats
    station_hours: Floats
    queue_mean: float
    utilisation: float
    arrivals: int
    little: float


def measure(
    year: Year, probabilities: Floats, open_days: NDArray[np.bool_] | None = None, *, stations: bool = True
) -> Measures:
    """Means, quantiles and shares of one replication; ``probabilities`` (quantile,) in 0..1.

    ``open_days``, shape (day of the year,): those on which nothing is shut; absent: all. Without ``stations`` only the
    hours and waits are worked out, the rest is not a number.
    """
    hours = np.sort(year.crossing_hours())
    waits = np.sort(year.wait_hours())
    usual = waits if open_days is None else np.sort(year.wait_hours(open_days))
    usual = usual if len(usual) else waits
    return Measures(
        hours_mean=float(hours.mean()),
        wait_mean=float(waits.mean()),
        quantiles=at_probabilities(hours, probabilities),
        wait_quantiles=at_probabilities(np.maximum(waits, 0.0), probabilities),
        open_quantiles=at_probabilities(np.maximum(usual, 0.0), probabilities),
        arrivals=len(hours),
        **(_stations(year) if stations else _NO_STATIONS),
    )


class AtStations(TypedDict):
    """What `Measures` says of the stations of the line."""

    station_hours: Floats
    queue_mean: float
    utilisation: float
    little: float


_NO_STATIONS: AtStations = {
    "station_hours": np.full(len(STATIONS), np.nan),
    "queue_mean": np.nan,
    "utilisation": np.nan,
    "little": np.nan,
}


def _stations(year: Year) -> AtStations:
    joined = np.vstack([year.arrive[None], year.leave[:-1]])
    start = year.leave - year.service
    first, last = year.window
    waiting = np.clip(np.minimum(start, last) - np.maximum(joined, first), 0.0, None)
    passed = np.count_nonzero((year.leave[1] >= first) & (year.leave[1] < last))
    sojourn = float((year.leave[-1] - year.arrive).sum())
    return {
        "station_hours": (year.leave - joined)[:, year.counted].mean(axis=1),
        "queue_mean": float(waiting.sum() / (last - first)),
        "utilisation": passed / year.capacity if year.capacity > 0 else float("nan"),
        "little": abs(year.area / sojourn - 1.0) if sojourn > 0 else 0.0,
    }


def at_probabilities(ordered: Floats, probabilities: Floats) -> Floats:
    """Quantiles (quantile,) of ascending values, linear between them (type 7 of Hyndman and Fan, 1996)."""
    at = probabilities * (len(ordered) - 1)
    low = at.astype(int)
    rise = ordered[np.minimum(low + 1, len(ordered) - 1)] - ordered[low]
    return np.asarray(ordered[low] + (at - low) * rise)
