"""How well the kilometres of a way are known, and how many of them rest on a published length.

    Xi'an - Duisburg over Alashankou   9,815 km   9,640 to 9,930   0.2 days either way

Lengths of links err together where one published figure covers them: the covariance of `network.reconciled` carries
that to the sum. A road of access, which stands in no table, errs by the range of its detour, alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.errors import InputError
from jibek.network.inputs import Ranges
from jibek.network.reconciled import WIDE, Reconciled
from jibek.routes.choices import SHOWCASE, by_crossing, choose
from jibek.routes.evaluate import Loaded
from jibek.routes.itineraries import Cargo, Itinerary
from jibek.routes.mixed import DETOUR
from jibek.routes.ways import NO_WAY, every_way

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts

_P95 = 1.645  # standard errors from the middle of a range to an end that one in twenty passes

DAY_HOURS = 24


def detour_spread(facts: Facts) -> float:
    """Standard error of the length of a road of access, as a share of it."""
    detour = Ranges(facts)(DETOUR)
    return (detour.high - detour.low) / (2 * _P95 * detour.value)


def banded(
    itineraries: Sequence[Itinerary], network: Network, lengths: Reconciled, spread: float
) -> tuple[Itinerary, ...]:
    """Itineraries with the band of their kilometres, and the days that it is worth.

    The band holds the sum of the adjusted lengths with 95 %, and reaches to the kilometres in use where these lie
    outside. Days move by what the hauls take for each kilometre; P10 to P90 is not widened by it.

    Parameters
    ----------
    itineraries
        With legs; others stay as they are.
    network
        That they were found on.
    lengths, spread
        ``reconciled`` and ``detour_spread`` of its record.
    """
    of_arc = dict(zip(network.arcs["arc_id"], network.arcs["link_id"], strict=True))
    hours = dict(zip(network.arcs["arc_id"], np.asarray(network.fixed_hours, float).tolist(), strict=True))
    return tuple(_banded(i, lengths, of_arc, hours, spread) if i.legs else i for i in itineraries)


def _banded(
    itinerary: Itinerary,
    lengths: Reconciled,
    of_arc: Mapping[str, object],
    hours: Mapping[str, float],
    spread: float,
) -> Itinerary:
    count: Counter[str] = Counter()
    pace: dict[str, float] = {}  # days for each kilometre of a link, all passages together
    access_km = access_days = 0.0
    for leg in itinerary.legs:
        if not leg.distance_km > 0:
            continue
        links = {a: str(of_arc[a]) for a in leg.arcs if of_arc.get(a) in lengths.at}
        for arc, link in links.items():
            count[link] += 1
            km = float(lengths.used_km[lengths.at[link]])
            pace[link] = pace.get(link, 0.0) + hours[arc] / DAY_HOURS / km
        if not links:
            access_km += leg.distance_km
            access_days += leg.hours_mean / DAY_HOURS
    used, adjusted = lengths.sums(count)
    half = WIDE * float(np.hypot(lengths.error_of(count), spread * access_km))
    middle = itinerary.distance_km + adjusted - used
    days = WIDE * float(np.hypot(lengths.error_of(pace), spread * access_days))
    return replace(
        itinerary,
        distance_low_km=round(min(middle - half, itinerary.distance_km), 1),
        distance_high_km=round(max(middle + half, itinerary.distance_km), 1),
        days_by_distance=round(days, 4),
    )


def kilometres(
    network: Network, facts: Facts, *, pairs: Sequence[tuple[str, str]] = SHOWCASE, mode: str = "rail"
) -> dict[str, float]:
    """Kilometres by link and mode of the ways of ``routes.od``, each way once, on the network without waits.

    Parameters
    ----------
    network, facts
        As in ``search``.
    """
    loaded = Loaded.of(network, np.zeros(len(network.facilities)), None, facts, Cargo.of(facts), seed=1)
    found: Counter[str] = Counter()
    for origin, destination in pairs:
        try:
            paths = every_way(loaded, origin, destination)
        except InputError as fault:
            if fault.code not in NO_WAY:
                raise
            continue
        ways = loaded.itineraries(paths)
        itineraries = [i for i, _ in ways.values()]
        for itinerary in set(by_crossing(loaded, itineraries)) & set(choose(loaded, itineraries)):
            for arc in ways[itinerary.itinerary_id][1]:
                if loaded.column["link_id"][arc] and loaded.column["mode"][arc] == mode:
                    found[loaded.column["link_id"][arc]] += float(loaded.distance_km[arc])  # type: ignore[assignment]
    return dict(found)
