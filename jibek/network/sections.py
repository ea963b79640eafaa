"""Sections of line that jam: both directions share their capacity.

Rail links of Kazakhstan, and single-track links of 1,520 mm elsewhere, unless they are a border crossing, which
jams as a gateway. A capacity published for the link counts; otherwise one of two assumptions, by tracks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from jibek.network.dated import Figure
from jibek.network.inputs import Link, Place, Ranges


def sections_of(
    links: Iterable[Link], places: Mapping[str, Place], crossings: Collection[str]
) -> dict[str, Link]:
    """Links that jam, by id."""
    return {x.link_id: x for x in links if x.link_id not in crossings and _jams(x, places)}


def _jams(link: Link, places: Mapping[str, Place]) -> bool:
    if link.mode != "rail" or link.tracks != link.tracks or "1520" not in link.gauges:
        return False
    kazakh = {places[link.tail].network_country, places[link.head].network_country} == {"KZ"}
    return kazakh or link.tracks < 2


def section_capacity(link: Link, rate: Ranges) -> Figure:
    """Trains a day, both directions together; factors of the scenario are not applied."""
    count, tonnes = link.pairs_per_day, link.mt_per_year
    if count == count:
        beside = rate("line_trains_over_container_trains")
        basis = f"printed: {count:g} pairs of container trains a day, times {beside.value:g} for the trains beside them"
        return Figure(2 * count * beside.value, basis, link.source, (beside.rests_on,))
    if tonnes == tonnes:
        mixed = rate("tonnes_per_train_mixed")
        trains = tonnes * 1e6 / 365 / mixed.value
        basis = f"printed: {tonnes:g} Mt/yr at {mixed.value:g} t a train"
        return Figure(trains, basis, link.source, (mixed.rests_on,))
    single = link.tracks < 2
    name = f"{'single' if single else 'double'}_track_capacity_trains_per_day"
    found = rate(name)
    rests = (found.rests_on, f"links:{link.link_id}:tracks")
    return Figure(found.value, f"{'single' if single else 'double'} track", f"assumption {name}", rests)
