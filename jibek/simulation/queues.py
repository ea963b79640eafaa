"""What jams at each facility, as far as its wait rests on it, and the mean hours of that wait at any load.

Method  simulated    the crossings played train by train: the same years as `play`, the same draws at every load;
                     other gateways of few vehicles a day alike, one queue for all that are alike
        closed form  gateways of many vehicles a day (closed_form.py)
        section      a line whose trains wait for paths: an M/D/1 wait at each of so many places per 100 km, and
                     beyond capacity the rise of a queue that grows all year
        sailing      a line of ships: what a full ship leaves behind (sailing.py)

Queues that are equal have equal waits. They are of a year in which nothing is shut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from jibek.ground.arrays import Floats
from jibek.simulation.closed_form import gate_wait_hours
from jibek.simulation.crossing import Line, luck, year_waits
from jibek.simulation.lines import Direction, directions
from jibek.simulation.published import container_share
from jibek.simulation.sailing import left_behind_hours
from jibek.simulation.smooth import integrate

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import PlayedPart

# Load over capacity; close together where the curve bends, and up to where it has become a straight line.
KNOTS = np.array(
    [
        *(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9),
        *(0.925, 0.95, 0.975, 1.0, 1.025, 1.05, 1.075, 1.1, 1.15, 1.2, 1.4, 1.6),
    ]
)

MOST_REPLICATIONS = 20  # a mean curve needs no more; more of them only sharpen `play`

MOST_OF_OTHERS = 10  # their capacities are known to a factor of two at best


FEW_PER_DAY = (
    16.0  # up to here it matters that vehicles are whole; the closed form takes them as a fluid by days
)

SECTION_BEND = 0.95  # of capacity; beyond it the M/D/1 wait would grow without end

DENSE = np.unique(np.concatenate([KNOTS, 0.5 * (KNOTS[1:] + KNOTS[:-1])]))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line played under ``share`` container trains in so many years; ``crossing``: whose trains wait at rest too."""

    line: Line
    share: float
    seed: int
    replications: int
    crossing: bool

    method: ClassVar[str] = "simulated"

    @property
    def at(self) -> Floats:
        """Loads over capacity at which a curve is fitted."""
        return KNOTS[1:] if self.crossing else KNOTS

    def hours(self, ratio: Floats) -> Floats:
        """Mean hours, shape (load,), at loads over capacity, ascending."""
        busy = ratio > 0
        waits = simulated_waits(self.line, self.share, self.seed, self.replications, tuple(ratio[busy]))
        return np.concatenate([np.zeros(int((~busy).sum())), np.maximum(_mean(waits), 0.0)])


@dataclass(frozen=True, slots=True)
class Fluid:
    """A gateway of many vehicles a day."""

    line: Line

    method: ClassVar[str] = "closed form"
    at: ClassVar[Floats] = KNOTS

    def hours(self, ratio: Floats) -> Floats:
        """As of `Drawn`."""
        whole = gate_wait_hours(
            ratio,
            self.line.capacity_per_day,
            arrival_cv=self.line.arrival_cv,
            daily_cv=self.line.daily_cv,
            warm_up_days=self.line.warm_up_days,
            year_days=self.line.year_days,
        )
        return longer_than(self.line.waits_within_hours, whole)


def longer_than(within: float, mean: Floats) -> Floats:
    """Mean hours by which waits exceed ``within``, their mean being ``mean``, if they are spread evenly up to twice
    that, as in a queue that grows all year: so it is where the mean comes near a published time of days."""
    beyond = np.maximum(2.0 * mean - within, 0.0)
    return np.asarray(np.divide(beyond**2, 4.0 * mean, out=np.zeros_like(mean), where=mean > 0))


@dataclass(frozen=True, slots=True)
class Section:
    """Hours on a section: ``queues`` M/D/1 waits, ``12 / capacity * load / (1 - load)`` each.

    From 0.95 of the capacity the slope rises to half a year per unit of load at capacity, and stays there: so
    fast does a queue grow that is beyond capacity all year.
    """

    queues: float
    capacity_per_day: float
    year_hours: float

    method: ClassVar[str] = "section"
    at: ClassVar[Floats] = np.concatenate([DENSE[DENSE <= SECTION_BEND], KNOTS[KNOTS > SECTION_BEND]])

    def hours(self, ratio: Floats) -> Floats:
        """As of `Drawn`; above the bend in straight lines between the knots."""
        scale = self.queues * 12.0 / self.capacity_per_day
        above = KNOTS[KNOTS >= SECTION_BEND]
        most = self.year_hours / 2.0
        slope = np.where(above < 1.0, scale / np.maximum(1.0 - above, 1e-9) ** 2, most)
        knots = integrate(above, np.minimum(slope, most), scale * SECTION_BEND / (1.0 - SECTION_BEND))
        below = np.minimum(ratio, SECTION_BEND)
        return np.where(ratio > SECTION_BEND, np.interp(ratio, above, knots), scale * below / (1.0 - below))


