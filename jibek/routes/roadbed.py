"""The network under load before any cargo: arcs with their hours and waits, their draws, and what is open to whom.

Nothing here rests on what travels, so many pairs and cargoes stand on one. Draws and graphs are made when a path first
needs them and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jibek.ground.arrays import Array, Flags, Ints
from jibek.routes.candidates import Arcs
from jibek.routes.days import DRAWS, Waits, arc_hours
from jibek.routes.flying import Flying
from jibek.routes.mixed import TRANSFER as TRUCK_MEETS
from jibek.routes.mixed import widened
from jibek.routes.paid import Terms
from jibek.routes.totals import laid, path_quantiles
from jibek.sources.gazetteer import bare

if TYPE_CHECKING:
    import pandas as pd

    from jibek.network import Network
    from jibek.record import Facts

TEXTS = ("arc_id", "mode", "kind", "country", "source", "gateway_id", "link_id", "facility_id")

TRANSFER = ("tranship", "gauge_change")

PASSES = ("border", "ferry_wait", "tranship", "load")

NOWHERE = ("", "XX")  # no country: the open sea

GRAPHS = 64  # that are kept at once; a matter of memory


@dataclass(frozen=True)
class Roadbed:
    """Arrays have shape (arc,) unless named otherwise.

    network
        With the roads beside rails where these are asked for; a ``Network`` or a ``kept.KeptNetwork``.
    beside : shape (group, arc)
        Arcs open with roads beside rails; None where that is not asked for.
    assumed
        Values of the assumptions that cargo and draws rest on.
    terms
        What prices rest on.
    scores : shape (draw,)
        Normal scores of the draws in order (``days.scores``); None: worked out when first needed.
    """

    network: Network
    beside: Flags | None
    waits: Waits
    assumed: Mapping[str, float]
    seed: int
    hours: Array
    hours_p90: Array
    terms: Terms
    scores: Array | None = None
    _flying: Flying | None = field(default=None, repr=False)
    _facts: Facts | None = field(default=None, repr=False)
    _graphs: dict[bytes, Arcs] = field(default_factory=dict, repr=False)
    _p90: dict[tuple[int, ...], float] = field(default_factory=dict, repr=False)
    _waits: dict[int, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        network: Network,
        delay_hours: Array,
        quantiles: pd.DataFrame | None,
        facts: Facts,
        seed: int,
        *,
        mixed: bool = False,
    ) -> Roadbed:
        """Bring arcs and waits together; arguments as in ``choices.search``."""
        network, beside = widened(network, facts) if mixed else (network, None)
        arcs = network.arcs
        mean = arcs["hours_mean"].to_numpy(float)
        stretch = np.ones(len(arcs))  # the scenario's hours over those that the range was stated for
        np.divide(network.fixed_hours, mean, out=stretch, where=mean > 0)
        return cls(
            network,
            beside,
            Waits([str(f) for f in network.facilities["facility_id"]], delay_hours, quantiles),
            Assumed(facts),
            seed,
            np.asarray(network.fixed_hours, float),
            arcs["hours_p90"].to_numpy(float) * stretch,
            Terms.of(facts),
            _facts=facts,
        )

    def assume(self, name: str) -> float:
        """The value of an assumption, as ``Facts.assume``."""
        return self.assumed[name]

    @cached_property
    def flying(self) -> Flying:
        """What a way by air rests on; asked for where somebody wants to fly."""
        if self._flying is not None:
            return self._flying
        assert self._facts is not None
        return Flying.of(self._facts)

    @cached_property
    def correlation(self) -> float:
        """Share of the variance of hours that all arcs of a journey have in common."""
        return self.assumed["leg_time_correlation"]

    @cached_property
    def tail(self) -> NDArray[np.int64]:
        """State in which each arc begins."""
        return np.asarray(self.network.tail, np.int64)

    @cached_property
    def head(self) -> NDArray[np.int64]:
        """State in which each arc ends."""
        return np.asarray(self.network.head, np.int64)

    @property
    def states(self) -> int:
        """How many states the network has."""
        return len(self.network.states)

    @cached_property
    def column(self) -> Mapping[str, list[str]]:
        """Text columns of the arcs, blanks as empty text."""
        arcs = self.network.arcs
        return {
            n: [c if isinstance(c, str) else "" for c in arcs[n].to_numpy(object)]
            if n in arcs.columns
            else [""] * len(arcs)
            for n in TEXTS
        }

    @cached_property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """Name and country (alpha-2) of each place, by id."""
        frame = self.network.places
        key = "place_id" if "place_id" in frame.columns else "id"
        columns = (frame[c].to_numpy(object).tolist() for c in (key, "name", "country"))
        return {str(i): (str(name), str(land)) for i, name, land in zip(*columns, strict=True)}

    @cached_property
    def positions(self) -> Mapping[str, tuple[float, float]]:
        """Longitude and latitude of each place, by id."""
        frame = self.network.places
        key = "place_id" if "place_id" in frame.columns else "id"
        columns = (frame[c].to_numpy(object).tolist() for c in (key, "lon", "lat"))
        return {str(i): (float(x), float(y)) for i, x, y in zip(*columns, strict=True)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Short name of each place, by id."""
        return {place: _short(name) for place, (name, _) in self.places.items()}

    def names_in(self, language: str) -> dict[str, str]:
        """Names of places in a language, by id, as far as the network has them; Kazakh ones else as in Russian."""
        frame = self.network.places
        key = "place_id" if "place_id" in frame.columns else "id"
        found: dict[str, str] = {}
        for column in ("name_ru", "name_kk") if language == "kk" else (f"name_{language}",):
            if column in frame.columns:
                pairs = zip(frame[key].tolist(), frame[column].tolist(), strict=True)
                found |= {str(i): name for i, name in pairs if isinstance(name, str) and name}
        return found

    @cached_property
    def state_ids(self) -> list[str]:
        """Name of each state by its number."""
        out = [""] * self.states
        for name, i in self.network.state_index.items():
            out[i] = name
        return out

    @cached_property
    def distance_km(self) -> Array:
        """Kilometres, 0 where an arc has no length."""
        return np.nan_to_num(self.network.arcs["distance_km"].to_numpy(float))

    @cached_property
    def wait_hours(self) -> Array:
        """Mean wait on each arc; 0 where it has no facility."""
        facility = np.asarray(self.network.facility)
        mean = np.append(self.waits.mean, 0.0)
        out: Array = mean[np.where(facility >= 0, facility, len(mean) - 1)]
        return out

    @cached_property
    def transfer(self) -> Array:
        """1 on arcs where the cargo changes vehicle."""
        return np.array([float(k in TRANSFER) for k in self.column["kind"]])

    @cached_property
    def passable(self) -> Flags:
        """Arcs whose facility lets anything pass."""
        facility = np.asarray(self.network.facility)
        capacity = np.append(np.asarray(self.network.capacity_per_day, float), 1.0)
        has: Flags = capacity[np.where(facility >= 0, facility, len(capacity) - 1)] > 0
        return has

    @cached_property
    def gateway_arcs(self) -> NDArray[np.int64]:
        """Arcs that pass a border or take a ship, in the order of arcs."""
        c = self.column
        passes = [bool(g) and k in PASSES for g, k in zip(c["gateway_id"], c["kind"], strict=True)]
        return np.flatnonzero(np.array(passes, bool))

    @cached_property
    def of_china(self) -> frozenset[str]:
        """Gateways on the land border of China."""
        c = self.column
        rows = zip(c["gateway_id"], c["kind"], c["country"], strict=True)
        return frozenset(g for g, kind, land in rows if kind == "border" and "CN" in land.split("-"))

    @cached_property
    def lands(self) -> list[tuple[str, ...]]:
        """Countries of each arc in the order of travel; the open sea is none."""
        return [tuple(x for x in c.split("-") if x not in NOWHERE) for c in self.column["country"]]

    @cached_property
    def land_numbers(self) -> Ints:
        """``lands`` as numbers, shape (arc, 2); -1 for none."""
        number = {land: i for i, land in enumerate(dict.fromkeys(x for both in self.lands for x in both))}
        rows = [[*(number[x] for x in both), -1, -1][:2] for both in self.lands]
        return np.array(rows, np.int64).reshape(-1, 2)

    @cached_property
    def moving_mode(self) -> list[str]:
        """Mode of each arc that has a length; empty elsewhere."""
        return [m if km > 0 else "" for m, km in zip(self.column["mode"], self.distance_km, strict=True)]

    @cached_property
    def still(self) -> Flags:
        """Arcs on which a vehicle is loaded or unloaded and goes nowhere."""
        return np.isin(self.column["kind"], ("load", "unload", "tranship"))

    @cached_property
    def takes_over(self) -> Flags:
        """Arcs between a truck and a train or ship that the search has added."""
        return np.array([TRUCK_MEETS in a for a in self.column["arc_id"]], bool)

    def graph(self, open_: Flags) -> Arcs:
        """The graph of open arcs; those that many pairs have alike are kept."""
        found = self._graphs.get(key := open_.tobytes())
        if found is None:
            if len(self._graphs) >= GRAPHS:
                self._graphs.clear()
            found = self._graphs[key] = Arcs.of(self.tail, self.head, self.states, open_)
        return found

    @cached_property
    def _rows(self) -> Array:
        """Draws of the hours of each arc with its wait, shape (arc, draw); only those that are ``_known``."""
        return np.empty((len(self.hours), DRAWS))

    @cached_property
    def _known(self) -> Flags:
        return np.zeros(len(self.hours), bool)

    @cached_property
    def _still(self) -> Array:
        """The value of all draws of an arc where they are one; not a number where they differ, or are not made."""
        return np.full(len(self.hours), np.nan)

    def draw_arcs(self, arcs: Iterable[int]) -> None:
        """Make the draws of arcs that have none yet."""
        new = np.unique(np.fromiter(arcs, np.int64))
        new = new[~self._known[new]]
        if not len(new):
            return
        ids = [self.column["arc_id"][a] for a in new]
        hours = arc_hours(
            ids,
            self.hours[new],
            self.hours_p90[new],
            correlation=self.correlation,
            seed=self.seed,
            scored=self.scores,
        )
        for a, row in zip(new.tolist(), hours, strict=True):
            f = int(self.network.facility[a])
            self._rows[a] = row if f < 0 else row + self._wait(f)
            if (self._rows[a] == self._rows[a, 0]).all():
                self._still[a] = self._rows[a, 0]
        self._known[new] = True

    def apart(self, path: Sequence[int]) -> tuple[Array, Array]:
        """Draws of the hours of each arc of a path without its wait, and of the wait: shape (position, draw) each."""
        self.draw_arcs(path)
        wait = np.zeros((len(path), DRAWS))
        for n, f in enumerate(np.asarray(self.network.facility)[list(path)].tolist()):
            if f >= 0:
                wait[n] = self._wait(f)
        return self._rows[list(path)] - wait, wait

    def _wait(self, facility: int) -> Any:
        """Draws of a facility's wait, made once for all its arcs."""
        if facility not in self._waits:
            self._waits[facility] = self.waits.draw(facility, self.seed)
        return self._waits[facility]

    def draws(self, path: Sequence[int]) -> Array:
        """Hours of all arcs of a path with their waits, shape (draw,)."""
        self.draw_arcs(path)
        hours = np.zeros(DRAWS)
        for a in path:
            hours += self._rows[a]
        return hours

    def quantiles(self, paths: Sequence[Sequence[int]]) -> Array:
        """P10, P50 and P90 of the hours of each path, shape (path, 3)."""
        flat, ends = laid(paths)
        self.draw_arcs(flat)
        return path_quantiles(self._rows, self._still, flat, ends)

    def p90(self, parts: Sequence[tuple[int, ...]]) -> list[float]:
        """P90 of the hours of parts of ways; of each part it is worked out once."""
        new = [p for p in dict.fromkeys(parts) if p not in self._p90]
        if new:
            self._p90.update(zip(new, self.quantiles(new)[:, 2].tolist(), strict=True))
        return [self._p90[p] for p in parts]


def _short(name: str) -> str:
    """``Dostyk station`` is Dostyk: everybody knows what trains pass at a border."""
    return bare(name).partition(" / ")[0].removesuffix(" station").removesuffix(" border")


class Assumed(Mapping[str, float]):
    """Assumptions of a record by name, asked for when they are needed."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __getitem__(self, name: str) -> float:
        return self._facts.assume(name)

    def __iter__(self) -> Any:
        return iter(ASSUMED)

    def __len__(self) -> int:
        return len(ASSUMED)


ASSUMED = (
    "leg_time_correlation",
    "route_tonnes_per_feu",
    "teu_cost_share_of_feu",
)  # what a kept one has to know
