"""Finds what is weak on a way, and when it is shut. Nothing here moves a figure.

Reads   network.arcs, network.facilities, openings, the scenario's closures
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from jibek.ground.dates import closed_days, first_day, last_day
from jibek.ground.language import mark
from jibek.network.notices import openings_of
from jibek.routes.risks import Risks, Shut

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.routes.itineraries import Itinerary
    from jibek.routes.roadbed import Roadbed
    from jibek.scenario import Scenario

ESTIMATE = "estimate"  # how the source of an arc begins whose length nobody published

OURS = (
    "links:",
    "assumption:",
)  # what a time or capacity rests on where no figure of the crossing is published


def shut_days(facts: Facts, scenario: Scenario) -> tuple[Shut, ...]:
    """Days of the scenario's year, and those before its end that last into it, on which gateways are shut."""
    found = [
        Shut(gateway, *closed_days(interval), mark("closed in the scenario"))
        for gateway, change in scenario.gateway.items()
        for interval in change.closed
    ]
    for gateway, rows in openings_of(facts, scenario.year).items():
        for row in rows:
            if row["hours_per_day"] == 0:
                first = first_day(row["valid_from"]) if row["valid_from"] else date(scenario.year, 1, 1)
                last = last_day(row["valid_until"]) if row["valid_until"] else None
                found.append(Shut(gateway, first, last, row["note"] or mark("closed")))
    return tuple(sorted(found, key=lambda s: (s.gateway_id, s.first)))


def with_risks(
    itineraries: Iterable[Itinerary], bed: Roadbed, shut: Sequence[Shut], year: int
) -> tuple[Itinerary, ...]:
    """The itineraries, each with what is weak on it and when it is shut.

    Parameters
    ----------
    shut
        Days of all gateways; of an itinerary stay those between the day on which the cargo is ready and the one by
        which nine journeys in ten arrive, or those of the year where it has no dates.
    """
    assumed = _assumed_capacities(bed)
    at = {ident: n for n, ident in enumerate(bed.column["arc_id"])}
    rests = _texts(bed.network.arcs, "hours_rests_on")
    return tuple(
        replace(
            i,
            risks=Risks(
                sum(_estimated(i, bed, at)),
                tuple(dict.fromkeys(_times(i, at, rests))),
                tuple(g for g in i.gateways if g in assumed),
                _within(i, shut, year),
            ),
        )
        for i in itineraries
    )


def _estimated(i: Itinerary, bed: Roadbed, at: Mapping[str, int]) -> Iterator[float]:
    for arc in (a for leg in i.legs for a in leg.arcs):
        n = at.get(arc)
        if n is not None and (bed.column["source"][n] or ESTIMATE).startswith(ESTIMATE):
            yield float(bed.distance_km[n])


def _times(i: Itinerary, at: Mapping[str, int], rests: Sequence[str]) -> Iterator[str]:
    for leg in i.legs:
        if leg.what == "border" and leg.gateway_id and any(_ours(rests[at[a]]) for a in leg.arcs if a in at):
            yield leg.gateway_id


def _ours(rests_on: str) -> bool:
    return bool(rests_on) and all(part.startswith(OURS) for part in rests_on.split(";"))


def _assumed_capacities(bed: Roadbed) -> set[str]:
    facilities = bed.network.facilities
    gateways, rests = _texts(facilities, "gateway_id"), _texts(facilities, "rests_on")
    return {g for g, r in zip(gateways, rests, strict=True) if g and _ours(r)}


def _texts(frame: Any, name: str) -> list[str]:
    """A column of texts, blanks as empty text; all blank where the table has none."""
    if name not in frame.columns:
        return [""] * len(frame)
    return [c if isinstance(c, str) else "" for c in frame[name].to_numpy(object)]


def _within(i: Itinerary, shut: Sequence[Shut], year: int) -> tuple[Shut, ...]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if i.dates is not None:
        first, last = i.dates.ready, i.dates.p90
    return tuple(s for s in shut if s.gateway_id in i.gateways and s.meets(first, last))