@dataclass(frozen=True, slots=True)
class Sailing:
    """Hours behind full ships of one direction of a line."""

    sailings_per_day: float
    ship_tonnes: float
    consignment_tonnes: float
    interval_cv: float
    warm_up_days: int
    year_days: int

    method: ClassVar[str] = "sailing"
    at: ClassVar[Floats] = DENSE

    def hours(self, ratio: Floats) -> Floats:
        """As of `Drawn`."""
        return left_behind_hours(
            ratio,
            self.sailings_per_day,
            self.ship_tonnes,
            consignment_tonnes=self.consignment_tonnes,
            interval_cv=self.interval_cv,
            warm_up_days=self.warm_up_days,
            year_days=self.year_days,
        )


Queue = Drawn | Fluid | Section | Sailing


def queues_of(network: Network, facts: Facts, scenario: PlayedPart) -> list[Queue]:
    """The queue at every row of ``network.facilities``, in their order.

    Raises
    ------
    InputError
        ``record.unknown_assumption``, ``record.unknown_fact``.
    """
    year, replications = scenario.year, min(scenario.replications, MOST_REPLICATIONS)
    gates = {
        d.facility_id: _gate(d, facts, year, scenario.seed, replications)
        for d in directions(network, facts, year)
    }
    km = network.arcs.groupby("link_id")["distance_km"].max().to_dict()
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    found: list[Queue] = []
    read = ["facility_id", "kind", "link_id", "capacity_per_day", "sailings_per_day"]
    for row in network.facilities.reindex(columns=read).to_dict("records"):
        capacity = float(row["capacity_per_day"])
        if row["kind"] == "section":
            places = facts.assume("section_queues_per_100km") * float(km.get(row["link_id"], 0.0)) / 100.0
            found.append(Section(places, capacity, 24.0 * days))
        elif row["kind"] == "sailing":
            often = float(row["sailings_per_day"])
            found.append(
                Sailing(
                    often,
                    capacity / often,
                    facts.assume("sailing_consignment_tonnes"),
                    facts.assume("sailing_interval_cv"),
                    round(facts.assume("simulation_warm_up_days")),
                    days,
                )
            )
        else:
            found.append(gates[str(row["facility_id"])])
    return found


def _gate(d: Direction, facts: Facts, year: int, seed: int, replications: int) -> Queue:
    if d.played:
        line = replace(d.grouped(KNOTS[-1] * d.line.capacity_per_day * d.lump), closed=())
        return Drawn(line, container_share(facts, d, year), seed, replications, crossing=True)
    line = replace(
        d.line, facility_id="", clearance_hours=0.0, clearance_cv=0.0, reloading_hours=0.0, closed=()
    )
    return alike(line, seed, min(replications, MOST_OF_OTHERS))


def alike(line: Line, seed: int, replications: int) -> Queue:
    """The queue of a gateway that is not played train by train: every vehicle counts where few come."""
    few = line.capacity_per_day <= FEW_PER_DAY
    return Drawn(line, 1.0, seed, replications, crossing=False) if few else Fluid(line)


Waits = tuple[tuple[float, ...], ...]


def simulated_waits(
    line: Line, share: float, seed: int, replications: int, ratios: Sequence[float] = tuple(KNOTS[1:])
) -> Waits:
    """Mean waits, (replication, load) at ratios times capacity, ``share`` of the vehicles container trains.

    Not a number where nobody came in the year, as at loads of a few vehicles a year.
    """
    top = max(KNOTS[-1], *ratios) * line.capacity_per_day
    load = np.asarray(ratios) * line.capacity_per_day
    found = []
    for number in range(replications):
        chance = luck(line, (top * share, top * (1.0 - share)), seed=seed, replication=number)
        waits = year_waits(line, chance, load, share)
        found.append(tuple(waits.tolist()))
    return tuple(found)


def _mean(waits: Waits) -> Floats:
    """Mean of each load over the replications in which somebody came; a load that never brought anybody has the wait of
    the next one up, which is not less."""
    found = np.array(waits)
    came = np.isfinite(found)
    if came.all():
        return np.asarray(np.mean(found, axis=0))
    count = came.sum(axis=0)
    mean = np.divide(np.where(came, found, 0.0).sum(axis=0), count, out=np.zeros(len(count)), where=count > 0)
    for i in range(len(mean) - 2, -1, -1):
        if count[i] == 0:
            mean[i] = mean[i + 1]
    return mean
