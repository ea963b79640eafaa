"""A network with a layer for each period of the year: its own states, arcs and facilities, and arcs that wait.

    CN_KHORGOS|rail-1435@shut1  --hold-->  CN_KHORGOS|rail-1435  --border-->  KZ_ALTYNKOL|rail-1435
        days without Khorgos                 all other days

The first layer, of the days on which nothing is shut, keeps plain ids and comes first in every array, so an index of
the plain network is one of the layered network. Arrivals are shared: freight may end whenever it arrives. In a layer
the arcs that nobody may take are absent, and those that a ban shuts are closed to the groups of the freight it names.
What comes to a shut gateway may wait there; nowhere else, since who waits at home for the opening stands in the same
queue after it.

Tonnes are a year's. A layer of D of the year's N days carries what is shipped on those days, so a tonne a year adds N
/ D times the vehicles a day that it adds to the plain network.

Method  time expansion of a static network: Ford and Fulkerson (1958), Constructing maximal dynamic flows from static
flows
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array, Flags, Ints
from jibek.ground.vocabulary import CLASSES
from jibek.network.inputs import Range
from jibek.network.model import Holds, Layers, Network
from jibek.network.names import stops_of_group
from jibek.network.periods import WAYS, Calendar, Wait


@dataclass(frozen=True, slots=True)
class Hold:
    """Arcs that wait in a period at one state for one facility; passages: the arcs that are shut meanwhile."""

    period: int
    wait: Wait
    facility: int
    passages: Ints

    @property
    def queue(self) -> tuple[int, int]:
        """Stop and facility: what waits for the same, wherever and whenever, leaves one queue."""
        return self.wait.stop.number, self.facility


@dataclass(frozen=True, slots=True)
class Copies:
    """What a layered network is copied from.

    state: (period, plain state) and jam: (period, plain facility) give the copy, -1 for none; arc, period, hold: for
    each arc the plain arc (of a hold: one that it waits for), its period, and its number in ``holds`` or -1; queues:
    in the order of their facilities, which come last.
    """

    state: Ints
    jam: Ints
    arc: Ints
    period: Ints
    hold: Ints
    holds: tuple[Hold, ...]
    queues: tuple[Hold, ...]

    @property
    def waits(self) -> Flags:
        """Which arcs wait, shape (arc,)."""
        return np.asarray(self.hold >= 0)

    @property
    def queue(self) -> dict[tuple[int, int], int]:
        """Facility of each queue, by stop and plain facility."""
        first = int(self.jam.max(initial=-1)) + 1
        return {hold.queue: first + i for i, hold in enumerate(self.queues)}

    def of_hold(self, values: Sequence[float]) -> Array:
        """A value of each hold as one of each arc, 0 for arcs that do not wait."""
        return np.append(np.array(values, float), 0.0)[self.hold]


def layered(
    usual: Network, calendar: Calendar, passes: Sequence[str], storage: Range, tonnes_per_feu: float
) -> Network:
    """The network of all periods.

    Parameters
    ----------
    usual
        The plain network.
    passes : (arc,)
        ``GATEWAY:out`` or ``GATEWAY:in`` of arcs that pass a gateway, by the way they go; else empty.
    storage
        USD of the price year for a day of a forty-foot box that waits; other freight pays as much a tonne.
    tonnes_per_feu
        Of a box.
    """
    passage = np.array(passes, dtype=object)
    copies = _copies(usual, calendar, passage)
    scale = np.array([calendar.days / p.jam_days if p.jam_days else 1.0 for p in calendar.periods])
    until = copies.of_hold([h.wait.until_days for h in copies.holds])
    then = copies.of_hold([h.wait.then for h in copies.holds]).astype(int)
    days = np.maximum(copies.of_hold([h.wait.days for h in copies.holds]), 1.0)
    held = copies.of_hold([copies.queue[h.queue] for h in copies.holds]).astype(int)
    at, waits = copies.arc, copies.waits
    own = np.append(copies.jam, np.full((len(copies.jam), 1), -1), axis=1)[copies.period, usual.facility[at]]
    facility = np.where(waits, held, own)
    tail = copies.state[copies.period, usual.tail[at]]
    head = np.where(waits, copies.state[then, usual.tail[at]], copies.state[copies.period, usual.head[at]])
    usd = storage.value * until
    states, facilities = _states(usual, calendar), _facilities(usual, calendar, copies)
    arcs = _arcs(usual, calendar, copies, storage, until)
    arcs["tail"], arcs["head"] = (states["state_id"].to_numpy(object)[ends] for ends in (tail, head))
    names = [*facilities["facility_id"], None]
    arcs["facility_id"] = pd.Series([names[f] for f in facility], dtype="object")
    layers = _layers(usual, calendar, copies)
    per_tonne = np.where(waits, usd / tonnes_per_feu, usual.usd_per_tonne[:, at])
    return replace(
        usual,
        states=states,
        arcs=arcs,
        arc_costs=_arc_costs(usual, arcs, copies, per_tonne, storage),
        facilities=facilities,
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        fixed_hours=np.where(waits, 24.0 * until, usual.fixed_hours[at]),
        usd_per_tonne=per_tonne,
        # What storage takes is what it costs.
        income_usd_per_tonne=np.where(waits, 0.0, usual.income_usd_per_tonne[:, at]),
        co2e_kg_per_tonne=np.where(waits, 0.0, usual.co2e_kg_per_tonne[:, at]),
        units_per_tonne=usual.units_per_tonne[:, at]
        * np.where(waits, calendar.days / days, scale[copies.period]),
        usd_per_feu=np.where(waits, usd, usual.usd_per_feu[at]),
        facility=facility.astype(np.int32),
        side=usual.side[at],
        capacity_per_day=usual.capacity_per_day[layers.like],
        reverse=_reverse(usual, copies, layers),
        arrival=_arrivals(usual, copies, len(states)),
        state_index={str(s): i for i, s in enumerate(states["state_id"])},
        arc_index={str(a): i for i, a in enumerate(arcs["arc_id"])},
        facility_index={str(f): i for i, f in enumerate(facilities["facility_id"])},
        open=_open(usual, calendar, copies, passage),
        layers=layers,
        layout=None,
    )


def _copies(usual: Network, calendar: Calendar, passage: Array) -> Copies:
    """What each period has of the plain network, and where freight waits in it."""
    ends = (usual.states["mode"] == "arrival").to_numpy()
    gateway = usual.facilities["gateway_id"].fillna("").to_numpy()
    state: list[Array] = []
    jam: list[Array] = []
    arc: list[Array] = []
    period: list[Array] = []
    states, jams = 0, 0
    for p, part in enumerate(calendar.periods):
        shut = {g for g in gateway if all(f"{g}:{way}" in part.shut for way in WAYS)}
        fresh = ~ends if p else np.ones(len(ends), bool)
        state.append(np.where(fresh, states + np.cumsum(fresh) - 1, np.arange(len(ends))))
        kept = ~np.isin(gateway, list(shut)) if part.jams == p else np.zeros(len(gateway), bool)
        jam.append(np.where(kept, jams + np.cumsum(kept) - 1, -1) if part.jams == p else jam[part.jams])
        arc.append(np.flatnonzero(~np.isin(passage, list(part.shut)) & ~(ends[usual.tail] & (p > 0))))
        period.append(np.full(len(arc[-1]), p))
        states, jams = states + int(fresh.sum()), jams + int(kept.sum())
    holds = tuple(h for p in range(len(calendar.periods)) for h in _holds(usual, calendar, p, passage))
    none = np.full(sum(len(a) for a in arc), -1)
    return Copies(
        np.array(state),
        np.array(jam),
        np.concatenate([*arc, np.array([h.passages[0] for h in holds], int)]),
        np.concatenate([*period, np.array([h.period for h in holds], int)]),
        np.concatenate([none, np.arange(len(holds))]),
        holds,
        tuple({h.queue: h for h in holds}.values()),
    )


def _holds(usual: Network, calendar: Calendar, p: int, passage: Array) -> list[Hold]:
    """Where freight may wait in a period: at each state from which a shut passage starts."""
    found = []
    for wait in calendar.periods[p].waits:
        shut = np.flatnonzero(np.isin(passage, list(wait.stop.passages)) & usual.open.any(axis=0))
        places = dict.fromkeys(zip(usual.tail[shut].tolist(), usual.facility[shut].tolist(), strict=True))
        for tail, facility in places:
            at = shut[(usual.tail[shut] == tail) & (usual.facility[shut] == facility)]
            found.append(Hold(p, wait, int(facility), at))
    return found


def _open(usual: Network, calendar: Calendar, copies: Copies, passage: Array) -> Flags:
    """Arcs open to each group: as in the plain network, less what bans shut; waiting only for what cannot pass."""
    is_open = usual.open[:, copies.arc]
    under = [stops_of_group(g) for g in usual.groups]
    for p, part in enumerate(calendar.periods):
        for stop in part.stops:
            if not stop.for_all:
                banned = (
                    (copies.period == p) & ~copies.waits & np.isin(passage[copies.arc], list(stop.passages))
                )
                is_open[np.ix_([stop.number in u for u in under], banned)] = False
    for a in np.flatnonzero(copies.waits):
        hold = copies.holds[copies.hold[a]]
        stop = hold.wait.stop
        subject = np.array([stop.for_all or stop.number in u for u in under])
        is_open[:, a] = usual.open[:, hold.passages].any(axis=1) & subject
    return np.asarray(is_open)


def _layers(usual: Network, calendar: Calendar, copies: Copies) -> Layers:
    first = [p.jams == i for i, p in enumerate(calendar.periods)]
    period, like = np.nonzero((copies.jam >= 0) & np.array(first)[:, None])
    half = np.array([p.half_days for p in calendar.periods])[period]
    days = np.array([p.jam_days for p in calendar.periods])
    queues = copies.queues
    arcs = np.flatnonzero(copies.waits)
    holds = Holds(
        arcs,
        copies.period[arcs],
        np.array([h.facility for h in copies.holds], int),
        np.array([h.wait.until_days for h in copies.holds]),
        np.array([h.wait.then for h in copies.holds], int),
        np.array([h.wait.days for h in copies.holds], float),
        np.array([h.wait.stop.closes for h in copies.holds], bool),
        np.array([h.wait.stop.number for h in copies.holds], int),
    )
    return Layers(
        calendar,
        usual,
        copies.state,
        np.concatenate([like, np.array([h.facility for h in queues], int)]),
        np.concatenate([period, np.array([h.wait.then for h in queues], int)]),
        np.concatenate([days[period], [h.wait.days for h in queues]]),
        np.concatenate([np.zeros(len(like), bool), np.ones(len(queues), bool)]),
        np.concatenate([half, [h.wait.queue_days for h in queues]]),
        holds,
    )


def _states(usual: Network, calendar: Calendar) -> pd.DataFrame:
    """One row a state; arrivals once."""
    rows = [usual.states]
    for part in calendar.periods[1:]:
        fresh = usual.states[usual.states["mode"] != "arrival"]
        rows.append(fresh.assign(state_id=fresh["state_id"] + part.mark))
    return pd.concat(rows, ignore_index=True)


def _reverse(usual: Network, copies: Copies, layers: Layers) -> Array:
    """Lane by which the vehicles of each lane come back: that of the same days, or of the same stop for what waits."""
    stop_of = {f: stop for (stop, _), f in copies.queue.items()}
    out = np.full(2 * len(layers.like), -1, np.int32)
    for f, (like, period) in enumerate(zip(layers.like, layers.period, strict=True)):
        for side in (0, 1):
            back = int(usual.reverse[2 * like + side])
            if back >= 0 and layers.held[f]:
                own = copies.queue.get((stop_of[f], back // 2), -1)
            else:
                own = int(copies.jam[period, back // 2]) if back >= 0 else -1
            out[2 * f + side] = 2 * own + back % 2 if own >= 0 else -1
    return out


def _arrivals(usual: Network, copies: Copies, states: int) -> Array:
    out = np.full(states, -1, np.int32)
    for state in copies.state:
        out[state] = usual.arrival
    return out


def _arcs(usual: Network, calendar: Calendar, copies: Copies, storage: Range, until: Array) -> pd.DataFrame:
    """One row an arc; tail, head and facility are those of the plain arc still."""
    frame = usual.arcs.iloc[copies.arc].reset_index(drop=True)
    marks = np.array([p.mark for p in calendar.periods], dtype=object)[copies.period]
    frame["arc_id"] = frame["arc_id"] + marks
    at = np.flatnonzero(copies.waits)
    waits = [copies.holds[copies.hold[a]].wait for a in at]
    waiting: dict[str, Any] = {
        "arc_id": [
            f"{tail.replace('|', '.')}.hold.{facility}.{wait.stop.number}{mark}"
            for wait, tail, facility, mark in zip(
                waits, frame["tail"][at], frame["facility_id"][at], marks[at], strict=True
            )
        ],
        "mode": "none",
        "kind": "hold",
        "distance_km": 0.0,
        "link_id": None,
        "collected_by": None,
        "country": [land.partition("-")[0] for land in frame["country"][at]],
        "hours_mean": 24.0 * until[at],
        "hours_p10": [24.0 * w.p10_days for w in waits],
        "hours_p90": [24.0 * w.p90_days for w in waits],
        "usd_per_feu": storage.value * until[at],
        "usd_per_feu_low": storage.low * until[at],
        "usd_per_feu_high": storage.high * until[at],
        "co2e_kg_per_tonne_container": 0.0,
        "co2e_kg_per_tonne_container_low": 0.0,
        "co2e_kg_per_tonne_container_high": 0.0,
        "co2e_kg_per_teu": np.nan,
        "source": f"days of the scenario; {storage.rests_on.replace(':', ' ')}",
        "hours_rests_on": None,
        "spread_rests_on": None,
        "box_rests_on": storage.rests_on,
        "bulk_rests_on": storage.rests_on,
        "co2e_rests_on": None,
    }
    held = frame.iloc[at].assign(**waiting)  # they stand last
    return pd.concat([frame.iloc[: len(frame) - len(held)], held.astype(frame.dtypes)], ignore_index=True)


def _arc_costs(
    usual: Network, arcs: pd.DataFrame, copies: Copies, usd: Array, storage: Range
) -> pd.DataFrame:
    """One row an arc and class; vehicles of a tonne as in the plain network, whatever the days."""
    classes = len(CLASSES)
    frame = usual.arc_costs.iloc[(copies.arc[:, None] * classes + np.arange(classes)).ravel()].reset_index(
        drop=True
    )
    waits = np.repeat(copies.waits, classes)
    frame["arc_id"] = np.repeat(arcs["arc_id"].to_numpy(object), classes)
    frame["usd_per_tonne"] = usd.T.ravel()
    frame.loc[waits, ["income_usd_per_tonne", "co2e_kg_per_tonne"]] = 0.0
    frame.loc[waits, "rests_on"] = f"{storage.rests_on};assumption:tonnes_per_teu_rail"
    return frame


def _facilities(usual: Network, calendar: Calendar, copies: Copies) -> pd.DataFrame:
    """One row a facility: those of each period, then what waits."""
    name = dict(zip(usual.gateways["gateway_id"], usual.gateways["name"], strict=True))
    rows = []
    for i, (part, jam) in enumerate(zip(calendar.periods, copies.jam, strict=True)):
        if part.jams != i:
            continue
        own = usual.facilities[jam >= 0]
        if part.mark:
            words = (f"{name[s.gateway_id]} {'is shut' if s.closes else 'bans freight'}" for s in part.stops)
            told = f" (the {part.jam_days} days on which {' and '.join(dict.fromkeys(words))})"
            own = own.assign(facility_id=own["facility_id"] + part.mark, name=own["name"] + told)
        rows.append(own.assign(days=part.jam_days))
    for hold in copies.queues:
        row = usual.facilities.iloc[[hold.facility]]
        mark = f"@held{hold.wait.stop.number}"
        told = ", waiting until it may pass"
        rows.append(
            row.assign(
                facility_id=row["facility_id"] + mark,
                kind="held",
                name=row["name"] + told,
                days=hold.wait.days,
            )
        )
    return pd.concat(rows, ignore_index=True)
