"""Days of the year on which different things are shut: who may not pass where, when, and how long the wait is.

    Khorgos closed 1 to 31 March, Aktau 15 March to 15 April

    period       days   shut              what waits at Khorgos              at Aktau
    (open)       319    nothing           -                                  -
    @shut1       14     Khorgos           24 days on average, then @shut3    -
    @shut2       17     both              8.5 days, then @shut3              23.5 days, then open
    @shut3       15     Aktau             -                                  7.5 days, then open

What is shut on all days is no period but a network without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jibek.ground.dates import closed_days
from jibek.ground.zones import local_days
from jibek.scenario import NetworkPart

WAYS = ("out", "in")

# Days before a stop is lifted at which a closure is cut: what comes shortly before the end waits, what comes earlier
# goes elsewhere, and the mean wait of all would hide both. More cuts move trains at a shut crossing by a thousandth.
CUTS = (3,)


@dataclass(frozen=True, slots=True)
class Stop:
    """Who may not pass a gateway: by direction, class, country of origin and of destination; empty: all.

    number: place among the stops of the scenario, from 1; intervals: first and last days, none for the whole year;
    zone: by whose clock days begin and end, empty: UTC.
    """

    number: int
    gateway_id: str
    direction: str = ""
    classes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    intervals: tuple[tuple[date, date], ...] = ()
    zone: str = ""

    @property
    def for_all(self) -> bool:
        """Whether it holds for all freight of its directions."""
        return not (self.classes or self.origins or self.destinations)

    @property
    def closes(self) -> bool:
        """Whether the gateway itself is shut, not freight kept from it: empties run under a ban of one direction."""
        return self.for_all and not self.direction

    @property
    def passages(self) -> frozenset[str]:
        """``GATEWAY:out``, ``GATEWAY:in`` or both."""
        return frozenset(f"{self.gateway_id}:{way}" for way in WAYS if self.direction in ("", way))

    def holds_for(self, commodity: str, origin: str, destination: str) -> bool:
        """Whether freight of a class between two countries (alpha-2) may not pass."""
        asked = ((self.classes, commodity), (self.origins, origin), (self.destinations, destination))
        return all(not named or own in named for named, own in asked)

    def shut_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return not self.intervals or any(first <= day <= last for first, last in self.intervals)

    def closure(self, day: date) -> tuple[date, date]:
        """First and last day of the closure that a day is in."""
        return next((first, last) for first, last in self.intervals if first <= day <= last)

    def days(self, first: date, last: date) -> float:
        """Days of 24 hours from the beginning of one day to the end of another, by the clock of the zone."""
        return local_days(first, last, self.zone).hours / 24.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Freight of a period that waits at a stop until it is lifted.

    until_days: mean wait of what comes evenly over the days of the period, p10_days and p90_days its spread; then: the
    period, by position, of the day on which it is lifted.
    days: on which the stop holds in all the year; queue_days: mean half length of the closures that they are part of,
    which is how many days of arrivals a unit finds before it on average.
    """

    stop: Stop
    until_days: float
    p10_days: float
    p90_days: float
    then: int
    days: int
    queue_days: float


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the year, not always next to each other, on which the same stops hold and are lifted about as soon.

    mark: ends the ids of its states and arcs, empty for the days on which nothing is shut; days: its own; jams: the
    first period, by position, with the same stops, whose facilities it loads too; jam_days: days of all of these
    periods; half_days: mean days until a run of those days ends.
    """

    mark: str
    days: int
    jams: int
    jam_days: int
    half_days: float
    waits: tuple[Wait, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What holds in it."""
        return tuple(w.stop for w in self.waits)

    @property
    def shut(self) -> frozenset[str]:
        """Passages that nobody may take."""
        return frozenset(p for s in self.stops if s.for_all for p in s.passages)


