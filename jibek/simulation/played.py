"""The assigned year, played once for both directions of every gateway."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.ground.arrays import Floats
from jibek.simulation.crossing import PerDay
from jibek.simulation.delay import curves
from jibek.simulation.lines import Direction, directions
from jibek.simulation.replications import WHAT, Played, play_direction
from jibek.simulation.told import Play, joined, quantiles_of

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import PlayedPart


def play(
    network: Network,
    load_per_day: Floats,
    container_share: Floats,
    facts: Facts,
    scenario: PlayedPart,
    *,
    gateways: Collection[str] | None = None,
    expected: Floats | None = None,
) -> Play:
    """Play the year under the assigned loads.

    Parameters
    ----------
    load_per_day, container_share : shape (facility,) or (facility, day)
        In the order of the facilities of ``network.usual``: vehicles (ports: tonnes) a day that come, and the part of
        it that are container trains; rows of sections are not read. Days are those of the year.
    gateways
        Only these; None: all.
    expected : shape (facility,)
        Hours of wait by the curves, to compare with; absent: by the curves at ``load_per_day``.

    Raises
    ------
    InputError
        ``record.unknown_assumption``, ``record.unknown_fact``.
    """
    layers = network.layers
    asked = directions(network, facts, scenario.year, gateways)
    found = _each(asked, network, load_per_day, container_share, scenario)
    if expected is None:
        ratio = np.asarray(load_per_day, float) / network.facilities["capacity_per_day"].to_numpy(float)
        expected = curves(network, facts, scenario).evaluate(ratio)[0]
    at = _places(network)
    hours = {d.facility_id: float(expected[at[d.facility_id]]) for d in asked}
    return joined(found, hours, closures=layers is not None)


def play_outward(
    network: Network,
    load_per_day: Floats,
    container_share: Floats,
    facts: Facts,
    scenario: PlayedPart,
    *,
    gateways: Collection[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What :func:`play` gives of the hours away from China, to the bit, by the recursion alone: for many variants.

    Parameters and errors as there.

    Returns
    -------
    waits, quantiles
        ``simulation.waits`` without what is said of its stations and of what it rests on, and the rows of
        ``simulation.quantiles`` of the direction ``out``.
    """
    asked = directions(network, facts, scenario.year, gateways)
    at = _places(network)
    trains = dict.fromkeys((d.gateway_id for d in asked), 0.0)
    for d in asked:
        trains[d.gateway_id] += float(
            np.mean(sum(_kinds(d, load_per_day, container_share, at[d.facility_id])))
        )
    outward = [d for d in asked if d.direction == "out"]
    found = _each(outward, network, load_per_day, container_share, scenario, certify=False)
    waits = [
        {
            "gateway_id": p.direction.gateway_id,
            "mode": p.direction.mode,
            **p.spread(),
            "trains_per_day": trains[p.direction.gateway_id],
        }
        for p in found
    ]
    columns = ["gateway_id", "mode", *(f"hours_{what}" for what in WHAT), "trains_per_day"]
    return pd.DataFrame(waits, columns=columns), quantiles_of(found)


def _each(
    asked: Sequence[Direction],
    network: Network,
    load_per_day: Floats,
    container_share: Floats,
    scenario: PlayedPart,
    *,
    certify: bool = True,
) -> list[Played]:
    """The directions, played in two threads."""
    at, layers = _places(network), network.layers
    open_days = None if layers is None else np.array(layers.calendar.of_day) == 0

    def one(d: Direction) -> Played:
        kinds = _kinds(d, load_per_day, container_share, at[d.facility_id])
        seed, replications = scenario.seed, scenario.replications
        return play_direction(d, *kinds, seed, replications, open_days=open_days, certify=certify)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, asked))


def _kinds(d: Direction, load_per_day: Floats, container_share: Floats, at: int) -> tuple[PerDay, PerDay]:
    """Container trains (other modes: all vehicles) and other trains a day that come."""
    load, share = (_row(values, at) for values in (load_per_day, container_share))
    share = np.where(np.isfinite(share), share, 1.0) if d.mode == "rail" else 1.0
    return _row(load * share, ...), _row(load * (1.0 - share), ...)


def _places(network: Network) -> dict[str, int]:
    """Position of each facility of the days on which nothing is shut."""
    return {str(f): i for i, f in enumerate(network.usual.facilities["facility_id"])}


def _row(values: Any, at: Any) -> PerDay:
    """One entry or row: a number, or an array over days that differ."""
    row = np.asarray(values, float)[at]
    return float(row.flat[0]) if np.all(row == row.flat[0]) else row
