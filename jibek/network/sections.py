"""Sections of line that jam: both directions share their capacity.

Rail links of Kazakhstan, and single-track links of 1,520 mm elsewhere, unless they are a border crossing, which
jams as a gateway. A capacity printed with the link counts; otherwise one of two assumptions, by tracks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from jibek.network.dated import Figure
from jibek.network.inputs import Link, Place, Ranges, first_full_year


def section_capacities(
    links: Iterable[Link], places: Mapping[str, Place], crossings: set[str], rate: Ranges, year: int
) -> dict[str, Figure]:
    """Trains a day, both directions together, by link id; factors of the scenario are not applied."""
    return {
        x.link_id: _capacity(x, rate, year) for x in links if x.link_id not in crossings and _jams(x, places)
    }


def _jams(link: Link, places: Mapping[str, Place]) -> bool:
    if link.mode != "rail" or link.tracks != link.tracks or "1520" not in link.gauges:
        return False
    kazakh = {places[link.tail].network_country, places[link.head].network_country} == {"KZ"}
    return kazakh or link.tracks < 2


def _capacity(link: Link, rate: Ranges, year: int) -> Figure:
    pairs = re.match(r"(\d+) pairs/day\D* before (\d{4})(-\d\d-\d\d)?, (\d+) after", link.capacity)
    if pairs:
        later = year >= first_full_year(pairs[2], pairs[3])
        count = float(pairs[4] if later else pairs[1])
        beside = rate("line_trains_over_container_trains")
        basis = f"printed: {count:g} pairs of container trains a day, times {beside.value:g} for the trains beside them"
        return Figure(2 * count * beside.value, basis, link.source, (beside.rests_on,))
    tonnes = _megatonnes(link.capacity, year)
    if tonnes:
        mixed = rate("tonnes_per_train_mixed")
        trains = tonnes * 1e6 / 365 / mixed.value
        basis = f"printed: {tonnes:g} Mt/yr at {mixed.value:g} t a train"
        return Figure(trains, basis, link.source, (mixed.rests_on,))
    single = link.tracks < 2
    name = f"{'single' if single else 'double'}_track_capacity_trains_per_day"
    found = rate(name)
    rests = (found.rests_on, f"links:{link.link_id}:tracks")
    return Figure(found.value, f"{'single' if single else 'double'} track", f"assumption {name}", rests)


def _megatonnes(printed: str, year: int) -> float:
    """5 of "5 Mt/yr (1 Mt before May 2024)" from 2025 on, 1 until then; 0 if nothing of that form is printed."""
    now = re.match(r"([\d.]+) Mt/yr", printed)
    if not now:
        return 0.0
    earlier = re.search(r"([\d.]+) Mt before (?:[A-Z][a-z]+ )?(\d{4})", printed)
    return float(earlier[1]) if earlier and year <= int(earlier[2]) else float(now[1])