@dataclass(frozen=True, slots=True)
class Calendar:
    """periods: the first is of the days on which nothing is shut, of 0 days where there are none; of_day: (day,)."""

    periods: tuple[Period, ...]
    of_day: tuple[int, ...]

    @property
    def days(self) -> int:
        """Days of the year."""
        return len(self.of_day)

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of the year that each period is."""
        return tuple(p.days / self.days for p in self.periods)


def stops_of(
    scenario: NetworkPart, gateways: Collection[str], zones: Mapping[str, str] | None = None
) -> tuple[Stop, ...]:
    """Closures and bans of gateways that exist, those that touch no day of the year left out.

    ``zones``: by whose clock the days of a gateway begin and end; UTC where it is not among them.
    """
    found: list[Stop] = []
    for name, change in scenario.gateway.items():
        if name not in gateways:
            continue
        zone = (zones or {}).get(name, "")
        if change.closed:
            found.append(Stop(len(found) + 1, name, intervals=_merged(change.closed), zone=zone))
        for ban in change.ban:
            found.append(
                Stop(
                    len(found) + 1,
                    name,
                    ban.direction or "",
                    ban.classes,
                    ban.origins,
                    ban.destinations,
                    _merged(ban.days),
                    zone,
                )
            )
    days = days_of(scenario.year)
    return tuple(s for s in found if any(s.shut_on(day) for day in days))


def _merged(intervals: Iterable[str]) -> tuple[tuple[date, date], ...]:
    """Intervals in order; those that overlap or follow each other without a day between are one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(closed_days(text) for text in intervals):
        if found and (first - found[-1][1]).days <= 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def in_year(intervals: Iterable[str], year: int) -> bool:
    """Whether any day of the intervals lies in the year."""
    return any(first.year <= year <= last.year for first, last in _merged(intervals))


def days_of(year: int) -> list[date]:
    """All days of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def standing(stops: Sequence[Stop], year: int) -> tuple[Stop, ...]:
    """Stops that hold on every day of the year."""
    days = days_of(year)
    return tuple(s for s in stops if all(s.shut_on(day) for day in days))


def calendar_of(stops: Sequence[Stop], year: int) -> Calendar:
    """The periods of the year under stops that hold on some of its days, in the order in which they begin."""
    days = days_of(year)
    holds = [tuple(s for s in stops if s.shut_on(day)) for day in days]
    soon = [sum(_left(held, day) > cut for cut in CUTS) for held, day in zip(holds, days, strict=True)]
    keys = [((), 0), *dict.fromkeys(key for key in zip(holds, soon, strict=True) if key[0])]
    of_day = tuple(keys.index(key) if key[0] else 0 for key in zip(holds, soon, strict=True))
    periods = []
    for i, (held, _) in enumerate(keys):
        first = next(n for n, key in enumerate(keys) if key[0] == held)
        together = [n for n in range(len(days)) if holds[n] == held]
        own = [n for n in together if of_day[n] == i]
        waits = tuple(_wait(s, own, of_day, days) for s in held)
        mark = f"@shut{i}" if i else ""
        periods.append(Period(mark, len(own), first, len(together), _half(together), waits))
    return Calendar(tuple(periods), of_day)


def _left(held: Sequence[Stop], day: date) -> int:
    """Days until the first stop is lifted, the day itself included."""
    return min(((s.closure(day)[1] - day).days + 1 for s in held), default=0)


def _half(own: Sequence[int]) -> float:
    """Mean days until a run of consecutive days ends, of a time drawn evenly from them."""
    runs: list[int] = []
    for i, n in enumerate(own):
        if i and own[i - 1] == n - 1:
            runs[-1] += 1
        else:
            runs.append(1)
    return sum(d * d for d in runs) / (2.0 * sum(runs)) if runs else 0.0


def _wait(stop: Stop, own: Sequence[int], of_day: Sequence[int], days: Sequence[date]) -> Wait:
    """The wait at a stop; what is lifted after the year counts as lifted in a year like it."""
    open_again = next(n for n, day in enumerate(days) if not stop.shut_on(day))
    last = [(stop.closure(days[n])[1] - days[0]).days for n in own]
    lifted = [stop.closure(days[n])[1] for n in own]
    # From the middle of the day on which it comes.
    until = np.array(
        [
            stop.days(days[n], end) - 0.5 * stop.days(days[n], days[n])
            for n, end in zip(own, lifted, strict=True)
        ]
    )
    p10, p90 = (float(x) for x in np.quantile(until, (0.1, 0.9)))
    then = Counter(of_day[end + 1 if end + 1 < len(days) else open_again] for end in last)
    closures = [stop.closure(day) for day in days if stop.shut_on(day)]
    queue = sum(stop.days(first, end) for first, end in closures) / (2.0 * len(closures))
    return Wait(stop, float(until.mean()), p10, p90, then.most_common(1)[0][0], len(closures), queue)
